"""Recounts everything: the books against themselves, the file, and how it is opened."""

import re
import sqlite3
from collections import defaultdict
from collections.abc import Awaitable, Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import Final

from bot.ledger.guild_settings import stored
from bot.storage.database import Reader, StorageFailed
from bot.storage.migrate import known_migrations
from bot.storage.recounts import RECOUNTS, Recount
from bot.storage.recounts.browser import RECOUNTS_OF_BROWSER
from bot.storage.recounts.fairness import RECOUNTS_OF_FAIRNESS
from bot.storage.recounts.payouts import RECOUNTS_OF_PAYOUTS
from bot.storage.recounts.pots import RECOUNTS_OF_POTS
from bot.storage.recounts.shop import RECOUNTS_OF_SHOP
from bot.storage.recounts.shows import RECOUNTS_OF_SHOWS

ALL_RECOUNTS: Final = (
    *RECOUNTS,
    *RECOUNTS_OF_SHOWS,
    *RECOUNTS_OF_BROWSER,
    *RECOUNTS_OF_SHOP,
    *RECOUNTS_OF_POTS,
    *RECOUNTS_OF_PAYOUTS,
    *RECOUNTS_OF_FAIRNESS,
)

MOST_FINDINGS: Final = 10
"""How many findings a check tells before it says that there are more."""

_OF_THE_FILE: Final = {"journal_mode": "wal"}
_OF_THE_WRITER: Final = {
    "journal_mode": "wal",
    "synchronous": 2,
    "foreign_keys": 1,
    "recursive_triggers": 1,
}

_BUGGY: Final = ((3, 7, 0), (3, 51, 2))
_MENDED: Final[Mapping[tuple[int, ...], int]] = {(3, 50): 7, (3, 44): 6}
"""The releases with the WAL-reset bug, first and last, and the older branches that were mended
from a patch on: https://sqlite.org/wal.html."""


_ENOUGH: Final = f"LIMIT {MOST_FINDINGS + 1}"
_DANGLING: Final = 'SELECT "table", parent FROM pragma_foreign_key_check '
_SCHEMA: Final = """
SELECT name, type || ' ' || tbl_name || ' ' || sql FROM sqlite_schema
WHERE sql IS NOT NULL AND name <> 'migration' AND substr(name, 1, 7) <> 'sqlite_'
"""
_APPLIED: Final = "SELECT version, name, digest FROM migration ORDER BY version"


@dataclass(frozen=True, slots=True)
class Check:
    """One check: of how many things, and what is wrong with them."""

    name: str
    counted: int
    findings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    """What an operator should know although it is no failure."""

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings


@dataclass(frozen=True, slots=True)
class Report:
    """Every check that was made."""

    checks: tuple[Check, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong anywhere."""
        return all(check.ok for check in self.checks)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What an operator should know although it is no failure."""
        return tuple(note for check in self.checks for note in check.notes)


async def examine(reader: Reader, live: Reader | None = None) -> Report:
    """Recount the books as they stand at one moment, while a bot may go on writing.

    `live` is the connection that writes, if this process has it: its settings are checked too.
    What cannot be read is a finding, not an exception.
    """
    async with reader.snapshot():
        return Report(
            (
                await _version(reader),
                await _check("settings of the connection", _connections(reader, live)),
                await _check("integrity of the file", _integrity(reader)),
                await _check("references", _references(reader)),
                await _check("schema", _schema(reader)),
                await _check("settings of the guilds", _settings(reader)),
                *[await _check(recount.name, _count(reader, recount)) for recount in ALL_RECOUNTS],
            )
        )


async def _check(name: str, counting: Awaitable[tuple[int, list[str]]]) -> Check:
    """A check that cannot even read has found something: a damaged page, or a torn text."""
    try:
        counted, findings = await counting
    except (sqlite3.DatabaseError, UnicodeDecodeError, StorageFailed) as error:
        return Check(name, 0, (f"cannot be read: {error}",))
    if len(findings) > MOST_FINDINGS:
        findings = [*findings[:MOST_FINDINGS], "and more"]
    return Check(name, counted, tuple(findings))


async def _count(reader: Reader, recount: Recount) -> tuple[int, list[str]]:
    ((counted,),) = await reader.fetch(recount.counted)
    rows = await reader.fetch(f"{recount.wrong} {_ENOUGH}")
    return counted, [recount.finding.format(*row) for row in rows]


async def _connections(reader: Reader, live: Reader | None) -> tuple[int, list[str]]:
    findings = await _differing("a reading connection", reader, _OF_THE_FILE)
    if live is None:
        return len(_OF_THE_FILE), findings
    findings += await _differing("the writing connection", live, _OF_THE_WRITER)
    return len(_OF_THE_FILE) + len(_OF_THE_WRITER), findings


async def _differing(whose: str, reader: Reader, wanted: Mapping[str, object]) -> list[str]:
    findings = []
    for name, value in wanted.items():
        ((actual,),) = await reader.fetch(f"PRAGMA {name}")
        if actual != value:
            findings.append(f"{whose} has {name} = {actual}, not {value}")
    return findings


async def _version(reader: Reader) -> Check:
    ((version,),) = await reader.fetch("SELECT sqlite_version()")
    notes = (_wal_reset_note(version),) if has_wal_reset_bug(version) else ()
    return Check("version of SQLite", 1, notes=notes)


def has_wal_reset_bug(version: str) -> bool:
    """Whether two connections that write or checkpoint could damage a file under this SQLite."""
    numbers = tuple(int(number) for number in re.findall(r"\d+", version)[:3])
    mended = _MENDED.get(numbers[:2])
    first, last = _BUGGY
    return first <= numbers <= last and not (mended is not None and numbers[2] >= mended)


def _wal_reset_note(version: str) -> str:
    return (
        f"SQLite {version} has the WAL-reset bug: two connections that write or checkpoint at once "
        "can damage the file. Ovation is not exposed, for exactly one connection writes or "
        "checkpoints, under a lock that keeps other processes out. Do not open the file with "
        "another program that writes. SQLite 3.51.3, 3.50.7 and 3.44.6 are mended."
    )


async def _integrity(reader: Reader) -> tuple[int, list[str]]:
    ((pages,),) = await reader.fetch("PRAGMA page_count")
    rows = await reader.fetch(f"PRAGMA integrity_check({MOST_FINDINGS + 1})")
    return pages, [text for (text,) in rows if text != "ok"]


async def _references(reader: Reader) -> tuple[int, list[str]]:
    ((tables,),) = await reader.fetch("SELECT count(*) FROM sqlite_schema WHERE type = 'table'")
    rows = await reader.fetch(_DANGLING + _ENOUGH)
    return tables, [
        f"a row of {table} refers to a {parent} that is not there" for table, parent in rows
    ]


async def _schema(reader: Reader) -> tuple[int, list[str]]:
    """That nobody took a trigger, a constraint or an index away, or put something in."""
    expected = _schema_of_this_program()
    actual: dict[str, str] = dict(await reader.fetch(_SCHEMA))
    findings = [
        f"{name} is {'not as it was made' if name in actual else 'missing'}"
        for name, sql in expected.items()
        if actual.get(name) != sql
    ]
    findings += [f"{name} does not belong here" for name in actual.keys() - expected.keys()]
    known = [(step.version, step.name, step.digest) for step in known_migrations()]
    if await reader.fetch(_APPLIED) != known:
        findings.append("the migrations that were applied are not those of this program")
    return len(expected), findings


def _schema_of_this_program() -> dict[str, str]:
    with closing(sqlite3.connect(":memory:")) as connection:
        for migration in known_migrations():
            for statement in migration.statements():
                connection.execute(statement)
        return dict(connection.execute(_SCHEMA).fetchall())


async def _settings(reader: Reader) -> tuple[int, list[str]]:
    rows = await reader.fetch("SELECT guild, name, value FROM setting")
    by_guild: defaultdict[int, dict[str, str]] = defaultdict(dict)
    for guild, name, value in rows:
        by_guild[guild][name] = value
    problems = {guild: _problem_of(values) for guild, values in by_guild.items()}
    return len(rows), [
        f"guild {guild}: {problem}" for guild, problem in problems.items() if problem
    ]


def _problem_of(values: dict[str, str]) -> str:
    try:
        stored(values)
    except ValueError as error:
        return str(error)
    return ""
