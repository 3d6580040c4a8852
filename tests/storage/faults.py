"""What can go wrong with the file under the books, done to a real one."""

import asyncio
import resource
import sqlite3
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import (
    AbstractAsyncContextManager,
    asynccontextmanager,
    closing,
    contextmanager,
    suppress,
)
from dataclasses import dataclass, field
from enum import Enum, auto
from pathlib import Path

from bot.storage.database import Keeper, Query, Row, Statement, StorageFailed
from tests.waiting import PATIENCE_SECONDS


class Fault(Enum):
    """How a COMMIT ends, as far as its caller can see."""

    NONE = auto()
    INSTEAD = auto()
    """It fails, and nothing was written."""
    AFTERWARDS = auto()
    """It fails, and everything was written."""
    UNKNOWN = auto()
    """It fails, everything was written, and the file cannot be read to find out."""


@dataclass
class UnreliableKeeper:
    """A real keeper whose next transactions end as they are told; then all is well again."""

    keeper: Keeper
    coming: list[Fault] = field(default_factory=list)
    is_readable: bool = True

    async def fetch(self, sql: str, parameters: Row = ()) -> list[Row]:
        """Read, unless the file cannot be read."""
        if not self.is_readable:
            raise StorageFailed("the file cannot be read")
        return await self.keeper.fetch(sql, parameters)

    async def fetch_each(self, queries: Sequence[Query]) -> list[list[Row]]:
        """Read, unless the file cannot be read."""
        return [await self.fetch(*query) for query in queries]

    def snapshot(self) -> AbstractAsyncContextManager[None]:
        """A snapshot of the real keeper."""
        return self.keeper.snapshot()

    async def write(self, statements: Sequence[Statement]) -> None:
        """Write through the real keeper."""
        await self.keeper.write(statements)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[None]:
        """A real transaction, whose COMMIT seems to fail or does."""
        fault = self.coming.pop(0) if self.coming else Fault.NONE
        self.is_readable = True
        async with self.keeper.transaction():
            yield
            if fault is Fault.INSTEAD:
                raise StorageFailed("COMMIT failed")
        if fault in {Fault.AFTERWARDS, Fault.UNKNOWN}:
            self.is_readable = fault is Fault.AFTERWARDS
            raise StorageFailed("COMMIT failed, it says")


async def fill_up(keeper: Keeper, pages: int) -> None:
    """Leave room for so many more pages and no others, as on a disk that is almost full."""
    ((used,),) = await keeper.fetch("PRAGMA page_count")
    await keeper.fetch(f"PRAGMA max_page_count = {used + pages}")


async def make_room(keeper: Keeper) -> None:
    """Let the file grow again."""
    await keeper.fetch(f"PRAGMA max_page_count = {2**31}")


@contextmanager
def no_file_growing_beyond(size: int) -> Iterator[None]:
    """Have the system refuse to write any file of this process beyond so many bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@asynccontextmanager
async def locked(path: Path) -> AsyncIterator[None]:
    """Have another connection write, and not come to an end."""
    with closing(sqlite3.connect(path, isolation_level=None, timeout=0)) as other:
        # A writer in the middle of a batch needs this event loop to come to its end.
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not other.in_transaction:
                with suppress(sqlite3.OperationalError):
                    other.execute("BEGIN IMMEDIATE")
                await asyncio.sleep(0.001)
        yield
        other.execute("ROLLBACK")
