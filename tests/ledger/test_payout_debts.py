"""Debts before payouts: who owes what is worth money neither asks for one nor is paid one."""

from typing import Any

import pytest

from bot.ledger.accounts import Kind, boundary, debt, wallet
from bot.ledger.books import Line
from bot.ledger.money import Currency
from bot.ledger.outcomes import DiamondsConverted, Frozen
from bot.ledger.outcomes.payouts import (
    CashoutOff,
    DebtsFirst,
    PayoutApproved,
    PayoutCancelled,
    PayoutOwed,
    PayoutPaid,
    PayoutRejected,
)
from bot.ledger.requests.payouts import (
    ApprovePayout,
    CancelPayout,
    CompletePayout,
    RejectPayout,
)
from tests.ledger.scene import BEA, DIAMOND, Scene, accepted
from tests.ledger.test_payouts import DIAMONDS, MAX, approved, ask, asked, open_house


def owing(scene: Scene, amount: int, currency: Currency) -> Scene:
    """Have Bea owe something."""
    scene.book.holds(debt(scene.member(BEA).number, currency), amount)
    return scene


def owed(scene: Scene, currency: Currency) -> int:
    """What Bea owes."""
    return scene.book.owed(scene.member(BEA).number, currency)


# Asking.


def test_who_owes_coins_asks_for_nothing_and_reads_how_many_diamonds_pay_them() -> None:
    scene = owing(open_house(1_000, conversion_rate=5_000), 120, Currency.COINS)
    refused = DebtsFirst(coins=120, units=0, converted=240 * DIAMOND)
    assert ask(scene, 500) == refused
    # Whatever else would be wrong with it, the debt is told: nothing is right before it is paid.
    assert ask(scene, 5_000, quoted_fee=9) == refused


def test_the_diamonds_that_it_names_pay_all_of_it_and_one_unit_less_does_not() -> None:
    def scene_with_both() -> Scene:
        scene = owing(open_house(1_000, conversion_rate=3_333), 120, Currency.COINS)
        return scene.holding(BEA, diamonds=1_000 * DIAMOND, bonus_diamonds=77 * DIAMOND + 1)

    refused = ask(scene_with_both(), 500)
    assert isinstance(refused, DebtsFirst)
    assert refused.converted > 0
    for units, left in ((refused.converted, 0), (refused.converted - 1, 1)):
        scene = scene_with_both()
        accepted(scene.convert(BEA, units, rate=3_333), DiamondsConverted)
        assert owed(scene, Currency.COINS) == left
    asked(owing(scene_with_both(), 0, Currency.COINS), 500)


@pytest.mark.parametrize(("diamonds", "converted"), [(119, 0), (120, 120)])
def test_it_names_no_diamonds_that_are_not_there(diamonds: int, converted: int) -> None:
    scene = owing(open_house(diamonds), 120, Currency.COINS)
    scene.holding(BEA, diamonds=diamonds * DIAMOND)
    assert ask(scene, 100) == DebtsFirst(coins=120, units=0, converted=converted * DIAMOND)


def test_who_owes_diamonds_is_told_so() -> None:
    scene = owing(open_house(), 7, DIAMONDS)
    scene.holding(BEA)
    assert ask(scene, 500) == DebtsFirst(coins=0, units=7, converted=0)


@pytest.mark.parametrize("currency", [Currency.BONUS_COINS, Currency.BONUS_DIAMONDS])
def test_who_owes_what_was_given_away_is_paid_all_the_same(currency: Currency) -> None:
    scene = owing(open_house(1_000), 120, currency)
    number = approved(scene, 1_000)
    scene.done(CompletePayout, MAX, PayoutPaid, payout=number, reference="PP")


def test_what_stands_before_a_debt_is_told_first() -> None:
    scene = owing(open_house(), 120, Currency.COINS)
    scene.freeze(BEA)
    assert isinstance(ask(scene, 500), Frozen)
    assert ask(owing(open_house(cashout=0), 120, Currency.COINS), 500) == CashoutOff()


# Deciding.


def test_coins_that_are_owed_stop_an_approval_and_a_payment_until_they_are_paid() -> None:
    scene = open_house(2_000)
    waiting, ready = asked(scene, 500), approved(scene, 500)
    owing(scene, 120, Currency.COINS)
    refused = scene.ask(ApprovePayout, MAX, payout=waiting)
    assert refused == PayoutOwed(payout=waiting, owed=0, coins=120)
    refused = scene.ask(CompletePayout, MAX, payout=ready, reference="PP")
    assert refused == PayoutOwed(payout=ready, owed=0, coins=120)
    done = accepted(scene.convert(BEA, 120 * DIAMOND), DiamondsConverted)
    assert (done.coins, done.repaid, done.coins_left) == (120, 120, 0)
    bea, coins = scene.member(BEA).number, Currency.COINS
    assert scene.lines(done.seq)[-2:] == [
        Line(wallet(bea, coins), boundary(Kind.SOLD, coins), 120),
        Line(debt(bea, coins), boundary(Kind.UNCOVERED, coins), 120),
    ]
    scene.done(ApprovePayout, MAX, PayoutApproved, payout=waiting)
    scene.done(CompletePayout, MAX, PayoutPaid, payout=ready, reference="PP")


def test_what_is_taken_back_or_rejected_pays_no_coins_by_itself() -> None:
    scene = open_house(1_000)
    waiting, ready = asked(scene, 500), approved(scene, 500)
    owing(scene, 120, Currency.COINS)
    scene.done(CancelPayout, BEA, PayoutCancelled, payout=waiting)
    scene.done(RejectPayout, MAX, PayoutRejected, payout=ready, reason="a debt")
    assert scene.purse(BEA).diamonds == 1_000 * DIAMOND
    assert owed(scene, Currency.COINS) == 120


@pytest.mark.parametrize("ending", [RejectPayout, CancelPayout])
def test_a_debt_comes_before_what_is_paid_out(ending: type[Any]) -> None:
    scene = open_house(1_000)
    number = approved(scene, 1_000) if ending is RejectPayout else asked(scene, 1_000)
    owing = debt(scene.member(BEA).number, DIAMONDS)
    scene.book.holds(owing, 300 * DIAMOND)
    owed = PayoutOwed(payout=number, owed=300 * DIAMOND)
    if ending is RejectPayout:
        assert scene.ask(CompletePayout, MAX, payout=number, reference="PP") == owed
        scene.done(RejectPayout, MAX, PayoutRejected, payout=number, reason="a debt")
    else:
        assert scene.ask(ApprovePayout, MAX, payout=number) == owed
        done = scene.done(CancelPayout, BEA, PayoutCancelled, payout=number)
        assert done.units_left == 700 * DIAMOND
    assert scene.purse(BEA).diamonds == 700 * DIAMOND
    assert scene.book.balance(owing) == 0
