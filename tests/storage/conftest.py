"""A database in a file of its own, and one guild that lives in it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.storage.database import Database
from bot.storage.opening import open_database
from bot.storage.writer import Writer
from tests.empty_books import lay_out_empty_books
from tests.storage.scene import Clock, Scene


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the database lies."""
    return tmp_path / "ovation.db"


@pytest.fixture
async def database(path: Path) -> AsyncIterator[Database]:
    """An open database with empty books."""
    await lay_out_empty_books(path)
    async with open_database(f"sqlite:///{path}") as database:
        yield database


@pytest.fixture
def clock() -> Clock:
    """The writer's clock."""
    return Clock()


@pytest.fixture
async def writer(database: Database, clock: Clock) -> AsyncIterator[Writer]:
    """The task that writes, at work."""
    async with Writer(database.keeper, clock).running() as writer:
        yield writer


@pytest.fixture
def scene(database: Database, writer: Writer, clock: Clock) -> Scene:
    """One guild, to act in and to read about."""
    return Scene(writer, database.commands, clock)
