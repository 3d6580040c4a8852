"""Tasks in the background that nothing goes on without."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any


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
