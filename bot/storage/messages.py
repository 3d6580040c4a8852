"""The messages that wait for a moderator, and who decided about one."""

from collections.abc import Iterable
from typing import Final, NamedTuple

import orjson

from bot.storage.database import Reader, Row
from bot.storage.operations import OperationView, described, describing
from bot.storage.paging import Waiting, waiting_of
from bot.storage.people import Somebody


class HeldMessage(NamedTuple):
    """A message that nobody else reads yet, with the gift that it came with."""

    gift: int
    emoji: str
    name: str
    quantity: int
    at_ms: int
    text: str
    sender: Somebody
    recipient: Somebody

    @property
    def number(self) -> int:
        """The number under which it waits: its gift's."""
        return self.gift


_HELD: Final = """
SELECT gift.seq, gift.emoji, gift.name, gift.quantity, gift.at_ms, coalesce(note.text, ''),
    sender.number, sender.user_id, sender.name,
    recipient.number, recipient.user_id, recipient.name
FROM held_message
CROSS JOIN gift ON gift.guild = held_message.guild AND gift.seq = held_message.gift
CROSS JOIN member AS sender ON sender.guild = gift.guild AND sender.number = gift.sender
CROSS JOIN member AS recipient
    ON recipient.guild = gift.guild AND recipient.number = gift.recipient
LEFT JOIN note ON note.guild = gift.guild AND note.seq = gift.seq
WHERE held_message.guild = ? AND held_message.gift > ?
ORDER BY held_message.gift LIMIT ?
"""
_COUNT: Final = "SELECT count(*) FROM held_message WHERE guild = ?"
_AMONG: Final = """
SELECT gift FROM json_each(?) AS sought
CROSS JOIN held_message ON guild = ? AND gift = sought.value
"""
_DECISION: Final = describing(
    """
    SELECT guild, seq FROM operation INDEXED BY operation_by_subject
    WHERE guild = ?1 AND subject = ?2 AND seq > ?3 AND kind = 'message'
        AND kind NOT GLOB 'live-*' AND outcome ->> '$.gift' = ?3
    ORDER BY seq LIMIT 1
    """
)


async def held_messages(
    reader: Reader, guild: int, *, after: int = 0, limit: int
) -> Waiting[HeldMessage]:
    """The messages that wait in a guild, with gifts later than `#after`, longest first."""
    place = {"guild": guild, "after": after, "limit": limit}
    return await waiting_of(reader, _HELD, _COUNT, _held_message, **place)


async def held_among(reader: Reader, guild: int, gifts: Iterable[int]) -> frozenset[int]:
    """Those of some gifts whose messages wait."""
    rows = await reader.fetch(_AMONG, (orjson.dumps(list(gifts)).decode(), guild))
    return frozenset(gift for (gift,) in rows)


async def decision(reader: Reader, guild: int, sender: int, gift: int) -> OperationView | None:
    """What a moderator decided about the message with a gift of this sender's number, if any."""
    for row in await reader.fetch(_DECISION, (guild, sender, gift)):
        return OperationView(**described(row)[0])
    return None


def _held_message(row: Row) -> HeldMessage:
    return HeldMessage._make((*row[:6], Somebody(*row[6:9]), Somebody(*row[9:])))
