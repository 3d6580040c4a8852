"""What the prompt does with a line, and where its lines come from."""

from __future__ import annotations

import asyncio
import io
import os
from collections.abc import AsyncIterator
from io import StringIO
from pathlib import Path

import discord
import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput
from rich.console import Console

from bot.sandbox.people.prompt import Prompt, PromptCompleter, plain_lines
from bot.sandbox.people.seen import PIN_NOTICE
from bot.sandbox.people.stage import Stage
from bot.sandbox.service import permissions
from bot.sandbox.service.sandbox import Sandbox
from tests.sandbox.conftest import Start
from tests.sandbox.small_bot import small_bot
from tests.waiting import until


class Desk:
    """A prompt, its stage and what it printed."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.out = StringIO()
        self.prompt = Prompt(stage, Console(file=self.out, width=100, color_system=None))

    async def type(self, line: str) -> str:
        """Perform a line and return what was printed for it."""
        before = len(self.out.getvalue())
        assert await self.prompt.perform(line)
        return self.out.getvalue()[before:]


@pytest.fixture
async def desk(sandbox: Sandbox, start: Start) -> AsyncIterator[Desk]:
    await start(small_bot())
    async with Stage(sandbox.description()) as stage:
        yield Desk(stage)


async def test_a_typed_command_takes_the_suggestion_that_is_meant(desk: Desk) -> None:
    shown = await desk.type("Ann: /gift Rose to:Bea count:3")
    assert "3 rose to Bea" in shown
    assert "only Ann sees this" in shown
    assert "2 Dragon to nobody" in await desk.type("/gift Dragon count:2")


async def test_controls_are_used_on_what_the_person_sees(desk: Desk) -> None:
    await desk.type("channel #gifts")
    assert "[ Count ] [ Tell me ] [ Form ]" in await desk.type("Ann: /controls")
    assert "Only you" in await desk.type("Ann: press tell me")
    assert "@Bea" in await desk.type("Ann: pick Bea")
    assert "Send a gift" in await desk.type("Ann: press Form")
    assert "Lion: well done" in await desk.type('Ann: fill gift=Lion message="well done"')
    assert "Counted" in await desk.type("Ann: press Count")
    looked = await desk.type("Kim: look")
    assert "Counted" in looked
    assert "Only you" not in looked


async def test_who_comes_later_uses_what_was_posted_before(desk: Desk) -> None:
    await desk.type("Ann: /controls")
    assert "Only you" in await desk.type("Kim: press Tell me")
    assert "There is no button 'Nothing'" in await desk.type("Lee: press Nothing")


async def test_menus_are_chosen_from(desk: Desk) -> None:
    assert "For Bea" in await desk.type('Ann: menu "Send a gift" Bea')
    await desk.type("Ann: /controls")
    assert "Message " in await desk.type('Ann: menu "Look up this gift"')
    assert "There is no such message" in await desk.type('Ann: menu "Look up this gift" 8')


async def test_a_form_is_filled_by_the_names_on_it_and_an_only_field_by_its_text(
    desk: Desk,
) -> None:
    await desk.type("Ann: /controls")
    assert "Message  note=" in await desk.type("Ann: press Form")
    assert "Lion: a = b" in await desk.type('Ann: fill "Gift"=Lion "Message"="a = b"')
    await desk.type("Ann: press Form")
    assert "Say which field is meant: fill gift=… note=…." in await desk.type("Ann: fill Lion")
    assert "There is no field 'what'; there are gift, note." in await desk.type("Ann: fill what=x")


async def test_what_goes_wrong_is_said_in_one_sentence(desk: Desk) -> None:
    for line, sentence in {
        "Anna: /gift": "There is nobody called 'Anna'; did you mean Ann",
        "/gift": "Say who acts, such as: ",
        "Ann: press Nothing": "There is nothing to use here yet; try look.",
        "Ann: fill count=1": "There is no form open.",
        "Ann: /gfit": "There is no '/gfit'; did you mean /gift?",
        "Ann: /gift count:1000": "count must be at most 999, not 1000.",
        "channel #gift": "There is no channel called 'gift'; did you mean gifts?",
    }.items():
        assert sentence in await desk.type(line)


async def test_the_prompt_explains_itself(desk: Desk) -> None:
    assert "Ann, Kim, Lee" in await desk.type("people")
    assert "press a button" in await desk.type("help")
    assert "You are in #show-bea." in await desk.type("channel show-bea")
    assert "Nothing was written here yet." in await desk.type("Ann: look")
    assert not await desk.prompt.perform("quit")


async def test_lines_of_a_pipe_are_read_to_its_end_and_the_public_is_shown(desk: Desk) -> None:
    reading, writing = os.pipe()
    os.write(writing, b"Ann: /controls\r\nAnn: press Tell me\n")
    os.close(writing)
    try:
        await desk.prompt.run(interactive=False, stay=False, descriptor=reading)
    finally:
        os.close(reading)
    shown = desk.out.getvalue()
    assert "> Ann: /controls" in shown
    assert shown.count("Press one") == 1
    assert "Only you" in shown


async def test_the_prompt_stays_after_the_end_of_its_input_until_cancelled(
    desk: Desk, tmp_path: Path
) -> None:
    path = tmp_path / "lines"
    path.write_text("people\nhelp", encoding="utf-8")
    with path.open("rb") as lines:
        running = asyncio.create_task(desk.prompt.run(interactive=False, descriptor=lines.fileno()))
        await until(lambda: "press a button" in desk.out.getvalue())
        done, _ = await asyncio.wait({running}, timeout=0.2)
        assert not done
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running


async def test_lines_are_cut_at_line_ends_wherever_the_reads_end() -> None:
    reading, writing = os.pipe()
    lines = plain_lines(reading)
    os.write(writing, b"Ann: /gi")
    first = asyncio.ensure_future(anext(lines))
    await asyncio.sleep(0)
    os.write(writing, "ft\nKim: löok\nrest".encode())
    assert await first == "Ann: /gift"
    assert await anext(lines) == "Kim: löok"
    os.close(writing)
    assert [line async for line in lines] == ["rest"]
    os.close(reading)


async def test_a_terminal_is_read_until_its_end(desk: Desk) -> None:
    with create_pipe_input() as keys, create_app_session(input=keys, output=DummyOutput()):
        keys.send_text("people\n\x04")
        await desk.prompt.run(interactive=True)
    assert "Ann, Kim, Lee" in desk.out.getvalue()


async def completions(desk: Desk, text: str) -> list[str]:
    completer, event = PromptCompleter(desk.prompt), CompleteEvent()
    found = completer.get_completions_async(Document(text), event)
    return [completion.text async for completion in found]


async def test_completion_knows_people_commands_and_the_application(desk: Desk) -> None:
    assert "Ann: " in await completions(desk, "A")
    assert await completions(desk, "Ann: /gi") == ["/gift "]
    assert await completions(desk, "Ann: /gift gift:ro") == ['gift:"🌹 Rose · 1" ']
    assert "1 rose to nobody" in await desk.type('Ann: /gift gift:"🌹 Rose · 1"')
    await desk.type("Ann: /controls")
    assert await completions(desk, "Ann: press t") == ["Tell me"]
    assert await completions(desk, "Ann: /gift to:Nobody x:1 gift:") == []


async def test_the_prompt_follows_what_is_edited_pinned_and_deleted_in_public(
    sandbox: Sandbox, start: Start
) -> None:
    client = await start(small_bot())
    guild = sandbox.world.guild
    ours = guild.roles[guild.members[sandbox.world.bot.id].roles[0]]
    sandbox.set_role_permissions(guild, ours, ours.permissions | permissions.PIN_MESSAGES)
    channel = client.get_channel(sandbox.world.channel("gifts").id)
    assert isinstance(channel, discord.TextChannel)
    async with Stage(sandbox.description()) as stage:
        desk = Desk(stage)
        await desk.prompt.watch()
        witness = await stage.person(stage.people[0])
        role = sandbox.add_role(guild, "Fans", mentionable=True)
        mentions = discord.AllowedMentions(roles=True)
        file = discord.File(io.BytesIO(b"Ann x3"), "list.txt")
        call = await channel.send(f"Live: <@&{role.id}>", allowed_mentions=mentions)
        board = await channel.send("The board", file=file)
        await board.edit(content="The board, later")
        await board.pin()
        await witness.sees("gifts", lambda it: it.kind == PIN_NOTICE)
        seen = next(it for it in witness.messages("gifts") if it.id == call.id)
        await call.delete()
        await witness.loses(seen)
    shown = desk.out.getvalue()
    order = [
        "🔔 @Fans",
        "📎 list.txt (6 bytes)",
        "(edited)",
        "The board, later",
        "📌 pinned",
        "📌 pinned a message to this channel",
        "deleted: ",
    ]
    places = [shown.index(part) for part in order]
    assert places == sorted(places)
