"""Who gave to a creator across all shows: how much, since when, and how faithfully."""

from typing import Final, NamedTuple

import orjson

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


# The sums stand before the names, for a creator has far more givers than a page has lines. Who was
# there is read by show, for there are fewer shows than givers. All comes in pieces, each one text:
# a row of Python's for every giver takes many times the room, and holds up the event loop.
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
),
most AS MATERIALIZED (SELECT * FROM given ORDER BY coins DESC, sender LIMIT ?3),
latest AS MATERIALIZED (
    SELECT number FROM show INDEXED BY show_by_creator
    WHERE guild = ?1 AND creator = ?2 AND ended_ms > 0 ORDER BY number DESC LIMIT ?5
),
attended AS (
    SELECT member FROM latest CROSS JOIN tally INDEXED BY tally_best
        ON tally.guild = ?1 AND board = ?6 AND period = 'show:' || latest.number AND coins > 0
    WHERE member IN (SELECT sender FROM most)
),
-- Not joined: SQLite would go through all who attended for each who gave.
best AS (
    SELECT sender, sum(coins) AS coins, sum(gifts) AS gifts, sum(days) AS days,
        sum(first_ms) AS first_ms, sum(last_ms) AS last_ms, sum(shows) AS shows,
        row_number() OVER (ORDER BY sum(coins) DESC, sender) - 1 AS place
    FROM (
        SELECT *, 0 AS shows FROM most
        UNION ALL
        SELECT member, 0, 0, 0, 0, 0, 1 FROM attended
    )
    GROUP BY sender
)
SELECT
    (SELECT count(*) FROM given), (SELECT count(*) FROM latest),
    json_group_array(json_array(
        place, number, user_id, name, coins, gifts, days, first_ms, last_ms, shows
    ))
FROM best CROSS JOIN member ON member.guild = ?1 AND number = sender
GROUP BY place / ?4 ORDER BY place / ?4
"""


class Pieces(NamedTuple):
    """Those who gave most, in pieces of which `supporters_of` makes lines; and what else is told of
    `Supporters`."""

    best: tuple[str, ...]
    people: int
    shows: int


async def supporters(reader: Reader, guild: int, creator: int, limit: int) -> Supporters:
    """Who gave most to a creator's number.

    It reads every gift that they ever received, so `reader` is one that nobody waits behind.
    """
    found = await supporters_in_pieces(reader, guild, creator, limit, limit)
    best = [supporter for piece in found.best for supporter in supporters_of(piece)]
    return Supporters(tuple(best), found.people, found.shows)


async def supporters_in_pieces(
    reader: Reader, guild: int, creator: int, limit: int, each: int
) -> Pieces:
    """The same as `supporters`, so many of them in each piece: some 100 bytes for everybody."""
    facts = (guild, creator, limit, each, MOST_SHOWS, Board.GIVEN.value)
    rows = await reader.fetch(_SUPPORTERS, facts)
    if not rows:
        return Pieces((), 0, 0)
    return Pieces(tuple(piece for *_, piece in rows), *rows[0][:2])


def supporters_of(piece: str) -> list[Supporter]:
    """The supporters of one piece, most coins first; in any thread."""
    # By their places: in which order SQLite gathers what it groups is its own affair.
    return [
        Supporter(Somebody(*facts[:3]), *facts[3:]) for _, *facts in sorted(orjson.loads(piece))
    ]
