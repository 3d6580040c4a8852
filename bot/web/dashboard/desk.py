"""The one thread in which the dashboard's files are written, however many are asked for."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor


class Desk:
    """Writes files a piece at a time, beside the event loop: pieces of several files in turn."""

    def __init__(self) -> None:
        """Begin without a thread; the first piece brings it."""
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="desk")

    async def write(self, piece: Callable[[], bytes]) -> bytes:
        """What `piece` makes, in a few milliseconds; longer would hold up whoever writes next."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, piece)

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator["Desk"]:
        """Write until left; the piece that is being written then is finished."""
        try:
            yield self
        finally:
            self._thread.shutdown(cancel_futures=True)
