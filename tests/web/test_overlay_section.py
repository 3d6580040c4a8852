"""Promises of the overlay's page in the dashboard: its address, how it is set, and what is on."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import aiohttp
from playwright.async_api import Browser, expect

from bot.ledger.books.browser import PassedOver
from bot.ledger.requests.browser import MOST_TESTS, TESTS_MS
from bot.ledger.requests.marks import MarkPlayed
from bot.storage.overlays import OverlayView, overlay_of
from bot.storage.people import somebody
from bot.web.dashboard.queue import MOST_PASSED_OVER
from bot.web.door import MOST_STREAMS_OF_ONE
from bot.web.events import Pulse
from bot.web.overlays.playback import MOST_CUT_OFF, Presence
from bot.web.tokens import new_token, opens
from tests.browser import faults_of
from tests.theatre import open_theatre
from tests.waiting import until
from tests.web.pages import ROSE, Gallery, open_gallery, out_of_sight, overlays
from tests.web.scenery import Scenery, Visitor, open_site
from tests.web.screens import SLOWLY, timed

_ADDRESS: Final = re.compile(r"<code>(\S+)/overlay#(\S+)</code>")


async def kept(site: Scenery, name: str = "Bea") -> OverlayView | None:
    """Somebody's overlay as it is kept."""
    theatre = site.theatre
    who = await somebody(theatre.house.reader, theatre.guild, theatre.id_of(name))
    assert who is not None
    return await overlay_of(theatre.house.reader, theatre.guild, who.number)


@asynccontextmanager
async def gallery_of(site: Scenery) -> AsyncIterator[Gallery]:
    """Pages of overlays beside the dashboard."""
    async with aiohttp.ClientSession() as session:
        yield Gallery(site.theatre, session, new_token())


async def follow(visitor: Visitor, site: Scenery, act: str, fields: dict[str, str]) -> str:
    """Send a form, and read the page that it leads to."""
    answer = await visitor.post(site.path("overlay", act), fields)
    assert answer.status == 303, answer.status
    return await visitor.read(answer.headers["Location"])


async def act(visitor: Visitor, site: Scenery, name: str, **more: str) -> str:
    """Do what a form on the page does."""
    form = await visitor.form(site.path("overlay"), f"/{name}")
    return await follow(visitor, site, name, form | more)


async def made(visitor: Visitor, site: Scenery) -> str:
    """A new address; its secret."""
    found = _ADDRESS.search(await act(visitor, site, "renew"))
    assert found is not None
    assert found[1] == site.public_url
    return found[2]


async def test_an_address_is_told_once_and_opens_the_overlay(site: Scenery) -> None:
    async with site.signed_in("Bea") as bea:
        assert "You have no overlay yet." in await bea.read(site.path("overlay"))
        secret = await made(bea, site)
        overlay = await kept(site)
        assert overlay is not None
        assert opens(secret, overlay.digest)
        text = await bea.read(site.path("overlay"))
        assert secret not in text
        assert "You have an overlay; its address is from" in text


async def test_a_form_that_is_sent_twice_makes_one_address_and_tells_it(site: Scenery) -> None:
    async with site.signed_in("Bea") as bea:
        form = await bea.form(site.path("overlay"), "/renew")
        await bea.post(site.path("overlay", "renew"), form)
        found = _ADDRESS.search(await follow(bea, site, "renew", form))
        overlay = await kept(site)
        assert found is not None
        assert overlay is not None
        assert opens(found[2], overlay.digest)


async def test_a_form_from_before_another_address_changes_nothing(site: Scenery) -> None:
    async with site.signed_in("Bea") as bea:
        stale = await bea.form(site.path("overlay"), "/renew")
        await follow(bea, site, "renew", stale)
        secret = await made(bea, site)
        text = await follow(bea, site, "renew", stale)
        assert "That new address was given before" in text
        assert "<code>" not in text
        overlay = await kept(site)
        assert overlay is not None
        assert opens(secret, overlay.digest)


async def test_a_new_address_stops_the_old_one_and_closing_stops_all(site: Scenery) -> None:
    async with site.signed_in("Bea") as bea, gallery_of(site) as gallery:
        first = await made(bea, site)
        async with gallery.page(first) as page:
            text = await bea.read(site.path("overlay"))
            assert "Take a new address? The old one stops at once" in text
            assert "On right now in your streaming program." in text
            second = await made(bea, site)
            await page.told("closed")
        assert await gallery.status(first) == 401
        assert await gallery.status(second) == 200
        assert "Closed. The address shows nothing any more." in await act(bea, site, "close")
        assert await gallery.status(second) == 401
        assert await kept(site) is None
        stale = {"token": "", "key": "k"}
        assert (await bea.post(site.path("overlay", "close"), stale)).status == 403
        again = await bea.form(site.path("overlay"), "/renew")
        assert "There is no overlay yet" in await follow(bea, site, "close", again)


async def test_sound_and_minimum_are_set_and_kept_within_their_ranges(site: Scenery) -> None:
    async with site.signed_in("Bea") as bea:
        await made(bea, site)
        text = await act(bea, site, "change", volume="40", least="100", speech="1")
        assert "Saved: volume 40 %, gifts of 100 coins or more, messages are read out." in text
        overlay = await kept(site)
        assert overlay is not None
        assert (overlay.volume, overlay.least_coins, overlay.speaks) == (40, 100, True)
        again = await act(bea, site, "change", volume=" 40", least="100", speech="1")
        assert "set already" in again
        for volume, least, said in (
            ("101", "1", "The volume is a whole number from 0 to 100"),
            ("loud", "1", "The volume is a whole number from 0 to 100"),
            ("40", "0", "The minimum is a whole number from 1"),
            ("40", "９", "The minimum is a whole number from 1"),
        ):
            assert said in await act(bea, site, "change", volume=volume, least=least)
        assert await kept(site) == overlay
        await act(bea, site, "change", volume="40", least="100")
        overlay = await kept(site)
        assert overlay is not None
        assert not overlay.speaks


async def test_a_test_alert_says_where_it_will_be_seen(site: Scenery) -> None:
    async with site.signed_in("Bea") as bea, gallery_of(site) as gallery:
        secret = await made(bea, site)
        assert "Your overlay is open nowhere yet" in await act(bea, site, "test")
        async with gallery.page(secret) as page:
            await page.finish(await page.alert())
            assert "A test alert is on its way" in await act(bea, site, "test")
            assert (await page.alert())["kind"] == "test"


async def test_only_so_many_tests_go_out_in_a_row(site: Scenery) -> None:
    async with site.signed_in("Bea") as bea, site.signed_in("Bea", language="de") as german:
        await made(bea, site)
        for _ in range(MOST_TESTS):
            assert "The test alert is lined up." in await act(bea, site, "test")
        text = await act(bea, site, "test")
        assert "5 test alerts went out within a minute already, so nothing was done." in text
        assert re.search(r"The next one can go out at \d+:\d\d", text)
        assert "&lt;t:" not in text
        text = await act(german, site, "test")
        assert "In einer Minute liefen schon 5 Tests, also ist nichts passiert." in text
        site.theatre.clock.advance(TESTS_MS / 1_000)
        assert "The test alert is lined up." in await act(bea, site, "test")


async def test_an_alert_that_was_passed_over_is_told_and_can_be_replayed_from_the_queue(
    site: Scenery,
) -> None:
    async with site.signed_in("Bea") as bea, open_gallery(site.theatre) as gallery:
        overlays(gallery).pulse = Pulse(beat=0.1)
        await gallery.gift("Ann", quantity=3)
        for _ in range(MOST_CUT_OFF):
            async with gallery.page() as page:
                await page.alert()
            await out_of_sight(gallery)
        assert "Passed over" not in await shown_in(bea, site, "queue")
        async with gallery.page() as page:
            await page.nothing()
            assert "One alert broke off each time it began" in await bea.read(site.path("overlay"))
            text = await shown_in(bea, site, "queue")
            text = text.partition("Passed over on the overlay")[2].partition("</p>")[2]
            assert text.index("Rose ×3") < text.index("Ann") < text.index("Replay")
            form = await bea.form(site.path("queue"), "/replay")
            answer = await bea.post(site.path("queue", "replay"), form)
            assert answer.status == 303
            alert = await page.alert()
            assert (alert["kind"], alert["count"]) == ("replay", "×3")
            await page.finish(alert)
        assert "Passed over on the overlay" not in await shown_in(bea, site, "queue")
        assert "broke off" not in await bea.read(site.path("overlay"))


async def test_however_many_were_passed_over_the_pages_say_the_true_number(site: Scenery) -> None:
    async with site.signed_in("Bea") as bea, open_gallery(site.theatre) as gallery:
        creator = (await gallery.overlay()).creator.number
        for _ in range(MOST_PASSED_OVER + 2):
            seq = await gallery.gift("Ann")
            await site.theatre.house.writer.mark(
                MarkPlayed(
                    guild=site.theatre.guild,
                    creator=creator,
                    combo=0,
                    through=0,
                    played=seq,
                    passed_over=PassedOver(seq, "sum", 0),
                )
            )
        assert "7 alerts broke off each time they began" in await bea.read(site.path("overlay"))
        text = (await shown_in(bea, site, "queue")).partition("Passed over on the overlay")[2]
        text = text.partition("</section>")[0]
        assert text.count("What came in while you were away") == MOST_PASSED_OVER
        assert "and 2 more" in text
        now = await (await bea.get(site.path("queue", "now"))).json()
        assert now["sight"]["passed"]["more"] == {"text": "and 2 more"}


async def shown_in(visitor: Visitor, site: Scenery, section: str) -> str:
    """A section but for the pattern that its script fills."""
    return (await visitor.read(site.path(section))).partition("<template")[0]


async def test_over_plain_http_the_page_says_how_many_can_be_open(site: Scenery) -> None:
    five = "a streaming program keeps at most five of them open at once"
    async with site.signed_in("Bea") as bea:
        await made(bea, site)
        assert five in await bea.read(site.path("overlay"))


async def test_over_https_there_is_no_such_limit(tmp_path: Path) -> None:
    async with (
        open_theatre(tmp_path) as theatre,
        open_site(theatre, "https://ovation.example") as site,
        site.stranger() as bea,
    ):
        answer = await bea.enter(await site.link("Bea"))
        # The browser would keep it for https alone, and here is no such server.
        bea.headers["Cookie"] = answer.headers["Set-Cookie"].partition(";")[0]
        await made(bea, site)
        assert "plain http" not in await bea.read(site.path("overlay"))


async def test_an_overlay_out_of_sight_is_told_apart_from_one_that_is_not_open(
    site: Scenery,
) -> None:
    async with site.signed_in("Bea") as bea, open_gallery(site.theatre) as gallery:
        headers = {"Authorization": f"Bearer {gallery.token.secret}"}
        path = f"{gallery.url}/overlay/stream?plays=hidden"
        assert "Open nowhere right now." in presence_of(await bea.read(site.path("overlay")))
        async with gallery.session.get(path, headers=headers):
            await out_of_sight(gallery, Presence.HIDDEN)
            assert "Open, but out of sight" in presence_of(await bea.read(site.path("overlay")))
            assert "open, but out of sight: bring it" in await act(bea, site, "test")


def presence_of(text: str) -> str:
    """What a page says of where the overlay is open."""
    found = re.search(r'id="presence"[^>]*>([^<]*)<', text)
    assert found is not None
    return found[1]


async def test_nobody_elses_overlay_can_be_mirrored(site: Scenery) -> None:
    async with site.signed_in("Bea") as bea, site.signed_in("Kim") as kim:
        await made(bea, site)
        for file in ("preview", "stream"):
            assert (await kim.get(site.path("overlay", file))).status == 404
        async with site.stranger() as stranger:
            for file in ("preview", "stream"):
                assert (await stranger.get(site.path("overlay", file))).status == 303
        answer = await bea.get(site.path("overlay", "preview"))
        assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]
        assert "style-src 'self';" in answer.headers["Content-Security-Policy"]


async def test_a_mirror_neither_plays_nor_reports(site: Scenery) -> None:
    async with site.signed_in("Bea") as bea, open_gallery(site.theatre) as gallery:
        stream = await bea.get(site.path("overlay", "stream"))
        assert stream.status == 200
        seq = await gallery.gift("Ann", ROSE)
        async with gallery.page() as page:
            alert = await page.alert()
            assert alert["first"] == seq
            overlay = await gallery.overlay()
            assert overlay.played_seq < seq
            text = ""
            while f'"first":{seq}' not in text:
                text = (await stream.content.readline()).decode()
            await page.finish(alert)
        stream.close()


async def test_signing_out_ends_the_mirror(site: Scenery) -> None:
    async with site.signed_in("Bea") as bea:
        await made(bea, site)
        stream = await bea.get(site.path("overlay", "stream"))
        form = await bea.form(site.path("overlay"), "/test")
        bot = site.theatre.bot
        assert bot is not None
        assert (bot.site.overlays.previews.taken, bot.site.overlays.seats.taken) == (1, 0)
        assert (await bea.post("/leave", {"token": form["token"]})).status == 303
        await until(lambda: not bot.site.overlays.previews.taken)
        stream.close()


async def test_no_preview_has_the_place_of_a_stream(site: Scenery) -> None:
    async with site.signed_in("Bea") as bea, open_gallery(site.theatre) as gallery:
        path = site.path("overlay", "stream")
        previews = [await bea.get(path) for _ in range(MOST_STREAMS_OF_ONE + 1)]
        assert [one.status for one in previews] == [200] * MOST_STREAMS_OF_ONE + [429]
        # From the same address as all of the previews come as many streams as ever.
        secret = gallery.token.secret
        streams = [await gallery.get(secret) for _ in range(MOST_STREAMS_OF_ONE)]
        assert {one.status for one in streams} == {200}
        assert (await gallery.get(secret)).status == 429
        part = overlays(gallery)
        assert part.seats.taken == part.previews.taken == MOST_STREAMS_OF_ONE
        for one in (*previews, *streams):
            one.close()
        await until(lambda: not part.seats.taken and not part.previews.taken)


async def test_the_page_speaks_german(site: Scenery) -> None:
    async with site.signed_in("Bea", language="de") as bea:
        assert "Du hast noch kein Overlay." in await bea.read(site.path("overlay"))
        text = await act(bea, site, "renew")
        assert "Zeig sie nicht, solange du deinen Bildschirm teilst." in text
        assert "Live-Vorschau" in text


async def test_the_preview_in_a_browser_shows_what_the_stream_shows(
    site: Scenery, browser: Browser
) -> None:
    async with open_gallery(site.theatre) as gallery:
        timed(gallery, speed=SLOWLY)
        page = await site.sign_in(browser, "Bea")
        faults = faults_of(page)
        await page.goto(f"{site.url}{site.path('overlay')}")
        frame = page.frame_locator(".preview iframe")
        await expect(frame.locator(".state")).to_have_text(
            "Only a preview: your overlay is open nowhere, so nothing plays"
        )
        async with gallery.page() as overlay:
            await expect(frame.locator(".state")).to_be_hidden()
            await expect(page.locator("#presence")).to_contain_text("On right now")
            await gallery.gift("Ann", ROSE, message="<b>hello</b>")
            alert = await overlay.alert()
            await expect(frame.locator(".alert-message")).to_contain_text("<b>hello</b>")
            await overlay.finish(alert)
            await expect(frame.locator(".alert")).to_be_hidden()
        box = await page.locator(".preview").bounding_box()
        inner = await page.locator(".preview iframe").bounding_box()
        assert box is not None
        assert inner is not None
        assert abs(box["width"] - inner["width"]) < 2
        assert faults == []


async def test_an_address_stays_covered_until_it_is_asked_for(
    site: Scenery, browser: Browser
) -> None:
    page = await site.sign_in(browser, "Bea", permissions=["clipboard-read", "clipboard-write"])
    await page.goto(f"{site.url}{site.path('overlay')}")
    async with page.expect_navigation():
        await page.get_by_role("button", name="Make an address").click()
    await expect(page.locator(".handed code")).to_be_hidden()
    await page.get_by_role("button", name="Copy without showing").click()
    await expect(page.locator("#copy")).to_have_text("Copied")
    copied = await page.evaluate("navigator.clipboard.readText()")
    await page.get_by_text("Show the address").click()
    await expect(page.locator(".handed code")).to_have_text(copied)
    assert "/overlay#" in copied
