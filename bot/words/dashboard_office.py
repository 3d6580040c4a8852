"""What the dashboard says to moderators, as plain text."""

from collections.abc import Mapping
from typing import ClassVar

from bot.ledger.accounts import Kind
from bot.ledger.money import Currency
from bot.words.dashboard_money import MoneyPageWords
from bot.words.grammar import visible


class OfficeWords(MoneyPageWords):
    """The sentences of the moderators' pages."""

    section_audit: ClassVar[str] = "Audit"
    section_adjustments: ClassVar[str] = "Adjustments"
    section_books: ClassVar[str] = "State of the books"
    office_all: ClassVar[str] = "Show everybody"
    office_nothing: ClassVar[str] = "No moderator has done anything yet. What they do stands here."
    office_none_adjusted: ClassVar[str] = (
        "Nothing was adjusted yet. /mod adjust gives or takes coins; what it did stands here."
    )
    office_who: ClassVar[str] = "By"
    office_given: ClassVar[str] = "Gave"
    office_taken: ClassVar[str] = "Took"

    def office_of(self, name: str | None) -> str:
        """The list is of one member."""
        return f"Only what was done to {self.plain_name(name)}"

    def office_only(self, name: str | None) -> str:
        """A link to what was done to one member."""
        return f"only {self.plain_name(name)}"

    def office_reversed(self, seq: int) -> str:
        """What was undone by another operation."""
        return f"reversed by #{seq}"

    def office_lately(self, days: int) -> str:
        """The head of the sums."""
        return f"The last {self.number(days)} days"

    def plain_quote(self, text: str) -> str:
        """What somebody wrote, in quotation marks, where nothing is markup."""
        return f"“{visible(text)}”"

    books_balance: ClassVar[str] = "The books balance."
    books_do_not_balance: ClassVar[str] = (
        "The books do not add up. Whoever runs Ovation finds out why with: ovation doctor."
    )
    books_operations: ClassVar[str] = "Operations"
    books_members: ClassVar[str] = "Members"
    books_waiting: ClassVar[str] = "Waiting to be shown"
    books_troubles: ClassVar[str] = (
        "Something keeps thank-yous from being shown: /setup show on the server says what."
    )
    books_recount: ClassVar[str] = "Recount everything"
    books_empty: ClassVar[str] = "Nobody has a coin yet. The first gift or adjustment makes one."
    books_sum: ClassVar[str] = "All together"
    books_stored: ClassVar[str] = "As they say themselves"
    books_explained: ClassVar[str] = (
        "Every coin and diamond that came from somewhere went somewhere, so all accounts of one "
        "kind of money add up to 0, and wallets, what is set aside and what is owed hold what "
        "their transfers made them hold."
    )
    _kinds_of_account: ClassVar[Mapping[Kind, str]] = {
        Kind.WALLET: "In wallets",
        Kind.HOLD: "Set aside",
        Kind.DEBT: "Owed by members",
        Kind.ISSUED: "Issued",
        Kind.SOLD: "Sold",
        Kind.SPENT: "Spent on gifts",
        Kind.CONVERTED: "Converted",
        Kind.PAID_OUT: "Paid out",
        Kind.UNCOVERED: "Not covered yet",
    }
    _kinds_of_money: ClassVar[Mapping[Currency, str]] = {
        Currency.COINS: "Coins",
        Currency.BONUS_COINS: "Bonus coins",
        Currency.DIAMONDS: "Diamonds",
        Currency.BONUS_DIAMONDS: "Bonus diamonds",
    }

    def books_as_of(self, clock: str) -> str:
        """When it was counted."""
        return f"As of {clock}."

    def books_doubtful(self, messages: int) -> str:
        """Messages of which nobody knows whether they stand twice."""
        return f"{self.number(messages)} perhaps shown twice"

    def books_account(self, account: Kind) -> str:
        """A kind of account."""
        return self._kinds_of_account[account]

    def books_currency(self, currency: Currency) -> str:
        """A kind of money."""
        return self._kinds_of_money[currency]

    def books_signed(self, currency: Currency, units: int) -> str:
        """What an account holds, below zero too, without the word."""
        if currency in {Currency.COINS, Currency.BONUS_COINS}:
            return f"{'−' if units < 0 else ''}{self.number(abs(units))}"
        return self.diamonds(units)
