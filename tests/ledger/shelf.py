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
from bot.ledger.books.live import Combo, Creator, Goal, LiveBook, LiveChanges, Match, Plan, Show
from bot.ledger.catalogue import Catalogue, Item
from bot.ledger.guild_settings import stored
from bot.ledger.outcomes import Outcome
from bot.ledger.outcomes.live import GiftReplayed
from bot.ledger.periods import Board
from bot.ledger.stored_outcomes import as_data, from_data
from tests.ledger.browser_shelf import BrowserShelf
from tests.ledger.economy_shelf import EconomyShelf, open_limits


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
        self.show_tallies: Counter[tuple[Board, int, str]] = Counter()
        self._combos: dict[int, Combo] = {}
        self._shows: dict[int, Show] = {}
        self._creators: dict[int, Creator] = {}
        self._goals: dict[int, Goal] = {}
        self._matches: dict[int, Match] = {}
        self._plans: dict[int, Plan] = {}
        self._following: dict[tuple[int, int], int] = {}
        self._deputies: dict[tuple[int, int], bool] = {}
        self._reminders: dict[tuple[int, int], bool] = {}
        self._held: dict[int, bool] = {}
        self.browser = BrowserShelf()
        self.economy = EconomyShelf()

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
        for key, coins in changes.show_tallies.items():
            self.show_tallies[key] += coins
        self._put_live(book.live.changes)
        self.browser.put(book.browser.changes, book.now_ms)
        self.economy.put(book.economy.changes)

    def _put_live(self, changes: LiveChanges) -> None:
        """Put away what changed of shows; what answers many combos at once comes first."""
        for sweep in changes.sweeps:
            for combo in self._combos.values():
                is_due = combo.recipient == sweep.recipient and not combo.answered_seq
                if is_due and combo.coins and combo.number <= sweep.through:
                    combo.answered_seq, combo.answered_ms = sweep.seq, sweep.at_ms
        self._combos.update((key, replace(entry)) for key, entry in changes.combos.items())
        self._shows.update((key, replace(entry)) for key, entry in changes.shows.items())
        self._creators.update((key, replace(entry)) for key, entry in changes.creators.items())
        self._goals.update((key, replace(entry)) for key, entry in changes.goals.items())
        self._matches.update((key, replace(entry)) for key, entry in changes.matches.items())
        self._plans.update((key, replace(entry)) for key, entry in changes.plans.items())
        self._following.update(changes.followers)
        self._deputies.update(changes.deputies)
        self._reminders.update(changes.reminders)
        self._held.update(changes.held)

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
        for account, balance in self.balances.items():
            book.holds(account, balance)
        book.once.update((done.once, done.seq) for done in self.operations if done.once)
        book.acknowledgements.update(
            (key, replace(shown)) for key, shown in self._acknowledgements.items()
        )
        for member in self._members.values():
            book.knows(replace(member))
        self._open_live(book.live)
        self.browser.open(book.browser, self.operations)
        self.economy.open(book.economy)
        open_limits(book, self.economy, self.tallies, self._gifts.values(), self.operations)
        return book

    def _open_live(self, live: LiveBook) -> None:
        """Tell a book about shows what lies here, in copies of its own."""
        entries: tuple[Combo | Show | Creator | Goal | Match | Plan, ...] = (
            *self._combos.values(),
            *self._shows.values(),
            *self._creators.values(),
            *self._goals.values(),
            *self._matches.values(),
            *self._plans.values(),
        )
        for entry in entries:
            live.knows(replace(entry))
        live.following.update(pair for pair, since_ms in self._following.items() if since_ms)
        live.deputies.update(pair for pair, on in self._deputies.items() if on)
        live.reminders.update(pair for pair, on in self._reminders.items() if on)
        live.held.update(gift for gift, on in self._held.items() if on)
        for done in self.operations:
            if isinstance(done.outcome, GiftReplayed):
                live.replays.setdefault(done.outcome.creator, []).append(done.at_ms)
        for (board, member, _), coins in self.tallies.items():
            if board is Board.GIVEN:
                live.given[member] = live.given.get(member, 0) + coins
