"""The rows that wait in one lane, each in its place: to be posted, changed, or looked at later."""

import heapq
import itertools
import math
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from bot.live.held import Held
from bot.storage.deliveries import Key

Place = tuple[int, int]
"""A guild and a channel."""


class Line:
    """Who waits for what, so that nobody is looked through to see whose turn it is."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self.all: dict[Key, Held] = {}
        self.fresh: dict[Key, Held] = {}
        """Rows that something became known of, and that have yet to be put in their place."""
        self.posts: dict[Key, Held] = {}
        self.edits: dict[Key, Held] = {}
        self.doubtful: dict[Key, Held] = {}
        """Rows whose message may stand, and has to be looked for."""
        self.unsaid: dict[Key, Held] = {}
        """Rows that were taken back before anybody read of them."""
        self._later: list[tuple[float, int, int, Held]] = []
        """By the clock: when, in which order, and as of which news."""
        self._refused: list[tuple[float, int, int, Held]] = []
        """By the pace, in the same way."""
        self._order = itertools.count()

    @property
    def is_busy(self) -> bool:
        """Whether anybody waits for more than a moment that is known."""
        return bool(self.fresh or self.has_posts or self.edits or self._refused)

    @property
    def has_posts(self) -> bool:
        """Whether anything is to be posted, looked for, or left unsaid."""
        return bool(self.posts or self.doubtful or self.unsaid)

    @property
    def next_ms(self) -> float:
        """When somebody is due next, by the clock."""
        return self._later[0][0] if self._later else math.inf

    @property
    def next_try(self) -> float:
        """When somebody who was refused is tried next, by the pace."""
        return self._refused[0][0] if self._refused else math.inf

    def renew(self, held: Held) -> None:
        """Have a row put in its place anew."""
        self.all[held.key] = held
        self.fresh[held.key] = held

    def ripen(self, now: float, now_ms: int) -> None:
        """Have those looked at anew whose time has come."""
        for waiting, moment in ((self._later, now_ms), (self._refused, now)):
            while waiting and waiting[0][0] <= moment:
                _, _, news, held = heapq.heappop(waiting)
                if held.news == news and self.all.get(held.key) is held:
                    self.fresh[held.key] = held

    def take_fresh(self) -> list[Held]:
        """Those that are to be put in their place now; they are in none any more."""
        fresh, self.fresh = self.fresh, {}
        here = [
            held for held in fresh.values() if self.all.get(held.key) is held and not held.in_hand
        ]
        for held in here:
            self._take_out(held)
        return here

    def put_off(self, held: Held, at_ms: float) -> None:
        """Have a row looked at when it is due, by the clock."""
        heapq.heappush(self._later, (at_ms, next(self._order), held.news, held))

    def try_at(self, held: Held, at: float) -> None:
        """Have a row that was refused looked at later, by the pace."""
        heapq.heappush(self._refused, (at, next(self._order), held.news, held))

    def drop(self, held: Held) -> None:
        """Forget a row."""
        self.all.pop(held.key, None)
        self.fresh.pop(held.key, None)
        self._take_out(held)

    @contextmanager
    def in_hand(self, rows: Iterable[Held]) -> Iterator[None]:
        """Take rows out of their places while they are shown, and look at them anew afterwards."""
        rows = list(rows)
        for held in rows:
            held.in_hand = True
            self._take_out(held)
        try:
            yield
        finally:
            for held in rows:
                held.in_hand = False
                if self.all.get(held.key) is held:
                    self.fresh[held.key] = held

    def _take_out(self, held: Held) -> None:
        for place in (self.posts, self.edits, self.doubtful, self.unsaid):
            place.pop(held.key, None)
