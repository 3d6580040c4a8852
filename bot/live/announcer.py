"""Empties the outbox: shows every acknowledgement once, whatever Discord or the power does."""

import asyncio
import contextlib
import math
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Iterator
from typing import Final

import discord
import structlog

from bot.house import House
from bot.ledger.books import CHANNEL_SINK, Acknowledgement, Books, GuildBook
from bot.ledger.books.live import BOARD_SINK, ROLE_SINK
from bot.lifetimes import end_all
from bot.live.held import Held
from bot.live.inheritance import last_sent, leave_last_sent
from bot.live.lane import Lane, Surroundings
from bot.live.line import Place
from bot.live.outages import Outages
from bot.live.pace import Budget, Pace
from bot.live.posting import Poster
from bot.live.reposts import Reposts
from bot.live.saying import Speaker
from bot.storage.deliveries import Key, waiting

_PAGE: Final = 500
_ELSEWHERE: Final = frozenset({BOARD_SINK, ROLE_SINK})
"""Sinks that are no messages in a lane, and that others empty."""

log = structlog.get_logger(__name__)


class Announcer:
    """Shows what the outbox holds, lane by lane.

    Every channel has a lane of its own, so that one which cannot be reached, or is slow, delays
    nothing that may go elsewhere. An attempt is recorded before it is made. Where its end is
    unknown, after a crash or a lost answer, the channel is read first, and only what is not there
    is sent again.
    """

    def __init__(self, house: House, client: discord.Client, pace: Pace) -> None:
        """Show through `client` what `house` keeps, as fast as `pace` allows."""
        self._house = house
        self._pace = pace
        self.poster = Poster(client, pace)
        self._speaker = Speaker(house, self.poster)
        self._outages = Outages(pace)
        self._sent_before = -math.inf
        """Until when the process before this one may have sent something, by the pace."""
        self._budgets: dict[int, Budget] = {}
        self._edit_budgets: dict[int, Budget] = {}
        self._held: dict[Key, tuple[Held, Lane]] = {}
        """The rows that wait, each in its lane."""
        self._lanes: dict[Place, Lane] = {}
        self._tasks: dict[Place, asyncio.Task[None]] = {}
        self._guilds: defaultdict[int, set[Lane]] = defaultdict(set)
        self._aside: Counter[Key] = Counter()
        """Rows that somebody else shows just now."""
        self._surroundings = Surroundings(self._take_to, self._let_go, self._rested, self._aside)
        self._busy: set[Lane] = set()
        self._open = False
        self._idle = asyncio.Event()
        self._idle.set()

    @property
    def reposts(self) -> Reposts:
        """What was posted again because somebody deleted it."""
        return self._speaker.reposts

    def budget(self, channel: int) -> Budget:
        """How much may be posted in a channel; shared by all that is posted there."""
        return self._budget(self._budgets, channel)

    def _budget(self, budgets: dict[int, Budget], channel: int) -> Budget:
        budget = budgets.get(channel)
        if budget is None:
            budget = budgets[channel] = Budget(self._pace, spent_at=self._sent_before)
        return budget

    async def idle(self) -> None:
        """Wait until nothing can be shown now; a combo may still be on, and is settled later."""
        await self._idle.wait()
        while any(lane.is_due() for lane in self._lanes.values()):
            await self._idle.wait()

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator["Announcer"]:
        """Announce until left. What is under way then is looked for at the next start."""
        # What is committed meanwhile stands in the books, and is taken up with all that waits.
        self._sent_before = await last_sent(self._house, self._pace)
        self._open = True
        try:
            await self._take_up()
            yield self
        finally:
            self._open = False
            await end_all(self._tasks.values())
            last = max(self.poster.last, self._sent_before)
            await leave_last_sent(self._house, self._pace, last)

    def committed(self, books: Books) -> None:
        """Take note of what a commit left in the outbox, and of what may let rows go on."""
        if not self._open:
            return
        for book in books:
            self._note(book)
            if book.changes.settings or book.live.changes.creators:
                self.wake(book.guild)

    def _note(self, book: GuildBook) -> None:
        for row in book.changes.acknowledgements.values():
            if row.sink in _ELSEWHERE:
                continue
            is_channel = row.sink == CHANNEL_SINK
            combo = book.live.combos.get(row.number) if is_channel else None
            key = (book.guild, row.number, row.sink)
            known = self._held.get(key)
            if known:
                held, lane = known
                held.told(row, combo)
                lane.take(held)
            elif row.shown < row.wanted:
                # A mark says nothing of the combo that it is about.
                is_known = combo is not None or not is_channel
                held = Held(book.guild, row, combo, is_known=is_known)
                self._take_to(held, held.place)

    @contextlib.contextmanager
    def aside(self, key: Key) -> Iterator[None]:
        """Leave a row to somebody who shows it another way, and look at it again afterwards."""
        self._aside[key] += 1
        try:
            yield
        finally:
            self._aside[key] -= 1
            if not self._aside[key]:
                del self._aside[key]
                known = self._held.get(key)
                if known:
                    held, lane = known
                    lane.take(held)

    def wake(self, guild: int) -> None:
        """Try again now what waits in a guild: its settings or permissions have changed."""
        self._outages.end_all(guild)
        for lane in self._guilds.get(guild, ()):
            lane.wake()

    async def _take_up(self) -> None:
        """Take up what was left when the bot last stopped."""
        after: Key | None = None
        while page := await waiting(self._house.reader, after=after, limit=_PAGE):
            for left in page:
                after = (left.guild, left.acknowledgement, left.sink)
                # What a commit told meanwhile is newer than what was read.
                if after not in self._held and left.sink not in _ELSEWHERE:
                    row = Acknowledgement(
                        left.acknowledgement,
                        left.sink,
                        left.wanted,
                        left.channel,
                        left.fallback,
                        message=left.message,
                        home=left.home,
                    )
                    held = Held(left.guild, row, None, is_known=False)
                    self._take_to(held, held.place)

    def _take_to(self, held: Held, channel: int) -> None:
        """Have a row wait in the lane of a channel, and in no other."""
        place = (held.guild, channel)
        lane = self._lanes.get(place)
        if lane is None:
            lane = self._open_lane(place)
        self._held[held.key] = (held, lane)
        lane.take(held)

    def _open_lane(self, place: Place) -> Lane:
        guild, channel = place
        budgets = (self.budget(channel), self._budget(self._edit_budgets, channel))
        lane = self._lanes[place] = Lane(
            place,
            self._house,
            self._speaker,
            self._pace,
            budgets=budgets,
            outages=self._outages,
            surroundings=self._surroundings,
        )
        self._guilds[guild].add(lane)
        self._tasks[place] = asyncio.create_task(self._walk(lane), name=f"lane of {place}")
        return lane

    async def _walk(self, lane: Lane) -> None:
        try:
            # A row may come in just as a walk ends.
            while lane:
                await lane.walk()
        finally:
            guild = lane.place[0]
            del self._lanes[lane.place], self._tasks[lane.place]
            self._guilds[guild].discard(lane)
            if not self._guilds[guild]:
                del self._guilds[guild]
            self._rested(lane, is_at_rest=True)

    def _let_go(self, held: Held) -> None:
        self._held.pop(held.key, None)

    def _rested(self, lane: Lane, *, is_at_rest: bool) -> None:
        change = self._busy.discard if is_at_rest else self._busy.add
        change(lane)
        if self._busy:
            self._idle.clear()
        else:
            self._idle.set()
