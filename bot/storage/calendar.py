"""What time brings: matches, challenges, plans and pots that are due, and boards that may be."""

from typing import Final, NamedTuple

from bot.storage.database import Reader

MOST_TOGETHER: Final = 200
"""How many due matches, challenges, plans or pots are read at once."""


class Due(NamedTuple):
    """What has its time, such as a match, and somebody of it in whose name it is entered."""

    at_ms: int
    guild: int
    number: int
    user_id: int
    name: str


_OF_MATCHES: Final = """
SELECT ends_ms, match.guild, match.number,
    coalesce(challenger.user_id, opponent.user_id), coalesce(challenger.name, opponent.name)
FROM match INDEXED BY {index}
CROSS JOIN member AS challenger
    ON challenger.guild = match.guild AND challenger.number = match.challenger
CROSS JOIN member AS opponent ON opponent.guild = match.guild AND opponent.number = match.opponent
WHERE ended_seq = 0 AND {which}
    AND coalesce(challenger.user_id, opponent.user_id) IS NOT NULL
ORDER BY ends_ms, match.guild, match.number LIMIT ?
"""
_MATCHES: Final = _OF_MATCHES.format(index="match_due", which="begins_ms > 0 AND ends_ms > 0")
_CHALLENGES: Final = _OF_MATCHES.format(
    index="match_offered", which="begins_ms = 0 AND ends_ms >= 0"
)
_PLANS: Final = """
SELECT at_ms, plan.guild, plan.number, user_id, name
FROM plan INDEXED BY plan_due
CROSS JOIN member ON member.guild = plan.guild AND member.number = creator
WHERE closed_seq = 0 AND at_ms > 0 AND user_id IS NOT NULL
ORDER BY at_ms, plan.guild, plan.number LIMIT ?
"""
# What is left in a pot goes back also where its keeper was forgotten: then the oldest account
# that is known there asks for it.
_OF_POTS: Final = """
SELECT {at}, pot.guild, pot.number, member.user_id, member.name
FROM pot INDEXED BY {index}
CROSS JOIN member AS keeper ON keeper.guild = pot.guild AND keeper.number = pot.keeper
CROSS JOIN member ON member.guild = pot.guild AND member.number = iif(
    keeper.user_id IS NOT NULL, pot.keeper, (
        SELECT known.number FROM member AS known
        WHERE known.guild = pot.guild AND known.user_id > 0 ORDER BY known.user_id LIMIT 1
    )
)
WHERE {which} AND ended_seq = 0
ORDER BY {at}, pot.guild, pot.number LIMIT ?
"""
# What opens has its moment; 0 would be from the beginning.
_OPENINGS: Final = _OF_POTS.format(
    at="opens_ms", index="pot_opening", which="opened_seq = 0 AND opens_ms > 0"
)
_CLOSINGS: Final = _OF_POTS.format(at="closes_ms", index="pot_closing", which="closes_ms > 0")
# Whoever froze the keeper ends their chests by it; where that one was forgotten, the keeper does.
_HELD_BACK: Final = """
SELECT 0, pot.guild, pot.number,
    iif(freezer.user_id IS NULL, keeper.user_id, freezer.user_id),
    iif(freezer.user_id IS NULL, keeper.name, freezer.name)
FROM pot INDEXED BY pot_closing
CROSS JOIN member AS keeper ON keeper.guild = pot.guild AND keeper.number = pot.keeper
    AND keeper.frozen_seq IS NOT NULL
CROSS JOIN operation ON operation.guild = pot.guild AND seq = keeper.frozen_seq
CROSS JOIN member AS freezer ON freezer.guild = pot.guild AND freezer.number = actor
WHERE ended_seq = 0 AND closes_ms > 0 AND own = 1
    AND coalesce(freezer.user_id, keeper.user_id) IS NOT NULL
ORDER BY pot.guild, pot.number LIMIT ?
"""
_GUILDS: Final = """
SELECT DISTINCT guild FROM setting WHERE name = 'gift_channel' AND value <> '0'
"""


async def next_matches(reader: Reader) -> list[Due]:
    """The running matches that end next, soonest first."""
    return [Due(*row) for row in await reader.fetch(_MATCHES, (MOST_TOGETHER,))]


async def next_challenges(reader: Reader) -> list[Due]:
    """The challenges whose time to be answered ends next, soonest first."""
    return [Due(*row) for row in await reader.fetch(_CHALLENGES, (MOST_TOGETHER,))]


async def next_plans(reader: Reader) -> list[Due]:
    """The plans whose time comes next, soonest first."""
    return [Due(*row) for row in await reader.fetch(_PLANS, (MOST_TOGETHER,))]


async def next_openings(reader: Reader) -> list[Due]:
    """The chests that open next, soonest first."""
    return [Due(*row) for row in await reader.fetch(_OPENINGS, (MOST_TOGETHER,))]


async def next_closings(reader: Reader) -> list[Due]:
    """The pots whose time is over next, soonest first."""
    return [Due(*row) for row in await reader.fetch(_CLOSINGS, (MOST_TOGETHER,))]


async def next_held_back(reader: Reader) -> list[Due]:
    """The chests of members who are frozen, which end at once, each with whoever froze them."""
    return [Due(*row) for row in await reader.fetch(_HELD_BACK, (MOST_TOGETHER,))]


async def guilds_with_channel(reader: Reader) -> list[int]:
    """The guilds that have a channel for gifts, and so for boards."""
    return [guild for (guild,) in await reader.fetch(_GUILDS)]
