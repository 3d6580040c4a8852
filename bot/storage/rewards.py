"""Who led the boards of earlier periods, and so may have a role that goes with that."""

from typing import Final

from bot.storage.database import Reader

MOST_FORMER: Final = 5
"""How many of those who led before are looked at: one usually has the role, and more only where it
could not be taken away in time."""

# A posted board is done once, under a name that sorts by its period.
_FORMER: Final = """
SELECT user_id FROM operation
CROSS JOIN member ON member.guild = operation.guild AND number = actor
WHERE operation.guild = ? AND once >= ? AND once < ? AND user_id IS NOT NULL
ORDER BY once DESC LIMIT ?
"""
_LATER: Final = "SELECT 1 FROM operation WHERE guild = ? AND once > ? AND once < ? LIMIT 1"


async def former_leaders(reader: Reader, guild: int, period: str) -> list[int]:
    """The Discord ids of those who led the boards of earlier periods of the same span."""
    span = period.partition(":")[0]
    first, own = f"board:{span}:", f"board:{period}"
    rows = await reader.fetch(_FORMER, (guild, first, own, MOST_FORMER))
    return list(dict.fromkeys(user_id for (user_id,) in rows))


async def is_succeeded(reader: Reader, guild: int, period: str) -> bool:
    """Whether the board of a later period of the same span was posted already."""
    span = period.partition(":")[0]
    # A semicolon sorts just after the colon that all periods of a span have there.
    return bool(await reader.fetch(_LATER, (guild, f"board:{period}", f"board:{span};")))
