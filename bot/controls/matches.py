"""The controls of matches."""

from bot.controls import Control, control


@control("match")
class MatchButton(Control):
    """A button under a challenge, also how that message is recognised; `part` says which one:
    accept, decline, score or rematch."""

    match: int
    part: str

    @property
    def announced(self) -> int:
        """The match."""
        return self.match


@control("mback")
class WithdrawMatch(Control):
    """Take one's own challenge back."""

    owner: int
    match: int
