"""Promises of the overlay's page where pages die, networks are cut, and the bot is started anew."""

import contextlib
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Final

from playwright.async_api import Browser, expect

from bot.ledger.requests.browser import CloseOverlay
from tests.theatre import open_theatre
from tests.waiting import until
from tests.web.pages import Gallery, gallery_again, of_bea, open_gallery, overlays
from tests.web.screens import AT_ONCE, SLOWLY, Screen, open_screen, timed

FOREVER: Final = 1_000_000.0


async def shown(screen: Screen, message: str) -> None:
    """Wait until an alert with this message is in sight."""
    await expect(screen.part("message")).to_have_text(message)


async def test_a_reload_begins_the_alert_again_and_no_other(
    browser: Browser, gallery: Gallery
) -> None:
    timed(gallery, speed=2)
    for sender, message in (("Ann", "one"), ("Kim", "two"), ("Lee", "three")):
        await gallery.gift(sender, message=message)
    async with open_screen(browser, gallery) as screen:
        await shown(screen, "two")
        await screen.page.reload()
        await shown(screen, "three")
        assert screen.messages == ["one", "two", "two", "three"]


async def test_what_ended_is_not_shown_again_after_a_reload(
    browser: Browser, gallery: Gallery
) -> None:
    timed(gallery, speed=AT_ONCE)
    async with open_screen(browser, gallery) as screen:
        # It is shown to its end, and its report is lost on the way.
        await screen.page.route("**/overlay/finished", lambda route: route.abort())
        await gallery.gift("Ann", message="one")
        await until(lambda: len(screen.reports) == 1)
        await screen.page.unroute("**/overlay/finished")
        await screen.page.reload()
        await gallery.gift("Kim", message="two")
        await until(lambda: "two" in screen.messages)
        assert screen.messages == ["one", "two"]


async def test_a_cut_network_loses_and_doubles_nothing(browser: Browser, gallery: Gallery) -> None:
    timed(gallery, speed=4)
    async with open_screen(browser, gallery) as screen:
        await gallery.gift("Ann", message="one")
        await shown(screen, "one")
        await screen.page.context.set_offline(offline=True)
        for sender, message in (("Kim", "two"), ("Lee", "three")):
            await gallery.gift(sender, message=message)
        # What was on ends without the bot.
        await expect(screen.alert).to_have_count(0)
        await screen.page.context.set_offline(offline=False)
        await until(lambda: screen.messages == ["one", "two", "three"])
        await until(lambda: len({report["first"] for report in screen.reports}) == 3)
        await expect(screen.alert).to_have_count(0)
        assert screen.messages == ["one", "two", "three"]


async def test_a_restart_of_the_bot_loses_and_doubles_nothing(
    browser: Browser, tmp_path: Path
) -> None:
    async with open_theatre(tmp_path) as theatre, contextlib.AsyncExitStack() as closing:
        async with theatre.bot_running() as bot, open_gallery(theatre) as gallery:
            port = bot.site.server.address.port
            theatre.settings = theatre.settings.model_copy(update={"web_port": port})
            timed(gallery, speed=4)
            screen = await closing.enter_async_context(open_screen(browser, gallery))
            await gallery.gift("Ann", message="one")
            await gallery.gift("Kim", message="two")
            await shown(screen, "one")
        # The page shows it to its end while there is no bot.
        await expect(screen.alert).to_have_count(0)
        async with theatre.bot_running(), gallery_again(gallery) as gallery:
            timed(gallery, speed=4)
            await gallery.gift("Lee", message="three")
            await until(lambda: screen.messages[-1:] == ["three"])
            assert screen.messages == ["one", "two", "three"]
            await closing.aclose()


async def test_reloads_cuts_and_restarts_in_a_row_keep_the_order(
    browser: Browser, tmp_path: Path
) -> None:
    messages = [f"number {number}" for number in range(40)]
    quick = {"speed": 12, "sum_after": FOREVER, "forget_after": FOREVER}
    async with open_theatre(tmp_path) as theatre, contextlib.AsyncExitStack() as closing:
        async with theatre.bot_running() as bot, open_gallery(theatre) as gallery:
            port = bot.site.server.address.port
            theatre.settings = theatre.settings.model_copy(update={"web_port": port})
            timed(gallery, **quick)
            for message in messages:
                await gallery.gift("Ann", message=message)
                theatre.clock.advance(20)
            screen = await closing.enter_async_context(open_screen(browser, gallery))
            await until(lambda: "number 5" in screen.messages)
            await screen.page.reload()
            await until(lambda: "number 12" in screen.messages)
            await screen.page.context.set_offline(offline=True)
            await expect(screen.alert).to_have_count(0)
            await screen.page.context.set_offline(offline=False)
            await until(lambda: "number 18" in screen.messages)
            await screen.page.reload()
            await until(lambda: "number 25" in screen.messages)
        async with theatre.bot_running(), gallery_again(gallery) as gallery:
            timed(gallery, **quick)
            await until(lambda: "number 30" in screen.messages)
            await screen.page.reload()
            await until(lambda: screen.messages[-1] == messages[-1])
            runs = [(message, len(list(run))) for message, run in groupby(screen.messages)]
            assert [message for message, _ in runs] == messages
            # Only what a reload cut off began again, and not even that where it was at its end.
            assert sum(times - 1 for _, times in runs) <= 3
            await closing.aclose()


async def test_a_connection_that_died_silently_is_made_anew(
    browser: Browser, gallery: Gallery
) -> None:
    timed(gallery, speed=SLOWLY)
    part = overlays(gallery)
    part.pulse = replace(part.pulse, beat=FOREVER)
    async with open_screen(browser, gallery, clock=True) as screen:
        await expect(screen.page.locator("html")).to_have_attribute("lang", "en")
        streams = [url for url in screen.asked if "/overlay/stream" in url]
        await screen.page.clock.fast_forward(15_500)
        # What it waits before it comes back passes as fast.
        await screen.page.clock.fast_forward(1_000)
        await until(lambda: len([u for u in screen.asked if "/stream" in u]) > len(streams))
        await gallery.gift("Ann", message="still there")
        await shown(screen, "still there")


async def test_the_newest_page_plays_and_the_older_one_mirrors(
    browser: Browser, gallery: Gallery
) -> None:
    timed(gallery, speed=4)
    async with open_screen(browser, gallery) as older:
        async with open_screen(browser, gallery) as newer:
            await gallery.gift("Ann", message="one")
            await until(lambda: len(newer.reports) == 1)
            assert (older.messages, newer.messages) == (["one"], ["one"])
            assert (older.reports, older.heard) == ([], [])
            assert newer.heard != []
        # The older one takes over what the newer one leaves.
        await gallery.gift("Kim", message="two")
        await until(lambda: len(older.reports) == 1)
        assert older.messages == ["one", "two"]


async def test_a_preview_never_plays(browser: Browser, gallery: Gallery) -> None:
    timed(gallery, speed=4)
    async with (
        open_screen(browser, gallery) as screen,
        open_screen(browser, gallery, "?mirror=1") as preview,
    ):
        await gallery.gift("Ann", message="one")
        await until(lambda: len(screen.reports) == 1)
        assert preview.messages == ["one"]
        assert (preview.reports, preview.heard) == ([], [])


async def test_a_replaced_secret_says_so_and_asks_no_more(
    browser: Browser, gallery: Gallery
) -> None:
    timed(gallery, speed=SLOWLY)
    async with open_screen(browser, gallery) as screen:
        await gallery.gift("Ann", message="one")
        await shown(screen, "one")
        await gallery.renew()
        await expect(screen.page.locator(".state")).to_contain_text("/creator overlay")
        await expect(screen.alert).to_have_count(0)
        asked = len(screen.asked)
        await of_bea(gallery, CloseOverlay)
        assert len(screen.asked) == asked
    # What never opened anything says so too, in the language of the browser.
    async with open_screen(browser, gallery, secret="x" * 43, locale="de-DE") as screen:
        await expect(screen.page.locator(".state")).to_contain_text("neue Adresse")


async def test_the_secret_stands_in_no_address_that_is_asked_for(
    browser: Browser, gallery: Gallery
) -> None:
    timed(gallery, speed=AT_ONCE)
    async with open_screen(browser, gallery) as screen:
        await gallery.gift("Ann")
        await until(lambda: len(screen.reports) == 1)
        asked = [url.partition("#")[0] for url in screen.asked]
        assert [url for url in asked if gallery.token.secret in url] == []
        kept = await screen.page.evaluate("JSON.stringify({...sessionStorage, ...localStorage})")
        assert gallery.token.secret not in kept
        assert await screen.page.evaluate("document.cookie") == ""


async def test_a_picture_that_cannot_be_had_holds_nothing_up(
    browser: Browser, gallery: Gallery
) -> None:
    timed(gallery, speed=AT_ONCE)
    async with open_screen(browser, gallery) as screen:
        await screen.page.route("**/emoji/*", lambda route: route.abort())
        await gallery.gift("Ann", message="one")
        await until(lambda: len(screen.reports) == 1)
        assert screen.messages == ["one"]
