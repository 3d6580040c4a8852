"""Promises of the recount about shows: what is kept of them is what gifts and operations say."""

import asyncio
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

import pytest

from bot.ledger.outcomes import GiftReversed
from bot.ledger.outcomes.live import (
    AllThanked,
    GiftReplayed,
    GoalSet,
    MatchEnded,
    MessageDecided,
    PlanClosed,
    ShowEnded,
    ShowPlanned,
    ShowStarted,
    Thanked,
    ThanksHeld,
    ThanksSkipped,
)
from bot.ledger.requests.live import (
    ClosePlan,
    DecideMessage,
    EndMatch,
    EndShow,
    HoldThanks,
    PlanShow,
    ReplayGift,
    SetGoal,
    SkipThanks,
    StartShow,
    ThankAll,
    ThankFor,
)
from bot.storage.recounts.shows import RECOUNTS_OF_SHOWS
from tests.ledger.scene import ANN, BEA, CHANNEL, KIM, MOD, PERFUME, ROSE, accepted
from tests.storage.live_scene import live_through, opened
from tests.storage.test_audit import damage, examined, failed


async def _live(path: Path) -> None:
    night = await live_through(path)
    async with opened(path, night.now_ms) as scene:
        await scene.sent(ANN, BEA, ROSE, 2)
        denied = await scene.sent(ANN, BEA, PERFUME, 3, message="no")
        await scene.done(DecideMessage, MOD, MessageDecided, seq=denied.seq, approve=False)
        back = await scene.sent(ANN, BEA, PERFUME)
        accepted(await scene.reverse(back.seq), GiftReversed)
        await scene.sent(ANN, KIM, PERFUME)
        await scene.done(ThankFor, BEA, Thanked, creator=BEA, combo=night.gift)
        await scene.done(ThankAll, BEA, AllThanked, creator=BEA, combo=denied.seq)
        await scene.done(ReplayGift, BEA, GiftReplayed, creator=BEA, combo=denied.seq)
        skipped = await scene.sent(ANN, BEA, ROSE + 1)
        await scene.done(SkipThanks, BEA, ThanksSkipped, creator=BEA, combo=skipped.seq)
        await scene.sent(ANN, BEA, ROSE + 2)
        await scene.done(HoldThanks, BEA, ThanksHeld, creator=BEA, on=True)
        goal = {"item": ROSE, "target": 3, "expires_ms": scene.clock.now_ms + 60_000}
        await scene.done(SetGoal, BEA, GoalSet, **goal)
        await scene.done(EndShow, BEA, ShowEnded, creator=BEA)
        await scene.done(StartShow, BEA, ShowStarted, creator=BEA, channel=CHANNEL)
        scene.clock.now_ms += 5 * 60_000
        await scene.done(EndMatch, KIM, MatchEnded, match=night.match)
        await scene.done(ClosePlan, BEA, PlanClosed, plan=night.plan, call_off=True)
        plan = {"channel": CHANNEL, "at_ms": scene.clock.now_ms + 3_600_000}
        await scene.done(PlanShow, KIM, ShowPlanned, **plan)


@pytest.fixture(scope="module")
def healthy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database in which something of every kind was done about shows, closed."""
    path = tmp_path_factory.mktemp("healthy") / "ovation.db"
    asyncio.run(_live(path))
    return path


@pytest.fixture
def damaged(healthy: Path, tmp_path: Path) -> Path:
    """A copy of it, to be damaged."""
    return Path(shutil.copy(healthy, tmp_path / "ovation.db"))


async def test_books_in_which_every_show_is_as_it_was_are_content(healthy: Path) -> None:
    report = await examined(healthy)
    assert failed(report) == set()
    of_shows = {recount.name for recount in RECOUNTS_OF_SHOWS}
    counted = {check.name: check.counted for check in report.checks if check.name in of_shows}
    assert counted.keys() == of_shows
    assert all(counted.values()), counted


_FIRST: Final = "number = (SELECT min(number) FROM combo)"
DAMAGES: Final = {
    f"UPDATE combo SET gifts = gifts + 1 WHERE {_FIRST}": {"combos"},
    f"UPDATE combo SET quantity = quantity + 1 WHERE {_FIRST}": {"combos"},
    f"UPDATE combo SET coins = coins + 1 WHERE {_FIRST}": {"combos"},
    f"UPDATE combo SET last_seq = number WHERE {_FIRST}": {"combos"},
    f"UPDATE combo SET last_ms = last_ms - 1 WHERE {_FIRST}": {"combos"},
    f"UPDATE combo SET sender = 1 WHERE {_FIRST}": {"combos", "gifts in combos"},
    f"UPDATE combo SET recipient = 1 WHERE {_FIRST}": {"combos", "gifts in combos", "shows"},
    f"UPDATE combo SET item = 9 WHERE {_FIRST}": {"combos", "gifts in combos"},
    f"UPDATE combo SET show = 0 WHERE {_FIRST}": {"gifts in combos", "shows", "boards of shows"},
    f"UPDATE combo SET show = 999 WHERE {_FIRST}": {"gifts in combos", "shows"},
    f"DELETE FROM combo WHERE {_FIRST}": {"gifts in combos", "shows", "boards of shows"},
    "UPDATE gift SET at_ms = at_ms + 10000 WHERE seq = (SELECT last_seq FROM combo "
    "WHERE gifts = 2 LIMIT 1)": {"gifts in combos", "combos"},
    f"UPDATE combo SET answered_seq = 1 WHERE {_FIRST}": {"thanks"},
    f"UPDATE combo SET answered_seq = 0, answered_ms = 0 WHERE {_FIRST}": {"thanks"},
    f"UPDATE combo SET answered_ms = answered_ms + 1 WHERE {_FIRST}": {"thanks"},
    f"UPDATE combo SET answered_seq = -1 WHERE {_FIRST}": {"thanks"},
    "UPDATE show SET gifts = gifts + 1": {"shows"},
    "UPDATE show SET coins = coins + 1": {"shows"},
    "UPDATE show SET earned_units = earned_units + 1": {"shows"},
    "UPDATE show SET ended_ms = 0, creator = 1 WHERE ended_ms > 0": {"shows"},
    "UPDATE show SET ended_ms = ended_ms + 1 WHERE ended_ms > 0": {"shows"},
    "UPDATE show SET started_ms = started_ms + 1": {"shows"},
    "UPDATE show SET creator = 1 WHERE ended_ms > 0": {"shows"},
    "UPDATE show SET channel = 1": {"shows"},
    "UPDATE show SET by_voice = 1": {"shows"},
    "UPDATE tally SET coins = coins + 1 WHERE period GLOB 'show:*'": {"boards of shows"},
    "DELETE FROM tally WHERE period GLOB 'show:*' AND board = 'given'": {"boards of shows"},
    "UPDATE creator SET registered = 0 WHERE registered = 1": {"creators"},
    "UPDATE creator SET paused = 1": {"creators"},
    "UPDATE creator SET holding = 0 WHERE holding = 1": {"creators"},
    "UPDATE creator SET followers = followers + 1": {"creators"},
    "DELETE FROM creator": {"creators"},
    "DELETE FROM follower": {"creators", "followers, deputies and reminders"},
    "INSERT INTO follower VALUES (700, 3, 4, 0)": {
        "creators",
        "followers, deputies and reminders",
    },
    "DELETE FROM deputy": {"followers, deputies and reminders"},
    "DELETE FROM reminder": {"followers, deputies and reminders"},
    "UPDATE goal SET progress = progress + 1": {"goals"},
    "UPDATE goal SET reached_seq = reached_seq + 1 WHERE reached_seq > 0": {"goals"},
    "UPDATE goal SET reached_seq = 0 WHERE reached_seq > 0": {"goals"},
    "UPDATE goal SET target = target + 1": {"goals"},
    "UPDATE goal SET expires_ms = expires_ms + 1": {"goals"},
    "UPDATE goal SET ended_seq = ended_seq + 1 WHERE ended_seq > 0": {"goals"},
    "UPDATE match SET challenger_coins = challenger_coins + 1": {"matches"},
    "UPDATE match SET opponent_coins = 0 WHERE opponent_coins > 0": {"matches"},
    "UPDATE match SET accepted_seq = accepted_seq + 1 WHERE accepted_seq > 0": {"matches"},
    "UPDATE match SET begins_ms = begins_ms + 1 WHERE begins_ms > 0": {"matches"},
    "UPDATE match SET ends_ms = ends_ms + 1 WHERE ends_ms > 0": {"matches"},
    "UPDATE match SET ended_seq = 0 WHERE ended_seq > 0": {"matches"},
    "UPDATE match SET minutes = minutes + 1": {"matches"},
    "UPDATE plan SET closed_seq = 0 WHERE closed_seq > 0": {"plans"},
    "UPDATE plan SET at_ms = at_ms + 1": {"plans"},
    "INSERT INTO held_message SELECT guild, outcome ->> 'gift' FROM operation "
    "WHERE kind = 'message'": {"held messages"},
    "INSERT INTO note SELECT guild, outcome ->> 'gift', 'no' FROM operation "
    "WHERE kind = 'message'": {"held messages"},
    "DELETE FROM outbox WHERE sink = 'board'": {"acknowledgements"},
    "DELETE FROM outbox WHERE acknowledgement IN (SELECT seq FROM operation "
    "WHERE kind = 'live-thanks-all')": {"acknowledgements"},
    "DELETE FROM outbox WHERE acknowledgement IN (SELECT number FROM goal WHERE reached_seq > 0)": {
        "acknowledgements"
    },
    f"DELETE FROM outbox WHERE acknowledgement = (SELECT number FROM combo WHERE {_FIRST})": {
        "acknowledgements"
    },
    "UPDATE operation SET outcome = replace(outcome, '\"combo\":', '\"combo\":1') "
    "WHERE kind = 'gift'": {"gifts in combos"},
    "INSERT INTO transfer SELECT guild, (SELECT max(seq) FROM operation WHERE kind = 'live-end'), "
    "9, currency, amount, from_kind, from_owner, from_balance, to_kind, to_owner, to_balance "
    "FROM transfer LIMIT 1": {"other movements"},
}
"""What may happen to what is kept of shows, and which checks must notice; others may as well."""


@pytest.mark.parametrize("statement", DAMAGES)
async def test_no_changed_row_escapes(statement: str, damaged: Path) -> None:
    damage(damaged, statement)
    report = await examined(damaged)
    assert failed(report) >= DAMAGES[statement]


async def test_a_second_running_show_of_a_creator_is_found(damaged: Path) -> None:
    with closing(sqlite3.connect(damaged, isolation_level=None)) as connection:
        connection.execute("DROP INDEX show_running")
    damage(damaged, "UPDATE show SET ended_ms = 0")
    report = await examined(damaged)
    findings = {check.name: check.findings for check in report.checks}
    assert any("running" in finding for finding in findings["shows"])


async def test_a_finding_names_the_combo_and_what_it_should_be(damaged: Path) -> None:
    damage(damaged, f"UPDATE combo SET coins = 7 WHERE {_FIRST}")
    report = await examined(damaged)
    findings = {check.name: check.findings for check in report.checks}
    assert findings["combos"] == (
        "guild 700: combo #20 keeps 2 gifts, 3 pieces and 7 coins, its gifts sum to 2, 3 and 3",
    )
