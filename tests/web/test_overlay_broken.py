"""Promises of overlays whose pages break, or are out of sight: nothing waits for ever for them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

import pytest

from bot.ledger.requests.browser import TestAlert
from bot.ledger.requests.live import ReplayGift
from bot.storage.overlays import AlertKind
from bot.web.events import Pulse
from bot.web.overlays.playback import MOST_CUT_OFF, Timing
from tests.theatre import open_theatre
from tests.web.pages import (
    Gallery,
    Page,
    gallery_again,
    is_content,
    of_bea,
    open_gallery,
    out_of_sight,
    overlays,
    passed,
)

SUM_AFTER: Final = Timing().sum_after


@pytest.fixture
def gallery(gallery: Gallery) -> Gallery:
    """Bea's overlay beside a bot that notices at once that a page has gone."""
    overlays(gallery).pulse = Pulse(beat=0.1)
    return gallery


async def broken_off(gallery: Gallery, times: int, document: str = "") -> dict[str, Any]:
    """Have pages begin what is on, and go in its midst, each noticed before the next comes."""
    alert: dict[str, Any] = {}
    for _ in range(times):
        async with gallery.page(document=document) as page:
            alert = await page.alert()
        await out_of_sight(gallery)
    return alert


async def test_an_alert_that_breaks_every_page_is_passed_over_and_kept_to_be_replayed(
    gallery: Gallery,
) -> None:
    combo = await gallery.gift("Ann")
    await gallery.gift("Ann", message="breaks pages")
    await gallery.gift("Lee")
    # One less than that, and it begins again.
    alert = await broken_off(gallery, MOST_CUT_OFF - 1)
    assert (alert["sender"], alert["count"], await passed(gallery)) == ("Ann", "×2", [])
    assert (await broken_off(gallery, 1))["sender"] == "Ann"
    async with gallery.page() as page:
        await gallery.sees(page, "Lee")
        await page.nothing()
        assert await passed(gallery) == [(combo, AlertKind.GIFT, combo)]
        assert await is_content(gallery)
        await of_bea(gallery, ReplayGift, combo=combo)
        alert = await page.alert()
        assert (alert["kind"], alert["sender"]) == ("replay", "Ann")
        await page.finish(alert)
        await page.nothing()
    assert await passed(gallery) == []
    assert await is_content(gallery)


async def test_a_page_whose_connection_is_cut_again_and_again_is_no_crash(
    gallery: Gallery,
) -> None:
    await gallery.gift("Ann")
    for _ in range(2):
        assert (await broken_off(gallery, MOST_CUT_OFF, "the same"))["sender"] == "Ann"
    async with gallery.page() as page:
        await gallery.sees(page, "Ann")
        await page.nothing()
    assert await passed(gallery) == []


async def test_sums_tests_and_replays_are_passed_over_too_and_told_apart(gallery: Gallery) -> None:
    combo = await gallery.gift("Ann")
    await gallery.gift("Kim")
    gallery.theatre.clock.advance(SUM_AFTER + 1)
    tested = await of_bea(gallery, TestAlert)
    replayed = await of_bea(gallery, ReplayGift, combo=combo)
    for kind in ("sum", "test", "replay"):
        assert (await broken_off(gallery, MOST_CUT_OFF))["kind"] == kind
    async with gallery.page() as page:
        await page.nothing()
    assert await passed(gallery) == [
        (replayed.seq, AlertKind.REPLAY, combo),
        (tested.seq, AlertKind.TEST, 0),
        (combo, AlertKind.SUM, 0),
    ]
    assert await is_content(gallery)


async def test_nothing_plays_out_of_sight_and_what_was_on_begins_again(gallery: Gallery) -> None:
    first = await gallery.gift("Ann")
    async with gallery.page() as page:
        assert (await page.alert())["first"] == first
    headers = {"Authorization": f"Bearer {gallery.token.secret}"}
    path = f"{gallery.url}/overlay/stream?plays=hidden"
    async with gallery.session.get(path, headers=headers) as response:
        hidden = Page(gallery.session, gallery.url, gallery.token.secret, response)
        while (await hidden.told("player"))["presence"] != "hidden":
            pass
        await hidden.nothing()
        async with gallery.page() as page:
            await gallery.sees(page, "Ann")
        while (await hidden.told("player"))["presence"] != "hidden":
            pass


@asynccontextmanager
async def joined_again(before: Gallery) -> AsyncIterator[Gallery]:
    """The same overlay beside a bot that was started anew, and notices at once who has gone."""
    async with before.theatre.bot_running(), gallery_again(before) as gallery:
        overlays(gallery).pulse = Pulse(beat=0.1)
        yield gallery


async def test_how_often_an_alert_broke_off_outlives_a_restart(tmp_path: Path) -> None:
    async with open_theatre(tmp_path) as theatre:
        async with theatre.bot_running(), open_gallery(theatre) as before:
            overlays(before).pulse = Pulse(beat=0.1)
            first = await before.gift("Ann")
            await before.gift("Lee")
            assert (await broken_off(before, MOST_CUT_OFF - 1))["first"] == first
        async with joined_again(before) as gallery:
            assert (await broken_off(gallery, 1))["first"] == first
            assert await passed(gallery) == []
            async with gallery.page() as page:
                await gallery.sees(page, "Lee")
                await page.nothing()
            assert await passed(gallery) == [(first, AlertKind.GIFT, first)]
            assert await is_content(gallery)


async def test_an_alert_that_takes_the_bot_down_with_the_page_is_passed_over_too(
    tmp_path: Path,
) -> None:
    async with open_theatre(tmp_path) as theatre:
        async with theatre.bot_running(), open_gallery(theatre) as gallery:
            first = await gallery.gift("Ann")
            await gallery.gift("Lee")
            async with gallery.page() as page:
                assert (await page.alert())["first"] == first
        for _ in range(MOST_CUT_OFF - 1):
            # Nobody is told that the page has gone: it went at the same moment.
            async with joined_again(gallery) as gallery, gallery.page() as page:
                assert (await page.alert())["first"] == first
        async with joined_again(gallery) as gallery, gallery.page() as page:
            await gallery.sees(page, "Lee")
            await page.nothing()
            assert await passed(gallery) == [(first, AlertKind.GIFT, first)]


async def test_a_page_that_stays_while_the_bot_is_started_anew_has_broken_off_nothing(
    tmp_path: Path,
) -> None:
    async with open_theatre(tmp_path) as theatre:
        async with theatre.bot_running(), open_gallery(theatre) as gallery:
            first = await gallery.gift("Ann")
            async with gallery.page(document="the same") as page:
                assert (await page.alert())["first"] == first
        for _ in range(MOST_CUT_OFF + 1):
            async with joined_again(gallery) as gallery, gallery.page(document="the same") as page:
                assert (await page.alert())["first"] == first
        async with joined_again(gallery) as gallery, gallery.page(document="the same") as page:
            await gallery.sees(page, "Ann")
            await page.nothing()
            assert await passed(gallery) == []
