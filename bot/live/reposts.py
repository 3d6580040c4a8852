"""How often a message is posted again that somebody deleted: once, for twice is meant."""

from collections import OrderedDict
from typing import Final

from bot.storage.deliveries import Key

MOST_AGAIN: Final = 1
"""Once may be a slip, or a channel that was swept; whoever deletes it again wants it gone."""
MOST_REMEMBERED: Final = 10_000
"""Of how many rows it is remembered; the oldest gives way."""


class Reposts:
    """Remembers which messages were missed since the start."""

    def __init__(self) -> None:
        """Begin with none."""
        self._missed: OrderedDict[Key, list[int]] = OrderedDict()

    def again(self, key: Key, message: int) -> bool:
        """Whether a row is posted again whose message is missed, whoever misses it first."""
        missed = self._missed.setdefault(key, [])
        if message not in missed:
            missed.append(message)
        self._missed.move_to_end(key)
        if len(self._missed) > MOST_REMEMBERED:
            self._missed.popitem(last=False)
        return not self.is_given_up(key)

    def is_given_up(self, key: Key) -> bool:
        """Whether it was deleted so often that it is left so."""
        return len(self._missed.get(key, [])) > MOST_AGAIN
