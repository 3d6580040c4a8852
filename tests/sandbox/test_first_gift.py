"""A newcomer on the sandbox's page: the first gift, the thanks for it, and a form."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from tests.browser import open_browser
from tests.sandbox.reader import DESKTOP, PHONE, Reader, reading
from tests.sandbox.typist import Typist
from tests.theatre import Theatre, coins_of


@pytest_asyncio.fixture
async def browser() -> AsyncIterator[Browser]:
    """A real Chromium."""
    async with open_browser() as opened:
        yield opened


@pytest_asyncio.fixture
async def typist(theatre: Theatre, browser: Browser) -> AsyncIterator[Typist]:
    """Somebody who has opened the page in #gifts, with the bot in it."""
    async with reading(browser, theatre.sandbox) as reader:
        yield Typist(reader)


async def give_rose(typist: Typist, count: str = "3", message: str = "") -> None:
    """Send roses to Bea with the mouse: each option from its list."""
    await typist.begin("gift")
    await typist.pick("What to send")
    await typist.type("Ro")
    await typist.pick("Rose")
    await typist.pick("Who gets it")
    await typist.type("be")
    await typist.pick("Bea")
    await typist.pick("How many")
    await typist.type(count)
    if message:
        await typist.page.get_by_role("button", name="+ 1 more").click()
        await typist.pick("A few words")
        await typist.type(message)
    await typist.send()


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
async def test_a_newcomer_sends_a_gift_reads_the_receipt_and_sees_the_thanks(
    theatre: Theatre, browser: Browser, size: dict[str, int]
) -> None:
    async with reading(browser, theatre.sandbox, viewport=size) as reader:
        typist = Typist(reader)
        await give_rose(typist, message="you made my week!")
        await reader.sees("Sent! 3")
        receipt = reader.message("97 coins left")
        await expect(receipt).to_contain_text("Only you can see this")
        thanks = reader.message("you made my week!")
        await expect(thanks).to_contain_text("Ann")
        await expect(thanks).to_contain_text("Bea")
        await expect(thanks).not_to_contain_text("Only you")
        await is_as_wide_as_the_screen(reader, size["width"])
    assert await coins_of(theatre, "Ann") == 97
    assert (await theatre.examine()).ok


async def test_a_receipt_is_for_its_reader_alone(theatre: Theatre, typist: Typist) -> None:
    await typist.reader.becomes("Kim")
    await typist.reader.becomes("Ann")
    await give_rose(typist, message="for you")
    await typist.reader.sees("97 coins left")
    await typist.reader.becomes("Kim")
    await typist.reader.sees("for you")
    await typist.reader.sees("97 coins left", count=0)
    await typist.reader.becomes("Ann")
    await typist.reader.sees("97 coins left")


async def test_the_creator_finds_the_gift_in_the_queue_and_gives_thanks(
    theatre: Theatre, typist: Typist
) -> None:
    await give_rose(typist)
    await typist.reader.sees("97 coins left")
    await theatre.announced()
    await typist.reader.becomes("Bea")
    await typist.begin("live queue")
    await typist.send()
    await typist.page.get_by_role("button", name="Thank Ann").click()
    await typist.reader.sees("Bea thanks Ann")
    await typist.reader.becomes("Kim")
    await typist.reader.sees("Bea thanks Ann")


async def test_a_whole_gift_is_sent_by_the_keyboard_alone(theatre: Theatre, typist: Typist) -> None:
    # A slash on nothing in particular opens the list of commands.
    await typist.press("/")
    await typist.type("gi")
    await typist.awaits("/gift")
    await typist.press("Enter", "ArrowDown")
    await typist.awaits("What to send")
    await typist.press("Enter")
    await typist.type("rose")
    await typist.awaits("Rose")
    await typist.press("Tab")
    await typist.type("to:b")
    await typist.awaits("Bea")
    await typist.press("Enter")
    await typist.type("count:12")
    await typist.press("Enter")
    await typist.reader.sees("88 coins left")
    await expect(typist.field).to_be_focused()
    # What was sent comes back, and can be sent again.
    await typist.press("ArrowUp")
    await expect(typist.value("count")).to_have_value("12")
    await typist.press("Enter")
    await typist.reader.sees("76 coins left")
    assert await coins_of(theatre, "Ann") == 76


async def test_a_line_is_understood_as_it_is_typed_at_the_prompt(
    theatre: Theatre, typist: Typist
) -> None:
    await typist.field.click()
    await typist.type("/gift Rose")
    await typist.awaits("Rose")
    await typist.type(" to:Bea count:2 message:for you")
    await typist.press("Enter")
    await typist.reader.sees("98 coins left")
    await typist.reader.sees("for you")


async def test_wrong_input_is_refused_at_its_chip_and_nothing_is_sent(
    theatre: Theatre, typist: Typist
) -> None:
    await typist.begin("gift")
    await typist.type("count:1000")
    await typist.press("Enter")
    await expect(typist.problem("count")).to_have_text("At most 999.")
    await expect(typist.value("count")).to_be_focused()
    await expect(typist.value("count")).to_have_attribute("aria-invalid", "true")
    await typist.press("Control+A")
    await typist.type("many")
    await typist.press("Enter")
    await expect(typist.problem("count")).to_have_text("A whole number, please.")
    await typist.press("Control+A")
    await typist.type("2")
    await expect(typist.problem("count")).to_be_empty()
    await typist.press("End")
    await typist.type(" to:nobody")
    await expect(typist.note).to_have_text("Nobody and nothing here is called that.")
    await typist.press("Enter")
    await expect(typist.problem("to")).to_have_text("Pick one from the list.")
    await typist.press("Control+A")
    await typist.type("bea")
    await typist.awaits("Bea")
    await typist.press("Enter")
    await typist.type("message:" + "x" * 401)
    await typist.press("Enter")
    await expect(typist.problem("message")).to_have_text("At most 400 characters; these are 401.")
    await expect(typist.line).to_be_visible()
    assert sent_commands(theatre) == []


async def test_what_is_required_is_asked_for(theatre: Theatre, typist: Typist) -> None:
    await typist.begin("follow")
    await expect(typist.value("creator")).to_be_focused()
    await typist.press("Escape", "Enter")
    await expect(typist.problem("creator")).to_have_text("This is needed.")
    await typist.type("bea")
    await typist.awaits("Bea")
    await typist.press("Enter", "Enter")
    await typist.reader.sees("Bea")
    assert len(sent_commands(theatre)) == 1


async def test_a_command_that_a_message_names_is_put_into_the_field(
    theatre: Theatre, typist: Typist
) -> None:
    index = await (await theatre.stage.person("Ann")).commands()
    wallet = index.find("/wallet").root["id"]
    await typist.field.click()
    await typist.type(f"Try </wallet:{wallet}>")
    await typist.press("Enter")
    await typist.reader.message("Try").get_by_role("button", name="/wallet").click()
    await expect(typist.line).to_have_attribute("aria-label", "/wallet")
    await typist.press("Enter")
    await typist.reader.sees("100 coins")


async def test_a_gift_is_chosen_in_the_form_behind_a_members_menu(
    theatre: Theatre, typist: Typist
) -> None:
    await typist.reader.becomes("Bea")
    await typist.field.click()
    await typist.type("Good evening!")
    await typist.press("Enter")
    await expect(typist.notice).to_contain_text("begins with a slash")
    await typist.reader.sees("Good evening!")
    await typist.reader.becomes("Ann")
    author = typist.reader.message("Good evening!").get_by_role("button", name="Bea")
    await author.focus()
    await typist.press("Enter")
    await typist.page.get_by_role("menuitem", name="Send a gift").click()
    await expect(typist.form).to_contain_text("A gift for Bea")
    # What is missing is said at its field, and nothing is sent.
    await typist.form.get_by_role("button", name="Submit").click()
    await expect(typist.form.locator(".field-problem").first).to_have_text("Pick one.")
    await typist.press("Enter")
    await typist.form.get_by_role("option", name="Rose").click()
    await typist.form.get_by_label("How many").fill("4")
    await typist.form.get_by_label("Message").fill("good evening to you")
    await typist.form.get_by_role("button", name="Submit").click()
    await expect(typist.form).to_have_count(0)
    await typist.reader.sees("96 coins left")
    await typist.reader.sees("good evening to you")
    await expect(author).to_be_focused()


async def test_the_set_up_form_is_filled_in_by_the_keyboard_alone(typist: Typist) -> None:
    await typist.page.get_by_role("button", name="Somebody else").click()
    await typist.page.get_by_role("option", name="Olive").click()
    await expect(typist.page).to_have_title(re.compile("as Olive"))
    await typist.reader.is_ready()
    await typist.press("/")
    await typist.type("setup start")
    await typist.awaits("/setup start")
    await typist.press("Enter", "Enter")
    opener = typist.page.get_by_role("button", name="Time zone and coins")
    await opener.focus()
    await typist.press("Enter")
    zone = typist.form.get_by_label("Time zone")
    await expect(zone).to_be_focused()
    await expect(zone).to_have_value("UTC")
    # The keyboard stays in the form, all the way round.
    for _ in range(12):
        await typist.press("Tab")
        assert await typist.page.evaluate(
            "document.querySelector(':focus:not(body)') === null"
            " || !!document.querySelector('dialog :focus')"
        )
    await typist.press("Escape")
    await expect(typist.form).to_have_count(0)
    await opener.focus()
    await typist.press("Enter")
    await expect(zone).to_be_focused()
    await typist.press("Control+A")
    await typist.type("Europe/Berlin")
    await typist.press("Tab", "Control+A")
    await typist.type("25")
    await typist.press("Enter")
    await expect(typist.form).to_have_count(0)
    await typist.reader.sees("Welcome coins 25")
    await typist.reader.sees("Europe/Berlin")


async def test_what_people_are_called_and_write_is_shown_and_never_executed(
    theatre: Theatre, browser: Browser
) -> None:
    hostile = "<img src=x onerror=executed=1>"
    theatre.sandbox.add_member(theatre.sandbox.world.guild, hostile)
    async with reading(browser, theatre.sandbox) as reader:
        typist = Typist(reader)
        await typist.begin("gift")
        await typist.type("gift:Rose to:<img")
        await typist.awaits(hostile)
        await typist.press("Enter")
        await expect(typist.chip("to")).to_contain_text(f"@{hostile}")
        await typist.type("message:<b onclick=executed=1>hi</b>")
        await typist.press("Enter")
        await reader.sees("99 coins left")
        await reader.sees("<b onclick=executed=1>hi</b>")
        assert await reader.page.locator("img[src=x], b[onclick]").count() == 0
        assert await reader.page.evaluate("typeof executed") == "undefined"


def sent_commands(theatre: Theatre) -> list[Any]:
    """The commands that reached the bot."""
    return [
        exchange.request_json
        for exchange in theatre.sandbox.recording.exchanges
        if exchange.path.endswith("/interactions")
        and (exchange.request_json or {}).get("type") == 2
    ]


async def is_as_wide_as_the_screen(reader: Reader, width: int) -> None:
    """Nothing sticks out to the side."""
    assert await reader.page.evaluate("document.documentElement.scrollWidth") <= width
