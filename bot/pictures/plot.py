"""A plot of coins over time: an area under a line, with labels that come from outside."""

from collections.abc import Sequence
from typing import Final

from PIL import Image, ImageChops, ImageDraw

from bot.pictures.colours import LINE, MUTED, WHITE, Colour
from bot.pictures.easel import Box, panel
from bot.pictures.fonts import REGULAR
from bot.pictures.lettering import Style, fitted, shortened, width_of, write, write_around, write_to
from bot.pictures.subjects import Plot

_FINER: Final = 2
"""The line is drawn so many times as large as it is shown, for smooth edges."""
_LABEL: Final = Style(28, REGULAR, MUTED)
_MOST_LABEL_PIXELS: Final = 200
_SMALLEST: Final = 16
_MOST_POINTS: Final = 400
"""More would fall on the same pixels."""


def draw_plot(picture: Image.Image, box: Box, plot: Plot, colour: Colour) -> None:
    """The plot in a box of the picture: labels left and below, the area between them."""
    left, top, right, bottom = box
    is_empty = not any(value > 0 for _, value in plot.points)
    shown = [] if is_empty else plot.coin_labels[:5]
    # They are all as small as the longest has to be, which is told whole.
    sizes = [fitted(text, _LABEL, _MOST_LABEL_PIXELS, _SMALLEST)[1] for _, text in shown]
    small = min(sizes, key=lambda style: style.size, default=_LABEL)
    labels = [(value, shortened(text, small, _MOST_LABEL_PIXELS)) for value, text in shown]
    widest = max([width_of(glyphs, small) for _, glyphs in labels], default=0.0)
    inner = (left + widest + (18 if labels else 0), top + 12, right, bottom - 46)
    highest = max([value for _, value in plot.points] + [value for value, _ in labels] + [1.0])
    for value, glyphs in labels:
        y = inner[3] - (inner[3] - inner[1]) * value / highest
        panel(picture, (inner[0], y - 1, inner[2], y + 1), 0, LINE)
        write_to(picture, (inner[0] - 18, y + 10), glyphs, small)
    if is_empty:
        words = Style(32, REGULAR, MUTED)
        at = ((left + right) / 2, (inner[1] + inner[3]) / 2 + 10)
        write_around(picture, at, shortened(plot.empty, words, right - left - 40), words)
        panel(picture, (left, inner[3] - 1, right, inner[3] + 1), 0, LINE)
    else:
        _area(picture, inner, _placed(plot.points, inner, highest), colour)
    _minutes(picture, inner, plot)


def _placed(
    points: Sequence[tuple[float, float]], inner: Box, highest: float
) -> list[tuple[float, float]]:
    """The points in pixels."""
    left, top, right, bottom = inner
    first, last = points[0][0], points[-1][0]
    length = max(last - first, 1e-9)
    # A single point has no width, so it is drawn as level as long as the plot.
    if len(points) == 1:
        points = [(first, points[0][1]), (first + length, points[0][1])]
    return [
        (
            left + (right - left) * (minute - first) / length,
            bottom - (bottom - top) * max(value, 0) / highest,
        )
        for minute, value in _thinned(points)
    ]


def _thinned(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """At most so many points, of each bunch the highest, with the first and the last."""
    bunch = -(-len(points) // _MOST_POINTS)
    if bunch == 1:
        return list(points)
    inner = points[1:-1]
    highest = [
        max(inner[place : place + bunch], key=lambda point: point[1])
        for place in range(0, len(inner), bunch)
    ]
    return [points[0], *highest, points[-1]]


def _area(
    picture: Image.Image, inner: Box, points: list[tuple[float, float]], colour: Colour
) -> None:
    """An area that fades to the ground, and the line above it."""
    left, top, right, bottom = (round(edge) for edge in inner)
    # Some room around, so that the line is not cut where it runs along an edge.
    room = 8
    size = (right - left + 2 * room, bottom - top + 2 * room)
    line = [((x - left + room) * _FINER, (y - top + room) * _FINER) for x, y in points]
    floor = (bottom - top + room) * _FINER
    under = Image.new("L", (size[0] * _FINER, size[1] * _FINER))
    ImageDraw.Draw(under).polygon([(line[0][0], floor), *line, (line[-1][0], floor)], fill=255)
    fading = Image.linear_gradient("L").point([210 - value * 3 // 4 for value in range(256)])
    mask = ImageChops.multiply(under.reduce(_FINER), fading.resize(size))
    picture.paste(colour, (left - room, top - room), mask)
    above = Image.new("L", under.size)
    ImageDraw.Draw(above).line(line, fill=255, width=5 * _FINER, joint="curve")
    picture.paste(colour, (left - room, top - room), above.reduce(_FINER))
    x, y = points[-1]
    panel(picture, (x - 10, y - 10, x + 10, y + 10), 10, colour)
    panel(picture, (x - 5, y - 5, x + 5, y + 5), 5, WHITE)


def _minutes(picture: Image.Image, inner: Box, plot: Plot) -> None:
    """The labels of time, none of them beyond the plot's edges."""
    if not plot.minute_labels:
        return
    minutes = [minute for minute, _ in plot.points or plot.minute_labels]
    first, last = minutes[0], minutes[-1]
    length = max(last - first, 1e-9)
    reached = 0.0
    for minute, text in plot.minute_labels[:8]:
        glyphs = shortened(text, _LABEL, 200)
        width = width_of(glyphs, _LABEL)
        x = inner[0] + (inner[2] - inner[0]) * (minute - first) / length - width / 2
        x = min(max(x, inner[0]), inner[2] - width)
        if x < reached:
            continue
        write(picture, (x, inner[3] + 42), glyphs, _LABEL)
        reached = x + width + 24
