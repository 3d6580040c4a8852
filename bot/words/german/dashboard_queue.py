"""What the dashboard says around the thank-you queue, in German."""

from typing import ClassVar

from bot.words.dashboard_queue import QueuePageWords
from bot.words.german.grammar import GermanGrammar


class GermanQueuePageWords(GermanGrammar, QueuePageWords):
    """The sentences of the queue's page."""

    section_queue: ClassVar[str] = "Warteschlange"
    queue_page_whose: ClassVar[str] = "Wessen Warteschlange"
    queue_page_own: ClassVar[str] = "Deine"
    queue_page_empty: ClassVar[str] = "Niemand wartet"
    queue_page_empty_hint: ClassVar[str] = "Neue Geschenke erscheinen hier von selbst."
    queue_page_next: ClassVar[str] = "Danach"
    queue_page_gift: ClassVar[str] = "Geschenk"
    queue_page_from: ClassVar[str] = "Von"
    queue_page_coins: ClassVar[str] = "Münzen"
    queue_page_since: ClassVar[str] = "Zuletzt"
    queue_page_lately: ClassVar[str] = "Zuletzt gedankt"
    queue_page_replay: ClassVar[str] = "Noch einmal"
    queue_page_shown: ClassVar[str] = "Neue Geschenke erscheinen im Kanal und im Overlay."
    queue_page_held: ClassVar[str] = (
        "Pausiert: Neue Geschenke bleiben aus dem Kanal und dem Overlay heraus."
    )
    queue_page_did_hold: ClassVar[str] = "Pausiert. Neue Geschenke warten, bis es weitergeht."
    queue_page_did_resume: ClassVar[str] = "Weiter geht's: Was gewartet hat, erscheint jetzt."
    queue_page_as_before: ClassVar[str] = "Das ist schon so, also hat sich nichts geändert."
    queue_page_did_thank_all: ClassVar[str] = "Allen gedankt. Eine Nachricht nennt alle."
    queue_page_lost: ClassVar[str] = (
        "Keine Verbindung. Lade die Seite neu, dann siehst du, wer jetzt wartet."
    )

    queue_page_passed: ClassVar[str] = "Im Overlay übergangen"
    queue_page_passed_why: ClassVar[str] = (
        "Diese Hinweise haben immer wieder angefangen und kamen nie zu Ende, deshalb waren die "
        "dahinter dran. Geschenk und Dank bleiben, wie sie sind; „Noch einmal“ zeigt sie wieder."
    )
    queue_page_passed_sum: ClassVar[str] = "Was inzwischen gekommen war, in einem"
    queue_page_passed_test: ClassVar[str] = "Ein Testhinweis"

    def queue_page_more(self, combos: int) -> str:
        """How many wait beneath those that are named."""
        return f"und {self.number(combos)} weitere"

    def queue_page_did_thank(self, name: str | None) -> str:
        """Somebody was thanked."""
        return f"{self.plain_name(name)} gedankt."

    def queue_page_did_skip(self, name: str | None) -> str:
        """Somebody's gift is left without thanks."""
        return f"{self.plain_name(name)} übersprungen."

    def queue_page_did_replay(self, name: str | None) -> str:
        """Somebody's gift is shown again."""
        return f"Läuft noch einmal: das Geschenk von {self.plain_name(name)}."

    def queue_page_too_many_replays(self, most: int, clock: str) -> str:
        """Too many were shown again just now."""
        return (
            f"In einer Minute liefen schon {self.number(most)} Geschenke noch einmal, also ist "
            f"nichts passiert. Das nächste geht ab {clock}."
        )
