"""Creators as one reads about them: what they are, who follows them, who acts for them."""

from typing import Final, NamedTuple

from bot.ledger.books.live import Creator
from bot.storage.database import Reader
from bot.storage.people import Somebody

_CREATOR: Final = """
SELECT number, coalesce(registered, 0), coalesce(paused, 0), coalesce(holding, 0),
    coalesce(followers, 0)
FROM member LEFT JOIN creator ON creator.guild = member.guild AND creator.member = member.number
WHERE member.guild = ? AND member.user_id = ?
"""
_REGISTERED: Final = "SELECT count(*) FROM creator WHERE guild = ? AND registered = 1"
_NEWEST: Final = """
WITH newest AS (
    SELECT follower, since_ms FROM follower WHERE guild = ?1 AND creator = ?2
    ORDER BY since_ms DESC, follower DESC LIMIT ?3
)
SELECT number, user_id, name, since_ms
FROM newest CROSS JOIN member ON guild = ?1 AND number = follower
ORDER BY since_ms DESC, number DESC
"""
_DEPUTIES: Final = """
SELECT number, user_id, name
FROM deputy CROSS JOIN member ON member.guild = deputy.guild AND number = deputy.deputy
WHERE deputy.guild = ? AND creator = ? AND user_id IS NOT NULL
ORDER BY number
"""


class Follower(NamedTuple):
    """Who follows a creator, and since when in UTC milliseconds."""

    member: Somebody
    since_ms: int


async def creator(reader: Reader, guild: int, user_id: int) -> Creator:
    """What a Discord user is as a creator; member 0 if the books do not know them."""
    for number, registered, paused, holding, followers in await reader.fetch(
        _CREATOR, (guild, user_id)
    ):
        return Creator(number, bool(registered), bool(paused), bool(holding), followers)
    return Creator(0)


async def registered_creators(reader: Reader, guild: int) -> int:
    """How many creators are registered in a guild."""
    rows = await reader.fetch(_REGISTERED, (guild,))
    return int(rows[0][0])


async def newest_followers(reader: Reader, guild: int, creator: int, limit: int) -> list[Follower]:
    """At most `limit` followers of the creator with this number, the newest first."""
    rows = await reader.fetch(_NEWEST, (guild, creator, limit))
    return [Follower(Somebody(*who), since_ms) for *who, since_ms in rows]


async def deputies(reader: Reader, guild: int, creator: int) -> list[Somebody]:
    """Who may act for the creator with this number, but for those who were forgotten."""
    return [Somebody(*row) for row in await reader.fetch(_DEPUTIES, (guild, creator))]
