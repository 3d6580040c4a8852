"""Promises of pages that are out of sight or cut off, in real tabs: none shows what nobody sees,
and each is up to date once it is looked at again."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from bot.ledger.requests.browser import ChangeOverlay
from bot.web.overlays.playback import Presence
from tests.browser import faults_of
from tests.web.pages import Gallery, of_bea, open_gallery, out_of_sight
from tests.web.scenery import Scenery
from tests.web.screens import AT_ONCE, SLOWLY, WITNESS, timed
from tests.web.tabs import PATIENCE_SECONDS, Tab, Window, open_window

# Keeps, for as long as the tab is open, the messages of the alerts that came into sight in it, and
# what it reported.
_KEEPING: Final = """
(() => {
  const keep = (name, what) => {
    const kept = JSON.parse(sessionStorage.getItem(name) ?? "[]");
    sessionStorage.setItem(name, JSON.stringify([...kept, what]));
  };
  window.saw = ([, message]) => keep("seen", message);
  window.heard = window.spoke = () => {};
  const fetch = window.fetch;
  window.fetch = async (where, how) => {
    const answer = await fetch(where, how);
    if (where === "/overlay/finished" && answer.ok) keep("reported", JSON.parse(how.body).first);
    return answer;
  };
})();
"""


# Keeps the messages of the alerts that the bot has told the page of, whatever it makes of them.
_TOLD: Final = """
(() => {
  window.told = [];
  const parse = JSON.parse;
  JSON.parse = (text) => {
    const told = parse(text);
    if (told?.message) window.told.push(told.message);
    return told;
  };
})();
"""


@pytest.fixture
async def window(tmp_path: Path) -> AsyncIterator[Window]:
    """A browser's window."""
    async with open_window(tmp_path / "browser") as window:
        yield window


async def has_seen(tab: Tab, *messages: str) -> None:
    """Wait until these alerts came into sight and were reported; no other did."""
    await tab.until(f"JSON.parse(sessionStorage.reported ?? '[]').length === {len(messages)}")
    assert await tab.read("JSON.parse(sessionStorage.seen)") == [*messages]


async def was_looked_at(gallery: Gallery, volume: int) -> None:
    """Have the overlay look at the books again, and wait until it has told what it found."""
    async with gallery.page(plays=False) as mirror:
        await of_bea(gallery, ChangeOverlay, volume=volume, speaks=False, least_coins=1)
        while (await mirror.told("looks"))["volume"] != volume:
            pass


async def test_an_overlay_out_of_sight_plays_nothing_and_each_alert_once_it_is_back(
    gallery: Gallery, window: Window
) -> None:
    timed(gallery, speed=AT_ONCE)
    tab = await window.tab(_KEEPING + WITNESS)
    await tab.open(f"{gallery.url}/overlay#{gallery.token.secret}")
    await gallery.gift("Ann", message="one")
    await has_seen(tab, "one")
    other = await window.tab()
    await tab.until("document.visibilityState === 'hidden'")
    await out_of_sight(gallery, Presence.HIDDEN)
    await gallery.gift("Kim", message="two")
    three = await gallery.gift("Lee", message="three")
    await was_looked_at(gallery, 10)
    await has_seen(tab, "one")
    assert (await gallery.overlay()).played_seq < three - 1
    await tab.come_forward()
    await has_seen(tab, "one", "two", "three")
    # In the midst of an alert it goes out of sight, and begins it again when it is back.
    timed(gallery, speed=SLOWLY)
    await tab.open("about:blank")
    await out_of_sight(gallery)
    await tab.open(f"{gallery.url}/overlay#{gallery.token.secret}")
    four = await gallery.gift("Ann", message="four")
    await tab.until("!document.querySelector('.alert').hidden")
    await other.come_forward()
    await out_of_sight(gallery, Presence.HIDDEN)
    await tab.until("document.querySelector('.alert').hidden")
    assert (await gallery.overlay()).played_seq < four
    await tab.come_forward()
    await tab.until("!document.querySelector('.alert').hidden")
    assert await tab.read("JSON.parse(sessionStorage.seen).slice(3)") == ["four", "four"]


async def test_an_overlay_that_is_said_to_be_seen_all_the_same_plays_out_of_sight(
    gallery: Gallery, window: Window
) -> None:
    timed(gallery, speed=AT_ONCE)
    tab = await window.tab(_KEEPING + WITNESS)
    await tab.open(f"{gallery.url}/overlay?background=1#{gallery.token.secret}")
    await window.tab()
    await tab.until("document.visibilityState === 'hidden'")
    await gallery.gift("Ann", message="one")
    await has_seen(tab, "one")


async def test_a_mirror_that_comes_into_sight_shows_what_began_while_it_was_not(
    gallery: Gallery, window: Window
) -> None:
    timed(gallery, speed=SLOWLY)
    tab = await window.tab(_TOLD)
    await tab.open(f"{gallery.url}/overlay?mirror=1#{gallery.token.secret}")
    await window.tab()
    await tab.until("document.visibilityState === 'hidden'")
    async with gallery.page() as page:
        await gallery.gift("Ann", message="one")
        await page.alert()
        await tab.until("window.told.includes('one')")
        assert await tab.read("document.querySelector('.alert').hidden")
        await tab.come_forward()
        await tab.until("!document.querySelector('.alert').hidden")


async def test_a_queue_out_of_sight_is_up_to_date_once_it_is_looked_at(
    site: Scenery, window: Window
) -> None:
    async with open_gallery(site.theatre) as gallery:
        await gallery.gift("Ann")
        tab = await window.tab()
        await tab.open((await site.link("Bea")).address)
        await tab.until("document.querySelector('form:not([hidden]) button')")
        await tab.read("document.querySelector('form button').click()")
        await tab.until("location.pathname.startsWith('/dashboard/')")
        await tab.open(f"{site.url}{site.path('queue')}")
        large = "document.querySelector('.queue-large h2')?.textContent"
        await tab.until(f"{large} === 'Rose'")
        await window.tab()
        await tab.until("document.visibilityState === 'hidden'")
        await gallery.gift("Kim", quantity=7)
        await gallery.gift("Lee", quantity=9)
        await tab.come_forward()
        await tab.until(f"{large} === 'Rose ×9'")
        assert await tab.read("document.querySelector('#queue-told').textContent") == (
            "3 thank-yous wait (17 gifts)"
        )


async def time_passes(page: Page, until: Locator) -> None:
    """Let the time of a page pass until something is to be seen."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not await until.is_visible():
            await page.clock.fast_forward(2_000)


async def test_a_queue_whose_network_is_cut_says_so_and_is_up_to_date_when_it_is_back(
    site: Scenery, browser: Browser
) -> None:
    async with open_gallery(site.theatre) as gallery:
        await gallery.gift("Ann")
        page = await site.sign_in(browser, "Bea")
        await page.clock.install()
        async with page.expect_response("**/queue/live**"), page.expect_response("**/queue/now**"):
            await page.goto(f"{site.url}{site.path('queue')}")
        faults = faults_of(page)
        lost = page.locator("#queue-lost")
        await expect(page.locator(".queue-large h2")).to_have_text("Rose")
        await page.context.set_offline(offline=True)
        await gallery.gift("Kim", quantity=7)
        # Silence tells that the connection is dead, then it is waited for a while.
        await time_passes(page, lost)
        await expect(page.locator(".queue-large h2")).to_have_text("Rose")
        await page.context.set_offline(offline=False)
        # It waits before it tries again; more than that would make it take the new one for dead.
        await page.clock.fast_forward(20_000)
        large = page.locator(".queue-large h2")
        await expect(large).to_have_text("Rose ×7", timeout=PATIENCE_SECONDS * 1_000)
        await expect(lost).to_be_hidden()
        assert [fault for fault in faults if not fault.startswith("Failed to load")] == []
