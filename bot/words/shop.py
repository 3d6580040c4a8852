"""What is said in the shop: what coins cost here, how they are paid for, and what they come to."""

from collections.abc import Mapping
from typing import ClassVar

from bot.ledger.outcomes.shop import (
    EntitlementKnown,
    EntitlementUnknown,
    EntitlementUnsold,
    NoSuchPack,
    NoSuchPurchase,
    NothingForSale,
    OwnPurchase,
    PackPriceChanged,
    PackQuantityOutOfRange,
    PurchaseAsked,
    PurchaseOfAnother,
    PurchaseOver,
    PurchaseWithdrawn,
    TooManyPurchases,
)
from bot.words.purchases import PurchaseWords
from bot.words.refusals import Around


class ShopWords(PurchaseWords):
    """The sentences of `/shop` and `/calculator`."""

    shop_title = "🪙 **Coins**"
    shop_empty = (
        "Nothing is on offer right now. Coins come as gifts from this server, too: `/wallet` shows "
        "yours."
    )
    shop_pays: ClassVar[Mapping[str, str]] = {
        "moderator": (
            "Pick a pack and ask for it. You pay outside of Ovation; a moderator confirms it, and "
            "then the coins are yours."
        ),
        "discord": (
            "Discord sells these: you pay it the price on its button. The coins come by "
            "themselves, on the server where you opened `/shop show` last."
        ),
        "play": (
            "Coins are play money here: nothing can be bought. They come as welcome coins, from "
            "codes (`/redeem`), drops and chests, and from 💎 (`/diamonds convert`)."
        ),
    }
    not_with_discord = "Not for sale at Discord yet. A manager connects packs with `/setup pack`."
    bought_one_by_one = (
        "-# Discord sells one pack at a time: buy the next once the coins of the last have come."
    )
    pick_pack = "Pick a pack"
    nothing_asked = "Nothing asked for: no coins, nothing to pay."
    back_to_shop_button = "Back to the packs"
    ask_pack_button = "Ask for it"
    claim_button = "Claim here"
    own_requests = "**What you asked for**"

    def pack_line(
        self,
        coins: int,
        bonus_coins: int,
        until_ms: int,
        *,
        price: str,
        each: str,
        saved: int,
    ) -> str:
        """One pack: what it gives, what it costs, also by the coin, and what that saves."""
        until = f" until {self.moment(until_ms, 'd')}" if until_ms and bonus_coins else ""
        less = f" · {self.percent(saved)} less" if saved else ""
        return f"**{self.bought(coins, bonus_coins)}**{until} · {price} · {each} a coin{less}"

    def each_coin(self, rate: int, currency: str) -> str:
        """What one coin costs, in millionths of a currency."""
        return self.in_currency(self.millionths(rate), currency)

    def portion(self, quantity: int, coins: int, bonus_coins: int, price: str) -> str:
        """Some of one pack: how many, what each gives, and what all of them cost."""
        return f"- {self.number(quantity)} × {self.bought(coins, bonus_coins)}: {price}"

    def rest_button(self, coins: int) -> str:
        """Going on with what is still wanted of an amount."""
        return f"The rest: {self.coins(coins)}"

    def requests_are_full(self, count: int) -> str:
        """Why nothing more can be asked for."""
        return f"-# {count} requests of yours wait, and that's as many as can."

    def how_to_pay(self, own_words: str) -> str:
        """What the operator wrote on it, under its title."""
        return f"**How to pay**\n{own_words}"

    def cheapest_for(self, wanted: int, coins: int, price: str) -> str:
        """The cheapest way to so many coins, above the packs that it is made of."""
        over = f", {self.number(coins - wanted)} more than that" if coins > wanted else ""
        return (
            f"At least {self.coins(wanted)} {'costs' if wanted == 1 else 'cost'} **{price}** at "
            "the cheapest. That gives "
            f"{self.coins(coins)}{over}:"
        )

    def too_many_to_combine(self, most: int) -> str:
        """More coins than packs are put together for."""
        return (
            f"These packs are put together for up to {self.coins(most)}. Name an amount up to that."
        )

    def asked_in_parts(self, most: int) -> str:
        """More of one pack than one request takes."""
        return f"-# One request takes up to {most} packs of a kind: ask for more in another."

    def pack_choice(self, quantity: int, coins: int, bonus_coins: int, price: str) -> str:
        """Packs as a button or a line of a menu."""
        count = f"{self.number(quantity)} × " if quantity > 1 else ""
        return f"{count}{self.bought(coins, bonus_coins)} · {price}"

    def ask_purchase(self, bill: str) -> str:
        """The question before somebody asks to buy."""
        return (
            f"Ask to buy **{bill}**?\nA moderator gives you the coins once your payment has "
            "arrived. Until then you can take it back."
        )

    def purchase_asked(self, done: PurchaseAsked) -> str:
        """The receipt of a request."""
        bill = self.bill(done.coins, done.bonus_coins, done.price, done.priced_in)
        number = self.reference(done.seq)
        return (
            f"Got it: {number}, {bill}. The moderators see it now; name {number} when you pay, and "
            "you'll be told as soon as the coins are yours."
        )

    def purchase_withdrawn(self, done: PurchaseWithdrawn) -> str:
        """A request that was taken back."""
        bill = self.bill(done.coins, done.bonus_coins, done.price, done.priced_in)
        return f"Withdrawn: {self.reference(done.purchase)}, {bill}. Don't pay for it any more."

    def own_request(self, number: int, bill: str, asked_ms: int) -> str:
        """One's own request that waits."""
        return f"{self.reference(number)} {bill} · asked {self.moment(asked_ms, 'R')}"

    # What Discord sells.

    def waits_at_discord(self, count: int) -> str:
        """What was bought from Discord and is credited nowhere."""
        what = "1 purchase" if count == 1 else f"{self.number(count)} purchases"
        return f"{what} from Discord of yours can be claimed here."

    nothing_to_claim = (
        "Nothing of yours waits at Discord. What you buy in `/shop show` comes by itself."
    )
    claimed_test = (
        "A purchase in test mode: nothing was paid, so no coins are given. Everything else worked."
    )
    claimed_taken_back = "Discord took that purchase back, so there is nothing to claim."
    claimed_unsold = (
        "Discord sold you something that no pack here stands for. It stays yours: open "
        "`/shop show` on the server where you bought it, or ask a manager here."
    )
    claim_failed = (
        "Discord doesn't answer right now. Nothing is lost: try `/shop claim` again in a minute."
    )

    def claimed(self, coins: int, bonus_coins: int) -> str:
        """What was bought from Discord is credited now."""
        return f"Claimed: {self.bought(coins, bonus_coins)} from Discord."

    # The calculators.

    calculator_no_packs = "No packs are on offer here, so coins have no price."
    calculator_play = "Coins are play money here: they cost nothing, and nothing can be bought."

    def pack_by_pack(self, coins: int) -> str:
        """The title above what an amount costs in each pack."""
        return f"**{self.coins(coins)}**, pack by pack"

    def gives(self, portion: str, coins: int) -> str:
        """Some of one pack, with how many coins come of it."""
        return f"{portion}, gives {self.number(coins)}"

    def in_other_money(self, amount: str, rate: str, set_ms: int) -> str:
        """An amount in another currency, by a rate that somebody set."""
        return f"- {amount} ({rate}, set {self.moment(set_ms, 'd')})"

    def rate_line(self, rate: str, set_ms: int) -> str:
        """A rate in a list, and since when it is so."""
        return f"- {rate}, set {self.moment(set_ms, 'd')}"

    def rate_of(self, rate: int, currency: str, other: str) -> str:
        """What one of a currency is worth in another, in millionths."""
        return f"1 {currency} = {self.millionths(rate)} {other}"

    other_money = "In other money, rounded, at the rates this server has set:"
    no_other_money = "-# No exchange rates are set here, so there is no other currency to show."

    def old_rates(self, days: int) -> str:
        """Rates that may no longer be near what is paid."""
        return f"-# A rate older than {days} days may be off by now."

    def diamonds_of_gift(self, coins: int, share: int, units: int) -> str:
        """What a creator receives for coins."""
        return (
            f"A gift of **{self.coins(coins)}** earns its creator **{self.diamonds(units)}** 💎: "
            f"{self.percent(share)} of them."
        )

    def diamonds_as_money(self, units: int, rate: str, fee: int, money: str) -> str:
        """What diamonds give as money by the settings of cashing out."""
        cost = f" after a fee of {self.percent(fee)}" if fee else ""
        return f"{self.diamonds(units)} 💎 cash out for **{money}**{cost}, at {rate} for 1 💎."

    rounded_down = "That's rounded down."
    diamonds_cash_nothing = "Diamonds aren't cashed out on this server."
    only_paid_diamonds = (
        "-# Only coins that were paid for earn 💎 that can be cashed out; bonus coins earn bonus "
        "💎."
    )

    def diamonds_too_few(self, least: int) -> str:
        """Fewer diamonds than one payout takes."""
        return f"-# One cash-out takes {self.number(least)} 💎 or more."

    def diamonds_too_many(self, most: int) -> str:
        """More diamonds than are paid out in a day."""
        return f"-# Cash-outs take up to {self.number(most)} 💎 a day."

    def diamonds_as_coins(self, units: int, coins: int) -> str:
        """What diamonds give as coins."""
        return f"Converted, {self.diamonds(units)} 💎 are {self.coins(coins)}."

    # Why something was not done.

    _not_sold: ClassVar[Mapping[str, str]] = {
        "play": (
            "Coins are play money here, so there is nothing to buy. Nothing was asked for: "
            "`/shop show` says how coins are come by."
        ),
        "discord": (
            "Discord sells the coins here now. Nothing was asked for: open `/shop show` again."
        ),
    }

    def refused_nothing_for_sale(self, refused: NothingForSale, around: Around) -> str:
        """A pack where no moderator sells any."""
        return self._not_sold.get(refused.shop, self._not_sold["play"])

    def refused_no_such_pack(self, refused: NoSuchPack, around: Around) -> str:
        """A pack that is not on offer."""
        return "That pack is no longer on offer. Nothing was done: pick one in `/shop show`."

    def refused_pack_quantity(self, refused: PackQuantityOutOfRange, around: Around) -> str:
        """Too many packs, or none."""
        return (
            f"One request takes 1 to {refused.most} packs of a kind. Nothing was asked for: pick a "
            "larger pack in `/shop show`."
        )

    def refused_pack_price_changed(self, refused: PackPriceChanged, around: Around) -> str:
        """A price that is no longer what was shown."""
        before = self.money(refused.quoted, refused.quoted_in)
        now = self.money(refused.price, refused.priced_in)
        if before == now:
            return (
                f"What {now} buys changed meanwhile: it is **{self.coins(refused.coins)}** now. "
                "Nothing was asked for: `/shop show` has all of it."
            )
        return (
            f"The price of {self.coins(refused.coins)} changed from {before} to **{now}** "
            "meanwhile. Nothing was asked for: `/shop show` has the new prices."
        )

    def refused_too_many_purchases(self, refused: TooManyPurchases, around: Around) -> str:
        """One request more than may wait."""
        return (
            f"{refused.most} requests of yours wait already, and that's as many as can. Nothing "
            "was asked for: withdraw one in `/shop show`, or wait for a moderator."
        )

    def refused_no_such_purchase(self, refused: NoSuchPurchase, around: Around) -> str:
        """A number that is no request."""
        return (
            f"No purchase stands under {self.reference(refused.purchase)}. Nothing was done: "
            "`/mod purchases` lists those that wait."
        )

    def refused_purchase_over(self, refused: PurchaseOver, around: Around) -> str:
        """A request that was decided about before."""
        ended = self.how_it_ended(refused.purchase, refused.state, refused.by_seq)
        return f"{ended} Nothing was done now."

    def refused_purchase_own(self, refused: OwnPurchase, around: Around) -> str:
        """A moderator who would decide about their own request."""
        return (
            "That's your own purchase, so somebody else has to look at it. Nothing was done; "
            "`/shop show` lets you withdraw it."
        )

    def refused_purchase_of_another(self, refused: PurchaseOfAnother, around: Around) -> str:
        """A request of somebody else."""
        return "That request is somebody else's. Nothing was done."

    def refused_entitlement_known(self, refused: EntitlementKnown, around: Around) -> str:
        """A purchase from Discord that was credited before."""
        return "Those coins were credited before. Nothing was done: `/history` shows when."

    def refused_entitlement_unsold(self, refused: EntitlementUnsold, around: Around) -> str:
        """A purchase from Discord that is no pack of this server."""
        return self.claimed_unsold

    def refused_entitlement_unknown(self, refused: EntitlementUnknown, around: Around) -> str:
        """A purchase from Discord that was never credited."""
        return "That purchase was never credited here, so nothing was taken back."
