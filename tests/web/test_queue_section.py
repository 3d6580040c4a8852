"""Promises of the queue in the browser: it thanks as Discord does, and changes by itself."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final
from unittest.mock import ANY

import orjson
import pytest
from aiohttp import ClientResponse
from playwright.async_api import Browser, expect

from bot.ledger.outcomes import Accepted
from bot.ledger.requests import FreezeMember, Person
from bot.ledger.requests.live import HoldThanks, NameDeputy, SkipThanks, ThankFor
from bot.storage.creators import creator
from bot.storage.queue import Waiting, waiting
from bot.web.dashboard.news import News
from tests.browser import faults_of
from tests.theatre import Theatre
from tests.waiting import PATIENCE_SECONDS, until
from tests.web.pages import open_gallery
from tests.web.scenery import Scenery, Visitor
from tests.web.screens import gift_of

HOSTILE: Final = "<img src=x onerror=hack()>"
_LARGE: Final = re.compile(
    r"<h2><bdi[^>]*>(.*?)</bdi></h2>\s*<p><bdi><strong[^>]*>(.*?)</strong>", re.DOTALL
)

# Presses "Thank" in the very moment in which another gift comes under it.
_PRESSED_AT_ONCE: Final = """
new MutationObserver((_, observer) => {
  observer.disconnect();
  document.querySelector('form[action$="/thank"] button').click();
  window.pressed = true;
}).observe(document.querySelector("#queue"), { childList: true });
"""


async def give(theatre: Theatre, sender: str, gift: str, count: int = 1, message: str = "") -> None:
    """Have somebody send Bea a gift."""
    more = {"message": message} if message else {}
    await theatre.use(sender, "/gift", gift=gift, to=theatre.id_of("Bea"), count=count, **more)


async def left(theatre: Theatre, name: str = "Bea") -> Waiting:
    """What waits for a creator."""
    reader = theatre.house.reader
    own = await creator(reader, theatre.guild, theatre.id_of(name))
    return await waiting(reader, theatre.guild, own.member)


def large(text: str) -> tuple[str, str] | None:
    """The gift that a page shows large, and from whom."""
    found = _LARGE.search(text.partition("<template")[0])
    return (found[1], found[2]) if found else None


async def shown(visitor: Visitor, site: Scenery) -> str:
    """The page but for the pattern of it, in which all stands that a page may show."""
    return (await visitor.read(site.path("queue"))).partition("<template")[0]


async def now(visitor: Visitor, site: Scenery, query: str = "") -> dict[str, Any]:
    """What an open page is told when it asks anew."""
    told: dict[str, Any] = orjson.loads(await visitor.read(site.path("queue", "now") + query))
    sight: dict[str, Any] = told["sight"]
    return sight


async def helps_bea(theatre: Theatre, name: str, *, on: bool = True) -> None:
    """Have somebody help Bea, or no more."""
    outcome = await theatre.house.writer.submit(
        NameDeputy(
            guild=theatre.guild,
            key=f"helper:{name}:{on}",
            actor=theatre.person("Bea"),
            deputy=theatre.person(name),
            on=on,
        )
    )
    assert isinstance(outcome, Accepted), outcome


async def follow(visitor: Visitor, site: Scenery, act: str, fields: dict[str, str]) -> str:
    """Send a form, and read the page that it leads to."""
    answer = await visitor.post(site.path("queue", act), fields)
    assert answer.status == 303, answer.status
    return (await visitor.read(answer.headers["Location"])).partition("<template")[0]


async def news(stream: ClientResponse) -> str:
    """The name of the next event but beats; nothing where the stream has ended."""
    while line := (await asyncio.wait_for(stream.content.readline(), PATIENCE_SECONDS)).decode():
        if line.startswith("event: ") and "beat" not in line:
            return line.removeprefix("event: ").strip()
    return ""


@asynccontextmanager
async def listening(visitor: Visitor, site: Scenery) -> AsyncIterator[ClientResponse]:
    """A page of the queue that has heard what there is at its beginning."""
    stream = await visitor.get(site.path("queue", "live"))
    try:
        assert stream.status == 200
        assert await news(stream) == "changed"
        yield stream
    finally:
        stream.close()


async def test_who_waits_is_told_the_largest_first_and_thanked_one_by_one(site: Scenery) -> None:
    theatre = site.theatre
    await give(theatre, "Ann", "Rose", 3, "you made my week")
    await give(theatre, "Kim", "Perfume")
    await give(theatre, "Lee", "Rose", 3)
    async with site.signed_in("Bea") as bea:
        text = await bea.read(site.path("queue"))
        assert large(text) == ("Perfume", "Kim")
        assert text.index(">Ann<") < text.index(">Lee<")
        text = await follow(bea, site, "thank", await bea.form(site.path("queue"), "thank"))
        assert "Thanked Kim." in text
        assert large(text) == ("Rose ×3", "Ann")
        assert "“you made my week”" in text
        text = await follow(bea, site, "skip", await bea.form(site.path("queue"), "skip"))
        assert "Skipped Ann." in text
        assert large(text) == ("Rose ×3", "Lee")
        assert "Thanked lately" in text
        lately = text.partition("Thanked lately")[2]
        assert "Kim" in lately
        assert "Ann" not in lately
    said = [message.text for message in await theatre.announced()]
    assert any("Bea" in text and "Kim" in text and "💛" in text for text in said), said


async def test_a_form_that_is_sent_twice_does_it_once(site: Scenery) -> None:
    theatre = site.theatre
    for sender in ("Ann", "Kim"):
        await give(theatre, sender, "Rose")
    async with site.signed_in("Bea") as bea:
        form = await bea.form(site.path("queue"), "thank")
        texts = [await follow(bea, site, "thank", form) for _ in range(2)]
        assert all("Thanked Ann." in text for text in texts)
    assert (await left(theatre)).combos == 1
    rows = await theatre.house.reader.fetch(
        "SELECT count(*) FROM operation WHERE kind = 'live-thanks'"
    )
    assert rows == [(1,)]


async def test_all_are_thanked_after_being_asked_once(site: Scenery) -> None:
    theatre = site.theatre
    for sender in ("Ann", "Kim", "Lee"):
        await give(theatre, sender, "Rose")
    async with site.signed_in("Bea") as bea:
        text = await bea.read(site.path("queue"))
        assert "Thank for all 3 at once? One message names everybody: 3 gifts, 3 coins." in text
        form = await bea.form(site.path("queue"), "thank-all")
        # What comes after the page was made is not thanked for unseen.
        await give(theatre, "Max", "Perfume")
        text = await follow(bea, site, "thank-all", form)
        assert "Thanked them all." in text
        assert large(text) == ("Perfume", "Max")


async def test_thanking_all_goes_on_where_somebody_was_quicker_with_the_newest(
    site: Scenery,
) -> None:
    theatre = site.theatre
    for sender in ("Ann", "Kim", "Lee"):
        await give(theatre, sender, "Rose")
    async with site.signed_in("Bea") as bea:
        form = await bea.form(site.path("queue"), "thank-all")
        person = theatre.person("Bea")
        await theatre.house.writer.submit(
            SkipThanks(
                guild=theatre.guild,
                key="elsewhere",
                actor=person,
                creator=person,
                combo=int(form["combo"]),
            )
        )
        assert "Thanked them all." in await follow(bea, site, "thank-all", form)
        assert "Nobody waits" in await shown(bea, site)
    assert not (await left(theatre)).combos


async def test_a_form_about_what_was_answered_meanwhile_says_so(site: Scenery) -> None:
    theatre = site.theatre
    await give(theatre, "Ann", "Rose")
    async with site.signed_in("Bea") as bea:
        first = await bea.form(site.path("queue"), "thank")
        second = await bea.form(site.path("queue"), "skip")
        await follow(bea, site, "thank", first)
        assert "Somebody was quicker" in await follow(bea, site, "skip", second)


async def test_a_gift_is_shown_again_and_not_too_often(site: Scenery) -> None:
    theatre = site.theatre
    await give(theatre, "Ann", "Rose")
    async with site.signed_in("Bea") as bea:
        await follow(bea, site, "thank", await bea.form(site.path("queue"), "thank"))
        for _ in range(3):
            form = await bea.form(site.path("queue"), "replay")
            assert "On again: what Ann sent." in await follow(bea, site, "replay", form)
        text = await follow(bea, site, "replay", await bea.form(site.path("queue"), "replay"))
        assert "3 gifts were shown again within a minute already" in text
        assert "&lt;t:" not in text


async def test_thank_yous_are_held_and_let_go(site: Scenery) -> None:
    theatre = site.theatre
    async with site.signed_in("Bea") as bea:
        form = await bea.form(site.path("queue"), "hold")
        assert "Paused. New gifts wait" in await follow(bea, site, "hold", form)
        assert (await creator(theatre.house.reader, theatre.guild, theatre.id_of("Bea"))).holding
        stale = await bea.form(site.path("queue"), "hold")
        assert "Going on" in await follow(bea, site, "hold", stale)
        again = stale | {"key": "another"}
        assert "That is so already" in await follow(bea, site, "hold", again)
    own = await creator(theatre.house.reader, theatre.guild, theatre.id_of("Bea"))
    assert not own.holding


async def test_a_helper_chooses_whose_queue_and_nobody_else_can(site: Scenery) -> None:
    theatre = site.theatre
    await give(theatre, "Ann", "Rose")
    await give(theatre, "Lee", "Rose")
    whose = f"?creator={theatre.id_of('Bea')}"
    async with site.signed_in("Kim") as kim:
        assert (await kim.get(site.path("queue") + whose)).status == 404
        assert (await kim.get(site.path("queue", "now") + whose)).status == 404
        assert (await kim.get(site.path("queue", "live") + whose)).status == 404
        await helps_bea(theatre, "Kim")
        assert whose in await kim.read(site.path("queue"))
        form = await kim.form(site.path("queue") + whose, "thank")
        answer = await kim.post(site.path("queue", "thank"), form)
        assert answer.headers["Location"].endswith(whose)
        assert "Thanked Ann." in await kim.read(answer.headers["Location"])
        form = await kim.form(site.path("queue") + whose, "thank")
        await helps_bea(theatre, "Kim", on=False)
        answer = await kim.post(site.path("queue", "thank"), form)
        assert answer.status == 303
        text = await kim.read(site.path("queue"))
        assert "Only the creator and their helpers do this" in text
        assert whose not in text
    assert (await left(theatre)).combos == 1


async def test_a_frozen_helper_thanks_nobody(site: Scenery) -> None:
    theatre = site.theatre
    await give(theatre, "Ann", "Rose")
    await helps_bea(theatre, "Kim")
    async with site.signed_in("Kim") as kim:
        where = f"{site.path('queue')}?creator={theatre.id_of('Bea')}"
        form = await kim.form(where, "thank")
        await theatre.house.writer.submit(
            FreezeMember(
                guild=theatre.guild,
                key="freeze",
                actor=theatre.person("Olive"),
                member=theatre.person("Kim"),
                reason="for a test",
            )
        )
        assert "Thanked" not in await follow(kim, site, "thank", form)
    assert (await left(theatre)).combos == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [("combo", "x"), ("combo", "-1"), ("combo", ""), ("creator", "²"), ("key", "")],
)
async def test_a_form_that_no_page_of_ours_made_does_nothing(
    site: Scenery, field: str, value: str
) -> None:
    await give(site.theatre, "Ann", "Rose")
    async with site.signed_in("Bea") as bea:
        form = await bea.form(site.path("queue"), "thank")
        answer = await bea.post(site.path("queue", "thank"), form | {field: value})
        assert answer.status == 400
        foreign = form | {"combo": "9223372036854775808"}
        assert "Somebody was quicker" in await follow(bea, site, "thank", foreign)
    assert (await left(site.theatre)).combos == 1


async def test_what_people_wrote_is_no_markup(site: Scenery) -> None:
    async with open_gallery(site.theatre) as gallery:
        sender = Person(site.theatre.id_of("Ann"), HOSTILE)
        await gift_of(gallery, sender, message="<script>hack()</script>")
    async with site.signed_in("Bea") as bea:
        text = await bea.read(site.path("queue"))
        assert "<img src=x" not in text
        assert "<script>hack" not in text
        assert "&lt;script&gt;hack()" in text
        # A page that is open is told it as plain data, which no browser takes for a page.
        answer = await bea.get(site.path("queue", "now"))
        assert answer.content_type == "application/json"
        assert (await now(bea, site))["large"]["sender"] == HOSTILE


async def test_the_queue_speaks_german(site: Scenery) -> None:
    for sender in ("Ann", "Kim"):
        await give(site.theatre, sender, "Rose")
    async with site.signed_in("Bea", language="de") as bea:
        text = await bea.read(site.path("queue"))
        assert "Ann danken" in text
        assert "Für alle 2 auf einmal danken?" in text
        form = await bea.form(site.path("queue"), "thank")
        assert "Ann gedankt." in await follow(bea, site, "thank", form)


# Live.


async def test_an_open_page_is_told_of_gifts_and_of_thanks_elsewhere(site: Scenery) -> None:
    theatre = site.theatre
    async with site.signed_in("Bea") as bea, listening(bea, site) as stream:
        await give(theatre, "Ann", "Rose")
        assert await news(stream) == "changed"
        sight = await now(bea, site)
        assert (sight["large"]["gift"], sight["large"]["sender"]) == ("Rose", "Ann")
        (combo,) = await theatre.house.reader.fetch("SELECT number FROM combo")
        person = theatre.person("Bea")
        thanks = ThankFor(
            guild=theatre.guild, key="elsewhere", actor=person, creator=person, combo=combo[0]
        )
        await theatre.house.writer.submit(thanks)
        assert await news(stream) == "changed"
        sight = await now(bea, site)
        assert (sight["large"], sight["empty"]) == (None, {"given": ANY})


async def test_a_page_hears_nothing_of_other_peoples_gifts(site: Scenery) -> None:
    theatre = site.theatre
    async with site.signed_in("Bea") as bea, listening(bea, site) as stream:
        await theatre.use("Ann", "/gift", gift="Rose", to=theatre.id_of("Lee"))
        person = theatre.person("Bea")
        await theatre.house.writer.submit(
            HoldThanks(guild=theatre.guild, key="hold", actor=person, creator=person, on=True)
        )
        # The first that it hears is the last that was done.
        assert await news(stream) == "changed"
        assert (await now(bea, site))["held"] == {"on": 0, "label": "Resume"}


async def test_asking_anew_takes_no_notice_from_the_page_that_is_to_come(site: Scenery) -> None:
    await give(site.theatre, "Ann", "Rose")
    async with site.signed_in("Bea") as bea:
        form = await bea.form(site.path("queue"), "thank")
        await bea.post(site.path("queue", "thank"), form)
        assert "Thanked Ann." not in await bea.read(site.path("queue", "now"))
        assert "Thanked Ann." in await bea.read(site.path("queue"))


async def test_signing_out_ends_what_is_told(site: Scenery) -> None:
    async with site.signed_in("Bea") as bea, listening(bea, site):
        form = await bea.form(site.path("queue"), "hold")
        assert (await bea.post("/leave", {"token": form["token"]})).status == 303
        await until(lambda: not _news(site).seats.taken)
        assert (await bea.get(site.path("queue", "live"))).status == 303


async def test_one_visitor_holds_only_so_many_connections(site: Scenery) -> None:
    async with site.signed_in("Bea") as bea:
        streams = [await bea.get(site.path("queue", "live")) for _ in range(13)]
        assert [stream.status for stream in streams] == [200] * 12 + [429]
        for stream in streams:
            stream.close()


def _news(site: Scenery) -> News:
    bot = site.theatre.bot
    assert bot is not None
    return bot.site.dashboard.news


async def test_a_page_in_a_browser_changes_by_itself(site: Scenery, browser: Browser) -> None:
    theatre = site.theatre
    await give(theatre, "Ann", "Rose", 3)
    page = await site.sign_in(browser, "Bea")
    faults = faults_of(page)
    async with page.expect_response("**/queue/live**"), page.expect_response("**/queue/now**"):
        await page.goto(f"{site.url}{site.path('queue')}")
    await expect(page.locator(".queue-large h2")).to_have_text("Rose ×3")
    skip = page.get_by_role("button", name="Skip")
    await skip.focus()
    await page.evaluate(_PRESSED_AT_ONCE)
    await give(theatre, "Kim", "Perfume")
    await expect(page.locator(".queue-large h2")).to_have_text("Perfume")
    await expect(page.get_by_role("button", name="Skip")).to_be_focused()
    await expect(page.locator("#queue-told")).to_contain_text("2 thank-yous wait")
    # What has just come under a finger is not thanked for by a press that was meant for another.
    assert await page.evaluate("window.pressed")
    assert (await left(theatre)).combos == 2
    await expect(page.locator("[data-unsure]")).to_have_count(0)
    await page.get_by_text("Thank for all 2", exact=True).click()
    await give(theatre, "Lee", "Rose")
    await expect(page.get_by_text("Thank for all 3 at once?")).to_be_visible()
    async with page.expect_navigation():
        await page.get_by_role("button", name="Thank them all").click()
    await expect(page.locator(".notice").first).to_have_text(
        "Thanked them all. One message names everybody."
    )
    assert not (await left(theatre)).combos
    assert faults == []


async def test_a_page_without_script_shows_and_does_the_same(
    site: Scenery, browser: Browser
) -> None:
    theatre = site.theatre
    await give(theatre, "Ann", "Rose")
    page = await site.sign_in(browser, "Bea")
    context = await browser.new_context(java_script_enabled=False)
    await context.add_cookies(await page.context.cookies())  # type: ignore[arg-type] # what is given is what is taken.
    plain = await context.new_page()
    await plain.goto(f"{site.url}{site.path('queue')}")
    async with plain.expect_navigation():
        await plain.get_by_role("button", name="Thank Ann").click()
    await expect(plain.locator("body")).to_contain_text("Thanked Ann.")
    assert not (await left(theatre)).combos


async def test_what_comes_while_a_page_is_open_is_executed_nowhere(
    site: Scenery, browser: Browser
) -> None:
    page = await site.sign_in(browser, "Bea")
    faults = faults_of(page)
    await page.goto(f"{site.url}{site.path('queue')}")
    hostile = '<img src=x onerror="window.hacked=1"><script>window.hacked=2</script>'
    async with open_gallery(site.theatre) as gallery:
        sender = Person(site.theatre.id_of("Ann"), HOSTILE)
        await gift_of(gallery, sender, message=hostile)
    await expect(page.locator(".queue-large blockquote")).to_have_text(f"“{hostile}”")
    await expect(page.locator(".queue-large strong")).to_have_text(HOSTILE)
    assert await page.evaluate("window.hacked") is None
    assert faults == []
