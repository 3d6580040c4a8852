"""What is still to be shown: acknowledgements on their way to a channel or a stream."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any, Final, NamedTuple

import orjson

from bot.ledger.requests.marks import MarkShown, Stage
from bot.storage.combos import ComboView, Name, combos
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
    digest: int
    """The digest that carried it, named by the first it carried; 0: a message of its own."""
    operation: OperationView
    combo: ComboView | None = None
    """The combo that it acknowledges, if it acknowledges one."""

    def mark(
        self, stage: Stage, revision: int, channel: int, message: int = 0, *, trouble: str = ""
    ) -> MarkShown:
        """What to enter once one revision of it has come this far in a channel."""
        return MarkShown(
            guild=self.guild,
            acknowledgement=self.acknowledgement,
            sink=self.sink,
            revision=revision,
            stage=stage,
            channel=channel,
            message=message,
            trouble=trouble,
        )


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
_OF_DELIVERY: Final = tuple(
    part.name for part in fields(Delivery) if part.name not in {"operation", "combo"}
)

_SOUGHT: Final = describing(
    """
    SELECT guild, acknowledgement AS seq, sink, wanted, shown, attempted, attempts, channel,
        fallback, message, doubtful, trouble, attempted_ms, shown_ms, digest
    FROM json_each(?) AS sought CROSS JOIN outbox
        ON guild = sought.value ->> 0 AND acknowledgement = sought.value ->> 1
            AND sink = sought.value ->> 2
    """,
    "ORDER BY page.guild, page.seq, page.sink",
)
_WAITING_KEYS: Final = """
SELECT guild, acknowledgement, sink, channel, home, fallback, message, wanted
FROM outbox INDEXED BY outbox_waiting
WHERE shown < wanted AND (guild, acknowledgement, sink) > (?, ?, ?)
ORDER BY guild, acknowledgement, sink LIMIT ?
"""
# Roles that wait to be given are no posts, and told apart.
_BACKLOG: Final = """
SELECT
    (
        SELECT count(*) FROM outbox INDEXED BY outbox_waiting
        WHERE guild = ?1 AND shown < wanted AND sink <> 'role'
    ),
    (
        SELECT at_ms FROM operation WHERE guild = ?1 AND seq = (
            SELECT min(acknowledgement) FROM outbox INDEXED BY outbox_waiting
            WHERE guild = ?1 AND shown < wanted AND sink <> 'role'
        )
    ),
    (SELECT count(*) FROM outbox INDEXED BY outbox_doubtful WHERE guild = ?1 AND doubtful = 1)
"""
_TROUBLES: Final = """
SELECT trouble, count(*) FROM outbox INDEXED BY outbox_waiting
WHERE guild = ? AND shown < wanted AND trouble <> '' AND sink <> 'role'
GROUP BY trouble ORDER BY count(*) DESC, trouble
"""


_UNSHOWN: Final = """
SELECT count(*), min(operation.at_ms)
FROM outbox INDEXED BY outbox_waiting
CROSS JOIN operation ON operation.guild = outbox.guild AND seq = acknowledgement
LEFT JOIN combo ON combo.guild = outbox.guild AND combo.number = acknowledgement
LEFT JOIN creator ON creator.guild = combo.guild AND member = recipient
WHERE shown < wanted AND shown = 0 AND sink NOT IN ('board', 'role') AND coalesce(holding, 0) = 0
"""


class Unshown(NamedTuple):
    """What nobody has been shown yet."""

    waiting: int
    since_ms: int | None
    """When the oldest of it was done, in UTC milliseconds; None for nothing."""


class Waiting(NamedTuple):
    """A row of the outbox that waits, and where it is to go."""

    guild: int
    acknowledgement: int
    sink: str
    channel: int
    home: int
    fallback: int
    message: int
    wanted: int


Key = tuple[int, int, str]
"""Guild, acknowledgement, sink: what names a row of the outbox."""


async def waiting(reader: Reader, *, after: Key | None = None, limit: int) -> list[Waiting]:
    """What waits to be shown, guild by guild and oldest first.

    `after` is the guild, the acknowledgement and the sink that were read last.
    """
    rows = await reader.fetch(_WAITING_KEYS, (*(after or _BEGINNING), limit))
    return [Waiting(*row) for row in rows]


async def unshown(reader: Reader) -> Unshown:
    """What waits for its first message, without what its creator holds back and what is no message
    of its own. Takes about 5 us a row that waits."""
    (row,) = await reader.fetch(_UNSHOWN)
    return Unshown(*row)


async def deliveries(reader: Reader, keys: Iterable[Key]) -> list[Delivery]:
    """How these acknowledgements fare at their sinks, whether they wait or not."""
    sought = list(keys)
    rows = await reader.fetch(_SOUGHT, (orjson.dumps(sought).decode(),))
    found = await combos(reader, {(guild, number) for guild, number, _ in sought})
    return [_delivery(row, found) for row in rows]


async def delivery(reader: Reader, guild: int, acknowledgement: int, sink: str) -> Delivery | None:
    """How one acknowledgement fares at one sink, whether it waits or not."""
    found = await deliveries(reader, [(guild, acknowledgement, sink)])
    return found[0] if found else None


def _delivery(row: Row, found: Mapping[Name, ComboView]) -> Delivery:
    of_operation, columns = described(row)
    known: dict[str, Any] = dict(zip(_OF_DELIVERY, columns, strict=True))
    known["doubtful"] = bool(known["doubtful"])
    combo = found.get((known["guild"], known["acknowledgement"]))
    return Delivery(**known, operation=OperationView(**of_operation), combo=combo)


async def has_any(reader: Reader) -> bool:
    """Whether anything was ever to be shown."""
    return bool(await reader.fetch("SELECT 1 FROM outbox LIMIT 1"))


async def backlog(reader: Reader, guild: int) -> Backlog:
    """How far behind a guild's acknowledgements are."""
    ((count, oldest_ms, doubtful),) = await reader.fetch(_BACKLOG, (guild,))
    troubles = [Trouble(*row) for row in await reader.fetch(_TROUBLES, (guild,))]
    return Backlog(count, oldest_ms, tuple(troubles), doubtful)
