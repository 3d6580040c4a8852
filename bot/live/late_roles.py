"""Gives roles that were chosen late to all who have earned them before, member by member."""

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import (
    AsyncIterator,
    Awaitable,
    Callable,
    Collection,
    Mapping,
    Sequence,
)
from dataclasses import dataclass, replace
from typing import Final

import structlog

from bot.discord_answers import Declined, Unanswered
from bot.house import House
from bot.ledger.levels import LEAST_COINS, level_of
from bot.ledger.outcomes import SettingChanged
from bot.ledger.requests.marks import Stage
from bot.lifetimes import end_all
from bot.live.backoff import Backoff
from bot.live.earned import Earned, new_level_roles
from bot.live.pace import Budget, Pace
from bot.live.roles import MOST_ASKED, Absent, Change, Hindered, Roles
from bot.storage.database import StorageFailed
from bot.storage.deliveries import Delivery, Key, delivery
from bot.storage.rewards import Gifter, gifters

MOST_GIVEN: Final = 5
PERIOD_SECONDS: Final = 10.0
"""How many roles are given late in one guild in a period. Discord was seen to take 10 in about
10 s (discord/discord-api-docs#7680); half of them are left to gifts, whose roles come first."""
MOST_GIVEN_IN_ALL: Final = 5
ALL_PERIOD_SECONDS: Final = 1.0
"""How many in all guilds together: Discord takes 50 requests a second of one bot, of which
thank-yous may spend 40."""
MOST_LOOKED_UP: Final = 20
LOOKING_PERIOD_SECONDS: Final = 60.0
"""How many requests for 100 members each: a connection to the gateway carries 120 in a minute."""
_PAGE: Final = 1_000
_MOST_UNANSWERED: Final = 3
"""After how many without an answer, one after the other, nobody else is tried for a while."""

log = structlog.get_logger(__name__)
Rest = Callable[[Delivery, Hindered | None], Awaitable[None]]
"""Leaves a row alone until something changes in its guild."""


@dataclass(slots=True)
class _Walk:
    """One walk through the members for a row of the outbox."""

    row: Delivery
    position: int
    """The number of the last member who was looked at."""
    all_answered: bool = True
    unanswered: int = 0
    """How many had no answer, one after the other."""


class LateRoles:
    """Works off the changes of settings that choose roles, a guild at a time beside the others.

    How far it has come stands in the row: the number of the last member who was looked at, where
    other rows have a message. So it goes on there after a restart, and whoever is asked again has
    the role already.
    """

    def __init__(self, house: House, roles: Roles, earned: Earned, pace: Pace, rest: Rest) -> None:
        """Give by `roles` what was `earned`; what must `rest` comes again with `begin`."""
        self._house = house
        self._roles = roles
        self._earned = earned
        self._pace = pace
        self._rest = rest
        self._due: defaultdict[int, set[Key]] = defaultdict(set)
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._budgets: dict[int, Budget] = {}
        self._in_all = Budget(pace, MOST_GIVEN_IN_ALL, ALL_PERIOD_SECONDS)
        self._lookups = Budget(pace, MOST_LOOKED_UP, LOOKING_PERIOD_SECONDS)
        self._is_open = False

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Give until left. What is under way then goes on at the next start."""
        self._is_open = True
        try:
            yield
        finally:
            self._is_open = False
            await end_all(self._tasks.values())

    def begin(self, key: Key) -> None:
        """Take a row up."""
        guild = key[0]
        self._due[guild].add(key)
        known = self._tasks.get(guild)
        if self._is_open and (known is None or known.done()):
            task = asyncio.create_task(self._work_off(guild), name="giving roles late")
            self._tasks[guild] = task

    async def idle(self) -> None:
        """Wait until nobody is left to whom a role can be given now."""
        while working := [task for task in self._tasks.values() if not task.done()]:
            await asyncio.wait(working)

    async def _work_off(self, guild: int) -> None:
        backoff = Backoff()
        while due := self._due[guild]:
            key = min(due)
            # Whatever frees it meanwhile makes it due once more.
            due.discard(key)
            try:
                is_done = await self._settle(key)
            except (Unanswered, StorageFailed) as error:
                log.warning("late roles have no answer yet", row=key, reason=repr(error))
                is_done = False
            except Exception:
                # A fault of ours keeps nobody else from their role, and is tried at the next start.
                log.exception("late roles could not be given", row=key)
                is_done = True
            if is_done:
                backoff.end()
            else:
                due.add(key)
                await self._pace.sleep(backoff.pause())

    async def _settle(self, key: Key) -> bool:
        """Do what one row stands for; False where somebody is to be tried again."""
        row = await delivery(self._house.reader, *key)
        if row is None or row.shown >= row.wanted:
            return True
        try:
            if not row.message:
                for change in await self._earned.changes(row):
                    await self._roles.make(row.guild, change)
            if not await self._give_to_all(row):
                return False
        except Absent:
            await self._rest(row, None)
        except Hindered as hindered:
            await self._rest(row, hindered)
        except Declined as error:
            # Nothing that anybody changes would help: it is left at that.
            why = str(error)
            log.error("late roles were not given", row=key, reason=why)  # noqa: TRY400 - no fault.
            await self._house.writer.mark(row.mark(Stage.SHOWN, row.wanted, 0, row.message))
        else:
            await self._house.writer.mark(row.mark(Stage.SHOWN, row.wanted, 0, row.message))
        return True

    async def _give_to_all(self, row: Delivery) -> bool:
        """Walk through the members from where it was left; whether everybody had an answer."""
        walk = _Walk(row, row.message)
        # Nobody waits for this, so it reads beside those who do.
        reader = self._house.database.reports
        while chosen := await self._chosen(row):
            page = await gifters(reader, row.guild, after=walk.position, limit=_PAGE)
            if not page:
                break
            least = LEAST_COINS[min(chosen) - 1]
            able = [one for one in page if one.user_id and one.given >= least]
            for start in range(0, len(able), MOST_ASKED):
                await self._give(walk, able[start : start + MOST_ASKED])
            walk.position = page[-1].number
            await self._note(walk)
        return walk.all_answered

    async def _chosen(self, row: Delivery) -> dict[int, int]:
        """The roles that are to be given, by level, as the settings are now."""
        assert isinstance(row.operation.outcome, SettingChanged)
        settings = await self._house.memory.settings(row.guild)
        return new_level_roles(settings, row.operation.outcome)

    async def _give(self, walk: _Walk, some: Sequence[Gifter]) -> None:
        """Give at most 100 members what they lack."""
        await self._lookups.spend()
        guild = walk.row.guild
        here = await self._roles.of(guild, [one.user_id for one in some if one.user_id])
        for one in some:
            for change in _lacking(await self._chosen(walk.row), one, here):
                await self._budget(guild).spend()
                await self._in_all.spend()
                # A reversal may have come in between, or another setting.
                if await self._earned.has_earned(guild, change.user, change.role):
                    await self._make(walk, change)
                    walk.position = one.number
            if walk.position == one.number:
                await self._note(walk)

    async def _make(self, walk: _Walk, change: Change) -> None:
        """Give one role. Raises Unanswered where nobody has an answer any more."""
        try:
            await self._roles.make(walk.row.guild, change)
        except Unanswered as error:
            log.warning("a late role has no answer", change=change, reason=repr(error))
            walk.all_answered = False
            walk.unanswered += 1
            if walk.unanswered == _MOST_UNANSWERED:
                raise
        else:
            walk.unanswered = 0

    async def _note(self, walk: _Walk) -> None:
        """Keep how far it has come, as long as all had an answer; nothing is in the way now."""
        if not walk.all_answered:
            return
        row, writer = walk.row, self._house.writer
        if row.trouble:
            await writer.mark(row.mark(Stage.FAILED, row.wanted, 0))
            walk.row = replace(row, trouble="")
        await writer.mark(row.mark(Stage.ATTEMPTED, row.wanted, 0, walk.position))

    def _budget(self, guild: int) -> Budget:
        return self._budgets.setdefault(guild, Budget(self._pace, MOST_GIVEN, PERIOD_SECONDS))


def _lacking(
    chosen: Mapping[int, int], one: Gifter, here: Mapping[int, Collection[int]]
) -> list[Change]:
    """The roles that a member lacks, if they are on the server."""
    if one.user_id is None or one.user_id not in here:
        return []
    level, had = level_of(one.given), here[one.user_id]
    return [
        Change(one.user_id, role, gives=True)
        for at, role in sorted(chosen.items())
        if at <= level and role not in had
    ]
