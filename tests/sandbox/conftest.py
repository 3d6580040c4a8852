"""A running sandbox, a real discord.py client in it, and bare clients for the users."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import aiohttp
import discord
import orjson
import pytest
import yarl
from discord import app_commands

from bot.sandbox.service.sandbox import Sandbox
from bot.sandbox.service.world import World, default_world
from tests.waiting import PATIENCE_SECONDS

Json = dict[str, Any]


class Person:
    """A user's client, as bare as can be: a token, a gateway session and a list of events."""

    def __init__(self, sandbox: Sandbox, name: str, session: aiohttp.ClientSession) -> None:
        self.user = sandbox.world.user(name)
        self.events: list[tuple[str, Json]] = []
        self.session_id = ""
        self._sandbox = sandbox
        self._session = session
        self._news = asyncio.Event()
        self._nonces = itertools.count(1)
        self._socket: aiohttp.ClientWebSocketResponse | None = None

    async def listen(self) -> None:
        """Open the gateway and read it until cancelled."""
        url = self._sandbox.gateway_url
        async with self._session.ws_connect(url + "?v=9&encoding=json") as socket:
            self._socket = socket
            async for message in socket:
                frame = orjson.loads(message.data)
                if frame["op"] == 10:
                    identify = {"token": self.user.token, "properties": {}}
                    await socket.send_json({"op": 2, "d": identify})
                elif frame["op"] == 0:
                    if frame["t"] == "READY":
                        self.session_id = frame["d"]["session_id"]
                    self.events.append((frame["t"], frame["d"]))
                    self._news.set()

    async def send_frame(self, operation: int, data: Any) -> None:
        """Send a gateway frame."""
        assert self._socket is not None
        await self._socket.send_json({"op": operation, "d": data})

    async def request(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        """Make a request and return status and JSON."""
        headers = {"Authorization": self.user.token}
        url = self._sandbox.api_url + path
        async with self._session.request(method, url, json=body, headers=headers) as response:
            text = await response.read()
            return response.status, orjson.loads(text) if text else None

    async def expect(self, event: str, which: Callable[[Json], bool] = lambda _: True) -> Json:
        """Wait for an event not taken yet and take it."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while True:
                for index, (name, data) in enumerate(self.events):
                    if name == event and which(data):
                        del self.events[index]
                        return data
                self._news.clear()
                await self._news.wait()

    def saw(self, event: str) -> list[Json]:
        """Return the events of this name not taken yet."""
        return [data for name, data in self.events if name == event]

    async def interact(
        self, kind: int, data: Json, *, channel: str = "gifts", **extra: Any
    ) -> tuple[int, Any, str]:
        """Post an interaction; return status, body and nonce."""
        nonce = f"{self.user.name}-{next(self._nonces)}"
        world = self._sandbox.world
        place = world.channel(channel)
        body = {
            "type": kind,
            "application_id": str(world.application.id),
            "guild_id": str(place.guild_id),
            "channel_id": str(place.id),
            "session_id": self.session_id,
            "nonce": nonce,
            "data": data,
            **extra,
        }
        status, answer = await self.request("POST", "/interactions", body)
        return status, answer, nonce

    async def command_data(self, name: str, options: list[Json] | None = None) -> Json:
        """Look a command up in the index and return the data that invokes it."""
        guild = self._sandbox.world.guild
        _, index = await self.request("GET", f"/guilds/{guild.id}/application-command-index")
        found = {it["name"]: it for it in index["application_commands"]}[name]
        data = {key: found[key] for key in ("id", "name", "type", "version")}
        return {**data, "options": options or []}

    async def run(self, name: str, options: list[Json] | None = None, **extra: Any) -> str:
        """Run a command and return its nonce; the server must accept it."""
        data = await self.command_data(name, options)
        status, answer, nonce = await self.interact(2, data, **extra)
        assert status == 204, answer
        return nonce

    async def press(
        self, message: Json, custom_id: str, values: list[str] | None = None, kind: int = 2
    ) -> tuple[int, Any, str]:
        """Press a button or pick in a select of a message."""
        data: Json = {"component_type": kind, "custom_id": custom_id}
        if values is not None:
            data["values"] = values
        channel = self._sandbox.world.channels[int(message["channel_id"])].name
        return await self.interact(3, data, channel=channel, message_id=message["id"])


class Client(discord.Client):
    """A real client with a command tree that the tests fill."""

    def __init__(self, intents: discord.Intents, **options: Any) -> None:
        super().__init__(
            intents=intents,
            guild_ready_timeout=0,
            allowed_mentions=discord.AllowedMentions.none(),
            **options,
        )
        self.tree = app_commands.CommandTree(
            self, allowed_contexts=app_commands.AppCommandContext(guild=True)
        )
        self.failures: list[BaseException] = []
        self.failed = asyncio.Event()

        @self.tree.error
        async def failed(_: discord.Interaction, error: app_commands.AppCommandError) -> None:
            self.failures.append(error)
            self.failed.set()


Start = Callable[..., Awaitable[Client]]
Join = Callable[[str], Awaitable[Person]]


@pytest.fixture
def world() -> World:
    return default_world()


@pytest.fixture
async def sandbox(world: World) -> AsyncIterator[Sandbox]:
    async with Sandbox(world, speed=20, deadline_speed=1) as running:
        yield running


def point_to(monkeypatch: pytest.MonkeyPatch, sandbox: Sandbox) -> None:
    """Point discord.py at a sandbox for the length of a test."""
    monkeypatch.setattr(discord.http.Route, "BASE", sandbox.api_url)
    monkeypatch.setattr(
        discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(sandbox.gateway_url)
    )
    monkeypatch.setattr(discord.asset.Asset, "BASE", sandbox.cdn_url)


@contextlib.asynccontextmanager
async def connected(sandbox: Sandbox, client: Client) -> AsyncIterator[Client]:
    """Keep a client connected inside the block."""
    async with client:
        await client.login(sandbox.world.bot.token)
        await client.tree.sync()
        task = asyncio.create_task(client.connect())
        ready = asyncio.create_task(client.wait_until_ready())
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                await asyncio.wait({task, ready}, return_when=asyncio.FIRST_COMPLETED)
            if task.done():
                task.result()
            yield client
        finally:
            ready.cancel()
            await client.close()
            with contextlib.suppress(discord.ConnectionClosed):
                await task


@pytest.fixture
async def start(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Start]:
    point_to(monkeypatch, sandbox)
    async with contextlib.AsyncExitStack() as stack:

        async def begin(client: Client | None = None) -> Client:
            client = client or Client(discord.Intents(guilds=True))
            return await stack.enter_async_context(connected(sandbox, client))

        yield begin


@pytest.fixture
async def join(sandbox: Sandbox) -> AsyncIterator[Join]:
    tasks: list[asyncio.Task[None]] = []
    async with aiohttp.ClientSession(
        json_serialize=lambda it: orjson.dumps(it).decode()
    ) as session:

        async def come(name: str) -> Person:
            person = Person(sandbox, name, session)
            tasks.append(asyncio.create_task(person.listen()))
            await person.expect("READY")
            return person

        yield come
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
