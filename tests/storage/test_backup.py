"""Promises of a backup: whole and content whatever is written meanwhile, and never in the way."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.storage.audit import examine
from bot.storage.backup import back_up
from bot.storage.database import Database, DatabaseRefused
from bot.storage.sqlite import open_readers
from tests.ledger.scene import ANN, BEA
from tests.storage.scene import Scene
from tests.storage.test_audit import failed, living_in


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Where the copy goes."""
    return tmp_path / "copy.db"


async def operations_in(path: Path) -> int:
    """How many operations the books of a copy hold, which are content."""
    async with open_readers(str(path)) as (_, reports):
        assert failed(await examine(reports)) == set()
        ((operations,),) = await reports.fetch("SELECT count(*) FROM operation")
        return int(operations)


async def test_copies_taken_while_a_bot_writes_are_each_content(
    scene: Scene, path: Path, tmp_path: Path
) -> None:
    await scene.busy_day(20)
    writing = asyncio.create_task(scene.busy_day(400, seed=2))
    operations: list[int] = []
    while not writing.done():
        copy = tmp_path / f"copy-{len(operations)}.db"
        await asyncio.to_thread(back_up, str(path), str(copy))
        operations.append(await operations_in(copy))
    await writing
    assert len(set(operations)) > 3
    assert operations == sorted(operations)


async def test_a_copy_holds_what_was_acknowledged_before_it(
    database: Database, scene: Scene, path: Path, copy: Path
) -> None:
    await scene.adjust(ANN, 100)
    await scene.sent(ANN, BEA)
    await asyncio.to_thread(back_up, str(path), str(copy))
    tables = [
        table
        for (table,) in await database.reports.fetch(
            "SELECT name FROM sqlite_schema WHERE type = 'table'"
        )
    ]
    async with open_readers(str(copy)) as (_, reports):
        for table in tables:
            content = f"SELECT * FROM {table}"
            assert await reports.fetch(content) == await database.reports.fetch(content)


async def test_a_copy_can_take_the_place_of_the_books(path: Path, copy: Path) -> None:
    async with living_in(path) as scene:
        await scene.adjust(ANN, 100)
    # Nobody has the books open now.
    await asyncio.to_thread(back_up, str(path), str(copy))
    async with living_in(copy) as scene:
        await scene.sent(ANN, BEA, key="one")
    assert await operations_in(copy) == 2
    assert await operations_in(path) == 1


def refused(path: Path, copy: Path) -> str:
    """The sentence with which a backup is refused; nothing is left where it would have been."""
    before = sorted(copy.parent.glob("*"))
    with pytest.raises(DatabaseRefused) as caught:
        back_up(str(path), str(copy))
    assert sorted(copy.parent.glob("*")) == before
    return str(caught.value)


def test_a_backup_writes_over_nothing(path: Path, copy: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE song (title TEXT)")
    for content in (b"", b"another backup"):
        copy.write_bytes(content)
        assert f"{copy} exists already" in refused(path, copy)
        assert copy.read_bytes() == content
    assert f"{path} exists already" in refused(path, path)


def test_a_backup_of_nothing_is_refused_and_makes_nothing(path: Path, copy: Path) -> None:
    assert refused(path, copy) == f"There is no database at {path} to be backed up."


def test_a_backup_of_what_is_no_database_is_refused_and_leaves_nothing(
    path: Path, copy: Path
) -> None:
    path.write_bytes(b"This is no database, and it is longer than its header would be.\n" * 20)
    assert "file is not a database" in refused(path, copy)


def test_a_backup_into_a_missing_folder_is_refused(path: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE song (title TEXT)")
    copy = tmp_path / "nowhere" / "copy.db"
    with pytest.raises(DatabaseRefused, match="could not be copied to"):
        back_up(str(path), str(copy))


async def test_a_backup_that_was_killed_is_not_in_the_way_of_the_next(
    scene: Scene, path: Path, copy: Path
) -> None:
    await scene.adjust(ANN, 100)
    unfinished = copy.with_name(f"{copy.name}.unfinished")
    await asyncio.to_thread(unfinished.write_bytes, b"half of a backup")
    await asyncio.to_thread(back_up, str(path), str(copy))
    assert await operations_in(copy) == 1
    assert not await asyncio.to_thread(unfinished.exists)
