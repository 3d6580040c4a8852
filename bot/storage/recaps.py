"""What a show came to: who gave, when, what stood out, and every gift of it for a file."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from bot.ledger.money import earned_units
from bot.storage.combos import COMBO_OF_GIFT, IS_THANKED
from bot.storage.database import Query, Reader, Row
from bot.storage.people import Somebody
from bot.storage.queue import ThanksGiven, thanks_given
from bot.storage.shows import Gifter, ShowView, gifters, show

MOST_POINTS: Final = 240
"""Into how many parts a show is divided to tell when its coins came."""
MOST_TOP: Final = 5
MOST_LOOKED_THROUGH: Final = 200
"""How many goals and matches of a guild are looked through, from the show's beginning on, and how
many matches before it."""
MOST_TOLD: Final = 3
"""How many goals, and how many matches, of one show are told of."""
GIFTS_PER_PAGE: Final = 2_000


class Standout(NamedTuple):
    """A combo or a gift above all others of its show."""

    sender: Somebody
    name: str
    emoji: str
    quantity: int
    coins: int


class GoalResult(NamedTuple):
    """How far a goal came: coins if it has no `name`, else so many of that gift."""

    name: str
    emoji: str
    target: int
    progress: int
    is_reached: bool


class MatchResult(NamedTuple):
    """How a match ended, in coins; the creator of the show is one of the two."""

    challenger: Somebody
    opponent: Somebody
    challenger_coins: int
    opponent_coins: int


@dataclass(frozen=True, slots=True)
class Recap:
    """What a show came to. Reversed gifts count nowhere."""

    show: ShowView
    people: int
    gifters: tuple[Gifter, ...]
    points: tuple[tuple[int, int], ...]
    """Milliseconds from the beginning, and the coins that had come by then."""
    longest: Standout | None
    """The combo of several gifts that counted highest."""
    biggest: Standout | None
    """The one gift that cost most."""
    thanks: ThanksGiven
    goals: tuple[GoalResult, ...]
    matches: tuple[MatchResult, ...]


class GiftLine(NamedTuple):
    """One gift of a show, as a file tells of it."""

    seq: int
    at_ms: int
    sender: Somebody
    gift: str
    quantity: int
    coins: int
    """Bought coins; bonus coins are apart."""
    bonus_coins: int
    share: int
    message: str
    combo: int
    thanked_ms: int
    """When the creator thanked for its combo, in UTC milliseconds; 0 where they have not."""
    reversed_by: int

    @property
    def earned_units(self) -> int:
        """What it earned, in units of diamonds of both origins."""
        return earned_units(self.coins + self.bonus_coins, self.share)


_LATEST: Final = """
SELECT show.number FROM member CROSS JOIN show INDEXED BY show_by_creator
    ON show.guild = member.guild AND show.creator = member.number
WHERE member.guild = ? AND member.user_id = ? AND show.ended_ms > 0
ORDER BY show.number DESC LIMIT ?
"""
# All gifts to the creator from a show's first to its last are the show's own: it ran meanwhile.
_LAST_SEQ: Final = """
SELECT coalesce(max(last_seq), 0) FROM combo INDEXED BY combo_by_show
WHERE guild = ? AND show = ? AND show <> 0
"""
_PEOPLE: Final = """
SELECT count(DISTINCT sender) FROM combo INDEXED BY combo_by_show
WHERE guild = ? AND show = ? AND show <> 0 AND coins > 0
"""
# A clock that was put back tells of gifts before the show began: they are its first ones.
_POINTS: Final = """
SELECT max(at_ms - ?4, 0) / ?5 AS part, sum(coins + bonus_coins)
FROM gift INDEXED BY gift_by_recipient
WHERE guild = ?1 AND recipient = ?2 AND seq BETWEEN ?3 AND ?6
    AND NOT EXISTS (
        SELECT 1 FROM operation INDEXED BY operation_reversing
        WHERE operation.guild = ?1 AND operation.reverses = gift.seq
    )
GROUP BY part ORDER BY part
"""
_LONGEST: Final = """
SELECT sender.number, sender.user_id, sender.name, first.name, first.emoji, combo.quantity,
    combo.coins
FROM (
    SELECT guild, number, sender, quantity, coins FROM combo INDEXED BY combo_by_show
    WHERE guild = ? AND show = ? AND show <> 0 AND gifts > 1 AND quantity > 0
    ORDER BY quantity DESC, coins DESC, number LIMIT 1
) AS combo
CROSS JOIN gift AS first ON first.guild = combo.guild AND first.seq = combo.number
CROSS JOIN member AS sender ON sender.guild = combo.guild AND sender.number = combo.sender
"""
_BIGGEST: Final = """
SELECT sender.number, sender.user_id, sender.name, gift.name, gift.emoji, gift.quantity,
    gift.coins + gift.bonus_coins
FROM (
    SELECT guild, seq, sender, name, emoji, quantity, coins, bonus_coins
    FROM gift INDEXED BY gift_by_recipient
    WHERE guild = ?1 AND recipient = ?2 AND seq BETWEEN ?3 AND ?4
        AND NOT EXISTS (
            SELECT 1 FROM operation INDEXED BY operation_reversing
            WHERE operation.guild = ?1 AND operation.reverses = gift.seq
        )
    ORDER BY coins + bonus_coins DESC, seq LIMIT 1
) AS gift
CROSS JOIN member AS sender ON sender.guild = gift.guild AND sender.number = gift.sender
"""
# The goal that runs may be older than the show; those that ended are looked for from then on.
_GOALS: Final = """
SELECT outcome.outcome ->> '$.name', outcome.outcome ->> '$.emoji', goal.item, goal.target,
    goal.progress, goal.reached_seq
FROM (
    SELECT * FROM (
        SELECT * FROM goal WHERE guild = ?1 AND number > ?3 ORDER BY number LIMIT ?5
    ) WHERE creator = ?2
    UNION
    SELECT * FROM goal INDEXED BY goal_running
    WHERE guild = ?1 AND creator = ?2 AND ended_seq = 0
) AS goal
CROSS JOIN operation AS outcome ON outcome.guild = goal.guild AND outcome.seq = goal.number
WHERE outcome.at_ms < ?4 AND goal.expires_ms > ?6
    AND (goal.progress > 0 OR goal.ended_seq = 0)
    AND (goal.reached_seq = 0 OR goal.reached_seq > ?3)
ORDER BY goal.number LIMIT ?7
"""
# A match that goes on as a show begins was proposed before it.
_MATCHES: Final = """
SELECT challenger.number, challenger.user_id, challenger.name,
    opponent.number, opponent.user_id, opponent.name, challenger_coins, opponent_coins
FROM (
    SELECT * FROM (
        SELECT * FROM match WHERE guild = ?1 AND number > ?3 ORDER BY number LIMIT ?5
    )
    UNION ALL
    SELECT * FROM (
        SELECT * FROM match WHERE guild = ?1 AND number < ?3 ORDER BY number DESC LIMIT ?5
    ) WHERE ends_ms > ?7
) AS match
CROSS JOIN member AS challenger
    ON challenger.guild = match.guild AND challenger.number = match.challenger
CROSS JOIN member AS opponent ON opponent.guild = match.guild AND opponent.number = match.opponent
WHERE (match.challenger = ?2 OR match.opponent = ?2)
    AND match.begins_ms > 0 AND match.begins_ms < ?4
ORDER BY match.number LIMIT ?6
"""
_GIFTS: Final = f"""
SELECT gift.seq, gift.at_ms, sender.number, sender.user_id, sender.name, gift.name, gift.quantity,
    gift.coins, gift.bonus_coins, gift.share,
    CASE WHEN held.gift IS NULL THEN coalesce(note.text, '') ELSE '' END,
    combo.number,
    CASE WHEN {IS_THANKED} THEN combo.answered_ms ELSE 0 END,
    coalesce(reversal.seq, 0)
FROM (
    SELECT * FROM gift INDEXED BY gift_by_recipient
    WHERE guild = ?1 AND recipient = ?2 AND seq > ?3 AND seq <= ?4
    ORDER BY seq LIMIT ?5
) AS gift
CROSS JOIN member AS sender ON sender.guild = gift.guild AND sender.number = gift.sender
CROSS JOIN combo ON combo.guild = gift.guild AND combo.number = {COMBO_OF_GIFT}
LEFT JOIN note ON note.guild = gift.guild AND note.seq = gift.seq
LEFT JOIN held_message AS held ON held.guild = gift.guild AND held.gift = gift.seq
LEFT JOIN operation AS answer
    ON answer.guild = combo.guild AND answer.seq = combo.answered_seq AND combo.answered_seq > 0
LEFT JOIN operation AS reversal INDEXED BY operation_reversing
    ON reversal.guild = gift.guild AND reversal.reverses = gift.seq
ORDER BY gift.seq
"""  # noqa: S608 - put together of constants.


async def latest_shows(reader: Reader, guild: int, user_id: int, limit: int) -> list[ShowView]:
    """The latest shows of a creator that are over, newest first."""
    numbers = await reader.fetch(_LATEST, (guild, user_id, limit))
    found = [await show(reader, guild, number) for (number,) in numbers]
    return [one for one in found if one is not None]


async def recap(reader: Reader, guild: int, number: int, *, until_ms: int = 0) -> Recap | None:
    """What a show that is over came to; None if there is no such show, or it runs.

    One that runs is told of too where `until_ms` says up to which moment, in UTC milliseconds. It
    reads every gift of the show, so `reader` is one that nobody waits behind.
    """
    async with reader.snapshot():
        over = await show(reader, guild, number)
        ended_ms = over.ended_ms or until_ms if over else 0
        if over is None or not ended_ms:
            return None
        length_ms = max(ended_ms - over.started_ms, 1)
        part_ms = -(-length_ms // MOST_POINTS)
        ((last_seq,),) = await reader.fetch(_LAST_SEQ, (guild, number))
        found = await reader.fetch_each(_queries(over, ended_ms, last_seq, part_ms))
        thanks = await thanks_given(reader, guild, over.creator.number, number)
        best = await gifters(reader, guild, number, MOST_TOP)
    ((people,),), points, longest, biggest, goals, matches = found
    return Recap(
        show=over,
        people=people,
        gifters=tuple(best),
        points=_summed(points, part_ms, length_ms),
        longest=_standout(longest),
        biggest=_standout(biggest),
        thanks=thanks,
        goals=tuple(_goal(row) for row in goals),
        matches=tuple(
            MatchResult(Somebody(*it[:3]), Somebody(*it[3:6]), *it[6:]) for it in matches
        ),
    )


def _queries(over: ShowView, ended_ms: int, last_seq: int, part_ms: int) -> list[Query]:
    named, creator = (over.guild, over.number), over.creator.number
    since = (over.guild, creator, over.number)
    return [
        (_PEOPLE, named),
        (_POINTS, (*since, over.started_ms, part_ms, last_seq)),
        (_LONGEST, named),
        (_BIGGEST, (*since, last_seq)),
        (_GOALS, (*since, ended_ms, MOST_LOOKED_THROUGH, over.started_ms, MOST_TOLD)),
        (_MATCHES, (*since, ended_ms, MOST_LOOKED_THROUGH, MOST_TOLD, over.started_ms)),
    ]


def _summed(rows: list[Row], part_ms: int, length_ms: int) -> tuple[tuple[int, int], ...]:
    """The coins that had come by the end of each part in which some came."""
    points, coins = [(0, 0)], 0
    for part, came in rows:
        # Level up to here, so that a silence is not drawn as a slow rise.
        begun_ms = min(part * part_ms, length_ms)
        if points[-1][0] < begun_ms:
            points.append((begun_ms, coins))
        coins += came
        points.append((min((part + 1) * part_ms, length_ms), coins))
    if points[-1][0] < length_ms:
        points.append((length_ms, coins))
    return tuple(points)


def _standout(rows: list[Row]) -> Standout | None:
    return Standout(Somebody(*rows[0][:3]), *rows[0][3:]) if rows else None


def _goal(row: Row) -> GoalResult:
    name, emoji, item, target, progress, reached_seq = row
    # What was celebrated may be short of its target again, once a gift for it was taken back.
    is_reached = reached_seq > 0 and progress >= target
    return GoalResult(name if item else "", emoji if item else "", target, progress, is_reached)


async def gifts_of(reader: Reader, over: ShowView) -> AsyncIterator[list[GiftLine]]:
    """Every gift of a show, reversed ones too, in order and page by page.

    A message that waits for a moderator is left out. Pages are read one by one, so that a show of
    any size takes no more memory than a small one.
    """
    ((last_seq,),) = await reader.fetch(_LAST_SEQ, (over.guild, over.number))
    after = over.number
    while after < last_seq:
        facts = (over.guild, over.creator.number, after, last_seq, GIFTS_PER_PAGE)
        rows = await reader.fetch(_GIFTS, facts)
        if not rows:
            return
        page = [GiftLine(row[0], row[1], Somebody(*row[2:5]), *row[5:]) for row in rows]
        yield page
        after = page[-1].seq
