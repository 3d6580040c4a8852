"""Any text can be written: characters find a font, emoji their picture, the rest is left out."""

import pytest
from PIL import Image, ImageChops

from bot.pictures.fonts import BOLD, Face, has
from bot.pictures.lettering import (
    Glyph,
    Style,
    fitted,
    in_lines,
    read,
    runs_leftward,
    shortened,
    width_of,
    wrapped,
    write,
    write_to,
    written,
)
from tests.pictures.subjects import STRANGE_NAMES

STYLE = Style(40, BOLD)


def text_of(glyphs: list[Glyph]) -> str:
    return "".join(glyph.text for glyph in glyphs)


def drawn(text: str | list[Glyph], style: Style = STYLE) -> Image.Image:
    """A text alone on a black ground."""
    picture = Image.new("RGB", (900, 100))
    write(picture, (20, 65), text, style)
    return picture


def is_same(one: Image.Image, other: Image.Image) -> bool:
    return ImageChops.difference(one, other).getbbox() is None


@pytest.mark.parametrize("name", STRANGE_NAMES)
def test_a_name_in_any_script_is_drawn_without_empty_boxes(name: str) -> None:
    lacking = [
        glyph.text
        for glyph in read(name)
        if glyph.face is not Face.EMOJI and not all(has(glyph.face, it) for it in glyph.text)
    ]
    assert lacking == []


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
        ("a ᚠᚢᚦ b", "a b"),
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
    "name",
    [
        "",
        "  ",
        "\u3164\u2800",
        "ᚠᚢᚦ",
        "\U000f0000",
        "\u200b\u200d",
        "\u0301\u0e48\u064b",
        "\u2068\u2069",
    ],
)
def test_a_name_of_nothing_that_can_be_drawn_is_called_otherwise(name: str) -> None:
    assert written(name, "Member 7") == "Member 7"


def test_a_name_that_can_be_drawn_in_part_is_kept() -> None:
    assert written("ᚠᚢᚦ Ann", "Member 7") == "ᚠᚢᚦ Ann"
    assert written("العربية", "Member 7") == "العربية"
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
    lines = wrapped(read("thank you for every single stream of this long year"), STYLE, 420, 2)
    assert [text_of(line)[-3:] for line in lines] == ["ery", "th…"]
    assert all(width_of(line, STYLE) <= 420 for line in lines)
    assert wrapped([], STYLE, 400, 2) == []
    assert len(wrapped(read("W" * 60), STYLE, 400, 2)) == 2
    assert len(wrapped(read("好" * 60), STYLE, 400, 3)) == 3


def test_a_line_begins_with_no_sign_that_belongs_to_the_last() -> None:
    lines = wrapped(read("谢谢你，今年辛苦了。" * 12), STYLE, 402, 9)
    assert len(lines) > 5
    assert not {line[0].text for line in lines} & set("，。")
    lines = wrapped(read("คุณทำให้ทุกคนยิ้มได้" * 6), STYLE, 402, 9)
    assert len(lines) > 3
    assert not {line[0].text for line in lines} & set("ะาำ")
    assert not {line[-1].text for line in lines} & set("เแโใไ")


@pytest.mark.parametrize(
    "text", ["W" * 400, "好" * 400, "so many words " * 28, "🔥" * 400, "شكرا جزيلا يا صديقي " * 20]
)
def test_a_long_text_is_told_whole_in_smaller_letters(text: str) -> None:
    steps = ((44, 1), (36, 3), (28, 18))
    lines, style = in_lines(text, STYLE, 850, steps)
    told = "".join(text_of(line) for line in lines).replace(" ", "")
    assert told == text.replace(" ", "")
    assert style.size == 28
    assert all(width_of(line, style) <= 850 for line in lines)


def test_a_text_is_as_large_as_its_lines_allow() -> None:
    steps = ((44, 1), (36, 2))
    told = [
        in_lines(text, STYLE, 400, steps) for text in ("", "Ann", "Ann and Bea " * 3, "a " * 99)
    ]
    assert [(len(lines), style.size) for lines, style in told] == [
        (0, 44),
        (1, 44),
        (2, 36),
        (2, 36),
    ]
    assert text_of(told[-1][0][-1]).endswith("…")


# Scripts that run right to left, or in which letters change beside each other.


def gaps(text: str) -> int:
    """How many columns of pixels without ink lie within a text."""
    picture = drawn(text).convert("L")
    box = picture.getbbox()
    assert box is not None
    columns = picture.crop(box).reduce((1, box[3] - box[1]))
    return sum(columns.getpixel((x, 0)) == 0 for x in range(columns.width))


def test_arabic_letters_are_joined() -> None:
    assert gaps("محمد") == 0
    # A sign without width keeps letters apart, which Persian tells words apart by.
    assert gaps("م\u200cح\u200cم\u200cد") > 0


def test_thai_vowels_and_tones_stand_above_their_letter() -> None:
    assert width_of(read("ที่"), STYLE) == pytest.approx(width_of(read("ท"), STYLE), abs=1)
    assert [glyph.text for glyph in read("ปิ่น")] == ["ปิ่", "น"]
    low, high = drawn("ปิ").getbbox(), drawn("ปิ่").getbbox()
    assert low is not None
    assert high is not None
    assert high[1] < low[1] - 3


def test_a_hindi_vowel_stands_before_its_letter_and_letters_are_joined() -> None:
    ka, i = width_of(read("क"), STYLE), width_of(read("कि"), STYLE)
    assert i > ka
    assert width_of(read("क्ष"), STYLE) < width_of(read("कष"), STYLE)


def test_a_text_that_runs_right_to_left_begins_at_the_right() -> None:
    both, first = drawn("אב"), drawn("א")
    middle = 20 + width_of(read("ב"), STYLE)
    shifted = Image.new("RGB", first.size)
    write(shifted, (middle, 65), "א", STYLE)
    right = (round(middle) + 2, 0, 900, 100)
    assert is_same(both.crop(right), shifted.crop(right))


def test_numbers_and_latin_words_keep_their_direction_in_arabic() -> None:
    glyphs = read("محمد 123 Ann (x)")
    assert [glyph.level % 2 for glyph in glyphs if glyph.text in set("123Anx")] == [0] * 7
    assert runs_leftward(glyphs)
    assert not runs_leftward(read("Ann محمد"))


def test_brackets_turn_with_the_text_they_stand_in() -> None:
    picture = drawn("(א")
    edge = width_of(read("א"), STYLE)
    mirrored = Image.new("RGB", picture.size)
    write(mirrored, (20 + edge, 65), ")", STYLE)
    box = (round(20 + edge), 0, 900, 100)
    assert is_same(picture.crop(box), mirrored.crop(box))


def test_what_is_isolated_leaves_a_sentence_in_its_order() -> None:
    glyphs = read("\u2068محمد\u2069 12 : 34 \u2068علي\u2069")
    assert text_of(glyphs) == "محمد 12 : 34 علي"
    assert [glyph.level % 2 for glyph in glyphs if glyph.text in set("12:34 ")] == [0] * 9
    assert not runs_leftward(glyphs)


def test_a_cut_text_ends_where_it_would_have_gone_on() -> None:
    for text, is_leftward in (("العربية " * 20, True), ("word " * 20, False)):
        cut = shortened(text, STYLE, 300)
        picture = Image.new("RGB", (340, 100))
        left = round(write_to(picture, (320, 65), cut, STYLE))
        dots = round(width_of(read("…"), STYLE)) - 4
        box = picture.crop(
            (left, 0, left + dots, 100) if is_leftward else (320 - dots, 0, 320, 100)
        )
        ink = box.getbbox()
        assert ink is not None
        # Dots lie on the line, and nothing else is as low as that throughout.
        assert ink[1] > 55


@pytest.mark.parametrize(
    "name", ["A" + "\u0301" * 1000, "ก" + "็" * 400, "م" + "\u064b" * 300, "क" + "ि" * 99]
)
def test_marks_without_end_pile_up_no_higher_than_a_letter_bears(name: str) -> None:
    picture = Image.new("RGB", (200, 200))
    write(picture, (50, 100), name, STYLE)
    box = picture.getbbox()
    assert box is not None
    assert box[1] >= 40
    assert box[3] <= 130


def test_whoever_overrides_the_direction_turns_nothing_around() -> None:
    for text in ("\u202eesrever\u202c", "\u202besrever", "\u2067esrever\u2069", "\u200fesrever"):
        assert is_same(drawn(text), drawn("esrever"))
    assert is_same(drawn("\u2069\u2069a\u2068\u0301b\u2068"), drawn("ab"))
