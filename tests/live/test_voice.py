"""Shows of registered creators begin and end as they go live in voice, also unheard."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest_asyncio

from bot.ledger.money import Currency
from bot.ledger.outcomes import Unavailable
from bot.live.voice import GRACE_MS
from bot.storage.shows import ShowView, show_of
from tests.live.shows import end_show, register, start_show
from tests.storage.faults import locked
from tests.theatre import Theatre, open_theatre
from tests.waiting import PATIENCE_SECONDS, until


@pytest_asyncio.fixture
async def listening(tmp_path: Path) -> AsyncIterator[Theatre]:
    """A sandbox whose bot is to hear of voice; a test lets it join."""
    async with open_theatre(tmp_path) as theatre:
        theatre.settings = theatre.settings.model_copy(update={"voice_states": True})
        yield theatre


def is_in(theatre: Theatre, who: str, channel: str | None, **state: Any) -> None:
    """Have somebody be in a voice or stage channel, or in none."""
    world = theatre.sandbox.world
    member = world.guild.members[theatre.id_of(who)]
    theatre.sandbox.set_voice_state(member, world.channel(channel) if channel else None, **state)


async def running(theatre: Theatre, who: str = "Bea") -> ShowView | None:
    """Somebody's running show."""
    return await show_of(theatre.house.reader, theatre.guild, theatre.id_of(who))


async def until_live(theatre: Theatre, who: str = "Bea") -> ShowView:
    """Wait until somebody's show runs."""

    async def is_live() -> bool:
        return await running(theatre, who) is not None

    await until(is_live)
    found = await running(theatre, who)
    assert found is not None
    return found


async def until_over(theatre: Theatre, who: str = "Bea") -> None:
    """Wait until somebody's show has ended."""

    async def is_over() -> bool:
        return await running(theatre, who) is None

    await until(is_over)


async def heard(theatre: Theatre) -> None:
    """Wait until the bot has heard all that was told before this: events come in order."""
    assert theatre.bot is not None
    olive = theatre.id_of("Olive")
    for channel in ("lounge", None):
        is_in(theatre, "Olive", channel)
        await theatre.bot.wait_for(
            "voice_state_update",
            check=lambda member, *_: member.id == olive,
            timeout=PATIENCE_SECONDS,
        )
    await handled("voice_state_update")


async def test_a_show_begins_and_ends_with_a_stream(listening: Theatre) -> None:
    async with listening.bot_running():
        await register(listening)
        is_in(listening, "Bea", "lounge")
        await heard(listening)
        assert await running(listening) is None
        is_in(listening, "Bea", "lounge", streaming=True)
        shown = await until_live(listening)
        assert shown.by_voice
        assert shown.channel == listening.channel_id("lounge")
        is_in(listening, "Bea", None)
        await heard(listening)
        assert await running(listening)
        listening.clock.advance(GRACE_MS / 1000)
        await until_over(listening)


async def test_a_show_begins_with_speaking_on_a_stage_and_not_with_listening(
    listening: Theatre,
) -> None:
    async with listening.bot_running():
        await register(listening)
        is_in(listening, "Bea", "main-stage")
        await heard(listening)
        assert await running(listening) is None
        is_in(listening, "Bea", "main-stage", speaking=True)
        assert (await until_live(listening)).channel == listening.channel_id("main-stage")


async def test_who_is_no_registered_creator_streams_without_a_show(listening: Theatre) -> None:
    async with listening.bot_running():
        is_in(listening, "Ann", "lounge", streaming=True)
        await heard(listening)
        assert await running(listening, "Ann") is None


async def test_a_short_absence_ends_nothing(listening: Theatre) -> None:
    async with listening.bot_running():
        await register(listening)
        is_in(listening, "Bea", "lounge", streaming=True)
        shown = await until_live(listening)
        is_in(listening, "Bea", None)
        await heard(listening)
        listening.clock.advance(GRACE_MS / 1000 - 1)
        is_in(listening, "Bea", "lounge", streaming=True)
        await heard(listening)
        listening.clock.advance(GRACE_MS / 1000 + 1)
        await heard(listening)
        still = await running(listening)
        assert still is not None
        assert still.number == shown.number


async def test_a_show_that_was_ended_by_hand_stays_over_while_the_stream_goes_on(
    listening: Theatre,
) -> None:
    async with listening.bot_running():
        await register(listening)
        is_in(listening, "Bea", "lounge", streaming=True)
        await until_live(listening)
        await end_show(listening)
        is_in(listening, "Bea", "lounge", streaming=True)
        await heard(listening)
        assert await running(listening) is None


async def test_a_show_that_was_begun_by_hand_does_not_end_with_a_stream(
    listening: Theatre,
) -> None:
    async with listening.bot_running():
        await register(listening)
        await start_show(listening)
        is_in(listening, "Bea", "lounge", streaming=True)
        is_in(listening, "Bea", None)
        await heard(listening)
        listening.clock.advance(GRACE_MS / 1000 + 1)
        await heard(listening)
        assert await running(listening)


async def test_who_went_live_while_the_bot_was_away_is_found_at_its_start(
    listening: Theatre,
) -> None:
    async with listening.bot_running():
        await register(listening)
    is_in(listening, "Bea", "lounge", streaming=True)
    async with listening.bot_running():
        assert (await until_live(listening)).by_voice


async def test_who_stopped_while_the_bot_was_away_has_their_show_ended(
    listening: Theatre,
) -> None:
    async with listening.bot_running():
        await register(listening)
        is_in(listening, "Bea", "lounge", streaming=True)
        await until_live(listening)
    is_in(listening, "Bea", None)
    async with listening.bot_running():
        listening.clock.advance(1)
        assert await running(listening)
        listening.clock.advance(GRACE_MS / 1000)
        await until_over(listening)


async def test_a_show_goes_on_over_a_restart_while_its_creator_is_live(
    listening: Theatre,
) -> None:
    async with listening.bot_running():
        await register(listening)
        is_in(listening, "Bea", "lounge", streaming=True)
        shown = await until_live(listening)
    async with listening.bot_running():
        await heard(listening)
        listening.clock.advance(GRACE_MS / 1000 + 1)
        await heard(listening)
        still = await running(listening)
        assert still is not None
        assert still.number == shown.number


async def test_who_left_during_an_outage_is_not_taken_for_live(listening: Theatre) -> None:
    async with listening.bot_running() as bot:
        await register(listening)
        is_in(listening, "Bea", "lounge", streaming=True)
        await until_live(listening)
        # Nobody is told of it, as in an outage; what discord.py knows of Bea is old then.
        listening.sandbox.world.guild.voice_states.clear()
        (guild,) = bot.guilds
        bot.dispatch("guild_available", guild)
        await handled("guild_available")
        listening.clock.advance(GRACE_MS / 1000)
        await until_over(listening)


async def test_who_is_live_still_after_an_outage_stays_so(listening: Theatre) -> None:
    async with listening.bot_running() as bot:
        await register(listening)
        is_in(listening, "Bea", "lounge", streaming=True)
        await until_live(listening)
        (guild,) = bot.guilds
        bot.dispatch("guild_available", guild)
        await handled("guild_available")
        listening.clock.advance(GRACE_MS / 1000 + 1)
        await heard(listening)
        assert await running(listening)


async def test_who_comes_back_after_ending_their_show_by_hand_has_another(
    listening: Theatre,
) -> None:
    async with listening.bot_running():
        await register(listening)
        is_in(listening, "Bea", "lounge", streaming=True)
        first = await until_live(listening)
        is_in(listening, "Bea", None)
        await heard(listening)
        await end_show(listening)
        is_in(listening, "Bea", "lounge", streaming=True)
        assert (await until_live(listening)).number > first.number


@asynccontextmanager
async def unwritable(theatre: Theatre) -> AsyncIterator[None]:
    """Have the books take nothing, as while another process holds them."""
    await theatre.house.database.keeper.fetch("PRAGMA busy_timeout = 0")
    async with locked(Path(theatre.settings.database_url.removeprefix("sqlite:///"))):
        yield
        assert await theatre.submit_adjustment("Ann", 1, Currency.COINS, "Olive") == Unavailable()


async def test_a_show_begins_by_voice_once_the_books_take_it(listening: Theatre) -> None:
    async with listening.bot_running():
        await register(listening)
        async with unwritable(listening):
            is_in(listening, "Bea", "lounge", streaming=True)
            await heard(listening)
        assert await running(listening) is None
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not await running(listening):
                listening.clock.advance(1)


async def test_a_show_ends_by_voice_once_the_books_take_it(listening: Theatre) -> None:
    async with listening.bot_running():
        await register(listening)
        is_in(listening, "Bea", "lounge", streaming=True)
        await until_live(listening)
        is_in(listening, "Bea", None)
        await heard(listening)
        async with unwritable(listening):
            listening.clock.advance(GRACE_MS / 1000)
            await heard(listening)
        assert await running(listening)
        async with asyncio.timeout(PATIENCE_SECONDS):
            while await running(listening):
                listening.clock.advance(1)


async def handled(event: str) -> None:
    """Wait until the bot is done with what an event was to it."""
    name = f"discord.py: on_{event}"
    await asyncio.gather(*(task for task in asyncio.all_tasks() if task.get_name() == name))


async def test_without_the_setting_nothing_begins_by_voice(theatre: Theatre) -> None:
    await register(theatre)
    is_in(theatre, "Bea", "lounge", streaming=True)
    await theatre.grant("Ann", 1)
    assert theatre.bot is not None
    assert not theatre.bot.intents.voice_states
    assert await running(theatre) is None
