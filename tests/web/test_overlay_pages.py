"""Promises of the overlay's stream where the bot restarts, pages die, and secrets are wrong."""

import asyncio
import socket
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Final

import pytest

from bot.ledger.requests.browser import CloseOverlay
from bot.ledger.requests.live import (
    HoldThanks,
)
from bot.storage.overlays import AlertKind
from bot.web.door import MOST_STREAMS_OF_ONE
from bot.web.events import Pulse
from bot.web.overlays.playback import MOST_STARTS, MOST_UNMARKED, Timing
from tests.theatre import open_theatre
from tests.waiting import PATIENCE_SECONDS, until
from tests.web.pages import (
    Gallery,
    gallery_again,
    is_content,
    lose_patience,
    of_bea,
    open_gallery,
    open_overlay,
    out_of_sight,
    overlays,
    passed,
    playback_of,
    reversed_by_max,
)

COFFEE: Final = 3
SUM_AFTER: Final = Timing().sum_after
FORGET_AFTER: Final = Timing().forget_after


# The bot stops and starts.


async def test_a_restart_begins_the_alert_again_and_no_other(tmp_path: Path) -> None:
    async with open_theatre(tmp_path) as theatre:
        async with theatre.bot_running(), open_gallery(theatre) as gallery, gallery.page() as page:
            for sender in ("Ann", "Kim", "Lee"):
                await gallery.gift(sender)
            await gallery.sees(page, "Ann")
            assert (await page.alert())["sender"] == "Kim"
        async with theatre.bot_running(), gallery_again(gallery) as gallery, gallery.page() as page:
            await gallery.sees(page, "Kim", "Lee")
            await page.nothing()
            assert await is_content(gallery)


@pytest.mark.parametrize("holds", [False, True])
async def test_what_was_finished_and_not_reported_is_taken_after_the_restart(
    tmp_path: Path, holds: bool
) -> None:
    async with open_theatre(tmp_path) as theatre:
        async with theatre.bot_running(), open_gallery(theatre) as gallery, gallery.page() as page:
            await gallery.gift("Ann")
            await gallery.gift("Kim")
            alert = await page.alert()
            if holds:
                await of_bea(gallery, HoldThanks, on=True)
        async with theatre.bot_running(), gallery_again(gallery) as gallery:
            page.session, page.url = gallery.session, gallery.url
            # The page reports before its stream is open again.
            await page.finish(alert)
            if holds:
                await of_bea(gallery, HoldThanks, on=False)
            async with gallery.page() as page:
                await gallery.sees(page, "Kim")
                await page.nothing()


async def test_what_was_shown_before_a_restart_is_in_no_sum_after_it(tmp_path: Path) -> None:
    async with open_theatre(tmp_path) as theatre:
        async with theatre.bot_running(), open_gallery(theatre) as gallery, gallery.page() as page:
            await gallery.gift("Ann", quantity=5)
            await gallery.gift("Kim")
            await gallery.gift("Ann", quantity=5)
            await gallery.gift("Lee")
            # It begins with the first gift, and the third may come a moment later.
            while (shown := await page.alert())["count"] != "×10":
                pass
        theatre.clock.advance(SUM_AFTER + 1)
        async with theatre.bot_running(), gallery_again(gallery) as gallery:
            async with gallery.page() as page:
                alert = await page.alert()
                assert (alert["kind"], alert["first"]) == ("sum", shown["first"])
                await page.finish(shown)
                rest = await page.alert()
                assert rest["title"] == "Meanwhile: 2 gifts from 2 people"
                await page.finish(rest)
                await page.nothing()
            assert await is_content(gallery)


async def test_a_sum_that_was_shown_before_a_restart_hides_nothing_that_came_since(
    tmp_path: Path,
) -> None:
    async with open_theatre(tmp_path) as theatre:
        async with theatre.bot_running(), open_gallery(theatre) as gallery:
            await gallery.gift("Ann")
            await gallery.gift("Kim")
            theatre.clock.advance(SUM_AFTER + 1)
            async with gallery.page() as page:
                shown = await page.alert()
                assert shown["kind"] == "sum"
                await gallery.gift("Lee")
                await gallery.gift("Ann")
        theatre.clock.advance(SUM_AFTER + 1)
        async with theatre.bot_running(), gallery_again(gallery) as gallery, gallery.page() as page:
            larger = await page.alert()
            assert (larger["kind"], larger["first"]) == ("sum", shown["first"])
            assert larger["through"] > shown["through"]
            await page.finish(shown)
            rest = await page.alert()
            assert rest["title"] == "Meanwhile: 2 gifts from 2 people"


async def test_what_was_shown_before_a_gift_of_it_was_taken_back_is_not_shown_again(
    tmp_path: Path,
) -> None:
    async with open_theatre(tmp_path) as theatre:
        async with theatre.bot_running(), open_gallery(theatre) as gallery, gallery.page() as page:
            first = await gallery.gift("Ann")
            await gallery.gift("Ann")
            while (shown := await page.alert())["count"] != "×2":
                pass
        async with theatre.bot_running(), gallery_again(gallery) as gallery:
            await reversed_by_max(gallery, first)
            async with gallery.page() as page:
                assert (await page.alert())["first"] > first
                await page.finish(shown)
                await page.nothing()


async def test_while_the_books_take_nothing_a_report_is_to_be_repeated(gallery: Gallery) -> None:
    keeper = gallery.theatre.house.database.keeper
    async with gallery.page() as page:
        await gallery.gift("Ann")
        await gallery.gift("Kim")
        alert = await page.alert()
        await keeper.fetch("PRAGMA query_only = ON")
        assert await page.report(alert) == 503
        await keeper.fetch("PRAGMA query_only = OFF")
        await page.finish(alert)
        await gallery.sees(page, "Kim")
        await page.nothing()


# Several pages.


async def test_the_newest_page_plays_and_an_older_one_mirrors_it(gallery: Gallery) -> None:
    async with gallery.page() as older:
        assert (await older.told("player"))["page"] == older.name
        async with gallery.page() as newer:
            assert (await older.told("player"))["page"] == newer.name
            assert (await newer.told("player"))["page"] == newer.name
            await gallery.gift("Ann")
            alert = await newer.alert()
            assert await older.alert() == alert
            await newer.finish(alert)
            await older.nothing()


async def test_where_the_page_that_plays_is_gone_the_mirror_plays(gallery: Gallery) -> None:
    async with gallery.page() as mirror:
        async with gallery.page() as player:
            await gallery.gift("Ann")
            alert = await player.alert()
        assert await mirror.alert() == alert
        assert (await mirror.told("player"))["page"] == mirror.name
        await mirror.finish(alert)
        await mirror.nothing()


async def test_a_widget_or_a_preview_shows_what_is_on_and_never_plays(gallery: Gallery) -> None:
    async with gallery.page(plays=False) as widget:
        await gallery.gift("Ann")
        assert await widget.told("looks")
        assert (await widget.told("alert")) == {}
        async with gallery.page() as player:
            alert = await player.alert()
            assert await widget.alert() == alert
            async with gallery.page(plays=False) as preview:
                assert await preview.alert() == alert
        # With nobody to play it, it is on no more.
        await widget.nothing()
        async with gallery.page() as player:
            await gallery.sees(player, "Ann")
    named = {data["page"] for topic, data in widget.heard if topic == "player"}
    assert widget.name not in named
    assert preview.name not in named


# Pages that do not report.


async def test_a_page_that_reports_nothing_is_let_go_and_the_mirror_plays(
    gallery: Gallery,
) -> None:
    async with gallery.page() as mirror, gallery.page() as silent:
        await gallery.gift("Ann")
        await silent.alert()
        lose_patience(gallery)
        await silent.ends()
        alert = await mirror.alert()
        while (await mirror.told("player"))["page"] != mirror.name:
            pass
        await mirror.finish(alert)
        await mirror.nothing()


async def test_gifts_that_go_on_do_not_keep_a_silent_page_playing(gallery: Gallery) -> None:
    async with gallery.page() as silent:
        await gallery.gift("Ann")
        await silent.alert()
        ended = asyncio.create_task(silent.ends())
        lose_patience(gallery)
        # It is told of news without end, more often than it looks for them.
        while not ended.done():
            playback_of(gallery).wake()
            await asyncio.sleep(0)
        await ended


async def test_pages_that_come_and_go_do_not_keep_a_silent_page_playing(gallery: Gallery) -> None:
    async with gallery.page() as silent:
        await gallery.gift("Ann")
        await silent.alert()
        due = playback_of(gallery)._due
        async with gallery.page(plays=False) as mirror:
            assert await mirror.alert()
            assert playback_of(gallery)._due == due
        # A page that plays from now on has all the time for it.
        async with gallery.page() as newest:
            assert await newest.alert()
            assert playback_of(gallery)._due > due


async def test_an_alert_that_no_page_ever_reports_is_given_up(gallery: Gallery) -> None:
    combo = await gallery.gift("Ann")
    await gallery.gift("Kim")
    for _ in range(MOST_STARTS - 1):
        # It comes back by itself, and is the only one.
        async with gallery.page() as page:
            assert (await page.alert())["sender"] == "Ann"
            lose_patience(gallery)
            await page.ends()
        await out_of_sight(gallery)
    async with gallery.page() as page:
        assert (await page.alert())["sender"] == "Ann"
        lose_patience(gallery)
        await gallery.sees(page, "Kim")
    assert await passed(gallery) == [(combo, AlertKind.GIFT, combo)]


# Secrets.


async def test_a_new_secret_ends_the_streams_of_the_old_one_at_once(gallery: Gallery) -> None:
    async with gallery.page() as one, gallery.page() as other:
        await gallery.gift("Ann")
        await one.alert()
        await gallery.renew()
        for page in (one, other):
            await page.told("closed")
            assert await page.hear() is None
            assert await gallery.status(page.secret) == 401
            assert await page.report({"first": 1, "through": 1, "kind": "gift"}) == 401
    async with gallery.page() as page:
        await gallery.sees(page, "Ann")


async def test_a_page_of_the_new_secret_does_not_keep_the_old_ones_alive(
    gallery: Gallery,
) -> None:
    async with gallery.page() as old:
        await old.told("looks")
        await gallery.renew()
        async with gallery.page() as new:
            await old.told("closed")
            await gallery.gift("Ann")
            await gallery.sees(new, "Ann")
    assert not any(data for topic, data in old.heard if topic == "alert")


async def test_an_overlay_that_is_closed_tells_nobody_anything_more(gallery: Gallery) -> None:
    async with gallery.page() as page:
        await of_bea(gallery, CloseOverlay)
        await page.told("closed")
        assert await page.hear() is None
    assert await gallery.status(gallery.token.secret) == 401


async def test_a_secret_opens_nothing_but_its_own_creators_overlay(gallery: Gallery) -> None:
    other = await open_overlay(gallery.theatre, "Lee")
    async with gallery.page(other.secret) as page, gallery.page() as of_bea_too:
        await gallery.gift("Ann")
        alert = await of_bea_too.alert()
        # Lee's page cannot have Bea's alert done either.
        assert await page.report(alert) == 204
        await of_bea_too.finish(alert)
        await of_bea_too.nothing()
    assert not any(data for topic, data in page.heard if topic == "alert")


@pytest.mark.parametrize("secret", ["", "wrong", "x" * 101, "x" * 43, "é" * 20])
async def test_a_wrong_secret_opens_nothing(gallery: Gallery, secret: str) -> None:
    assert await gallery.status(secret) == 401


async def test_the_handle_of_a_secret_opens_nothing(gallery: Gallery) -> None:
    handle, rest = gallery.token.secret[:12], gallery.token.secret[12:]
    assert await gallery.status(handle) == 401
    assert await gallery.status(handle + rest.swapcase()) == 401
    assert await gallery.status(gallery.token.secret) == 200


async def test_a_secret_in_the_address_opens_nothing(gallery: Gallery) -> None:
    path = f"{gallery.url}/overlay/stream?secret={gallery.token.secret}"
    async with gallery.session.get(path) as response:
        assert response.status == 401


async def test_another_pages_report_is_refused(gallery: Gallery) -> None:
    async with gallery.page() as page:
        await gallery.gift("Ann")
        alert = await page.alert()
        headers = {"Authorization": f"Bearer {page.secret}", "Origin": "https://evil.example"}
        path = f"{gallery.url}/overlay/finished"
        async with gallery.session.post(path, headers=headers, json=alert) as response:
            assert response.status == 403


async def test_one_secret_holds_only_so_many_connections_open(gallery: Gallery) -> None:
    held = [await gallery.get(gallery.token.secret) for _ in range(MOST_STREAMS_OF_ONE)]
    assert {response.status for response in held} == {200}
    refused = await gallery.get(gallery.token.secret)
    assert (refused.status, refused.headers["Retry-After"]) == (429, "10")
    held.pop().close()
    await until(lambda: overlays(gallery).seats.taken == len(held))
    held.append(await gallery.get(gallery.token.secret))
    assert held[-1].status == 200
    for response in held:
        response.close()
    await until(lambda: not overlays(gallery).seats.taken)


# The connection.


async def test_a_quiet_connection_is_heard_to_live(gallery: Gallery) -> None:
    overlays(gallery).pulse = Pulse(beat=0.01)
    response = await gallery.get(gallery.token.secret)
    async with asyncio.timeout(PATIENCE_SECONDS):
        while await response.content.readline() != b"event: beat\n":
            pass
    response.close()


async def test_nothing_of_a_stream_is_kept_by_anybody_on_the_way(gallery: Gallery) -> None:
    response = await gallery.get(gallery.token.secret)
    assert response.headers["Content-Type"] == "text/event-stream"
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Accel-Buffering"] == "no"
    response.close()


async def test_a_page_that_reads_nothing_is_let_go_and_holds_up_nobody(gallery: Gallery) -> None:
    overlays(gallery).pulse = Pulse(stalled=0.5)
    with closing(socket.socket()) as stalled:
        stalled.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        stalled.connect(("127.0.0.1", _port(gallery)))
        stalled.sendall(
            f"GET /overlay/stream HTTP/1.1\r\nHost: 127.0.0.1:{_port(gallery)}\r\n"
            f"Authorization: Bearer {gallery.token.secret}\r\n\r\n".encode()
        )
        await until(lambda: overlays(gallery).seats.taken == 1)
        async with gallery.page() as page:
            (playback,) = overlays(gallery)._playing.values()
            for number in range(60):
                # The healthy one reads each of them; the other keeps at most a few.
                playback.bulletin.put("filler", [number, "x" * 20_000])
                await page.told("filler")
            await until(lambda: overlays(gallery).seats.taken == 1)
            assert playback
            await gallery.gift("Kim")
            await gallery.sees(page, "Kim")


def _port(gallery: Gallery) -> int:
    assert gallery.theatre.bot is not None
    return gallery.theatre.bot.site.server.address.port


async def test_what_needs_no_alert_is_written_down_now_and_then(gallery: Gallery) -> None:
    await asyncio.gather(*(gallery.gift("Ann", to="Lee") for _ in range(MOST_UNMARKED + 2)))
    async with gallery.page() as page:
        await page.nothing()
        assert (await gallery.overlay()).played_seq == (await gallery.overlay()).last_seq
        await gallery.gift("Ann")
        await gallery.sees(page, "Ann")


async def test_the_bot_ends_while_pages_are_open(tmp_path: Path) -> None:
    with ExitStack() as left_open:
        async with (
            asyncio.timeout(PATIENCE_SECONDS),
            open_theatre(tmp_path) as theatre,
            theatre.bot_running(),
            open_gallery(theatre) as gallery,
        ):
            page = left_open.enter_context(closing(await gallery.get(gallery.token.secret)))
            await page.content.readline()


async def test_a_gift_does_not_wait_for_the_overlay(gallery: Gallery) -> None:
    async with gallery.page() as page:
        await page.told("board")
        playback = playback_of(gallery)
        # Nothing is looked at as long as this is held, and gifts are written all the same.
        async with playback._turn:
            for _ in range(3):
                async with asyncio.timeout(PATIENCE_SECONDS):
                    await gallery.gift("Ann")
        assert (await page.alert())["sender"] == "Ann"


async def test_overlays_that_nobody_watches_are_forgotten(gallery: Gallery) -> None:
    async with gallery.page() as page:
        await page.told("looks")
        assert len(overlays(gallery)._playing) == 1
    await until(lambda: not overlays(gallery)._playing)
