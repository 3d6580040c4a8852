"""The controls of planned shows."""

from bot.controls import Control, control


@control("remind")
class RemindMe(Control):
    """Be reminded of a plan, or no more; also how its announcement is recognised."""

    plan: int

    @property
    def announced(self) -> int:
        """The plan."""
        return self.plan


@control("poff")
class AskCallOff(Control):
    """Ask whether to call a plan off."""

    owner: int
    plan: int


@control("pno")
class CallOff(Control):
    """Call a plan off, under the key that asked."""

    key: int
    owner: int
    plan: int


@control("pkeep")
class KeepPlan(Control):
    """Leave a plan as it is."""

    owner: int
