"""Whatever is forged into a control or a command: an answer in private, and no fault of ours."""

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import fields
from itertools import product
from typing import Any, Final

import pytest
from structlog.testing import capture_logs

from bot.controls import _CONTROLS, Control, in_base_36
from bot.controls.wallet import KeepDiamonds
from bot.conversation import Conversation
from bot.sandbox.people.command_index import Command, Option
from bot.sandbox.people.seen import Message
from bot.sandbox.service.options import Resolved
from bot.words import speak
from tests.commands.moderators import force_form, last_seq
from tests.theatre import Theatre

NUMBERS = (0, -1, 10**9, 2**63 - 1, -(2**63) + 1)
WORDS = ("", "to", "item", "save", "coins", "Nowhere/Land")
PICKED: tuple[list[str], ...] = ([], ["?"], ["-5"], ["9" * 30])


def forged(kind: type[Control], number: int, word: str, owner: int) -> str:
    """A custom_id of a kind in which every number is the same, and every word."""
    values = {"owner": in_base_36(owner)}
    whole = (part.name for part in fields(kind) if part.type in {int, "int"})
    values = dict.fromkeys(whole, in_base_36(number)) | values
    return ":".join([kind.code, *(values.get(part.name, word) for part in fields(kind))])[:100]


def every_forgery(owner: int) -> Iterator[tuple[str, list[str]]]:
    """Custom_ids of every kind, each with something that was picked."""
    for turn, (kind, number) in enumerate(product(_CONTROLS.values(), NUMBERS)):
        for word in WORDS if any(part.type in {str, "str"} for part in fields(kind)) else WORDS[:1]:
            yield forged(kind, number, word, owner), PICKED[turn % len(PICKED)]


async def press(theatre: Theatre, who: str, message: Message, data: dict[str, Any]) -> None:
    """Press something that the message does not show."""
    person = await theatre.stage.person(who)
    exchange = await person.forge(
        {
            "type": 3,
            "message_id": str(message.id),
            "channel_id": str(theatre.channel_id("gifts")),
            "message_flags": message.flags,
            "data": data,
        }
    )
    await exchange.settled()
    assert not exchange.failed, data


async def test_whatever_is_forged_into_a_control_is_answered_and_breaks_nothing(
    theatre: Theatre, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken: list[tuple[str, BaseException]] = []
    pressed = ""

    async def apologise(conversation: Conversation, error: BaseException) -> None:
        broken.append((pressed, error))

    await theatre.use("Ann", "/gift", gift="Rose", to=theatre.id_of("Bea"))
    (thanks,) = await theatre.announced()
    await theatre.grant("Olive", 1_000, by="Max")
    monkeypatch.setattr(Conversation, "apologise", apologise)
    theatre.sandbox.world.trusting = True
    # Olive may do everything, so that no right stands in the way of what is forged.
    for pressed, picked in every_forgery(theatre.id_of("Olive")):
        await press(theatre, "Olive", thanks, {"component_type": 2, "custom_id": pressed})
        menu = {"component_type": 3, "custom_id": pressed, "values": picked}
        await press(theatre, "Olive", thanks, menu)
    assert broken == []
    assert (await theatre.examine()).ok


async def test_a_form_under_the_name_of_a_button_is_answered_in_private(theatre: Theatre) -> None:
    said = await force_form(theatre, "Ann", KeepDiamonds(theatre.id_of("Ann")))
    assert said.reply.ephemeral
    assert "Nothing converted" in said.reply.text


TEXT, INTEGER, SWITCH, USER, CHANNEL, ROLE = 3, 4, 5, 6, 7, 8
USER_MENU: Final = 2
NOBODY: Final = "1"
"""An id that Discord describes to nobody."""
WRONG: Final[Mapping[int, Sequence[tuple[int, Any]]]] = {
    TEXT: [(TEXT, 7), (TEXT, None), (TEXT, ["a"]), (INTEGER, 7), (10, "x"), (USER, NOBODY)],
    INTEGER: [(INTEGER, "many"), (INTEGER, True), (TEXT, "7"), (10, 1.5), (10, "x"), (10, "")],
    SWITCH: [(SWITCH, "yes"), (SWITCH, 7), (SWITCH, None), (TEXT, "true"), (INTEGER, 1)],
    USER: [(USER, NOBODY), (USER, "x"), (USER, {}), (TEXT, "Bea"), (ROLE, NOBODY)],
    CHANNEL: [(CHANNEL, NOBODY), (CHANNEL, "x"), (TEXT, "gifts"), (5, True)],
    ROLE: [(ROLE, NOBODY), (USER, NOBODY), (TEXT, "Moderator")],
}
"""What an option of a kind is forged to be: another kind, or a value that its kind never has."""


def valid(theatre: Theatre, option: Option) -> Any:
    """What Discord would let through."""
    guild = theatre.sandbox.world.guild
    values = {
        TEXT: "1" * (option.min_length or 1),
        INTEGER: 1,
        SWITCH: True,
        USER: str(theatre.id_of("Bea")),
        CHANNEL: str(next(iter(guild.channels))),
        ROLE: str(next(iter(guild.roles))),
    }
    return option.choices[0][1] if option.choices else values[option.kind]


def leaf(data: dict[str, Any]) -> list[dict[str, Any]]:
    """The options of the command itself, below the groups it stands in."""
    options: list[dict[str, Any]] = data["options"]
    while options and options[0]["type"] in {1, 2}:
        options = options[0]["options"]
    return options


def misshapen(theatre: Theatre, command: Command) -> Iterator[tuple[str, dict[str, Any]]]:
    """A command with one of its options forged at a time, or left out where it is required."""
    whole = command.data({option.name: valid(theatre, option) for option in command.options})
    for place, option in enumerate(command.options):
        for kind, value in WRONG[option.kind]:
            data = deepcopy(whole)
            leaf(data)[place] |= {"type": kind, "value": value}
            yield f"{command.title} {option.name}: {kind} {value!r}", data
        data = deepcopy(whole)
        del leaf(data)[place]["value"]
        yield f"{command.title} {option.name}: no value", data
    data = deepcopy(whole)
    leaf(data).append({"type": TEXT, "name": "surprise", "value": "x"})
    yield f"{command.title} with one more", data
    for place, option in enumerate(command.options):
        if option.required:
            data = deepcopy(whole)
            del leaf(data)[place]
            yield f"{command.title} without {option.name}", data


async def send(theatre: Theatre, who: str, data: dict[str, Any]) -> Message:
    """Send a command as it stands; the answer."""
    person = await theatre.stage.person(who)
    channel = str(theatre.channel_id("gifts"))
    exchange = await person.forge({"type": 2, "channel_id": channel, "data": data})
    await exchange.settled()
    return exchange.reply


async def test_a_command_with_forged_options_is_politely_refused_and_nothing_breaks(
    theatre: Theatre,
) -> None:
    olive = await theatre.stage.person("Olive")
    commands = (await olive.commands()).slash
    theatre.sandbox.world.trusting = True
    sent = 0
    with capture_logs() as logged:
        for command in commands:
            for what, data in misshapen(theatre, command):
                answer = await send(theatre, "Olive", data)
                assert answer.ephemeral, what
                assert answer.text == speak("en").misshapen, what
                sent += 1
    assert sent > 100
    assert [entry["log_level"] for entry in logged] == ["warning"] * sent
    assert not any("exc_info" in entry for entry in logged)
    assert await last_seq(theatre) == 0


@pytest.mark.parametrize("kind", [2, 3])
async def test_a_menu_opened_on_what_discord_does_not_describe_is_politely_refused(
    theatre: Theatre, kind: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def describe_nothing(resolved: Resolved, *what: Any) -> None:
        """Leave out whom or what the menu was opened on."""

    await theatre.use("Ann", "/gift", gift="Rose", to=theatre.id_of("Bea"))
    (thanks,) = await theatre.announced()
    max_ = await theatre.stage.person("Max")
    (menu,) = (await max_.commands()).menus(kind)
    monkeypatch.setattr(Resolved, "add_user", describe_nothing)
    monkeypatch.setattr(Resolved, "add_message", describe_nothing)
    target = theatre.id_of("Bea") if kind == USER_MENU else thanks.id
    answer = await send(theatre, "Max", menu.data({}) | {"target_id": str(target)})
    assert answer.ephemeral
    assert answer.text == speak("en").misshapen


async def test_what_discord_sends_is_no_forgery(theatre: Theatre) -> None:
    olive = await theatre.stage.person("Olive")
    for command in (await olive.commands()).slash:
        values = {option.name: valid(theatre, option) for option in command.options}
        said = await olive.use(command, values, channel="gifts", check=False)
        await said.settled()
        assert said.has_modal or said.reply.text != speak("en").misshapen
