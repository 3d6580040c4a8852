"""What every command works with: the writer, the readers and what is kept in memory."""

import asyncio
from dataclasses import dataclass, field

from bot.clock import Clock
from bot.pictures.gallery import Gallery
from bot.presence import Presence
from bot.storage.database import Database, Reader
from bot.storage.memory import Memory
from bot.storage.writer import Writer
from bot.words import Words, speak


@dataclass(frozen=True, slots=True)
class House:
    """Open for as long as the bot runs; closed by whoever opened it."""

    database: Database
    writer: Writer
    memory: Memory
    clock: Clock
    gallery: Gallery
    presence: Presence = field(default_factory=Presence)
    reckoning: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Held by whoever reckons for a second or more: several at once would hold up everybody."""

    @property
    def reader(self) -> Reader:
        """The connection for what people wait for."""
        return self.database.commands

    async def words(self, guild: int) -> Words:
        """The words for what all of a guild may read."""
        return speak((await self.memory.settings(guild)).language)
