"""Fonts: which one has a character, how wide a text in it is, and the ink that it leaves."""

import importlib
import importlib.resources
import unicodedata
from enum import Enum, auto
from functools import lru_cache
from typing import Any, Final, NamedTuple

from PIL import Image

from bot.pictures.directions import END_OF_ISOLATE, ISOLATE

REGULAR: Final = 450
STRONG: Final = 600
BOLD: Final = 700
"""Weights, of 100 to 900."""

# HarfBuzz comes without types. Pillow has it, too, but uses it only where FriBidi is installed:
# pictures would differ by machine.
_harfbuzz: Any = importlib.import_module("uharfbuzz")

_UNIT: Final = 64
"""Parts of a pixel in which HarfBuzz counts."""
_MOST_SIZES: Final = 64
_BOLDER: Final = 0.03
"""By how much of its size a font of one weight is made bolder."""
_BLANKS: Final = frozenset("\u115f\u1160\u2800\u3164\uffa0\u180e\u034f")
"""What leaves no ink though it is no space: names are made of it to look empty."""


class Face(Enum):
    """What a character is drawn by."""

    NOTO = auto()
    DEVANAGARI = auto()
    HEBREW = auto()
    ARABIC = auto()
    THAI = auto()
    CHINESE = auto()
    EMOJI = auto()


_NOTO: Final = ("fontpkg_noto_sans", "files/NotoSans[wdth,wght].ttf")
_FILES: Final = {
    Face.NOTO: _NOTO,
    # The same file, but no letters of another script in one run: its rules are for one at a time.
    Face.DEVANAGARI: _NOTO,
    Face.HEBREW: ("fontpkg_heebo", "files/Heebo[wght].ttf"),
    Face.ARABIC: ("fontpkg_noto_sans_arabic", "files/NotoSansArabic[wdth,wght].ttf"),
    Face.THAI: ("fontpkg_noto_sans_thai", "files/NotoSansThai[wdth,wght].ttf"),
    Face.CHINESE: ("noto_cjk_sans_jp_regular", "NotoSansCJKjp-Regular.otf"),
}
_BLOCKS: Final = (
    (0x0590, 0x05FF, Face.HEBREW),
    (0x0600, 0x06FF, Face.ARABIC),
    (0x0750, 0x077F, Face.ARABIC),
    (0x0870, 0x08FF, Face.ARABIC),
    (0x0900, 0x097F, Face.DEVANAGARI),
    (0x0E00, 0x0E7F, Face.THAI),
    (0xA8E0, 0xA8FF, Face.DEVANAGARI),
    (0xFB1D, 0xFB4F, Face.HEBREW),
    (0xFB50, 0xFDFF, Face.ARABIC),
    (0xFE70, 0xFEFC, Face.ARABIC),
)
"""Unicode's blocks (Blocks.txt) of the scripts that have a face of their own."""


class Ink(NamedTuple):
    """What a text leaves on a picture: a mask, and its left and top from where it is written."""

    mask: Image.Image
    left: int
    top: int


class _Shaped(NamedTuple):
    """A text as forms of its font: which, where from the start on, and how wide they are."""

    forms: tuple[tuple[int, int, int], ...]
    width: int


def face_of(character: str) -> Face | None:
    """The face that writes a character before it is looked for among emoji, None where none does.

    The signs that isolate a name in a sentence have one, though nothing of them is drawn.
    """
    if character in {ISOLATE, END_OF_ISOLATE}:
        return Face.NOTO
    if character != " " and not _is_seen(character):
        return None
    code = ord(character)
    own = next((face for first, last, face in _BLOCKS if first <= code <= last), Face.NOTO)
    return own if has(own, character) else None


def other_face_of(character: str) -> Face | None:
    """The face of Chinese, Japanese and Korean, which has signs besides, if it has this one."""
    return Face.CHINESE if _is_seen(character) and has(Face.CHINESE, character) else None


def _is_seen(character: str) -> bool:
    return character not in _BLANKS and unicodedata.category(character)[0] not in "CZ"


@lru_cache(maxsize=4096)
def has(face: Face, character: str) -> bool:
    """Whether a face has a form for a character."""
    return bool(_font(face, 24, 400).get_nominal_glyph(ord(character)))


def width_in(face: Face, text: str, size: int, weight: int, *, leftward: bool) -> float:
    """How many pixels wide a text is; of one that runs right to left, the first letter is right."""
    return _shaped(face, text, size, weight, leftward=leftward).width / _UNIT


def ink_of(
    face: Face, text: str, size: int, weight: int, *, leftward: bool, offset: float = 0.0
) -> Ink | None:
    """A text's ink, moved to the right by a part of a pixel (0 to 1); None where there is none."""
    font = _font(face, size, weight)
    drawing = _harfbuzz.RasterDraw()
    drawing.scale_factor = (_UNIT, _UNIT)
    for form, x, y in _shaped(face, text, size, weight, leftward=leftward).forms:
        drawing.transform = (1, 0, 0, 1, x + offset * _UNIT, y)
        drawing.draw_glyph(font, form)
    drawn = drawing.render()
    box = drawn.extents
    if not box.width or not box.height:
        return None
    # Its lowest line comes first.
    data, room = bytes(drawn.buffer), (box.width, box.height)
    mask = Image.frombytes("L", room, data, "raw", "L", box.stride, -1)
    return Ink(mask, box.x_origin, -(box.y_origin + box.height))


@lru_cache(maxsize=512)
def _shaped(face: Face, text: str, size: int, weight: int, *, leftward: bool) -> _Shaped:
    buffer = _harfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if leftward else "ltr"
    buffer.flags |= _harfbuzz.BufferFlags.DO_NOT_INSERT_DOTTED_CIRCLE
    _harfbuzz.shape(_font(face, size, weight), buffer)
    forms, x = [], 0
    for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        forms.append((info.codepoint, x + position.x_offset, position.y_offset))
        x += position.x_advance
    return _Shaped(tuple(forms), x)


@lru_cache(maxsize=_MOST_SIZES)
def _font(face: Face, size: int, weight: int) -> Any:
    file = _file(*_FILES[face])
    font = _harfbuzz.Font(file)
    font.scale = (size * _UNIT, size * _UNIT)
    if file.has_var_data:
        font.set_variations({"wght": weight})
    elif weight >= STRONG:
        font.synthetic_bold = (_BOLDER, _BOLDER, True)
    return font


@lru_cache(maxsize=len(_FILES))
def _file(package: str, name: str) -> Any:
    """A font's file, of which only what is needed is read."""
    with importlib.resources.as_file(importlib.resources.files(package) / name) as path:
        return _harfbuzz.Face(_harfbuzz.Blob.from_file_path(str(path)))
