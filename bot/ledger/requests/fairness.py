"""What can be asked about limits that members set themselves, and gifts taken back by two."""

from dataclasses import dataclass

from bot.ledger.periods import Span
from bot.ledger.requests import Request


@dataclass(frozen=True, slots=True, kw_only=True)
class SetBudget(Request):
    """Let the actor give no more than `coins` in a day, a week or a month; None: no limit."""

    span: Span
    coins: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ForceReversal(Request):
    """Take a gift back although the creator no longer has all of its diamonds.

    The first moderator to ask has it wait for a second one, whose asking does it; what is missing
    becomes the creator's debt.
    """

    seq: int
    reason: str

    @property
    def gift(self) -> int:
        """The gift to be reversed."""
        return self.seq
