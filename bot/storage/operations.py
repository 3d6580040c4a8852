"""What was done, as one reads about it: with the people, the gift and the words it concerns."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final, NamedTuple

import orjson

from bot.ledger.money import earned_units
from bot.ledger.outcomes import Accepted
from bot.ledger.stored_outcomes import from_data
from bot.storage.combos import COMBO_OF_GIFT
from bot.storage.database import Reader, Row
from bot.storage.paging import Page, Window, page_of, towards
from bot.storage.people import Somebody


class Shown(NamedTuple):
    """Where the thank-you for a gift and its combo stands: the revision wanted, tried and shown,
    0 for none."""

    channel: int
    message: int
    wanted: int
    shown: int
    attempted: int
    doubtful: bool
    trouble: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GiftView:
    """A gift with the people of it; `share` is in basis points, amounts are in coins."""

    seq: int
    sender: Somebody
    recipient: Somebody
    item: int
    name: str
    emoji: str
    quantity: int
    price: int
    coins: int
    bonus_coins: int
    share: int
    channel: int
    at_ms: int
    day: str
    note: str
    """What the sender wrote with it, or nothing."""
    reversed_by: int | None
    acknowledgement: Shown | None

    @property
    def total(self) -> int:
        """What the gift cost, in coins of both origins."""
        return self.coins + self.bonus_coins

    @property
    def earned_units(self) -> int:
        """What the gift earned, in units of diamonds of both origins."""
        return earned_units(self.total, self.share)


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationView:
    """An operation with the people of it and, if it sent or reversed a gift, that gift."""

    seq: int
    kind: str
    actor: Somebody
    subject: Somebody | None
    at_ms: int
    day: str
    outcome: Accepted
    note: str
    """What was written with it: a message, a reason, or nothing."""
    reverses: int | None
    reversed_by: int | None
    gift: GiftView | None


_DESCRIBED: Final = f"""
SELECT
    operation.seq, operation.kind, operation.at_ms, operation.day, operation.outcome,
    operation.reverses, reversal.seq, coalesce(note.text, ''),
    actor.number, actor.user_id, actor.name,
    subject.number, subject.user_id, subject.name,
    gift.seq, gift.item, gift.name, gift.emoji, gift.quantity, gift.price, gift.coins,
    gift.bonus_coins, gift.share, gift.channel, gift.at_ms, gift.day,
    gift_reversal.seq, coalesce(gift_note.text, ''),
    sender.number, sender.user_id, sender.name,
    recipient.number, recipient.user_id, recipient.name,
    thanks.channel, thanks.message, thanks.wanted, thanks.shown, thanks.attempted,
    thanks.doubtful, thanks.trouble,
    page.*
FROM page
CROSS JOIN operation ON operation.guild = page.guild AND operation.seq = page.seq
CROSS JOIN member AS actor ON actor.guild = operation.guild AND actor.number = operation.actor
LEFT JOIN member AS subject
    ON subject.guild = operation.guild AND subject.number = operation.subject
LEFT JOIN operation AS reversal
    ON reversal.guild = operation.guild AND reversal.reverses = operation.seq
LEFT JOIN note ON note.guild = operation.guild AND note.seq = operation.seq
LEFT JOIN gift
    ON gift.guild = operation.guild AND gift.seq = coalesce(operation.reverses, operation.seq)
LEFT JOIN operation AS gift_reversal
    ON gift_reversal.guild = gift.guild AND gift_reversal.reverses = gift.seq
LEFT JOIN note AS gift_note ON gift_note.guild = gift.guild AND gift_note.seq = gift.seq
LEFT JOIN member AS sender ON sender.guild = gift.guild AND sender.number = gift.sender
LEFT JOIN member AS recipient ON recipient.guild = gift.guild AND recipient.number = gift.recipient
LEFT JOIN outbox AS thanks ON thanks.guild = gift.guild AND thanks.sink = 'channel'
    AND thanks.acknowledgement = {COMBO_OF_GIFT}
"""  # noqa: S608 - put together of constants.
_OF_OPERATION: Final = (
    "seq",
    "kind",
    "at_ms",
    "day",
    "outcome",
    "reverses",
    "reversed_by",
    "note",
)
_OF_GIFT: Final = (
    "seq",
    "item",
    "name",
    "emoji",
    "quantity",
    "price",
    "coins",
    "bonus_coins",
    "share",
    "channel",
    "at_ms",
    "day",
    "reversed_by",
    "note",
)


def describing(page: str, order: str = "") -> str:
    """A query for the operations that `page` selects, as guild and seq, one row for each.

    What else `page` selects stands at the end of each row. `described` reads the rest.
    """
    return "\n".join(("WITH page AS (", page, ")", _DESCRIBED, order))


def described(row: Row) -> tuple[dict[str, Any], Row]:
    """The fields of an OperationView, and the columns that the page selected."""
    columns = iter(row)
    values: dict[str, Any] = dict(zip(_OF_OPERATION, columns, strict=False))
    values["outcome"] = from_data(orjson.loads(values["outcome"]))
    values["actor"] = _somebody(columns)
    values["subject"] = _somebody(columns)
    values["gift"] = _gift(columns)
    return values, tuple(columns)


def _somebody(columns: Iterator[Any]) -> Somebody | None:
    number, user_id, name = islice(columns, 3)
    return None if number is None else Somebody(number, user_id, name)


def _gift(columns: Iterator[Any]) -> GiftView | None:
    values: dict[str, Any] = dict(zip(_OF_GIFT, columns, strict=False))
    values["sender"] = _somebody(columns)
    values["recipient"] = _somebody(columns)
    shown = Shown(*islice(columns, len(Shown._fields)))
    is_announced = shown.channel is not None
    values["acknowledgement"] = (
        shown._replace(doubtful=bool(shown.doubtful)) if is_announced else None
    )
    return None if values["seq"] is None else GiftView(**values)


_ONE: Final = describing("SELECT ?1 AS guild, ?2 AS seq")

_UNDER_KEY: Final = describing(
    "SELECT guild, seq FROM request WHERE guild = ? AND key = ? AND seq IS NOT NULL"
)

_LATEST_GIFTS: Final = describing(
    "SELECT guild, seq FROM gift WHERE guild = ? ORDER BY seq DESC LIMIT ?",
    "ORDER BY page.seq DESC",
)

# INDEXED BY, for SQLite would rather walk back through all that a guild ever did.
_NEWEST_FIRST: Final = "ORDER BY page.seq DESC"
_MODERATED: Final = describing(
    """
    SELECT guild, seq FROM operation INDEXED BY operation_moderated
    WHERE guild = ?1 AND kind NOT IN ('gift', 'convert', 'welcome') AND kind NOT GLOB 'live-*'
        AND kind NOT GLOB 'own-*'
        AND seq > ?2 AND seq < ?3
    ORDER BY seq DESC LIMIT ?4
    """,
    _NEWEST_FIRST,
)
_MODERATED_OF_ONE: Final = describing(
    """
    SELECT guild, seq FROM operation INDEXED BY operation_by_subject
    WHERE guild = ?1 AND subject = ?5 AND kind NOT IN ('gift', 'convert', 'welcome')
        AND kind NOT GLOB 'live-*' AND kind NOT GLOB 'own-*' AND seq > ?2 AND seq < ?3
    ORDER BY seq DESC LIMIT ?4
    """,
    _NEWEST_FIRST,
)


async def operation(reader: Reader, guild: int, seq: int) -> OperationView | None:
    """The operation of a guild with this `#seq`."""
    for row in await reader.fetch(_ONE, (guild, seq)):
        return OperationView(**described(row)[0])
    return None


async def operation_under(reader: Reader, guild: int, key: str) -> OperationView | None:
    """What was done under a request's key; None where nothing was, or it was refused."""
    for row in await reader.fetch(_UNDER_KEY, (guild, key)):
        return OperationView(**described(row)[0])
    return None


async def gift(reader: Reader, guild: int, seq: int) -> GiftView | None:
    """The gift of a guild with this `#seq`; None too where something else has it."""
    found = await operation(reader, guild, seq)
    return found.gift if found and found.gift and found.gift.seq == seq else None


async def latest_gifts(reader: Reader, guild: int, limit: int) -> list[GiftView]:
    """The newest gifts of a guild, also those that were taken back, newest first."""
    rows = await reader.fetch(_LATEST_GIFTS, (guild, limit))
    views = (described(row)[0]["gift"] for row in rows)
    return [view for view in views if view is not None]


async def operations_on(
    reader: Reader,
    guild: int,
    subject: int | None,
    *,
    before: int | None = None,
    after: int | None = None,
    limit: int,
) -> Page[OperationView]:
    """What moderators did to a member's number, or to anybody and the guild itself if None."""

    async def read(window: Window) -> list[OperationView]:
        sql, whom = (_MODERATED, ()) if subject is None else (_MODERATED_OF_ONE, (subject,))
        parameters = (guild, window.after, window.before, window.limit, *whom)
        rows = await reader.fetch(towards(sql, window), parameters)
        return [OperationView(**described(row)[0]) for row in rows]

    return await page_of(read, before, after, limit)
