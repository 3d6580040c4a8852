"""On the page nothing is in the way: where the keyboard is, what is new, where addresses lead."""

from __future__ import annotations

from collections.abc import AsyncIterator

import discord
import pytest
from discord import ui
from playwright.async_api import Browser, expect

from bot.sandbox.locales import locale_for
from bot.sandbox.service.sandbox import Sandbox
from tests.browser import open_browser
from tests.sandbox.conftest import Client, Start
from tests.sandbox.reader import PHONE, Reader, reading
from tests.sandbox.small_bot import small_bot
from tests.sandbox.test_page import gifts_of, layout


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """A real Chromium."""
    async with open_browser() as opened:
        yield opened


class Asker(Client):
    """A bot that asks for a word in a form, and says which language it is spoken to in."""

    def __init__(self) -> None:
        super().__init__(discord.Intents(guilds=True))

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Open the form, or answer it."""
        if interaction.type is discord.InteractionType.component:
            form = ui.Modal(title="One word", custom_id="form")
            form.add_item(ui.Label(text="Word", component=ui.TextInput(custom_id="word")))
            await interaction.response.send_modal(form)
        elif interaction.type is discord.InteractionType.modal_submit:
            await interaction.response.send_message(f"in {interaction.locale}", ephemeral=True)


async def asked(ann: Reader, client: Client, sandbox: Sandbox) -> None:
    """Have the form open before somebody."""
    button: ui.Button[ui.LayoutView] = ui.Button(label="Ask me", custom_id="ask")
    await gifts_of(client, sandbox).send(view=layout(ui.ActionRow(button)))
    await ann.page.get_by_role("button", name="Ask me").click()
    await expect(ann.page.get_by_role("textbox", name="Word")).to_be_focused()


async def test_after_a_form_the_keyboard_is_where_it_was(
    browser: Browser, start: Start, sandbox: Sandbox
) -> None:
    client = await start(Asker())
    async with reading(browser, sandbox) as ann:
        await asked(ann, client, sandbox)
        await ann.page.keyboard.type("rose")
        await ann.page.get_by_role("button", name="Submit").click()
        await ann.sees("in en-US")
        await expect(ann.page.get_by_role("button", name="Ask me")).to_be_focused()


async def test_after_a_form_whose_message_is_gone_one_can_type_on(
    browser: Browser, start: Start, sandbox: Sandbox
) -> None:
    client = await start(Asker())
    async with reading(browser, sandbox) as ann:
        await asked(ann, client, sandbox)
        async for message in gifts_of(client, sandbox).history():
            await message.delete()
        await ann.sees("Ask me", 0)
        await ann.page.keyboard.press("Escape")
        await expect(ann.page.locator("#composer-text")).to_be_focused()


async def test_bots_are_told_the_language_of_the_browser(
    browser: Browser, start: Start, sandbox: Sandbox
) -> None:
    client = await start(Asker())
    languages = {"Accept-Language": "de-AT,de;q=0.9,en;q=0.8"}
    async with reading(browser, sandbox, extra_http_headers=languages) as ann:
        await asked(ann, client, sandbox)
        await ann.page.keyboard.type("Rose")
        await ann.page.get_by_role("button", name="Absenden").click()
        await ann.sees("in de")


@pytest.mark.parametrize(
    ("languages", "locale"),
    [
        ("", "en-US"),
        ("de", "de"),
        ("de-CH, en;q=0.5", "de"),
        ("en-GB,en;q=0.9", "en-GB"),
        ("en-AU", "en-US"),
        ("pt", "pt-BR"),
        ("nb-NO", "no"),
        ("tlh, fr;q=0.4", "fr"),
        ("tlh", "en-US"),
        (";;,*,-", "en-US"),
    ],
)
def test_the_language_is_the_first_that_discord_speaks(languages: str, locale: str) -> None:
    assert locale_for(languages) == locale


async def test_what_comes_before_ones_eyes_is_not_marked_as_new(
    browser: Browser, start: Start, sandbox: Sandbox
) -> None:
    client = await start(small_bot())
    gifts = gifts_of(client, sandbox)
    await gifts.send("an old one")
    async with reading(browser, sandbox) as ann:
        await ann.sees("an old one")
        await gifts.send("one more")
        await ann.sees("one more")
        assert (await ann.use("gift"))["state"] == "answered"
        await ann.sees("1 Rose to nobody")
        await expect(ann.page.locator(".divider.new")).to_have_count(0)


async def test_whom_a_select_has_chosen_beforehand_is_shown(
    browser: Browser, start: Start, sandbox: Sandbox
) -> None:
    client = await start()
    kind = discord.SelectDefaultValueType.user
    chosen = [discord.SelectDefaultValue(id=sandbox.world.user("Bea").id, type=kind)]
    people: ui.UserSelect[ui.LayoutView] = ui.UserSelect(custom_id="to", default_values=chosen)
    await gifts_of(client, sandbox).send(view=layout(ui.ActionRow(people)))
    async with reading(browser, sandbox) as ann:
        await expect(ann.page.locator("#messages .select")).to_have_text("Bea")


async def test_picking_on_a_phone_who_one_is_already_leads_back_to_the_channel(
    browser: Browser, sandbox: Sandbox
) -> None:
    async with reading(browser, sandbox, viewport=PHONE) as ann:
        toggle, places = ann.page.locator("#places-toggle"), ann.page.locator("#places")
        for name in ("Ann", "gifts"):
            await toggle.click()
            await places.get_by_role("button", name=name).click()
            await expect(places).to_be_hidden()
            await expect(toggle).to_be_focused()


async def test_the_address_of_a_message_leads_to_it_and_not_out(
    browser: Browser, start: Start, sandbox: Sandbox
) -> None:
    client = await start()
    sought = await gifts_of(client, sandbox, "general").send("here it is")
    for number in range(30):
        await gifts_of(client, sandbox, "general").send(f"line {number}\n" * 3)
    leading: ui.Button[ui.LayoutView] = ui.Button(label="To it", url=sought.jump_url)
    words = ui.TextDisplay[ui.LayoutView](f"It is {sought.jump_url}, or [there]({sought.jump_url})")
    await gifts_of(client, sandbox).send(view=layout(words, ui.ActionRow(leading)))
    async with reading(browser, sandbox) as ann:
        for name in ("#general › message", "there", "To it"):
            await ann.goes("gifts")
            await ann.page.locator("#messages").get_by_role("button", name=name).click()
            await expect(ann.message("here it is")).to_be_in_viewport()
        assert len(ann.page.context.pages) == 1
