"""Messages are sent, edited in their place, deleted and pinned, and call whom they may."""

from __future__ import annotations

import io

import aiohttp
import discord
import pytest
from discord import ui

from bot.sandbox.people.stage import Stage
from bot.sandbox.service import permissions
from bot.sandbox.service.clock import ManualClock
from bot.sandbox.service.sandbox import Sandbox
from bot.sandbox.service.world import World
from tests.sandbox.conftest import Client, Start

MESSAGES = "/channels/{channel_id}/messages"
MESSAGE = "/channels/{channel_id}/messages/{message_id}"


def place(client: Client, sandbox: Sandbox, name: str = "gifts") -> discord.TextChannel:
    channel = client.get_channel(sandbox.world.channel(name).id)
    assert isinstance(channel, discord.TextChannel)
    return channel


def allow(sandbox: Sandbox, bits: int) -> None:
    guild = sandbox.world.guild
    ours = guild.roles[guild.members[sandbox.world.bot.id].roles[0]]
    sandbox.set_role_permissions(guild, ours, ours.permissions | bits)


def text_file(text: str, name: str) -> discord.File:
    return discord.File(io.BytesIO(text.encode()), name)


def shown(*items: ui.Item[ui.LayoutView]) -> ui.LayoutView:
    view = ui.LayoutView(timeout=None)
    for item in items:
        view.add_item(item)
    view.stop()
    return view


async def test_ones_own_message_is_deleted_and_anothers_only_by_moderators(
    start: Start, sandbox: Sandbox
) -> None:
    client = await start()
    channel = place(client, sandbox)
    await (await channel.send("Not for long")).delete()
    assert list(sandbox.world.channel("gifts").messages) == []
    async with Stage(sandbox.description()) as stage:
        ann = await stage.person("Ann")
        written = await ann._request("POST", f"/channels/{channel.id}/messages", {"content": "Hi"})
        theirs = channel.get_partial_message(int(written["id"]))
        with pytest.raises(discord.Forbidden) as refused:
            await theirs.delete()
        assert refused.value.code == 50013
        allow(sandbox, permissions.MANAGE_MESSAGES)
        await theirs.delete()
        with pytest.raises(discord.NotFound) as missing:
            await theirs.delete()
        assert missing.value.code == 10008


async def test_edits_have_a_bucket_of_their_own_in_each_channel(world: World) -> None:
    clock = ManualClock()
    async with Sandbox(world, clock=clock) as sandbox, aiohttp.ClientSession() as session:
        headers = {"Authorization": f"Bot {world.bot.token}"}
        path = f"{sandbox.api_url}/channels/{world.channel('gifts').id}/messages"

        async def ask(method: str, url: str) -> tuple[int, dict[str, str], dict[str, object]]:
            body = {"content": "Hello"}
            async with session.request(method, url, json=body, headers=headers) as response:
                return response.status, dict(response.headers), await response.json()

        _, sent, message = await ask("POST", path)
        for _ in range(4):
            await ask("POST", path)
        assert (await ask("POST", path))[0] == 429
        answers = [await ask("PATCH", f"{path}/{message['id']}") for _ in range(6)]
        assert [status for status, _, _ in answers] == [200] * 5 + [429]
        assert answers[0][1]["X-RateLimit-Bucket"] != sent["X-RateLimit-Bucket"]
        clock.advance(3601)
        old = [await ask("PATCH", f"{path}/{message['id']}") for _ in range(4)]
        assert [status for status, _, _ in old] == [200] * 3 + [429]
        assert old[-1][2]["code"] == 30046
        assert old[-1][2]["retry_after"] == 60.0


async def test_an_edit_keeps_drops_and_replaces_files(start: Start, sandbox: Sandbox) -> None:
    client = await start()
    channel = place(client, sandbox)
    files = [text_file("one", "one.txt"), text_file("two", "two.txt")]
    message = await channel.send("Two files", files=files)
    one, two = message.attachments
    message = await message.edit(attachments=[two, text_file("three", "three.txt")])
    assert [it.filename for it in message.attachments] == ["two.txt", "three.txt"]
    assert message.attachments[0].id == two.id
    assert [await it.read() for it in message.attachments] == [b"two", b"three"]
    message = await message.edit(content="As it was")
    assert len(message.attachments) == 2
    assert one.filename not in {it.filename for it in message.attachments}
    assert (await message.edit(attachments=[])).attachments == []


async def test_what_components_show_must_be_attached(start: Start, sandbox: Sandbox) -> None:
    channel = place(await start(), sandbox)
    gallery: ui.Item[ui.LayoutView] = ui.MediaGallery(
        discord.MediaGalleryItem("attachment://card.png")
    )
    section: ui.Item[ui.LayoutView] = ui.Section(
        ui.TextDisplay("Rose"), accessory=ui.Thumbnail("attachment://card.png")
    )
    listed: ui.Item[ui.LayoutView] = ui.File("attachment://list.txt")
    for item in (gallery, section, listed):
        with pytest.raises(discord.HTTPException) as refused:
            await channel.send(view=shown(item))
        assert "could not be found" in refused.value.text
    files = [text_file("x", "card.png"), text_file("Ann ×3", "list.txt")]
    message = await channel.send(view=shown(gallery, listed), files=files)
    assert len(message.attachments) == 2
    # What is edited otherwise keeps its files, though they are named by their addresses now.
    edited = await message.edit(suppress=True)
    assert len(edited.attachments) == 2
    edited = await message.edit(
        view=shown(ui.File("attachment://list.txt")),
        attachments=[text_file("Ann ×4", "list.txt")],
    )
    assert [await it.read() for it in edited.attachments] == ["Ann ×4".encode()]


async def test_the_recording_keeps_what_files_say(start: Start, sandbox: Sandbox) -> None:
    channel = place(await start(), sandbox)
    await channel.send("A list", file=text_file("Ann ×3\nKim ×2", "list.txt"))
    sent = sandbox.recording.requests("POST", MESSAGES)[-1]
    assert [(it.filename, it.text) for it in sent.files] == [("list.txt", "Ann ×3\nKim ×2")]
    assert sent.line()["files"] == [{"filename": "list.txt", "size": 15, "text": "Ann ×3\nKim ×2"}]


async def test_a_person_reads_the_files_of_a_message(start: Start, sandbox: Sandbox) -> None:
    channel = place(await start(), sandbox)
    async with Stage(sandbox.description()) as stage:
        ann = await stage.person("Ann")
        await channel.send("A list", file=text_file("Ann ×3", "list.txt"))
        message = await ann.sees("gifts", lambda it: bool(it.attachments))
        assert await ann.download(message.attachments[0]) == "Ann ×3".encode()


async def test_only_one_message_sounds_and_only_for_whom_it_may_call(
    start: Start, sandbox: Sandbox
) -> None:
    channel = place(await start(), sandbox)
    role = sandbox.add_role(sandbox.world.guild, "Fans of Bea", mentionable=True)
    closed = sandbox.add_role(sandbox.world.guild, "Closed")
    ann = sandbox.world.user("Ann")
    text = f"<@{ann.id}> <@&{role.id}> <@&{closed.id}> @everyone"
    roles = discord.AllowedMentions(roles=[discord.Object(role.id), discord.Object(closed.id)])
    async with Stage(sandbox.description()) as stage:
        kim = await stage.person("Kim")
        await channel.send(text)
        loud = await channel.send(text, allowed_mentions=roles)
        await channel.send(text, allowed_mentions=roles, silent=True)
        quiet = await channel.send("Hello")
        await quiet.edit(content=text, allowed_mentions=roles)
        await kim.sees("gifts", lambda it: it.id == quiet.id and it.edited)
        seen = await kim.read("gifts")
    assert [it.id for it in seen if it.pings.sound] == [loud.id]
    assert [(it.pings.roles, it.pings.silent) for it in seen if it.pings] == [
        ((role.id,), False),
        ((role.id,), True),
    ]
    assert [(it.message_id, it.roles) for it in sandbox.pings if it.sounds] == [
        (loud.id, (role.id,))
    ]
    allow(sandbox, permissions.MENTION_EVERYONE)
    await channel.send(text, allowed_mentions=discord.AllowedMentions.all())
    last = sandbox.pings[-1]
    assert (last.users, last.everyone) == ((ann.id,), True)
    assert set(last.roles) == {role.id, closed.id}


async def test_nobody_is_called_to_what_they_cannot_read(start: Start, sandbox: Sandbox) -> None:
    channel = place(await start(), sandbox, "ovation-log")
    users = discord.AllowedMentions(users=True)
    for name in ("Ann", "Max"):
        await channel.send(f"<@{sandbox.world.user(name).id}>", allowed_mentions=users)
    assert [it.users for it in sandbox.pings] == [(sandbox.world.user("Max").id,)]


async def test_a_reply_names_what_it_answers(start: Start, sandbox: Sandbox) -> None:
    channel = place(await start(), sandbox)
    first = await channel.send("Ann sent a Rose")
    async with Stage(sandbox.description()) as stage:
        ann = await stage.person("Ann")
        await first.reply("Bea thanks Ann")
        reply = await ann.sees("gifts", lambda it: it.text == "Bea thanks Ann")
    assert (reply.kind, reply.answers) == (19, first.id)
    await first.delete()
    with pytest.raises(discord.HTTPException) as refused:
        await first.reply("Too late")
    assert refused.value.code == 50035
    await channel.send("Anyway", reference=first.to_reference(fail_if_not_exists=False))


async def test_pins_are_read_a_page_at_a_time(start: Start, sandbox: Sandbox) -> None:
    allow(sandbox, permissions.PIN_MESSAGES)
    channel = place(await start(), sandbox)
    pinned = []
    for number in range(3):
        message = await channel.send(str(number))
        await message.pin()
        pinned.append(message.id)
    assert [it.id async for it in channel.pins(limit=2)] == pinned[:0:-1]
    oldest = sandbox.world.channel("gifts").messages[pinned[1]]
    before = discord.utils.utcnow()
    assert [it.id async for it in channel.pins(before=before)] == pinned[::-1]
    assert oldest.payload["pinned"]
