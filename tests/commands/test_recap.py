"""Looking back at shows: `/live recap`, its menu, and the file with every gift."""

import csv
import io
from pathlib import Path

import pytest

from bot.ledger.requests import ChangeSetting, ReverseGift
from bot.ledger.requests.live import NameDeputy
from bot.live.gift_files import harmless, write_gifts
from bot.sandbox.people.exchange import Exchange
from bot.storage.shows import show
from bot.words import speak
from tests.live.shows import SHOW_CHANNEL, done, end_show, give, start_show
from tests.theatre import Theatre

PERFUME = 10


async def evening(theatre: Theatre, title: str = "") -> int:
    """A show with two gifts that is over; its number."""
    await theatre.grant("Ann", 100)
    number = await start_show(theatre, title=title)
    await give(theatre, "Ann", message="=1+1")
    await give(theatre, "Ann", PERFUME)
    theatre.clock.advance(90)
    await end_show(theatre)
    return number


async def press_file(theatre: Theatre, who: str) -> Exchange:
    """Have somebody press CSV on the recap, and wait for what comes of it."""
    (recap,) = [it for it in await theatre.announced(SHOW_CHANNEL) if "🎬" in it.text]
    person = await theatre.stage.person(who)
    pressed = await person.press(recap, "CSV")
    await pressed.settled()
    assert pressed.reply.ephemeral
    return pressed


async def file_of(theatre: Theatre, pressed: Exchange, who: str) -> bytes:
    """The one file of an answer."""
    (attachment,) = pressed.reply.attachments
    assert attachment.filename.endswith(".csv")
    person = await theatre.stage.person(who)
    return await person.download(attachment)


async def test_the_creator_gets_every_gift_in_a_file(theatre: Theatre) -> None:
    await done(theatre, ChangeSetting, "Olive", changes=(("timezone", "Asia/Tokyo"),))
    await evening(theatre)
    pressed = await press_file(theatre, "Bea")
    assert pressed.reply.text == "📄 Every gift of the show: 2 gifts. Only you see this."
    data = await file_of(theatre, pressed, "Bea")
    assert data.startswith(b"\xef\xbb\xbf")
    head, *rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    assert head == list(speak("en").file_columns)
    assert [row[2:9] for row in rows] == [
        ["Ann", "Rose", "1", "1", "0", "0.5", "'=1+1"],
        ["Ann", "Perfume", "1", "20", "0", "10", ""],
    ]
    assert all(row[1].endswith("+09:00") for row in rows)
    assert rows[0][0] == rows[0][9]


async def test_what_was_reversed_stands_in_the_file_with_what_reversed_it(
    theatre: Theatre,
) -> None:
    await theatre.grant("Ann", 100)
    await start_show(theatre)
    await give(theatre, "Ann")
    seq = await give(theatre, "Ann", PERFUME)
    await done(theatre, ReverseGift, "Max", seq=seq, reason="a mistake")
    await end_show(theatre)
    data = await file_of(theatre, await press_file(theatre, "Bea"), "Bea")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))[1:]
    assert [bool(row[11]) for row in rows] == [False, True]


@pytest.mark.parametrize("who", ["Max", "Olive"])
async def test_moderators_get_the_file(theatre: Theatre, who: str) -> None:
    await evening(theatre)
    assert await file_of(theatre, await press_file(theatre, who), who)


async def test_whoever_acts_for_the_creator_gets_the_file(theatre: Theatre) -> None:
    await evening(theatre)
    await done(theatre, NameDeputy, "Bea", deputy=theatre.person("Kim"), on=True)
    assert await file_of(theatre, await press_file(theatre, "Kim"), "Kim")


async def test_nobody_else_gets_the_file(theatre: Theatre) -> None:
    await evening(theatre)
    pressed = await press_file(theatre, "Ann")
    assert pressed.reply.attachments == ()
    assert "That file is for the creator of the show" in pressed.reply.text
    assert "Nothing was sent" in pressed.reply.text


async def test_a_file_that_would_be_too_large_is_several(theatre: Theatre, tmp_path: Path) -> None:
    number = await evening(theatre)
    over = await show(theatre.house.reader, theatre.guild, number)
    assert over is not None
    words = speak("en")
    written = await write_gifts(theatre.house.reader, over, words, "UTC", tmp_path, most_bytes=180)
    assert (written.gifts, written.left_out, len(written.paths)) == (2, 0, 2)
    assert all(path.stat().st_size <= 180 for path in written.paths)
    heads = {path.read_text("utf-8-sig").splitlines()[0] for path in written.paths}
    assert heads == {",".join(words.file_columns)}


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", " =1", "＝1", "\t=1"])
def test_what_a_spreadsheet_would_carry_out_is_a_word(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Ann", "1-1", "a=b"])
def test_what_is_no_formula_stays_as_it_is(text: str) -> None:
    assert harmless(text) == text


async def test_a_creator_looks_back_at_their_last_show(theatre: Theatre) -> None:
    await evening(theatre, "one")
    looked = await theatre.use("Bea", "/live recap")
    assert looked.reply.ephemeral
    assert "“one”\n1 min · **2 gifts** · 21 coins" in looked.reply.text
    assert [it.filename for it in looked.reply.attachments] == ["recap.png"]


async def test_anybody_looks_back_at_a_creators_shows(theatre: Theatre) -> None:
    await evening(theatre, "one")
    looked = await theatre.use("Lee", "/live recap", creator=theatre.id_of("Bea"))
    assert "“one”" in looked.reply.text


async def test_earlier_shows_are_picked_from_a_menu(theatre: Theatre) -> None:
    await evening(theatre, "one")
    await start_show(theatre, title="two")
    await end_show(theatre)
    looked = await theatre.use("Bea", "/live recap")
    assert "“two”" in looked.reply.text
    assert looked.reply.attachments == ()
    bea = await theatre.stage.person("Bea")
    (select,) = looked.reply.selects
    picked = await bea.pick(looked.reply, select.choices[1].label)
    await picked.settled()
    assert "“one”" in picked.reply.text
    assert len(picked.reply.attachments) == 1


async def test_without_a_show_one_is_told_how_to_begin(theatre: Theatre) -> None:
    own = await theatre.use("Lee", "/live recap")
    assert own.reply.text.startswith("You have ended no show yet: `/live start` begins one")
    assert "add `creator`" in own.reply.text
    other = await theatre.use("Lee", "/live recap", creator=theatre.id_of("Bea"))
    assert other.reply.text.startswith("**Bea** has ended no show yet.")
