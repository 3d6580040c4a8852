"""Fills the books with many members by plain SQL, as if a moderator had given each their coins."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Final

from bot.ledger.periods import Board, local_day, periods
from bot.ledger.requests import Person
from bot.storage.opening import open_database

GUILD: Final = 700
COINS: Final = 1_000_000
"""What every member of the filled books holds."""
_FIRST_USER: Final = 10**17

_SPEED: Final = (
    "PRAGMA journal_mode = OFF",
    "PRAGMA synchronous = OFF",
    "PRAGMA cache_size = -262144",
)
"""A database that is being filled is thrown away if the filling ends early."""

_COUNTED: Final = """
CREATE TEMP TABLE counted AS
WITH RECURSIVE counted (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < ?)
SELECT n FROM counted
"""
_FILLED: Final = (
    "INSERT INTO guild VALUES (:guild, :members, :members, 0)",
    """
    INSERT INTO member (guild, number, user_id, name)
    SELECT :guild, n, :first_user + n, 'Member ' || n FROM counted
    """,
    """
    INSERT INTO operation (guild, seq, kind, actor, subject, at_ms, day, outcome)
    SELECT :guild, n, 'adjust', iif(n = 1, 2, 1), n, :now_ms, :day, json_object(
        'kind', 'adjust', 'seq', n, 'member', n,
        'currency', 'coins', 'amount', :coins, 'balance', :coins
    ) FROM counted
    """,
    """
    INSERT INTO request (guild, key, fingerprint, seq, at_ms)
    SELECT :guild, 'filled:' || n, zeroblob(16), n, :now_ms FROM counted
    """,
    "INSERT INTO account VALUES (:guild, 'issued', 0, 'coins', NULL)",
    "INSERT INTO account SELECT :guild, 'wallet', n, 'coins', :coins FROM counted",
    """
    INSERT INTO transfer
    SELECT :guild, n, 1, 'coins', :coins, 'issued', 0, NULL, 'wallet', n, :coins FROM counted
    """,
)
_NAMED: Final = "UPDATE member SET user_id = ?, name = ? WHERE guild = ? AND number = ?"

# The factor is a prime, so that neighbours in the books are none on the board.
_TALLIES: Final = """
INSERT INTO tally SELECT :guild, :board, :period, n, 1 + n * 7919 % 1000003 FROM counted
"""


def member(number: int) -> Person:
    """The member with this number in the filled books, as a request names them."""
    return Person(_FIRST_USER + number, f"Member {number}")


async def fill(
    path: Path, members: int, now_ms: int, *, guild: int = GUILD, people: Sequence[Person] = ()
) -> None:
    """Make a database in which a guild has so many members with coins; `people` are the first.

    The books balance. At least two members.
    """
    async with open_database(f"sqlite:///{path}"):
        pass
    named = [(who.user_id, who.name, guild, number) for number, who in enumerate(people, start=1)]
    facts = {
        "guild": guild,
        "members": members,
        "first_user": _FIRST_USER,
        "coins": COINS,
        "now_ms": now_ms,
        "day": local_day(now_ms, "UTC"),
    }
    with closing(_opened(path, members)) as connection:
        connection.execute("BEGIN")
        for statement in _FILLED:
            connection.execute(statement, facts)
        connection.executemany(_NAMED, named)
        connection.execute("COMMIT")


def fill_board(path: Path, members: int, now_ms: int, *, guild: int = GUILD) -> None:
    """Put every member on the board of givers, in each period of today."""
    with closing(_opened(path, members)) as connection:
        # An index over all rows is built faster than it grows row by row.
        ((index,),) = connection.execute("SELECT sql FROM sqlite_schema WHERE name = 'tally_best'")
        connection.execute("DROP INDEX tally_best")
        connection.execute("BEGIN")
        for period in sorted(periods(local_day(now_ms, "UTC"))):
            facts = {"guild": guild, "board": Board.GIVEN, "period": period}
            connection.execute(_TALLIES, facts)
        connection.execute("COMMIT")
        connection.execute(index)


def _opened(path: Path, members: int) -> sqlite3.Connection:
    """A connection that is fast and careless, with the members' numbers in a table."""
    connection = sqlite3.connect(path, isolation_level=None)
    for setting in _SPEED:
        connection.execute(setting).fetchall()
    connection.execute(_COUNTED, (members,))
    return connection
