"""One way into a channel: what waits for it is shown at Discord's pace, merged where it must be."""

import asyncio
import math
from collections.abc import Callable, Container, Coroutine, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, Final, Protocol

import structlog

from bot.house import House
from bot.ledger.guild_settings import GuildSettings
from bot.ledger.tiers import Form, tier_of
from bot.lifetimes import end_all
from bot.live.held import FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS, Held
from bot.live.line import Line
from bot.live.outages import Outages
from bot.live.pace import Budget, Pace
from bot.live.posting import Declined, Unanswered
from bot.live.saying import Speaker, Unsayable
from bot.storage.database import StorageFailed
from bot.storage.deliveries import Key

MOST_BEHIND: Final = 4
"""How many messages may wait for the budget; beyond, what waits is merged into a digest."""
MOST_EDITS_BEHIND: Final = 4
"""How many messages may wait to be changed; beyond, combos are closed as they are shown, so that
what more is sent comes in a digest and not in more changes than the channel takes."""
MOST_SECONDS_WAITED: Final = 4.0
"""How long a gift waits for larger ones before a digest tells of it."""
DIGEST_PERIOD_SECONDS: Final = 2.5
"""How long a digest gathers at least after the one before it."""
MOST_CARRIED: Final = 2_000
"""How many combos one digest carries."""
LONGEST_SILENCE_SECONDS: Final = 5.0
"""How long nothing is tried at most after Discord, or the disk, gave no answer."""
OLD_MS: Final = 55 * 60_000
"""How old a message is whose changes Discord may limit harder, as it does after an hour."""
_MOST_LARGE_BETWEEN: Final = 2
"""How many of the largest gifts have a message of their own between two digests."""
_MOMENT_SECONDS: Final = 1.0

log = structlog.get_logger(__name__)
Place = tuple[int, int]
"""A guild and a channel."""


class Work(Enum):
    """What goes on beside each other in one channel, one of each kind at a time."""

    POST = auto()
    EDIT = auto()
    EDIT_OLD = auto()


class Rested(Protocol):
    """Hears whether nothing can be done in a lane now."""

    def __call__(self, lane: "Lane", *, is_at_rest: bool) -> None:
        """Take note of it."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a lane asks of who keeps all lanes."""

    move: Callable[[Held, int], None]
    """Take a row to another channel's lane."""
    let_go: Callable[[Held], None]
    """Nothing more is to be shown of a row, or nothing can be."""
    rested: Rested
    aside: Container[Key]
    """Rows that somebody else shows just now."""


class Lane:
    """Shows what waits for one channel, until nothing waits any more.

    One message is posted at a time. Messages that stand are changed beside that, one at a time, and
    one more of those that are old: none of this holds up the other.
    """

    def __init__(
        self,
        place: Place,
        house: House,
        speaker: Speaker,
        pace: Pace,
        *,
        budgets: tuple[Budget, Budget],
        outages: Outages,
        surroundings: Surroundings,
    ) -> None:
        """Show in the channel of `place`, within the budgets of its posts and of its edits."""
        self.place = place
        self._house = house
        self._speaker = speaker
        self._pace = pace
        self._post_budget, self._edit_budget = budgets
        self._outages = outages
        self._around = surroundings
        self._line = Line()
        self._under_way: dict[Work, asyncio.Task[None]] = {}
        self._news = asyncio.Event()
        self._alarm: tuple[float, asyncio.Task[None]] | None = None
        self._digested = -math.inf
        """When the last digest was sent, by the pace."""
        self._gathering_until = -math.inf
        """Until when nothing is posted that does not stand out, by the pace."""
        self._large_since = 0
        self._most_carried = MOST_CARRIED
        self._silent_until = -math.inf
        self._silence = FIRST_PAUSE_SECONDS

    def __bool__(self) -> bool:
        """Whether anything waits here."""
        return bool(self._line.all or self._under_way)

    def take(self, held: Held) -> None:
        """Have a row shown as it is wanted now; looked at again where it is here already."""
        self._line.renew(held)
        self._stir()

    def wake(self) -> None:
        """Look at everything again now, for something changed that may let rows go on."""
        for held in self._line.all.values():
            held.try_again()
            self._line.renew(held)
        self._silent_until = -math.inf
        self._stir()

    def is_due(self) -> bool:
        """Whether something has become due that is not looked at yet; it is from now on."""
        is_due = self._line.next_ms <= self._house.clock()
        if is_due:
            self._stir()
        return is_due

    def _stir(self) -> None:
        self._around.rested(self, is_at_rest=False)
        self._news.set()

    async def walk(self) -> None:
        """Show what waits, until nothing does."""
        try:
            while self:
                self._news.clear()
                try:
                    settings = await self._house.memory.settings(self.place[0])
                    await self._arrange(settings)
                    self._advance(settings)
                except StorageFailed as error:
                    self._fall_silent(error)
                except Exception as error:
                    log.exception("thank-yous could not be put in order", lane=self.place)
                    self._fall_silent(error)
                await self._wait()
        finally:
            await end_all([*self._under_way.values(), *([self._alarm[1]] if self._alarm else [])])

    # Waiting.

    async def _wait(self) -> None:
        """Wait for news, which also comes when something is done or due."""
        if self._news.is_set() or not self:
            return
        if not (self._line.is_busy or self._under_way):
            self._around.rested(self, is_at_rest=True)
        self._set_alarm(self._line.next_ms)
        at = self._next_moment()
        ringing = None if at == math.inf else self._pace.ring(at, self._news.set)
        await self._news.wait()
        if ringing:
            ringing.cancel()

    def _next_moment(self) -> float:
        """When there is something to be done again although nothing new is known, by the pace."""
        line, now = self._line, self._pace.now()
        at = line.next_try
        if line.has_posts and Work.POST not in self._under_way:
            opens = self._post_budget.free_at if line.posts else now
            opens = max(opens, self._silent_until)
            gathered = self._digested + DIGEST_PERIOD_SECONDS
            at = min(at, opens if opens > now else max(gathered, now))
        if line.edits and not self._under_way.keys() >= {Work.EDIT, Work.EDIT_OLD}:
            at = min(at, max(self._edit_budget.free_at, now + _MOMENT_SECONDS))
        return min(at, self._silent_until) if line.fresh else at

    def _set_alarm(self, at_ms: float) -> None:
        """Have news come when something is due by the clock."""
        if self._alarm and (self._alarm[1].done() or self._alarm[0] > at_ms):
            self._alarm[1].cancel()
            self._alarm = None
        if at_ms < math.inf and not self._alarm:
            task = asyncio.create_task(self._ring(int(at_ms)), name=f"alarm of {self.place}")
            self._alarm = (at_ms, task)

    async def _ring(self, at_ms: int) -> None:
        await self._house.clock.until(at_ms)
        self._news.set()

    def _fall_silent(self, error: BaseException) -> None:
        """Try nothing for a while: there was no answer."""
        log.warning("thank-yous have no answer yet", lane=self.place, reason=str(error))
        self._silent_until = self._pace.now() + self._silence
        self._silence = min(self._silence * 2, LONGEST_SILENCE_SECONDS)

    # Who waits for what.

    async def _arrange(self, settings: GuildSettings) -> None:
        """Put every row in its place of which something became known, or whose time has come."""
        line = self._line
        line.ripen(self._pace.now(), self._house.clock())
        unknown = [held for held in line.fresh.values() if not held.is_known]
        if unknown:
            for nowhere in await self._speaker.refresh(unknown):
                self._drop(nowhere)
        now, now_ms = self._pace.now(), self._house.clock()
        for held in line.take_fresh():
            due = held.due(now_ms)
            if due is None:
                self._drop(held)
            elif held.key in self._around.aside:
                # News comes when it is let go.
                continue
            elif due[1] > now_ms:
                line.put_off(held, due[1])
            elif held.left_alone_until > now:
                line.try_at(held, held.left_alone_until)
            else:
                self._put(held, settings, now)

    def _put(self, held: Held, settings: GuildSettings, now: float) -> None:
        """Have a row wait for what is to be done with it."""
        line = self._line
        if held.stands:
            line.edits[held.key] = held
        elif held.is_in_doubt:
            line.doubtful[held.key] = held
        elif held.is_unsaid:
            line.unsaid[held.key] = held
        elif not held.is_held_back(self._house.memory.holding):
            # Where it is, news comes when the creator lets their thank-yous go.
            self._find_channel(held, settings, now)

    def _find_channel(self, held: Held, settings: GuildSettings, now: float) -> None:
        """Have a row wait where it may be posted; if nowhere, for the first that may open."""
        guild, here = self.place
        opens = {place: self._outages.until(guild, place) for place in held.channels(settings)}
        channel = next((place for place in opens if opens[place] <= now), None)
        if not opens:
            # News comes when a channel is set.
            return
        if channel is None:
            self._line.try_at(held, min(opens.values()))
        elif channel != here:
            self._line.drop(held)
            self._around.move(held, channel)
        else:
            held.since = min(held.since, now)
            self._line.posts[held.key] = held
            if _stands_out(held, settings):
                self._gathering_until = -math.inf

    def _drop(self, held: Held) -> None:
        self._line.drop(held)
        self._around.let_go(held)

    # What is done next.

    def _advance(self, settings: GuildSettings) -> None:
        """Begin what there is to do and nothing is in the way of."""
        line, now = self._line, self._pace.now()
        self._begin_edits()
        if Work.POST in self._under_way or now < self._silent_until:
            return
        if line.doubtful:
            self._begin(Work.POST, self._look_for(list(line.doubtful.values())))
        elif line.unsaid:
            self._begin(Work.POST, self._leave_unsaid(list(line.unsaid.values())))
        elif line.posts and self._post_budget.free and now >= self._gathering_until:
            self._begin_post(settings, now)

    def _begin_post(self, settings: GuildSettings, now: float) -> None:
        posts = sorted(self._line.posts.values(), key=lambda held: held.rank)
        largest, gifts = posts[0], [held for held in posts if held.can_merge]
        closes = len(self._line.edits) > MOST_EDITS_BEHIND
        if self._outages.is_on(*self.place) or not gifts or not self._is_behind(posts, now):
            self._begin(Work.POST, self._post(largest, closes=closes))
        elif self._large_since < _MOST_LARGE_BETWEEN and _stands_out(largest, settings):
            self._large_since += 1
            self._begin(Work.POST, self._post(largest, closes=True))
        elif now >= self._digested + DIGEST_PERIOD_SECONDS:
            self._begin(Work.POST, self._digest(gifts[: self._most_carried]))
        else:
            self._gathering_until = self._digested + DIGEST_PERIOD_SECONDS

    def _is_behind(self, posts: Sequence[Held], now: float) -> bool:
        free = self._post_budget.free
        oldest = min(held.since for held in posts)
        waits_long = len(posts) > free and now - oldest > MOST_SECONDS_WAITED
        return waits_long or len(posts) > free + MOST_BEHIND

    def _begin(self, work: Work, doing: Coroutine[Any, Any, None]) -> None:
        name = f"{work.name.lower()} in {self.place}"
        task = asyncio.create_task(doing, name=name)
        self._under_way[work] = task
        task.add_done_callback(lambda ended: self._end(work, ended))

    def _end(self, work: Work, ended: asyncio.Task[None]) -> None:
        del self._under_way[work]
        self._news.set()
        error = None if ended.cancelled() else ended.exception()
        if error:
            log.error("thank-yous could not be made", lane=self.place, exc_info=error)
            self._most_carried = max(1, self._most_carried // 2)
            self._fall_silent(error)

    # What is posted.

    async def _look_for(self, rows: Sequence[Held]) -> None:
        with self._line.in_hand(rows):
            await self._heard(self._speaker.look_for(rows))

    async def _leave_unsaid(self, rows: Sequence[Held]) -> None:
        with self._line.in_hand(rows):
            for held in rows:
                await self._heard(self._speaker.leave_unsaid(held))

    async def _post(self, held: Held, *, closes: bool) -> None:
        due = held.due(self._house.clock())
        with self._line.in_hand([held]):
            if due is None:
                return
            self._post_budget.take()
            try:
                post = self._speaker.post(held, due[0], self.place[1], closes=closes)
                if await self._heard(post):
                    held.try_again()
                    self._outages.end(*self.place)
            except Unsayable:
                self._drop(held)
            except Declined as declined:
                self._refuse(held, declined)
            except Exception:
                log.exception("a thank-you could not be posted", row=held.key)
                self._drop(held)

    async def _digest(self, gifts: Sequence[Held]) -> None:
        with self._line.in_hand(gifts):
            self._post_budget.take()
            self._digested, self._large_since = self._pace.now(), 0
            try:
                if await self._heard(self._speaker.digest(gifts, self.place[1])):
                    self._most_carried = min(self._most_carried * 2, MOST_CARRIED)
                    self._outages.end(*self.place)
            except Unsayable as unsayable:
                for held in unsayable.culprits:
                    self._drop(held)
            except Declined as declined:
                if len(gifts) > 1 and (declined.is_for_files or not declined.by_channel):
                    # Nobody knows which of them it was, so half of them is tried.
                    self._most_carried = len(gifts) // 2
                else:
                    self._refuse(gifts[0], declined)

    async def _heard(self, work: Coroutine[Any, Any, object]) -> bool:
        """Whether there was an answer; where there was none, nothing is tried for a while."""
        try:
            await work
        except (Unanswered, StorageFailed) as error:
            self._fall_silent(error)
            return False
        self._silence = FIRST_PAUSE_SECONDS
        return True

    def _refuse(self, held: Held, declined: Declined) -> None:
        """Have a row wait that Discord refused, or let it go where no channel would take it."""
        if not declined.by_channel:
            self._give_up(held, declined)
        elif declined.is_for_files:
            # What has none may pass.
            held.leave_alone(self._pace.now(), LONGEST_PAUSE_SECONDS)
        else:
            self._outages.begin(*self.place)
            # For all others that wait too, another way is looked for.
            self._line.fresh.update(self._line.posts)

    def _give_up(self, held: Held, declined: Declined) -> None:
        """Let a row go until the next start: what Discord refused is a fault of ours."""
        log.error("a thank-you was refused", row=held.key, reason=str(declined))
        self._drop(held)

    # What is changed.

    def _begin_edits(self) -> None:
        """Have the next messages changed, one that is old and one that is not."""
        line, now_ms = self._line, self._house.clock()
        closes = len(line.edits) > MOST_EDITS_BEHIND
        for work in (Work.EDIT, Work.EDIT_OLD):
            if work in self._under_way or not line.edits or not self._edit_budget.free:
                continue
            waiting = [held for held in line.edits.values() if _kind_of(held, now_ms) is work]
            if waiting:
                held = min(waiting, key=lambda held: held.row.shown_ms)
                self._begin(work, self._edit(held, work, closes=closes))

    async def _edit(self, held: Held, work: Work, *, closes: bool) -> None:
        due = held.due(self._house.clock())
        with self._line.in_hand([held]):
            if due is None:
                return
            self._edit_budget.take()
            longest = LONGEST_PAUSE_SECONDS
            try:
                await self._speaker.change(held, due[0], closes=closes and due[0] < held.row.wanted)
                held.try_again()
            except Unsayable:
                self._drop(held)
            except Declined as declined:
                if declined.by_channel:
                    held.leave_alone(self._pace.now(), longest)
                else:
                    self._give_up(held, declined)
            except (Unanswered, StorageFailed) as error:
                log.warning("a change has no answer yet", row=held.key, reason=str(error))
                if work is Work.EDIT:
                    longest = LONGEST_SILENCE_SECONDS
                held.leave_alone(self._pace.now(), longest)
            except Exception:
                log.exception("a thank-you could not be changed", row=held.key)
                self._drop(held)


def _stands_out(held: Held, settings: GuildSettings) -> bool:
    """Whether a row has a message of its own in a flood too."""
    if not held.can_merge or held.combo is None:
        return True
    return tier_of(held.combo.coins, settings).form >= Form.PICTURE


def _kind_of(held: Held, now_ms: int) -> Work:
    """Whether a message is one whose changes Discord may limit harder; its id tells its age."""
    return Work.EDIT_OLD if now_ms - posted_ms(held.row.message) > OLD_MS else Work.EDIT


def posted_ms(message: int) -> int:
    """When a message was posted, in UTC milliseconds, as its id says.

    Discord's epoch and the place of the time in an id:
    https://discord.com/developers/docs/reference#snowflakes
    """
    return (message >> 22) + 1_420_070_400_000
