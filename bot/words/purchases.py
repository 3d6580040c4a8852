"""What is said of coins that are bought: to who buys them, and to who confirms the payment."""

from collections.abc import Mapping
from typing import ClassVar

from bot.ledger.outcomes.shop import (
    EntitlementCredited,
    EntitlementRevoked,
    PurchaseAsked,
    PurchaseConfirmed,
    PurchaseDeclined,
    PurchaseWithdrawn,
)
from bot.words.grammar import Grammar


class PurchaseWords(Grammar):
    """The sentences about single purchases."""

    confirm_paid_button = "Paid: confirm"
    decline_paid_button = "Decline"
    withdraw_purchase_button = "Withdraw"
    more_waiting_button = "More ▶"
    no_purchases = (
        "No purchase waits. What members ask for in `/shop show` stands here, longest first."
    )

    def bought(self, coins: int, bonus_coins: int) -> str:
        """Coins of a pack, and those that come with them."""
        bonus = f" + {self.number(bonus_coins)} bonus" if bonus_coins else ""
        return f"{self.coins(coins)}{bonus}"

    def bill(self, coins: int, bonus_coins: int, price: int, currency: str) -> str:
        """What is bought, and for how much."""
        return f"{self.bought(coins, bonus_coins)} for {self.money(price, currency)}"

    # The moderators' list.

    def purchases_title(self, in_all: int) -> str:
        """How many requests wait."""
        waits = "purchase waits" if in_all == 1 else "purchases wait"
        return (
            f"**{self.number(in_all)} {waits}**\nConfirm what has been paid for: the coins are "
            "given at once, and for good."
        )

    def waiting_purchase(
        self, number: int, buyer: str | None, user_id: int, bill: str, asked_ms: int
    ) -> str:
        """One request in the list; the mention pings nobody and tells namesakes apart."""
        who = f"{self.strong_name(buyer)} (<@{user_id}>)" if user_id else self.strong_name(buyer)
        return f"{self.reference(number)} {who}: {bill}\n-# Asked {self.moment(asked_ms, 'R')}"

    def purchase_confirmed(self, done: PurchaseConfirmed, buyer: str | None) -> str:
        """What whoever confirmed is told."""
        repaid = ""
        if done.repaid:
            repaid = f" {self.number(done.repaid)} of them paid what they owed."
        bought, number = self.bought(done.coins, done.bonus_coins), self.reference(done.purchase)
        return (
            f"Done! {number}: {bought} given to {self.strong_name(buyer)} for "
            f"{self.money(done.price, done.priced_in)}.{repaid} They'll be told with their next "
            f"reply.\n-# {self.reference(done.seq)}"
        )

    def purchase_declined(self, done: PurchaseDeclined, buyer: str | None) -> str:
        """What whoever declined is told."""
        return (
            f"Declined: {self.strong_name(buyer)} gets nothing for {self.reference(done.purchase)} "
            f"and is told why with their next reply.\n-# {self.reference(done.seq)}"
        )

    def decline_title(self, number: int) -> str:
        """The title of the form that asks for a reason."""
        return f"Decline #{number}?"

    def decline_question(self, buyer: str | None, bill: str) -> str:
        """What is declined."""
        return f"{self.strong_name(buyer)} asked for {bill}. Nothing is given, and they read why."

    # What the buyer is told, and what stands in the books.

    def notice_purchase(self, done: PurchaseConfirmed, actor: str) -> str:
        """The coins are there."""
        bill = self.bill(done.coins, done.bonus_coins, done.price, done.priced_in)
        repaid = ""
        if done.repaid:
            repaid = f" {self.number(done.repaid)} of them paid what you owed."
        return f"{actor} confirmed your purchase {self.reference(done.purchase)}: {bill}.{repaid}"

    def notice_purchase_declined(self, done: PurchaseDeclined, actor: str) -> str:
        """The coins will not come."""
        bill = self.bill(done.coins, done.bonus_coins, done.price, done.priced_in)
        number = self.reference(done.purchase)
        return f"{actor} declined your purchase {number}, {bill}: no coins were given."

    def notice_own_entitlement(self, done: EntitlementCredited, actor: str) -> str:
        """What Discord sold has arrived."""
        repaid = ""
        if done.repaid:
            repaid = f" {self.number(done.repaid)} of them paid what you owed."
        bought = self.bought(done.coins, done.bonus_coins)
        return f"What you bought from Discord is here: {bought}.{repaid}"

    def notice_entitlement_revoked(self, done: EntitlementRevoked, actor: str) -> str:
        """Discord gave the money back, and what was bought is taken back."""
        owed = ""
        if done.owed:
            owed = (
                f" You had spent {self.number(done.owed)} of them: you owe those, and coins that "
                "come in pay them first."
            )
        bought = self.bought(done.coins, done.bonus_coins)
        number = self.reference(done.purchase)
        return f"Discord took your purchase {number} back, and with it {bought}.{owed}"

    def logged_own_purchase(self, done: PurchaseAsked, who: str, whom: str) -> str:
        """Somebody asked to buy."""
        bill = self.bill(done.coins, done.bonus_coins, done.price, done.priced_in)
        return f"{who} asks to buy {bill}."

    def logged_own_purchase_withdrawn(self, done: PurchaseWithdrawn, who: str, whom: str) -> str:
        """Somebody took that back."""
        bill = self.bill(done.coins, done.bonus_coins, done.price, done.priced_in)
        return f"{who} no longer asks for {self.reference(done.purchase)}, {bill}."

    def logged_purchase(self, done: PurchaseConfirmed, who: str, whom: str) -> str:
        """A moderator confirmed a purchase."""
        bill = self.bill(done.coins, done.bonus_coins, done.price, done.priced_in)
        return f"{who} confirmed purchase {self.reference(done.purchase)} of {whom}: {bill}."

    def logged_purchase_declined(self, done: PurchaseDeclined, who: str, whom: str) -> str:
        """A moderator declined one."""
        bill = self.bill(done.coins, done.bonus_coins, done.price, done.priced_in)
        return f"{who} declined purchase {self.reference(done.purchase)} of {whom}: {bill}."

    def logged_own_entitlement(self, done: EntitlementCredited, who: str, whom: str) -> str:
        """Discord sold a pack."""
        return f"{who} bought {self.bought(done.coins, done.bonus_coins)} from Discord."

    def logged_entitlement_revoked(self, done: EntitlementRevoked, who: str, whom: str) -> str:
        """Discord took a purchase back."""
        owed = f", who owes {self.number(done.owed)} of them" if done.owed else ""
        bought = self.bought(done.coins, done.bonus_coins)
        number = self.reference(done.purchase)
        return f"Discord took back purchase {number}: {bought} gone from {whom}{owed}."

    def line_purchase(self, done: PurchaseConfirmed, who: str) -> str:
        """Coins that a moderator gave for a payment."""
        price = self.money(done.price, done.priced_in)
        return f"bought for {price} ({self.reference(done.purchase)}), confirmed by {who}"

    def line_purchase_declined(self, done: PurchaseDeclined, who: str) -> str:
        """Coins that were asked for in vain."""
        return f"purchase {self.reference(done.purchase)} declined by {who}"

    def line_own_entitlement(self, done: EntitlementCredited, who: str) -> str:
        """Coins that Discord sold."""
        return "bought from Discord"

    def line_entitlement_revoked(self, done: EntitlementRevoked, who: str) -> str:
        """Coins that Discord took back."""
        return f"purchase {self.reference(done.purchase)} taken back by Discord"

    kind_own_purchase = "request to buy"
    kind_own_purchase_withdrawn = "request withdrawn"
    kind_purchase = "purchase"
    kind_purchase_declined = "purchase declined"
    kind_own_entitlement = "purchase from Discord"
    kind_entitlement_revoked = "purchase taken back"

    _over: ClassVar[Mapping[str, str]] = {
        "credited": "confirmed",
        "declined": "declined",
        "withdrawn": "withdrawn",
        "revoked": "taken back by Discord",
    }

    def purchase_ended(self, decided: str, by_seq: int) -> str:
        """What became of a request, below the entry of the log that lays it before moderators."""
        what = self._over[decided]
        return f"**{what[:1].upper()}{what[1:]}** ({self.reference(by_seq)})"

    def how_it_ended(self, number: int, state: str, by_seq: int) -> str:
        """What became of a request that is decided about again."""
        what = self._over.get(state, state)
        return f"{self.reference(number)} was {what} already ({self.reference(by_seq)})."
