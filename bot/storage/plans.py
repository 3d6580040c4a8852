"""Planned shows as people read them, and who asked to be reminded of one."""

from dataclasses import dataclass
from typing import Final

from bot.storage.database import Reader, Row
from bot.storage.people import Somebody


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanView:
    """A show that a creator announced for a moment, in UTC milliseconds."""

    number: int
    creator: Somebody
    channel: int
    at_ms: int
    title: str
    is_closed: bool
    is_called_off: bool
    """Whether it was called off, and so does not take place."""
    reminded: int
    """How many asked to be reminded."""
    show_channel: int
    """Where the creator's show runs now; 0: nowhere."""


_COLUMNS: Final = """
    plan.number, plan.channel, plan.at_ms, coalesce(note.text, ''), plan.closed_seq,
    coalesce(closing.outcome ->> '$.called_off', 0),
    (
        SELECT count(*) FROM reminder
        WHERE reminder.guild = plan.guild AND reminder.plan = plan.number
    ),
    coalesce(
        (
            SELECT show.channel FROM show INDEXED BY show_running
            WHERE show.guild = plan.guild AND show.creator = plan.creator AND show.ended_ms = 0
        ),
        0
    ),
    member.number, member.user_id, member.name
"""
_JOINS: Final = """
LEFT JOIN note ON note.guild = plan.guild AND note.seq = plan.number
LEFT JOIN operation AS closing ON closing.guild = plan.guild AND closing.seq = plan.closed_seq
"""
_ONE: Final = f"""
SELECT {_COLUMNS} FROM plan
CROSS JOIN member ON member.guild = plan.guild AND member.number = plan.creator
{_JOINS}
WHERE plan.guild = ? AND plan.number = ?
"""  # noqa: S608 - put together of constants.
_OPEN: Final = f"""
SELECT {_COLUMNS} FROM member
CROSS JOIN plan INDEXED BY plan_by_creator
    ON plan.guild = member.guild AND plan.creator = member.number AND plan.closed_seq = 0
{_JOINS}
WHERE member.guild = ? AND member.user_id = ?
ORDER BY plan.at_ms, plan.number LIMIT ?
"""  # noqa: S608 - put together of constants.
_REMINDED: Final = """
SELECT user_id FROM reminder
CROSS JOIN member ON member.guild = reminder.guild AND number = reminder.member
WHERE reminder.guild = ? AND plan = ? AND user_id IS NOT NULL
ORDER BY number LIMIT ?
"""


async def plan(reader: Reader, guild: int, number: int) -> PlanView | None:
    """The plan of a guild with this number, open or closed."""
    for row in await reader.fetch(_ONE, (guild, number)):
        return _view(row)
    return None


async def open_plans(reader: Reader, guild: int, user_id: int, *, limit: int) -> list[PlanView]:
    """A creator's plans that are yet to come, soonest first."""
    return [_view(row) for row in await reader.fetch(_OPEN, (guild, user_id, limit))]


async def reminded(reader: Reader, guild: int, number: int, *, limit: int) -> list[int]:
    """The Discord ids of those who asked to be reminded of a plan, first come first."""
    return [user_id for (user_id,) in await reader.fetch(_REMINDED, (guild, number, limit))]


def _view(row: Row) -> PlanView:
    number, channel, at_ms, title, closed, called_off, count, show_channel, *creator = row
    return PlanView(
        number=number,
        creator=Somebody(*creator),
        channel=channel,
        at_ms=at_ms,
        title=title,
        is_closed=bool(closed),
        is_called_off=bool(called_off),
        reminded=count,
        show_channel=show_channel,
    )
