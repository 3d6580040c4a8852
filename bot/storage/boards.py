"""Boards: who gave most, and who received most, in a period."""

from typing import Final, NamedTuple

from bot.ledger.periods import Board
from bot.storage.database import Reader
from bot.storage.people import Somebody


class Place(NamedTuple):
    """A member's place on a board, with the coins that earned it."""

    member: Somebody
    coins: int


class Standing(NamedTuple):
    """Where one member stands: the rank, from 1, and the coins that earned it."""

    rank: int
    coins: int


_BEFORE_ALL: Final = (2**63 - 1, 0)
"""Coins and member of a place above every other."""

# Those with the same coins follow by their number, so that every place is one place only. The two
# arms read the index from where the last page ended, however many share its coins.
_TOP: Final = """
WITH best AS (
    SELECT member, coins FROM (
        SELECT member, coins FROM tally INDEXED BY tally_best
        WHERE guild = ?1 AND board = ?2 AND period = ?3 AND coins = ?4 AND member > ?5
        ORDER BY member LIMIT ?6
    )
    UNION ALL
    SELECT member, coins FROM (
        SELECT member, coins FROM tally INDEXED BY tally_best
        WHERE guild = ?1 AND board = ?2 AND period = ?3 AND coins < ?4 AND coins > 0
        ORDER BY coins DESC, member LIMIT ?6
    )
    LIMIT ?6
)
SELECT number, user_id, name, coins
FROM best CROSS JOIN member ON guild = ?1 AND number = best.member
ORDER BY coins DESC, number
"""
_STANDING: Final = """
SELECT
    1
    + (
        SELECT count(*) FROM (
            SELECT 1 FROM tally INDEXED BY tally_best
            WHERE guild = ?1 AND board = ?2 AND period = ?3 AND coins > own.coins LIMIT ?5
        )
    )
    + (
        SELECT count(*) FROM (
            SELECT 1 FROM tally INDEXED BY tally_best
            WHERE guild = ?1 AND board = ?2 AND period = ?3 AND coins = own.coins AND member < ?4
            LIMIT ?5
        )
    ),
    coins
FROM tally AS own
WHERE guild = ?1 AND board = ?2 AND period = ?3 AND member = ?4 AND coins > 0
"""
_UNLIMITED: Final = -1
_ABOVE: Final = """
WITH next AS (
    SELECT member, coins FROM (
        SELECT member, coins FROM tally INDEXED BY tally_best
        WHERE guild = ?1 AND board = ?2 AND period = ?3 AND coins = ?4 AND member < ?5
        ORDER BY member DESC LIMIT ?6
    )
    UNION ALL
    SELECT member, coins FROM (
        SELECT member, coins FROM tally INDEXED BY tally_best
        WHERE guild = ?1 AND board = ?2 AND period = ?3 AND coins > ?4
        ORDER BY coins, member DESC LIMIT ?6
    )
    LIMIT ?6
)
SELECT number, user_id, name, coins
FROM next CROSS JOIN member ON guild = ?1 AND number = next.member
ORDER BY coins, number DESC
"""


async def top(
    reader: Reader,
    guild: int,
    board: Board,
    period: str,
    *,
    limit: int,
    after: tuple[int, int] | None = None,
) -> list[Place]:
    """At most `limit` places of a board, best first; nobody without coins has one.

    `after` is the coins and the member's number of the place that was read last.
    """
    coins, member = after or _BEFORE_ALL
    rows = await reader.fetch(_TOP, (guild, board, period, coins, member, limit))
    return [Place(Somebody(*who), coins) for *who, coins in rows]


async def just_above(
    reader: Reader,
    guild: int,
    board: Board,
    period: str,
    *,
    limit: int,
    place: tuple[int, int],
) -> list[Place]:
    """At most `limit` places just above one, nearest first: its coins and its member's number."""
    rows = await reader.fetch(_ABOVE, (guild, board, period, *place, limit))
    return [Place(Somebody(*who), coins) for *who, coins in rows]


async def standing(
    reader: Reader,
    guild: int,
    board: Board,
    period: str,
    number: int,
    *,
    most: int | None = None,
) -> Standing | None:
    """Where a member's number stands on a board; None without coins there.

    The rank is counted, so that the last of a million members takes longer than the first. With
    `most` no more are counted: a rank beyond it says only that it is beyond.
    """
    limit = _UNLIMITED if most is None else most
    for row in await reader.fetch(_STANDING, (guild, board, period, number, limit)):
        return Standing(*row)
    return None
