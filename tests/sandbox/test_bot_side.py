"""What the unmodified discord.py gets from the sandbox."""

from __future__ import annotations

import io
from typing import Any

import discord
import pytest
from discord import app_commands, ui

from bot.sandbox.service.sandbox import Sandbox
from tests.sandbox.conftest import Client, Join, Start

PICTURE = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x20\x00\x00\x00\x10" + b"\x00" * 9


class Form(ui.Modal, title="Send a gift"):
    """A modal with a text, a select and an input."""

    hint: ui.TextDisplay[Any] = ui.TextDisplay("Pick one.")
    gift: ui.Label[Any] = ui.Label(
        text="Gift",
        component=ui.Select(
            custom_id="gift",
            options=[discord.SelectOption(label="Rose"), discord.SelectOption(label="Lion")],
        ),
    )
    count: ui.Label[Any] = ui.Label(
        text="Count", component=ui.TextInput(custom_id="count", max_length=3)
    )

    async def on_submit(self, interaction: discord.Interaction) -> None:
        assert isinstance(self.gift.component, ui.Select)
        assert isinstance(self.count.component, ui.TextInput)
        chosen = f"{self.count.component.value} {self.gift.component.values[0]}"
        await interaction.response.send_message(chosen, ephemeral=True)


class Panel(ui.LayoutView):
    """A Components V2 message with a picture and a button that edits it."""

    def __init__(self, text: str, *, done: bool = False) -> None:
        super().__init__(timeout=None)
        button: ui.Button[Panel] = ui.Button(label="Press", custom_id="press", disabled=done)
        button.callback = self.pressed  # type: ignore[method-assign]  # discord.py's own idiom
        self.add_item(
            ui.Container(
                ui.Section(ui.TextDisplay(text), accessory=ui.Thumbnail("attachment://card.png")),
                ui.ActionRow(button),
            )
        )

    async def pressed(self, interaction: discord.Interaction) -> None:
        view = Panel("pressed", done=True)
        await interaction.response.edit_message(view=view)


def busy_client() -> Client:
    """Return a client with one command for each way of answering."""
    client = Client(discord.Intents(guilds=True))
    tree = client.tree

    @tree.command(name="ping", description="Answer at once.")
    async def ping(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("pong", ephemeral=True)

    @tree.command(name="slow", description="Answer later, and more than once.")
    async def slow(interaction: discord.Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await interaction.edit_original_response(content="first")
        extra = await interaction.followup.send("second", wait=True)
        await extra.edit(content="second, edited")
        await extra.delete()
        await interaction.delete_original_response()

    @tree.command(name="pick", description="Take a gift with suggestions.")
    async def pick(
        interaction: discord.Interaction, gift: str, to: discord.Member, count: int = 1
    ) -> None:
        text = f"{count} {gift} to {to.display_name} by {interaction.user.display_name}"
        await interaction.response.send_message(text)

    @pick.autocomplete("gift")
    async def gifts(_: discord.Interaction, current: str) -> list[app_commands.Choice[str]]:
        names = [name for name in ("Rose", "Ruby", "Lion") if name.startswith(current)]
        return [app_commands.Choice(name=name, value=name) for name in names]

    @tree.command(name="form", description="Open a form.")
    async def form(interaction: discord.Interaction) -> None:
        await interaction.response.send_modal(Form())

    @tree.command(name="panel", description="Show a panel.")
    async def panel(interaction: discord.Interaction) -> None:
        file = discord.File(io.BytesIO(PICTURE), "card.png")
        await interaction.response.send_message(view=Panel("hello"), file=file)

    @tree.context_menu(name="Greet")
    async def greet(interaction: discord.Interaction, member: discord.Member) -> None:
        await interaction.response.send_message(f"Hello {member.display_name}", ephemeral=True)

    @tree.context_menu(name="Quote")
    async def quote(interaction: discord.Interaction, message: discord.Message) -> None:
        await interaction.response.send_message(f"> {message.content}", ephemeral=True)

    return client


async def test_a_client_gets_ready_with_its_guild_channels_roles_and_itself(
    start: Start, sandbox: Sandbox
) -> None:
    client = await start()
    guild = client.guilds[0]
    assert guild.name == sandbox.world.guild.name
    assert {it.name for it in guild.text_channels} >= {"gifts", "ovation-log", "show-bea"}
    assert guild.me.guild_permissions.send_messages
    assert guild.me.top_role.is_bot_managed()
    assert guild.member_count == len(sandbox.world.guild.members)
    assert list(guild.members) == [guild.me]


async def test_a_private_answer_reaches_its_reader_only(start: Start, join: Join) -> None:
    client = await start(busy_client())
    ann, kim = await join("Ann"), await join("Kim")
    nonce = await ann.run("ping")
    message = await ann.expect("MESSAGE_CREATE")
    assert (message["content"], message["flags"] & 64, message["nonce"]) == ("pong", 64, nonce)
    assert message["interaction_metadata"]["user"]["id"] == str(ann.user.id)
    await ann.expect("INTERACTION_SUCCESS", lambda it: bool(it["nonce"] == nonce))
    _, history = await ann.request("GET", f"/channels/{message['channel_id']}/messages")
    assert history == []
    status, _ = await kim.request(
        "GET", f"/channels/{message['channel_id']}/messages/{message['id']}"
    )
    assert (status, kim.saw("MESSAGE_CREATE"), client.failures) == (404, [], [])


async def test_a_deferred_answer_is_edited_followed_up_and_deleted(
    start: Start, join: Join
) -> None:
    client = await start(busy_client())
    ann = await join("Ann")
    await ann.run("slow")
    thinking = await ann.expect("MESSAGE_CREATE")
    assert thinking["flags"] == 64 | 128
    first = await ann.expect("MESSAGE_UPDATE")
    assert (first["id"], first["content"], first["flags"]) == (thinking["id"], "first", 64)
    second = await ann.expect("MESSAGE_CREATE")
    assert (second["content"], second["flags"]) == ("second", 0)
    edited = await ann.expect("MESSAGE_UPDATE")
    assert (edited["content"], edited["edited_timestamp"] is not None) == ("second, edited", True)
    assert (await ann.expect("MESSAGE_DELETE"))["id"] == second["id"]
    assert (await ann.expect("MESSAGE_DELETE"))["id"] == first["id"]
    assert client.failures == []


async def test_suggestions_are_typed_for_and_options_resolve_to_members(
    start: Start, join: Join, sandbox: Sandbox
) -> None:
    await start(busy_client())
    ann = await join("Ann")
    typing = [{"type": 3, "name": "gift", "value": "R", "focused": True}]
    _, _, nonce = await ann.interact(4, await ann.command_data("pick", typing))
    answer = await ann.expect("APPLICATION_COMMAND_AUTOCOMPLETE_RESPONSE")
    assert answer["nonce"] == nonce
    assert [choice["name"] for choice in answer["choices"]] == ["Rose", "Ruby"]
    bea = str(sandbox.world.user("Bea").id)
    given = [
        {"type": 3, "name": "gift", "value": "anything at all"},
        {"type": 6, "name": "to", "value": bea},
        {"type": 4, "name": "count", "value": 3},
    ]
    await ann.run("pick", given)
    message = await ann.expect("MESSAGE_CREATE")
    assert message["content"] == "3 anything at all to Bea by Ann"
    assert message["type"] == 20


async def test_a_form_opens_and_its_values_arrive(start: Start, join: Join) -> None:
    client = await start(busy_client())
    ann = await join("Ann")
    await ann.run("form")
    form = await ann.expect("INTERACTION_MODAL_CREATE")
    assert form["title"] == "Send a gift"
    components = form["components"]
    components[1]["component"]["values"] = ["Lion"]
    components[2]["component"]["value"] = "12"
    data = {"id": form["id"], "custom_id": form["custom_id"], "components": components}
    status, answer, _ = await ann.interact(5, data)
    assert status == 204, answer
    assert (await ann.expect("MESSAGE_CREATE"))["content"] == "12 Lion"
    assert client.failures == []


async def test_a_panel_is_pressed_and_edits_itself(start: Start, join: Join) -> None:
    client = await start(busy_client())
    ann, kim = await join("Ann"), await join("Kim")
    await ann.run("panel")
    message = await kim.expect("MESSAGE_CREATE")
    container = message["components"][0]
    picture = container["components"][0]["accessory"]["media"]
    assert message["flags"] == 1 << 15
    assert picture["attachment_id"] == message["attachments"][0]["id"]
    assert (message["attachments"][0]["width"], message["attachments"][0]["height"]) == (32, 16)
    ids = [container["id"], container["components"][0]["id"]]
    assert ids == [1, 2]
    status, answer, nonce = await kim.press(message, "press")
    assert status == 204, answer
    await kim.expect("INTERACTION_SUCCESS", lambda it: bool(it["nonce"] == nonce))
    edited = await kim.expect("MESSAGE_UPDATE")
    assert edited["components"][0]["components"][0]["components"][0]["content"] == "pressed"
    status, answer, _ = await kim.press(message, "press")
    assert (status, answer["code"]) == (400, 50035)
    assert client.failures == []


async def test_an_uploaded_file_is_served_back(start: Start, join: Join) -> None:
    client = await start(busy_client())
    ann = await join("Ann")
    await ann.run("panel")
    await ann.expect("MESSAGE_CREATE")
    channel = discord.utils.get(client.guilds[0].text_channels, name="gifts")
    assert channel is not None
    found = [message async for message in channel.history()]
    assert await found[0].attachments[0].read() == PICTURE


async def test_context_menus_bring_the_member_and_the_message(
    start: Start, join: Join, sandbox: Sandbox
) -> None:
    client = await start(busy_client())
    ann = await join("Ann")
    bea = str(sandbox.world.user("Bea").id)
    data = await ann.command_data("Greet")
    assert (await ann.interact(2, {**data, "target_id": bea}))[0] == 204
    assert (await ann.expect("MESSAGE_CREATE"))["content"] == "Hello Bea"
    channel = sandbox.world.channel("gifts").id
    _, said = await ann.request("POST", f"/channels/{channel}/messages", {"content": "What a day"})
    await ann.expect("MESSAGE_CREATE")
    data = await ann.command_data("Quote")
    assert (await ann.interact(2, {**data, "target_id": said["id"]}))[0] == 204
    assert (await ann.expect("MESSAGE_CREATE"))["content"] == "> What a day"
    assert client.failures == []


async def test_a_dynamic_item_answers_for_a_message_of_another_process(
    start: Start, join: Join, sandbox: Sandbox
) -> None:
    class Again(ui.DynamicItem[ui.Button[Any]], template=r"again:(?P<number>\d+)"):
        def __init__(self, number: int) -> None:
            super().__init__(ui.Button(label="Again", custom_id=f"again:{number}"))
            self.number = number

        @classmethod
        async def from_custom_id(cls, _: Any, __: Any, match: Any, /) -> Again:
            return cls(int(match["number"]))

        async def callback(self, interaction: discord.Interaction) -> None:
            await interaction.response.send_message(f"number {self.number}", ephemeral=True)

    client = Client(discord.Intents(guilds=True))
    client.add_dynamic_items(Again)
    await start(client)
    view = {"type": 2, "style": 1, "label": "Again", "custom_id": "again:7"}
    channel = sandbox.world.channel("gifts")
    payload = {"content": "old", "components": [{"type": 1, "components": [view]}]}
    old = await client.http.request(
        discord.http.Route("POST", "/channels/{channel_id}/messages", channel_id=channel.id),
        json=payload,
    )
    ann = await join("Ann")
    assert (await ann.press(old, "again:7"))[0] == 204
    assert (await ann.expect("MESSAGE_CREATE"))["content"] == "number 7"


async def test_the_interaction_tells_who_where_and_with_which_rights(
    start: Start, join: Join
) -> None:
    client = Client(discord.Intents(guilds=True))
    seen: list[discord.Interaction] = []

    @client.tree.command(name="look", description="Look around.")
    async def look(interaction: discord.Interaction) -> None:
        seen.append(interaction)
        await interaction.response.send_message("seen", ephemeral=True)

    await start(client)
    for name in ("Ann", "Max"):
        person = await join(name)
        await person.run("look")
        await person.expect("MESSAGE_CREATE")
    ann, moderator = seen
    assert isinstance(ann.channel, discord.TextChannel)
    assert (ann.channel.name, str(ann.locale), ann.user.name) == ("gifts", "en-US", "ann")
    assert ann.context.guild
    assert ann.is_guild_integration()
    assert ann.app_permissions.embed_links
    assert not ann.app_permissions.pin_messages
    assert not ann.permissions.moderate_members
    assert moderator.permissions.moderate_members
    assert isinstance(moderator.user, discord.Member)
    assert [role.name for role in moderator.user.roles] == ["@everyone", "Moderator"]


async def test_channel_messages_are_sent_read_edited_and_deleted(start: Start) -> None:
    client = await start()
    channel = discord.utils.get(client.guilds[0].text_channels, name="general")
    assert channel is not None
    sent = [await channel.send(f"number {index}") for index in range(6)]
    await sent[0].edit(content="edited", embed=discord.Embed(title="A card"))
    fetched = await channel.fetch_message(sent[0].id)
    assert (fetched.content, fetched.embeds[0].title) == ("edited", "A card")
    newer = [it.id async for it in channel.history(after=sent[2], oldest_first=True)]
    older = [it.id async for it in channel.history(before=sent[2])]
    around = [it.id async for it in channel.history(around=sent[3], limit=3)]
    assert newer == [it.id for it in sent[3:]]
    assert older == [sent[1].id, sent[0].id]
    assert sorted(around) == [it.id for it in sent[2:5]]
    await sent[5].delete()
    with pytest.raises(discord.NotFound) as gone:
        await channel.fetch_message(sent[5].id)
    assert gone.value.code == 10008


async def test_a_nonce_sends_once_for_a_few_minutes(start: Start) -> None:
    client = await start()
    channel = discord.utils.get(client.guilds[0].text_channels, name="general")
    assert channel is not None
    route = discord.http.Route("POST", "/channels/{channel_id}/messages", channel_id=channel.id)
    body = {"content": "once", "nonce": "gift-1", "enforce_nonce": True}
    first = await client.http.request(route, json=body)
    again = await client.http.request(route, json=body)
    other = await client.http.request(route, json={**body, "nonce": "gift-2"})
    assert first["id"] == again["id"] != other["id"]
    with pytest.raises(discord.HTTPException) as refused:
        await client.http.request(route, json={**body, "nonce": "n" * 26})
    assert refused.value.code == 50035


async def test_an_unknown_route_answers_404_and_is_recorded(start: Start, sandbox: Sandbox) -> None:
    client = await start()
    with pytest.raises(discord.NotFound) as unknown:
        await client.fetch_premium_sticker_packs()
    assert unknown.value.code == 0
    assert sandbox.recording.exchanges[-1].path == "/sticker-packs"
    assert sandbox.recording.exchanges[-1].status == 404
