"""Where packs, pots, limits and payouts lie between two batches: plain rows, as in a database."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import astuple, replace
from itertools import chain
from typing import Any

from bot.ledger.books import Gift, GuildBook, Operation
from bot.ledger.books.economy import (
    Budget,
    EconomyBook,
    EconomyChanges,
    ExchangeRate,
    Forcing,
    Guesses,
    Pack,
    Payout,
    Pot,
    Purchase,
    Share,
    Shelf,
)
from bot.ledger.periods import Board, periods


class EconomyShelf:
    """All that is known of one guild's economy, none of it shared with an open book."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._packs: dict[int, Pack] = {}
        self._purchases: dict[int, Purchase] = {}
        self._pots: dict[int, Pot] = {}
        self._shares: dict[tuple[int, int], Share] = {}
        self._guesses: dict[int, Guesses] = {}
        self._budgets: dict[tuple[int, str], Budget] = {}
        self._payouts: dict[int, Payout] = {}
        self._forcings: dict[int, Forcing] = {}
        self._rates: dict[str, ExchangeRate] = {}
        self.chests: Counter[tuple[int, str]] = Counter()

    def put(self, changes: EconomyChanges) -> None:
        """Put away what a book's decisions changed."""
        self._packs.update(changes.packs)
        self._purchases.update((key, replace(entry)) for key, entry in changes.purchases.items())
        self._pots.update((key, replace(entry)) for key, entry in changes.pots.items())
        for share in changes.shares:
            assert (share.pot, share.member) not in self._shares
            self._shares[share.pot, share.member] = share
        self._guesses.update((key, replace(entry)) for key, entry in changes.guesses.items())
        self._budgets.update((key, replace(entry)) for key, entry in changes.budgets.items())
        self._payouts.update((key, replace(entry)) for key, entry in changes.payouts.items())
        self._forcings.update((key, replace(entry)) for key, entry in changes.forcings.items())
        self._rates.update(changes.exchange_rates)
        for currency in changes.dropped_rates:
            self._rates.pop(currency, None)
        for key, coins in changes.chests.items():
            self.chests[key] += coins

    def rows(self) -> dict[str, list[tuple[Any, ...]]]:
        """What lies here as a file keeps it, by table, without the guild."""
        of_tables: dict[str, Iterable[Any]] = {
            "pack": self._packs.values(),
            "purchase": self._purchases.values(),
            "pot": self._pots.values(),
            "pot_share": self._shares.values(),
            "guess": self._guesses.values(),
            "budget": self._budgets.values(),
            "payout": self._payouts.values(),
            "forcing": self._forcings.values(),
            "exchange_rate": self._rates.values(),
        }
        return {
            table: [tuple(it) if isinstance(it, tuple) else astuple(it) for it in entries]
            for table, entries in of_tables.items()
        }

    def open(self, economy: EconomyBook) -> None:
        """Lay it open in another batch's book."""
        economy.shelf = Shelf(self._packs.values())
        for entries in (
            self._purchases,
            self._pots,
            self._guesses,
            self._budgets,
            self._payouts,
            self._forcings,
        ):
            for entry in entries.values():
                economy.knows(replace(entry))
        economy.shares.update(self._shares)
        economy.exchange_rates.update(self._rates)
        economy.entitlements.update(
            (entry.entitlement, 0) for entry in self._purchases.values() if entry.entitlement
        )


def open_limits(
    book: GuildBook,
    shelf: EconomyShelf,
    tallies: Mapping[tuple[Board, int, str], int],
    gifts: Iterable[Gift],
    operations: Iterable[Operation],
) -> None:
    """Lay open what limits look at: who gave how much in each period, and to whom today."""
    economy, done = book.economy, [*operations]
    taken_back = {operation.reverses for operation in done}
    economy.pot_days.update((operation.seq, operation.day) for operation in done)
    gifts_given = (
        (member, day, coins)
        for (board, member, day), coins in tallies.items()
        if board is Board.GIVEN
    )
    in_chests = ((*key, coins) for key, coins in shelf.chests.items())
    for member, day, coins in chain(gifts_given, in_chests):
        for name in periods(day):
            key = (member, name)
            economy.given[key] = economy.given.get(key, 0) + coins
    # The guild may limit them before the batch is over.
    economy.watches_pairs = True
    for gift in gifts:
        if gift.day == book.today and gift.seq not in taken_back:
            pair = (gift.sender, gift.recipient)
            total = gift.coins + gift.bonus_coins
            economy.pairs[pair] = economy.pairs.get(pair, 0) + total
    days = {operation.seq: operation.day for operation in done}
    for share in economy.shares.values():
        pot = economy.pots[share.pot]
        if pot.own and days[share.seq] == book.today:
            book.tally_pair(pot.keeper, share.member, share.coins + share.bonus_coins)
