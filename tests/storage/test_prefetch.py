"""Promises about what is read before deciding: a restart forgets nothing that a rule asks for."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Final

import pytest

from bot.ledger.books import CHANNEL_SINK
from bot.ledger.books.live import BOARD_SINK, REVIEW_SINK
from bot.ledger.outcomes import GiftReversed, NothingChanged
from bot.ledger.outcomes.live import (
    AllThanked,
    AlreadyPosted,
    CreatorFollowed,
    GiftReplayed,
    GoalEnded,
    GoalSet,
    MatchAnswered,
    MatchEnded,
    MatchRuns,
    MessageDecided,
    NoSuchMatch,
    NotDeputy,
    NotRegistered,
    PlanClosed,
    ReceivingPaused,
    RecipientPaused,
    ReminderToggled,
    ShowEnded,
    ShowPlanned,
    ShowRuns,
    Thanked,
    ThanksHeld,
    ThanksSkipped,
    TooManyReplays,
)
from bot.ledger.periods import Span
from bot.ledger.requests.live import (
    MOST_REPLAYS,
    AnswerMatch,
    ClosePlan,
    DecideMessage,
    EndGoal,
    EndMatch,
    EndShow,
    FollowCreator,
    HoldThanks,
    NameDeputy,
    PauseReceiving,
    PlanShow,
    PostBoard,
    ProposeMatch,
    RegisterCreator,
    ReplayGift,
    SetGoal,
    SkipThanks,
    StartShow,
    ThankAll,
    ThankFor,
    ToggleReminder,
)
from bot.ledger.requests.marks import Stage
from bot.storage.audit import examine
from tests.ledger.scene import ANN, BEA, CHANNEL, KIM, MOD, PERFUME, ROSE, accepted
from tests.storage.live_scene import Night, live_through, opened
from tests.storage.scene import Scene

Row = tuple[Any, ...]
_STATE: Final = (
    "SELECT combo.gifts, combo.quantity, combo.coins, show.gifts, show.coins, show.earned_units, "
    "progress, challenger_coins FROM combo, show, goal, match "
    "WHERE combo.number = ? AND show.number = ? AND goal.number = ? AND match.number = ?"
)


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Night]:
    """A guild in the middle of a show, closed."""
    path = tmp_path_factory.mktemp("night") / "ovation.db"
    return path, asyncio.run(live_through(path))


@pytest.fixture
def night(closed: tuple[Path, Night]) -> Night:
    """What is what in it."""
    return closed[1]


@pytest.fixture
async def again(closed: tuple[Path, Night], path: Path) -> AsyncIterator[Scene]:
    """A copy of it, opened anew. Afterwards the books are content."""
    shutil.copy(closed[0], path)
    async with opened(path, closed[1].now_ms) as scene:
        yield scene
        report = await examine(scene.reader)
        assert [check for check in report.checks if not check.ok] == []


async def rows(scene: Scene, sql: str, *parameters: object) -> list[Row]:
    """What a query gives."""
    return await scene.reader.fetch(sql, parameters)


async def wanted(scene: Scene, number: int, sink: str = CHANNEL_SINK) -> int:
    """The revision that a sink is to show."""
    sql = "SELECT wanted FROM outbox WHERE acknowledgement = ? AND sink = ?"
    ((revision,),) = await rows(scene, sql, number, sink)
    assert isinstance(revision, int)
    return revision


async def state(scene: Scene, night: Night) -> Row:
    """What the combo, the show, the goal and the match came to."""
    (row,) = await rows(scene, _STATE, night.gift, night.show, night.goal, night.match)
    return row


async def test_a_gift_joins_its_combo_and_counts_everywhere(again: Scene, night: Night) -> None:
    sent = await again.sent(ANN, BEA, ROSE, 3)
    assert (sent.combo, sent.show) == (night.gift, night.show)
    assert (sent.level_before, sent.level) == (1, 3)
    assert await state(again, night) == (2, 4, 4, 4, 4, 20_000, 4, 4)
    assert await wanted(again, night.gift) == 3
    tallies = await rows(again, "SELECT coins FROM tally WHERE period = ?", f"show:{night.show}")
    assert tallies == [(4,), (4,)]


async def test_a_gift_reaches_the_goal_once(again: Scene, night: Night) -> None:
    reached = await again.sent(ANN, BEA, PERFUME, 3)
    await again.sent(ANN, BEA, PERFUME, 3)
    assert await rows(again, "SELECT reached_seq FROM goal") == [(reached.seq,)]
    assert await wanted(again, night.goal) == 1


async def test_a_reversal_is_taken_out_everywhere(again: Scene, night: Night) -> None:
    accepted(await again.reverse(night.gift), GiftReversed)
    assert await state(again, night) == (1, 0, 0, 0, 0, 0, 0, 0)
    assert await wanted(again, night.gift) == 0
    again_sent = await again.sent(ANN, BEA)
    assert (again_sent.combo, again_sent.level_before) == (night.gift, 0)
    assert await wanted(again, night.gift) == 2


async def test_a_reversal_after_the_show_is_taken_out_of_it(again: Scene, night: Night) -> None:
    await again.done(EndShow, BEA, ShowEnded, creator=BEA)
    accepted(await again.reverse(night.gift), GiftReversed)
    assert await rows(again, "SELECT gifts, coins, ended_ms > 0 FROM show") == [(0, 0, 1)]


async def test_who_receives_gifts_is_known(again: Scene) -> None:
    assert await again.gift(ANN, MOD) == NotRegistered()
    await again.done(PauseReceiving, BEA, ReceivingPaused, on=True)
    assert await again.gift(ANN, BEA) == RecipientPaused()
    assert await again.ask(RegisterCreator, BEA, on=True) == NothingChanged()


async def test_a_running_show_is_known(again: Scene, night: Night) -> None:
    start = {"creator": BEA, "channel": CHANNEL + 1}
    assert await again.ask(StartShow, BEA, **start) == ShowRuns(show=night.show, channel=CHANNEL)
    ended = await again.done(EndShow, KIM, ShowEnded, creator=BEA)
    assert (ended.show, ended.gifts, ended.coins) == (night.show, 1, 1)
    assert await wanted(again, night.show, BOARD_SINK) == 2
    assert await wanted(again, ended.seq) == 1


async def test_who_follows_is_known(again: Scene) -> None:
    for person, on, followers in ((ANN, False, 0), (KIM, True, 1), (ANN, True, 2)):
        followed = await again.done(FollowCreator, person, CreatorFollowed, creator=BEA)
        assert (followed.on, followed.followers) == (on, followers)


async def test_who_is_a_deputy_is_known(again: Scene, night: Night) -> None:
    assert await again.ask(NameDeputy, BEA, deputy=MOD, on=True) == NothingChanged()
    about = {"creator": BEA, "combo": night.gift}
    assert await again.ask(ThankFor, KIM, **about) == NotDeputy()
    await again.done(ThankFor, MOD, Thanked, **about)


async def test_the_goal_that_stands_is_known(again: Scene, night: Night) -> None:
    goal = {"item": 0, "target": 9, "expires_ms": again.clock.now_ms + 60_000}
    replacing = await again.done(SetGoal, BEA, GoalSet, **goal)
    assert replacing.replaced == night.goal
    await again.sent(ANN, BEA, ROSE, 2)
    ended = await again.done(EndGoal, BEA, GoalEnded)
    assert (ended.goal, ended.progress) == (replacing.seq, 2)


async def test_matches_of_both_sides_are_known(again: Scene, night: Night) -> None:
    again_challenged = {"opponent": ANN, "minutes": 5, "channel": CHANNEL}
    runs = MatchRuns(match=night.match)
    assert await again.ask(ProposeMatch, BEA, **again_challenged) == runs
    assert await again.ask(ProposeMatch, KIM, **again_challenged) == runs
    answer = {"match": night.challenge}
    assert await again.ask(AnswerMatch, KIM, **answer, accept=True) == runs
    await again.done(AnswerMatch, ANN, MatchAnswered, **answer, accept=False)
    assert await wanted(again, night.challenge) == 2


async def test_a_match_is_counted_when_its_time_is_over(again: Scene, night: Night) -> None:
    await again.sent(ANN, KIM, PERFUME)
    assert await again.ask(EndMatch, BEA, match=night.match) == NoSuchMatch()
    again.clock.now_ms += 5 * 60_000
    await again.sent(ANN, BEA)
    ended = await again.done(EndMatch, BEA, MatchEnded, match=night.match)
    assert (ended.challenger_coins, ended.opponent_coins) == (1, 20)
    assert (await wanted(again, night.match), await wanted(again, ended.seq)) == (3, 1)


@pytest.mark.parametrize(
    ("kind", "outcome", "answers"),
    [
        (ThankFor, Thanked, True),
        (SkipThanks, ThanksSkipped, True),
        (ThankAll, AllThanked, True),
        (ReplayGift, GiftReplayed, False),
    ],
)
async def test_a_combo_is_known_to_whoever_reacts_to_it(
    again: Scene, night: Night, kind: type[Any], outcome: type[Any], answers: bool
) -> None:
    done = await again.done(kind, BEA, outcome, creator=BEA, combo=night.gift)
    expected = [(done.seq, again.clock.now_ms)] if answers else [(0, 0)]
    assert await rows(again, "SELECT answered_seq, answered_ms FROM combo") == expected


async def test_thanking_anew_has_what_was_shown_shown_again(again: Scene, night: Night) -> None:
    await again.shown(night.gift, Stage.ATTEMPTED, channel=CHANNEL)
    await again.done(ThankFor, BEA, Thanked, creator=BEA, combo=night.gift)
    assert await wanted(again, night.gift) == 2


async def test_how_much_was_shown_again_just_now_is_known(again: Scene, night: Night) -> None:
    for _ in range(MOST_REPLAYS):
        await again.done(ReplayGift, BEA, GiftReplayed, creator=BEA, combo=night.gift)
    refused = await again.ask(ReplayGift, BEA, creator=BEA, combo=night.gift)
    assert isinstance(refused, TooManyReplays)


async def test_all_that_waits_is_thanked_for_whether_it_was_read_or_not(
    again: Scene, night: Night
) -> None:
    first = await again.sent(ANN, BEA, PERFUME)
    last = await again.sent(ANN, BEA, ROSE + 1)
    elsewhere = await again.sent(ANN, KIM)
    thanked = await again.done(ThankAll, BEA, AllThanked, creator=BEA, combo=first.seq)
    answered: dict[int, int] = dict(await rows(again, "SELECT number, answered_seq FROM combo"))
    assert answered == {
        night.gift: thanked.seq,
        first.seq: thanked.seq,
        last.seq: 0,
        elsewhere.seq: 0,
    }


async def test_whether_thank_yous_are_held_is_known(again: Scene) -> None:
    await again.done(HoldThanks, BEA, ThanksHeld, creator=BEA, on=True)
    assert await again.ask(HoldThanks, MOD, creator=BEA, on=True) == NothingChanged()
    await again.done(HoldThanks, MOD, ThanksHeld, creator=BEA, on=False)


@pytest.mark.parametrize("approve", [True, False])
async def test_a_held_message_is_known_and_decided_once(
    again: Scene, night: Night, approve: bool
) -> None:
    await again.shown(night.gift, Stage.ATTEMPTED, channel=CHANNEL)
    await again.done(DecideMessage, MOD, MessageDecided, seq=night.gift, approve=approve)
    assert await rows(again, "SELECT * FROM held_message") == []
    notes = await rows(again, "SELECT text FROM note WHERE seq = ?", night.gift)
    assert notes == ([("hello",)] if approve else [])
    told = await rows(again, "SELECT 1 FROM notice WHERE seq > ?", night.gift)
    assert told == ([] if approve else [(1,)])
    assert await wanted(again, night.gift, REVIEW_SINK) == 2
    assert await wanted(again, night.gift) == (2 if approve else 1)


async def test_a_registered_creator_may_plan_a_show_and_nobody_else(again: Scene) -> None:
    plan = {"channel": CHANNEL, "at_ms": again.clock.now_ms + 3_600_000}
    await again.done(PlanShow, KIM, ShowPlanned, **plan)
    assert await again.ask(PlanShow, MOD, **plan) == NotRegistered()


async def test_a_plan_is_known_and_called_off(again: Scene, night: Night) -> None:
    toggled = await again.done(ToggleReminder, ANN, ReminderToggled, plan=night.plan)
    assert not toggled.on
    closed = await again.done(ClosePlan, BEA, PlanClosed, plan=night.plan, call_off=True)
    assert closed.called_off
    assert await wanted(again, night.plan) == 2


async def test_a_board_is_posted_once_whichever_of_its_days_is_named(
    again: Scene, night: Night
) -> None:
    facts = {"span": Span.WEEK, "day": "2026-11-11", "channel": CHANNEL}
    assert await again.ask(PostBoard, KIM, **facts) == AlreadyPosted(by_seq=night.board)
    other = {**facts, "day": "2026-11-02"}
    assert not isinstance(await again.ask(PostBoard, KIM, **other), AlreadyPosted)


async def test_a_digest_closes_the_combo_that_it_carries(again: Scene, night: Night) -> None:
    joined = await again.sent(ANN, BEA)
    assert joined.combo == night.gift
    await again.shown(night.gift, Stage.ATTEMPTED, channel=CHANNEL, digest=night.gift)
    shown = (
        "SELECT attempted, wanted, digest, closed FROM outbox JOIN combo ON number = ?1 "
        "WHERE acknowledgement = ?1 AND sink = 'channel'"
    )
    assert await rows(again, shown, night.gift) == [(3, 3, night.gift, 1)]
    assert (await again.sent(ANN, BEA)).combo > night.gift


async def test_a_digest_and_a_gift_of_the_same_run_in_one_batch(again: Scene, night: Night) -> None:
    _, sent = await asyncio.gather(
        again.shown(night.gift, Stage.ATTEMPTED, channel=CHANNEL, digest=night.gift),
        again.sent(ANN, BEA),
    )
    assert sent.combo == sent.seq
    assert await rows(again, "SELECT gifts, closed FROM combo ORDER BY number") == [(1, 1), (1, 0)]
