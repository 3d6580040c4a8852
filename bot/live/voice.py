"""Starts and ends the shows of registered creators as they go live in voice, or stop."""

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from functools import partial
from typing import Any, Final

import discord
import structlog
from discord.ext import commands

from bot.discord_answers import Declined, Gone, Unanswered, understood
from bot.house import House
from bot.ledger.outcomes import Busy, Unavailable
from bot.ledger.outcomes.live import ShowStarted
from bot.ledger.requests import Person
from bot.ledger.requests.live import EndShow, StartShow
from bot.lifetimes import end_all
from bot.storage.database import StorageFailed
from bot.storage.shows import registered, show_of, shows_by_voice

GRACE_MS: Final = 90_000
"""How long somebody may be away before their show ends: a short loss of connection is told as
leaving and joining."""
AGAIN_MS: Final = 5_000
"""After how long is tried again what the books could not take."""

log = structlog.get_logger(__name__)


class Voice:
    """Hears who is live in voice and stage channels, and has their shows follow.

    What Discord says of a moment before is not looked at, for of somebody it never spoke of before
    it says what is true now. What counts is who was live when it last told.
    """

    def __init__(self, house: House, bot: commands.AutoShardedBot) -> None:
        """Follow what `bot` hears; it needs the intent for voice states."""
        self._house = house
        self._bot = bot
        self._live: defaultdict[int, dict[int, int]] = defaultdict(dict)
        """Who is live, by guild and Discord id, and in which channel."""
        self._ending: dict[tuple[int, int], asyncio.Task[None]] = {}
        self._under_way: set[asyncio.Task[None]] = set()

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator["Voice"]:
        """Follow until left. Who went live or stopped while nobody listened is found at first."""
        listeners: Mapping[str, Callable[..., Coroutine[Any, Any, None]]] = {
            "on_voice_state_update": self._heard,
            "on_guild_available": self._returned,
            "on_guild_join": self._joined,
        }
        for name, listener in listeners.items():
            self._bot.add_listener(listener, name)
        try:
            for guild in self._bot.guilds:
                await self._reconcile(guild)
            yield self
        finally:
            for name, listener in listeners.items():
                self._bot.remove_listener(listener, name)
            await end_all(self._under_way)

    async def _heard(
        self, member: discord.Member, _: discord.VoiceState, after: discord.VoiceState
    ) -> None:
        """Somebody joined, left, went live, was muted: most of it means nothing here."""
        guild, channel = member.guild.id, _channel_of(after)
        was_live = member.id in self._live[guild]
        if channel and not was_live:
            self._live[guild][member.id] = channel
            self._went_live(guild, Person(member.id, member.display_name, member.bot))
        elif was_live and not channel:
            del self._live[guild][member.id]
            self._stopped(guild, member.id)

    async def _joined(self, guild: discord.Guild) -> None:
        await self._look_again(guild)

    async def _returned(self, guild: discord.Guild) -> None:
        """A guild is there again, maybe after an outage in which people left unheard.

        discord.py keeps what it knew of them then, so Discord itself is asked of the few who count.
        """
        await self._look_again(guild, ask=True)

    async def _look_again(self, guild: discord.Guild, *, ask: bool = False) -> None:
        try:
            await self._reconcile(guild, ask=ask)
        except StorageFailed as error:
            log.warning("who is live could not be compared", guild=guild.id, reason=str(error))
            again_ms = self._house.clock() + AGAIN_MS
            self._begin(self._insist(partial(self._reconcile, guild, ask=ask), again_ms))

    async def _reconcile(self, guild: discord.Guild, *, ask: bool = False) -> bool:
        """Have shows follow who is live now, in both directions."""
        running = await shows_by_voice(self._house.reader, guild.id)
        creators = [shown.creator.user_id for shown in running if shown.creator.user_id]
        # What is heard from here on is entered into the same.
        live = {
            user_id: channel
            for place in (*guild.voice_channels, *guild.stage_channels)
            for user_id, state in place.voice_states.items()
            if (channel := _channel_of(state))
        }
        known, self._live[guild.id] = self._live[guild.id], live
        if ask:
            for user_id in [user_id for user_id in creators if user_id in live]:
                if not await self._is_live_still(guild, user_id):
                    live.pop(user_id, None)
        for user_id in creators:
            if user_id not in live:
                self._stopped(guild.id, user_id)
        new = [user_id for user_id in live if user_id not in known and user_id not in creators]
        for member in await registered(self._house.reader, guild.id, new):
            if member.user_id and member.name:
                self._went_live(guild.id, Person(member.user_id, member.name))
        return True

    async def _is_live_still(self, guild: discord.Guild, user_id: int) -> bool:
        """Whether Discord says so; where it says nothing, what was known holds."""
        try:
            with understood():
                member = await guild.fetch_member(user_id)
                state = await member.fetch_voice()
        except Gone:
            return False
        except (Declined, Unanswered) as error:
            log.warning("Discord does not say who is live", guild=guild.id, reason=str(error))
            return True
        return bool(_channel_of(state))

    def _went_live(self, guild: int, person: Person) -> None:
        """Begin the show of a registered creator, or let the one that runs go on."""
        ending = self._ending.pop((guild, person.user_id), None)
        if ending:
            ending.cancel()
        if not person.is_bot:
            self._begin(self._insist(partial(self._start, guild, person)))

    def _stopped(self, guild: int, user_id: int) -> None:
        """End somebody's show, if they are not live again soon."""
        if (guild, user_id) not in self._ending:
            ends_ms = self._house.clock() + GRACE_MS
            ends = self._insist(partial(self._end, guild, user_id), ends_ms)
            self._ending[guild, user_id] = self._begin(ends)

    async def _start(self, guild: int, person: Person) -> bool:
        """Begin a show, if somebody is live still. False if it is to be tried again."""
        if not await registered(self._house.reader, guild, [person.user_id]):
            return True
        channel = self._live[guild].get(person.user_id)
        if not channel:
            return True
        outcome = await self._house.writer.submit(
            StartShow(
                guild=guild,
                key=f"voice:{person.user_id}:{self._house.clock()}",
                actor=person,
                creator=person,
                channel=channel,
                by_voice=True,
            )
        )
        if not isinstance(outcome, ShowStarted):
            log.info("no show begins by voice", guild=guild, why=outcome.kind)
        return not isinstance(outcome, Busy | Unavailable)

    async def _end(self, guild: int, user_id: int) -> bool:
        """End a show, if nobody is live there still. False if it is to be tried again."""
        shown = await show_of(self._house.reader, guild, user_id)
        # Whoever is back goes on with the show, also where nobody heard of their coming.
        if shown is not None and shown.by_voice and user_id not in self._live[guild]:
            person = Person(user_id, shown.creator.name or "")
            key = f"voice-end:{shown.number}"
            outcome = await self._house.writer.submit(
                EndShow(guild=guild, key=key, actor=person, creator=person)
            )
            if isinstance(outcome, Busy | Unavailable):
                return False
        self._ending.pop((guild, user_id), None)
        return True

    async def _insist(self, work: Callable[[], Coroutine[Any, Any, bool]], at_ms: int = 0) -> None:
        """Do some work at a moment, and again while the books cannot be read or written."""
        is_done = False
        while not is_done:
            await self._house.clock.until(at_ms)
            at_ms = self._house.clock() + AGAIN_MS
            try:
                is_done = await work()
            except StorageFailed as error:
                log.warning("a show does not follow voice yet", reason=str(error))
            except Exception:
                log.exception("a show could not follow voice")
                return

    def _begin(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work, name="a show follows voice")
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        return task


def _channel_of(state: discord.VoiceState) -> int:
    """The channel in which somebody is live: they show their screen there, or speak on a stage."""
    channel = state.channel
    if channel is None:
        return 0
    speaks = isinstance(channel, discord.StageChannel) and not state.suppress
    return channel.id if state.self_stream or speaks else 0
