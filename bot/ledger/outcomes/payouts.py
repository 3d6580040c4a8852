"""What comes of asking for diamonds to be paid out, and of deciding about it.

Diamonds are in units, rates in millionths of a currency, fees in basis points, and money in the
smallest units of the currency that `paid_in` names by its code.
"""

from bot.ledger.outcomes import Accepted, Refused, kind


@kind("own-payout")
class PayoutAsked(Accepted):
    """A creator asked for diamonds to be paid out; they are set aside until it ends."""

    units: int
    rate: int
    fee: int
    money: int
    paid_in: str
    needs_two: bool
    units_left: int
    """The diamonds that stay in the wallet, without bonus diamonds."""


@kind("own-payout-cancelled")
class PayoutCancelled(Accepted):
    """A creator took their request back, and the diamonds with it."""

    payout: int
    units: int
    units_left: int


@kind("payout-approved")
class PayoutApproved(Accepted):
    """A moderator said that it may be paid; `needs_another` has to say so too."""

    payout: int
    units: int
    money: int
    paid_in: str
    needs_another: bool


@kind("payout-rejected")
class PayoutRejected(Accepted):
    """A moderator said that it is not paid; the creator has the diamonds again."""

    payout: int
    units: int
    money: int
    paid_in: str


@kind("payout-paid")
class PayoutPaid(Accepted):
    """It was paid outside the books, as a moderator says; the diamonds are gone for good."""

    payout: int
    units: int
    money: int
    paid_in: str


@kind("cashout-off")
class CashoutOff(Refused):
    """The guild pays no diamonds out."""


@kind("payout-debts")
class DebtsFirst(Refused):
    """Who asks owes coins or diamonds that were paid for, which come before any payout.

    As soon as `converted` units of their diamonds become coins, the coins are paid; 0 where they
    have not as many.
    """

    coins: int
    units: int
    converted: int


@kind("payout-terms")
class PayoutTermsChanged(Refused):
    """The rate, the fee or the currency is no longer what was shown."""

    rate: int
    fee: int
    paid_in: str


@kind("payout-diamonds")
class TooFewToCashOut(Refused):
    """The wallet holds fewer diamonds than that, bonus diamonds apart; all of it in units."""

    wanted: int
    balance: int
    bonus: int


@kind("payout-least")
class PayoutTooSmall(Refused):
    """Fewer diamonds than the guild pays out at a time, or worth no money at all; in units."""

    wanted: int
    least: int
    balance: int = 0
    """What they have, bonus diamonds apart."""


@kind("payout-most")
class PayoutTooLarge(Refused):
    """More units than one payout may move."""

    wanted: int
    most: int


@kind("payout-daily")
class PayoutBeyondDay(Refused):
    """More than a creator may ask for in a local day, which ends at `from_ms`; in units."""

    wanted: int
    asked: int
    most: int
    from_ms: int

    @property
    def left(self) -> int:
        """What may still be asked for today."""
        return max(0, self.most - self.asked)


@kind("payouts-open")
class TooManyPayouts(Refused):
    """As many payouts as may be open wait already."""

    most: int


@kind("payouts-today")
class TooManyPayoutsToday(Refused):
    """As many payouts were asked for as may be in a local day, which ends at `from_ms`."""

    most: int
    from_ms: int


@kind("no-payout")
class NoSuchPayout(Refused):
    """No payout of this guild, or none of one's own, has this `#seq`."""

    payout: int


@kind("payout-over")
class PayoutOver(Refused):
    """The payout ended before, by operation `by_seq`: paid, rejected or cancelled (`state`)."""

    payout: int
    state: str
    by_seq: int


@kind("payout-underway")
class PayoutUnderway(Refused):
    """It is approved, so that a moderator may be paying it just now: its creator takes it back no
    more."""

    payout: int


@kind("payout-own")
class PayoutIsOwn(Refused):
    """Nobody decides about a payout of their own."""

    payout: int


@kind("payout-approved-before")
class ApprovedBefore(Refused):
    """It was approved already: by whom asks now (`own`), or by as many as it takes."""

    payout: int
    own: bool


@kind("payout-unapproved")
class NotApproved(Refused):
    """It cannot be paid before it was approved."""

    payout: int


@kind("payout-frozen")
class PayoutFrozen(Refused):
    """The creator is frozen, by operation `by_seq`: until that ends, nothing is paid to them."""

    payout: int
    by_seq: int


@kind("payout-owed")
class PayoutOwed(Refused):
    """The creator owes units of diamonds or coins, which come before what is paid out."""

    payout: int
    owed: int
    coins: int = 0


@kind("reference-missing")
class ReferenceMissing(Refused):
    """What was paid outside is found by a reference, and none was given."""


@kind("reference-account")
class ReferenceIsAccount(Refused):
    """A card's or an account's number is no reference, and no payment details are stored."""
