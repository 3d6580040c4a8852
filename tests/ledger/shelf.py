"""Where a guild's books lie between two batches: plain rows, as a database would hold them."""

from collections import Counter
from dataclasses import replace
from typing import Any

import orjson

from bot.ledger.accounts import Account
from bot.ledger.books import (
    Acknowledgement,
    Answer,
    Gift,
    GuildBook,
    Member,
    Operation,
    Transfer,
)
from bot.ledger.catalogue import Catalogue, Item
from bot.ledger.guild_settings import stored
from bot.ledger.outcomes import Outcome, as_data, from_data
from bot.ledger.periods import Board


def as_stored(outcome: Outcome) -> Outcome:
    """An outcome as it comes back from where it was stored."""
    data: dict[str, Any] = orjson.loads(orjson.dumps(as_data(outcome)))
    return from_data(data)


class Shelf:
    """All that is known of one guild, none of it shared with an open book."""

    def __init__(self, guild: int) -> None:
        """Begin with nothing."""
        self.guild = guild
        self.operations: list[Operation] = []
        self.transfers: list[Transfer] = []
        self.balances: dict[Account, int] = {}
        self.tallies: Counter[tuple[Board, int, str]] = Counter()
        self.notices: list[tuple[int, int]] = []
        self._answers: dict[str, Answer] = {}
        self._gifts: dict[int, Gift] = {}
        self._members: dict[int, Member] = {}
        self._acknowledgements: dict[tuple[int, str], Acknowledgement] = {}
        self._settings: dict[str, str] = {}
        self._items: dict[int, Item] = {}
        self._last_item = 0

    def put(self, book: GuildBook) -> None:
        """Put away what a book's decisions added."""
        changes = book.changes
        self.operations += changes.operations
        self.transfers += changes.transfers
        for moved in changes.transfers:
            self._keep_balance(moved.source, moved.source_balance)
            self._keep_balance(moved.target, moved.target_balance)
        for key, coins in changes.tallies.items():
            self.tallies[key] += coins
        self.notices += changes.notices
        for name, answer in changes.answers:
            assert name not in self._answers
            self._answers[name] = Answer(answer.fingerprint, as_stored(answer.outcome))
        self._gifts.update((gift.seq, gift) for gift in changes.gifts)
        self._members.update(
            (number, replace(member)) for number, member in changes.members.items()
        )
        self._acknowledgements.update(
            (key, replace(shown)) for key, shown in changes.acknowledgements.items()
        )
        self._settings.update(changes.settings)
        self._items.update(changes.items)
        self._last_item = book.last_item

    def _keep_balance(self, account: Account, balance: int | None) -> None:
        if balance is not None:
            self.balances[account] = balance

    def open(self, now_ms: int) -> GuildBook:
        """Open the books for another batch."""
        book = GuildBook(
            self.guild,
            now_ms,
            settings=stored(self._settings),
            catalogue=Catalogue(self._items.values()),
            last_seq=len(self.operations),
            last_member=len(self._members),
            last_item=self._last_item,
        )
        book.answers.update(self._answers)
        book.gifts.update(self._gifts)
        book.balances.update(self.balances)
        book.once.update((done.once, done.seq) for done in self.operations if done.once)
        book.acknowledgements.update(
            (key, replace(shown)) for key, shown in self._acknowledgements.items()
        )
        for member in self._members.values():
            book.knows(replace(member))
        return book
