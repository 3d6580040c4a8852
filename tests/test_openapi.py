"""What the check against Discord's API description accepts and what it finds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import discord
import pytest
from discord import app_commands, ui
from discord.http import handle_message_parameters

from tests.openapi import Contract, description_path, recorded
from tests.openapi_rules import command_size, is_command_name

DESCRIPTION = description_path()
V2 = 1 << 15

CALLBACK = "/interactions/1/token/callback"
MESSAGES = "/channels/1/messages"
COMMANDS = "/applications/1/commands"


@pytest.fixture(scope="module")
def contract() -> Contract:
    if not DESCRIPTION.is_file():
        pytest.skip(f"Discord's API description is not at {DESCRIPTION}.")
    return Contract.load(DESCRIPTION)


def text(content: str = "hello", **more: Any) -> dict[str, Any]:
    return {"type": 10, "content": content, **more}


def button(custom_id: str = "send", **more: Any) -> dict[str, Any]:
    return {"type": 2, "style": 1, "label": "Send", "custom_id": custom_id, **more}


def row(*components: dict[str, Any]) -> dict[str, Any]:
    return {"type": 1, "components": list(components)}


def option(name: str = "count", kind: int = 4, **more: Any) -> dict[str, Any]:
    return {"type": kind, "name": name, "description": "How many", **more}


def command(*options: dict[str, Any], name: str = "gift", **more: Any) -> dict[str, Any]:
    return {"name": name, "description": "Send a gift", "options": list(options), **more}


def only(problems: list[str]) -> str:
    assert len(problems) == 1, problems
    return problems[0]


def test_the_commands_that_the_client_sends_are_right(contract: Contract) -> None:
    client = discord.Client(intents=discord.Intents(guilds=True))
    tree = app_commands.CommandTree(client)

    @tree.command()
    @app_commands.describe(to="Whom")
    async def gift(
        interaction: discord.Interaction,
        to: discord.Member,
        count: app_commands.Range[int, 1, 999] = 1,
        message: app_commands.Range[str, 1, 140] = "",
    ) -> None: ...

    @tree.context_menu(name="Send a gift")
    async def send(interaction: discord.Interaction, member: discord.Member) -> None: ...

    group = app_commands.Group(name="mod", description="Moderation")

    @group.command()
    async def freeze(interaction: discord.Interaction, member: discord.Member) -> None: ...

    tree.add_command(group)
    body = [it.to_dict(tree) for it in tree.get_commands()]
    assert contract.problems("PUT", "/api/v10" + COMMANDS, body) == []


class Card(ui.LayoutView):
    box: ui.Container[Card] = ui.Container(
        ui.TextDisplay("**Ann** sends a Rose"),
        ui.Section("97 left", accessory=ui.Button(label="More", custom_id="more")),
        ui.Separator(),
        ui.ActionRow(ui.Button(emoji="🌹", custom_id="one", style=discord.ButtonStyle.primary)),
        ui.ActionRow(ui.UserSelect(custom_id="who")),
        accent_colour=discord.Colour.red(),
    )


async def test_the_layouts_that_the_client_sends_are_right(contract: Contract) -> None:
    flags = discord.MessageFlags(components_v2=True, suppress_notifications=True)
    with handle_message_parameters(
        view=Card(timeout=None),
        nonce="123",
        flags=flags,
        allowed_mentions=discord.AllowedMentions.none(),
    ) as parameters:
        assert parameters.payload is not None
        assert contract.problems("POST", MESSAGES, parameters.payload) == []


class Form(ui.Modal, title="Send a gift"):
    count: ui.Label[Form] = ui.Label(text="Count", component=ui.TextInput(max_length=3))
    gift: ui.Label[Form] = ui.Label(
        text="Gift", component=ui.Select(options=[discord.SelectOption(label="Rose")])
    )


async def test_the_modals_that_the_client_sends_are_right(contract: Contract) -> None:
    body: dict[str, Any] = {"type": 9, "data": Form().to_dict()}
    assert contract.problems("POST", CALLBACK, body) == []
    body["data"]["components"][0]["component"]["lable"] = "x"
    assert "'lable'" in only(contract.problems("POST", CALLBACK, body))


def test_the_edits_that_the_client_sends_are_right(contract: Contract) -> None:
    kept = {
        "id": 5, "filename": "a.png", "size": 3, "spoiler": False, "content_type": "image/png",
        "url": "https://a.b/a.png", "proxy_url": "https://a.b/a.png",
    }  # fmt: skip
    with handle_message_parameters(content="new", embed=discord.Embed(title="t")) as parameters:
        assert parameters.payload is not None
        edit: dict[str, Any] = {**parameters.payload, "attachments": [kept]}
    callback = {"type": 7, "data": edit}
    assert contract.problems("PATCH", f"{MESSAGES}/2", edit) == []
    assert contract.problems("PATCH", "/webhooks/1/token/messages/@original", edit) == []
    assert contract.problems("POST", CALLBACK, callback) == []


def test_an_unknown_path_or_method_is_named(contract: Contract) -> None:
    assert "not in the description" in only(contract.problems("GET", "/nowhere", None))
    assert "not in the description" in only(contract.problems("PUT", MESSAGES, {}))


def test_hosts_versions_and_queries_do_not_hide_a_path(contract: Contract) -> None:
    for path in (
        "http://127.0.0.1:8080/api/v10/channels/1/messages?limit=50",
        "/api/v9/channels/1/messages",
        "/channels/1/messages",
    ):
        assert contract.problems("GET", path, None) == []


def test_a_fixed_segment_wins_over_a_placeholder(contract: Contract) -> None:
    path = "/webhooks/1/token/messages/@original"
    assert contract.problems("PATCH", path, {"content": "Sent!"}) == []


def test_a_missing_and_an_unwanted_body_are_named(contract: Contract) -> None:
    assert "needs a body" in only(contract.problems("POST", MESSAGES, None))
    assert "takes no body" in only(contract.problems("DELETE", f"{MESSAGES}/2", {"a": 1}))


def test_a_misspelt_key_is_found_at_any_depth(contract: Contract) -> None:
    assert "'contents'" in only(contract.problems("POST", MESSAGES, {"contents": "x"}))
    body = {"components": [row(button(lable="x"))]}
    assert "'lable'" in only(contract.problems("POST", MESSAGES, body))
    callback = {"type": 4, "data": {"content": "x", "ephemeral": True}}
    assert "'ephemeral'" in only(contract.problems("POST", CALLBACK, callback))


def test_a_value_outside_the_description_is_found(contract: Contract) -> None:
    body = {"components": [row(button(label="x" * 81))]}
    assert "too long" in only(contract.problems("POST", MESSAGES, body))


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ({"content": "x", "flags": V2, "components": [text()]}, "cannot have content"),
        ({"embeds": [{"title": "x"}], "flags": V2, "components": [text()]}, "cannot have embeds"),
        ({"components": [text()]}, "need the Components V2 flag"),
        ({"components": [row(button(f"b{n}")) for n in range(6)]}, "at most 5 rows"),
        (
            {"flags": V2, "components": [row(*(button(f"{r}{n}") for n in range(5)))
                                         for r in range(7)]},
            "42 components",
        ),
        ({"flags": V2, "components": [text("x" * 2001), text("y" * 2000)]}, "4001 characters"),
        ({"components": [row(button()), row(button())]}, "custom_id 'send' stands 2 times"),
        ({"flags": V2, "components": [text(id=3), text(id=3)]}, "component id 3 stands 2 times"),
        ({"components": [row(button(url="https://a.b"))]}, "has custom_id alone"),
        ({"components": [row({"type": 2, "style": 5, "label": "x"})]}, "needs url"),
        ({"components": [row({"type": 2, "style": 1, "custom_id": "x"})]}, "a label or an emoji"),
        ({"content": "x" * 2001}, "at most 2000 characters"),
        (
            {"flags": V2, "components": [text()], "attachments": [{"id": 0, "filename": "a.png"}]},
            "no component shows 'a.png'",
        ),
        (
            {"components": [row({"type": 5, "custom_id": "who", "min_values": 2})]},
            "at least 2 and at most 1",
        ),
        (
            {"components": [row({"type": 3, "custom_id": "g", "max_values": 2,
                                 "options": [{"label": "a", "value": "a"}]})]},
            "takes 2 values but offers 1",
        ),
        (
            {"components": [row({"type": 3, "custom_id": "g",
                                 "options": [{"label": "a", "value": "a"}] * 2})]},
            "'a' stands 2 times",
        ),
    ],
)  # fmt: skip
def test_a_message_that_breaks_a_silent_rule_is_found(
    contract: Contract, body: dict[str, Any], found: str
) -> None:
    callback = {"type": 4, "data": body}
    assert found in only(contract.problems("POST", MESSAGES, body))
    assert any(found in problem for problem in contract.problems("POST", CALLBACK, callback))


def test_an_edit_need_not_repeat_the_v2_flag(contract: Contract) -> None:
    assert contract.problems("PATCH", f"{MESSAGES}/2", {"components": [text()]}) == []


def test_a_shown_attachment_is_right(contract: Contract) -> None:
    gallery = {"type": 12, "items": [{"media": {"url": "attachment://a.png"}}]}
    attachments = [{"id": 0, "filename": "a.png"}]
    body = {"flags": V2, "components": [gallery], "attachments": attachments}
    assert contract.problems("POST", MESSAGES, body) == []


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (command(name="Gift"), "not a name"),
        (command(name="send gift"), "not a name"),
        (command(option("Count")), "not a name"),
        (command(option("a"), option("b", required=True)), "after the optional a"),
        (command(option(), option()), "option of gift 'count' stands 2 times"),
        (command(option("go", 1), option("count")), "side by side"),
        (command(option(min_value=9, max_value=1)), "min_value is above max_value"),
        (
            command(option(kind=3, autocomplete=True, choices=[{"name": "a", "value": "a"}])),
            "exclude each other",
        ),
        ({"name": "gift"}, "needs a description"),
        ({"name": "Send a gift", "type": 2, "description": "x"}, "no description"),
    ],
)
def test_a_command_that_breaks_a_silent_rule_is_found(
    contract: Contract, body: dict[str, Any], found: str
) -> None:
    assert found in only(contract.problems("PUT", COMMANDS, [body]))


def test_a_required_option_after_an_optional_one_is_found_in_a_subcommand(
    contract: Contract,
) -> None:
    inner = option("freeze", 1, options=[option("a"), option("b", required=True)])
    assert "gift freeze b" in only(contract.problems("PUT", COMMANDS, [command(inner)]))


def test_two_commands_of_one_name_are_found(contract: Contract) -> None:
    problems = contract.problems("PUT", COMMANDS, [command(), command()])
    assert "2 commands are called 'gift'" in only(problems)
    menu = {"name": "gift", "type": 2}
    assert contract.problems("PUT", COMMANDS, [command(), menu]) == []


def test_a_command_of_more_than_8000_characters_is_found(contract: Contract) -> None:
    choices = [{"name": f"{n:03}" + "n" * 97, "value": f"{n:03}" + "v" * 97} for n in range(25)]
    body = command(option("gift", 3, choices=choices), option("other", 3, choices=choices))
    assert "characters; 8000 may be" in only(contract.problems("PUT", COMMANDS, [body]))
    assert command_size({"name": "gift", "description": "x"}) == 5
    assert command_size({"name": "a", "name_localizations": {"de": "bbb"}}) == 3


@pytest.mark.parametrize("name", ["gift", "geschenk-ü", "ギフト", "उपहार", "ของขวัญ", "a_1"])
def test_names_in_every_script_are_allowed(name: str) -> None:
    assert is_command_name(name)


@pytest.mark.parametrize("name", ["", "Gift", "a b", "x" * 33, "a!", "🌹"])
def test_other_names_are_not_allowed(name: str) -> None:
    assert not is_command_name(name)


def test_a_modal_of_six_items_and_repeated_choices_are_found(contract: Contract) -> None:
    fields = [
        {"type": 18, "label": "L", "component": {"type": 4, "custom_id": f"f{n}", "style": 1}}
        for n in range(6)
    ]
    modal = {"type": 9, "data": {"custom_id": "m", "title": "T", "components": fields}}
    assert "at most 5 items" in only(contract.problems("POST", CALLBACK, modal))
    choices = [{"name": "Rose", "value": "1"}, {"name": "Rose", "value": "2"}]
    answer = {"type": 8, "data": {"choices": choices}}
    assert "'Rose' stands 2 times" in only(contract.problems("POST", CALLBACK, answer))


def test_only_the_requests_of_the_bot_are_read_from_a_recording(tmp_path: Path) -> None:
    lines = [
        {"kind": "gateway", "event": "READY"},
        {"kind": "http", "bot": False, "method": "POST", "path": "/interactions", "request": {}},
        {"kind": "http", "bot": True, "method": "POST", "path": MESSAGES, "request": {"tts": True}},
    ]
    path = tmp_path / "recording.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    assert list(recorded(path)) == [("POST", MESSAGES, {"tts": True})]
