"""The controls of a recap."""

from dataclasses import dataclass

from bot.controls import Control, control


@control("file")
@dataclass(frozen=True, slots=True)
class TakeFile(Control):
    """Hand the file with every gift of a show over, to whom it is for."""

    show: int


@control("recap")
@dataclass(frozen=True, slots=True)
class PickRecap(Control):
    """Look at another show of a creator, privately; `creator` is a Discord id."""

    owner: int
    creator: int
