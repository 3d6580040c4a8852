"""The books themselves: what no rule, however faulty, can enter into them."""

import pytest

from bot.ledger.accounts import Kind, boundary, wallet
from bot.ledger.books import GuildBook, Line
from bot.ledger.money import MOST_UNITS, Currency, Purse
from bot.ledger.outcomes import MemberFrozen
from tests.ledger.scene import ANN, BEA, Scene

COINS = Currency.COINS
ISSUED = boundary(Kind.ISSUED, COINS)


def enter(book: GuildBook, *lines: Line, seq: int | None = None, once: str | None = None) -> None:
    outcome = MemberFrozen(seq=book.next_seq() if seq is None else seq, member=1)
    book.record(outcome, book.member(ANN), lines, once=once)


@pytest.mark.parametrize("seq", [-1, 0, 2])
def test_an_operation_out_of_order_is_a_fault(seq: int) -> None:
    scene = Scene()
    with pytest.raises(ValueError, match="does not follow"):
        enter(scene.book, seq=seq)
    assert scene.book.changes.operations == []


@pytest.mark.parametrize("amount", [-1, 0, MOST_UNITS + 1])
def test_an_amount_that_no_transfer_moves_is_a_fault(amount: int) -> None:
    scene = Scene().holding(ANN, coins=5)
    with pytest.raises(ValueError, match="not a transfer"):
        enter(scene.book, Line(ISSUED, wallet(1, COINS), amount))
    assert scene.purse(ANN) == Purse(coins=5)


def test_a_transfer_between_currencies_is_a_fault() -> None:
    with pytest.raises(ValueError, match="not a transfer"):
        enter(Scene().book, Line(ISSUED, wallet(1, Currency.DIAMONDS), 1))


def test_taking_more_than_there_is_in_several_lines_is_a_fault_and_moves_nothing() -> None:
    scene = Scene().holding(ANN, coins=5)
    line = Line(wallet(scene.member(ANN).number, COINS), ISSUED, 3)
    with pytest.raises(ValueError, match="holds 2 by then, less than 3"):
        enter(scene.book, line, line)
    assert scene.purse(ANN) == Purse(coins=5)
    assert scene.book.last_seq == 0
    assert scene.book.changes.transfers == []


def test_doing_twice_what_may_happen_once_is_a_fault() -> None:
    scene = Scene()
    enter(scene.book, once="promo:1")
    with pytest.raises(ValueError, match="already done by operation #1"):
        enter(scene.book, once="promo:1")
    enter(scene.book, once="promo:2")


def test_wallets_holds_and_debts_keep_a_balance_and_the_boundary_keeps_none() -> None:
    stored = {kind for kind in Kind if boundary(kind, COINS).is_stored}
    assert stored == {Kind.WALLET, Kind.HOLD, Kind.DEBT}
    assert boundary(Kind.SPENT, COINS).owner == 0


def test_members_are_numbered_in_the_order_in_which_they_came() -> None:
    scene = Scene()
    assert [scene.member(person).number for person in (BEA, ANN, BEA)] == [1, 2, 1]
    assert scene.book.numbered(2) is scene.member(ANN)
    assert [*scene.book.changes.members] == [1, 2]
    with pytest.raises(KeyError):
        scene.book.numbered(3)


def test_a_forgotten_member_is_known_by_number_alone() -> None:
    scene = Scene().holding(ANN, coins=1)
    gift = scene.sent(ANN, BEA)
    later = GuildBook(scene.book.guild, scene.book.now_ms)
    forgotten = scene.member(ANN)
    forgotten.user_id, forgotten.name = None, None
    later.knows(forgotten)
    assert later.numbered(gift.sender) is forgotten
    assert later.find(ANN.user_id) is None
