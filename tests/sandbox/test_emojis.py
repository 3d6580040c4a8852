"""Emoji of a guild's own, and those for which Discord refuses all of a message."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
import discord
import orjson
import pytest

from bot.sandbox.service.sandbox import Sandbox
from tests.sandbox.conftest import Client, Json, Start

INVALID = [{"code": "BUTTON_COMPONENT_INVALID_EMOJI", "message": "Invalid emoji"}]


async def request(
    sandbox: Sandbox, method: str, path: str, body: Json | None = None
) -> tuple[int, Any]:
    """What the bot's bare HTTP client is answered."""
    headers = {"Authorization": f"Bot {sandbox.world.bot.token}"}
    url = sandbox.api_url + path
    async with (
        aiohttp.ClientSession() as session,
        session.request(method, url, headers=headers, json=body) as response,
    ):
        return response.status, orjson.loads(await response.read())


async def send(sandbox: Sandbox, emoji: Json) -> tuple[int, Any]:
    """What comes of a message with a button and a menu of this emoji."""
    button = {"type": 2, "style": 1, "custom_id": "a", "emoji": emoji}
    option = {"label": "Gift", "value": "gift", "emoji": emoji}
    menu = {"type": 3, "custom_id": "b", "options": [option]}
    rows = [{"type": 1, "components": [it]} for it in (button, menu)]
    path = f"/channels/{sandbox.world.channel('gifts').id}/messages"
    return await request(sandbox, "POST", path, {"components": rows})


@pytest.mark.parametrize("name", ["🌹", "❤️", "5️⃣", "🩷", "🐦‍🔥", "🇩🇪", "↔️", "ℹ️"])
async def test_an_emoji_of_unicodes_is_taken(sandbox: Sandbox, name: str) -> None:
    status, _ = await send(sandbox, {"id": None, "name": name})
    assert status == 200


@pytest.mark.parametrize(
    ("emoji", "key"),
    [
        ({"name": "rose"}, "name"),
        ({"name": ":rose:"}, "name"),
        ({"name": "7"}, "name"),
        ({"name": "\u200d"}, "name"),
        ({"name": ""}, "name"),
        ({"id": "1234567890123456789", "name": "party"}, "id"),
    ],
)
async def test_an_unknown_emoji_refuses_all_of_the_message(
    sandbox: Sandbox, emoji: Json, key: str
) -> None:
    status, body = await send(sandbox, emoji)
    assert (status, body["code"]) == (400, 50035)
    rows = body["errors"]["components"]
    assert rows["0"]["components"]["0"]["emoji"][key]["_errors"] == INVALID
    assert rows["1"]["components"]["0"]["options"]["0"]["emoji"][key]["_errors"] == INVALID


async def test_a_guilds_own_emoji_is_listed_and_taken_until_it_is_gone(sandbox: Sandbox) -> None:
    guild = sandbox.world.guild
    number = sandbox.add_emoji(guild, "party").removeprefix("<:party:").removesuffix(">")
    path = f"/guilds/{guild.id}/emojis"
    status, listed = await request(sandbox, "GET", path)
    assert (status, [it["name"] for it in listed]) == (200, ["party"])
    assert (await request(sandbox, "GET", f"{path}/{number}")) == (200, listed[0])
    assert (await send(sandbox, {"id": number, "name": "party"}))[0] == 200
    guild.emojis.clear()
    status, body = await request(sandbox, "GET", f"{path}/{number}")
    assert (status, body["code"]) == (404, 10014)
    assert (await send(sandbox, {"id": number, "name": "party"}))[0] == 400


async def test_clients_hear_of_a_guilds_own_emoji_at_the_start_and_when_they_change(
    start: Start, sandbox: Sandbox
) -> None:
    old = sandbox.add_emoji(sandbox.world.guild, "old")
    client = await start(Client(discord.Intents(guilds=True, emojis=True)))
    guild = client.guilds[0]
    assert [str(emoji) for emoji in guild.emojis] == [old]
    async with asyncio.timeout(60):
        changed = asyncio.create_task(client.wait_for("guild_emojis_update"))
        await asyncio.sleep(0)
        new = sandbox.add_emoji(sandbox.world.guild, "new")
        await changed
    assert [str(emoji) for emoji in guild.emojis] == [old, new]
