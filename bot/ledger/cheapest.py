"""The lightest of things that together reach an amount: exactly, in bounded time and memory."""

import math
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

SURELY_REACHED: Final = 100_000
"""Every amount up to this is looked at, one after the other, whatever the things are."""
_LARGE: Final = 10_000
"""What is larger is counted out, and not added up step by step."""
_FEW_TRIES: Final = 20_000
_MOST_TRIES: Final = 200_000
"""How many counts of things are tried, all in all: at first, and where nothing else is left."""


class Thing(NamedTuple):
    """Something of which there are as many as one likes."""

    size: int
    weight: int

    def is_better(self, other: "Thing") -> bool:
        """Whether it weighs less than the other, each for its size."""
        return self.weight * other.size < other.weight * self.size


def lightest(things: Sequence[Thing], wanted: int) -> dict[Thing, int] | None:
    """The lightest things whose sizes sum up to `wanted` at least, with how many of each.

    Sizes, weights and `wanted` are 1 or more. None if there are no things, or if it would take too
    long to be sure: that is never so up to SURELY_REACHED, counted in the largest unit that all
    sizes are multiples of. Beyond, it depends on the things.

    1. Write f(r) for the lightest weight that reaches r, with f(r) = 0 for r <= 0. Taking away one
       thing of whatever reaches r shows that f(r) = min f(r - size) + weight over all things.
    2. Let one thing have the size s and the weight w, let m be the largest size of all, and let
       f(r) = f(r - s) + w for m amounts r one after the other. Then it is so for every r after
       them: each f(r - size) in the minimum is about an amount for which it is so already, so that
       f(r) = min f(r - s - size) + w + weight = f(r - s) + w. From there on that thing repeats, and
       f is known for every amount. That such amounts come, one sees by trying; the thing is the
       best for its size, for no other can repeat for ever.
    3. Where not all amounts can be looked at, counts of things are tried instead, except where
       what is still wanted, at the best weight for a size that is left, is no lighter than what
       was found before. Of a thing with the size t, fewer than s / gcd(s, t) are needed beside the
       best thing of the size s: so many sum up to a multiple of s, which that thing reaches
       without being heavier. Mostly a few thousand counts are enough, so that comes first.
    """
    if not things:
        return None
    unit = math.gcd(*(thing.size for thing in things))
    scaled = {Thing(thing.size // unit, thing.weight): thing for thing in things}
    found = _lightest(list(scaled), -(-wanted // unit))
    return None if found is None else {scaled[thing]: count for thing, count in found.items()}


def _lightest(things: Sequence[Thing], wanted: int) -> dict[Thing, int] | None:
    found = _Trial(things, None, _FEW_TRIES).lightest(wanted)
    if found is not None:
        return found
    if wanted <= SURELY_REACHED:
        return _Table(things, wanted).counted(wanted)
    small = [thing for thing in things if thing.size <= _LARGE]
    table = _Table(small, SURELY_REACHED) if small else None
    if table and table.is_endless:
        large = [thing for thing in things if thing.size > _LARGE]
        return _Trial(large, table, _MOST_TRIES).lightest(wanted)
    return _Trial(things, None, _MOST_TRIES).lightest(wanted)


class _Table:
    """What reaches each amount, up to a most or, once one thing repeats, any."""

    def __init__(self, things: Sequence[Thing], most: int) -> None:
        self._things = things
        self.best = _best(things)
        self._weights, self._last = [0], [0]
        self.is_endless = False
        largest, repeated = max(thing.size for thing in things), 0
        for reached in range(1, most + 1):
            weight, last = min(
                (self._weights[max(0, reached - size)] + weight, index)
                for index, (size, weight) in enumerate(things)
            )
            self._weights.append(weight)
            self._last.append(last)
            before = self._weights[max(0, reached - self.best.size)]
            repeated = repeated + 1 if weight == before + self.best.weight else 0
            if repeated == largest:
                self.is_endless = True
                break

    def weight(self, wanted: int) -> int:
        """The lightest weight that reaches an amount."""
        repeats, rest = self._repeats(wanted)
        return repeats * self.best.weight + self._weights[rest]

    def counted(self, wanted: int) -> dict[Thing, int]:
        """How many of each thing reach it."""
        repeats, rest = self._repeats(wanted)
        counts = {self.best: repeats} if repeats else {}
        while rest > 0:
            thing = self._things[self._last[rest]]
            counts[thing] = counts.get(thing, 0) + 1
            rest -= thing.size
        return counts

    def _repeats(self, wanted: int) -> tuple[int, int]:
        """How often the best thing is repeated, and what is reached without that."""
        beyond = max(0, wanted - (len(self._weights) - 1))
        repeats = -(-beyond // self.best.size)
        return repeats, max(0, wanted - repeats * self.best.size)


def _best(things: Sequence[Thing]) -> Thing:
    best = things[0]
    for thing in things:
        if thing.is_better(best):
            best = thing
    return best


class _Trial:
    """Tries counts of large things, and fills up with small ones."""

    def __init__(self, large: Sequence[Thing], table: _Table | None, most_tries: int) -> None:
        self._large = sorted(large, key=lambda thing: thing.size / thing.weight, reverse=True)
        self._table = table
        small = [table.best] if table else []
        self._left = [
            _best(left) if (left := [*self._large[index:], *small]) else None
            for index in range(len(large) + 1)
        ]
        """The best that is left for its size, from each large thing on."""
        self._lightest = math.inf
        self._found: tuple[tuple[int, ...], int] | None = None
        """How many of the large things there are in it, and what the small ones reach."""
        self._tries, self._most_tries = 0, most_tries

    def lightest(self, wanted: int) -> dict[Thing, int] | None:
        """The lightest things that reach an amount; None if there are too many to try."""
        self._try(wanted, 0, ())
        if self._found is None or self._tries > self._most_tries:
            return None
        counts, rest = self._found
        found = {thing: count for thing, count in zip(self._large, counts, strict=False) if count}
        if self._table and rest > 0:
            found |= self._table.counted(rest)
        return found

    def _try(self, wanted: int, weight: int, counts: tuple[int, ...]) -> None:
        index = len(counts)
        if wanted <= 0 or index == len(self._large):
            self._end(wanted, weight, counts)
            return
        thing = self._large[index]
        for count in self._counts(wanted, weight, index):
            self._tries += 1
            if self._tries > self._most_tries:
                return
            self._try(wanted - count * thing.size, weight + count * thing.weight, (*counts, count))

    def _end(self, wanted: int, weight: int, counts: tuple[int, ...]) -> None:
        if wanted > 0:
            if self._table is None:
                return
            weight += self._table.weight(wanted)
        if weight < self._lightest:
            self._lightest, self._found = weight, (counts, wanted)

    def _counts(self, wanted: int, weight: int, index: int) -> Iterator[int]:
        """How many of a large thing may be in the lightest, the most promising first."""
        thing, left = self._large[index], self._left[index + 1]
        most = -(-wanted // thing.size)
        best = self._left[0]
        if best and best != thing:
            most = min(most, best.size // math.gcd(best.size, thing.size) - 1)
        if left is None:
            if most * thing.size >= wanted:
                yield most
            return
        for count in range(most + 1) if left.is_better(thing) else range(most, -1, -1):
            rest = wanted - count * thing.size
            lightest = (weight + count * thing.weight) * left.size + max(0, rest) * left.weight
            if lightest < self._lightest * left.size:
                yield count
            elif rest >= 0:
                # The more of what is better for its size, the lighter it can get; only the last
                # one may reach further than is wanted. So what follows is too heavy, too.
                return
