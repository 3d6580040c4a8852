"""Writes what a batch decided about shows and combos, in the order of references."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import attrgetter
from typing import Any, Final

from bot.ledger.books import GuildBook
from bot.ledger.shape import field_names
from bot.storage.database import Row, Statement

_COMBO: Final = """
INSERT INTO combo (guild, number, sender, recipient, item, channel, show, gifts, quantity, coins,
    last_seq, last_ms, closed, answered_seq, answered_ms)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (guild, number) DO UPDATE SET gifts = excluded.gifts, quantity = excluded.quantity,
    coins = excluded.coins, last_seq = excluded.last_seq, last_ms = excluded.last_ms,
    closed = excluded.closed, answered_seq = excluded.answered_seq,
    answered_ms = excluded.answered_ms
"""
_SHOW: Final = """
INSERT INTO show (guild, number, creator, channel, by_voice, started_ms, ended_ms, gifts, coins,
    earned_units)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (guild, number) DO UPDATE SET ended_ms = excluded.ended_ms, gifts = excluded.gifts,
    coins = excluded.coins, earned_units = excluded.earned_units
"""
_CREATOR: Final = """
INSERT INTO creator (guild, member, registered, paused, holding, followers)
VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (guild, member) DO UPDATE SET registered = excluded.registered,
    paused = excluded.paused, holding = excluded.holding, followers = excluded.followers
"""
_GOAL: Final = """
INSERT INTO goal (guild, number, creator, item, target, progress, expires_ms, reached_seq,
    ended_seq)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (guild, number) DO UPDATE SET progress = excluded.progress,
    reached_seq = excluded.reached_seq, ended_seq = excluded.ended_seq
"""
_MATCH: Final = """
INSERT INTO match (guild, number, challenger, opponent, channel, minutes, begins_ms, ends_ms,
    challenger_coins, opponent_coins, ended_seq, accepted_seq)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (guild, number) DO UPDATE SET begins_ms = excluded.begins_ms,
    ends_ms = excluded.ends_ms, challenger_coins = excluded.challenger_coins,
    opponent_coins = excluded.opponent_coins, ended_seq = excluded.ended_seq,
    accepted_seq = excluded.accepted_seq
"""
_PLAN: Final = """
INSERT INTO plan (guild, number, creator, channel, at_ms, closed_seq) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (guild, number) DO UPDATE SET closed_seq = excluded.closed_seq
"""
_FOLLOW: Final = """
INSERT INTO follower (guild, creator, follower, since_ms) VALUES (?, ?, ?, ?)
ON CONFLICT (guild, creator, follower) DO UPDATE SET since_ms = excluded.since_ms
"""
_UNFOLLOW: Final = "DELETE FROM follower WHERE guild = ? AND creator = ? AND follower = ?"
_DEPUTY: Final = """
INSERT INTO deputy (guild, creator, deputy) VALUES (?, ?, ?) ON CONFLICT DO NOTHING
"""
_NO_DEPUTY: Final = "DELETE FROM deputy WHERE guild = ? AND creator = ? AND deputy = ?"
_REMINDER: Final = """
INSERT INTO reminder (guild, plan, member) VALUES (?, ?, ?) ON CONFLICT DO NOTHING
"""
_NO_REMINDER: Final = "DELETE FROM reminder WHERE guild = ? AND plan = ? AND member = ?"
_HOLD: Final = "INSERT INTO held_message (guild, gift) VALUES (?, ?) ON CONFLICT DO NOTHING"
_LET_GO: Final = "DELETE FROM held_message WHERE guild = ? AND gift = ?"
_UNSAY: Final = "DELETE FROM note WHERE guild = ? AND seq = ?"
# INDEXED BY, for SQLite would rather walk through all combos that a guild ever had.
_SWEEP: Final = """
UPDATE combo INDEXED BY combo_due SET answered_seq = ?4, answered_ms = ?5
WHERE guild = ?1 AND recipient = ?2 AND answered_seq = 0 AND coins > 0 AND number <= ?3
"""

_READERS: Final[dict[type, Callable[[Any], Row]]] = {}
"""What reads all fields of a class in one call, for a batch has thousands of entries."""


def live_statements(books: Sequence[GuildBook]) -> Iterator[Statement]:
    """What a batch changed of shows and combos, one statement a table."""
    yield _SWEEP, rows(books, _sweeps)
    yield _COMBO, rows(books, lambda book: map(values, book.live.changes.combos.values()))
    yield _SHOW, rows(books, lambda book: map(values, book.live.changes.shows.values()))
    yield _CREATOR, rows(books, lambda book: map(values, book.live.changes.creators.values()))
    # A goal that another takes the place of ends first, for a creator has one at most.
    yield _GOAL, rows(books, lambda book: map(values, _goals(book)))
    yield _MATCH, rows(books, lambda book: map(values, book.live.changes.matches.values()))
    yield _PLAN, rows(books, lambda book: map(values, book.live.changes.plans.values()))
    yield _FOLLOW, rows(books, _followed)
    yield _UNFOLLOW, rows(books, _unfollowed)
    yield from _switches(_DEPUTY, _NO_DEPUTY, books, lambda book: book.live.changes.deputies)
    yield from _switches(_REMINDER, _NO_REMINDER, books, lambda book: book.live.changes.reminders)
    yield from _switches(_HOLD, _LET_GO, books, lambda book: book.live.changes.held)
    yield _UNSAY, rows(books, lambda book: ((gift,) for gift in book.live.changes.unsaid))


def rows(
    books: Iterable[GuildBook], part: Callable[[GuildBook], Iterable[Sequence[Any]]]
) -> list[Row]:
    """The rows of one part of every guild's changes, each with its guild first."""
    return [(book.guild, *row) for book in books for row in part(book)]


def values(entry: Any) -> Row:
    """All fields of a dataclass, in order."""
    kind = type(entry)
    reader = _READERS.get(kind)
    if reader is None:
        reader = _READERS[kind] = attrgetter(*field_names(kind))
    return reader(entry)


def _goals(book: GuildBook) -> list[Any]:
    return sorted(book.live.changes.goals.values(), key=lambda goal: goal.number)


def _sweeps(book: GuildBook) -> Iterator[Row]:
    for sweep in book.live.changes.sweeps:
        yield (sweep.recipient, sweep.through, sweep.seq, sweep.at_ms)


def _followed(book: GuildBook) -> Iterator[Row]:
    for (creator, follower), since_ms in book.live.changes.followers.items():
        if since_ms:
            yield (creator, follower, since_ms)


def _unfollowed(book: GuildBook) -> Iterator[Row]:
    for pair, since_ms in book.live.changes.followers.items():
        if not since_ms:
            yield pair


def _switches(
    on: str, off: str, books: Sequence[GuildBook], part: Callable[[GuildBook], dict[Any, bool]]
) -> Iterator[Statement]:
    """What is switched on is put in, what is switched off is taken out."""
    for sql, wanted in ((on, True), (off, False)):
        yield (
            sql,
            [
                (book.guild, *(key if isinstance(key, tuple) else (key,)))
                for book in books
                for key, value in part(book).items()
                if value is wanted
            ],
        )
