"""The pictures of gifts and shows keep their sizes, their words inside, and their pixels."""

from dataclasses import replace

import pytest
from PIL import Image, ImageChops, ImageStat

from bot.pictures.colours import INK
from bot.pictures.drawing import draw
from bot.pictures.gift import draw_gift
from bot.pictures.recap import draw_recap
from bot.pictures.subjects import Fact, GiftPicture, Person
from tests.pictures.subjects import ANN, STRANGE_NAMES, gift, image_file, opened, recap

BLUE = (10, 20, 250)


def differs(one: Image.Image, other: Image.Image) -> tuple[int, int, int, int] | None:
    """Where two pictures are not the same."""
    return ImageChops.difference(one, other).getbbox()


def has_colour(picture: Image.Image, colour: tuple[int, int, int]) -> bool:
    colours = picture.getcolors(picture.width * picture.height)
    assert colours is not None
    return any(found == colour for _, found in colours)


@pytest.mark.parametrize("name", STRANGE_NAMES)
def test_a_gift_of_anybody_to_anybody_is_drawn(name: str) -> None:
    person = Person(name, "Member 7", badge="Lv 50")
    picture = draw_gift(gift(sender=person, recipient=person, name=name, message=name))
    assert picture.width == 1000
    assert 400 <= picture.height <= 1_130


@pytest.mark.parametrize(
    ("message", "height"),
    [
        ("", 400),
        ("you made my week!", 523),
        ("so many words " * 7, 608),
        ("so many words " * 28, 723),
    ],
)
def test_a_message_makes_room_for_itself(message: str, height: int) -> None:
    assert opened(draw(gift(message=message))).size == (1000, height)


def test_the_same_gift_is_drawn_with_the_same_pixels() -> None:
    assert draw(gift(message="again")) == draw(gift(message="again"))
    assert draw(recap(50)) == draw(recap(50))


@pytest.mark.parametrize(
    "other",
    [
        gift(sender=Person("Ann", "Member 1", badge="Lv 13")),
        gift(recipient=ANN),
        gift(name="Tiger"),
        gift(emoji="🌹"),
        gift(count="×2"),
        gift(colour=0x955CDB),
    ],
)
def test_everything_told_of_a_gift_is_seen(other: GiftPicture) -> None:
    assert differs(draw_gift(gift()), draw_gift(other)) is not None


def test_the_words_of_a_gift_do_not_reach_into_its_picture() -> None:
    long = "W" * 200
    person = Person(long, "Member 7")
    changed = differs(
        draw_gift(gift()), draw_gift(gift(sender=person, recipient=person, name=long))
    )
    assert changed is not None
    assert changed[2] <= 650 + 4


def test_a_price_that_has_no_room_is_left_out_rather_than_cut() -> None:
    long = gift(name="Diamond Ring of Eternal Friendship")
    without = GiftPicture(long.sender, long.recipient, long.gift, long.emoji, long.colour)
    assert differs(draw_gift(long), draw_gift(without)) is None


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_an_avatar_is_shown_where_there_is_one(kind: str) -> None:
    blue = image_file(200, 120, kind=kind, colour="#0a14fa")
    picture = draw_gift(gift(sender=Person("Ann", "Member 1", avatar=blue)))
    middle = picture.crop((92, 84, 132, 124))
    apart = ImageChops.difference(middle, Image.new("RGB", middle.size, BLUE))
    assert max(ImageStat.Stat(apart).mean) < 10


@pytest.mark.parametrize("data", [b"", b"no picture", image_file(2000, 10), image_file(9, 9)[:40]])
def test_an_avatar_that_is_none_gives_way_to_the_drawn_initial(data: bytes) -> None:
    drawn = draw_gift(gift(sender=Person("Ann", "Member 1")))
    assert differs(drawn, draw_gift(gift(sender=Person("Ann", "Member 1", avatar=data)))) is None


def test_a_servers_own_emoji_is_its_picture_or_else_its_name() -> None:
    own = "<:party_blob:123456789012345678>"
    picture = draw_gift(gift(emoji=own, emoji_image=image_file(64, 64, colour="#0a14fa")))
    assert has_colour(picture, BLUE)
    other = draw_gift(gift(emoji="<a:other_blob:123456789012345678>"))
    assert differs(draw_gift(gift(emoji=own)), other) is not None
    assert differs(draw_gift(gift(emoji=own)), draw_gift(gift(emoji=own, emoji_image=b"x"))) is None


@pytest.mark.parametrize("gifts", [0, 1, 2, 50, 10_000])
def test_a_show_of_any_size_has_its_picture(gifts: int) -> None:
    picture = opened(draw(recap(gifts)))
    assert picture.width == 1200
    assert 900 < picture.height < 1800


def test_what_there_is_nothing_of_takes_no_place() -> None:
    whole = draw_recap(recap(50)).height
    assert draw_recap(recap(50, gifters=2)).height == whole - 3 * 84
    assert draw_recap(recap(50, most_facts=3)).height == whole - 2 * 72
    assert draw_recap(recap(50, most_facts=0)).height < whole - 5 * 72


@pytest.mark.parametrize("name", STRANGE_NAMES)
def test_nothing_of_a_recap_is_written_over_its_edge(name: str) -> None:
    picture = draw_recap(recap(7, name=name, title=name))
    # The left edge is plain ground from top to bottom, whatever the names.
    assert picture.crop((0, 0, 40, picture.height)).getcolors() == [(40 * picture.height, INK)]
    plain = draw_recap(recap(7))
    changed = differs(picture, plain)
    assert changed is None or changed[2] <= 1200 - 30


def test_a_long_title_takes_two_lines_rather_than_its_end() -> None:
    lines = [draw_recap(recap(7, title=title)).height for title in ("Friday", "a long title " * 6)]
    assert lines[1] == lines[0] + 52


def test_a_fact_that_is_long_takes_two_lines_rather_than_its_numbers() -> None:
    name = "Maximilian Alexander von Hohenst"
    short, long = (
        replace(recap(7), facts=[Fact("⚔️", "Match", words)])
        for words in ("Bea 3 : 2 Kim", f"{name} 12,340,000,000 : 9,870,000,000 {name}")
    )
    assert draw_recap(long).height == draw_recap(short).height + 38
    other = replace(long, facts=[Fact("⚔️", "Match", long.facts[0].words[:-1] + "s")])
    assert differs(draw_recap(long), draw_recap(other)) is not None


@pytest.mark.parametrize("count", ["×1,204", "×1,000,000,000"])
def test_a_count_is_never_cut(count: str) -> None:
    changed = differs(draw_gift(gift(count=count)), draw_gift(gift(count=count[:-1] + "7")))
    assert changed is not None
    # The last digit is what differs, so it stands there.
    assert changed[2] - changed[0] < 60


def test_the_numbers_beside_a_plot_are_never_cut() -> None:
    shown = []
    for last in "17":
        subject = recap(7)
        labels = [(0.0, "0"), (21.0, f"1,000,000,000,00{last}")]
        shown.append(draw_recap(replace(subject, plot=replace(subject.plot, coin_labels=labels))))
    assert differs(*shown) is not None


def test_the_time_of_a_show_is_never_cut() -> None:
    shown = [
        draw_recap(replace(recap(7), date=f"26.09.2026 · 20:00 bis 08:01 Uh{last}"))
        for last in "ri"
    ]
    assert differs(*shown) is not None


def test_a_message_that_runs_right_to_left_begins_at_the_right() -> None:
    left, right = (draw_gift(gift(message=text)) for text in ("thanks!", "شكرا!"))
    plain = left.getpixel((500, 410))
    ends = [[picture.getpixel((x, 470)) != plain for x in (58, 941)] for picture in (left, right)]
    assert ends == [[True, False], [False, True]]


def test_a_name_reaches_into_no_badge() -> None:
    names = ("gjpqy", "Z̡̛͓͇̈a̢͔̓", "ที่ผู้", "محمدٍ", "ひなた")
    for name in names:
        picture = draw_gift(gift(sender=Person(name, "Member 7", badge="Lv 12")))
        plain = draw_gift(gift(sender=Person("A", "Member 7", badge="Lv 12")))
        changed = differs(picture.crop((190, 0, 650, 400)), plain.crop((190, 0, 650, 400)))
        assert changed is not None
        assert changed[3] <= 122
