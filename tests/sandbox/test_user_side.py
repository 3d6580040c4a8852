"""What a user's client may do in the sandbox, and what Discord stops before the bot hears of it."""

from __future__ import annotations

import asyncio
import stat
from pathlib import Path
from typing import Any

import discord
import orjson
import pytest
from discord import app_commands, ui

from bot.sandbox.service import permissions, rights
from bot.sandbox.service.clock import ManualClock
from bot.sandbox.service.sandbox import Sandbox
from bot.sandbox.service.world import default_world, snowflake_at
from tests.sandbox.conftest import Client, Join, Json, Person, Start, connected, point_to


def strict_client() -> Client:
    """Return a client whose commands use every bound that Discord enforces."""
    client = Client(discord.Intents(guilds=True))
    tree = client.tree

    @tree.command(name="order", description="Order with bounds.")
    @app_commands.choices(size=[app_commands.Choice(name="Small", value="s")])
    async def order(
        interaction: discord.Interaction,
        count: app_commands.Range[int, 1, 999],
        note: app_commands.Range[str, 0, 140] = "",
        size: str = "s",
        to: discord.Member | None = None,
        share: float = 0.5,
    ) -> None:
        await interaction.response.send_message(f"{count} {note} {size}", ephemeral=True)

    @tree.command(name="freeze", description="For moderators.")
    @app_commands.default_permissions(moderate_members=True)
    async def freeze(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("done", ephemeral=True)

    group = app_commands.Group(name="show", description="Shows.")

    @group.command(name="start", description="Start a show.")
    async def begin(interaction: discord.Interaction, title: str) -> None:
        await interaction.response.send_message(f"started {title}", ephemeral=True)

    tree.add_command(group)

    @tree.command(name="choose", description="Send a select.")
    async def choose(interaction: discord.Interaction) -> None:
        await interaction.response.send_message(view=Choice(), ephemeral=True)

    @tree.command(name="silent", description="Never answer.")
    async def silent(_: discord.Interaction) -> None:
        return

    return client


class Choice(ui.View):
    """A select of two, of which one or both may be chosen, and a select of people."""

    @ui.select(
        custom_id="gifts",
        max_values=2,
        options=[discord.SelectOption(label="Rose"), discord.SelectOption(label="Lion")],
    )
    async def gifts(self, interaction: discord.Interaction, select: ui.Select[Any]) -> None:
        await interaction.response.edit_message(content=" ".join(select.values), view=None)

    @ui.select(cls=ui.UserSelect, custom_id="people")
    async def people(self, interaction: discord.Interaction, select: ui.UserSelect[Any]) -> None:
        names = [user.display_name for user in select.values]
        await interaction.response.send_message(" ".join(names), ephemeral=True)


def option(name: str, kind: int, value: Any) -> Json:
    return {"name": name, "type": kind, "value": value}


@pytest.mark.parametrize(
    "given",
    [
        [],
        [option("count", 4, 0)],
        [option("count", 4, 1000)],
        [option("count", 4, "3")],
        [option("count", 4, True)],
        [option("count", 10, 3)],
        [option("count", 4, 3), option("count", 4, 3)],
        [option("count", 4, 3), option("note", 3, "x" * 141)],
        [option("count", 4, 3), option("size", 3, "huge")],
        [option("count", 4, 3), option("to", 6, "17")],
        [option("count", 4, 3), option("share", 10, "half")],
        [option("count", 4, 3), option("else", 3, "x")],
    ],
)
async def test_an_option_out_of_bounds_never_reaches_the_bot(
    start: Start, join: Join, sandbox: Sandbox, given: list[Json]
) -> None:
    await start(strict_client())
    ann = await join("Ann")
    status, answer, _ = await ann.interact(2, await ann.command_data("order", given))
    assert (status, answer["code"]) == (400, 50035)
    assert answer["errors"]
    assert sandbox.recording.events_named("INTERACTION_CREATE") == []


async def test_options_within_bounds_reach_the_bot(start: Start, join: Join) -> None:
    await start(strict_client())
    ann = await join("Ann")
    given = [option("count", 4, 999), option("note", 3, "x" * 140), option("share", 10, 1)]
    await ann.run("order", given)
    assert (await ann.expect("MESSAGE_CREATE"))["content"] == f"999 {'x' * 140} s"


async def test_a_subcommand_must_be_chosen(start: Start, join: Join) -> None:
    await start(strict_client())
    ann = await join("Ann")
    status, answer, _ = await ann.interact(2, await ann.command_data("show"))
    assert (status, answer["code"]) == (400, 50035)
    nested = {"name": "start", "type": 1, "options": [option("title", 3, "Evening")]}
    await ann.run("show", [nested])
    answered = await ann.expect("MESSAGE_CREATE")
    assert answered["content"] == "started Evening"
    assert answered["interaction_metadata"]["name"] == "show start"
    assert answered["interaction"]["name"] == "show start"


async def test_a_client_may_speak_another_language_if_discord_does(
    start: Start, join: Join, sandbox: Sandbox
) -> None:
    await start(strict_client())
    ann = await join("Ann")
    path = "/users/@me/settings"
    assert await ann.request("PATCH", path, {"locale": "de"}) == (200, {"locale": "de"})
    assert (await ann.request("PATCH", path, {"locale": "tlh"}))[0] == 400
    await ann.run("order", [option("count", 4, 1)])
    await ann.expect("MESSAGE_CREATE")
    heard = sandbox.recording.events_named("INTERACTION_CREATE")
    assert [told.data["locale"] for told in heard if told.bot] == ["de"]


async def test_a_command_is_hidden_from_those_without_its_permissions(
    start: Start, join: Join, sandbox: Sandbox
) -> None:
    await start(strict_client())
    ann, moderator = await join("Ann"), await join("Max")
    data = await moderator.command_data("freeze")
    with pytest.raises(KeyError):
        await ann.command_data("freeze")
    status, answer, _ = await ann.interact(2, data)
    assert (status, answer["code"]) == (403, 50013)
    assert (await moderator.interact(2, data))[0] == 204
    assert (await moderator.expect("MESSAGE_CREATE"))["content"] == "done"
    sandbox.world.trusting = True
    assert (await ann.interact(2, data))[0] == 204
    assert (await ann.expect("MESSAGE_CREATE"))["content"] == "done"


async def test_an_outdated_or_unknown_command_is_refused(start: Start, join: Join) -> None:
    await start(strict_client())
    ann = await join("Ann")
    data = await ann.command_data("choose")
    status, answer, _ = await ann.interact(2, {**data, "version": "1"})
    assert (status, answer["code"]) == (400, 50035)
    status, answer, _ = await ann.interact(2, {**data, "id": "17"})
    assert (status, answer["code"]) == (404, 10063)


async def test_a_sync_tells_clients_that_the_commands_changed(start: Start, join: Join) -> None:
    client = await start(strict_client())
    ann = await join("Ann")
    before = await ann.command_data("order")
    await client.tree.sync()
    await ann.expect("GUILD_APPLICATION_COMMAND_INDEX_UPDATE")
    assert await ann.command_data("order") == before


async def test_without_a_gateway_session_nobody_interacts(start: Start, join: Join) -> None:
    await start(strict_client())
    ann = await join("Ann")
    data = await ann.command_data("choose")
    status, answer, _ = await ann.interact(2, data, session_id="made up")
    assert (status, answer["code"]) == (400, 50035)


async def chosen(ann: Person) -> Json:
    await ann.run("choose")
    return await ann.expect("MESSAGE_CREATE")


@pytest.mark.parametrize("values", [[], ["Rose", "Rose"], ["Ruby"], ["Rose", "Lion", "Ruby"]])
async def test_a_select_takes_only_what_it_offers(
    start: Start, join: Join, values: list[str]
) -> None:
    await start(strict_client())
    ann = await join("Ann")
    message = await chosen(ann)
    status, answer, _ = await ann.press(message, "gifts", values, kind=3)
    assert (status, answer["code"]) == (400, 50035)


async def test_what_is_selected_reaches_the_bot_and_updates_the_private_message(
    start: Start, join: Join, sandbox: Sandbox
) -> None:
    client = await start(strict_client())
    ann = await join("Ann")
    message = await chosen(ann)
    kim = str(sandbox.world.user("Kim").id)
    assert (await ann.press(message, "people", [kim], kind=5))[0] == 204
    assert (await ann.expect("MESSAGE_CREATE"))["content"] == "Kim"
    assert (await ann.press(message, "gifts", ["Rose", "Lion"], kind=3))[0] == 204
    updated = await ann.expect("MESSAGE_UPDATE")
    assert (updated["id"], updated["content"]) == (message["id"], "Rose Lion")
    assert client.failures == []


async def test_nobody_presses_what_they_cannot_see(
    start: Start, join: Join, sandbox: Sandbox
) -> None:
    await start(strict_client())
    ann, kim = await join("Ann"), await join("Kim")
    message = await chosen(ann)
    status, answer, _ = await kim.press(message, "gifts", ["Rose"], kind=3)
    assert (status, answer["code"]) == (404, 10008)
    status, answer, _ = await ann.press(message, "forged")
    assert (status, answer["code"]) == (400, 50035)
    sandbox.world.trusting = True
    assert (await kim.press(message, "gifts", ["Rose"], kind=3))[0] == 204
    assert (await ann.expect("MESSAGE_UPDATE"))["content"] == "Rose"


async def test_the_log_channel_is_seen_by_moderators_only(
    start: Start, join: Join, sandbox: Sandbox
) -> None:
    client = await start()
    ann, moderator = await join("Ann"), await join("Max")
    channel = client.get_channel(sandbox.world.channel("ovation-log").id)
    assert isinstance(channel, discord.TextChannel)
    await channel.send("noted")
    assert (await moderator.expect("MESSAGE_CREATE"))["content"] == "noted"
    status, answer = await ann.request("GET", f"/channels/{channel.id}/messages")
    assert (status, answer["code"]) == (403, 50001)
    assert ann.saw("MESSAGE_CREATE") == []


async def test_people_chat_and_the_bot_without_the_intent_sees_no_text(
    start: Start, join: Join, sandbox: Sandbox
) -> None:
    client = await start(Client(discord.Intents(guilds=True, guild_messages=True)))
    ann, kim = await join("Ann"), await join("Kim")
    place = sandbox.world.channel("general").id
    messages: asyncio.Queue[discord.Message] = asyncio.Queue()
    client.on_message = messages.put  # type: ignore[attr-defined]  # found by name
    _, said = await ann.request("POST", f"/channels/{place}/messages", {"content": "Hello Kim"})
    assert (await kim.expect("MESSAGE_CREATE"))["content"] == "Hello Kim"
    async with asyncio.timeout(60):
        assert (await messages.get()).content == ""
    status, answer = await kim.request(
        "PATCH", f"/channels/{place}/messages/{said['id']}", {"content": "Hello Lee"}
    )
    assert (status, answer["code"]) == (403, 50005)
    status, _ = await kim.request("DELETE", f"/channels/{place}/messages/{said['id']}")
    assert status == 403


async def test_a_timed_out_member_can_neither_talk_nor_interact(
    start: Start, join: Join, sandbox: Sandbox
) -> None:
    await start(strict_client())
    ann = await join("Ann")
    data = await ann.command_data("choose")
    world = sandbox.world
    sandbox.set_timeout(world.guild.members[ann.user.id], sandbox.clock.wall() + 60)
    assert (await ann.interact(2, data))[0] == 403
    place = world.channel("general").id
    status, _ = await ann.request("POST", f"/channels/{place}/messages", {"content": "Hello"})
    assert status == 403


async def test_only_those_are_pinged_whom_the_message_may_ping(
    start: Start, sandbox: Sandbox
) -> None:
    client = await start()
    world = sandbox.world
    channel = client.get_channel(world.channel("general").id)
    assert isinstance(channel, discord.TextChannel)
    creator = world.guild.roles[world.guild.members[world.user("Bea").id].roles[0]]
    creator.mentionable = True
    text = f"<@{world.user('Ann').id}> <@&{creator.id}> @everyone"
    quiet = await channel.send(text)
    assert (quiet.raw_mentions != [], quiet.mentions, quiet.role_mentions) == (True, [], [])
    role = channel.guild.get_role(creator.id)
    assert role is not None
    allowed = discord.AllowedMentions(roles=[role], users=True, everyone=True)
    loud = await channel.send(text, allowed_mentions=allowed)
    assert [user.id for user in loud.mentions] == [world.user("Ann").id]
    assert loud.role_mentions == [role]
    assert not loud.mention_everyone


async def test_a_stranger_or_a_missing_token_is_turned_away(join: Join, sandbox: Sandbox) -> None:
    ann = await join("Ann")
    guild = sandbox.world.guild
    sandbox.remove_member(guild.members[ann.user.id])
    assert (await ann.expect("GUILD_DELETE"))["id"] == str(guild.id)
    status, answer = await ann.request("GET", f"/guilds/{guild.id}")
    assert (status, answer["code"]) == (404, 10004)
    status, _ = await ann.request("GET", f"/applications/{sandbox.world.application.id}/commands")
    assert status == 403
    ann.user.token = "nonsense"
    assert (await ann.request("GET", "/users/@me"))[0] == 401


async def test_members_are_listed_over_the_gateway(join: Join, sandbox: Sandbox) -> None:
    ann = await join("Ann")
    request = {"guild_id": str(sandbox.world.guild.id), "query": "", "limit": 0}
    await ann.send_frame(8, request)
    chunk = await ann.expect("GUILD_MEMBERS_CHUNK")
    assert len(chunk["members"]) == len(sandbox.world.guild.members)


async def test_a_late_answer_is_unknown_and_the_user_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = ManualClock()
    async with Sandbox(default_world(), clock=clock) as sandbox:
        point_to(monkeypatch, sandbox)
        await _late(sandbox, clock)


async def _late(sandbox: Sandbox, clock: ManualClock) -> None:
    client = Client(discord.Intents(guilds=True))
    arrived: asyncio.Queue[discord.Interaction] = asyncio.Queue()

    @client.tree.command(name="wait", description="Wait.")
    async def wait(interaction: discord.Interaction) -> None:
        await arrived.put(interaction)

    async with connected(sandbox, client), asyncio.timeout(60):
        session = client.http._HTTPClient__session  # type: ignore[attr-defined]
        ann = Person(sandbox, "Ann", session)
        listening = asyncio.create_task(ann.listen())
        await ann.expect("READY")
        nonce = await ann.run("wait")
        late = await arrived.get()
        clock.advance(3.1)
        failure = await ann.expect("INTERACTION_FAILURE")
        assert failure["nonce"] == nonce
        with pytest.raises(discord.NotFound) as refused:
            await late.response.send_message("too late")
        assert refused.value.code == 10062
        await ann.run("wait")
        answered = await arrived.get()
        clock.advance(2.9)
        await answered.response.send_message("in time")
        with pytest.raises(discord.HTTPException) as twice:
            await _answer_again(answered)
        assert twice.value.code == 40060
        clock.advance(899)
        with pytest.raises(discord.HTTPException) as old:
            await answered.edit_original_response(content="too old")
        assert (old.value.status, old.value.code) == (401, 50027)
        listening.cancel()


async def _answer_again(interaction: discord.Interaction) -> None:
    adapter = discord.webhook.async_.async_context.get()
    await adapter.create_interaction_response(
        interaction.id,
        interaction.token,
        session=interaction._session,
        params=discord.webhook.async_.interaction_response_params(4, {"content": "again"}),
    )


async def test_an_answer_in_a_deleted_channel_is_refused(
    start: Start, join: Join, sandbox: Sandbox
) -> None:
    client = Client(discord.Intents(guilds=True))

    @client.tree.command(name="vanish", description="Lose the channel.")
    async def vanish(interaction: discord.Interaction) -> None:
        sandbox.delete_channel(sandbox.world.channel("show-bea"))
        await interaction.response.send_message("gone")

    await start(client)
    ann = await join("Ann")
    await ann.run("vanish", channel="show-bea")
    await ann.expect("CHANNEL_DELETE")
    async with asyncio.timeout(60):
        await client.failed.wait()
    cause = client.failures[0].__cause__
    assert isinstance(cause, discord.NotFound)
    assert cause.code == 10003


def test_everybody_is_older_than_a_week_but_newt() -> None:
    world = default_world()
    now = discord.utils.utcnow().timestamp()
    week = snowflake_at(now - 7 * 86_400)
    young = [user.name for user in world.users.values() if user.id > week]
    assert young == ["Newt"]
    assert snowflake_at(now - 1.5 * 86_400) < world.user("Newt").id < snowflake_at(now)


def test_the_default_world_has_its_cast_and_places() -> None:
    world = default_world()
    guild = world.guild
    names = {member.user.name for member in guild.members.values()}
    assert names >= {"Ann", "Kim", "Lee", "Bea", "Cleo", "Max", "Mona", "Olive", "Newt"}
    assert sum(member.user.bot for member in guild.members.values()) == 2
    assert len(names) == 27
    assert [channel.name for channel in guild.channels.values()] == [
        "general", "gifts", "show-bea", "show-cleo", "ovation-log", "lounge", "main-stage",
    ]  # fmt: skip
    bits = rights.guild_permissions(guild, guild.members[world.user("Max").id])
    assert bits & permissions.MODERATE_MEMBERS
    assert bits & permissions.MANAGE_GUILD


def test_the_description_is_written_whole_and_lets_anybody_join(tmp_path: Path) -> None:
    sandbox = Sandbox(default_world())
    path = tmp_path / "world.json"
    sandbox.write_description(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]
    told = orjson.loads(path.read_bytes())
    assert told == sandbox.description()
    assert set(told) == {"api_url", "gateway_url", "bot_token", "application_id", "guilds"}
    guild = told["guilds"][0]
    assert set(guild) == {"id", "name", "owner_id", "channels", "roles", "members"}
    ann = next(member for member in guild["members"] if member["name"] == "Ann")
    assert sandbox.world.by_token[ann["token"]].name == "Ann"
    assert set(ann) == {"id", "name", "token", "avatar", "roles", "bot", "crowd"}
