"""What all tests share: a theatre in which the real bot plays."""

from collections.abc import AsyncIterator
from pathlib import Path

import discord
import pytest
import pytest_asyncio

from tests.theatre import Theatre, open_theatre


@pytest.fixture(autouse=True)
def discord_stays_where_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put discord.py's addresses back after each test, for a test points them at its sandbox."""
    monkeypatch.setattr(discord.http.Route, "BASE", discord.http.Route.BASE)
    socket = discord.gateway.DiscordWebSocket
    monkeypatch.setattr(socket, "DEFAULT_GATEWAY", socket.DEFAULT_GATEWAY)


@pytest_asyncio.fixture
async def theatre(tmp_path: Path) -> AsyncIterator[Theatre]:
    """A sandbox with the bot in it, and everybody ready to act."""
    async with open_theatre(tmp_path) as theatre, theatre.bot_running():
        yield theatre
