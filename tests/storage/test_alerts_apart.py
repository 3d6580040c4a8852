"""The promises of the migration that counts tests and replays apart: their limits go on."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Final

import aiosqlite

from bot.ledger.outcomes.browser import AlertTested, OverlayOpened, TooManyTests
from bot.ledger.outcomes.live import GiftReplayed, TooManyReplays
from bot.ledger.requests.browser import MOST_TESTS, TESTS_MS, OpenOverlay, TestAlert
from bot.ledger.requests.live import MOST_REPLAYS, REPLAYS_MS, ReplayGift
from bot.storage.audit import examine
from bot.storage.foreknowledge import LATEST_REPLAYS, LATEST_TESTS
from bot.storage.migrate import bring_up_to_date, known_migrations
from bot.storage.overlays import AlertKind, next_alert, overlay_of
from tests.ledger.scene import ANN, BEA, GUILD
from tests.storage.live_scene import opened
from tests.storage.scene import Scene
from tests.storage.test_plans import PlanningReader
from tests.storage.test_shows_migration import tables_of

BEFORE: Final = 4
"""The last version that knew nothing of it."""
_INDEXES: Final = "SELECT name FROM sqlite_schema WHERE name LIKE 'operation_%ed' ORDER BY name"


async def as_of_old(path: Path, now: Path) -> None:
    """Make a database of that version that holds what one of today holds of it."""
    async with aiosqlite.connect(path, isolation_level=None) as old:
        await bring_up_to_date(old, known_migrations()[:BEFORE])
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("ATTACH ? AS now", (str(now),))
        for table, columns in tables_of(connection, "main").items():
            chosen = ", ".join(columns)
            connection.execute(
                f"INSERT INTO main.{table} ({chosen}) SELECT {chosen} FROM now.{table}"
            )


async def replayed(scene: Scene, combo: int) -> GiftReplayed:
    """Bea has a gift shown again."""
    return await scene.done(ReplayGift, BEA, GiftReplayed, creator=BEA, combo=combo)


async def probed(scene: Scene) -> AlertTested:
    """Bea has a test shown."""
    return await scene.done(TestAlert, BEA, AlertTested, creator=BEA)


async def test_what_was_tested_and_replayed_before_counts_and_is_shown_after(
    tmp_path: Path,
) -> None:
    now, path = tmp_path / "now.db", tmp_path / "ovation.db"
    async with opened(now) as scene:
        await scene.adjust(ANN, 1_000)
        facts = {"handle": "bea", "digest": b"bea"}
        await scene.done(OpenOverlay, BEA, OverlayOpened, creator=BEA, **facts)
        combo = (await scene.sent(ANN, BEA)).seq
        first_ms = scene.clock()
        test = await probed(scene)
        replay = await replayed(scene, combo)
        for _ in range(MOST_TESTS - 1):
            await probed(scene)
        for _ in range(MOST_REPLAYS - 1):
            await replayed(scene, combo)
        now_ms = scene.clock()
    await as_of_old(path, now)

    async with opened(path, now_ms) as scene:
        kept = {name for (name,) in await scene.reader.fetch(_INDEXES)}
        assert "operation_shown" not in kept
        assert {"operation_replayed", "operation_tested"} <= kept
        report = await examine(scene.reader)
        assert [check for check in report.checks if not check.ok] == []

        # Each has a limit of its own, of which nothing was used up but by its own kind.
        refused = await scene.ask(TestAlert, BEA, creator=BEA)
        assert isinstance(refused, TooManyTests)
        assert first_ms < refused.from_ms <= now_ms + TESTS_MS
        refusal = await scene.ask(ReplayGift, BEA, creator=BEA, combo=combo)
        assert isinstance(refusal, TooManyReplays)
        scene.clock.now_ms = max(refused.from_ms, refusal.from_ms)
        await probed(scene)
        await replayed(scene, combo)

        reader = PlanningReader(scene.reader)
        overlay = await overlay_of(scene.reader, GUILD, await scene.number(BEA))
        assert overlay is not None
        found = []
        for played in (combo, test.seq):
            overlay = replace(overlay, played_seq=played)
            coming = await next_alert(reader, overlay, sum_before_ms=0, since_ms=0)
            assert coming.alert is not None
            found.append((coming.alert.kind, coming.alert.first))
        assert found == [(AlertKind.TEST, test.seq), (AlertKind.REPLAY, replay.seq)]
        for index in ("operation_replayed", "operation_tested"):
            assert any(f"USING INDEX {index} " in step for step in reader.plan), index


async def test_the_limit_of_one_kind_is_found_without_walking_through_the_other(
    tmp_path: Path,
) -> None:
    async with opened(tmp_path / "ovation.db") as scene:
        await scene.adjust(ANN, 1_000)
        facts = {"handle": "bea", "digest": b"bea"}
        await scene.done(OpenOverlay, BEA, OverlayOpened, creator=BEA, **facts)
        combo = (await scene.sent(ANN, BEA)).seq
        for sql, index in ((LATEST_REPLAYS, "replayed"), (LATEST_TESTS, "tested")):
            reader = PlanningReader(scene.reader)
            await reader.fetch(sql, (f"[[{GUILD}, {BEA.user_id}]]",))
            steps = [step for step in reader.plan if "operation_" in step or "own" in step]
            assert steps == [f"SEARCH own USING INDEX operation_{index} (guild=? AND subject=?)"], (
                reader.plan
            )
        for _ in range(MOST_REPLAYS):
            await replayed(scene, combo)
        for _ in range(MOST_TESTS):
            await probed(scene)
        assert isinstance(await scene.ask(TestAlert, BEA, creator=BEA), TooManyTests)
        scene.clock.now_ms += max(TESTS_MS, REPLAYS_MS)
        await replayed(scene, combo)
        await probed(scene)
