"""What moderators read of promotions, drops and chests: what they made, lists, and their ends."""

from collections.abc import Mapping
from typing import ClassVar

from bot.ledger.outcomes import pots
from bot.words.grammar import escaped
from bot.words.pots import PotWords


class PotOfficeWords(PotWords):
    """The sentences of who gives to many, and answers for it. `of` is the kind of pot."""

    def promotion_created(self, made: pots.PromotionCreated, code: str) -> str:
        """A promotion goes on."""
        until = f"until {self.moment(made.closes_ms)}" if made.closes_ms else "until you end it"
        return (
            f"🎟️ {self.typed(f'/redeem code:{code}')} gives {self._bonus_coins(made.each)} to "
            f"{self._people(made.people)}, once each, {until}. Set aside for it: "
            f"{self._bonus_coins(made.each * made.people)}.\n-# {self.reference(made.seq)}"
        )

    def promotion_question(self, code: str, each: int, people: int) -> str:
        """The one question before a large promotion."""
        return (
            f"Have {self.typed(f'/redeem code:{code}')} give {self._bonus_coins(each)} to "
            f"{self._people(people)}? That makes {self._bonus_coins(each * people)} in all: "
            "please check the amount."
        )

    promotion_cancelled = "No promotion was made."

    def drop_created(self, made: pots.DropCreated, channel: int) -> str:
        """A drop is on."""
        coins = self._bonus_coins(made.each) + (" each" if made.people > 1 else "")
        return (
            f"🪂 Dropped in <#{channel}>: {coins} for {self._people(made.people)}, until "
            f"{self.moment(made.closes_ms)}.\n"
            f"-# {self.reference(made.seq)}"
        )

    def drop_question(self, each: int, people: int, role: int) -> str:
        """The one question before a large drop."""
        whom = f"members with <@&{role}>" if role else "everybody"
        return (
            f"Drop {self._bonus_coins(each)} each for {self._people(people)}, open to {whom}? "
            f"That makes {self._bonus_coins(each * people)} in all: please check the amount."
        )

    drop_cancelled = "No drop was made."

    pots_title: ClassVar[Mapping[str, str]] = {
        "promos": "**Promotions**",
        "drops": "**Drops and chests**",
    }
    no_pots: ClassVar[Mapping[str, str]] = {
        "promos": "No promotion yet. `/mod promo create` makes the first.",
        "drops": "No drop or chest yet. `/mod drop` makes the first.",
    }

    no_such_promotion = (
        "No promotion with that code goes on. Nothing was done: `/mod promo list` shows them all."
    )

    def promotion_row(self, number: int, code: str, each: int, keeper: str | None) -> str:
        """A promotion in a list."""
        by = f"{self._bonus_coins(each)} each · by {self.name(keeper)}"
        return f"🎟️ {self.reference(number)} **{escaped(code)}** · {by}"

    def drop_row(self, number: int, each: int, channel: int, keeper: str | None) -> str:
        """A drop in a list."""
        by = f"by {self.name(keeper)} · {self._bonus_coins(each)} each"
        return f"🪂 {self.reference(number)} {by} · <#{channel}>"

    def chest_row(self, number: int, keeper: str | None, coins: int, channel: int) -> str:
        """A chest in a list."""
        who = self.name(keeper)
        return f"🎁 {self.reference(number)} by {who} · {self.coins(coins)} · <#{channel}>"

    def pot_state(self, taken: int, people: int, closes_ms: int) -> str:
        """How far a pot in a list has come that goes on."""
        until = f"until {self.moment(closes_ms)}" if closes_ms else "until it is ended"
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
        """How far a pot in a list came that is over, and what went back; by whom it was ended."""
        over = f"ended by {self.name(ended_by)}" if by_team else "over"
        if taken_back:
            over = "taken back"
        rest = f" · {self.coins(back)} back" if back else ""
        return f"{self.pot_progress(taken, people)} · {over}{rest}"

    def _pot_called(self, of: str, number: int, code: str) -> str:
        """A pot by its number, and a promotion by its code first, for that is what is typed."""
        pot = self._pot(of, number)
        if not code:
            return pot
        what = self.pot_names.get(of, self.pot_names["promotion"])
        return f"{what} **{escaped(code)}** ({self.reference(number)})"

    def end_question(self, of: str, number: int, back: int, keeper: str | None, code: str) -> str:
        """The one question before a pot is ended; of an own chest, `keeper` gets the rest."""
        whom = f" to {self.strong_name(keeper)}" if keeper else ""
        return (
            f"End {self._pot_called(of, number, code)} now? What is left, {self.coins(back)}, "
            f"goes back{whom}; what was taken stays where it is."
        )

    def pot_ended(self, outcome: pots.PotEnded, code: str) -> str:
        """A pot was ended."""
        return (
            f"Ended: {self._pot_called(outcome.of, outcome.pot, code)}. "
            f"{self.number(outcome.taken)} of "
            f"{self._people(outcome.people)} had their share, and {self.coins(outcome.back)} went "
            "back.\n"
            f"-# {self.reference(outcome.seq)}"
        )

    pot_goes_on = "It goes on. Nothing was changed."
