"""The controls by which moderators decide about the messages that came with gifts."""

from dataclasses import dataclass

from bot.controls import Control, control


@control("word")
@dataclass(frozen=True, slots=True)
class JudgeMessage(Control):
    """Let everybody read the message with this gift, or (`approve` 0) nobody: in the log."""

    seq: int
    approve: int


@control("words")
@dataclass(frozen=True, slots=True)
class JudgeInList(Control):
    """The same in the list of what waits, which goes on after `#after`."""

    owner: int
    seq: int
    approve: int
    after: int


@control("held")
@dataclass(frozen=True, slots=True)
class HeldPage(Control):
    """A page of what waits, after `#after`; `part` tells the buttons of a page apart."""

    part: str
    owner: int
    after: int
