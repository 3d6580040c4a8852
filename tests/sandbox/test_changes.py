"""The world changes while the bot runs, and Discord's permissions follow."""

from __future__ import annotations

import asyncio
import io
from datetime import timedelta

import discord
import pytest

from bot.sandbox.service import permissions
from bot.sandbox.service.sandbox import Sandbox
from tests.sandbox.conftest import Client, Json, Start


async def test_channels_roles_and_rights_change_at_run_time(start: Start, sandbox: Sandbox) -> None:
    client = await start()
    world, guild = sandbox.world, client.guilds[0]
    gifts = world.channel("gifts")
    channel = guild.get_channel(gifts.id)
    assert isinstance(channel, discord.TextChannel)
    sandbox.set_overwrite(gifts, world.bot, deny=permissions.SEND_MESSAGES)
    with pytest.raises(discord.Forbidden) as refused:
        await channel.send("no")
    assert refused.value.code == 50013
    sandbox.set_overwrite(gifts, world.bot, deny=permissions.VIEW_CHANNEL)
    with pytest.raises(discord.Forbidden) as refused:
        await channel.send("no")
    assert refused.value.code == 50001
    role = sandbox.add_role(world.guild, "Late", permissions.MANAGE_GUILD)
    sandbox.set_member_roles(world.guild.members[world.bot.id], role)
    deleted: asyncio.Queue[discord.abc.GuildChannel] = asyncio.Queue()
    client.on_guild_channel_delete = deleted.put  # type: ignore[attr-defined]  # found by name
    sandbox.delete_channel(gifts)
    async with asyncio.timeout(60):
        assert (await deleted.get()).id == gifts.id
    assert guild.me.guild_permissions.manage_guild
    with pytest.raises(discord.NotFound) as gone:
        await channel.send("no")
    assert gone.value.code == 10003


@pytest.mark.parametrize(
    ("denied", "body"),
    [
        (permissions.ATTACH_FILES, {"file": True}),
        (permissions.EMBED_LINKS, {"embed": discord.Embed(title="A card")}),
    ],
)
async def test_files_and_embeds_need_their_permissions(
    start: Start, sandbox: Sandbox, denied: int, body: Json
) -> None:
    client = await start()
    gifts = sandbox.world.channel("gifts")
    sandbox.set_overwrite(gifts, sandbox.world.bot, deny=denied)
    channel = client.get_channel(gifts.id)
    assert isinstance(channel, discord.TextChannel)
    if "file" in body:
        body = {"file": discord.File(io.BytesIO(b"text"), "note.txt")}
    with pytest.raises(discord.Forbidden) as refused:
        await channel.send(**body)
    assert refused.value.code == 50013


async def test_pins_need_their_own_permission_and_post_a_notice(
    start: Start, sandbox: Sandbox
) -> None:
    client = await start()
    world = sandbox.world
    channel = client.get_channel(world.channel("general").id)
    assert isinstance(channel, discord.TextChannel)
    message = await channel.send("keep me")
    with pytest.raises(discord.Forbidden):
        await message.pin()
    role = world.guild.roles[world.guild.members[world.bot.id].roles[0]]
    sandbox.set_role_permissions(world.guild, role, role.permissions | permissions.PIN_MESSAGES)
    await message.pin()
    assert [it.id async for it in channel.pins()] == [message.id]
    kinds = [it.type async for it in channel.history()]
    assert kinds == [discord.MessageType.pins_add, discord.MessageType.default]
    await message.unpin()
    assert [it.id async for it in channel.pins()] == []


async def test_members_are_timed_out_and_given_roles(start: Start, sandbox: Sandbox) -> None:
    client = await start()
    world, guild = sandbox.world, client.guilds[0]
    ours = world.guild.roles[world.guild.members[world.bot.id].roles[0]]
    wanted = permissions.MODERATE_MEMBERS | permissions.MANAGE_ROLES
    sandbox.set_role_permissions(world.guild, ours, ours.permissions | wanted)
    ann = await guild.fetch_member(world.user("Ann").id)
    until = discord.utils.utcnow() + timedelta(minutes=5)
    edited = await ann.edit(timed_out_until=until)
    assert edited is not None
    assert edited.is_timed_out()
    creator = discord.utils.get(guild.roles, name="Creator")
    assert creator is not None
    await ann.add_roles(creator)
    assert creator.id in world.guild.members[ann.id].roles
    await ann.remove_roles(creator)
    assert world.guild.members[ann.id].roles == []


async def test_the_application_and_a_new_guild_are_known(start: Start, sandbox: Sandbox) -> None:
    client = Client(discord.Intents(guilds=True))
    joined: asyncio.Queue[discord.Guild] = asyncio.Queue()
    client.on_guild_join = joined.put  # type: ignore[attr-defined]  # found by name
    await start(client)
    info = await client.application_info()
    assert (info.id, info.owner.name) == (sandbox.world.application.id, "olive")
    sandbox.add_guild("Second Stage", sandbox.world.user("Cleo"))
    async with asyncio.timeout(60):
        guild = await joined.get()
    assert (guild.name, len(guild.text_channels)) == ("Second Stage", 1)


async def test_who_streams_is_seen_in_the_voice_states(start: Start, sandbox: Sandbox) -> None:
    world = sandbox.world
    stage = sandbox.add_channel(world.guild, "stage", kind=2)
    bea = world.guild.members[world.user("Bea").id]
    sandbox.set_voice_state(bea, stage, streaming=True)
    client = Client(discord.Intents(guilds=True, voice_states=True))
    left = asyncio.Event()

    @client.event
    async def on_voice_state_update(*_: object) -> None:
        left.set()

    await start(client)
    channel = client.get_channel(stage.id)
    assert isinstance(channel, discord.VoiceChannel)
    assert [state.self_stream for state in channel.voice_states.values()] == [True]
    sandbox.set_voice_state(bea, None)
    async with asyncio.timeout(60):
        await left.wait()
    assert channel.voice_states == {}
