"""What time it is, and waiting for a moment: injected, so that a test can turn it on."""

import asyncio
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
