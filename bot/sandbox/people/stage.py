"""Everybody on one sandbox's stage: clients opened by name when they first act."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from types import TracebackType
from typing import Any, Self

from aiohttp import ClientSession

from bot.sandbox.people.exchange import Exchange
from bot.sandbox.people.names import Names
from bot.sandbox.people.person import Person, Timeouts


class Stage:
    """The people of one guild of a sandbox, from the sandbox's own description.

    Use it with `async with`; at the end every client that was opened is closed. Members that are
    bots have names here but no client.
    """

    def __init__(
        self,
        description: Mapping[str, Any],
        *,
        guild: int = 0,
        timeouts: Timeouts | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._description = description
        self._guild = description["guilds"][guild]
        self._timeouts = timeouts
        self._clock = clock
        self._stack = AsyncExitStack()
        self._session: ClientSession | None = None
        self._people: dict[str, Person] = {}
        self._opening = asyncio.Lock()
        self._place: int | None = None
        self.names = Names.of(self._guild)

    async def __aenter__(self) -> Self:
        """Open the HTTP session that all clients share."""
        self._session = await self._stack.enter_async_context(ClientSession())
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close every client."""
        await self._stack.aclose()

    @property
    def people(self) -> tuple[str, ...]:
        """Return the names of the members that can act."""
        bots = self.names.bots
        return tuple(name for name, number in self.names.members.items() if number not in bots)

    @property
    def place(self) -> int:
        """Return the channel in which people act unless told otherwise; at first the first one."""
        return next(iter(self.names.channels.values())) if self._place is None else self._place

    def go(self, channel: str) -> int:
        """Let everybody act in this channel from now on; UnknownNameError if there is none."""
        self._place = self.names.channel(channel)
        for person in self._people.values():
            person.place = self._place
        return self._place

    async def person(self, name: str) -> Person:
        """Return a member's client, signed in on first use; UnknownNameError if nobody fits."""
        member_id = self.names.member(name)
        member = next(it for it in self._guild["members"] if int(it["id"]) == member_id)
        async with self._opening:
            known = self._people.get(member["name"])
            return known or await self._open(member)

    def last(self, name: str) -> Exchange | None:
        """Return the last exchange of a member, None if there was none."""
        person = self._people.get(self.names.member_name(self.names.member(name)))
        return person.last if person else None

    async def _open(self, member: Mapping[str, Any]) -> Person:
        connection = Person.connect(
            api_url=self._description["api_url"],
            gateway_url=self._description["gateway_url"],
            application_id=int(self._description["application_id"]),
            guild_id=int(self._guild["id"]),
            member_id=int(member["id"]),
            name=member["name"],
            token=member["token"],
            session=self._session,
            timeouts=self._timeouts,
            clock=self._clock,
        )
        person = await self._stack.enter_async_context(connection)
        person.place = self.place
        person.learn(self.names.learn_channel, self.names.learn_role)
        self._people[person.name] = person
        return person
