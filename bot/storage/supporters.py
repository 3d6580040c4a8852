"""Who gave to a creator across all shows: how much, since when, and how faithfully."""

from typing import Final, NamedTuple

from bot.ledger.periods import Board
from bot.storage.database import Reader
from bot.storage.people import Somebody

MOST_SHOWS: Final = 50
"""Of how many of a creator's latest shows it is counted in how many somebody gave."""


class Supporter(NamedTuple):
    """Somebody who gave to a creator; reversed gifts count nowhere. Moments in UTC milliseconds."""

    member: Somebody
    coins: int
    gifts: int
    """Pieces: seven Roses at once are seven."""
    days: int
    """On how many of the guild's days they gave."""
    first_ms: int
    last_ms: int
    shows: int
    """In how many of the creator's latest shows they gave."""


class Supporters(NamedTuple):
    """Those who gave most, most coins first, and how many there are in all."""

    best: tuple[Supporter, ...]
    people: int
    shows: int
    """Of how many of the latest shows it was counted."""


# The sums stand before the names, for a creator has far more givers than a page has lines.
_SUPPORTERS: Final = """
WITH given AS MATERIALIZED (
    SELECT sender, sum(coins + bonus_coins) AS coins, sum(quantity) AS gifts,
        count(DISTINCT day) AS days, min(at_ms) AS first_ms, max(at_ms) AS last_ms
    FROM gift INDEXED BY gift_by_recipient
    WHERE guild = ?1 AND recipient = ?2 AND NOT EXISTS (
        SELECT 1 FROM operation INDEXED BY operation_reversing
        WHERE operation.guild = ?1 AND operation.reverses = gift.seq
    )
    GROUP BY sender
)
SELECT number, user_id, name, coins, gifts, days, first_ms, last_ms,
    (SELECT count(*) FROM given)
FROM (SELECT * FROM given ORDER BY coins DESC, sender LIMIT ?3) AS best
CROSS JOIN member ON member.guild = ?1 AND number = sender
ORDER BY coins DESC, sender
"""
_SHOWS: Final = """
SELECT number FROM show INDEXED BY show_by_creator
WHERE guild = ? AND creator = ? AND ended_ms > 0 ORDER BY number DESC LIMIT ?
"""
# A tally leads from the member, so that each line of a page costs as many look-ups as shows.
_ATTENDED: Final = """
SELECT sought.value, count(*) FROM json_each(?3) AS sought
CROSS JOIN json_each(?4) AS shows
CROSS JOIN tally ON tally.guild = ?1 AND tally.member = sought.value AND board = ?2
    AND period = 'show:' || shows.value AND tally.coins > 0
GROUP BY sought.value
"""


async def supporters(reader: Reader, guild: int, creator: int, limit: int) -> Supporters:
    """Who gave most to a creator's number.

    It reads every gift that they ever received, so `reader` is one that nobody waits behind.
    """
    rows = await reader.fetch(_SUPPORTERS, (guild, creator, limit))
    shows = [number for (number,) in await reader.fetch(_SHOWS, (guild, creator, MOST_SHOWS))]
    numbers = [row[0] for row in rows]
    facts = (guild, Board.GIVEN.value, str(numbers), str(shows))
    attended = dict[int, int](await reader.fetch(_ATTENDED, facts))
    best = [
        Supporter(
            Somebody(number, user_id, name),
            coins,
            gifts,
            days,
            first_ms,
            last_ms,
            attended.get(number, 0),
        )
        for number, user_id, name, coins, gifts, days, first_ms, last_ms, _ in rows
    ]
    return Supporters(tuple(best), rows[0][8] if rows else 0, len(shows))
