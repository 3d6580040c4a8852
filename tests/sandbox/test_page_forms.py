"""Forms on the page: choices to tick, files to attach, and what in them leads elsewhere."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Browser, FilePayload, Locator, expect

from bot.sandbox.service import permissions
from bot.sandbox.service.sandbox import Sandbox
from tests.browser import open_browser
from tests.sandbox.conftest import Join, Start
from tests.sandbox.form_bot import form_bot
from tests.sandbox.reader import PHONE, Reader, reading
from tests.sandbox.small_bot import small_bot
from tests.sandbox.test_page import gifts_of
from tests.sandbox.test_page_use import CONTRASTS


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """A real Chromium."""
    async with open_browser() as opened:
        yield opened


@asynccontextmanager
async def opened(ann: Reader, command: str) -> AsyncIterator[Locator]:
    """Have the form of a command open before somebody."""
    outcome = asyncio.create_task(ann.use(command))
    form = ann.page.get_by_role("dialog")
    await expect(form).to_be_visible()
    yield form
    assert (await outcome)["state"] in {"answered", "modal"}


def a_file(name: str) -> FilePayload:
    """A file that a browser may choose."""
    return {"name": name, "mimeType": "text/plain", "buffer": b"a poster"}


CHOOSE_LARGE = """(input) => {
    const files = new DataTransfer();
    files.items.add(new File([new Uint8Array(10 * 1024 * 1024 + 1)], "large.bin"));
    input.files = files.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
}"""
"""Chooses a file that is one byte too large; it is made in the browser, which is quicker."""


@pytest.mark.parametrize("size", [None, PHONE], ids=["desktop", "phone"])
async def test_choices_are_ticked_and_files_attached_by_mouse(
    browser: Browser, start: Start, sandbox: Sandbox, size: dict[str, int] | None
) -> None:
    await start(form_bot())
    async with reading(browser, sandbox, viewport=size) as ann:
        async with opened(ann, "fields") as form:
            await form.get_by_text("Large", exact=True).click()
            await form.get_by_text("Friday").click()
            await form.get_by_text("Sunday").click()
            await form.get_by_text("Keep it quiet").click()
            chosen = form.locator("input[type=file]")
            await chosen.set_input_files([a_file("one.txt")])
            await chosen.set_input_files([a_file("two.txt"), a_file("three.txt")])
            submit = form.get_by_role("button", name="Submit")
            await submit.click()
            problems = form.locator(".field-problem")
            await expect(problems.filter(has_text="Pick at most 2.")).to_be_visible()
            await expect(problems.filter(has_text="Attach at most 2.")).to_be_visible()
            await form.get_by_text("Saturday").click()
            await form.get_by_role("button", name="Remove two.txt").click()
            await submit.click()
            await expect(form).to_have_count(0)
        reply = ann.messages.last
        for told in (
            "size: l",
            "days: ['fri', 'sun']",
            "quiet: True",
            "one.txt",
            "three.txt b'a p",
        ):
            await expect(reply).to_contain_text(told)
        await expect(reply).not_to_contain_text("two.txt")


async def test_the_same_form_is_filled_in_by_the_keyboard_alone(
    browser: Browser, start: Start, sandbox: Sandbox
) -> None:
    await start(form_bot())
    async with reading(browser, sandbox) as ann:
        async with opened(ann, "fields") as form:
            press = ann.page.keyboard.press
            # The keyboard comes to what is chosen already, and leads on from there.
            await expect(form.get_by_role("radio", name="Medium")).to_be_focused()
            await press("ArrowUp")
            await expect(form.get_by_role("radio", name="Small")).to_be_checked()
            await press("Tab")
            await expect(form.get_by_role("checkbox", name="Friday")).to_be_focused()
            for key in (" ", "Tab", " ", "Tab", "Tab", " ", "Tab"):
                await press(key)
            attach = form.get_by_label("A poster")
            await expect(attach).to_be_focused()
            await attach.set_input_files([a_file("one.txt")])
            await press("Tab")
            await press("Enter")
            await expect(form.get_by_role("listitem")).to_have_count(0)
            await expect(attach).to_be_focused()
            await form.get_by_role("button", name="Submit").focus()
            await press("Enter")
            await expect(form).to_have_count(0)
        await expect(ann.messages.last).to_contain_text("size: s")
        await expect(ann.messages.last).to_contain_text("days: ['fri']")
        await expect(ann.messages.last).to_contain_text("quiet: True")


async def test_a_needed_file_is_asked_for_and_one_too_large_is_not_sent(
    browser: Browser, start: Start, sandbox: Sandbox
) -> None:
    await start(form_bot())
    async with reading(browser, sandbox) as ann:
        async with opened(ann, "proof") as form:
            submit, problem = (
                form.get_by_role("button", name="Submit"),
                form.locator(".field-problem"),
            )
            await submit.click()
            await expect(problem).to_have_text("Attach a file.")
            chosen = form.locator("input[type=file]")
            await expect(chosen).to_be_focused()
            await chosen.evaluate(CHOOSE_LARGE)
            await expect(problem).to_have_text("large.bin is too large: at most 10 MB.")
            await submit.click()
            # Where one file is wanted, another takes its place.
            await chosen.set_input_files([a_file("right.txt")])
            await expect(problem).to_be_empty()
            await submit.click()
            await expect(form).to_have_count(0)
        await ann.sees("right.txt, 8")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_every_text_of_a_form_stands_out_also_what_is_wrong_in_it(
    browser: Browser, start: Start, sandbox: Sandbox, scheme: str
) -> None:
    await start(form_bot())
    async with (
        reading(browser, sandbox, color_scheme=scheme) as ann,
        opened(ann, "fields") as form,
    ):
        await form.get_by_text("Saturday").click()
        await form.locator("input[type=file]").set_input_files([a_file("one.txt")])
        await form.get_by_role("button", name="Submit").click()
        await expect(form.get_by_text("Pick one.")).to_be_visible()
        assert await ann.page.evaluate(CONTRASTS) == []


async def test_in_a_form_a_mention_shows_who_it_is_and_an_address_leads_to_its_message(
    browser: Browser, start: Start, sandbox: Sandbox
) -> None:
    text: list[str] = []
    client = await start(form_bot(text))
    sought = await gifts_of(client, sandbox, "general").send("here it is")
    text.append(f"Ask <@{sandbox.world.user('Bea').id}>, or read {sought.jump_url}")
    async with reading(browser, sandbox) as ann:
        async with opened(ann, "proof") as form:
            mention = form.get_by_role("button", name="@Bea")
            await mention.click()
            menu = ann.page.get_by_role("menu", name="Bea")
            await expect(menu).to_contain_text("Creator")
            # Escape puts away the one on top alone.
            await ann.page.keyboard.press("Escape")
            await expect(menu).to_have_count(0)
            await expect(mention).to_be_focused()
            await expect(form).to_be_visible()
            await form.get_by_role("button", name="#general › message").click()
            await expect(form).to_have_count(0)
        await expect(ann.message("here it is")).to_be_in_viewport()


async def test_in_what_is_pinned_mentions_and_addresses_do_what_they_do_elsewhere(
    browser: Browser, start: Start, sandbox: Sandbox
) -> None:
    guild = sandbox.world.guild
    everyone = guild.roles[guild.id]
    may_pin = everyone.permissions | permissions.PIN_MESSAGES
    sandbox.set_role_permissions(guild, everyone, may_pin)
    client = await start(small_bot())
    sought = await gifts_of(client, sandbox, "general").send("here it is")
    gifts = gifts_of(client, sandbox)
    text = f"Ask <@{sandbox.world.user('Bea').id}>, or read {sought.jump_url}"
    await (await gifts.send(text)).pin()
    async with reading(browser, sandbox) as ann:
        opener = ann.page.get_by_role("button", name="Pinned messages")
        pinned = ann.page.get_by_role("dialog", name="Pinned messages")
        await opener.click()
        await pinned.get_by_role("button", name="@Bea").click()
        entry = ann.page.get_by_role("menuitem", name="Send a gift")
        await expect(entry).to_be_focused()
        await ann.page.keyboard.press("Escape")
        await expect(entry).to_have_count(0)
        await expect(pinned).to_be_visible()
        await ann.page.keyboard.press("Escape")
        await expect(pinned).to_have_count(0)
        await expect(opener).to_be_focused()
        await opener.click()
        await pinned.get_by_role("button", name="@Bea").click()
        await entry.click()
        await expect(ann.page.get_by_role("dialog", name="For Bea")).to_be_visible()
        await ann.page.keyboard.press("Escape")
        await expect(pinned).to_have_count(0)
        await opener.click()
        await pinned.get_by_role("button", name="#general › message").click()
        await expect(pinned).to_have_count(0)
        await expect(ann.message("here it is")).to_be_in_viewport()


async def test_a_pin_from_long_before_is_loaded_when_one_goes_to_it(
    browser: Browser, start: Start, sandbox: Sandbox, join: Join
) -> None:
    guild = sandbox.world.guild
    everyone = guild.roles[guild.id]
    may_pin = everyone.permissions | permissions.PIN_MESSAGES
    sandbox.set_role_permissions(guild, everyone, may_pin)
    gifts = gifts_of(await start(), sandbox)
    await (await gifts.send("the first of all")).pin()
    kim, path = await join("Kim"), f"/channels/{gifts.id}/messages"
    for number in range(130):
        await kim.request("POST", path, {"content": f"line {number}"})
    async with reading(browser, sandbox, "general") as ann:
        await ann.page.locator("#channels").get_by_role("button", name="gifts").click()
        await ann.sees("line 129")
        await ann.page.get_by_role("button", name="Pinned messages").click()
        await ann.page.get_by_role("button", name="Jump").click()
        await expect(ann.message("the first of all")).to_be_in_viewport()
