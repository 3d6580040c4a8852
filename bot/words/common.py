"""What is said in every room: missing rights, faults of ours, what moderators did to an account."""

from bot.ledger import outcomes
from bot.ledger.outcomes import live
from bot.words.grammar import Grammar


class CommonWords(Grammar):
    """The sentences that belong to no room."""

    moderators_only = (
        "That's for moderators: it needs Moderate Members, or the role set with `/setup roles`. "
        "Nothing was done."
    )
    managers_only = (
        "That's for managers: it needs Manage Server, or the role set with `/setup roles`. "
        "Nothing was done."
    )
    outdated = (
        "That command was changed a moment ago, and your Discord shows the old one. Nothing was "
        "done: try again in a minute, or reload Discord."
    )
    misshapen = (
        "That didn't reach us as Discord normally sends it, so nothing was taken. Type the command "
        "again; if it happens once more, reload Discord."
    )
    expired = "That button has expired. Nothing was done: start again with the command."
    too_late_for_form = (
        "The books took so long that Discord opens no form any more. Nothing was done: try again."
    )
    not_yours = "That button is somebody else's. Nothing was done: use the command yourself."

    def broken(self, reference: str) -> str:
        """A fault of ours. Where the end is not known, the history tells it."""
        return (
            "Something broke on our side; `/history` shows whether anything was done. "
            f"If you ask for help, mention `{reference}`."
        )

    def notice(
        self, outcome: outcomes.Accepted, seq: int, actor: str | None, note: str, *, gave: bool
    ) -> str:
        """What a moderator did to the reader, and why. `gave`: the reader sent the gift."""
        what = self._notice(outcome, self.name(actor), gave=gave)
        return f"📋 {what} {self._why(outcome, note, seq)}"

    def _notice(self, outcome: outcomes.Accepted, actor: str, *, gave: bool) -> str:
        if isinstance(outcome, outcomes.BalanceAdjusted):
            verb = "gave you" if outcome.amount > 0 else "took from you"
            amount = self.amount(outcome.currency, outcome.amount)
            return f"{actor} {verb} {amount}.{self._off_debts(outcome)}"
        if isinstance(outcome, outcomes.MemberFrozen):
            return (
                f"{actor} froze your account: no sending, converting, cashing out or shows for now."
            )
        if isinstance(outcome, outcomes.MemberUnfrozen):
            return f"{actor} unfroze your account: you can send, convert and go live again."
        if isinstance(outcome, outcomes.GiftReversed):
            coins = self.coins(outcome.coins + outcome.bonus_coins)
            if gave:
                return f"{actor} reversed your gift {self.reference(outcome.gift)}: {coins} back."
            earned = self.diamonds(outcome.earned_units - outcome.owed_units)
            back = f"{actor} reversed gift {self.reference(outcome.gift)}: {earned} 💎 taken back."
            owed = f" You owe {self.diamonds(outcome.owed_units)} 💎; your next 💎 pay that first."
            return f"{back}{owed if outcome.owed_units else ''}"
        if isinstance(outcome, live.MessageDecided):
            gift = self.reference(outcome.gift)
            if outcome.approved:
                return f"{actor} approved your message with gift {gift}: everybody can read it."
            return f"{actor} did not approve your message with gift {gift}; the gift stands."
        return self._worded("notice", outcome.kind, outcome, actor)

    def notice_show_end(self, outcome: live.ShowStopped, actor: str) -> str:
        """A show that a moderator ended."""
        return f"{actor} ended your show."

    def _why(self, outcome: outcomes.Accepted, note: str, seq: int) -> str:
        if not note:
            return f"({self.reference(seq)})"
        of_room = self._of_kind("noted", outcome.kind)
        why = of_room(note) if of_room else f"{self._why_word}: {self.quote(note)}"
        return f"{why} ({self.reference(seq)})"

    _why_word = "Why"
