"""How long something that failed is left alone: twice as long each time, until it works again."""

import math
from typing import Final

FIRST_PAUSE_SECONDS: Final = 1.0
LONGEST_PAUSE_SECONDS: Final = 300.0


class Backoff:
    """Pauses in seconds of Discord's pace, of which each is twice as long as the one before."""

    __slots__ = ("_first_seconds", "_longest_seconds", "_seconds", "until")

    def __init__(
        self,
        first_seconds: float = FIRST_PAUSE_SECONDS,
        longest_seconds: float = LONGEST_PAUSE_SECONDS,
    ) -> None:
        """Begin with `first_seconds`, and never wait longer than `longest_seconds`."""
        self._first_seconds = self._seconds = first_seconds
        self._longest_seconds = longest_seconds
        self.until = -math.inf
        """Up to which moment of the pace nothing is tried; one that is past, if it may be now."""

    def pause(self, longest_seconds: float = math.inf) -> float:
        """How long to wait after one more failure; at most `longest_seconds` this once."""
        longest = min(self._longest_seconds, longest_seconds)
        seconds, self._seconds = self._seconds, min(self._seconds * 2, longest)
        return min(seconds, longest)

    def fail(self, now: float, longest_seconds: float = math.inf) -> None:
        """Have nothing tried for a pause from `now` on, a moment of the pace."""
        self.until = now + self.pause(longest_seconds)

    def end(self) -> None:
        """Something worked, or may work now: it is tried at once, and begins anew."""
        self.until = -math.inf
        self._seconds = self._first_seconds
