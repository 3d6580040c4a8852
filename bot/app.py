"""Opens and closes everything, in order, under one `async with`."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Iterable
from typing import Any, cast

import discord
import structlog
from yarl import URL

from bot.client import GiftBot, Listener
from bot.clock import Clock, SystemClock
from bot.garbage import seldom_looked_for
from bot.house import House
from bot.ledger.books import Books
from bot.lifetimes import ending_with
from bot.live.pace import Pace
from bot.pictures.gallery import open_gallery
from bot.settings import LOOPBACK_HOSTS, Settings
from bot.storage.memory import Memory
from bot.storage.opening import open_database
from bot.storage.writer import Writer
from bot.web.address import Address

log = structlog.get_logger(__name__)


class Committed:
    """Tells of each commit to all who listen: first the memory, then whoever joins since."""

    def __init__(self, memory: Memory) -> None:
        """Begin before there is anybody to announce through."""
        self._hear: list[Callable[[Books], None]] = [memory.committed]

    def join(self, listeners: Iterable[Listener]) -> None:
        """Have more hear of what is written from now on."""
        self._hear += [listener.committed for listener in listeners]

    def __call__(self, books: Books) -> None:
        """Pass on what was written. Who fails to hear it keeps nobody else from that."""
        for hear in self._hear:
            try:
                hear(books)
            except Exception:
                log.exception("a listener failed after a commit", listener=hear.__qualname__)


@contextlib.asynccontextmanager
async def open_house(
    settings: Settings, clock: Clock | None = None
) -> AsyncIterator[tuple[House, Committed]]:
    """The open books with their writer. Raises DatabaseRefused before Discord hears of anything."""
    async with open_database(settings.database_url) as database:
        memory = Memory(database.commands)
        committed = Committed(memory)
        clock = clock or SystemClock()
        writer = Writer(database.keeper, clock, committed)
        await memory.recall()
        async with writer.running(), open_gallery(cdn_of(settings)) as gallery:
            with seldom_looked_for():
                yield House(database, writer, memory, clock, gallery), committed


@contextlib.asynccontextmanager
async def open_bot(
    settings: Settings, pace: Pace | None = None, clock: Clock | None = None
) -> AsyncIterator[GiftBot]:
    """The bot, logged in and ready, until left; `pace` is how fast Discord is spoken to,
    `clock` what time it is.

    Raises AddressTaken where its pages cannot be served,
    discord.LoginFailure for a wrong token, DatabaseRefused where the books cannot be kept,
    and whatever ends the connection or the writer, which ends the block too.
    """
    point_discord_at(settings)
    async with open_house(settings, clock) as (house, committed):
        address = Address(settings.web_host, settings.web_port, settings.public_url)
        bot = GiftBot(
            house,
            pace or Pace(),
            address,
            voice_states=settings.voice_states,
            # A sandbox shows the overlay beside its channels.
            framed_by=cdn_of(settings) or "",
        )
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
                    committed.join(bot.listeners)
                    async with contextlib.AsyncExitStack() as companions:
                        for companion in bot.companions:
                            await companions.enter_async_context(companion.running())
                        yield bot
            finally:
                await bot.finish(settings.shutdown_seconds / 2)
                await bot.close()
                await asyncio.gather(gateway, return_exceptions=True)


async def _connect(bot: GiftBot) -> None:
    """Keep the connection to Discord's gateway; it comes back by itself but from its real end."""
    await bot.connect()
    raise ConnectionError("Discord closed the connection")


def cdn_of(settings: Settings) -> str | None:
    """Where avatars lie beside a sandbox on this machine; None for Discord's own place.

    What stands before Discord elsewhere, such as a proxy of its REST interface, keeps no pictures.
    """
    if not settings.discord_api_url:
        return None
    url = URL(settings.discord_api_url)
    return str(url.origin()) if url.host in LOOPBACK_HOSTS else None


def point_discord_at(settings: Settings) -> None:
    """Send discord.py to another server than Discord, where the settings name one."""
    if settings.discord_api_url:
        discord.http.Route.BASE = settings.discord_api_url.rstrip("/")
    if settings.discord_gateway_url:
        gateway = cast("Any", discord.gateway.DiscordWebSocket)
        gateway.DEFAULT_GATEWAY = URL(settings.discord_gateway_url)
