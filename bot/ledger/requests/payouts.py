"""What can be asked about diamonds that are paid out."""

from dataclasses import dataclass
from typing import ClassVar, Final

from bot.ledger.requests import Request

MOST_OPEN_PAYOUTS: Final = 3
"""How many of one creator's payouts may be open."""
MOST_PAYOUTS_A_DAY: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class AskPayout(Request):
    """Ask for diamonds to be paid out, in units, at the rate, fee and currency that were shown."""

    units: int
    quoted_rate: int
    quoted_fee: int
    quoted_currency: str
    own_roles: tuple[int, ...] = ()

    circumstances: ClassVar[frozenset[str]] = frozenset({"own_roles"})


@dataclass(frozen=True, slots=True, kw_only=True)
class OfPayout(Request):
    """Something about one payout."""

    payout: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelPayout(OfPayout):
    """Take one's own request back, as long as it is not approved."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovePayout(OfPayout):
    """Say that it may be paid, as a moderator; above the guild's amount it takes two."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectPayout(OfPayout):
    """Say that it is not paid, as a moderator and for a reason; the diamonds go back."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CompletePayout(OfPayout):
    """Say that it was paid outside, as a moderator, under which reference."""

    reference: str
