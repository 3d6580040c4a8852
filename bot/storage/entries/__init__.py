"""Writes what a batch decided: the changes of the books, as rows, in the order of references."""

from collections.abc import Iterator
from typing import Final

import orjson

from bot.ledger.books import Books, GuildBook, Transfer
from bot.ledger.outcomes import Accepted
from bot.ledger.periods import periods
from bot.ledger.stored_outcomes import as_data
from bot.storage.database import Row, Statement
from bot.storage.entries.browser import browser_statements
from bot.storage.entries.economy import CHEST_TALLY, economy_statements
from bot.storage.entries.live import live_statements, rows, values

_GUILD: Final = """
INSERT INTO guild (guild, last_seq, last_member, last_item) VALUES (?, ?, ?, ?)
ON CONFLICT (guild) DO UPDATE SET last_seq = excluded.last_seq,
    last_member = excluded.last_member, last_item = excluded.last_item
"""
_MEMBER: Final = """
INSERT INTO member (guild, number, user_id, name, frozen_seq, seen_seq, level_told)
VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (guild, number) DO UPDATE SET name = excluded.name,
    frozen_seq = excluded.frozen_seq, seen_seq = excluded.seen_seq,
    level_told = excluded.level_told
"""
_OPERATION: Final = """
INSERT INTO operation (guild, seq, kind, actor, subject, once, reverses, at_ms, day, outcome)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_REQUEST: Final = """
INSERT INTO request (guild, key, fingerprint, seq, refusal, at_ms) VALUES (?, ?, ?, ?, ?, ?)
"""
_NOTE: Final = "INSERT INTO note (guild, seq, text) VALUES (?, ?, ?)"
_BOUNDARY: Final = """
INSERT INTO account (guild, kind, owner, currency) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING
"""
_ACCOUNT: Final = """
INSERT INTO account (guild, kind, owner, currency, balance) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (guild, kind, owner, currency) DO UPDATE SET balance = excluded.balance
"""
_TRANSFER: Final = """
INSERT INTO transfer (guild, seq, line, currency, amount,
    from_kind, from_owner, from_balance, to_kind, to_owner, to_balance)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_GIFT: Final = """
INSERT INTO gift (guild, seq, sender, recipient, item, name, emoji, quantity, price, coins,
    bonus_coins, share, channel, at_ms, day)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_TALLY_MORE: Final = """
INSERT INTO tally (guild, board, member, coins, period)
VALUES (?1, ?2, ?3, ?4, ?5), (?1, ?2, ?3, ?4, ?6), (?1, ?2, ?3, ?4, ?7), (?1, ?2, ?3, ?4, ?8)
ON CONFLICT (guild, member, board, period) DO UPDATE SET coins = coins + excluded.coins
"""
# A tally that shrinks exists already. Its row cannot be offered to INSERT, whose CHECK would see a
# number below zero before the conflict is noticed.
_TALLY_LESS: Final = """
UPDATE tally SET coins = coins + ?4
WHERE guild = ?1 AND board = ?2 AND member = ?3 AND period IN (?5, ?6, ?7, ?8)
"""
_SHOW_TALLY_MORE: Final = """
INSERT INTO tally (guild, board, member, period, coins) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (guild, member, board, period) DO UPDATE SET coins = coins + excluded.coins
"""
_SHOW_TALLY_LESS: Final = """
UPDATE tally SET coins = coins + ?5
WHERE guild = ?1 AND board = ?2 AND member = ?3 AND period = ?4
"""
_ACKNOWLEDGEMENT: Final = """
INSERT INTO outbox (guild, acknowledgement, sink, wanted, channel, fallback, shown, attempted,
    attempts, message, doubtful, trouble, attempted_ms, shown_ms, digest, home)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (guild, acknowledgement, sink) DO UPDATE SET wanted = excluded.wanted,
    channel = excluded.channel, shown = excluded.shown, attempted = excluded.attempted,
    attempts = excluded.attempts, message = excluded.message, doubtful = excluded.doubtful,
    trouble = excluded.trouble, attempted_ms = excluded.attempted_ms,
    shown_ms = excluded.shown_ms, digest = excluded.digest
"""
_NOTICE: Final = "INSERT INTO notice (guild, member, seq) VALUES (?, ?, ?)"
_TOLD: Final = "DELETE FROM notice WHERE guild = ? AND member = ? AND seq <= ?"
_SETTING: Final = """
INSERT INTO setting (guild, name, value) VALUES (?, ?, ?)
ON CONFLICT (guild, name) DO UPDATE SET value = excluded.value
"""
_ITEM: Final = """
INSERT INTO catalogue (guild, item, name, emoji, price, retired) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (guild, item) DO UPDATE SET name = excluded.name, emoji = excluded.emoji,
    price = excluded.price, retired = excluded.retired
"""
_FACT: Final = """
INSERT INTO installation (name, value) VALUES (?, ?)
ON CONFLICT (name) DO UPDATE SET value = excluded.value
"""


def statements(books: Books) -> list[Statement]:
    """All that a batch changed, one statement a table, referenced rows first."""
    changed = list(books)
    return [
        (_GUILD, [_guild(book) for book in changed]),
        (_MEMBER, rows(changed, _members)),
        (_OPERATION, rows(changed, _operations)),
        (_REQUEST, rows(changed, _requests)),
        (_NOTE, rows(changed, lambda book: book.changes.notes)),
        (_BOUNDARY, rows(changed, _boundaries)),
        (_ACCOUNT, rows(changed, _accounts)),
        (_TRANSFER, rows(changed, lambda book: map(_transfer, book.changes.transfers))),
        (_GIFT, rows(changed, lambda book: book.changes.gifts)),
        (_TALLY_MORE, rows(changed, lambda book: _tallies(book, sign=1))),
        (_TALLY_LESS, rows(changed, lambda book: _tallies(book, sign=-1))),
        (_SHOW_TALLY_MORE, rows(changed, lambda book: _show_tallies(book, sign=1))),
        (_SHOW_TALLY_LESS, rows(changed, lambda book: _show_tallies(book, sign=-1))),
        *live_statements(changed),
        *browser_statements(changed),
        *economy_statements(changed),
        (
            _ACKNOWLEDGEMENT,
            rows(changed, lambda book: map(values, book.changes.acknowledgements.values())),
        ),
        (_NOTICE, rows(changed, lambda book: book.changes.notices)),
        (_TOLD, rows(changed, lambda book: book.changes.told)),
        (_SETTING, rows(changed, lambda book: book.changes.settings.items())),
        (_ITEM, rows(changed, lambda book: book.changes.items.values())),
        (_FACT, [fact for book in changed for fact in book.changes.remembered.items()]),
    ]


def _guild(book: GuildBook) -> Row:
    return (book.guild, book.last_seq, book.last_member, book.last_item)


def _members(book: GuildBook) -> Iterator[Row]:
    for member in book.changes.members.values():
        yield (
            *(member.number, member.user_id, member.name),
            *(member.frozen_seq, member.seen_seq, member.level_told),
        )


def _operations(book: GuildBook) -> Iterator[Row]:
    for operation in book.changes.operations:
        yield (
            operation.seq,
            operation.outcome.kind,
            operation.actor,
            operation.subject,
            operation.once,
            operation.reverses,
            operation.at_ms,
            operation.day,
            orjson.dumps(as_data(operation.outcome)).decode(),
        )


def _requests(book: GuildBook) -> Iterator[Row]:
    for key, (fingerprint, outcome) in book.changes.answers:
        if isinstance(outcome, Accepted):
            yield (key, fingerprint, outcome.seq, None, book.now_ms)
        else:
            yield (key, fingerprint, None, orjson.dumps(as_data(outcome)).decode(), book.now_ms)


def _boundaries(book: GuildBook) -> Iterator[Row]:
    for account in book.changes.accounts:
        if not account.is_stored:
            yield account


def _accounts(book: GuildBook) -> Iterator[Row]:
    for account in book.changes.accounts:
        if account.is_stored:
            yield (*account, book.balance(account))


def _transfer(transfer: Transfer) -> Row:
    source, target = transfer.source, transfer.target
    return (
        transfer.seq,
        transfer.line,
        source.currency,
        transfer.amount,
        source.kind,
        source.owner,
        transfer.source_balance,
        target.kind,
        target.owner,
        transfer.target_balance,
    )


def _tallies(book: GuildBook, *, sign: int) -> Iterator[Row]:
    # Member by member, as the table lies: in any other order its pages come and go more than once.
    tallies = sorted(book.changes.tallies.items(), key=lambda tally: tally[0][1])
    for (board, member, day), coins in tallies:
        if coins * sign > 0:
            yield (board, member, coins, *periods(day))
    for (member, day), coins in book.economy.changes.chests.items():
        if coins * sign > 0:
            yield (CHEST_TALLY, member, coins, *periods(day))


def _show_tallies(book: GuildBook, *, sign: int) -> Iterator[Row]:
    for (board, member, period), coins in book.changes.show_tallies.items():
        if coins * sign > 0:
            yield (board, member, period, coins)
