"""How fast Discord is spoken to: the waits between requests, and a budget for each channel."""

import asyncio
import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

MOST_IN_PERIOD: Final = 4
PERIOD_SECONDS: Final = 5.0
"""What is sent to one channel, in messages a period: Discord takes about 5 in 5 s, and one of them
is left to others who post there through the bot, such as a moderator's log."""
LAST_AFTER_SECONDS: Final = 3.5
"""How far a period is gone where the one that is left may be sent too: so one message a second goes
out at once, and many at a time do not take it."""
MOST_IN_ALL: Final = 40
ALL_PERIOD_SECONDS: Final = 1.0
"""What is sent to all channels together: Discord takes 50 requests a second of one bot, and some
of them are left to what is no message."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Waits as long as Discord does; `speed` times faster where Discord's own clock is."""

    speed: float = 1.0

    def now(self) -> float:
        """A moment in Discord's seconds, that only goes forward."""
        return asyncio.get_running_loop().time() * self.speed

    async def sleep(self, seconds: float) -> None:
        """Wait some of Discord's seconds."""
        await asyncio.sleep(max(0.0, seconds) / self.speed)

    def ring(self, at: float, tell: Callable[[], None]) -> asyncio.TimerHandle:
        """Have somebody told at a moment; the handle calls that off."""
        return asyncio.get_running_loop().call_at(at / self.speed, tell)


class Budget:
    """How many requests of one kind may be made now, below what Discord takes."""

    def __init__(
        self,
        pace: Pace,
        most: int = MOST_IN_PERIOD,
        seconds: float = PERIOD_SECONDS,
        *,
        spent_at: float = -math.inf,
    ) -> None:
        """Allow `most` requests in any `seconds`.

        What another process may have sent up to `spent_at`, a moment of the pace, counts as if it
        had spent all but one.
        """
        self._pace = pace
        self._most = most
        self._seconds = seconds
        self._spent: deque[float] = deque()
        self.sent = 0
        """How many were made in all."""
        self.last = -math.inf
        """When the last was made, by the pace."""
        if spent_at + seconds > pace.now():
            self._spent.extend([spent_at] * (most - 1))

    @property
    def free(self) -> int:
        """How many may be made at once, now."""
        self._forget()
        return max(0, self._most - len(self._spent))

    @property
    def free_at(self) -> float:
        """From which moment of the pace on one more may be made; one that is past, if now."""
        if self.free:
            return -math.inf
        return self._spent[len(self._spent) - self._most] + self._seconds

    @property
    def last_at(self) -> float:
        """The same with the one that is left to others, which is for who is alone in a while."""
        if self.free:
            return -math.inf
        is_left = len(self._spent) == self._most
        return self._spent[0] + (LAST_AFTER_SECONDS if is_left else self._seconds)

    def take(self) -> None:
        """Count one that is made now."""
        self.sent += 1
        self.last = self._pace.now()
        self._spent.append(self.last)

    async def spend(self) -> None:
        """Wait until one more may be made, and count it."""
        while not self.free:
            await self._pace.sleep(self.free_at - self._pace.now())
        self.take()

    def _forget(self) -> None:
        while self._spent and self._spent[0] + self._seconds <= self._pace.now():
            self._spent.popleft()
