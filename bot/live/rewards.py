"""Gives the roles that gifters earn: for their level, and for leading a week's or month's board."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any, Final

import discord
import structlog
from discord.ext import commands

from bot.discord_answers import Declined, Unanswered
from bot.house import House
from bot.ledger.books import Books
from bot.ledger.books.live import ROLE_SINK
from bot.ledger.outcomes import SettingChanged
from bot.ledger.requests.marks import Stage
from bot.lifetimes import beside, first_of
from bot.live.backoff import Backoff
from bot.live.earned import Earned
from bot.live.late_roles import LateRoles
from bot.live.pace import Pace
from bot.live.roles import Absent, Hindered, Roles
from bot.storage.database import StorageFailed
from bot.storage.deliveries import Delivery, Key, delivery, waiting
from bot.storage.rewards import hindrance_as_trouble

FIRST_PAUSE_SECONDS: Final = 2.0
_PAGE: Final = 500

log = structlog.get_logger(__name__)


class Rewards:
    """Gives what the outbox holds of roles: at a commit, and at the start what was left.

    Giving a role that somebody has changes nothing, so each is simply given again where it is not
    known whether it was. What a manager must change first is not tried until they changed something
    and is told as a trouble of the row. What changed settings mean for those who earned a role
    before is done beside that, at a pace of its own.
    """

    def __init__(
        self,
        house: House,
        client: commands.Bot | commands.AutoShardedBot,
        pace: Pace,
    ) -> None:
        """Give through `client` what `house` keeps."""
        self._house = house
        self._client = client
        self._pace = pace
        self._roles = Roles(house, client)
        self._earned = Earned(house)
        self._late = LateRoles(house, self._roles, self._earned, pace, self._rest)
        self._due: set[Key] = set()
        self._hindered: set[Key] = set()
        self._news = asyncio.Event()
        self._idle = asyncio.Event()
        self._is_open = False

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator["Rewards"]:
        """Give until left. What is under way then is given again at the next start."""
        self._is_open = True
        listeners: dict[str, Callable[..., Coroutine[Any, Any, None]]] = {
            "on_guild_role_update": self._role_changed,
            "on_guild_role_create": self._role_changed,
            "on_member_update": self._member_changed,
            "on_guild_available": self._guild_came,
            "on_guild_join": self._guild_came,
        }
        for event, listener in listeners.items():
            self._client.add_listener(listener, event)
        async with self._late.running(), beside(self._walk(), "giving roles"):
            try:
                yield self
            finally:
                self._is_open = False
                for event, listener in listeners.items():
                    self._client.remove_listener(listener, event)

    async def idle(self) -> None:
        """Wait until nothing can be given now."""
        await self._idle.wait()
        await self._late.idle()

    def committed(self, books: Books) -> None:
        """Take note of the roles that a commit earned, and of settings that may let some go on."""
        if not self._is_open:
            return
        for book in books:
            for row in book.changes.acknowledgements.values():
                key = (book.guild, row.number, row.sink)
                is_new = row.sink == ROLE_SINK and row.shown < row.wanted and not row.attempts
                if is_new and key not in self._hindered:
                    self._due.add(key)
                    self._stir()
            if book.changes.settings:
                self.wake(book.guild)

    def wake(self, guild: int) -> None:
        """Try again what was in the way in a guild."""
        freed = {key for key in self._hindered if key[0] == guild}
        if freed:
            self._hindered -= freed
            self._due |= freed
            self._stir()

    async def _role_changed(self, *roles: discord.Role) -> None:
        self.wake(roles[-1].guild.id)

    async def _member_changed(self, _: discord.Member, after: discord.Member) -> None:
        if after.id == after.guild.me.id:
            self.wake(after.guild.id)

    async def _guild_came(self, guild: discord.Guild) -> None:
        self.wake(guild.id)

    def _stir(self) -> None:
        self._idle.clear()
        self._news.set()

    async def _walk(self) -> None:
        backoff = Backoff(FIRST_PAUSE_SECONDS)
        is_known = False
        while True:
            self._news.clear()
            try:
                if not is_known:
                    await self._take_up()
                    is_known = True
                # One that has no answer, maybe of one guild alone, keeps nobody else waiting.
                tried = [await self._try(key) for key in sorted(self._due)]
            except StorageFailed as error:
                log.warning("roles cannot be read", reason=repr(error))
                tried = [False]
            if not all(tried):
                await first_of(self._pace.sleep(backoff.pause()), self._news.wait())
                continue
            backoff.end()
            if not self._due:
                self._idle.set()
                await self._news.wait()

    async def _take_up(self) -> None:
        after: Key | None = None
        while page := await waiting(self._house.reader, after=after, limit=_PAGE):
            for row in page:
                after = (row.guild, row.acknowledgement, row.sink)
                if row.sink == ROLE_SINK:
                    self._due.add(after)

    async def _try(self, key: Key) -> bool:
        """Settle one row; False where nobody knows whether that was done."""
        # Whatever comes meanwhile makes it due once more.
        self._due.discard(key)
        try:
            await self._settle(key)
        except (Unanswered, StorageFailed) as error:
            log.warning("a role has no answer yet", row=key, reason=repr(error))
            self._due.add(key)
            return False
        except Exception:
            # A fault of ours keeps nobody else from their role, and is tried at the next start.
            log.exception("a role could not be given", row=key)
        return True

    async def _settle(self, key: Key) -> None:
        """Give and take what one row stands for, or tell what is in the way."""
        row = await delivery(self._house.reader, *key)
        if row is None or row.shown >= row.wanted:
            return
        if isinstance(row.operation.outcome, SettingChanged):
            self._late.begin(key)
            return
        hindered: Hindered | None = None
        try:
            for change in await self._earned.changes(row):
                try:
                    await self._roles.make(row.guild, change)
                except Hindered as error:
                    hindered = hindered or error
                    self._hindered.add(key)
        except Absent:
            self._hindered.add(key)
            return
        except Declined as error:
            # Nothing that anybody changes would help: it is left at that.
            log.error("a role was not given", row=key, reason=str(error))  # noqa: TRY400 - no fault.
        if hindered:
            await self._rest(row, hindered)
        else:
            await self._house.writer.mark(row.mark(Stage.SHOWN, row.wanted, 0, row.message))

    async def _rest(self, row: Delivery, hindered: Hindered | None) -> None:
        """Leave a row alone until something changes in its guild, and tell why."""
        self._hindered.add((row.guild, row.acknowledgement, row.sink))
        trouble = hindrance_as_trouble(hindered.role, hindered.code) if hindered else ""
        if trouble != row.trouble:
            await self._house.writer.mark(row.mark(Stage.FAILED, row.wanted, 0, trouble=trouble))
