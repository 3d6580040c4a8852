"""What is said of what moderators and managers do, in German."""

from collections.abc import Mapping
from typing import ClassVar

from bot.ledger import outcomes
from bot.ledger.money import Currency, Purse
from bot.ledger.outcomes import live
from bot.words.german.settings import GermanSettingWords
from bot.words.grammar import escaped, shortened
from bot.words.moderation import MOST_TITLE_LENGTH, ModerationWords


class GermanModerationWords(GermanSettingWords, ModerationWords):
    """The sentences of the moderators' room."""

    look_up = "Nachschlagen"
    reverse = "Zurücknehmen"
    reason_label = "Warum? Das Mitglied wird es lesen"
    told_later = "Betroffene erfahren den Grund mit der nächsten Antwort."

    amount_misread = (
        "Beträge sehen aus wie `+100` oder `-50`; Diamanten dürfen Nachkommastellen haben, wie "
        "`-2,5`. Nichts geändert: Nenne den Betrag noch einmal."
    )
    currency_misread = (
        "Anpassen kannst du Münzen, Bonusmünzen oder Diamanten. Nichts geändert: Wähle eins davon."
    )
    gift_misread = (
        "Ein Geschenk nennst du bei seiner Nummer, etwa `#12`. Nichts geändert: Wähle eins aus der "
        "Liste oder öffne „Look up this gift“ an seinem Dankeschön."
    )

    def departed(self, name: str) -> str:
        """Somebody whose balance is not changed any more, for they left."""
        return (
            f"{self.strong_name(name)} ist nicht auf diesem Server, deshalb bleibt das Konto, wie "
            "es ist. Nichts geändert; `/mod lookup` und `/mod freeze` gehen trotzdem."
        )

    def because(self, note: str) -> str:
        """The reason of an act."""
        return f"Grund: {self.quote(note)}"

    def coins_of(self, purse: Purse) -> str:
        """Coins of both origins, with the part that was given away."""
        return self._coins_with_bonus(purse.all_coins, purse.bonus_coins)

    def diamonds_of(self, purse: Purse) -> str:
        """Diamonds of both origins, with the part that came from coins that were given away."""
        bonus = purse.bonus_diamonds
        part = self._bonus_part(self.diamonds(bonus)) if bonus else ""
        return f"{self.diamonds(purse.all_diamonds)} 💎{part}"

    def logged(
        self,
        outcome: outcomes.Accepted,
        actor: str | None,
        subject: str | None,
        recipient: str | None = None,
    ) -> str:
        """One act, as the log channel and the audit tell it; `recipient` is that of its gift."""
        who, whom = self.strong_name(actor), self.strong_name(subject)
        if isinstance(outcome, outcomes.BalanceAdjusted):
            return f"{who} hat {self._adjusted(outcome, whom)}.{self._off_debts(outcome)}"
        if isinstance(outcome, outcomes.GiftReversed):
            gift = self.several(outcome.emoji, outcome.name, outcome.quantity)
            return (
                f"{who} hat Geschenk {self.reference(outcome.gift)} zurückgenommen, {gift} von "
                f"{whom} an {self.strong_name(recipient)}: "
                f"{self._returned(outcome, subject, recipient)}.{self._as_asked(outcome)}"
            )
        if isinstance(outcome, outcomes.MemberFrozen):
            return f"{who} hat das Konto von {whom} eingefroren."
        if isinstance(outcome, outcomes.MemberUnfrozen):
            return f"{who} hat das Konto von {whom} freigegeben."
        if isinstance(outcome, live.MessageDecided):
            verb = "freigegeben" if outcome.approved else "abgelehnt"
            number = self.reference(outcome.gift)
            return f"{who} hat die Nachricht von {whom} zu Geschenk {number} {verb}."
        if isinstance(outcome, outcomes.SettingChanged):
            return f"{who} hat umgestellt – {self.setting_changes(outcome.changes)}."
        if isinstance(outcome, outcomes.CatalogueEdited):
            return f"{who} hat {self._edited(outcome)}."
        return self._worded("logged", outcome.kind, outcome, who, whom)

    def _as_asked(self, outcome: outcomes.GiftReversed) -> str:
        asked = f" Darum bat {self.reference(outcome.asked_seq)}."
        return asked if outcome.asked_seq else ""

    def logged_show_end(self, outcome: live.ShowStopped, who: str, whom: str) -> str:
        """A show that a moderator ended."""
        return f"{who} hat die Show von {whom} beendet ({self.reference(outcome.show)})."

    def _adjusted(self, outcome: outcomes.BalanceAdjusted, whom: str) -> str:
        verb = "gegeben" if outcome.amount > 0 else "abgezogen"
        return f"{whom} {self.amount(outcome.currency, outcome.amount)} {verb}"

    def _returned(
        self, outcome: outcomes.GiftReversed, sender: str | None, recipient: str | None
    ) -> str:
        coins = self.coins(outcome.coins + outcome.bonus_coins)
        back = f"{coins} zurück an {self.name(sender)}"
        if not outcome.earned_units:
            return back
        taken = self.diamonds(outcome.earned_units - outcome.owed_units)
        owed = f", dazu {self.diamonds(outcome.owed_units)} 💎 Schulden"
        from_whom = self.name(recipient)
        return f"{back}, {taken} 💎 zurück von {from_whom}{owed if outcome.owed_units else ''}"

    def _edited(self, outcome: outcomes.CatalogueEdited) -> str:
        gift = f"{outcome.emoji} {escaped(outcome.name)} ({self.coins(outcome.price)})"
        if outcome.retired:
            return f"{gift} aus dem Angebot genommen"
        return f"{gift} ins Angebot genommen" if outcome.added else f"ein Geschenk geändert: {gift}"

    def acted(
        self,
        outcome: outcomes.Accepted,
        subject: str | None,
        recipient: str | None = None,
        *,
        is_told: bool = True,
        purse: Purse | None = None,
    ) -> str:
        """The receipt that only who did it reads.

        `is_told`: somebody else will be told of it. `purse`: what the subject has now.
        """
        done = self._acted(outcome, subject, recipient)
        has = f" Kontostand jetzt: {self.holdings(purse)}." if purse else ""
        later = f" {self.told_later}" if is_told else ""
        return f"{done}{has}{later}\n-# {self.reference(outcome.seq)}"

    def _acted(self, outcome: outcomes.Accepted, subject: str | None, recipient: str | None) -> str:
        whom = self.strong_name(subject)
        if isinstance(outcome, outcomes.BalanceAdjusted):
            return f"Erledigt! Du hast {self._adjusted(outcome, whom)}.{self._off_debts(outcome)}"
        if isinstance(outcome, outcomes.GiftReversed):
            gift = self.several(outcome.emoji, outcome.name, outcome.quantity)
            returned = self._returned(outcome, subject, recipient)
            number = self.reference(outcome.gift)
            return f"Erledigt! Geschenk {number} ({gift}) ist zurückgenommen: {returned}."
        if isinstance(outcome, outcomes.MemberFrozen):
            return (
                f"Erledigt! Das Konto von {whom} ist eingefroren: Verschicken, Eintauschen, "
                "Auszahlen und Shows gehen nicht bis `/mod unfreeze`."
            )
        if isinstance(outcome, outcomes.MemberUnfrozen):
            return f"Erledigt! {whom} kann wieder verschicken, eintauschen und live gehen."
        raise TypeError(f"nobody is told of having done {outcome.kind}")

    def reverse_title(self, seq: int) -> str:
        """The title of the form before a reversal."""
        return f"Geschenk #{seq} zurücknehmen?"

    def reverse_question(
        self,
        outcome: outcomes.GiftReversed,
        *,
        stake: Purse,
        sender: str | None,
        recipient: str | None,
    ) -> str:
        """What a reversal would do, before it is done; `stake` is all that goes back."""
        gift = self.several(outcome.emoji, outcome.name, outcome.quantity)
        giver, creator = self.strong_name(sender), self.strong_name(recipient)
        loses = f", {creator} gibt {self.diamonds_of(stake)} zurück" if stake.all_diamonds else ""
        return (
            f"{gift} von {giver} an {creator}.\n"
            f"{giver} bekommt {self.coins_of(stake)} zurück{loses}. Das ist endgültig."
        )

    def adjust_title(self, outcome: outcomes.BalanceAdjusted, name: str) -> str:
        """The title of the form before a large adjustment."""
        verb, link = ("Geben", "an") if outcome.amount > 0 else ("Abziehen", "von")
        amount = self.amount(outcome.currency, outcome.amount)
        return shortened(f"{verb}: {amount} {link} {self.plain_name(name)}?", MOST_TITLE_LENGTH)

    _currencies: ClassVar[Mapping[Currency, str]] = {
        Currency.COINS: "Münzen",
        Currency.BONUS_COINS: "Bonusmünzen",
        Currency.DIAMONDS: "Diamanten",
        Currency.BONUS_DIAMONDS: "Bonusdiamanten",
    }

    def adjust_question(
        self, outcome: outcomes.BalanceAdjusted, name: str, purse: Purse, *, largest_unasked: int
    ) -> str:
        """What a large adjustment would do to a purse; up to `largest_unasked`, nobody is asked."""
        after = purse._replace(**{outcome.currency.value: outcome.balance})
        if outcome.amount < 0 and outcome.balance == 0:
            care = f"Das sind alle {self._currencies[outcome.currency]}, die dort liegen."
        else:
            care = f"Das sind mehr als {self.number(largest_unasked)}: Prüf bitte den Betrag."
        return (
            f"{self.strong_name(name)} hat {self.holdings(purse)} "
            f"und hätte danach {self.holdings(after)}.\n{care}"
        )
