"""The controls of what moderators do."""

from bot.controls import Control, control


@control("log")
class LookUp(Control):
    """Look up an operation; also how an entry of the log channel is recognised."""

    seq: int


@control("line")
class LookUpLine(Control):
    """Look up the line that is picked in a menu."""

    owner: int


@control("account")
class StatementPage(Control):
    """A page of a member's statement: just older than `before`, or just newer than `after`.

    The newest where both are 0. `part` tells the buttons of a page apart.
    """

    part: str
    owner: int
    user: int
    before: int = 0
    after: int = 0


@control("audit")
class AuditPage(Control):
    """A page of what moderators did, to the member with this number or, for 0, to anybody."""

    part: str
    owner: int
    number: int
    before: int = 0
    after: int = 0


@control("digest")
class DigestPage(Control):
    """A page of the gifts that a digest tells of, after combo `#after`."""

    part: str
    owner: int
    digest: int
    after: int


@control("undo")
class AskReversal(Control):
    """Ask for the reason to reverse a gift."""

    owner: int
    seq: int


@control("undone")
class ReverseForm(Control):
    """The form that asks whether and why a gift is reversed; sent in twice, it is done once."""

    key: int
    owner: int
    seq: int


@control("adjust")
class AdjustForm(Control):
    """The form that asks once more whether a large adjustment is meant."""

    key: int
    owner: int
    member: int
    currency: str
    amount: int
