"""Promises about the shop: who may buy what at which price, who confirms it, and what is owed."""

from dataclasses import replace
from typing import Any

import pytest

from bot.ledger.accounts import Kind, boundary, debt, wallet
from bot.ledger.books import LOG_SINK, Line
from bot.ledger.books.economy import DEFAULT_PACKS, Pack, PurchaseState, Shelf
from bot.ledger.money import MOST_BALANCE, Currency, Purse
from bot.ledger.outcomes import (
    BalanceTooLarge,
    Frozen,
    KeyConflict,
    MessageTooLong,
    NothingChanged,
    ReasonMissing,
)
from bot.ledger.outcomes.barring import Barred, RolesUnknown
from bot.ledger.outcomes.shop import (
    EntitlementCredited,
    EntitlementKnown,
    EntitlementRevoked,
    EntitlementUnknown,
    EntitlementUnsold,
    ExchangeRateSet,
    ExchangeRefused,
    NoSuchPack,
    NoSuchPurchase,
    NothingForSale,
    OwnPurchase,
    PackEdited,
    PackPriceChanged,
    PackQuantityOutOfRange,
    PackRefused,
    PurchaseAsked,
    PurchaseConfirmed,
    PurchaseDeclined,
    PurchaseOfAnother,
    PurchaseOver,
    PurchaseWithdrawn,
    TooManyPurchases,
)
from bot.ledger.requests.marks import MarkShopVisit
from bot.ledger.requests.shop import (
    MOST_EXCHANGE_RATE,
    MOST_OFFERED,
    MOST_OPEN_PURCHASES,
    MOST_PACK_COINS,
    MOST_PACKS_AT_ONCE,
    AskForPack,
    CreditEntitlement,
    DecidePurchase,
    EditPack,
    RevokeEntitlement,
    SetExchangeRate,
    WithdrawPurchase,
)
from bot.ledger.rules.barring import UNKNOWN_ROLES
from tests.ledger.scene import ANN, BEA, KIM, MOD, PERFUME, Scene

COINS, BONUS = Currency.COINS, Currency.BONUS_COINS
SMALL, MIDDLE = DEFAULT_PACKS[0], DEFAULT_PACKS[1]
SKU = 7_000


@pytest.fixture
def scene() -> Scene:
    """A guild whose moderators sell packs."""
    return Scene(log_channel=900)


def asking(pack: Pack = SMALL, quantity: int = 1, **more: Any) -> dict[str, Any]:
    """What somebody asks for, as it was shown to them."""
    quoted = {"quoted_price": pack.price * quantity, "quoted_currency": "USD"}
    return {"pack": pack.number, "quantity": quantity, **quoted, **more}


def asked(scene: Scene, pack: Pack = SMALL, quantity: int = 1) -> PurchaseAsked:
    """Ann asks to buy."""
    return scene.done(AskForPack, ANN, PurchaseAsked, **asking(pack, quantity))


def sold(scene: Scene, **pack: Any) -> Scene:
    """Have the middle pack sold by Discord, too."""
    facts = {"pack": MIDDLE.number, "sku": SKU, **pack}
    scene.done(EditPack, MOD, PackEdited, **facts)
    return scene


# Packs.


def test_a_new_guild_sells_the_packs_of_a_live_platform() -> None:
    offered = [(pack.coins, pack.price) for pack in Shelf().offered]
    assert offered[0] == (65, 99)
    assert offered[-1] == (6_607, 9_999)
    assert len(offered) == 6


def test_a_pack_is_added_changed_retired_and_restored(scene: Scene) -> None:
    added = scene.done(EditPack, MOD, PackEdited, coins=100, price=150, bonus_coins=5)
    assert (added.pack, added.added, added.priced_in) == (101, True, "USD")
    changed = scene.done(EditPack, MOD, PackEdited, pack=101, price=140)
    assert (changed.coins, changed.price, changed.added) == (100, 140, False)
    scene.done(EditPack, MOD, PackEdited, pack=101, retired=True)
    assert all(pack.number != 101 for pack in scene.book.economy.shelf.offered)
    scene.done(EditPack, MOD, PackEdited, pack=101, retired=False)
    assert scene.book.economy.changes.packs[101] == Pack(101, 100, 140, 5)
    assert scene.acknowledgement(added.seq, LOG_SINK)
    assert scene.done(EditPack, MOD, PackEdited, coins=7, price=7).pack == 102


def test_a_bonus_that_ends_has_no_end_any_more(scene: Scene) -> None:
    until = scene.book.now_ms + 1_000
    scene.done(EditPack, MOD, PackEdited, pack=1, bonus_coins=5, bonus_until_ms=until)
    ended = scene.done(EditPack, MOD, PackEdited, pack=1, bonus_coins=0)
    assert ended.bonus_until_ms == 0


def test_a_pack_whose_bonus_is_over_can_still_be_changed(scene: Scene) -> None:
    until = scene.book.now_ms + 1_000
    scene.done(EditPack, MOD, PackEdited, pack=1, bonus_coins=5, bonus_until_ms=until)
    scene.later(seconds=2)
    assert scene.done(EditPack, MOD, PackEdited, pack=1, price=98).bonus_until_ms == until


@pytest.mark.parametrize(
    ("code", "facts"),
    [
        ("coins", {"coins": 0}),
        ("coins", {"coins": MOST_PACK_COINS + 1}),
        ("price", {"price": 0}),
        ("price", {"price": 10**12 + 1}),
        ("bonus", {"bonus_coins": -1}),
        ("until", {"bonus_coins": 1, "bonus_until_ms": 5}),
        ("sku", {"sku": -1}),
        ("sku", {"sku": 2**63}),
    ],
)
def test_a_pack_that_cannot_be_is_refused(scene: Scene, code: str, facts: dict[str, int]) -> None:
    refused = scene.ask(EditPack, MOD, pack=1, **facts)
    assert isinstance(refused, PackRefused)
    assert refused.code == code
    new = scene.ask(EditPack, MOD, **{"coins": 1, "price": 1, **facts})
    assert isinstance(new, PackRefused)


def test_no_two_packs_on_offer_are_sold_as_one_thing(scene: Scene) -> None:
    sold(scene)
    refused = scene.ask(EditPack, MOD, pack=1, sku=SKU)
    assert refused == PackRefused(code="sku-taken", most=0, priced_in="USD")
    scene.done(EditPack, MOD, PackEdited, pack=MIDDLE.number, retired=True)
    scene.done(EditPack, MOD, PackEdited, pack=1, sku=SKU)
    back = scene.ask(EditPack, MOD, pack=MIDDLE.number, retired=False)
    assert isinstance(back, PackRefused)
    assert back.code == "sku-taken"


def test_two_packs_on_offer_that_look_the_same_are_refused(scene: Scene) -> None:
    twin = PackRefused(code="twin", most=0, priced_in="USD")
    facts = {"coins": SMALL.coins, "price": SMALL.price}
    assert scene.ask(EditPack, MOD, **facts) == twin
    assert scene.ask(EditPack, MOD, pack=MIDDLE.number, **facts) == twin
    scene.done(EditPack, MOD, PackEdited, **facts, bonus_coins=5)
    scene.done(EditPack, MOD, PackEdited, pack=SMALL.number, retired=True)
    scene.done(EditPack, MOD, PackEdited, **facts)
    assert scene.ask(EditPack, MOD, pack=SMALL.number, retired=False) == twin
    # What nobody sees of it may change where there were two already.
    scene.done(EditPack, MOD, PackEdited, pack=102, sku=SKU)


def test_a_menu_has_room_for_every_pack_on_offer(scene: Scene) -> None:
    for number in range(MOST_OFFERED - len(DEFAULT_PACKS)):
        scene.done(EditPack, MOD, PackEdited, coins=1_000 + number, price=1)
    refused = scene.ask(EditPack, MOD, coins=1, price=1)
    assert refused == PackRefused(code="full", most=MOST_OFFERED, priced_in="USD")
    scene.done(EditPack, MOD, PackEdited, pack=1, retired=True)
    scene.done(EditPack, MOD, PackEdited, coins=1, price=1)
    assert isinstance(scene.ask(EditPack, MOD, pack=1, retired=False), PackRefused)


def test_packs_that_are_not_there_or_stay_as_they_are_are_refused(scene: Scene) -> None:
    assert scene.ask(EditPack, MOD, pack=55, price=1) == NoSuchPack(pack=55)
    assert isinstance(scene.ask(EditPack, MOD, pack=1, price=SMALL.price), NothingChanged)


# Asking a moderator.


def test_a_request_moves_nothing_and_is_laid_before_the_moderators(scene: Scene) -> None:
    done = asked(scene, MIDDLE, 2)
    assert (done.coins, done.bonus_coins, done.price) == (660, 0, 998)
    assert scene.lines(done.seq) == []
    assert scene.purse(ANN) == Purse()
    assert scene.acknowledgement(done.seq, LOG_SINK)
    assert scene.book.economy.purchases[done.seq].state is PurchaseState.ASKED


def test_a_confirmed_purchase_gives_coins_that_were_paid_for(scene: Scene) -> None:
    until = scene.book.now_ms + 60_000
    scene.done(EditPack, MOD, PackEdited, pack=1, bonus_coins=10, bonus_until_ms=until)
    request = asked(scene, quantity=2)
    # The bonus was promised when it was asked for, so its end does not matter any more.
    scene.later(seconds=3_600)
    done = scene.done(DecidePurchase, MOD, PurchaseConfirmed, purchase=request.seq, confirm=True)
    number = scene.member(ANN).number
    assert scene.lines(done.seq) == [
        Line(boundary(Kind.SOLD, COINS), wallet(number, COINS), 130),
        Line(boundary(Kind.ISSUED, BONUS), wallet(number, BONUS), 20),
    ]
    assert scene.purse(ANN) == Purse(130, 20)
    assert scene.notices(ANN) == [done.seq]
    assert scene.acknowledgement(done.seq, LOG_SINK)
    assert scene.book.economy.purchases[request.seq].state is PurchaseState.CREDITED


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("second", [True, False])
def test_of_two_moderators_the_first_decides(scene: Scene, first: bool, second: bool) -> None:
    request = asked(scene)
    facts = {"purchase": request.seq, "reason": "no payment"}
    scene.ask(DecidePurchase, MOD, confirm=first, **facts)
    late = scene.ask(DecidePurchase, KIM, confirm=second, **facts)
    state = "credited" if first else "declined"
    assert late == PurchaseOver(purchase=request.seq, state=state, by_seq=request.seq + 1)
    assert scene.purse(ANN) == Purse(65 if first else 0)


def test_a_confirmation_that_arrives_twice_is_done_once(scene: Scene) -> None:
    request = asked(scene)
    facts = {"purchase": request.seq, "confirm": True, "key": "press"}
    first = scene.ask(DecidePurchase, MOD, **facts)
    assert scene.ask(DecidePurchase, MOD, **facts) == first
    assert isinstance(scene.ask(DecidePurchase, MOD, **facts | {"confirm": False}), KeyConflict)
    assert scene.purse(ANN) == Purse(65)


def test_a_request_that_arrives_twice_is_one(scene: Scene) -> None:
    first = scene.ask(AskForPack, ANN, **asking(), key="press")
    again = scene.ask(AskForPack, ANN, **asking(own_roles=(4,)), key="press")
    assert again == first
    assert len(scene.book.economy.purchases) == 1


def test_nobody_decides_about_their_own_purchase(scene: Scene) -> None:
    request = scene.done(AskForPack, MOD, PurchaseAsked, **asking())
    for confirm in (True, False):
        facts = {"purchase": request.seq, "confirm": confirm, "reason": "mine"}
        assert scene.ask(DecidePurchase, MOD, **facts) == OwnPurchase(purchase=request.seq)


def test_declining_has_a_reason_that_the_member_reads(scene: Scene) -> None:
    request = asked(scene)
    facts = {"purchase": request.seq, "confirm": False}
    assert isinstance(scene.ask(DecidePurchase, MOD, **facts, reason=" "), ReasonMissing)
    assert isinstance(scene.ask(DecidePurchase, MOD, **facts, reason="x" * 301), MessageTooLong)
    done = scene.done(DecidePurchase, MOD, PurchaseDeclined, **facts, reason=" no payment ")
    assert scene.notes()[done.seq] == "no payment"
    assert scene.notices(ANN) == [done.seq]
    assert scene.purse(ANN) == Purse()


def test_who_asked_takes_it_back_and_nobody_else(scene: Scene) -> None:
    request = asked(scene)
    refused = scene.ask(WithdrawPurchase, BEA, purchase=request.seq)
    assert refused == PurchaseOfAnother(purchase=request.seq)
    done = scene.done(WithdrawPurchase, ANN, PurchaseWithdrawn, purchase=request.seq)
    assert scene.acknowledgement(done.seq, LOG_SINK)
    late = scene.ask(DecidePurchase, MOD, purchase=request.seq, confirm=True)
    assert late == PurchaseOver(purchase=request.seq, state="withdrawn", by_seq=done.seq)
    again = scene.ask(WithdrawPurchase, ANN, purchase=request.seq)
    assert isinstance(again, PurchaseOver)
    unknown = scene.ask(WithdrawPurchase, ANN, purchase=999)
    assert unknown == NoSuchPurchase(purchase=999)
    nothing = scene.ask(DecidePurchase, MOD, purchase=999, confirm=True)
    assert nothing == NoSuchPurchase(purchase=999)


def test_a_price_that_changed_is_refused_with_the_new_one(scene: Scene) -> None:
    shown = asking()
    scene.done(EditPack, MOD, PackEdited, pack=1, price=129)
    refused = scene.ask(AskForPack, ANN, **shown)
    assert refused == PackPriceChanged(
        pack=1, coins=65, price=129, priced_in="USD", quoted=99, quoted_in="USD"
    )
    # The same number in other money is another price.
    scene.set(("currency", "EUR"))
    scene.done(EditPack, MOD, PackEdited, pack=1, price=99)
    assert isinstance(scene.ask(AskForPack, ANN, **shown), PackPriceChanged)


def test_fewer_coins_for_the_same_price_are_not_what_was_shown(scene: Scene) -> None:
    until_ms = scene.book.now_ms + 60_000
    scene.done(EditPack, MOD, PackEdited, pack=1, bonus_coins=10, bonus_until_ms=until_ms)
    shown = asking(quantity=2, quoted_coins=150)
    scene.done(AskForPack, ANN, PurchaseAsked, **shown)
    scene.later(seconds=60)
    refused = PackPriceChanged(
        pack=1, coins=130, price=198, priced_in="USD", quoted=198, quoted_in="USD"
    )
    assert scene.ask(AskForPack, ANN, **shown) == refused
    scene.done(EditPack, MOD, PackEdited, pack=1, coins=64)
    again = scene.ask(AskForPack, ANN, **{**shown, "quoted_coins": 130})
    assert again == replace(refused, coins=128)


def test_what_was_asked_for_keeps_its_price(scene: Scene) -> None:
    request = asked(scene)
    scene.done(EditPack, MOD, PackEdited, pack=1, price=500, coins=1, retired=True)
    done = scene.done(DecidePurchase, MOD, PurchaseConfirmed, purchase=request.seq, confirm=True)
    assert (done.coins, done.price) == (65, 99)


@pytest.mark.parametrize("quantity", [0, -1, MOST_PACKS_AT_ONCE + 1])
def test_so_many_packs_are_not_sold_at_once(scene: Scene, quantity: int) -> None:
    refused = scene.ask(AskForPack, ANN, **asking(quantity=quantity))
    assert refused == PackQuantityOutOfRange(quantity=quantity, most=MOST_PACKS_AT_ONCE)


def test_as_many_requests_wait_as_may(scene: Scene) -> None:
    requests = [asked(scene) for _ in range(MOST_OPEN_PURCHASES)]
    assert scene.ask(AskForPack, ANN, **asking()) == TooManyPurchases(most=MOST_OPEN_PURCHASES)
    scene.done(AskForPack, BEA, PurchaseAsked, **asking())
    scene.done(WithdrawPurchase, ANN, PurchaseWithdrawn, purchase=requests[0].seq)
    asked(scene)


def test_packs_are_asked_for_only_where_moderators_sell_them(scene: Scene) -> None:
    for shop in ("play", "discord"):
        scene.set(("shop", shop))
        assert scene.ask(AskForPack, ANN, **asking()) == NothingForSale(shop=shop)
    scene.set(("shop", "moderator"))
    assert scene.ask(AskForPack, ANN, **asking() | {"pack": 77}) == NoSuchPack(pack=77)
    scene.done(EditPack, MOD, PackEdited, pack=1, retired=True)
    assert scene.ask(AskForPack, ANN, **asking()) == NoSuchPack(pack=1)


def test_the_frozen_and_the_barred_buy_nothing(scene: Scene) -> None:
    scene.set(("no_buying", "5"))
    barred = scene.ask(AskForPack, ANN, **asking(own_roles=(4, 5)))
    assert barred == Barred(act="buying", role=5, own=True)
    unknown = scene.ask(AskForPack, ANN, **asking(own_roles=(UNKNOWN_ROLES,)))
    assert unknown == RolesUnknown(act="buying")
    scene.freeze(ANN)
    assert isinstance(scene.ask(AskForPack, ANN, **asking()), Frozen)


def test_a_full_wallet_takes_no_purchase(scene: Scene) -> None:
    request = asked(scene)
    scene.holding(ANN, coins=MOST_BALANCE)
    refused = scene.ask(DecidePurchase, MOD, purchase=request.seq, confirm=True)
    assert refused == BalanceTooLarge(currency=COINS)
    scene.holding(ANN, coins=0)
    scene.done(DecidePurchase, MOD, PurchaseConfirmed, purchase=request.seq, confirm=True)


# Exchange rates.


def test_a_rate_is_set_with_its_day_and_cleared(scene: Scene) -> None:
    first = scene.done(SetExchangeRate, MOD, ExchangeRateSet, currency="EUR", rate=920_000)
    assert (first.priced_in, first.other, first.before, first.rate) == ("USD", "EUR", 0, 920_000)
    scene.later(seconds=86_400)
    again = scene.done(SetExchangeRate, MOD, ExchangeRateSet, currency="EUR", rate=920_000)
    rate = scene.book.economy.exchange_rates["EUR"]
    assert (rate.set_seq, rate.set_ms) == (again.seq, scene.book.now_ms)
    cleared = scene.done(SetExchangeRate, MOD, ExchangeRateSet, currency="EUR", rate=None)
    assert (cleared.before, cleared.rate) == (920_000, 0)
    assert scene.book.economy.exchange_rates == {}


@pytest.mark.parametrize(
    ("code", "currency", "rate"),
    [
        ("unknown", "XXX", 1),
        ("same", "USD", 1),
        ("rate", "EUR", 0),
        ("rate", "EUR", MOST_EXCHANGE_RATE + 1),
        ("none", "EUR", None),
    ],
)
def test_a_rate_that_cannot_be_is_refused(
    scene: Scene, code: str, currency: str, rate: int | None
) -> None:
    refused = scene.ask(SetExchangeRate, MOD, currency=currency, rate=rate)
    assert refused == ExchangeRefused(code=code, other=currency)


def test_with_another_currency_the_rates_are_gone(scene: Scene) -> None:
    scene.done(SetExchangeRate, MOD, ExchangeRateSet, currency="EUR", rate=920_000)
    scene.set(("shop_text", "by transfer"))
    assert list(scene.book.economy.exchange_rates) == ["EUR"]
    scene.set(("currency", "CHF"))
    assert scene.book.economy.exchange_rates == {}
    assert scene.book.economy.changes.dropped_rates == {"EUR"}


# What Discord sells.


def test_what_discord_sold_is_credited_once(scene: Scene) -> None:
    sold(scene, bonus_coins=30)
    facts = {"entitlement": 5, "sku": SKU}
    done = scene.done(CreditEntitlement, ANN, EntitlementCredited, **facts)
    assert scene.purse(ANN) == Purse(330, 30)
    assert scene.lines(done.seq)[0].source == boundary(Kind.SOLD, COINS)
    assert scene.notices(ANN) == [done.seq]
    assert scene.ask(CreditEntitlement, ANN, **facts) == EntitlementKnown(entitlement=5)
    assert scene.ask(CreditEntitlement, BEA, **facts) == EntitlementKnown(entitlement=5)
    assert scene.purse(ANN) == Purse(330, 30)


def test_who_claims_it_reads_of_it_in_the_answer_alone(scene: Scene) -> None:
    sold(scene)
    facts = {"entitlement": 5, "sku": SKU, "is_claimed": True}
    scene.done(CreditEntitlement, ANN, EntitlementCredited, **facts)
    assert scene.notices(ANN) == []


def test_what_was_paid_for_is_credited_also_to_the_frozen(scene: Scene) -> None:
    sold(scene)
    scene.freeze(ANN)
    scene.done(CreditEntitlement, ANN, EntitlementCredited, entitlement=5, sku=SKU)


def test_no_pack_is_sold_as_something_unknown(scene: Scene) -> None:
    refused = scene.ask(CreditEntitlement, ANN, entitlement=5, sku=SKU)
    assert refused == EntitlementUnsold(sku=SKU)
    sold(scene)
    scene.done(CreditEntitlement, ANN, EntitlementCredited, entitlement=5, sku=SKU)


def test_a_pack_that_was_retired_since_is_still_owed(scene: Scene) -> None:
    sold(scene)
    scene.done(EditPack, MOD, PackEdited, pack=MIDDLE.number, retired=True)
    done = scene.done(CreditEntitlement, ANN, EntitlementCredited, entitlement=5, sku=SKU)
    assert done.coins == MIDDLE.coins


def test_a_revoked_purchase_takes_its_coins_back(scene: Scene) -> None:
    sold(scene, bonus_coins=30)
    credit = scene.done(CreditEntitlement, ANN, EntitlementCredited, entitlement=5, sku=SKU)
    done = scene.done(RevokeEntitlement, ANN, EntitlementRevoked, entitlement=5)
    assert (done.owed, scene.purse(ANN)) == (0, Purse())
    assert scene.notices(ANN) == [credit.seq, done.seq]
    again = scene.ask(RevokeEntitlement, ANN, entitlement=5)
    assert again == PurchaseOver(purchase=credit.seq, state="revoked", by_seq=done.seq)
    later = scene.ask(CreditEntitlement, ANN, entitlement=5, sku=SKU)
    assert later == EntitlementKnown(entitlement=5)


def test_what_was_spent_of_a_revoked_purchase_is_owed_and_later_coins_pay_it(
    scene: Scene,
) -> None:
    sold(scene, bonus_coins=30)
    scene.done(CreditEntitlement, ANN, EntitlementCredited, entitlement=5, sku=SKU)
    scene.sent(ANN, BEA, PERFUME, 10)
    assert scene.purse(ANN) == Purse(160)
    done = scene.done(RevokeEntitlement, ANN, EntitlementRevoked, entitlement=5)
    assert (done.owed_coins, done.owed_bonus_coins) == (170, 30)
    number = scene.member(ANN).number
    owed = [scene.book.balance(debt(number, currency)) for currency in (COINS, BONUS)]
    assert (owed, scene.purse(ANN)) == ([170, 30], Purse())
    request = asked(scene, MIDDLE)
    paid = scene.done(DecidePurchase, MOD, PurchaseConfirmed, purchase=request.seq, confirm=True)
    assert (paid.kept_coins, paid.kept_bonus_coins, paid.repaid) == (160, 0, 200)
    assert scene.purse(ANN) == Purse(160)
    assert scene.book.owed(number, COINS) == 0


def test_nothing_is_revoked_that_was_never_credited(scene: Scene) -> None:
    refused = scene.ask(RevokeEntitlement, ANN, entitlement=5)
    assert refused == EntitlementUnknown(entitlement=5)


def test_a_look_at_the_shop_is_noted_with_its_moment(scene: Scene) -> None:
    assert scene.mark(MarkShopVisit(guild=scene.book.guild, person=ANN))
    scene.later(seconds=5)
    assert scene.mark(MarkShopVisit(guild=scene.book.guild, person=replace(ANN, name="Anna")))
    visits = scene.book.economy.changes.shop_visits
    assert visits == {scene.member(ANN).number: scene.book.now_ms}
