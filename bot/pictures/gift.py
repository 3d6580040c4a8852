"""The picture of one gift: who sends what to whom, the gift itself large beside it."""

import math
from functools import lru_cache
from typing import Final

from PIL import Image, ImageDraw

from bot.pictures.colours import INK, PALE, WHITE, Colour, bright, mix, read_colour
from bot.pictures.easel import (
    arrow,
    avatar,
    badge,
    glow,
    ground,
    light_around,
    panel,
    read_image,
    rounded_mask,
    shadow,
)
from bot.pictures.emoji import emoji_picture
from bot.pictures.emoji_files import emoji_file
from bot.pictures.fonts import BOLD, STRONG
from bot.pictures.lettering import (
    Glyph,
    Style,
    fitted,
    in_lines,
    read,
    runs_leftward,
    width_of,
    write,
    write_around,
    write_to,
    written,
)
from bot.pictures.subjects import GiftPicture, Person

WIDTH: Final = 1000
HEIGHT: Final = 400

_LEFT: Final = 56
_RIGHT: Final = 650
"""Where the words end and the gift begins."""
_GIFT_SIZE: Final = 256
_SIZE_WITH_COUNT: Final = 226
_GIFT_CENTRE: Final = 804
_MIDDLE: Final = HEIGHT // 2
_RAYS_SIZE: Final = 920
"""Drawn twice as large as they are shown, for smooth edges."""
_SENDER_SIZE: Final = 112
_RECIPIENT_SIZE: Final = 60
_INDENT: Final = 30
_SUNFLOWER_TURN: Final = math.pi * (3 - math.sqrt(5))
_SMALLEST_NUMBER: Final = 16
"""A number that is cut would be another number."""
_MESSAGE_SIZES: Final = ((44, 1), (36, 3), (32, 5), (28, 18))
"""How large a message is written, and in how many lines at most: the longest, of 400 characters,
is told whole unless they are uncommonly wide."""


def draw_gift(subject: GiftPicture) -> Image.Image:
    """One gift: the sender, the gift, the recipient, and the message if there is one."""
    colour = read_colour(subject.colour)
    picture = _ground(colour).copy()
    _show_gift(picture, subject, colour)
    _show_sender(picture, subject.sender, colour)
    _show_name_of_gift(picture, subject, colour)
    _show_recipient(picture, subject.recipient, colour)
    width = WIDTH - 2 * _LEFT - _INDENT
    lines, style = in_lines(subject.message, Style(0), width, _MESSAGE_SIZES)
    return _with_message(picture, lines, style, colour) if lines else picture


@lru_cache(maxsize=4)
def _ground(colour: Colour) -> Image.Image:
    """Dark where the words stand, the tier's colour where the gift does; shared, so copy it."""
    dark = mix(INK, colour, 0.14)
    picture = ground((WIDTH, HEIGHT), dark, mix(INK, colour, 0.86), turn=-14)
    glow(picture, (_GIFT_CENTRE, _MIDDLE), 420, (mix(colour, WHITE, 0.45), 0.55))
    _rays(picture, (_GIFT_CENTRE, _MIDDLE))
    _sparks(picture)
    return picture


def _rays(picture: Image.Image, centre: tuple[int, int]) -> None:
    """Rays of light around the gift, fading to the outside."""
    size = _RAYS_SIZE
    rays = Image.new("L", (size, size))
    draw = ImageDraw.Draw(rays)
    for ray in range(14):
        first = ray * 360 / 14
        draw.pieslice((0, 0, size - 1, size - 1), first, first + 11, fill=60)
    fading = light_around(0.8).resize(rays.size)
    mask = Image.composite(rays, Image.new("L", rays.size), fading).reduce(2)
    half = mask.width // 2
    picture.paste(WHITE, (centre[0] - half, centre[1] - half), mask)


def _sparks(picture: Image.Image) -> None:
    """A few dots of light around the gift, spread as a sunflower spreads its seeds."""
    for number in range(18):
        turn = number * _SUNFLOWER_TURN
        far = 128 + 52 * (number * 7 % 18) / 18
        x, y = _GIFT_CENTRE + far * math.cos(turn) * 1.1, _MIDDLE + far * math.sin(turn)
        size = (5, 7, 9, 12)[number % 4]
        mask = rounded_mask((size, size), size).point([value * 5 // 8 for value in range(256)])
        picture.paste(WHITE, (round(x), round(y)), mask)


def _show_gift(picture: Image.Image, subject: GiftPicture, colour: Colour) -> None:
    emoji = _gift_image(subject, colour)
    left, top = _GIFT_CENTRE - emoji.width // 2, _MIDDLE - emoji.height // 2
    if subject.count:
        top = 38
    blur = 12
    dark = shadow(emoji, blur).point([value * 2 // 5 for value in range(256)])
    picture.paste((0, 0, 0), (left - 2 * blur, top - 2 * blur + 10), dark)
    picture.paste(emoji, (left, top), emoji)
    if subject.count:
        _show_count(picture, subject.count, colour)


def _gift_image(subject: GiftPicture, colour: Colour) -> Image.Image:
    """The gift's own picture, else its emoji, else a coin that bears its name."""
    size = _SIZE_WITH_COUNT if subject.count else _GIFT_SIZE
    known = read_image(subject.emoji_image) if subject.emoji_image is not None else None
    if known is not None:
        return known.resize((size, size), Image.Resampling.LANCZOS)
    file = emoji_file(subject.emoji)
    if file is not None:
        return emoji_picture(file, size)
    return _coin(subject, size, colour)


def _coin(subject: GiftPicture, size: int, colour: Colour) -> Image.Image:
    """A coin that bears the name of an emoji that cannot be seen from here."""
    emoji = subject.emoji
    name = emoji.split(":")[1] if emoji.count(":") == 2 else subject.gift
    face = ground((size, size), mix(colour, WHITE, 0.5), mix(colour, (0, 0, 0), 0.25), turn=-50)
    edge = 16
    panel(face, (edge, edge, size - edge, size - edge), size, mix(INK, colour, 0.45))
    words = written(name.replace("_", " "), subject.gift)
    glyphs, style = fitted(words, Style(48, BOLD, WHITE), size - 3.4 * edge, 24)
    write_around(face, (size / 2, size / 2 + style.size * 0.36), glyphs, style)
    coin = face.convert("RGBA")
    coin.putalpha(rounded_mask((size, size), size))
    return coin


def _show_count(picture: Image.Image, count: str, colour: Colour) -> None:
    """How many, on a plate below the gift."""
    glyphs, style = fitted(count, Style(58, 800, WHITE), 240, _SMALLEST_NUMBER)
    width = width_of(glyphs, style) + 52
    left, middle = _GIFT_CENTRE - width / 2, 322
    panel(picture, (left, middle - 40, left + width, middle + 40), 40, mix(INK, colour, 0.2))
    write(picture, (left + 26, middle + style.size * 0.365), glyphs, style)


def _show_sender(picture: Image.Image, sender: Person, colour: Colour) -> None:
    top = 48
    avatar(picture, (_LEFT, top, _SENDER_SIZE), sender, bright(colour))
    left = _LEFT + _SENDER_SIZE + 28
    name = written(sender.name, sender.instead)
    glyphs, style = fitted(name, Style(58, BOLD, WHITE), _RIGHT - left, 30)
    middle = top + _SENDER_SIZE / 2
    if not sender.badge:
        write(picture, (left, middle + style.size * 0.36), glyphs, style)
        return
    # Some scripts reach far below the line.
    write(picture, (left, middle - 4), glyphs, style)
    badge(picture, (left, middle + 38), sender.badge, mix(INK, bright(colour), 0.42), 28)


def _show_name_of_gift(picture: Image.Image, subject: GiftPicture, colour: Colour) -> None:
    tint, baseline, width = bright(colour), 254, _RIGHT - _LEFT
    large, coins = Style(54, BOLD, tint), Style(34, 500, mix(PALE, tint, 0.25))
    beside = read(subject.coins)
    room = width - 22 - width_of(beside, coins)
    glyphs, style = fitted(subject.gift, large, room, coins.size)
    # A price that is cut would be another price.
    if width_of(read(subject.gift), style) > room:
        beside = []
        glyphs, style = fitted(subject.gift, large, width, 30)
    end = write(picture, (_LEFT, baseline), glyphs, style)
    write(picture, (end + 22, baseline), beside, coins)


def _show_recipient(picture: Image.Image, recipient: Person, colour: Colour) -> None:
    top = 290
    middle = top + _RECIPIENT_SIZE // 2
    arrow(picture, (_LEFT, middle), 46, bright(colour))
    left = _LEFT + 66
    avatar(picture, (left, top, _RECIPIENT_SIZE), recipient, mix(INK, bright(colour), 0.6))
    left += _RECIPIENT_SIZE + 18
    name = written(recipient.name, recipient.instead)
    glyphs, style = fitted(name, Style(42, STRONG, PALE), _RIGHT - left, 28)
    write(picture, (left, middle + style.size * 0.36), glyphs, style)


def _with_message(
    picture: Image.Image, lines: list[list[Glyph]], style: Style, colour: Colour
) -> Image.Image:
    """The picture with a calm strip below that bears the message, from where it begins to run."""
    pitch = round(style.size * 4 / 3)
    height = pitch * len(lines)
    whole = Image.new("RGB", (WIDTH, HEIGHT + height + 64), mix(INK, colour, 0.07))
    whole.paste(picture)
    top, right = HEIGHT + 32, WIDTH - _LEFT
    is_leftward = runs_leftward([glyph for line in lines for glyph in line])
    bar = right - 6 if is_leftward else _LEFT
    panel(whole, (bar, top, bar + 6, top + height), 3, bright(colour))
    for number, line in enumerate(lines):
        baseline = top + round(pitch * 0.77) + pitch * number
        if is_leftward:
            write_to(whole, (right - _INDENT, baseline), line, style)
        else:
            write(whole, (_LEFT + _INDENT, baseline), line, style)
    return whole
