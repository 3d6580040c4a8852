"""What the rest of the house sees of a database."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any, Protocol

Row = tuple[Any, ...]
Query = tuple[str, Row]
"""SQL, and its parameters."""
Statement = tuple[str, Sequence[Row]]
"""SQL, and the rows of parameters that it is carried out with, one after the other."""


class DatabaseRefused(Exception):  # noqa: N818 - the name is the sentence that follows it.
    """The database cannot be used as it is; the text is one sentence for the operator."""


class StorageFailed(Exception):  # noqa: N818 - the name is the sentence that follows it.
    """The file could not be read or written, through no fault of what was asked.

    If COMMIT itself failed, whether it took place is known only after looking again.
    """


class Reader(Protocol):
    """A connection that can only read."""

    async def fetch(self, sql: str, parameters: Row = ()) -> list[Row]:
        """All rows that a query gives. Raises StorageFailed where the file is at fault."""

    async def fetch_each(self, queries: Sequence[Query]) -> list[list[Row]]:
        """The rows of each query, in order, for about the cost of asking once."""

    def snapshot(self) -> AbstractAsyncContextManager[None]:
        """Have everything that is fetched until leaving see the books of one moment."""


class Keeper(Reader, Protocol):
    """The one connection that writes. Only the writer's task uses it."""

    def transaction(self) -> AbstractAsyncContextManager[None]:
        """Commit on leaving, roll back on any exception. Raises StorageFailed."""

    async def write(self, statements: Sequence[Statement]) -> None:
        """Carry out statements in order, inside the open transaction."""


@dataclass(frozen=True, slots=True)
class Database:
    """An open database: one connection that writes, and two that read beside it."""

    keeper: Keeper
    commands: Reader
    """For what people wait for."""
    reports: Reader
    """For what takes long, so that nobody waits behind it."""
