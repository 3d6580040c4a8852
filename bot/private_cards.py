"""Renews private cards once before Discord lets nobody change them any more."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, Final

import aiohttp
import discord
import structlog
from discord import ui

from bot.clock import Clock
from bot.lifetimes import end_all
from bot.storage.database import StorageFailed

LAST_MS: Final = 14 * 60_000
"""How long after a press its private message is changed for the last time: the token of an
interaction is good for 15 minutes."""
MOST_KEPT: Final = 1_000
"""How many cards are kept in mind; the oldest then stay as they are."""

log = structlog.get_logger(__name__)
Rest = Callable[[], Awaitable[ui.LayoutView]]
"""Makes the card that is shown at last."""


class PrivateCards:
    """The private cards that are open, each by the number of the interaction that opened it.

    Nothing is lost with them: a card that nobody renews any more answers a press all the same.
    """

    def __init__(self, clock: Clock) -> None:
        """Tell the time by `clock`."""
        self._clock = clock
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._open = False

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator["PrivateCards"]:
        """Keep cards in mind until left."""
        self._open = True
        try:
            yield self
        finally:
            self._open = False
            await end_all(self._tasks.values())

    def keep(self, card: int, interaction: discord.Interaction[Any], rest: Rest) -> None:
        """Have a card rest when the token of this interaction, the latest about it, ends."""
        self.forget(card)
        if not self._open:
            return
        if len(self._tasks) >= MOST_KEPT:
            self.forget(next(iter(self._tasks)))
        at_ms = self._clock() + LAST_MS
        task = asyncio.create_task(self._wait(at_ms, interaction, rest), name=f"card {card}")
        self._tasks[card] = task
        task.add_done_callback(lambda done: self._done(card, done))

    def forget(self, card: int) -> None:
        """Leave a card as it is, for it was pressed, or closed."""
        task = self._tasks.pop(card, None)
        if task:
            task.cancel()

    def _done(self, card: int, task: asyncio.Task[None]) -> None:
        if self._tasks.get(card) is task:
            del self._tasks[card]

    async def _wait(self, at_ms: int, interaction: discord.Interaction[Any], rest: Rest) -> None:
        await self._clock.until(at_ms)
        try:
            await interaction.edit_original_response(view=await rest())
        except (discord.HTTPException, aiohttp.ClientError, OSError, StorageFailed) as error:
            # Its reader may have put it away, which nobody is told.
            log.info("a private card stays as it is", reason=str(error))
