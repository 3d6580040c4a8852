"""How fast one may go: windows, headers, and that discord.py keeps within them or comes back."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator

import aiohttp
import discord
import pytest

from bot.sandbox.service.clock import ManualClock
from bot.sandbox.service.limits import Limits
from bot.sandbox.service.sandbox import Sandbox
from bot.sandbox.service.world import World
from tests.sandbox.conftest import Client, Join, Start

MESSAGES = "/channels/{channel_id}/messages"


class Caller:
    """The bot's bare HTTP client, which does what it is told without waiting."""

    def __init__(self, sandbox: Sandbox, session: aiohttp.ClientSession) -> None:
        self._sandbox = sandbox
        self._session = session

    async def send(self, channel: str = "gifts") -> aiohttp.ClientResponse:
        """Send a message and return the answer, read to its end."""
        place = self._sandbox.world.channel(channel).id
        return await self.request("POST", f"/channels/{place}/messages", {"content": "Hello"})

    async def request(self, method: str, path: str, body: object = None) -> aiohttp.ClientResponse:
        """Make a request and return the answer, read to its end."""
        headers = {"Authorization": f"Bot {self._sandbox.world.bot.token}"}
        url = self._sandbox.api_url + path
        async with self._session.request(method, url, json=body, headers=headers) as response:
            await response.read()
            return response


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
async def still(world: World, clock: ManualClock) -> AsyncIterator[Sandbox]:
    async with Sandbox(world, clock=clock) as running:
        yield running


@pytest.fixture
async def caller(still: Sandbox) -> AsyncIterator[Caller]:
    async with aiohttp.ClientSession() as session:
        yield Caller(still, session)


async def test_the_sixth_message_in_five_seconds_is_turned_away_honestly(
    caller: Caller, clock: ManualClock
) -> None:
    answers = [await caller.send() for _ in range(5)]
    assert [answer.headers["X-RateLimit-Remaining"] for answer in answers] == list("43210")
    clock.advance(3.5)
    late = await caller.send()
    body = await late.json()
    assert (late.status, body["global"], body["retry_after"]) == (429, False, 1.5)
    assert late.headers["Retry-After"] == "2"
    assert late.headers["X-RateLimit-Scope"] == "user"
    assert late.headers["X-RateLimit-Reset-After"] == "1.500"
    assert "Via" in late.headers
    assert (await caller.send("general")).status == 200
    clock.advance(1.5)
    assert (await caller.send()).status == 200


async def test_the_limit_of_the_whole_bot_is_fifty_requests_a_second(
    caller: Caller, clock: ManualClock
) -> None:
    answers = [await caller.request("GET", "/users/@me") for _ in range(51)]
    assert [answer.status for answer in answers] == [200] * 50 + [429]
    assert answers[-1].headers["X-RateLimit-Global"] == "true"
    assert (await answers[-1].json())["global"]
    clock.advance(1)
    assert (await caller.request("GET", "/users/@me")).status == 200


async def test_editing_an_old_message_is_limited_harder(
    caller: Caller, clock: ManualClock, still: Sandbox
) -> None:
    channel = still.world.channel("gifts")
    message = await (await caller.send()).json()
    path = f"/channels/{channel.id}/messages/{message['id']}"
    clock.advance(3601)
    statuses = [
        (await caller.request("PATCH", path, {"content": str(number)})).status
        for number in range(4)
    ]
    assert statuses == [200, 200, 200, 429]


async def test_too_many_refused_requests_get_the_bot_banned_for_a_while(
    caller: Caller, clock: ManualClock, still: Sandbox
) -> None:
    still.limits.invalid_requests = 3
    path = f"/guilds/{still.world.guild.id}/members"
    for _ in range(3):
        assert (await caller.request("GET", path)).status == 403
    banned = await caller.request("GET", "/users/@me")
    assert (banned.status, "Via" in banned.headers) == (429, False)
    assert still.limits.invalid_count(str(still.world.bot.id)) >= 3
    clock.advance(601)
    assert (await caller.request("GET", "/users/@me")).status == 200


async def test_commands_may_be_created_two_hundred_times_a_day(
    caller: Caller, clock: ManualClock, still: Sandbox
) -> None:
    path = f"/applications/{still.world.application.id}/commands"
    for day in range(3):
        names = [{"name": f"c{day}-{number}", "description": "x"} for number in range(100)]
        status = (await caller.request("PUT", path, names)).status
        assert status == (200 if day < 2 else 429)
    clock.advance(86_401)
    assert (await caller.request("PUT", path, names)).status == 200


async def test_a_client_never_runs_into_the_limit_of_a_channel(
    start: Start, sandbox: Sandbox
) -> None:
    client = await start()
    channel = client.get_channel(sandbox.world.channel("gifts").id)
    assert isinstance(channel, discord.TextChannel)
    began = time.monotonic()
    for number in range(12):
        await channel.send(str(number))
    # Twelve messages take two pauses of five seconds, a twentieth of that at this speed.
    assert time.monotonic() - began >= 2 * 5 / 20
    statuses = [it.status for it in sandbox.recording.requests("POST", MESSAGES)]
    assert statuses == [200] * 12


async def test_answers_to_interactions_stand_outside_the_limit_of_the_bot(
    start: Start, join: Join, sandbox: Sandbox
) -> None:
    client = Client(discord.Intents(guilds=True))

    @client.tree.command(name="ping", description="Answer at once.")
    async def ping(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("pong", ephemeral=True)

    sandbox.limits.global_requests = 5
    await start(client)
    ann = await join("Ann")
    data = await ann.command_data("ping")
    for _ in range(60):
        assert (await ann.interact(2, data))[0] == 204
    for _ in range(60):
        await ann.expect("MESSAGE_CREATE")
    assert client.failures == []


async def test_the_speed_compresses_windows(world: World) -> None:
    async with Sandbox(world, speed=100) as sandbox, aiohttp.ClientSession() as session:
        caller = Caller(sandbox, session)
        answers = [await caller.send() for _ in range(6)]
        turned_away = answers[-1]
        assert turned_away.status == 429
        wait = (await turned_away.json())["retry_after"]
        assert 0 < wait <= 0.05
        await asyncio.sleep(wait)
        assert (await caller.send()).status == 200


def test_the_windows_kept_are_bounded() -> None:
    limits = Limits(ManualClock())
    for number in range(20_000):
        limits.check("POST", MESSAGES, {"channel_id": str(number)}, "")
    assert len(limits._windows) <= 4096
