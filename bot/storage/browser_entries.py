"""Writes what a batch decided about overlays and who is signed in."""

from collections.abc import Iterator, Sequence
from typing import Final

from bot.ledger.books import GuildBook
from bot.storage.database import Row, Statement
from bot.storage.live_entries import rows, values

_NOT_PLAYED: Final = "DELETE FROM alert WHERE guild = ? AND creator = ?"
_CLOSED: Final = "DELETE FROM overlay WHERE guild = ? AND creator = ?"
_OVERLAY: Final = """
INSERT INTO overlay (guild, creator, handle, digest, opened_ms, played_seq, volume, speaks,
    least_coins)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (guild, creator) DO UPDATE SET handle = excluded.handle, digest = excluded.digest,
    opened_ms = excluded.opened_ms, played_seq = excluded.played_seq, volume = excluded.volume,
    speaks = excluded.speaks, least_coins = excluded.least_coins
"""
_PLAYED: Final = """
INSERT INTO alert (guild, creator, combo, through_seq) VALUES (?, ?, ?, ?)
ON CONFLICT (guild, creator, combo) DO UPDATE SET
    through_seq = max(through_seq, excluded.through_seq)
"""
_PASSED: Final = "DELETE FROM alert WHERE guild = ? AND creator = ? AND through_seq <= ?"
_SESSION: Final = """
INSERT INTO session (guild, digest, member, began_ms, expires_ms) VALUES (?, ?, ?, ?, ?)
"""
_SIGNED_OUT: Final = "DELETE FROM session WHERE digest = ?"
_EXPIRED: Final = "DELETE FROM session INDEXED BY session_expiring WHERE expires_ms <= ?"


def browser_statements(books: Sequence[GuildBook]) -> Iterator[Statement]:
    """What a batch changed of overlays and sessions, one statement a table."""
    yield _NOT_PLAYED, rows(books, _closed)
    yield _CLOSED, rows(books, _closed)
    yield _OVERLAY, rows(books, lambda book: map(values, book.browser.changes.overlays.values()))
    yield _PLAYED, rows(books, _played)
    yield _PASSED, rows(books, _passed)
    yield _EXPIRED, [(book.now_ms,) for book in books if book.browser.changes.sessions]
    yield _SESSION, rows(books, lambda book: map(values, book.browser.changes.sessions))
    yield _SIGNED_OUT, [(one,) for book in books for one in book.browser.changes.signed_out]


def _closed(book: GuildBook) -> Iterator[Row]:
    return ((creator,) for creator in book.browser.changes.closed)


def _played(book: GuildBook) -> Iterator[Row]:
    for (creator, combo), through in book.browser.changes.played.items():
        yield (creator, combo, through)


def _passed(book: GuildBook) -> Iterator[Row]:
    for overlay in book.browser.changes.overlays.values():
        yield (overlay.creator, overlay.played_seq)
