"""What visitors are yet to be told of what they did, kept for the page on which they did it."""

from collections import OrderedDict
from collections.abc import Callable
from typing import Final, NamedTuple

from bot.web.dashboard.visit import Notice

MOST_NOTICES: Final = 1_000
"""How many are kept; the oldest gives way."""
NOTICE_MS: Final = 10 * 60_000
"""How long one is told: who comes back later has forgotten what they did, and a secret among it is
to be shown no longer than it takes to copy it."""
_NONE: Final = Notice()


class MeantFor(NamedTuple):
    """Whose browser, by the digest of what it holds, and which section of which guild there."""

    session: bytes
    guild: int
    section: str


class Notices:
    """What was not read yet. Another page than the one that it is meant for takes nothing away."""

    def __init__(self, clock: Callable[[], int]) -> None:
        """Measure time by `clock`, in UTC milliseconds."""
        self._clock = clock
        self._kept: OrderedDict[MeantFor, tuple[Notice, int]] = OrderedDict()

    def keep(self, whom: MeantFor, notice: Notice) -> None:
        """Have something told; of one page, the newest only."""
        self._kept.pop(whom, None)
        self._kept[whom] = notice, self._clock() + NOTICE_MS
        while len(self._kept) > MOST_NOTICES or self._is_over(next(iter(self._kept.values()))):
            self._kept.popitem(last=False)

    def kept_for(self, whom: MeantFor) -> Notice:
        """What is to be told on a page; an empty notice for nothing."""
        kept = self._kept.get(whom)
        return kept[0] if kept and not self._is_over(kept) else _NONE

    def read(self, whom: MeantFor, notice: Notice) -> None:
        """Forget what was told, unless there is something newer by now."""
        kept = self._kept.get(whom)
        if kept and kept[0] is notice:
            del self._kept[whom]

    def forget(self, session: bytes) -> None:
        """Tell a browser nothing any more."""
        for whom in [whom for whom in self._kept if whom.session == session]:
            del self._kept[whom]

    def _is_over(self, kept: tuple[Notice, int]) -> bool:
        return self._clock() >= kept[1]
