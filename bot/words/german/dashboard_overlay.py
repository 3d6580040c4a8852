"""What the dashboard says of a creator's overlay, in German."""

from typing import ClassVar

from bot.words.dashboard_overlay import OverlayPageWords
from bot.words.german.grammar import GermanGrammar


class GermanOverlayPageWords(GermanGrammar, OverlayPageWords):
    """The sentences of the overlay's page."""

    section_overlay: ClassVar[str] = "Stream-Overlay"
    overlay_page_none: ClassVar[str] = (
        "Du hast noch kein Overlay. Es zeigt Geschenke in deinem Stream, mit Bild und, wenn du "
        "magst, mit Ton: eine Adresse für OBS oder jedes Programm, das eine Seite zeigen kann."
    )
    overlay_page_make: ClassVar[str] = "Adresse anlegen"
    overlay_page_off: ClassVar[str] = "Gerade nirgends offen. Hinweise warten so lange."
    overlay_page_hidden: ClassVar[str] = (
        "Offen, aber nicht zu sehen, etwa in einer Szene, die nicht läuft. Hinweise warten so "
        "lange. Hält dein Programm es nur für verdeckt, schreib ?background=1 vor das # der "
        "Adresse."
    )
    overlay_page_five: ClassVar[str] = (
        "Diese Seiten kommen über einfaches http, und da hält ein Streaming-Programm höchstens "
        "fünf davon zugleich offen: Das Overlay und seine Teile zählen je einmal. Über https gehen "
        "mehr."
    )
    overlay_page_on: ClassVar[str] = "Läuft gerade in deinem Streaming-Programm."
    overlay_page_made: ClassVar[str] = (
        "Hier ist deine Adresse. Du siehst sie nur jetzt, trag sie also gleich in dein "
        "Streaming-Programm ein."
    )
    overlay_page_keep: ClassVar[str] = (
        "Wer sie hat, sieht deine Hinweise. Zeig sie nicht, solange du deinen Bildschirm teilst."
    )
    overlay_page_show: ClassVar[str] = "Adresse zeigen"
    overlay_page_copy: ClassVar[str] = "Kopieren, ohne sie zu zeigen"
    overlay_page_copied: ClassVar[str] = "Kopiert"
    overlay_page_setup: ClassVar[tuple[str, ...]] = (
        "Drück in OBS unter Quellen auf + und wähle Browser.",
        "Füge die Adresse als URL ein.",
        "Trag 1920 als Breite und 1080 als Höhe ein und schließ das Fenster.",
        "Drück hier auf „Testen“.",
    )
    overlay_page_widgets: ClassVar[str] = (
        "Für einen Teil allein, etwa das Ziel, schreib ?show=goal vor das # der Adresse: alerts, "
        "goal, top und latest gehen, auch mehrere mit Kommas dazwischen."
    )
    overlay_page_address: ClassVar[str] = "Adresse"
    overlay_page_preview: ClassVar[str] = "Live-Vorschau"
    overlay_page_preview_note: ClassVar[str] = (
        "Was dein Stream gerade zeigt, ohne Ton. Was du hier siehst, gilt nicht als gezeigt."
    )
    overlay_page_idle: ClassVar[str] = (
        "Nur eine Vorschau: Dein Overlay ist nirgends offen, darum läuft nichts"
    )
    overlay_page_unseen: ClassVar[str] = (
        "Nur eine Vorschau: Dein Overlay ist nicht zu sehen, darum läuft nichts"
    )
    overlay_page_looks: ClassVar[str] = "Ton und Mindestwert"
    overlay_page_save: ClassVar[str] = "Speichern"
    overlay_page_test_off: ClassVar[str] = (
        "Der Testhinweis steht bereit. Dein Overlay ist noch nirgends offen: Öffne es innerhalb "
        "von zwei Minuten, um ihn zu sehen."
    )
    overlay_page_test_hidden: ClassVar[str] = (
        "Der Testhinweis steht bereit. Dein Overlay ist offen, aber nicht zu sehen: Zeig es "
        "innerhalb von zwei Minuten, um ihn zu sehen."
    )
    overlay_page_to_queue: ClassVar[str] = "In der Warteschlange ansehen"
    overlay_page_yes_new: ClassVar[str] = "Ja, eine neue"
    overlay_page_yes_close: ClassVar[str] = "Ja, schließen"
    overlay_page_closed: ClassVar[str] = "Geschlossen. Die Adresse zeigt nichts mehr."

    def overlay_page_since(self, moment: str) -> str:
        """Since when the address is in use."""
        return f"Du hast ein Overlay; seine Adresse ist vom {moment}."

    def overlay_page_too_many_tests(self, most: int, clock: str) -> str:
        """Too many tests just now."""
        return (
            f"In einer Minute liefen schon {self.number(most)} Tests, also ist nichts passiert. "
            f"Der nächste geht ab {clock}."
        )

    def overlay_page_passed(self, alerts: int) -> str:
        """Alerts that broke off each time were passed over lately."""
        if alerts == 1:
            return "Ein Hinweis brach jedes Mal ab, deshalb waren die dahinter dran."
        return (
            f"{self.number(alerts)} Hinweise brachen jedes Mal ab, deshalb waren die dahinter dran."
        )
