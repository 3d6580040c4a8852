"""What members have given in all, from which their levels follow."""

from collections.abc import Iterable, Mapping
from typing import Final

import orjson

from bot.storage.database import Reader

_GIVEN: Final = """
SELECT user_id, coins
FROM json_each(?2) AS sought
CROSS JOIN member ON member.guild = ?1 AND user_id = sought.value
CROSS JOIN tally ON tally.guild = ?1 AND board = 'given' AND period = 'all'
    AND tally.member = member.number
"""


async def given_in_all(reader: Reader, guild: int, user_ids: Iterable[int]) -> Mapping[int, int]:
    """The coins of both origins that users have given in all, by Discord id; who gave none has
    no entry."""
    sought = orjson.dumps(list(user_ids)).decode()
    rows = await reader.fetch(_GIVEN, (guild, sought))
    return {int(user_id): int(coins) for user_id, coins in rows}
