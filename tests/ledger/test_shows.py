"""Shows: starting and ending them, announcing them, and the boards that end with their period."""

import pytest

from bot.ledger.books import CHANNEL_SINK, Acknowledgement
from bot.ledger.live_book import BOARD_SINK
from bot.ledger.live_outcomes import (
    AlreadyPosted,
    BoardPosted,
    MomentOutOfRange,
    NoShow,
    NoSuchPlan,
    NotRegistered,
    PlanClosed,
    RecipientPaused,
    ReminderToggled,
    ShowEnded,
    ShowPlanned,
    ShowRuns,
    ShowStarted,
    TitleTooLong,
    TooFewFollowers,
)
from bot.ledger.live_requests import (
    ClosePlan,
    EndShow,
    PauseReceiving,
    PlanShow,
    PostBoard,
    StartShow,
    ToggleReminder,
)
from bot.ledger.outcomes import BotRecipient, GiftReversed, KeyConflict
from bot.ledger.periods import Board, Span, show_period
from tests.ledger.scene import ANN, BEA, CHANNEL, KIM, PERFUME, ROBOT, ROSE, Scene, accepted

STAGE_CHANNEL = 77
MINUTE_MS = 60_000
DAY_MS = 24 * 60 * MINUTE_MS


def started(scene: Scene, **facts: object) -> ShowStarted:
    """Bea goes live."""
    return scene.done(StartShow, BEA, ShowStarted, creator=BEA, channel=STAGE_CHANNEL, **facts)


def test_a_show_is_named_by_its_start_and_keeps_its_title_beside_the_outcome() -> None:
    scene = Scene()
    show = started(scene, title=" Tonight ", by_voice=True)
    assert (show.channel, show.by_voice) == (STAGE_CHANNEL, True)
    assert scene.notes() == {show.seq: "Tonight"}
    kept = scene.book.live.shows[show.seq]
    assert (kept.started_ms, kept.ended_ms) == (scene.book.now_ms, 0)


def test_a_show_has_its_board_posted_and_tells_followers_only_where_there_is_a_role() -> None:
    scene = Scene()
    show = started(scene)
    expected = Acknowledgement(show.seq, BOARD_SINK, 1, STAGE_CHANNEL)
    assert list(scene.book.acknowledgements.values()) == [expected]
    scene = Scene(live_role=5)
    show = started(scene)
    assert scene.acknowledgement(show.seq) == Acknowledgement(
        show.seq, CHANNEL_SINK, 1, STAGE_CHANNEL
    )


def test_a_creator_has_one_running_show() -> None:
    scene = Scene()
    show = started(scene)
    refusal = scene.ask(StartShow, BEA, creator=BEA, channel=1)
    assert refusal == ShowRuns(show=show.seq, channel=STAGE_CHANNEL)
    scene.done(StartShow, KIM, ShowStarted, creator=KIM, channel=STAGE_CHANNEL)


def test_a_replayed_start_is_the_same_show() -> None:
    scene = Scene()
    show = started(scene, key="once")
    assert started(scene, key="once") == show
    facts = {"creator": BEA, "channel": 1, "key": "once"}
    assert scene.ask(StartShow, BEA, **facts) == KeyConflict()
    assert len(scene.book.live.shows) == 1


def test_no_title_is_longer_than_80_characters() -> None:
    scene = Scene()
    refusal = scene.ask(StartShow, BEA, creator=BEA, channel=1, title="x" * 81)
    assert refusal == TitleTooLong(length=81, most=80)
    started(scene, title="x" * 80)


def test_who_receives_no_gifts_starts_and_plans_no_show() -> None:
    plan = {"channel": 1, "at_ms": Scene().book.now_ms + DAY_MS}
    start = {"creator": BEA, "channel": 1}
    scene = Scene(receivers="registered")
    assert scene.ask(StartShow, BEA, **start) == NotRegistered()
    assert scene.ask(PlanShow, BEA, **plan) == NotRegistered()
    scene = Scene(least_followers=3)
    assert scene.ask(StartShow, BEA, **start) == TooFewFollowers(followers=0, least=3)
    assert scene.ask(PlanShow, BEA, **plan) == TooFewFollowers(followers=0, least=3)
    scene = Scene()
    scene.ask(PauseReceiving, BEA, on=True)
    assert scene.ask(StartShow, BEA, **start) == RecipientPaused()
    assert scene.ask(PlanShow, BEA, **plan) == RecipientPaused()
    assert scene.ask(StartShow, ANN, creator=ROBOT, channel=1) == BotRecipient()


def test_a_show_sums_its_gifts_and_ranks_who_gave() -> None:
    scene = Scene().holding(ANN, coins=100).holding(KIM, coins=100)
    scene.sent(ANN, BEA, PERFUME)
    show = started(scene)
    scene.sent(ANN, BEA, ROSE, 3)
    mistaken = scene.sent(KIM, BEA, PERFUME)
    scene.sent(KIM, ANN, PERFUME)
    accepted(scene.reverse(mistaken.seq), GiftReversed)
    kept = scene.book.live.shows[show.seq]
    assert (kept.gifts, kept.coins, kept.earned_units) == (1, 3, 15_000)
    tallies, period = scene.book.changes.show_tallies, show_period(show.seq)
    numbers = {name: scene.member(person).number for name, person in (("a", ANN), ("b", BEA))}
    assert tallies[Board.GIVEN, numbers["a"], period] == 3
    assert tallies[Board.RECEIVED, numbers["b"], period] == 3
    assert {coins for key, coins in tallies.items() if key[1] not in numbers.values()} == {0}


def test_a_show_ends_once_with_what_it_came_to() -> None:
    scene = Scene(gift_channel=99).holding(ANN, coins=100)
    show = started(scene)
    scene.later(seconds=60).sent(ANN, BEA, PERFUME)
    ended = scene.later(seconds=60).done(EndShow, BEA, ShowEnded, creator=BEA, key="end")
    assert (ended.show, ended.gifts, ended.coins) == (show.seq, 1, 20)
    assert (ended.earned_units, ended.channel) == (100_000, STAGE_CHANNEL)
    board = scene.acknowledgement(show.seq, BOARD_SINK)
    assert board is not None
    assert board.wanted == 2
    recap = Acknowledgement(ended.seq, CHANNEL_SINK, 1, STAGE_CHANNEL, 99)
    assert scene.acknowledgement(ended.seq) == recap
    assert scene.ask(EndShow, BEA, creator=BEA) == NoShow()
    assert scene.ask(EndShow, BEA, creator=BEA, key="end") == ended


def test_a_gift_after_the_end_counts_for_no_show_and_one_taken_back_still_leaves_it() -> None:
    scene = Scene().holding(ANN, coins=100)
    show = started(scene)
    during = scene.sent(ANN, BEA)
    scene.done(EndShow, BEA, ShowEnded, creator=BEA)
    assert scene.sent(ANN, BEA).show == 0
    kept = scene.book.live.shows[show.seq]
    assert (kept.gifts, kept.coins) == (1, 1)
    accepted(scene.reverse(during.seq), GiftReversed)
    assert (kept.gifts, kept.coins, kept.earned_units) == (0, 0, 0)


def test_a_show_ends_after_it_began_even_if_the_clock_was_set_back() -> None:
    scene = Scene()
    show = started(scene)
    scene.later(seconds=-3_600).done(EndShow, BEA, ShowEnded, creator=BEA)
    kept = scene.book.live.shows[show.seq]
    assert kept.ended_ms == kept.started_ms + 1
    assert started(scene).seq > show.seq


@pytest.mark.parametrize(
    ("ahead_ms", "is_planned"),
    [
        (MINUTE_MS - 1, False),
        (MINUTE_MS, True),
        (90 * DAY_MS, True),
        (90 * DAY_MS + 1, False),
        (-1, False),
    ],
)
def test_a_show_is_planned_from_a_minute_to_90_days_ahead(ahead_ms: int, is_planned: bool) -> None:
    scene = Scene()
    now_ms = scene.book.now_ms
    outcome = scene.ask(PlanShow, BEA, channel=CHANNEL, at_ms=now_ms + ahead_ms, title="Sunday")
    if is_planned:
        planned = accepted(outcome, ShowPlanned)
        assert scene.notes() == {planned.seq: "Sunday"}
        assert scene.acknowledgement(planned.seq) is not None
    else:
        assert outcome == MomentOutOfRange(
            at_ms=now_ms + ahead_ms, least_ms=now_ms + MINUTE_MS, most_ms=now_ms + 90 * DAY_MS
        )


def planned(scene: Scene) -> int:
    """Bea plans a show for in an hour."""
    facts = {"channel": CHANNEL, "at_ms": scene.book.now_ms + 60 * MINUTE_MS}
    return scene.done(PlanShow, BEA, ShowPlanned, **facts).seq


def test_a_plan_with_too_long_a_title_is_refused() -> None:
    scene = Scene()
    facts = {"channel": CHANNEL, "at_ms": scene.book.now_ms + DAY_MS, "title": "x" * 81}
    assert scene.ask(PlanShow, BEA, **facts) == TitleTooLong(length=81, most=80)


def test_a_plan_is_called_off_before_its_time_and_reminded_of_then() -> None:
    scene = Scene()
    off, due = planned(scene), planned(scene)
    closed = scene.done(ClosePlan, BEA, PlanClosed, plan=off, call_off=True)
    assert closed.called_off
    assert scene.acknowledgement(closed.seq) is None
    closed = scene.later(seconds=3_600).done(ClosePlan, BEA, PlanClosed, plan=due, call_off=False)
    assert not closed.called_off
    assert scene.acknowledgement(closed.seq) is not None
    for plan in (off, due):
        announced = scene.acknowledgement(plan)
        assert announced is not None
        assert announced.wanted == 2
        assert scene.ask(ClosePlan, BEA, plan=plan, call_off=True) == NoSuchPlan()
        assert scene.ask(ToggleReminder, ANN, plan=plan) == NoSuchPlan()


def test_a_plan_whose_time_has_not_come_is_not_reminded_of_whatever_a_clock_said() -> None:
    scene = Scene()
    plan = planned(scene)
    refused = scene.ask(ClosePlan, BEA, plan=plan, call_off=False)
    assert isinstance(refused, MomentOutOfRange)
    assert scene.later(seconds=3_600).done(ClosePlan, BEA, PlanClosed, plan=plan, call_off=False)


def test_nobody_else_closes_a_plan_and_no_plan_is_none() -> None:
    scene = Scene()
    plan = planned(scene)
    assert scene.ask(ClosePlan, KIM, plan=plan, call_off=True) == NoSuchPlan()
    assert scene.ask(ClosePlan, BEA, plan=plan + 1, call_off=True) == NoSuchPlan()


def test_a_reminder_is_switched_on_and_off_and_a_replay_switches_nothing() -> None:
    scene = Scene()
    plan = planned(scene)
    pair = (plan, scene.member(ANN).number)
    for on in (True, False, True):
        facts = {"plan": plan, "key": f"press-{on}-{scene.book.last_seq}"}
        toggled = scene.done(ToggleReminder, ANN, ReminderToggled, **facts)
        assert scene.ask(ToggleReminder, ANN, **facts) == toggled
        assert toggled.on is on
        assert (pair in scene.book.live.reminders) is on
    assert scene.book.live.changes.reminders == {pair: True}


def test_a_periods_board_is_posted_once_by_whichever_day_and_key() -> None:
    scene = Scene()
    week = {"span": Span.WEEK, "channel": CHANNEL}
    posted = scene.done(PostBoard, ANN, BoardPosted, day="2026-11-09", **week)
    assert (posted.span, posted.period) == ("week", "week:2026-11-09")
    assert scene.acknowledgement(posted.seq) is not None
    again = scene.ask(PostBoard, KIM, day="2026-11-15", **week)
    assert again == AlreadyPosted(by_seq=posted.seq)
    scene.done(PostBoard, ANN, BoardPosted, day="2026-11-16", **week)
    month = {"span": Span.MONTH, "channel": CHANNEL, "day": "2026-11-09"}
    scene.done(PostBoard, ANN, BoardPosted, **month)
