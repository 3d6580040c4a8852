"""Writes any text on a picture: each character by the first font that has it, emoji as pictures."""

import importlib.resources
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import lru_cache
from itertools import groupby
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from bot.pictures.colours import PALE, Colour
from bot.pictures.emoji import CLUSTER, emoji_file, emoji_picture

REGULAR: Final = 450
BOLD: Final = 700
STRONG: Final = 600

_MOST_CHARACTERS: Final = 500
"""Nothing longer fits on a picture, so nothing more is looked at."""
_EMOJI_ADVANCE: Final = 1.16
_EMOJI_SIZE: Final = 1.06
"""An emoji beside letters, in parts of the letters' size."""
_ABSENT: Final = "\U0010ffff"
"""No font has it, so this is what a font draws where it has nothing."""
_BLANKS: Final = frozenset("\u115f\u1160\u2800\u3164\uffa0\u180e\u034f")
"""What leaves no ink though it is no space: names are made of it to look empty."""
_HINDI_I: Final = re.compile("((?:[\u0915-\u0939]\u093c?\u094d)*[\u0915-\u0939]\u093c?)(\u093f)")
_LOOSE_MARKS: Final = re.compile("([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u20d0-\u20df])+")
"""Of marks that pile up on a letter, one is kept."""


class Face(Enum):
    """What a character is drawn by."""

    NOTO = auto()
    CHINESE = auto()
    EMOJI = auto()


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character that can be drawn, or one emoji with all its parts and its file."""

    text: str
    face: Face
    file: str = ""


@dataclass(frozen=True, slots=True)
class Style:
    """How a text is written: pixels, weight (100 to 900) and colour."""

    size: int
    weight: int = REGULAR
    colour: Colour = PALE


def _font(face: Face, size: int, weight: int) -> ImageFont.FreeTypeFont:
    return _chinese_font(size) if face is Face.CHINESE else _noto_font(size, weight)


@lru_cache(maxsize=20)
def _noto_font(size: int, weight: int) -> ImageFont.FreeTypeFont:
    font = _opened("fontpkg_noto_sans", "files/NotoSans[wdth,wght].ttf", size)
    font.set_variation_by_axes([weight, 100])
    return font


# Each one takes 5 MB, and a millisecond to open again.
@lru_cache(maxsize=2)
def _chinese_font(size: int) -> ImageFont.FreeTypeFont:
    return _opened("noto_cjk_sans_jp_regular", "NotoSansCJKjp-Regular.otf", size)


def _opened(package: str, name: str, size: int) -> ImageFont.FreeTypeFont:
    with importlib.resources.as_file(importlib.resources.files(package) / name) as path:
        # The other engine takes libraries of the system, so pictures would differ by machine.
        return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=4096)
def _has(face: Face, character: str) -> bool:
    """Whether a font has a character: else it draws the box that stands for all it lacks."""
    font = _font(face, 24, REGULAR)
    mask, absent = font.getmask(character), _absent(face)
    return (mask.size, bytes(mask)) != absent


@lru_cache(maxsize=2)
def _absent(face: Face) -> tuple[tuple[int, int], bytes]:
    mask = _font(face, 24, REGULAR).getmask(_ABSENT)
    return mask.size, bytes(mask)


def read(text: str) -> list[Glyph]:
    """What of a text can be drawn, in order; blanks become one space, the rest is left out."""
    text = unicodedata.normalize("NFC", " ".join(text[:_MOST_CHARACTERS].split()))
    # A Hindi i is written after its consonants and stands before them.
    text = _HINDI_I.sub(r"\2\1", text)
    text = _LOOSE_MARKS.sub(r"\1", text)
    glyphs = [glyph for cluster in CLUSTER.findall(text) for glyph in _glyphs(cluster)]
    kept = [
        glyph
        for before, glyph in zip([Glyph(" ", Face.NOTO), *glyphs], glyphs, strict=False)
        if (before.text, glyph.text) != (" ", " ")
    ]
    return kept[:-1] if kept and kept[-1].text == " " else kept


def _glyphs(cluster: str) -> Iterator[Glyph]:
    """A cluster as one emoji if it is one, else what of its characters can be drawn."""
    is_plain = len(cluster) == 1 and cluster not in _BLANKS and _is_seen(cluster)
    if is_plain and _has(Face.NOTO, cluster):
        yield Glyph(cluster, Face.NOTO)
    elif file := emoji_file(cluster):
        yield Glyph(cluster, Face.EMOJI, file)
    elif len(cluster) > 1:
        for character in cluster:
            yield from _glyphs(character)
    elif is_plain and _has(Face.CHINESE, cluster):
        yield Glyph(cluster, Face.CHINESE)
    elif (plainer := unicodedata.normalize("NFKC", cluster)) != cluster:
        # Letters in fancy dress, like those of mathematics, are written as what they stand for.
        for character in plainer:
            yield from _glyphs(character)


def _is_seen(character: str) -> bool:
    return character == " " or unicodedata.category(character)[0] not in "CZ"


def written(text: str, instead: str) -> str:
    """The text, or what is written instead where nothing of it can be drawn."""
    return text if any(glyph.text != " " for glyph in read(text)) else instead


def width_of(glyphs: list[Glyph], style: Style) -> float:
    """How many pixels wide glyphs are."""
    return sum(
        len(run) * style.size * _EMOJI_ADVANCE
        if face is Face.EMOJI
        else _font(face, style.size, style.weight).getlength("".join(run))
        for face, run in _runs(glyphs)
    )


def _runs(glyphs: list[Glyph]) -> Iterator[tuple[Face, list[str]]]:
    for face, run in groupby(glyphs, key=lambda glyph: glyph.face):
        yield face, [glyph.file or glyph.text for glyph in run]


def shortened(text: str, style: Style, width: float) -> list[Glyph]:
    """The glyphs of a text, cut with "…" to a width in pixels."""
    glyphs = read(text)
    if width_of(glyphs, style) <= width:
        return glyphs
    dots = Glyph("…", Face.NOTO)
    fewest, most = 0, len(glyphs)
    while fewest < most:
        middle = (fewest + most + 1) // 2
        if width_of([*glyphs[:middle], dots], style) <= width:
            fewest = middle
        else:
            most = middle - 1
    while fewest and glyphs[fewest - 1].text == " ":
        fewest -= 1
    return [*glyphs[:fewest], dots]


def fitted(text: str, style: Style, width: float, smallest: int) -> tuple[list[Glyph], Style]:
    """The text in smaller letters if that makes it fit, else in the smallest ones and cut."""
    glyphs = read(text)
    needed = width_of(glyphs, style)
    size = style.size
    if needed > width:
        # In steps, for each size is a font that is kept open.
        size = max(smallest, int(size * width / needed) // 4 * 4)
        # Letters are hinted, so that smaller ones may be wider than their size says.
        while size > smallest and width_of(glyphs, replace(style, size=size)) > width:
            size = max(smallest, size - 4)
    style = Style(size, style.weight, style.colour)
    return shortened(text, style, width), style


def wrapped(text: str, style: Style, width: float, most_lines: int) -> list[list[Glyph]]:
    """The text in lines of a width, broken at spaces where it can be, the last one cut."""
    lines: list[list[Glyph]] = []
    rest = read(text)
    while rest and len(lines) < most_lines - 1:
        taken = _first_line(rest, style, width)
        lines.append(rest[:taken])
        rest = rest[taken:]
        while rest and rest[0].text == " ":
            rest = rest[1:]
    if rest:
        lines.append(shortened("".join(glyph.text for glyph in rest), style, width))
    return lines


def _first_line(glyphs: list[Glyph], style: Style, width: float) -> int:
    """How many glyphs fit in a line."""
    taken, used = 0, 0.0
    for glyph in glyphs:
        used += width_of([glyph], style)
        if used > width:
            break
        taken += 1
    if taken == len(glyphs):
        return taken
    breaks = [place for place in range(1, taken + 1) if _may_break(glyphs, place)]
    return max([*breaks[-1:], 0]) or max(taken, 1)


def _may_break(glyphs: list[Glyph], place: int) -> bool:
    return glyphs[place].text == " " or (
        Face.NOTO not in (glyphs[place].face, glyphs[place - 1].face)
    )


def write(
    picture: Image.Image, at: tuple[float, float], text: str | list[Glyph], style: Style
) -> float:
    """Write from a point on the baseline on; tells where the text ends.

    The picture is changed in place and has no transparent ground.
    """
    x, baseline = at
    draw = ImageDraw.Draw(picture)
    for face, run in _runs(read(text) if isinstance(text, str) else text):
        if face is Face.EMOJI:
            for file in run:
                _stamp(picture, file, (x, baseline), style.size)
                x += style.size * _EMOJI_ADVANCE
        else:
            font = _font(face, style.size, style.weight)
            # The font of Chinese signs comes in one weight: a bold one is drawn with a thin edge.
            edge = style.size / 48 if face is Face.CHINESE and style.weight >= STRONG else 0
            letters = "".join(run)
            draw.text(
                (x, baseline),
                letters,
                font=font,
                fill=style.colour,
                anchor="ls",
                stroke_width=edge,
            )
            x += font.getlength(letters)
    return x


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
