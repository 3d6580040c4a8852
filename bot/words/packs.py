"""What is said to those who run the shop: its packs, how they are paid for, and exchange rates."""

from collections.abc import Mapping
from typing import ClassVar

from bot.ledger.outcomes.shop import ExchangeRateSet, ExchangeRefused, PackEdited, PackRefused
from bot.words.refusals import Around
from bot.words.shop import ShopWords


class PackWords(ShopWords):
    """The sentences of `/setup pack`, `/setup shop` and `/setup exchange`."""

    nothing_to_edit_in_pack = (
        "Name what is to change: `coins`, `price`, `bonus`, `until` or `sku`. Nothing changed."
    )
    bonus_needs_coins = (
        "That pack has no bonus, so there is nothing to end. Nothing changed: name `bonus`, too."
    )
    sku_misread = (
        "A SKU is named by its id from the Developer Portal, a number of 17 to 19 digits, or by 0 "
        "for none. Nothing changed."
    )
    sku_unknown = (
        "Discord sells nothing of this bot's under that id. Nothing changed: make a consumable SKU "
        "in the Developer Portal, and name its id."
    )
    sku_not_consumable = (
        "That SKU is no consumable, so it could be bought only once. Nothing changed: name one "
        "that is."
    )
    sku_unchecked = (
        "Discord doesn't say right now what it sells. Nothing changed: try again in a minute."
    )

    def until_misread(self, timezone: str) -> str:
        """A date that cannot be read, or that is one day here and another elsewhere."""
        return (
            "That doesn't read as a date. Nothing changed: `2026-12-31`, `31.12.`, `Fri 20:30` and "
            f"`in 3 days` work, by the clock of {timezone}."
        )

    def price_misread(self, example: str) -> str:
        """A price that cannot be read, in the currency that is used here."""
        return (
            f"Prices look like `{example}` here, without a sign and without separators. Nothing "
            "changed: write it again."
        )

    def pack_in_words(self, pack: PackEdited) -> str:
        """A pack with all that belongs to it."""
        bill = self.bill(pack.coins, pack.bonus_coins, pack.price, pack.priced_in)
        until = ""
        if pack.bonus_until_ms:
            until = f", the bonus until {self.moment(pack.bonus_until_ms)}"
        sku = f", SKU `{pack.sku}`" if pack.sku else ""
        return f"{bill}{until}{sku}"

    def pack_added(self, pack: PackEdited) -> str:
        """A new pack."""
        return f"✓ On offer now: {self.pack_in_words(pack)}."

    def pack_edited(self, pack: PackEdited) -> str:
        """A pack that was changed."""
        return f"✓ Changed: {self.pack_in_words(pack)}. What was asked for before stays as it was."

    def pack_retired(self, pack: PackEdited) -> str:
        """A pack that went off the list."""
        return (
            f"✓ No longer on offer: {self.pack_in_words(pack)}. What was asked for before can "
            "still be confirmed; `/setup pack restore` brings it back."
        )

    def pack_restored(self, pack: PackEdited) -> str:
        """A pack that is back."""
        return f"✓ Back on offer: {self.pack_in_words(pack)}."

    def no_pack_to_change(self, text: str) -> str:
        """A name that means no pack."""
        return (
            f"No pack is called {self.quote(text)}. Nothing changed: pick one from the list as "
            "you type, or name its coins, as in `330`."
        )

    def check_prices(self, currency: str) -> str:
        """What to look after once the currency is another."""
        return (
            f"Prices keep their digits and are in {currency} now, so check them below, and with "
            "`/setup cashout show` what 1 💎 pays. Exchange rates that were set are gone: they "
            "were for the currency before."
        )

    def shop_hint(self, mode: str) -> str:
        """What else there is to do, by how packs are paid for."""
        if mode == "discord":
            return (
                "-# Each pack needs the id of a consumable SKU: `/setup pack edit`, option `sku`. "
                "Bought in test mode it gives no coins; `/shop claim` tells whether that came."
            )
        if mode == "play":
            return "-# Nothing is sold. Give coins with `/mod promo`, `/mod drop` or `/mod adjust`."
        return (
            "-# Payment happens outside of Ovation and is between you and your members: write how "
            "with the option `text`. Requests come up in `/mod purchases`, and in the log channel."
        )

    # Exchange rates.

    rates_title = "**Exchange rates**"
    no_rates = (
        "No exchange rates are set. They only show prices in other money, as of the day you set "
        "them: `/setup exchange currency:EUR rate:0.92`."
    )
    exchange_hint = "-# Set one with `currency` and `rate`; with `clear`, that currency has none."
    exchange_misread = (
        "Rates look like `0.92`: what one of your currency is worth in the other. After a whole "
        "number, write two or four decimals (`1.08` or `1.0850`): three could be thousands. "
        "Nothing changed."
    )
    rate_needs_currency = "Say which currency that is for. Nothing changed: name `currency`, too."
    rate_needs_value = (
        "Name the `rate`, or set `clear` to have none for that currency. Nothing changed."
    )

    def exchange_set(self, done: ExchangeRateSet) -> str:
        """A rate that holds from now on, or does no longer."""
        if not done.rate:
            return f"✓ No rate for {done.other} any more."
        return f"✓ {self.rate_of(done.rate, done.priced_in, done.other)}, as of today."

    def logged_pack(self, pack: PackEdited, who: str, whom: str) -> str:
        """A pack that somebody put on the list, changed, or took off it."""
        what = self.pack_in_words(pack)
        if pack.retired:
            return f"{who} took a pack off the list: {what}."
        if pack.added:
            return f"{who} put a pack on the list: {what}."
        return f"{who} changed a pack: {what}."

    def logged_exchange_rate(self, done: ExchangeRateSet, who: str, whom: str) -> str:
        """A rate that somebody set or cleared."""
        if not done.rate:
            return f"{who} cleared the exchange rate for {done.other}."
        before = f" (before: {self.millionths(done.before)})" if done.before else ""
        rate = self.rate_of(done.rate, done.priced_in, done.other)
        return f"{who} set the exchange rate {rate}{before}."

    kind_pack = "pack of coins"
    kind_exchange_rate = "exchange rate"

    _pack_problems: ClassVar[Mapping[str, str]] = {
        "coins": "a pack holds 1 to {most} coins.",
        "price": "a pack costs something, up to {money}.",
        "bonus": "a bonus is 0 to {most} coins.",
        "until": "that moment is past. Name a later one, or set the bonus to 0.",
        "sku": "that is no SKU. Name its id from the Developer Portal.",
        "sku-taken": "another pack is sold as that SKU. Change that one first.",
        "twin": "there is a pack just like that already. `/setup pack edit` changes it.",
        "full": "{most} packs are on offer, and that's as many as fit. Retire one first.",
    }
    _exchange_problems: ClassVar[Mapping[str, str]] = {
        "unknown": "that is no currency that is known here. Pick one from the list as you type.",
        "same": "that is the currency of your own prices. Pick another.",
        "rate": "a rate is more than 0, and at most a million. Name one between.",
        "none": "there is no rate for that currency.",
    }

    def refused_pack_refused(self, refused: PackRefused, around: Around) -> str:
        """A pack that cannot be so."""
        money = self.money(refused.most, refused.priced_in)
        why = self._pack_problems[refused.code].format(most=self.number(refused.most), money=money)
        return f"Nothing changed: {why}"

    def refused_exchange_refused(self, refused: ExchangeRefused, around: Around) -> str:
        """A rate that cannot be so."""
        return f"Nothing changed: {self._exchange_problems[refused.code]}"
