"""What a guild has made its own: settings and catalogue."""

from typing import Final

from bot.ledger.catalogue import Catalogue, Item
from bot.ledger.guild_settings import GuildSettings, stored
from bot.storage.database import Reader

_SETTINGS: Final = "SELECT name, value FROM setting WHERE guild = ?"
_ITEMS: Final = "SELECT item, name, emoji, price, retired FROM catalogue WHERE guild = ?"


async def guild_settings(reader: Reader, guild: int) -> GuildSettings:
    """A guild's settings, the defaults where it set nothing.

    Raises ValueError for a stored value that nobody could have set.
    """
    return stored(dict(await reader.fetch(_SETTINGS, (guild,))))


async def catalogue(reader: Reader, guild: int) -> Catalogue:
    """A guild's catalogue: the default gifts with its own changes laid over them."""
    rows = await reader.fetch(_ITEMS, (guild,))
    return Catalogue(
        Item(number, name, emoji, price, bool(retired))
        for number, name, emoji, price, retired in rows
    )
