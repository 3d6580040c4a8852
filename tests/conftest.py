"""What all tests share: a theatre in which the real bot plays."""

import asyncio
import gc
import os
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import ExitStack
from pathlib import Path

import discord
import pytest
import pytest_asyncio

from bot import conversation
from bot.garbage import seldom_looked_for
from bot.live import illustrations
from tests.browser import end_kept_loop, kept_loop
from tests.theatre import Theatre, open_theatre
from tests.waiting import PATIENCE_SECONDS

_MEMORY = Path("/dev/shm")
_ROOM_BYTES = 2 << 30


def pytest_configure(config: pytest.Config) -> None:
    """Have what tests write lie in memory, where there is room: each commit waits for a disk."""
    if config.option.basetemp is None and _MEMORY.is_dir():
        room = os.statvfs(_MEMORY)
        if room.f_bavail * room.f_frsize >= _ROOM_BYTES:
            os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_MEMORY))


def pytest_asyncio_loop_factories(
    item: pytest.Item,
) -> Mapping[str, Callable[[], asyncio.AbstractEventLoop]]:
    """Have tests with a browser run in the loop that keeps one, and all others in a new one."""
    assert isinstance(item, pytest.Function)
    has_browser = "browser" in item.fixturenames or hasattr(item.module, "open_browser")
    return {"loop": kept_loop if has_browser else asyncio.new_event_loop}


_SESSION = ExitStack()


def pytest_collection_finish() -> None:
    """Have Python not look for garbage among the tests themselves and all that they import."""
    gc.collect()
    _SESSION.enter_context(seldom_looked_for())


def pytest_sessionfinish() -> None:
    """Close the browser that was kept."""
    end_kept_loop()
    _SESSION.close()


@pytest.fixture(autouse=True)
def discord_stays_where_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put discord.py's addresses back after each test, for a test points them at its sandbox."""
    monkeypatch.setattr(discord.http.Route, "BASE", discord.http.Route.BASE)
    socket = discord.gateway.DiscordWebSocket
    monkeypatch.setattr(socket, "DEFAULT_GATEWAY", socket.DEFAULT_GATEWAY)


@pytest.fixture(autouse=True)
def nobody_is_late(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the bot wait for what comes at once on a machine that is not busy.

    What it does where something is late is tried by tests in which that never comes.
    """
    monkeypatch.setattr(conversation, "DEFER_AFTER_SECONDS", 15.0)
    monkeypatch.setattr(illustrations, "PATIENCE_SECONDS", PATIENCE_SECONDS)


@pytest_asyncio.fixture
async def theatre(tmp_path: Path) -> AsyncIterator[Theatre]:
    """A sandbox with the bot in it, and everybody ready to act."""
    async with open_theatre(tmp_path) as theatre, theatre.bot_running():
        yield theatre
