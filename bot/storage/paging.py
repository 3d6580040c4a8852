"""Pages of what has an order number: found by the number, never by counting from the start."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final, Generic, NamedTuple, TypeVar

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
