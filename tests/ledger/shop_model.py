"""The shop told a second time, in whole coins, money and moments of time, and asked for.

As the other models, it shares no rule and no arithmetic with the ledger; what is owed it keeps as
the model of limits and debts does.
"""

from collections.abc import Callable
from dataclasses import fields
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any, Final, NamedTuple

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from bot.ledger.accounts import Kind
from bot.ledger.money import Currency
from bot.ledger.outcomes import Accepted
from bot.ledger.outcomes.shop import EntitlementCredited, EntitlementRevoked, PurchaseConfirmed
from bot.ledger.requests import ChangeSetting, Person, Request
from bot.ledger.requests.shop import (
    AskForPack,
    CreditEntitlement,
    DecidePurchase,
    EditPack,
    OfPurchase,
    RevokeEntitlement,
    SetExchangeRate,
    WithdrawPurchase,
)
from tests.ledger.asking import GUILDS, MEMBERS, PEOPLE, guilds, pick, reasons
from tests.ledger.expected import Expected, refuse
from tests.ledger.fairness_model import FairnessAsking, FairnessModel
from tests.ledger.scene import MOD, milliseconds

DEFAULTS: Final = {"shop": "moderator", "currency": "USD"} | dict.fromkeys(
    ("no_buying", "no_sending", "no_receiving"), ""
)
KEPT_OUT: Final = 77
"""The role that some guilds let buy nothing."""
CURRENCIES: Final = ("USD", "JPY", "EUR")
REQUESTS: Final = (
    *(EditPack, SetExchangeRate, AskForPack, DecidePurchase, WithdrawPurchase),
    *(CreditEntitlement, RevokeEntitlement),
)
DAY: Final = timedelta(days=1)


class ModelPack(NamedTuple):
    """A pack: what it gives for how much, what comes with it until when, and how it is sold."""

    coins: int
    price: int
    bonus: int = 0
    until: datetime | None = None
    sku: int = 0
    retired: bool = False


class ModelPurchase(NamedTuple):
    """What somebody bought or asked to buy, and what became of it."""

    buyer: int
    coins: int
    bonus: int
    state: str = "asked"
    ended: int = 0
    entitlement: int = 0


LIST: Final = {
    1: ModelPack(65, 99),
    2: ModelPack(330, 499),
    3: ModelPack(660, 999),
    4: ModelPack(1_321, 1_999),
    5: ModelPack(3_306, 4_999),
    6: ModelPack(6_607, 9_999),
}


class ShopModel(FairnessModel):
    """One guild with its shop."""

    def __init__(self, now: datetime) -> None:
        """Start with the packs of a live platform, and nothing bought."""
        super().__init__(now)
        self.settings |= DEFAULTS
        self.packs = dict(LIST)
        self.purchases: dict[int, ModelPurchase] = {}
        self.rates: dict[str, tuple[int, int]] = {}

    def _asked(self, request: Request) -> object:
        if not isinstance(request, REQUESTS):
            return super()._asked(request)
        left_out = {"guild", "key", "actor", "own_roles", "is_claimed"}
        names = [part.name for part in fields(request) if part.name not in left_out]
        asked = [getattr(request, name) for name in names]
        return (type(request), request.actor.user_id, *asked)

    def _act(self, request: Request) -> Expected:
        acts: dict[type[Request], Callable[[Any], Expected]] = {
            EditPack: self._edit_pack,
            SetExchangeRate: self._set_rate,
            AskForPack: self._ask_for_pack,
            DecidePurchase: self._decide_purchase,
            WithdrawPurchase: self._withdraw_purchase,
            CreditEntitlement: self._credit,
            RevokeEntitlement: self._revoke,
        }
        if type(request) not in acts:
            return super()._act(request)
        if request.actor.is_bot:
            refuse("bot-recipient")
        return acts[type(request)](request)

    def _change_settings(self, request: ChangeSetting) -> Expected:
        wanted = dict(request.changes)
        if not wanted.keys() <= DEFAULTS.keys():
            return super()._change_settings(request)
        after = self.settings | wanted
        if after == self.settings:
            refuse("nothing-changed")
        if after["currency"] != self.settings["currency"]:
            self.rates = {}
        self.settings = after
        return self._done("setting")

    # Packs and rates.

    def _edit_pack(self, request: EditPack) -> Expected:
        is_new = request.pack is None
        number = max(101, max(self.packs) + 1) if request.pack is None else request.pack
        before = ModelPack(0, 0) if is_new else self.packs.get(number)
        if before is None:
            refuse("no-such-pack", pack=number)
        after = before
        for name in ("coins", "price", "sku", "retired"):
            if getattr(request, name) is not None:
                after = after._replace(**{name: getattr(request, name)})
        if request.bonus_coins is not None:
            after = after._replace(bonus=request.bonus_coins)
        if request.bonus_until_ms is not None:
            moment = self.now + timedelta(milliseconds=request.bonus_until_ms - self.now_ms)
            after = after._replace(until=moment if request.bonus_until_ms else None)
        if not after.bonus:
            after = after._replace(until=None)
        if after == before:
            refuse("nothing-changed")
        self._must_be_a_pack(number, after, before)
        self.packs[number] = after
        facts = {"coins": after.coins, "price": after.price, "bonus_coins": after.bonus}
        sold = {"sku": after.sku, "retired": after.retired}
        return self._done("pack", pack=number, added=is_new, **facts, **sold)

    @property
    def now_ms(self) -> int:
        """The moment as requests name it."""
        return milliseconds(self.now)

    def _must_be_a_pack(self, number: int, pack: ModelPack, before: ModelPack) -> None:
        others = [it for key, it in self.packs.items() if key != number and not it.retired]
        if not 0 < pack.coins <= 10**9:
            refuse("pack-refused", code="coins")
        if not 0 < pack.price <= 10**12:
            refuse("pack-refused", code="price")
        if not 0 <= pack.bonus <= 10**9:
            refuse("pack-refused", code="bonus")
        if pack.until != before.until and pack.until and pack.until <= self.now:
            refuse("pack-refused", code="until")
        if pack.retired:
            return
        if pack.sku and pack.sku in {other.sku for other in others}:
            refuse("pack-refused", code="sku-taken")
        was = before._replace(sku=pack.sku)
        if pack != was and pack._replace(sku=0) in [other._replace(sku=0) for other in others]:
            refuse("pack-refused", code="twin")
        if len(others) >= 25 or (number not in self.packs and len(self.packs) >= 100):
            refuse("pack-refused", code="full")

    def _set_rate(self, request: SetExchangeRate) -> Expected:
        code, rate = request.currency, request.rate
        if code not in {*CURRENCIES, "KWD"}:
            refuse("exchange-refused", code="unknown")
        if code == self.settings["currency"]:
            refuse("exchange-refused", code="same")
        if rate is not None and not 0 < rate <= 10**12:
            refuse("exchange-refused", code="rate")
        if rate is None and code not in self.rates:
            refuse("exchange-refused", code="none")
        before = self.rates.pop(code, (0, 0))[0]
        expected = self._done("exchange-rate", other=code, before=before, rate=rate or 0)
        if rate is not None:
            self.rates[code] = (rate, self.seq)
        return expected

    # Asking a moderator.

    def bonus_of(self, pack: ModelPack) -> int:
        """What comes with a pack now."""
        return 0 if pack.until and self.now >= pack.until else pack.bonus

    def _ask_for_pack(self, request: AskForPack) -> Expected:
        who, shop = request.actor.user_id, self.settings["shop"]
        if shop != "moderator":
            refuse("nothing-for-sale", shop=shop)
        pack = self.packs.get(request.pack)
        if pack is None or pack.retired:
            refuse("no-such-pack", pack=request.pack)
        self._must_not_be_frozen(who)
        if request.quantity not in range(1, 101):
            refuse("pack-quantity", quantity=request.quantity, most=100)
        price = pack.price * request.quantity
        if (request.quoted_price, request.quoted_currency) != (price, self.settings["currency"]):
            refuse("pack-price-changed", price=price, priced_in=self.settings["currency"])
        open_ones = [it for it in self.purchases.values() if it.buyer == who and not it.ended]
        if len(open_ones) >= 5:
            refuse("too-many-purchases", most=5)
        self.must_not_be_barred("buying", request.own_roles)
        coins, bonus = pack.coins * request.quantity, self.bonus_of(pack) * request.quantity
        expected = self._done("own-purchase", coins=coins, bonus_coins=bonus, price=price)
        self.purchases[self.seq] = ModelPurchase(who, coins, bonus)
        return expected

    def _open_purchase(self, request: OfPurchase) -> ModelPurchase:
        number = request.purchase
        purchase = self.purchases.get(number) or refuse("no-such-purchase", purchase=number)
        if purchase.ended:
            refuse("purchase-over", state=purchase.state, by_seq=purchase.ended)
        return purchase

    def _decide_purchase(self, request: DecidePurchase) -> Expected:
        if not request.confirm:
            self._must_have_reason(request.reason)
        purchase, number = self._open_purchase(request), request.purchase
        if purchase.buyer == request.actor.user_id:
            refuse("purchase-own", purchase=number)
        if request.confirm:
            kept = self._hand_over(purchase)
            expected = self._done("purchase", purchase=number, **kept)
        else:
            expected = self._done("purchase-declined", purchase=number)
        state = "credited" if request.confirm else "declined"
        self.purchases[number] = purchase._replace(state=state, ended=self.seq)
        self._tell(request.actor, purchase.buyer)
        return expected

    def _hand_over(self, purchase: ModelPurchase) -> dict[str, object]:
        """Give what was bought; what stays of it where something is owed."""
        who = purchase.buyer
        self._must_have_room(who, coins=purchase.coins, bonus_coins=purchase.bonus)
        kept: dict[str, object] = {}
        for currency, amount in (("coins", purchase.coins), ("bonus_coins", purchase.bonus)):
            owed = self.owed.get((who, currency), Fraction(0))
            kept[f"kept_{currency}"] = max(Fraction(0), amount - owed)
            self.give(who, currency, amount)
        return kept

    def _withdraw_purchase(self, request: WithdrawPurchase) -> Expected:
        known = self.purchases.get(request.purchase)
        if known and known.buyer != request.actor.user_id:
            refuse("purchase-of-another", purchase=request.purchase)
        purchase = self._open_purchase(request)
        expected = self._done("own-purchase-withdrawn", purchase=request.purchase)
        ended = purchase._replace(state="withdrawn", ended=self.seq)
        self.purchases[request.purchase] = ended
        return expected

    # What Discord sells.

    def _credit(self, request: CreditEntitlement) -> Expected:
        who, bought = request.actor.user_id, request.entitlement
        if any(it.entitlement == bought for it in self.purchases.values()):
            refuse("entitlement-known", entitlement=bought)
        sold = [(not it.retired, key) for key, it in self.packs.items() if it.sku == request.sku]
        if not sold or not request.sku:
            refuse("entitlement-unsold", sku=request.sku)
        pack = self.packs[max(sold)[1]]
        purchase = ModelPurchase(who, pack.coins, self.bonus_of(pack), "credited", 0, bought)
        kept = self._hand_over(purchase)
        expected = self._done("own-entitlement", entitlement=bought, pack=max(sold)[1], **kept)
        self.purchases[self.seq] = purchase._replace(ended=self.seq)
        if not request.is_claimed:
            self.told[who, self.seq] = None
        return expected

    def _revoke(self, request: RevokeEntitlement) -> Expected:
        bought = request.entitlement
        found = [(key, it) for key, it in self.purchases.items() if it.entitlement == bought]
        if not bought or not found:
            refuse("entitlement-unknown", entitlement=bought)
        ((number, purchase),) = found
        if purchase.state == "revoked":
            refuse("purchase-over", state="revoked", by_seq=purchase.ended)
        owed: dict[str, object] = {}
        for currency, amount in (("coins", purchase.coins), ("bonus_coins", purchase.bonus)):
            there = min(Fraction(amount), self.has(purchase.buyer, currency))
            self.give(purchase.buyer, currency, -there)
            key = (purchase.buyer, currency)
            self.owed[key] = self.owed.get(key, Fraction(0)) + amount - there
            owed[f"owed_{currency}"] = amount - there
        expected = self._done("entitlement-revoked", purchase=number, **owed)
        self.purchases[number] = purchase._replace(state="revoked", ended=self.seq)
        self.told[purchase.buyer, self.seq] = None
        return expected


members = st.sampled_from(MEMBERS)
skus = st.sampled_from((0, 900, 901))
bought_ids = st.integers(1, 12)


class ShopAsking(FairnessAsking):
    """Two guilds in which coins are bought."""

    models: dict[int, ShopModel]  # type: ignore[assignment]  # What the machine lays open.

    def shop(self, kind: type[Request], guild: int, actor: Person, **facts: Any) -> None:
        """Somebody asks for something about the shop, under a new key."""
        self.ask(kind(guild=guild, key=self.key(), actor=actor, **facts))

    def hold_origins_apart(self, outcome: Accepted, guild: int) -> None:
        """See that coins that were paid for come from what was sold, and a bonus is given away."""
        kinds = (PurchaseConfirmed, EntitlementCredited, EntitlementRevoked)
        if not isinstance(outcome, kinds):
            super().hold_origins_apart(outcome, guild)
            return
        sources = {Currency.COINS: Kind.SOLD, Currency.BONUS_COINS: Kind.ISSUED}
        balance = dict.fromkeys(sources, 0)
        for moved in self.books.guild(guild).changes.transfers:
            if moved.seq == outcome.seq and Kind.DEBT not in {moved.source.kind, moved.target.kind}:
                source = sources[moved.source.currency]
                assert {moved.source.kind, moved.target.kind} == {source, Kind.WALLET}
                sign = 1 if moved.source.kind is source else -1
                balance[moved.source.currency] += sign * moved.amount
        if isinstance(outcome, EntitlementRevoked):
            taken = (outcome.owed_coins - outcome.coins, outcome.owed_bonus_coins)
            assert (*balance.values(),) == (taken[0], taken[1] - outcome.bonus_coins)
        else:
            assert (*balance.values(),) == (outcome.kept_coins, outcome.kept_bonus_coins)

    @rule(
        guild=guilds,
        changes=st.sampled_from(
            (
                *((("shop", "moderator"),),) * 3,
                (("shop", "discord"),),
                (("shop", "play"),),
                (("currency", "JPY"),),
                (("currency", "USD"),),
                (("no_buying", str(KEPT_OUT)),),
                (("no_buying", ""),),
            )
        ),
    )
    def change_shop(self, guild: int, changes: tuple[tuple[str, str], ...]) -> None:
        """A manager changes how coins are paid for."""
        self.shop(ChangeSetting, guild, MOD, changes=changes)

    @rule(
        guild=guilds,
        pack=st.sampled_from((None, 1, 2, 3, 101, 102, 999)),
        coins=st.sampled_from((None, 10, 500, 0)),
        price=st.sampled_from((None, 1, 250, 0)),
        bonus=st.sampled_from((None, None, 0, 30, -1)),
        days=st.sampled_from((None, None, 0, 2, -1)),
        sku=st.one_of(st.none(), skus),
        retired=st.sampled_from((None, None, None, True, False)),
    )
    def edit_pack(self, guild: int, days: int | None, bonus: int | None, **facts: Any) -> None:
        """A manager changes a pack, or puts one on the list."""
        until = None if days is None else milliseconds(self.now + days * DAY) if days else 0
        if facts["pack"] is None:
            facts = {**facts, "coins": facts["coins"] or 20, "price": facts["price"] or 30}
        self.shop(EditPack, guild, MOD, bonus_coins=bonus, bonus_until_ms=until, **facts)

    @rule(guild=guilds, sku=st.sampled_from((900, 901)), number=st.sampled_from((2, 3)))
    def sell_at_discord(self, guild: int, sku: int, number: int) -> None:
        """A manager has Discord sell a pack, with a bonus."""
        self.shop(EditPack, guild, MOD, pack=number, sku=sku, bonus_coins=7, retired=False)

    @rule(
        guild=guilds,
        currency=st.sampled_from((*CURRENCIES, "XXX")),
        rate=st.sampled_from((None, 920_000, 1, 0, 10**12 + 1)),
    )
    def set_rate(self, guild: int, currency: str, rate: int | None) -> None:
        """A manager sets an exchange rate, or clears it."""
        self.shop(SetExchangeRate, guild, MOD, currency=currency, rate=rate)

    @rule(
        guild=guilds,
        actor=st.sampled_from(PEOPLE),
        number=st.sampled_from((1, 1, 1, 2, 3, 101, 999)),
        quantity=st.sampled_from((1, 1, 1, 3, 100, 0, 101)),
        known=st.sampled_from((True, True, True, False)),
        roles=st.sampled_from(((), (), (KEPT_OUT, 1))),
    )
    def ask_for_pack(
        self, guild: int, actor: Person, number: int, quantity: int, **more: Any
    ) -> None:
        """Somebody asks to buy at the price that was shown, or at another."""
        model = self.models[guild]
        pack = model.packs.get(number, ModelPack(1, 1))
        self.shop(
            AskForPack,
            guild,
            actor,
            pack=number,
            quantity=quantity,
            quoted_price=pack.price * quantity + (not more["known"]),
            quoted_currency=model.settings["currency"],
            own_roles=more["roles"],
        )

    def a_purchase(self, guild: int, which: int) -> int:
        """The number of a request that waits, or of some purchase, or of none."""
        purchases = self.models[guild].purchases
        waiting = [number for number, it in purchases.items() if not it.ended]
        numbers = (waiting if which % 3 else []) or list(purchases)
        return numbers[which % len(numbers)] if numbers and which % 20 else which

    @rule(guild=guilds, actor=members, which=pick, confirm=st.booleans(), reason=reasons)
    def decide_purchase(
        self, guild: int, actor: Person, which: int, confirm: bool, reason: str
    ) -> None:
        """Somebody confirms or declines."""
        facts = {"purchase": self.a_purchase(guild, which), "confirm": confirm, "reason": reason}
        self.shop(DecidePurchase, guild, actor, **facts)

    @rule(guild=guilds, actor=members, which=pick)
    def withdraw_purchase(self, guild: int, actor: Person, which: int) -> None:
        """Somebody takes their request back, or another's."""
        self.shop(WithdrawPurchase, guild, actor, purchase=self.a_purchase(guild, which))

    @rule(guild=guilds, which=pick)
    def buy_and_have_it_confirmed(self, guild: int, which: int) -> None:
        """Somebody asks to buy, and two moderators confirm it at once."""
        self.change_shop(guild, (("shop", "moderator"),))
        buyer = MEMBERS[which % 3]
        self.ask_for_pack(guild, buyer, 1 + which % 3, 1, known=True, roles=())
        number = self.models[guild].seq
        for actor in (MEMBERS[(which + 1) % 3], MOD):
            facts = {"purchase": number, "confirm": True}
            self.shop(DecidePurchase, guild, actor, **facts)

    @rule(guild=guilds, buyer=members, bought=bought_ids, sku=skus, claimed=st.booleans())
    def credit(self, guild: int, buyer: Person, bought: int, sku: int, claimed: bool) -> None:
        """Discord has sold something. Between two guilds the store keeps it apart, and not here."""
        facts = {"entitlement": bought * 10 + guild, "sku": sku, "is_claimed": claimed}
        self.shop(CreditEntitlement, guild, buyer, **facts)

    @rule(guild=guilds, buyer=members, bought=bought_ids)
    def revoke(self, guild: int, buyer: Person, bought: int) -> None:
        """Discord takes something back."""
        self.shop(RevokeEntitlement, guild, buyer, entitlement=bought * 10 + guild)

    @rule(guild=guilds, which=pick, bought=st.integers(20, 40))
    def buy_spend_and_lose(self, guild: int, which: int, bought: int) -> None:
        """Somebody buys from Discord, spends all there is, and has the money back."""
        buyer, other = MEMBERS[which % 3], MEMBERS[(which + 1) % 3]
        self.sell_at_discord(guild, 900, 2)
        self.credit(guild, buyer, bought, 900, claimed=False)
        self.send_gift(guild, buyer, other, 10, 16, "", None)
        self.revoke(guild, buyer, bought)

    @invariant()
    def the_shop_is_what_the_model_says(self) -> None:
        """Packs, requests and rates are as plain arithmetic says, and each ended once."""
        for guild in GUILDS:
            model, economy = self.models[guild], self.books.guild(guild).economy
            offered = {pack.number: (pack.coins, pack.price) for pack in economy.shelf.offered}
            assert offered == {
                number: (pack.coins, pack.price)
                for number, pack in model.packs.items()
                if not pack.retired
            }
            kept = {
                number: (it.coins, it.bonus_coins, str(it.state), it.ended_seq, it.entitlement)
                for number, it in economy.purchases.items()
            }
            assert kept == {
                number: (it.coins, it.bonus, it.state, it.ended, it.entitlement)
                for number, it in model.purchases.items()
            }
            rates = {code: (it.rate, it.set_seq) for code, it in economy.exchange_rates.items()}
            assert rates == model.rates
