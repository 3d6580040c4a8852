"""Reversals: a gift is taken back exactly, once, or not at all."""

import pytest

from bot.ledger.books import CHANNEL_SINK, LOG_SINK, Acknowledgement, Line
from bot.ledger.money import MOST_BALANCE, Currency, Purse
from bot.ledger.outcomes import (
    AlreadyReversed,
    BalanceTooLarge,
    GiftReversed,
    MessageTooLong,
    NoSuchGift,
    OwnFavour,
    ReasonMissing,
    ReversalShort,
)
from bot.ledger.periods import Board
from bot.ledger.requests import GrantWelcome, ReverseGift
from bot.ledger.requests.marks import Stage
from bot.ledger.rules import once_of
from tests.ledger.scene import (
    ANN,
    BEA,
    GUILD,
    KIM,
    MOD,
    NOW,
    PERFUME,
    ROSE,
    Scene,
    accepted,
)


def reversed_gift(scene: Scene, seq: int) -> GiftReversed:
    return accepted(scene.reverse(seq), GiftReversed)


def test_a_reversal_gives_back_each_origin_exactly() -> None:
    scene = Scene().holding(ANN, coins=100, bonus_coins=7)
    gift = scene.sent(ANN, BEA, PERFUME)
    outcome = reversed_gift(scene, gift.seq)
    assert scene.purse(ANN) == Purse(coins=100, bonus_coins=7)
    assert scene.purse(BEA) == Purse()
    assert outcome == GiftReversed(
        seq=2,
        gift=gift.seq,
        sender=gift.sender,
        recipient=gift.recipient,
        name="Perfume",
        emoji="🧴",
        quantity=1,
        coins=13,
        bonus_coins=7,
        earned_units=100_000,
        level_before=5,
        level=0,
    )


def test_a_reversal_moves_the_gifts_lines_backwards() -> None:
    scene = Scene(share=3_333).holding(ANN, coins=100, bonus_coins=7)
    gift = scene.sent(ANN, BEA, PERFUME)
    scene.set(("share", "100"))
    outcome = reversed_gift(scene, gift.seq)
    assert scene.lines(outcome.seq) == [
        Line(line.target, line.source, line.amount) for line in scene.lines(gift.seq)
    ]


def test_a_reversal_names_the_gift_its_sender_and_the_reason() -> None:
    scene = Scene().holding(ANN, coins=1)
    gift = scene.sent(ANN, BEA)
    outcome = scene.reverse(gift.seq, reason="  sent by mistake ")
    operation = scene.book.changes.operations[-1]
    assert operation.outcome == outcome
    assert operation.reverses == gift.seq
    assert operation.once == f"reverse:{gift.seq}"
    assert operation.actor == scene.member(MOD).number
    assert operation.subject == gift.sender
    assert scene.notes() == {operation.seq: "sent by mistake"}


def test_a_gift_is_reversed_once() -> None:
    scene = Scene().holding(ANN, coins=1)
    gift = scene.sent(ANN, BEA)
    first = reversed_gift(scene, gift.seq)
    for by in (MOD, KIM, ANN):
        again = scene.reverse(gift.seq, by=by)
        assert again == AlreadyReversed(gift=gift.seq, by_seq=first.seq)


def test_a_reversed_gift_leaves_the_periods_that_it_was_counted_in() -> None:
    scene = Scene().holding(ANN, coins=60)
    scene.sent(ANN, BEA, ROSE, 5)
    gift = scene.sent(ANN, BEA, PERFUME)
    scene.at(NOW.replace(year=2027, month=2)).sent(ANN, BEA, ROSE, 2)
    reversed_gift(scene, gift.seq)
    for board, person in ((Board.GIVEN, ANN), (Board.RECEIVED, BEA)):
        for period in ("day:2026-11-21", "week:2026-11-16", "month:2026-11"):
            assert scene.tally(board, period, person) == 5
        assert scene.tally(board, "month:2027-02", person) == 2
        assert scene.tally(board, "all", person) == 7


def test_a_changed_time_zone_does_not_move_a_gift_to_other_periods() -> None:
    scene = Scene(timezone="Pacific/Kiritimati").holding(ANN, coins=1)
    gift = scene.sent(ANN, BEA)
    assert scene.tally(Board.GIVEN, "day:2026-11-22", ANN) == 1
    scene.set(("timezone", "UTC"))
    reversed_gift(scene, gift.seq)
    assert not any(scene.book.changes.tallies.values())


def test_a_reversal_is_refused_with_the_shortfall_if_the_diamonds_are_gone() -> None:
    scene = Scene().holding(ANN, coins=20)
    gift = scene.sent(ANN, BEA, PERFUME)
    scene.convert(BEA, 70_000)
    number = scene.member(BEA).number
    expected = ReversalShort(gift=gift.seq, recipient=number, missing=70_000)
    assert scene.reverse(gift.seq) == expected


def test_a_shortfall_counts_both_origins_and_neither_stands_in_for_the_other() -> None:
    scene = Scene().holding(ANN, coins=13, bonus_coins=7)
    gift = scene.sent(ANN, BEA, PERFUME)
    scene.holding(BEA, diamonds=10**6, bonus_diamonds=5_000)
    number = scene.member(BEA).number
    expected = ReversalShort(gift=gift.seq, recipient=number, missing=30_000)
    assert scene.reverse(gift.seq) == expected
    scene.holding(BEA, diamonds=60_000)
    expected = ReversalShort(gift=gift.seq, recipient=number, missing=35_000)
    assert scene.reverse(gift.seq) == expected


def test_a_refused_reversal_succeeds_later_under_a_new_key() -> None:
    scene = Scene().holding(ANN, coins=20).holding(KIM, coins=20)
    gift = scene.sent(ANN, BEA, PERFUME)
    scene.convert(BEA, 100_000)
    refusal = scene.reverse(gift.seq, key="first")
    assert isinstance(refusal, ReversalShort)
    scene.sent(KIM, BEA, PERFUME)
    assert scene.reverse(gift.seq, key="first") == refusal
    accepted(scene.reverse(gift.seq, key="second"), GiftReversed)
    assert scene.purse(ANN) == Purse(coins=20)
    assert scene.purse(BEA) == Purse(coins=10)


def test_a_reversal_that_would_overflow_the_senders_wallet_is_refused() -> None:
    scene = Scene().holding(ANN, coins=20)
    gift = scene.sent(ANN, BEA, PERFUME)
    scene.holding(ANN, coins=MOST_BALANCE)
    assert scene.reverse(gift.seq) == BalanceTooLarge(currency=Currency.COINS)


def test_nobody_reverses_their_own_gift() -> None:
    scene = Scene().holding(ANN, coins=1)
    gift = scene.sent(ANN, BEA)
    assert scene.reverse(gift.seq, by=ANN) == OwnFavour()


def test_a_creator_who_moderates_may_give_a_gift_back() -> None:
    scene = Scene().holding(ANN, coins=1)
    gift = scene.sent(ANN, BEA)
    accepted(scene.reverse(gift.seq, by=BEA), GiftReversed)
    assert scene.notices(ANN) == [2]
    assert scene.notices(BEA) == []


def test_a_gift_of_a_frozen_member_can_be_reversed() -> None:
    scene = Scene().holding(ANN, coins=1)
    gift = scene.sent(ANN, BEA)
    scene.freeze(ANN)
    scene.freeze(BEA)
    reversed_gift(scene, gift.seq)


def test_only_a_gift_can_be_reversed() -> None:
    scene = Scene()
    scene.fund(ANN, 5)
    for seq in (-1, 0, 1, 2):
        assert scene.reverse(seq) == NoSuchGift(gift=seq)


def test_a_reversal_cannot_be_reversed() -> None:
    scene = Scene().holding(ANN, coins=1)
    outcome = reversed_gift(scene, scene.sent(ANN, BEA).seq)
    assert scene.reverse(outcome.seq) == NoSuchGift(gift=outcome.seq)


@pytest.mark.parametrize("reason", ["", "   ", "\n\t"])
def test_a_reversal_has_a_reason(reason: str) -> None:
    scene = Scene().holding(ANN, coins=1)
    assert scene.reverse(scene.sent(ANN, BEA).seq, reason=reason) == ReasonMissing()


def test_a_reason_has_at_most_300_characters() -> None:
    scene = Scene().holding(ANN, coins=1)
    gift = scene.sent(ANN, BEA)
    assert scene.reverse(gift.seq, reason="x" * 301) == MessageTooLong(length=301, most=300)
    accepted(scene.reverse(gift.seq, reason="x" * 300), GiftReversed)


def test_a_gift_that_earned_nothing_is_reversed_too() -> None:
    scene = Scene(share=0).holding(ANN, coins=1)
    assert reversed_gift(scene, scene.sent(ANN, BEA).seq).earned_units == 0
    assert scene.purse(ANN) == Purse(coins=1)


def test_an_acknowledgement_that_was_never_tried_is_cancelled() -> None:
    scene = Scene().holding(ANN, coins=1)
    gift = scene.sent(ANN, BEA)
    reversed_gift(scene, gift.seq)
    acknowledgement = scene.acknowledgement(gift.seq)
    assert acknowledgement is not None
    assert acknowledgement.wanted == 0
    assert not scene.shown(gift.seq, Stage.ATTEMPTED)
    assert scene.book.changes.acknowledgements[gift.seq, CHANNEL_SINK] is acknowledgement


@pytest.mark.parametrize("last", [Stage.ATTEMPTED, Stage.SHOWN, Stage.DOUBTFUL])
def test_an_acknowledgement_that_may_stand_somewhere_is_to_be_marked(last: Stage) -> None:
    scene = Scene().holding(ANN, coins=1)
    gift = scene.sent(ANN, BEA)
    for stage in dict.fromkeys((Stage.ATTEMPTED, last)):
        assert scene.shown(gift.seq, stage)
    reversed_gift(scene, gift.seq)
    acknowledgement = scene.acknowledgement(gift.seq)
    assert acknowledgement is not None
    assert acknowledgement.wanted == 2
    assert scene.shown(gift.seq, Stage.ATTEMPTED, revision=2)


def test_an_acknowledgement_that_discord_refused_is_cancelled() -> None:
    scene = Scene().holding(ANN, coins=1)
    gift = scene.sent(ANN, BEA)
    scene.shown(gift.seq, Stage.ATTEMPTED)
    scene.shown(gift.seq, Stage.FAILED, trouble="forbidden")
    reversed_gift(scene, gift.seq)
    acknowledgement = scene.acknowledgement(gift.seq)
    assert acknowledgement is not None
    assert acknowledgement.wanted == 0


def test_both_sides_are_told_of_a_reversal_and_the_log_channel_shows_it() -> None:
    scene = Scene(log_channel=88).holding(ANN, coins=1)
    outcome = reversed_gift(scene, scene.sent(ANN, BEA).seq)
    assert scene.notices(ANN) == scene.notices(BEA) == [outcome.seq]
    assert scene.notices(MOD) == []
    expected = Acknowledgement(outcome.seq, LOG_SINK, 1, 88, home=88)
    assert scene.acknowledgement(outcome.seq, LOG_SINK) == expected


def test_what_may_happen_once_is_known_beforehand() -> None:
    scene = Scene().holding(ANN, coins=1)
    request = ReverseGift(guild=GUILD, key="k", actor=MOD, seq=41, reason="r")
    assert once_of(request, scene.book) == "reverse:41"
    number = scene.member(ANN).number
    welcome = GrantWelcome(guild=GUILD, key="k", actor=ANN)
    assert once_of(welcome, scene.book) == f"welcome:{number}"
    assert once_of(GrantWelcome(guild=GUILD, key="k", actor=KIM), scene.book) is None
    assert scene.book.find(KIM.user_id) is None
