"""Where pinned highlights may have been left: the guilds that pin, and where they were thanked."""

from typing import Final

from bot.ledger.books import CHANNEL_SINK
from bot.storage.database import Reader

_MOST_SHOWS: Final = 50
"""How many of a guild's newest shows are looked through for their channels."""
_MOST_THANKED: Final = 1_000
"""How many of a guild's newest thank-yous are looked through for theirs."""
_GUILDS: Final = "SELECT guild FROM setting WHERE name = 'pins' AND value = '1' ORDER BY guild"
_CHANNELS: Final = f"""
SELECT channel FROM (
    SELECT channel, number FROM (
        SELECT channel, number FROM show WHERE guild = ?1 ORDER BY number DESC LIMIT ?2
    )
    UNION ALL
    SELECT channel, number FROM show INDEXED BY show_running WHERE guild = ?1 AND ended_ms = 0
    UNION ALL
    SELECT channel, number FROM (
        SELECT channel, acknowledgement AS number, sink, message FROM outbox
        WHERE guild = ?1 ORDER BY acknowledgement DESC LIMIT ?3
    )
    WHERE sink = '{CHANNEL_SINK}' AND message <> 0
)
GROUP BY channel ORDER BY max(number) DESC LIMIT ?4
"""  # noqa: S608 - put together of constants.


async def pinning_guilds(reader: Reader) -> list[int]:
    """The guilds that pin highlights; asked once, at a start."""
    return [guild for (guild,) in await reader.fetch(_GUILDS)]


async def latest_channels(reader: Reader, guild: int, most: int) -> list[int]:
    """The channels of a guild's latest thank-yous, and latest and running shows, newest first."""
    rows = await reader.fetch(_CHANNELS, (guild, _MOST_SHOWS, _MOST_THANKED, most))
    return [channel for (channel,) in rows]
