"""The controls around limits, reversals by two, and rings."""

from dataclasses import dataclass

from bot.controls import Control, control


@control("budget")
@dataclass(frozen=True, slots=True)
class ShowBudgets(Control):
    """Show the limits that the owner set themself."""

    owner: int


@control("force")
@dataclass(frozen=True, slots=True)
class AskForcing(Control):
    """Open the form in which a moderator asks for a gift to be taken back, or decides."""

    owner: int
    seq: int


@control("second")
@dataclass(frozen=True, slots=True)
class DecideForcing(Control):
    """Open the same form, from the entry of the log that asks for a second moderator."""

    seq: int


@control("forced")
@dataclass(frozen=True, slots=True)
class ForceForm(Control):
    """The form that asks whether and why; sent in twice, it is done once."""

    key: int
    owner: int
    seq: int


@control("rings")
@dataclass(frozen=True, slots=True)
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
@dataclass(frozen=True, slots=True)
class AskFreezeAll(Control):
    """Ask whether and why everybody of a finding is frozen."""

    owner: int
    days: int
    through: int
    since: int
    place: int


@control("ringform")
@dataclass(frozen=True, slots=True)
class FreezeAllForm(Control):
    """The form that asks; sent in twice, everybody is frozen once."""

    key: int
    owner: int
    days: int
    through: int
    since: int
    place: int
