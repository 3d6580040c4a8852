"""Opens and closes everything, in order, under one `async with`."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any, cast

import discord
import structlog
from yarl import URL

from bot.client import GiftBot
from bot.house import House
from bot.ledger.books import Books
from bot.lifetimes import ending_with
from bot.live.announcer import Announcer, Sleep
from bot.settings import Settings
from bot.storage.memory import Memory
from bot.storage.opening import open_database
from bot.storage.writer import Writer

log = structlog.get_logger(__name__)


def now_ms() -> int:
    """The time, in UTC milliseconds."""
    return time.time_ns() // 1_000_000


@dataclass(slots=True)
class Listeners:
    """Who hears of a commit. The announcer joins once there is somebody to announce through."""

    memory: Memory
    announcer: Announcer | None = None

    def committed(self, books: Books) -> None:
        """Pass on what was written."""
        self.memory.committed(books)
        if self.announcer:
            self.announcer.committed(books)


@contextlib.asynccontextmanager
async def open_house(settings: Settings) -> AsyncIterator[tuple[House, Listeners]]:
    """The open books with their writer. Raises DatabaseRefused before Discord hears of anything."""
    async with open_database(settings.database_url) as database:
        memory = Memory(database.commands)
        listeners = Listeners(memory)
        writer = Writer(database.keeper, now_ms, listeners.committed)
        await memory.recall()
        async with writer.running():
            yield House(database, writer, memory, now_ms), listeners


@contextlib.asynccontextmanager
async def open_bot(settings: Settings, sleep: Sleep = asyncio.sleep) -> AsyncIterator[GiftBot]:
    """The bot, logged in and ready, until left; `sleep` waits between tries to reach a channel.

    Raises discord.LoginFailure for a wrong token, DatabaseRefused where the books cannot be kept,
    and whatever ends the connection or the writer, which ends the block too.
    """
    point_discord_at(settings)
    async with open_house(settings) as (house, listeners):
        bot = GiftBot(house, sleep)
        async with bot:
            token = settings.discord_token.get_secret_value() if settings.discord_token else ""
            try:
                await bot.login(token)
            except TimeoutError as error:
                raise ConnectionError("it did not answer in time") from error
            gateway = asyncio.create_task(_connect(bot), name="gateway")
            try:
                async with ending_with(gateway):
                    await bot.wait_until_ready()
                    listeners.announcer = bot.announcer
                    async with bot.announcer.running():
                        yield bot
            finally:
                await bot.finish(settings.shutdown_seconds / 2)
                await bot.close()
                await asyncio.gather(gateway, return_exceptions=True)


async def _connect(bot: GiftBot) -> None:
    """Keep the connection to Discord's gateway; it comes back by itself but from its real end."""
    await bot.connect()
    raise ConnectionError("Discord closed the connection")


def point_discord_at(settings: Settings) -> None:
    """Send discord.py to another server than Discord, where the settings name one."""
    if settings.discord_api_url:
        discord.http.Route.BASE = settings.discord_api_url.rstrip("/")
    if settings.discord_gateway_url:
        gateway = cast("Any", discord.gateway.DiscordWebSocket)
        gateway.DEFAULT_GATEWAY = URL(settings.discord_gateway_url)
