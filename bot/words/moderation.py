"""What is said of what moderators and managers do, to them and in the log channel."""

from typing import Final

from bot.ledger import outcomes
from bot.ledger.money import Purse
from bot.ledger.outcomes import live
from bot.words.grammar import escaped, shortened
from bot.words.settings import SettingWords

MOST_TITLE_LENGTH: Final = 45
"""How much of a form's title Discord shows."""


class ModerationWords(SettingWords):
    """The sentences of the moderators' room."""

    look_up = "Look up"
    reverse = "Reverse"
    reason_label = "Why? It will be read by the member"
    told_later = "They'll be told why with their next reply."

    amount_misread = (
        "Amounts look like `+100` or `-50`; diamonds may have decimals, as in `-2.5`. "
        "Nothing changed: name the amount again."
    )
    currency_misread = "Adjust coins, bonus coins or diamonds. Nothing changed: pick one of them."
    gift_misread = (
        "A gift is named by its number, such as `#12`. Nothing changed: pick one from the list, "
        "or open “Look up this gift” on its thank-you."
    )

    def departed(self, name: str) -> str:
        """Somebody whose balance is not changed any more, for they left."""
        return (
            f"{self.strong_name(name)} is not on this server, so their balance stays as it is. "
            "Nothing changed; `/mod lookup` and `/mod freeze` work for them all the same."
        )

    def because(self, note: str) -> str:
        """The reason of an act."""
        return f"Why: {self.quote(note)}"

    def noted(self, outcome: outcomes.Accepted, note: str) -> str:
        """What was written with an act: its reason, or whatever its room makes of it."""
        sentence = self._of_kind("noted", outcome.kind)
        return sentence(note) if sentence else self.because(note)

    def several(self, emoji: str, name: str, quantity: int) -> str:
        """A gift and how many of it."""
        count = f"{self.number(quantity)} × " if quantity > 1 else ""
        return f"{emoji} {count}{escaped(name)}"

    def coins_of(self, purse: Purse) -> str:
        """Coins of both origins, with the part that was given away."""
        bonus = f" ({self.number(purse.bonus_coins)} bonus)" if purse.bonus_coins else ""
        return f"{self.coins(purse.all_coins)}{bonus}"

    def diamonds_of(self, purse: Purse) -> str:
        """Diamonds of both origins, with the part that came from coins that were given away."""
        bonus = f" ({self.diamonds(purse.bonus_diamonds)} bonus)" if purse.bonus_diamonds else ""
        return f"{self.diamonds(purse.all_diamonds)} 💎{bonus}"

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
            verb, link = ("gave", "to") if outcome.amount > 0 else ("took", "from")
            amount = self.amount(outcome.currency, outcome.amount)
            return f"{who} {verb} {amount} {link} {whom}.{self._off_debts(outcome)}"
        if isinstance(outcome, outcomes.GiftReversed):
            gift = self.several(outcome.emoji, outcome.name, outcome.quantity)
            return (
                f"{who} reversed gift {self.reference(outcome.gift)}, {gift} from {whom} to "
                f"{self.strong_name(recipient)}: {self._returned(outcome, subject, recipient)}."
                f"{self._as_asked(outcome)}"
            )
        if isinstance(outcome, outcomes.MemberFrozen):
            return f"{who} froze {whom}."
        if isinstance(outcome, outcomes.MemberUnfrozen):
            return f"{who} unfroze {whom}."
        if isinstance(outcome, live.MessageDecided):
            verb = "approved" if outcome.approved else "denied"
            return f"{who} {verb} {whom}'s message with gift {self.reference(outcome.gift)}."
        if isinstance(outcome, outcomes.SettingChanged):
            return f"{who} changed {self.setting_changes(outcome.changes)}."
        if isinstance(outcome, outcomes.CatalogueEdited):
            return f"{who} {self._edited(outcome)}."
        return self._worded("logged", outcome.kind, outcome, who, whom)

    def _as_asked(self, outcome: outcomes.GiftReversed) -> str:
        return f" {self.reference(outcome.asked_seq)} asked for it." if outcome.asked_seq else ""

    def logged_show_end(self, outcome: live.ShowStopped, who: str, whom: str) -> str:
        """A show that a moderator ended."""
        return f"{who} ended {whom}'s show ({self.reference(outcome.show)})."

    def _returned(
        self, outcome: outcomes.GiftReversed, sender: str | None, recipient: str | None
    ) -> str:
        coins = self.coins(outcome.coins + outcome.bonus_coins)
        back = f"{coins} back to {self.name(sender)}"
        if not outcome.earned_units:
            return back
        taken = self.diamonds(outcome.earned_units - outcome.owed_units)
        owed = f", who owes {self.diamonds(outcome.owed_units)} 💎" if outcome.owed_units else ""
        return f"{back}, {taken} 💎 taken from {self.name(recipient)}{owed}"

    def _edited(self, outcome: outcomes.CatalogueEdited) -> str:
        gift = f"{outcome.emoji} {escaped(outcome.name)} ({self.coins(outcome.price)})"
        if outcome.retired:
            return f"retired {gift}"
        return f"added {gift}" if outcome.added else f"changed a gift to {gift}"

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
        has = f" They have {self.holdings(purse)} now." if purse else ""
        later = f" {self.told_later}" if is_told else ""
        return f"{done}{has}{later}\n-# {self.reference(outcome.seq)}"

    def holdings(self, purse: Purse) -> str:
        """What a wallet holds, with what was given away of it."""
        return f"{self.coins_of(purse)} · {self.diamonds_of(purse)}"

    def _acted(self, outcome: outcomes.Accepted, subject: str | None, recipient: str | None) -> str:
        whom = self.strong_name(subject)
        if isinstance(outcome, outcomes.BalanceAdjusted):
            verb, link = ("Gave", "to") if outcome.amount > 0 else ("Took", "from")
            amount = self.amount(outcome.currency, outcome.amount)
            return f"Done! {verb} {amount} {link} {whom}.{self._off_debts(outcome)}"
        if isinstance(outcome, outcomes.GiftReversed):
            gift = self.several(outcome.emoji, outcome.name, outcome.quantity)
            returned = self._returned(outcome, subject, recipient)
            return f"Done! Gift {self.reference(outcome.gift)} ({gift}) is reversed: {returned}."
        if isinstance(outcome, outcomes.MemberFrozen):
            return (
                f"Done! {whom} is frozen: no sending, converting, cashing out or shows until "
                "`/mod unfreeze`."
            )
        if isinstance(outcome, outcomes.MemberUnfrozen):
            return f"Done! {whom} can send, convert and go live again."
        raise TypeError(f"nobody is told of having done {outcome.kind}")

    def reverse_title(self, seq: int) -> str:
        """The title of the form before a reversal."""
        return f"Reverse gift #{seq}?"

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
        loses = f", {creator} loses {self.diamonds_of(stake)}" if stake.all_diamonds else ""
        return (
            f"{gift} from {giver} to {creator}.\n"
            f"{giver} gets {self.coins_of(stake)} back{loses}. A reversal is for good."
        )

    def adjust_title(self, outcome: outcomes.BalanceAdjusted, name: str) -> str:
        """The title of the form before a large adjustment."""
        verb, link = ("Give", "to") if outcome.amount > 0 else ("Take", "from")
        amount = self.amount(outcome.currency, outcome.amount)
        return shortened(f"{verb} {amount} {link} {self.plain_name(name)}?", MOST_TITLE_LENGTH)

    def adjust_question(
        self, outcome: outcomes.BalanceAdjusted, name: str, purse: Purse, *, largest_unasked: int
    ) -> str:
        """What a large adjustment would do to a purse; up to `largest_unasked`, nobody is asked."""
        after = purse._replace(**{outcome.currency.value: outcome.balance})
        if outcome.amount < 0 and outcome.balance == 0:
            care = f"That is all the {outcome.currency.value.replace('_', ' ')} they have."
        else:
            care = f"That is more than {self.number(largest_unasked)}: please check the amount."
        return (
            f"{self.strong_name(name)} has {self.holdings(purse)} "
            f"and would have {self.holdings(after)}.\n{care}"
        )

    def gift_choice(
        self,
        *,
        seq: int,
        sender: str | None,
        recipient: str | None,
        name: str,
        quantity: int,
        total: int,
    ) -> str:
        """A gift as a suggestion while somebody types which one to reverse: plain text."""
        who = f"{self.plain_name(sender)} → {self.plain_name(recipient)}"
        count = f"{self.number(quantity)} × " if quantity > 1 else ""
        return f"#{seq} · {who} · {count}{name} · {self.coins(total)}"
