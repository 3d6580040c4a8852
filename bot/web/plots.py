"""Where everything of a plot stands: bars or a rising area, with axes, for templates to draw."""

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

MOST_MARKS: Final = 4
"""How many steps the upright axis has at most."""
_TOP: Final = 12
_BOTTOM: Final = 26
_RIGHT: Final = 8
_LETTER_WIDTH: Final = 7.5
"""About how wide a digit is in the axes' type, which is 13 units high."""
_GAP: Final = 0.28
"""Which part of a bar's room is left free."""

_DAY_MS: Final = 86_400_000
_APART_MS: Final = tuple(
    1_000 * seconds
    for seconds in (1, 5, 10, 30, 60, 300, 600, 1_200, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200)
)
"""How far apart marks in time stand, so that they are round."""


class Bar(NamedTuple):
    """One upright bar with what it stands for."""

    x: float
    y: float
    width: float
    height: float
    label: str


class Mark(NamedTuple):
    """A place on an axis, and what stands there."""

    at: float
    text: str
    anchor: str = "middle"


class Plot(NamedTuple):
    """A drawing of so many units; `line` and `area` are paths, empty for bars."""

    width: int
    height: int
    left: float
    bottom: float
    bars: tuple[Bar, ...]
    line: str
    area: str
    across: tuple[Mark, ...]
    upright: tuple[Mark, ...]

    @property
    def right(self) -> int:
        """Where the axes end."""
        return self.width - _RIGHT


class Size(NamedTuple):
    """How large a plot is drawn, and how many of its marks fit under it."""

    width: int
    height: int
    marks: int


WIDE: Final = Size(880, 240, 8)
NARROW: Final = Size(340, 200, 4)
"""On a phone: the same letters, so fewer of them."""


def steps(highest: int) -> list[int]:
    """Round numbers from 0 to at least `highest`, evenly apart and few."""
    apart, power = 1, 1
    while highest > apart * MOST_MARKS:
        digit = apart // power
        apart, power = {1: (2 * power, power), 2: (5 * power, power)}.get(
            digit, (10 * power, 10 * power)
        )
    return list(range(0, max(highest, 1) + apart, apart))[: -(-max(highest, 1) // apart) + 1]


def bars(
    size: Size,
    values: Sequence[tuple[str, str, int]],
    number: Callable[[int], str],
) -> Plot:
    """Bars side by side: what stands under each, what it is called whole, and how high it is."""
    frame = _Frame(size, steps(max((value for *_, value in values), default=0)), number)
    room = frame.across_length / max(len(values), 1)
    drawn = tuple(
        Bar(
            round(frame.left + room * place + room * _GAP / 2, 2),
            round(frame.y(value), 2),
            round(room * (1 - _GAP), 2),
            round(frame.bottom - frame.y(value), 2),
            f"{whole}: {number(value)}",
        )
        for place, (_, whole, value) in enumerate(values)
    )
    every = -(-len(values) // size.marks)
    across = frame.marks(
        [
            (frame.left + room * (place + 0.5), short)
            for place, (short, *_) in enumerate(values)
            # Counted from the last, which is the one that is looked for.
            if (len(values) - 1 - place) % every == 0
        ]
    )
    return Plot(
        size.width, size.height, frame.left, frame.bottom, drawn, "", "", across, frame.upright
    )


def rising(
    size: Size,
    points: Sequence[tuple[int, int]],
    marks: Sequence[tuple[int, str]],
    number: Callable[[int], str],
) -> Plot:
    """An area under a line through points, each of a place and a height; `marks` stand below."""
    longest = max((place for place, _ in points), default=0) or 1
    frame = _Frame(size, steps(max((height for _, height in points), default=0)), number)

    def x(place: int) -> float:
        return round(frame.left + frame.across_length * place / longest, 2)

    line = " L ".join(f"{x(place)} {round(frame.y(height), 2)}" for place, height in points)
    area = f"M {frame.left} {frame.bottom} L {line} L {x(longest)} {frame.bottom} Z"
    every = -(-len(marks) // size.marks) if marks else 1
    across = frame.marks([(x(place), text) for place, text in marks[::every]])
    return Plot(
        size.width,
        size.height,
        frame.left,
        frame.bottom,
        (),
        f"M {line}" if line else "",
        area if line else "",
        across,
        frame.upright,
    )


class _Frame:
    """The axes of a plot."""

    def __init__(self, size: Size, upright: list[int], number: Callable[[int], str]) -> None:
        texts = [number(step) for step in upright]
        self.left = round(10 + _LETTER_WIDTH * max(map(len, texts)), 2)
        self.bottom = float(size.height - _BOTTOM)
        self.across_length = size.width - _RIGHT - self.left
        self._highest = upright[-1]
        self.upright = tuple(
            Mark(round(self.y(step), 2), text, "end")
            for step, text in zip(upright, texts, strict=True)
        )

    def marks(self, wanted: Sequence[tuple[float, str]]) -> tuple[Mark, ...]:
        """What stands below the axis, from left to right.

        What would not fit at its end stands against it; what would touch the next is left out.
        """
        end = free = self.left + self.across_length
        marks: list[Mark] = []
        for at, text in reversed(wanted):
            width = _LETTER_WIDTH * len(text)
            is_last = not marks and at + width / 2 > end + _RIGHT
            begins = end - width if is_last else at - width / 2
            if not marks or begins + width <= free:
                marks.append(Mark(end, text, "end") if is_last else Mark(round(at, 2), text))
                free = begins - _LETTER_WIDTH
        return tuple(reversed(marks))

    def y(self, value: int) -> float:
        """How far from the top a value stands."""
        return self.bottom - (self.bottom - _TOP) * value / self._highest


def moments(length_ms: int, most: int) -> list[int]:
    """Round distances in time from 0 on within a length, all in milliseconds, at most `most`."""
    days = _DAY_MS * max(1, -(-length_ms // (_DAY_MS * (most - 1))))
    apart = next((one for one in _APART_MS if length_ms < one * most), days)
    return list(range(0, length_ms + 1, apart))
