"""Whatever was asked of the rules alone, asked again of a writer over a file, in two ways."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Final, NamedTuple

from bot.ledger.accounts import STORED
from bot.ledger.outcomes import Outcome, Unavailable
from bot.ledger.requests import Request
from bot.ledger.requests.marks import Mark
from bot.storage.audit import examine
from bot.storage.database import Database, Reader, Row, StorageFailed
from bot.storage.opening import open_database
from bot.storage.writer import Writer
from tests.empty_books import lay_out_empty_books
from tests.storage.faults import Fault, UnreliableKeeper
from tests.storage.scene import Clock

_TABLES: Final = """
SELECT name FROM sqlite_schema
WHERE type = 'table' AND name NOT GLOB 'sqlite_*' AND name NOT IN ('migration', 'installation')
ORDER BY name
"""
_ROWS: Final = {
    # A gift that is taken back in the batch that sends it is never counted; alone, it leaves a 0.
    "tally": "SELECT * FROM tally WHERE coins <> 0",
}
"""What is compared of tables that may honestly differ; of all others, everything is."""
_BALANCES: Final = """
SELECT guild, kind, owner, currency, balance FROM account WHERE balance > 0
"""

FAULTS: Final = (
    (),
    (Fault.INSTEAD,),
    (),
    (Fault.AFTERWARDS,),
    (),
    (Fault.UNKNOWN,),
)
"""How the commits of batches end, in turns; each is tried again, and done once."""
BATCHES_OF_A_RUN: Final = 9
"""After so many batches, the file is closed and opened again."""


class Said(NamedTuple):
    """What was asked, and what came of it."""

    asked: Request | Mark
    answer: Outcome | bool


class Batch(NamedTuple):
    """What was asked at one moment, in order; `kept`, unless it was rolled back."""

    at_ms: int
    said: tuple[Said, ...]
    kept: bool


@dataclass
class Stored:
    """What came of all that was asked, and the file that it was written to."""

    path: Path
    answers: list[Outcome | bool] = field(default_factory=list)
    rows: dict[str, list[Row]] = field(default_factory=dict)
    balances: dict[Row, int] = field(default_factory=dict)
    findings: tuple[str, ...] = ()


async def one_by_one(history: Iterable[Batch], path: Path) -> Stored:
    """Each request in a commit of its own. What was rolled back is never asked."""
    stored, clock = Stored(path), Clock()
    await lay_out_empty_books(path)
    async with _writing(path, clock) as (writer, database, _):
        for batch in history:
            clock.now_ms = batch.at_ms
            for said in batch.said if batch.kept else ():
                stored.answers.append(await _asked(writer, said.asked))
        await _look(stored, database.reports)
    return stored


async def all_at_once(history: Sequence[Batch], path: Path) -> Stored:
    """All that was asked at one moment in one commit, some of which fail, with restarts between."""
    stored, batches = Stored(path), [*_together(history)]
    await lay_out_empty_books(path)
    for first in range(0, len(batches) or 1, BATCHES_OF_A_RUN):
        clock = Clock()
        async with _writing(path, clock) as (writer, database, keeper):
            run = batches[first : first + BATCHES_OF_A_RUN]
            for number, batch in enumerate(run, start=first):
                clock.now_ms = batch.at_ms
                stored.answers += await _commit(writer, keeper, batch, number)
            await _look(stored, database.reports)
    return stored


async def _commit(
    writer: Writer, keeper: UnreliableKeeper, batch: Batch, number: int
) -> list[Outcome | bool]:
    """Ask for a whole batch. What was rolled back fails as often as the writer tries it."""
    asked = [said.asked for said in batch.said]
    if not batch.kept:
        keeper.coming[:] = [Fault.INSTEAD] * 2 * len(asked)
        answers = await asyncio.gather(*(_asked(writer, it) for it in asked))
        assert set(answers) <= {Unavailable()}
        keeper.coming.clear()
        return []
    # Marks bear no key: in doubt, one is entered again, which may mean nothing any more.
    marks = any(not isinstance(it, Request) for it in asked)
    keeper.coming[:] = [] if marks else FAULTS[number % len(FAULTS)]
    answers = await asyncio.gather(*(_asked(writer, it) for it in asked))
    keeper.coming.clear()
    return answers


async def _asked(writer: Writer, asked: Request | Mark) -> Outcome | bool:
    if isinstance(asked, Request):
        return await writer.submit(asked)
    try:
        return await writer.mark(asked)
    except StorageFailed:
        return Unavailable()


def _together(history: Sequence[Batch]) -> Iterable[Batch]:
    """The batches, those of one moment as one."""
    for (at_ms, kept), batches in groupby(history, key=lambda batch: (batch.at_ms, batch.kept)):
        said = tuple(said for batch in batches for said in batch.said)
        if said:
            yield Batch(at_ms, said, kept)


@asynccontextmanager
async def _writing(
    path: Path, clock: Clock
) -> AsyncIterator[tuple[Writer, Database, UnreliableKeeper]]:
    async with open_database(f"sqlite:///{path}") as database:
        keeper = UnreliableKeeper(database.keeper)
        async with Writer(keeper, clock).running() as writer:
            yield writer, database, keeper


async def _look(stored: Stored, reader: Reader) -> None:
    """Take down what stands in the file, and what the doctor says of it."""
    tables = [name for (name,) in await reader.fetch(_TABLES)]
    for table in tables:
        rows = await reader.fetch(_ROWS.get(table, f"SELECT * FROM {table}"))
        stored.rows[table] = sorted(rows, key=repr)
    stored.balances = {
        (guild, kind, owner, currency): balance
        for guild, kind, owner, currency, balance in await reader.fetch(_BALANCES)
        if kind in STORED
    }
    report = await examine(reader)
    stored.findings += tuple(it for check in report.checks for it in check.findings)
