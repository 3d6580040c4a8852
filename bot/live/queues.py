"""Keeps the queues that creators share in private channels fresh, also after a restart."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Final

import structlog

from bot.cards.queue import Face, queue_card
from bot.controls import in_base_36
from bot.house import House
from bot.ledger.books import Books, GuildBook
from bot.ledger.requests import Remember
from bot.live.announcer import Announcer
from bot.live.pace import Pace
from bot.live.posting import Declined, Rendered, Unanswered
from bot.storage.database import StorageFailed
from bot.storage.people import Somebody, people
from bot.storage.queue import (
    Kept,
    Queue,
    kept_name,
    kept_queues,
    queue,
    thanks_given,
)
from bot.words import speak

REFRESH_SECONDS: Final = 5.0
"""How often a shared queue is changed at most, but by a press."""
OLDEST_MS: Final = 50 * 60_000
"""How old a message may grow that is still edited: Discord limits edits after an hour."""
_LONGEST_PAUSE_SECONDS: Final = 300.0

log = structlog.get_logger(__name__)


async def face_of(
    house: House, read: Queue, *, opened: int = 0, note: str = "", names_creator: bool = False
) -> Face:
    """What a queue's card shows now beside the queue itself."""
    given = None
    if not read.waiting.combos:
        given = await thanks_given(house.database.reports, read.guild, read.creator.number)
    return Face(house.clock(), opened, note, names_creator, given)


class _Shared:
    """One creator's shared queue, and what its message told last."""

    def __init__(self, kept: Kept) -> None:
        self.kept = kept
        self.last = 0
        """The combo that was answered last, as far as this process knows."""
        self.told: Queue | None = None
        self.news = asyncio.Event()


class SharedQueues:
    """All shared queues: one a creator, found again after a restart by where it was left.

    A queue is read when a commit was about it, and its message changed only if it would say
    something else: through the channel's own budget, for thank-yous may go there too.
    """

    def __init__(self, house: House, announcer: Announcer, pace: Pace) -> None:
        """Show what `house` keeps through the poster and the budgets of `announcer`."""
        self._house = house
        self._announcer = announcer
        self._pace = pace
        self._shared: dict[tuple[int, int], _Shared] = {}
        self._tasks: dict[tuple[int, int], asyncio.Task[None]] = {}
        self._open = False

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator["SharedQueues"]:
        """Keep them until left; they stay where they are for the next start."""
        self._open = True
        try:
            for kept in await kept_queues(self._house.reader):
                self._keep(kept).news.set()
            yield self
        finally:
            self._open = False
            tasks = list(self._tasks.values())
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def committed(self, books: Books) -> None:
        """Take note of whose queues a commit changed."""
        if not self._shared:
            return
        for book in books:
            for creator in _concerned(book):
                shared = self._shared.get((book.guild, creator))
                if shared:
                    shared.news.set()

    async def post(self, guild: int, creator: Somebody, channel: int, key: int) -> None:
        """Post a creator's queue, and take away the one that they shared before.

        `key` names the wish, so that it is posted once. Raises Declined or Unanswered.
        """
        shared = self._shared.get((guild, creator.number))
        before = shared.kept if shared else None
        read = await self._read(guild, creator, 0)
        message = await self._post(guild, creator.number, channel, read, f"q.{in_base_36(key)}")
        if before and before.message != message:
            await self._remove(before)

    async def pressed(self, kept: Kept, read: Queue) -> None:
        """Take note that a press has just renewed a shared queue, wherever it came from."""
        shared = self._shared.get((kept.guild, kept.creator))
        if shared is None or shared.kept.message != kept.message:
            shared = self._keep(kept)
            await self._remember(kept)
        shared.last = read.last.number if read.last else 0
        shared.told = read

    def _keep(self, kept: Kept) -> _Shared:
        name = (kept.guild, kept.creator)
        shared = self._shared[name] = _Shared(kept)
        before = self._tasks.pop(name, None)
        if before:
            before.cancel()
        if self._open:
            self._tasks[name] = asyncio.create_task(self._walk(shared), name=f"queue {name}")
        return shared

    async def _walk(self, shared: _Shared) -> None:
        """Keep one queue until its message is gone."""
        pause = REFRESH_SECONDS
        while True:
            await shared.news.wait()
            shared.news.clear()
            try:
                stands = await self._refresh(shared)
                pause = REFRESH_SECONDS
            except (Declined, Unanswered, StorageFailed) as error:
                log.warning("a shared queue is not up to date", why=str(error))
                shared.news.set()
                stands, pause = True, min(pause * 2, _LONGEST_PAUSE_SECONDS)
            except Exception:
                # A press still renews it, and the next news is tried again.
                log.exception("a shared queue could not be made", guild=shared.kept.guild)
                stands = True
            if not stands:
                break
            await self._pace.sleep(pause)
        # Somebody deleted it, which is how a shared queue is put away.
        name = (shared.kept.guild, shared.kept.creator)
        del self._shared[name], self._tasks[name]
        try:
            await self._house.writer.mark(Remember(name=kept_name(*name), value=""))
        except StorageFailed as error:
            # It is looked for once more after the next start, and not found again.
            log.warning("a shared queue is not forgotten yet", why=str(error))

    async def _refresh(self, shared: _Shared) -> bool:
        """Have the message say what there is to say. False if it is gone."""
        kept = shared.kept
        known = await people(self._house.reader, kept.guild, [kept.creator])
        creator = known.get(kept.creator)
        if creator is None:
            return False
        read = await self._read(kept.guild, creator, shared.last)
        if read == shared.told:
            return True
        now_ms = self._house.clock()
        if now_ms - kept.posted_ms >= OLDEST_MS:
            nonce = f"q.{in_base_36(kept.message)}"
            await self._post(kept.guild, kept.creator, kept.channel, read, nonce)
            await self._remove(kept)
            return True
        await self._announcer.budget(kept.channel).spend()
        rendered = await self._render(read)
        stands = await self._announcer.poster.change(
            kept.guild, kept.channel, kept.message, rendered
        )
        shared.told = read
        return stands

    async def _read(self, guild: int, creator: Somebody, last: int) -> Queue:
        return await queue(self._house.reader, guild, creator, last)

    async def _render(self, read: Queue) -> Rendered:
        words = speak((await self._house.memory.settings(read.guild)).language)
        face = await face_of(self._house, read, names_creator=True)
        return Rendered(queue_card(words, read, face))

    async def _post(self, guild: int, creator: int, channel: int, read: Queue, nonce: str) -> int:
        await self._announcer.budget(channel).spend()
        rendered = await self._render(read)
        message = await self._announcer.poster.post(guild, channel, rendered, nonce)
        kept = Kept(guild, creator, channel, message, self._house.clock())
        shared = self._shared.get((guild, creator))
        if shared and self._tasks.get((guild, creator)):
            shared.kept = kept
        else:
            shared = self._keep(kept)
        shared.told = read
        # What was written while it was on its way is looked for once.
        shared.news.set()
        await self._remember(kept)
        return message

    async def _remember(self, kept: Kept) -> None:
        name = kept_name(kept.guild, kept.creator)
        await self._house.writer.mark(Remember(name=name, value=kept.value))

    async def _remove(self, kept: Kept) -> None:
        try:
            await self._announcer.poster.remove(kept.guild, kept.channel, kept.message)
        except (Declined, Unanswered) as error:
            log.warning("an older shared queue is still there", why=str(error))


def _concerned(book: GuildBook) -> set[int]:
    """The creators whose queues a decision changed."""
    changes = book.live.changes
    whose = {combo.recipient for combo in changes.combos.values()}
    whose |= {sweep.recipient for sweep in changes.sweeps}
    return whose | set(changes.creators)
