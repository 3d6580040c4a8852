"""What is said in every room, in German."""

from bot.ledger import outcomes
from bot.ledger.outcomes import live
from bot.words.common import CommonWords
from bot.words.german.grammar import GermanGrammar


class GermanCommonWords(GermanGrammar, CommonWords):
    """The sentences that belong to no room."""

    moderators_only = (
        "Das ist der Moderation vorbehalten: Es braucht das Recht „Mitglieder im Timeout“ oder die "
        "Rolle aus `/setup roles`. Es ist nichts passiert."
    )
    managers_only = (
        "Das ist der Verwaltung vorbehalten: Es braucht das Recht „Server verwalten“ oder die "
        "Rolle aus `/setup roles`. Es ist nichts passiert."
    )
    outdated = (
        "Dieser Befehl wurde gerade geändert, und dein Discord zeigt noch den alten. Es ist nichts "
        "passiert: Versuch es in einer Minute noch einmal oder lade Discord neu."
    )
    misshapen = (
        "Das kam nicht so an, wie Discord es sonst schickt, also wurde nichts abgebucht. Tipp den "
        "Befehl noch einmal; wenn es wieder passiert, lade Discord neu."
    )
    expired = "Dieser Knopf ist abgelaufen. Es ist nichts passiert: Fang mit dem Befehl neu an."
    too_late_for_form = (
        "Die Bücher haben so lange gebraucht, dass Discord kein Formular mehr öffnet. Es ist "
        "nichts passiert: Versuch es noch einmal."
    )
    not_yours = (
        "Dieser Knopf gehört jemand anderem. Es ist nichts passiert: Nutze den Befehl selbst."
    )

    def broken(self, reference: str) -> str:
        """A fault of ours. Where the end is not known, the history tells it."""
        return (
            "Bei uns ist etwas kaputtgegangen; ob trotzdem etwas gebucht wurde, zeigt `/history`. "
            f"Wenn du um Hilfe bittest, nenne `{reference}`."
        )

    def _notice(self, outcome: outcomes.Accepted, actor: str, *, gave: bool) -> str:
        if isinstance(outcome, outcomes.BalanceAdjusted):
            amount = self.amount(outcome.currency, outcome.amount)
            verb = "gegeben" if outcome.amount > 0 else "abgezogen"
            return f"{actor} hat dir {amount} {verb}.{self._off_debts(outcome)}"
        if isinstance(outcome, outcomes.MemberFrozen):
            return (
                f"{actor} hat dein Konto eingefroren: "
                "Verschicken, Eintauschen, Auszahlen und Shows gehen vorerst nicht."
            )
        if isinstance(outcome, outcomes.MemberUnfrozen):
            return (
                f"{actor} hat dein Konto freigegeben: Du kannst wieder verschicken, eintauschen "
                "und live gehen."
            )
        if isinstance(outcome, outcomes.GiftReversed):
            number = self.reference(outcome.gift)
            if gave:
                coins = self.coins(outcome.coins + outcome.bonus_coins)
                return f"{actor} hat dein Geschenk {number} zurückgenommen: {coins} zurück an dich."
            earned = self.diamonds(outcome.earned_units - outcome.owed_units)
            back = f"{actor} hat Geschenk {number} an dich zurückgenommen: {earned} 💎 abgezogen."
            owed = self.diamonds(outcome.owed_units)
            debt = f" Du schuldest {owed} 💎; deine nächsten 💎 begleichen zuerst das."
            return f"{back}{debt if outcome.owed_units else ''}"
        if isinstance(outcome, live.MessageDecided):
            number = self.reference(outcome.gift)
            if outcome.approved:
                return f"{actor} hat deine Nachricht zu Geschenk {number} für alle freigegeben."
            return (
                f"{actor} hat deine Nachricht zu Geschenk {number} nicht freigegeben; "
                "das Geschenk bleibt."
            )
        return self._worded("notice", outcome.kind, outcome, actor)

    def notice_show_end(self, outcome: live.ShowStopped, actor: str) -> str:
        """A show that a moderator ended."""
        return f"{actor} hat deine Show beendet."

    _why_word = "Grund"
