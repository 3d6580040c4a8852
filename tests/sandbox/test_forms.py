"""Forms with choices to tick and files to attach, from the real bot to a person and back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import discord
import orjson
import pytest
from rich.console import Console

from bot.sandbox.people.controls import ControlRefusedError
from bot.sandbox.people.person import Person, RequestRefusedError
from bot.sandbox.people.screen import Screen
from bot.sandbox.people.seen import LocalFile, Modal
from bot.sandbox.people.stage import Stage
from bot.sandbox.service.sandbox import Sandbox
from bot.sandbox.service.validation import MOST_FILE_BYTES
from tests.sandbox.conftest import Client, Start
from tests.sandbox.form_bot import form_bot

POSTER = LocalFile("poster.png", b"a poster", "image/png")


@pytest.fixture
async def client(start: Start) -> Client:
    return await start(form_bot())


@pytest.fixture
async def ann(sandbox: Sandbox, client: Client) -> AsyncIterator[Person]:
    async with Stage(sandbox.description()) as stage:
        yield await stage.person("Ann")


async def opened(person: Person, command: str = "/fields") -> Modal:
    return (await (await person.use(command)).settled()).modal


async def told(person: Person, modal: Modal, values: dict[str, Any]) -> list[str]:
    exchange = await person.fill(modal, values)
    return (await exchange.settled()).reply.content.split("\n")


async def test_what_is_ticked_and_attached_reaches_the_bot(ann: Person) -> None:
    modal = await opened(ann)
    given = {"How large": "Large", "days": ["Friday", "Sunday"], "quiet": True}
    files = [POSTER, LocalFile("list.txt", b"one\ntwo")]
    assert await told(ann, modal, {**given, "A poster": files}) == [
        "size: l",
        "days: ['fri', 'sun']",
        "quiet: True",
        "poster.png b'a poster'",
        "list.txt b'one\\ntwo'",
    ]


async def test_what_is_left_alone_stays_as_it_was_prefilled(ann: Person) -> None:
    assert await told(ann, await opened(ann), {}) == ["size: m", "days: ['sat']", "quiet: False"]


async def test_a_clients_form_is_held_to_its_numbers(ann: Person) -> None:
    modal = await opened(ann)
    for values, reason in (
        ({"days": []}, "On which days takes 1 to 2"),
        ({"days": ["fri", "sat", "sun"]}, "On which days takes 1 to 2"),
        ({"days": "Monday"}, "There is no option 'Monday'"),
        ({"size": ["Small", "Large"]}, "How large takes 1"),
        ({"poster": [POSTER] * 3}, "A poster takes 0 to 2"),
        ({"poster": "poster.png"}, "A poster takes files"),
    ):
        with pytest.raises(ControlRefusedError, match=reason):
            await ann.fill(modal, values)
    with pytest.raises(ControlRefusedError, match="Receipt takes 1"):
        await ann.fill(await opened(ann, "/proof"))


async def test_the_server_refuses_what_no_client_would_send(ann: Person) -> None:
    modal = await opened(ann)
    size, days, quiet, poster = (field.custom_id for field in modal.fields)
    right: dict[str, Any] = {size: {"value": "s"}, days: {"values": ["fri"]}}
    right |= {quiet: {"value": False}, poster: {"values": []}}
    for custom_id, answer in (
        (size, {"value": "xl"}),
        (size, {"value": None}),
        (size, {"value": ["s"]}),
        (days, {"values": ["mon"]}),
        (days, {"values": []}),
        (days, {"values": ["fri", "fri"]}),
        (days, {"values": ["fri", "sat", "sun"]}),
        (days, {"value": "fri"}),
        (quiet, {"value": "yes"}),
        (poster, {"values": ["0"]}),
        (poster, {"values": ["poster.png"]}),
        (poster, {"value": None}),
        (poster, {"value": 1}),
    ):
        fields = {**right, custom_id: answer}
        components = [
            {"type": 18, "component": {"custom_id": name, **value}}
            for name, value in fields.items()
        ]
        data = {"id": str(modal.id), "custom_id": modal.custom_id, "components": components}
        with pytest.raises(RequestRefusedError) as refused:
            await ann.forge({"type": 5, "data": data})
        assert refused.value.code == 50035
        assert custom_id in str(refused.value)


async def test_a_file_that_is_too_large_is_refused_and_the_form_can_be_sent_again(
    ann: Person,
) -> None:
    modal = await opened(ann, "/proof")
    with pytest.raises(RequestRefusedError) as refused:
        await ann.fill(modal, {"Receipt": LocalFile("large.bin", bytes(MOST_FILE_BYTES + 1))})
    assert (refused.value.status, refused.value.code) == (413, 40005)
    assert await told(ann, modal, {"Receipt": POSTER}) == ["poster.png, 8"]


def group(**more: Any) -> dict[str, Any]:
    """A group of two checkboxes, in which something may be wrong."""
    options = [{"label": name, "value": name} for name in ("one", "two")]
    return {"type": 22, "custom_id": "g", "options": options, **more}


ONE = {"label": "one", "value": "one"}
CHOSEN = [{"label": name, "value": name, "default": True} for name in ("one", "two")]


@pytest.mark.parametrize(
    ("component", "wrong"),
    [
        (group(min_values=3), "min_values"),
        (group(max_values=3), "max_values"),
        (group(max_values=0), "max_values"),
        (group(min_values=0), "required"),
        (group(options=[]), "options"),
        (group(options=[ONE] * 2), "value"),
        (group(options=CHOSEN, max_values=1), "options"),
        ({"type": 21, "custom_id": "r", "options": [ONE]}, "options"),
        ({"type": 21, "custom_id": "r", "options": CHOSEN}, "options"),
        ({"type": 23}, "custom_id"),
        ({"type": 23, "custom_id": "c", "default": "yes"}, "default"),
        ({"type": 19, "custom_id": "f", "max_values": 11}, "max_values"),
        ({"type": 19, "custom_id": "f", "min_values": 2}, "min_values"),
        ({"type": 19, "custom_id": "f", "min_values": 0}, "required"),
    ],
)
async def test_a_field_with_impossible_numbers_is_refused(
    ann: Person, client: Client, component: dict[str, Any], wrong: str
) -> None:
    label = {"type": 18, "label": "L", "component": component}
    await ann.use("/raw", component=orjson.dumps(label).decode())
    async with asyncio.timeout(30):
        await client.failed.wait()
    cause = client.failures[0].__cause__
    assert isinstance(cause, discord.HTTPException)
    assert cause.code == 50035
    assert f".{wrong}: " in str(cause)


async def test_a_form_is_drawn_in_a_terminal_too(ann: Person, sandbox: Sandbox) -> None:
    async with Stage(sandbox.description()) as stage:
        console = Console(width=80, color_system=None)
        with console.capture() as capture:
            console.print(Screen(stage.names).modal(await opened(ann)))
    for text in (
        "How large",
        "● Medium",
        "● Saturday",
        "○ Keep it quiet",
        "A poster",
        "0 to 2 files",
    ):
        assert text in capture.get()
