"""The controls of the leaderboards."""

from bot.controls import Control, control


@control("board")
class BoardPage(Control):
    """A page of a board, from 0, with where `member` stands; 0 is whoever owns the message.

    `part` tells the buttons of one message apart that lead to the same page.
    """

    part: str
    owner: int
    board: str
    span: str
    member: int = 0
    page: int = 0
