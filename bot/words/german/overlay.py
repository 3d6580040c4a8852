"""What a creator's overlay says, in German."""

from typing import ClassVar

from bot.words.german.grammar import GermanGrammar
from bot.words.grammar import isolated, visible
from bot.words.overlay import OverlayWords


class GermanOverlayWords(GermanGrammar, OverlayWords):
    """The sentences of an overlay."""

    overlay_paused: ClassVar[str] = "Hinweise sind angehalten"
    overlay_top: ClassVar[str] = "Größte Gönner"
    overlay_latest: ClassVar[str] = "Letzte Geschenke"
    overlay_replay: ClassVar[str] = "Wiederholung"
    overlay_test: ClassVar[str] = "TEST · kein Geschenk"
    overlay_test_title: ClassVar[str] = "Das ist ein Test"
    overlay_connecting: ClassVar[str] = "Verbindung wird aufgebaut …"
    overlay_replaced: ClassVar[str] = (
        "Dieses Overlay hat eine neue Adresse: /creator overlay in Discord zeigt sie."
    )
    overlay_idle: ClassVar[str] = (
        "Nur ein Spiegel: Das Overlay ist nirgends offen, darum läuft nichts"
    )
    overlay_unseen: ClassVar[str] = (
        "Nur ein Spiegel: Das Overlay ist nicht zu sehen, darum läuft nichts"
    )
    overlay_sound: ClassVar[str] = "Für Ton klicken"

    def overlay_gift(self, sender: str, gift: str, quantity: int) -> str:
        """Who sends what; how often stands beside it. Names are isolated: a page marks them so."""
        return f"{isolated(sender)} schenkt {isolated(visible(gift))}"

    def overlay_spoken(self, sender: str, gift: str, quantity: int, message: str) -> str:
        """What is read out of a gift."""
        what = visible(gift) if quantity == 1 else f"{self.number(quantity)} {visible(gift)}"
        said = f": {visible(message)}" if message else ""
        return f"{sender} schenkt {what}{said}"

    def overlay_sum(self, gifts: int, people: int, coins: int) -> str:
        """What was given while no alert could be shown."""
        what = f"{self.number(gifts)} Geschenke von {self.number(people)} Leuten"
        if people == 1:
            what = f"{self.number(gifts)} Geschenke von einer Person"
        return f"Inzwischen: {what}"

    def overlay_level(self, level: int) -> str:
        """A gifter's level, as a badge."""
        return f"Level {level}"

    def overlay_raised(self, level: int) -> str:
        """The level that a gifter has just reached, as a badge."""
        return f"Jetzt Level {level}"

    def overlay_goal(self, item: str, progress: int, target: int) -> str:
        """How far a goal has come; `item` is a gift's name, or nothing for coins."""
        counted = f"{self.number(progress)} / {self.number(target)}"
        return f"{visible(item) if item else self.coin_words[1]} {counted}"
