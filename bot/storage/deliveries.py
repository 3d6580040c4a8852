"""What is still to be shown: acknowledgements on their way to a channel or a stream."""

from dataclasses import dataclass, fields
from typing import Any, Final, NamedTuple

from bot.storage.database import Reader, Row
from bot.storage.operations import OperationView, described, describing


@dataclass(frozen=True, slots=True)
class Delivery:
    """One operation on its way to one sink: the revision wanted, and how far it has come.

    0 stands for a channel, message, revision or moment (in UTC milliseconds) that is not known.
    """

    guild: int
    acknowledgement: int
    sink: str
    wanted: int
    shown: int
    attempted: int
    attempts: int
    channel: int
    fallback: int
    message: int
    doubtful: bool
    trouble: str
    attempted_ms: int
    shown_ms: int
    operation: OperationView


class Trouble(NamedTuple):
    """Why deliveries wait, in Discord's words, and how many wait for that reason."""

    text: str
    deliveries: int


@dataclass(frozen=True, slots=True)
class Backlog:
    """What a guild has not been shown: how much, since when, why, and what was shown twice."""

    waiting: int
    oldest_ms: int | None
    """When what waits longest was done, in UTC milliseconds."""
    troubles: tuple[Trouble, ...]
    doubtful: int
    """How many may stand in the channel twice."""


_BEGINNING: Final = (0, 0, "")
_OF_DELIVERY: Final = tuple(part.name for part in fields(Delivery) if part.name != "operation")

_WAITING: Final = describing(
    """
    SELECT guild, acknowledgement AS seq, sink, wanted, shown, attempted, attempts, channel,
        fallback, message, doubtful, trouble, attempted_ms, shown_ms
    FROM outbox INDEXED BY outbox_waiting
    WHERE shown < wanted AND (guild, acknowledgement, sink) > (?, ?, ?)
    ORDER BY guild, acknowledgement, sink LIMIT ?
    """,
    "ORDER BY page.guild, page.seq, page.sink",
)
_ONE: Final = describing(
    """
    SELECT guild, acknowledgement AS seq, sink, wanted, shown, attempted, attempts, channel,
        fallback, message, doubtful, trouble, attempted_ms, shown_ms
    FROM outbox WHERE guild = ? AND acknowledgement = ? AND sink = ?
    """
)
_BACKLOG: Final = """
SELECT
    (
        SELECT count(*) FROM outbox INDEXED BY outbox_waiting
        WHERE guild = ?1 AND shown < wanted
    ),
    (
        SELECT at_ms FROM operation WHERE guild = ?1 AND seq = (
            SELECT min(acknowledgement) FROM outbox INDEXED BY outbox_waiting
            WHERE guild = ?1 AND shown < wanted
        )
    ),
    (SELECT count(*) FROM outbox INDEXED BY outbox_doubtful WHERE guild = ?1 AND doubtful = 1)
"""
_TROUBLES: Final = """
SELECT trouble, count(*) FROM outbox INDEXED BY outbox_waiting
WHERE guild = ? AND shown < wanted AND trouble <> ''
GROUP BY trouble ORDER BY count(*) DESC, trouble
"""


async def waiting(
    reader: Reader, *, after: tuple[int, int, str] | None = None, limit: int
) -> list[Delivery]:
    """What waits to be shown, guild by guild and oldest first.

    `after` is the guild, the acknowledgement and the sink that were read last.
    """
    rows = await reader.fetch(_WAITING, (*(after or _BEGINNING), limit))
    return [_delivery(row) for row in rows]


async def delivery(reader: Reader, guild: int, acknowledgement: int, sink: str) -> Delivery | None:
    """How one acknowledgement fares at one sink, whether it waits or not."""
    rows = await reader.fetch(_ONE, (guild, acknowledgement, sink))
    return _delivery(rows[0]) if rows else None


def _delivery(row: Row) -> Delivery:
    of_operation, columns = described(row)
    known: dict[str, Any] = dict(zip(_OF_DELIVERY, columns, strict=True))
    known["doubtful"] = bool(known["doubtful"])
    return Delivery(**known, operation=OperationView(**of_operation))


async def backlog(reader: Reader, guild: int) -> Backlog:
    """How far behind a guild's acknowledgements are."""
    ((count, oldest_ms, doubtful),) = await reader.fetch(_BACKLOG, (guild,))
    troubles = [Trouble(*row) for row in await reader.fetch(_TROUBLES, (guild,))]
    return Backlog(count, oldest_ms, tuple(troubles), doubtful)
