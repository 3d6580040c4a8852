"""Looks whether the messages still stand that coins are taken from, and has them posted again."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Final

import structlog

from bot.discord_answers import Declined, Unanswered
from bot.house import House
from bot.ledger.books import CHANNEL_SINK
from bot.ledger.requests.marks import MarkShown, Stage
from bot.lifetimes import beside, first_of
from bot.live.posting import Poster
from bot.live.reposts import Reposts
from bot.storage.database import StorageFailed
from bot.storage.pots import BEFORE_ALL, Standing, standing

LOOK_MS: Final = 30_000
"""How often is looked."""
MOST_LOOKED_AT: Final = 50
"""At how many messages is looked each time, those that close soonest first, then the next: as much
as a bot asks of Discord in a second or two."""

log = structlog.get_logger(__name__)


class Lookout:
    """Misses the messages of drops and chests that somebody deleted.

    Nobody presses a button that is not there, so nothing would ever change such a message, by which
    it would be missed. Discord tells of deleted messages only those who hear everything that is
    said on a server, and tells nobody of what was deleted while they were away: so it is asked.
    """

    def __init__(self, house: House, poster: Poster, reposts: Reposts) -> None:
        """Look through `poster` for what `house` keeps, and stop where `reposts` says."""
        self._house = house
        self._poster = poster
        self._reposts = reposts
        self._after = BEFORE_ALL
        self._woken = asyncio.Event()
        self._looked = asyncio.Event()
        self._begun = self._finished = 0

    async def idle(self) -> None:
        """Look now, and wait until it is done."""
        wanted = self._begun + 1
        self._woken.set()
        while self._finished < wanted:
            await self._looked.wait()

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator["Lookout"]:
        """Look now and then until left."""
        async with beside(self._run(), "lookout"):
            yield self

    async def _run(self) -> None:
        while True:
            next_ms = self._house.clock() + LOOK_MS
            await first_of(self._woken.wait(), self._house.clock.until(next_ms))
            self._woken.clear()
            self._begun += 1
            try:
                await self._look()
            except StorageFailed as error:
                log.warning("messages were not looked for", reason=str(error))
            except Exception:
                # What it was about is looked at again; nobody else looks.
                log.exception("messages could not be looked for")
            self._finished = self._begun
            self._looked.set()
            self._looked = asyncio.Event()

    async def _look(self) -> None:
        reader, now_ms = self._house.reader, self._house.clock()
        found = await standing(reader, now_ms, self._after, MOST_LOOKED_AT)
        self._after = found[-1].place if len(found) == MOST_LOOKED_AT else BEFORE_ALL
        for one in found:
            key = (one.guild, one.number, CHANNEL_SINK)
            if self._reposts.is_given_up(key) or await self._stands(one):
                continue
            if self._reposts.again(key, one.message):
                log.info("a message was deleted, and is posted again", row=key)
                await self._house.writer.mark(_missed(one))

    async def _stands(self, one: Standing) -> bool:
        if not self._poster.may_read(one.channel):
            return True
        try:
            return await self._poster.stands(one.guild, one.channel, one.message)
        except (Declined, Unanswered) as error:
            # It is asked again, and no other waits for it.
            log.info("nobody knows whether a message stands", row=one.place, reason=str(error))
            return True


def _missed(one: Standing) -> MarkShown:
    return MarkShown(
        guild=one.guild,
        acknowledgement=one.number,
        sink=CHANNEL_SINK,
        revision=one.shown,
        stage=Stage.GONE,
        channel=one.channel,
        message=one.message,
    )
