"""Counts what is committed: gifts, refusals, batches, and how soon a gift's message stood."""

import time
from collections.abc import Callable, Container
from typing import Final

from bot.ledger.books import CHANNEL_SINK, Books, GuildBook
from bot.ledger.outcomes import Refused
from bot.web.measures import Measures

MOST_UNSHOWN: Final = 20_000
"""How many gifts are remembered that wait for a message; the oldest of more go unmeasured."""


class Counting:
    """Hears of every commit. What stood in the books before the start is not counted."""

    def __init__(
        self,
        measures: Measures,
        holding: Container[tuple[int, int]],
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        """Count into `measures`; gifts for those in `holding` wait on purpose, and are not timed.

        `now` tells seconds that only go forward.
        """
        self._measures = measures
        self._holding = holding
        self._now = now
        self._unshown: dict[tuple[int, int], float] = {}
        """When gifts were committed of which no message stands yet, by guild and number."""

    def committed(self, books: Books) -> None:
        """Take note of a commit."""
        measures = self._measures
        measures.batch_requests.observe(books.asked)
        measures.batch_seconds.observe(books.seconds)
        now = self._now()
        for book in books:
            changes = book.changes
            if changes.gifts:
                measures.gifts.add(len(changes.gifts))
                measures.coins.add(sum(gift.coins + gift.bonus_coins for gift in changes.gifts))
            for _, answer in changes.answers:
                if isinstance(answer.outcome, Refused):
                    measures.refusals.add(of=answer.outcome.kind)
            self._time(book, now)

    def _time(self, book: GuildBook, now: float) -> None:
        """Measure how long it was from gifts to their first messages."""
        guild, rows = book.guild, book.changes.acknowledgements
        for gift in book.changes.gifts:
            # A gift that counts a combo up has no row of its own.
            if (gift.seq, CHANNEL_SINK) in rows and (guild, gift.recipient) not in self._holding:
                self._unshown[guild, gift.seq] = now
        for row in rows.values():
            if row.shown and row.sink == CHANNEL_SINK:
                since = self._unshown.pop((guild, row.number), None)
                if since is not None:
                    self._measures.acknowledgements.observe(now - since)
        while len(self._unshown) > MOST_UNSHOWN:
            del self._unshown[next(iter(self._unshown))]
