"""Pages of what has an order number: found by the number, never by counting from the start."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final, Generic, NamedTuple, TypeVar

from bot.storage.database import Reader, Row

Numbered = TypeVar("Numbered")

MOST_SEQ: Final = 2**63 - 1
"""Behind every order number."""


class Window(NamedTuple):
    """At most `limit` entries strictly between two order numbers, from one end on."""

    after: int
    before: int
    limit: int
    newest_first: bool


@dataclass(frozen=True, slots=True)
class Page(Generic[Numbered]):
    """Entries, newest first, and whether there are others on either side."""

    entries: tuple[Numbered, ...]
    has_older: bool
    has_newer: bool


@dataclass(frozen=True, slots=True)
class Waiting(Generic[Numbered]):
    """Some of what waits to be decided about, longest first."""

    entries: tuple[Numbered, ...]
    has_more: bool
    in_all: int
    """How many wait."""


def towards(sql: str, window: Window) -> str:
    """A query that is written newest first, turned to where the window begins."""
    return sql if window.newest_first else sql.replace(" DESC", " ASC")


async def page_of(
    read: Callable[[Window], Awaitable[list[Numbered]]],
    before: int | None,
    after: int | None,
    limit: int,
) -> Page[Numbered]:
    """The page just older than `before`, just newer than `after`, or the newest of all."""
    if after is not None:
        found = await read(Window(after, MOST_SEQ, limit + 1, newest_first=False))
        older = await read(Window(0, after + 1, 1, newest_first=True))
        return Page(tuple(found[:limit][::-1]), bool(older), len(found) > limit)
    edge = MOST_SEQ if before is None else before
    found = await read(Window(0, edge, limit + 1, newest_first=True))
    newer = before is not None and await read(Window(edge - 1, MOST_SEQ, 1, newest_first=False))
    return Page(tuple(found[:limit]), len(found) > limit, bool(newer))


async def waiting_of(
    reader: Reader,
    sql: str,
    count: str,
    view: Callable[[Row], Numbered],
    *,
    guild: int,
    after: int,
    limit: int,
) -> Waiting[Numbered]:
    """What waits in a guild and is later than `#after`, as `view` tells each row.

    `sql` takes the guild, `after` and a limit; `count` takes the guild.
    """
    queries = [(sql, (guild, after, limit + 1)), (count, (guild,))]
    rows, ((in_all,),) = await reader.fetch_each(queries)
    return Waiting(tuple(map(view, rows[:limit])), len(rows) > limit, in_all)
