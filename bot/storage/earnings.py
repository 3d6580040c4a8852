"""What a creator received in the last days, and when."""

from typing import Final, NamedTuple

from bot.ledger.periods import Board
from bot.storage.database import Reader


class Received(NamedTuple):
    """Gifts received in some time; reversed ones count nowhere. Diamonds are in ten-thousandths."""

    gifts: int = 0
    """Pieces: seven Roses at once are seven."""
    coins: int = 0
    """Of both origins."""
    units: int = 0
    """Diamonds of bought coins."""
    bonus_units: int = 0
    givers: int = 0
    """How many different members gave."""


# Order numbers grow with time, so the first one of a time is found by halving.
_FIRST_SEQ: Final = """
WITH RECURSIVE search (low, high) AS (
    SELECT 1, last_seq + 1 FROM guild WHERE guild = ?1
    UNION ALL
    SELECT iif(at_ms < ?2, seq + 1, low), iif(at_ms < ?2, high, seq)
    FROM search CROSS JOIN operation ON guild = ?1 AND seq = (low + high) / 2
    WHERE low < high
)
SELECT low FROM search WHERE low = high
"""
_NOT_REVERSED: Final = """NOT EXISTS (
    SELECT 1 FROM operation INDEXED BY operation_reversing
    WHERE operation.guild = ?1 AND operation.reverses = gift.seq
)"""
# Two reads of one time each: grouped, all gifts of both would be sorted first.
_RECEIVED: Final = f"""
SELECT coalesce(sum(quantity), 0), coalesce(sum(coins + bonus_coins), 0),
    coalesce(sum(coins * share), 0), coalesce(sum(bonus_coins * share), 0), count(DISTINCT sender)
FROM gift INDEXED BY gift_by_recipient
WHERE guild = ?1 AND recipient = ?2 AND seq >= ?3 AND day BETWEEN ?4 AND ?5 AND {_NOT_REVERSED}
"""  # noqa: S608 - put together of constants.
_RECEIVED_UNTIL: Final = f"{_RECEIVED} AND seq < ?6 AND at_ms <= ?7"
_BY_DAY: Final = """
SELECT substr(period, 5), coins FROM tally
WHERE guild = ?1 AND member = ?2 AND board = ?3 AND period BETWEEN 'day:' || ?4 AND 'day:' || ?5
"""
_BY_HOUR: Final = f"""
SELECT (at_ms - ?4) / 3600000 AS hour, sum(coins + bonus_coins)
FROM gift INDEXED BY gift_by_recipient
WHERE guild = ?1 AND recipient = ?2 AND seq >= ?3 AND at_ms BETWEEN ?4 AND ?5 AND {_NOT_REVERSED}
GROUP BY hour
"""  # noqa: S608 - put together of constants.


async def first_seqs(reader: Reader, guild: int, *since_ms: int) -> list[int]:
    """The order numbers with which times begin, in UTC milliseconds; behind the last, for later.

    A clock that was put back makes them inexact by as much.
    """
    found = await reader.fetch_each([(_FIRST_SEQ, (guild, moment_ms)) for moment_ms in since_ms])
    return [int(rows[0][0]) if rows else 1 for rows in found]


async def first_seq(reader: Reader, guild: int, since_ms: int) -> int:
    """The order number with which one time begins."""
    (seq,) = await first_seqs(reader, guild, since_ms)
    return seq


class Lately(NamedTuple):
    """Two times that follow each other: local days, such as `2026-11-21`, and order numbers.

    The order numbers may lie up to some days before, for only the days tell what belongs there.
    """

    before: str
    """The day on which the earlier time begins,"""
    before_seq: int
    """and its order number."""
    until: str
    """The day on which the earlier time ends,"""
    until_ms: int
    """and the moment, in UTC milliseconds,"""
    until_seq: int
    """and an order number behind it."""
    first: str
    """The day on which the later time begins,"""
    first_seq: int
    """and its order number."""
    last: str
    """The day on which the later time ends."""


async def received(
    reader: Reader, guild: int, member: int, lately: Lately
) -> tuple[Received, Received]:
    """What a member received in the later time, and in the earlier one.

    It reads every gift of both, so `reader` is one that nobody waits behind.
    """
    now = (guild, member, lately.first_seq, lately.first, lately.last)
    then = (guild, member, lately.before_seq, lately.before, lately.until)
    found = await reader.fetch_each(
        [(_RECEIVED, now), (_RECEIVED_UNTIL, (*then, lately.until_seq, lately.until_ms))]
    )
    return Received(*found[0][0]), Received(*found[1][0])


async def coins_by_day(
    reader: Reader, guild: int, member: int, first: str, last: str
) -> dict[str, int]:
    """The coins that a member received on each local day on which some came."""
    rows = await reader.fetch(_BY_DAY, (guild, member, Board.RECEIVED.value, first, last))
    return {day: coins for day, coins in rows if coins}


async def coins_by_hour(
    reader: Reader, guild: int, member: int, *, after: int, since_ms: int, until_ms: int
) -> dict[int, int]:
    """The coins that came in each hour since a moment, by how many hours after it they came."""
    rows = await reader.fetch(_BY_HOUR, (guild, member, after, since_ms, until_ms))
    return dict[int, int](rows)
