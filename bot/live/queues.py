"""Keeps the queues that creators share in private channels: fresh, private, and never doubled."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from typing import Final

import structlog

from bot.cards.queue import Face, queue_card
from bot.controls.queue import RefreshShared
from bot.discord_answers import Declined, Unanswered
from bot.house import House
from bot.ledger.books import Books, GuildBook
from bot.lifetimes import end_all, first_of
from bot.live.announcer import Announcer
from bot.live.backoff import Backoff
from bot.live.pace import Pace
from bot.live.posting import Rendered, nonce
from bot.storage.database import StorageFailed
from bot.storage.people import Somebody, people
from bot.storage.queue import Queue, queue, thanks_given
from bot.storage.shared_queues import SharedQueue, TakenAway, is_deputy, shared_queues
from bot.words import speak

REFRESH_SECONDS: Final = 5.0
"""How often a shared queue is changed at most, but by a press."""
OLDEST_MS: Final = 50 * 60_000
"""How old a message may grow that is still edited: Discord limits edits after an hour."""
LOOK_AGAIN_MS: Final = 60 * 60_000
"""How often it is looked whether a queue may still be shared where nothing is heard of it: of
members who leave Discord tells nothing."""

log = structlog.get_logger(__name__)
IsPrivate = Callable[[int, int], bool | None]
"""Whether only some of a guild may read a channel of its; None where nobody can tell."""


async def face_of(
    house: House,
    read: Queue,
    *,
    opened: int = 0,
    note: str = "",
    names_creator: bool = False,
    wish: int = 0,
) -> Face:
    """What a queue's card shows now beside the queue itself."""
    given = None
    if not read.waiting.combos:
        given = await thanks_given(house.database.reports, read.guild, read.creator.number)
    return Face(house.clock(), opened, note, names_creator, wish, given)


class _Shared:
    """One creator's shared queue, and what its message told last."""

    def __init__(self, kept: SharedQueue) -> None:
        self.kept = kept
        self.last = 0
        """The combo that was answered last, as far as this process knows."""
        self.told: Queue | None = None
        self.news = asyncio.Event()
        self.urgent = asyncio.Event()
        self.at_work = asyncio.Lock()
        """Held by whoever changes what is kept or what stands."""

    def tell(self, *, at_once: bool = False) -> None:
        """Have it looked at anew."""
        self.news.set()
        if at_once:
            self.urgent.set()


class SharedQueues:
    """All shared queues: one a creator, found again after a restart by where it was left.

    A queue is read when a commit was about it, and its message changed only if it would say
    something else: through the channel's own budget, for thank-yous may go there too. Before
    anything is sent it is kept what for, and what was sent without being heard of is looked for in
    the channel before anything is sent again. Before every change it is asked whether the queue
    may be read there by whoever can, and where it may not be, it is taken away.
    """

    def __init__(
        self, house: House, announcer: Announcer, pace: Pace, is_private: IsPrivate
    ) -> None:
        """Show what `house` keeps through the poster and the budgets of `announcer`."""
        self._house = house
        self._announcer = announcer
        self._pace = pace
        self._is_private = is_private
        self._shared: dict[tuple[int, int], _Shared] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self._open = False

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator["SharedQueues"]:
        """Keep them until left; they stay where they are for the next start."""
        self._open = True
        try:
            for kept in await shared_queues(self._house.reader):
                shared = self._of(kept.guild, kept.creator)
                shared.kept = kept
                shared.tell()
            yield self
        finally:
            self._open = False
            await end_all(self._tasks)

    def committed(self, books: Books) -> None:
        """Take note of whose queues a commit changed, and of who may thank no more."""
        if not self._shared:
            return
        for book in books:
            for creator in _concerned(book):
                shared = self._shared.get((book.guild, creator))
                if shared:
                    shared.tell()
            for creator, _ in book.live.changes.deputies:
                shared = self._shared.get((book.guild, creator))
                if shared:
                    shared.tell(at_once=True)

    def look_again(self, guild: int) -> None:
        """Look at once whether a guild's queues may stay: its channels or roles have changed."""
        for (of_guild, _), shared in self._shared.items():
            if of_guild == guild:
                shared.tell(at_once=True)

    def taken_away(self, guild: int, creator: int) -> SharedQueue | None:
        """A creator's queue that was taken away, if they have yet to be told of it."""
        shared = self._shared.get((guild, creator))
        return shared.kept if shared and shared.kept.taken_away else None

    async def told_of(self, gone: SharedQueue) -> None:
        """Take note that a creator knows that their queue was taken away. Raises StorageFailed."""
        shared = self._of(gone.guild, gone.creator)
        async with shared.at_work:
            if shared.kept.taken_away:
                told = shared.kept._replace(taken_away=TakenAway.NOT)
                await self._keep(shared, told)

    async def post(
        self, guild: int, creator: Somebody, channel: int, *, wish: int, by: Somebody
    ) -> None:
        """Post a creator's queue, and take away the one that they shared before.

        `wish` names what it is posted for, so that it is posted once; `by` is who wishes it.
        Raises Declined, Unanswered or StorageFailed.
        """
        shared = self._of(guild, creator.number)
        try:
            async with shared.at_work:
                await self._find(shared)
                await self._clear(shared)
                read = await queue(self._house.reader, guild, creator, 0)
                wished = shared.kept._replace(by=by.number)
                await self._post(shared, wished, read, channel, wish)
        finally:
            # It is looked for what was written meanwhile, and for what nobody answered.
            shared.tell()

    async def pressed(self, where: SharedQueue, read: Queue) -> None:
        """Take note that a press has just renewed a shared queue, wherever it came from."""
        shared = self._of(where.guild, where.creator)
        is_overtaken = shared.at_work.locked()
        async with shared.at_work:
            with contextlib.suppress(Unanswered):
                await self._find(shared)
                await self._clear(shared)
            if shared.kept.message != where.message:
                await self._choose(shared, where)
            shared.last = read.last.number if read.last else 0
            # A change that was on its way meanwhile may have come after the press, and say less.
            shared.told = None if is_overtaken else read
        shared.tell()

    async def _choose(self, shared: _Shared, where: SharedQueue) -> None:
        """Keep the newer one of two messages, the one that is kept and one that was pressed."""
        older, newer = sorted([shared.kept, where], key=lambda one: one.message)
        if older.message:
            newer = newer._replace(old_channel=older.channel, old_message=older.message)
        by = shared.kept.by
        newer = newer._replace(by=by, wish=0, wished_channel=0, wished_ms=0)
        await self._keep(shared, newer)

    def _of(self, guild: int, creator: int) -> _Shared:
        """What is known of a creator's shared queue; that there is none, to begin with."""
        shared = self._shared.get((guild, creator))
        if shared is None:
            shared = self._shared[guild, creator] = _Shared(SharedQueue(guild, creator))
            if self._open:
                name = f"the queue of {creator}"
                self._tasks.append(asyncio.create_task(self._walk(shared), name=name))
        return shared

    async def _walk(self, shared: _Shared) -> None:
        """Keep one creator's queue up to date whenever there is one."""
        backoff = Backoff(REFRESH_SECONDS)
        while True:
            clock = self._house.clock
            await first_of(shared.news.wait(), clock.until(clock() + LOOK_AGAIN_MS))
            shared.news.clear()
            shared.urgent.clear()
            pause = REFRESH_SECONDS
            try:
                async with shared.at_work:
                    await self._refresh(shared)
                backoff.end()
            except (Declined, Unanswered, StorageFailed) as error:
                log.warning("a shared queue is not up to date", why=str(error))
                shared.news.set()
                pause = backoff.pause()
            except Exception:
                # A press still renews it, and the next news is tried again.
                log.exception("a shared queue could not be made", guild=shared.kept.guild)
            await first_of(self._pace.sleep(pause), shared.urgent.wait())

    async def _refresh(self, shared: _Shared) -> None:
        """Have the message say what there is to say, where it may be said."""
        kept = shared.kept
        await self._clear(shared)
        if not kept.message and not kept.wish:
            return
        known = await people(self._house.reader, kept.guild, [kept.creator])
        creator = known.get(kept.creator)
        if creator is None or not await self._is_here(kept.guild, creator):
            # Nobody is left who would have to be told.
            await self._take_away(shared, TakenAway.NOT)
            return
        is_private = self._is_private(kept.guild, kept.wished_channel or kept.channel)
        if is_private is None:
            # Nothing is changed where nobody can tell who reads it. News comes with the channel.
            return
        if not is_private:
            await self._take_away(shared, TakenAway.PUBLIC)
        elif not await self._may_share(kept):
            await self._take_away(shared, TakenAway.NO_DEPUTY)
        else:
            await self._renew(shared, creator)

    async def _is_here(self, guild: int, creator: Somebody) -> bool:
        """Whether a creator is still a member of the server, as far as anybody can tell."""
        if creator.user_id is None:
            return False
        here = await self._house.presence.here(guild, [creator.user_id])
        return here is None or creator.user_id in here

    async def _may_share(self, kept: SharedQueue) -> bool:
        """Whether who had it posted may still thank in the creator's name."""
        if kept.by in {0, kept.creator}:
            return True
        return await is_deputy(self._house.reader, kept.guild, kept.creator, kept.by)

    async def _renew(self, shared: _Shared, creator: Somebody) -> None:
        is_found = await self._find(shared)
        kept = shared.kept
        read = await queue(self._house.reader, kept.guild, creator, shared.last)
        if kept.wish and not is_found:
            await self._post(shared, kept, read, kept.wished_channel, kept.wish)
        elif read == shared.told:
            return
        elif self._house.clock() - kept.posted_ms >= OLDEST_MS:
            await self._post(shared, kept, read, kept.channel, kept.message)
        else:
            await self._change(shared, read)

    async def _change(self, shared: _Shared, read: Queue) -> None:
        kept = shared.kept
        await self._announcer.budget(kept.channel).spend()
        rendered = await self._render(read)
        poster = self._announcer.poster
        if await poster.change(kept.guild, kept.channel, kept.message, rendered):
            shared.told = read
        else:
            # Somebody deleted it, which is how a shared queue is put away.
            await self._keep(shared, SharedQueue(kept.guild, kept.creator))

    async def _post(
        self, shared: _Shared, kept: SharedQueue, read: Queue, channel: int, wish: int
    ) -> None:
        """Post a queue in the place of what stands. Raises Declined, Unanswered, StorageFailed."""
        before = shared.kept._replace(wish=0, wished_channel=0, wished_ms=0)
        await self._announcer.budget(channel).spend()
        rendered = await self._render(read, wish)
        now_ms = self._house.clock()
        wished = kept._replace(wish=wish, wished_channel=channel, wished_ms=now_ms)
        await self._keep(shared, wished)
        name = nonce("q", wish)
        try:
            message = await self._announcer.poster.post(kept.guild, channel, rendered, name)
        except Declined:
            await self._keep(shared, before)
            raise
        shared.told = read
        await self._arrived(shared, message)
        try:
            await self._clear(shared)
        except Unanswered as error:
            log.warning("an older shared queue may still be there", why=str(error))

    async def _find(self, shared: _Shared) -> bool:
        """Look whether the message stands that was sent for a wish; what stands is kept."""
        kept = shared.kept
        if not kept.wish:
            return False
        mark = RefreshShared.beginning(kept.wish)
        found, _ = await self._announcer.poster.find(
            kept.guild, kept.wished_channel, {mark}, kept.wished_ms
        )
        if mark not in found:
            return False
        shared.told = None
        await self._arrived(shared, found[mark])
        await self._clear(shared)
        return True

    async def _arrived(self, shared: _Shared, message: int) -> None:
        """Keep that the message which was wished for stands, and what stood before it."""
        kept = shared.kept
        arrived = SharedQueue(
            kept.guild, kept.creator, kept.wished_channel, message, kept.wished_ms, kept.by
        )
        if kept.message and kept.message != message:
            arrived = arrived._replace(old_channel=kept.channel, old_message=kept.message)
        await self._keep(shared, arrived)

    async def _clear(self, shared: _Shared) -> None:
        """Remove the message that another has taken the place of, or that may not stand.

        Raises Unanswered; Declined only where it may not stand, for then it is tried again.
        """
        kept = shared.kept
        if not kept.old_message:
            return
        try:
            await self._announcer.poster.remove(kept.guild, kept.old_channel, kept.old_message)
        except Declined as declined:
            if kept.taken_away:
                raise
            log.warning("an older shared queue stays", why=str(declined))
        await self._keep(shared, kept._replace(old_channel=0, old_message=0))

    async def _take_away(self, shared: _Shared, why: TakenAway) -> None:
        """Remove a queue from where it may not stand any more."""
        await self._find(shared)
        kept, shared.told = shared.kept, None
        gone = SharedQueue(kept.guild, kept.creator, kept.channel or kept.wished_channel)
        standing = {"old_channel": kept.channel, "old_message": kept.message}
        log.info("a shared queue is taken away", guild=kept.guild, why=why.name.lower())
        await self._keep(shared, gone._replace(taken_away=why, **standing))
        await self._clear(shared)

    async def _render(self, read: Queue, wish: int = 0) -> Rendered:
        words = speak((await self._house.memory.settings(read.guild)).language)
        face = await face_of(self._house, read, names_creator=True, wish=wish)
        return Rendered(queue_card(words, read, face))

    async def _keep(self, shared: _Shared, kept: SharedQueue) -> None:
        await self._house.writer.mark(kept.remembered)
        shared.kept = kept


def _concerned(book: GuildBook) -> set[int]:
    """The creators whose queues a decision changed."""
    changes = book.live.changes
    whose = {combo.recipient for combo in changes.combos.values()}
    whose |= {sweep.recipient for sweep in changes.sweeps}
    return whose | set(changes.creators)
