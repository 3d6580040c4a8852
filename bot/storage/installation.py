"""What this installation remembers of itself, and which schema its database has."""

from bot.storage.database import Reader


async def remembered(reader: Reader, name: str) -> str | None:
    """The value that was last kept under a name; None if nothing was."""
    rows = await reader.fetch("SELECT value FROM installation WHERE name = ?", (name,))
    return rows[0][0] if rows else None


async def latest_migration(reader: Reader) -> str:
    """The name of the step that the schema was last brought to."""
    rows = await reader.fetch("SELECT name FROM migration ORDER BY version DESC LIMIT 1")
    name: str = rows[0][0]
    return name
