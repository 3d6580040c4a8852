"""Promises about where the diamonds of a payout came from: what counts, of whom, and how far."""

import pytest

import bot.storage.origins
from bot.ledger.books.economy import PayoutState
from bot.ledger.money import Currency, Purse
from bot.ledger.outcomes import BalanceAdjusted, DiamondsConverted, GiftReversed, GiftSent
from bot.ledger.outcomes.fairness import DebtForgiven, ReversalAsked
from bot.ledger.outcomes.payouts import (
    PayoutApproved,
    PayoutAsked,
    PayoutCancelled,
    PayoutPaid,
)
from bot.ledger.outcomes.pots import ChestDropped, ChestOpened, ShareTaken
from bot.ledger.outcomes.shop import (
    EntitlementCredited,
    EntitlementRevoked,
    PackEdited,
    PurchaseAsked,
    PurchaseConfirmed,
)
from bot.ledger.requests import Person
from bot.ledger.requests.fairness import ForceReversal, ForgiveDebt
from bot.ledger.requests.payouts import (
    ApprovePayout,
    AskPayout,
    CancelPayout,
    CompletePayout,
)
from bot.ledger.requests.pots import DropChest, OpenChest, TakeShare
from bot.ledger.requests.shop import (
    AskForPack,
    CreditEntitlement,
    DecidePurchase,
    EditPack,
    RevokeEntitlement,
)
from bot.storage.origins import Origin, origins
from bot.storage.payouts import PayoutView, payout
from bot.storage.people import Somebody
from bot.storage.statements import wallet
from tests.ledger.scene import (
    ANN,
    BEA,
    CHANNEL,
    DIAMOND,
    GUILD,
    KIM,
    MOD,
    PERFUME,
    accepted,
    account_of_age,
)
from tests.storage.scene import Scene

YOUNGSTER = Person(account_of_age(3, 7), "Youngster")
MAX = Person(account_of_age(900, 8), "Max")


def payout_of(creator: int) -> PayoutView:
    """A payout of which only whose it is and its number are asked for."""
    return PayoutView(
        number=100,
        creator=Somebody(creator, None, None),
        units=1,
        rate=1,
        fee=0,
        money=1,
        currency="USD",
        asked_ms=0,
        needs_two=False,
        state=PayoutState.ASKED,
        approvers=(),
        ended_seq=0,
        ended_ms=0,
        note="",
    )


async def open_cashout(scene: Scene) -> None:
    """Have diamonds paid out, in whatever amounts, each by one moderator."""
    await scene.set(("cashout", "1"), ("cashout_least", "1"), ("cashout_two", "0"))


async def give(scene: Scene, who: Person, amount: int, currency: Currency, by: Person) -> int:
    """Have something given by hand; the number of that."""
    outcome = await scene.adjust(who, amount, currency, by=by)
    return accepted(outcome, BalanceAdjusted).seq


async def gifts(scene: Scene, sender: Person, times: int) -> list[GiftSent]:
    """Have gifts sent to Bea, each of 20 coins that were paid for, which earn 10 diamonds."""
    await give(scene, sender, 20 * times, Currency.COINS, MOD)
    return [await scene.sent(sender, BEA, PERFUME) for _ in range(times)]


async def ask(scene: Scene, diamonds: int) -> int:
    """Have Bea ask for a payout; its number."""
    quoted = {"quoted_rate": 5_000, "quoted_fee": 0, "quoted_currency": "USD"}
    done = await scene.done(AskPayout, BEA, PayoutAsked, units=diamonds * DIAMOND, **quoted)
    return done.seq


async def pay(scene: Scene, number: int) -> None:
    """Have a payout approved and paid."""
    await scene.done(ApprovePayout, MOD, PayoutApproved, payout=number)
    await scene.done(CompletePayout, MOD, PayoutPaid, payout=number, reference="PP")


async def origin_of(scene: Scene, number: int) -> Origin:
    """Where the diamonds of a payout came from."""
    found = await payout(scene.reader, GUILD, number)
    assert found
    return (await origins(scene.reader, GUILD, [found]))[number]


def givers(origin: Origin) -> list[tuple[str | None, int, int]]:
    """Who gave how many diamonds in how many gifts."""
    return [(it.who.name, it.units // DIAMOND, it.gifts) for it in origin.givers]


async def test_givers_are_told_with_what_each_gave_the_largest_first(scene: Scene) -> None:
    await open_cashout(scene)
    await gifts(scene, KIM, 1)
    await gifts(scene, ANN, 3)
    by_hand = await give(scene, BEA, 5 * DIAMOND, Currency.DIAMONDS, MAX)
    await give(scene, BEA, 500 * DIAMOND, Currency.BONUS_DIAMONDS, MAX)
    origin = await origin_of(scene, await ask(scene, 45))
    assert givers(origin) == [("Ann", 30, 3), ("Kim", 10, 1)]
    assert (origin.units, origin.gifts) == (45 * DIAMOND, 4)
    assert [(it.seq, it.who.name, it.units) for it in origin.adjustments] == [
        (by_hand, "Max", 5 * DIAMOND)
    ]
    assert origin.adjusted == 5 * DIAMOND
    assert origin.is_all


async def test_what_was_taken_back_or_only_came_back_is_no_origin(scene: Scene) -> None:
    await open_cashout(scene)
    (first, *_) = await gifts(scene, ANN, 2)
    assert isinstance(await scene.reverse(first.seq), GiftReversed)
    back = await ask(scene, 10)
    await scene.done(CancelPayout, BEA, PayoutCancelled, payout=back)
    origin = await origin_of(scene, await ask(scene, 10))
    assert givers(origin) == [("Ann", 10, 1)]
    assert origin.units == 10 * DIAMOND


async def test_what_came_after_it_was_asked_for_explains_nothing(scene: Scene) -> None:
    await open_cashout(scene)
    await gifts(scene, ANN, 1)
    number = await ask(scene, 10)
    await gifts(scene, KIM, 1)
    assert givers(await origin_of(scene, number)) == [("Ann", 10, 1)]


async def test_what_a_payout_before_accounts_for_is_not_counted_again(scene: Scene) -> None:
    await open_cashout(scene)
    await gifts(scene, ANN, 2)
    await pay(scene, await ask(scene, 20))
    await gifts(scene, KIM, 1)
    assert givers(await origin_of(scene, await ask(scene, 10))) == [("Kim", 10, 1)]


async def test_what_was_left_of_before_is_followed_all_the_same(scene: Scene) -> None:
    """A small payout first hides nothing of where the rest came from."""
    await open_cashout(scene)
    by_hand = await give(scene, BEA, 100 * DIAMOND, Currency.DIAMONDS, MAX)
    await pay(scene, await ask(scene, 2))
    await gifts(scene, KIM, 1)
    origin = await origin_of(scene, await ask(scene, 50))
    assert givers(origin) == [("Kim", 10, 1)]
    assert [it.seq for it in origin.adjustments] == [by_hand]


async def test_more_than_is_looked_at_is_told_to_be_more(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.storage.origins, "MOST_LOOKED_AT", 3)
    await open_cashout(scene)
    await gifts(scene, ANN, 2)
    await gifts(scene, KIM, 2)
    origin = await origin_of(scene, await ask(scene, 40))
    assert givers(origin) == [("Kim", 20, 2), ("Ann", 10, 1)]
    assert not origin.is_all
    await pay(scene, origin.payout)
    await gifts(scene, KIM, 2)
    assert (await origin_of(scene, await ask(scene, 20))).is_all


async def test_who_was_young_when_they_gave_is_told_and_grows_no_older_in_it(
    scene: Scene,
) -> None:
    await open_cashout(scene)
    await gifts(scene, YOUNGSTER, 1)
    await gifts(scene, ANN, 1)
    number = await ask(scene, 20)
    scene.clock.now_ms += 400 * 86_400_000
    assert [it.who.name for it in (await origin_of(scene, number)).young] == ["Youngster"]


async def test_coins_of_givers_are_followed_to_the_moderators_they_come_from(
    scene: Scene,
) -> None:
    await open_cashout(scene)
    order = {"pack": 1, "quantity": 1, "quoted_price": 99, "quoted_currency": "USD"}
    asked = await scene.done(AskForPack, KIM, PurchaseAsked, **order)
    facts = {"purchase": asked.seq, "confirm": True, "reason": ""}
    await scene.done(DecidePurchase, MAX, PurchaseConfirmed, **facts)
    await scene.sent(KIM, BEA, PERFUME)
    await gifts(scene, ANN, 2)
    await give(scene, ANN, 7, Currency.BONUS_COINS, MAX)
    number = await ask(scene, 30)
    # What they come to have later went into none of these gifts.
    await give(scene, KIM, 1_000, Currency.COINS, MAX)
    told = [
        (it.giver.name, it.moderator.name, it.coins, it.is_bought)
        for it in (await origin_of(scene, number)).coins
    ]
    assert told == [("Ann", MOD.name, 40, False), ("Kim", "Max", 65, True)]


async def test_several_are_told_apart_and_none_asks_for_nothing(scene: Scene) -> None:
    await open_cashout(scene)
    await gifts(scene, ANN, 1)
    first = await ask(scene, 10)
    await gifts(scene, KIM, 1)
    second = await ask(scene, 10)
    found = [await payout(scene.reader, GUILD, number) for number in (first, second)]
    told = await origins(scene.reader, GUILD, [it for it in found if it])
    assert {number: givers(it)[0][0] for number, it in told.items()} == {
        first: "Ann",
        second: "Kim",
    }
    assert await origins(scene.reader, GUILD, []) == {}


SKU = 900


async def buy_at_discord(scene: Scene, who: Person, entitlement: int) -> None:
    """Have somebody buy 60 coins from Discord."""
    if entitlement == 1:
        facts = {"coins": 60, "price": 99, "sku": SKU}
        await scene.done(EditPack, MOD, PackEdited, **facts)
    await scene.done(CreditEntitlement, who, EntitlementCredited, entitlement=entitlement, sku=SKU)


async def take_back(scene: Scene, who: Person, entitlement: int) -> int:
    """Have Discord give the money back; the number of that."""
    done = await scene.done(RevokeEntitlement, who, EntitlementRevoked, entitlement=entitlement)
    return done.seq


async def forgive(scene: Scene, who: Person) -> int:
    """Have Max let somebody off what they owe; the number of that."""
    done = await scene.done(ForgiveDebt, MAX, DebtForgiven, member=who, reason="sorry")
    return done.seq


async def force(scene: Scene, seq: int) -> None:
    """Have two moderators take a gift back although its diamonds are gone."""
    await scene.done(ForceReversal, MOD, ReversalAsked, seq=seq, reason="fraud")
    await scene.done(ForceReversal, MAX, GiftReversed, seq=seq, reason="fraud")


def let_off(origin: Origin) -> list[tuple[int, str | None, str | None, Purse]]:
    """Who was let off what, by whom and when."""
    return [(it.seq, it.debtor.name, it.manager.name, it.amount) for it in origin.let_off]


async def test_givers_to_whom_discord_gave_the_money_back_are_told_with_what_they_owe(
    scene: Scene,
) -> None:
    await open_cashout(scene)
    await gifts(scene, KIM, 1)
    await buy_at_discord(scene, ANN, 1)
    await scene.sent(ANN, BEA, PERFUME)
    number = await ask(scene, 20)
    assert (await origin_of(scene, number)).unpaid == ()
    # However late it is, whoever decides is told how it stands then.
    back = await take_back(scene, ANN, 1)
    (unpaid,) = (await origin_of(scene, number)).unpaid
    assert unpaid.giver.name == "Ann"
    assert unpaid[1:] == (60, 1, back, Purse(coins=20))
    # What they pay of it is owed no more, and that it was given back stays true.
    await give(scene, ANN, 15, Currency.COINS, MAX)
    assert [it.owed for it in (await origin_of(scene, number)).owing] == [Purse(coins=5)]
    await give(scene, ANN, 5, Currency.COINS, MAX)
    origin = await origin_of(scene, number)
    assert [it.refund_seq for it in origin.unpaid] == [back]
    assert origin.owing == ()


async def test_givers_whom_a_manager_let_off_are_told_although_they_owe_nothing(
    scene: Scene,
) -> None:
    await open_cashout(scene)
    await buy_at_discord(scene, ANN, 1)
    await scene.sent(ANN, BEA, PERFUME, 3)
    await take_back(scene, ANN, 1)
    seq = await forgive(scene, ANN)
    number = await ask(scene, 30)
    origin = await origin_of(scene, number)
    assert let_off(origin) == [(seq, "Ann", "Max", Purse(coins=60))]
    assert origin.owing == ()
    # It went into no gift that comes later.
    await pay(scene, number)
    await gifts(scene, ANN, 1)
    origin = await origin_of(scene, await ask(scene, 10))
    assert (origin.let_off, origin.unpaid) == ((), ())


async def test_however_small_the_part_of_each_is_no_giver_who_owes_is_overlooked(
    scene: Scene,
) -> None:
    """Whoever buys through many accounts is no safer for it."""
    await open_cashout(scene)
    await gifts(scene, KIM, 2)
    people = [Person(account_of_age(900, 20 + number), f"{number}") for number in range(1, 9)]
    for number, who in enumerate(people, 1):
        await buy_at_discord(scene, who, number)
        await scene.sent(who, BEA, PERFUME)
        await scene.adjust(who, -40)
        await take_back(scene, who, number)
    origin = await origin_of(scene, await ask(scene, 100))
    assert sorted(it.giver.name or "" for it in origin.owing) == [it.name for it in people]
    assert {it.owed for it in origin.owing} == {Purse(coins=60)}


async def test_givers_who_owe_diamonds_for_a_gift_that_was_taken_back_are_told(
    scene: Scene,
) -> None:
    await open_cashout(scene)
    await give(scene, ANN, 40, Currency.COINS, MOD)
    first = await scene.sent(ANN, KIM, PERFUME, 2)
    accepted(await scene.convert(KIM, 20 * DIAMOND), DiamondsConverted)
    await scene.sent(KIM, BEA, PERFUME)
    await force(scene, first.seq)
    number = await ask(scene, 10)
    (unpaid,) = (await origin_of(scene, number)).unpaid
    assert unpaid[1:] == (0, 0, 0, Purse(diamonds=20 * DIAMOND))
    seq = await forgive(scene, KIM)
    assert let_off(await origin_of(scene, number)) == [
        (seq, "Kim", "Max", Purse(diamonds=20 * DIAMOND))
    ]


async def test_what_the_creator_was_let_off_is_told_until_as_much_was_paid_out(
    scene: Scene,
) -> None:
    await open_cashout(scene)
    (first,) = await gifts(scene, ANN, 1)
    await pay(scene, await ask(scene, 10))
    await force(scene, first.seq)
    seq = await forgive(scene, BEA)
    told = [(seq, "Bea", "Max", Purse(diamonds=10 * DIAMOND))]
    # The same coins once more.
    await scene.sent(ANN, BEA, PERFUME)
    small = await ask(scene, 2)
    assert let_off(await origin_of(scene, small)) == told
    await pay(scene, small)
    rest = await ask(scene, 8)
    assert let_off(await origin_of(scene, rest)) == told
    await pay(scene, rest)
    await gifts(scene, KIM, 1)
    # Ten were paid out beside the word that they were let off ten.
    assert let_off(await origin_of(scene, await ask(scene, 10))) == []


async def test_whoever_makes_coins_of_diamonds_often_hides_none_that_a_moderator_gave(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.storage.origins, "MOST_COINS_LOOKED_AT", 3)
    await open_cashout(scene)
    await give(scene, ANN, 100, Currency.COINS, MAX)
    await give(scene, ANN, 5 * DIAMOND, Currency.DIAMONDS, MAX)
    for _ in range(5):
        accepted(await scene.convert(ANN, DIAMOND), DiamondsConverted)
    await scene.sent(ANN, BEA, PERFUME, 5)
    (given,) = (await origin_of(scene, await ask(scene, 50))).coins
    assert (given.giver.name, given.moderator.name, given.coins) == ("Ann", "Max", 100)


async def test_coins_of_a_chest_earn_nothing_that_is_paid_out_whoever_filled_it(
    scene: Scene,
) -> None:
    await open_cashout(scene)
    await give(scene, ANN, 40, Currency.COINS, MOD)
    times = {"opens_ms": scene.clock() + 180_000, "closes_ms": scene.clock() + 780_000}
    chest = {"coins": 40, "shares": 2, "own": True, "channel": CHANNEL, "seed": "5eed"}
    number = (await scene.done(DropChest, ANN, ChestDropped, **chest, **times)).seq
    scene.clock.now_ms = times["opens_ms"]
    await scene.done(OpenChest, ANN, ChestOpened, pot=number)
    await scene.done(TakeShare, KIM, ShareTaken, pot=number)
    await scene.sent(KIM, BEA, PERFUME)
    await gifts(scene, YOUNGSTER, 1)
    assert givers(await origin_of(scene, await ask(scene, 10))) == [("Youngster", 10, 1)]
    mine = await wallet(scene.reader, GUILD, BEA.user_id)
    assert mine.purse == Purse(bonus_diamonds=10 * DIAMOND)
