"""What time it is, and waiting for a moment: injected, so that a test can turn it on."""

import asyncio
import contextlib
import time
from typing import Protocol


class Clock(Protocol):
    """Tells the time, and wakes whoever waits for a moment."""

    def __call__(self) -> int:
        """The time, in UTC milliseconds."""

    async def until(self, at_ms: int) -> None:
        """Wait until a moment in UTC milliseconds has come; not at all where it is past."""


class SystemClock:
    """The machine's own clock."""

    def __call__(self) -> int:
        """The time, in UTC milliseconds."""
        return time.time_ns() // 1_000_000

    async def until(self, at_ms: int) -> None:
        """Wait until a moment in UTC milliseconds has come; not at all where it is past."""
        # Asked again after each sleep, for the machine's clock may be set meanwhile.
        while (left_ms := at_ms - self()) > 0:  # noqa: ASYNC110 - no event tells that time passed.
            await asyncio.sleep(min(left_ms / 1000, 60.0))


class TurnedClock:
    """The machine's clock, which a show or a test can turn on."""

    def __init__(self) -> None:
        """Begin at the machine's time."""
        self._system = SystemClock()
        self._ahead_ms = 0
        self._turned = asyncio.Event()

    def __call__(self) -> int:
        """The time, in UTC milliseconds."""
        return self._system() + self._ahead_ms

    def advance(self, seconds: float) -> None:
        """Turn the clock on, and wake whoever waited for that."""
        self._ahead_ms += round(seconds * 1000)
        self._turned.set()
        self._turned = asyncio.Event()

    async def until(self, at_ms: int) -> None:
        """Wait until a moment in UTC milliseconds has come; not at all where it is past."""
        while (left_ms := at_ms - self()) > 0:
            turned = self._turned
            # Unlike asyncio.wait_for, this is cancelled also in the moment in which it is turned.
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(left_ms / 1000):
                    await turned.wait()
