"""Gives and takes one role at a time, and tells what is in the way of that."""

import asyncio
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

import discord
import structlog
from discord.ext import commands

from bot.discord_answers import Declined, Forbidden, Gone, understood
from bot.house import House
from bot.places import giving_troubles

MOST_ASKED: Final = 100
"""How many members Discord looks up at one request of a bot without the members intent."""
PATIENCE_SECONDS: Final = 10.0
"""How long Discord may take to look members up."""
_REFUSED: Final = "role-refused"
_GONE: Final = "role-gone"
_UNKNOWN_ROLE: Final = 10_011
_KEEPS_FROM_TAKING: Final = frozenset({_GONE, "role-forbidden", "role-above"})

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Change:
    """A role to be given to somebody, or taken from them."""

    user: int
    role: int
    gives: bool


def changing_troubles(guild: discord.Guild | None, role: int, *, gives: bool) -> tuple[str, ...]:
    """Why Ovation cannot give a role, or take it, as codes; none if it can.

    What a role may do, or who else gives it, matters only where it is given.
    """
    troubles = giving_troubles(guild, role)
    return troubles if gives else tuple(code for code in troubles if code in _KEEPS_FROM_TAKING)


def declined_code(error: Declined) -> str:
    """What a refusal of Discord's says of a role, as a code; nothing where the role is not why."""
    if isinstance(error, Forbidden):
        return _REFUSED
    return _GONE if error.code == _UNKNOWN_ROLE else ""


class Hindered(Exception):  # noqa: N818 - it tells what is known: something is in the way.
    """A role cannot be given before somebody changes something; `code` says what."""

    def __init__(self, role: int, code: str) -> None:
        """`role` is the Discord id, `code` one of those that the troubles are told by."""
        super().__init__(code)
        self.role, self.code = role, code


class Absent(Exception):  # noqa: N818 - the name is what is known.
    """Ovation is not on the server now, or Discord does not reach it."""


class Roles:
    """Who has which roles, given and taken by Ovation through Discord."""

    def __init__(self, house: House, client: commands.Bot | commands.AutoShardedBot) -> None:
        """Give through `client`, with the words of `house` in the server's audit log."""
        self._house = house
        self._client = client

    async def make(self, guild: int, change: Change) -> None:
        """Give or take a role; nothing changes for who has it already, has it not, or has left.

        Raises Hindered where somebody must change something first, Absent, and what `understood`
        raises: Unanswered where nobody knows, Declined where Discord takes no such request.
        """
        troubles = changing_troubles(self._guild(guild), change.role, gives=change.gives)
        if _GONE in troubles and not change.gives:
            return
        if troubles:
            raise Hindered(change.role, troubles[0])
        http = self._client.http
        act = http.add_role if change.gives else http.remove_role
        reason = (await self._house.words(guild)).reward_reason
        try:
            with understood():
                await act(guild, change.user, change.role, reason=reason)
        except Declined as error:
            code = declined_code(error)
            if code == _REFUSED or (code == _GONE and change.gives):
                raise Hindered(change.role, code) from error
            if not isinstance(error, Gone):
                raise
            # Who left has no roles, and gets none.
            log.info("a role changes for nobody", guild=guild, user=change.user, reason=str(error))

    async def of(self, guild: int, users: Collection[int]) -> Mapping[int, Collection[int]]:
        """The roles of those of at most 100 users who are on a server now, asked anew.

        Raises Absent or Unanswered.
        """
        known = self._guild(guild)
        with understood():
            async with asyncio.timeout(PATIENCE_SECONDS):
                members = await known.query_members(
                    user_ids=list(users), limit=MOST_ASKED, cache=False
                )
        return {member.id: {role.id for role in member.roles} for member in members}

    def _guild(self, guild: int) -> discord.Guild:
        known = self._client.get_guild(guild)
        if known is None or known.unavailable:
            raise Absent
        return known
