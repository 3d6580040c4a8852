"""Who is signed in to the dashboard, and of which guilds they may see something."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from bot.storage.database import Reader
from bot.storage.people import Somebody


class SessionView(NamedTuple):
    """Somebody signed in, in the guild whose link they followed; moments in UTC milliseconds."""

    guild: int
    member: Somebody
    began_ms: int
    expires_ms: int


class Browser(NamedTuple):
    """Where somebody is signed in, which is all that is known of it; in UTC milliseconds."""

    digest: bytes
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
_OF_USER: Final = """FROM guild CROSS JOIN member INDEXED BY member_by_user
    ON member.guild = guild.guild AND user_id = ?1
"""
IS_OF_USER: Final = f"(session.guild, member) IN (SELECT guild.guild, number {_OF_USER})"
"""Whether a session is of the Discord user ?1, in whichever guild they signed in."""
_MEMBERSHIPS: Final = f"SELECT guild.guild, number, user_id, name {_OF_USER}"
_SIGNED_IN: Final = f"""
SELECT digest, began_ms, expires_ms FROM session INDEXED BY session_of
WHERE {IS_OF_USER} AND expires_ms > ?2 ORDER BY began_ms DESC, digest LIMIT ?3
"""  # noqa: S608 - put together of constants.
_IS_SIGNED_IN: Final = "SELECT 1 FROM session WHERE digest = ? AND expires_ms > ?"


async def session(reader: Reader, digest: bytes, now_ms: int) -> SessionView | None:
    """Who holds the secret of this digest; None for nobody, or for whose time is over."""
    for guild, number, user_id, name, began_ms, expires_ms in await reader.fetch(
        _SESSION, (digest, now_ms)
    ):
        return SessionView(guild, Somebody(number, user_id, name), began_ms, expires_ms)
    return None


async def sessions_of(reader: Reader, user_id: int, now_ms: int, limit: int) -> list[Browser]:
    """The browsers in which a Discord user is signed in, in whichever guild, the newest first."""
    rows = await reader.fetch(_SIGNED_IN, (user_id, now_ms, limit))
    return [Browser(*row) for row in rows]


async def ended(reader: Reader, digests: Sequence[bytes], now_ms: int) -> list[bytes]:
    """Those of some digests by which nobody is signed in any more."""
    found = await reader.fetch_each([(_IS_SIGNED_IN, (digest, now_ms)) for digest in digests])
    return [digest for digest, rows in zip(digests, found, strict=True) if not rows]


async def memberships(reader: Reader, user_id: int) -> list[Membership]:
    """The guilds whose books know a Discord user."""
    rows = await reader.fetch(_MEMBERSHIPS, (user_id,))
    return [Membership(guild, Somebody(*who)) for guild, *who in rows]
