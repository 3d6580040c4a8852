"""Misbehaviour on request: every kind strikes where and as often as it was asked to."""

from __future__ import annotations

import asyncio

import aiohttp
import discord
import pytest

from bot.sandbox.service.faults import Fault, Faults
from bot.sandbox.service.sandbox import Sandbox
from tests.sandbox.conftest import Client, Join, Start
from tests.waiting import until

MESSAGES = "/channels/{channel_id}/messages"
CALLBACK = "/interactions/{interaction_id}/{token}/callback"


def pinging_client(answered: list[str]) -> Client:
    client = Client(discord.Intents(guilds=True))

    @client.tree.command(name="ping", description="Answer at once.")
    async def ping(interaction: discord.Interaction) -> None:
        answered.append(str(interaction.id))
        await interaction.response.send_message("pong", ephemeral=True)

    return client


async def gifts(client: Client, sandbox: Sandbox) -> discord.TextChannel:
    channel = client.get_channel(sandbox.world.channel("gifts").id)
    assert isinstance(channel, discord.TextChannel)
    return channel


async def test_a_rate_limit_on_request_is_waited_out_by_the_client(
    start: Start, sandbox: Sandbox
) -> None:
    channel = await gifts(await start(), sandbox)
    fault = sandbox.faults.rate_limit(MESSAGES, "POST", times=2)
    await channel.send("Hello")
    statuses = [it.status for it in sandbox.recording.requests("POST", MESSAGES)]
    assert (statuses, fault.struck) == ([429, 429, 200], 2)


@pytest.mark.parametrize(("after_effect", "messages"), [(False, 0), (True, 1)])
async def test_a_reset_comes_before_or_after_the_effect(
    start: Start, sandbox: Sandbox, after_effect: bool, messages: int
) -> None:
    channel = await gifts(await start(), sandbox)
    sandbox.faults.reset(MESSAGES, "POST", after_effect=after_effect)
    with pytest.raises((aiohttp.ClientOSError, aiohttp.ServerDisconnectedError)):
        await channel.send("Hello")
    assert len(sandbox.world.channel("gifts").messages) == messages
    assert sandbox.recording.exchanges[-1].fault == "reset"
    await channel.send("Hello again")


@pytest.mark.parametrize(("after_effect", "messages"), [(False, 0), (True, 1)])
async def test_a_server_error_comes_before_or_after_the_effect(
    start: Start, sandbox: Sandbox, after_effect: bool, messages: int
) -> None:
    channel = await gifts(await start(), sandbox)
    sandbox.faults.server_error(MESSAGES, "POST", status=503, after_effect=after_effect)
    with pytest.raises(discord.DiscordServerError) as failed:
        await channel.send("Hello")
    assert failed.value.status == 503
    assert len(sandbox.world.channel("gifts").messages) == messages


async def test_a_slow_answer_takes_its_time(start: Start, sandbox: Sandbox) -> None:
    channel = await gifts(await start(), sandbox)
    sandbox.faults.slow(1_000, MESSAGES, "POST", after_effect=True)
    sending = asyncio.create_task(channel.send("Hello"))
    await until(lambda: len(sandbox.world.channel("gifts").messages) == 1)
    assert not sending.done()
    sending.cancel()
    with pytest.raises(asyncio.CancelledError):
        await sending


async def test_a_duplicated_interaction_arrives_twice_and_is_answered_once(
    start: Start, join: Join, sandbox: Sandbox
) -> None:
    answered: list[str] = []
    client = await start(pinging_client(answered))
    ann = await join("Ann")
    sandbox.faults.duplicate()
    await ann.run("ping")
    await ann.expect("MESSAGE_CREATE")
    async with asyncio.timeout(60):
        await client.failed.wait()
    assert len(answered) == 2
    assert len(set(answered)) == 1
    cause = client.failures[0].__cause__
    assert isinstance(cause, discord.HTTPException)
    assert cause.code == 40060
    assert ann.saw("MESSAGE_CREATE") == []


async def test_a_late_event_is_overtaken(start: Start, join: Join, sandbox: Sandbox) -> None:
    answered: list[str] = []
    await start(pinging_client(answered))
    ann = await join("Ann")
    sandbox.faults.late(2)
    first, second = await ann.run("ping"), await ann.run("ping")
    arrived = [(await ann.expect("MESSAGE_CREATE"))["nonce"] for _ in range(2)]
    assert arrived == [second, first]


async def test_a_dropped_connection_resumes_with_what_it_missed(
    start: Start, join: Join, sandbox: Sandbox
) -> None:
    answered: list[str] = []
    await start(pinging_client(answered))
    ann = await join("Ann")
    sandbox.faults.drop()
    await ann.run("ping")
    assert (await ann.expect("MESSAGE_CREATE"))["content"] == "pong"
    assert len(answered) == 1


async def test_the_users_are_spared_unless_it_is_meant_for_them(
    join: Join, sandbox: Sandbox
) -> None:
    ann = await join("Ann")
    sandbox.faults.server_error(times=None)
    assert (await ann.request("GET", "/users/@me"))[0] == 200
    sandbox.faults.clear()
    sandbox.faults.add(Fault(route="/users/@me", status=502, to_bot=False))
    assert (await ann.request("GET", "/users/@me"))[0] == 502
    assert (await ann.request("GET", "/users/@me"))[0] == 200


def test_a_share_strikes_repeatably_and_a_skip_lets_the_first_pass() -> None:
    def strikes(seed: int) -> list[bool]:
        faults = Faults(seed)
        faults.server_error(CALLBACK, times=None, share=0.3)
        return [bool(faults.for_request("POST", CALLBACK, "/x", by_bot=True)) for _ in range(200)]

    assert strikes(1) == strikes(1) != strikes(2)
    assert 30 <= sum(strikes(1)) <= 90
    faults = Faults()
    faults.add(Fault(route=CALLBACK, status=500, skip=2, times=1))
    found = [len(faults.for_request("POST", CALLBACK, "/x", by_bot=True)) for _ in range(4)]
    assert found == [0, 0, 1, 0]
    assert faults.for_request("POST", MESSAGES, "/channels/1/messages", by_bot=True) == []
