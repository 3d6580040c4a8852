"""Promises about creators who leave their server in the middle of a show."""

import asyncio
from collections.abc import Collection, Mapping
from pathlib import Path

from bot.app import open_house
from bot.clock import TurnedClock
from bot.ledger.outcomes import Accepted
from bot.ledger.requests import Person
from bot.ledger.requests.live import StartShow
from bot.live.departures import GRACE_MS, LOOK_MS, MOST_GUILDS, Departures
from bot.settings import Settings
from bot.storage.shows import show
from tests.live.shows import SHOW_CHANNEL, end_show, give, start_show
from tests.theatre import Theatre, open_theatre


def leave(theatre: Theatre, name: str = "Bea") -> None:
    """Have somebody leave the server."""
    theatre.sandbox.remove_member(theatre.sandbox.world.guild.members[theatre.id_of(name)])


async def later(theatre: Theatre, milliseconds: int = LOOK_MS) -> None:
    """Have time pass, and the bot look who of those who are live is here."""
    theatre.clock.advance(milliseconds / 1000)
    assert theatre.bot is not None
    await theatre.bot.departures.idle()


async def runs(theatre: Theatre, number: int) -> bool:
    """Whether a show goes on."""
    found = await show(theatre.house.reader, theatre.guild, number)
    assert found is not None
    return not found.ended_ms


async def test_the_show_of_a_creator_who_left_is_ended_with_its_recap(theatre: Theatre) -> None:
    number = await start_show(theatre)
    other = await start_show(theatre, "Cleo")
    await theatre.grant("Ann", 100)
    await give(theatre, "Ann", quantity=7)
    leave(theatre)
    await later(theatre)
    assert await runs(theatre, number)
    await later(theatre)
    assert not await runs(theatre, number)
    assert await runs(theatre, other)
    recap = (await theatre.announced(SHOW_CHANNEL))[-1]
    assert "🎬 **Bea's show is over**" in recap.text
    assert "**7 gifts** · 7 coins" in recap.text
    assert "show" not in (await theatre.use("Olive", "/mod audit")).reply.text
    assert (await theatre.examine()).ok


async def test_it_is_noticed_without_anybody_asking(theatre: Theatre) -> None:
    await start_show(theatre)
    leave(theatre)
    olive = await theatre.stage.person("Olive")
    know, asked = theatre.house.presence.ask, asyncio.Event()

    async def ask(guild: int, user_ids: Collection[int]) -> Mapping[int, Person] | None:
        found: Mapping[int, Person] | None = await know(guild, user_ids)
        asked.set()
        return found

    theatre.house.presence.ask = ask
    for _ in range(2):
        asked.clear()
        theatre.clock.advance(LOOK_MS / 1000)
        await asked.wait()
    await olive.sees(SHOW_CHANNEL, lambda message: "show is over" in message.text)


async def test_who_comes_back_in_time_goes_on(theatre: Theatre) -> None:
    number = await start_show(theatre)
    leave(theatre)
    await later(theatre)
    theatre.sandbox.add_member(theatre.sandbox.world.guild, "Bea")
    await later(theatre)
    leave(theatre)
    await later(theatre)
    assert await runs(theatre, number)
    await later(theatre, GRACE_MS)
    assert not await runs(theatre, number)


async def test_where_discord_does_not_say_who_is_here_shows_go_on(theatre: Theatre) -> None:
    number = await start_show(theatre)
    leave(theatre)
    assert theatre.bot is not None
    asked = theatre.house.presence.ask
    theatre.house.presence.ask = None
    for _ in range(3):
        await later(theatre)
    assert await runs(theatre, number)
    theatre.house.presence.ask = asked


async def test_a_show_that_ended_meanwhile_is_not_ended_again(theatre: Theatre) -> None:
    await start_show(theatre)
    leave(theatre)
    await later(theatre)
    await end_show(theatre)
    await later(theatre)
    rows = await theatre.house.reader.fetch(
        "SELECT count(*) FROM operation WHERE kind = 'live-end'"
    )
    assert rows[0][0] == 1


async def test_a_creator_who_left_while_the_bot_was_away_is_noticed(tmp_path: Path) -> None:
    async with open_theatre(tmp_path) as theatre:
        async with theatre.bot_running():
            number = await start_show(theatre)
        leave(theatre)
        async with theatre.bot_running():
            await later(theatre)
            await later(theatre)
            assert not await runs(theatre, number)


async def test_many_guilds_are_asked_of_in_turn(tmp_path: Path) -> None:
    asked: list[int] = []

    async def here(guild: int, user_ids: Collection[int]) -> Mapping[int, Person]:
        asked.append(guild)
        return {user_id: Person(user_id, "Bea") for user_id in user_ids}

    clock = TurnedClock()
    settings = Settings.model_validate({"database_url": f"sqlite:///{tmp_path / 'books.db'}"})
    async with open_house(settings, clock) as (house, _):
        guilds = range(1, MOST_GUILDS + 11)
        bea = Person(7, "Bea")
        outcomes = await asyncio.gather(
            *(
                house.writer.submit(
                    StartShow(guild=guild, key="live", actor=bea, creator=bea, channel=1)
                )
                for guild in guilds
            )
        )
        assert all(isinstance(outcome, Accepted) for outcome in outcomes)
        house.presence.ask = here
        departures = Departures(house)
        async with departures.running():
            await departures.idle()
            clock.advance(LOOK_MS / 1000)
            await departures.idle()
    assert asked[: len(guilds)] == list(guilds)
    assert asked.count(1) == 2
