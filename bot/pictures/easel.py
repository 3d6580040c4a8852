"""The forms that pictures are made of: grounds, avatars, badges, bars and arrows."""

import io
import math
from typing import Final

from PIL import Image, ImageDraw, ImageFilter

from bot.pictures.colours import WHITE, Colour, colour_of_name, mix
from bot.pictures.fonts import BOLD, Face
from bot.pictures.lettering import Style, read, width_of, write, write_around, written
from bot.pictures.subjects import Person

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""

_FINER: Final = 4
"""Masks are drawn this many times as large as they are shown, for smooth edges."""
_COARSER: Final = 4
"""Grounds are drawn at this part of their size: nobody sees it, and it is fast."""
_SMOOTH: Final = Image.Resampling.BICUBIC
MOST_AVATAR_PIXELS: Final = 1024
PORTRAIT_PIXELS: Final = 160
"""How wide an avatar is kept: as large as one is drawn, on the finest screen."""


def ground(size: tuple[int, int], left: Colour, right: Colour, *, turn: float) -> Image.Image:
    """A ground that goes from one colour to another, turned by so many degrees."""
    small = (math.ceil(size[0] / _COARSER), math.ceil(size[1] / _COARSER))
    longest = math.ceil(math.hypot(*small))
    slope = Image.linear_gradient("L").rotate(90).resize((longest, longest), _SMOOTH)
    slope = slope.rotate(turn, _SMOOTH)
    x, y = (longest - small[0]) // 2, (longest - small[1]) // 2
    slope = slope.crop((x, y, x + small[0], y + small[1])).resize(size, _SMOOTH)
    return Image.composite(Image.new("RGB", size, right), Image.new("RGB", size, left), slope)


def glow(
    picture: Image.Image, centre: tuple[int, int], radius: int, light: tuple[Colour, float]
) -> None:
    """Light a picture up around a point, `light` being a colour and its strength (0 to 1)."""
    colour, strength = light
    mask = light_around(2.0).point([round(value * strength) for value in range(256)])
    mask = mask.resize((2 * radius, 2 * radius), _SMOOTH)
    picture.paste(colour, (centre[0] - radius, centre[1] - radius), mask)


def light_around(fading: float) -> Image.Image:
    """A mask of 256 pixels that is full in the middle and nothing from the nearest edge on."""
    # The picture that comes with the library reaches its end at the corners only.
    return Image.radial_gradient("L").point(
        [round(max(0.0, 1 - value / 180) ** fading * 255) for value in range(256)]
    )


def panel(picture: Image.Image, box: Box, radius: float, fill: Colour) -> None:
    """A rounded rectangle with smooth edges."""
    left, top, right, bottom = (round(edge) for edge in box)
    if right <= left or bottom <= top:
        return
    picture.paste(fill, (left, top), rounded_mask((right - left, bottom - top), radius))


def rounded_mask(size: tuple[int, int], radius: float) -> Image.Image:
    """What a rounded rectangle covers of its box."""
    width, height = size
    mask = Image.new("L", size, 255)
    # Only the corners need the finer mask: that of a whole panel would take megabytes.
    corner = math.ceil(min(radius, width / 2, height / 2))
    if corner:
        finer = min(radius, width / 2, height / 2) * _FINER
        quarter = Image.new("L", (corner * _FINER, corner * _FINER))
        ImageDraw.Draw(quarter).ellipse((0, 0, 2 * finer - 1, 2 * finer - 1), fill=255)
        quarter = quarter.reduce(_FINER)
        flipped = quarter.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
        mask.paste(quarter, (0, 0))
        mask.paste(flipped, (width - corner, 0))
        mask.paste(quarter.transpose(Image.Transpose.FLIP_TOP_BOTTOM), (0, height - corner))
        lower = flipped.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
        mask.paste(lower, (width - corner, height - corner))
    return mask


def shape(
    picture: Image.Image, points: list[tuple[float, float]], fill: Colour, opacity: float = 1.0
) -> None:
    """A filled form with smooth edges."""
    left, top = math.floor(min(x for x, _ in points)), math.floor(min(y for _, y in points))
    right, bottom = math.ceil(max(x for x, _ in points)), math.ceil(max(y for _, y in points))
    mask = Image.new("L", ((right - left + 1) * _FINER, (bottom - top + 1) * _FINER))
    inside = [((x - left) * _FINER, (y - top) * _FINER) for x, y in points]
    ImageDraw.Draw(mask).polygon(inside, fill=round(255 * opacity))
    picture.paste(fill, (left, top), mask.reduce(_FINER))


def arrow(picture: Image.Image, at: tuple[float, float], size: float, colour: Colour) -> None:
    """An arrow to the right, whose tail's middle is at a point."""
    x, y = at
    half, thick = size * 0.3, size * 0.07
    head = x + size - half * 1.25
    shape(
        picture,
        [
            (x, y - thick),
            (head, y - thick),
            (head, y - half),
            (x + size, y),
            (head, y + half),
            (head, y + thick),
            (x, y + thick),
        ],
        colour,
    )


def badge(
    picture: Image.Image, at: tuple[float, float], text: str, fill: Colour, size: int
) -> None:
    """A short text in a pill: its left end's middle and the letters' size in pixels."""
    x, y = at
    end = x + badge_width(text, size)
    panel(picture, (x, y - size * 0.78, end, y + size * 0.78), size, fill)
    write(picture, (x + size * 0.55, y + size * 0.36), text, Style(size, BOLD, WHITE))


def badge_width(text: str, size: int) -> float:
    """How many pixels wide a badge is."""
    return width_of(read(text), Style(size, BOLD)) + size * 1.1


def avatar(picture: Image.Image, box: tuple[int, int, int], person: Person, ring: Colour) -> None:
    """A person's face in a circle with a ring: left, top and width in pixels."""
    left, top, size = box
    edge = max(3, round(size * 0.045))
    panel(picture, (left, top, left + size, top + size), size, ring)
    inner = size - 2 * edge
    face = _face(person, inner)
    picture.paste(face, (left + edge, top + edge), rounded_mask((inner, inner), inner))


def _face(person: Person, size: int) -> Image.Image:
    if person.avatar is not None:
        known = read_image(person.avatar)
        if known is not None:
            base = Image.new("RGBA", known.size, (*colour_of_name(person.name), 255))
            base.alpha_composite(known)
            return base.convert("RGB").resize((size, size), Image.Resampling.LANCZOS)
    return _initial(written(person.name, person.instead), size)


def _initial(name: str, size: int) -> Image.Image:
    """The first sign of a name on the name's colour."""
    colour = colour_of_name(name)
    picture = ground((size, size), mix(colour, WHITE, 0.12), mix(colour, (0, 0, 0), 0.12), turn=-90)
    glyphs = [glyph for glyph in read(name) if glyph.text[0].isalnum() or glyph.face is Face.EMOJI]
    first = (glyphs or read(name))[:1]
    if first and first[0].face is not Face.EMOJI:
        first = read(first[0].text.upper())[:1]
    style = Style(round(size * 0.52), BOLD, WHITE)
    write_around(picture, (size / 2, size * 0.69), first, style)
    return picture


def read_image(data: bytes) -> Image.Image | None:
    """A picture from outside as a square with a transparent ground, None if it is none.

    Only the common formats are read, and nothing larger than 1,024 pixels a side.
    """
    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "GIF", "WEBP")) as opened:
            if max(opened.size) > MOST_AVATAR_PIXELS or min(opened.size) < 1:
                return None
            picture = opened.convert("RGBA")
    # What a broken file raises is different with every format.
    except (
        OSError,
        ValueError,
        SyntaxError,
        EOFError,
        IndexError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
    ):
        return None
    side = min(picture.size)
    left, top = (picture.width - side) // 2, (picture.height - side) // 2
    return picture.crop((left, top, left + side, top + side))


def portrait(data: bytes) -> bytes | None:
    """A picture from outside as a small square PNG of our own making, None if it is none."""
    picture = read_image(data)
    if picture is None:
        return None
    size = min(picture.width, PORTRAIT_PIXELS)
    return png(picture.resize((size, size), Image.Resampling.LANCZOS))


def png(picture: Image.Image) -> bytes:
    """The picture as a file."""
    file = io.BytesIO()
    # A higher level takes twice the time, for a twentieth of the size.
    picture.save(file, "PNG", compress_level=4)
    return file.getvalue()


def shadow(emoji: Image.Image, blur: int) -> Image.Image:
    """Where an emoji's shadow falls: a mask with so many pixels of margin on all sides."""
    margin = blur * 2
    mask = Image.new("L", (emoji.width + 2 * margin, emoji.height + 2 * margin))
    mask.paste(emoji.getchannel("A"), (margin, margin))
    return mask.filter(ImageFilter.GaussianBlur(blur))
