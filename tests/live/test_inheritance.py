"""Promises about a start: Discord's limits hold across it, and nobody waits longer than that."""

from pathlib import Path

import pytest

from bot.app import open_bot
from bot.live.pace import MOST_IN_PERIOD, PERIOD_SECONDS, Pace
from bot.storage.installation import remembered
from tests.live.scenery import change_books, send, thanked
from tests.theatre import Theatre, open_theatre

_FACT = "last_sent_ms"


async def free_at_a_start(theatre: Theatre) -> int:
    """How many messages may be posted as soon as the bot is there, at Discord's own pace."""
    async with open_bot(theatre.settings, Pace(), theatre.clock) as bot:
        return bot.announcer.budget(theatre.channel_id("gifts")).free


async def play(theatre: Theatre) -> None:
    """Have the bot thank for one gift, and leave."""
    async with theatre.bot_running():
        await theatre.grant("Ann", 100)
        await send(theatre, "one")
        await thanked(theatre)


async def test_the_very_first_start_may_post_all_that_a_channel_takes(tmp_path: Path) -> None:
    async with open_theatre(tmp_path) as theatre:
        assert await free_at_a_start(theatre) == MOST_IN_PERIOD


@pytest.mark.parametrize(
    ("seconds", "free"), [(0.0, 1), (PERIOD_SECONDS, MOST_IN_PERIOD), (-60.0, 1)]
)
async def test_a_start_in_order_leaves_room_for_what_was_sent_just_before_and_for_no_more(
    tmp_path: Path, seconds: float, free: int
) -> None:
    """Also where the clock was set back."""
    async with open_theatre(tmp_path) as theatre:
        await play(theatre)
        theatre.clock.advance(seconds)
        assert await free_at_a_start(theatre) == free


async def test_after_a_power_cut_nobody_knows_what_was_sent(tmp_path: Path) -> None:
    async with open_theatre(tmp_path) as theatre:
        await play(theatre)
        theatre.clock.advance(PERIOD_SECONDS)
        async with theatre.bot_running() as bot:
            # What the one before it left tells of no other, and it may not come to leave anything.
            assert await remembered(bot.house.reader, _FACT) == ""
        await change_books(theatre, "UPDATE installation SET value = '' WHERE name = ?", _FACT)
        theatre.clock.advance(PERIOD_SECONDS)
        assert await free_at_a_start(theatre) == 1


async def test_who_sent_nothing_leaves_nothing_to_wait_for(tmp_path: Path) -> None:
    async with open_theatre(tmp_path) as theatre:
        await play(theatre)
        theatre.clock.advance(PERIOD_SECONDS)
        assert await free_at_a_start(theatre) == MOST_IN_PERIOD
        assert await free_at_a_start(theatre) == MOST_IN_PERIOD


async def test_who_sent_nothing_passes_on_what_was_sent_before_it(tmp_path: Path) -> None:
    async with open_theatre(tmp_path) as theatre:
        await play(theatre)
        assert await free_at_a_start(theatre) == 1
        assert await free_at_a_start(theatre) == 1
