"""Why nothing is paid out, or nothing decided, what that means, and what would work."""

from collections.abc import Mapping
from typing import ClassVar

from bot.ledger.money import Purse
from bot.ledger.outcomes import payouts
from bot.words.debts import DebtWords
from bot.words.refusals import Around


class PayoutRefusalWords(DebtWords):
    """The refusals of the cash-out room: a method for each kind, named after it."""

    nearly: ClassVar[str] = "Almost! "

    def refused_cashout_off(self, refused: payouts.CashoutOff, around: Around) -> str:
        """A guild that pays nothing out."""
        return (
            "Cashing out is off on this server. Nothing set aside: `/diamonds convert` turns your "
            "💎 into coins."
        )

    def refused_payout_debts(self, refused: payouts.DebtsFirst, around: Around) -> str:
        """Something that is owed, and how it is paid."""
        owed = self.amounts(Purse(coins=refused.coins, diamonds=refused.units))
        if refused.converted:
            units = self.diamonds(refused.converted)
            cure = f"turn {units} 💎 into coins with `/diamonds convert`, and it is paid"
        elif refused.coins:
            cure = (
                "coins you buy pay it first, and so do 💎 you convert; bonus coins and bonus 💎 "
                "don't"
            )
        else:
            cure = "💎 from your next gifts pay it first; bonus 💎 don't"
        return (
            f"You owe {owed} for a gift or purchase that was taken back, and that comes before a "
            f"cash-out. Nothing set aside: {cure}."
        )

    def refused_payout_terms(self, refused: payouts.PayoutTermsChanged, around: Around) -> str:
        """Terms that are no longer what was shown."""
        fee = f" and a fee of {self.percent(refused.fee)}" if refused.fee else " without a fee"
        return (
            f"The terms changed: 1 💎 now gives {self.per_diamond(refused.rate, refused.paid_in)}"
            f"{fee}. Nothing set aside: `/diamonds cashout` shows the new sum."
        )

    def refused_payout_diamonds(self, refused: payouts.TooFewToCashOut, around: Around) -> str:
        """Fewer diamonds than that."""
        bonus = ""
        if refused.bonus:
            bonus = f" ({self.diamonds(refused.bonus)} bonus 💎 don't count)"
        if not refused.balance:
            return (
                f"You have no 💎 to cash out{bonus}. Nothing set aside: they come with gifts that "
                "are paid with bought coins."
            )
        almost = self.nearly if 2 * refused.balance >= refused.wanted else ""
        return (
            f"{almost}You have {self.diamonds(refused.balance)} 💎 to cash out{bonus}, "
            f"{self.diamonds(refused.wanted - refused.balance)} less than that. Nothing set aside: "
            "leave the amount out to cash out all."
        )

    def refused_payout_least(self, refused: payouts.PayoutTooSmall, around: Around) -> str:
        """Less than is paid out at a time."""
        least = self.diamonds(refused.least)
        almost = self.nearly if 2 * refused.wanted >= refused.least else ""
        works = f"you have {self.diamonds(refused.balance)} so far"
        if refused.balance >= refused.least:
            works = f"{least} would go"
        return (
            f"{almost}Cash-outs here start at {least} 💎, you asked for "
            f"{self.diamonds(refused.wanted)}: "
            f"{self.diamonds(refused.least - refused.wanted)} short. Nothing set aside: {works}."
        )

    def refused_payout_most(self, refused: payouts.PayoutTooLarge, around: Around) -> str:
        """More than one payout may move."""
        return (
            f"One cash-out takes up to {self.diamonds(refused.most)} 💎. Nothing set aside: do it "
            "in parts."
        )

    def refused_payout_daily(self, refused: payouts.PayoutBeyondDay, around: Around) -> str:
        """More than may be asked for in a day."""
        fits = f"{self.diamonds(refused.left)} 💎 fit today" if refused.left else "none fits today"
        asked = ""
        if refused.asked:
            asked = f", and you asked for {self.diamonds(refused.asked)} today"
        return (
            f"Up to {self.diamonds(refused.most)} 💎 a day can be cashed out here{asked}: {fits}. "
            f"Nothing set aside; a new day begins {self.moment(refused.from_ms, 'R')}."
        )

    def refused_payouts_open(self, refused: payouts.TooManyPayouts, around: Around) -> str:
        """As many open ones as there may be."""
        return (
            f"{refused.most} of your cash-outs are open already, as many as fit. Nothing set "
            "aside: wait for one to be paid, or take one back with `/diamonds cancel`."
        )

    def refused_payouts_today(self, refused: payouts.TooManyPayoutsToday, around: Around) -> str:
        """One request after the other."""
        return (
            f"You asked {refused.most} times today, as often as you can. Nothing set aside: a new "
            f"day begins {self.moment(refused.from_ms, 'R')}."
        )

    def refused_no_payout(self, refused: payouts.NoSuchPayout, around: Around) -> str:
        """A number that is no payout's."""
        return (
            f"{self.reference(refused.payout)} is no cash-out that you could do this with. Nothing "
            "changed."
        )

    payout_ends: ClassVar[Mapping[str, str]] = {
        "paid": "paid",
        "rejected": "rejected",
        "cancelled": "taken back by its creator",
    }

    def refused_payout_over(self, refused: payouts.PayoutOver, around: Around) -> str:
        """A payout that ended before."""
        return (
            f"Cash-out {self.reference(refused.payout)} was {self.payout_ends[refused.state]} "
            f"already ({self.reference(refused.by_seq)}). Nothing changed."
        )

    def refused_payout_underway(self, refused: payouts.PayoutUnderway, around: Around) -> str:
        """Diamonds that are being paid out just now."""
        return (
            f"{self.reference(refused.payout)} is approved, so it may be on its way to you right "
            "now. Nothing changed: a moderator can still reject it, and then its 💎 come back."
        )

    def refused_payout_own(self, refused: payouts.PayoutIsOwn, around: Around) -> str:
        """A moderator before their own money."""
        return (
            f"Cash-out {self.reference(refused.payout)} is your own, so another moderator decides. "
            "Nothing changed."
        )

    def refused_payout_approved_before(
        self, refused: payouts.ApprovedBefore, around: Around
    ) -> str:
        """An approval more than it takes."""
        payout = self.reference(refused.payout)
        if refused.own:
            return (
                f"You approved {payout} already. Nothing changed: a second approval is for another "
                "moderator."
            )
        return f"{payout} is approved already. Nothing changed: it can be paid."

    def refused_payout_unapproved(self, refused: payouts.NotApproved, around: Around) -> str:
        """A payment before the approval."""
        return (
            f"{self.reference(refused.payout)} isn't approved yet, so it can't be paid. Nothing "
            "changed: approve it first."
        )

    def refused_payout_frozen(self, refused: payouts.PayoutFrozen, around: Around) -> str:
        """A creator who is frozen."""
        return (
            f"Its creator is frozen ({self.reference(refused.by_seq)}), so nothing is paid to them "
            "for now. Nothing changed: reject it, or unfreeze them first."
        )

    def refused_payout_owed(self, refused: payouts.PayoutOwed, around: Around) -> str:
        """A creator who owes something."""
        owed = self.amounts(Purse(coins=refused.coins, diamonds=refused.owed))
        cure = "reject it, and what comes back pays the debt"
        if refused.coins:
            cure = (
                "wait until that is paid, or reject it, and the 💎 that come back can be "
                "converted to pay it"
            )
        return f"Its creator owes {owed}, and that comes first. Nothing changed: {cure}."

    def refused_reference_missing(self, refused: payouts.ReferenceMissing, around: Around) -> str:
        """A payment without a reference."""
        return "A reference is needed, so that the payment can be found. Nothing changed."

    def refused_reference_account(self, refused: payouts.ReferenceIsAccount, around: Around) -> str:
        """Payment details in place of a reference."""
        return (
            "That has the number of a card or a bank account in it, which is never stored. Nothing "
            "changed: write the reference of the payment itself, such as its transaction number."
        )
