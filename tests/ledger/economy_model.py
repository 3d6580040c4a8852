"""One guild with its whole economy told a second time: what each part means for the others."""

from fractions import Fraction
from math import floor

from bot.ledger.requests import ChangeSetting, ConvertDiamonds
from bot.ledger.requests.payouts import OfPayout
from tests.ledger.expected import Expected, refuse
from tests.ledger.payouts_model import ModelPayout, PayoutsModel
from tests.ledger.pots_model import ModelPot, PotsModel
from tests.ledger.shop_model import ShopModel


class EconomyModel(ShopModel, PayoutsModel, PotsModel):
    """One guild with its whole economy, and what each part of it means for the others."""

    def _change_settings(self, request: ChangeSetting) -> Expected:
        currency = self.settings["currency"]
        expected = super()._change_settings(request)
        if self.settings["currency"] != currency:
            self.rates = {}
        return expected

    def given(self, who: int, span: str, to: int | None = None) -> int:
        """What somebody gave in gifts that stand and in chests, in a span of today; to one alone:
        in gifts and in the shares they took."""
        gifts = super().given(who, span, to)
        if to is not None:
            return gifts + self.taken_of(who, to)
        return gifts + self.in_chests(who, lambda day: self._of_same(span, day, self.today))

    def _must_be_within_limits(self, who: int, coins: int) -> None:
        limits = sorted(self._limits(who, None), key=lambda limit: limit[0])
        if limits and limits[0][0] < coins:
            left, most, whose, span = limits[0]
            limit = {"whose": whose, "span": span, "most": most, "left": left, "total": coins}
            refuse("over-limit", **limit, ends_ms=self._span_ends(span), affordable=0)

    def _must_be_within_pair(self, pot: ModelPot, who: int) -> None:
        most, had = self.settings["pair_cap"], self.given(pot.keeper, "day", who)
        if most and had + sum(pot.next_share()) > most:
            refuse("share-over-cap", most=most, had=had, ends_ms=self._span_ends("day"))

    def _must_be_payable(self, request: OfPayout, payout: ModelPayout) -> None:
        super()._must_be_payable(request, payout)
        coins, diamonds = self._owed_money(payout.creator)
        if coins or diamonds:
            refuse("payout-owed", payout=request.payout, coins=coins, owed=diamonds * 10_000)

    def _owed_money(self, who: int) -> tuple[Fraction, Fraction]:
        """What somebody owes of what is worth money, and no bonus is."""
        nothing = Fraction(0)
        coins = self.owed.get((who, "coins"), nothing)
        return coins, self.owed.get((who, "diamonds"), nothing)

    def _must_owe_no_money(self, who: int) -> None:
        coins, diamonds = self._owed_money(who)
        if not coins and not diamonds:
            return
        rate = Fraction(self.settings["conversion_rate"], 10_000)
        bonus = self._price(floor(self.has(who, "bonus_diamonds") * rate), rate)
        price = self._price(int(coins), rate)
        enough = bonus + price if coins and self.has(who, "diamonds") >= price else 0
        refuse("payout-debts", coins=coins, units=diamonds * 10_000, converted=enough * 10_000)

    def _convert(self, request: ConvertDiamonds) -> Expected:
        who = request.actor.user_id
        keys = [(who, origin) for origin in ("coins", "bonus_coins")]
        before = sum(self.owed.get(key, 0) for key in keys)
        expected = super()._convert(request)
        paid = {"repaid": before - sum(self.owed.get(key, 0) for key in keys)}
        return expected._replace(facts={**expected.facts, **paid})
