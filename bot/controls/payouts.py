"""The controls of diamonds that are paid out: a creator's own, and those of moderators."""

from bot.controls import Control, control
from bot.controls.requests import ListPage


@control("cash")
class AskCashout(Control):
    """Show what all of the owner's diamonds would come to, and ask."""

    owner: int


@control("cashed")
class ConfirmPayout(Control):
    """Ask for what was shown: under its first key, at the rate, fee and currency shown."""

    key: int
    owner: int
    units: int
    rate: int
    fee: int
    currency: str


@control("uncash")
class KeepFromPayout(Control):
    """Ask for nothing."""

    owner: int


@control("outs")
class OwnPayoutsPage(Control):
    """A page of the owner's payouts: just older than `before`, or just newer than `after`.

    The newest where both are 0. `part` tells the buttons of a page apart.
    """

    part: str
    owner: int
    before: int = 0
    after: int = 0


@control("backs")
class AskCancellation(Control):
    """Show the owner's open payouts, each with a button that takes it back."""

    owner: int


@control("back")
class CancelOwnPayout(Control):
    """Take this payout back."""

    owner: int
    payout: int


@control("payouts")
class OpenPayoutsPage(ListPage):
    """A page of the payouts that are open."""


@control("payok")
class ApproveInList(Control):
    """Approve this payout in a list that goes on after `#after`."""

    owner: int
    payout: int
    after: int


@control("payno")
class AskRejection(Control):
    """Ask why this payout is rejected."""

    owner: int
    payout: int
    after: int


@control("paynos")
class RejectionForm(Control):
    """The form that says why this payout is rejected; `after` is -1 where it came from the log."""

    owner: int
    payout: int
    after: int


@control("pay")
class AskPayment(Control):
    """Ask under which reference this payout was paid."""

    owner: int
    payout: int
    after: int


@control("paid")
class PaymentForm(Control):
    """The form that says under which reference this payout was paid; `after` as above."""

    owner: int
    payout: int
    after: int


@control("log-payok")
class ApproveInLog(Control):
    """Approve the payout that an entry of the log lays before the moderators."""

    payout: int


@control("log-payno")
class AskRejectionInLog(Control):
    """Ask why it is rejected."""

    payout: int


@control("log-pay")
class AskPaymentInLog(Control):
    """Ask under which reference it was paid."""

    payout: int


@control("payfrom")
class ShowOrigin(Control):
    """Show a moderator where the diamonds of this payout came from."""

    payout: int


@control("terms")
class CashoutPage(Control):
    """The terms of payouts, or what one button of their page does, named by `part`."""

    part: str
    owner: int


@control("termlog")
class CashoutHistoryPage(Control):
    """A page of what was changed about payouts: just older than `before`, or newer than `after`."""

    part: str
    owner: int
    before: int = 0
    after: int = 0


@control("termtext")
class CashoutTextsForm(Control):
    """The form for the operator's own words on payments."""

    owner: int
