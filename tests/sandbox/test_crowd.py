"""Five hundred members act without a gateway of their own, and one listener sees what follows."""

from __future__ import annotations

import asyncio

import pytest

from bot.sandbox.people.crowd import Crowd
from bot.sandbox.people.person import RequestRefusedError
from bot.sandbox.people.stage import Stage
from bot.sandbox.service.recording import Recording
from bot.sandbox.service.sandbox import Sandbox
from bot.sandbox.service.world import default_world
from tests.sandbox.conftest import connected, point_to
from tests.sandbox.small_bot import small_bot

CALLBACK = "/interactions/{interaction_id}/{token}/callback"


async def test_a_crowd_of_five_hundred_sends_gifts_and_each_is_answered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    recording = Recording(keep=20_000)
    world = default_world(crowd=500)
    async with Sandbox(world, speed=20, deadline_speed=0.5, recording=recording) as sandbox:
        point_to(monkeypatch, sandbox)
        description = sandbox.description()
        async with connected(sandbox, small_bot()), Crowd.open(description) as crowd:
            assert len(crowd) == 500
            bea = world.user("Bea").id
            numbers = iter(range(1_000))

            async def send() -> None:
                for number in numbers:
                    await crowd.use(number, "/gift", {"gift": "rose", "to": bea}, channel="gifts")

            await asyncio.gather(*(send() for _ in range(16)))
            async with asyncio.timeout(60):
                await recording.until(lambda: recording.counts["POST", CALLBACK] == 1_000)
    senders = {it.caller for it in recording.requests("POST", "/interactions")}
    assert len(senders) == 500
    assert {it.status for it in recording.requests("POST", CALLBACK)} == {200}


async def test_a_listener_sees_what_the_crowd_sets_off_and_the_crowd_presses_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with Sandbox(default_world(crowd=3), speed=20, deadline_speed=1) as sandbox:
        point_to(monkeypatch, sandbox)
        description = sandbox.description()
        async with (
            connected(sandbox, small_bot()),
            Crowd.open(description) as crowd,
            Stage(description) as stage,
        ):
            olive = await stage.person("Olive")
            assert crowd.name(0) == crowd.name(3) == "Fan 1"
            assert crowd.id(0) == sandbox.world.user("Fan 1").id
            await crowd.use(0, "/controls", channel="gifts")
            message = await olive.sees("gifts", lambda it: bool(it.buttons))
            await crowd.press(1, message, "Count")
            await olive.sees("gifts", lambda it: it.text == "Counted")


async def test_only_the_crowd_acts_without_a_gateway_session() -> None:
    async with Sandbox(default_world(crowd=1)) as sandbox:
        description = sandbox.description()
        for member in description["guilds"][0]["members"]:
            member["crowd"] = member["name"] == "Ann"
        async with Crowd.open(description) as crowd:
            with pytest.raises(RequestRefusedError, match="50035"):
                await crowd.forge(0, {"type": 2, "data": {}}, channel="gifts")


async def test_without_a_crowd_nobody_can_act_for_it() -> None:
    async with (
        Sandbox(default_world()) as sandbox,
        Crowd.open(sandbox.description()) as crowd,
    ):
        assert len(crowd) == 0
        with pytest.raises(LookupError, match="no crowd"):
            await crowd.commands()
