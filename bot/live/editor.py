"""Changes the messages that stand in one channel: one at a time, and one more that is old."""

import asyncio
import math
from collections.abc import Callable, Container
from functools import partial
from typing import Final

import structlog

from bot.discord_answers import Declined, Unanswered
from bot.house import House
from bot.live.held import Held
from bot.live.line import Line, Place
from bot.live.pace import Budget, Pace
from bot.live.saying import Speaker, Unsayable
from bot.storage.database import StorageFailed
from bot.storage.deliveries import Key

MOST_BEHIND: Final = 4
"""How many messages may wait to be changed; beyond, combos are closed as they are shown, so that
what more is sent comes in a digest and not in more changes than the channel takes."""
LONGEST_SILENCE_SECONDS: Final = 5.0
"""How long a message is left alone at most after a change of it had no answer."""
OLD_MS: Final = 55 * 60_000
"""How old a message is whose changes Discord may limit harder, as it does after an hour."""
_MOMENT_SECONDS: Final = 1.0

log = structlog.get_logger(__name__)


class Editor:
    """Works off what waits in a line to be changed, within a budget of its own."""

    def __init__(
        self,
        place: Place,
        house: House,
        speaker: Speaker,
        pace: Pace,
        *,
        budget: Budget,
        line: Line,
        aside: Container[Key],
        drop: Callable[[Held], None],
        tell: Callable[[], None],
    ) -> None:
        """Have rows dropped that nothing can be done about, and be told when one is done.

        Rows `aside` are shown by somebody else just now.
        """
        self._place = place
        self._house = house
        self._speaker = speaker
        self._pace = pace
        self._budget = budget
        self._line = line
        self._aside = aside
        self._drop = drop
        self._tell = tell
        self._under_way: dict[bool, asyncio.Task[None]] = {}
        """By whether the message is old: what holds up those keeps no others waiting."""

    def __bool__(self) -> bool:
        """Whether anything is being changed now."""
        return bool(self._under_way)

    @property
    def is_behind(self) -> bool:
        """Whether more waits than the channel takes in a while."""
        return len(self._line.edits) > MOST_BEHIND

    def next_moment(self) -> float:
        """When something waiting may be changed although nothing new is known, by the pace."""
        if not self._line.edits or len(self._under_way) == 2:
            return math.inf
        return max(self._budget.free_at, self._pace.now() + _MOMENT_SECONDS)

    def advance(self) -> None:
        """Begin what there is to do and nothing is in the way of."""
        edits, now_ms, closes = self._line.edits, self._house.clock(), self.is_behind
        for is_old in (False, True):
            if is_old in self._under_way or not edits or not self._budget.free:
                continue
            waiting = [held for held in edits.values() if _is_old(held, now_ms) is is_old]
            if waiting:
                held = min(waiting, key=lambda held: held.row.shown_ms)
                change = self._change(held, is_old=is_old, closes=closes)
                task = asyncio.create_task(change, name=f"change in {self._place}")
                self._under_way[is_old] = task
                task.add_done_callback(partial(self._end, is_old=is_old))

    def _end(self, _: asyncio.Task[None], *, is_old: bool) -> None:
        del self._under_way[is_old]
        self._tell()

    @property
    def under_way(self) -> list[asyncio.Task[None]]:
        """What is being changed now."""
        return list(self._under_way.values())

    async def _change(self, held: Held, *, is_old: bool, closes: bool) -> None:
        due = held.due(self._house.clock())
        with self._line.in_hand([held]):
            if due is None:
                return
            self._budget.take()
            revision = due[0]
            try:
                closes = closes and revision < held.row.wanted
                revision = await self._speaker.change(held, revision, closes=closes)
                held.try_again()
            except Unsayable:
                self._drop(held)
            except Declined as declined:
                self._refuse(held, declined)
            except (Unanswered, StorageFailed) as error:
                log.warning("a change has no answer yet", row=held.key, reason=str(error))
                longest = math.inf if is_old else LONGEST_SILENCE_SECONDS
                held.leave_alone(self._pace.now(), longest)
            except Exception:
                log.exception("a thank-you could not be changed", row=held.key)
                self._drop(held)
            held.overtaken = held.key in self._aside or held.row.shown > revision

    def _refuse(self, held: Held, declined: Declined) -> None:
        """Have a row wait that Discord refused, or let it go until the next start."""
        if declined.is_for_request:
            log.error("a change was refused", row=held.key, reason=str(declined))
            self._drop(held)
        else:
            held.leave_alone(self._pace.now())


def _is_old(held: Held, now_ms: int) -> bool:
    return now_ms - posted_ms(held.row.message) > OLD_MS


def posted_ms(message: int) -> int:
    """When a message was posted, in UTC milliseconds, as its id says.

    Discord's epoch and the place of the time in an id:
    https://discord.com/developers/docs/reference#snowflakes
    """
    return (message >> 22) + 1_420_070_400_000
