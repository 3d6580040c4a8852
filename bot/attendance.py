"""Who is on a server now, and with which roles, as Discord tells on being asked."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Final, NamedTuple

import aiohttp
import discord
import structlog

from bot.ledger.requests import Person

MOST_ASKED: Final = 100
"""How many members Discord looks up at one request of a bot without the members intent."""
PATIENCE_SECONDS: Final = 5.0
"""How long an answer may take; what is shown of people is shown without it rather than never."""
REMEMBERED_MS: Final = 60_000
"""How long an answer holds, so that turning pages does not ask for the same people again: a bot's
connection to Discord's gateway carries 120 requests a minute."""
MOST_REMEMBERED: Final = 20_000
"""How many answers are remembered; the oldest gives way."""

log = structlog.get_logger(__name__)


class Present(NamedTuple):
    """Somebody who is on the server, with the roles they have there."""

    person: Person
    roles: tuple[int, ...] = ()
    permissions: int = 0
    """What they may do on the whole server, as Discord's bits."""


def person_of(user: discord.abc.User) -> Person:
    """A Discord user as the ledger names them."""
    return Person(user.id, user.display_name, user.bot)


def roles_of(member: discord.Member | discord.User) -> tuple[int, ...]:
    """The roles of a member as Discord sent them with a command; a user alone has none."""
    return tuple(role.id for role in member.roles) if isinstance(member, discord.Member) else ()


def present(member: discord.Member | discord.User) -> Present:
    """A member as Discord sent them with a command."""
    if not isinstance(member, discord.Member):
        return Present(person_of(member))
    return Present(person_of(member), roles_of(member), member.guild_permissions.value)


def has_left(user: discord.Member | discord.User | None) -> bool:
    """Whether somebody was named who is no member any more; of bots, the ledger tells more."""
    return isinstance(user, discord.User) and not user.bot


class Attendance:
    """Asks Discord who is here, and remembers the answers for a minute."""

    def __init__(
        self, clock: Callable[[], int], patience_seconds: float = PATIENCE_SECONDS
    ) -> None:
        """Measure the minute by `clock`, in milliseconds."""
        self._clock = clock
        self._patience_seconds = patience_seconds
        self._answers: OrderedDict[tuple[int, int], tuple[int, Present | None]] = OrderedDict()
        self._asking: dict[tuple[int, int], asyncio.Task[dict[int, Present] | None]] = {}
        """The question under way about somebody: a hundred who press a button at once ask once."""

    async def here(
        self, guild: discord.Guild, user_ids: Collection[int], *, fresh: bool = False
    ) -> Mapping[int, Present] | None:
        """Who of at most 100 users is a member, bots too, by id; None if Discord does not say.

        `fresh` asks anew whoever is remembered.
        """
        known = {user_id: self._answers.get((guild.id, user_id)) for user_id in user_ids}
        now_ms = self._clock()
        here = {
            user_id: answer[1]
            for user_id, answer in known.items()
            if answer and answer[0] > now_ms and not fresh
        }
        unknown = [user_id for user_id in user_ids if user_id not in here]
        if unknown:
            found = await self._find(guild, unknown)
            if found is None:
                return None
            here |= found
        return {user_id: found for user_id, found in here.items() if found}

    async def _find(
        self, guild: discord.Guild, user_ids: list[int]
    ) -> dict[int, Present | None] | None:
        new = [user_id for user_id in user_ids if (guild.id, user_id) not in self._asking]
        if new:
            self._begin(guild, new)
        asked = {user_id: self._asking[guild.id, user_id] for user_id in user_ids}
        # Whoever stops waiting leaves the question to the others.
        answers = {task: await asyncio.shield(task) for task in dict.fromkeys(asked.values())}
        found: dict[int, Present | None] = {}
        for user_id, task in asked.items():
            members = answers[task]
            if members is None:
                return None
            found[user_id] = members.get(user_id)
        return found

    def _begin(self, guild: discord.Guild, user_ids: list[int]) -> None:
        keys = [(guild.id, user_id) for user_id in user_ids]
        task = asyncio.create_task(self._ask(guild, user_ids), name="who is here")
        self._asking.update(dict.fromkeys(keys, task))

        def end(_: object) -> None:
            for key in keys:
                del self._asking[key]

        task.add_done_callback(end)

    async def _ask(self, guild: discord.Guild, user_ids: list[int]) -> dict[int, Present] | None:
        try:
            async with asyncio.timeout(self._patience_seconds):
                members = await guild.query_members(
                    user_ids=user_ids, limit=MOST_ASKED, cache=False
                )
        except (TimeoutError, OSError, aiohttp.ClientError, discord.DiscordException) as error:
            log.warning("members were not looked up", guild=guild.id, reason=repr(error))
            return None
        here = {member.id: present(member) for member in members}
        self._remember(guild.id, user_ids, here)
        return here

    def _remember(self, guild: int, user_ids: Iterable[int], here: Mapping[int, Present]) -> None:
        until_ms = self._clock() + REMEMBERED_MS
        for user_id in user_ids:
            self._answers[guild, user_id] = (until_ms, here.get(user_id))
            self._answers.move_to_end((guild, user_id))
        while len(self._answers) > MOST_REMEMBERED:
            self._answers.popitem(last=False)
