"""The one task that writes: it takes all that wait, decides them together, and commits once."""

import asyncio
import contextlib
from collections import Counter, deque
from collections.abc import AsyncIterator, Callable, Sequence
from time import monotonic
from typing import Final, NamedTuple

import structlog

from bot.ledger.books import Books
from bot.ledger.outcomes import Busy, Outcome, Unavailable
from bot.ledger.requests import Request
from bot.ledger.requests.marks import Mark
from bot.ledger.rules import decide, mark, moves_the_day
from bot.lifetimes import ending_with
from bot.storage.database import Keeper, StorageFailed
from bot.storage.entries import statements
from bot.storage.prefetch import open_books, stand

MOST_WAITING: Final = 10_000
"""How many requests may wait before the next one is told that Ovation is busy."""
MOST_TOGETHER: Final = 1_024
"""How many requests share one commit, so that the last of many is not answered late."""
_TRIES: Final = 2
"""How often a batch is tried where the file is at fault, for it may be the trouble of a moment."""

log = structlog.get_logger(__name__)

Asked = Request | Mark
Answered = Outcome | bool


class _Waiting(NamedTuple):
    asked: Asked
    answered: asyncio.Future[Answered]
    since: float
    """When it came, in seconds that only go forward."""


class _Undecidable(Exception):  # noqa: N818 - it only carries which request was at fault.
    def __init__(self, waiting: _Waiting, cause: Exception) -> None:
        super().__init__(repr(cause))
        self.waiting = waiting
        self.cause = cause


class Writer:
    """Takes requests from everybody and answers each once it is safely on disk.

    The task behind it is the only user of the write connection. Callers await a future, so that
    whoever goes away, as a cancelled interaction does, never reaches a transaction.
    """

    def __init__(
        self,
        keeper: Keeper,
        clock: Callable[[], int],
        after_commit: Callable[[Books], None] = lambda books: None,
    ) -> None:
        """Write through `keeper`; `clock` tells UTC milliseconds; `after_commit` hears all."""
        self._keeper = keeper
        self._clock = clock
        self._after_commit = after_commit
        self._waiting: deque[_Waiting] = deque()
        self._batch: list[_Waiting] = []
        """Those who are being answered."""
        self._arrived = asyncio.Event()
        self._closing = False
        self.turned_away: Counter[str] = Counter()
        """How many were told that nothing can be written now, by the kind of that outcome."""

    @property
    def waiting(self) -> int:
        """How many requests wait for their turn."""
        return len(self._waiting)

    @property
    def lag_seconds(self) -> float:
        """How long the oldest of those waits who have no answer yet; 0 for nobody."""
        oldest = next(iter(self._batch or self._waiting), None)
        return monotonic() - oldest.since if oldest else 0.0

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator["Writer"]:
        """Write until left; what waits then is still written before this returns.

        Whatever ends the writer before its time ends the block too, and is raised here.
        """
        task = asyncio.create_task(self._work(), name="writer")
        try:
            async with ending_with(task):
                yield self
        finally:
            self._closing = True
            self._arrived.set()
            await _ended(task)

    async def submit(self, request: Request) -> Outcome:
        """What came of a request, once it is on disk; the same for the same key, forever.

        Busy and Unavailable are not kept: the same key may be tried again. Raises what a fault in
        a rule raised; nothing of that request was done.
        """
        if self._closing:
            return Unavailable()
        if len(self._waiting) >= MOST_WAITING:
            self.turned_away[Busy.kind] += 1
            return Busy()
        outcome = await self._enqueue(request)
        assert not isinstance(outcome, bool)
        return outcome

    async def mark(self, request: Mark) -> bool:
        """Enter how far showing has come. False if it meant nothing any more.

        A mark is never turned away, for without it a thank-you could be said twice. Raises
        StorageFailed where it could not be written.
        """
        if self._closing:
            raise StorageFailed("the books are closed")
        marked = await self._enqueue(request)
        if not isinstance(marked, bool):
            raise StorageFailed("the mark could not be written")
        return marked

    async def _enqueue(self, asked: Asked) -> Answered:
        answered: asyncio.Future[Answered] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Waiting(asked, answered, monotonic()))
        self._arrived.set()
        return await answered

    async def _work(self) -> None:
        try:
            while self._waiting or not self._closing:
                await self._arrived.wait()
                self._batch = self._take()
                if self._batch:
                    await self._settle(self._batch)
                    self._batch = []
                if not self._waiting and not self._closing:
                    self._arrived.clear()
        finally:
            # Ended before its time, it leaves nobody waiting.
            self._closing = True
            for waiting in (*self._batch, *self._waiting):
                if not waiting.answered.done():
                    self._fail(waiting, StorageFailed("the writer has ended"))

    def _take(self) -> list[_Waiting]:
        """Those who are decided about together, in the order in which they came."""
        taken: list[_Waiting] = []
        while self._waiting and len(taken) < MOST_TOGETHER:
            taken.append(self._waiting.popleft())
            if moves_the_day(taken[-1].asked):
                break
        return taken

    async def _settle(self, batch: list[_Waiting]) -> None:
        """Answer every request of a batch, whatever happens to one of them."""
        tries = _TRIES
        while batch:
            try:
                await self._commit(batch)
            except _Undecidable as fault:
                # The culprit is known, so the others stay together.
                self._fail(fault.waiting, fault.cause)
                batch = [waiting for waiting in batch if waiting is not fault.waiting]
            except StorageFailed as failure:
                # No request is at fault, so they stay together here too.
                tries -= 1
                if tries == 0:
                    for waiting in batch:
                        self._fail(waiting, failure)
                    return
            except Exception as error:  # noqa: BLE001 - the writer outlives whatever one batch raises.
                if len(batch) == 1:
                    self._fail(batch[0], error)
                    return
                # Nobody knows which it was.
                for waiting in batch:
                    await self._settle([waiting])
                return
            else:
                return

    async def _commit(self, batch: Sequence[_Waiting]) -> None:
        begun = monotonic()
        asked = [waiting.asked for waiting in batch]
        written: Books | None = None
        try:
            async with self._keeper.transaction():
                books = await open_books(self._keeper, asked, self._clock())
                answers = [_decide(waiting, books) for waiting in batch]
                await self._keeper.write(statements(books))
                written = books
        except StorageFailed:
            # If it was COMMIT that failed, it may have taken place all the same.
            if written is None or not await stand(self._keeper, written):
                raise
        for waiting, answer in zip(batch, answers, strict=True):
            if not waiting.answered.done():
                waiting.answered.set_result(answer)
        books.asked, books.seconds = len(batch), monotonic() - begun
        self._tell(books)

    def _tell(self, books: Books) -> None:
        try:
            self._after_commit(books)
        except Exception:
            log.exception("a listener failed after a commit")

    def _fail(self, waiting: _Waiting, error: Exception) -> None:
        kind = type(waiting.asked).__name__
        if isinstance(error, StorageFailed):
            log.error("the books cannot be written", request=kind, reason=str(error))
            self.turned_away[Unavailable.kind] += 1
            answer: Answered | Exception = Unavailable()
        else:
            log.error("a request broke the rules", request=kind, exc_info=error)
            answer = error
        if waiting.answered.done():
            return
        if isinstance(answer, Exception):
            waiting.answered.set_exception(answer)
        else:
            waiting.answered.set_result(answer)


def _decide(waiting: _Waiting, books: Books) -> Answered:
    try:
        if isinstance(waiting.asked, Request):
            return decide(waiting.asked, books)
        return mark(waiting.asked, books)
    except Exception as error:
        raise _Undecidable(waiting, error) from error


async def _ended(task: asyncio.Task[None]) -> None:
    """Wait for a task to end, also if cancelled meanwhile: a COMMIT is not left halfway."""
    cancelled: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.wait({task})
        except asyncio.CancelledError as error:
            cancelled = error
    if not task.cancelled():
        task.result()
    if cancelled:
        raise cancelled
