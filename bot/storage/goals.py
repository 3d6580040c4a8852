"""Goals as people read them: how far one has come, and who has helped."""

from dataclasses import dataclass
from typing import Final, NamedTuple

from bot.storage.database import Reader, Row
from bot.storage.people import Somebody


class Contributor(NamedTuple):
    """Somebody who helped towards a goal, with what they gave: coins, or gifts of its kind."""

    member: Somebody
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalView:
    """A goal of a creator's: `target` coins where `item` is 0, else that many of one gift."""

    number: int
    creator: Somebody
    item: int
    name: str
    emoji: str
    target: int
    progress: int
    expires_ms: int
    was_reached: bool
    """Whether it was reached, and so celebrated, whatever was taken back since."""
    contributors: tuple[Contributor, ...]
    """Who helped most, first; as many as were asked for."""
    helped: int
    """How many helped in all."""

    @property
    def is_reached(self) -> bool:
        """Whether all that was wanted has come and stayed."""
        return self.progress >= self.target


_COLUMNS: Final = """
    goal.number, goal.item, operation.outcome ->> '$.name', operation.outcome ->> '$.emoji',
    goal.target, goal.progress, goal.expires_ms, goal.reached_seq, goal.ended_seq,
    member.number, member.user_id, member.name
"""
_JOINS: Final = """
CROSS JOIN member ON member.guild = goal.guild AND member.number = goal.creator
CROSS JOIN operation ON operation.guild = goal.guild AND operation.seq = goal.number
"""
_RUNNING: Final = f"""
SELECT {_COLUMNS}
FROM member AS asked
CROSS JOIN goal INDEXED BY goal_running
    ON goal.guild = asked.guild AND goal.creator = asked.number AND goal.ended_seq = 0
{_JOINS}
WHERE asked.guild = ? AND asked.user_id = ?
"""  # noqa: S608 - put together of constants.
_ONE: Final = f"""
SELECT {_COLUMNS} FROM goal {_JOINS} WHERE goal.guild = ? AND goal.number = ?
"""  # noqa: S608 - put together of constants.
# What was reversed helped nobody. Gifts count from the goal's own number on, until it ended, and
# for its celebration up to the one that reached it.
_CONTRIBUTORS: Final = """
WITH senders AS (
    SELECT gift.sender,
        sum(iif(goal.item = 0, gift.coins + gift.bonus_coins, gift.quantity)) AS amount
    FROM goal
    CROSS JOIN gift INDEXED BY gift_by_recipient
        ON gift.guild = goal.guild AND gift.recipient = goal.creator AND gift.seq > goal.number
            AND gift.seq <= ?3
    LEFT JOIN operation AS reversal
        ON reversal.guild = gift.guild AND reversal.reverses = gift.seq
    WHERE goal.guild = ?1 AND goal.number = ?2 AND goal.item IN (0, gift.item)
        AND gift.at_ms < goal.expires_ms AND reversal.seq IS NULL
    GROUP BY gift.sender
)
SELECT number, user_id, name, amount, count(*) OVER ()
FROM senders CROSS JOIN member ON member.guild = ?1 AND member.number = senders.sender
ORDER BY amount DESC, number LIMIT ?4
"""
_EVER: Final = 2**63 - 1


async def running_goal(reader: Reader, guild: int, user_id: int, *, most: int) -> GoalView | None:
    """The goal that a creator has, also one that is reached or over, until they end it."""
    for row in await reader.fetch(_RUNNING, (guild, user_id)):
        return await _view(reader, guild, row, most)
    return None


async def goal(reader: Reader, guild: int, number: int, *, most: int) -> GoalView | None:
    """The goal with this number, with those who helped until it was reached."""
    for row in await reader.fetch(_ONE, (guild, number)):
        return await _view(reader, guild, row, most, is_over=True)
    return None


async def _view(
    reader: Reader, guild: int, row: Row, most: int, *, is_over: bool = False
) -> GoalView:
    """A goal; where it `is_over`, with what came until then."""
    number, item, name, emoji, target, progress, expires_ms, reached, ended, *creator = row
    through = (reached or ended if is_over else 0) or _EVER
    found = await reader.fetch(_CONTRIBUTORS, (guild, number, through, most))
    return GoalView(
        number=number,
        creator=Somebody(*creator),
        item=item,
        name=name,
        emoji=emoji,
        target=target,
        progress=progress,
        expires_ms=expires_ms,
        was_reached=bool(reached),
        contributors=tuple(Contributor(Somebody(*who), amount) for *who, amount, _ in found),
        helped=found[0][-1] if found else 0,
    )
