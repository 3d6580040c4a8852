"""Time as the sandbox sees it: real, compressed by a speed factor, or moved by hand."""

from __future__ import annotations

import asyncio
import heapq
import itertools
import time
from collections.abc import Callable
from typing import Protocol


class Timer(Protocol):
    """Something that will happen later and can be called off."""

    def cancel(self) -> None:
        """Call it off; calling off what has happened already does nothing."""


class Clock:
    """Real time in which `speed` seconds of Discord's pass in one second of ours."""

    def __init__(self, speed: float = 1.0) -> None:
        if speed <= 0:
            raise ValueError("The speed must be above zero.")
        self.speed = speed
        self._ahead = 0.0

    def elapsed(self) -> float:
        """Return Discord's seconds since some fixed moment; never runs backwards."""
        return time.monotonic() * self.speed

    def wall(self) -> float:
        """Return the time of day in Unix seconds, which no speed factor touches."""
        return time.time() + self._ahead

    def turn_on(self, seconds: float) -> None:
        """Make it so much later in the day, although nothing has waited for so long."""
        self._ahead += seconds

    def real_seconds(self, seconds: float) -> float:
        """Return how long a client must really wait for that many of Discord's seconds."""
        return seconds / self.speed

    def call_later(self, seconds: float, callback: Callable[[], object]) -> Timer:
        """Call back after that many of Discord's seconds."""
        return asyncio.get_running_loop().call_later(seconds / self.speed, callback)

    async def sleep(self, seconds: float) -> None:
        """Return after that many of Discord's seconds."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        timer = self.call_later(seconds, lambda: None if done.done() else done.set_result(None))
        try:
            await done
        finally:
            timer.cancel()


class _ManualTimer:
    def __init__(self, callback: Callable[[], object]) -> None:
        self.callback: Callable[[], object] | None = callback

    def cancel(self) -> None:
        self.callback = None


class ManualClock(Clock):
    """Time that stands still until a test moves it."""

    def __init__(self, start: float | None = None) -> None:
        super().__init__()
        self._start = time.time() if start is None else start
        self._elapsed = 0.0
        self._order = itertools.count()
        self._timers: list[tuple[float, int, _ManualTimer]] = []

    def elapsed(self) -> float:
        """Return the seconds advanced so far."""
        return self._elapsed

    def wall(self) -> float:
        """Return the start in Unix seconds plus what was advanced and turned on so far."""
        return self._start + self._elapsed + self._ahead

    def call_later(self, seconds: float, callback: Callable[[], object]) -> Timer:
        """Call back once the clock has been advanced that far."""
        timer = _ManualTimer(callback)
        heapq.heappush(self._timers, (self._elapsed + seconds, next(self._order), timer))
        return timer

    def advance(self, seconds: float) -> None:
        """Move on by that many seconds and run whatever falls due, in its order."""
        end = self._elapsed + seconds
        while self._timers and self._timers[0][0] <= end:
            due, _, timer = heapq.heappop(self._timers)
            self._elapsed = max(self._elapsed, due)
            callback, timer.callback = timer.callback, None
            if callback is not None:
                callback()
        self._elapsed = end
