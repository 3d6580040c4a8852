"""Any text can be written: characters find a font, emoji their picture, the rest is left out."""

import pytest
from PIL import Image, ImageFont

from bot.pictures import lettering
from bot.pictures.lettering import (
    BOLD,
    Face,
    Glyph,
    Style,
    fitted,
    read,
    shortened,
    width_of,
    wrapped,
    write,
    written,
)
from tests.pictures.subjects import STRANGE_NAMES

STYLE = Style(40, BOLD)


def text_of(glyphs: list[Glyph]) -> str:
    return "".join(glyph.text for glyph in glyphs)


def draws_a_box(font: ImageFont.FreeTypeFont, character: str) -> bool:
    """Whether a font draws a character as it draws what it certainly lacks."""
    mask, absent = font.getmask(character), font.getmask("\U0010fffe")
    return (mask.size, bytes(mask)) == (absent.size, bytes(absent))


@pytest.mark.parametrize("name", STRANGE_NAMES)
def test_a_name_in_any_script_is_drawn_without_empty_boxes(name: str) -> None:
    boxes = [
        glyph.text
        for glyph in read(name)
        if glyph.face is not Face.EMOJI
        and draws_a_box(lettering._font(glyph.face, 40, BOLD), glyph.text)
    ]
    assert boxes == []


@pytest.mark.parametrize("name", STRANGE_NAMES)
def test_a_text_is_as_wide_as_it_was_measured(name: str) -> None:
    picture = Image.new("RGB", (900, 80))
    glyphs = shortened(name, STYLE, 800)
    assert width_of(glyphs, STYLE) <= 800
    end = write(picture, (20, 60), glyphs, STYLE)
    assert end - 20 == pytest.approx(width_of(glyphs, STYLE))
    ink = picture.getbbox()
    assert ink is None or ink[2] <= end + 8


@pytest.mark.parametrize(
    ("name", "left"),
    [
        ("𝓕𝓪𝓷𝓬𝔂", "Fancy"),
        ("e\u0301\u0302\u0303", "é"),
        ("a\ud800\u202eb", "ab"),
        ("two  \n spaces ", "two spaces"),
        ("a العربية b", "a b"),
        ("5\ufe0f", "5"),
    ],
)
def test_what_can_be_read_of_a_name_is_kept(name: str, left: str) -> None:
    assert text_of(read(name)).startswith(left)


@pytest.mark.parametrize(
    "emoji",
    ["❤️", "❤", "1️⃣", "🇩🇪", "👩‍🚀", "👍🏽", "🏳️‍🌈", "❤️‍🔥", "❤‍🔥", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "👩‍❤️‍💋‍👨"],
)
def test_an_emoji_is_one_picture_with_or_without_its_selectors(emoji: str) -> None:
    glyphs = read(f"a{emoji}b")
    assert [glyph.face for glyph in glyphs] == [Face.NOTO, Face.EMOJI, Face.NOTO]


def test_a_joined_emoji_that_nobody_drew_falls_into_its_parts() -> None:
    assert [glyph.face for glyph in read("🦁\u200d🌹")] == [Face.EMOJI, Face.EMOJI]


@pytest.mark.parametrize(
    "name", ["", "  ", "\u3164\u2800", "العربية", "\U000f0000", "\u200b\u200d"]
)
def test_a_name_of_nothing_that_can_be_drawn_is_called_otherwise(name: str) -> None:
    assert written(name, "Member 7") == "Member 7"


def test_a_name_that_can_be_drawn_in_part_is_kept() -> None:
    assert written("العربية Ann", "Member 7") == "العربية Ann"
    assert written("🔥", "Member 7") == "🔥"


def test_a_long_name_is_cut_by_its_width_not_by_its_letters() -> None:
    narrow, wide = shortened("i" * 100, STYLE, 300), shortened("W" * 100, STYLE, 300)
    assert len(narrow) > 2 * len(wide)
    for glyphs in (narrow, wide):
        assert text_of(glyphs).endswith("…")
        assert 260 < width_of(glyphs, STYLE) <= 300


def test_a_text_becomes_smaller_before_it_is_cut() -> None:
    short, same = fitted("Ann", STYLE, 300, 24)
    middle, smaller = fitted("Ann with a surname", STYLE, 300, 24)
    long, smallest = fitted("Ann with a surname that goes on and on", STYLE, 300, 24)
    assert (text_of(short), same.size) == ("Ann", 40)
    assert text_of(middle) == "Ann with a surname"
    assert 24 < smaller.size < 40
    assert (text_of(long)[-1], smallest.size) == ("…", 24)


@pytest.mark.parametrize("number", ["37,953.5", "15,019.5", "1,234,567.89", "1,234,567,890.1234"])
def test_a_number_that_has_room_in_smaller_letters_is_never_cut(number: str) -> None:
    for width in range(208, 216):
        glyphs, style = fitted(number, Style(56, BOLD), width, 20)
        assert text_of(glyphs) == number
        assert width_of(glyphs, style) <= width


def test_a_message_is_broken_at_spaces_and_ends_in_its_last_line() -> None:
    lines = wrapped("thank you for every single stream of this long year", STYLE, 420, 2)
    assert [text_of(line)[-3:] for line in lines] == ["ery", "th…"]
    assert all(width_of(line, STYLE) <= 420 for line in lines)
    assert wrapped("", STYLE, 400, 2) == []
    assert len(wrapped("W" * 60, STYLE, 400, 2)) == 2
    assert len(wrapped("好" * 60, STYLE, 400, 3)) == 3
