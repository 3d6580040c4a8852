"""The controls of diamonds that are paid out: a creator's own, and those of moderators."""

from dataclasses import dataclass

from bot.controls import Control, control


@control("cash")
@dataclass(frozen=True, slots=True)
class AskCashout(Control):
    """Show what all of the owner's diamonds would come to, and ask."""

    owner: int


@control("cashed")
@dataclass(frozen=True, slots=True)
class ConfirmPayout(Control):
    """Ask for what was shown: under its first key, at the rate, fee and currency shown."""

    key: int
    owner: int
    units: int
    rate: int
    fee: int
    currency: str


@control("uncash")
@dataclass(frozen=True, slots=True)
class KeepFromPayout(Control):
    """Ask for nothing."""

    owner: int


@control("outs")
@dataclass(frozen=True, slots=True)
class OwnPayoutsPage(Control):
    """A page of the owner's payouts: just older than `before`, or just newer than `after`.

    The newest where both are 0. `part` tells the buttons of a page apart.
    """

    part: str
    owner: int
    before: int = 0
    after: int = 0


@control("backs")
@dataclass(frozen=True, slots=True)
class AskCancellation(Control):
    """Show the owner's open payouts, each with a button that takes it back."""

    owner: int


@control("back")
@dataclass(frozen=True, slots=True)
class CancelOwnPayout(Control):
    """Take this payout back."""

    owner: int
    payout: int


@control("payouts")
@dataclass(frozen=True, slots=True)
class OpenPayoutsPage(Control):
    """A page of what waits for moderators, after `#after`; `part` tells the buttons apart."""

    part: str
    owner: int
    after: int


@control("payok")
@dataclass(frozen=True, slots=True)
class ApproveInList(Control):
    """Approve this payout in a list that goes on after `#after`."""

    owner: int
    payout: int
    after: int


@control("payno")
@dataclass(frozen=True, slots=True)
class AskRejection(Control):
    """Ask why this payout is rejected."""

    owner: int
    payout: int
    after: int


@control("paynos")
@dataclass(frozen=True, slots=True)
class RejectionForm(Control):
    """The form that says why this payout is rejected."""

    owner: int
    payout: int
    after: int


@control("pay")
@dataclass(frozen=True, slots=True)
class AskPayment(Control):
    """Ask under which reference this payout was paid."""

    owner: int
    payout: int
    after: int


@control("paid")
@dataclass(frozen=True, slots=True)
class PaymentForm(Control):
    """The form that says under which reference this payout was paid."""

    owner: int
    payout: int
    after: int


@control("terms")
@dataclass(frozen=True, slots=True)
class CashoutPage(Control):
    """The terms of payouts, or what one button of their page does, named by `part`."""

    part: str
    owner: int


@control("termlog")
@dataclass(frozen=True, slots=True)
class CashoutHistoryPage(Control):
    """A page of what was changed about payouts: just older than `before`, or newer than `after`."""

    part: str
    owner: int
    before: int = 0
    after: int = 0


@control("termtext")
@dataclass(frozen=True, slots=True)
class CashoutTextsForm(Control):
    """The form for the operator's own words on payments."""

    owner: int
