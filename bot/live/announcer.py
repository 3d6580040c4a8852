"""Empties the outbox: shows every acknowledgement once, whatever Discord or the power does."""

import asyncio
import contextlib
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Final

import aiohttp
import discord
import structlog

from bot.cards.delivery import delivery_card, mark_of
from bot.controls import custom_ids, in_base_36
from bot.house import House
from bot.ledger.books import LOG_SINK, Acknowledgement, Books
from bot.ledger.requests import MarkShown, Stage
from bot.storage.database import StorageFailed
from bot.storage.deliveries import Delivery, delivery, waiting
from bot.words import speak

FIRST_PAUSE_SECONDS: Final = 1.0
LONGEST_PAUSE_SECONDS: Final = 300.0
"""How long a channel that cannot be reached is left alone, doubling each time."""

_PAGE: Final = 500
_MOST_LOOKED_THROUGH: Final = 1_000
"""How many messages are looked through for a thank-you that may have arrived."""
_CLOCKS_APART: Final = timedelta(seconds=30)
"""How far Discord's clock and ours may differ when looking for what was sent."""
_INVALID_FORM: Final = 50_035
"""Discord's code for a message that no channel would take."""

log = structlog.get_logger(__name__)
Sleep = Callable[[float], Awaitable[None]]
Key = tuple[int, int, str]
"""Guild, acknowledgement, sink: what names a row of the outbox."""
Lane = tuple[int, int]
"""The channel that a row is for, and the one it may go to instead: rows of a lane share a fate."""


class _Unanswered(Exception):  # noqa: N818 - it tells what is known: nothing.
    """Discord did not say whether it took what was sent."""


class _Refused(Exception):  # noqa: N818 - the name is what happened.
    """Discord did not take what was sent, and said so."""

    def __init__(self, trouble: str, *, by_channel: bool) -> None:
        super().__init__(trouble)
        self.by_channel = by_channel
        """Whether it is the channel's fault, and another one may be tried."""


class Announcer:
    """Shows what the outbox holds, lane by lane, in order.

    What may go to the same channels has a lane of its own, so that a channel which cannot be
    reached, or is slow, delays nothing that may go elsewhere. An attempt is recorded before it is
    made. Where its end is unknown, after a crash or a lost answer, the channel is read first, and
    only what is not there is sent again.
    """

    def __init__(
        self,
        house: House,
        client: discord.Client,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        """Show through `client` what `house` keeps; `sleep` waits between two tries."""
        self._house = house
        self._client = client
        self._sleep = sleep
        self._lanes: dict[Lane, deque[Key]] = {}
        self._tasks: dict[Lane, asyncio.Task[None]] = {}
        self._held: dict[Key, int] = {}
        """The rows that wait in a lane, and the latest revision that is wanted of each."""
        self._open = False
        self._idle = asyncio.Event()
        self._idle.set()

    async def idle(self) -> None:
        """Wait until nothing waits to be shown."""
        await self._idle.wait()

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator["Announcer"]:
        """Announce until left. What is under way then is looked for at the next start."""
        self._open = True
        try:
            await self._take_up()
            yield self
        finally:
            self._open = False
            tasks = list(self._tasks.values())
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def committed(self, books: Books) -> None:
        """Take note of what a commit left in the outbox."""
        if not self._open:
            return
        for book in books:
            for acknowledgement in book.changes.acknowledgements.values():
                key = (book.guild, acknowledgement.number, acknowledgement.sink)
                if acknowledgement.shown < acknowledgement.wanted or key in self._held:
                    self._hold(key, _lane_of(acknowledgement), acknowledgement.wanted)

    async def _take_up(self) -> None:
        """Take up what was left when the bot last stopped."""
        page: Sequence[Delivery] = await waiting(self._house.reader, limit=_PAGE)
        while page:
            for left in page:
                key = (left.guild, left.acknowledgement, left.sink)
                # What a commit told meanwhile is newer than what was read.
                if key not in self._held:
                    self._hold(key, _lane_of(left), left.wanted)
            last = page[-1]
            after = (last.guild, last.acknowledgement, last.sink)
            page = await waiting(self._house.reader, after=after, limit=_PAGE)

    def _hold(self, key: Key, lane: Lane, wanted: int) -> None:
        known = key in self._held
        self._held[key] = wanted
        if known:
            return
        self._idle.clear()
        self._lanes.setdefault(lane, deque()).append(key)
        if lane not in self._tasks:
            name = f"announcing in {lane[0]}"
            self._tasks[lane] = asyncio.create_task(self._walk(lane), name=name)

    async def _walk(self, lane: Lane) -> None:
        """Show what waits in one lane, one after the other."""
        queue = self._lanes[lane]
        try:
            while queue:
                key = queue.popleft()
                try:
                    await self._persist(key)
                except Exception:
                    # It stays in the outbox and is tried again at the next start.
                    log.exception("a thank-you could not be made", row=key)
                del self._held[key]
                if not self._held:
                    self._idle.set()
        finally:
            del self._lanes[lane], self._tasks[lane]

    async def _persist(self, key: Key) -> None:
        """Try until a row is shown as it is wanted, however long the channel cannot be reached."""
        pause = FIRST_PAUSE_SECONDS
        row = None
        while True:
            try:
                row = await delivery(self._house.reader, *key)
                waits = row is not None and row.shown < row.wanted
                reached = await self._show(row) if row and waits else True
            except (_Unanswered, StorageFailed) as error:
                log.warning("a thank-you has no answer yet", row=key, reason=str(error))
                reached = False
            if not reached:
                await self._sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
            elif row is None or self._held[key] <= row.wanted:
                return

    async def _show(self, row: Delivery) -> bool:
        """Show a row as it is wanted now. False if no channel takes it at present."""
        in_doubt = row.attempted > row.shown and not row.message
        found = await self._look_for(row) if in_doubt else row.message
        if in_doubt and found and row.attempted >= row.wanted:
            return await self._mark(row, Stage.SHOWN, row.channel, found)
        if not found and row.operation.reversed_by:
            # A gift that was taken back before anybody read of it is left unsaid.
            return await self._mark(row, Stage.SHOWN, row.channel, 0)
        attempt = Stage.DOUBTFUL if found is None else Stage.ATTEMPTED
        for channel in [row.channel] if found else await self._channels(row):
            if not await self._mark(row, attempt, channel, found or 0):
                return True
            try:
                message = await self._send(row, channel, found or 0)
            except _Refused as refused:
                await self._mark(row, Stage.FAILED, channel, trouble=str(refused))
                if not refused.by_channel:
                    raise
                continue
            return await self._mark(row, Stage.SHOWN, channel, message)
        return False

    async def _channels(self, row: Delivery) -> list[int]:
        """Where a row may be shown, best first: as set now, as set then, where it was sent."""
        settings = await self._house.memory.settings(row.guild)
        if row.sink == LOG_SINK:
            # What moderators wrote is not for everybody who reads a channel that was given up.
            return [settings.log_channel or row.channel]
        places = dict.fromkeys((settings.gift_channel, row.channel, row.fallback))
        return [channel for channel in places if channel]

    async def _mark(
        self, row: Delivery, stage: Stage, channel: int, message: int = 0, trouble: str = ""
    ) -> bool:
        return await self._house.writer.mark(
            MarkShown(
                guild=row.guild,
                acknowledgement=row.acknowledgement,
                sink=row.sink,
                revision=row.wanted,
                stage=stage,
                channel=channel,
                message=message,
                trouble=trouble,
            )
        )

    async def _send(self, row: Delivery, channel: int, message: int) -> int:
        """Send a row, or edit the message that shows it; the id of the message."""
        settings = await self._house.memory.settings(row.guild)
        view = delivery_card(speak(settings.language), row)
        target = self._client.get_partial_messageable(channel, guild_id=row.guild)
        try:
            if message:
                await target.get_partial_message(message).edit(view=view)
                return message
            # The same nonce for every try: where Discord still knows it, nothing is said twice.
            sent = await target.send(view=view, silent=True, nonce=nonce_of(row, channel))
        except discord.NotFound:
            if message:
                # Somebody deleted it, so there is nothing left to mark.
                return message
            raise _Refused("the channel is gone", by_channel=True) from None
        except discord.HTTPException as error:
            if error.status not in {HTTPStatus.BAD_REQUEST, HTTPStatus.FORBIDDEN}:
                raise _Unanswered(str(error)) from error
            trouble = f"{error.status} {error.text}"[:200]
            raise _Refused(trouble, by_channel=error.code != _INVALID_FORM) from error
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            raise _Unanswered(repr(error)) from error
        return sent.id

    async def _look_for(self, row: Delivery) -> int | None:
        """The message that shows a row, 0 if there is none, None if nobody can tell."""
        if not self._may_read(row.channel):
            # Discord would answer with no messages at all, which is not the same as none of ours.
            return None
        since = datetime.fromtimestamp(row.attempted_ms / 1000, tz=UTC) - _CLOCKS_APART
        channel = self._client.get_partial_messageable(row.channel, guild_id=row.guild)
        mark = mark_of(row)
        seen = 0
        try:
            async for message in channel.history(
                limit=_MOST_LOOKED_THROUGH, after=since, oldest_first=True
            ):
                seen += 1
                if self._is_ours(message) and mark in custom_ids(message.components):
                    return message.id
        except discord.NotFound:
            return 0
        except discord.Forbidden:
            return None
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            raise _Unanswered(str(error)) from error
        return None if seen >= _MOST_LOOKED_THROUGH else 0

    def _may_read(self, channel: int) -> bool:
        known = self._client.get_channel(channel)
        if not isinstance(known, discord.abc.GuildChannel | discord.Thread):
            return True
        return known.permissions_for(known.guild.me).read_message_history

    def _is_ours(self, message: discord.Message) -> bool:
        return self._client.user is not None and message.author.id == self._client.user.id


def _lane_of(row: Acknowledgement | Delivery) -> Lane:
    # A message that stands is changed where it stands.
    return row.channel, 0 if row.message else row.fallback


def nonce_of(row: Delivery, channel: int) -> str:
    """A name for this sending, at most 25 characters, which Discord knows for a few minutes.

    Discord compares the nonces of one author everywhere, so the channel, which is unique, is in it.
    """
    parts = (row.sink[0], in_base_36(channel), in_base_36(row.acknowledgement))
    return ".".join([*parts, in_base_36(row.wanted)])[:25]
