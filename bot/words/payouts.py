"""What is said of diamonds that are paid out: to their creator, to moderators, and in lists."""

from collections.abc import Mapping
from typing import ClassVar

from bot.ledger.money import Purse
from bot.ledger.outcomes.payouts import (
    PayoutApproved,
    PayoutAsked,
    PayoutCancelled,
    PayoutPaid,
    PayoutRejected,
)
from bot.words.debts import DebtWords


class PayoutWords(DebtWords):
    """The sentences of the cash-out room."""

    ask_payout_button = "Ask for it"
    cash_out_button = "Cash out"
    cancel_payouts_button = "Take a cash-out back"
    payouts_button = "Cash-outs"
    approve_payout_button = "Approve"
    reject_payout_button = "Reject"
    pay_payout_button = "Mark as paid"

    no_details_kept = (
        "-# Payment happens outside Ovation, which stores no payment details: never write yours "
        "here."
    )
    payout_kept = "Nothing set aside: your 💎 stay as they are."
    unclear_payout = (
        "I couldn't read that amount. Nothing set aside: write it like 5000 or 2500.5, or leave it "
        "out to cash out all."
    )
    nothing_to_cash_out = (
        "No 💎 to cash out: only 💎 from gifts paid with bought coins count, bonus 💎 don't."
    )
    no_payouts = (
        "No cash-outs yet. `/diamonds cashout` shows what yours would come to before it asks."
    )
    no_payout_to_cancel = "You have no open cash-out, so there is nothing to take back."
    cancel_which = "Which one do you take back? Its 💎 return to you at once."

    def after_fee(self, money: int, currency: str, fee: int) -> str:
        """About how much money that is, and whether a fee is off it already."""
        return f"about {self.money(money, currency)}{' after fees' if fee else ''}"

    def ask_payout(self, units: int, money: int, currency: str) -> str:
        """The question before diamonds are set aside."""
        return (
            f"Cash out **{self.diamonds(units)}** 💎 for about **{self.money(money, currency)}**?"
        )

    def payout_sum(
        self, units: int, rate: int, fee: int, *, gross: int, money: int, currency: str
    ) -> str:
        """How an estimate comes about: the rate, the fee, the money."""
        each = self.per_diamond(rate, currency)
        before = f"{self.diamonds(units)} 💎 at {each} each: {self.money(gross, currency)}"
        if not fee:
            return f"{before}, no fee."
        return f"{before}, less {self.percent(fee)} fee: {self.money(money, currency)}."

    def payout_leaves(self, left: int, bonus: int) -> str:
        """What stays in the wallet, with the part that can never be paid out."""
        apart = f" Your {self.diamonds(bonus)} bonus 💎 can't be cashed out." if bonus else ""
        return f"You keep {self.diamonds(left + bonus)} 💎.{apart}"

    def payout_promise(self, *, needs_two: bool) -> str:
        """What happens to a request."""
        who = "two moderators decide" if needs_two else "a moderator decides"
        return (
            f"Once you ask, the 💎 are set aside until {who}. Until then, "
            "`/diamonds cancel` takes them back."
        )

    def payout_asked(self, done: PayoutAsked) -> str:
        """The receipt of a request."""
        who = "two moderators decide" if done.needs_two else "a moderator decides"
        return (
            f"Got it: {self.diamonds(done.units)} 💎, "
            f"{self.after_fee(done.money, done.paid_in, done.fee)}, set aside until {who}. "
            f"{self.diamonds(done.units_left)} 💎 left to cash out.\n-# {self.reference(done.seq)}"
        )

    def set_aside(self, units: int) -> str:
        """What of one's diamonds waits to be paid out, as a wallet tells it."""
        return f"{self.diamonds(units)} 💎 set aside to cash out."

    def payout_cancelled(self, done: PayoutCancelled) -> str:
        """The receipt of taking a request back."""
        return (
            f"Taken back: {self.diamonds(done.units)} 💎 from cash-out "
            f"{self.reference(done.payout)}. {self.diamonds(done.units_left)} 💎 to cash out now."
            f"\n-# {self.reference(done.seq)}"
        )

    def cancel_payout_for(self, number: int, units: int) -> str:
        """A button that takes one request back: plain text."""
        return f"Take back #{number} ({self.diamonds(units)} 💎)"

    # Lists.

    payouts_title = "**Your cash-outs**"
    payouts_open_title = "**Open cash-outs**"

    def payout_in_list(self, number: int, units: int, money: int, currency: str) -> str:
        """One cash-out: its number, its diamonds and its money."""
        return (
            f"{self.reference(number)} **{self.diamonds(units)}** 💎 → "
            f"**{self.money(money, currency)}**"
        )

    payout_states: ClassVar[Mapping[str, str]] = {
        "asked": "waits for a moderator",
        "approved": "approved, payment to come",
        "rejected": "rejected, 💎 returned",
        "cancelled": "taken back, 💎 returned",
        "paid": "paid",
    }

    def payout_stands(self, stands: str, approvals: int, *, needs_two: bool) -> str:
        """How far a cash-out has come."""
        if stands == "asked" and needs_two:
            return "one approval of two" if approvals else "waits for two moderators"
        return self.payout_states[stands]

    def payout_asked_at(self, asked_ms: int, rate: int, fee: int, currency: str) -> str:
        """When it was asked for, and at which terms."""
        off = f", {self.percent(fee)} fee" if fee else ", no fee"
        return f"-# asked {self.moment(asked_ms)} · 1 💎 = {self.per_diamond(rate, currency)}{off}"

    def payout_ended_at(self, ended_ms: int, seq: int) -> str:
        """When and under which number it ended."""
        return f", {self.moment(ended_ms)} ({self.reference(seq)})"

    def paid_under(self, reference: str) -> str:
        """The outside reference of a payment."""
        return f"Reference: {self.quote(reference)}"

    # Moderators.

    no_payouts_open = "No cash-out waits: all of them are decided and paid."
    others_decide = "Yours: somebody else decides."
    others_approve = "You approved it: somebody else has to, too."
    reference_label = "Reference of the payment, made outside"

    def payouts_to_decide(self, in_all: int) -> str:
        """The title of the moderators' list."""
        return f"**Open cash-outs** · {self.number(in_all)}"

    def approved_by(self, name: str | None) -> str:
        """Who approved it so far."""
        return f"Approved by {self.strong_name(name)}."

    def payout_stopped(self, frozen_seq: int, owed: Purse) -> str:
        """Why nothing is paid to this creator now, as moderators read it."""
        if frozen_seq:
            return f"⚠️ Frozen ({self.reference(frozen_seq)}): nothing is paid until that ends."
        return f"⚠️ Owes {self.amounts(owed)}: nothing is paid until that is."

    def own_payouts_stopped(self, frozen_seq: int, owed: Purse) -> str:
        """The same, as the creator reads it."""
        if frozen_seq:
            number = self.reference(frozen_seq)
            return f"⚠️ Your account is frozen ({number}): nothing is paid until that ends."
        return f"⚠️ You owe {self.amounts(owed)}: nothing is paid until that is."

    def reject_payout_title(self, number: int) -> str:
        """The title of the form before a rejection."""
        return f"Reject cash-out #{number}?"

    def pay_payout_title(self, number: int) -> str:
        """The title of the form before a payment is entered."""
        return f"Cash-out #{number} is paid?"

    def reject_payout_question(self, name: str | None, units: int) -> str:
        """What a rejection does."""
        return (
            f"{self.strong_name(name)} gets {self.diamonds(units)} 💎 back and reads your reason."
        )

    def pay_payout_question(self, name: str | None, money: int, currency: str) -> str:
        """What entering a payment means."""
        return (
            f"Only once **{self.money(money, currency)}** went to {self.strong_name(name)} outside "
            "Ovation: this is for good, and they read the reference. Put no bank or card numbers "
            "here."
        )

    def payout_decided(
        self,
        done: PayoutApproved | PayoutRejected | PayoutPaid,
        name: str | None,
    ) -> str:
        """What a moderator's decision did, as they read it."""
        payout, who = self.reference(done.payout), self.strong_name(name)
        if isinstance(done, PayoutRejected):
            return f"Rejected {payout}: {self.diamonds(done.units)} 💎 are back with {who}."
        money = self.money(done.money, done.paid_in)
        if isinstance(done, PayoutPaid):
            return f"Entered {payout} as paid: {money} to {who}."
        if done.needs_another:
            return f"Approved {payout}, {money} for {who}. One more moderator has to approve it."
        return f"Approved {payout}: {money} for {who} can be paid now."

    # What the log, statements and notices say of each kind.

    kind_own_payout = "cash-out"
    kind_own_payout_cancelled = "cash-out taken back"
    kind_payout_approved = "cash-out approved"
    kind_payout_rejected = "cash-out rejected"
    kind_payout_paid = "cash-out paid"

    def noted_payout_paid(self, note: str) -> str:
        """What stands with a payment is no reason."""
        return self.paid_under(note)

    def line_own_payout(self, done: PayoutAsked, who: str) -> str:
        """A line of one's own statement."""
        return f"set aside to cash out, {self.after_fee(done.money, done.paid_in, done.fee)}"

    def line_own_payout_cancelled(self, done: PayoutCancelled, who: str) -> str:
        """A line of one's own statement."""
        return f"cash-out {self.reference(done.payout)} taken back"

    def line_payout_approved(self, done: PayoutApproved, who: str) -> str:
        """A line of a creator's statement."""
        more = ", one more to go" if done.needs_another else ""
        return f"cash-out {self.reference(done.payout)} approved by {who}{more}"

    def line_payout_rejected(self, done: PayoutRejected, who: str) -> str:
        """A line of a creator's statement."""
        return f"cash-out {self.reference(done.payout)} rejected by {who}"

    def line_payout_paid(self, done: PayoutPaid, who: str) -> str:
        """A line of a creator's statement."""
        money = self.money(done.money, done.paid_in)
        units = self.diamonds(done.units)
        return f"cash-out {self.reference(done.payout)} ({units} 💎) paid by {who}: {money}"

    def logged_own_payout(self, done: PayoutAsked, who: str, whom: str) -> str:
        """A request, as moderators read of it."""
        return (
            f"{who} asks to cash out {self.diamonds(done.units)} 💎, "
            f"{self.after_fee(done.money, done.paid_in, done.fee)}."
        )

    def payout_in_log(self, stands: str, approvals: int, *, needs_two: bool) -> str:
        """How far a request has come, below the entry of the log that tells of it."""
        told = self.payout_stands(stands, approvals, needs_two=needs_two)
        return f"**{told[:1].upper()}{told[1:]}**"

    def payout_ended(self, stands: str, by_seq: int) -> str:
        """What became of it in the end."""
        what = self.payout_states[stands]
        return f"**{what[:1].upper()}{what[1:]}** ({self.reference(by_seq)})"

    def logged_own_payout_cancelled(self, done: PayoutCancelled, who: str, whom: str) -> str:
        """A request that was taken back."""
        units = self.diamonds(done.units)
        return f"{who} took cash-out {self.reference(done.payout)} back: {units} 💎 returned."

    def logged_payout_approved(self, done: PayoutApproved, who: str, whom: str) -> str:
        """An approval."""
        more = " One more moderator has to approve it." if done.needs_another else ""
        return (
            f"{who} approved {whom}'s cash-out {self.reference(done.payout)}: "
            f"{self.diamonds(done.units)} 💎, {self.money(done.money, done.paid_in)}.{more}"
        )

    def logged_payout_rejected(self, done: PayoutRejected, who: str, whom: str) -> str:
        """A rejection."""
        return (
            f"{who} rejected {whom}'s cash-out {self.reference(done.payout)}: "
            f"{self.diamonds(done.units)} 💎 returned."
        )

    def logged_payout_paid(self, done: PayoutPaid, who: str, whom: str) -> str:
        """A payment."""
        return (
            f"{who} paid {whom}'s cash-out {self.reference(done.payout)}: "
            f"{self.diamonds(done.units)} 💎, {self.money(done.money, done.paid_in)}."
        )

    def notice_payout_approved(self, done: PayoutApproved, who: str) -> str:
        """What its creator is told of an approval."""
        if done.needs_another:
            return (
                f"{who} approved your cash-out {self.reference(done.payout)}; "
                "one more moderator has to."
            )
        money = self.money(done.money, done.paid_in)
        return f"{who} approved your cash-out {self.reference(done.payout)}: {money} to come."

    def notice_payout_rejected(self, done: PayoutRejected, who: str) -> str:
        """What its creator is told of a rejection."""
        units = self.diamonds(done.units)
        return f"{who} rejected your cash-out {self.reference(done.payout)}: {units} 💎 returned."

    def notice_payout_paid(self, done: PayoutPaid, who: str) -> str:
        """What its creator is told of a payment."""
        money = self.money(done.money, done.paid_in)
        return f"{who} paid your cash-out {self.reference(done.payout)}: {money}."
