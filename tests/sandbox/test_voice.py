"""Who is in voice, who streams and who speaks, and what is written beside it."""

from __future__ import annotations

import asyncio

import discord
import pytest

from bot.sandbox.service import permissions
from bot.sandbox.service.sandbox import Sandbox
from tests.sandbox.conftest import Client, Join, Start

Change = tuple[discord.VoiceState, discord.VoiceState]


def listening() -> tuple[Client, asyncio.Queue[Change]]:
    client = Client(discord.Intents(guilds=True, voice_states=True))
    changes: asyncio.Queue[Change] = asyncio.Queue()

    @client.event
    async def on_voice_state_update(
        _: discord.Member, before: discord.VoiceState, after: discord.VoiceState
    ) -> None:
        await changes.put((before, after))

    return client, changes


async def next_of(changes: asyncio.Queue[Change]) -> Change:
    async with asyncio.timeout(60):
        return await changes.get()


async def test_going_live_is_told_as_it_begins_and_ends(start: Start, sandbox: Sandbox) -> None:
    client, changes = listening()
    await start(client)
    bea = sandbox.world.guild.members[sandbox.world.user("Bea").id]
    lounge = sandbox.world.channel("lounge")
    sandbox.set_voice_state(bea, lounge)
    assert not (await next_of(changes))[1].self_stream
    sandbox.set_voice_state(bea, lounge, streaming=True)
    before, after = await next_of(changes)
    assert (before.self_stream, after.self_stream) == (False, True)
    sandbox.set_voice_state(bea, None)
    assert (await next_of(changes))[1].channel is None


async def test_on_a_stage_one_listens_until_one_speaks(start: Start, sandbox: Sandbox) -> None:
    client, changes = listening()
    await start(client)
    bea = sandbox.world.guild.members[sandbox.world.user("Bea").id]
    stage = sandbox.world.channel("main-stage")
    sandbox.set_voice_state(bea, stage)
    assert (await next_of(changes))[1].suppress
    sandbox.set_voice_state(bea, stage, speaking=True)
    after = (await next_of(changes))[1]
    assert not after.suppress
    assert isinstance(after.channel, discord.StageChannel)


async def test_who_is_in_voice_already_is_told_with_the_guild(
    start: Start, sandbox: Sandbox
) -> None:
    bea = sandbox.world.guild.members[sandbox.world.user("Bea").id]
    lounge = sandbox.world.channel("lounge")
    sandbox.set_voice_state(bea, lounge, streaming=True)
    client, _ = listening()
    await start(client)
    channel = client.get_channel(lounge.id)
    assert isinstance(channel, discord.VoiceChannel)
    assert [it.self_stream for it in channel.voice_states.values()] == [True]
    assert [member.id for member in channel.members] == [bea.user.id]
    told = sandbox.recording.events_named("GUILD_CREATE")[0].data["voice_states"]
    assert ["guild_id" in it for it in told] == [False]


async def test_without_the_intent_nothing_of_voice_is_told(start: Start, sandbox: Sandbox) -> None:
    bea = sandbox.world.guild.members[sandbox.world.user("Bea").id]
    lounge = sandbox.world.channel("lounge")
    sandbox.set_voice_state(bea, lounge)
    client = await start()
    sandbox.set_voice_state(bea, None)
    sandbox.add_guild("Second Stage", sandbox.world.user("Cleo"))
    introduced = [it for it in sandbox.recording.events_named("GUILD_CREATE") if it.bot]
    assert [it.data["voice_states"] for it in introduced] == [[], []]
    assert [it for it in sandbox.recording.events_named("VOICE_STATE_UPDATE") if it.bot] == []
    assert client.guilds[0].voice_channels[0].voice_states == {}


async def test_who_leaves_the_guild_or_loses_the_channel_leaves_voice(
    start: Start, sandbox: Sandbox
) -> None:
    client, changes = listening()
    await start(client)
    guild, lounge = sandbox.world.guild, sandbox.world.channel("lounge")
    for name in ("Bea", "Cleo"):
        sandbox.set_voice_state(guild.members[sandbox.world.user(name).id], lounge)
        await next_of(changes)
    sandbox.remove_member(guild.members[sandbox.world.user("Bea").id])
    assert (await next_of(changes))[1].channel is None
    sandbox.delete_channel(lounge)
    assert (await next_of(changes))[1].channel is None
    assert guild.voice_states == {}


async def test_people_write_and_read_in_voice_channels_where_they_may_connect(
    start: Start, join: Join, sandbox: Sandbox
) -> None:
    client = await start()
    ann = await join("Ann")
    lounge = sandbox.world.channel("lounge")
    channel = client.get_channel(lounge.id)
    assert isinstance(channel, discord.VoiceChannel)
    await channel.send("Welcome")
    assert (await ann.expect("MESSAGE_CREATE"))["channel_type"] == 2
    assert [it.content async for it in channel.history()] == ["Welcome"]
    everyone = sandbox.world.guild.roles[sandbox.world.guild.id]
    sandbox.set_overwrite(lounge, everyone, deny=permissions.CONNECT)
    with pytest.raises(discord.Forbidden) as refused:
        await channel.send("Anybody?")
    assert refused.value.code == 50001
    assert (await ann.request("GET", f"/channels/{lounge.id}/messages"))[0] == 403
