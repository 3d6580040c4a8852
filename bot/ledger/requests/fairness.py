"""What can be asked about members' own limits, gifts taken back by two, and debts."""

from bot.ledger.facts import by_name
from bot.ledger.periods import Span
from bot.ledger.requests import Person, Request


@by_name
class SetBudget(Request):
    """Let the actor give no more than `coins` in a day, a week or a month; None: no limit."""

    span: Span
    coins: int | None


@by_name
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


@by_name
class RefuseReversal(Request):
    """Have a gift stay as it is although a moderator asked for a second one; or, as the one who
    asked, take that back."""

    seq: int
    reason: str

    @property
    def gift(self) -> int:
        """The gift that stays."""
        return self.seq


@by_name
class ForgiveDebt(Request):
    """Have a member owe nothing any more, by a manager and for a reason."""

    member: Person
    reason: str
