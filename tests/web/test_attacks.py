"""Promises about what somebody could try on the pages who means no good, or has no luck."""

import asyncio
import contextlib
from typing import Final

import pytest
from structlog.testing import capture_logs
from yarl import URL

from bot.ledger.requests.marks import Mark
from bot.live.gift_files import harmless
from bot.pictures.gallery import Gallery as Pictures
from bot.storage.database import Row, StorageFailed
from bot.storage.sqlite import SqliteReader
from bot.storage.writer import Writer
from bot.web import emoji
from bot.web.dashboard.part import MOST_ACTS
from bot.web.dashboard.turns import MOST_WAITING
from bot.web.door import MOST_ARRIVING_OF_ONE
from bot.web.overlays.playback import MOST_STARTS, Timing
from tests.waiting import PATIENCE_SECONDS, until
from tests.web.pages import Gallery, lose_patience, overlays, playback_of
from tests.web.scenery import Scenery
from tests.web.serving import knocking, post, serving

SIDES: Final = ("before", "after")
EAGER: Final = Timing(retry=0.05)
"""Nothing that failed is waited for long."""


async def test_an_alert_that_cannot_be_given_up_yet_does_not_end_the_ones_behind_it(
    gallery: Gallery, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed, mark = asyncio.Event(), Writer.mark

    async def watched(writer: Writer, request: Mark) -> bool:
        try:
            return await mark(writer, request)
        except StorageFailed:
            failed.set()
            raise

    monkeypatch.setattr(Writer, "mark", watched)
    overlays(gallery).timing = EAGER
    keeper = gallery.theatre.house.database.keeper
    await gallery.gift("Ann")
    await gallery.gift("Kim")
    for _ in range(MOST_STARTS - 1):
        async with gallery.page() as page:
            await page.alert()
            lose_patience(gallery)
            await page.ends()
    async with gallery.page() as page:
        assert (await page.alert())["sender"] == "Ann"
        await keeper.fetch("PRAGMA query_only = ON")
        lose_patience(gallery)
        async with asyncio.timeout(PATIENCE_SECONDS):
            await failed.wait()
        await keeper.fetch("PRAGMA query_only = OFF")
        await until(lambda: playback_of(gallery)._alert is not None)
        lose_patience(gallery)
        await gallery.sees(page, "Kim")


# What is asked for.


@pytest.mark.parametrize(
    "path",
    [f"{section}?{side}={2**63 - 1}" for section in ("shows", "statement") for side in SIDES]
    + [f"{section}?{side}={2**64}" for section in ("audit", "adjustments") for side in SIDES],
)
async def test_a_page_beyond_the_last_number_is_a_page(site: Scenery, path: str) -> None:
    async with site.signed_in("Olive") as olive:
        section, _, query = path.partition("?")
        await olive.read(f"{site.path(section)}?{query}")


@pytest.mark.parametrize("charset", ["utf-7", "unicode_escape", "base64", "nonsense"])
async def test_a_form_in_other_letters_than_ours_is_not_read(site: Scenery, charset: str) -> None:
    async with site.stranger() as stranger:
        headers = {"Content-Type": f"application/x-www-form-urlencoded; charset={charset}"}
        answer = await stranger.post("/enter", {"link": "x"}, headers=headers)
    assert answer.status == 415


async def test_a_form_that_is_no_text_is_refused(site: Scenery) -> None:
    async with site.stranger() as stranger:
        headers = {**stranger.headers, "Origin": stranger.origin}
        where = f"{stranger.url}/enter"
        async with stranger.session.post(where, data=b"link=\xff", headers=headers) as answer:
            assert answer.status == 400


@pytest.mark.parametrize("key", ["", "a\0b", "\ufffd", "a b", "x" * 41])
async def test_a_key_that_no_form_of_ours_carries_is_refused(site: Scenery, key: str) -> None:
    async with site.signed_in("Bea") as bea:
        form = await bea.form(site.path(), "pause")
        answer = await bea.post(site.path(file="pause"), {**form, "key": key})
    assert answer.status == 400


@pytest.mark.parametrize("path", ["statement/statement.csv", "queue/live", "overlay/stream"])
async def test_nothing_is_streamed_to_who_asks_for_headers_alone(site: Scenery, path: str) -> None:
    async with site.signed_in("Bea") as bea:
        section, _, file = path.partition("/")
        for where in (site.path(section, file), "/overlay/stream"):
            answer = await bea.session.head(f"{bea.url}{where}", headers=bea.headers)
            assert answer.status == 405


@pytest.mark.parametrize("more", ["0", "000000", "\u0663"])
async def test_a_server_has_one_address(site: Scenery, more: str) -> None:
    async with site.signed_in("Bea") as bea:
        assert (await bea.get(f"/dashboard/{site.guild}{more}")).status == 404


async def test_strangers_leave_faces_their_share_of_what_is_fetched(
    site: Scenery, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once, most = 0, 0

    async def slow(_: Pictures, __: int) -> None:
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        try:
            await asyncio.Event().wait()
        finally:
            at_once -= 1

    monkeypatch.setattr(Pictures, "emoji", slow)
    monkeypatch.setattr(emoji, "PATIENCE_SECONDS", 0.2)
    async with site.stranger() as stranger:
        asked = [stranger.get(f"/emoji/{10**17 + number}") for number in range(10)]
        answers = await asyncio.gather(*asked)
    assert {answer.status for answer in answers} == {404}
    assert most == emoji.MOST_FETCHED


async def test_a_few_who_send_letter_by_letter_leave_room_for_others() -> None:
    async with serving() as server, contextlib.AsyncExitStack() as open_ones:
        here = f"127.0.0.1:{server.address.port}"
        head = f"POST /change HTTP/1.1\r\nHost: {here}\r\nOrigin: http://{here}\r\n"
        for number in range(MOST_ARRIVING_OF_ONE + 1):
            reader, writer = await open_ones.enter_async_context(knocking(server))
            name = "X-Forwarded-For: 198.51.100.7\r\n"
            writer.write(f"{head}{name}Content-Length: 9\r\n\r\nwhat".encode())
            if number == MOST_ARRIVING_OF_ONE:
                assert b" 429 " in await reader.readline()
        other = await post(server, origin=f"http://{here}", x_forwarded_for="198.51.100.8")
        assert other.status == 200


# What is taken home.


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("x;=1+1;", "x;'=1+1;"),
        ("x; @a;-b", "x;' @a;'-b"),
        ("=a;=b", "'=a;'=b"),
        ("a; b", "a; b"),
    ],
)
def test_what_begins_a_cell_where_semicolons_do_is_no_formula_either(text: str, cell: str) -> None:
    assert harmless(text) == cell


async def test_a_file_that_cannot_be_read_to_its_end_is_no_whole_file(
    site: Scenery, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object, **__: object) -> None:
        raise StorageFailed("the disk is gone")

    monkeypatch.setattr("bot.web.dashboard.statement.statement_rows", fail)
    async with site.signed_in("Bea") as bea:
        held = bea.session.cookie_jar.filter_cookies(URL(bea.url)).output(header="Cookie:")
        path, host = site.path("statement", "statement.csv"), bea.headers["Host"]
        port = int(bea.url.rpartition(":")[2])
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(f"GET {path} HTTP/1.1\r\nHost: {host}\r\n{held}\r\n\r\n".encode())
        with capture_logs() as logged:
            async with asyncio.timeout(PATIENCE_SECONDS):
                answer = await reader.read()
        writer.close()
    assert answer.startswith(b"HTTP/1.1 200 ")
    # Neither the piece that ends it, nor another answer in the middle of this one.
    assert answer.count(b"HTTP/1.1") == 1
    assert not answer.endswith(b"0\r\n\r\n")
    (said,) = [line for line in logged if line["event"] == "an answer broke off"]
    assert said["reason"] == "the disk is gone"


# Asking very often.


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> "Held":
    """Long reports, which take until they are let go."""
    held, fetch = Held(), SqliteReader.fetch

    async def slow(reader: SqliteReader, sql: str, parameters: Row = ()) -> list[Row]:
        if "gift_by_recipient" in sql:
            await held.begin()
        return await fetch(reader, sql, parameters)

    monkeypatch.setattr(SqliteReader, "fetch", slow)
    return held


class Held:
    """Counts the reports that are read at a time."""

    def __init__(self) -> None:
        """Hold them."""
        self.begun = 0
        self.first = asyncio.Event()
        self.let_go = asyncio.Event()

    async def begin(self) -> None:
        """Begin one, and wait until it is let go."""
        self.begun += 1
        self.first.set()
        await self.let_go.wait()


async def test_whoever_opens_long_pages_all_the_time_has_one_query_read_at_once(
    site: Scenery, held: Held
) -> None:
    async with site.signed_in("Bea") as bea:
        path = site.path("supporters")
        asked = [asyncio.create_task(bea.get(path)) for _ in range(2 * MOST_WAITING)]
        answered = asyncio.as_completed(asked)
        refused = [(await next(answered)).status for _ in range(MOST_WAITING)]
        assert refused == [429] * MOST_WAITING
        # Others are not kept from the same connection.
        await site.theatre.house.database.reports.fetch("SELECT 1")
        assert held.begun == 1
        held.let_go.set()
        answers = [answer.status for answer in await asyncio.gather(*asked)]
    assert sorted(answers) == [200] * MOST_WAITING + [429] * MOST_WAITING


async def test_nobody_does_more_than_a_hand_could(site: Scenery) -> None:
    async with site.signed_in("Bea") as bea, site.signed_in("Max") as max_:
        form, path = await bea.form(site.path(), "pause"), site.path(file="pause")
        answers = [await bea.post(path, form) for _ in range(MOST_ACTS + 5)]
        assert {answer.status for answer in answers[:MOST_ACTS]} == {303}
        assert answers[-1].status == 429
        assert int(answers[-1].headers["Retry-After"]) in {1, 2}
        # Looking goes on, and so does everybody else.
        await bea.read(site.path())
        assert (await max_.post(path, await max_.form(site.path(), "pause"))).status == 303


async def test_what_nobody_waits_for_any_more_is_not_read(site: Scenery, held: Held) -> None:
    async with site.signed_in("Bea") as bea, site.signed_in("Max") as max_:
        path = site.path("supporters")
        asked = [asyncio.create_task(bea.get(path)) for _ in range(5)]
        await held.first.wait()
        other = asyncio.create_task(max_.get(path))
        await bea.session.close()
        await asyncio.gather(*asked, return_exceptions=True)
        held.let_go.set()
        assert (await other).status == 200
    assert held.begun == 2
