"""Measures gifts a second: through the writer, naively, and at the ceiling of SQLite itself."""

import asyncio
import gc
import sqlite3
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

import aiosqlite

from bench.figures import Expected, Figure, ratio
from bench.filling import fill
from bench.rows import Gifts, Ledger
from bench.sizes import Sizes
from bot.clock import SystemClock
from bot.garbage import seldom_looked_for
from bot.ledger.outcomes import GiftSent
from bot.ledger.requests import SendGift
from bot.storage.audit import examine
from bot.storage.database import Reader, Statement
from bot.storage.opening import open_database
from bot.storage.sqlite import open_readers
from bot.storage.writer import Writer

NAIVELY: Final = "naively, 64 waiting"
CEILING: Final = "the ceiling, 1,000 together"
_NAIVELY_WAITING: Final = 64
_TOGETHER: Final = 1_000
_SENDERS_FOR_ONE_CREATOR: Final = 100
"""In a live-stream community few receive from many."""

_SETTINGS: Final = (
    "journal_mode",
    "synchronous",
    "foreign_keys",
    "recursive_triggers",
    "cache_size",
    "wal_autocheckpoint",
)
"""What the house sets on its writing connection, for the others to take over."""

_Item = TypeVar("_Item")


async def measure(sizes: Sizes, folder: Path) -> list[Figure]:
    """Gifts a second each way, by an evening's audience and by all members there are.

    The second is the worst that books can meet: hardly two gifts of a batch share a page of them.
    """
    audience, everybody = sizes.audience, sizes.accounts
    return [
        *await _measured(
            sizes,
            folder / "audience.db",
            f"{audience:,} of {everybody:,} send",
            Gifts(everybody, audience, max(audience // _SENDERS_FOR_ONE_CREATOR, 2)),
        ),
        *await _measured(
            sizes,
            folder / "everybody.db",
            f"all {everybody:,} send",
            Gifts(everybody, everybody, max(everybody // _SENDERS_FOR_ONE_CREATOR, 2)),
        ),
    ]


async def _measured(sizes: Sizes, path: Path, who: str, gifts: Gifts) -> list[Figure]:
    """The ways take turns on one file, so that each finds the books as large as the others do."""
    await fill(path, sizes.accounts, SystemClock()())
    settings = await _settings_of_the_house(path)
    ways: dict[str, Callable[[], Awaitable[float]]] = {
        NAIVELY: lambda: _naively(path, settings, gifts.take(sizes.naive_gifts)),
        CEILING: lambda: _at_the_ceiling(
            path, settings, [gifts.take(_TOGETHER) for _ in range(sizes.ceiling_batches)]
        ),
    }
    for waiting, written in sizes.written_gifts.items():
        ways[_writer(waiting)] = partial(_take_and_write, path, gifts, written, waiting)
    rates: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(sizes.rounds):
        for name in _rotated(list(ways), number):
            rates[name].append(await ways[name]())
    return [*_figures(who, rates), await _recounted(who, path)]


def _writer(waiting: int) -> str:
    return f"the writer, {waiting:,} waiting"


def _rotated(names: Sequence[_Item], by: int) -> list[_Item]:
    """The same names with another one first, for the books grow while a round lasts."""
    first = by % len(names)
    return [*names[first:], *names[:first]]


def _figures(who: str, rates: Mapping[str, list[float]]) -> list[Figure]:
    measured = {name: Figure(f"{name}; {who}", "gifts/s", rounds) for name, rounds in rates.items()}
    return [
        *measured.values(),
        ratio(
            f"the writer to naively, 64 waiting; {who}",
            measured[_writer(64)],
            measured[NAIVELY],
            Expected(least=5),
        ),
        ratio(
            f"the writer, 1,024 waiting, to the ceiling; {who}",
            measured[_writer(1_024)],
            measured[CEILING],
            Expected(least=0.6),
        ),
    ]


async def _recounted(who: str, path: Path) -> Figure:
    async with open_readers(str(path)) as (_, reports):
        report = await examine(reports)
    name = f"the books balance afterwards; {who}"
    return Figure(name, "of 1", [float(report.ok)], Expected(least=1))


async def _take_and_write(path: Path, gifts: Gifts, written: int, waiting: int) -> float:
    return await _through_the_writer(path, gifts.take(written), waiting)


async def _through_the_writer(path: Path, gifts: Sequence[SendGift], waiting: int) -> float:
    """The house's own writer, asked by so many at once."""
    async with (
        open_database(f"sqlite:///{path}") as database,
        Writer(database.keeper, SystemClock()).running() as writer,
    ):

        async def submit(gift: SendGift) -> None:
            outcome = await writer.submit(gift)
            assert isinstance(outcome, GiftSent), outcome

        return await _timed(gifts, submit, waiting)


async def _naively(path: Path, settings: Iterable[str], gifts: Sequence[SendGift]) -> float:
    """One transaction a gift and every row awaited; nothing is read, and nothing is decided."""
    ledger = Ledger(path, SystemClock()())
    decided = [ledger.rows([gift]) for gift in gifts]
    async with aiosqlite.connect(path, isolation_level=None) as connection:
        for setting in settings:
            await connection.execute_fetchall(setting)
        # Without it, two callers would write into one transaction.
        alone = asyncio.Lock()

        async def write(statements: Iterable[Statement]) -> None:
            async with alone:
                await connection.execute("BEGIN IMMEDIATE")
                for sql, rows in statements:
                    for row in rows:
                        await connection.execute(sql, row)
                await connection.commit()

        return await _timed(decided, write, _NAIVELY_WAITING)


async def _at_the_ceiling(
    path: Path, settings: Iterable[str], batches: Sequence[Sequence[SendGift]]
) -> float:
    """The same rows, decided beforehand, many gifts a transaction and no event loop between."""
    ledger = Ledger(path, SystemClock()())
    decided = [ledger.rows(gifts) for gifts in batches]
    with (
        closing(sqlite3.connect(path, isolation_level=None)) as connection,
        _as_in_the_house(),
    ):
        for setting in settings:
            connection.execute(setting).fetchall()
        started = time.perf_counter()
        for statements in decided:
            connection.execute("BEGIN IMMEDIATE")
            for sql, rows in statements:
                connection.executemany(sql, rows)
            connection.execute("COMMIT")
        return sum(map(len, batches)) / (time.perf_counter() - started)


async def _timed(
    items: Sequence[_Item], act: Callable[[_Item], Awaitable[None]], waiting: int
) -> float:
    """How many items a second are done, if so many callers wait, each for one at a time."""
    left = iter(items)

    async def call() -> None:
        for item in left:
            await act(item)

    with _as_in_the_house():
        started = time.perf_counter()
        async with asyncio.TaskGroup() as callers:
            for _ in range(waiting):
                callers.create_task(call())
        return len(items) / (time.perf_counter() - started)


@contextmanager
def _as_in_the_house() -> Iterator[None]:
    """Have garbage looked for as the bot does, and not among what only the bench holds."""
    gc.collect()
    with seldom_looked_for():
        yield


async def _settings_of_the_house(path: Path) -> list[str]:
    """The settings of the house's writing connection, as statements for another one."""
    async with open_database(f"sqlite:///{path}") as database:
        return [await _setting(database.keeper, name) for name in _SETTINGS]


async def _setting(reader: Reader, name: str) -> str:
    ((value,),) = await reader.fetch(f"PRAGMA {name}")
    return f"PRAGMA {name} = {value}"
