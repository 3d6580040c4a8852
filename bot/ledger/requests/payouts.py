"""What can be asked about diamonds that are paid out."""

from typing import ClassVar, Final

from bot.ledger.facts import by_name
from bot.ledger.requests import Request

MOST_OPEN_PAYOUTS: Final = 3
"""How many of one creator's payouts may be open."""
MOST_PAYOUTS_A_DAY: Final = 10


@by_name
class AskPayout(Request):
    """Ask for diamonds to be paid out, in units, at the rate, fee and currency that were shown."""

    units: int
    quoted_rate: int
    quoted_fee: int
    quoted_currency: str
    own_roles: tuple[int, ...] = ()

    circumstances: ClassVar[frozenset[str]] = frozenset({"own_roles"})


@by_name
class OfPayout(Request):
    """Something about one payout."""

    payout: int


@by_name
class CancelPayout(OfPayout):
    """Take one's own request back, as long as it is not approved."""


@by_name
class ApprovePayout(OfPayout):
    """Say that it may be paid, as a moderator; above the guild's amount it takes two."""


@by_name
class RejectPayout(OfPayout):
    """Say that it is not paid, as a moderator and for a reason; the diamonds go back."""

    reason: str


@by_name
class CompletePayout(OfPayout):
    """Say that it was paid outside, as a moderator, under which reference."""

    reference: str
