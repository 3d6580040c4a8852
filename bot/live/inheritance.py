"""What one process leaves to the next: when it last spoke, so that limits hold across a restart."""

import math
from typing import Final

import structlog

from bot.house import House
from bot.ledger.requests.marks import Remember
from bot.live.pace import Pace
from bot.storage.database import StorageFailed
from bot.storage.deliveries import has_any
from bot.storage.installation import remembered

_FACT: Final = "last_sent_ms"

log = structlog.get_logger(__name__)


async def last_sent(house: House, pace: Pace) -> float:
    """Until when the process before this one may have sent something, by the pace of this one.

    What was left in order is taken out of the books, so that it tells nobody of a later process,
    which may not come to leave anything. Where nothing was left, that is until now.
    """
    left = await remembered(house.reader, _FACT)
    if left:
        await _keep(house, "")
        # A clock that was set back meanwhile tells nothing.
        return pace.now() - max(0, house.clock() - int(left)) / 1000
    return pace.now() if await has_any(house.reader) else -math.inf


async def leave_last_sent(house: House, pace: Pace, last: float) -> None:
    """Keep when this process last sent something, a moment of the pace; nothing more is sent."""
    now_ms = house.clock()
    ago_ms = min(now_ms, round(min(pace.now() - last, now_ms) * 1000))
    await _keep(house, str(now_ms - ago_ms))


async def _keep(house: House, value: str) -> None:
    try:
        await house.writer.mark(Remember(name=_FACT, value=value))
    except StorageFailed as error:
        log.warning("the next start does not know what this one sent", reason=str(error))
