"""Which gifts a creator was given, how often, and what they brought."""

from typing import Final, NamedTuple

from bot.storage.database import Reader


class Sold(NamedTuple):
    """One of the catalogue's gifts, as it was called last; diamonds are in ten-thousandths."""

    item: int
    name: str
    emoji: str
    gifts: int
    """How often it was sent."""
    quantity: int
    """How many came in all."""
    coins: int
    units: int
    """Diamonds that it earned, of both origins."""
    givers: int
    last_ms: int


# Of bare columns beside max(), SQLite takes those of the row that holds the largest.
_SOLD: Final = """
SELECT item, name, emoji, count(*), sum(quantity), sum(coins + bonus_coins),
    sum((coins + bonus_coins) * share), count(DISTINCT sender), at_ms, max(seq)
FROM gift INDEXED BY gift_by_recipient
WHERE guild = ?1 AND recipient = ?2 AND seq >= ?3 AND day BETWEEN ?4 AND ?5
    AND NOT EXISTS (
        SELECT 1 FROM operation INDEXED BY operation_reversing
        WHERE operation.guild = ?1 AND operation.reverses = gift.seq
    )
GROUP BY item ORDER BY sum(coins + bonus_coins) DESC, item
"""


async def sold(
    reader: Reader, guild: int, member: int, *, after: int, first: str, last: str
) -> list[Sold]:
    """What a member received from the local day `first` to `last`, by gift, most coins first.

    What was reversed counts nowhere. Gifts before the order number `after` are not looked at. It
    reads every gift of that time, so `reader` is one that nobody waits behind.
    """
    rows = await reader.fetch(_SOLD, (guild, member, after, first, last))
    return [Sold(*row[:-1]) for row in rows]
