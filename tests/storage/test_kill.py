"""The promise of all promises: what was acknowledged stands, whenever the process is killed."""

import asyncio
import signal
from collections.abc import AsyncIterator
from pathlib import Path
from random import Random
from typing import Any, Final

import orjson
import pytest

from bot.ledger.outcomes import Unavailable
from bot.ledger.stored_outcomes import as_data
from bot.storage.audit import examine
from bot.storage.opening import open_database
from tests.storage import killed_writer
from tests.storage.killed_writer import ACKNOWLEDGED
from tests.storage.killing import BEGAN, Victims, victims

DATABASES: Final = 8
KILLS: Final = 25
"""How often the process that writes to one database is killed; 200 times in all."""

Acknowledged = dict[str, Any]
"""What came of each key that was acknowledged, as data."""


@pytest.fixture
async def writers() -> AsyncIterator[Victims]:
    """Processes that write and are killed."""
    async with victims(killed_writer.__name__) as writers:
        yield writers


def keep(acknowledged: Acknowledged, said: list[str]) -> None:
    """Keep what was acknowledged; never is a key acknowledged with two outcomes."""
    word, key, told = said
    assert word == ACKNOWLEDGED
    outcome = orjson.loads(told)
    if outcome != as_data(Unavailable()):
        assert acknowledged.setdefault(key, outcome) == outcome


async def assert_everything_stands(path: Path, acknowledged: Acknowledged) -> None:
    """What was acknowledged is found as it was told, and the books are content."""
    async with open_database(f"sqlite:///{path}") as database:
        rows = await database.reports.fetch(
            "SELECT key, outcome FROM request JOIN operation USING (guild, seq)"
        )
        stored = {key: orjson.loads(outcome) for key, outcome in rows}
        assert {key: stored.get(key) for key in acknowledged} == acknowledged
        report = await examine(database.reports, database.keeper)
        assert report.ok, [check for check in report.checks if not check.ok]


async def killed_after(
    writers: Victims, path: Path, life: str, acknowledgements: int, pause_seconds: float
) -> list[list[str]]:
    """What a process acknowledged that was killed a moment after so many acknowledgements."""
    heard = []
    async for said in writers.live(path, life):
        if said != [BEGAN]:
            heard.append(said)
        if len(heard) == acknowledgements:
            # Not to wait for anything, but to die at another moment each time.
            await asyncio.sleep(pause_seconds)
            writers.kill()
    assert writers.ending == -signal.SIGKILL
    return heard


@pytest.mark.parametrize("seed", range(DATABASES))
async def test_what_was_acknowledged_survives_any_kill(
    path: Path, writers: Victims, seed: int
) -> None:
    dice = Random(seed)
    acknowledged: Acknowledged = {}
    for life in range(KILLS):
        # Sooner rather than later, for opening, migrating and recovering can be killed too.
        acknowledgements = dice.choice((0, 0, 1, dice.randint(2, 60), dice.randint(2, 300)))
        pause_seconds = dice.uniform(0, 0.01)
        for said in await killed_after(
            writers, path, f"life-{life}", acknowledgements, pause_seconds
        ):
            keep(acknowledged, said)
    assert len(acknowledged) > KILLS
    await assert_everything_stands(path, acknowledged)


async def test_what_was_acknowledged_survives_wherever_writing_ends(
    tmp_path: Path, writers: Victims
) -> None:
    """The system kills at the first byte beyond a size, also in the middle of COMMIT."""
    dice = Random(512)
    for number in range(24):
        path = tmp_path / f"{number}.db"
        acknowledged: Acknowledged = {}
        size = dice.randrange(200_000, 1_000_000)
        async for said in writers.live(path, "life", size):
            if said != [BEGAN]:
                keep(acknowledged, said)
        assert writers.ending == -signal.SIGXFSZ
        await assert_everything_stands(path, acknowledged)
