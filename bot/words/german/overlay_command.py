"""What Discord says of a creator's overlay, in German."""

from bot.ledger.outcomes import browser
from bot.words.german.refusals import GermanRefusalWords
from bot.words.overlay_command import OverlayCommandWords
from bot.words.refusals import Around


class GermanOverlayCommandWords(GermanRefusalWords, OverlayCommandWords):
    """The sentences of `/creator overlay`, and of test alerts."""

    overlay_unreachable = (
        "Overlays haben noch keine Adresse, deshalb gibt es keins. Wer Ovation betreibt, setzt "
        "`OVATION_PUBLIC_URL` auf die Adresse der Seiten; dann gibt dir `/creator overlay` deins."
    )

    def overlay_opened(self, address: str) -> str:
        """The address of an overlay, hidden until its reader wants to see it; told this once."""
        return (
            f"🎬 Dein Overlay: ||{address}||\n"
            "Wer diese Adresse hat, sieht deine Einblendungen. Zeig sie niemandem, und deck sie "
            "nicht auf, während du deinen Bildschirm teilst. Du liest sie nur dieses eine Mal."
        )

    overlay_in_obs = (
        "In OBS: Quellen → **+** → Browser, dann\n"
        "1. die Adresse als URL einfügen,\n"
        "2. als Breite 1920 und als Höhe 1080 eintragen,\n"
        "3. das Fenster schließen und hier auf „Testen“ drücken."
    )

    def overlay_status(self, opened_ms: int, volume: int, least_coins: int, *, speaks: bool) -> str:
        """An overlay that there is, since when, and how it is set."""
        return (
            f"🎬 Du hast ein Overlay, seit {self.moment(opened_ms)}.\n"
            f"Lautstärke {volume} %, zeigt {self._shown(least_coins)}, "
            f"{'liest Nachrichten vor' if speaks else 'liest nichts vor'}.\n"
            "-# Die Adresse wird nirgends aufbewahrt. Verloren? Nimm eine neue; es geht da weiter, "
            "wo es war."
        )

    def _shown(self, least_coins: int) -> str:
        return f"Geschenke ab {self.coins(least_coins)}" if least_coins > 1 else "jedes Geschenk"

    overlay_closed = (
        "Geschlossen: Die Adresse zeigt nichts mehr, und nichts wartet auf sie. "
        "`/creator overlay` öffnet ein neues."
    )
    overlay_new_question = (
        "Eine neue Adresse nehmen? Die alte gilt sofort nicht mehr, auch in deinem Stream, bis OBS "
        "die neue hat."
    )
    overlay_close_question = (
        "Dein Overlay schließen? Die Adresse gilt sofort nicht mehr, auch in deinem Stream, und "
        "öffnet nie wieder etwas."
    )
    overlay_given_before = (
        "Diese neue Adresse wurde schon gezeigt, und das gibt es nur einmal. Es ist nichts "
        "passiert: Für eine andere nimm `/creator overlay`."
    )
    test_alert_sent = "Ein Test ist unterwegs, nach dem, was gerade läuft."
    test_alert_waits = (
        "Ein Test steht bereit. Deine Einblendungen sind angehalten: Er läuft, sobald du in "
        "`/live queue` weitermachst."
    )

    overlay_new_button = "Neue Adresse"
    overlay_keep_button = "Behalten"
    overlay_close_button = "Schließen"
    overlay_looks_button = "Ton und Minimum"
    test_alert_button = "Testen"

    overlay_form_title = "Dein Overlay"
    overlay_form_volume = "Lautstärke in Prozent, 0 bis 100"
    overlay_form_least = "Ab wie vielen Münzen ein Geschenk läuft"
    overlay_form_speech = "Nachrichten vorlesen"
    overlay_speech_on = "Ja, mit der Stimme der Seite"
    overlay_speech_off = "Nein"

    def overlay_changed(self, volume: int, least_coins: int, *, speaks: bool) -> str:
        """How an overlay was just set."""
        said = "Nachrichten werden vorgelesen" if speaks else "vorgelesen wird nichts"
        return (
            f"Gespeichert: Lautstärke {volume} %, {self._shown(least_coins)}, {said}. "
            "Dein Stream weiß es schon."
        )

    overlay_as_before = "So ist dein Overlay schon eingestellt, es hat sich also nichts geändert."

    def refused_no_overlay(self, refused: browser.NoOverlay, around: Around) -> str:
        """Something for an overlay that there is not."""
        return (
            "Es gibt noch kein Overlay, also ist nichts passiert. `/creator overlay` öffnet eins."
        )

    def refused_overlay_looks(self, refused: browser.LooksOutOfRange, around: Around) -> str:
        """A volume or a minimum that an overlay cannot have."""
        what = "Die Lautstärke" if refused.field == "volume" else "Das Minimum"
        unit = " %" if refused.field == "volume" else f" {self.coin_words[1]}"
        return (
            f"{what} ist eine ganze Zahl von {self.number(refused.least)} bis "
            f"{self.number(refused.most)}{unit}. Nichts hat sich geändert: Nimm eine davon."
        )

    def refused_too_many_tests(self, refused: browser.TooManyTests, around: Around) -> str:
        """One test alert after the other."""
        return (
            f"Mehr als {refused.most} Tests pro Minute gehen nicht. Es wurde nichts gezeigt: Der "
            f"nächste geht {self.moment(refused.from_ms, 'R')}."
        )
