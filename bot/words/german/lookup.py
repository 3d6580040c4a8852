"""What is said to those who look something up, in German."""

from collections.abc import Mapping
from typing import ClassVar

from bot.ledger import outcomes
from bot.ledger.money import Currency, Purse
from bot.ledger.outcomes import live
from bot.words.german.moderation import GermanModerationWords
from bot.words.grammar import escaped
from bot.words.lookup import LookupWords


class GermanLookupWords(GermanModerationWords, LookupWords):
    """The sentences of looking things up."""

    older = "Älter ▶"
    newer = "◀ Neuer"
    pick_line = "Zeile nachschlagen"
    look_up_what = (
        "Nenne ein Mitglied oder die Nummer, die dir jemand genannt hat, etwa `#12`. "
        "Noch gibt es nichts zu zeigen."
    )
    number_misread = "Nummern sehen aus wie `#12`. Nichts zu zeigen: Nenne sie noch einmal."
    nothing_behind_message = (
        "Hinter dieser Nachricht steckt kein Geschenk. Öffne dieses Menü an einem Dankeschön oder "
        "an einem Eintrag im Protokoll; alles andere findet `/mod lookup`."
    )
    bots_hold_nothing = (
        "Bots haben keine Münzen und bekommen keine Geschenke, es gibt also nichts nachzuschlagen."
    )
    no_lines = "Noch keine Zeilen: Sie beginnen mit dem ersten `/wallet` oder Geschenk."
    nothing_moderated = (
        "Hier steht noch nichts. Alles, was Moderation und Verwaltung tun, wird hier stehen, das "
        "Neueste zuerst."
    )
    audit_title = "**Was Moderation und Verwaltung getan haben**"

    digested_title = "**Die Geschenke in dieser Nachricht**"

    announcements: ClassVar[Mapping[str, str]] = {
        "live-start": "meldet, dass eine Show beginnt",
        "live-end": "fasst eine Show zusammen",
        "show-end": "fasst eine Show zusammen",
        "live-plan": "kündigt eine Show an",
        "live-plan-closed": "erinnert an eine Show",
        "live-goal": "feiert ein Ziel",
        "live-match": "handelt von einem Duell",
        "live-match-end": "ist das Ergebnis eines Duells",
        "live-thanks-all": "dankt für viele Geschenke auf einmal",
        "live-replay": "zeigt ein Geschenk noch einmal",
        "live-board": "ist die Rangliste eines Zeitraums, der vorbei ist",
        "drop": "ist ein Münzregen",
        "chest": "ist eine Truhe",
        "own-chest": "ist eine Truhe",
    }
    announcement_of_else = "handelt von jemandes Show"

    def announcement(self, kind: str) -> str:
        """A message, or a number, behind which there is no gift."""
        what = self.announcements.get(kind, self.announcement_of_else)
        return (
            f"Das {what}: Dahinter steht kein einzelnes Geschenk. Öffne dieses Menü bei einem Dank "
            "oder nenne die Nummer eines Geschenks mit `/mod lookup`."
        )

    def audit_title_of(self, name: str | None) -> str:
        """The title of what was done to one member."""
        return f"**Was am Konto von {self.name(name)} getan wurde**"

    def not_in_the_books(self, name: str | None) -> str:
        """Somebody who never used Ovation here."""
        return (
            f"{self.strong_name(name)} steht noch nicht in den Büchern: keine Münzen, keine "
            "Geschenke. Das beginnt mit dem ersten `/wallet` oder Geschenk."
        )

    def nothing_moderated_of(self, name: str | None) -> str:
        """Somebody to whom moderators did nothing."""
        return f"Am Konto von {self.strong_name(name)} hat die Moderation noch nichts getan."

    def no_such_operation(self, seq: int) -> str:
        """A number under which nothing stands."""
        return f"Unter {self.reference(seq)} steht nichts in den Büchern. Prüf bitte die Nummer."

    def gave_and_received(self, given: int, received: int) -> str:
        """What a member gave and received in gifts that were not reversed."""
        return f"Geschenke: {self.coins(given)} verschickt, {self.coins(received)} bekommen."

    def frozen_since(self, actor: str | None, at_ms: int, seq: int, note: str) -> str:
        """Since when, by whom and why an account is frozen."""
        why = f" {self.because(note)}" if note else ""
        return (
            f"🧊 Eingefroren am {self.moment(at_ms)} von {self.strong_name(actor)} "
            f"({self.reference(seq)}).{why}"
        )

    def line(
        self,
        outcome: outcomes.Accepted,
        *,
        actor: str | None,
        counterpart: str | None,
        gave: bool,
    ) -> str:
        """What one line of a member's statement is; `gave`: they sent the gift."""
        who = self.strong_name(actor)
        link = "an" if gave else "von"
        if isinstance(outcome, outcomes.GiftSent):
            gift = self.several(outcome.emoji, outcome.name, outcome.quantity)
            return f"{gift} {link} {self.strong_name(counterpart)}"
        if isinstance(outcome, outcomes.GiftReversed):
            gift = self.several(outcome.emoji, outcome.name, outcome.quantity)
            whom = self.strong_name(counterpart)
            number = self.reference(outcome.gift)
            return f"Geschenk {number} ({gift} {link} {whom}) zurückgenommen von {who}"
        if isinstance(outcome, outcomes.BalanceAdjusted):
            return f"gegeben von {who}" if outcome.amount > 0 else f"abgezogen von {who}"
        if isinstance(outcome, outcomes.MemberFrozen):
            return f"eingefroren von {who}"
        if isinstance(outcome, outcomes.MemberUnfrozen):
            return f"freigegeben von {who}"
        if isinstance(outcome, live.MessageDecided):
            verb = "freigegeben" if outcome.approved else "abgelehnt"
            return f"Nachricht zu Geschenk {self.reference(outcome.gift)} {verb} von {who}"
        return self._worded("line", outcome.kind, outcome, who)

    def line_show_end(self, outcome: live.ShowStopped, who: str) -> str:
        """A show that a moderator ended."""
        return f"Show {self.reference(outcome.show)} beendet von {who}"

    def line_welcome(self, outcome: outcomes.WelcomeGranted, who: str) -> str:
        """Coins for the first visit."""
        return "Willkommensmünzen"

    def line_convert(self, outcome: outcomes.DiamondsConverted, who: str) -> str:
        """Diamonds that became coins."""
        return f"eingetauscht, {self.coins_at(outcome.rate)} für 1 💎"

    def listed(self, seq: int, what: str, at_ms: int, written: str, undone_by: int | None) -> str:
        """One line of a list: its number, what it is, what was written with it, when, if undone."""
        undone = f" · zurückgenommen mit {self.reference(undone_by)}" if undone_by else ""
        said = f"\n{written}" if written else ""
        return f"{self.reference(seq)} {what}{said}\n-# {self.moment(at_ms)}{undone}"

    kinds: ClassVar[Mapping[str, str]] = {
        "gift": "Geschenk",
        "adjust": "Anpassung",
        "welcome": "Willkommensmünzen",
        "convert": "Tausch",
        "reverse": "Rücknahme",
        "freeze": "Einfrieren",
        "unfreeze": "Freigabe",
        "message": "Nachricht",
        "show-end": "Ende einer Show",
        "setting": "Einstellung",
        "catalogue": "Geschenkeliste",
        "own-share": "Anteil",
        "own-chest": "Schatztruhe",
        "own-pot-over": "Rest einer Truhe",
        "pot-end": "vorzeitiges Ende",
        "promo": "Aktion",
        "drop": "Münzregen",
        "chest": "Schatztruhe",
    }

    def statement_of(self, name: str | None) -> str:
        """A button that leads to somebody's statement."""
        return f"Konto von {self.plain_name(name)}"

    def done(
        self,
        outcome: outcomes.Accepted,
        *,
        actor: str | None,
        subject: str | None,
        recipient: str | None,
    ) -> str:
        """What one operation was, whoever did it."""
        who = self.strong_name(actor)
        if isinstance(outcome, outcomes.GiftSent):
            gift = self.several(outcome.emoji, outcome.name, outcome.quantity)
            return f"{who} hat {gift} an {self.strong_name(recipient)} geschickt."
        if isinstance(outcome, outcomes.WelcomeGranted):
            coins = self.amount(Currency.BONUS_COINS, outcome.coins)
            return f"{who} hat zum Willkommen {coins} bekommen."
        if isinstance(outcome, outcomes.DiamondsConverted):
            units = self.diamonds(outcome.units + outcome.bonus_units)
            coins = self.coins(outcome.coins + outcome.bonus_coins)
            rate = self.coins_at(outcome.rate)
            return f"{who} hat {units} 💎 gegen {coins} eingetauscht, {rate} für 1 💎."
        return self.logged(outcome, actor, subject, recipient)

    def afterwards(self, outcome: outcomes.Accepted) -> str:
        """What was there after an operation, where it says so."""
        if isinstance(outcome, outcomes.BalanceAdjusted):
            apart = "" if outcome.currency is Currency.BONUS_COINS else ", Bonus nicht mitgezählt"
            return f"Danach übrig: {self.amount(outcome.currency, outcome.balance)}{apart}."
        if isinstance(outcome, outcomes.DiamondsConverted):
            left = f"{self.coins(outcome.coins_left)} und {self.diamonds(outcome.units_left)} 💎"
            return f"Danach übrig: {left}."
        return ""

    def paid(
        self,
        *,
        sender: str | None,
        recipient: str | None,
        quantity: int,
        price: int,
        stake: Purse,
        share: int,
    ) -> str:
        """What a gift cost and earned: `stake` holds the coins paid and the units earned."""
        each = f", je {self.number(price)}" if quantity > 1 else ""
        return (
            f"{self.strong_name(sender)} hat {self.coins_of(stake)} bezahlt{each}.\n"
            f"{self.strong_name(recipient)} hat {self.diamonds_of(stake)} bekommen, einen Anteil "
            f"von {self.percent(share)}."
        )

    def sent_as(self, emoji: str, name: str, quantity: int, seq: int, at_ms: int) -> str:
        """The gift that another operation is about."""
        gift = self.several(emoji, name, quantity)
        return f"Das Geschenk: {self.reference(seq)} {gift}, {self.moment(at_ms)}."

    def said_with_it(self, message: str) -> str:
        """What the sender wrote with a gift."""
        return f"Dazu geschrieben: {self.quote(message)}"

    never_thanked = "Kein öffentliches Dankeschön: Das Geschenk wurde vorher zurückgenommen."
    not_thanked_yet = "Noch kein öffentliches Dankeschön."

    def not_thanked(self, trouble: str) -> str:
        """A thank-you that Discord has not taken so far."""
        return f"Noch kein öffentliches Dankeschön; Discord sagt: {escaped(trouble)}"

    def thanked(self, channel: int, link: str, *, doubtful: bool) -> str:
        """Where a gift was acknowledged; `link` leads to the message."""
        twice = ", vielleicht zweimal" if doubtful else ""
        return f"Dankeschön in <#{channel}>{twice}: {link}"

    def reversed_since(self, actor: str | None, at_ms: int, seq: int, note: str) -> str:
        """By whom, when and why a gift was taken back."""
        why = f" {self.because(note)}" if note else ""
        return (
            f"↩️ Zurückgenommen am {self.moment(at_ms)} von {self.strong_name(actor)} "
            f"({self.reference(seq)}).{why}"
        )
