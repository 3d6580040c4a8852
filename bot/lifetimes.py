"""Tasks in the background: those nothing goes on without, and those that end with somebody."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Coroutine, Iterable
from typing import Any, Final

import structlog

_CANCELLED_AGAIN_SECONDS: Final = 1.0

log = structlog.get_logger(__name__)


@contextlib.asynccontextmanager
async def ending_with(task: asyncio.Task[Any]) -> AsyncIterator[None]:
    """Have a block end as soon as a task ends that it cannot do without.

    Raises what the task raised, or RuntimeError where it was cancelled or just returned. A block
    that is left before that leaves the task alone.
    """
    block = asyncio.current_task()
    assert block is not None
    has_left = False

    def end_block(_: asyncio.Task[Any]) -> None:
        if not has_left:
            block.cancel()

    task.add_done_callback(end_block)
    try:
        yield
    except asyncio.CancelledError:
        # Whoever else cancelled the block is told that it was.
        if not task.done() or block.uncancel() > 0:
            raise
        if not task.cancelled():
            task.result()
        raise RuntimeError(f"the {task.get_name()} ended before its time") from None
    finally:
        has_left = True
        task.remove_done_callback(end_block)


@contextlib.asynccontextmanager
async def beside(work: Coroutine[Any, Any, None], name: str) -> AsyncIterator[None]:
    """Have some work go on beside a block, and end with it; told of where it fails before that."""
    task = asyncio.create_task(work, name=name)
    task.add_done_callback(_tell_of_failure)
    try:
        yield
    finally:
        await end_all([task])


def _tell_of_failure(task: asyncio.Task[None]) -> None:
    error = None if task.cancelled() else task.exception()
    if error:
        log.error("work in the background has failed", task=task.get_name(), exc_info=error)


async def end_all(tasks: Iterable[asyncio.Future[Any]]) -> None:
    """Cancel tasks, and wait until all of them have ended, in whichever way.

    A cancellation that meets a connection just as it breaks can come out of aiohttp as the error of
    the connection, so that a task takes it for one more failure and goes on: it is told again. So
    may be who waits here, who hears of that once nobody is left behind.
    """
    ending = list(tasks)
    told_again: asyncio.CancelledError | None = None
    while waiting := [task for task in ending if not task.done()]:
        for task in waiting:
            task.cancel()
        try:
            await asyncio.wait(waiting, timeout=_CANCELLED_AGAIN_SECONDS)
        except asyncio.CancelledError as cancelled:
            told_again = cancelled
    await asyncio.gather(*ending, return_exceptions=True)
    if told_again:
        raise told_again


async def first_of(*waits: Awaitable[object]) -> None:
    """Wait until the first of some waits is over, and give the others up."""
    tasks = [asyncio.ensure_future(wait) for wait in waits]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        await end_all(tasks)
