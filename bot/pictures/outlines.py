"""Draws an emoji from its outlines at any size: the part of SVG that Twemoji's files use."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from PIL import Image, ImageChops, ImageColor, ImageDraw

Point = tuple[float, float]
Matrix = tuple[float, float, float, float, float, float]
"""As in SVG: x' = a·x + c·y + e, y' = b·x + d·y + f."""

_FINER: Final = 4
"""Masks are drawn this many times as large as they are shown, for smooth edges."""
_STEPS: Final = 14
"""Straight lines in place of one curve: below a pixel off at 300 pixels."""
_UNKNOWN: Final = ("clip-path", "stroke", "style", "skew", "<use", "Gradient", "fill-opacity")
_TAG: Final = re.compile(r"<(/?)(\w+)((?:\s+[\w:-]+=\"[^\"]*\")*)\s*/?>")
_ATTRIBUTE: Final = re.compile(r"([\w:-]+)=\"([^\"]*)\"")
_NUMBER: Final = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_COMMAND: Final = re.compile(r"([MmLlHhVvCcSsQqTtAaZz])([^MmLlHhVvCcSsQqTtAaZz]*)")
_ARC: Final = re.compile(
    rf"({_NUMBER.pattern})[\s,]*({_NUMBER.pattern})[\s,]*({_NUMBER.pattern})[\s,]*"
    rf"([01])[\s,]*([01])[\s,]*({_NUMBER.pattern})[\s,]*({_NUMBER.pattern})"
)


class UnknownOutlinesError(ValueError):
    """A file uses a part of SVG that is not drawn here."""


@dataclass(frozen=True, slots=True)
class _Style:
    """What a form takes from the groups it lies in."""

    fill: str = "#000"
    opacity: float = 1.0
    matrix: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    even_odd: bool = False

    def within(self, attributes: dict[str, str]) -> "_Style":
        """The style of an element that lies in this one."""
        return _Style(
            attributes.get("fill", self.fill),
            self.opacity * float(attributes.get("opacity", "1")),
            _joined(self.matrix, attributes.get("transform", "")),
            attributes.get("fill-rule", "evenodd" if self.even_odd else "") == "evenodd",
        )


def draw_outlines(svg: str, size: int) -> Image.Image:
    """A square picture with a transparent ground, `size` pixels wide.

    Raises UnknownOutlinesError for a file that holds more than filled forms.
    """
    if any(part in svg for part in _UNKNOWN):
        raise UnknownOutlinesError("more than filled forms")
    picture = Image.new("RGBA", (size, size))
    for style, outlines in _forms(svg, size):
        _fill(picture, style, outlines)
    return picture


def _forms(svg: str, size: int) -> Iterator[tuple[_Style, list[list[Point]]]]:
    """Every form with its style, in pixels of the finer mask."""
    styles = [_Style()]
    for tag in _TAG.finditer(svg):
        closing, name, rest = tag.groups()
        attributes = dict(_ATTRIBUTE.findall(rest))
        if closing:
            styles.pop()
        elif name == "svg":
            styles.append(_Style(matrix=_fitted(attributes["viewBox"], size * _FINER)))
        elif name == "g":
            styles.append(styles[-1].within(attributes))
        elif name in {"path", "circle", "ellipse"}:
            style = styles[-1].within(attributes)
            is_path = name == "path"
            outlines = _path(attributes["d"]) if is_path else [_ellipse(attributes)]
            yield style, [[_moved(style.matrix, point) for point in line] for line in outlines]
            # Only groups are closed by a tag of their own.
            if not tag[0].endswith("/>"):
                styles.append(styles[-1])
        else:
            raise UnknownOutlinesError(name)


def _fill(picture: Image.Image, style: _Style, outlines: list[list[Point]]) -> None:
    """Paint what the outlines enclose."""
    outlines = [line for line in outlines if len(line) > 2]
    if style.fill == "none" or not outlines:
        return
    box = _box_of(outlines, picture.width)
    left, top, right, bottom = box
    if right <= left or bottom <= top:
        return
    mask = _mask(outlines, box, even_odd=style.even_odd).reduce(_FINER)
    if style.opacity < 1:
        mask = mask.point([round(value * style.opacity) for value in range(256)])
    colour = ImageColor.getrgb(style.fill)
    layer = Image.new("RGBA", mask.size, (*colour[:3], 0))
    layer.putalpha(mask)
    picture.alpha_composite(layer, (left, top))


def _box_of(outlines: list[list[Point]], size: int) -> tuple[int, int, int, int]:
    """The pixels of the picture that the outlines touch."""
    xs = [x / _FINER for line in outlines for x, _ in line]
    ys = [y / _FINER for line in outlines for _, y in line]
    return (
        max(0, math.floor(min(xs))),
        max(0, math.floor(min(ys))),
        min(size, math.ceil(max(xs)) + 1),
        min(size, math.ceil(max(ys)) + 1),
    )


def _mask(
    outlines: list[list[Point]], box: tuple[int, int, int, int], *, even_odd: bool
) -> Image.Image:
    """What the outlines enclose, by how often each goes round a point and in which direction."""
    left, top, right, bottom = (edge * _FINER for edge in box)
    size = (right - left, bottom - top)
    windings = Image.new("L", size, 128)
    for line in outlines:
        once = Image.new("L", size)
        ImageDraw.Draw(once).polygon([(x - left, y - top) for x, y in line], fill=1)
        add = ImageChops.add if _turns_right(line) else ImageChops.subtract
        windings = add(windings, once)
    inside = [
        255 if ((value - 128) % 2 if even_odd else value != 128) else 0 for value in range(256)
    ]
    return windings.point(inside)


def _turns_right(line: list[Point]) -> bool:
    pairs = zip(line, [*line[1:], line[0]], strict=True)
    return sum(x * other_y - other_x * y for (x, y), (other_x, other_y) in pairs) > 0


def _fitted(box: str, size: int) -> Matrix:
    """Shows a view box in the middle of a square, as large as it goes."""
    left, top, width, height = map(float, box.split())
    scale = size / max(width, height)
    return (
        scale,
        0.0,
        0.0,
        scale,
        (size - width * scale) / 2 - left * scale,
        (size - height * scale) / 2 - top * scale,
    )


def _moved(matrix: Matrix, point: Point) -> Point:
    a, b, c, d, e, f = matrix
    x, y = point
    return a * x + c * y + e, b * x + d * y + f


def _times(outer: Matrix, inner: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    x, y = _moved(outer, (e, f))
    first = outer[0] * a + outer[2] * b, outer[1] * a + outer[3] * b
    second = outer[0] * c + outer[2] * d, outer[1] * c + outer[3] * d
    return (*first, *second, x, y)


def _joined(matrix: Matrix, transform: str) -> Matrix:
    """A matrix, then what a `transform` attribute says."""
    for name, written in re.findall(r"(\w+)\(([^)]*)\)", transform):
        numbers = [float(number) for number in _NUMBER.findall(written)]
        if name == "matrix":
            a, b, c, d, e, f = numbers
            matrix = _times(matrix, (a, b, c, d, e, f))
        elif name == "translate":
            matrix = _times(matrix, (1.0, 0.0, 0.0, 1.0, numbers[0], [*numbers, 0.0][1]))
        elif name == "rotate":
            angle = math.radians(numbers[0])
            x, y = [*numbers[1:], 0.0, 0.0][:2]
            cosine, sine = math.cos(angle), math.sin(angle)
            turned = (cosine, sine, -sine, cosine, 0.0, 0.0)
            around = _times((1.0, 0.0, 0.0, 1.0, x, y), turned)
            matrix = _times(matrix, _times(around, (1.0, 0.0, 0.0, 1.0, -x, -y)))
        else:
            raise UnknownOutlinesError(name)
    return matrix


def _ellipse(attributes: dict[str, str]) -> list[Point]:
    """A circle or an ellipse."""
    x, y = float(attributes.get("cx", "0")), float(attributes.get("cy", "0"))
    width = float(attributes.get("rx") or attributes["r"])
    height = float(attributes.get("ry") or attributes["r"])
    turns = [2 * math.pi * step / (4 * _STEPS) for step in range(4 * _STEPS)]
    return [(x + width * math.cos(turn), y + height * math.sin(turn)) for turn in turns]


def _path(written: str) -> list[list[Point]]:
    """The closed lines of a path, curves as short straight ones."""
    pen = _Pen()
    for command, rest in _COMMAND.findall(written):
        if command in "Aa":
            for parts in _ARC.findall(rest):
                pen.arc(command == "a", [float(part) for part in parts])
        else:
            pen.follow(command, [float(number) for number in _NUMBER.findall(rest)])
    return pen.lines


class _Pen:
    """Follows the commands of a path."""

    def __init__(self) -> None:
        self.lines: list[list[Point]] = []
        self.at: Point = (0.0, 0.0)
        self.start: Point = (0.0, 0.0)
        self.handle: Point | None = None
        """The last curve's second handle, which a smooth curve mirrors."""
        self.bend: str = ""

    def follow(self, command: str, numbers: list[float]) -> None:
        """Go where one command and all its repetitions say."""
        kind, is_relative = command.upper(), command.islower()
        if kind == "Z":
            self.at, self.handle = self.start, None
            return
        count = {"H": 1, "V": 1, "C": 6, "S": 4, "Q": 4}.get(kind, 2)
        for first in range(0, len(numbers) - count + 1, count):
            points = self._points(kind, is_relative, numbers[first : first + count])
            if kind == "M" and first == 0:
                self.at, self.start, self.handle = points[-1], points[-1], None
                self.lines.append([self.at])
            elif kind in "CSQT":
                self._curve(kind, points)
            else:
                self._line(points[-1])

    def _points(self, kind: str, is_relative: bool, numbers: list[float]) -> list[Point]:
        x, y = self.at if is_relative else (0.0, 0.0)
        if kind == "H":
            return [(x + numbers[0], self.at[1])]
        if kind == "V":
            return [(self.at[0], y + numbers[0])]
        pairs = zip(numbers[::2], numbers[1::2], strict=True)
        return [(x + right, y + down) for right, down in pairs]

    def _line(self, to: Point) -> None:
        # After a line is closed, the next one begins where it began.
        if not self.lines or self.lines[-1][0] != self.start:
            self.lines.append([self.start])
        self.lines[-1].append(to)
        self.at, self.handle = to, None

    def _curve(self, kind: str, points: list[Point]) -> None:
        start, end = self.at, points[-1]
        if kind in "ST":
            points = [self._mirrored(kind), *points]
        handle = points[-2]
        if len(points) == 2:
            # A curve with one handle is the same as one with two, each two thirds of the way.
            points = [_between(start, handle, 2 / 3), _between(end, handle, 2 / 3), end]
        for step in range(1, _STEPS + 1):
            self._line(_on_curve((start, *points), step / _STEPS))
        self.at, self.handle, self.bend = end, handle, "C" if kind in "CS" else "Q"

    def _mirrored(self, kind: str) -> Point:
        """The handle that goes on smoothly from the last curve, if one of its kind went before."""
        if self.handle is None or self.bend != ("C" if kind == "S" else "Q"):
            return self.at
        return 2 * self.at[0] - self.handle[0], 2 * self.at[1] - self.handle[1]

    def arc(self, is_relative: bool, numbers: list[float]) -> None:
        """Go along an ellipse, as SVG 1.1, appendix F.6 computes its centre."""
        width, height, tilt, is_large, is_right, x, y = numbers
        start, end = self.at, (self.at[0] + x, self.at[1] + y) if is_relative else (x, y)
        if not width or not height or end == start:
            self._line(end)
            return
        cosine, sine = math.cos(math.radians(tilt)), math.sin(math.radians(tilt))
        half_x, half_y = (start[0] - end[0]) / 2, (start[1] - end[1]) / 2
        # From here on the ellipse is a circle of radius 1, seen from the line's middle.
        u = (cosine * half_x + sine * half_y) / abs(width)
        v = (cosine * half_y - sine * half_x) / abs(height)
        too_far = max(math.hypot(u, v), 1.0)
        u, v = u / too_far, v / too_far
        away = math.sqrt(max(0.0, 1 / (u * u + v * v) - 1)) * (1 if is_large != is_right else -1)
        centre = (away * v, -away * u)
        first, sweep = _turn((u, v), centre, is_right=bool(is_right))
        wide, high = abs(width) * too_far, abs(height) * too_far
        ellipse = (wide * cosine, wide * sine, -high * sine, high * cosine)
        middle = _between(start, end, 0.5)
        steps = max(2, round(abs(sweep) * _STEPS))
        for step in range(1, steps):
            turn = first + sweep * step / steps
            on_circle = (math.cos(turn) + centre[0], math.sin(turn) + centre[1])
            self._line(_moved((*ellipse, *middle), on_circle))
        self._line(end)


def _turn(start: Point, centre: Point, *, is_right: bool) -> tuple[float, float]:
    """Where on a circle an arc begins that ends opposite, and how far it goes, in radians."""
    first = math.atan2(start[1] - centre[1], start[0] - centre[0])
    sweep = math.atan2(-start[1] - centre[1], -start[0] - centre[0]) - first
    if is_right and sweep < 0:
        return first, sweep + 2 * math.pi
    if not is_right and sweep > 0:
        return first, sweep - 2 * math.pi
    return first, sweep


def _between(one: Point, other: Point, share: float) -> Point:
    return one[0] + (other[0] - one[0]) * share, one[1] + (other[1] - one[1]) * share


def _on_curve(points: tuple[Point, ...], share: float) -> Point:
    """A point of the curve that starts and ends at the first and last of four points."""
    parts = list(points)
    while len(parts) > 1:
        parts = [_between(one, other, share) for one, other in pairwise(parts)]
    return parts[0]
