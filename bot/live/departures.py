"""Ends the shows of creators who left their server, of which no event tells a bot like this."""

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Final

import structlog

from bot.house import House
from bot.ledger.requests.live import EndShow
from bot.lifetimes import beside, first_of
from bot.storage.database import StorageFailed
from bot.storage.shows import Live, live_everywhere

LOOK_MS: Final = 120_000
"""How often is asked who of those who are live is still there."""
GRACE_MS: Final = 90_000
"""How long somebody may be away before their show ends, as with voice: who leaves by mistake comes
back at once."""
MOST_GUILDS: Final = 40
"""Of how many guilds is asked at one look, in turn: of the 120 messages a minute that Discord's
gateway takes of a bot, most are for those who press buttons."""

_MOST_TOGETHER: Final = 100
"""Of how many members of one guild Discord tells at once."""

log = structlog.get_logger(__name__)


class Departures:
    """Asks now and then whether those who are live are still on their servers.

    Where Discord does not say, nothing is done.
    """

    def __init__(self, house: House) -> None:
        """Ask whoever knows for `house`, by its clock."""
        self._house = house
        self._wanted = asyncio.Event()
        self._looked = asyncio.Event()
        self._begun = self._finished = 0
        self._asked_last = 0
        """The guild of which was asked last: the next in order are asked of next."""
        self._gone_ms: dict[tuple[int, int], int] = {}
        """Since when creators of running shows are known to be gone, by guild and show."""

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator["Departures"]:
        """Look until left, first of all at what runs since the bot was last here."""
        async with beside(self._run(), "departures"):
            yield self

    async def idle(self) -> None:
        """Wait until a look that begins from now on is done."""
        wanted = self._begun + 1
        self._wanted.set()
        while self._finished < wanted:
            await self._looked.wait()

    async def _run(self) -> None:
        while True:
            self._wanted.clear()
            self._begun += 1
            next_ms = self._house.clock() + LOOK_MS
            try:
                await self._look()
            except StorageFailed as error:
                log.warning("who is live could not be read", reason=str(error))
            except Exception:
                # Nobody else looks.
                log.exception("who is live could not be looked at")
            self._finished = self._begun
            self._looked.set()
            self._looked = asyncio.Event()
            await first_of(self._house.clock.until(next_ms), self._wanted.wait())

    async def _look(self) -> None:
        shows: defaultdict[int, list[Live]] = defaultdict(list)
        for live in await live_everywhere(self._house.reader):
            shows[live.guild].append(live)
        running = {(live.guild, live.number) for some in shows.values() for live in some}
        self._gone_ms = {show: ms for show, ms in self._gone_ms.items() if show in running}
        for guild in self._next_of(shows):
            self._asked_last = guild
            for first in range(0, len(shows[guild]), _MOST_TOGETHER):
                await self._ask(guild, shows[guild][first : first + _MOST_TOGETHER])

    def _next_of(self, shows: Mapping[int, Sequence[Live]]) -> list[int]:
        """The guilds whose turn it is."""
        later = [guild for guild in shows if guild > self._asked_last]
        earlier = [guild for guild in shows if guild <= self._asked_last]
        return [*sorted(later), *sorted(earlier)][:MOST_GUILDS]

    async def _ask(self, guild: int, shows: Sequence[Live]) -> None:
        now_ms = self._house.clock()
        here = await self._house.presence.here(guild, [live.creator.user_id for live in shows])
        if here is None:
            return
        for live in shows:
            key = (guild, live.number)
            if live.creator.user_id in here:
                self._gone_ms.pop(key, None)
            elif now_ms - self._gone_ms.setdefault(key, now_ms) >= GRACE_MS:
                await self._end(live)

    async def _end(self, live: Live) -> None:
        """End a show in the name of its creator; what the books cannot take now, they can later."""
        outcome = await self._house.writer.submit(
            EndShow(
                guild=live.guild,
                key=f"departed:{live.number}:{self._house.clock()}",
                actor=live.creator,
                creator=live.creator,
            )
        )
        log.info(
            "a show ends, for its creator left",
            guild=live.guild,
            show=live.number,
            outcome=outcome.kind,
        )
