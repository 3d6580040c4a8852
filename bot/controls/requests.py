"""What lists of requests have in common: a page of what waits, and where a decision came from."""

from typing import Final

from bot.controls import Control
from bot.ledger.facts import in_order

FROM_LOG: Final = -1
"""The place in a list of what is decided about where an entry of the log lays it before one."""


@in_order
class ListPage(Control):
    """A page of what waits, after `#after`; `part` tells the buttons of a page apart."""

    part: str
    owner: int
    after: int
