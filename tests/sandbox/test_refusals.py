"""What Discord refuses of commands, messages, components and modals, and what it lets pass."""

from __future__ import annotations

import io
from typing import Any

import aiohttp
import discord
import orjson
import pytest

from bot.sandbox.service.command_rules import is_command_name
from bot.sandbox.service.components import assign_ids, check_modal
from bot.sandbox.service.sandbox import Sandbox
from bot.sandbox.service.wire import FormErrors
from tests.sandbox.conftest import Client, Join, Json, Start

V2 = 1 << 15


def text(content: str = "Hello") -> Json:
    return {"type": 10, "content": content}


def button(custom_id: str = "press", **more: Any) -> Json:
    return {"type": 2, "style": 1, "label": "Press", "custom_id": custom_id, **more}


def row(*components: Json) -> Json:
    return {"type": 1, "components": list(components)}


def select(count: int = 1, **more: Any) -> Json:
    options = [{"label": f"{number}", "value": f"{number}"} for number in range(count)]
    return {"type": 3, "custom_id": "select", "options": options, **more}


def v2(*components: Json, **more: Any) -> Json:
    return {"flags": V2, "components": list(components), **more}


def command(**more: Any) -> Json:
    return {"name": "gift", "description": "Send a gift.", **more}


def option(name: str = "count", kind: int = 4, **more: Any) -> Json:
    return {"name": name, "description": "A number.", "type": kind, **more}


class Bot:
    """The bot's bare HTTP client."""

    def __init__(self, sandbox: Sandbox, session: aiohttp.ClientSession) -> None:
        self._sandbox = sandbox
        self._session = session

    async def request(self, method: str, path: str, **more: Any) -> tuple[int, Any]:
        headers = {"Authorization": f"Bot {self._sandbox.world.bot.token}"}
        url = self._sandbox.api_url + path
        async with self._session.request(method, url, headers=headers, **more) as response:
            body = await response.read()
            return response.status, orjson.loads(body) if body else None

    async def send(self, body: Json) -> tuple[int, Any]:
        channel = self._sandbox.world.channel("gifts").id
        return await self.request("POST", f"/channels/{channel}/messages", json=body)

    async def sync(self, *commands: Json) -> tuple[int, Any]:
        application = self._sandbox.world.application.id
        return await self.request(
            "PUT", f"/applications/{application}/commands", json=list(commands)
        )


@pytest.fixture
async def bot(sandbox: Sandbox) -> Any:
    async with aiohttp.ClientSession() as session:
        yield Bot(sandbox, session)


@pytest.mark.parametrize(
    "body",
    [
        command(name="Gift"),
        command(name="two words"),
        command(name="x" * 33),
        command(name=""),
        command(description=""),
        command(description="x" * 101),
        command(options=[option(), option("note", 3, required=True)]),
        command(options=[option(), option()]),
        command(options=[option(f"o{number}") for number in range(26)]),
        command(options=[option(choices=[{"name": "1", "value": 1}] * 26)]),
        command(options=[option(choices=[{"name": "1", "value": 1}], autocomplete=True)]),
        command(options=[option("sub", 1), option("count", 4)]),
        command(options=[option("group", 2, options=[option("inner", 2)])]),
        command(options=[option("count", 12)]),
        command(
            options=[
                option(f"o{at}", 3, choices=[{"name": "n" * 100, "value": f"{at}" * 90}] * 2)
                for at in range(25)
            ]
        ),
        {"name": "Greet", "type": 2, "description": "not allowed"},
        {"name": "gift", "description": "x", "name_localizations": {"de": "Geschenk"}},
    ],
)
async def test_a_command_against_the_rules_is_refused(bot: Bot, body: Json) -> None:
    status, answer = await bot.sync(body)
    assert (status, answer["code"]) == (400, 50035)
    assert answer["errors"]["0"]


async def test_a_hundred_commands_are_the_most_and_names_are_unique(bot: Bot) -> None:
    assert (await bot.sync(*(command(name=f"c{number}") for number in range(100))))[0] == 200
    assert (await bot.sync(*(command(name=f"c{number}") for number in range(101))))[0] == 400
    assert (await bot.sync(command(), command()))[0] == 400
    assert (await bot.sync(command(), {"name": "gift", "type": 2}))[0] == 200


async def test_a_command_keeps_its_id_and_version_until_it_changes(bot: Bot) -> None:
    _, (first,) = await bot.sync(command())
    _, (same,) = await bot.sync(command())
    _, (changed,) = await bot.sync(command(description="Send another gift."))
    assert (same["id"], same["version"]) == (first["id"], first["version"])
    assert changed["id"] == first["id"]
    assert changed["version"] != first["version"]


async def test_one_command_is_created_read_edited_and_deleted(bot: Bot, sandbox: Sandbox) -> None:
    base = f"/applications/{sandbox.world.application.id}/guilds/{sandbox.world.guild.id}/commands"
    status, made = await bot.request("POST", base, json=command())
    assert (status, made["guild_id"]) == (201, str(sandbox.world.guild.id))
    assert (await bot.request("POST", base, json=command()))[0] == 200
    one = f"{base}/{made['id']}"
    _, edited = await bot.request("PATCH", one, json={"description": "Changed."})
    assert (edited["name"], edited["description"]) == ("gift", "Changed.")
    assert (await bot.request("GET", one))[1] == {
        key: value for key, value in edited.items() if not key.endswith("_localizations")
    }
    assert (await bot.request("DELETE", one))[0] == 204
    assert (await bot.request("GET", base)) == (200, [])
    assert (await bot.request("GET", one))[1]["code"] == 10063


@pytest.mark.parametrize(
    ("name", "taken"),
    [("gift", True), ("größe", True), ("贈る", True), ("a-b_c", True), ("हिन्दी", True),
     ("Gift", False), ("a b", False), ("a.b", False), ("🎁", False)],
)  # fmt: skip
def test_command_names_follow_the_pattern(name: str, taken: bool) -> None:
    assert is_command_name(name) == taken


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, 50006),
        ({"content": "   "}, 50006),
        ({"content": "x" * 2001}, 50035),
        ({"content": 5}, 50035),
        ({"content": "x", "flags": "x"}, 50035),
        ({"content": "x", "embeds": [1]}, 50035),
        ({"content": "x", "components": {}}, 50035),
        ({"content": "x", "allowed_mentions": {"parse": "users"}}, 50035),
        ({"content": "x", "allowed_mentions": {"users": ["Ann"]}}, 50035),
        ({"embeds": [{"title": "x" * 257}]}, 50035),
        ({"embeds": [{"description": "x" * 4000}, {"description": "x" * 2001}]}, 50035),
        ({"embeds": [{"title": "x"}] * 11}, 50035),
        ({"embeds": [{"fields": [{"name": "n", "value": ""}]}]}, 50035),
        ({"content": "x", "allowed_mentions": {"parse": ["users"], "users": ["1"]}}, 50035),
        ({"content": "x", "message_reference": {"message_id": "17"}}, 50035),
        ({"components": [row(button(custom_id="x" * 101))]}, 50035),
        ({"components": [row(button(custom_id=""))]}, 50035),
        ({"components": [row(button(), button())]}, 50035),
        ({"components": [row(*(button(f"{at}") for at in range(6)))]}, 50035),
        ({"components": [row(button(f"{at}")) for at in range(6)]}, 50035),
        ({"components": [row(button(), select())]}, 50035),
        ({"components": [row(button(label="x" * 81))]}, 50035),
        ({"components": [row({"type": 2, "style": 1, "custom_id": "x"})]}, 50035),
        ({"components": [row({"type": 2, "style": 5, "label": "x"})]}, 50035),
        ({"components": [row({"type": 2, "style": 6})]}, 50035),
        ({"components": [row(select(26))]}, 50035),
        ({"components": [row(select(0))]}, 50035),
        ({"components": [row(select(2, max_values=3))]}, 50035),
        ({"components": [row(select(2, min_values=2))]}, 50035),
        ({"components": [text()]}, 50035),
        (v2(text(), content="x"), 50035),
        (v2(text(), embeds=[{"title": "x"}]), 50035),
        (v2(*(text("x") for _ in range(41))), 50035),
        (v2(text("x" * 2001), text("x" * 2000)), 50035),
        (v2(text("")), 50035),
        (v2({"type": 9, "components": [text()]}), 50035),
        (v2({"type": 17, "components": [{"type": 17, "components": [text()]}]}), 50035),
        (v2({"type": 11, "media": {"url": "https://example.com/a.png"}}), 50035),
        (v2({"type": 12, "items": [{"media": {"url": "attachment://none.png"}}]}), 50035),
        (v2({"type": 13, "file": {"url": "https://example.com/a.txt"}}), 50035),
        (v2(button()), 50035),
        (v2(), 50006),
    ],
)
async def test_a_message_against_the_rules_is_refused(
    bot: Bot, sandbox: Sandbox, body: Json, code: int
) -> None:
    status, answer = await bot.send(body)
    assert (status, answer["code"]) == (400, code)
    assert sandbox.world.channel("gifts").messages == {}


@pytest.mark.parametrize(
    "body",
    [
        {"content": "x" * 2000},
        {"components": [row(button()), row(select(25, max_values=25))]},
        v2(*(text("x" * 100) for _ in range(40))),
        v2({"type": 17, "accent_color": 0, "components": [text(), row(button())]}),
        v2({"type": 9, "components": [text()], "accessory": button()}),
        v2({"type": 14, "divider": True, "spacing": 2}, text()),
    ],
)
async def test_a_message_at_the_bounds_passes(bot: Bot, body: Json) -> None:
    assert (await bot.send(body))[0] == 200


async def test_a_file_that_no_component_shows_is_refused_under_v2(bot: Bot) -> None:
    async def upload(body: Json) -> int:
        form = aiohttp.FormData(quote_fields=False)
        form.add_field("payload_json", orjson.dumps(body).decode())
        form.add_field("files[0]", b"picture", filename="a.png", content_type="image/png")
        channel = bot._sandbox.world.channel("gifts").id
        return (await bot.request("POST", f"/channels/{channel}/messages", data=form))[0]

    shown = v2({"type": 12, "items": [{"media": {"url": "attachment://a.png"}}]})
    assert await upload(v2(text())) == 400
    assert await upload(shown) == 200
    assert await upload({"content": "plain"}) == 200


async def test_a_v2_message_never_becomes_a_normal_one(bot: Bot, sandbox: Sandbox) -> None:
    _, message = await bot.send(v2(text()))
    path = f"/channels/{message['channel_id']}/messages/{message['id']}"
    status, answer = await bot.request("PATCH", path, json={"content": "x", "flags": 0})
    assert (status, answer["code"]) == (400, 50035)
    _, normal = await bot.send({"content": "x"})
    path = f"/channels/{normal['channel_id']}/messages/{normal['id']}"
    body = v2(text(), content=None, embeds=[])
    status, edited = await bot.request("PATCH", path, json=body)
    assert (status, edited["flags"], edited["content"]) == (200, V2, "")


async def test_a_body_of_the_wrong_kind_is_refused(bot: Bot, sandbox: Sandbox) -> None:
    path = f"/channels/{sandbox.world.channel('gifts').id}/messages"
    assert (await bot.request("POST", path, data=b"{"))[0] == 400
    headers = {"Content-Type": "application/json"}
    url = sandbox.api_url + path
    token = f"Bot {sandbox.world.bot.token}"
    async with bot._session.post(
        url, data=b"{", headers={**headers, "Authorization": token}
    ) as answer:
        assert (await answer.json())["code"] == 50109
    assert (await bot.request("POST", path, json=[1]))[0] == 400
    assert (await bot.request("GET", "/channels/x/messages"))[0] == 400
    too_large = aiohttp.FormData(quote_fields=False)
    too_large.add_field("files[0]", io.BytesIO(bytes(11 * 1024 * 1024)), filename="a.bin")
    too_large.add_field("payload_json", "{}")
    status, body = await bot.request("POST", path, data=too_large)
    assert (status, body["code"]) == (413, 40005)


def label(component: Json, name: str = "Count") -> Json:
    return {"type": 18, "label": name, "component": component}


def text_input(**more: Any) -> Json:
    return {"type": 4, "custom_id": "count", "style": 1, **more}


@pytest.mark.parametrize(
    ("components", "passes"),
    [
        ([label(text_input())], True),
        ([row(text_input(label="Count"))], True),
        ([text(), label(select(25))], True),
        ([row(text_input())], False),
        ([label(text_input(custom_id=f"{at}")) for at in range(6)], False),
        ([label(text_input(), "x" * 46)], False),
        ([label(text_input(max_length=4001))], False),
        ([label(button())], False),
        ([row(button())], False),
        ([label(text_input()), label(text_input())], False),
        ([], False),
    ],
)
def test_a_modal_follows_the_rules(components: list[Json], passes: bool) -> None:
    errors = FormErrors()
    check_modal(errors, {"custom_id": "m", "title": "Form", "components": components}, "data")
    assert bool(errors) != passes


def test_components_get_the_ids_that_are_free() -> None:
    components = [row(button(id=1), button("other")), {"type": 10, "content": "x", "id": 0}]
    assign_ids(components)
    assert components[0]["id"] == 2
    assert [it["id"] for it in components[0]["components"]] == [1, 3]
    assert components[1]["id"] == 4


async def test_an_answer_of_the_wrong_type_leaves_the_interaction_unanswered(
    start: Start, join: Join
) -> None:
    client = Client(discord.Intents(guilds=True))
    codes: list[int] = []

    @client.tree.command(name="odd", description="Answer oddly.")
    async def odd(interaction: discord.Interaction) -> None:
        adapter = discord.webhook.async_.async_context.get()
        for kind, data in ((6, None), (8, {"choices": []}), (4, {"content": ""})):
            try:
                await adapter.create_interaction_response(
                    interaction.id,
                    interaction.token,
                    session=interaction._session,
                    params=discord.webhook.async_.interaction_response_params(kind, data),
                )
            except discord.HTTPException as refused:
                codes.append(refused.code)
        await interaction.response.send_message("fine", ephemeral=True)

    await start(client)
    ann = await join("Ann")
    await ann.run("odd")
    assert (await ann.expect("MESSAGE_CREATE"))["content"] == "fine"
    assert codes == [50035, 50035, 50006]


async def test_more_than_25_suggestions_are_refused(start: Start, join: Join) -> None:
    client = Client(discord.Intents(guilds=True))
    codes: list[int] = []

    @client.event
    async def on_interaction(interaction: discord.Interaction) -> None:
        adapter = discord.webhook.async_.async_context.get()
        for count in (26, 25):
            choices = [{"name": f"{at}", "value": f"{at}"} for at in range(count)]
            params = discord.webhook.async_.interaction_response_params(8, {"choices": choices})
            try:
                await adapter.create_interaction_response(
                    interaction.id, interaction.token, session=interaction._session, params=params
                )
            except discord.HTTPException as refused:
                codes.append(refused.code)

    @client.tree.command(name="pick", description="Pick.")
    async def pick(interaction: discord.Interaction, gift: str) -> None:
        await interaction.response.send_message(gift)

    pick.autocomplete("gift")(_none)
    await start(client)
    client.tree.interaction_check = _never  # type: ignore[method-assign]
    ann = await join("Ann")
    typing = [{"type": 3, "name": "gift", "value": "", "focused": True}]
    await ann.interact(4, await ann.command_data("pick", typing))
    answer = await ann.expect("APPLICATION_COMMAND_AUTOCOMPLETE_RESPONSE")
    assert (len(answer["choices"]), codes) == (25, [50035])


async def _none(_: discord.Interaction, __: str) -> list[discord.app_commands.Choice[str]]:
    return []


async def _never(_: discord.Interaction) -> bool:
    return False
