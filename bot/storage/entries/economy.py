"""Writes what a batch decided about packs, pots, limits and payouts."""

from collections.abc import Iterator, Sequence
from typing import Final

from bot.ledger.books import GuildBook
from bot.ledger.books.economy import Pot
from bot.storage.database import Row, Statement
from bot.storage.entries.live import rows, values

CHEST_TALLY: Final = "chest"
"""The board, shown nowhere, that counts what members put into chests, for it is given as gifts are;
it is kept apart because gifts alone make levels and places."""

_PACK: Final = """
INSERT INTO pack (guild, pack, coins, price, bonus_coins, bonus_until_ms, sku, retired)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (guild, pack) DO UPDATE SET coins = excluded.coins, price = excluded.price,
    bonus_coins = excluded.bonus_coins, bonus_until_ms = excluded.bonus_until_ms,
    sku = excluded.sku, retired = excluded.retired
"""
_PURCHASE: Final = """
INSERT INTO purchase (guild, number, member, pack, quantity, coins, bonus_coins, price, currency,
    asked_ms, state, ended_seq, entitlement)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (guild, number) DO UPDATE SET state = excluded.state, ended_seq = excluded.ended_seq
"""
_SHOP_VISIT: Final = """
INSERT INTO shop_visit (guild, member, at_ms) VALUES (?, ?, ?)
ON CONFLICT (guild, member) DO UPDATE SET at_ms = excluded.at_ms
"""
_POT: Final = """
INSERT INTO pot (guild, number, kind, keeper, own, coins, bonus_coins, people, taken, channel,
    role, opens_ms, closes_ms, opened_seq, ended_seq, seed, code, plain_code)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (guild, number) DO UPDATE SET taken = excluded.taken,
    opened_seq = excluded.opened_seq, ended_seq = excluded.ended_seq
"""
_SHARE: Final = """
INSERT INTO pot_share (guild, pot, member, seq, coins, bonus_coins) VALUES (?, ?, ?, ?, ?, ?)
"""
_GUESSES: Final = """
INSERT INTO guess (guild, member, wrong, last_ms) VALUES (?, ?, ?, ?)
ON CONFLICT (guild, member) DO UPDATE SET wrong = excluded.wrong, last_ms = excluded.last_ms
"""
_BUDGET: Final = """
INSERT INTO budget (guild, member, span, coins, next_coins, next_from_ms) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (guild, member, span) DO UPDATE SET coins = excluded.coins,
    next_coins = excluded.next_coins, next_from_ms = excluded.next_from_ms
"""
_PAYOUT: Final = """
INSERT INTO payout (guild, number, member, units, rate, fee, money, currency, day, asked_ms,
    needs_two, first_approver, second_approver, state, ended_seq)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (guild, number) DO UPDATE SET first_approver = excluded.first_approver,
    second_approver = excluded.second_approver, state = excluded.state,
    ended_seq = excluded.ended_seq
"""
_FORCING: Final = """
INSERT INTO forcing (guild, gift, asker, asked_seq, asked_ms, ended_seq) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (guild, gift) DO UPDATE SET asker = excluded.asker, asked_seq = excluded.asked_seq,
    asked_ms = excluded.asked_ms, ended_seq = excluded.ended_seq
"""
_RATE: Final = """
INSERT INTO exchange_rate (guild, currency, rate, set_seq, set_ms) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (guild, currency) DO UPDATE SET rate = excluded.rate, set_seq = excluded.set_seq,
    set_ms = excluded.set_ms
"""
_NO_RATE: Final = "DELETE FROM exchange_rate WHERE guild = ? AND currency = ?"


def economy_statements(books: Sequence[GuildBook]) -> Iterator[Statement]:
    """What a batch changed of packs, pots, limits and payouts, one statement a table."""
    # Most batches are gifts alone, which change nothing here.
    books = [book for book in books if any(values(book.economy.changes))]
    if not books:
        return
    yield _PACK, rows(books, lambda book: book.economy.changes.packs.values())
    yield _PURCHASE, rows(books, lambda book: map(values, book.economy.changes.purchases.values()))
    yield _SHOP_VISIT, rows(books, lambda book: book.economy.changes.shop_visits.items())
    yield _POT, rows(books, lambda book: map(values, _in_order_of_ending(book)))
    yield _SHARE, rows(books, lambda book: book.economy.changes.shares)
    yield _GUESSES, rows(books, lambda book: map(values, book.economy.changes.guesses.values()))
    yield _BUDGET, rows(books, lambda book: map(values, book.economy.changes.budgets.values()))
    yield _PAYOUT, rows(books, lambda book: map(values, book.economy.changes.payouts.values()))
    yield _FORCING, rows(books, lambda book: map(values, book.economy.changes.forcings.values()))
    yield _RATE, rows(books, lambda book: book.economy.changes.exchange_rates.values())
    yield _NO_RATE, rows(books, _dropped_rates)


def _in_order_of_ending(book: GuildBook) -> list[Pot]:
    """What has ended comes first: its code may be another's by now."""
    return sorted(book.economy.changes.pots.values(), key=lambda pot: not pot.ended_seq)


def _dropped_rates(book: GuildBook) -> Iterator[Row]:
    return ((currency,) for currency in book.economy.changes.dropped_rates)
