"""Where pinned highlights may have been left: the guilds that pin, and the channels of shows."""

from typing import Final

from bot.storage.database import Reader

_MOST_SHOWS: Final = 50
"""How many of a guild's newest shows are looked through for their channels."""
_GUILDS: Final = "SELECT guild FROM setting WHERE name = 'pins' AND value = '1' ORDER BY guild"
_CHANNELS: Final = """
SELECT channel FROM (
    SELECT channel, number FROM (
        SELECT channel, number FROM show WHERE guild = ?1 ORDER BY number DESC LIMIT ?2
    )
    UNION
    SELECT channel, number FROM show INDEXED BY show_running WHERE guild = ?1 AND ended_ms = 0
)
GROUP BY channel ORDER BY max(number) DESC LIMIT ?3
"""


async def pinning_guilds(reader: Reader) -> list[int]:
    """The guilds that pin highlights; asked once, at a start."""
    return [guild for (guild,) in await reader.fetch(_GUILDS)]


async def show_channels(reader: Reader, guild: int, most: int) -> list[int]:
    """The channels of a guild's latest and running shows, the latest first."""
    rows = await reader.fetch(_CHANNELS, (guild, _MOST_SHOWS, most))
    return [channel for (channel,) in rows]
