"""What rings and funnels are looked for in: who gave whom how much, and who made coins of it."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import orjson

from bot.ledger.rings import Finding, Flow, findings
from bot.ledger.rules.limits import made_ms
from bot.storage.database import Reader, Row
from bot.storage.people import Somebody, people

MOST_GIFTS: Final = 200_000
"""How many of the newest gifts are looked at, however many days are asked for."""


class Inquiry(NamedTuple):
    """What was looked at, and what was found in it."""

    gifts: int
    members: int
    is_all: bool
    """Whether all gifts of that time were looked at."""
    findings: tuple[Finding, ...]
    who: dict[int, Somebody]
    """Those of the findings, by number."""


_FLOWS: Final = """
WITH recent AS (
    SELECT seq, sender, recipient, coins, bonus_coins, at_ms FROM gift
    WHERE guild = ?1 AND seq <= ?2 ORDER BY seq DESC LIMIT ?4
),
flow AS (
    SELECT sender, recipient, count(*) AS gifts, sum(coins) AS coins,
        sum(bonus_coins) AS bonus_coins, min(seq) AS first_seq, max(seq) AS last_seq,
        min(at_ms) AS first_ms
    FROM recent
    WHERE at_ms >= ?3 AND NOT EXISTS (
        SELECT 1 FROM operation INDEXED BY operation_reversing
        WHERE operation.guild = ?1 AND reverses = recent.seq
    )
    GROUP BY sender, recipient
)
SELECT flow.*, user_id
FROM flow CROSS JOIN member ON member.guild = ?1 AND number = sender
"""
_CONVERTED: Final = """
SELECT actor, sum(outcome ->> 'coins' + outcome ->> 'bonus_coins') FROM operation
WHERE guild = ? AND seq >= ? AND seq <= ? AND at_ms >= ? AND kind = 'convert' GROUP BY actor
"""
_EDGE: Final = """
SELECT count(*), min(seq), min(at_ms) FROM (
    SELECT seq, at_ms FROM gift WHERE guild = ? AND seq <= ? ORDER BY seq DESC LIMIT ?
)
"""


async def inquire(reports: Reader, guild: int, *, through: int, since_ms: int) -> Inquiry:
    """Look for rings and funnels in the gifts since a moment, up to `#through`.

    It reads for up to a few seconds, so it is to be asked on the connection for reports, and what
    takes thinking is done in another thread.
    """
    ((read, first_seq, first_ms),) = await reports.fetch(_EDGE, (guild, through, MOST_GIFTS))
    if not read:
        return Inquiry(0, 0, is_all=True, findings=(), who={})
    read_rows = await reports.fetch_each(
        [
            (_FLOWS, (guild, through, since_ms, MOST_GIFTS)),
            (_CONVERTED, (guild, first_seq, through, since_ms)),
        ]
    )
    found, gifts, members = await asyncio.to_thread(_look, read_rows)
    named = {number for finding in found for number in finding.people}
    who = await people(reports, guild, sorted(named))
    is_all = read < MOST_GIFTS or first_ms < since_ms
    return Inquiry(gifts, members, is_all, tuple(found), who)


def _look(read_rows: list[list[Row]]) -> tuple[list[Finding], int, int]:
    converted: dict[int, int] = dict(read_rows.pop())
    # Taken out here, so that so many rows are let go of in this thread, too.
    rows = read_rows.pop()
    flows = [Flow(*row[:-1]) for row in rows]
    made = {row[0]: made_ms(row[-1]) for row in rows if row[-1] is not None}
    members = {flow.sender for flow in flows} | {flow.recipient for flow in flows}
    return findings(flows, converted, made), sum(flow.gifts for flow in flows), len(members)


class Freeze(NamedTuple):
    """That a member is frozen: since which operation, by whom, and why."""

    seq: int
    actor: int
    actor_name: str | None
    reason: str


_FROZEN: Final = """
SELECT member.number, member.frozen_seq, operation.actor, by.name, coalesce(note.text, '')
FROM json_each(?2) AS sought
    CROSS JOIN member ON member.guild = ?1 AND member.number = sought.value
    CROSS JOIN operation ON operation.guild = ?1 AND operation.seq = member.frozen_seq
    CROSS JOIN member AS by ON by.guild = ?1 AND by.number = operation.actor
    LEFT JOIN note ON note.guild = ?1 AND note.seq = member.frozen_seq
"""


async def newest_seq(reader: Reader, guild: int) -> int:
    """The number of what was done last in a guild; 0 where nothing was."""
    rows = await reader.fetch("SELECT last_seq FROM guild WHERE guild = ?", (guild,))
    return int(rows[0][0]) if rows else 0


async def frozen_among(reader: Reader, guild: int, numbers: Sequence[int]) -> dict[int, Freeze]:
    """How those of some members came to be frozen who are, by number."""
    rows = await reader.fetch(_FROZEN, (guild, orjson.dumps(numbers).decode()))
    return {number: Freeze(*freeze) for number, *freeze in rows}


def frozen_last(frozen: Mapping[int, Freeze]) -> dict[int, Freeze]:
    """Those who were frozen last, and with them who was so by the same one for the same reason."""
    newest = max(frozen.values(), default=None)
    return frozen_with(frozen, newest.seq, newest.actor, newest.reason) if newest else {}


def frozen_with(
    frozen: Mapping[int, Freeze], seq: int, actor: int, reason: str
) -> dict[int, Freeze]:
    """Those who were frozen up to `#seq` by this one for this reason."""
    return {
        number: it
        for number, it in frozen.items()
        if it.seq <= seq and (it.actor, it.reason) == (actor, reason)
    }
