"""What stands on the dashboard's pages of shows, in German."""

from typing import ClassVar

from bot.words.dashboard_shows import PastShowWords
from bot.words.german.grammar import GermanGrammar
from bot.words.grammar import visible


class GermanPastShowWords(GermanGrammar, PastShowWords):
    """The sentences of the list of shows, and of one show's page."""

    shows_empty: ClassVar[str] = (
        "Noch keine Show. Mit `/live start` beginnst du auf deinem Server eine, mit einer Tafel, "
        "von der aus alle etwas schicken können; danach steht jede Show hier, mit allen, die sie "
        "getragen haben."
    )
    shows_show: ClassVar[str] = "Titel"
    shows_length: ClassVar[str] = "Länge"
    shows_coins: ClassVar[str] = "Münzen"
    shows_gifts: ClassVar[str] = "Geschenke"
    shows_people: ClassVar[str] = "Schenkende"
    shows_diamonds: ClassVar[str] = "Diamanten"
    shows_thanked: ClassVar[str] = "Gedankt"
    shows_live: ClassVar[str] = "läuft gerade"
    shows_all: ClassVar[str] = "Alle Shows"
    shows_timeline: ClassVar[str] = "Münzen im Lauf der Show"
    shows_time: ClassVar[str] = "Nach"
    shows_so_far: ClassVar[str] = "Münzen bis dahin"
    shows_name: ClassVar[str] = "Wer"
    shows_level: ClassVar[str] = "Stufe"
    shows_combos: ClassVar[str] = "Größte Combos"
    shows_gift: ClassVar[str] = "Geschenk"
    shows_from: ClassVar[str] = "Von"
    shows_facts: ClassVar[str] = "Was herausragt"
    shows_no_gifts: ClassVar[str] = (
        "Kein Geschenk in dieser Show. Geschickt wird von der Tafel aus, die `/live start` "
        "aufstellt; mit `/live goal` gibt es etwas, auf das alle hinschenken können."
    )

    def shows_title(self, title: str, day: str) -> str:
        """What a show is called: its title, or when it was."""
        return visible(title) or f"Show vom {day}"

    def shows_half(self, median_ms: int) -> str:
        """How fast the creator thanked in person."""
        return f"die Hälfte binnen {self.length(median_ms)}"

    def shows_plotted(self, coins: int, length_ms: int) -> str:
        """What the plot says, for who cannot see it."""
        return f"{self.coins(coins)} kamen in {self.length(length_ms)}"
