"""Who is on a server now, asked by rooms that do not know Discord."""

from collections.abc import Awaitable, Callable, Collection, Mapping

from bot.ledger.requests import Person

Ask = Callable[[int, Collection[int]], Awaitable[Mapping[int, Person] | None]]
"""Who of at most 100 users is on a guild, by id; None if nobody can tell."""


class Presence:
    """Asks whoever can tell, once there is somebody who can."""

    def __init__(self) -> None:
        """Begin without anybody to ask."""
        self.ask: Ask | None = None

    async def here(self, guild: int, user_ids: Collection[int]) -> Mapping[int, Person] | None:
        """Who of at most 100 users is on a guild, by id; None if nobody can tell."""
        return await self.ask(guild, user_ids) if self.ask else None
