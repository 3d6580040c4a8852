"""The controls of a recap."""

from bot.controls import Control, control


@control("file")
class TakeFile(Control):
    """Hand the file with every gift of a show over, to whom it is for."""

    show: int


@control("recap")
class PickRecap(Control):
    """Look at another show of a creator, privately; `creator` is a Discord id."""

    owner: int
    creator: int
