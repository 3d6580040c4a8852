"""What the dashboard says of an account's movements, in German."""

from typing import ClassVar

from bot.words.dashboard_statement import StatementWords
from bot.words.german.lookup import GermanLookupWords
from bot.words.grammar import visible


class GermanStatementWords(GermanLookupWords, StatementWords):
    """The sentences of the page and of the file."""

    section_statement: ClassVar[str] = "Kontoauszug"
    statement_empty: ClassVar[str] = (
        "Noch ist nichts gekommen oder gegangen. Von da an steht hier jede Münze und jeder "
        "Diamant, mit der Nummer, die bei Fragen hilft."
    )
    statement_reference: ClassVar[str] = "Nr."
    statement_what: ClassVar[str] = "Was"
    statement_coins: ClassVar[str] = "Münzen"
    statement_diamonds: ClassVar[str] = "Diamanten"
    statement_held_coins: ClassVar[str] = "Münzen danach"
    statement_held_diamonds: ClassVar[str] = "Diamanten danach"
    diamond_words: ClassVar[tuple[str, str]] = ("Diamant", "Diamanten")
    statement_columns: ClassVar[tuple[str, ...]] = (
        "Nummer",
        "Zeit",
        "Was",
        "Geschenk",
        "Anzahl",
        "Mit wem",
        "Münzen",
        "Bonusmünzen",
        "Diamanten",
        "Bonusdiamanten",
        "Münzen danach",
        "Bonusmünzen danach",
        "Diamanten danach",
        "Bonusdiamanten danach",
        "Nachricht oder Grund",
        "Rückgängig durch",
        "Geschuldete Münzen (Änderung)",
        "Geschuldete Bonusmünzen (Änderung)",
        "Geschuldete Diamanten (Änderung)",
        "Geschuldete Bonusdiamanten (Änderung)",
    )

    def statement_gift(self, gift: str, quantity: int, name: str | None, *, gave: bool) -> str:
        """A gift that was sent or received."""
        what = f"{self.number(quantity)} × {visible(gift)}" if quantity > 1 else visible(gift)
        return f"{what} {'an' if gave else 'von'} {self.plain_name(name)}"

    def statement_reversal(self, seq: int, what: str, actor: str | None) -> str:
        """A gift that was taken back, by whom."""
        return f"#{seq} ({what}) rückgängig gemacht von {self.plain_name(actor)}"

    def statement_undone(self, seq: int) -> str:
        """That it was reversed later."""
        return f"rückgängig durch #{seq}"

    def statement_bonus(self, change: str) -> str:
        """How much of an amount was given away once."""
        return f"davon {change} Bonus"
