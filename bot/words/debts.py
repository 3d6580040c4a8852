"""What is said of debts, and of gifts that two moderators take back although they were spent."""

from typing import ClassVar

from bot.ledger.money import Purse
from bot.ledger.outcomes.fairness import Concerned, ReversalAsked, ReversalWaits
from bot.words.grammar import escaped
from bot.words.lookup import LookupWords
from bot.words.refusals import Around


class DebtWords(LookupWords):
    """The sentences about what is owed, and how it comes about."""

    and_word: ClassVar[str] = "and"
    force_button = "Ask a second moderator"
    decide_force_button = "Decide"
    no_forcings = (
        "No reversal waits for a second moderator. Where `/mod reverse` comes short, the answer "
        "has a button that asks for one."
    )
    forcings_title = "**Reversals that wait for a second moderator**"

    def amounts(self, purse: Purse) -> str:
        """Coins and diamonds, as far as there are any, of both origins together."""
        parts = []
        if purse.all_coins:
            parts.append(self.coins(abs(purse.all_coins)))
        if purse.all_diamonds:
            parts.append(f"{self.diamonds(abs(purse.all_diamonds))} 💎")
        return f" {self.and_word} ".join(parts)

    def _what_is_owed(self, purse: Purse) -> str:
        """Of what there is some, without how much."""
        parts = [self.coin_words[1]] if purse.all_coins else []
        return f" {self.and_word} ".join(parts + ["💎"] * bool(purse.all_diamonds))

    def owes(self, owed: Purse) -> str:
        """What the reader owes."""
        return (
            f"⚖️ You owe {self.amounts(owed)} for a gift or purchase that was taken back. Your "
            f"next {self._what_is_owed(owed)} pay that first."
        )

    def account_owes(self, owed: Purse) -> str:
        """What a member owes, as moderators read it."""
        next_ones = self._what_is_owed(owed)
        return f"⚖️ Owes {self.amounts(owed)}; their next {next_ones} pay that first."

    def owed_moved(self, owed: Purse) -> str:
        """By how much a line of a statement changed what is owed."""
        more = Purse(*(max(0, amount) for amount in owed))
        paid = Purse(*(min(0, amount) for amount in owed))
        parts = []
        if self.amounts(paid):
            parts.append(f"{self.amounts(paid)} paid what was owed")
        if self.amounts(more):
            parts.append(f"{self.amounts(more)} owed from then on")
        return ", ".join(parts)

    def force_offer(self, gift: int) -> str:
        """What two moderators can do about a reversal that comes short."""
        return (
            f"Two of you can take {self.reference(gift)} back all the same: what is missing "
            "becomes the creator's debt, which their next 💎 pay."
        )

    def force_title(self, gift: int) -> str:
        """The title of the form in which a moderator asks or decides."""
        return f"Take gift #{gift} back by two?"

    def force_question(
        self, asked: ReversalAsked, *, sender: str | None, recipient: str | None
    ) -> str:
        """What asking for a second moderator means."""
        return (
            f"{self._gift_of(asked)} from {self.strong_name(sender)} to "
            f"{self.strong_name(recipient)}: {self.diamonds(asked.missing)} 💎 of it are spent.\n"
            "A second moderator decides within 24 hours. Nothing moves until then."
        )

    def owed_question(self, owed_units: int, recipient: str | None) -> str:
        """What becomes of what is missing, for the second moderator."""
        return (
            f"{self.strong_name(recipient)} is {self.diamonds(owed_units)} 💎 short, and will owe "
            "them: their next 💎 pay that first."
        )

    def asked_second(self, done: ReversalAsked) -> str:
        """The receipt of the first moderator."""
        return (
            f"Asked! A second moderator decides until {self.moment(done.until_ms)}, here with "
            f"`/mod forced` or in the log channel. Nothing has moved yet.\n"
            f"-# {self.reference(done.seq)}"
        )

    def logged_reversal_asked(self, done: ReversalAsked, who: str, whom: str) -> str:
        """The entry of the log that asks for a second moderator."""
        return (
            f"{who} asks to take gift {self.reference(done.gift)} ({self._gift_of(done)}) back "
            f"although {self.diamonds(done.missing)} 💎 of it are spent. A second moderator "
            f"decides until {self.moment(done.until_ms)}."
        )

    def forcing_people(self, sender: str | None, recipient: str | None) -> str:
        """Between whom the gift went."""
        return f"From {self.strong_name(sender)} to {self.strong_name(recipient)}."

    def forcing_done(self, seq: int) -> str:
        """A reversal that was decided."""
        return f"✓ Taken back by {self.reference(seq)}."

    def _gift_of(self, done: ReversalAsked) -> str:
        count = f"{self.number(done.quantity)} × " if done.quantity > 1 else ""
        return f"{done.emoji} {count}{escaped(done.name)}, {self.coins(done.coins)}"

    def refused_reversal_waits(self, refused: ReversalWaits, around: Around) -> str:
        """The first moderator once more."""
        return (
            f"You asked for this one, so somebody else decides, until "
            f"{self.moment(refused.until_ms)}. Nothing changed."
        )

    def refused_concerned(self, refused: Concerned, around: Around) -> str:
        """The creator of the gift."""
        return (
            f"You received gift {self.reference(refused.gift)}, so two others decide. Nothing "
            "changed."
        )

    kind_reversal_asked = "reversal asked"
