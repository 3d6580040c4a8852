"""Promises about boards whose channel was deleted: they stand where gifts are thanked."""

from pathlib import Path

from bot.ledger.requests.live import StartShow
from bot.live.boards import REFRESH_SECONDS
from tests.commands.moderators import set_up
from tests.commands.queueing import ROSE, give
from tests.live.scenery import until_troubled
from tests.live.shows import SHOW_CHANNEL, board, boards, done, end_show, start_show
from tests.theatre import Theatre, open_theatre

COFFEE = 2


def delete(theatre: Theatre) -> None:
    """Have the show's channel deleted."""
    theatre.sandbox.delete_channel(theatre.sandbox.world.channel(SHOW_CHANNEL))


async def move(theatre: Theatre) -> int:
    """A show whose board stands where gifts are thanked; its number."""
    await set_up(theatre, gift_channel=theatre.channel_id("gifts"))
    show = await start_show(theatre)
    await board(theatre, show)
    delete(theatre)
    await theatre.grant("Ann", 100)
    await give(theatre, "Ann", ROSE)
    olive = await theatre.stage.person("Olive")
    await olive.sees("gifts", lambda message: "is live" in message.text)
    return show


async def test_a_board_goes_where_gifts_are_thanked_and_is_kept_there(theatre: Theatre) -> None:
    show = await move(theatre)
    shown = await board(theatre, show, "gifts")
    assert "**1 coin** · 0.5 💎 · 1 gift" in shown.text
    await give(theatre, "Ann", COFFEE)
    theatre.clock.advance(REFRESH_SECONDS)
    again = await board(theatre, show, "gifts")
    assert again.id == shown.id
    assert "2 gifts" in again.text
    await end_show(theatre)
    assert theatre.bot is not None
    await theatre.bot.boards.idle()
    olive = await theatre.stage.person("Olive")
    ended = [it for it in await olive.read("gifts", limit=100) if it.id == shown.id]
    assert "was live" in ended[0].text


async def test_a_restart_finds_the_board_where_it_went(tmp_path: Path) -> None:
    async with open_theatre(tmp_path) as theatre:
        async with theatre.bot_running():
            show = await move(theatre)
            shown = await board(theatre, show, "gifts")
        async with theatre.bot_running():
            await give(theatre, "Ann", COFFEE)
            assert [it.id for it in await boards(theatre, show, "gifts")] == [shown.id]


async def test_a_board_without_any_channel_comes_when_one_is_set(theatre: Theatre) -> None:
    channel = theatre.channel_id(SHOW_CHANNEL)
    delete(theatre)
    bea = theatre.person("Bea")
    started = await done(theatre, StartShow, "Bea", creator=bea, channel=channel)
    await until_troubled(theatre, started.seq, "board")
    await set_up(theatre, gift_channel=theatre.channel_id("gifts"))
    olive = await theatre.stage.person("Olive")
    await olive.sees("gifts", lambda message: "is live" in message.text)
    assert len(await boards(theatre, started.seq, "gifts")) == 1
