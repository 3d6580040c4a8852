"""Goals and matches: what gifts count for beside their coins."""

from dataclasses import replace
from typing import Any

import pytest

from bot.ledger.books import CHANNEL_SINK, Acknowledgement
from bot.ledger.books.live import Goal, Match
from bot.ledger.outcomes import Accepted, GiftReversed, KeyConflict, UnknownGift
from bot.ledger.outcomes.live import (
    ChallengeLapsed,
    ChallengeOver,
    FollowSelf,
    GoalEnded,
    GoalOutOfRange,
    GoalSet,
    MatchAnswered,
    MatchEnded,
    MatchProposed,
    MatchRuns,
    MinutesOutOfRange,
    MomentOutOfRange,
    NoGoal,
    NoSuchMatch,
    NotOpponent,
    RecipientPaused,
    ShowStarted,
    SideNotReceiving,
    TooManyChallenges,
)
from bot.ledger.requests import FreezeMember, Person, Request, UnfreezeMember
from bot.ledger.requests.live import (
    CHALLENGE_MINUTES,
    MOST_CHALLENGES,
    AnswerMatch,
    EndGoal,
    EndMatch,
    FollowCreator,
    PauseReceiving,
    ProposeMatch,
    RegisterCreator,
    SetGoal,
    StartShow,
)
from bot.ledger.requests.marks import Stage
from tests.ledger.scene import (
    ANN,
    BEA,
    CHANNEL,
    GUILD,
    KIM,
    MOD,
    PERFUME,
    ROSE,
    Scene,
    accepted,
)
from tests.ledger.shelf import Shelf

HOUR_MS = 3_600_000
Act = tuple[type[Request], dict[str, Any]]


def rich(**settings: Any) -> Scene:
    """Ann and Mo have coins to give."""
    return Scene(**settings).holding(ANN, coins=10_000).holding(MOD, coins=10_000)


# Goals.


def goal_of(scene: Scene, *, target: int = 10, item: int = 0, hours: float = 1) -> Goal:
    """Bea sets a goal."""
    expires_ms = scene.book.now_ms + round(hours * HOUR_MS)
    facts = {"item": item, "target": target, "expires_ms": expires_ms}
    return scene.book.live.goals[scene.done(SetGoal, BEA, GoalSet, **facts).seq]


def test_a_goal_of_coins_counts_all_coins_and_one_of_a_gift_its_pieces() -> None:
    scene = rich()
    goal = goal_of(scene, target=1_000)
    scene.sent(ANN, BEA, PERFUME, 2)
    scene.sent(ANN, BEA, ROSE, 3)
    scene.sent(ANN, KIM, PERFUME)
    assert goal.progress == 43
    roses = goal_of(scene, target=1_000, item=ROSE)
    scene.sent(ANN, BEA, PERFUME, 2)
    scene.sent(ANN, BEA, ROSE, 3)
    assert (goal.progress, roses.progress) == (43, 3)


def test_a_goal_is_reached_exactly_once_by_the_gift_that_reaches_it() -> None:
    scene = rich()
    goal = goal_of(scene, target=3)
    scene.sent(ANN, BEA, ROSE, 2)
    assert (goal.reached_seq, scene.acknowledgement(goal.number)) == (0, None)
    reached = scene.sent(ANN, BEA, ROSE, 2)
    scene.sent(ANN, BEA, ROSE, 2)
    assert (goal.progress, goal.reached_seq) == (6, reached.seq)
    expected = Acknowledgement(goal.number, CHANNEL_SINK, 1, CHANNEL, CHANNEL, home=CHANNEL)
    assert scene.acknowledgement(goal.number) == expected


def test_a_goal_that_was_reached_stays_so_when_a_gift_is_taken_back() -> None:
    scene, shelf = rich(), Shelf(GUILD)
    goal = goal_of(scene, target=3)
    reached = scene.sent(ANN, BEA, ROSE, 3)
    accepted(scene.reverse(reached.seq), GiftReversed)
    assert (goal.progress, goal.reached_seq) == (0, reached.seq)
    scene.shown(goal.number, Stage.SHOWN, channel=CHANNEL, message=7)
    shelf.balances.update(scene.book.balances)
    scene.next_batch(shelf).sent(ANN, BEA, ROSE, 3)
    assert scene.book.live.goals[goal.number].reached_seq == reached.seq
    celebration = scene.acknowledgement(goal.number)
    assert celebration is not None
    assert (celebration.wanted, celebration.shown) == (1, 1)


def test_a_goal_is_celebrated_where_the_show_is() -> None:
    scene = rich(gift_channel=99)
    scene.done(StartShow, BEA, ShowStarted, creator=BEA, channel=77)
    goal = goal_of(scene, target=1)
    scene.sent(ANN, BEA)
    assert scene.acknowledgement(goal.number) == Acknowledgement(
        goal.number, CHANNEL_SINK, 1, 77, 99, home=77
    )


def test_what_was_given_before_a_goal_or_after_it_expired_does_not_count() -> None:
    scene = rich()
    before = scene.sent(ANN, BEA)
    goal = goal_of(scene, target=3, hours=1)
    accepted(scene.reverse(before.seq), GiftReversed)
    assert goal.progress == 0
    scene.later(seconds=3_599).sent(ANN, BEA)
    late = scene.later(seconds=1).sent(ANN, BEA, ROSE, 5)
    assert (goal.progress, goal.reached_seq) == (1, 0)
    accepted(scene.reverse(late.seq), GiftReversed)
    assert goal.progress == 1


def test_what_counted_is_taken_out_also_after_the_goal_expired() -> None:
    scene = rich()
    goal = goal_of(scene, hours=1)
    sent = scene.sent(ANN, BEA, ROSE, 2)
    accepted(scene.later(seconds=7_200).reverse(sent.seq), GiftReversed)
    assert goal.progress == 0


def test_another_goal_takes_the_place_of_the_first_and_giving_up_ends_it() -> None:
    scene = rich()
    first = goal_of(scene)
    scene.sent(ANN, BEA)
    second = goal_of(scene)
    outcome = scene.book.changes.operations[-1].outcome
    assert isinstance(outcome, GoalSet)
    assert outcome.replaced == first.number
    assert (first.ended_seq, first.progress) == (second.number, 1)
    scene.sent(ANN, BEA, ROSE, 4)
    ended = scene.done(EndGoal, BEA, GoalEnded, key="up")
    assert (ended.goal, ended.progress, ended.target) == (second.number, 4, 10)
    assert scene.ask(EndGoal, BEA, key="up") == ended
    assert scene.ask(EndGoal, BEA) == NoGoal()
    scene.sent(ANN, BEA, ROSE, 4)
    assert second.progress == 4


@pytest.mark.parametrize("target", [0, -1, 10**9 + 1])
def test_a_goal_out_of_range_is_refused(target: int) -> None:
    scene = Scene()
    expires_ms = scene.book.now_ms + HOUR_MS
    refusal = scene.ask(SetGoal, BEA, item=0, target=target, expires_ms=expires_ms)
    assert refusal == GoalOutOfRange(target=target, most=10**9)


@pytest.mark.parametrize("ahead_ms", [0, -1, 7 * 24 * HOUR_MS + 1])
def test_a_goal_expires_within_a_week(ahead_ms: int) -> None:
    scene = Scene()
    now_ms = scene.book.now_ms
    refusal = scene.ask(SetGoal, BEA, item=0, target=1, expires_ms=now_ms + ahead_ms)
    assert refusal == MomentOutOfRange(
        at_ms=now_ms + ahead_ms, least_ms=now_ms, most_ms=now_ms + 7 * 24 * HOUR_MS
    )


def test_a_goal_of_a_gift_that_is_not_offered_is_refused() -> None:
    scene = Scene()
    scene.edit(PERFUME, retired=True)
    expires_ms = scene.book.now_ms + HOUR_MS
    for item in (PERFUME, 999, -1):
        refusal = scene.ask(SetGoal, BEA, item=item, target=1, expires_ms=expires_ms)
        assert refusal == UnknownGift(item=item)


def test_who_receives_no_gifts_sets_no_goal() -> None:
    scene = Scene()
    scene.ask(PauseReceiving, BEA, on=True)
    expires_ms = scene.book.now_ms + HOUR_MS
    refusal = scene.ask(SetGoal, BEA, item=0, target=1, expires_ms=expires_ms)
    assert refusal == RecipientPaused()


def test_a_replayed_goal_is_the_same_although_it_is_later() -> None:
    scene = Scene()
    facts = {"item": 0, "target": 5, "key": "once"}
    goal = scene.ask(SetGoal, BEA, expires_ms=scene.book.now_ms + 1_000, **facts)
    scene.later(seconds=60)
    assert scene.ask(SetGoal, BEA, expires_ms=scene.book.now_ms + 1_000, **facts) == goal
    facts["target"] = 6
    assert scene.ask(SetGoal, BEA, expires_ms=1, **facts) == KeyConflict()


# Matches.


def proposed(scene: Scene, *, minutes: int = 5) -> Match:
    """Bea challenges Kim."""
    facts = {"opponent": KIM, "minutes": minutes, "channel": 77}
    return scene.book.live.matches[scene.done(ProposeMatch, BEA, MatchProposed, **facts).seq]


def running(scene: Scene, *, minutes: int = 5) -> Match:
    """Bea challenges Kim, who accepts."""
    match = proposed(scene, minutes=minutes)
    scene.done(AnswerMatch, KIM, MatchAnswered, match=match.number, accept=True)
    return match


def scores(match: Match) -> tuple[int, int]:
    return match.challenger_coins, match.opponent_coins


def test_a_match_counts_what_both_are_given_from_its_acceptance_to_its_end() -> None:
    scene = rich()
    match = proposed(scene)
    scene.sent(ANN, BEA, PERFUME)
    assert scores(match) == (0, 0)
    scene.done(AnswerMatch, KIM, MatchAnswered, match=match.number, accept=True)
    scene.sent(ANN, BEA, ROSE, 3)
    scene.sent(MOD, KIM, PERFUME)
    scene.sent(ANN, MOD, PERFUME)
    scene.later(seconds=300).sent(ANN, BEA, PERFUME)
    assert scores(match) == (3, 20)
    ended = scene.done(EndMatch, MOD, MatchEnded, match=match.number, key="count")
    assert (ended.challenger_coins, ended.opponent_coins) == (3, 20)
    assert scene.ask(EndMatch, MOD, match=match.number, key="count") == ended
    assert scene.ask(EndMatch, MOD, match=match.number) == NoSuchMatch()


def test_a_gift_that_is_taken_back_during_a_match_leaves_the_score_and_later_does_not() -> None:
    scene = rich()
    match = running(scene)
    first, second = scene.sent(ANN, BEA, PERFUME), scene.sent(ANN, BEA, ROSE, 2)
    accepted(scene.reverse(first.seq), GiftReversed)
    assert scores(match) == (2, 0)
    scene.later(seconds=300).done(EndMatch, MOD, MatchEnded, match=match.number)
    accepted(scene.reverse(second.seq), GiftReversed)
    assert scores(match) == (2, 0)


def test_a_gift_of_the_very_moment_before_a_match_never_counted_and_takes_nothing_back() -> None:
    scene = rich()
    before = scene.sent(ANN, BEA, ROSE, 2)
    match = running(scene)
    scene.sent(ANN, BEA, PERFUME)
    accepted(scene.reverse(before.seq), GiftReversed)
    assert scores(match) == (20, 0)


def test_a_match_is_not_counted_before_its_time_is_over() -> None:
    scene = rich()
    match = proposed(scene)
    assert scene.ask(EndMatch, BEA, match=match.number) == NoSuchMatch()
    scene.done(AnswerMatch, KIM, MatchAnswered, match=match.number, accept=True)
    assert scene.later(seconds=299).ask(EndMatch, BEA, match=match.number) == NoSuchMatch()
    assert match.is_on(scene.book.now_ms)
    scene.later(seconds=1)
    assert not match.is_on(scene.book.now_ms)
    scene.done(EndMatch, BEA, MatchEnded, match=match.number)
    assert scene.ask(EndMatch, BEA, match=999) == NoSuchMatch()


def test_a_challenge_is_shown_and_shown_anew_with_every_step() -> None:
    scene = rich(gift_channel=99)
    match = running(scene)
    challenge = scene.acknowledgement(match.number)
    assert challenge is not None
    assert (challenge.wanted, challenge.channel) == (2, 77)
    ended = scene.later(seconds=300).done(EndMatch, BEA, MatchEnded, match=match.number)
    assert challenge.wanted == 3
    result = Acknowledgement(ended.seq, CHANNEL_SINK, 1, 77, 99, home=77)
    assert scene.acknowledgement(ended.seq) == result


def test_only_the_opponent_accepts_and_only_one_of_the_two_declines() -> None:
    scene = Scene()
    match = proposed(scene)
    answer = {"match": match.number}
    for person in (BEA, ANN):
        assert scene.ask(AnswerMatch, person, **answer, accept=True) == NotOpponent()
    assert scene.ask(AnswerMatch, ANN, **answer, accept=False) == NotOpponent()
    declined = scene.done(AnswerMatch, KIM, MatchAnswered, **answer, accept=False)
    assert (declined.accepted, declined.ends_ms) == (False, 0)
    assert match.ended_seq == declined.seq
    assert scene.ask(AnswerMatch, KIM, **answer, accept=True) == NoSuchMatch()
    assert scene.ask(AnswerMatch, KIM, match=999, accept=True) == NoSuchMatch()
    withdrawn = proposed(scene)
    scene.done(AnswerMatch, BEA, MatchAnswered, match=withdrawn.number, accept=False)


def test_a_match_that_runs_is_neither_accepted_again_nor_withdrawn() -> None:
    scene = Scene()
    match = running(scene)
    for person, accept in ((KIM, True), (KIM, False), (BEA, False)):
        outcome = scene.ask(AnswerMatch, person, match=match.number, accept=accept)
        assert outcome == NoSuchMatch()


def test_nobody_plays_twice_or_challenges_twice() -> None:
    scene = Scene()
    match = proposed(scene)
    facts = {"minutes": 5, "channel": 77}
    assert scene.ask(ProposeMatch, BEA, opponent=ANN, **facts) == MatchRuns(match=match.number)
    # Who was challenged may challenge, and be challenged by others, until they accept.
    other = scene.done(ProposeMatch, KIM, MatchProposed, opponent=ANN, **facts)
    another = scene.done(ProposeMatch, MOD, MatchProposed, opponent=KIM, **facts)
    scene.done(AnswerMatch, KIM, MatchAnswered, match=match.number, accept=True)
    runs = MatchRuns(match=match.number)
    assert scene.ask(AnswerMatch, ANN, match=other.seq, accept=True) == runs
    assert scene.ask(AnswerMatch, KIM, match=another.seq, accept=True) == runs
    assert scene.ask(ProposeMatch, ANN, opponent=BEA, **facts) == runs
    scene.later(seconds=300).done(EndMatch, BEA, MatchEnded, match=match.number)
    scene.done(AnswerMatch, KIM, MatchAnswered, match=another.seq, accept=True)


@pytest.mark.parametrize("minutes", [0, -1, 61])
def test_a_match_takes_from_1_to_60_minutes(minutes: int) -> None:
    facts = {"opponent": KIM, "minutes": minutes, "channel": 77}
    refusal = Scene().ask(ProposeMatch, BEA, **facts)
    assert refusal == MinutesOutOfRange(minutes=minutes, most=60)


def test_nobody_challenges_themselves_or_who_receives_no_gifts() -> None:
    scene = Scene(receivers="registered")
    facts = {"minutes": 5, "channel": 77}
    assert scene.ask(ProposeMatch, BEA, opponent=BEA, **facts) == FollowSelf()
    own = SideNotReceiving(own=True, why="not-registered")
    assert scene.ask(ProposeMatch, BEA, opponent=KIM, **facts) == own
    scene.ask(RegisterCreator, BEA, on=True)
    assert scene.ask(ProposeMatch, BEA, opponent=KIM, **facts) == replace(own, own=False)
    scene.ask(RegisterCreator, KIM, on=True)
    scene.done(ProposeMatch, BEA, MatchProposed, opponent=KIM, **facts)


@pytest.mark.parametrize("who", [BEA, KIM])
@pytest.mark.parametrize(
    ("ends", "goes_on", "why"),
    [
        ((PauseReceiving, {"on": True}), (PauseReceiving, {"on": False}), "receiving-paused"),
        ((RegisterCreator, {"on": False}), (RegisterCreator, {"on": True}), "not-registered"),
        ((FreezeMember, {"reason": "x"}), (UnfreezeMember, {"reason": "x"}), "frozen"),
    ],
)
def test_who_receives_no_gifts_by_now_begins_no_match_and_may_once_they_do_again(
    who: Person, ends: Act, goes_on: Act, why: str
) -> None:
    scene = Scene(receivers="registered")
    for creator in (BEA, KIM):
        scene.ask(RegisterCreator, creator, on=True)
    match = proposed(scene)
    actor, of_whom = (MOD, {"member": who}) if why == "frozen" else (who, {})
    yes = {"match": match.number, "accept": True}
    scene.done(ends[0], actor, Accepted, **ends[1], **of_whom)
    assert scene.ask(AnswerMatch, KIM, **yes) == SideNotReceiving(own=who is KIM, why=why)
    scene.done(goes_on[0], actor, Accepted, **goes_on[1], **of_whom)
    scene.done(AnswerMatch, KIM, MatchAnswered, **yes)


def test_who_lost_followers_since_begins_no_match() -> None:
    scene = Scene(least_followers=1)
    for creator in (BEA, KIM):
        scene.ask(FollowCreator, ANN, creator=creator)
    match = proposed(scene)
    scene.ask(FollowCreator, ANN, creator=BEA)
    refused = scene.ask(AnswerMatch, KIM, match=match.number, accept=True)
    few = SideNotReceiving(own=False, why="too-few-followers", followers=0, least=1)
    assert refused == few
    scene.done(AnswerMatch, KIM, MatchAnswered, match=match.number, accept=False)


def test_a_challenge_is_open_for_ten_minutes_and_then_given_up_once() -> None:
    scene = rich()
    match = proposed(scene)
    assert match.ends_ms == scene.book.now_ms + CHALLENGE_MINUTES * 60_000
    scene.later(seconds=599)
    assert scene.ask(EndMatch, BEA, match=match.number) == NoSuchMatch()
    scene.sent(ANN, BEA, PERFUME)
    assert (scores(match), match.is_on(scene.book.now_ms)) == ((0, 0), False)
    scene.later(seconds=1)
    late = scene.ask(AnswerMatch, KIM, match=match.number, accept=True)
    assert late == ChallengeOver(expires_ms=match.ends_ms)
    lapsed = scene.done(EndMatch, BEA, ChallengeLapsed, match=match.number)
    challenge = scene.acknowledgement(match.number)
    assert challenge is not None
    assert challenge.wanted == 2
    assert scene.acknowledgement(lapsed.seq) is None
    assert scene.ask(EndMatch, BEA, match=match.number) == NoSuchMatch()
    assert scene.ask(AnswerMatch, KIM, match=match.number, accept=True) == NoSuchMatch()
    proposed(scene)


def test_three_challenges_in_a_row_without_a_yes_are_enough_for_ten_minutes() -> None:
    scene = Scene()
    facts = {"minutes": 5, "channel": 77}
    first_ms = scene.book.now_ms
    for opponent in (KIM, ANN, MOD):
        match = scene.done(ProposeMatch, BEA, MatchProposed, opponent=opponent, **facts)
        scene.later(seconds=60).done(
            AnswerMatch, opponent, MatchAnswered, match=match.seq, accept=False
        )
    refused = scene.ask(ProposeMatch, BEA, opponent=KIM, **facts)
    assert refused == TooManyChallenges(most=MOST_CHALLENGES, from_ms=first_ms + 600_000)
    scene.done(ProposeMatch, KIM, MatchProposed, opponent=BEA, **facts)
    scene.later(seconds=600 - 180).done(ProposeMatch, BEA, MatchProposed, opponent=KIM, **facts)


def test_a_yes_among_the_last_challenges_lets_one_go_on_challenging() -> None:
    scene = Scene()
    facts = {"opponent": KIM, "minutes": 1, "channel": 77}
    for accept in (False, True, False, False, True):
        match = scene.done(ProposeMatch, BEA, MatchProposed, **facts)
        scene.done(AnswerMatch, KIM, MatchAnswered, match=match.seq, accept=accept)
        if accept:
            scene.later(seconds=60).done(EndMatch, BEA, MatchEnded, match=match.seq)
    scene.done(ProposeMatch, BEA, MatchProposed, **facts)
