"""Large gifts are thanked for with a picture, and no picture keeps a thank-you waiting."""

import asyncio
import io
import re

from PIL import Image

from bot.ledger.live_requests import ThankFor
from bot.ledger.requests import ReverseGift
from bot.live.illustrations import PATIENCE_SECONDS
from bot.pictures.studio import Studio
from bot.sandbox.people.seen import Message
from tests.live.shows import SHOW_CHANNEL, done, give
from tests.theatre import Theatre

ROSE, SWAN = 1, 22
"""What costs one coin, and what costs 699: enough for a picture, too little for a highlight."""


async def thanks(theatre: Theatre) -> Message:
    """The one message in the channel with a gift's picture or a gift's thank-you."""
    found = [
        it for it in await theatre.announced(SHOW_CHANNEL) if "→" in it.text or "sends" in it.text
    ]
    (message,) = found
    return message


async def picture_of(theatre: Theatre, message: Message) -> Image.Image:
    """The picture that hangs in a message, as whoever reads it downloads it."""
    (attachment,) = message.attachments
    assert attachment.filename == "gift.png"
    olive = await theatre.stage.person("Olive")
    return Image.open(io.BytesIO(await olive.download(attachment)))


def uploads(theatre: Theatre) -> int:
    """How often the bot has sent a picture."""
    return sum(len(exchange.files) for exchange in theatre.sandbox.recording.exchanges)


def asked(theatre: Theatre, path: str) -> int:
    """How often something was asked for."""
    paths = [exchange.path for exchange in theatre.sandbox.recording.exchanges]
    return sum(bool(re.fullmatch(path, it)) for it in paths)


async def test_a_large_gift_has_a_picture(theatre: Theatre) -> None:
    await theatre.grant("Ann", 5_000)
    await give(theatre, "Ann", SWAN)
    picture = await picture_of(theatre, await thanks(theatre))
    assert (picture.format, picture.size) == ("PNG", (1_000, 400))


async def test_a_message_is_on_the_picture_too(theatre: Theatre) -> None:
    await theatre.grant("Ann", 5_000)
    await give(theatre, "Ann", SWAN, message="you made my week!")
    assert (await picture_of(theatre, await thanks(theatre))).height > 400


async def test_a_small_gift_has_no_picture_and_nobody_is_asked_for_a_face(theatre: Theatre) -> None:
    await theatre.grant("Ann", 5_000)
    await give(theatre, "Ann", ROSE)
    assert (await thanks(theatre)).attachments == ()
    assert asked(theatre, r"/users/\d+|/avatars/.*") == 0


async def test_a_picture_shows_the_faces_of_both(theatre: Theatre) -> None:
    await theatre.grant("Ann", 5_000)
    await give(theatre, "Ann", SWAN)
    await thanks(theatre)
    assert asked(theatre, "/avatars/.*") == 2


async def test_nobody_is_asked_for_a_face_twice(theatre: Theatre) -> None:
    await theatre.grant("Ann", 5_000)
    await give(theatre, "Ann", SWAN)
    await theatre.announced(SHOW_CHANNEL)
    await give(theatre, "Ann", SWAN + 1)
    await theatre.announced(SHOW_CHANNEL)
    assert asked(theatre, r"/users/\d+") == 2
    assert asked(theatre, "/avatars/.*") == 2


async def test_whoever_acts_brings_their_face_along(theatre: Theatre) -> None:
    await theatre.grant("Ann", 5_000)
    await theatre.use("Ann", "/gift", SHOW_CHANNEL, gift="Swan", to=theatre.id_of("Bea"))
    await thanks(theatre)
    assert asked(theatre, "/avatars/.*") == 2
    assert asked(theatre, r"/users/\d+") == 0


async def test_a_face_that_does_not_come_is_drawn(theatre: Theatre) -> None:
    theatre.sandbox.faults.missing("/avatars/*", times=2)
    await theatre.grant("Ann", 5_000)
    await give(theatre, "Ann", SWAN)
    assert (await picture_of(theatre, await thanks(theatre))).size == (1_000, 400)


async def test_a_slow_face_delays_no_thank_you_for_long(theatre: Theatre) -> None:
    theatre.sandbox.faults.slow(600, "/avatars/*")
    await theatre.grant("Ann", 5_000)
    loop = asyncio.get_running_loop()
    begun = loop.time()
    await give(theatre, "Ann", SWAN)
    assert len((await thanks(theatre)).attachments) == 1
    assert loop.time() - begun < PATIENCE_SECONDS + 1


async def test_a_picture_that_fails_is_left_out_and_the_gift_is_thanked_for(
    theatre: Theatre,
) -> None:
    # A studio that nobody has opened draws nothing.
    theatre.house.gallery.studio = Studio()
    await theatre.grant("Ann", 5_000)
    await give(theatre, "Ann", SWAN)
    message = await thanks(theatre)
    assert message.attachments == ()
    assert "Swan" in message.text


async def test_a_picture_that_failed_comes_with_the_next_change(theatre: Theatre) -> None:
    gallery = theatre.house.gallery
    studio, gallery.studio = gallery.studio, Studio()
    await theatre.grant("Ann", 5_000)
    combo = await give(theatre, "Ann", SWAN)
    await thanks(theatre)
    gallery.studio = studio
    await done(theatre, ThankFor, "Bea", creator=theatre.person("Bea"), combo=combo)
    assert len((await thanks(theatre)).attachments) == 1


async def test_thanking_keeps_the_picture_and_sends_none_again(theatre: Theatre) -> None:
    await theatre.grant("Ann", 5_000)
    combo = await give(theatre, "Ann", SWAN)
    await thanks(theatre)
    await done(theatre, ThankFor, "Bea", creator=theatre.person("Bea"), combo=combo)
    message = await thanks(theatre)
    assert "💛" in message.text
    assert len(message.attachments) == 1
    assert uploads(theatre) == 1


async def test_more_of_a_combo_makes_one_new_picture(theatre: Theatre) -> None:
    await theatre.grant("Ann", 5_000)
    await give(theatre, "Ann", SWAN)
    await thanks(theatre)
    await give(theatre, "Ann", SWAN, quantity=2)
    theatre.clock.advance(11)
    message = await thanks(theatre)
    assert "×3" in message.text
    assert len(message.attachments) == 1
    assert uploads(theatre) == 2


async def test_what_was_taken_back_is_no_longer_pictured(theatre: Theatre) -> None:
    await theatre.grant("Ann", 5_000)
    combo = await give(theatre, "Ann", SWAN)
    await thanks(theatre)
    await done(theatre, ReverseGift, "Max", seq=combo, reason="a mistake")
    messages = await theatre.announced(SHOW_CHANNEL)
    assert not any("attachment://" in str(it.raw["components"]) for it in messages)
