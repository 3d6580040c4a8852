"""What a recording holds: everything that was said, and no token."""

from __future__ import annotations

from pathlib import Path

import discord
import orjson
import pytest

from bot.sandbox.service.recording import Recording
from bot.sandbox.service.sandbox import Sandbox
from bot.sandbox.service.world import World
from tests.sandbox.conftest import Client, Person, connected, point_to


async def test_every_exchange_and_event_is_written_without_tokens(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "recording.jsonl"
    client = Client(discord.Intents(guilds=True))

    @client.tree.command(name="ping", description="Answer at once.")
    async def ping(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("pong", ephemeral=True)

    async with Sandbox(world, recording=Recording(path)) as sandbox:
        point_to(monkeypatch, sandbox)
        async with connected(sandbox, client):
            session = client.http._HTTPClient__session  # type: ignore[attr-defined]
            ann = Person(sandbox, "Ann", session)
            listening = client.loop.create_task(ann.listen())
            await ann.expect("READY")
            await ann.run("ping")
            await ann.expect("MESSAGE_CREATE")
            listening.cancel()
    text = path.read_bytes()
    entries = [orjson.loads(line) for line in text.splitlines()]
    assert not any(user.token.encode() in text for user in world.users.values())
    assert b"aW50ZXJhY3Rpb246" not in text
    callback = next(it for it in entries if it.get("route", "").endswith("/callback"))
    assert callback["path"].endswith("/***/callback")
    assert (callback["bot"], callback["status"]) == (True, 200)
    assert callback["request"]["data"]["content"] == "pong"
    told = [it["event"] for it in entries if it["kind"] == "gateway" and it["bot"]]
    assert {"READY", "GUILD_CREATE", "INTERACTION_CREATE"} <= set(told)
    asked = [it["event"] for it in entries if it.get("direction") == "from client"]
    assert "op 2" in asked
