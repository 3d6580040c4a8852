"""What every command works with: the writer, the readers and what is kept in memory."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.storage.database import Database, Reader
from bot.storage.memory import Memory
from bot.storage.writer import Writer


@dataclass(frozen=True, slots=True)
class House:
    """Open for as long as the bot runs; closed by whoever opened it."""

    database: Database
    writer: Writer
    memory: Memory
    clock: Callable[[], int]
    """UTC milliseconds."""

    @property
    def reader(self) -> Reader:
        """The connection for what people wait for."""
        return self.database.commands
