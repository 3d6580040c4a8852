"""What the dashboard says to moderators, in German."""

from collections.abc import Mapping
from typing import ClassVar

from bot.ledger.accounts import Kind
from bot.ledger.money import Currency
from bot.words.dashboard_office import OfficeWords
from bot.words.german.dashboard_money import GermanMoneyPageWords
from bot.words.grammar import visible


class GermanOfficeWords(GermanMoneyPageWords, OfficeWords):
    """The sentences of the moderators' pages."""

    section_audit: ClassVar[str] = "Protokoll"
    section_adjustments: ClassVar[str] = "Korrekturen"
    section_books: ClassVar[str] = "Stand der Bücher"
    office_all: ClassVar[str] = "Alle zeigen"
    office_nothing: ClassVar[str] = (
        "Noch hat niemand aus der Moderation etwas getan. Was sie tun, steht hier."
    )
    office_none_adjusted: ClassVar[str] = (
        "Noch wurde nichts korrigiert. /mod adjust gibt oder nimmt Münzen und steht dann hier, mit "
        "Grund."
    )
    office_who: ClassVar[str] = "Von"
    office_given: ClassVar[str] = "Gegeben"
    office_taken: ClassVar[str] = "Genommen"

    def office_of(self, name: str | None) -> str:
        """The list is of one member."""
        return f"Nur was {self.plain_name(name)} betrifft"

    def office_only(self, name: str | None) -> str:
        """A link to what was done to one member."""
        return f"nur {self.plain_name(name)}"

    def office_reversed(self, seq: int) -> str:
        """What was undone by another operation."""
        return f"rückgängig durch #{seq}"

    def office_lately(self, days: int) -> str:
        """The head of the sums."""
        return f"Die letzten {self.number(days)} Tage"

    def plain_quote(self, text: str) -> str:
        """What somebody wrote, in quotation marks, where nothing is markup."""
        return f"„{visible(text)}“"

    books_balance: ClassVar[str] = "Die Bücher gehen auf."
    books_do_not_balance: ClassVar[str] = (
        "Die Bücher gehen nicht auf. Wer Ovation betreibt, findet den Grund mit: ovation doctor."
    )
    books_operations: ClassVar[str] = "Vorgänge"
    books_members: ClassVar[str] = "Mitglieder"
    books_waiting: ClassVar[str] = "Noch zu zeigen"
    books_troubles: ClassVar[str] = (
        "Etwas hält Dankeschöns auf: /setup show auf dem Server sagt, was."
    )
    books_recount: ClassVar[str] = "Alles nachzählen"
    books_empty: ClassVar[str] = "Noch hat niemand Münzen. Mit dem ersten Geschenk fängt es an."
    books_sum: ClassVar[str] = "Zusammen"
    books_stored: ClassVar[str] = "Laut ihnen selbst"
    books_explained: ClassVar[str] = (
        "Was irgendwoher kam, ging irgendwohin: Alle Konten einer Währung ergeben zusammen 0, und "
        "Geldbörsen, Zurückgelegtes und Geschuldetes enthalten, was ihre Überweisungen ergeben."
    )
    _kinds_of_account: ClassVar[Mapping[Kind, str]] = {
        Kind.WALLET: "In Geldbörsen",
        Kind.HOLD: "Zurückgelegt",
        Kind.DEBT: "Geschuldet",
        Kind.ISSUED: "Ausgegeben",
        Kind.SOLD: "Verkauft",
        Kind.SPENT: "Verschenkt",
        Kind.CONVERTED: "Umgetauscht",
        Kind.PAID_OUT: "Ausgezahlt",
        Kind.UNCOVERED: "Noch nicht gedeckt",
    }
    _kinds_of_money: ClassVar[Mapping[Currency, str]] = {
        Currency.COINS: "Münzen",
        Currency.BONUS_COINS: "Bonusmünzen",
        Currency.DIAMONDS: "Diamanten",
        Currency.BONUS_DIAMONDS: "Bonusdiamanten",
    }

    def books_as_of(self, clock: str) -> str:
        """When it was counted."""
        return f"Stand {clock}."

    def books_doubtful(self, messages: int) -> str:
        """Messages of which nobody knows whether they stand twice."""
        return f"{self.number(messages)} vielleicht doppelt gezeigt"
