"""Brings a database up to date, one numbered file at a time, wholly or not at all."""

import hashlib
import re
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from typing import Final, cast

import aiosqlite

from bot.storage.database import DatabaseRefused, Row

_NAME: Final = re.compile(r"(\d{4})_[a-z0-9_]+\.sql")

_TABLE: Final = """
CREATE TABLE IF NOT EXISTS migration (
    version INTEGER NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    digest TEXT NOT NULL,
    applied_ms INTEGER NOT NULL
) STRICT
"""


@dataclass(frozen=True, slots=True)
class Migration:
    """One step of the schema, as its file tells it."""

    version: int
    name: str
    text: str

    @property
    def digest(self) -> str:
        """A hash of the text, by which a later change of an applied step is noticed."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    def statements(self) -> Iterator[str]:
        """The statements of the file, one by one, for a script would commit in between."""
        gathered = ""
        for line in self.text.splitlines(keepends=True):
            gathered += line
            if sqlite3.complete_statement(gathered):
                yield gathered
                gathered = ""
        if _code_of(gathered):
            raise ValueError(f"migration {self.name} ends in an unfinished statement")


def _code_of(text: str) -> str:
    return "".join(line.partition("--")[0] for line in text.splitlines()).strip()


def known_migrations() -> list[Migration]:
    """The steps that this program knows, in order. Raises ValueError where a number is missing."""
    found = []
    for file in resources.files("migrations").joinpath("sqlite").iterdir():
        match = _NAME.fullmatch(file.name)
        if match:
            text = file.read_text(encoding="utf-8")
            found.append(Migration(int(match[1]), file.name.removesuffix(".sql"), text))
    found.sort(key=lambda migration: migration.version)
    if [migration.version for migration in found] != list(range(1, len(found) + 1)):
        raise ValueError("migrations must be numbered from 0001 without a gap")
    return found


async def bring_up_to_date(
    connection: aiosqlite.Connection, known: list[Migration] | None = None
) -> list[Migration]:
    """Apply the steps that the database has not seen, each in one transaction with its version.

    Returns what was applied. Raises DatabaseRefused, before any write, as `refuse_strangers` does.
    """
    steps = known_migrations() if known is None else known
    await refuse_strangers(connection, steps)
    waiting = steps[len(await applied_migrations(connection)) :]
    for migration in waiting:
        await _apply(connection, migration)
    return waiting


async def refuse_strangers(
    connection: aiosqlite.Connection, known: list[Migration] | None = None
) -> None:
    """Raise DatabaseRefused, without a write, for a database that is not this program's.

    It is another program's, or newer than this one, or one of its steps reads differently today.
    """
    steps = known_migrations() if known is None else known
    applied = await applied_migrations(connection)
    if not applied and await connection.execute_fetchall("SELECT 1 FROM sqlite_schema LIMIT 1"):
        raise DatabaseRefused("The database belongs to another program: give Ovation its own file.")
    _refuse_differences(steps, applied)


async def applied_migrations(connection: aiosqlite.Connection) -> list[tuple[int, str, str]]:
    """Version, name and digest of the steps that a database has seen, in order."""
    tables = await connection.execute_fetchall(
        "SELECT 1 FROM sqlite_schema WHERE name = 'migration'"
    )
    if not tables:
        return []
    rows = await connection.execute_fetchall(
        "SELECT version, name, digest FROM migration ORDER BY version"
    )
    return cast("list[tuple[int, str, str]]", rows)


def _refuse_differences(known: list[Migration], applied: list[tuple[int, str, str]]) -> None:
    if len(applied) > len(known):
        raise DatabaseRefused(
            f"The database is at version {len(applied)}, this program knows {len(known)}: "
            "start the newer program, or restore a backup from before it."
        )
    for migration, (_, name, digest) in zip(known, applied, strict=False):
        if migration.digest != digest:
            raise DatabaseRefused(
                f"Migration {name} was applied with another text than this program's: "
                "start the program that applied it."
            )


async def _apply(connection: aiosqlite.Connection, migration: Migration) -> None:
    row: Row = (migration.version, migration.name, migration.digest, time.time_ns() // 1_000_000)
    try:
        await connection.execute("BEGIN IMMEDIATE")
        await connection.execute(_TABLE)
        for statement in migration.statements():
            await connection.execute(statement)
        await connection.execute("INSERT INTO migration VALUES (?, ?, ?, ?)", row)
        await connection.execute(f"PRAGMA user_version = {migration.version}")
        await connection.commit()
    except BaseException:
        if connection.in_transaction:
            await connection.rollback()
        raise
