"""The controls of goals."""

from bot.controls import Control, control


@control("gnew")
class ReplaceGoal(Control):
    """Put a goal in the place of another: what was asked for, under the key that asked."""

    key: int
    owner: int
    replaced: int
    """The goal that was shown, so that no other one gives way."""
    item: int
    target: int
    hours: int


@control("gup")
class AskGiveUp(Control):
    """Ask whether to give a goal up."""

    owner: int


@control("gend")
class GiveUpGoal(Control):
    """Give the goal up that was shown, under the key that asked."""

    key: int
    owner: int
    goal: int


@control("gkeep")
class KeepGoal(Control):
    """Leave a goal as it is."""

    owner: int
