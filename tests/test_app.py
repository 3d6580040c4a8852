"""What is opened together: nothing of it goes on alone."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import discord
import pytest

from tests.theatre import Theatre, open_theatre


async def live(theatre: Theatre, end: Callable[[], Awaitable[None]]) -> None:
    """Have the bot stay up for good, and something happen to it."""
    async with theatre.bot_running():
        await end()
        await asyncio.Event().wait()


async def test_a_writer_that_ends_before_its_time_ends_the_bot_loudly(tmp_path: Path) -> None:
    async def cancel_the_writer() -> None:
        (writer,) = (task for task in asyncio.all_tasks() if task.get_name() == "writer")
        writer.cancel()

    async with open_theatre(tmp_path) as theatre:
        with pytest.raises(RuntimeError, match="the writer ended before its time"):
            await live(theatre, cancel_the_writer)


async def test_a_connection_that_discord_ends_for_good_ends_the_bot_loudly(tmp_path: Path) -> None:
    async def hang_up() -> None:
        (session,) = theatre.sandbox.gateway.sessions_of(theatre.sandbox.world.bot)
        assert session.connection is not None
        # The token is not valid any more.
        await session.connection.socket.close(code=4004)

    async with open_theatre(tmp_path) as theatre:
        with pytest.raises(discord.ConnectionClosed):
            await live(theatre, hang_up)
