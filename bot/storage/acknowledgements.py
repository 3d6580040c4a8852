"""How acknowledgements stand, without what they tell: as the rules know them, with their combos."""

from collections.abc import Iterable
from typing import Final, NamedTuple

import orjson

from bot.ledger.books import CHANNEL_SINK, Acknowledgement
from bot.ledger.books.live import Combo
from bot.storage.database import Reader
from bot.storage.deliveries import Key

_OUTBOX_COLUMNS: Final = 15
_SOUGHT: Final = f"""
SELECT outbox.guild,
    outbox.acknowledgement, outbox.sink, outbox.wanted, outbox.channel, outbox.fallback,
    outbox.shown, outbox.attempted, outbox.attempts, outbox.message, outbox.doubtful,
    outbox.trouble, outbox.attempted_ms, outbox.shown_ms, outbox.digest, outbox.home,
    combo.number, combo.sender, combo.recipient, combo.item, combo.channel, combo.show,
    combo.gifts, combo.quantity, combo.coins, combo.last_seq, combo.last_ms, combo.closed,
    combo.answered_seq, combo.answered_ms
FROM json_each(?) AS sought
CROSS JOIN outbox ON outbox.guild = sought.value ->> 0
    AND outbox.acknowledgement = sought.value ->> 1 AND outbox.sink = sought.value ->> 2
LEFT JOIN combo ON combo.guild = outbox.guild AND combo.number = outbox.acknowledgement
    AND outbox.sink = '{CHANNEL_SINK}'
"""  # noqa: S608 - put together of constants.


class Known(NamedTuple):
    """One row of the outbox, and the combo that it acknowledges, if it acknowledges one."""

    guild: int
    acknowledgement: Acknowledgement
    combo: Combo | None


async def acknowledgements(reader: Reader, keys: Iterable[Key]) -> list[Known]:
    """How these rows of the outbox stand, as far as there are any, in no order."""
    rows = await reader.fetch(_SOUGHT, (orjson.dumps(list(keys)).decode(),))
    return [_known(*row) for row in rows]


def _known(guild: int, *row: object) -> Known:
    known = Acknowledgement(*row[:_OUTBOX_COLUMNS])  # type: ignore[arg-type] # as the query says.
    known.doubtful = bool(known.doubtful)
    of_combo = row[_OUTBOX_COLUMNS:]
    if of_combo[0] is None:
        return Known(guild, known, None)
    combo = Combo(*of_combo)  # type: ignore[arg-type] # as the query says.
    combo.closed = bool(combo.closed)
    return Known(guild, known, combo)
