"""What is said of debts, and of gifts that two moderators take back, in German."""

from typing import ClassVar

from bot.ledger.money import Purse
from bot.ledger.outcomes.fairness import (
    Concerned,
    DebtForgiven,
    NothingOwed,
    NotWaiting,
    ReversalAsked,
    ReversalDeclined,
    ReversalWaits,
)
from bot.words.debts import DebtWords
from bot.words.german.lookup import GermanLookupWords
from bot.words.refusals import Around


class GermanDebtWords(GermanLookupWords, DebtWords):
    """The sentences about what is owed, and how it comes about."""

    force_button = "Zu zweit entscheiden"
    decide_force_button = "Zurücknehmen…"
    refuse_force_button = "Ablehnen…"
    withdraw_force_button = "Zurückziehen…"
    withdraw_force_title = "Deine Bitte zurückziehen?"
    ask_force_label = "Warum? Wer mitentscheidet, wird es lesen"
    refuse_force_label = "Warum? Wer darum bat, wird es lesen"
    withdraw_force_label = "Warum? Es wird im Protokoll stehen"
    no_forcings = (
        "Kein Geschenk wartet auf eine zweite Stimme. Wo `/mod reverse` nicht reicht, hat die "
        "Antwort einen Knopf, der darum bittet."
    )
    forcings_title = "**Geschenke, deren Rücknahme auf eine zweite Stimme wartet**"
    and_word: ClassVar[str] = "und"

    def owes(self, owed: Purse) -> str:
        """What the reader owes."""
        return (
            f"⚖️ Du schuldest {self.amounts(owed)} aus einem Geschenk oder Kauf, der "
            f"zurückgenommen wurde. Deine nächsten {self._what_is_owed(owed)} begleichen zuerst "
            f"das{self._bonus_does_not(owed)}."
        )

    def _but_no_bonus(self, owed: Purse) -> str:
        return "; Bonus zählt dafür nicht"

    def account_owes(self, owed: Purse) -> str:
        """What a member owes, as moderators read it."""
        next_ones = self._what_is_owed(owed)
        return (
            f"⚖️ Schuldet {self.amounts(owed)}; die nächsten {next_ones} begleichen zuerst das"
            f"{self._bonus_does_not(owed)}. `/mod forgive` erlässt es."
        )

    def owed_moved(self, owed: Purse) -> str:
        """By how much a line of a statement changed what is owed."""
        more = Purse(*(max(0, amount) for amount in owed))
        paid = Purse(*(min(0, amount) for amount in owed))
        parts = []
        if self.amounts(paid):
            parts.append(f"{self.amounts(paid)} weniger Schulden")
        if self.amounts(more):
            parts.append(f"seitdem {self.amounts(more)} Schulden")
        return ", ".join(parts)

    def force_offer(self, gift: int) -> str:
        """What two moderators can do about a reversal that comes short."""
        return (
            f"Zu zweit könnt ihr {self.reference(gift)} trotzdem zurücknehmen: Was fehlt, wird zur "
            "Schuld, die aus den nächsten 💎 beglichen wird."
        )

    def force_title(self, gift: int) -> str:
        """The title of the form in which a moderator asks or decides."""
        return f"Geschenk #{gift} zu zweit zurücknehmen?"

    def force_question(
        self, asked: ReversalAsked, *, sender: str | None, recipient: str | None
    ) -> str:
        """What asking for a second moderator means."""
        return (
            f"{self._gift_of(asked)} von {self.strong_name(sender)} an "
            f"{self.strong_name(recipient)}: {self.diamonds(asked.missing)} 💎 davon sind "
            "ausgegeben.\nInnerhalb von 24 Stunden entscheidet noch jemand aus der Moderation. "
            "Bis dahin bewegt sich nichts."
        )

    def owed_question(self, owed_units: int, recipient: str | None) -> str:
        """What becomes of what is missing, for the second moderator."""
        return (
            f"**{self.name(recipient)}** fehlen {self.diamonds(owed_units)} 💎. Sie werden zur "
            "Schuld, die aus den nächsten 💎 beglichen wird."
        )

    def asked_second(self, done: ReversalAsked) -> str:
        """The receipt of the first moderator."""
        return (
            f"Gefragt! Bis {self.moment(done.until_ms)} entscheidet noch jemand aus der "
            "Moderation, mit `/mod forced` oder im Protokollkanal. Bisher ist nichts passiert.\n"
            f"-# {self.reference(done.seq)}"
        )

    def logged_reversal_asked(self, done: ReversalAsked, who: str, whom: str) -> str:
        """The entry of the log that asks for a second moderator."""
        return (
            f"{who} möchte Geschenk {self.reference(done.gift)} ({self._gift_of(done)}) "
            f"zurücknehmen, obwohl {self.diamonds(done.missing)} 💎 davon ausgegeben sind. Bis "
            f"{self.moment(done.until_ms)} entscheidet noch jemand aus der Moderation."
        )

    def forcing_people(self, sender: str | None, recipient: str | None) -> str:
        """Between whom the gift went."""
        return f"Von {self.strong_name(sender)} an {self.strong_name(recipient)}."

    def forcing_done(self, seq: int) -> str:
        """A reversal that was decided."""
        return f"✓ Zurückgenommen mit {self.reference(seq)}."

    def forcing_refused(self, seq: int) -> str:
        """A reversal that was refused or withdrawn."""
        return f"✗ Das Geschenk bleibt, mit {self.reference(seq)}."

    def refuse_force_title(self, gift: int) -> str:
        """The title of the form in which a second moderator says no."""
        return f"Geschenk #{gift} so lassen?"

    def refuse_force_question(self, gift: int, asker: str | None) -> str:
        """What saying no means."""
        return (
            f"Geschenk {self.reference(gift)} bleibt, wie es ist. {self.strong_name(asker)} bat um "
            "die Rücknahme und liest den Grund."
        )

    def withdraw_force_question(self, gift: int) -> str:
        """What taking one's own request back means."""
        return f"Geschenk {self.reference(gift)} bleibt, wie es ist, und niemand entscheidet mehr."

    def reversal_declined(self, done: ReversalDeclined) -> str:
        """The receipt of a no, or of a request taken back."""
        told = "" if done.withdrawn else f" {self.told_later}"
        return (
            f"Erledigt! Geschenk {self.reference(done.gift)} bleibt, wie es ist.{told}\n"
            f"-# {self.reference(done.seq)}"
        )

    def logged_reversal_declined(self, done: ReversalDeclined, who: str, whom: str) -> str:
        """The entry of the log."""
        gift, asked = self.reference(done.gift), self.reference(done.asked_seq)
        if done.withdrawn:
            return f"{who} hat {asked} zurückgezogen: Geschenk {gift} bleibt."
        return f"{who} hat abgelehnt, worum {whom} mit {asked} bat: Geschenk {gift} bleibt."

    def line_reversal_declined(self, done: ReversalDeclined, who: str) -> str:
        """The line of a statement."""
        return f"Rücknahme von Geschenk {self.reference(done.gift)} abgelehnt von {who}"

    def notice_reversal_declined(self, done: ReversalDeclined, actor: str) -> str:
        """What whoever asked reads."""
        return (
            f"{actor} hat Geschenk {self.reference(done.gift)} so gelassen; um die Rücknahme "
            f"hattest du gebeten ({self.reference(done.asked_seq)})."
        )

    def refused_not_waiting(self, refused: NotWaiting, around: Around) -> str:
        """Nothing to say no to any more."""
        return (
            f"Darauf wartet niemand mehr: Über Geschenk {self.reference(refused.gift)} ist "
            "entschieden, oder die 24 Stunden sind um. Es wurde nichts geändert; `/mod forced` "
            "zeigt, was wartet."
        )

    kind_reversal_declined = "abgelehnte Rücknahme"

    def refused_reversal_waits(self, refused: ReversalWaits, around: Around) -> str:
        """The first moderator once more."""
        return (
            "Darum hast du gebeten, also entscheidet jemand anders, bis "
            f"{self.moment(refused.until_ms)}. Es wurde nichts geändert."
        )

    def refused_concerned(self, refused: Concerned, around: Around) -> str:
        """Who sent the gift, or its creator."""
        return (
            f"Geschenk {self.reference(refused.gift)} kam von dir oder ging an dich, also "
            "entscheiden zwei andere. Es wurde nichts geändert."
        )

    def debt_forgiven(self, done: DebtForgiven, whom: str | None, *, cashout: bool) -> str:
        """The receipt of whoever let somebody off what they owed; `cashout`: where that can cost
        money."""
        warning = f"\n{self.forgiven_is_paid_out}" if cashout and done.coins else ""
        return (
            f"Erledigt! {self.strong_name(whom)} schuldet nichts mehr; es waren "
            f"{self._forgiven(done)}. {self.told_later}{warning}\n-# {self.reference(done.seq)}"
        )

    forgiven_is_paid_out = (
        "⚠️ Discord hat das Geld erstattet, und Geschenke aus diesen Münzen lassen sich weiter "
        "auszahlen: `/mod payouts` sagt es an Ort und Stelle."
    )

    def logged_forgive(self, done: DebtForgiven, who: str, whom: str) -> str:
        """The entry of the log."""
        return f"{who} hat {whom} {self._forgiven(done)} Schulden erlassen."

    def line_forgive(self, done: DebtForgiven, who: str) -> str:
        """The line of a statement."""
        return f"Schulden erlassen von {who}"

    def notice_forgive(self, done: DebtForgiven, actor: str) -> str:
        """What whoever owed it reads."""
        return (
            f"{actor} hat dir {self._forgiven(done)} Schulden erlassen: Was kommt, gehört wieder "
            "ganz dir."
        )

    def refused_nothing_owed(self, refused: NothingOwed, around: Around) -> str:
        """Nothing to let anybody off."""
        return (
            "Dort sind keine Schulden offen, also wurde nichts geändert. `/mod lookup` zeigt, was "
            "jemand hat und schuldet."
        )

    kind_reversal_asked = "erbetene Rücknahme"
    kind_forgive = "erlassene Schulden"
