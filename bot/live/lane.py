"""One way into a channel: what waits for it is shown at Discord's pace, merged where it must be."""

import asyncio
import math
from collections.abc import Callable, Container, Coroutine, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

import structlog

from bot.discord_answers import Declined, Unanswered
from bot.house import House
from bot.ledger.guild_settings import GuildSettings
from bot.ledger.tiers import Form, tier_of
from bot.lifetimes import end_all
from bot.live.backoff import Backoff
from bot.live.editor import Editor
from bot.live.held import Held
from bot.live.line import Line, Place
from bot.live.outages import Outages
from bot.live.pace import Budget, Pace
from bot.live.posting import FilesForbidden
from bot.live.saying import Speaker, Unsayable
from bot.storage.database import StorageFailed
from bot.storage.deliveries import Key

MOST_BEHIND: Final = 4
"""How many messages may wait for the budget; beyond, what waits is merged into a digest."""
MOST_SECONDS_WAITED: Final = 4.0
"""How long a gift waits for larger ones before a digest tells of it."""
DIGEST_PERIOD_SECONDS: Final = 2.5
"""How long a digest gathers at least after the one before it."""
CALM_AFTER_SECONDS: Final = 10.0
"""How long after a digest it is calm again, and who waits alone may take all that Discord takes."""
MOST_CARRIED: Final = 2_000
"""How many combos one digest carries."""
LONGEST_SILENCE_SECONDS: Final = 5.0
"""How long nothing is tried at most after Discord, or the disk, gave no answer."""
_MOST_LARGE_BETWEEN: Final = 2
"""How many of the largest gifts have a message of their own between two digests."""

log = structlog.get_logger(__name__)


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
        self._budget, edit_budget = budgets
        self._outages = outages
        self._around = surroundings
        self._line = Line()
        self._posting: asyncio.Task[None] | None = None
        self._news = asyncio.Event()
        self._editor = Editor(
            place,
            house,
            speaker,
            pace,
            budget=edit_budget,
            line=self._line,
            aside=surroundings.aside,
            drop=self._drop,
            tell=self._news.set,
        )
        self._alarm: tuple[float, asyncio.Task[None]] | None = None
        self._digested = -math.inf
        """When the last digest was sent, by the pace."""
        self._gathering_until = -math.inf
        """Until when nothing is posted that does not stand out, by the pace."""
        self._large_since = 0
        self._most_carried = MOST_CARRIED
        self._silence = Backoff(longest_seconds=LONGEST_SILENCE_SECONDS)

    def __bool__(self) -> bool:
        """Whether anything waits here."""
        return bool(self._line.all or self._posting or self._editor)

    def take(self, held: Held) -> None:
        """Have a row shown as it is wanted now; looked at again where it is here already."""
        self._line.renew(held)
        self._stir()

    def wake(self) -> None:
        """Look at everything again now, for something changed that may let rows go on."""
        for held in self._line.all.values():
            held.try_again()
            self._line.renew(held)
        self._silence.end()
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
            alarm = self._alarm and self._alarm[1]
            under_way = (self._posting, alarm, *self._editor.under_way)
            await end_all([task for task in under_way if task])

    # Waiting.

    async def _wait(self) -> None:
        """Wait for news, which also comes when something is done or due."""
        if self._news.is_set() or not self:
            return
        if not (self._line.is_busy or self._posting or self._editor):
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
        at = min(line.next_try, self._editor.next_moment())
        if line.has_posts and not self._posting:
            opens = self._opens(now) if line.posts else now
            opens = max(opens, self._silence.until)
            gathered = self._digested + DIGEST_PERIOD_SECONDS
            at = min(at, opens if opens > now else max(gathered, now))
        return min(at, self._silence.until) if line.fresh else at

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
        self._silence.fail(self._pace.now())

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
            if not held.is_known:
                # It came while the others were read, and may be in doubt for all that is known.
                line.renew(held)
            elif due is None:
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
        self._editor.advance()
        if self._posting or now < self._silence.until:
            return
        if line.doubtful:
            self._begin(self._look_for(list(line.doubtful.values())))
        elif line.unsaid:
            self._begin(self._leave_unsaid(list(line.unsaid.values())))
        elif line.posts and now >= max(self._opens(now), self._gathering_until):
            self._begin_post(settings, now)

    def _opens(self, now: float) -> float:
        """From which moment of the pace on something may be posted; one that is past, if now."""
        is_calm = len(self._line.posts) == 1 and now > self._digested + CALM_AFTER_SECONDS
        return self._budget.last_at if is_calm else self._budget.free_at

    def _begin_post(self, settings: GuildSettings, now: float) -> None:
        posts = sorted(self._line.posts.values(), key=lambda held: held.rank)
        largest, gifts = posts[0], [held for held in posts if held.can_merge]
        # One gift alone merges with nothing: a digest of it would only hide it.
        is_single = len(gifts) < 2
        if self._outages.is_on(*self.place) or is_single or not self._is_behind(posts, now):
            self._begin(self._post(largest, closes=self._editor.is_behind))
        elif self._large_since < _MOST_LARGE_BETWEEN and _stands_out(largest, settings):
            self._large_since += 1
            self._begin(self._post(largest, closes=True))
        elif now >= self._digested + DIGEST_PERIOD_SECONDS:
            self._begin(self._digest(gifts[: self._most_carried]))
        else:
            self._gathering_until = self._digested + DIGEST_PERIOD_SECONDS

    def _is_behind(self, posts: Sequence[Held], now: float) -> bool:
        free = self._budget.free
        oldest = min(held.since for held in posts)
        waits_long = len(posts) > free and now - oldest > MOST_SECONDS_WAITED
        return waits_long or len(posts) > free + MOST_BEHIND

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        self._posting = asyncio.create_task(work, name=f"post in {self.place}")
        self._posting.add_done_callback(self._end)

    def _end(self, ended: asyncio.Task[None]) -> None:
        self._posting = None
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
            self._budget.take()
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
            self._budget.take()
            self._digested, self._large_since = self._pace.now(), 0
            try:
                if await self._heard(self._speaker.digest(gifts, self.place[1])):
                    self._most_carried = min(self._most_carried * 2, MOST_CARRIED)
                    self._outages.end(*self.place)
            except Unsayable as unsayable:
                for held in unsayable.culprits:
                    self._drop(held)
            except Declined as declined:
                if len(gifts) > 1 and _is_for_some(declined):
                    # Nobody knows which of them it was, so half of them is tried.
                    self._most_carried = len(gifts) // 2
                else:
                    self._refuse(gifts[0], declined)
            except Exception:
                if len(gifts) > 1:
                    raise
                log.exception("a digest could not be posted", row=gifts[0].key)
                self._drop(gifts[0])

    async def _heard(self, work: Coroutine[Any, Any, object]) -> bool:
        """Whether there was an answer; where there was none, nothing is tried for a while."""
        try:
            await work
        except (Unanswered, StorageFailed) as error:
            self._fall_silent(error)
            return False
        self._silence.end()
        return True

    def _refuse(self, held: Held, declined: Declined) -> None:
        """Have a row wait that Discord refused, or let it go where no channel would take it."""
        if declined.is_for_request:
            # Until the next start: that is a fault of ours.
            log.error("a thank-you was refused", row=held.key, reason=str(declined))
            self._drop(held)
        elif isinstance(declined, FilesForbidden):
            # What has none may pass.
            held.leave_alone(self._pace.now())
        else:
            self._outages.begin(*self.place)
            # For all others that wait too, another way is looked for.
            self._line.fresh.update(self._line.posts)


def _stands_out(held: Held, settings: GuildSettings) -> bool:
    """Whether a row has a message of its own in a flood too."""
    if not held.can_merge or held.combo is None:
        return True
    return tier_of(held.combo.coins, settings).form >= Form.PICTURE


def _is_for_some(declined: Declined) -> bool:
    """Whether a digest was refused for what some of its gifts bring along."""
    return declined.is_for_request or isinstance(declined, FilesForbidden)
