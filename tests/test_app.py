"""What is opened together: nothing of it goes on alone."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import discord
import pytest

from bot.app import Committed
from bot.ledger.books import Books
from bot.storage.memory import Memory
from tests.theatre import Theatre, open_theatre


class Ear:
    """Somebody who hears of commits, or fails to."""

    def __init__(self, *, is_deaf: bool) -> None:
        """Fail at each commit if deaf."""
        self.is_deaf = is_deaf
        self.heard: list[Books] = []

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """There is nothing to be done."""
        yield

    def committed(self, books: Books) -> None:
        """Take note of a commit."""
        if self.is_deaf:
            raise ValueError("nothing was heard")
        self.heard.append(books)


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


async def test_a_listener_that_fails_keeps_no_other_from_hearing(theatre: Theatre) -> None:
    committed = Committed(Memory(theatre.house.reader))
    ears = [Ear(is_deaf=True), Ear(is_deaf=False)]
    committed.join(ears)
    books = Books([])
    committed(books)
    assert ears[1].heard == [books]
