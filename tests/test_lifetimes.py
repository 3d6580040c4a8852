"""Promises of blocks that end with a task: at once, loudly, and only then."""

import asyncio

import pytest
from structlog.testing import capture_logs

from bot.lifetimes import beside, end_all, ending_with


async def fail() -> None:
    """End badly."""
    raise ZeroDivisionError("a fault of ours")


async def end() -> None:
    """End although nobody asked for it."""


async def wait() -> None:
    """Never end by itself."""
    await asyncio.Event().wait()


async def test_what_ends_the_task_ends_the_block() -> None:
    with pytest.raises(ZeroDivisionError):
        async with ending_with(asyncio.create_task(fail())):
            await wait()
    # The next await is undisturbed, for the block has been ended and not its caller.
    await asyncio.sleep(0)


async def test_a_task_that_ended_before_the_block_began_ends_it_too() -> None:
    task = asyncio.create_task(end(), name="writer")
    await task
    with pytest.raises(RuntimeError, match="the writer ended before its time"):
        async with ending_with(task):
            await wait()


async def test_a_task_that_somebody_cancelled_ends_the_block() -> None:
    task = asyncio.create_task(wait(), name="writer")
    asyncio.get_running_loop().call_soon(task.cancel)
    with pytest.raises(RuntimeError, match="the writer ended before its time"):
        async with ending_with(task):
            await wait()


async def test_a_block_that_is_left_first_leaves_the_task_alone() -> None:
    begun = asyncio.Event()
    task = asyncio.create_task(begun.wait())
    async with ending_with(task):
        await asyncio.sleep(0)
    assert not task.done()
    begun.set()
    assert await task


async def test_what_the_block_raises_is_raised() -> None:
    task = asyncio.create_task(wait())
    with pytest.raises(KeyError):
        async with ending_with(task):
            raise KeyError
    task.cancel()


async def test_a_block_that_is_cancelled_is_cancelled_also_when_its_task_ends_then() -> None:
    async def live(task: asyncio.Task[None]) -> None:
        async with ending_with(task):
            await wait()

    for coming in (wait, fail):
        task = asyncio.create_task(coming())
        living = asyncio.create_task(live(task))
        asyncio.get_running_loop().call_soon(living.cancel)
        with pytest.raises(asyncio.CancelledError):
            await living
        task.cancel()
        await asyncio.wait({task})
        assert task.cancelled() or isinstance(task.exception(), ZeroDivisionError)


async def test_a_task_that_takes_its_end_for_a_failure_and_goes_on_is_told_again() -> None:
    began = asyncio.Event()

    async def go_on() -> None:
        try:
            await wait()
        except asyncio.CancelledError:
            began.set()
        await wait()

    task = asyncio.create_task(go_on())
    await asyncio.sleep(0)
    await end_all([task])
    assert began.is_set()
    assert task.cancelled()


async def test_who_is_told_again_to_end_leaves_nobody_behind_that_ends_late() -> None:
    late = asyncio.Event()

    async def go_on() -> None:
        try:
            await wait()
        except asyncio.CancelledError:
            late.set()
        await wait()

    inner = asyncio.create_task(go_on())

    async def keep() -> None:
        try:
            await wait()
        finally:
            await end_all([inner])

    outer = asyncio.create_task(keep())
    await asyncio.sleep(0)
    await end_all([outer])
    assert late.is_set()
    assert outer.cancelled()
    assert inner.cancelled()


async def test_work_beside_a_block_that_fails_is_told_of() -> None:
    with capture_logs() as logs:
        async with beside(fail(), "pins"):
            await asyncio.sleep(0)
            await asyncio.sleep(0)
    (told,) = logs
    assert told["task"] == "pins"
    assert isinstance(told["exc_info"], ZeroDivisionError)
