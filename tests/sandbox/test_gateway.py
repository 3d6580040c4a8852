"""The gateway: who is told what, what happens to lost connections, and what is refused."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import discord
import orjson
import pytest

from bot.sandbox.service.sandbox import Sandbox
from tests.sandbox.conftest import Client, Join, Json, Start


def busy_client() -> Client:
    client = Client(discord.Intents(guilds=True))

    @client.tree.command(name="ping", description="Answer at once.")
    async def ping(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("pong", ephemeral=True)

    return client


async def test_members_are_asked_for_over_the_gateway(start: Start, sandbox: Sandbox) -> None:
    client = await start()
    guild = client.guilds[0]
    ids = [sandbox.world.user(name).id for name in ("Ann", "Kim")]
    found = await guild.query_members(user_ids=[*ids, 17], limit=100, cache=False)
    assert {member.display_name for member in found} == {"Ann", "Kim"}
    by_name = await guild.query_members("Be", limit=5)
    assert sorted(member.display_name for member in by_name) == ["Bea", "Ben"]


async def test_a_cut_connection_resumes_and_misses_nothing(
    start: Start, join: Join, sandbox: Sandbox
) -> None:
    client = busy_client()
    resumed = asyncio.Event()

    @client.event
    async def on_resumed() -> None:
        resumed.set()

    await start(client)
    ann = await join("Ann")
    sandbox.gateway.cut(sandbox.world.bot)
    await ann.run("ping")
    async with asyncio.timeout(60):
        await resumed.wait()
    assert (await ann.expect("MESSAGE_CREATE"))["content"] == "pong"


async def test_an_invalidated_session_identifies_anew(
    start: Start, join: Join, sandbox: Sandbox
) -> None:
    client = await start(busy_client())
    # discord.py would wait five seconds here, for Discord's limit of one identify in that time.
    client.before_identify_hook = _at_once  # type: ignore[method-assign]
    ann = await join("Ann")
    before = sandbox.gateway.sessions_of(sandbox.world.bot)
    sandbox.gateway.invalidate(sandbox.world.bot)
    await sandbox.wait_for_bot()
    after = sandbox.gateway.sessions_of(sandbox.world.bot)
    assert {it.id for it in before}.isdisjoint({it.id for it in after})
    await ann.run("ping")
    assert (await ann.expect("MESSAGE_CREATE"))["content"] == "pong"


async def _at_once(shard_id: int | None, *, initial: bool = False) -> None:
    return


async def test_a_wrong_token_is_refused(start: Start, sandbox: Sandbox) -> None:
    await start()
    async with discord.Client(intents=discord.Intents.none()) as stranger:
        with pytest.raises(discord.LoginFailure):
            await stranger.login("MTIwMjA0MDU1MDE5NTIwMDAwMA.aaaaaa." + "a" * 38)


async def test_a_privileged_intent_is_refused_unless_granted(
    start: Start, sandbox: Sandbox
) -> None:
    with pytest.raises(discord.PrivilegedIntentsRequired):
        await start(Client(discord.Intents(guilds=True, members=True)))
    sandbox.world.application.flags = 1 << 15
    client = await start(Client(discord.Intents(guilds=True, members=True)))
    await client.guilds[0].chunk()
    assert len(client.guilds[0].members) == len(sandbox.world.guild.members)


async def test_the_bot_hears_only_what_its_intents_cover(start: Start, sandbox: Sandbox) -> None:
    client = Client(discord.Intents(guilds=True))
    heard: list[str] = []
    last = asyncio.Event()

    @client.event
    async def on_socket_event_type(name: str) -> None:
        heard.append(name)
        if name == "CHANNEL_CREATE":
            last.set()

    await start(client)
    world = sandbox.world
    sandbox.remove_member(world.guild.members[world.user("Newt").id])
    sandbox.add_member(world.guild, "Zoe")
    sandbox.add_channel(world.guild, "last")
    async with asyncio.timeout(60):
        await last.wait()
    assert not {"GUILD_MEMBER_ADD", "GUILD_MEMBER_REMOVE", "MESSAGE_CREATE"} & set(heard)


class Raw:
    """A bare gateway connection."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket

    async def send(self, operation: int, data: Any) -> None:
        await self._socket.send_json({"op": operation, "d": data})

    async def frame(self) -> Json:
        message = await self._socket.receive(5)
        assert message.type is aiohttp.WSMsgType.TEXT
        frame: Json = orjson.loads(message.data)
        return frame

    async def close_code(self) -> int | None:
        async for _ in self._socket:
            pass
        return self._socket.close_code


@pytest.fixture
async def raw(sandbox: Sandbox) -> AsyncIterator[Raw]:
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(sandbox.gateway_url) as socket,
    ):
        yield Raw(socket)


@pytest.mark.parametrize(
    ("operation", "data", "code"),
    [
        (2, {"token": "nonsense"}, 4004),
        (2, "nonsense", 4002),
        (2, {"token": None, "intents": -1}, 4013),
        (2, {"token": None, "intents": 1, "shard": [1, 1]}, 4010),
        (2, {"token": None, "intents": 1, "shard": "x"}, 4010),
        (6, {"token": "nonsense", "session_id": "x", "seq": 1}, 4004),
        (8, {"guild_id": "1"}, 4003),
        (5, None, 4003),
    ],
)
async def test_a_frame_against_the_rules_closes_with_its_code(
    raw: Raw, sandbox: Sandbox, operation: int, data: Any, code: int
) -> None:
    if isinstance(data, dict) and data.get("token", "") is None:
        data["token"] = sandbox.world.bot.token
    assert (await raw.frame())["op"] == 10
    await raw.send(operation, data)
    assert await raw.close_code() == code


async def test_a_heartbeat_is_answered_before_and_after_identifying(
    raw: Raw, sandbox: Sandbox
) -> None:
    assert (await raw.frame())["d"]["heartbeat_interval"] == 41_250
    await raw.send(1, None)
    assert (await raw.frame())["op"] == 11
    await raw.send(2, {"token": sandbox.world.bot.token, "intents": 0})
    assert (await raw.frame())["t"] == "READY"
    await raw.send(1, 1)
    assert (await raw.frame())["op"] == 11


async def test_a_session_that_cannot_be_replayed_is_invalid(raw: Raw, sandbox: Sandbox) -> None:
    await raw.frame()
    resume = {"token": sandbox.world.bot.token, "session_id": "gone", "seq": 3}
    await raw.send(6, resume)
    answer = await raw.frame()
    assert (answer["op"], answer["d"]) == (9, False)


async def test_a_shard_hears_of_its_own_guilds_only(raw: Raw, sandbox: Sandbox) -> None:
    guild = sandbox.world.guild
    other = 1 - (guild.id >> 22) % 2
    await raw.frame()
    await raw.send(2, {"token": sandbox.world.bot.token, "intents": 1, "shard": [other, 2]})
    ready = await raw.frame()
    assert (ready["d"]["guilds"], ready["d"]["shard"]) == ([], [other, 2])
    sandbox.add_channel(guild, "unheard")
    await raw.send(1, 1)
    assert (await raw.frame())["op"] == 11


async def test_too_many_frames_a_minute_close_the_connection(raw: Raw) -> None:
    for _ in range(125):
        await raw.send(1, None)
    assert await raw.close_code() == 4008
