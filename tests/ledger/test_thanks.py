"""The thank-you queue: what a creator does about gifts, and what moderators do about words."""

from typing import Any

import pytest

from bot.ledger.books import CHANNEL_SINK, Acknowledgement
from bot.ledger.books.live import REVIEW_SINK, Sweep
from bot.ledger.outcomes import (
    Accepted,
    Frozen,
    GiftReversed,
    MemberFrozen,
    NoSuchGift,
    NothingChanged,
)
from bot.ledger.outcomes.live import (
    AllThanked,
    AlreadyAnswered,
    DeputyNamed,
    GiftReplayed,
    MessageDecided,
    NotDeputy,
    NothingHeld,
    OwnMessage,
    ShowStarted,
    Thanked,
    ThanksHeld,
    ThanksSkipped,
    TooManyReplays,
)
from bot.ledger.requests import FreezeMember, ReverseGift
from bot.ledger.requests.live import (
    MOST_REPLAYS,
    REPLAYS_MS,
    DecideMessage,
    HoldThanks,
    NameDeputy,
    OfCombo,
    ReplayGift,
    SkipThanks,
    StartShow,
    ThankAll,
    ThankFor,
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

ANSWERS: list[tuple[type[OfCombo], type[Accepted]]] = [
    (ThankFor, Thanked),
    (SkipThanks, ThanksSkipped),
    (ThankAll, AllThanked),
]


def rich(**settings: Any) -> Scene:
    """Ann and Kim have coins to give."""
    return Scene(**settings).holding(ANN, coins=10_000).holding(KIM, coins=10_000)


def wanted(scene: Scene, number: int, sink: str = CHANNEL_SINK) -> int:
    """The revision that a sink is to show."""
    acknowledgement = scene.acknowledgement(number, sink)
    assert acknowledgement is not None
    return acknowledgement.wanted


@pytest.mark.parametrize(("kind", "outcome"), ANSWERS)
def test_a_combo_is_answered_once(kind: type[OfCombo], outcome: type[Accepted]) -> None:
    scene = rich()
    combo = scene.sent(ANN, BEA).combo
    about = {"creator": BEA, "combo": combo}
    scene.later(seconds=60)
    done = scene.done(kind, BEA, outcome, **about, key="press")
    answered = scene.combo(combo)
    assert (answered.answered_seq, answered.answered_ms) == (done.seq, scene.book.now_ms)
    assert scene.ask(kind, BEA, **about, key="press") == done
    again = AlreadyAnswered(combo=combo, by_seq=done.seq)
    assert [scene.ask(other, BEA, **about) for other, _ in ANSWERS] == [again] * 3


@pytest.mark.parametrize(("kind", "outcome"), [*ANSWERS, (ReplayGift, GiftReplayed)])
def test_only_the_creator_and_their_deputies_react(
    kind: type[OfCombo], outcome: type[Accepted]
) -> None:
    scene = rich()
    about = {"creator": BEA, "combo": scene.sent(ANN, BEA).combo}
    scene.done(NameDeputy, KIM, DeputyNamed, deputy=MOD, on=True)
    for person in (ANN, KIM, MOD):
        assert scene.ask(kind, person, **about) == NotDeputy()
    scene.done(NameDeputy, BEA, DeputyNamed, deputy=MOD, on=True)
    scene.done(kind, MOD, outcome, **about)


@pytest.mark.parametrize("kind", [kind for kind, _ in ANSWERS])
def test_what_waits_in_no_queue_of_theirs_is_not_answered(kind: type[OfCombo]) -> None:
    scene = rich()
    of_kim, taken_back = scene.sent(ANN, KIM), scene.sent(ANN, BEA)
    accepted(scene.reverse(taken_back.seq), GiftReversed)
    for number in (of_kim.seq, taken_back.seq, 999, 0):
        refusal = scene.ask(kind, BEA, creator=BEA, combo=number)
        assert refusal == AlreadyAnswered(combo=number, by_seq=0)


def test_thanks_change_what_was_shown_and_skipping_does_not() -> None:
    scene = rich()
    unread, thanked, skipped = (scene.sent(ANN, BEA, item).combo for item in (1, 2, 3))
    for combo in (thanked, skipped):
        scene.shown(combo, Stage.ATTEMPTED, channel=CHANNEL)
    for combo in (unread, thanked):
        scene.done(ThankFor, BEA, Thanked, creator=BEA, combo=combo)
    scene.done(SkipThanks, BEA, ThanksSkipped, creator=BEA, combo=skipped)
    assert [wanted(scene, combo) for combo in (unread, thanked, skipped)] == [1, 2, 1]


def test_a_gift_after_the_thanks_begins_a_combo_of_its_own() -> None:
    scene = rich()
    combo = scene.sent(ANN, BEA).combo
    thanked = scene.done(ThankFor, BEA, Thanked, creator=BEA, combo=combo)
    again = scene.sent(ANN, BEA)
    assert again.combo == again.seq
    assert scene.combo(combo).answered_seq == thanked.seq
    scene.done(ThankFor, BEA, Thanked, creator=BEA, combo=again.combo)


def test_all_that_waits_up_to_a_combo_is_thanked_for_in_one_summary() -> None:
    scene = rich()
    combos = [scene.sent(ANN, BEA, item).combo for item in (1, 2, 3, 4)]
    of_kim = scene.sent(ANN, KIM).combo
    skipped = scene.done(SkipThanks, BEA, ThanksSkipped, creator=BEA, combo=combos[0])
    done = scene.done(ThankAll, BEA, AllThanked, creator=BEA, combo=combos[2])
    answered = [scene.combo(combo).answered_seq for combo in (*combos, of_kim)]
    assert answered == [skipped.seq, done.seq, done.seq, 0, 0]
    bea = scene.member(BEA).number
    sweep = Sweep(bea, combos[2], done.seq, scene.book.now_ms)
    assert scene.book.live.changes.sweeps == [sweep]
    summary = Acknowledgement(done.seq, CHANNEL_SINK, 1, CHANNEL, CHANNEL, home=CHANNEL)
    assert scene.acknowledgement(done.seq) == summary
    assert [wanted(scene, combo) for combo in combos] == [1] * 4


def test_a_gift_after_thanking_for_all_waits_again_also_in_the_same_batch() -> None:
    scene, shelf = rich(), Shelf(GUILD)
    first, second = scene.sent(ANN, BEA).combo, scene.sent(ANN, BEA, PERFUME).combo
    shelf.balances.update(scene.book.balances)
    scene.next_batch(shelf)
    done = scene.done(ThankAll, BEA, AllThanked, creator=BEA, combo=second)
    again = scene.sent(ANN, BEA).combo
    scene.next_batch(shelf)
    answered = [scene.combo(combo).answered_seq for combo in (first, second, again)]
    assert answered == [done.seq, done.seq, 0]


def test_what_was_taken_back_before_thanking_for_all_is_not_thanked_for() -> None:
    scene, shelf = rich(), Shelf(GUILD)
    first, second = scene.sent(ANN, BEA), scene.sent(ANN, BEA, PERFUME)
    shelf.balances.update(scene.book.balances)
    scene.next_batch(shelf)
    accepted(scene.reverse(first.seq), GiftReversed)
    scene.done(ThankAll, BEA, AllThanked, creator=BEA, combo=second.seq)
    scene.next_batch(shelf)
    assert scene.combo(first.seq).answered_seq == 0


def test_summaries_and_replays_appear_where_the_show_is() -> None:
    scene = rich()
    combo = scene.sent(ANN, BEA).combo
    scene.done(StartShow, BEA, ShowStarted, creator=BEA, channel=77)
    about = {"creator": BEA, "combo": combo}
    replay = scene.done(ReplayGift, BEA, GiftReplayed, **about)
    summary = scene.done(ThankAll, BEA, AllThanked, **about)
    for seq in (replay.seq, summary.seq):
        expected = Acknowledgement(seq, CHANNEL_SINK, 1, 77, CHANNEL, home=77)
        assert scene.acknowledgement(seq) == expected


def test_a_combo_is_shown_again_as_often_as_asked_answered_or_not() -> None:
    scene = rich()
    combo = scene.sent(ANN, BEA).combo
    about = {"creator": BEA, "combo": combo}
    first = scene.done(ReplayGift, BEA, GiftReplayed, **about, key="press")
    assert scene.ask(ReplayGift, BEA, **about, key="press") == first
    scene.done(ThankFor, BEA, Thanked, **about)
    second = scene.done(ReplayGift, BEA, GiftReplayed, **about)
    assert wanted(scene, first.seq) == wanted(scene, second.seq) == 1
    assert wanted(scene, combo) == 1


def test_three_replays_are_enough_for_a_minute() -> None:
    scene = rich()
    about = {"creator": BEA, "combo": scene.sent(ANN, BEA).combo}
    first_ms = scene.book.now_ms
    for _ in range(MOST_REPLAYS):
        scene.done(ReplayGift, BEA, GiftReplayed, **about)
        scene.later(seconds=1)
    refused = scene.ask(ReplayGift, BEA, **about)
    assert refused == TooManyReplays(most=MOST_REPLAYS, from_ms=first_ms + REPLAYS_MS)
    of_kim = {"creator": KIM, "combo": scene.sent(ANN, KIM).combo}
    scene.done(ReplayGift, KIM, GiftReplayed, **of_kim)
    scene.later(seconds=REPLAYS_MS // 1_000 - MOST_REPLAYS)
    scene.done(ReplayGift, BEA, GiftReplayed, **about)


def test_thanking_for_all_marks_the_newest_message_that_stands_and_no_digest() -> None:
    scene = rich()
    first, newest = scene.sent(ANN, BEA).combo, scene.sent(ANN, BEA, PERFUME).combo
    for combo in (first, newest):
        assert scene.shown(combo, Stage.SHOWN, message=combo)
    digested = scene.sent(KIM, BEA).combo
    assert scene.shown(digested, Stage.SHOWN)
    scene.done(ThankAll, BEA, AllThanked, creator=BEA, combo=newest)
    assert [wanted(scene, combo) for combo in (first, newest, digested)] == [1, 2, 1]
    scene.done(ThankAll, BEA, AllThanked, creator=BEA, combo=digested)
    assert wanted(scene, digested) == 1


def test_nothing_that_is_not_there_is_shown_again() -> None:
    scene = rich()
    of_kim, taken_back = scene.sent(ANN, KIM), scene.sent(ANN, BEA)
    accepted(scene.reverse(taken_back.seq), GiftReversed)
    for number in (of_kim.seq, taken_back.seq, 999):
        refusal = scene.ask(ReplayGift, BEA, creator=BEA, combo=number)
        assert refusal == NoSuchGift(gift=number)


def test_thank_yous_are_held_back_and_let_go() -> None:
    scene = Scene()
    bea = scene.member(BEA).number
    assert scene.ask(HoldThanks, BEA, creator=BEA, on=False) == NothingChanged()
    scene.done(HoldThanks, BEA, ThanksHeld, creator=BEA, on=True)
    assert scene.book.live.creator(bea).holding
    assert scene.ask(HoldThanks, KIM, creator=BEA, on=False) == NotDeputy()
    scene.done(NameDeputy, BEA, DeputyNamed, deputy=KIM, on=True)
    scene.done(HoldThanks, KIM, ThanksHeld, creator=BEA, on=False)
    assert not scene.book.live.creator(bea).holding


def held(scene: Scene) -> int:
    """A gift whose message waits."""
    return scene.sent(ANN, BEA, ROSE, message="hello").seq


def test_an_approved_message_is_shown_with_the_gift() -> None:
    scene = rich(messages="all", log_channel=50)
    seq = held(scene)
    scene.shown(seq, Stage.ATTEMPTED, channel=CHANNEL)
    scene.done(DecideMessage, MOD, MessageDecided, seq=seq, approve=True)
    assert scene.book.live.held == set()
    assert (wanted(scene, seq), wanted(scene, seq, REVIEW_SINK)) == (2, 2)
    assert scene.book.live.changes.unsaid == []
    assert scene.notices(ANN) == []


def test_a_denied_message_is_forgotten_the_sender_told_and_the_gift_stays_thanked() -> None:
    scene = rich(messages="all", log_channel=50)
    seq = held(scene)
    scene.shown(seq, Stage.ATTEMPTED, channel=CHANNEL)
    denied = scene.done(DecideMessage, MOD, MessageDecided, seq=seq, approve=False)
    assert scene.book.live.changes.unsaid == [seq]
    assert scene.book.live.changes.held == {seq: False}
    assert (wanted(scene, seq), wanted(scene, seq, REVIEW_SINK)) == (1, 2)
    assert scene.notices(ANN) == [denied.seq]
    assert scene.combo(seq).quantity == 1


def test_nobody_decides_about_their_own_message() -> None:
    scene = rich(messages="all")
    seq = held(scene)
    for approve in (True, False):
        refusal = scene.ask(DecideMessage, ANN, seq=seq, approve=approve)
        assert refusal == OwnMessage(gift=seq)
    assert scene.book.live.held == {seq}
    # To whom it was written may judge it as well as anybody.
    scene.done(DecideMessage, BEA, MessageDecided, seq=seq, approve=True)


def test_the_message_of_a_reversed_gift_waits_no_more_and_is_forgotten() -> None:
    scene = rich(messages="all", log_channel=50)
    seq = held(scene)
    scene.done(ReverseGift, MOD, GiftReversed, seq=seq, reason="a mistake")
    assert scene.book.live.changes.held == {seq: False}
    assert scene.book.live.changes.unsaid == [seq]
    assert wanted(scene, seq, REVIEW_SINK) == 2
    refusal = scene.ask(DecideMessage, MOD, seq=seq, approve=True)
    assert refusal == NothingHeld(gift=seq)


def test_a_message_that_waits_for_nobody_stays_with_its_reversed_gift() -> None:
    scene = rich(log_channel=50)
    seq = held(scene)
    scene.done(ReverseGift, MOD, GiftReversed, seq=seq, reason="a mistake")
    assert scene.book.live.changes.unsaid == []
    assert (seq, REVIEW_SINK) not in scene.book.acknowledgements


def test_a_frozen_deputy_waits_and_a_frozen_creator_still_thanks() -> None:
    scene = rich()
    scene.done(NameDeputy, BEA, DeputyNamed, deputy=KIM, on=True)
    combo = scene.sent(ANN, BEA).seq
    for who in (KIM, BEA):
        scene.done(FreezeMember, MOD, MemberFrozen, member=who, reason="a dispute")
    refusal = Frozen(by_seq=combo + 1)
    asked = {"creator": BEA, "combo": combo}
    for kind in (ThankFor, SkipThanks, ThankAll, ReplayGift):
        assert scene.ask(kind, KIM, **asked) == refusal
    assert scene.ask(HoldThanks, KIM, creator=BEA, on=True) == refusal
    scene.done(ThankFor, BEA, Thanked, **asked)


def test_a_message_is_decided_once_and_only_if_one_waits() -> None:
    scene = rich(messages="all")
    seq = held(scene)
    about = {"seq": seq, "approve": True}
    done = scene.done(DecideMessage, MOD, MessageDecided, **about, key="press")
    assert scene.ask(DecideMessage, MOD, **about, key="press") == done
    assert scene.ask(DecideMessage, MOD, **about) == NothingHeld(gift=seq)
    silent = scene.sent(ANN, BEA).seq
    for number in (silent, done.seq, 999):
        refusal = scene.ask(DecideMessage, MOD, seq=number, approve=False)
        assert refusal == NothingHeld(gift=number)
