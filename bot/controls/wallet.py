"""The controls of one's own account: the history and the diamonds."""

from bot.controls import Control, control


@control("history")
class HistoryPage(Control):
    """A page of the owner's history: just older than `before`, or just newer than `after`.

    The newest where both are 0.
    """

    owner: int
    before: int = 0
    after: int = 0


@control("convert")
class AskConversion(Control):
    """Show what all of the owner's diamonds would give, and ask."""

    owner: int


@control("coins")
class ConfirmConversion(Control):
    """Convert what was asked about: under its first key, at the rate in basis points shown."""

    key: int
    owner: int
    units: int
    rate: int


@control("keep")
class KeepDiamonds(Control):
    """Convert nothing."""

    owner: int
