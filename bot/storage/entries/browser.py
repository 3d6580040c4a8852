"""Writes what a batch decided about overlays and who is signed in."""

from collections.abc import Iterator, Sequence
from typing import Final

from bot.ledger.books import GuildBook
from bot.storage.database import Row, Statement
from bot.storage.entries.live import rows, values
from bot.storage.sessions import IS_OF_USER

_KEPT_PASSED: Final = 100
"""How many of a creator's alerts that were passed over are kept: the newest. In a day there are not
as many, for each has broken several pages."""
_NOT_PASSED: Final = "DELETE FROM passed_alert WHERE guild = ? AND creator = ?"
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
_SHOWN_AGAIN: Final = "DELETE FROM passed_alert WHERE guild = ? AND creator = ? AND combo = ?"
_PASSED_OVER: Final = """
INSERT INTO passed_alert (guild, creator, first_seq, kind, combo, at_ms) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (guild, creator, first_seq) DO NOTHING
"""
_FORGOTTEN: Final = f"""
DELETE FROM passed_alert WHERE guild = ?1 AND creator = ?2 AND first_seq < (
    SELECT min(first_seq) FROM (
        SELECT first_seq FROM passed_alert WHERE guild = ?1 AND creator = ?2
        ORDER BY first_seq DESC LIMIT {_KEPT_PASSED}
    )
)
"""  # noqa: S608 - put together of constants.
_SESSION: Final = """
INSERT INTO session (guild, digest, member, began_ms, expires_ms) VALUES (?, ?, ?, ?, ?)
"""
_SIGNED_OUT: Final = "DELETE FROM session WHERE digest = ?"
_SIGNED_OUT_EVERYWHERE: Final = f"DELETE FROM session WHERE {IS_OF_USER}"  # noqa: S608 - a constant.
_EXPIRED: Final = "DELETE FROM session INDEXED BY session_expiring WHERE expires_ms <= ?"


def browser_statements(books: Sequence[GuildBook]) -> Iterator[Statement]:
    """What a batch changed of overlays and sessions, one statement a table."""
    yield _NOT_PLAYED, rows(books, _closed)
    yield _NOT_PASSED, rows(books, _closed)
    yield _CLOSED, rows(books, _closed)
    yield _OVERLAY, rows(books, lambda book: map(values, book.browser.changes.overlays.values()))
    yield _PLAYED, rows(books, _played)
    yield _PASSED, rows(books, _passed)
    yield _SHOWN_AGAIN, rows(books, lambda book: iter(book.browser.changes.shown_again))
    yield _PASSED_OVER, rows(books, _passed_over)
    yield _FORGOTTEN, rows(books, _creators_passed_over)
    yield _EXPIRED, [(book.now_ms,) for book in books if book.browser.changes.sessions]
    yield _SESSION, rows(books, lambda book: map(values, book.browser.changes.sessions))
    yield _SIGNED_OUT, [(one,) for book in books for one in book.browser.changes.signed_out]
    # Whoever signs in at the same moment is signed out as well: nobody is left in by chance.
    yield (
        _SIGNED_OUT_EVERYWHERE,
        [(one,) for book in books for one in book.browser.changes.signed_out_everywhere],
    )


def _closed(book: GuildBook) -> Iterator[Row]:
    return ((creator,) for creator in book.browser.changes.closed)


def _played(book: GuildBook) -> Iterator[Row]:
    for (creator, combo), through in book.browser.changes.played.items():
        yield (creator, combo, through)


def _passed_over(book: GuildBook) -> Iterator[Row]:
    for (creator, _), (passed, at_ms) in book.browser.changes.passed_over.items():
        yield (creator, passed.first, passed.kind, passed.combo, at_ms)


def _creators_passed_over(book: GuildBook) -> Iterator[Row]:
    return ((creator,) for creator in {name[0] for name in book.browser.changes.passed_over})


def _passed(book: GuildBook) -> Iterator[Row]:
    for overlay in book.browser.changes.overlays.values():
        yield (overlay.creator, overlay.played_seq)
