"""What was written for gifts that are still being asked about."""

from collections import OrderedDict
from typing import Final

MOST_DRAFTS: Final = 10_000
"""How many are kept; the oldest gives way. A question is answered in minutes or never."""


class Drafts:
    """Messages by the key of the request they belong to. A restart forgets them."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._drafts: OrderedDict[str, str] = OrderedDict()

    def keep(self, key: str, message: str) -> int:
        """Keep a message until it gives way to newer ones; 1 for one, 0 for an empty one."""
        if not message:
            return 0
        self._drafts[key] = message
        self._drafts.move_to_end(key)
        if len(self._drafts) > MOST_DRAFTS:
            self._drafts.popitem(last=False)
        return 1

    def recall(self, key: str) -> str | None:
        """The message kept for a key; None if it was forgotten."""
        return self._drafts.get(key)
