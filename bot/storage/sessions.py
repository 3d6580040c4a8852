"""Who is signed in to the dashboard, and of which guilds they may see something."""

from typing import Final, NamedTuple

from bot.storage.database import Reader
from bot.storage.people import Somebody


class SessionView(NamedTuple):
    """Somebody signed in, in the guild whose link they followed; moments in UTC milliseconds."""

    guild: int
    member: Somebody
    began_ms: int
    expires_ms: int


class Membership(NamedTuple):
    """A guild whose books know a Discord user, and who they are there."""

    guild: int
    member: Somebody


_SESSION: Final = """
SELECT session.guild, number, user_id, name, began_ms, expires_ms
FROM session CROSS JOIN member ON member.guild = session.guild AND number = session.member
WHERE digest = ? AND expires_ms > ? AND user_id IS NOT NULL
"""
_MEMBERSHIPS: Final = """
SELECT guild.guild, number, user_id, name FROM guild CROSS JOIN member INDEXED BY member_by_user
    ON member.guild = guild.guild AND user_id = ?
"""


async def session(reader: Reader, digest: bytes, now_ms: int) -> SessionView | None:
    """Who holds the secret of this digest; None for nobody, or for whose time is over."""
    for guild, number, user_id, name, began_ms, expires_ms in await reader.fetch(
        _SESSION, (digest, now_ms)
    ):
        return SessionView(guild, Somebody(number, user_id, name), began_ms, expires_ms)
    return None


async def memberships(reader: Reader, user_id: int) -> list[Membership]:
    """The guilds whose books know a Discord user."""
    rows = await reader.fetch(_MEMBERSHIPS, (user_id,))
    return [Membership(guild, Somebody(*who)) for guild, *who in rows]
