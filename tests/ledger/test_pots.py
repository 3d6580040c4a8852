"""Drops and chests: who takes what, once, and where the rest goes."""

from typing import Any

import pytest

from bot.ledger.accounts import Kind, debt, hold, wallet
from bot.ledger.books import CHANNEL_SINK, LOG_SINK
from bot.ledger.money import MOST_BALANCE, Currency, Purse
from bot.ledger.outcomes import BalanceTooLarge, BotRecipient, Frozen, KeyConflict, Outcome
from bot.ledger.outcomes.barring import Barred
from bot.ledger.outcomes.fairness import TooYoung
from bot.ledger.outcomes.live import MomentOutOfRange
from bot.ledger.outcomes.pots import (
    ChestChanged,
    ChestIsOpen,
    ChestIssued,
    ChestOpened,
    ChestShort,
    ChestShut,
    NoSuchPot,
    OwnPot,
    PotEnded,
    PotEndedBefore,
    PotIsOver,
    PotOutOfRange,
    PotOver,
    RoleMissing,
    ShareHad,
    ShareTaken,
    TooManyPots,
)
from bot.ledger.requests import Person
from bot.ledger.requests.pots import (
    ClosePot,
    CreatePromotion,
    DropChest,
    OpenChest,
)
from bot.ledger.rules.filling import Filling, filling
from bot.ledger.shares import commitment, shares
from tests.ledger.pots_scene import (
    MINUTE_MS,
    SEED,
    chest_facts,
    drop,
    drop_chest,
    held,
    open_chest,
    pot_of,
    promote,
    redeem,
    scene_with,
    take,
)
from tests.ledger.scene import (
    ANN,
    BEA,
    CHANNEL,
    GUILD,
    KIM,
    MOD,
    ROBOT,
    accepted,
    account_of_age,
)
from tests.ledger.shelf import Shelf

# Drops.


def test_each_who_has_the_role_collects_once_and_the_message_says_how_far_it_is() -> None:
    scene = scene_with()
    made = drop(scene, role=5)
    shown = scene.acknowledgement(made.seq)
    assert shown
    assert (shown.channel, shown.wanted) == (CHANNEL, 1)
    assert take(scene, KIM, made.seq, own_roles=(4,)) == RoleMissing(role=5)
    taken = accepted(take(scene, KIM, made.seq, own_roles=(4, 5)), ShareTaken)
    assert (taken.of, taken.total, taken.left) == ("drop", 20, 1)
    # Who has lost the role meanwhile is told of their share all the same.
    assert isinstance(take(scene, KIM, made.seq), ShareHad)
    assert shown.wanted == 2
    last = accepted(take(scene, ANN, made.seq, own_roles=(5,)), ShareTaken)
    assert pot_of(scene, made.seq).ended_seq == last.seq
    assert take(scene, BEA, made.seq, own_roles=(5,)) == PotIsOver(of="drop", all_taken=True)
    assert held(scene, made.seq) == (0, 0)


def test_of_ten_who_press_at_once_the_last_share_goes_to_one() -> None:
    scene = scene_with()
    made = drop(scene, shares=1)
    people = [Person(account_of_age(900, 100 + number), f"P{number}") for number in range(10)]
    outcomes = [take(scene, one, made.seq) for one in people]
    assert [type(outcome) for outcome in outcomes] == [ShareTaken, *[PotIsOver] * 9]
    assert held(scene, made.seq) == (0, 0)


def test_at_the_closing_moment_nothing_is_taken_any_more() -> None:
    scene = scene_with()
    made = drop(scene)
    scene.later(seconds=3_599.999)
    accepted(take(scene, KIM, made.seq), ShareTaken)
    scene.later(seconds=0.001)
    assert take(scene, ANN, made.seq) == PotIsOver(of="drop", all_taken=False)
    over = scene.done(ClosePot, MOD, PotOver, pot=made.seq, early=False)
    assert (over.taken, over.people, over.bonus_coins, over.own) == (1, 2, 20, False)
    assert held(scene, made.seq) == (0, 0)
    assert scene.notices(MOD) == []
    assert scene.ask(ClosePot, MOD, pot=made.seq, early=False) == PotEndedBefore(
        pot=made.seq, of="drop", by_seq=over.seq, all_taken=False
    )


def test_a_drop_that_goes_on_is_not_over() -> None:
    scene = scene_with()
    made = drop(scene)
    assert scene.ask(ClosePot, MOD, pot=made.seq, early=False) == NoSuchPot()
    assert scene.ask(ClosePot, MOD, pot=made.seq + 1, early=True) == NoSuchPot()
    assert take(scene, KIM, 99) == NoSuchPot()


def test_nobody_collects_from_their_own_drop() -> None:
    scene = scene_with()
    made = drop(scene)
    assert take(scene, MOD, made.seq) == OwnPot(of="drop")
    promote(scene)
    assert redeem(scene, MOD) == OwnPot(of="promotion")


def test_a_promotion_is_not_taken_from_by_a_button() -> None:
    scene = scene_with()
    assert take(scene, KIM, promote(scene).seq) == NoSuchPot()


def test_who_may_not_receive_takes_nothing() -> None:
    scene = scene_with(no_receiving="9", giver_age_days=1)
    made, code = drop(scene), promote(scene)
    young = Person(account_of_age(0.5), "Newt")
    assert code.seq
    for who, roles, kind in ((KIM, (9,), Barred), (young, (), TooYoung)):
        assert isinstance(take(scene, who, made.seq, own_roles=roles), kind)
        assert isinstance(redeem(scene, who, own_roles=roles), kind)
    scene.freeze(KIM)
    assert isinstance(take(scene, KIM, made.seq), Frozen)
    assert isinstance(redeem(scene, KIM), Frozen)
    assert take(scene, ROBOT, made.seq) == BotRecipient()


def test_a_full_wallet_takes_nothing() -> None:
    scene = scene_with().holding(KIM, bonus_coins=MOST_BALANCE)
    assert take(scene, KIM, drop(scene).seq) == BalanceTooLarge(currency=Currency.BONUS_COINS)


def test_a_moderator_has_so_many_open_at_once() -> None:
    scene = scene_with()
    for number in range(20):
        made = promote(scene, f"code {number}")
    refused = scene.ask(CreatePromotion, MOD, code="one more", coins=1, uses=1)
    assert refused == TooManyPots(code="pot", most=20)
    scene.done(ClosePot, MOD, PotEnded, pot=made.seq, early=True)
    promote(scene, "one more")


def test_what_a_moderator_ends_is_published_and_goes_back() -> None:
    scene = scene_with()
    made = drop(scene)
    accepted(take(scene, KIM, made.seq), ShareTaken)
    ended = scene.done(ClosePot, BEA, PotEnded, pot=made.seq, early=True)
    assert (ended.of, ended.taken, ended.people, ended.back) == ("drop", 1, 2, 20)
    (line,) = scene.lines(ended.seq)
    assert (line.source, line.target.kind) == (
        hold(made.seq, Currency.BONUS_COINS), Kind.ISSUED,
    )  # fmt: skip
    assert scene.acknowledgement(ended.seq, LOG_SINK)
    shown = scene.acknowledgement(made.seq)
    assert shown
    assert shown.wanted == 3


# Chests.


def test_a_chest_of_bonus_coins_is_dealt_by_its_seed_in_the_order_of_claims() -> None:
    scene = scene_with()
    made = drop_chest(scene)
    assert (made.coins, made.bonus_coins, made.even, made.kept) == (0, 60, False, 0)
    assert scene.purse(ANN) == Purse(bonus_coins=440)
    assert take(scene, KIM, made.seq) == ChestShut(opens_ms=made.opens_ms)
    scene.later(seconds=180).done(OpenChest, ANN, ChestOpened, pot=made.seq)
    assert take(scene, ANN, made.seq) == OwnPot(of="chest")
    taken = [accepted(take(scene, who, made.seq), ShareTaken) for who in (KIM, BEA, MOD)]
    assert tuple(share.bonus_coins for share in taken) == shares(SEED, 60, 3)
    assert {share.coins for share in taken} == {0}
    assert pot_of(scene, made.seq).ended_seq == taken[-1].seq
    assert held(scene, made.seq) == (0, 0)
    assert scene.notices(ANN) == []


def test_a_press_in_the_opening_moment_needs_no_calendar() -> None:
    scene = scene_with()
    made = drop_chest(scene)
    scene.later(seconds=180)
    accepted(take(scene, KIM, made.seq), ShareTaken)
    scene.done(OpenChest, ANN, ChestOpened, pot=made.seq)
    assert scene.ask(OpenChest, ANN, pot=made.seq) == NoSuchPot()


def test_a_chest_does_not_open_early() -> None:
    scene = scene_with()
    made = drop_chest(scene)
    assert scene.ask(OpenChest, ANN, pot=made.seq) == ChestShut(opens_ms=made.opens_ms)
    assert scene.ask(OpenChest, ANN, pot=drop(scene).seq) == NoSuchPot()


def test_with_bought_coins_in_it_all_shares_are_even_and_what_does_not_divide_stays() -> None:
    scene = scene_with()
    made = drop_chest(scene, BEA, coins=101, shares=3)
    assert (made.bonus_coins, made.coins, made.even, made.kept) == (30, 69, True, 2)
    assert scene.purse(BEA) == Purse(coins=931)
    assert pot_of(scene, made.seq).seed == ""
    scene.later(seconds=180)
    first, second = (accepted(take(scene, who, made.seq), ShareTaken) for who in (KIM, ANN))
    assert (first.bonus_coins, first.coins, first.total) == (30, 3, 33)
    assert (second.bonus_coins, second.coins, second.total) == (0, 33, 33)
    # What was given away is bonus, whatever it was before: it is never cashed out.
    assert scene.purse(KIM) == Purse(bonus_coins=33)
    scene.later(seconds=600)
    over = scene.done(ClosePot, BEA, PotOver, pot=made.seq, early=False)
    assert (over.coins, over.bonus_coins) == (33, 0)
    assert scene.purse(BEA) == Purse(coins=964)
    assert scene.notices(BEA) == [over.seq]


@pytest.mark.parametrize(
    ("wanted", "people", "bonus", "filled"),
    [
        (60, 7, 60, Filling(0, 60, even=False)),
        (60, 7, 59, Filling(0, 56, even=True)),
        (60, 6, 59, Filling(1, 59, even=True)),
        (60, 6, 0, Filling(60, 0, even=True)),
        (7, 7, 3, Filling(4, 3, even=True)),
    ],
)
def test_bonus_coins_go_first_into_a_chest(
    wanted: int, people: int, bonus: int, filled: Filling
) -> None:
    assert filling(wanted, people, bonus) == filled


def test_a_chest_holds_only_as_it_was_shown() -> None:
    scene = scene_with()
    refused = scene.ask(DropChest, ANN, **chest_facts(scene, quoted_bonus=50))
    assert refused == ChestChanged()
    drop_chest(scene, quoted_bonus=60)


def test_a_second_delivery_of_a_chest_is_the_same_chest_whatever_was_drawn() -> None:
    scene = scene_with()
    first = drop_chest(scene, key="c")
    scene.later(seconds=1)
    again = scene.ask(DropChest, ANN, key="c", **chest_facts(scene, seed="other", own_roles=(1,)))
    assert again == first
    assert pot_of(scene, first.seq).seed == SEED
    other = scene.ask(DropChest, ANN, key="c", **chest_facts(scene, coins=61))
    assert other == KeyConflict()


@pytest.mark.parametrize(
    ("facts", "refused"),
    [
        ({"coins": 501}, ChestShort(total=501, balance=500)),
        ({"shares": 0}, PotOutOfRange(code="people", least=1, most=150)),
        ({"shares": 151}, PotOutOfRange(code="people", least=1, most=150)),
        ({"coins": 2}, PotOutOfRange(code="total", least=3, most=1_000_000_000)),
    ],
)
def test_a_chest_has_its_bounds(facts: dict[str, Any], refused: Outcome) -> None:
    scene = scene_with()
    assert scene.ask(DropChest, ANN, **chest_facts(scene, **facts)) == refused


def test_a_chest_opens_and_closes_soon() -> None:
    scene = scene_with()
    now_ms = scene.book.now_ms
    for opens, closes in ((61, 62), (3, 14), (3, 3), (3, 2)):
        facts = {"opens_ms": now_ms + opens * MINUTE_MS, "closes_ms": now_ms + closes * MINUTE_MS}
        outcome = scene.ask(DropChest, ANN, **chest_facts(scene, **facts))
        assert isinstance(outcome, MomentOutOfRange)


def test_who_may_not_send_drops_no_chest() -> None:
    scene = scene_with(no_sending="9", giver_age_days=1)
    young = Person(account_of_age(0.5), "Newt")
    scene.holding(young, bonus_coins=60)
    assert isinstance(scene.ask(DropChest, ANN, **chest_facts(scene, own_roles=(9,))), Barred)
    assert isinstance(scene.ask(DropChest, young, **chest_facts(scene)), TooYoung)
    scene.freeze(ANN)
    assert isinstance(scene.ask(DropChest, ANN, **chest_facts(scene)), Frozen)


def test_a_member_has_so_many_chests_at_once() -> None:
    scene = scene_with()
    for _ in range(3):
        last = drop_chest(scene, coins=3)
    refused = scene.ask(DropChest, ANN, **chest_facts(scene, coins=3))
    assert refused == TooManyPots(code="chest", most=3)
    scene.done(ClosePot, ANN, PotOver, pot=last.seq, early=True)
    drop_chest(scene, coins=3)


def test_a_chest_is_taken_back_by_its_keeper_until_it_opens() -> None:
    scene = scene_with()
    first, second = drop_chest(scene), drop_chest(scene)
    over = scene.done(ClosePot, ANN, PotOver, pot=first.seq, early=True)
    assert (over.early, over.back, scene.notices(ANN)) == (True, 60, [])
    assert scene.purse(ANN) == Purse(bonus_coins=440)
    scene.later(seconds=180)
    refused = scene.ask(ClosePot, ANN, pot=second.seq, early=True)
    assert refused == ChestIsOpen(closes_ms=second.closes_ms)


def test_what_comes_back_from_a_chest_and_pays_a_debt_says_how_much_of_it() -> None:
    scene = scene_with()
    first, second = drop_chest(scene), drop_chest(scene)
    ann = scene.member(ANN).number
    taken = scene.purse(ANN).bonus_coins
    scene.adjust(ANN, -taken, Currency.BONUS_COINS)
    scene.book.holds(debt(ann, Currency.BONUS_COINS), 70)
    back = scene.done(ClosePot, ANN, PotOver, pot=first.seq, early=True)
    assert (back.back, back.repaid) == (60, 60)
    ended = scene.done(ClosePot, MOD, PotEnded, pot=second.seq, early=True)
    assert (ended.back, ended.repaid) == (60, 10)
    assert scene.purse(ANN) == Purse(bonus_coins=50)


def test_a_moderator_ends_anothers_chest_and_its_keeper_is_told() -> None:
    scene = scene_with()
    number = open_chest(scene)
    accepted(take(scene, KIM, number), ShareTaken)
    ended = scene.done(ClosePot, MOD, PotEnded, pot=number, early=True)
    assert ended.own
    assert scene.purse(ANN).bonus_coins == 500 - shares(SEED, 60, 3)[0]
    assert scene.notices(ANN) == [ended.seq]
    assert take(scene, BEA, number) == PotIsOver(of="chest", all_taken=False)


def test_of_a_chest_whose_keeper_is_frozen_nothing_is_taken_and_it_can_be_ended() -> None:
    scene = scene_with()
    number, waiting = open_chest(scene), drop_chest(scene).seq
    accepted(take(scene, KIM, number), ShareTaken)
    scene.freeze(ANN)
    for pot in (number, waiting):
        assert take(scene, BEA, pot) == PotIsOver(of="chest", all_taken=False)
    # Who had a share is told of it, whatever became of its keeper.
    assert isinstance(take(scene, KIM, number), ShareHad)
    ended = scene.done(ClosePot, MOD, PotEnded, pot=number, early=True)
    assert (ended.own, ended.taken) == (True, 1)
    # Where the moderator who froze them was forgotten, it ends in the keeper's own name.
    scene.later(seconds=200)
    over = scene.done(ClosePot, ANN, PotOver, pot=waiting, early=True)
    assert over.back == 60
    assert scene.purse(ANN).bonus_coins == 500 - shares(SEED, 60, 3)[0]


def test_the_fingerprint_of_a_draw_stands_in_the_books_before_anybody_takes_a_share() -> None:
    scene = scene_with()
    assert drop_chest(scene).fingerprint == commitment(SEED)
    assert drop_chest(scene, BEA, coins=99).fingerprint == ""
    issued = scene.done(DropChest, MOD, ChestIssued, **chest_facts(scene, own=False))
    assert issued.fingerprint == commitment(SEED)


def test_the_servers_chest_is_made_of_issued_bonus_coins() -> None:
    scene = scene_with()
    made = scene.done(DropChest, MOD, ChestIssued, **chest_facts(scene, own=False))
    assert held(scene, made.seq) == (0, 60)
    assert scene.acknowledgement(made.seq, LOG_SINK)
    assert scene.acknowledgement(made.seq, CHANNEL_SINK)
    scene.later(seconds=780)
    over = scene.done(ClosePot, MOD, PotOver, pot=made.seq, early=False)
    (line,) = scene.lines(over.seq)
    assert (line.target.kind, line.amount) == (Kind.ISSUED, 60)
    assert scene.purse(MOD) == Purse()
    assert scene.notices(MOD) == []


def test_what_comes_to_who_owes_bonus_coins_pays_that_first() -> None:
    scene = scene_with()
    made = drop(scene)
    kim = scene.member(KIM).number
    scene.book.holds(debt(kim, Currency.BONUS_COINS), 15)
    taken = accepted(take(scene, KIM, made.seq), ShareTaken)
    assert (taken.total, taken.all_coins) == (20, 5)
    assert scene.book.balance(wallet(kim, Currency.BONUS_COINS)) == 5


def test_a_pot_goes_on_over_a_restart() -> None:
    scene, shelf = scene_with(), Shelf(GUILD)
    shelf.balances.update(scene.book.balances)
    number = open_chest(scene)
    accepted(take(scene, KIM, number), ShareTaken)
    scene.next_batch(shelf)
    assert isinstance(take(scene, KIM, number), ShareHad)
    taken = accepted(take(scene, BEA, number), ShareTaken)
    assert taken.bonus_coins == shares(SEED, 60, 3)[1]
