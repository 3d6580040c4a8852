"""Many members who act at once and hear nothing: requests alone, without a gateway or an answer."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import AsyncIterator, Mapping
from typing import Any

import orjson
from aiohttp import ClientSession, ClientTimeout

from bot.sandbox.people.command_index import Command, CommandIndex, Value
from bot.sandbox.people.controls import find_button
from bot.sandbox.people.listener import Timeouts
from bot.sandbox.people.names import Names
from bot.sandbox.people.person import BUTTON, COMMAND, COMPONENT
from bot.sandbox.people.requests import read_result
from bot.sandbox.people.seen import Message


class Crowd:
    """The members of one guild whom the sandbox's description calls its crowd.

    Everybody is known by a number, 0 to `len(crowd) - 1`; larger ones start over. They all type
    the commands that the first of them is offered. Open one with `async with Crowd.open(...)`.
    """

    def __init__(
        self,
        description: Mapping[str, Any],
        session: ClientSession,
        *,
        guild: int = 0,
        timeouts: Timeouts | None = None,
    ) -> None:
        found = description["guilds"][guild]
        self._members = [member for member in found["members"] if member.get("crowd")]
        self._names = Names.of(found)
        self._api_url = str(description["api_url"])
        self._frame = {
            "application_id": str(description["application_id"]),
            "guild_id": str(found["id"]),
        }
        self._session = session
        limits = timeouts or Timeouts()
        self._timeout = ClientTimeout(total=limits.request_seconds)
        self._index: CommandIndex | None = None
        self._nonces = itertools.count(1)

    @classmethod
    @contextlib.asynccontextmanager
    async def open(
        cls,
        description: Mapping[str, Any],
        *,
        guild: int = 0,
        timeouts: Timeouts | None = None,
    ) -> AsyncIterator[Crowd]:
        """Open the connections that all of them share, for the length of the block."""
        async with ClientSession() as session:
            yield cls(description, session, guild=guild, timeouts=timeouts)

    def __len__(self) -> int:
        """Return how many they are."""
        return len(self._members)

    def id(self, number: int) -> int:
        """Return the id of one of them."""
        return int(self._member(number)["id"])

    def name(self, number: int) -> str:
        """Return the name of one of them."""
        return str(self._member(number)["name"])

    async def commands(self, *, refresh: bool = False) -> CommandIndex:
        """Return the commands that the first of them is offered, asked for once."""
        if self._index is None or refresh:
            path = f"/guilds/{self._frame['guild_id']}/application-command-index"
            raw = await self._request("GET", path, self._member(0)["token"])
            self._index = CommandIndex(raw, int(self._frame["application_id"]))
        return self._index

    async def use(
        self,
        number: int,
        command: str | Command,
        options: Mapping[str, Value] | None = None,
        *,
        channel: int | str,
    ) -> str:
        """Let one of them type a command; return the nonce once Discord has taken it.

        RequestRefusedError if it does not take it; what the bot answers is not looked at.
        """
        found = (await self.commands()).find(command) if isinstance(command, str) else command
        data = found.data(found.fit(dict(options or {})))
        return await self.forge(number, {"type": COMMAND, "data": data}, channel=channel)

    async def press(self, number: int, message: Message, caption: str) -> str:
        """Let one of them press a button that the message shows; return the nonce."""
        button = find_button(message, caption)
        data = {"component_type": BUTTON, "custom_id": button.custom_id}
        payload = {
            "type": COMPONENT,
            "data": data,
            "message_id": str(message.id),
            "message_flags": message.flags,
        }
        return await self.forge(number, payload, channel=message.channel_id)

    async def forge(self, number: int, payload: Mapping[str, Any], *, channel: int | str) -> str:
        """Send an interaction of one of them as it stands; return the nonce."""
        place = channel if isinstance(channel, int) else self._names.channel(channel)
        member = self._member(number)
        nonce = f"{member['id']}{next(self._nonces):07d}"
        body = {**self._frame, "channel_id": str(place), "nonce": nonce, **payload}
        await self._request("POST", "/interactions", member["token"], body)
        return nonce

    def _member(self, number: int) -> Mapping[str, Any]:
        if not self._members:
            raise LookupError("There is no crowd in this guild.")
        member: Mapping[str, Any] = self._members[number % len(self._members)]
        return member

    async def _request(
        self, method: str, path: str, token: str, body: Mapping[str, Any] | None = None
    ) -> Any:
        headers = {"Authorization": token, "Content-Type": "application/json"}
        data = None if body is None else orjson.dumps(body)
        async with self._session.request(
            method, self._api_url + path, data=data, headers=headers, timeout=self._timeout
        ) as response:
            return await read_result(response)
