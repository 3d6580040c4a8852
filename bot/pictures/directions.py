"""Which way each part of a text runs, by Unicode's bidirectional algorithm (UAX #9)."""

import unicodedata
from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Final, TypeVar

ISOLATE: Final = "\u2068"
"""What follows runs as its own first letter does, and moves nothing around it..."""
END_OF_ISOLATE: Final = "\u2069"
"""...up to here."""

_NEUTRAL: Final = frozenset({"B", "S", "WS", "ON"})
_NUMBER: Final = frozenset({"EN", "AN"})
_MOST_DEPTH: Final = 8
"""Isolates in isolates; the standard goes to 125, and our sentences to one."""
_BRACKETS: Final = dict(zip("([{⟨⟦⟪⁅❨❲❴「『【〈《", ")]}⟩⟧⟫⁆❩❳❵」』】〉》", strict=True))

Part = TypeVar("Part")


def levels_of(parts: Sequence[str]) -> list[int]:
    """The level of each part of a paragraph: what runs right to left has an odd one.

    A part is a character with what belongs to it; one that is empty stands for a picture. Of the
    controls only the two that isolate a name in a sentence are obeyed (rules X5c and X6a).
    """
    levels = [0] * len(parts)
    _settle(parts, range(len(parts)), levels, (0, None))
    return levels


def _settle(
    parts: Sequence[str], places: Sequence[int], levels: list[int], within: tuple[int, int | None]
) -> None:
    """Find the levels of some places, which are a paragraph or an isolate of their own.

    `within` is how deep an isolate lies, and the level around it (None: there is nothing around).
    """
    depth, around = within
    own, inner = _parted(parts, places, depth)
    kinds = [_kind(parts[place]) for place in own]
    first = next((kind for kind in kinds if kind in {"L", "R", "AL"}), "L")
    level = int(first != "L")
    if around is not None:
        level = around + 1 + (around + 1 + level) % 2
    for place, found in zip(own, _levels(kinds, [parts[it] for it in own], level), strict=True):
        levels[place] = found
    for isolate in inner:
        _settle(parts, isolate, levels, (depth + 1, level))


def _parted(
    parts: Sequence[str], places: Sequence[int], depth: int
) -> tuple[list[int], list[list[int]]]:
    """What is no isolate, with the signs that open and close them; and each one's inside."""
    own: list[int] = []
    inner: list[list[int]] = []
    opened = 0
    for place in places:
        if parts[place] == END_OF_ISOLATE and opened:
            opened -= 1
        if opened:
            inner[-1].append(place)
        else:
            own.append(place)
        if parts[place] == ISOLATE and depth < _MOST_DEPTH:
            if not opened:
                inner.append([])
            opened += 1
    return own, inner


def _kind(part: str) -> str:
    """The class of a part, with pictures and the signs of isolates as what runs neither way."""
    kind = unicodedata.bidirectional(part[0]) if part else "ON"
    return kind if kind in {"L", "R", "AL", "EN", "AN", "ES", "ET", "CS", "NSM"} else "ON"


def _levels(kinds: list[str], parts: Sequence[str], level: int) -> list[int]:
    """Levels of a paragraph without isolates."""
    kinds = _numbered(kinds, level)
    _pair_brackets(kinds, parts, level)
    _join_neutral(kinds, level)
    return [_raised(kind, level) for kind in kinds]


def _raised(kind: str, level: int) -> int:
    """Rules I1 and I2."""
    if level % 2:
        return level if kind == "R" else level + 1
    return level + {"R": 1, "EN": 2, "AN": 2}.get(kind, 0)


def _strong(level: int) -> str:
    return "R" if level % 2 else "L"


def _numbered(kinds: list[str], level: int) -> list[str]:
    """Rules W1 to W7: what numbers and their signs become by the letters before them."""
    kinds = _after_letters(kinds, level)
    for place in range(1, len(kinds) - 1):
        before, after = kinds[place - 1], kinds[place + 1]
        joins = kinds[place] == "CS" or (kinds[place] == "ES" and before == "EN")
        if joins and before == after and before in _NUMBER:
            kinds[place] = before
    place = 0
    for is_sign, group in groupby(list(kinds), key=lambda kind: kind == "ET"):
        length = len(list(group))
        beside = {*kinds[max(place - 1, 0) : place], *kinds[place + length : place + length + 1]}
        if is_sign and "EN" in beside:
            kinds[place : place + length] = ["EN"] * length
        place += length
    kinds = ["ON" if kind in {"ES", "ET", "CS"} else kind for kind in kinds]
    last = _strong(level)
    for place, kind in enumerate(kinds):
        if kind in {"L", "R"}:
            last = kind
        elif kind == "EN" and last == "L":
            kinds[place] = "L"
    return kinds


def _after_letters(kinds: list[str], level: int) -> list[str]:
    """Rules W1 to W3."""
    found: list[str] = []
    last = before = _strong(level)
    for kind in kinds:
        before = before if kind == "NSM" else kind
        last = before if before in {"L", "R", "AL"} else last
        is_arabic = before == "EN" and last == "AL"
        found.append("AN" if is_arabic else "R" if before == "AL" else before)
    return found


def _pair_brackets(kinds: list[str], parts: Sequence[str], level: int) -> None:
    """Rule N0: both brackets of a pair run as what they enclose does."""
    for opening, closing in _pairs(kinds, parts):
        inside = {_side(kind) for kind in kinds[opening + 1 : closing]} - {""}
        if not inside:
            continue
        side = _strong(level)
        if side not in inside:
            before = next(filter(None, map(_side, reversed(kinds[:opening]))), side)
            side = before if before in inside else side
        kinds[opening] = kinds[closing] = side


def _pairs(kinds: list[str], parts: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of brackets, by where they open (definition BD16)."""
    opened: list[tuple[str, int]] = []
    pairs: list[tuple[int, int]] = []
    for place, part in enumerate(parts):
        if kinds[place] != "ON":
            continue
        if part in _BRACKETS:
            opened.append((_BRACKETS[part], place))
        depth = next((d for d, (it, _) in reversed(list(enumerate(opened))) if it == part), None)
        if depth is not None:
            pairs.append((opened[depth][1], place))
            del opened[depth:]
    return sorted(pairs)


def _side(kind: str) -> str:
    """Which way a kind pulls what runs neither way: numbers pull to the right."""
    if kind == "L":
        return "L"
    return "R" if kind in {"R", *_NUMBER} else ""


def _join_neutral(kinds: list[str], level: int) -> None:
    """Rules N1 and N2: what lies between two of one direction runs with them."""
    edge, place = _strong(level), 0
    for is_neutral, group in groupby(list(kinds), key=_NEUTRAL.__contains__):
        end = place + len(list(group))
        if is_neutral:
            before = _side(kinds[place - 1]) if place else edge
            after = _side(kinds[end]) if end < len(kinds) else edge
            kinds[place:end] = [before if before == after else edge] * (end - place)
        place = end


def in_sight(line: Sequence[Part], level_of: Callable[[Part], int]) -> list[Part]:
    """The parts of one line from left to right (rule L2)."""
    seen = list(line)
    highest = max(map(level_of, seen), default=0)
    for level in range(highest, 0, -1):
        place = 0
        for is_turned, group in groupby(list(seen), key=lambda part: level_of(part) >= level):
            turned = list(group)
            if is_turned:
                seen[place : place + len(turned)] = reversed(turned)
            place += len(turned)
    return seen
