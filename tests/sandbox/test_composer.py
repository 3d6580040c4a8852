"""Typing on the sandbox's page: every kind of option, suggestions, forms, what was sent before."""

from __future__ import annotations

from collections.abc import AsyncIterator

import discord
import pytest_asyncio
from playwright.async_api import Browser, expect

from bot.sandbox.service.sandbox import Sandbox
from tests.browser import open_browser
from tests.sandbox.conftest import Client, Start
from tests.sandbox.many_options import HOSTILE, many_options
from tests.sandbox.reader import reading
from tests.sandbox.typist import Typist


@pytest_asyncio.fixture
async def browser() -> AsyncIterator[Browser]:
    """A real Chromium."""
    async with open_browser() as opened:
        yield opened


@pytest_asyncio.fixture
async def client(start: Start) -> Client:
    """A bot that takes everything."""
    return await start(many_options())


@pytest_asyncio.fixture
async def typist(sandbox: Sandbox, client: Client, browser: Browser) -> AsyncIterator[Typist]:
    """Ann, on the page in #gifts."""
    async with reading(browser, sandbox) as reader:
        yield Typist(reader)


async def is_unharmed(typist: Typist) -> None:
    """Nothing that people or bots wrote has become part of the page, or has run."""
    assert await typist.page.locator("img[src=x]").count() == 0
    assert await typist.page.evaluate("typeof executed") == "undefined"


async def test_the_list_narrows_as_one_types_and_knows_whole_names_and_descriptions(
    typist: Typist,
) -> None:
    await typist.press("/")
    await typist.is_offered(["/find", "/form", "/keep", "/take", "/deep inner below"])
    await typist.type("f")
    await typist.is_offered(["/find", "/form"])
    await typist.press("ArrowUp")
    await typist.awaits("/form")
    await typist.press("ArrowDown")
    await typist.awaits("/find")
    await typist.type("x")
    await expect(typist.note).to_have_text("Nothing here is called /fx.")
    await typist.press("Control+A")
    await typist.type("/below")
    await typist.is_offered(["/deep inner below"])
    await typist.press("Control+A")
    await typist.type("/only a file")
    await typist.is_offered(["/keep"])
    await typist.press("Escape")
    await expect(typist.offers).to_have_count(0)
    await expect(typist.field).to_have_value("/only a file")
    await typist.press("Escape")
    await expect(typist.field).to_have_value("")


async def test_every_kind_of_option_is_given_and_arrives(typist: Typist) -> None:
    await typist.begin("take")
    # What is required stands there already, in its order; a file cannot be given here.
    await expect(typist.value("word")).to_be_focused()
    await expect(typist.page.locator(".line-more")).to_have_text("+ 6 more")
    await typist.type("abc")
    await typist.press("Tab")
    await typist.is_offered([HOSTILE, "Blue"])
    await typist.press("Enter")
    await typist.pick("sure")
    await typist.is_offered(["True", "False"])
    await typist.press("ArrowDown", "Enter")
    await typist.type("part:1.5 who:kim")
    await typist.awaits("Kim")
    await typist.press("Tab")
    await typist.type("place:#")
    await typist.is_offered(["general", "gifts", "show-bea", "show-cleo"])
    await typist.pick("show-bea")
    await typist.type("role:@crea")
    await typist.awaits("Creator")
    await typist.press("Enter")
    await typist.type("anybody:mod")
    await typist.awaits("Moderator")
    await typist.press("Enter")
    await expect(typist.page.locator(".line-more")).to_be_hidden()
    await typist.press("Enter")
    await typist.reader.sees("abc | 1 | 1.5 | False | Kim | show-bea | Creator | Moderator")
    await is_unharmed(typist)


async def test_what_discord_would_refuse_is_refused_before_it_is_sent(
    sandbox: Sandbox, typist: Typist
) -> None:
    await typist.begin("take")
    await typist.type("a")
    await typist.press("Tab")
    await expect(typist.problem("word")).to_have_text("At least 2 characters; these are 1.")
    await typist.type("red part:2.6")
    await typist.press("Enter")
    await expect(typist.problem("colour")).to_have_text("Pick one from the list.")
    await expect(typist.problem("part")).to_have_text("At most 2.5.")
    await expect(typist.value("word")).to_be_focused()
    await typist.press("Control+A")
    # Emoji are one character each, as Discord counts them.
    await typist.type("🌹🌹🌹🌹🌹🌹")
    await typist.press("Enter")
    await expect(typist.problem("word")).to_have_text("At most 5 characters; these are 6.")
    await typist.press("Backspace")
    await expect(typist.problem("word")).to_be_empty()
    await typist.press("Tab", "Control+A")
    await typist.type("blue")
    await typist.press("Enter")
    await typist.chip("part").get_by_role("button", name="Leave part out").click()
    await expect(typist.chip("part")).to_have_count(0)
    await typist.send()
    await typist.reader.sees(" | 2")


async def test_a_file_is_refused_clearly(typist: Typist) -> None:
    await typist.begin("keep")
    await typist.press("Enter")
    await expect(typist.problem("picture")).to_have_text("This page sends no files with a command.")


async def test_what_a_command_does_not_take_is_not_sent(sandbox: Sandbox, typist: Typist) -> None:
    await typist.field.click()
    await typist.type("/form please")
    await expect(typist.note).to_have_text("There is no more to give here.")
    await typist.press("Enter")
    await expect(typist.line).to_be_visible()
    assert not any(it.path.endswith("/interactions") for it in sandbox.recording.exchanges)


async def test_a_list_that_is_open_shows_what_one_may_use_now(
    sandbox: Sandbox, client: Client, typist: Typist
) -> None:
    await typist.press("/")
    await typist.is_offered(["/find", "/form", "/keep", "/take", "/deep inner below"])
    await typist.press("ArrowDown")
    # What others say in the meantime leaves the list alone.
    channel = client.get_channel(sandbox.world.channel("gifts").id)
    assert isinstance(channel, discord.TextChannel)
    await channel.send("news")
    await typist.reader.sees("news")
    await typist.awaits("/form")
    client.tree.remove_command("take")
    await client.tree.sync()
    await typist.is_offered(["/find", "/form", "/keep", "/deep inner below"])


async def test_suggestions_know_the_other_options_and_run_nothing(typist: Typist) -> None:
    await typist.begin("find")
    await typist.type("src of:money")
    await typist.press("Shift+Tab", "End")
    await typist.is_offered([HOSTILE, "src of money"])
    await typist.press("ArrowDown", "Enter")
    await expect(typist.value("what")).to_have_value("src of money")
    await typist.press("Enter")
    await typist.reader.sees("Found SRC OF MONEY of money")
    # What fits no suggestion is sent as it is typed.
    await typist.begin("find")
    await typist.type("my own")
    await typist.awaits("my own of nothing")
    await typist.press("Escape", "Enter")
    await typist.reader.sees("Found my own of None")
    await is_unharmed(typist)


async def test_suggestions_that_do_not_come_are_said_to_be_missing(typist: Typist) -> None:
    await typist.begin("find")
    await typist.type("fail")
    await expect(typist.note).to_have_text("There are no suggestions just now.", timeout=10_000)


async def test_deleting_backwards_leads_through_the_chips_and_out_of_the_command(
    typist: Typist,
) -> None:
    await typist.field.click()
    await typist.type("/deep inner below 7x")
    await expect(typist.value("depth")).to_have_value("7x")
    await typist.press("Backspace", "ArrowRight", "ArrowLeft")
    await expect(typist.value("depth")).to_be_focused()
    await typist.press("Backspace", "Backspace")
    await expect(typist.field).to_have_value("/deep inner below")
    await typist.awaits("/deep inner below")
    await typist.press("Enter")
    await typist.type("7")
    await typist.press("Enter")
    await typist.reader.sees("7 deep")


async def test_arrows_bring_back_what_one_sent_and_nobody_elses(typist: Typist) -> None:
    for depth in ("1", "2"):
        await typist.begin("deep inner below")
        await typist.type(depth)
        await typist.press("Enter")
        await typist.reader.sees(f"{depth} deep")
    await typist.press("ArrowUp", "ArrowUp")
    await expect(typist.value("depth")).to_have_value("1")
    await typist.press("ArrowDown")
    await expect(typist.value("depth")).to_have_value("2")
    await typist.press("ArrowDown")
    await expect(typist.field).to_be_focused()
    await typist.press("ArrowUp")
    await expect(typist.value("depth")).to_have_value("2")
    await typist.press("Enter")
    await typist.reader.sees("2 deep", count=2)
    await typist.reader.becomes("Kim")
    await typist.field.click()
    await typist.press("ArrowUp")
    await expect(typist.line).to_have_count(0)


async def test_a_command_that_changed_meanwhile_is_taken_as_it_is_now(
    sandbox: Sandbox, client: Client, typist: Typist
) -> None:
    await typist.begin("deep inner below")
    await typist.type("3")
    (deep,) = (it for it in client.tree.get_commands() if it.name == "deep")
    assert isinstance(deep, discord.app_commands.Group)
    deep.description = "Another"
    await client.tree.sync()
    await typist.press("Enter")
    await expect(typist.notice).to_contain_text("outdated")
    typist.reader.faults.clear()
    await typist.press("Enter")
    await typist.reader.sees("3 deep")


async def test_a_command_that_is_gone_stays_in_the_field_with_the_reason(
    sandbox: Sandbox, client: Client, typist: Typist
) -> None:
    await typist.begin("deep inner below")
    await typist.type("3")
    sandbox.world.application.commands.clear()
    await typist.press("Enter")
    await expect(typist.notice).to_contain_text("Unknown")
    await expect(typist.value("depth")).to_have_value("3")
    # The browser itself notes that a request was refused.
    (fault,) = typist.reader.faults
    assert "404" in fault
    typist.reader.faults.clear()


async def test_every_field_of_a_form_is_checked_and_arrives(typist: Typist) -> None:
    await typist.begin("form")
    await typist.send()
    form = typist.form
    word = form.get_by_label("Word")
    await expect(word).to_have_value("hey")
    await expect(word).to_have_accessible_description("Two to five letters")
    await word.fill("h")
    await form.get_by_role("button", name="Submit").click()
    problems = form.locator(".field-problem:not(:empty)")
    await expect(problems).to_have_text(
        ["At least 2 characters; these are 1.", "Pick one.", "Pick one."]
    )
    await expect(word).to_be_focused()
    await word.fill("hello")
    await form.get_by_label("Story").fill("Once\nupon")
    await form.get_by_role("button", name="Whom").click()
    await form.get_by_role("option", name="Bea").click()
    await form.get_by_role("option", name="Kim").click()
    await form.get_by_role("button", name="Done").click()
    await form.get_by_label("Large").check()
    await form.get_by_label("Sure").check()
    await form.get_by_role("button", name="Submit").click()
    await expect(form).to_have_count(0)
    await typist.reader.sees("hello | Once\nupon | Bea | Kim | l | True")


async def test_a_form_is_put_away_by_escape_and_sends_nothing(
    sandbox: Sandbox, typist: Typist
) -> None:
    await typist.begin("form")
    await typist.send()
    await expect(typist.form).to_be_visible()
    await typist.press("Escape")
    await expect(typist.form).to_have_count(0)
    sent = [it for it in sandbox.recording.exchanges if it.path.endswith("/interactions")]
    assert [(it.request_json or {}).get("type") for it in sent] == [2]
