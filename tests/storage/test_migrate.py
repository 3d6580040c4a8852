"""Promises of the migrations: each once, wholly or not at all, and never over a stranger's."""

import shutil
import signal
import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import replace
from pathlib import Path
from typing import Final

import aiosqlite
import pytest

from bot.storage import migrate
from bot.storage.database import DatabaseRefused
from bot.storage.migrate import Migration, bring_up_to_date, known_migrations
from bot.storage.opening import open_database
from tests.storage import killed_migration
from tests.storage.killed_migration import NEXT
from tests.storage.killing import Victims, victims

TRICKY: Final = """-- A comment with a semicolon; and a 'quote.
CREATE TABLE song (title TEXT CHECK (title <> ';')); -- Behind it; too.

/* Another
   comment; here. */
CREATE TABLE heard (title TEXT);
CREATE TRIGGER song_is_heard AFTER INSERT ON song WHEN new.title <> 'end;'
BEGIN
    INSERT INTO heard VALUES (new.title);
    UPDATE heard SET title = CASE WHEN title = ';' THEN 'x;' ELSE title END;
END;
INSERT INTO song VALUES ('one;
two'), ('--three');
"""


@asynccontextmanager
async def connected(path: Path) -> AsyncIterator[aiosqlite.Connection]:
    """A connection such as migrations get."""
    async with aiosqlite.connect(path, isolation_level=None) as connection:
        yield connection


async def brought_up(path: Path, known: Sequence[Migration]) -> list[str]:
    """The names of what was applied."""
    async with connected(path) as connection:
        return [migration.name for migration in await bring_up_to_date(connection, list(known))]


def rows_of(path: Path, sql: str) -> list[tuple[object, ...]]:
    """What a query gives on a database that nobody has open."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


def everything_in(path: Path) -> list[list[tuple[object, ...]]]:
    """All that a migration may change: the schema, its version, and what was moved."""
    return [
        rows_of(path, "SELECT type, name, sql FROM sqlite_schema ORDER BY name"),
        rows_of(path, "PRAGMA user_version"),
        rows_of(path, "SELECT version, name, digest FROM migration"),
        rows_of(path, "SELECT * FROM installation ORDER BY 1"),
        rows_of(path, "PRAGMA integrity_check"),
    ]


def content_of(folder: Path) -> dict[str, bytes]:
    """Every file of a folder, as it is."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


async def open_and_close(path: Path) -> None:
    """Start with a database, and stop."""
    async with open_database(f"sqlite:///{path}"):
        pass


async def test_each_migration_is_applied_once(path: Path) -> None:
    await open_and_close(path)
    first = rows_of(path, "SELECT * FROM migration")
    await open_and_close(path)
    assert rows_of(path, "SELECT * FROM migration") == first
    assert [(row[0], row[1], row[2]) for row in first] == [
        (migration.version, migration.name, migration.digest) for migration in known_migrations()
    ]
    assert rows_of(path, "PRAGMA user_version") == [(len(first),)]


async def test_only_what_is_missing_is_applied(path: Path) -> None:
    known = known_migrations()
    assert await brought_up(path, known[:1]) == [known[0].name]
    assert await brought_up(path, [*known, NEXT]) == [*(each.name for each in known[1:]), NEXT.name]
    assert await brought_up(path, [*known, NEXT]) == []


async def test_a_database_that_is_newer_is_refused_before_any_write(path: Path) -> None:
    await open_and_close(path)
    await brought_up(path, [*known_migrations(), NEXT])
    before = content_of(path.parent)
    newest = len(known_migrations())
    refusal = f"at version {newest + 1}, this program knows {newest}"
    with pytest.raises(DatabaseRefused, match=refusal):
        await open_and_close(path)
    assert content_of(path.parent) == before


async def test_a_changed_migration_is_refused_before_any_write(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await open_and_close(path)
    before = content_of(path.parent)
    first, *others = known_migrations()
    changed = [replace(first, text=first.text + "-- One more thought.\n"), *others, NEXT]
    monkeypatch.setattr(migrate, "known_migrations", lambda: changed)
    with pytest.raises(DatabaseRefused, match=f"{first.name} was applied with another text"):
        await open_and_close(path)
    assert content_of(path.parent) == before


async def test_a_migration_that_fails_leaves_the_old_version_wholly(path: Path) -> None:
    known = known_migrations()
    await brought_up(path, known)
    before = everything_in(path)
    for ending in ("CREATE TABLE guild (guild INTEGER);", "INSERT INTO nowhere VALUES (1);", "SEL"):
        broken = replace(NEXT, text=NEXT.text + ending)
        with pytest.raises((sqlite3.OperationalError, ValueError)):
            await brought_up(path, [*known, broken])
        assert everything_in(path) == before
    assert await brought_up(path, [*known, NEXT]) == [NEXT.name]


def test_statements_are_split_where_they_end_and_nowhere_else() -> None:
    statements = list(Migration(1, "0001_tricky", TRICKY).statements())
    assert len(statements) == 4
    assert "".join(statements) == TRICKY
    with closing(sqlite3.connect(":memory:")) as connection:
        for statement in statements:
            connection.execute(statement)
        assert connection.execute("SELECT title FROM heard").fetchall() == [
            ("one;\ntwo",),
            ("--three",),
        ]


def test_the_migrations_of_this_program_are_split_into_all_of_their_statements() -> None:
    for migration in known_migrations():
        code = [line for line in migration.text.splitlines() if not line.startswith("--")]
        ends = sum(line.endswith(";") and not line.startswith(" ") for line in code)
        assert len(list(migration.statements())) == ends


def test_comments_at_the_end_are_no_statement() -> None:
    migration = Migration(1, "0001_end", "CREATE TABLE song (title TEXT);\n\n-- That is all.\n")
    assert len(list(migration.statements())) == 1


def test_an_unfinished_statement_is_refused() -> None:
    migration = Migration(1, "0001_end", "CREATE TABLE song (title TEXT);\nCREATE TABLE (")
    with pytest.raises(ValueError, match="0001_end ends in an unfinished statement"):
        list(migration.statements())


@pytest.mark.parametrize(
    "names",
    [
        ["0002_second.sql"],
        ["0001_first.sql", "0003_third.sql"],
        ["0001_first.sql", "0001_another.sql"],
        ["0000_before.sql", "0001_first.sql"],
    ],
)
def test_a_gap_in_the_numbers_is_refused(
    names: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "sqlite"
    folder.mkdir()
    for name in names:
        (folder / name).write_text("CREATE TABLE song (title TEXT);")
    monkeypatch.setattr("bot.storage.migrate.resources.files", lambda package: tmp_path)
    with pytest.raises(ValueError, match="without a gap"):
        known_migrations()


def test_other_files_beside_the_migrations_are_left_aside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "sqlite"
    folder.mkdir()
    for name in ("0002_b.sql", "0001_a.sql", "README.md", "0003_c.sql~"):
        (folder / name).write_text("CREATE TABLE song (title TEXT);")
    monkeypatch.setattr("bot.storage.migrate.resources.files", lambda package: tmp_path)
    assert [migration.name for migration in known_migrations()] == ["0001_a", "0002_b"]


@pytest.fixture
async def migrations() -> AsyncIterator[Victims]:
    """Processes that migrate and are killed."""
    async with victims(killed_migration.__name__) as migrations:
        yield migrations


def kept(path: Path) -> Path:
    """A database of the first version, with something to be moved."""
    with closing(sqlite3.connect(path)) as connection:
        rows = [(f"name {number}", "x" * 200) for number in range(500)]
        connection.executemany("INSERT INTO installation VALUES (?, ?)", rows)
        connection.commit()
    return path


async def test_a_killed_migration_leaves_the_old_version_and_is_made_up_for(
    path: Path, migrations: Victims
) -> None:
    await open_and_close(path)
    kept(path)
    before = everything_in(path)
    points = len(list(NEXT.statements())) + 1
    assert points == 7
    for statement in range(points):
        async for _ in migrations.live(path, "statement", statement):
            pass
        assert migrations.ending == -signal.SIGKILL
        assert everything_in(path) == before
    assert await brought_up(path, [*known_migrations(), NEXT]) == [NEXT.name]


async def test_wherever_writing_ends_there_is_one_version_wholly(
    tmp_path: Path, migrations: Victims
) -> None:
    """The system kills at the first byte beyond a size, also in the middle of COMMIT."""
    known = [*known_migrations(), NEXT]
    old = tmp_path / "old.db"
    await open_and_close(old)
    new = Path(shutil.copy(kept(old), tmp_path / "new.db"))
    await brought_up(new, known)
    versions = [everything_in(old), everything_in(new)]
    found = set()
    for size in range(0, 1_200_000, 50_000):
        path = Path(shutil.copy(old, tmp_path / "killed.db"))
        async for _ in migrations.live(path, "size", size + 17):
            pass
        found.add((migrations.ending, versions.index(everything_in(path))))
        await brought_up(path, known)
        assert everything_in(path) == versions[1]
    assert found == {(-signal.SIGXFSZ, 0), (-signal.SIGXFSZ, 1), (0, 1)}


async def test_wherever_a_first_start_ends_the_next_one_goes_on(
    tmp_path: Path, migrations: Victims
) -> None:
    known = [*known_migrations(), NEXT]
    await brought_up(tmp_path / "new.db", known)
    new = everything_in(tmp_path / "new.db")
    endings = set()
    for size in range(0, 900_000, 45_000):
        path = tmp_path / f"killed-{size}.db"
        async for _ in migrations.live(path, "size", size):
            pass
        endings.add(migrations.ending)
        await brought_up(path, known)
        assert everything_in(path) == new
    assert endings == {-signal.SIGXFSZ, 0}
