"""What is said of debts, and of gifts that two moderators take back, in German."""

from typing import ClassVar

from bot.ledger.money import Purse
from bot.ledger.outcomes.fairness import Concerned, ReversalAsked, ReversalWaits
from bot.words.debts import DebtWords
from bot.words.german.lookup import GermanLookupWords
from bot.words.refusals import Around


class GermanDebtWords(GermanLookupWords, DebtWords):
    """The sentences about what is owed, and how it comes about."""

    force_button = "Zu zweit entscheiden"
    decide_force_button = "Entscheiden"
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
            "das."
        )

    def account_owes(self, owed: Purse) -> str:
        """What a member owes, as moderators read it."""
        next_ones = self._what_is_owed(owed)
        return f"⚖️ Schuldet {self.amounts(owed)}; die nächsten {next_ones} begleichen zuerst das."

    def owed_moved(self, owed: Purse) -> str:
        """By how much a line of a statement changed what is owed."""
        more = Purse(*(max(0, amount) for amount in owed))
        paid = Purse(*(min(0, amount) for amount in owed))
        parts = []
        if self.amounts(paid):
            parts.append(f"{self.amounts(paid)} gegen Schulden verrechnet")
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

    def refused_reversal_waits(self, refused: ReversalWaits, around: Around) -> str:
        """The first moderator once more."""
        return (
            "Darum hast du gebeten, also entscheidet jemand anders, bis "
            f"{self.moment(refused.until_ms)}. Es wurde nichts geändert."
        )

    def refused_concerned(self, refused: Concerned, around: Around) -> str:
        """The creator of the gift."""
        return (
            f"Geschenk {self.reference(refused.gift)} ging an dich, also entscheiden zwei andere. "
            "Es wurde nichts geändert."
        )

    kind_reversal_asked = "erbetene Rücknahme"
