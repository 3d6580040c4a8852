"""Diamonds that are paid out: asked for, set aside, decided about, ended once."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.ledger.accounts import Kind, boundary, hold, wallet
from bot.ledger.books import LOG_SINK, Line
from bot.ledger.books.economy import Payout, PayoutState
from bot.ledger.money import MOST_BALANCE, MOST_UNITS, Currency, Purse
from bot.ledger.outcomes import (
    Accepted,
    BalanceTooLarge,
    BotRecipient,
    Frozen,
    KeyConflict,
    MessageTooLong,
    Outcome,
    ReasonMissing,
    SettingChanged,
)
from bot.ledger.outcomes.barring import Barred, RolesUnknown
from bot.ledger.outcomes.payouts import (
    ApprovedBefore,
    CashoutOff,
    NoSuchPayout,
    NotApproved,
    PayoutApproved,
    PayoutAsked,
    PayoutBeyondDay,
    PayoutCancelled,
    PayoutFrozen,
    PayoutIsOwn,
    PayoutOver,
    PayoutPaid,
    PayoutRejected,
    PayoutTermsChanged,
    PayoutTooLarge,
    PayoutTooSmall,
    PayoutUnderway,
    ReferenceMissing,
    TooFewToCashOut,
    TooManyPayouts,
    TooManyPayoutsToday,
)
from bot.ledger.requests import Person
from bot.ledger.requests.payouts import (
    MOST_OPEN_PAYOUTS,
    MOST_PAYOUTS_A_DAY,
    ApprovePayout,
    AskPayout,
    CancelPayout,
    CompletePayout,
    RejectPayout,
)
from bot.ledger.rules.barring import UNKNOWN_ROLES
from tests.ledger.scene import BEA, DIAMOND, KIM, MOD, NOW, ROBOT, Scene, accepted, account_of_age
from tests.ledger.shelf import Shelf

MAX = Person(account_of_age(900, 6), "Max")
DIAMONDS = Currency.DIAMONDS
MINORS = 55


def open_house(diamonds: int = 10_000, **settings: Any) -> Scene:
    """A guild that pays diamonds out, and a creator who has some."""
    scene = Scene(**{"cashout": 1, "cashout_least": 100, **settings})
    scene.fund(BEA, diamonds * DIAMOND, DIAMONDS)
    return scene


def ask(scene: Scene, diamonds: float, who: Person = BEA, **facts: Any) -> Outcome:
    """A creator asks at the terms that hold, unless they were shown others."""
    settings = scene.book.settings
    shown = {
        "quoted_rate": settings.cashout_rate,
        "quoted_fee": settings.cashout_fee,
        "quoted_currency": settings.currency,
    }
    return scene.ask(AskPayout, who, units=round(diamonds * DIAMOND), **{**shown, **facts})


def asked(scene: Scene, diamonds: float = 1_000, **facts: Any) -> int:
    """The number of a payout that was asked for."""
    return accepted(ask(scene, diamonds, **facts), PayoutAsked).seq


def approved(scene: Scene, diamonds: float = 1_000) -> int:
    """The number of a payout that one moderator approved."""
    number = asked(scene, diamonds)
    scene.done(ApprovePayout, MAX, PayoutApproved, payout=number)
    return number


def payout(scene: Scene, number: int) -> Payout:
    """A payout as it stands."""
    return scene.book.economy.payouts[number]


def held(scene: Scene, number: int) -> int:
    """What lies in the hold of a payout."""
    return scene.book.balance(hold(number, DIAMONDS))


# Asking.


def test_what_is_asked_for_is_set_aside_at_the_terms_of_that_moment() -> None:
    scene = open_house(cashout_rate=5_000, cashout_fee=200, currency="USD")
    outcome = accepted(ask(scene, 5_000), PayoutAsked)
    assert outcome == PayoutAsked(
        seq=outcome.seq,
        units=5_000 * DIAMOND,
        rate=5_000,
        fee=200,
        money=2_450,
        paid_in="USD",
        needs_two=False,
        units_left=5_000 * DIAMOND,
    )
    member = scene.member(BEA).number
    held_line = Line(wallet(member, DIAMONDS), hold(outcome.seq, DIAMONDS), 5_000 * DIAMOND)
    assert scene.lines(outcome.seq) == [held_line]
    scene.set(("cashout_rate", "9000"), ("cashout_fee", "0"), ("currency", "EUR"))
    stands = payout(scene, outcome.seq)
    assert (stands.rate, stands.fee, stands.money, stands.currency) == (5_000, 200, 2_450, "USD")
    assert (stands.day, stands.state) == ("2026-11-21", PayoutState.ASKED)
    assert scene.acknowledgement(outcome.seq, LOG_SINK) is None


def test_moderators_read_of_a_request_where_they_have_a_channel() -> None:
    scene = open_house(log_channel=9)
    number = asked(scene)
    log = scene.acknowledgement(number, LOG_SINK)
    assert log is not None
    assert log.channel == 9
    assert scene.notices(BEA) == [1]


@pytest.mark.parametrize(
    ("quoted", "now"),
    [
        ({"quoted_rate": 4_999}, PayoutTermsChanged(rate=5_000, fee=0, paid_in="USD")),
        ({"quoted_fee": 1}, PayoutTermsChanged(rate=5_000, fee=0, paid_in="USD")),
        ({"quoted_currency": "EUR"}, PayoutTermsChanged(rate=5_000, fee=0, paid_in="USD")),
    ],
)
def test_terms_that_are_no_longer_what_was_shown_set_nothing_aside(
    quoted: dict[str, Any], now: Outcome
) -> None:
    assert ask(open_house(), 1_000, **quoted) == now


def test_without_the_operators_word_nothing_is_paid_out() -> None:
    assert ask(open_house(cashout=0), 1_000) == CashoutOff()
    assert Scene().book.settings.cashout == 0


def test_bonus_diamonds_are_never_paid_out() -> None:
    scene = open_house(500)
    scene.holding(BEA, bonus_diamonds=10_000 * DIAMOND)
    refused = ask(scene, 501)
    assert refused == TooFewToCashOut(
        wanted=501 * DIAMOND, balance=500 * DIAMOND, bonus=10_000 * DIAMOND
    )
    asked(scene, 500)
    assert scene.purse(BEA) == Purse(bonus_diamonds=10_000 * DIAMOND)


def test_less_than_the_least_or_than_a_cent_is_not_paid_out() -> None:
    least, has = 100 * DIAMOND, 10_000 * DIAMOND
    for diamonds in (99.5, 0, -1):
        units = round(diamonds * DIAMOND)
        refused = ask(open_house(), diamonds)
        assert refused == PayoutTooSmall(wanted=units, least=least, balance=has)
    # At a ten-thousandth of a cent for a diamond, it takes ten thousand to make one.
    scene = open_house(20_000, cashout_rate=1, cashout_least=1)
    assert ask(scene, 9_999) == PayoutTooSmall(
        wanted=9_999 * DIAMOND, least=10_000 * DIAMOND, balance=20_000 * DIAMOND
    )
    assert payout(scene, asked(scene, 10_000)).money == 1


def test_more_than_one_line_of_the_books_may_move_is_refused() -> None:
    scene = open_house(cashout_daily=0)
    scene.holding(BEA, diamonds=MOST_UNITS + DIAMOND)
    too_much = MOST_UNITS + DIAMOND
    assert ask(scene, too_much / DIAMOND) == PayoutTooLarge(wanted=too_much, most=MOST_UNITS)


def test_who_is_frozen_or_a_bot_cashes_nothing_out() -> None:
    scene = open_house()
    scene.freeze(BEA)
    assert ask(scene, 1_000) == Frozen(by_seq=scene.book.last_seq)
    assert ask(scene, 1_000, who=ROBOT) == BotRecipient()


def test_a_role_that_is_kept_out_cashes_nothing_out() -> None:
    scene = open_house(no_cashout=f"{MINORS},56")
    refused = ask(scene, 1_000, own_roles=(1, 56, MINORS))
    assert refused == Barred(act="cashout", role=MINORS)
    assert ask(scene, 1_000, own_roles=(UNKNOWN_ROLES,)) == RolesUnknown(act="cashout")
    asked(scene, own_roles=(1, 2))


def test_a_day_is_the_guilds_own_and_what_came_back_does_not_count() -> None:
    scene = open_house(cashout_daily=2_000, timezone="America/New_York")
    scene.at(datetime(2026, 11, 22, 4, 0, tzinfo=UTC))  # 23:00 there.
    first = asked(scene, 1_500)
    midnight = int(datetime(2026, 11, 22, 5, 0, tzinfo=UTC).timestamp() * 1_000)
    refused = accepted_refusal(ask(scene, 501))
    assert refused == PayoutBeyondDay(
        wanted=501 * DIAMOND, asked=1_500 * DIAMOND, most=2_000 * DIAMOND, from_ms=midnight
    )
    assert refused.left == 500 * DIAMOND
    scene.done(CancelPayout, BEA, PayoutCancelled, payout=first)
    second = asked(scene, 2_000)
    scene.done(RejectPayout, MAX, PayoutRejected, payout=second, reason="not today")
    third = asked(scene, 2_000)
    scene.done(ApprovePayout, MAX, PayoutApproved, payout=third)
    scene.done(CompletePayout, MAX, PayoutPaid, payout=third, reference="PP-1")
    assert isinstance(ask(scene, 100), PayoutBeyondDay)
    scene.at(datetime(2026, 11, 22, 5, 0, tzinfo=UTC))
    asked(scene, 2_000)


def accepted_refusal(outcome: Outcome) -> PayoutBeyondDay:
    """A refusal that is known to be of this kind."""
    assert isinstance(outcome, PayoutBeyondDay)
    return outcome


def test_so_many_may_be_open_and_so_many_asked_for_in_a_day() -> None:
    scene = open_house()
    numbers = [asked(scene, 100) for _ in range(MOST_OPEN_PAYOUTS)]
    assert ask(scene, 100) == TooManyPayouts(most=MOST_OPEN_PAYOUTS)
    for number in numbers:
        scene.done(CancelPayout, BEA, PayoutCancelled, payout=number)
    for _ in range(MOST_PAYOUTS_A_DAY - MOST_OPEN_PAYOUTS):
        number = asked(scene, 100)
        scene.done(CancelPayout, BEA, PayoutCancelled, payout=number)
    refused = ask(scene, 100)
    assert isinstance(refused, TooManyPayoutsToday)
    assert refused.most == MOST_PAYOUTS_A_DAY
    scene.fund(KIM, 100 * DIAMOND, DIAMONDS)
    asked(scene, 100, who=KIM)
    scene.at(NOW + timedelta(days=1))
    asked(scene, 100)


def test_asked_twice_under_one_key_it_is_set_aside_once() -> None:
    scene = open_house()
    first = ask(scene, 1_000, key="press")
    # The roles and what else holds by now are the moment's and not what is asked.
    scene.set(("no_cashout", str(MINORS)), ("cashout", "0"))
    assert ask(scene, 1_000, key="press", own_roles=(MINORS,)) == first
    assert ask(scene, 2_000, key="press") == KeyConflict()
    assert scene.purse(BEA).diamonds == 9_000 * DIAMOND


# Deciding.


def test_approved_and_paid_the_diamonds_leave_the_books_for_good() -> None:
    scene = open_house(log_channel=9)
    number = approved(scene)
    assert held(scene, number) == 1_000 * DIAMOND
    paid = scene.done(CompletePayout, MOD, PayoutPaid, payout=number, reference=" PP-1234 ")
    assert (paid.units, paid.money, paid.paid_in) == (1_000 * DIAMOND, 500, "USD")
    gone = Line(hold(number, DIAMONDS), boundary(Kind.PAID_OUT, DIAMONDS), 1_000 * DIAMOND)
    assert scene.lines(paid.seq) == [gone]
    assert held(scene, number) == 0
    assert scene.notes()[paid.seq] == "PP-1234"
    assert (payout(scene, number).state, payout(scene, number).ended_seq) == ("paid", paid.seq)
    assert scene.notices(BEA)[1:] == [number + 1, paid.seq]
    assert scene.acknowledgement(paid.seq, LOG_SINK) is not None


def test_a_rejection_says_why_and_gives_the_diamonds_back() -> None:
    scene = open_house()
    number = approved(scene)
    for reason, refusal in (
        (" ", ReasonMissing()),
        ("x" * 301, MessageTooLong(length=301, most=300)),
    ):
        assert scene.ask(RejectPayout, MAX, payout=number, reason=reason) == refusal
    done = scene.done(RejectPayout, MAX, PayoutRejected, payout=number, reason="unverified")
    assert scene.purse(BEA).diamonds == 10_000 * DIAMOND
    assert (held(scene, number), scene.notes()[done.seq]) == (0, "unverified")
    assert scene.notices(BEA)[-1] == done.seq


def test_a_creator_takes_their_own_back_and_nobody_elses() -> None:
    scene = open_house()
    number = asked(scene)
    assert scene.ask(CancelPayout, KIM, payout=number) == NoSuchPayout(payout=number)
    assert scene.ask(CancelPayout, BEA, payout=99) == NoSuchPayout(payout=99)
    done = scene.done(CancelPayout, BEA, PayoutCancelled, payout=number)
    assert done.units_left == scene.purse(BEA).diamonds == 10_000 * DIAMOND
    assert payout(scene, number).state == PayoutState.CANCELLED


def test_nobody_takes_back_what_a_moderator_may_be_paying() -> None:
    scene = open_house(cashout_two=1_000)
    number = asked(scene)
    scene.done(ApprovePayout, MAX, PayoutApproved, payout=number)
    scene.done(ApprovePayout, MOD, PayoutApproved, payout=number)
    refused = scene.ask(CancelPayout, BEA, payout=number)
    assert refused == PayoutUnderway(payout=number)
    assert held(scene, number) == 1_000 * DIAMOND
    scene.done(CompletePayout, MOD, PayoutPaid, payout=number, reference="PP")


def test_one_approval_of_two_keeps_no_creator_from_taking_it_back() -> None:
    scene = open_house(cashout_two=1_000)
    number = asked(scene)
    scene.done(ApprovePayout, MAX, PayoutApproved, payout=number)
    scene.done(CancelPayout, BEA, PayoutCancelled, payout=number)
    assert scene.purse(BEA).diamonds == 10_000 * DIAMOND


def test_a_payment_takes_an_approval_and_a_reference() -> None:
    scene = open_house()
    number = asked(scene)
    facts = {"payout": number, "reference": "PP-1"}
    assert scene.ask(CompletePayout, MAX, **facts) == NotApproved(payout=number)
    scene.done(ApprovePayout, MAX, PayoutApproved, payout=number)
    missing = scene.ask(CompletePayout, MAX, payout=number, reference="  ")
    assert missing == ReferenceMissing()
    too_long = scene.ask(CompletePayout, MAX, payout=number, reference="x" * 301)
    assert too_long == MessageTooLong(length=301, most=300)
    assert scene.ask(CompletePayout, MAX, payout=77, reference="PP") == NoSuchPayout(payout=77)
    scene.done(CompletePayout, MAX, PayoutPaid, **facts)


DECISIONS: list[tuple[type[Any], dict[str, str]]] = [
    (ApprovePayout, {}),
    (RejectPayout, {"reason": "fair"}),
    (CompletePayout, {"reference": "PP-1"}),
]


@pytest.mark.parametrize(("kind", "facts"), DECISIONS)
def test_nobody_decides_about_their_own(kind: type[Any], facts: dict[str, str]) -> None:
    scene = open_house()
    number = approved(scene)
    assert scene.ask(kind, BEA, payout=number, **facts) == PayoutIsOwn(payout=number)
    assert scene.ask(kind, MAX, payout=5_000, **facts) == NoSuchPayout(payout=5_000)


@pytest.mark.parametrize("first", range(3))
@pytest.mark.parametrize("second", range(4))
def test_each_payout_ends_exactly_once_in_whatever_order(first: int, second: int) -> None:
    ends: list[tuple[type[Any], Person, dict[str, str]]] = [
        (CancelPayout, BEA, {}),
        (RejectPayout, MAX, {"reason": "no"}),
        (CompletePayout, MOD, {"reference": "PP"}),
        (ApprovePayout, KIM, {}),
    ]
    for together in (True, False):
        scene, shelf = open_house(), Shelf(700)
        kind, who, facts = ends[first]
        number = asked(scene) if kind is CancelPayout else approved(scene)
        ended = scene.ask(kind, who, payout=number, **facts)
        assert isinstance(ended, Accepted)
        if not together:
            scene.next_batch(shelf)
        before = scene.book.balance(wallet(scene.member(BEA).number, DIAMONDS))
        kind, who, facts = ends[second]
        refused = scene.ask(kind, who, payout=number, **facts)
        state = payout(scene, number).state
        assert refused == PayoutOver(payout=number, state=state, by_seq=ended.seq)
        assert held(scene, number) == 0
        assert scene.book.balance(wallet(scene.member(BEA).number, DIAMONDS)) == before
        assert scene.book.once[f"payout-end:{number}"] == ended.seq


def test_above_the_guilds_amount_it_takes_two_different_moderators() -> None:
    scene = open_house(cashout_two=1_000)
    number = asked(scene, 1_000)
    assert payout(scene, number).needs_two
    first = scene.done(ApprovePayout, MAX, PayoutApproved, payout=number)
    assert first.needs_another
    again = scene.ask(ApprovePayout, MAX, payout=number)
    assert again == ApprovedBefore(payout=number, own=True)
    paid = scene.ask(CompletePayout, MAX, payout=number, reference="PP")
    assert paid == NotApproved(payout=number)
    second = scene.done(ApprovePayout, MOD, PayoutApproved, payout=number)
    assert not second.needs_another
    third = scene.ask(ApprovePayout, KIM, payout=number)
    assert third == ApprovedBefore(payout=number, own=False)
    scene.done(CompletePayout, MAX, PayoutPaid, payout=number, reference="PP")


def test_parts_of_a_large_sum_take_two_as_well() -> None:
    scene = open_house(cashout_two=1_000)
    small, next_one = asked(scene, 600), asked(scene, 600)
    assert [payout(scene, number).needs_two for number in (small, next_one)] == [False, True]
    scene.at(NOW + timedelta(days=1))
    assert not payout(scene, asked(scene, 600)).needs_two


def test_once_it_is_approved_another_approval_changes_nothing() -> None:
    scene = open_house()
    number = approved(scene)
    assert scene.ask(ApprovePayout, MAX, payout=number) == ApprovedBefore(payout=number, own=True)
    assert scene.ask(ApprovePayout, MOD, payout=number) == ApprovedBefore(payout=number, own=False)


def test_turning_it_off_leaves_open_ones_to_be_decided() -> None:
    scene = open_house()
    numbers = [approved(scene, 100), asked(scene, 100), asked(scene, 100)]
    accepted(scene.set(("cashout", "0")), SettingChanged)
    assert ask(scene, 100) == CashoutOff()
    scene.done(CompletePayout, MAX, PayoutPaid, payout=numbers[0], reference="PP")
    scene.done(RejectPayout, MAX, PayoutRejected, payout=numbers[1], reason="off")
    scene.done(CancelPayout, BEA, PayoutCancelled, payout=numbers[2])


def test_nothing_is_paid_to_who_was_frozen_meanwhile() -> None:
    scene = open_house()
    waiting, ready = asked(scene), approved(scene)
    scene.freeze(BEA)
    by_seq = scene.book.last_seq
    refused = scene.ask(ApprovePayout, MAX, payout=waiting)
    assert refused == PayoutFrozen(payout=waiting, by_seq=by_seq)
    refused = scene.ask(CompletePayout, MAX, payout=ready, reference="PP")
    assert refused == PayoutFrozen(payout=ready, by_seq=by_seq)
    scene.done(RejectPayout, MAX, PayoutRejected, payout=ready, reason="frozen")
    # Their own diamonds they may have back: frozen they stay where a moderator finds them.
    scene.done(CancelPayout, BEA, PayoutCancelled, payout=waiting)


@pytest.mark.parametrize(
    "end",
    [
        lambda scene, number: scene.ask(CancelPayout, BEA, payout=number),
        lambda scene, number: scene.ask(RejectPayout, MAX, payout=number, reason="no"),
    ],
)
def test_a_wallet_without_room_keeps_the_diamonds_set_aside(
    end: Callable[[Scene, int], Outcome],
) -> None:
    scene = open_house()
    number = asked(scene)
    scene.holding(BEA, diamonds=MOST_BALANCE - 5)
    assert end(scene, number) == BalanceTooLarge(currency=DIAMONDS)
    assert held(scene, number) == 1_000 * DIAMOND


def test_a_restart_in_the_middle_loses_nothing_of_a_payout() -> None:
    scene, shelf = open_house(cashout_two=1_000), Shelf(700)
    number = asked(scene)
    scene.next_batch(shelf)
    scene.set(("cashout", "1"), ("cashout_two", "1000"), ("cashout_least", "100"))
    scene.done(ApprovePayout, MAX, PayoutApproved, payout=number)
    scene.next_batch(shelf)
    assert scene.ask(ApprovePayout, MAX, payout=number) == ApprovedBefore(payout=number, own=True)
    scene.done(ApprovePayout, MOD, PayoutApproved, payout=number)
    scene.next_batch(shelf)
    paid = scene.done(CompletePayout, MOD, PayoutPaid, payout=number, reference="PP")
    scene.next_batch(shelf)
    refused = scene.ask(CompletePayout, MAX, payout=number, reference="PP")
    assert refused == PayoutOver(payout=number, state="paid", by_seq=paid.seq)
