"""The one thread in which pictures are drawn, and the order they are drawn in."""

import asyncio
import contextlib
import importlib
from collections import Counter
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, Protocol, TypeVar, cast

from bot.pictures.subjects import Picture

MOST_WAITING: Final = 24
"""How many pictures may wait: at some 40 to 60 ms each, the last comes before its message goes."""
MOST_OF_ONE: Final = 8
"""How many of them may be of one guild, so that no guild takes another one's pictures away."""
MOST_TASKS: Final = 64
"""How much work may wait in all, avatars included."""
PATIENCE_SECONDS: Final = 5.0
"""How long one picture may take, its waiting included."""

Result = TypeVar("Result")


class PictureFailed(Exception):  # noqa: N818 - the name is what happened.
    """A picture was not drawn: too many wait, it took too long, or drawing it failed."""


class _Drawing(Protocol):
    """What the module does that draws."""

    def draw(self, subject: Picture) -> bytes: ...
    def portrait(self, data: bytes) -> bytes | None: ...


class Studio:
    """Draws pictures one after the other, beside the event loop.

    The library and the fonts are loaded with the first picture, so that a bot that draws none
    carries none of them.
    """

    def __init__(self, *, patience_seconds: float = PATIENCE_SECONDS) -> None:
        self.patience_seconds = patience_seconds
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="studio")
        self._waiting: set[asyncio.Future[object]] = set()
        self._pictures: Counter[int] = Counter()
        """How many pictures of each guild wait."""
        self._open = asyncio.Event()

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator["Studio"]:
        """Draw until the block is left; what still waits then fails."""
        self._open.set()
        try:
            yield self
        finally:
            self._open.clear()
            for future in self._waiting:
                future.cancel()
            # The picture that is being drawn is waited for here, where the loop goes on meanwhile.
            try:
                await asyncio.get_running_loop().run_in_executor(self._thread, int)
            finally:
                self._thread.shutdown()

    async def draw(self, picture: Picture, *, guild: int) -> bytes:
        """The picture as PNG, about 50 to 400 kB. Raises PictureFailed, at once where many wait."""
        waiting = self._pictures[guild], self._pictures.total()
        if waiting[0] >= MOST_OF_ONE or waiting[1] >= MOST_WAITING:
            raise PictureFailed(f"{waiting[0]} pictures wait already, {waiting[1]} in all")
        self._pictures[guild] += 1
        try:
            return await self._run(lambda: _drawing().draw(picture))
        finally:
            self._pictures -= Counter([guild])

    async def portrait(self, data: bytes) -> bytes | None:
        """A picture from outside as a small square PNG; None if it is no picture, or too large.

        Raises PictureFailed.
        """
        return await self._run(lambda: _drawing().portrait(data))

    async def _run(self, work: Callable[[], Result]) -> Result:
        if not self._open.is_set():
            raise PictureFailed("the studio is closed")
        if len(self._waiting) >= MOST_TASKS:
            raise PictureFailed(f"{MOST_TASKS} tasks wait already")
        future = asyncio.get_running_loop().run_in_executor(self._thread, work)
        self._waiting.add(cast("asyncio.Future[object]", future))
        future.add_done_callback(self._waiting.discard)
        try:
            async with asyncio.timeout(self.patience_seconds):
                return await future
        except TimeoutError:
            raise PictureFailed(f"not drawn in {self.patience_seconds} s") from None
        except asyncio.CancelledError:
            # Where the studio ended, and not whoever asked, that is one more failure.
            task = asyncio.current_task()
            if self._open.is_set() or (task is not None and task.cancelling()):
                raise
            raise PictureFailed("the studio is closed") from None
        except Exception as error:
            # Whatever is wrong with one picture, its message can do without.
            raise PictureFailed(repr(error)) from error


def _drawing() -> _Drawing:
    return cast("_Drawing", importlib.import_module("bot.pictures.drawing"))
