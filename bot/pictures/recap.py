"""The picture of one show: its totals, coins over time, its top gifters and what stood out."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from PIL import Image

from bot.pictures.colours import INK, MUTED, PALE, PANEL, WHITE, Colour, bright, mix, read_colour
from bot.pictures.easel import avatar, badge, badge_width, glow, panel
from bot.pictures.emoji import emoji_picture
from bot.pictures.emoji_files import emoji_file
from bot.pictures.fonts import BOLD, REGULAR, STRONG
from bot.pictures.lettering import (
    Glyph,
    Style,
    fitted,
    in_lines,
    shortened,
    width_of,
    write,
    write_around,
    write_to,
    written,
)
from bot.pictures.plot import draw_plot
from bot.pictures.subjects import Fact, Gifter, RecapPicture

WIDTH: Final = 1200
MOST_TOTALS: Final = 4
MOST_GIFTERS: Final = 5
MOST_FACTS: Final = 8

_EDGE: Final = 56
_FACE: Final = 104
_RIGHT_OF_FACE: Final = _EDGE + _FACE + 30
_INNER: Final = WIDTH - 2 * _EDGE
_GAP: Final = 20
_HEADER: Final = 188
_TOTALS: Final = 144
_SMALLEST_TOTAL: Final = 20
_PLOT: Final = 372
_GIFTERS_HEADING: Final = 84
_GIFTER: Final = 84
_FACT: Final = 72
_TITLE: Final = Style(60, BOLD, WHITE)
_TITLE_SIZES: Final = ((60, 1), (54, 1), (48, 1), (42, 1), (40, 2))
_WORDS: Final = Style(36, STRONG, PALE)
_WORDS_SIZES: Final = ((36, 1), (33, 1), (30, 1), (28, 2))
"""In which sizes what may be long is told, and in how many lines at most."""
_MORE_TITLE: Final = 52
_MORE_WORDS: Final = 38
"""What a second line takes."""
_LABEL: Final = Style(32, REGULAR, MUTED)
_HEADING: Final = Style(34, STRONG, MUTED)
_MEDALS: Final = ("1f947", "1f948", "1f949")


def draw_recap(subject: RecapPicture) -> Image.Image:
    """One show from top to bottom; what there is nothing of takes no place."""
    colour = bright(read_colour(subject.colour), 0.3)
    gifters, facts = subject.gifters[:MOST_GIFTERS], list(map(_told, subject.facts[:MOST_FACTS]))
    title = in_lines(subject.title, _TITLE, WIDTH - _EDGE - _RIGHT_OF_FACE, _TITLE_SIZES)
    board = _GIFTERS_HEADING + max(len(gifters), 1) * _GIFTER + 8
    heights = [
        _HEADER + _MORE_TITLE * (len(title[0]) - 1),
        _TOTALS + _GAP if subject.totals else 0,
        _PLOT + _GAP,
        board + _GAP,
        sum(fact.height for fact in facts) + 24 + _GAP if facts else 0,
    ]
    picture = Image.new("RGB", (WIDTH, sum(heights) + _EDGE - _GAP), INK)
    glow(picture, (WIDTH - 160, 0), 760, (read_colour(subject.colour), 0.34))
    top = 0
    _show_header(picture, subject, title, colour)
    top += heights[0]
    _show_totals(picture, subject, top)
    top += heights[1]
    _show_plot(picture, subject, top, colour)
    top += heights[2]
    _show_gifters(picture, subject, (top, board), colour)
    top += heights[3]
    if facts:
        _show_facts(picture, facts, top)
    return picture


def _show_header(
    picture: Image.Image,
    subject: RecapPicture,
    title: tuple[list[list[Glyph]], Style],
    colour: Colour,
) -> None:
    avatar(picture, (_EDGE, _EDGE - 6, _FACE), subject.creator, colour)
    lines, style = title
    for number, line in enumerate(lines):
        write(picture, (_RIGHT_OF_FACE, 98 + _MORE_TITLE * number), line, style)
    baseline = 152 + _MORE_TITLE * (len(lines) - 1)
    name = written(subject.creator.name, subject.creator.instead)
    below = Style(36, STRONG, bright(colour, 0.45))
    when, date = fitted(subject.date, Style(34, REGULAR, MUTED), 560, 24)
    space = WIDTH - _EDGE - _RIGHT_OF_FACE - width_of(when, date) - 24
    glyphs, below = fitted(name, below, space, 24)
    end = write(picture, (_RIGHT_OF_FACE, baseline), glyphs, below)
    write(picture, (end + 24, baseline), when, date)


def _show_totals(picture: Image.Image, subject: RecapPicture, top: int) -> None:
    totals = subject.totals[:MOST_TOTALS]
    for number, (label, value) in enumerate(totals):
        width = (_INNER - _GAP * (len(totals) - 1)) / len(totals)
        left = _EDGE + number * (width + _GAP)
        panel(picture, (left, top, left + width, top + _TOTALS), 24, PANEL)
        inner = width - 48
        glyphs, style = fitted(value, Style(56, BOLD, WHITE), inner, _SMALLEST_TOTAL)
        write(picture, (left + 28, top + 76), glyphs, style)
        small = Style(30, REGULAR, MUTED)
        write(picture, (left + 28, top + 120), shortened(label, small, inner), small)


def _show_plot(picture: Image.Image, subject: RecapPicture, top: int, colour: Colour) -> None:
    panel(picture, (_EDGE, top, WIDTH - _EDGE, top + _PLOT), 24, PANEL)
    heading = shortened(subject.plot.title, _HEADING, _INNER - 64)
    write(picture, (_EDGE + 28, top + 54), heading, _HEADING)
    box = (_EDGE + 28, top + 78, WIDTH - _EDGE - 36, top + _PLOT - 20)
    draw_plot(picture, box, subject.plot, colour)


def _show_gifters(
    picture: Image.Image, subject: RecapPicture, place: tuple[int, int], colour: Colour
) -> None:
    top, height = place
    panel(picture, (_EDGE, top, WIDTH - _EDGE, top + height), 24, PANEL)
    heading = shortened(subject.gifters_title, _HEADING, _INNER - 64)
    write(picture, (_EDGE + 28, top + 54), heading, _HEADING)
    top += _GIFTERS_HEADING
    if not subject.gifters:
        words = Style(34, REGULAR, MUTED)
        nobody = shortened(subject.nobody, words, _INNER - 64)
        write_around(picture, (WIDTH / 2, top + 40), nobody, words)
    for place_of_gifter, gifter in enumerate(subject.gifters[:MOST_GIFTERS]):
        _show_gifter(picture, gifter, (place_of_gifter, top), colour)
        top += _GIFTER


def _show_gifter(
    picture: Image.Image, gifter: Gifter, place: tuple[int, int], colour: Colour
) -> None:
    """One line of the board: medal, face, name, badge, coins, and a bar below."""
    number, top = place
    middle = top + 30
    if number < len(_MEDALS):
        medal = emoji_picture(_MEDALS[number], 48)
        picture.paste(medal, (_EDGE + 24, middle - 24), medal)
    else:
        write_around(picture, (_EDGE + 48, middle + 12), str(number + 1), Style(34, BOLD, MUTED))
    face, person = _EDGE + 88, gifter.person
    avatar(picture, (face, middle - 32, 64), person, mix(PANEL, colour, 0.55))
    left, right = face + 64 + 22, WIDTH - _EDGE - 32
    coins = Style(38, BOLD, WHITE)
    right = round(
        write_to(picture, (right, middle + 6), shortened(gifter.coins, coins, 300), coins)
    )
    name = Style(38, STRONG, PALE)
    space = right - left - 32 - (badge_width(person.badge, 24) + 18 if person.badge else 0)
    glyphs, name = fitted(written(person.name, person.instead), name, space, 28)
    end = write(picture, (left, middle + 6), glyphs, name)
    if person.badge:
        badge(picture, (end + 18, middle - 7), person.badge, mix(PANEL, colour, 0.42), 24)
    end_of_bar = WIDTH - _EDGE - 32
    panel(picture, (left, middle + 22, end_of_bar, middle + 32), 5, mix(PANEL, WHITE, 0.08))
    length = (end_of_bar - left) * min(max(gifter.share, 0.0), 1.0)
    panel(picture, (left, middle + 22, left + max(length, 10), middle + 32), 5, colour)


class _Told(NamedTuple):
    """A fact as it is laid out."""

    emoji: str | None
    label: list[Glyph]
    lines: list[list[Glyph]]
    style: Style

    @property
    def height(self) -> int:
        return _FACT + _MORE_WORDS * (len(self.lines) - 1)


def _told(fact: Fact) -> _Told:
    label = shortened(fact.label, _LABEL, 360)
    room = _INNER - 88 - 32 - 32 - width_of(label, _LABEL)
    return _Told(emoji_file(fact.emoji), label, *in_lines(fact.words, _WORDS, room, _WORDS_SIZES))


def _show_facts(picture: Image.Image, facts: Sequence[_Told], top: int) -> None:
    """What stood out, one below the other: an emoji, what it is, and at the right its words."""
    height = sum(fact.height for fact in facts)
    panel(picture, (_EDGE, top, WIDTH - _EDGE, top + height + 24), 24, PANEL)
    top += 12
    for fact in facts:
        middle = top + fact.height // 2
        if fact.emoji is not None:
            emoji = emoji_picture(fact.emoji, 44)
            picture.paste(emoji, (_EDGE + 26, middle - 22), emoji)
        write(picture, (_EDGE + 88, middle + 11), fact.label, _LABEL)
        first = middle - _MORE_WORDS * (len(fact.lines) - 1) / 2 + fact.style.size * 0.35
        for number, line in enumerate(fact.lines):
            at = (WIDTH - _EDGE - 32, first + _MORE_WORDS * number)
            write_to(picture, at, line, fact.style)
        top += fact.height
