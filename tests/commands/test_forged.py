"""Whatever is forged into a control: an answer in private, and no fault of ours."""

from collections.abc import Iterator
from dataclasses import fields
from itertools import product
from typing import Any

import pytest

from bot.controls import _CONTROLS, Control, in_base_36
from bot.controls.wallet import KeepDiamonds
from bot.conversation import Conversation
from bot.sandbox.people.seen import Message
from tests.commands.moderators import force_form
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
