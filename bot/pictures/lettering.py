"""Writes any text on a picture: each character by the font that has it, emoji as pictures."""

import math
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final, NamedTuple

from PIL import Image

from bot.pictures.colours import PALE, Colour
from bot.pictures.directions import END_OF_ISOLATE, ISOLATE, in_sight, levels_of
from bot.pictures.emoji import CLUSTER, emoji_picture
from bot.pictures.emoji_files import emoji_file
from bot.pictures.fonts import REGULAR, Face, face_of, has, ink_of, other_face_of, width_in

_MOST_CHARACTERS: Final = 500
"""Nothing longer fits on a picture, so nothing more is looked at."""
_MOST_IN_A_LINE: Final = 200
"""No line of a picture has room for more, so no longer one is measured."""
_EMOJI_ADVANCE: Final = 1.16
_EMOJI_SIZE: Final = 1.06
"""An emoji beside letters, in parts of the letters' size."""
_JOINERS: Final = frozenset("\u200c\u200d")
"""Whether a letter joins its neighbour, which Persian and Hindi tell words apart by."""
_JOINING: Final = frozenset({Face.ARABIC, Face.DEVANAGARI})
_BEARING_NOTHING: Final = frozenset({" ", ISOLATE, END_OF_ISOLATE})
_SELECTORS: Final = re.compile("[\ufe00-\ufe0f]")
_MOST_MARKS: Final = 3
"""On one letter: Hebrew has a dot, a dagesh and a vowel, Thai a vowel and a tone."""
_LOOSE_MARKS: Final = re.compile("([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u20d0-\u20df])+")
"""Of marks that pile up on a letter, one is kept."""
_NEVER_FIRST: Final = frozenset("。、，．！？：；）］｝」』】》〉・ーะาำๅๆฯ")
_NEVER_LAST: Final = frozenset("（［｛「『【《〈เแโใไ")
"""Signs that belong to what goes before or after them, where a line is broken between letters."""
_WITHOUT_SPACES: Final = frozenset({Face.CHINESE, Face.EMOJI, Face.THAI})


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character with its marks, or one emoji with all its parts and its file.

    Of an odd `level` are those that run right to left.
    """

    text: str
    face: Face
    file: str = ""
    level: int = 0


@dataclass(frozen=True, slots=True)
class Style:
    """How a text is written: pixels, weight (100 to 900) and colour."""

    size: int
    weight: int = REGULAR
    colour: Colour = PALE


class _Run(NamedTuple):
    """Neighbours that one face draws in one direction; emoji as they are seen, else as read."""

    face: Face
    leftward: bool
    glyphs: list[Glyph]

    @property
    def text(self) -> str:
        return "".join(glyph.text for glyph in self.glyphs)


def read(text: str) -> list[Glyph]:
    """What of a text can be drawn, in order; blanks become one space, the rest is left out."""
    text = unicodedata.normalize("NFC", " ".join(text[:_MOST_CHARACTERS].split()))
    kept: list[Glyph] = []
    for cluster in CLUSTER.findall(_LOOSE_MARKS.sub(r"\1", text)):
        _take(kept, cluster)
    levels = levels_of([glyph.text if glyph.face is not Face.EMOJI else "" for glyph in kept])
    found: list[Glyph] = []
    for glyph, level in zip(kept, levels, strict=True):
        is_double = glyph.text == " " and (not found or found[-1].text == " ")
        if glyph.text not in {ISOLATE, END_OF_ISOLATE} and not is_double:
            found.append(replace(glyph, level=level) if level else glyph)
    return found[:-1] if found and found[-1].text == " " else found


def _take(kept: list[Glyph], cluster: str) -> None:
    """Add a cluster as one emoji if it is one, else what of its characters can be drawn."""
    is_single = len(cluster) == 1
    if is_single and (cluster in _JOINERS or unicodedata.category(cluster)[0] == "M"):
        _hang(kept, cluster)
    elif is_single and (face := face_of(cluster)):
        kept.append(Glyph(cluster, face))
    elif file := emoji_file(cluster):
        kept.append(Glyph(cluster, Face.EMOJI, file))
    elif is_single and (face := other_face_of(cluster)):
        kept.append(Glyph(cluster, face))
    else:
        for character in _undressed(cluster) if is_single else cluster:
            _take(kept, character)


def _undressed(character: str) -> str:
    """What a letter in fancy dress, like those of mathematics, stands for; else nothing."""
    plainer = unicodedata.normalize("NFKC", character)
    return plainer if plainer != character else ""


def _hang(kept: list[Glyph], mark: str) -> None:
    """Add a mark to the letter before it, if there is one that can bear it."""
    if not kept or kept[-1].text in _BEARING_NOTHING or _SELECTORS.match(mark):
        return
    letter = kept[-1]
    can_bear = letter.face in _JOINING if mark in _JOINERS else _bears(letter, mark)
    if can_bear and mark not in letter.text and len(letter.text) <= _MOST_MARKS:
        kept[-1] = replace(letter, text=letter.text + mark)


def _bears(letter: Glyph, mark: str) -> bool:
    return letter.face is not Face.EMOJI and has(letter.face, mark)


def written(text: str, instead: str) -> str:
    """The text, or what is written instead where nothing of it can be drawn."""
    return text if any(glyph.text != " " for glyph in read(text)) else instead


def runs_leftward(glyphs: list[Glyph]) -> bool:
    """Whether a whole text runs right to left, whatever lies in it."""
    return min((glyph.level for glyph in glyphs), default=0) % 2 == 1


def width_of(glyphs: list[Glyph], style: Style) -> float:
    """How many pixels wide glyphs are."""
    return sum(_width(run, style) for run in _runs(glyphs))


def _width(run: _Run, style: Style) -> float:
    if run.face is Face.EMOJI:
        return len(run.glyphs) * style.size * _EMOJI_ADVANCE
    return width_in(run.face, run.text, style.size, style.weight, leftward=run.leftward)


def _runs(glyphs: list[Glyph]) -> Iterator[_Run]:
    """The runs of a line from left to right."""
    seen = in_sight(glyphs, lambda glyph: glyph.level)
    for (face, leftward), run in groupby(seen, key=lambda glyph: (glyph.face, glyph.level % 2)):
        found = list(run)
        if leftward and face is not Face.EMOJI:
            found.reverse()
        yield _Run(face, bool(leftward), found)


def shortened(text: str, style: Style, width: float) -> list[Glyph]:
    """The glyphs of a text, cut with "…" to a width in pixels."""
    glyphs = read(text)
    return _cut(glyphs, style, width, _dots(glyphs))


def _dots(glyphs: list[Glyph]) -> Glyph:
    """What stands in the place of the rest of a text, where that would have gone on."""
    return Glyph("…", Face.NOTO, level=int(runs_leftward(glyphs)))


def _cut(glyphs: list[Glyph], style: Style, width: float, dots: Glyph) -> list[Glyph]:
    if width_of(glyphs, style) <= width:
        return glyphs
    taken = _fitting(glyphs, style, width, [dots])
    while taken and glyphs[taken - 1].text == " ":
        taken -= 1
    return [*glyphs[:taken], dots]


def _fitting(
    glyphs: list[Glyph], style: Style, width: float, end: list[Glyph] | None = None
) -> int:
    """How many glyphs fit into a width, with what stands at their end."""
    after = end or []
    lengths = range(1, min(len(glyphs), _MOST_IN_A_LINE) + 1)
    return bisect_right(lengths, width, key=lambda it: width_of([*glyphs[:it], *after], style))


def fitted(text: str, style: Style, width: float, smallest: int) -> tuple[list[Glyph], Style]:
    """The text in smaller letters if that makes it fit, else in the smallest ones and cut."""
    glyphs = read(text)
    needed = width_of(glyphs, style)
    size = style.size
    if needed > width:
        size = max(smallest, math.floor(size * width / needed))
        # Widths are rounded, form by form.
        while size > smallest and width_of(glyphs, replace(style, size=size)) > width:
            size -= 1
    style = replace(style, size=size)
    return _cut(glyphs, style, width, _dots(glyphs)), style


def in_lines(
    text: str, style: Style, width: float, steps: Sequence[tuple[int, int]]
) -> tuple[list[list[Glyph]], Style]:
    """All of a text in the largest letters in which it has room; cut where even the last is short.

    `steps` are sizes in pixels, each with the most lines that there may be of it, largest first.
    """
    glyphs = read(text)
    for size, most_lines in steps:
        lines = wrapped(glyphs, replace(style, size=size), width, most_lines + 1)
        if len(lines) <= most_lines:
            return lines, replace(style, size=size)
    size, most_lines = steps[-1]
    return wrapped(glyphs, replace(style, size=size), width, most_lines), replace(style, size=size)


def wrapped(glyphs: list[Glyph], style: Style, width: float, most_lines: int) -> list[list[Glyph]]:
    """Glyphs in lines of a width, broken at spaces where it can be, the last one cut."""
    lines: list[list[Glyph]] = []
    rest = glyphs
    while rest and len(lines) < most_lines - 1:
        taken = _first_line(rest, style, width)
        lines.append(rest[:taken])
        rest = rest[taken:]
        while rest and rest[0].text == " ":
            rest = rest[1:]
    if rest:
        lines.append(_cut(rest, style, width, _dots(glyphs)))
    return lines


def _first_line(glyphs: list[Glyph], style: Style, width: float) -> int:
    """How many glyphs make the first line."""
    taken = _fitting(glyphs, style, width)
    if taken == len(glyphs):
        return taken
    breaks = [place for place in range(1, taken + 1) if _may_break(glyphs, place)]
    # Where words are not parted, a late space is a better end than a place between two letters.
    spaces = [place for place in breaks if glyphs[place].text == " " and place > taken * 2 / 3]
    return [max(taken, 1), *breaks, *spaces][-1]


def _may_break(glyphs: list[Glyph], place: int) -> bool:
    before, after = glyphs[place - 1], glyphs[place]
    if after.text == " ":
        return True
    are_parted = {before.face, after.face} <= _WITHOUT_SPACES
    return are_parted and before.text not in _NEVER_LAST and after.text not in _NEVER_FIRST


def write(
    picture: Image.Image, at: tuple[float, float], text: str | list[Glyph], style: Style
) -> float:
    """Write from a point on the baseline on to the right; tells where the text ends.

    The picture is changed in place and has no transparent ground.
    """
    x, baseline = at
    for run in _runs(read(text) if isinstance(text, str) else text):
        if run.face is Face.EMOJI:
            for number, glyph in enumerate(run.glyphs):
                left = x + number * style.size * _EMOJI_ADVANCE
                _stamp(picture, glyph.file, (left, baseline), style.size)
        else:
            _ink(picture, run, (x, baseline), style)
        x += _width(run, style)
    return x


def _ink(picture: Image.Image, run: _Run, at: tuple[float, float], style: Style) -> None:
    left, top = math.floor(at[0]), round(at[1])
    offset = at[0] - left
    about = (run.face, run.text, style.size, style.weight)
    ink = ink_of(*about, leftward=run.leftward, offset=offset)
    if ink is not None:
        picture.paste(style.colour, (left + ink.left, top + ink.top), ink.mask)


def _stamp(picture: Image.Image, file: str, at: tuple[float, float], letter_size: int) -> None:
    size = round(letter_size * _EMOJI_SIZE)
    emoji = emoji_picture(file, size)
    left = round(at[0] + (letter_size * _EMOJI_ADVANCE - size) / 2)
    picture.paste(emoji, (left, round(at[1] - size * 0.83)), emoji)


def write_to(
    picture: Image.Image, at: tuple[float, float], text: str | list[Glyph], style: Style
) -> float:
    """Write so that the text ends at a point of the baseline; tells where it begins."""
    glyphs = read(text) if isinstance(text, str) else text
    x = at[0] - width_of(glyphs, style)
    write(picture, (x, at[1]), glyphs, style)
    return x


def write_around(
    picture: Image.Image, at: tuple[float, float], text: str | list[Glyph], style: Style
) -> None:
    """Write so that a point of the baseline is the text's middle."""
    glyphs = read(text) if isinstance(text, str) else text
    write(picture, (at[0] - width_of(glyphs, style) / 2, at[1]), glyphs, style)
