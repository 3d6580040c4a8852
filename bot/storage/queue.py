"""The thank-you queue as creators read it: who waits, what was answered, and how soon."""

from dataclasses import dataclass
from typing import Final, NamedTuple

from bot.storage.combos import (
    COMBO_COLUMNS,
    COMBO_JOINS,
    COMBO_OF_GIFT,
    IS_THANKED,
    ComboView,
    combo_of,
)
from bot.storage.database import Reader
from bot.storage.people import Somebody

MOST_COUNTED: Final = 20_000
"""How many of a creator's newest gifts their share of all time is counted of, so that no evening
makes anybody wait."""
_MOST_SEARCHED: Final = 200
"""Among how many of the newest gifts the latest combos are looked for."""
_MOST_ANSWERED: Final = 2_000
"""Among how many of a guild's combos that were answered last a creator's are looked for."""


class Waiting(NamedTuple):
    """What a creator has yet to react to: how many combos, of how many gifts, with how many coins,
    and the newest one's number."""

    combos: int = 0
    gifts: int = 0
    coins: int = 0
    newest: int = 0


@dataclass(frozen=True, slots=True)
class Queue:
    """A creator's queue at one moment."""

    guild: int
    creator: Somebody
    holding: bool
    """Whether their public thank-yous are held back for now."""
    waiting: Waiting
    first: ComboView | None
    """Who waits with most coins, and longest of those."""
    last: ComboView | None
    """What was answered last or, where nothing was named, given last."""
    has_overlay: bool = False
    """Whether their alerts are shown on a stream."""


class ThanksGiven(NamedTuple):
    """How a creator thanks: of combos that were not wholly reversed, how many in person, and how
    long the middle one of those waited since its last gift, in milliseconds."""

    combos: int = 0
    thanked: int = 0
    median_ms: int = 0


class ThankedFor(NamedTuple):
    """What one sender is thanked for: emoji, name and count of each item, most coins first."""

    sender: Somebody
    level: int
    gifts: int
    coins: int
    items: tuple[tuple[str, str, int], ...]


_OF_CREATOR: Final = "WHERE combo.guild = ?1 AND combo.recipient = ?2"
_IS_DUE: Final = "AND combo.answered_seq = 0 AND combo.coins > 0"
_DUE: Final = f"""
SELECT {COMBO_COLUMNS} FROM combo INDEXED BY combo_due {COMBO_JOINS}
{_OF_CREATOR} {_IS_DUE}
ORDER BY combo.coins DESC, combo.number LIMIT ?3
"""  # noqa: S608 - put together of constants.
_WAITING: Final = f"""
SELECT count(*), coalesce(sum(quantity), 0), coalesce(sum(coins), 0), coalesce(max(number), 0)
FROM combo INDEXED BY combo_due {_OF_CREATOR} {_IS_DUE}
"""  # noqa: S608 - put together of constants.
_THROUGH: Final = f"""
SELECT coalesce(max(number), 0)
FROM combo INDEXED BY combo_due {_OF_CREATOR} {_IS_DUE} AND combo.number <= ?3
"""  # noqa: S608 - put together of constants.
_HOLDING: Final = "SELECT holding FROM creator WHERE guild = ? AND member = ?"
_OVERLAY: Final = "SELECT 1 FROM overlay WHERE guild = ? AND creator = ?"
_HOLDS_GIFT: Final = f"""
FROM gift CROSS JOIN combo ON combo.guild = gift.guild AND combo.number = {COMBO_OF_GIFT}
{COMBO_JOINS}
WHERE gift.guild = ?1
"""
_GIFT: Final = f"SELECT {COMBO_COLUMNS} {_HOLDS_GIFT} AND gift.seq = ?2"
_LAST: Final = f"""
SELECT {COMBO_COLUMNS} {_HOLDS_GIFT} AND gift.recipient = ?2
AND gift.seq = coalesce(nullif(?3, 0), (
    SELECT max(seq) FROM gift INDEXED BY gift_by_recipient WHERE guild = ?1 AND recipient = ?2
))
"""  # noqa: S608 - put together of constants.
_RECEIVED: Final = f"""
SELECT {COMBO_COLUMNS} FROM (
    SELECT guild, seq FROM gift INDEXED BY gift_by_recipient
    WHERE guild = ?1 AND recipient = ?2 ORDER BY seq DESC LIMIT {_MOST_SEARCHED}
) AS page CROSS JOIN combo ON combo.guild = page.guild AND combo.number = page.seq
{COMBO_JOINS}
WHERE combo.coins > 0 ORDER BY page.seq DESC LIMIT ?3
"""  # noqa: S608 - put together of constants.
# Whose they are stands in no index, so only so many of the guild's last ones are looked through.
_THANKED_LAST: Final = f"""
SELECT {COMBO_COLUMNS} FROM (
    SELECT guild, number, answered_seq, coins FROM (
        SELECT guild, number, recipient, answered_seq, coins FROM combo INDEXED BY combo_answered
        WHERE guild = ?1 AND answered_seq > 0 ORDER BY answered_seq DESC LIMIT {_MOST_ANSWERED}
    )
    WHERE recipient = ?2 AND coins > 0 AND EXISTS (
        SELECT 1 FROM operation AS answer
        WHERE answer.guild = ?1 AND answer.seq = answered_seq AND {IS_THANKED}
    )
    ORDER BY answered_seq DESC, coins DESC LIMIT ?3
) AS page CROSS JOIN combo ON combo.guild = page.guild AND combo.number = page.number
{COMBO_JOINS}
ORDER BY combo.answered_seq DESC, combo.coins DESC
"""  # noqa: S608 - put together of constants.
_HELPED_BY: Final = """
SELECT creator.number, creator.user_id, creator.name FROM deputy INDEXED BY deputy_of
CROSS JOIN member AS creator
    ON creator.guild = deputy.guild AND creator.number = deputy.creator
WHERE deputy.guild = ? AND deputy.deputy = ? AND creator.user_id IS NOT NULL
ORDER BY creator.number LIMIT ?
"""
_CREATOR_FOR: Final = """
SELECT creator.number, creator.user_id, creator.name FROM member AS creator
WHERE creator.guild = ?1 AND creator.user_id = ?2 AND (?2 = ?3 OR EXISTS (
    SELECT 1 FROM member AS actor CROSS JOIN deputy
    ON deputy.guild = actor.guild AND deputy.creator = creator.number
        AND deputy.deputy = actor.number
    WHERE actor.guild = ?1 AND actor.user_id = ?3
))
"""
_SUMMED: Final = """
SELECT count(*), coalesce(sum(is_thanked), 0), coalesce((
    SELECT waited FROM recent WHERE is_thanked ORDER BY waited
    LIMIT 1 OFFSET (SELECT (count(*) - 1) / 2 FROM recent WHERE is_thanked)
), 0) FROM recent
"""
# Without statistics SQLite takes a partial index's own `> 0` for a better bound than an equality,
# and walks through all that the index holds. Between twice the same it finds the place.
_ANSWERED: Final = f"""
SELECT combo.answered_ms - combo.last_ms AS waited, coalesce({IS_THANKED}, 0) AS is_thanked
"""
_ANSWER: Final = """
LEFT JOIN operation AS answer
    ON answer.guild = combo.guild AND answer.seq = combo.answered_seq
"""
_GIVEN_IN_SHOW: Final = f"""
WITH recent AS MATERIALIZED (
    {_ANSWERED} FROM combo INDEXED BY combo_by_show {_ANSWER}
    WHERE combo.guild = ?1 AND combo.show = ?3 AND combo.show <> 0
        AND combo.recipient = ?2 AND combo.coins > 0
)
{_SUMMED}
"""
_GIVEN_IN_ALL: Final = f"""
WITH recent AS MATERIALIZED (
    {_ANSWERED} FROM (
        SELECT guild, seq FROM gift INDEXED BY gift_by_recipient
        WHERE guild = ?1 AND recipient = ?2 AND ?3 = 0 ORDER BY seq DESC LIMIT {MOST_COUNTED}
    ) AS page CROSS JOIN combo ON combo.guild = page.guild AND combo.number = page.seq {_ANSWER}
    WHERE combo.coins > 0 AND combo.answered_seq >= 0
)
{_SUMMED}
"""  # noqa: S608 - put together of constants.
_THANKED_BY: Final = """
SELECT sender.number, sender.user_id, sender.name, first.emoji, first.name,
    sum(combo.quantity), sum(combo.coins),
    max(coalesce(last_operation.outcome ->> '$.level', 0))
FROM combo INDEXED BY combo_answered
CROSS JOIN gift AS first ON first.guild = combo.guild AND first.seq = combo.number
CROSS JOIN operation AS last_operation
    ON last_operation.guild = combo.guild AND last_operation.seq = combo.last_seq
CROSS JOIN member AS sender ON sender.guild = combo.guild AND sender.number = combo.sender
WHERE combo.guild = ?1 AND combo.answered_seq BETWEEN ?2 AND ?2
    AND combo.answered_seq > 0 AND combo.coins > 0
GROUP BY sender.number, first.emoji, first.name
ORDER BY sum(combo.coins) DESC, sender.number
"""


async def creator_for(reader: Reader, guild: int, creator: int, actor: int) -> Somebody | None:
    """A creator by Discord id, if `actor` is that creator or a deputy of theirs; else None."""
    rows = await reader.fetch(_CREATOR_FOR, (guild, creator, actor))
    return Somebody(*rows[0]) if rows else None


async def due(reader: Reader, guild: int, creator: int, limit: int) -> list[ComboView]:
    """What a creator's number has not reacted to: most coins first, and oldest of the same."""
    return [combo_of(row) for row in await reader.fetch(_DUE, (guild, creator, limit))]


async def waiting(reader: Reader, guild: int, creator: int) -> Waiting:
    """How much waits for a creator's number."""
    (counted,) = await reader.fetch(_WAITING, (guild, creator))
    return Waiting(*counted)


async def due_through(reader: Reader, guild: int, creator: int, through: int) -> int:
    """The newest combo up to `through` that a creator's number has not reacted to; 0 for none."""
    ((number,),) = await reader.fetch(_THROUGH, (guild, creator, through))
    return int(number)


async def queue(reader: Reader, guild: int, creator: Somebody, last: int = 0) -> Queue:
    """A creator's queue; `last` is the combo answered last, 0 where that is not known."""
    number = creator.number
    first, (counted,), held, latest, overlay = await reader.fetch_each(
        [
            (_DUE, (guild, number, 1)),
            (_WAITING, (guild, number)),
            (_HOLDING, (guild, number)),
            (_LAST, (guild, number, last)),
            (_OVERLAY, (guild, number)),
        ]
    )
    return Queue(
        guild,
        creator,
        bool(held and held[0][0]),
        Waiting(*counted),
        combo_of(first[0]) if first else None,
        combo_of(latest[0]) if latest else None,
        bool(overlay),
    )


async def combo_with(reader: Reader, guild: int, seq: int) -> ComboView | None:
    """The combo that gift `#seq` belongs to; None where that is no gift."""
    rows = await reader.fetch(_GIFT, (guild, seq))
    return combo_of(rows[0]) if rows else None


async def received(reader: Reader, guild: int, creator: int, limit: int) -> list[ComboView]:
    """What a member's number was given last and was not taken back, newest first."""
    return [combo_of(row) for row in await reader.fetch(_RECEIVED, (guild, creator, limit))]


async def thanked_last(reader: Reader, guild: int, creator: int, limit: int) -> list[ComboView]:
    """What a creator's number thanked for last, the latest first; of several, the largest first."""
    return [combo_of(row) for row in await reader.fetch(_THANKED_LAST, (guild, creator, limit))]


async def helped_by(reader: Reader, guild: int, deputy: int, limit: int) -> list[Somebody]:
    """For whom a member's number may thank, as they named them."""
    return [Somebody(*row) for row in await reader.fetch(_HELPED_BY, (guild, deputy, limit))]


async def thanks_given(reader: Reader, guild: int, creator: int, show: int = 0) -> ThanksGiven:
    """How a creator's number thanks: in one show, or of all time (0), in as much as is counted.

    Gifts of the time before there was a queue count for nothing.
    """
    sql = _GIVEN_IN_SHOW if show else _GIVEN_IN_ALL
    ((combos, thanked, median_ms),) = await reader.fetch(sql, (guild, creator, show))
    return ThanksGiven(combos, thanked, median_ms)


async def thanked_by(reader: Reader, guild: int, seq: int) -> list[ThankedFor]:
    """Whom one operation thanked for what, by sender, most coins first."""
    found: dict[int, ThankedFor] = {}
    for row in await reader.fetch(_THANKED_BY, (guild, seq)):
        sender, (emoji, name, quantity, coins, level) = Somebody(*row[:3]), row[3:]
        known = found.get(sender.number, ThankedFor(sender, 0, 0, 0, ()))
        found[sender.number] = ThankedFor(
            sender,
            max(known.level, level),
            known.gifts + quantity,
            known.coins + coins,
            (*known.items, (emoji, name, quantity)),
        )
    return sorted(found.values(), key=lambda one: (-one.coins, one.sender.number))
