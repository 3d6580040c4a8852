"""The controls of one's own account: the history and the diamonds."""

from dataclasses import dataclass

from bot.controls import Control, control


@control("history")
@dataclass(frozen=True, slots=True)
class HistoryPage(Control):
    """A page of the owner's history: just older than `before`, or just newer than `after`.

    The newest where both are 0.
    """

    owner: int
    before: int = 0
    after: int = 0


@control("convert")
@dataclass(frozen=True, slots=True)
class AskConversion(Control):
    """Show what all of the owner's diamonds would give, and ask."""

    owner: int


@control("coins")
@dataclass(frozen=True, slots=True)
class ConfirmConversion(Control):
    """Convert what was asked about: under its first key, at the rate in basis points shown."""

    key: int
    owner: int
    units: int
    rate: int


@control("keep")
@dataclass(frozen=True, slots=True)
class KeepDiamonds(Control):
    """Convert nothing."""

    owner: int
