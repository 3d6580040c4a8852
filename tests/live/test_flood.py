"""Five hundred people send to one creator at once, while requests fail and the bot restarts."""

import asyncio
import os
from pathlib import Path
from typing import Final

from bot.sandbox.service.faults import Fault
from bot.sandbox.service.pace import limits_exceeded, turned_away
from bot.storage.audit import examine
from tests.live.flood import POSTS, Flood, counted, open_flood

GIFTS: Final = int(os.environ.get("FLOOD_GIFTS", "10000"))
SECONDS: Final = 60.0
"""Within which the gifts are sent, by Discord's clock."""
SPEED: Final = 1.5
MOST_SECONDS_BEHIND: Final = 10.0
RESTARTS: Final = 2
SETTLING_SECONDS: Final = 11.0
"""After so much silence, every combo is settled."""
# What discord.py does not itself wait seconds of ours for, whatever the sandbox's clock says.
TROUBLES: Final = (
    Fault(status=429, retry_after_seconds=1.0),
    Fault(status=429, retry_after_seconds=0.1),
    Fault(status=503),
    Fault(reset=True),
    Fault(reset=True, after_effect=True),
)


async def test_ten_thousand_gifts_of_five_hundred_people_are_each_acknowledged_once(
    tmp_path: Path,
) -> None:
    """With 5 % of requests going wrong, and two restarts amid it."""
    async with open_flood(tmp_path, SPEED) as flood:
        async with flood.bot_running():
            await flood.prepare(coins=100_000)
            await flood.crowd.commands()
        for route in ("/channels/*", "/interactions/*"):
            flood.sandbox.faults.at_random(0.05, route, variants=TROUBLES)
        pouring = asyncio.create_task(flood.pour(GIFTS, SECONDS * 0.75))
        for evening in range(RESTARTS):
            async with flood.bot_running():
                await until_sent(flood, GIFTS * (evening + 1) // (RESTARTS + 1))
        async with flood.bot_running() as bot:
            await pouring
            await flood.clock.until(flood.clock() + round(SETTLING_SECONDS * 1000))
            await bot.announcer.idle()
            report = await examine(bot.house.database.reports)
        assert report.ok, report
        given = await flood.given()
        assert counted(flood.standing()) == given
        assert given.total() >= GIFTS
        assert len({sender for sender, _ in given}) == min(GIFTS, len(flood.crowd))
        assert flood.last_told() - await last_given(flood) <= MOST_SECONDS_BEHIND
        assert limits_exceeded(flood.sandbox.recording) == []
        turned = turned_away(flood.sandbox.recording)
        assert turned.by_limits == 0
        assert turned.by_faults > 0
        # One message a gift would have been one every 1.25 s, for hours.
        assert flood.sandbox.recording.counts[POSTS] < SECONDS * 3


async def until_sent(flood: Flood, gifts: int) -> None:
    """Wait until the crowd has asked for so many gifts."""
    await flood.sandbox.recording.until(lambda: flood.sent >= gifts)


async def last_given(flood: Flood) -> float:
    """When the last gift was entered, in Discord's seconds."""
    ((at_ms,),) = await flood.fetch("SELECT max(at_ms) FROM gift")
    return flood.clock.elapsed(at_ms)
