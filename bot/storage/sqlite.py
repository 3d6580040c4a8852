"""SQLite through aiosqlite: one writing connection under a lock, and readers that only read."""

import asyncio
import fcntl
import os
import sqlite3
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from pathlib import Path
from typing import Final, Literal, cast
from urllib.parse import quote

import aiosqlite

from bot.storage.database import (
    Database,
    DatabaseRefused,
    Query,
    Row,
    Statement,
    StorageFailed,
)
from bot.storage.dealing import teach_dealing
from bot.storage.migrate import bring_up_to_date, refuse_strangers
from bot.storage.series import SERIES, SeriesConnection

_BUSY_TIMEOUT_SECONDS: Final = 5.0
"""Other processes only read; they hold a lock for moments, as when the WAL is opened anew."""

_WRITING: Final = (
    # FULL, for NORMAL lost acknowledged rows in 975 of 2,000 simulated power cuts.
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    # Otherwise REPLACE slips past the triggers that keep history from being deleted.
    "PRAGMA recursive_triggers = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cache_size = -32768",
    # A batch dirties about a thousand pages; the default would copy them back at every commit.
    "PRAGMA wal_autocheckpoint = 8192",
)
_READING: Final = (
    "PRAGMA query_only = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cache_size = -8192",
)
_REQUIRED: Final = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}

_FAULTS_OF_OURS: Final = (
    sqlite3.IntegrityError,
    sqlite3.ProgrammingError,
    sqlite3.DataError,
    sqlite3.NotSupportedError,
)
"""What a wrong statement raises. All other errors are the file's: full, read-only, damaged."""


@contextmanager
def _of_the_file() -> Iterator[None]:
    """Tell what is the file's fault from what is ours."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        if isinstance(error, _FAULTS_OF_OURS):
            raise
        raise StorageFailed(str(error)) from error


class SqliteReader:
    """A connection that reads. It is opened read-only, so that it never checkpoints."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        """Read through an open connection."""
        self._connection = connection
        self._in_snapshot = asyncio.Lock()

    async def fetch(self, sql: str, parameters: Row = ()) -> list[Row]:
        """All rows that a query gives. Raises StorageFailed where the file is at fault."""
        with _of_the_file():
            rows = await self._connection.execute_fetchall(sql, parameters)
        return cast("list[Row]", rows)

    async def fetch_each(self, queries: Sequence[Query]) -> list[list[Row]]:
        """The rows of each query, in order, in one call. Raises as `fetch` does."""
        with _of_the_file():
            gathered = await self._connection.execute_fetchall(SERIES, queries)
        return cast("list[list[Row]]", gathered)

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[None]:
        """Have everything that is fetched until leaving see the books of one moment.

        Others who read through this connection meanwhile see that moment too. The writer goes on,
        but the WAL cannot be reset before this ends.
        """
        async with self._in_snapshot:
            try:
                await self._connection.execute("BEGIN")
                yield
            finally:
                # Asked or not: a BEGIN whose caller was cancelled is carried out all the same.
                await self._connection.rollback()


class SqliteKeeper(SqliteReader):
    """The one connection that writes and checkpoints."""

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[None]:
        """Commit on leaving, roll back on any exception.

        Raises StorageFailed where the file, and not a statement, is at fault. After a COMMIT that
        failed, the changes may stand or not: the caller looks again before it answers anybody.
        """
        with _of_the_file():
            try:
                await self._connection.execute("BEGIN IMMEDIATE")
                yield
                await self._connection.commit()
            except BaseException:
                # Asked or not, as above; where nothing is open, this does nothing.
                await self._connection.rollback()
                raise

    async def write(self, statements: Sequence[Statement]) -> None:
        """Carry out statements in order, inside the open transaction.

        The first that fails is the last one; leaving the transaction takes back those before it.
        """
        wanted = [statement for statement in statements if statement[1]]
        await self._connection.executemany(SERIES, wanted)


@asynccontextmanager
async def open_sqlite(path: str) -> AsyncIterator[Database]:
    """Open a database file, creating it if needed; only one process may hold it open so."""
    async with AsyncExitStack() as stack:
        stack.enter_context(_held(path))
        with _explained(path):
            # Where SQLite itself rolls back, as on a full disk, what was yet to be written would be
            # committed row by row. In this mode it begins a new transaction, to be taken back too.
            connection = await stack.enter_async_context(
                _connected(path, "rwc", _WRITING, "IMMEDIATE")
            )
            await refuse_strangers(connection)
            await _assert_durable(connection)
            await _assert_writable(connection)
            await bring_up_to_date(connection)
        commands, reports = await stack.enter_async_context(open_readers(path))
        yield Database(SqliteKeeper(connection), commands, reports)


@asynccontextmanager
async def open_readers(path: str) -> AsyncIterator[tuple[SqliteReader, SqliteReader]]:
    """Two read-only connections to a database file that exists.

    Raises DatabaseRefused for a file that cannot be read as a database.
    """
    async with AsyncExitStack() as stack:
        with _explained(path):
            first = await stack.enter_async_context(_connected(path, "ro", _READING))
            second = await stack.enter_async_context(_connected(path, "ro", _READING))
            for connection in (first, second):
                await teach_dealing(connection)
        yield SqliteReader(first), SqliteReader(second)


@asynccontextmanager
async def _connected(
    path: str, mode: str, settings: Sequence[str], isolation: Literal["IMMEDIATE"] | None = None
) -> AsyncIterator[aiosqlite.Connection]:
    uri = f"file:{quote(path)}?mode={mode}"
    # Tried first, for aiosqlite's thread would outlive its event loop where this fails.
    sqlite3.connect(uri, uri=True).close()
    async with aiosqlite.connect(
        uri,
        uri=True,
        isolation_level=isolation,
        timeout=_BUSY_TIMEOUT_SECONDS,
        factory=SeriesConnection,
    ) as connection:
        for setting in settings:
            await connection.execute_fetchall(setting)
        yield connection


async def _assert_durable(connection: aiosqlite.Connection) -> None:
    await connection.execute_fetchall("PRAGMA journal_mode = WAL")
    for name, wanted in _REQUIRED.items():
        rows = cast("list[Row]", await connection.execute_fetchall(f"PRAGMA {name}"))
        if rows[0][0] != wanted:
            raise DatabaseRefused(
                f"The database does not keep {name} = {wanted} but {rows[0][0]}, "
                "so a power cut could lose coins. Put it on a local disk."
            )


async def _assert_writable(connection: aiosqlite.Connection) -> None:
    """Try to write, and take it back: SQLite opens a file that it may not write as read-only."""
    ((version,),) = await connection.execute_fetchall("PRAGMA user_version")
    try:
        await connection.execute("BEGIN IMMEDIATE")
        await connection.execute(f"PRAGMA user_version = {version}")
    finally:
        await connection.rollback()


@contextmanager
def _explained(path: str) -> Iterator[None]:
    """Turn the ways in which a file cannot be used into one sentence for the operator."""
    try:
        yield
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        # A damaged page may also hold text that is none.
        raise DatabaseRefused(
            f"{path} cannot be used: {error}. Check the folder, its rights and the free space, "
            "or restore a backup."
        ) from error


@contextmanager
def _held(path: str) -> Iterator[None]:
    """Keep every other process out while this one writes; the system lets go if it dies."""
    # Whatever name a file is reached by, there is one lock.
    lock_path = Path(f"{Path(path).resolve()}.lock")
    try:
        descriptor = os.open(lock_path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except FileNotFoundError as error:
        raise DatabaseRefused(f"There is no folder {lock_path.parent}: make it first.") from error
    except OSError as error:
        raise DatabaseRefused(f"{lock_path} cannot be written: {error.strerror}.") from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise DatabaseRefused(
                f"Another process already keeps the books in {path}. "
                "Stop it first, or give this one its own OVATION_DATABASE_URL."
            ) from error
        except OSError as error:
            raise DatabaseRefused(f"{lock_path} cannot be locked: {error.strerror}.") from error
        yield
    finally:
        os.close(descriptor)
