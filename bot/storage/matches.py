"""Matches as people read them: who plays against whom, how it stands, and who gave most."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple

from bot.ledger.outcomes.live import ChallengeLapsed
from bot.storage.database import Reader, Row
from bot.storage.people import Somebody


class MatchState(StrEnum):
    """How far a match has come."""

    PROPOSED = "proposed"
    RUNNING = "running"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    ENDED = "ended"


class Side(NamedTuple):
    """One of the two, the coins they were given in the match, and who gave most of them."""

    creator: Somebody
    coins: int
    best: Somebody | None
    best_coins: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchView:
    """A match between two creators."""

    number: int
    state: MatchState
    channel: int
    minutes: int
    begins_ms: int
    ends_ms: int
    """When it ends; while it is a challenge, until when that may be answered."""
    challenger: Side
    opponent: Side

    @property
    def winner(self) -> Side | None:
        """Who was given more; None where both were given as much."""
        if self.challenger.coins == self.opponent.coins:
            return None
        return max(self.challenger, self.opponent, key=lambda side: side.coins)

    def side_of(self, user_id: int) -> Side | None:
        """The side of one of the two; None for everybody else."""
        sides = (self.challenger, self.opponent)
        return next((side for side in sides if side.creator.user_id == user_id), None)


_ONE: Final = """
SELECT match.number, match.channel, match.minutes, match.begins_ms, match.ends_ms,
    match.accepted_seq, match.ended_seq, coalesce(ending.actor, 0), coalesce(ending.kind, ''),
    match.challenger_coins, match.opponent_coins,
    challenger.number, challenger.user_id, challenger.name,
    opponent.number, opponent.user_id, opponent.name
FROM match
CROSS JOIN member AS challenger
    ON challenger.guild = match.guild AND challenger.number = match.challenger
CROSS JOIN member AS opponent ON opponent.guild = match.guild AND opponent.number = match.opponent
LEFT JOIN operation AS ending ON ending.guild = match.guild AND ending.seq = match.ended_seq
WHERE match.guild = ? AND match.number = ?
"""
# What was reversed while the match was on is no part of its score, and nobody's gift.
_BEST: Final = """
WITH senders AS (
    SELECT gift.sender, sum(gift.coins + gift.bonus_coins) AS coins
    FROM gift INDEXED BY gift_by_recipient
    LEFT JOIN operation AS reversal
        ON reversal.guild = gift.guild AND reversal.reverses = gift.seq
    WHERE gift.guild = ?1 AND gift.recipient = ?2 AND gift.seq > ?3 AND gift.seq < ?4
        AND gift.at_ms >= ?5 AND gift.at_ms < ?6
        AND (reversal.seq IS NULL OR reversal.seq > ?4)
    GROUP BY gift.sender
)
SELECT number, user_id, name, coins
FROM senders CROSS JOIN member ON member.guild = ?1 AND member.number = senders.sender
ORDER BY coins DESC, number LIMIT 1
"""
_EVER: Final = 2**63 - 1


async def match(reader: Reader, guild: int, number: int) -> MatchView | None:
    """The match of a guild with this number."""
    for row in await reader.fetch(_ONE, (guild, number)):
        return await _view(reader, guild, row)
    return None


async def _view(reader: Reader, guild: int, row: Row) -> MatchView:
    named, channel, minutes, begins_ms, ends_ms, accepted, ended, *rest = row
    ended_by, how, *coins = rest[:4]
    people = (Somebody(*rest[4:7]), Somebody(*rest[7:10]))
    sides = []
    for creator, given in zip(people, coins, strict=True):
        # The one who gave most is looked for only where anybody gave anything.
        window = (guild, creator.number, accepted, ended or _EVER, begins_ms, ends_ms)
        best = await reader.fetch(_BEST, window) if given else []
        who = Somebody(*best[0][:3]) if best else None
        sides.append(Side(creator, given, who, best[0][3] if best else 0))
    return MatchView(
        number=named,
        state=_state(begins_ms, ended, how, by_challenger=ended_by == people[0].number),
        channel=channel,
        minutes=minutes,
        begins_ms=begins_ms,
        ends_ms=ends_ms,
        challenger=sides[0],
        opponent=sides[1],
    )


def _state(begins_ms: int, ended: int, how: str, *, by_challenger: bool) -> MatchState:
    if begins_ms:
        return MatchState.ENDED if ended else MatchState.RUNNING
    if not ended:
        return MatchState.PROPOSED
    if how == ChallengeLapsed.kind:
        return MatchState.LAPSED
    return MatchState.WITHDRAWN if by_challenger else MatchState.DECLINED
