"""Who somebody is on a server now, for pages that no interaction of Discord's comes with."""

from collections.abc import Callable
from typing import Final, Protocol

import discord

from bot.attendance import Attendance
from bot.rights import Right, has_right
from bot.storage.memory import Memory
from bot.web.dashboard.visit import Standing

SILENCE_MS: Final = 10_000
"""For how long Discord is not asked again about a server of which it did not say anything."""


class Client(Protocol):
    """What the hall sees of the bot."""

    attendance: Attendance

    def get_guild(self, id: int, /) -> discord.Guild | None:  # noqa: A002 - its name there.
        """A server that the bot is on."""


class DiscordHall:
    """Asks Discord, through the bot's own connection."""

    def __init__(self, client: Client, memory: Memory, clock: Callable[[], int]) -> None:
        """Know the servers that `client` is on; `clock` tells UTC milliseconds."""
        self._client = client
        self._memory = memory
        self._clock = clock
        self._silent_until_ms: dict[int, int] = {}

    def name_of(self, guild: int) -> str | None:
        """What a server is called; None where the bot is not on it."""
        known = self._client.get_guild(guild)
        return known.name if known else None

    def called(self, guild: int, number: int) -> str | None:
        """What a role or a channel of a server is called; None where it is gone."""
        known = self._client.get_guild(guild)
        found = known and (known.get_role(number) or known.get_channel_or_thread(number))
        return found.name if found else None

    async def standing(self, guild: int, user_id: int, *, fresh: bool) -> Standing | None:
        """Who somebody is on a server: as of now where `fresh`, else as of a minute ago at most.

        None where Discord does not say.
        """
        known = self._client.get_guild(guild)
        if known is None:
            return None
        if not fresh and self._clock() < self._silent_until_ms.get(guild, 0):
            # Each page would wait for an answer as long as the one before did.
            return None
        found = await self._client.attendance.here(known, [user_id], fresh=fresh)
        if found is None:
            self._silent_until_ms[guild] = self._clock() + SILENCE_MS
            return None
        self._silent_until_ms.pop(guild, None)
        present = found.get(user_id)
        if present is None:
            return Standing(is_here=False)
        settings = await self._memory.settings(guild)
        permissions = discord.Permissions(present.permissions)
        rights = frozenset(
            right for right in Right if has_right(right, permissions, present.roles, settings)
        )
        return Standing(is_here=True, rights=rights)
