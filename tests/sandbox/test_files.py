"""The pictures of accounts come from loopback, and misbehave when they are asked to."""

from __future__ import annotations

import asyncio
import struct
import zlib

import discord
import pytest
from aiohttp import ClientSession

from bot.sandbox.service.pictures import picture
from bot.sandbox.service.sandbox import Sandbox
from tests.sandbox.conftest import Start


async def member(start: Start, sandbox: Sandbox, name: str = "Ann") -> discord.Member:
    client = await start()
    return await client.guilds[0].fetch_member(sandbox.world.user(name).id)


async def test_an_avatar_is_a_small_real_picture_of_the_size_asked_for(
    start: Start, sandbox: Sandbox
) -> None:
    ann = await member(start, sandbox)
    assert ann.avatar is not None
    assert ann.avatar.url.startswith(sandbox.cdn_url)
    assert await ann.avatar.read() == picture(ann.avatar.key)
    small = await ann.avatar.with_size(64).read()
    assert struct.unpack(">II", small[16:24]) == (64, 64)
    size = int.from_bytes(small[33:37], "big")
    assert len(zlib.decompress(small[41 : 41 + size])) == 64 * (1 + 64 * 3)


async def test_some_have_no_avatar_and_show_a_default_one(start: Start, sandbox: Sandbox) -> None:
    newt = await member(start, sandbox, "Newt")
    assert newt.avatar is None
    assert (await newt.display_avatar.read()).startswith(b"\x89PNG")


async def test_a_picture_that_does_not_exist_is_not_found(start: Start, sandbox: Sandbox) -> None:
    ann = await member(start, sandbox)
    assert ann.avatar is not None
    sandbox.world.user("Ann").avatar = "0" * 32
    with pytest.raises(discord.NotFound):
        await ann.avatar.read()


async def test_files_are_missing_oversize_or_slow_on_request(
    start: Start, sandbox: Sandbox
) -> None:
    ann = await member(start, sandbox)
    assert ann.avatar is not None
    sandbox.faults.missing()
    with pytest.raises(discord.NotFound):
        await ann.avatar.read()
    sandbox.faults.oversize(3_000_000)
    assert len(await ann.avatar.read()) == 3_000_000
    sandbox.faults.slow(6, "/avatars/*")
    reading = asyncio.create_task(ann.avatar.read())
    done, _ = await asyncio.wait({reading}, timeout=0.05)
    assert done == set()
    assert (await reading).startswith(b"\x89PNG")
    asked = sandbox.recording.requests("GET", "/avatars/{user_id}/{avatar}")
    assert [it.fault for it in asked] == ["status 404", "3000000 bytes", ""]


async def test_an_emoji_of_a_guild_has_a_picture_as_long_as_it_has_the_emoji(
    start: Start, sandbox: Sandbox
) -> None:
    client = await start()
    sandbox.add_emoji(sandbox.world.guild, "party")
    (party,) = await client.guilds[0].fetch_emojis()
    address = f"{sandbox.cdn_url}/emojis/{party.id}.png?size=64"
    data = await client.http.get_from_cdn(address)
    assert data == picture(str(party.id), 64)
    sandbox.world.guild.emojis.clear()
    with pytest.raises(discord.NotFound):
        await client.http.get_from_cdn(address)


async def test_files_are_of_another_type_or_elsewhere_on_request(sandbox: Sandbox) -> None:
    address = f"{sandbox.cdn_url}/embed/avatars/0.png"
    sandbox.faults.mistyped("text/html", "/embed/avatars/*")
    sandbox.faults.moved("/embed/avatars/1.png", "/embed/avatars/0.png")
    async with ClientSession() as session:
        async with session.get(address) as answer:
            assert (answer.status, answer.content_type) == (200, "text/html")
            assert (await answer.read()).startswith(b"\x89PNG")
        async with session.get(address, allow_redirects=False) as answer:
            assert (answer.status, answer.headers["Location"]) == (302, "/embed/avatars/1.png")
    faults = [it.fault for it in sandbox.recording.requests("GET", "/embed/avatars/{index}")]
    assert faults == ["text/html", "status 302"]
