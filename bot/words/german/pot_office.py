"""What moderators read of promotions, drops and chests, in German."""

from collections.abc import Mapping
from typing import ClassVar

from bot.ledger.outcomes import pots
from bot.words.german.pots import GermanPotWords
from bot.words.grammar import escaped
from bot.words.pot_office import PotOfficeWords


class GermanPotOfficeWords(GermanPotWords, PotOfficeWords):
    """The sentences of who gives to many, and answers for it."""

    def promotion_created(self, made: pots.PromotionCreated, code: str) -> str:
        """A promotion goes on."""
        until = f"bis {self.moment(made.closes_ms)}" if made.closes_ms else "bis du sie beendest"
        return (
            f"🎟️ {self.typed(f'/redeem code:{code}')} gibt {self._bonus_coins(made.each)} für "
            f"{self._people(made.people)}, je einmal, {until}. Dafür beiseitegelegt: "
            f"{self._bonus_coins(made.each * made.people)}.\n-# {self.reference(made.seq)}"
        )

    def promotion_question(self, code: str, each: int, people: int) -> str:
        """The one question before a large promotion."""
        return (
            f"Soll {self.typed(f'/redeem code:{code}')} {self._bonus_coins(each)} für "
            f"{self._people(people)} geben? Das sind zusammen "
            f"{self._bonus_coins(each * people)}: Prüf bitte den Betrag."
        )

    promotion_cancelled = "Keine Aktion angelegt."

    def drop_created(self, made: pots.DropCreated, channel: int) -> str:
        """A drop is on."""
        return (
            f"🪂 Es regnet in <#{channel}>: "
            f"{'je ' if made.people > 1 else ''}{self._bonus_coins(made.each)} für "
            f"{self._people(made.people)}, bis {self.moment(made.closes_ms)}.\n"
            f"-# {self.reference(made.seq)}"
        )

    def drop_question(self, each: int, people: int, role: int) -> str:
        """The one question before a large drop."""
        whom = f"Mitglieder mit <@&{role}>" if role else "alle"
        return (
            f"Je {self._bonus_coins(each)} für {self._people(people)} regnen lassen, offen für "
            f"{whom}? Das sind zusammen {self._bonus_coins(each * people)}: Prüf bitte den Betrag."
        )

    drop_cancelled = "Es regnet nichts. Nichts wurde angelegt."

    pots_title: ClassVar[Mapping[str, str]] = {
        "promos": "**Aktionen**",
        "drops": "**Münzregen und Truhen**",
    }
    no_pots: ClassVar[Mapping[str, str]] = {
        "promos": "Noch keine Aktion. `/mod promo create` legt die erste an.",
        "drops": "Noch kein Münzregen und keine Truhe. `/mod drop` macht den Anfang.",
    }

    no_such_promotion = (
        "Keine laufende Aktion hat diesen Code. Nichts passiert: `/mod promo list` zeigt alle."
    )

    def promotion_row(self, number: int, code: str, each: int, keeper: str | None) -> str:
        """A promotion in a list."""
        by = f"je {self._bonus_coins(each)} · von {self.name(keeper)}"
        return f"🎟️ {self.reference(number)} **{escaped(code)}** · {by}"

    def drop_row(self, number: int, each: int, channel: int, keeper: str | None) -> str:
        """A drop in a list."""
        by = f"von {self.name(keeper)} · je {self._bonus_coins(each)}"
        return f"🪂 {self.reference(number)} {by} · <#{channel}>"

    def chest_row(self, number: int, keeper: str | None, coins: int, channel: int) -> str:
        """A chest in a list."""
        who = self.name(keeper)
        return f"🎁 {self.reference(number)} von {who} · {self.coins(coins)} · <#{channel}>"

    def pot_state(self, taken: int, people: int, closes_ms: int) -> str:
        """How far a pot in a list has come that goes on."""
        until = f"bis {self.moment(closes_ms)}" if closes_ms else "bis zum Beenden"
        return f"{self.pot_progress(taken, people)} · {until}"

    def pot_over_state(
        self,
        taken: int,
        people: int,
        back: int,
        ended_by: str | None,
        *,
        by_team: bool,
        taken_back: bool,
    ) -> str:
        """How far a pot in a list came that is over, and what went back."""
        over = f"beendet von {self.name(ended_by)}" if by_team else "vorbei"
        if taken_back:
            over = "zurückgenommen"
        rest = f" · {self.coins(back)} zurück" if back else ""
        return f"{self.pot_progress(taken, people)} · {over}{rest}"

    def end_question(self, of: str, number: int, back: int, keeper: str | None, code: str) -> str:
        """The one question before a pot is ended."""
        whom = f" an {self.strong_name(keeper)}" if keeper else ""
        return (
            f"{self._pot_called(of, number, code)} jetzt beenden? Was übrig ist, "
            f"{self.coins(back)}, geht zurück{whom}; was genommen wurde, bleibt, wo es ist."
        )

    def pot_ended(self, outcome: pots.PotEnded, code: str) -> str:
        """A pot was ended."""
        return (
            f"Beendet: {self._pot_called(outcome.of, outcome.pot, code)}. Anteile: "
            f"{self.number(outcome.taken)} von {self.number(outcome.people)}. "
            f"Zurück: {self.coins(outcome.back)}.\n"
            f"-# {self.reference(outcome.seq)}"
        )

    pot_goes_on = "Es läuft weiter. Nichts geändert."
