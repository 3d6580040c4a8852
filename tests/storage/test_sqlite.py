"""Promises of the SQLite file: durable, kept by one process, and refused where it cannot be."""

import asyncio
import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final, cast

import pytest

from bot.ledger.outcomes import GiftSent, Unavailable
from bot.storage import sqlite
from bot.storage.database import Database, DatabaseRefused, Reader, StorageFailed
from bot.storage.opening import open_database, path_of
from bot.storage.sqlite import open_readers
from tests.ledger.scene import ANN, BEA, ROSE, accepted
from tests.storage.scene import Scene
from tests.storage.test_audit import living_in, tear

OPENING: Final = """
import asyncio, sys
from bot.storage.database import DatabaseRefused
from bot.storage.opening import open_database

async def main():
    try:
        async with open_database(sys.argv[1]):
            print("opened")
    except DatabaseRefused as refused:
        print("refused:", refused)

asyncio.run(main())
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder."""
    folder = tmp_path / "folder"
    folder.mkdir()
    return folder


async def opened_by_another_process(url: str) -> str:
    """What another process says that tries to open the database."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", OPENING, url, stdout=subprocess.PIPE
    )
    output, _ = await process.communicate()
    return output.decode()


async def refusal(path: Path) -> str:
    """The sentence with which a database is refused."""
    with pytest.raises(DatabaseRefused) as caught:
        async with open_database(f"sqlite:///{path}"):
            pass
    return str(caught.value)


NO_DATABASE: Final = b"This is no database, and it is longer than its header would be.\n" * 20


def written(path: Path, content: bytes | bytearray) -> None:
    """Have a file hold this and nothing else."""
    path.write_bytes(content)


def content_of(path: Path) -> bytes:
    """All that a file holds."""
    return path.read_bytes()


async def pragma(reader: Reader, name: str) -> object:
    """One setting of a connection."""
    ((value,),) = await reader.fetch(f"PRAGMA {name}")
    return cast("object", value)


async def live_a_little(path: Path) -> None:
    """Keep books in which one gift was sent, and close them."""
    async with living_in(path) as scene:
        await scene.adjust(ANN, 100)
        await scene.sent(ANN, BEA, ROSE, 3, message="for you")


async def test_the_writing_connection_is_durable_and_strict(database: Database) -> None:
    wanted = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "recursive_triggers": 1,
        "trusted_schema": 0,
        "query_only": 0,
    }
    assert {name: await pragma(database.keeper, name) for name in wanted} == wanted


async def test_the_file_stays_in_wal_mode_and_says_so_to_everybody(
    database: Database, path: Path
) -> None:
    for reader in (database.commands, database.reports):
        assert await pragma(reader, "journal_mode") == "wal"
    with closing(sqlite3.connect(path)) as other:
        assert other.execute("PRAGMA journal_mode").fetchall() == [("wal",)]


async def test_a_database_that_cannot_log_ahead_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # SQLite keeps no log for a database in memory, as it keeps none on some network drives.
    monkeypatch.chdir(tmp_path)
    with pytest.raises(DatabaseRefused, match="journal_mode = wal but memory"):
        async with open_database("sqlite:///:memory:"):
            pass


@pytest.mark.parametrize(
    ("name", "wanted"), [("journal_mode", "delete"), ("synchronous", 3), ("foreign_keys", 0)]
)
async def test_every_setting_that_durability_needs_is_asserted_at_the_start(
    path: Path, monkeypatch: pytest.MonkeyPatch, name: str, wanted: object
) -> None:
    monkeypatch.setattr(sqlite, "_REQUIRED", {**sqlite._REQUIRED, name: wanted})
    assert f"does not keep {name} = {wanted}" in await refusal(path)


@pytest.mark.parametrize("reader", ["commands", "reports"])
async def test_readers_cannot_write_and_still_read_afterwards(
    database: Database, scene: Scene, reader: str
) -> None:
    connection: Reader = getattr(database, reader)
    # Otherwise there were nothing for a checkpoint to do.
    await scene.adjust(ANN, 1)
    for sql in (
        "INSERT INTO guild VALUES (1, 0, 0, 0)",
        "UPDATE guild SET last_seq = 0",
        "CREATE TABLE stranger (number INTEGER)",
        "PRAGMA user_version = 7",
        "PRAGMA wal_checkpoint",
    ):
        with pytest.raises(StorageFailed):
            await connection.fetch(sql)
    await scene.adjust(ANN, 1)
    assert await connection.fetch("SELECT count(*) FROM operation") == [(2,)]


async def test_a_second_process_is_refused_by_whatever_name_it_comes(
    database: Database, path: Path
) -> None:
    other_name = path.with_name("other.db")
    other_name.symlink_to(path)
    for name in (path, other_name):
        said = await opened_by_another_process(f"sqlite:///{name}")
        assert said.startswith("refused: Another process already keeps the books")
        assert "OVATION_DATABASE_URL" in said


async def test_the_next_process_may_open_what_the_last_one_closed(path: Path) -> None:
    async with open_database(f"sqlite:///{path}"):
        pass
    assert await opened_by_another_process(f"sqlite:///{path}") == "opened\n"
    async with open_database(f"sqlite:///{path}"):
        pass


async def test_the_same_process_cannot_open_a_database_twice(
    database: Database, path: Path
) -> None:
    assert "already keeps the books" in await refusal(path)


async def test_a_refused_database_is_let_go(path: Path) -> None:
    written(path, NO_DATABASE)
    await refusal(path)
    written(path, b"")
    async with open_database(f"sqlite:///{path}"):
        pass


async def test_what_is_no_database_is_refused_and_left_alone(path: Path) -> None:
    written(path, NO_DATABASE)
    said = await refusal(path)
    assert said.startswith(f"{path} cannot be used: file is not a database.")
    assert "restore a backup" in said
    assert content_of(path) == NO_DATABASE


async def test_a_folder_in_its_place_is_refused(folder: Path) -> None:
    assert f"{folder} cannot be used" in await refusal(folder)


async def test_a_database_of_another_program_is_refused_and_left_alone(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE song (title TEXT)")
        other.commit()
    before = content_of(path)
    assert "another program" in await refusal(path)
    assert content_of(path) == before


async def test_a_database_that_was_cut_short_is_refused(path: Path) -> None:
    await live_a_little(path)
    content = content_of(path)
    written(path, content[: len(content) // 2])
    assert "malformed" in await refusal(path)


async def test_a_database_with_a_torn_beginning_is_refused(path: Path) -> None:
    await live_a_little(path)
    content = bytearray(content_of(path))
    content[100:400] = b"\xff" * 300
    written(path, content)
    assert "cannot be used" in await refusal(path)
    with pytest.raises(DatabaseRefused):
        async with open_readers(str(path)) as (_, reports):
            await reports.fetch("SELECT count(*) FROM guild")


async def test_a_torn_page_fails_what_needs_it_and_nothing_else(path: Path) -> None:
    await live_a_little(path)
    tear(path, "note")
    async with living_in(path) as scene:
        with pytest.raises(StorageFailed, match="malformed"):
            await scene.reader.fetch("SELECT * FROM note")
        assert await scene.gift(ANN, BEA, key="one", message="hi") == Unavailable()
        assert await scene.reader.fetch("SELECT count(*) FROM gift") == [(1,)]
        accepted(await scene.gift(ANN, BEA, key="two"), GiftSent)


async def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    said = await refusal(tmp_path / "nowhere" / "ovation.db")
    assert said == f"There is no folder {tmp_path / 'nowhere'}: make it first."


async def test_readers_of_a_missing_file_are_refused_and_make_none(path: Path) -> None:
    with pytest.raises(DatabaseRefused, match="unable to open"):
        async with open_readers(str(path)):
            pass
    with pytest.raises(FileNotFoundError):
        content_of(path)


@contextmanager
def unwritable(path: Path) -> Iterator[None]:
    """Have nobody write a file or in a folder; root too, where the file system can do that."""
    mode = stat.S_IMODE(path.stat().st_mode)
    path.chmod(mode & ~0o222)
    is_root = os.access(path, os.W_OK)
    try:
        if is_root and subprocess.run(["chattr", "+i", path], check=False).returncode:
            pytest.skip("root writes everything, and nothing can be made immutable here")
        yield
    finally:
        if is_root:
            subprocess.run(["chattr", "-i", path], check=False)
        path.chmod(mode)


async def test_a_read_only_file_is_refused_at_the_start_and_can_be_read(path: Path) -> None:
    await live_a_little(path)
    with unwritable(path):
        said = await refusal(path)
        assert "readonly database" in said
        assert "its rights" in said
        async with open_readers(str(path)) as (commands, _):
            assert await commands.fetch("SELECT count(*) FROM gift") == [(1,)]
    async with living_in(path) as scene:
        accepted(await scene.gift(ANN, BEA, key="two"), GiftSent)


async def test_a_new_read_only_file_is_refused(path: Path) -> None:
    written(path, b"")
    with unwritable(path):
        assert "readonly database" in await refusal(path)


async def test_a_read_only_folder_is_refused(folder: Path) -> None:
    with unwritable(folder):
        assert "ovation.db.lock cannot be written" in await refusal(folder / "ovation.db")


async def test_a_folder_that_became_read_only_is_refused(folder: Path) -> None:
    path = folder / "ovation.db"
    await live_a_little(path)
    with unwritable(folder):
        assert "unable to open database file" in await refusal(path)


HISTORY: Final = ("operation", "transfer", "gift", "request")


async def history_of(database: Database) -> list[object]:
    """Every row of what is never edited."""
    return [await database.commands.fetch(f"SELECT * FROM {table}") for table in HISTORY]


@pytest.mark.parametrize("table", HISTORY)
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {} SET guild = guild",
        "UPDATE OR IGNORE {} SET guild = 1",
        "UPDATE OR REPLACE {} SET guild = 1",
        "DELETE FROM {}",
        "REPLACE INTO {} SELECT * FROM {} WHERE true",
        "INSERT OR REPLACE INTO {} SELECT * FROM {} WHERE true",
        "INSERT INTO {} SELECT * FROM {} WHERE true ON CONFLICT DO UPDATE SET guild = 1",
    ],
)
async def test_history_is_never_edited_or_deleted(
    database: Database, scene: Scene, table: str, statement: str
) -> None:
    await scene.adjust(ANN, 100)
    await scene.sent(ANN, BEA)
    before = await history_of(database)
    with pytest.raises(sqlite3.IntegrityError, match=r"is never (edited|deleted)"):
        async with database.keeper.transaction():
            await database.keeper.write([(statement.replace("{}", table), [()])])
    assert await history_of(database) == before


@pytest.mark.parametrize("table", HISTORY)
async def test_inserting_what_stands_already_changes_nothing(
    database: Database, scene: Scene, table: str
) -> None:
    await scene.adjust(ANN, 100)
    await scene.sent(ANN, BEA)
    before = await history_of(database)
    again = f"INSERT OR IGNORE INTO {table} SELECT * FROM {table}"
    async with database.keeper.transaction():
        await database.keeper.write([(again, [()])])
    assert await history_of(database) == before


async def test_a_failed_statement_takes_all_of_its_transaction_back(database: Database) -> None:
    guild = "INSERT INTO guild VALUES (?, 0, 0, 0)"
    with pytest.raises(sqlite3.IntegrityError):
        async with database.keeper.transaction():
            await database.keeper.write([(guild, [(1,)]), (guild, [(2,), (1,)]), (guild, [(3,)])])
    assert await database.commands.fetch("SELECT * FROM guild") == []


async def test_statements_behind_one_that_failed_are_not_carried_out(database: Database) -> None:
    guild = "INSERT INTO guild VALUES (?, 0, 0, 0)"
    async with database.keeper.transaction():
        with pytest.raises(sqlite3.IntegrityError):
            await database.keeper.write([(guild, [(1,), (1,)]), (guild, [(2,)])])
        assert await database.keeper.fetch("SELECT guild FROM guild") == [(1,)]


@pytest.mark.parametrize("reader", ["keeper", "commands", "reports"])
async def test_queries_asked_together_are_answered_each_and_in_order(
    database: Database, reader: str
) -> None:
    connection: Reader = getattr(database, reader)
    asked = [("SELECT ? + 1", (number,)) for number in range(3)]
    nothing = ("SELECT * FROM guild WHERE guild = ?", (1,))
    assert await connection.fetch_each([*asked, nothing]) == [[(1,)], [(2,)], [(3,)], []]
    assert await connection.fetch_each([]) == []


async def test_one_query_that_fails_fails_those_asked_with_it(database: Database) -> None:
    with pytest.raises(StorageFailed, match="no such table"):
        await database.commands.fetch_each([("SELECT 1", ()), ("SELECT * FROM nowhere", ())])


async def test_what_is_done_in_a_cancelled_transaction_is_taken_back(database: Database) -> None:
    begun = asyncio.Event()

    async def write() -> None:
        async with database.keeper.transaction():
            await database.keeper.write([("INSERT INTO guild VALUES (1, 0, 0, 0)", [()])])
            begun.set()
            await asyncio.Event().wait()

    writing = asyncio.create_task(write())
    await begun.wait()
    writing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await writing
    assert await database.keeper.fetch("SELECT * FROM guild") == []
    async with database.keeper.transaction():
        await database.keeper.write([("INSERT INTO guild VALUES (2, 0, 0, 0)", [()])])
    assert await database.commands.fetch("SELECT guild FROM guild") == [(2,)]


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("sqlite:///ovation.db", "ovation.db"),
        ("sqlite:////var/lib/ovation/ovation.db", "/var/lib/ovation/ovation.db"),
        ("sqlite:///my%20gifts%3F.db", "my gifts?.db"),
    ],
)
def test_a_url_names_a_file(url: str, path: str) -> None:
    assert path_of(url) == path


@pytest.mark.parametrize(
    "url",
    [
        "",
        "ovation.db",
        "sqlite://ovation.db",
        "sqlite:///",
        "sqlite:///ovation.db?mode=ro",
        "sqlite:///ovation#1.db",
        "postgresql://localhost/ovation",
    ],
)
def test_any_other_url_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="must look like"):
        path_of(url)


async def test_a_file_may_have_any_name(tmp_path: Path) -> None:
    async with open_database(f"sqlite:///{tmp_path}/my%20gifts%3F%23%25.db"):
        assert (tmp_path / "my gifts?#%.db").exists()
