"""What was written for gifts that are still being asked about."""

from collections import OrderedDict
from typing import Final

MOST_DRAFTS: Final = 10_000
"""How many are kept; the oldest gives way. A question is answered in minutes or never."""


class Drafts:
    """Messages by who wrote them and the request they belong to. A restart forgets them."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._drafts: OrderedDict[tuple[int, int], str] = OrderedDict()

    def keep(self, owner: int, key: int, message: str) -> int:
        """Keep a message until it gives way to newer ones; 1 for one, 0 for an empty one."""
        if not message:
            return 0
        self._drafts[owner, key] = message
        self._drafts.move_to_end((owner, key))
        if len(self._drafts) > MOST_DRAFTS:
            self._drafts.popitem(last=False)
        return 1

    def recall(self, owner: int, key: int) -> str | None:
        """The message kept for a key; None if it was forgotten."""
        return self._drafts.get((owner, key))
