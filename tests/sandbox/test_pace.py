"""Whether anybody went too fast is counted anew from what was recorded."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import aiohttp
import discord
import pytest

from bot.sandbox.service.clock import ManualClock
from bot.sandbox.service.faults import Fault, Faults
from bot.sandbox.service.limits import Limits
from bot.sandbox.service.pace import TurnedAway, limits_exceeded, turned_away
from bot.sandbox.service.recording import Recording
from bot.sandbox.service.sandbox import Sandbox
from bot.sandbox.service.world import World, default_world
from tests.sandbox.conftest import Client, Start, connected, point_to

Ask = Callable[[str, str], Awaitable[int]]


def asking(sandbox: Sandbox, session: aiohttp.ClientSession) -> Ask:
    headers = {"Authorization": f"Bot {sandbox.world.bot.token}"}

    async def ask(method: str, path: str) -> int:
        body = None if method == "GET" else {"content": "Hello"}
        url = sandbox.api_url + path
        async with session.request(method, url, json=body, headers=headers) as response:
            await response.read()
            return response.status

    return ask


@pytest.mark.parametrize("enforced", [True, False])
async def test_one_message_too_many_is_found_whatever_the_limiter_said(
    world: World, enforced: bool
) -> None:
    clock = ManualClock()
    async with Sandbox(world, clock=clock) as sandbox, aiohttp.ClientSession() as session:
        sandbox.limits.enforced = enforced
        ask = asking(sandbox, session)
        gifts = f"/channels/{world.channel('gifts').id}/messages"
        for _ in range(5):
            await ask("POST", gifts)
        clock.advance(4.9)
        await ask("POST", f"/channels/{world.channel('general').id}/messages")
        assert limits_exceeded(sandbox.recording) == []
        assert await ask("POST", gifts) == (429 if enforced else 200)
        clock.advance(0.2)
        await ask("POST", gifts)
        (excess,) = limits_exceeded(sandbox.recording)
        assert (excess.path, excess.requests, excess.allowed) == (gifts, 6, 5)
        assert "number 6 within 5 s" in str(excess)
        assert turned_away(sandbox.recording) == TurnedAway(int(enforced), 0)


async def test_the_fifty_first_request_of_a_second_is_found(world: World) -> None:
    clock = ManualClock()
    async with Sandbox(world, clock=clock) as sandbox, aiohttp.ClientSession() as session:
        ask = asking(sandbox, session)
        for _ in range(50):
            await ask("GET", "/users/@me")
        clock.advance(1)
        await ask("GET", "/users/@me")
        assert limits_exceeded(sandbox.recording) == []
        for _ in range(50):
            await ask("GET", "/users/@me")
        (excess,) = limits_exceeded(sandbox.recording)
        assert excess.limit == "the whole bot"


async def test_refusals_by_faults_are_told_apart_and_all_requests_count(world: World) -> None:
    clock = ManualClock()
    async with Sandbox(world, clock=clock) as sandbox, aiohttp.ClientSession() as session:
        ask = asking(sandbox, session)
        gifts = f"/channels/{world.channel('gifts').id}/messages"
        sandbox.faults.rate_limit(times=2)
        sandbox.faults.server_error(times=1)
        statuses = [await ask("POST", gifts) for _ in range(6)]
        assert sorted(statuses) == [200, 200, 429, 429, 429, 500]
        assert turned_away(sandbox.recording) == TurnedAway(by_limits=1, by_faults=2)
        assert [it.requests for it in limits_exceeded(sandbox.recording)] == [6]


async def test_a_recording_with_gaps_proves_nothing(world: World) -> None:
    recording = Recording(keep=3)
    async with Sandbox(world, recording=recording) as sandbox, aiohttp.ClientSession() as session:
        ask = asking(sandbox, session)
        for _ in range(4):
            await ask("GET", "/users/@me")
    assert (len(recording.exchanges), recording.forgotten) == (3, 1)
    with pytest.raises(ValueError, match="let go of 1"):
        limits_exceeded(recording)


async def test_a_client_stays_within_limits_while_a_fifth_of_its_requests_fails(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    faults = Faults(seed=7)
    recording = Recording(keep=10_000)
    async with Sandbox(default_world(), speed=200, faults=faults, recording=recording) as sandbox:
        point_to(monkeypatch, sandbox)
        async with connected(sandbox, Client(discord.Intents(guilds=True))) as client:
            # What discord.py meets without waiting for real seconds.
            met = (Fault(status=429), Fault(status=503), Fault(reset=True, after_effect=True))
            trouble = faults.at_random(0.2, "/channels/*", variants=met)
            channel = client.get_channel(sandbox.world.channel("gifts").id)
            assert isinstance(channel, discord.TextChannel)
            failed = 0
            for number in range(60):
                try:
                    await channel.send(str(number))
                except (discord.DiscordServerError, aiohttp.ClientError):
                    failed += 1
    assert trouble.struck == sum(variant.struck for variant in trouble.variants) > 5
    assert failed > 0
    refused = turned_away(recording)
    assert refused.by_faults > 0
    assert len(limits_exceeded(recording)) == refused.by_limits


async def test_the_recording_tells_discords_time(start: Start, world: World) -> None:
    clock = ManualClock()
    async with Sandbox(world, clock=clock) as sandbox, aiohttp.ClientSession() as session:
        ask = asking(sandbox, session)
        await ask("GET", "/users/@me")
        clock.advance(7.5)
        await ask("GET", "/users/@me")
        first, second = sandbox.recording.exchanges
        assert second.elapsed - first.elapsed == 7.5


def test_random_trouble_is_repeatable_by_its_seed() -> None:
    def drawn(seed: int) -> list[str]:
        faults = Faults(seed)
        faults.at_random(0.05)
        struck = [faults.for_request("POST", "/x", "/x", by_bot=True) for _ in range(2_000)]
        return [fault.name for found in struck for fault in found]

    assert drawn(1) == drawn(1) != drawn(2)
    assert 60 <= len(drawn(1)) <= 140
    assert set(drawn(1)) == {"reset", "status 429", "status 500", "status 502", "status 503"}


def test_limits_that_are_not_enforced_count_nothing() -> None:
    limits = Limits(ManualClock(), enforced=False)
    assert all(limits.check("GET", "/x", {}, "1").body is None for _ in range(100))


async def test_a_reset_request_counts_against_the_limit(world: World) -> None:
    clock = ManualClock()
    async with Sandbox(world, clock=clock) as sandbox, aiohttp.ClientSession() as session:
        ask = asking(sandbox, session)
        gifts = f"/channels/{world.channel('gifts').id}/messages"
        sandbox.faults.reset()
        with pytest.raises(aiohttp.ClientError):
            await ask("POST", gifts)
        statuses = await asyncio.gather(*(ask("POST", gifts) for _ in range(5)))
        assert sorted(statuses) == [200] * 4 + [429]
