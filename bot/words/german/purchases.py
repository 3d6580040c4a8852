"""What is said of coins that are bought, in German."""

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
from bot.words.german.grammar import GermanGrammar
from bot.words.purchases import PurchaseWords


class GermanPurchaseWords(GermanGrammar, PurchaseWords):
    """The sentences about single purchases."""

    confirm_paid_button = "Bezahlt: bestätigen"
    decline_paid_button = "Ablehnen"
    withdraw_purchase_button = "Zurückziehen"
    more_waiting_button = "Mehr ▶"
    no_purchases = (
        "Kein Kauf wartet. Was Mitglieder in `/shop show` anfragen, steht hier, das Älteste zuerst."
    )

    def bought(self, coins: int, bonus_coins: int) -> str:
        """Coins of a pack, and those that come with them."""
        bonus = f" + {self.number(bonus_coins)} Bonus" if bonus_coins else ""
        return f"{self.coins(coins)}{bonus}"

    def bill(self, coins: int, bonus_coins: int, price: int, currency: str) -> str:
        """What is bought, and for how much."""
        return f"{self.bought(coins, bonus_coins)} für {self.money(price, currency)}"

    def purchases_title(self, in_all: int) -> str:
        """How many requests wait."""
        waits = "Kauf wartet" if in_all == 1 else "Käufe warten"
        return (
            f"**{self.number(in_all)} {waits}**\nBestätige, was bezahlt ist: Die Münzen werden "
            "sofort und endgültig gutgeschrieben."
        )

    def waiting_purchase(
        self, number: int, buyer: str | None, user_id: int, bill: str, asked_ms: int
    ) -> str:
        """One request in the list; the mention pings nobody and tells namesakes apart."""
        who = f"{self.strong_name(buyer)} (<@{user_id}>)" if user_id else self.strong_name(buyer)
        when = self.moment(asked_ms, "R")
        return f"{self.reference(number)} {who}: {bill}\n-# Angefragt {when}"

    def _repaid(self, coins: int) -> str:
        if not coins:
            return ""
        return f" Damit {'ist' if coins == 1 else 'sind'} {self.coins(coins)} Schulden beglichen."

    def purchase_confirmed(self, done: PurchaseConfirmed, buyer: str | None) -> str:
        """What whoever confirmed is told."""
        bill = self.bill(done.coins, done.bonus_coins, done.price, done.priced_in)
        return (
            f"Erledigt! {self.reference(done.purchase)}: {bill}, gutgeschrieben für "
            f"{self.strong_name(buyer)}.{self._repaid(done.repaid)} Die Nachricht darüber kommt "
            f"mit der nächsten Antwort.\n-# {self.reference(done.seq)}"
        )

    def purchase_declined(self, done: PurchaseDeclined, buyer: str | None) -> str:
        """What whoever declined is told."""
        return (
            f"Abgelehnt: {self.strong_name(buyer)} bekommt nichts für "
            f"{self.reference(done.purchase)} und erfährt den Grund mit der nächsten Antwort.\n"
            f"-# {self.reference(done.seq)}"
        )

    def decline_title(self, number: int) -> str:
        """The title of the form that asks for a reason."""
        return f"#{number} ablehnen?"

    def decline_question(self, buyer: str | None, bill: str) -> str:
        """What is declined."""
        return (
            f"{self.strong_name(buyer)} hat {bill} angefragt. Es wird nichts gutgeschrieben, und "
            "den Grund liest das Mitglied."
        )

    def notice_purchase(self, done: PurchaseConfirmed, actor: str) -> str:
        """The coins are there."""
        bill = self.bill(done.coins, done.bonus_coins, done.price, done.priced_in)
        number, repaid = self.reference(done.purchase), self._repaid(done.repaid)
        return f"{actor} hat deinen Kauf {number} bestätigt: {bill}.{repaid}"

    def notice_purchase_declined(self, done: PurchaseDeclined, actor: str) -> str:
        """The coins will not come."""
        bill = self.bill(done.coins, done.bonus_coins, done.price, done.priced_in)
        number = self.reference(done.purchase)
        return (
            f"{actor} hat deinen Kauf {number} abgelehnt, {bill}: Es wurde nichts gutgeschrieben."
        )

    def notice_own_entitlement(self, done: EntitlementCredited, actor: str) -> str:
        """What Discord sold has arrived."""
        bought = self.bought(done.coins, done.bonus_coins)
        return f"Dein Kauf bei Discord ist da: {bought}.{self._repaid(done.repaid)}"

    def notice_entitlement_revoked(self, done: EntitlementRevoked, actor: str) -> str:
        """Discord gave the money back, and what was bought is taken back."""
        owed = ""
        if done.owed:
            owed = (
                f" Davon hattest du {self.coins(done.owed)} schon ausgegeben: So viel schuldest du "
                "jetzt, und was an Münzen kommt, begleicht das zuerst."
            )
        bought, number = self.bought(done.coins, done.bonus_coins), self.reference(done.purchase)
        return f"Discord hat deinen Kauf {number} zurückgenommen und damit {bought}.{owed}"

    def logged_own_purchase(self, done: PurchaseAsked, who: str, whom: str) -> str:
        """Somebody asked to buy."""
        bill = self.bill(done.coins, done.bonus_coins, done.price, done.priced_in)
        return f"{who} möchte kaufen: {bill}."

    def logged_own_purchase_withdrawn(self, done: PurchaseWithdrawn, who: str, whom: str) -> str:
        """Somebody took that back."""
        bill = self.bill(done.coins, done.bonus_coins, done.price, done.priced_in)
        return f"{who} hat die Anfrage {self.reference(done.purchase)} zurückgezogen, {bill}."

    def logged_purchase(self, done: PurchaseConfirmed, who: str, whom: str) -> str:
        """A moderator confirmed a purchase."""
        bill = self.bill(done.coins, done.bonus_coins, done.price, done.priced_in)
        number = self.reference(done.purchase)
        return f"{who} hat den Kauf {number} von {whom} bestätigt: {bill}."

    def logged_purchase_declined(self, done: PurchaseDeclined, who: str, whom: str) -> str:
        """A moderator declined one."""
        bill = self.bill(done.coins, done.bonus_coins, done.price, done.priced_in)
        number = self.reference(done.purchase)
        return f"{who} hat den Kauf {number} von {whom} abgelehnt: {bill}."

    def logged_own_entitlement(self, done: EntitlementCredited, who: str, whom: str) -> str:
        """Discord sold a pack."""
        return f"{who} hat bei Discord gekauft: {self.bought(done.coins, done.bonus_coins)}."

    def logged_entitlement_revoked(self, done: EntitlementRevoked, who: str, whom: str) -> str:
        """Discord took a purchase back."""
        owed = f" Schulden daraus: {self.coins(done.owed)}." if done.owed else ""
        bought, number = self.bought(done.coins, done.bonus_coins), self.reference(done.purchase)
        return f"Discord hat den Kauf {number} von {whom} zurückgenommen: {bought}.{owed}"

    def line_purchase(self, done: PurchaseConfirmed, who: str) -> str:
        """Coins that a moderator gave for a payment."""
        price = self.money(done.price, done.priced_in)
        return f"gekauft für {price} ({self.reference(done.purchase)}), bestätigt von {who}"

    def line_purchase_declined(self, done: PurchaseDeclined, who: str) -> str:
        """Coins that were asked for in vain."""
        return f"Kauf {self.reference(done.purchase)} abgelehnt von {who}"

    def line_own_entitlement(self, done: EntitlementCredited, who: str) -> str:
        """Coins that Discord sold."""
        return "bei Discord gekauft"

    def line_entitlement_revoked(self, done: EntitlementRevoked, who: str) -> str:
        """Coins that Discord took back."""
        return f"Kauf {self.reference(done.purchase)} von Discord zurückgenommen"

    kind_own_purchase = "Kaufanfrage"
    kind_own_purchase_withdrawn = "Anfrage zurückgezogen"
    kind_purchase = "Kauf"
    kind_purchase_declined = "Kauf abgelehnt"
    kind_own_entitlement = "Kauf bei Discord"
    kind_entitlement_revoked = "Kauf zurückgenommen"

    _over: ClassVar[Mapping[str, str]] = {
        "credited": "bestätigt",
        "declined": "abgelehnt",
        "withdrawn": "zurückgezogen",
        "revoked": "von Discord zurückgenommen",
    }

    def how_it_ended(self, number: int, state: str, by_seq: int) -> str:
        """What became of a request that is decided about again."""
        what = self._over.get(state, state)
        return f"{self.reference(number)} wurde schon {what} ({self.reference(by_seq)})."
