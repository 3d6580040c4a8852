"""What managers read of the terms of payouts, and of the roles that are kept out, in German."""

from collections.abc import Mapping
from typing import ClassVar

from bot.words.cashout import CashoutWords
from bot.words.german.setup import GermanSetupWords


class GermanCashoutWords(GermanSetupWords, CashoutWords):
    """The sentences of `/setup cashout` and `/setup rules`."""

    turn_cashout_on_button = "Einschalten …"
    accept_cashout_button = "Einverstanden: einschalten"
    turn_cashout_off_button = "Ausschalten"
    leave_cashout_off_button = "Aus lassen"
    cashout_history_button = "Verlauf"
    cashout_texts_button = "Texte"
    cashout_page_button = "Zurück"

    cashout_question = (
        "**Auszahlungen einschalten?** Bezahlt wird außerhalb von Ovation und auf "
        "eigene Verantwortung des Betreibers, also auf deine: Du betreibst diesen Server.\n"
        "Ovation zählt Diamanten und führt die Liste. Ovation bewegt kein Geld, speichert keine "
        "Zahlungsdaten und prüft weder, wer jemand ist, noch Alter, Steuern oder geltendes Recht."
    )
    cashout_left_off = "Es bleibt aus. Nichts geändert."
    cashout_hint = (
        "-# `/setup cashout terms` ändert Kurs, Gebühr und Grenzen, `/setup cashout texts` deine "
        "Worte zur Zahlung, `/setup rules` wer nicht mitmacht."
    )

    def cashout_example(self, units: int, money: int, currency: str) -> str:
        """What the fewest diamonds that are paid out come to."""
        return f"{self.diamonds(units)} 💎 ergeben {self.money(money, currency)}."

    def cashout_least_counts(self, units: int) -> str:
        """That fewer diamonds than these are worth no money at all."""
        return f"Weniger als {self.diamonds(units)} 💎 ergeben nichts: So viele sind das Mindeste."

    def cashout_keeps_most(self, fee: int) -> str:
        """A fee that takes more than it leaves."""
        return f"⚠️ {self.percent(fee)} des Geldes bleiben hier: Ausgezahlt wird nur der Rest."

    def cashouts_open(self, number: int) -> str:
        """How many payouts are still to be decided or paid."""
        if not number:
            return "Keine Auszahlung ist offen."
        verb = "Auszahlung ist" if number == 1 else "Auszahlungen sind"
        return f"{self.number(number)} {verb} offen: Entscheiden mit `/mod payouts`."

    cashout_history_title = "**Änderungen an Auszahlungen**"
    no_cashout_history = "Hier hat noch niemand etwas geändert: So fängt jeder Server an."

    cashout_rate_misread = (
        "Ein Kurs ist Geld für 1 💎, mehr als 0 und mit bis zu sechs Stellen hinter dem Komma, "
        "etwa 0,005. Nichts geändert: Versuch es noch einmal."
    )
    cashout_fee_misread = (
        "Eine Gebühr ist ein Anteil von 0 bis 99,99 Prozent, etwa 5 oder 2,5. Nichts geändert: "
        "Versuch es noch einmal."
    )

    cashout_texts_title = "Deine Worte zur Zahlung"
    cashout_text_label = "Wohin und wie ausgezahlt wird"
    scam_text_label = "Deine Warnung vor Betrug; leer: unsere"

    # Who is kept out.

    rules_title = "**Wer nicht mitmacht**"
    rules_hint = (
        "-# `what` und `role` schließen eine Rolle aus, `allow` lässt sie wieder zu; `sentence` "
        "ist, was sie liest, `clear` nimmt das zurück."
    )
    rule_names: ClassVar[Mapping[str, str]] = {
        "buying": "Münzen kaufen",
        "sending": "Geschenke verschicken",
        "receiving": "Geschenke bekommen",
        "cashout": "Auszahlen lassen",
    }
    rule_for_all = "für alle offen"
    rule_needs_what = (
        "Wovon ist die Rolle ausgeschlossen? Nichts geändert: Wähle `what`, etwa buying."
    )
    rule_needs_change = (
        "Nenne eine `role`, die ausgeschlossen wird, eine mit `allow`, oder einen `sentence`. "
        "Nichts geändert."
    )

    def rule_without(self, who: str) -> str:
        """Whom something is open to."""
        return f"nicht für {who}"

    def not_kept_out(self, role: int) -> str:
        """A role that is to be let in and was not kept out."""
        return f"<@&{role}> ist davon nicht ausgeschlossen. Nichts geändert."
