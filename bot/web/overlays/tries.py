"""On which pages the alert that is on began, as far as that outlives a restart.

An alert that takes the whole machine down takes the bot with it. What was known of it in memory
alone would be forgotten each time, and it would begin again for as long as anybody waits for it.
"""

from collections.abc import Collection

import orjson

from bot.house import House
from bot.ledger.requests.marks import Remember
from bot.storage.installation import remembered
from bot.storage.overlays import Alert


async def kept_tries(house: House, guild: int, creator: int, alert: Alert) -> set[str]:
    """The pages, by their names, on which an alert is known to have begun before."""
    kept = await remembered(house.reader, _name(guild, creator))
    kind, first, pages = orjson.loads(kept) if kept else ("", 0, [])
    return set(pages) if (kind, first) == (alert.kind, alert.first) else set()


async def keep_tries(
    house: House, guild: int, creator: int, alert: Alert, pages: Collection[str]
) -> None:
    """Have it written on which pages an alert has begun; of each overlay the last one is kept."""
    value = orjson.dumps([alert.kind, alert.first, sorted(pages)]).decode()
    await house.writer.mark(Remember(name=_name(guild, creator), value=value))


def _name(guild: int, creator: int) -> str:
    """Under which name an overlay's are kept; `creator` is a number of the guild's own."""
    return f"alert:{guild}:{creator}"
