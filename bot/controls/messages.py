"""The controls by which moderators decide about the messages that came with gifts."""

from bot.controls import Control, control
from bot.controls.requests import ListPage


@control("word")
class JudgeMessage(Control):
    """Let everybody read the message with this gift, or (`approve` 0) nobody: in the log."""

    seq: int
    approve: int


@control("words")
class JudgeInList(Control):
    """The same in the list of what waits, which goes on after `#after`."""

    owner: int
    seq: int
    approve: int
    after: int


@control("held")
class HeldPage(ListPage):
    """A page of the messages that wait."""
