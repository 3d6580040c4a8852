"""Combos as people read them: who sent whom what, how often, with which words, and who thanked."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import orjson

from bot.ledger.outcomes.live import AllThanked, Thanked
from bot.storage.database import Reader, Row
from bot.storage.people import Somebody

Name = tuple[int, int]
"""A guild, and the number of one of its combos."""
_THANKS: Final = (Thanked.kind, AllThanked.kind)
IS_THANKED: Final = f"answer.kind IN {_THANKS}"
"""Whether the operation `answer`, by which a combo was answered, thanked for it in person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ComboView:
    """A combo with the people of it; `quantity` and `coins` are without what was reversed."""

    guild: int
    number: int
    sender: Somebody
    recipient: Somebody
    item: int
    name: str
    emoji: str
    price: int
    channel: int
    show: int
    gifts: int
    quantity: int
    coins: int
    last_ms: int
    closed: bool
    answered_by: str
    """The kind of operation that answered it, as `live-thanks`; nothing where nobody has."""
    level_before: int
    level: int
    """The sender's level after the last gift, and before the first where this combo raised it to
    one that was not told before."""
    messages: tuple[str, ...]
    """What the sender wrote with it, oldest first, without what waits for a moderator and what was
    taken back."""

    @property
    def is_thanked(self) -> bool:
        """Whether the creator has thanked in person."""
        return self.answered_by in _THANKS

    @property
    def is_taken_back(self) -> bool:
        """Whether nothing is left of it."""
        return self.quantity == 0


COMBO_COLUMNS: Final = """
    combo.guild, combo.number, combo.item, first.name, first.emoji, first.price, combo.channel,
    combo.show, combo.gifts, combo.quantity, combo.coins, combo.last_ms, combo.closed,
    coalesce(answer.kind, ''),
    -- Another combo of the sender's may have raised the level while this one went on, or a level is
    -- reached again that was told before a reversal took it.
    CASE WHEN EXISTS (
        SELECT 1 FROM gift INDEXED BY gift_by_sender
        CROSS JOIN operation AS raising
            ON raising.guild = gift.guild AND raising.seq = gift.seq
        WHERE first_operation.outcome ->> '$.level_before' < last_operation.outcome ->> '$.level'
            AND gift.guild = combo.guild AND gift.sender = combo.sender
            AND gift.seq BETWEEN combo.number AND combo.last_seq
            AND gift.recipient = combo.recipient AND gift.item = combo.item
            AND max(raising.outcome ->> '$.level_before',
                coalesce(raising.outcome ->> '$.level_told', 0)) < raising.outcome ->> '$.level'
    )
    THEN max(first_operation.outcome ->> '$.level_before',
        coalesce(first_operation.outcome ->> '$.level_told', 0))
    ELSE coalesce(last_operation.outcome ->> '$.level', 0) END,
    coalesce(last_operation.outcome ->> '$.level', 0),
    (
        SELECT json_group_array(text) FROM (
            SELECT text FROM gift INDEXED BY gift_by_sender
            CROSS JOIN note ON note.guild = gift.guild AND note.seq = gift.seq
            WHERE gift.guild = combo.guild AND gift.sender = combo.sender
                AND gift.seq BETWEEN combo.number AND combo.last_seq
                AND gift.recipient = combo.recipient AND gift.item = combo.item
                AND NOT EXISTS (
                    SELECT 1 FROM held_message
                    WHERE held_message.guild = gift.guild AND held_message.gift = gift.seq
                )
                AND NOT EXISTS (
                    SELECT 1 FROM operation AS reversal
                    WHERE reversal.guild = gift.guild AND reversal.reverses = gift.seq
                )
            ORDER BY gift.seq
        )
    ),
    sender.number, sender.user_id, sender.name,
    recipient.number, recipient.user_id, recipient.name
"""
COMBO_OF_GIFT: Final = """(
    SELECT max(number) FROM combo INDEXED BY combo_latest
    WHERE combo.guild = gift.guild AND combo.sender = gift.sender
        AND combo.recipient = gift.recipient AND combo.item = gift.item
        AND combo.number <= gift.seq
)"""
"""The number of the combo that a gift is part of: of its run, the one that began last before it."""
COMBO_JOINS: Final = """
CROSS JOIN gift AS first ON first.guild = combo.guild AND first.seq = combo.number
CROSS JOIN operation AS first_operation
    ON first_operation.guild = combo.guild AND first_operation.seq = combo.number
CROSS JOIN operation AS last_operation
    ON last_operation.guild = combo.guild AND last_operation.seq = combo.last_seq
CROSS JOIN member AS sender ON sender.guild = combo.guild AND sender.number = combo.sender
CROSS JOIN member AS recipient
    ON recipient.guild = combo.guild AND recipient.number = combo.recipient
LEFT JOIN operation AS answer
    ON answer.guild = combo.guild AND answer.seq = combo.answered_seq
"""
_SOUGHT: Final = f"""
SELECT {COMBO_COLUMNS}
FROM json_each(?) AS sought
CROSS JOIN combo ON combo.guild = sought.value ->> 0 AND combo.number = sought.value ->> 1
{COMBO_JOINS}
"""  # noqa: S608 - put together of constants.
# A digest is named by the first that it carried, so all others come after it.
_DIGESTED: Final = """
SELECT acknowledgement FROM outbox INDEXED BY outbox_digest
WHERE guild = ? AND acknowledgement > ? AND digest = ? AND digest > 0 AND sink = 'channel'
ORDER BY acknowledgement LIMIT ?
"""
_OF_COMBO: Final = (
    "guild",
    "number",
    "item",
    "name",
    "emoji",
    "price",
    "channel",
    "show",
    "gifts",
    "quantity",
    "coins",
    "last_ms",
    "closed",
    "answered_by",
    "level_before",
    "level",
)


def combo_of(row: Row) -> ComboView:
    """A combo from the columns of COMBO_COLUMNS."""
    values: dict[str, Any] = dict(zip(_OF_COMBO, row, strict=False))
    values["closed"] = bool(values["closed"])
    messages, *people = row[len(_OF_COMBO) : len(_OF_COMBO) + 7]
    return ComboView(
        **values,
        messages=tuple(orjson.loads(messages)),
        sender=Somebody(*people[:3]),
        recipient=Somebody(*people[3:]),
    )


class DigestedPage(NamedTuple):
    """Some of the combos that a digest told of, oldest first."""

    combos: tuple[ComboView, ...]
    has_more: bool


async def digested(
    reader: Reader, guild: int, digest: int, *, after: int = 0, limit: int
) -> DigestedPage:
    """The combos that a digest told of, later than combo `#after`."""
    names = await reader.fetch(_DIGESTED, (guild, max(after, digest - 1), digest, limit + 1))
    found = await combos(reader, [(guild, number) for (number,) in names[:limit]])
    ordered = tuple(found[name] for name in sorted(found))
    return DigestedPage(ordered, len(names) > limit)


async def combos(reader: Reader, names: Iterable[Name]) -> dict[Name, ComboView]:
    """The combos with these names, as far as there are any."""
    wanted = orjson.dumps(list(names)).decode()
    found = [combo_of(row) for row in await reader.fetch(_SOUGHT, (wanted,))]
    return {(combo.guild, combo.number): combo for combo in found}
