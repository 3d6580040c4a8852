"""Promises of the recount: healthy books content it, and no kind of damage escapes it."""

import asyncio
import shutil
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing
from datetime import date, timedelta
from pathlib import Path
from typing import Final

import pytest

from bot.ledger.periods import Board, Span, period
from bot.storage import audit
from bot.storage.audit import ALL_RECOUNTS, Report, examine, has_wal_reset_bug
from bot.storage.database import Database
from bot.storage.opening import open_database
from bot.storage.recounts import RECOUNTS
from bot.storage.sqlite import open_readers
from bot.storage.writer import Writer
from tests.ledger.scene import ANN, BEA, DIAMOND, KIM, PERFUME, ROSE
from tests.storage.scene import Clock, Scene


@asynccontextmanager
async def living_in(path: Path) -> AsyncIterator[Scene]:
    """A guild in a database of its own."""
    clock = Clock()
    async with (
        open_database(f"sqlite:///{path}") as database,
        Writer(database.keeper, clock).running() as writer,
    ):
        yield Scene(writer, database.commands, clock)


async def examined(path: Path) -> Report:
    """What the recount says of a database that nobody has open."""
    async with open_readers(str(path)) as (_, reports):
        return await examine(reports)


def failed(report: Report) -> set[str]:
    """The names of the checks that found something."""
    return {check.name for check in report.checks if not check.ok}


async def _live(path: Path) -> None:
    async with living_in(path) as scene:
        await scene.adjust(ANN, 1_000)
        await scene.welcome(ANN)
        await scene.sent(ANN, BEA, PERFUME, 7, message="hi")
        mistaken = await scene.sent(ANN, KIM, PERFUME)
        await scene.sent(ANN, KIM, ROSE, 3)
        await scene.reverse(mistaken.seq)
        await scene.convert(BEA, 60 * DIAMOND)
        await scene.freeze(KIM)
        await scene.set(("share", "2500"))
        await scene.edit(ROSE, price=2)
        await scene.gift(KIM, ANN)
        await scene.adjust(BEA, -1)


@pytest.fixture(scope="module")
def healthy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database in which something of every kind was done, closed."""
    path = tmp_path_factory.mktemp("healthy") / "ovation.db"
    asyncio.run(_live(path))
    return path


@pytest.fixture
def damaged(healthy: Path, tmp_path: Path) -> Path:
    """A copy of it, to be damaged."""
    return Path(shutil.copy(healthy, tmp_path / "ovation.db"))


def damage(path: Path, *statements: str) -> None:
    """Change a database behind every guard's back, and put the guards up again."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        triggers = connection.execute(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"
        ).fetchall()
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            assert connection.execute(statement).rowcount, statement
        for _, sql in triggers:
            connection.execute(sql)


async def test_books_in_which_everything_was_done_are_content(healthy: Path) -> None:
    report = await examined(healthy)
    assert failed(report) == set()
    assert report.ok
    apart = {recount.name for recount in ALL_RECOUNTS} - {recount.name for recount in RECOUNTS}
    counted = {check.name: check.counted for check in report.checks if check.name not in apart}
    assert all(counted.values()), counted
    assert (counted["gifts"], counted["reversals"], counted["order numbers"]) == (3, 1, 11)


async def test_empty_books_are_content(database: Database) -> None:
    report = await examine(database.reports, database.keeper)
    assert failed(report) == set()


DAMAGES: Final = {
    "UPDATE account SET balance = balance + 1 WHERE owner = 2 AND currency = 'coins'": {
        "zero sum",
        "balances",
        "recorded balances",
    },
    "UPDATE account SET balance = -1 WHERE owner = 2 AND currency = 'coins'": {"accounts"},
    "UPDATE account SET owner = 77 WHERE owner = 2 AND currency = 'coins'": {
        "accounts",
        "balances",
        "references",
    },
    "UPDATE account SET kind = 'gone' WHERE owner = 2 AND currency = 'coins'": {"accounts"},
    "DELETE FROM account WHERE owner = 2 AND currency = 'coins'": {"zero sum", "references"},
    "UPDATE transfer SET amount = amount + 1 WHERE seq = 3 AND line = 1": {
        "zero sum",
        "balances",
        "recorded balances",
        "gifts",
    },
    "UPDATE transfer SET to_balance = to_balance + 1 WHERE seq = 1": {"recorded balances"},
    "UPDATE transfer SET currency = 'diamonds' WHERE seq = 2": {"zero sum", "other movements"},
    "DELETE FROM transfer WHERE seq = 3 AND line = 2": {"balances", "gifts"},
    "DELETE FROM transfer WHERE seq = 6": {"balances", "reversals"},
    "DELETE FROM transfer WHERE seq = 7 AND line = 1": {"balances", "other movements"},
    "DELETE FROM transfer WHERE seq = 11": {"balances", "other movements"},
    "UPDATE transfer SET from_owner = 3 WHERE seq = 3 AND from_owner = 2": {"balances", "gifts"},
    "UPDATE transfer SET seq = 8 WHERE seq = 2": {"other movements"},
    "UPDATE operation SET seq = 12 WHERE seq = 11": {"order numbers"},
    "DELETE FROM operation WHERE seq = 9": {"order numbers", "requests", "references"},
    "UPDATE guild SET last_seq = last_seq + 1": {"order numbers"},
    "UPDATE guild SET last_member = last_member + 1": {"members"},
    "DELETE FROM member WHERE number = 4": {"members", "references", "accounts"},
    "UPDATE member SET frozen_seq = NULL WHERE frozen_seq IS NOT NULL": {"freezes"},
    "UPDATE member SET frozen_seq = 1 WHERE number = 2": {"freezes"},
    "UPDATE member SET level_told = 3 WHERE number = 2": {"levels told"},
    "UPDATE operation SET outcome = json_set(outcome, '$.level_before', 9) WHERE seq = 6": {
        "levels told"
    },
    "UPDATE tally SET coins = coins + 1 WHERE board = 'given' AND period = 'all'": {"tallies"},
    "UPDATE tally SET coins = 0 WHERE board = 'received' AND period LIKE 'day:%'": {"tallies"},
    "DELETE FROM tally WHERE period LIKE 'week:%'": {"tallies"},
    "UPDATE tally SET period = 'month:2026-10' WHERE period LIKE 'month:%'": {"tallies"},
    "UPDATE gift SET coins = coins + 1, price = price + 1 WHERE seq = 5": {
        "gifts",
        "what was told",
        "tallies",
    },
    "UPDATE gift SET share = 4999 WHERE seq = 3": {"gifts", "what was told"},
    "UPDATE gift SET recipient = 4 WHERE seq = 3": {"gifts", "what was told", "tallies"},
    "UPDATE gift SET day = '2026-11-20' WHERE seq = 3": {"tallies", "what was told"},
    "UPDATE gift SET at_ms = at_ms + 1 WHERE seq = 3": {"what was told"},
    "UPDATE gift SET name = 'Lion' WHERE seq = 3": {"what was told"},
    "DELETE FROM gift WHERE seq = 5": {"what was told", "tallies"},
    "UPDATE operation SET reverses = 3 WHERE seq = 6": {"reversals", "tallies", "what was told"},
    "UPDATE operation SET reverses = NULL WHERE seq = 6": {"tallies", "what was told"},
    "UPDATE operation SET once = NULL WHERE seq = 6": {"what was told"},
    "UPDATE operation SET kind = 'welcome' WHERE seq = 3": {"outcomes", "other movements"},
    "UPDATE operation SET outcome = '{' WHERE seq = 8": {"outcomes"},
    "UPDATE operation SET outcome = replace(outcome, '1000', '1001') WHERE seq = 1": {
        "other movements"
    },
    "UPDATE operation SET at_ms = at_ms - 60000 WHERE seq = 8": {"requests"},
    "UPDATE operation SET day = '2026-11-24' WHERE seq = 8": {"days"},
    "UPDATE operation SET day = '2026-11-2q' WHERE seq = 8": {"days"},
    "UPDATE operation SET outcome = replace(outcome, '_left\":', '_left\":1') WHERE seq = 3": {
        "gifts"
    },
    "UPDATE request SET seq = 1 WHERE seq = 2": {"requests"},
    "DELETE FROM request WHERE seq = 2": {"requests"},
    "UPDATE request SET refusal = '{}' WHERE refusal IS NOT NULL": {"outcomes"},
    "UPDATE setting SET value = '2501'": {"settings as they were set"},
    "UPDATE setting SET value = 'half'": {"settings of the guilds"},
    "DELETE FROM setting": {"settings as they were set"},
    "UPDATE catalogue SET price = 3": {"catalogue as it was edited"},
    "DELETE FROM catalogue": {"catalogue as it was edited"},
    "UPDATE outbox SET shown = wanted + 1": {"acknowledgements"},
    "DELETE FROM outbox": {"acknowledgements"},
    "UPDATE note SET seq = 99 WHERE seq = 3": {"references"},
}
"""What may happen to books, and which checks must notice; others may notice as well."""


@pytest.mark.parametrize("statement", DAMAGES)
async def test_no_changed_row_escapes(statement: str, damaged: Path) -> None:
    damage(damaged, statement)
    report = await examined(damaged)
    assert failed(report) >= DAMAGES[statement]
    assert not report.ok


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TRIGGER gift_is_never_edited",
        "DROP INDEX operation_once",
        "CREATE TABLE stranger (number INTEGER)",
        "UPDATE migration SET digest = 'other'",
        "CREATE TRIGGER stranger AFTER UPDATE ON account BEGIN SELECT 1; END",
    ],
)
async def test_no_changed_schema_escapes(statement: str, damaged: Path) -> None:
    with closing(sqlite3.connect(damaged, isolation_level=None)) as connection:
        connection.execute(statement)
    assert "schema" in failed(await examined(damaged))


async def test_the_forgotten_leave_the_books_content(damaged: Path) -> None:
    damage(
        damaged,
        "UPDATE member SET user_id = NULL, name = NULL, identity = x'00' WHERE number = 3",
        "DELETE FROM note",
    )
    assert failed(await examined(damaged)) == set()


async def test_only_the_first_findings_are_told_one_by_one(
    database: Database, scene: Scene
) -> None:
    await scene.busy_day(60)
    async with database.keeper.transaction():
        await database.keeper.write([("UPDATE tally SET coins = coins + ?", [(1,)])])
    report = await examine(database.reports)
    (tallies,) = [check for check in report.checks if check.name == "tallies"]
    assert len(tallies.findings) == audit.MOST_FINDINGS + 1
    assert tallies.findings[-1] == "and more"


async def test_a_finding_names_where_and_how_much(damaged: Path) -> None:
    damage(damaged, "UPDATE account SET balance = 5 WHERE owner = 2 AND currency = 'coins'")
    report = await examined(damaged)
    findings = {check.name: check.findings for check in report.checks}
    assert findings["zero sum"] == ("guild 700: all accounts in coins sum to -952 units",)
    assert findings["balances"] == (
        "guild 700: wallet 2 in coins holds 5 units, its transfers sum to 957",
    )


def places(path: Path, pattern: bytes) -> Iterator[int]:
    """Where in a file the pattern stands."""
    content = path.read_bytes()
    place = content.find(pattern)
    while place >= 0:
        yield place
        place = content.find(pattern, place + 1)


async def test_no_flipped_bit_of_a_gifts_coins_escapes_even_where_sqlite_sees_none(
    tmp_path: Path,
) -> None:
    price = 0x01_23_45_67
    path = tmp_path / "ovation.db"
    async with living_in(path) as scene:
        await scene.adjust(ANN, 10**9)
        await scene.edit(PERFUME, price=price)
        await scene.sent(ANN, BEA, PERFUME)
    whole = path.read_bytes()
    flips = [*places(path, price.to_bytes(4)), *places(path, str(price).encode())]
    unseen_by_sqlite = 0
    for place in flips:
        torn = bytearray(whole)
        # The lowest bit of the last byte, or of the last digit, so that it stays a number.
        torn[place + (3 if whole[place] == 1 else len(str(price)) - 1)] ^= 1
        path.write_bytes(torn)
        report = await examined(path)
        assert not report.ok, f"the flip at {place} escaped"
        unseen_by_sqlite += "integrity of the file" not in failed(report)
    # Its row, its transfer, its sums on two boards in four periods twice, the price, two outcomes.
    assert len(flips) >= 20
    assert unseen_by_sqlite >= 5


def tear(path: Path, table: str) -> None:
    """Overwrite the beginning of the page at which a table begins."""
    with closing(sqlite3.connect(path)) as connection:
        ((root,),) = connection.execute(
            "SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,)
        ).fetchall()
        ((size,),) = connection.execute("PRAGMA page_size").fetchall()
    content = bytearray(path.read_bytes())
    content[(root - 1) * size : (root - 1) * size + 64] = b"\xff" * 64
    path.write_bytes(content)


async def test_a_torn_page_is_a_finding_and_no_crash(damaged: Path) -> None:
    tear(damaged, "transfer")
    report = await examined(damaged)
    assert failed(report) >= {"integrity of the file", "zero sum", "balances", "gifts"}
    assert "tallies" not in failed(report)


async def test_books_are_content_at_any_moment_while_a_writer_goes_on(
    database: Database, scene: Scene
) -> None:
    await scene.busy_day(20)
    writing = asyncio.create_task(scene.busy_day(400, seed=2))
    operations = []
    while not writing.done():
        report = await examine(database.reports, database.keeper)
        assert failed(report) == set()
        operations += [check.counted for check in report.checks if check.name == "order numbers"]
    await writing
    assert len(set(operations)) > 3


async def test_a_snapshot_sees_one_moment_and_does_not_hold_the_writer_up(
    database: Database, scene: Scene
) -> None:
    counting = "SELECT count(*) FROM operation"
    await scene.adjust(ANN, 1)
    async with database.reports.snapshot():
        assert await database.reports.fetch(counting) == [(1,)]
        await scene.adjust(ANN, 1)
        assert await database.reports.fetch(counting) == [(1,)]
    assert await database.reports.fetch(counting) == [(2,)]


async def test_a_snapshot_that_is_cancelled_ends(database: Database, scene: Scene) -> None:
    entered = asyncio.Event()

    async def look() -> None:
        async with database.reports.snapshot():
            await database.reports.fetch("SELECT count(*) FROM operation")
            entered.set()
            await asyncio.Event().wait()

    looking = asyncio.create_task(look())
    await entered.wait()
    looking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await looking
    await scene.adjust(ANN, 1)
    assert await database.reports.fetch("SELECT count(*) FROM operation") == [(1,)]


async def test_a_connection_that_could_lose_coins_is_a_finding(database: Database) -> None:
    await database.keeper.fetch("PRAGMA synchronous = NORMAL")
    await database.keeper.fetch("PRAGMA foreign_keys = OFF")
    report = await examine(database.reports, database.keeper)
    (connection,) = [c for c in report.checks if c.name == "settings of the connection"]
    assert connection.findings == (
        "the writing connection has synchronous = 1, not 2",
        "the writing connection has foreign_keys = 0, not 1",
    )


@pytest.mark.parametrize(
    ("version", "affected"),
    [
        ("3.6.23", False),
        ("3.7.0", True),
        ("3.40.1", True),
        ("3.44.5", True),
        ("3.44.6", False),
        ("3.45.0", True),
        ("3.50.6", True),
        ("3.50.7", False),
        ("3.51.2", True),
        ("3.51.3", False),
        ("3.53.0", False),
    ],
)
def test_the_wal_reset_bug_is_known_by_version(version: str, affected: bool) -> None:
    assert has_wal_reset_bug(version) is affected


async def test_the_wal_reset_bug_is_told_but_fails_nothing(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "has_wal_reset_bug", lambda version: True)
    report = await examine(database.reports)
    assert report.ok
    assert any("WAL-reset" in warning for warning in report.warnings)
    monkeypatch.setattr(audit, "has_wal_reset_bug", lambda version: False)
    assert (await examine(database.reports)).warnings == ()


async def test_the_recount_has_the_same_calendar_as_the_ledger(database: Database) -> None:
    days = [(date(2023, 12, 20) + timedelta(days=number)).isoformat() for number in range(800)]
    for day in days:
        ((week, month),) = await database.reports.fetch(
            "SELECT 'week:' || date(?1, 'weekday 0', '-6 days'), 'month:' || substr(?1, 1, 7)",
            (day,),
        )
        assert (week, month) == (period(Span.WEEK, day), period(Span.MONTH, day))
    assert {board.value for board in Board} == {"given", "received"}
