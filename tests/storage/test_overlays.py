"""Promises of overlays as they are kept: how far alerts have come, and that the recount sees it."""

import asyncio
import shutil
import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Final

import pytest

from bot.ledger.books.browser import PassedOver
from bot.ledger.outcomes.browser import (
    AlertTested,
    OverlayChanged,
    OverlayClosed,
    OverlayOpened,
)
from bot.ledger.outcomes.live import GiftReplayed
from bot.ledger.requests.browser import ChangeOverlay, CloseOverlay, OpenOverlay, TestAlert
from bot.ledger.requests.live import ReplayGift
from bot.ledger.requests.marks import MarkPlayed, SignIn, SignOut
from bot.storage.audit import examine
from bot.storage.database import Database, Statement, StorageFailed
from bot.storage.opening import open_database
from bot.storage.overlays import (
    AlertKind,
    Next,
    OverlayView,
    next_alert,
    overlay_of,
    overlay_with,
    passed_over,
)
from bot.storage.recounts.browser import RECOUNTS_OF_BROWSER
from bot.storage.writer import Writer
from tests.ledger.scene import ANN, BEA, GUILD, KIM, PERFUME, ROSE
from tests.storage.faults import Fault, UnreliableKeeper
from tests.storage.live_scene import opened
from tests.storage.scene import Clock, Scene
from tests.storage.test_audit import damage, examined, failed
from tests.storage.test_plans import PlanningReader, is_by_index

SUM_MS: Final = 120_000
FORGET_MS: Final = 3_600_000


async def open_overlay(scene: Scene, handle: str = "bea") -> OverlayOpened:
    """Bea's overlay is opened."""
    facts = {"handle": handle, "digest": handle.encode()}
    return await scene.done(OpenOverlay, BEA, OverlayOpened, creator=BEA, **facts)


async def overlay(scene: Scene) -> OverlayView:
    """Bea's overlay as it is kept."""
    found = await overlay_of(scene.reader, GUILD, await scene.number(BEA))
    assert found is not None
    return found


async def coming(scene: Scene) -> Next:
    """What Bea's overlay shows next."""
    now_ms = scene.clock()
    return await next_alert(
        scene.reader,
        await overlay(scene),
        sum_before_ms=now_ms - SUM_MS,
        since_ms=now_ms - FORGET_MS,
    )


async def play(scene: Scene, number: int, through: int = 0, combo: int = 0) -> bool:
    """A page has shown something."""
    return await scene.writer.mark(
        MarkPlayed(
            guild=GUILD,
            creator=await scene.number(BEA),
            combo=combo,
            through=through or number,
            played=number,
        )
    )


def passing(creator: int, number: int, kind: str, combo: int = 0) -> MarkPlayed:
    """An alert of a creator's broke each page that began it."""
    passed = PassedOver(number, kind, combo)
    return MarkPlayed(
        guild=GUILD, creator=creator, combo=0, through=0, played=number, passed_over=passed
    )


async def pass_over(scene: Scene, number: int, kind: str, combo: int = 0) -> None:
    """An alert of Bea's broke each page that began it."""
    await scene.writer.mark(passing(await scene.number(BEA), number, kind, combo))


async def told(scene: Scene, since_ms: int = 0, limit: int = 100) -> list[int]:
    """What Bea is told to have been passed over."""
    kept = await passed_over(scene.reader, GUILD, await scene.number(BEA), since_ms, limit)
    return [alert.first for alert in kept.newest]


async def rows(scene: Scene) -> list[tuple[int, int]]:
    """What is kept of combos that are done beyond what is done in all."""
    return [
        (combo, through)
        for combo, through in await scene.reader.fetch("SELECT combo, through_seq FROM alert")
    ]


@pytest.fixture
def brisk(scene: Scene) -> Scene:
    """A guild in which a second passes before each request."""
    scene.pause_ms = 1_000
    return scene


@pytest.fixture
async def shown(brisk: Scene) -> Scene:
    """Bea has an overlay, and Ann and Kim have coins."""
    for giver in (ANN, KIM):
        await brisk.adjust(giver, 100_000)
    await brisk.sent(ANN, BEA, PERFUME)
    await open_overlay(brisk)
    return brisk


async def test_an_overlay_is_found_by_its_handle_alone(shown: Scene) -> None:
    found = await overlay_with(shown.reader, "bea")
    assert found is not None
    assert (found.creator.user_id, found.digest) == (BEA.user_id, b"bea")
    assert await overlay_with(shown.reader, "be") is None
    assert await overlay_with(shown.reader, "") is None


async def test_the_next_alert_is_the_oldest_that_is_not_done(shown: Scene) -> None:
    assert (await coming(shown)).alert is None
    first = await shown.sent(ANN, BEA)
    second = await shown.sent(KIM, BEA)
    alert = (await coming(shown)).alert
    assert alert is not None
    assert (alert.kind, alert.first, alert.through) == (AlertKind.GIFT, first.seq, first.seq)
    await play(shown, first.seq)
    alert = (await coming(shown)).alert
    assert alert is not None
    assert alert.first == second.seq


async def test_what_needs_no_alert_is_told_to_be_done(shown: Scene) -> None:
    await shown.sent(ANN, KIM)
    last = (await overlay(shown)).last_seq
    assert await coming(shown) == Next(None, last)


async def test_a_combo_done_beyond_what_is_done_in_all_is_kept_until_that_has_passed_it(
    shown: Scene,
) -> None:
    first = await shown.sent(ANN, BEA)
    between = await shown.sent(KIM, BEA)
    last = await shown.sent(ANN, BEA)
    assert await play(shown, first.seq, last.seq, first.combo)
    assert await rows(shown) == [(first.combo, last.seq)]
    alert = (await coming(shown)).alert
    assert alert is not None
    assert (alert.first, alert.through) == (between.seq, between.seq)
    await play(shown, between.seq)
    assert (await coming(shown)).alert is None
    test = await shown.done(TestAlert, BEA, AlertTested, creator=BEA)
    await play(shown, test.seq)
    assert await rows(shown) == []


async def test_alerts_never_go_back(shown: Scene) -> None:
    first = await shown.sent(ANN, BEA)
    last = await shown.sent(ANN, BEA)
    await play(shown, first.seq, last.seq, first.combo)
    await play(shown, first.seq - 1, first.seq, first.combo)
    assert (await overlay(shown)).played_seq == first.seq
    assert await rows(shown) == [(first.combo, last.seq)]


async def test_a_new_secret_keeps_what_is_done_and_a_closed_overlay_forgets_it(
    shown: Scene,
) -> None:
    first = await shown.sent(ANN, BEA)
    last = await shown.sent(ANN, BEA)
    await play(shown, first.seq, last.seq, first.combo)
    await open_overlay(shown, "second")
    assert await overlay_with(shown.reader, "bea") is None
    assert (await overlay(shown)).played_seq == first.seq
    assert await rows(shown) == [(first.combo, last.seq)]
    await shown.done(CloseOverlay, BEA, OverlayClosed, creator=BEA)
    assert await rows(shown) == []
    assert await shown.reader.fetch("SELECT * FROM overlay") == []
    assert not await play_as(shown, 1)


async def play_as(scene: Scene, number: int) -> bool:
    """A page that was left open says something."""
    return await play(scene, number)


async def test_what_was_passed_over_is_told_until_it_is_shown_again_or_taken_back(
    shown: Scene,
) -> None:
    gifts = [await shown.sent(who, BEA, what) for what in (ROSE, PERFUME) for who in (ANN, KIM)]
    for gift in gifts:
        await pass_over(shown, gift.seq, "gift", gift.combo)
    test = await shown.done(TestAlert, BEA, AlertTested, creator=BEA)
    await pass_over(shown, test.seq, "test")
    numbers = [test.seq, *(gift.seq for gift in reversed(gifts))]
    assert await told(shown) == numbers
    assert await told(shown, limit=2) == numbers[:2]
    assert await told(shown, shown.clock() + 1) == []
    await shown.done(ReplayGift, BEA, GiftReplayed, creator=BEA, combo=gifts[0].combo)
    await shown.reverse(gifts[1].seq)
    assert await told(shown) == numbers[:3]
    # In one batch it is shown again and passed over, or passed over and shown again.
    bea, again = await shown.number(BEA), {"creator": BEA, "combo": gifts[2].combo}
    mark = passing(bea, gifts[2].seq, "gift", gifts[2].combo)
    replay = shown.done(ReplayGift, BEA, GiftReplayed, **again)
    await asyncio.gather(replay, shown.writer.mark(mark))
    assert await told(shown) == numbers[:3]
    replay = shown.done(ReplayGift, BEA, GiftReplayed, **again)
    await asyncio.gather(shown.writer.mark(mark), replay)
    assert await told(shown) == numbers[:2]
    await shown.done(CloseOverlay, BEA, OverlayClosed, creator=BEA)
    assert await told(shown) == []


async def test_only_the_newest_that_were_passed_over_are_kept(shown: Scene) -> None:
    numbers = [(await shown.sent(ANN, BEA)).seq for _ in range(105)]
    for number in numbers:
        await pass_over(shown, number, "sum")
    assert await told(shown, limit=1_000) == numbers[:-101:-1]


async def test_all_that_were_passed_over_are_counted_however_few_are_told(shown: Scene) -> None:
    gifts = [await shown.sent(who, BEA, what) for what in (ROSE, PERFUME) for who in (ANN, KIM)]
    for gift in gifts:
        await pass_over(shown, gift.seq, "gift", gift.combo)
    bea = await shown.number(BEA)
    kept = await passed_over(shown.reader, GUILD, bea, 0, 1)
    assert ([alert.first for alert in kept.newest], kept.in_all) == ([gifts[-1].seq], 4)
    # What was taken back is neither told nor counted, and takes nobody's place.
    await shown.reverse(gifts[-1].seq)
    kept = await passed_over(shown.reader, GUILD, bea, 0, 1)
    assert ([alert.first for alert in kept.newest], kept.in_all) == ([gifts[-2].seq], 3)
    assert (await passed_over(shown.reader, GUILD, bea, shown.clock() + 1, 1)).in_all == 0


async def test_all_in_one_batch_comes_out_as_one_after_the_other(shown: Scene) -> None:
    first = await shown.sent(ANN, BEA)
    last = await shown.sent(ANN, BEA)
    await asyncio.gather(
        play(shown, first.seq, last.seq, first.combo),
        open_overlay(shown, "second"),
        play(shown, last.seq),
    )
    assert (await overlay(shown)).played_seq == last.seq
    assert await rows(shown) == []
    await asyncio.gather(
        shown.done(CloseOverlay, BEA, OverlayClosed, creator=BEA), open_overlay(shown, "third")
    )
    found = await overlay(shown)
    assert (found.digest, found.played_seq) == (b"third", found.last_seq)


async def test_two_overlays_never_share_a_handle(shown: Scene) -> None:
    await shown.sent(ANN, KIM)
    facts = {"handle": "bea", "digest": b"kim"}
    with pytest.raises(Exception, match="UNIQUE"):
        await shown.ask(OpenOverlay, KIM, creator=KIM, **facts)
    assert (await overlay(shown)).digest == b"bea"
    # The writer goes on.
    await shown.sent(ANN, BEA)


async def test_a_sum_counts_what_it_tells_and_no_more_than_its_bound(
    shown: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    await shown.sent(ANN, BEA, ROSE, 2)
    back = await shown.sent(KIM, BEA, PERFUME)
    last = await shown.sent(KIM, BEA)
    await shown.reverse(back.seq)
    shown.clock.now_ms += SUM_MS + 1_000
    young = await shown.sent(ANN, BEA, PERFUME)
    alert = (await coming(shown)).alert
    assert alert is not None
    assert alert.sum is not None
    assert (alert.kind, alert.through) == (AlertKind.SUM, last.seq)
    assert (alert.sum.gifts, alert.sum.people, alert.sum.coins) == (2, 2, 3)
    await play(shown, alert.through)
    alert = (await coming(shown)).alert
    assert alert is not None
    assert (alert.kind, alert.first) == (AlertKind.GIFT, young.seq)


# Power cuts.


class _CutKeeper(UnreliableKeeper):
    """A keeper whose power is cut before one of the statements of a transaction."""

    cut_before = -1

    async def write(self, statements: Sequence[Statement]) -> None:
        """Write as many as there is power for."""
        if self.cut_before >= 0:
            await self.keeper.write(statements[: self.cut_before])
            raise StorageFailed("the power is gone")
        await self.keeper.write(statements)


@asynccontextmanager
async def _cut(database: Database, clock: Clock) -> AsyncIterator[tuple[Scene, _CutKeeper]]:
    keeper = _CutKeeper(database.keeper)
    async with Writer(keeper, clock).running() as writer:
        yield Scene(writer, database.commands, clock, pause_ms=1_000), keeper


async def test_a_power_cut_at_any_statement_of_a_mark_leaves_the_alert_to_begin_again(
    database: Database, clock: Clock
) -> None:
    async with _cut(database, clock) as (scene, keeper):
        await scene.adjust(ANN, 1_000)
        await open_overlay(scene)
        first, last = await scene.sent(ANN, BEA), await scene.sent(ANN, BEA)
        before = await coming(scene)
        statements = 60
        for keeper.cut_before in range(statements):
            with pytest.raises(StorageFailed):
                await play(scene, first.seq, last.seq, first.combo)
            assert await coming(scene) == before
            assert await rows(scene) == []
        keeper.cut_before = -1
        assert await play(scene, first.seq, last.seq, first.combo)
        assert (await coming(scene)).alert is None
        assert (await examine(database.reports)).ok


@pytest.mark.parametrize("fault", [Fault.INSTEAD, Fault.AFTERWARDS, Fault.UNKNOWN])
async def test_a_commit_of_a_mark_that_seems_to_fail_is_made_once(
    database: Database, clock: Clock, fault: Fault
) -> None:
    async with _cut(database, clock) as (scene, keeper):
        await scene.adjust(ANN, 1_000)
        await open_overlay(scene)
        first, last = await scene.sent(ANN, BEA), await scene.sent(ANN, BEA)
        keeper.coming.append(fault)
        await play(scene, first.seq, last.seq, first.combo)
        assert (await overlay(scene)).played_seq == first.seq
        assert await rows(scene) == [(first.combo, last.seq)]
        assert (await examine(database.reports)).ok


# What is read, and how.


async def test_what_is_shown_next_is_found_by_indexes(shown: Scene) -> None:
    await shown.busy_day(30)
    reader = PlanningReader(shown.reader)
    for wait_ms in (0, SUM_MS + 1_000):
        now_ms = shown.clock() + wait_ms
        await next_alert(
            reader,
            await overlay(shown),
            sum_before_ms=now_ms - SUM_MS,
            since_ms=now_ms - 30 * FORGET_MS,
        )
    assert await overlay_with(reader, "bea")
    walks = [step for step in reader.plan if not is_by_index(step)]
    assert [step for step in walks if "CO-ROUTINE" not in step and "(subquery" not in step] == []


# The recount.


async def _live(path: Path) -> None:
    async with opened(path) as scene:
        for giver in (ANN, KIM):
            await scene.adjust(giver, 1_000)
        await open_overlay(scene)
        first = await scene.sent(ANN, BEA)
        await scene.sent(KIM, BEA)
        last = await scene.sent(ANN, BEA)
        looks = {"volume": 5, "speaks": True, "least_coins": 2}
        await scene.done(ChangeOverlay, BEA, OverlayChanged, creator=BEA, **looks)
        await play(scene, first.seq, last.seq, first.combo)
        await pass_over(scene, first.seq, "gift", first.combo)
        facts = {"handle": "kim", "digest": b"kim"}
        await scene.done(OpenOverlay, KIM, OverlayOpened, creator=KIM, **facts)
        await scene.done(ChangeOverlay, KIM, OverlayChanged, creator=KIM, **looks)
        await scene.done(CloseOverlay, KIM, OverlayClosed, creator=KIM)
        facts = {"handle": "again", "digest": b"again"}
        await scene.done(OpenOverlay, KIM, OverlayOpened, creator=KIM, **facts)
        await scene.done(OpenOverlay, ANN, OverlayOpened, creator=ANN, handle="a", digest=b"a")
        await scene.done(CloseOverlay, ANN, OverlayClosed, creator=ANN)
        for name in (b"one", b"two"):
            digest, expires_ms = name.ljust(32), scene.clock() + 60_000
            mark = SignIn(guild=GUILD, person=BEA, digest=digest, expires_ms=expires_ms)
            await scene.writer.mark(mark)
        await scene.writer.mark(SignOut(guild=GUILD, digest=b"two".ljust(32)))


@pytest.fixture(scope="module")
def healthy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with overlays and somebody signed in, closed."""
    path = tmp_path_factory.mktemp("healthy") / "ovation.db"
    asyncio.run(_live(path))
    return path


@pytest.fixture
def damaged(healthy: Path, tmp_path: Path) -> Path:
    """A copy of it, to be damaged."""
    return Path(shutil.copy(healthy, tmp_path / "ovation.db"))


async def test_books_in_which_every_overlay_is_as_it_was_set_are_content(healthy: Path) -> None:
    report = await examined(healthy)
    assert failed(report) == set()
    names = {recount.name for recount in RECOUNTS_OF_BROWSER}
    counted = {check.name: check.counted for check in report.checks if check.name in names}
    assert counted == {"overlays": 2, "alerts": 1, "passed alerts": 1, "sessions": 1}


_OF_BEA: Final = "WHERE handle = 'bea'"
DAMAGES: Final = {
    f"UPDATE overlay SET played_seq = 999 {_OF_BEA}": {"overlays", "alerts"},
    f"UPDATE overlay SET played_seq = 0 {_OF_BEA}": {"overlays"},
    "UPDATE overlay SET played_seq = 1 WHERE handle = 'again'": {"overlays"},
    f"UPDATE overlay SET opened_ms = opened_ms + 1 {_OF_BEA}": {"overlays"},
    f"UPDATE overlay SET volume = volume + 1 {_OF_BEA}": {"overlays"},
    f"UPDATE overlay SET speaks = 0 {_OF_BEA}": {"overlays"},
    f"UPDATE overlay SET least_coins = 9 {_OF_BEA}": {"overlays"},
    "UPDATE overlay SET volume = 5 WHERE handle = 'again'": {"overlays"},
    f"DELETE FROM overlay {_OF_BEA}": {"overlays", "alerts"},
    "INSERT INTO overlay SELECT guild, 1, 'x', digest, opened_ms, played_seq, volume, speaks, "
    f"least_coins FROM overlay {_OF_BEA}": {"overlays"},
    "UPDATE alert SET through_seq = 999": {"alerts"},
    "UPDATE alert SET through_seq = combo": {"alerts"},
    "UPDATE alert SET combo = combo + 1": {"alerts"},
    "UPDATE alert SET creator = creator + 1": {"alerts"},
    "UPDATE passed_alert SET first_seq = 999": {"passed alerts"},
    "UPDATE passed_alert SET combo = combo + 1": {"passed alerts"},
    "UPDATE passed_alert SET combo = 0": {"passed alerts"},
    "UPDATE passed_alert SET kind = 'sum'": {"passed alerts"},
    "UPDATE passed_alert SET creator = creator + 1": {"passed alerts"},
    "UPDATE session SET member = 99": {"sessions"},
    "UPDATE session SET digest = x'00'": {"sessions"},
    "UPDATE session SET expires_ms = began_ms": {"sessions"},
}
"""What may happen to what is kept for pages, and which checks must notice; others may as well."""


@pytest.mark.parametrize("statement", DAMAGES)
async def test_no_changed_row_escapes(statement: str, damaged: Path) -> None:
    damage(damaged, statement)
    report = await examined(damaged)
    assert failed(report) >= DAMAGES[statement]


async def test_two_overlays_under_one_handle_are_found(damaged: Path) -> None:
    with closing(sqlite3.connect(damaged, isolation_level=None)) as connection:
        connection.execute("DROP INDEX overlay_by_handle")
    damage(damaged, "UPDATE overlay SET handle = 'bea'")
    report = await examined(damaged)
    findings = {check.name: check.findings for check in report.checks}
    assert any("handle of another" in finding for finding in findings["overlays"])


async def test_sessions_that_are_over_go_with_the_next_one(path: Path) -> None:
    async with open_database(f"sqlite:///{path}") as database:
        clock = Clock()
        async with Writer(database.keeper, clock).running() as writer:
            scene = Scene(writer, database.commands, clock, pause_ms=1_000)
            for name, seconds in ((b"one", 10), (b"two", 100)):
                expires_ms = clock() + seconds * 1_000
                mark = SignIn(guild=GUILD, person=BEA, digest=name, expires_ms=expires_ms)
                await scene.writer.mark(mark)
            clock.now_ms += 11_000
            mark = SignIn(guild=GUILD, person=KIM, digest=b"three", expires_ms=clock() + 1)
            await scene.writer.mark(mark)
            kept = await scene.reader.fetch("SELECT digest FROM session ORDER BY digest")
            assert kept == [(b"three",), (b"two",)]
