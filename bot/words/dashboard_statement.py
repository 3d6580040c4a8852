"""What the dashboard says of an account's movements, as plain text."""

import re
from typing import ClassVar, Final

from bot.ledger import outcomes
from bot.words.grammar import visible
from bot.words.lookup import LookupWords
from bot.words.plain import plain

_DIAMONDS: Final = re.compile(r"((?<![\d.,])1 )?💎")


class StatementWords(LookupWords):
    """The sentences of the page and of the file that tell of every coin and diamond."""

    section_statement: ClassVar[str] = "Statement"
    statement_empty: ClassVar[str] = (
        "Nothing came or went yet. Every coin and diamond stands here from the first one on, with "
        "the number that people quote when they ask about it."
    )
    statement_reference: ClassVar[str] = "No."
    statement_what: ClassVar[str] = "What"
    statement_coins: ClassVar[str] = "Coins"
    statement_diamonds: ClassVar[str] = "Diamonds"
    statement_held_coins: ClassVar[str] = "Coins after"
    statement_held_diamonds: ClassVar[str] = "Diamonds after"
    statement_columns: ClassVar[tuple[str, ...]] = (
        "Number",
        "Time",
        "What",
        "Gift",
        "Count",
        "With",
        "Coins",
        "Bonus coins",
        "Diamonds",
        "Bonus diamonds",
        "Coins after",
        "Bonus coins after",
        "Diamonds after",
        "Bonus diamonds after",
        "Message or reason",
        "Reversed by",
        "Coins owed (change)",
        "Bonus coins owed (change)",
        "Diamonds owed (change)",
        "Bonus diamonds owed (change)",
    )

    def statement_gift(self, gift: str, quantity: int, name: str | None, *, gave: bool) -> str:
        """A gift that was sent or received."""
        what = f"{self.number(quantity)} × {visible(gift)}" if quantity > 1 else visible(gift)
        return f"{what} {'to' if gave else 'from'} {self.plain_name(name)}"

    def statement_reversal(self, seq: int, what: str, actor: str | None) -> str:
        """A gift that was taken back, by whom."""
        return f"#{seq} ({what}) reversed by {self.plain_name(actor)}"

    def statement_other(self, outcome: outcomes.Accepted, actor: str | None) -> str:
        """What is no gift."""
        said = self.spelt(plain(self.line(outcome, actor=actor, counterpart=None, gave=False)))
        return f"{said[:1].upper()}{said[1:]}"

    diamond_words: ClassVar[tuple[str, str]] = ("diamond", "diamonds")

    def spelt(self, text: str) -> str:
        """Text of a page, on which diamonds are a word: not everywhere is there an emoji."""
        return _DIAMONDS.sub(
            lambda found: f"{found[1] or ''}{self.diamond_words[not found[1]]}", text
        )

    def statement_undone(self, seq: int) -> str:
        """That it was reversed later."""
        return f"reversed by #{seq}"

    def statement_bonus(self, change: str) -> str:
        """How much of an amount was given away once."""
        return f"{change} of it bonus"
