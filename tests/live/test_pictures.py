"""Large gifts are thanked for with a picture, and no picture keeps a thank-you waiting."""

import asyncio
import io
import re

import pytest
from PIL import Image

from bot.ledger.catalogue import DEFAULT_ITEMS
from bot.ledger.requests import EditCatalogue, ReverseGift
from bot.ledger.requests.live import ReplayGift, ThankFor
from bot.ledger.tiers import MOST_CHARACTERS
from bot.pictures.avatars import MOST_BYTES
from bot.pictures.studio import Studio
from bot.sandbox.people.seen import Message
from bot.sandbox.service.faults import Fault
from bot.sandbox.service.permissions import ATTACH_FILES
from bot.sandbox.service.pictures import picture as sandbox_picture
from tests.live.shows import SHOW_CHANNEL, done, give
from tests.theatre import SPEED, Theatre

ROSE, SWAN = 1, 22
"""What costs one coin, and what costs 699: enough for a picture, too little for a highlight."""
_NEVER_SECONDS = 1_200.0
"""What takes so long is waited for by nobody."""
_MOST_COSTLY = max(DEFAULT_ITEMS, key=lambda item: item.price).number


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
    theatre.sandbox.faults.slow(_NEVER_SECONDS, "/avatars/*")
    theatre.house.gallery.patience_seconds = 0.2
    await theatre.grant("Ann", 5_000)
    loop = asyncio.get_running_loop()
    begun = loop.time()
    await give(theatre, "Ann", SWAN)
    assert len((await thanks(theatre)).attachments) == 1
    assert loop.time() - begun < _NEVER_SECONDS / SPEED


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


async def test_all_of_a_long_message_is_on_the_picture(theatre: Theatre) -> None:
    await theatre.grant("Ann", 100_000)
    heights = []
    for words in (
        "thank you ",
        "thank you for every stream of this year, and for every laugh. " * 7,
    ):
        await give(theatre, "Ann", _MOST_COSTLY, message=words[:MOST_CHARACTERS])
        theatre.clock.advance(11)
        newest = (await theatre.announced(SHOW_CHANNEL))[-1]
        heights.append((await picture_of(theatre, newest)).height)
    # One large line, and seven small ones for 400 characters.
    assert heights == [400 + 64 + 59, 400 + 64 + 7 * 37]


async def test_an_arabic_message_begins_at_the_right_of_the_picture(theatre: Theatre) -> None:
    await theatre.grant("Ann", 5_000)
    await give(theatre, "Ann", SWAN, message="شكرا جزيلا!")
    picture = await picture_of(theatre, await thanks(theatre))
    plain = picture.getpixel((500, 410))
    assert [picture.getpixel((x, 470)) != plain for x in (58, 941)] == [False, True]


# A server's own emoji, from the sandbox's CDN.


async def own_gift(theatre: Theatre, *, is_animated: bool = False) -> int:
    """Add a gift whose emoji is the server's own; the emoji's id."""
    emoji = theatre.sandbox.add_emoji(theatre.sandbox.world.guild, "party")
    shown = emoji.replace("<:", "<a:") if is_animated else emoji
    await done(theatre, EditCatalogue, "Olive", name="Party", emoji=shown, price=600)
    return int(emoji.strip("<>").rpartition(":")[2])


async def send_own_gift(theatre: Theatre) -> Image.Image:
    """Have the gift with the server's own emoji sent; the picture that thanks for it."""
    catalogue = await theatre.house.memory.catalogue(theatre.guild)
    (item,) = [item.number for item in catalogue if item.name == "Party"]
    await theatre.grant("Ann", 5_000)
    await give(theatre, "Ann", item)
    return await picture_of(theatre, await thanks(theatre))


def shows_emoji(picture: Image.Image, emoji: int) -> bool:
    """Whether the emoji's own picture stands in the middle of the gift's place."""
    own = Image.open(io.BytesIO(sandbox_picture(str(emoji))))
    return picture.getpixel((804, 200)) == own.getpixel((64, 64))


@pytest.mark.parametrize("is_animated", [False, True])
async def test_a_servers_own_emoji_is_on_the_picture(theatre: Theatre, is_animated: bool) -> None:
    emoji = await own_gift(theatre, is_animated=is_animated)
    assert shows_emoji(await send_own_gift(theatre), emoji)
    # Of one that moves, a still is asked for.
    assert asked(theatre, rf"/emojis/{emoji}\.png") == 1


async def test_an_emoji_is_asked_for_once(theatre: Theatre) -> None:
    emoji = await own_gift(theatre)
    for _ in range(2):
        catalogue = await theatre.house.memory.catalogue(theatre.guild)
        (item,) = [item.number for item in catalogue if item.name == "Party"]
        await theatre.grant("Ann", 5_000)
        await give(theatre, "Ann", item)
        theatre.clock.advance(11)
        await theatre.announced(SHOW_CHANNEL)
    assert asked(theatre, rf"/emojis/{emoji}\.png") == 1


@pytest.mark.parametrize(
    "fault",
    [
        Fault("GET", "/emojis/*", status=404),
        Fault("GET", "/emojis/*", status=500),
        Fault("GET", "/emojis/*", status=302, location="/embed/avatars/0.png"),
        Fault("GET", "/emojis/*", content_type="text/html"),
        Fault("GET", "/emojis/*", content_type="image/svg+xml"),
        Fault("GET", "/emojis/*", size_bytes=MOST_BYTES + 1),
        Fault("GET", "/emojis/*", reset=True),
    ],
    ids=["gone", "error", "moved", "page", "drawing", "large", "reset"],
)
async def test_an_emoji_that_cannot_be_had_gives_way_to_a_coin_with_its_name(
    theatre: Theatre, fault: Fault
) -> None:
    emoji = await own_gift(theatre)
    fault.times = None
    theatre.sandbox.faults.add(fault)
    picture = await send_own_gift(theatre)
    assert picture.size == (1_000, 400)
    assert not shows_emoji(picture, emoji)
    assert fault.struck >= 1
    assert asked(theatre, r"/embed/.*") == 0


async def test_a_slow_emoji_delays_no_thank_you_for_long(theatre: Theatre) -> None:
    emoji = await own_gift(theatre)
    theatre.sandbox.faults.slow(_NEVER_SECONDS, "/emojis/*")
    theatre.house.gallery.patience_seconds = 0.2
    loop = asyncio.get_running_loop()
    begun = loop.time()
    assert not shows_emoji(await send_own_gift(theatre), emoji)
    assert loop.time() - begun < _NEVER_SECONDS / SPEED


# Shown again.


async def replayed(theatre: Theatre, combo: int) -> Message:
    """Have a gift shown again; the message that does."""
    before = {it.id for it in await theatre.announced(SHOW_CHANNEL)}
    await done(theatre, ReplayGift, "Bea", creator=theatre.person("Bea"), combo=combo)
    (message,) = [it for it in await theatre.announced(SHOW_CHANNEL) if it.id not in before]
    return message


async def test_a_replay_has_the_picture_of_the_first_time(theatre: Theatre) -> None:
    await theatre.grant("Ann", 5_000)
    combo = await give(theatre, "Ann", SWAN, message="you made my week!")
    first = await picture_of(theatre, await thanks(theatre))
    again = await picture_of(theatre, await replayed(theatre, combo))
    assert again.tobytes() == first.tobytes()


async def test_a_replay_of_a_small_gift_has_no_picture(theatre: Theatre) -> None:
    await theatre.grant("Ann", 5_000)
    combo = await give(theatre, "Ann", ROSE)
    assert (await replayed(theatre, combo)).attachments == ()


async def test_a_replay_is_shown_where_no_picture_can_be_had_or_attached(theatre: Theatre) -> None:
    await theatre.grant("Ann", 5_000)
    combo = await give(theatre, "Ann", SWAN)
    await thanks(theatre)
    world = theatre.sandbox.world
    theatre.sandbox.set_overwrite(world.channel(SHOW_CHANNEL), world.bot, deny=ATTACH_FILES)
    assert (await replayed(theatre, combo)).attachments == ()
    theatre.house.gallery.studio = Studio()
    assert "Swan" in (await replayed(theatre, combo)).text


async def test_a_replay_of_what_was_taken_back_has_no_picture(theatre: Theatre) -> None:
    await theatre.grant("Ann", 5_000)
    combo = await give(theatre, "Ann", SWAN)
    await thanks(theatre)
    await done(theatre, ReplayGift, "Bea", creator=theatre.person("Bea"), combo=combo)
    await done(theatre, ReverseGift, "Max", seq=combo, reason="a mistake")
    shown = [it for it in await theatre.announced(SHOW_CHANNEL) if "attachment://" in str(it.raw)]
    assert len(shown) <= 1
