"""What time brings: matches end, plans come due, chests open and pots close, boards are posted."""

import asyncio
import contextlib
import math
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

import structlog

from bot.house import House
from bot.ledger.books import Books, GuildBook
from bot.ledger.guild_settings import GuildSettings
from bot.ledger.outcomes import Busy, Outcome, Refused, Unavailable
from bot.ledger.outcomes.live import NotOver
from bot.ledger.periods import Span, day_before, ends_ms, local_day, period
from bot.ledger.requests import Person, Request
from bot.ledger.requests.live import ClosePlan, EndMatch, PostBoard
from bot.ledger.requests.pots import ClosePot, OpenChest
from bot.lifetimes import beside, first_of
from bot.live.backoff import Backoff
from bot.live.renderings.periods import final_board
from bot.storage.calendar import (
    MOST_TOGETHER,
    Due,
    guilds_with_channel,
    next_challenges,
    next_closings,
    next_held_back,
    next_matches,
    next_openings,
    next_plans,
)
from bot.storage.database import StorageFailed

SPANS: Final = (Span.WEEK, Span.MONTH)
"""The periods whose boards are posted when they are over."""
CAUGHT_UP_MS: Final = 7 * 86_400_000
"""How long after its end a board is still posted, where the bot was not there when it ended."""
SETTLED_MS: Final = 2_000
"""How long after its end a period is looked at: the last gift in it is written by then."""
FIRST_AGAIN_SECONDS: Final = 1.0
"""After how long is tried again what could not be done, twice as long each time."""
AGAIN_MS: Final = 30_000
"""After how long it is tried again at the latest."""
PATIENCE_MS: Final = 600_000
"""How long a board waits for Discord to say who is still here."""
LONGEST_MS: Final = 3_600_000
"""How long nothing is looked at, at most: so soon is noticed that the clock was put back."""

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class _Look:
    """One look at the calendar: by which clock, and when the next is due."""

    now_ms: int
    next_ms: int
    backoff: Backoff
    again_ms: int = 0
    """When is tried again what could not be done; 0 where all could."""

    def then(self, at_ms: int) -> None:
        """Have the next look at a moment, or earlier."""
        self.next_ms = min(self.next_ms, at_ms)

    def again(self) -> int:
        """Have another look soon, for something could not be done; when that will be."""
        if not self.again_ms:
            self.again_ms = self.now_ms + round(1000 * self.backoff.pause())
        self.then(self.again_ms)
        return self.again_ms


class Calendar:
    """Does what is due, once, however often the bot starts and however its clock is set.

    The books see to it that it is once: a match that was counted, a plan that was closed and a
    board that was posted are refused the second time. What is remembered here only saves asking.
    """

    def __init__(self, house: House) -> None:
        """Go by the clock of `house`."""
        self._house = house
        self._changed = asyncio.Event()
        self._looked = asyncio.Event()
        self._backoff = Backoff(FIRST_AGAIN_SECONDS, AGAIN_MS / 1000)
        self._begun = self._finished = 0
        self._now_ms = 0
        self._next_ms: float = math.inf
        """Up to when nothing is due, while it waits."""
        self._boards_ms: dict[int, int] = {}
        """When a guild's boards are to be looked at next."""
        self._posted: dict[tuple[int, Span], str] = {}
        """The last period of a guild that needs no second look."""
        self._unsure_ms: dict[tuple[int, str], int] = {}
        """Since when a guild's board waits for Discord to say who is here."""

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator["Calendar"]:
        """Do what is due until left, first of all what came due while nobody was there."""
        guilds = await guilds_with_channel(self._house.reader)
        self._boards_ms.update(dict.fromkeys(guilds, 0))
        async with beside(self._run(), "calendar"):
            yield self

    def committed(self, books: Books) -> None:
        """Take note of what a commit brought that is due earlier than anything known."""
        for book in books:
            if book.changes.settings:
                self._boards_ms[book.guild] = 0
                self._changed.set()
            if any(at_ms < self._next_ms for at_ms in _due_in(book)):
                self._changed.set()

    async def idle(self) -> None:
        """Wait until all has been looked at that is due by now."""
        wanted = self._begun + 1
        self._changed.set()
        while self._finished < wanted:
            await self._looked.wait()

    async def _run(self) -> None:
        while True:
            self._changed.clear()
            self._begun += 1
            self._next_ms = math.inf
            now_ms = self._house.clock()
            look = _Look(now_ms, now_ms + LONGEST_MS, self._backoff)
            try:
                await self._look(look)
            except StorageFailed as error:
                log.warning("the calendar could not be read", reason=str(error))
                look.again()
            except Exception:
                # Whatever it is, time goes on, and nobody else looks at the calendar.
                log.exception("the calendar failed")
                look.again()
            if not look.again_ms:
                self._backoff.end()
            self._next_ms = look.next_ms
            self._finished = self._begun
            self._looked.set()
            self._looked = asyncio.Event()
            # Or something changes that is due earlier.
            await first_of(self._changed.wait(), self._house.clock.until(look.next_ms))

    async def _look(self, look: _Look) -> None:
        if look.now_ms < self._now_ms:
            # By a clock that was put back, periods end again that had ended by it.
            self._boards_ms = dict.fromkeys(self._boards_ms, 0)
        self._now_ms = look.now_ms
        for read in (next_matches, next_challenges):
            await self._enter_due(look, await read(self._house.reader), lambda due: _end(due, look))
        for read, asked in (
            (next_plans, _close),
            (next_held_back, _hold_back),
            (next_openings, _open),
            (next_closings, _shut),
        ):
            await self._enter_due(look, await read(self._house.reader), partial(asked, look=look))
        for guild in [guild for guild, at in self._boards_ms.items() if at <= look.now_ms]:
            self._boards_ms[guild] = next_ms = look.now_ms + CAUGHT_UP_MS
            try:
                next_ms = await self._post_boards(look, guild)
            except Exception:
                log.exception("a board could not be posted", guild=guild)
                next_ms = look.again()
            # A setting that was changed meanwhile has it looked at at once.
            self._boards_ms[guild] = min(self._boards_ms[guild], next_ms)
        look.then(min(self._boards_ms.values(), default=look.next_ms))

    async def _enter_due(
        self, look: _Look, dues: Sequence[Due], asked: Callable[[Due], Request]
    ) -> None:
        """Enter what is due of some that come soonest first."""
        for due in dues:
            if due.at_ms > look.now_ms:
                look.then(due.at_ms)
                return
            if isinstance(await self._enter(asked(due)), Refused):
                look.again()
        if len(dues) == MOST_TOGETHER:
            look.then(look.now_ms)

    async def _enter(self, request: Request) -> Outcome:
        """What came of a request; a fault of ours keeps nothing else from its time."""
        asked = type(request).__name__
        try:
            outcome = await self._house.writer.submit(request)
        except Exception:
            log.exception("time has come in vain", asked=asked, guild=request.guild)
            return Unavailable()
        log.info("time has come", asked=asked, guild=request.guild, outcome=outcome.kind)
        return outcome

    async def _post_boards(self, look: _Look, guild: int) -> int:
        """Post what is over of a guild; when to look at its boards again."""
        settings = await self._house.memory.settings(guild)
        if not settings.posted_boards or not settings.gift_channel:
            return look.now_ms + CAUGHT_UP_MS
        today = local_day(look.now_ms - SETTLED_MS, settings.timezone)
        next_ms = look.now_ms + CAUGHT_UP_MS
        for span in SPANS:
            is_done = await self._post_board(look, guild, settings, span, day_before(span, today))
            ends = _end_of(span, today, settings) + SETTLED_MS
            next_ms = min(next_ms, ends if is_done else look.again())
        return next_ms

    async def _post_board(
        self, look: _Look, guild: int, settings: GuildSettings, span: Span, day: str
    ) -> bool:
        """Post the board of the period of a local day that is over. False if it is to wait."""
        name = period(span, day)
        is_old = look.now_ms - _end_of(span, day, settings) >= CAUGHT_UP_MS
        if is_old or self._posted.get((guild, span)) == name:
            return True
        view = await final_board(self._house, guild, name)
        if not view.is_checked:
            since_ms = self._unsure_ms.setdefault((guild, name), look.now_ms)
            if look.now_ms - since_ms < PATIENCE_MS:
                return False
        if view.places:
            request = PostBoard(
                guild=guild,
                key=f"calendar:{name}:{look.now_ms}",
                actor=view.places[0].person,
                span=span,
                day=day,
                channel=settings.gift_channel,
            )
            # It is not over for the books where the time zone was changed just now.
            if isinstance(await self._enter(request), Busy | Unavailable | NotOver):
                return False
        self._unsure_ms.pop((guild, name), None)
        self._posted[guild, span] = name
        return True


def _due_in(book: GuildBook) -> list[int]:
    """The moments at which something is due that a commit wrote."""
    live = book.live.changes
    matches = (match for match in live.matches.values() if not match.ended_seq)
    plans = (plan for plan in live.plans.values() if not plan.closed_seq)
    pots = [pot for pot in book.economy.changes.pots.values() if not pot.ended_seq]
    frozen = [it for it in book.changes.members.values() if it.frozen_seq is not None]
    return [
        # A chest of theirs may stand.
        *(0 for _ in frozen),
        *(match.ends_ms for match in matches),
        *(plan.at_ms for plan in plans),
        *(pot.opens_ms for pot in pots if pot.opens_ms and not pot.opened_seq),
        *(pot.closes_ms for pot in pots if pot.closes_ms),
    ]


def _end_of(span: Span, day: str, settings: GuildSettings) -> int:
    ends = ends_ms(span, day, settings.timezone)
    assert ends is not None
    return ends


def _end(due: Due, look: _Look) -> EndMatch:
    return EndMatch(
        guild=due.guild, key=_key("match", due, look), actor=_actor(due), match=due.number
    )


def _close(due: Due, look: _Look) -> ClosePlan:
    return ClosePlan(
        guild=due.guild,
        key=_key("plan", due, look),
        actor=_actor(due),
        plan=due.number,
        call_off=False,
    )


def _open(due: Due, look: _Look) -> OpenChest:
    return OpenChest(
        guild=due.guild, key=_key("chest", due, look), actor=_actor(due), pot=due.number
    )


def _shut(due: Due, look: _Look) -> ClosePot:
    return ClosePot(
        guild=due.guild,
        key=_key("pot", due, look),
        actor=_actor(due),
        pot=due.number,
        early=False,
    )


def _hold_back(due: Due, look: _Look) -> ClosePot:
    return ClosePot(
        guild=due.guild,
        key=_key("held", due, look),
        actor=_actor(due),
        pot=due.number,
        early=True,
    )


def _key(what: str, due: Due, look: _Look) -> str:
    """A key of its own for every look: by a clock that was put back, one may be refused."""
    return f"calendar:{what}:{due.number}:{look.now_ms}"


def _actor(due: Due) -> Person:
    return Person(due.user_id, due.name)
