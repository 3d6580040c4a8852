"""Debts: what two moderators take back although it was spent, and who pays it, and when."""

from typing import Any

import pytest

from bot.ledger.accounts import Kind, boundary, debt, wallet
from bot.ledger.books import LOG_SINK, GuildBook, Line
from bot.ledger.money import Currency, Purse
from bot.ledger.outcomes import (
    AlreadyReversed,
    BalanceAdjusted,
    DiamondsConverted,
    GiftReversed,
    InsufficientCoins,
    NoSuchGift,
    Outcome,
    OwnFavour,
    ReasonMissing,
    ReversalShort,
)
from bot.ledger.outcomes.fairness import (
    Concerned,
    DebtForgiven,
    NothingOwed,
    NotWaiting,
    ReversalAsked,
    ReversalDeclined,
    ReversalWaits,
)
from bot.ledger.requests import Person
from bot.ledger.requests.fairness import ForceReversal, ForgiveDebt, RefuseReversal
from bot.ledger.rules import once_of
from bot.ledger.rules.forcing import WAITS_MS
from tests.ledger.scene import (
    ANN,
    BEA,
    DIAMOND,
    GUILD,
    KIM,
    MOD,
    PERFUME,
    ROSE,
    Scene,
    accepted,
    account_of_age,
)

MAY = Person(account_of_age(900, 6), "May")
"""A second moderator."""


def force(scene: Scene, seq: int, by: Person = MOD, **facts: Any) -> Outcome:
    return scene.ask(ForceReversal, by, seq=seq, **{"reason": "stolen card", **facts})


def spent(scene: Scene, keeps: int = 0) -> int:
    """A gift of 20 coins whose 10 diamonds the creator has converted, but for some."""
    gift = scene.sent(ANN, BEA, PERFUME)
    accepted(scene.convert(BEA, (10 - keeps) * DIAMOND), DiamondsConverted)
    return gift.seq


def paid_for(**settings: Any) -> Scene:
    return Scene(**settings).holding(ANN, coins=1_000)


def owed(book: GuildBook, person: Person, currency: Currency = Currency.DIAMONDS) -> int:
    return book.owed(book.member(person).number, currency)


def indebted(keeps: int = 0) -> Scene:
    """Bea owes what two moderators took back."""
    scene = paid_for()
    seq = spent(scene, keeps)
    accepted(force(scene, seq), ReversalAsked)
    accepted(force(scene, seq, MAY), GiftReversed)
    return scene


# How a debt comes about.


def test_the_first_moderator_asks_and_nothing_moves() -> None:
    scene = paid_for(log_channel=5)
    seq = spent(scene, keeps=4)
    before = scene.purse(ANN), scene.purse(BEA)
    asked = accepted(force(scene, seq), ReversalAsked)
    assert (asked.gift, asked.missing) == (seq, 6 * DIAMOND)
    assert asked.until_ms == scene.book.now_ms + WAITS_MS
    assert (scene.purse(ANN), scene.purse(BEA)) == before
    assert scene.lines(asked.seq) == []
    assert scene.acknowledgement(asked.seq, LOG_SINK)
    assert scene.notices(BEA) == scene.notices(ANN) == []


def test_the_second_moderator_does_it_and_what_is_missing_is_owed() -> None:
    scene = paid_for(log_channel=5)
    seq = spent(scene, keeps=4)
    asked = accepted(force(scene, seq), ReversalAsked)
    back = accepted(force(scene, seq, MAY), GiftReversed)
    assert (back.owed_units, back.earned_units) == (6 * DIAMOND, 10 * DIAMOND)
    assert scene.purse(ANN).coins == 1_000
    assert scene.purse(BEA) == Purse(coins=6)
    assert owed(scene.book, BEA) == 6 * DIAMOND
    bea = scene.member(BEA).number
    diamonds = Currency.DIAMONDS
    assert scene.lines(back.seq)[1:] == [
        Line(wallet(bea, diamonds), boundary(Kind.ISSUED, diamonds), 4 * DIAMOND),
        Line(boundary(Kind.UNCOVERED, diamonds), debt(bea, diamonds), 6 * DIAMOND),
    ]
    assert scene.notices(BEA) == scene.notices(ANN) == [back.seq]
    shown = scene.acknowledgement(asked.seq, LOG_SINK)
    assert shown
    assert shown.wanted == 2
    assert scene.book.economy.forcings[seq].ended_seq == back.seq


def test_a_forced_reversal_counts_as_an_ordinary_one_does() -> None:
    forced, ordinary = paid_for(), paid_for()
    first, second = spent(forced), ordinary.sent(ANN, BEA, PERFUME).seq
    accepted(force(forced, first), ReversalAsked)
    one = accepted(force(forced, first, MAY), GiftReversed)
    other = accepted(ordinary.reverse(second), GiftReversed)
    assert (one.level_before, one.level) == (other.level_before, other.level)
    assert forced.book.changes.tallies == ordinary.book.changes.tallies
    assert forced.combo(first) == ordinary.combo(second)
    assert (
        once_of(ForceReversal(guild=GUILD, key="k", actor=MOD, seq=first, reason="x"), forced.book)
        == f"reverse:{first}"
    )


def test_a_gift_is_taken_back_once_however_it_is_asked() -> None:
    scene = paid_for()
    seq = spent(scene)
    force(scene, seq)
    back = accepted(force(scene, seq, MAY), GiftReversed)
    done = AlreadyReversed(gift=seq, by_seq=back.seq)
    assert force(scene, seq, MAY) == force(scene, seq) == scene.reverse(seq) == done


def test_an_ordinary_reversal_ends_what_waits() -> None:
    scene = paid_for()
    seq = spent(scene)
    force(scene, seq)
    scene.adjust(BEA, 10 * DIAMOND, Currency.DIAMONDS)
    back = accepted(scene.reverse(seq, by=MAY), GiftReversed)
    assert back.owed_units == 0
    assert scene.book.economy.forcings[seq].ended_seq == back.seq


def test_where_nothing_is_missing_any_more_one_moderator_is_enough() -> None:
    scene = paid_for()
    seq = spent(scene)
    scene.adjust(BEA, 10 * DIAMOND, Currency.DIAMONDS)
    assert accepted(force(scene, seq), GiftReversed).owed_units == 0


def test_the_one_who_asked_is_not_the_second_until_it_has_lapsed() -> None:
    scene = paid_for()
    seq = spent(scene)
    asked = accepted(force(scene, seq), ReversalAsked)
    assert force(scene, seq) == ReversalWaits(gift=seq, until_ms=asked.until_ms)
    scene.later(seconds=WAITS_MS / 1_000)
    again = accepted(force(scene, seq, MAY), ReversalAsked)
    assert again.until_ms == scene.book.now_ms + WAITS_MS
    accepted(force(scene, seq), GiftReversed)


def test_nobody_concerned_has_a_part_in_it() -> None:
    scene = paid_for()
    seq = spent(scene)
    assert isinstance(force(scene, seq, ANN), OwnFavour)
    assert force(scene, seq, BEA) == Concerned(gift=seq)
    force(scene, seq)
    assert isinstance(force(scene, seq, ANN), OwnFavour)
    assert force(scene, seq, BEA) == Concerned(gift=seq)


def test_it_takes_a_gift_and_a_reason() -> None:
    scene = paid_for()
    seq = spent(scene)
    assert isinstance(force(scene, seq, reason=" "), ReasonMissing)
    assert force(scene, 99) == NoSuchGift(gift=99)


def test_one_delivery_of_the_same_press_asks_once() -> None:
    scene = paid_for()
    seq = spent(scene)
    first = force(scene, seq, key="press")
    assert force(scene, seq, key="press") == first
    assert len(scene.book.economy.forcings) == 1


# How a second moderator says no.


def refuse(scene: Scene, seq: int, by: Person = MAY, reason: str = "settled") -> Outcome:
    return scene.ask(RefuseReversal, by, seq=seq, reason=reason)


def test_a_no_ends_what_waits_and_moves_nothing() -> None:
    scene = paid_for(log_channel=5)
    seq = spent(scene)
    asked = accepted(force(scene, seq), ReversalAsked)
    before = scene.purse(ANN), scene.purse(BEA)
    declined = accepted(refuse(scene, seq), ReversalDeclined)
    assert (declined.asked_seq, declined.withdrawn) == (asked.seq, False)
    assert scene.lines(declined.seq) == []
    assert (scene.purse(ANN), scene.purse(BEA)) == before
    assert scene.book.economy.forcings[seq].ended_seq == declined.seq
    shown = scene.acknowledgement(asked.seq, LOG_SINK)
    assert shown
    assert shown.wanted == 2
    assert scene.notices(MOD) == [declined.seq]
    assert refuse(scene, seq) == NotWaiting(gift=seq)
    again = accepted(force(scene, seq, MAY), ReversalAsked)
    assert scene.book.economy.forcings[seq].asked_seq == again.seq


def test_who_asked_may_take_it_back_and_is_told_of_nothing() -> None:
    scene = paid_for()
    seq = spent(scene)
    force(scene, seq)
    assert accepted(refuse(scene, seq, MOD), ReversalDeclined).withdrawn
    assert scene.notices(MOD) == []


def test_a_no_takes_something_that_waits_a_reason_and_nobody_concerned() -> None:
    scene = paid_for()
    seq = spent(scene)
    assert refuse(scene, seq) == NotWaiting(gift=seq)
    assert refuse(scene, 99) == NotWaiting(gift=99)
    force(scene, seq)
    assert isinstance(refuse(scene, seq, reason=" "), ReasonMissing)
    assert refuse(scene, seq, ANN) == Concerned(gift=seq), "who sent it may be in league with Bea"
    assert refuse(scene, seq, BEA) == Concerned(gift=seq)
    scene.later(seconds=WAITS_MS / 1_000)
    assert refuse(scene, seq) == NotWaiting(gift=seq)


def test_a_forced_reversal_names_where_the_first_asked_for_it() -> None:
    scene = paid_for()
    seq = spent(scene)
    asked = accepted(force(scene, seq), ReversalAsked)
    assert accepted(force(scene, seq, MAY), GiftReversed).asked_seq == asked.seq
    plain = scene.sent(ANN, KIM, PERFUME)
    assert accepted(scene.reverse(plain.seq), GiftReversed).asked_seq == 0


# How somebody is let off a debt.


def forgive(scene: Scene, whom: Person = BEA, by: Person = MOD, reason: str = "sorry") -> Outcome:
    return scene.ask(ForgiveDebt, by, member=whom, reason=reason)


def test_a_debt_is_forgiven_whole_in_every_currency_and_told() -> None:
    scene = indebted(keeps=4)
    bea = scene.member(BEA).number
    for currency in (Currency.COINS, Currency.BONUS_DIAMONDS):
        scene.book.balances[wallet(bea, currency)] = 0
        scene.book.holds(debt(bea, currency), 5)
    done = accepted(forgive(scene), DebtForgiven)
    assert (done.coins, done.bonus_coins) == (5, 0)
    assert (done.units, done.bonus_units) == (6 * DIAMOND, 5)
    assert all(owed(scene.book, BEA, currency) == 0 for currency in Currency)
    assert scene.notices(BEA)[-1] == done.seq
    assert scene.lines(done.seq)[-1] == Line(
        debt(bea, Currency.BONUS_DIAMONDS), boundary(Kind.UNCOVERED, Currency.BONUS_DIAMONDS), 5
    )
    scene.sent(ANN, BEA, PERFUME)
    assert scene.purse(BEA).diamonds == 10 * DIAMOND


def test_nobody_forgives_themselves_or_what_is_not_owed_or_without_a_reason() -> None:
    scene = indebted()
    assert isinstance(forgive(scene, by=BEA), OwnFavour)
    assert forgive(scene, KIM) == NothingOwed()
    assert isinstance(forgive(scene, reason=" "), ReasonMissing)
    accepted(forgive(scene), DebtForgiven)
    assert forgive(scene) == NothingOwed()


# How it is paid.


def test_later_diamonds_pay_the_debt_first() -> None:
    scene = indebted()
    scene.sent(ANN, BEA, ROSE, 8)
    assert scene.purse(BEA).diamonds == 0
    assert owed(scene.book, BEA) == 6 * DIAMOND
    scene.sent(ANN, BEA, PERFUME)
    assert scene.purse(BEA).diamonds == 4 * DIAMOND
    assert owed(scene.book, BEA) == 0


def test_bonus_diamonds_pay_no_debt_of_diamonds() -> None:
    scene = indebted()
    scene.holding(KIM, bonus_coins=100)
    scene.sent(KIM, BEA, PERFUME)
    assert scene.purse(BEA).bonus_diamonds == 10 * DIAMOND
    assert owed(scene.book, BEA) == 10 * DIAMOND


def test_what_a_moderator_gives_pays_first_and_the_balance_told_is_what_stays() -> None:
    scene = indebted()
    given = accepted(scene.adjust(BEA, 12 * DIAMOND, Currency.DIAMONDS), BalanceAdjusted)
    assert given.balance == scene.purse(BEA).diamonds == 2 * DIAMOND
    assert given.repaid == 10 * DIAMOND
    assert owed(scene.book, BEA) == 0


def test_a_conversion_into_owed_coins_tells_what_stays() -> None:
    scene = Scene().holding(BEA, diamonds=10 * DIAMOND)
    bea, coins = scene.member(BEA).number, Currency.COINS
    scene.book.holds(debt(bea, coins), 4)
    done = accepted(scene.convert(BEA, 10 * DIAMOND), DiamondsConverted)
    assert done.coins == 10
    assert done.coins_left == scene.purse(BEA).coins == 6
    assert owed(scene.book, BEA, coins) == 0


def test_a_gift_that_paid_a_debt_comes_short_itself() -> None:
    scene = indebted()
    gift = scene.sent(ANN, BEA, PERFUME)
    assert owed(scene.book, BEA) == 0
    short = scene.reverse(gift.seq)
    assert isinstance(short, ReversalShort)
    assert short.missing == 10 * DIAMOND
    force(scene, gift.seq)
    accepted(force(scene, gift.seq, MAY), GiftReversed)
    assert owed(scene.book, BEA) == 10 * DIAMOND


def test_who_gets_coins_back_pays_their_own_debt_first() -> None:
    scene = paid_for()
    gift = scene.sent(ANN, BEA, PERFUME)
    ann = scene.member(ANN).number
    scene.book.balances[wallet(ann, Currency.COINS)] = 0
    scene.book.holds(debt(ann, Currency.COINS), 15)
    accepted(scene.reverse(gift.seq), GiftReversed)
    assert scene.purse(ANN).coins == 5
    assert owed(scene.book, ANN, Currency.COINS) == 0


def test_a_gift_that_is_too_dear_says_what_is_owed() -> None:
    scene = Scene()
    ann = scene.member(ANN).number
    scene.book.holds(debt(ann, Currency.COINS), 49)
    short = scene.gift(ANN, BEA, ROSE)
    assert isinstance(short, InsufficientCoins)
    assert (short.missing, short.owed) == (1, 49)


# The mechanism itself.


@pytest.mark.parametrize(("owes", "comes", "stays"), [(5, 3, 0), (5, 5, 0), (5, 8, 3), (0, 8, 8)])
def test_what_comes_in_pays_what_is_owed_to_the_unit(owes: int, comes: int, stays: int) -> None:
    scene = Scene()
    bea, coins = scene.member(BEA).number, Currency.COINS
    if owes:
        scene.book.holds(debt(bea, coins), owes)
    assert scene.book.kept(bea, coins, comes) == stays
    scene.fund(BEA, comes)
    assert scene.purse(BEA).coins == stays
    assert owed(scene.book, BEA, coins) == owes - (comes - stays)


def test_several_lines_of_one_operation_pay_a_debt_once() -> None:
    scene = Scene()
    bea, coins = scene.member(BEA).number, Currency.COINS
    scene.book.holds(debt(bea, coins), 5)
    issued = boundary(Kind.ISSUED, coins)
    lines = [Line(issued, wallet(bea, coins), 4), Line(issued, wallet(bea, coins), 4)]
    outcome = BalanceAdjusted(seq=1, member=bea, currency=coins, amount=8, balance=3)
    scene.book.record(outcome, scene.member(MOD), lines)
    sold, uncovered = boundary(Kind.SOLD, coins), boundary(Kind.UNCOVERED, coins)
    assert scene.lines(1) == [
        lines[0],
        Line(wallet(bea, coins), sold, 4),
        Line(debt(bea, coins), uncovered, 4),
        lines[1],
        Line(wallet(bea, coins), sold, 1),
        Line(debt(bea, coins), uncovered, 1),
    ]
    assert scene.purse(BEA).coins == 3


def test_who_owes_nothing_moves_no_more_than_is_said() -> None:
    scene = indebted()
    gift = scene.sent(ANN, KIM, PERFUME)
    assert len(scene.lines(gift.seq)) == 2
