"""What the dashboard says of those who carry a creator, in German."""

from typing import ClassVar

from bot.words.dashboard_supporters import SupporterWords
from bot.words.german.grammar import GermanGrammar


class GermanSupporterWords(GermanGrammar, SupporterWords):
    """The sentences of the page of supporters."""

    section_supporters: ClassVar[str] = "Unterstützer"
    supporters_name: ClassVar[str] = "Wer"
    supporters_days: ClassVar[str] = "Tage mit Geschenken"
    supporters_first: ClassVar[str] = "Erstes Geschenk"
    supporters_last: ClassVar[str] = "Letztes Geschenk"
    supporters_empty: ClassVar[str] = (
        "Noch niemand. Wer dir etwas schenkt, steht von da an hier, und wie treu."
    )
    supporter_columns: ClassVar[tuple[str, ...]] = (
        "Wer",
        "Münzen",
        "Geschenke",
        "Tage mit Geschenken",
        "Letzte Shows mit Geschenken",
        "Erstes Geschenk",
        "Letztes Geschenk",
    )

    def supporters_counted(self, people: int, shown: int) -> str:
        """How many there are, and how many of them are shown."""
        if people > shown:
            return f"{self.number(people)} insgesamt; die {self.number(shown)} großzügigsten:"
        return f"{self.number(people)} {'Person' if people == 1 else 'Personen'} insgesamt"

    def supporters_shows(self, shows: int) -> str:
        """In how many of the latest shows somebody gave."""
        return "Letzte Show" if shows == 1 else f"Von den letzten {self.number(shows)} Shows"
