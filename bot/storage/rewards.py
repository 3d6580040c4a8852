"""Who earned which role: those who led the boards, those who have a level, and what waits of it."""

from typing import Final, NamedTuple

from bot.ledger.books.live import ROLE_SINK
from bot.ledger.outcomes import SettingChanged
from bot.ledger.periods import Span
from bot.storage.database import Reader

MOST_FORMER: Final = 5
"""How many of those who led before are looked at: one usually has the role, and more only where it
could not be taken away in time."""

# A posted board is done once, under a name that sorts by its period. A semicolon sorts just after
# the colon that all periods of a span have there.
_LEADERS: Final = """
SELECT user_id FROM operation
CROSS JOIN member ON member.guild = operation.guild AND number = actor
WHERE operation.guild = ?1 AND once >= 'board:' || ?2 || ':' AND once < 'board:' || ?2 || ';'
ORDER BY once DESC LIMIT ?3
"""
_GIFTERS: Final = """
WITH page AS MATERIALIZED (
    SELECT number, user_id FROM member WHERE guild = ?1 AND number > ?2 ORDER BY number LIMIT ?3
)
SELECT number, user_id, coalesce(coins, 0)
FROM page LEFT JOIN tally ON tally.guild = ?1 AND tally.member = number
    AND board = 'given' AND period = 'all'
ORDER BY number
"""
_WAITING: Final = f"""
SELECT trouble, iif(kind = '{SettingChanged.kind}' AND EXISTS (
    SELECT 1 FROM json_each(outcome, '$.changes') AS change
    WHERE change.value ->> 0 = 'level_roles'
), message, -1)
FROM outbox INDEXED BY outbox_waiting
CROSS JOIN operation ON operation.guild = outbox.guild AND seq = acknowledgement
WHERE outbox.guild = ? AND shown < wanted AND sink = '{ROLE_SINK}'
"""  # noqa: S608 - put together of constants.
_MEMBERS: Final = "SELECT last_member FROM guild WHERE guild = ?"


class Gifter(NamedTuple):
    """A member, and the coins of both origins that they gave in all; nobody's id once forgotten."""

    number: int
    user_id: int | None
    given: int


class RolesWaiting(NamedTuple):
    """The roles that a guild's members have yet to be given, or to lose."""

    changes: int
    """How many gifts, reversals and boards wait to have their roles given or taken."""
    looked_at: int | None
    """Up to which member it was looked who has a level already whose role was chosen since; None
    where nobody is looked for."""
    members: int
    """How many members the guild has in all, as far as the books know them."""
    hindered: tuple[tuple[int, str], ...]
    """The roles that cannot be given or taken before somebody changes something, each with a code
    that says what."""


def hindrance_as_trouble(role: int, code: str) -> str:
    """What is in the way of a role, as the trouble of a row that is worded for each reader."""
    return f"{role} {code}"


def hindrance_of(trouble: str) -> tuple[int, str] | None:
    """The role and the code that a row's trouble names, if it does."""
    role, _, code = trouble.partition(" ")
    return (int(role), code) if role.isdecimal() and code else None


async def leaders(reader: Reader, guild: int, span: Span) -> list[int | None]:
    """The Discord ids of those who led the latest boards of a span, the last one first; None for
    who was forgotten since."""
    rows = await reader.fetch(_LEADERS, (guild, str(span), MOST_FORMER + 1))
    return [user_id for (user_id,) in rows]


async def gifters(reader: Reader, guild: int, *, after: int, limit: int) -> list[Gifter]:
    """Members by number, those after number `after`, with what they gave."""
    return [Gifter(*row) for row in await reader.fetch(_GIFTERS, (guild, after, limit))]


async def roles_waiting(reader: Reader, guild: int) -> RolesWaiting:
    """What waits of the roles that a guild's members earned."""
    rows = await reader.fetch(_WAITING, (guild,))
    members = await reader.fetch(_MEMBERS, (guild,))
    walks = [looked_at for _, looked_at in rows if looked_at >= 0]
    found = dict.fromkeys(hindrance_of(trouble) for trouble, _ in rows)
    return RolesWaiting(
        changes=len(rows) - len(walks),
        looked_at=min(walks, default=None),
        members=members[0][0] if members else 0,
        hindered=tuple(one for one in found if one),
    )
