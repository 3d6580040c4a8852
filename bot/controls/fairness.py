"""The controls around limits, reversals by two, and rings."""

from bot.controls import Control, control


@control("budget")
class ShowBudgets(Control):
    """Show the limits that the owner set themself."""

    owner: int


@control("force")
class AskForcing(Control):
    """Open the form in which a moderator asks for a gift to be taken back, or decides."""

    owner: int
    seq: int


@control("second")
class DecideForcing(Control):
    """Open the same form, from the entry of the log that asks for a second moderator."""

    seq: int


@control("forced")
class ForceForm(Control):
    """The form that asks whether and why; sent in twice, it is done once."""

    key: int
    owner: int
    seq: int


@control("nosecond")
class RefuseForcing(Control):
    """Open the form in which a second moderator says no, or the first takes it back."""

    seq: int


@control("refused")
class RefuseForm(Control):
    """The form that asks why; sent in twice, it is done once."""

    key: int
    owner: int
    seq: int


@control("rings")
class RingPage(Control):
    """One finding, by its place from 0 on, in the gifts up to `#through` since a moment in seconds.

    `part` tells the buttons of a page apart.
    """

    part: str
    owner: int
    days: int
    through: int
    since: int
    place: int


@control("ringfreeze")
class AskFreezeAll(Control):
    """Ask whether and why the people of a finding are frozen: `whom`, all or givers.

    `mark` tells whether the finding is still the one that was shown.
    """

    owner: int
    days: int
    through: int
    since: int
    place: int
    whom: str
    mark: str


@control("ringform")
class FreezeAllForm(Control):
    """The form that asks; sent in twice, everybody is frozen once."""

    key: int
    owner: int
    days: int
    through: int
    since: int
    place: int
    whom: str
    mark: str


@control("ringfree")
class AskUnfreezeAll(Control):
    """Ask whether and why those of a finding who were frozen last, for one reason, are free."""

    owner: int
    days: int
    through: int
    since: int
    place: int
    mark: str


@control("ringfreeform")
class UnfreezeAllForm(Control):
    """The form that asks; `frozen`: the newest of the freezes that it is about."""

    key: int
    owner: int
    days: int
    through: int
    since: int
    place: int
    mark: str
    frozen: int
