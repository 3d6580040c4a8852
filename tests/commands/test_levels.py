"""Promises about gifter levels: what somebody gave in all, told wherever they are named."""

from bot.ledger.levels import LEAST_COINS, MOST_LEVEL
from bot.words import speak
from tests.commands.moderators import gift, reverse
from tests.theatre import Theatre


async def test_a_board_shows_the_level_of_everybody_on_it(theatre: Theatre) -> None:
    await gift(theatre, "Ann", count=10)
    await gift(theatre, "Kim", to="Ann", count=3)
    board = await theatre.use("Kim", "/leaderboard")
    assert "🥇 Ann `Lv 4` · 10" in board.reply.text
    assert "🥈 Kim `Lv 2` (you) · 3" in board.reply.text
    creators = await theatre.use("Kim", "/leaderboard", board="received")
    assert "🥇 Bea · 10" in creators.reply.text
    assert "🥈 Ann `Lv 4` · 3" in creators.reply.text


async def test_a_wallet_tells_the_level_and_how_far_the_next_is(theatre: Theatre) -> None:
    assert "Lv" not in (await theatre.use("Ann", "/wallet")).reply.text
    await gift(theatre, "Ann", count=10)
    said = await theatre.use("Ann", "/wallet")
    assert "`Lv 4` · 6 coins in gifts to level 5" in said.reply.text


async def test_a_level_follows_what_was_given_and_not_taken_back(theatre: Theatre) -> None:
    seq = await gift(theatre, "Ann", count=10)
    await reverse(theatre, f"#{seq}")
    assert "Lv" not in (await theatre.use("Ann", "/wallet")).reply.text
    await gift(theatre, "Ann", to="Cleo")
    messages = [message for message in await theatre.announced() if "Cleo" in message.text]
    assert messages[0].text == "🌹 **Ann** `Lv 1` sends **Cleo** a Rose"


async def test_a_level_up_is_said_by_the_gift_that_reached_it_and_no_other(
    theatre: Theatre,
) -> None:
    await gift(theatre, "Ann", count=7)
    await gift(theatre, "Ann", "Coffee")
    await gift(theatre, "Ann", "Coffee", to="Cleo")
    texts = [message.text for message in await theatre.announced()]
    assert [text.count("is level 4 now!") for text in texts] == [0, 1, 0]


def test_the_highest_level_has_no_next() -> None:
    assert speak("en").own_level(MOST_LEVEL, 0) == "`Lv 50` · the highest level there is"
    assert len(LEAST_COINS) == MOST_LEVEL
