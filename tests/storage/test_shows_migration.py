"""The promise of the migration to shows: what was given before them stands, and is in order."""

import sqlite3
from contextlib import closing
from pathlib import Path

import aiosqlite

from bot.storage.audit import examine
from bot.storage.migrate import bring_up_to_date, known_migrations
from tests.ledger.scene import ANN, BEA, KIM, PERFUME
from tests.storage.live_scene import opened


def tables_of(connection: sqlite3.Connection, schema: str) -> dict[str, list[str]]:
    """The columns of each table, apart from those that migrations keep for themselves."""
    names = connection.execute(
        f"SELECT name FROM {schema}.sqlite_schema WHERE type = 'table' AND name <> 'migration'"
    ).fetchall()
    return {
        name: [
            row[1] for row in connection.execute(f"PRAGMA {schema}.table_info({name})").fetchall()
        ]
        for (name,) in names
    }


async def as_of_old(path: Path, now: Path) -> None:
    """Make a database of the first version that holds what one of today holds of it."""
    async with aiosqlite.connect(path, isolation_level=None) as old:
        await bring_up_to_date(old, known_migrations()[:1])
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("ATTACH ? AS now", (str(now),))
        for table, columns in tables_of(connection, "main").items():
            chosen = ", ".join(columns)
            connection.execute(f"INSERT INTO main.{table} SELECT {chosen} FROM now.{table}")
        connection.execute("DROP TRIGGER operation_is_never_edited")
        # What was told of gifts then said nothing of combos, shows and levels.
        connection.execute(
            "UPDATE operation SET outcome = json_remove(outcome, '$.combo', '$.show', "
            "'$.level_before', '$.level', '$.level_told') WHERE kind IN ('gift', 'reverse')"
        )
        ((trigger,),) = connection.execute(
            "SELECT sql FROM now.sqlite_schema WHERE name = 'operation_is_never_edited'"
        ).fetchall()
        connection.execute(trigger)


async def test_gifts_of_before_there_were_shows_become_combos_that_nobody_waits_for(
    tmp_path: Path,
) -> None:
    now, path = tmp_path / "now.db", tmp_path / "ovation.db"
    async with opened(now) as scene:
        scene.pause_ms = 60_000
        await scene.busy_day(120)
        await scene.unfreeze(ANN)
        await scene.adjust(ANN, 1_000)
        standing = await scene.sent(ANN, BEA, PERFUME, 2)
        back = await scene.sent(ANN, KIM, PERFUME)
        await scene.reverse(back.seq)
        now_ms = scene.clock.now_ms
    await as_of_old(path, now)

    async with opened(path, now_ms) as scene:
        report = await examine(scene.reader)
        assert [check for check in report.checks if not check.ok] == []
        rows = await scene.reader.fetch(
            "SELECT number, gifts, quantity, coins, closed, answered_seq FROM combo "
            "WHERE number IN (?, ?)",
            (standing.seq, back.seq),
        )
        assert rows == [(standing.seq, 1, 2, 40, 1, -1), (back.seq, 1, 0, 0, 1, -1)]
        ((combos, gifts),) = await scene.reader.fetch(
            "SELECT (SELECT count(*) FROM combo), (SELECT count(*) FROM gift)"
        )
        assert combos == gifts > 30

        # A gift joins no combo of then, and what was given then can still be taken back.
        later = await scene.sent(ANN, BEA, PERFUME)
        assert later.combo == later.seq
        assert later.level_before > 0
        await scene.reverse(standing.seq)
        left = "SELECT coins FROM combo WHERE number = ?"
        assert await scene.reader.fetch(left, (standing.seq,)) == [(0,)]
        report = await examine(scene.reader)
        assert [check for check in report.checks if not check.ok] == []
