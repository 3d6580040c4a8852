"""Gives the roles that gifters earn: for their level, and for leading a week's or month's board."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Coroutine
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

import aiohttp
import discord
import structlog
from discord.ext import commands

from bot.house import House
from bot.ledger.books import Books
from bot.ledger.guild_settings import GuildSettings, level_roles
from bot.ledger.live_book import ROLE_SINK
from bot.ledger.live_outcomes import BoardPosted
from bot.ledger.outcomes import GiftSent
from bot.ledger.periods import Span
from bot.ledger.requests import Stage
from bot.lifetimes import beside, first_of
from bot.live.pace import Pace
from bot.live.posting import Unanswered
from bot.places import giving_troubles
from bot.storage.database import StorageFailed
from bot.storage.deliveries import Delivery, Key, delivery, waiting
from bot.storage.rewards import former_leaders, is_succeeded
from bot.words import speak

FIRST_PAUSE_SECONDS: Final = 2.0
LONGEST_PAUSE_SECONDS: Final = 300.0
"""How long what had no answer is left alone, doubling each time."""
_PAGE: Final = 500
_REFUSED: Final = "role-refused"
_UNKNOWN_ROLE: Final = 10_011
_REASON: Final = "Ovation: a gifter's reward"

_UNANSWERED: Final = (
    Unanswered,
    StorageFailed,
    discord.HTTPException,
    discord.RateLimited,
    aiohttp.ClientError,
    OSError,
)
"""What is tried again: nobody knows whether the role was given."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Change:
    """A role to be given to somebody, or taken from them."""

    user: int
    role: int
    gives: bool


class Hindered(Exception):  # noqa: N818 - it tells what is known: something is in the way.
    """A role cannot be given before somebody changes something; `code` says what."""

    def __init__(self, role: int, code: str) -> None:
        """`role` is the Discord id, `code` one of those that the troubles are told by."""
        super().__init__(code)
        self.role, self.code = role, code


class Rewards:
    """Gives what the outbox holds of roles: at a commit, and at the start what was left.

    Giving a role that somebody has changes nothing, so each is simply given again where it is not
    known whether it was. What a manager must change first is not tried until they changed something
    and is told as a trouble of the row.
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
        }
        for event, listener in listeners.items():
            self._client.add_listener(listener, event)
        async with beside(self._walk(), "giving roles"):
            try:
                yield self
            finally:
                self._is_open = False
                for event, listener in listeners.items():
                    self._client.remove_listener(listener, event)

    async def idle(self) -> None:
        """Wait until nothing can be given now."""
        await self._idle.wait()

    def committed(self, books: Books) -> None:
        """Take note of the roles that a commit earned, and of settings that may let some go on."""
        if not self._is_open:
            return
        for book in books:
            for row in book.changes.acknowledgements.values():
                key = (book.guild, row.number, row.sink)
                if row.sink == ROLE_SINK and row.shown < row.wanted and key not in self._hindered:
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

    def _stir(self) -> None:
        self._idle.clear()
        self._news.set()

    async def _walk(self) -> None:
        pause = FIRST_PAUSE_SECONDS
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
                await first_of(self._pace.sleep(pause), self._news.wait())
                pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
                continue
            pause = FIRST_PAUSE_SECONDS
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
        try:
            await self._settle(key)
        except _UNANSWERED as error:
            log.warning("a role has no answer yet", row=key, reason=repr(error))
            return False
        except Exception:
            # A fault of ours keeps nobody else from their role, and is tried at the next start.
            log.exception("a role could not be given", row=key)
            self._due.discard(key)
        return True

    async def _settle(self, key: Key) -> None:
        """Give what one row stands for, or tell what is in the way."""
        row = await delivery(self._house.reader, *key)
        if row is None or row.shown >= row.wanted:
            self._due.discard(key)
            return
        settings = await self._house.memory.settings(row.guild)
        try:
            for change in await self._changes(row, settings):
                await self._make(row.guild, change)
        except Hindered as hindered:
            self._hindered.add(key)
            self._due.discard(key)
            trouble = self._worded(row.guild, hindered, settings)
            if trouble != row.trouble:
                await self._mark(row, Stage.FAILED, trouble)
            return
        except discord.HTTPException as error:
            if error.status not in {HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND}:
                raise
            # Nothing that anybody changes would help: it is left at that.
            log.error("a role was not given", row=key, reason=error.text)  # noqa: TRY400 - no fault.
        await self._mark(row, Stage.SHOWN)
        self._due.discard(key)

    async def _changes(self, row: Delivery, settings: GuildSettings) -> list[Change]:
        """Which roles are to be given, and taken, as the settings are now."""
        outcome, user = row.operation.outcome, row.operation.actor.user_id
        if isinstance(outcome, GiftSent):
            roles = earned_roles(settings, outcome.level_before, outcome.level)
            return [Change(user, role, gives=True) for role in roles] if user else []
        if not isinstance(outcome, BoardPosted):
            return []
        role = settings.week_role if outcome.span == Span.WEEK else settings.month_role
        if not role or await is_succeeded(self._house.reader, row.guild, outcome.period):
            return []
        former = await former_leaders(self._house.reader, row.guild, outcome.period)
        changes = [Change(other, role, gives=False) for other in former if other != user]
        return [*changes, Change(user, role, gives=True)] if user else changes

    async def _make(self, guild: int, change: Change) -> None:
        troubles = giving_troubles(self._client.get_guild(guild), change.role)
        if troubles:
            raise Hindered(change.role, troubles[0])
        http = self._client.http
        act = http.add_role if change.gives else http.remove_role
        try:
            await act(guild, change.user, change.role, reason=_REASON)
        except KeyError as error:
            # A limit whose answer says not how long it lasts, in discord.py 2.7.1.
            raise Unanswered(repr(error)) from error
        except discord.Forbidden as error:
            raise Hindered(change.role, _REFUSED) from error
        except discord.NotFound as error:
            if error.code == _UNKNOWN_ROLE:
                raise Hindered(change.role, "role-gone") from error
            # Who left has no roles, and gets none.
            log.info("somebody who left gets no role", guild=guild, user=change.user)

    def _worded(self, guild: int, hindered: Hindered, settings: GuildSettings) -> str:
        known: Any = self._client.get_guild(guild)
        role = known.get_role(hindered.role) if known else None
        cure = speak(settings.language).role_cures[hindered.code]
        return f"{role.name if role else hindered.role}: {cure}"[:200]

    async def _mark(self, row: Delivery, stage: Stage, trouble: str = "") -> None:
        await self._house.writer.mark(row.mark(stage, row.wanted, 0, trouble=trouble))


def earned_roles(settings: GuildSettings, before: int, after: int) -> list[int]:
    """The roles of the levels just reached, and that of the highest level below.

    That one was given when it was reached, unless the guild chose it only since.
    """
    chosen = {
        level: role for level, role in level_roles(settings.level_roles).items() if level <= after
    }
    highest = max(chosen, default=0)
    return [role for level, role in sorted(chosen.items()) if level > before or level == highest]
