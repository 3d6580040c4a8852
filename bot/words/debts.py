"""What is said of debts, and of gifts that two moderators take back although they were spent."""

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
from bot.words.grammar import escaped
from bot.words.lookup import LookupWords
from bot.words.refusals import Around


class DebtWords(LookupWords):
    """The sentences about what is owed, and how it comes about."""

    and_word: ClassVar[str] = "and"
    force_button = "Ask a second moderator"
    decide_force_button = "Take back…"
    refuse_force_button = "Refuse…"
    withdraw_force_button = "Withdraw…"
    withdraw_force_title = "Withdraw your request?"
    ask_force_label = "Why? The second moderator will read it"
    refuse_force_label = "Why? Whoever asked will read it"
    withdraw_force_label = "Why? It will stand in the audit"
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

    def _bonus_does_not(self, owed: Purse) -> str:
        """That what was given away pays no debt of anything else."""
        is_bonus_owed = owed.bonus_coins or owed.bonus_diamonds
        return "" if is_bonus_owed else self._but_no_bonus(owed)

    def _but_no_bonus(self, owed: Purse) -> str:
        return f"; bonus {self._what_is_owed(owed)} don't"

    def owes(self, owed: Purse) -> str:
        """What the reader owes."""
        return (
            f"⚖️ You owe {self.amounts(owed)} for a gift or purchase that was taken back. Your "
            f"next {self._what_is_owed(owed)} pay that first{self._bonus_does_not(owed)}."
        )

    def account_owes(self, owed: Purse) -> str:
        """What a member owes, as moderators read it."""
        next_ones = self._what_is_owed(owed)
        return (
            f"⚖️ Owes {self.amounts(owed)}; their next {next_ones} pay that first"
            f"{self._bonus_does_not(owed)}. `/mod forgive` lets them off it."
        )

    def owed_moved(self, owed: Purse) -> str:
        """By how much a line of a statement changed what is owed."""
        more = Purse(*(max(0, amount) for amount in owed))
        paid = Purse(*(min(0, amount) for amount in owed))
        parts = []
        if self.amounts(paid):
            parts.append(f"{self.amounts(paid)} went off the debt")
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

    def forcing_refused(self, seq: int) -> str:
        """A reversal that was refused or withdrawn."""
        return f"✗ The gift stays, by {self.reference(seq)}."

    def refuse_force_title(self, gift: int) -> str:
        """The title of the form in which a second moderator says no."""
        return f"Leave gift #{gift} as it is?"

    def refuse_force_question(self, gift: int, asker: str | None) -> str:
        """What saying no means."""
        return (
            f"Gift {self.reference(gift)} stays as it is. {self.strong_name(asker)}, who asked to "
            "take it back, reads why."
        )

    def withdraw_force_question(self, gift: int) -> str:
        """What taking one's own request back means."""
        return f"Gift {self.reference(gift)} stays as it is, and nobody has to decide any more."

    def reversal_declined(self, done: ReversalDeclined) -> str:
        """The receipt of a no, or of a request taken back."""
        told = "" if done.withdrawn else f" {self.told_later}"
        return (
            f"Done! Gift {self.reference(done.gift)} stays as it is.{told}\n"
            f"-# {self.reference(done.seq)}"
        )

    def logged_reversal_declined(self, done: ReversalDeclined, who: str, whom: str) -> str:
        """The entry of the log."""
        gift, asked = self.reference(done.gift), self.reference(done.asked_seq)
        if done.withdrawn:
            return f"{who} withdrew {asked}: gift {gift} stays as it is."
        return f"{who} refused what {whom} asked in {asked}: gift {gift} stays as it is."

    def line_reversal_declined(self, done: ReversalDeclined, who: str) -> str:
        """The line of a statement."""
        return f"reversal of gift {self.reference(done.gift)} refused by {who}"

    def notice_reversal_declined(self, done: ReversalDeclined, actor: str) -> str:
        """What whoever asked reads."""
        return (
            f"{actor} left gift {self.reference(done.gift)} as it is, which you asked to take "
            f"back ({self.reference(done.asked_seq)})."
        )

    def refused_not_waiting(self, refused: NotWaiting, around: Around) -> str:
        """Nothing to say no to any more."""
        return (
            f"Nobody waits for that any more: gift {self.reference(refused.gift)} was decided "
            "about, or the 24 hours are over. Nothing changed; `/mod forced` lists what waits."
        )

    kind_reversal_declined = "reversal refused"

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
        """Who sent the gift, or its creator."""
        return (
            f"You gave or received gift {self.reference(refused.gift)}, so two others decide. "
            "Nothing changed."
        )

    def _forgiven(self, done: DebtForgiven) -> str:
        return self.amounts(Purse(done.coins, done.bonus_coins, done.units, done.bonus_units))

    def debt_forgiven(self, done: DebtForgiven, whom: str | None, *, cashout: bool) -> str:
        """The receipt of whoever let somebody off what they owed; `cashout`: where that can cost
        money."""
        # Coins are owed for nothing else than a purchase that Discord took back.
        warning = f"\n{self.forgiven_is_paid_out}" if cashout and done.coins else ""
        return (
            f"Done! {self.strong_name(whom)} owes nothing any more; it was {self._forgiven(done)}. "
            f"{self.told_later}{warning}\n-# {self.reference(done.seq)}"
        )

    forgiven_is_paid_out = (
        "⚠️ Discord gave the money back, and gifts made of those coins can still be cashed out: "
        "`/mod payouts` says so where they are."
    )

    def logged_forgive(self, done: DebtForgiven, who: str, whom: str) -> str:
        """The entry of the log."""
        return f"{who} let {whom} off {self._forgiven(done)} of debt."

    def line_forgive(self, done: DebtForgiven, who: str) -> str:
        """The line of a statement."""
        return f"debt forgiven by {who}"

    def notice_forgive(self, done: DebtForgiven, actor: str) -> str:
        """What whoever owed it reads."""
        return f"{actor} let you off {self._forgiven(done)} of debt: what comes in is yours again."

    def refused_nothing_owed(self, refused: NothingOwed, around: Around) -> str:
        """Nothing to let anybody off."""
        return (
            "They owe nothing, so nothing changed. `/mod lookup` shows what somebody has and owes."
        )

    kind_reversal_asked = "reversal asked"
    kind_forgive = "debt forgiven"
