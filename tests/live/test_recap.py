"""When a show ends, everybody reads what it came to, with a picture."""

import io

from PIL import Image

from bot.ledger.requests import ChangeSetting
from bot.ledger.requests.live import AnswerMatch, ProposeMatch, ThankFor
from bot.pictures.studio import Studio
from bot.sandbox.people.seen import Message
from bot.sandbox.service.permissions import ATTACH_FILES
from bot.words import speak
from tests.live.shows import SHOW_CHANNEL, done, end_show, give, start_show
from tests.theatre import Theatre

PERFUME = 10


async def recap_of(theatre: Theatre) -> Message:
    """The one recap in the channel of the show."""
    (found,) = [it for it in await theatre.announced(SHOW_CHANNEL) if "🎬" in it.text]
    return found


async def evening(theatre: Theatre, title: str = "") -> int:
    """A show with three gifts of two people, one of them thanked for; its number."""
    await theatre.grant("Ann", 100)
    await theatre.grant("Kim", 100)
    number = await start_show(theatre, title=title)
    first = await give(theatre, "Ann")
    await give(theatre, "Ann")
    await give(theatre, "Kim", PERFUME)
    theatre.clock.advance(90)
    await theatre.announced(SHOW_CHANNEL)
    await done(theatre, ThankFor, "Bea", creator=theatre.person("Bea"), combo=first)
    return number


async def test_a_recap_tells_what_the_show_came_to(theatre: Theatre) -> None:
    await evening(theatre, "Friday *songs*")
    await end_show(theatre)
    lines = (await recap_of(theatre)).text.splitlines()
    assert lines[:6] == [
        "🎬 **Bea's show is over** · “Friday \\*songs\\*”",
        "1 min · **3 gifts** · 22 coins · 11 💎",
        "🥇 **Kim** `Lv 5` 20 · 🥈 **Ann** `Lv 2` 2",
        "🌹 ×2: the longest combo, by Ann",
        "🧴 Perfume, 20 coins: the biggest gift, from Kim",
        "💛 Bea thanked in person for 50 %, half of it within 1 min",
    ]


async def test_a_recap_has_a_picture(theatre: Theatre) -> None:
    await evening(theatre)
    await end_show(theatre)
    (attachment,) = (await recap_of(theatre)).attachments
    assert attachment.filename == "recap.png"
    olive = await theatre.stage.person("Olive")
    picture = Image.open(io.BytesIO(await olive.download(attachment)))
    assert (picture.format, picture.width) == ("PNG", 1_200)


async def test_a_recap_without_its_picture_is_told_all_the_same(theatre: Theatre) -> None:
    await evening(theatre)
    theatre.house.gallery.studio = Studio()
    await end_show(theatre)
    message = await recap_of(theatre)
    assert message.attachments == ()
    assert "**3 gifts**" in message.text


async def test_where_no_file_may_be_attached_a_recap_is_told_all_the_same(
    theatre: Theatre,
) -> None:
    world = theatre.sandbox.world
    theatre.sandbox.set_overwrite(world.channel(SHOW_CHANNEL), world.bot, deny=ATTACH_FILES)
    await evening(theatre)
    await end_show(theatre)
    told = await recap_of(theatre)
    assert told.attachments == ()
    assert "**3 gifts** · 22 coins" in told.text


async def test_an_empty_show_ends_with_a_kind_word_and_no_picture(theatre: Theatre) -> None:
    await start_show(theatre, title="Rehearsal")
    theatre.clock.advance(12 * 60)
    await end_show(theatre)
    message = await recap_of(theatre)
    assert message.attachments == ()
    assert message.text.startswith("🎬 **Bea's show “Rehearsal” is over** after 12 min. Thank you")
    assert [button.label for button in message.buttons] == ["Send a gift"]


async def test_a_recap_speaks_the_servers_language(theatre: Theatre) -> None:
    await done(theatre, ChangeSetting, "Olive", changes=(("language", "de"),))
    await evening(theatre)
    await end_show(theatre)
    text = (await recap_of(theatre)).text
    assert text.startswith("🎬 **Die Show von Bea ist vorbei**\n1 Min. · **3 Geschenke**")


async def test_a_recap_makes_no_sound_and_pings_nobody(theatre: Theatre) -> None:
    await evening(theatre, "@everyone")
    await end_show(theatre)
    message = await recap_of(theatre)
    assert not message.pings
    assert [ping for ping in theatre.sandbox.pings if ping.sounds] == []


async def test_a_lost_answer_makes_no_second_recap(theatre: Theatre) -> None:
    await evening(theatre)
    theatre.sandbox.faults.reset("/channels/*/messages", "POST", after_effect=True)
    await end_show(theatre)
    assert len((await recap_of(theatre)).attachments) == 1


async def test_each_show_has_a_recap_of_its_own(theatre: Theatre) -> None:
    await evening(theatre, "one")
    await end_show(theatre)
    await start_show(theatre, title="two")
    await give(theatre, "Ann")
    theatre.clock.advance(30)
    await end_show(theatre)
    texts = [it.text for it in await theatre.announced(SHOW_CHANNEL) if "🎬" in it.text]
    assert ["**3 gifts**" in text for text in texts] == [True, False]
    assert "“two”\n30 s · **1 gift** · 1 coin" in texts[1]


async def test_the_biggest_gift_says_how_many_it_was(theatre: Theatre) -> None:
    await theatre.grant("Ann", 100)
    await start_show(theatre)
    await give(theatre, "Ann", quantity=2)
    await end_show(theatre)
    assert "🌹 2 × Rose, 2 coins: the biggest gift, from Ann" in (await recap_of(theatre)).text


async def begin_match(theatre: Theatre) -> None:
    """A match of five minutes between Bea and Cleo."""
    where, cleo = theatre.channel_id(SHOW_CHANNEL), theatre.person("Cleo")
    match = await done(theatre, ProposeMatch, "Bea", opponent=cleo, minutes=5, channel=where)
    await done(theatre, AnswerMatch, "Cleo", match=match.seq, accept=True)


async def test_a_match_that_went_on_as_a_show_began_stands_in_its_recap(theatre: Theatre) -> None:
    await theatre.grant("Ann", 100)
    await begin_match(theatre)
    theatre.clock.advance(5 * 60)
    assert theatre.bot is not None
    await theatre.bot.calendar.idle()
    await begin_match(theatre)
    await start_show(theatre)
    await give(theatre, "Ann")
    await end_show(theatre)
    told = [line for line in (await recap_of(theatre)).text.splitlines() if "⚔️" in line]
    assert told == ["⚔️ **Bea** 1 : 0 **Cleo**"]


def test_how_long_something_took_is_told_in_two_units_at_most() -> None:
    words = speak("en")
    told = [words.length(1_000 * seconds) for seconds in (0, 59, 60, 3_599, 3_600, 4_320, 90_000)]
    assert told == ["1 s", "59 s", "1 min", "59 min", "1 h", "1 h 12 min", "25 h"]
