"""Colours: mixed, told by a name, and read from a tier's number."""

import zlib
from typing import Final

Colour = tuple[int, int, int]
"""Red, green and blue, 0 to 255 each."""

WHITE: Final[Colour] = (255, 255, 255)
INK: Final[Colour] = (24, 25, 30)
"""The ground of every picture: a little darker than Discord's dark theme."""
PALE: Final[Colour] = (242, 243, 245)
MUTED: Final[Colour] = (168, 173, 184)
PANEL: Final[Colour] = (36, 38, 45)
LINE: Final[Colour] = (58, 61, 70)

_OF_NAMES: Final[tuple[Colour, ...]] = (
    (88, 101, 242),
    (219, 68, 122),
    (222, 98, 42),
    (28, 140, 124),
    (133, 86, 214),
    (42, 126, 204),
    (74, 148, 62),
    (196, 64, 72),
)


def read_colour(number: int) -> Colour:
    """A colour from 0xRRGGBB."""
    return number >> 16 & 255, number >> 8 & 255, number & 255


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """A colour between two: `share` (0 to 1) of it is the other's."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def colour_of_name(name: str) -> Colour:
    """The colour that belongs to a name: always the same one, dark enough for white letters."""
    return _OF_NAMES[zlib.crc32(name.encode("utf-8", "surrogatepass")) % len(_OF_NAMES)]


def bright(colour: Colour, least: float = 0.52) -> Colour:
    """The colour, made as light as `least` asks (0 to 1): 0.52 is read on any of our grounds."""
    share = 0.0
    while luminance(mix(colour, WHITE, share)) < least and share < 1:
        share += 0.1
    return mix(colour, WHITE, share)


def luminance(colour: Colour) -> float:
    """How light a colour looks, 0 to 1 (relative luminance of WCAG 2)."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (value / 255 for value in colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
