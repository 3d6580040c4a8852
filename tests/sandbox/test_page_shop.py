"""Buying on the page: what stands on a premium button, and the dialogue that takes no money."""

from __future__ import annotations

from collections.abc import AsyncIterator

import discord
import pytest
from discord import ui
from playwright.async_api import Browser, expect

from bot.sandbox.service.sandbox import Sandbox
from tests.browser import open_browser
from tests.sandbox.conftest import Start
from tests.sandbox.reader import PHONE, reading
from tests.sandbox.test_page import gifts_of, layout
from tests.sandbox.test_page_use import CONTRASTS
from tests.sandbox.test_purchases import Seller


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """A real Chromium."""
    async with open_browser() as opened:
        yield opened


def sale(sku_id: int, *, disabled: bool = False) -> ui.Button[ui.LayoutView]:
    """A premium button."""
    premium = discord.ButtonStyle.premium
    return ui.Button(style=premium, sku_id=sku_id, disabled=disabled)


@pytest.mark.parametrize(
    ("size", "scheme"), [(None, "light"), (PHONE, "dark")], ids=["desktop", "phone"]
)
async def test_one_buys_in_an_honest_dialogue_and_the_bot_hears_of_it(
    browser: Browser, start: Start, sandbox: Sandbox, size: dict[str, int] | None, scheme: str
) -> None:
    seller = Seller()
    await start(seller)
    small, large = sandbox.sell("65 coins", 99), sandbox.sell("330 coins", 499, "eur")
    row: ui.ActionRow[ui.LayoutView] = ui.ActionRow(sale(small.id), sale(large.id, disabled=True))
    await gifts_of(seller, sandbox).send(view=layout(ui.TextDisplay("Coins"), row))
    async with reading(browser, sandbox, viewport=size, color_scheme=scheme) as ann:
        button = ann.messages.get_by_role("button", name="65 coins · $0.99")
        await expect(ann.messages.get_by_role("button", name="330 coins · €4.99")).to_be_disabled()
        dialog = ann.page.get_by_role("dialog", name="Buy 65 coins")
        await button.click()
        await expect(dialog).to_contain_text("Nothing is really paid here")
        await expect(dialog).to_contain_text("$0.99")
        assert await ann.page.evaluate(CONTRASTS) == []
        await ann.page.keyboard.press("Escape")
        await expect(dialog).to_have_count(0)
        await expect(button).to_be_focused()
        # By the keyboard alone: the dialogue opens on the button that buys.
        await ann.page.keyboard.press("Enter")
        await expect(dialog.get_by_role("button", name="Buy without paying")).to_be_focused()
        await ann.page.keyboard.press("Enter")
        await expect(dialog).to_have_count(0)
        await expect(ann.page.locator("#notices")).to_contain_text("Bought: 65 coins.")
        bought = await seller.hears("create")
        assert (bought.user_id, bought.sku_id) == (sandbox.world.user("Ann").id, small.id)
        # What is not used up yet cannot be bought again; after that it can.
        await button.click()
        await dialog.get_by_role("button", name="Buy without paying").click()
        await expect(dialog.get_by_role("alert")).to_contain_text("You have that already")
        assert "400" in ann.faults.pop()
        await bought.consume()
        await dialog.get_by_role("button", name="Buy without paying").click()
        await expect(dialog).to_have_count(0)
        await seller.hears("update")
        assert (await seller.hears("create")).id > bought.id


async def test_what_is_no_longer_sold_says_so_and_a_changed_price_is_not_taken(
    browser: Browser, start: Start, sandbox: Sandbox
) -> None:
    seller = Seller()
    await start(seller)
    sku = sandbox.sell("65 coins", 99)
    await gifts_of(seller, sandbox).send(view=layout(ui.ActionRow(sale(sku.id))))
    async with reading(browser, sandbox) as ann:
        await ann.messages.get_by_role("button", name="65 coins").click()
        dialog = ann.page.get_by_role("dialog")
        sku.price_cents = 199
        await dialog.get_by_role("button", name="Buy without paying").click()
        await expect(dialog.get_by_role("alert")).to_contain_text("The price has changed.")
        sku.price_cents = 99
        sandbox.withdraw(sku)
        await dialog.get_by_role("button", name="Buy without paying").click()
        await expect(dialog.get_by_role("alert")).to_contain_text("Unknown SKU")
        assert [fault.count("Failed to load") for fault in ann.faults] == [1, 1]
        ann.faults.clear()
    assert seller.told.empty()
