"""Shows: starting and ending them, announcing them, and the boards that end with their period."""

from datetime import UTC, datetime

import pytest

from bot.ledger.books import CHANNEL_SINK, LOG_SINK, Acknowledgement
from bot.ledger.books.live import BOARD_SINK
from bot.ledger.outcomes import (
    BotRecipient,
    Frozen,
    GiftReversed,
    KeyConflict,
    MemberFrozen,
    MemberUnfrozen,
    MessageTooLong,
)
from bot.ledger.outcomes.live import (
    AlreadyPosted,
    BoardPosted,
    MomentOutOfRange,
    NoShow,
    NoSuchPlan,
    NotOver,
    NotRegistered,
    PlanClosed,
    RecipientPaused,
    ReminderToggled,
    ShowEnded,
    ShowPlanned,
    ShowRuns,
    ShowStarted,
    ShowStopped,
    TitleTooLong,
    TooFewFollowers,
    TooManyPlans,
)
from bot.ledger.periods import Board, Span, show_period
from bot.ledger.requests import FreezeMember, UnfreezeMember
from bot.ledger.requests.live import (
    MOST_PLANS,
    ClosePlan,
    EndShow,
    PauseReceiving,
    PlanShow,
    PostBoard,
    SetGoal,
    StartShow,
    ToggleReminder,
)
from tests.ledger.scene import (
    ANN,
    BEA,
    CHANNEL,
    KIM,
    MOD,
    PERFUME,
    ROBOT,
    ROSE,
    Scene,
    accepted,
    milliseconds,
)

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
    expected = Acknowledgement(show.seq, BOARD_SINK, 1, STAGE_CHANNEL, home=STAGE_CHANNEL)
    assert list(scene.book.acknowledgements.values()) == [expected]
    scene = Scene(live_role=5)
    show = started(scene)
    assert scene.acknowledgement(show.seq) == Acknowledgement(
        show.seq, CHANNEL_SINK, 1, STAGE_CHANNEL, home=STAGE_CHANNEL
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


def test_who_is_frozen_asks_nobody_for_gifts_and_ends_what_runs() -> None:
    scene = Scene()
    started(scene)
    frozen = scene.done(FreezeMember, MOD, MemberFrozen, member=BEA, reason="a dispute")
    scene.done(EndShow, BEA, ShowEnded, creator=BEA)
    at_ms = scene.book.now_ms + DAY_MS
    for kind, asked in (
        (StartShow, {"creator": BEA, "channel": 1}),
        (StartShow, {"creator": BEA, "channel": 1, "by_voice": True}),
        (PlanShow, {"channel": 1, "at_ms": at_ms}),
        (SetGoal, {"item": 0, "target": 5, "expires_ms": at_ms}),
    ):
        assert scene.ask(kind, BEA, **asked) == Frozen(by_seq=frozen.seq)
    scene.done(UnfreezeMember, MOD, MemberUnfrozen, member=BEA, reason="settled")
    started(scene)


def test_a_show_that_a_moderator_ends_is_told_as_what_moderators_do() -> None:
    scene = Scene(log_channel=50)
    show = started(scene)
    long = {"creator": BEA, "reason": "x" * 301}
    assert scene.ask(EndShow, MOD, **long) == MessageTooLong(length=301, most=300)
    ended = scene.done(EndShow, MOD, ShowStopped, creator=BEA, reason=" too loud ")
    assert (ended.kind, ended.show, ended.channel) == ("show-end", show.seq, STAGE_CHANNEL)
    assert scene.notes() == {ended.seq: "too loud"}
    assert scene.notices(BEA) == [ended.seq]
    recap = scene.acknowledgement(ended.seq)
    assert recap is not None
    assert recap.channel == STAGE_CHANNEL
    assert scene.book.acknowledgements[ended.seq, LOG_SINK].channel == 50
    # One's own end of one's own show is told to nobody.
    started(scene)
    own = scene.done(EndShow, BEA, ShowEnded, creator=BEA)
    assert own.kind == "live-end"
    assert scene.notices(BEA) == [ended.seq]
    assert (own.seq, LOG_SINK) not in scene.book.acknowledgements


def test_a_show_sums_its_gifts_and_ranks_who_gave() -> None:
    scene = Scene().holding(ANN, coins=100).holding(KIM, coins=100)
    scene.sent(ANN, BEA, PERFUME)
    show = started(scene)
    scene.sent(ANN, BEA, ROSE, 3)
    mistaken = scene.sent(KIM, BEA, PERFUME)
    scene.sent(KIM, ANN, PERFUME)
    accepted(scene.reverse(mistaken.seq), GiftReversed)
    kept = scene.book.live.shows[show.seq]
    assert (kept.gifts, kept.coins, kept.earned_units) == (3, 3, 15_000)
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
    recap = Acknowledgement(ended.seq, CHANNEL_SINK, 1, STAGE_CHANNEL, 99, home=STAGE_CHANNEL)
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
    scene.done(PostBoard, ANN, BoardPosted, day="2026-11-02", **week)
    month = {"span": Span.MONTH, "channel": CHANNEL, "day": "2026-10-09"}
    scene.done(PostBoard, ANN, BoardPosted, **month)


def test_the_board_of_a_period_that_goes_on_is_not_posted_whoever_asks() -> None:
    scene = Scene(moment=datetime(2026, 11, 22, 22, 59, 59, tzinfo=UTC), timezone="Europe/Berlin")
    over_ms = milliseconds(datetime(2026, 11, 22, 23, tzinfo=UTC))
    facts = {"span": Span.WEEK, "channel": CHANNEL, "day": "2026-11-20"}
    assert scene.ask(PostBoard, ANN, **facts) == NotOver(ends_ms=over_ms)
    assert isinstance(scene.ask(PostBoard, ANN, **{**facts, "span": Span.MONTH}), NotOver)
    assert scene.ask(PostBoard, ANN, **{**facts, "span": Span.ALL}) == NotOver(ends_ms=0)
    scene.later(seconds=1).done(PostBoard, ANN, BoardPosted, **facts)


def test_a_creator_has_eight_coming_shows_at_most() -> None:
    scene = Scene()
    plans = [planned(scene) for _ in range(MOST_PLANS)]
    facts = {"channel": CHANNEL, "at_ms": scene.book.now_ms + 3_600_000}
    assert scene.ask(PlanShow, BEA, **facts) == TooManyPlans(most=MOST_PLANS)
    scene.done(PlanShow, ANN, ShowPlanned, **facts)
    scene.done(ClosePlan, BEA, PlanClosed, plan=plans[0], call_off=True)
    planned(scene)
