"""Promises of the dashboard's pages, looked at in a real browser: figures, shows, plots, files."""

import asyncio
import csv
import io
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import Browser, Page

from bot.ledger.money import Currency
from bot.ledger.outcomes import Accepted
from bot.ledger.requests import AdjustBalance, ChangeSetting, Person, Request, SendGift
from bot.ledger.requests.live import EndShow, StartShow, ThankAll
from bot.storage.past_shows import shows_of
from bot.web.dashboard.shows import SHOWS_PER_PAGE
from tests.browser import faults_of
from tests.commands.moderators import gift, number_of
from tests.theatre import Theatre
from tests.web.scenery import Scenery

HOUR: Final = 3_600
DAY: Final = 24 * HOUR
ROSE: Final = 1
HOSTILE: Final = (
    "<script>window.hacked=1</script>",
    "<img src=x onerror=window.hacked=1>",
    '"><svg onload=window.hacked=1>',
    "'-window.hacked=1-'",
    "{{7*7}}{% raw %}${window.hacked=1}",
    "javascript:window.hacked=1",
    "</title></desc><script>window.hacked=1",
    "<!--<b>&lt;i&gt;&#60;u&#62;",
    "\u202egnp.exe\u2066 <a href=//e.example>",
    "</table></main><form action=//e.example>",
)


class Books:
    """Writes into the books what took place, without Discord."""

    def __init__(self, theatre: Theatre) -> None:
        """Write into the books of the running bot."""
        self._theatre = theatre
        self._made = 0

    @property
    def key(self) -> str:
        """The name of the next request."""
        self._made += 1
        return f"written:{self._made}"

    async def submit(self, *requests: Request) -> list[Accepted]:
        """Have something done."""
        done = await asyncio.gather(*map(self._theatre.house.writer.submit, requests))
        assert all(isinstance(outcome, Accepted) for outcome in done), done
        return [outcome for outcome in done if isinstance(outcome, Accepted)]

    async def enrich(self, *people: Person, coins: int = 1_000) -> None:
        """Give people coins that were paid for."""
        await self.submit(
            *(
                AdjustBalance(
                    guild=self._theatre.guild,
                    key=self.key,
                    actor=self._theatre.person("Olive"),
                    member=who,
                    currency=Currency.COINS,
                    amount=coins,
                    reason="for a test",
                )
                for who in people
            )
        )

    def gift(self, who: Person, count: int = 1, to: str = "Bea") -> SendGift:
        """So many roses for a creator."""
        return SendGift(
            guild=self._theatre.guild,
            key=self.key,
            actor=who,
            to=self._theatre.person(to),
            item=ROSE,
            quantity=count,
        )

    async def show(self, title: str, gifts: Sequence[SendGift], seconds: int = 600) -> int:
        """A show in which gifts came; its number."""
        bea, guild = self._theatre.person("Bea"), self._theatre.guild
        channel = self._theatre.channel_id("gifts")
        (begun,) = await self.submit(
            StartShow(
                guild=guild, key=self.key, actor=bea, creator=bea, channel=channel, title=title
            )
        )
        self._theatre.clock.advance(seconds / 2)
        await self.submit(*gifts)
        self._theatre.clock.advance(seconds / 2)
        await self.submit(EndShow(guild=guild, key=self.key, actor=bea, creator=bea))
        return begun.seq


@pytest.fixture
def books(site: Scenery) -> Books:
    """The running bot's books."""
    return Books(site.theatre)


@asynccontextmanager
async def opened(browser: Browser, site: Scenery, **options: object) -> AsyncIterator[Page]:
    """A page in which Bea is signed in, on which nothing goes wrong while a test uses it."""
    page = await site.sign_in(browser, "Bea", **options)
    faults = faults_of(page)
    yield page
    assert faults == []
    assert await page.evaluate("window.hacked") is None
    await page.context.close()


async def figures(page: Page) -> dict[str, str]:
    """What stands in the boxes at the top of a page, by what each is called."""
    # Where lines break is for the stylesheet to say, which a new page may still be fetching.
    await page.wait_for_load_state()
    names = await page.locator(".figures dt").all_inner_texts()
    texts = await page.locator(".figures dd").all_inner_texts()
    return dict(zip(names, texts, strict=True))


async def outline(page: Page) -> list[str]:
    """The headings of a page, each with its level."""
    found = await page.locator("h1, h2, h3, h4").evaluate_all(
        "all => all.map(one => one.tagName + ' ' + one.textContent.trim())"
    )
    return [str(heading) for heading in found]


async def unnamed(page: Page) -> list[str]:
    """What a page has that somebody who cannot see it is not told of."""
    found = await page.evaluate(
        """() => {
            const bare = (one) => !one.textContent.trim() && !one.getAttribute("aria-label");
            const found = [
                ...[...document.querySelectorAll("a, button, summary, th")].filter(bare),
                ...document.querySelectorAll("img:not([alt]), html:not([lang])"),
                ...[...document.querySelectorAll("input:not([type=hidden]), select, textarea")]
                    .filter((one) => !one.labels.length && !one.getAttribute("aria-label")),
                ...[...document.querySelectorAll("svg")].filter((one) => {
                    const names = (one.getAttribute("aria-labelledby") ?? "").split(" ");
                    return !names.every((name) => document.getElementById(name)?.textContent);
                }),
                ...document.querySelectorAll("[style], [onclick], table:not(:has(th[scope]))"),
            ];
            const ids = [...document.querySelectorAll("[id]")].map((one) => one.id);
            const twice = ids.filter((id, place) => ids.indexOf(id) !== place);
            return [...found.map((one) => one.outerHTML), ...twice];
        }"""
    )
    return [str(one) for one in found]


# The way in.


async def test_a_creator_comes_in_by_the_link_walks_about_and_goes(
    site: Scenery, books: Books, browser: Browser
) -> None:
    ann = site.theatre.person("Ann")
    await books.enrich(ann)
    await books.show("Morning drawing", [books.gift(ann, 3)])
    async with opened(browser, site) as page:
        # What opened stands in no address and in no history.
        assert "#" not in page.url
        await page.go_back()
        assert "#" not in page.url
        await page.goto(f"{site.url}/dashboard")
        assert await page.locator("[aria-current=page]").inner_text() == "Overview"
        menu = page.get_by_role("navigation", name="Sections")
        await menu.get_by_role("link", name="Shows").click()
        await page.get_by_role("link", name="Morning drawing").click()
        assert await page.locator("h1").inner_text() == "Morning drawing"
        await page.get_by_role("link", name="All shows").click()
        await page.get_by_role("button", name="Sign out").click()
        await page.wait_for_url("**/enter")
        assert await page.locator("h1").inner_text() == "Your dashboard"
        await page.goto(f"{site.url}{site.path()}")
        assert page.url.endswith("/enter")


async def test_the_keyboard_alone_suffices(site: Scenery, browser: Browser) -> None:
    context = await browser.new_context()
    page = await context.new_page()
    await page.goto((await site.link("Bea")).address)
    assert "This link opens once" in await page.locator("form").inner_text()
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/dashboard/**")
    await page.keyboard.press("Tab")
    assert await page.evaluate("document.activeElement.textContent") == "To the content"
    await page.keyboard.press("Enter")
    assert page.url.endswith("#content")
    await context.close()


async def test_every_page_can_be_read_without_being_seen(
    site: Scenery, books: Books, browser: Browser
) -> None:
    ann = site.theatre.person("Ann")
    await books.enrich(ann)
    number = await books.show("Morning drawing", [books.gift(ann, 3), books.gift(ann, 4)])
    pages = {
        site.path(): ["H1 Overview", "H2 Coins by day"],
        f"{site.path()}?days=1": ["H1 Overview", "H2 Coins by hour"],
        site.path("shows"): ["H1 Shows"],
        f"{site.path('shows')}?show={number}": [
            "H1 Morning drawing",
            "H2 Coins over time",
            "H2 Top gifters",
            "H2 Biggest combos",
            "H2 What stood out",
        ],
    }
    async with opened(browser, site) as page:
        for path, headings in pages.items():
            await page.goto(f"{site.url}{path}")
            assert await outline(page) == headings
            assert await unnamed(page) == []
            assert await page.locator("main, header, nav").count() >= 3


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
async def test_no_page_is_wider_than_the_screen(
    site: Scenery, books: Books, browser: Browser, width: int
) -> None:
    people = [Person(10**17 + number, "W" * 32) for number in range(3)]
    await books.enrich(*people, coins=10**9)
    gifts = [books.gift(who, 999) for who in people]
    number = await books.show("W" * 80, gifts)
    async with opened(browser, site, viewport={"width": width, "height": 800}) as page:
        for path in ("", "/shows", f"/shows?show={number}"):
            await page.goto(f"{site.url}/dashboard/{site.guild}{path}")
            shown = await page.evaluate("document.documentElement.scrollWidth")
            assert shown <= width, path
            drawn = [await one.is_visible() for one in await page.locator(".plot svg").all()]
            assert sum(drawn) == len(drawn) / 2


# The overview.


async def test_a_new_creator_reads_what_to_do_next(site: Scenery, browser: Browser) -> None:
    async with opened(browser, site) as page:
        told = await page.locator("main").inner_text()
        assert "No gifts in these 7 days yet. /live start on your server" in told
        assert await page.locator(".plot").count() == 0
        await page.goto(f"{site.url}{site.path('shows')}")
        assert "No show yet. /live start" in await page.locator("main").inner_text()


async def test_the_overview_counts_what_came_and_compares_it_with_the_time_before(
    site: Scenery, books: Books, browser: Browser
) -> None:
    theatre = site.theatre
    ann, kim = theatre.person("Ann"), theatre.person("Kim")
    theatre.clock.advance(-10 * DAY)
    await books.enrich(ann, kim)
    # Ten days ago: 20 coins of one. Three days ago: 5 of one. Now: 30 and 6, of two.
    await books.submit(books.gift(ann, 20))
    theatre.clock.advance(7 * DAY)
    await books.submit(books.gift(ann, 5))
    theatre.clock.advance(3 * DAY)
    await books.submit(books.gift(ann, 30))
    await theatre.use("Kim", "/gift", gift="Rose", to=theatre.id_of("Bea"), count=6)
    async with opened(browser, site) as page:
        shown = await figures(page)
        assert shown == {
            "Coins received": "41\n+21, from 20",
            "Gifts": "41\n+21, from 20",
            "Givers": "2\n+1, from 1",
            "Diamonds earned": "20.5\n+10.5, from 10\n17.5 paid · 3 bonus",
        }
        await page.get_by_role("link", name="Today").click()
        assert (await figures(page))["Coins received"] == "36\n+36, from 0"
        await page.get_by_role("link", name="30 days").click()
        assert (await figures(page))["Coins received"] == "61\n+61, from 0"
        await page.get_by_text("As a table").click()
        rows = await page.locator("tbody tr").all_inner_texts()
        assert len(rows) == 30
        assert sorted(row.split("\t")[1] for row in rows if not row.endswith("\t0")) == [
            "20",
            "36",
            "5",
        ]


async def test_a_reversed_gift_counts_nowhere(site: Scenery, browser: Browser) -> None:
    theatre = site.theatre
    await theatre.use("Bea", "/live start", title="Morning drawing")
    await gift(theatre, "Ann", count=3)
    seq = await gift(theatre, "Kim", count=50)
    await theatre.use("Max", "/mod reverse", gift=f"#{seq}", reason="by mistake")
    async with opened(browser, site) as page:
        assert (await figures(page))["Coins received"].startswith("3\n")
        assert (await figures(page))["Givers"].startswith("1\n")
        await page.get_by_role("link", name="Today").click()
        await page.get_by_text("As a table").click()
        hours = await page.locator("tbody td").all_inner_texts()
        assert sum(map(int, hours)) == 3
        await page.get_by_role("link", name="Shows").click()
        await page.get_by_role("link", name="Morning drawing").click()
        assert (await figures(page))["Coins"] == "3"
        assert await page.locator("h1 + p .badge").inner_text() == "live now"


async def test_days_are_those_of_the_server(site: Scenery, books: Books, browser: Browser) -> None:
    theatre = site.theatre
    zone = ZoneInfo("Pacific/Kiritimati")
    await books.submit(
        ChangeSetting(
            guild=site.guild,
            key=books.key,
            actor=theatre.person("Olive"),
            changes=(("timezone", zone.key),),
        )
    )
    ann = theatre.person("Ann")
    await books.enrich(ann)
    here = datetime.fromtimestamp(theatre.clock() / 1_000, zone)
    midnight = (here + timedelta(days=1)).replace(hour=0, minute=30, second=0)
    theatre.clock.advance(midnight.timestamp() - theatre.clock() / 1_000)
    await books.submit(books.gift(ann, 9))
    async with opened(browser, site) as page:
        await page.get_by_role("link", name="Today").click()
        assert (await figures(page))["Coins received"].startswith("9\n")
        bar = page.locator("svg.wide rect title")
        assert await bar.all_text_contents() == ["00:00: 9"]
        await page.get_by_role("link", name="7 days").click()
        days = await page.locator("svg.wide rect title").all_text_contents()
        assert [re.match(r"\d+", day)[0] for day in days] == [str(midnight.day)]  # type: ignore[index]


async def test_german_readers_read_german_numbers_and_dates(
    site: Scenery, books: Books, browser: Browser
) -> None:
    ann = site.theatre.person("Ann")
    await books.enrich(ann, coins=99_999)
    number = await books.show("", [books.gift(ann, 999), books.gift(ann, 502)])
    async with opened(browser, site, locale="de-DE") as page:
        assert await page.locator("html").get_attribute("lang") == "de"
        assert (await figures(page))["Münzen erhalten"] == "1.501\n+1.501, zuvor 0"
        assert (await figures(page))["Diamanten verdient"].startswith("750,5\n")
        await page.goto(f"{site.url}{site.path('shows')}?show={number}")
        assert re.fullmatch(r"Show vom \d+\. \w+ \d{4}", await page.locator("h1").inner_text())
        assert re.search(r", \d\d:\d\d Uhr", await page.locator("h1 + p").inner_text())


async def test_pausing_takes_one_press_and_is_told(site: Scenery, browser: Browser) -> None:
    async with opened(browser, site) as page:
        await page.get_by_role("link", name="30 days").click()
        await page.get_by_role("button", name="Pause gifts").click()
        assert await page.get_by_role("status").inner_text() == (
            "Paused. Nobody can send you gifts until you let them in again."
        )
        assert page.url.endswith("?days=30")
        refused = await site.theatre.use("Ann", "/gift", gift="Rose", to=site.theatre.id_of("Bea"))
        assert "Gifts are paused here for now" in refused.reply.text
        await page.get_by_role("button", name="Let gifts in").click()
        assert "Gifts can reach you." in await page.get_by_role("status").inner_text()


# Shows.


async def test_one_show_tells_who_carried_it_and_how_it_was_thanked(
    site: Scenery, books: Books, browser: Browser
) -> None:
    theatre = site.theatre
    ann, kim, bea = theatre.person("Ann"), theatre.person("Kim"), theatre.person("Bea")
    await books.enrich(ann, kim)
    gifts = [*(books.gift(ann, 4) for _ in range(3)), books.gift(kim, 100)]
    number = await books.show("Morning drawing", gifts, seconds=900)
    rows = await theatre.house.reader.fetch("SELECT max(number) FROM combo")
    await books.submit(
        ThankAll(guild=site.guild, key=books.key, actor=bea, creator=bea, combo=rows[0][0])
    )
    async with opened(browser, site) as page:
        await page.goto(f"{site.url}{site.path('shows')}")
        row = await page.locator("tbody tr").inner_text()
        assert row.split("\t")[1:] == ["15 min", "112", "56", "112", "100 %"]
        await page.get_by_role("link", name="Morning drawing").click()
        assert await figures(page) == {
            "Length": "15 min",
            "Coins": "112",
            "Diamonds": "56",
            "Gifts": "112",
            "Givers": "2",
            "Thanked": "100 %\nhalf of it within 7 min",
        }
        tables = page.locator(".columns table")
        best = await tables.nth(0).locator("tbody tr").all_inner_texts()
        assert [one.split("\t")[1::2] for one in best] == [["Kim", "100"], ["Ann", "12"]]
        combos = await tables.nth(1).locator("tbody tr").all_inner_texts()
        assert combos == ["Rose ×100\tKim\t100", "Rose ×12\tAnn\t12"]
        assert await page.locator(".facts dd").all_inner_texts() == [
            "Rose ×12 · \u2068Ann\u2069",
            "\u2068Rose\u2069 ×100, 100 coins · \u2068Kim\u2069",
        ]
        await page.get_by_text("As a table").click()
        come = await page.locator("details tbody tr").all_inner_texts()
        assert [one.split("\t")[1] for one in come][-1] == "112"
        async with page.expect_download() as downloading:
            await page.get_by_role("link", name="Download CSV").click()
        path = await (await downloading.value).path()
        rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))
        assert [(row["sender"], row["count"]) for row in rows] == [
            ("Ann", "4"),
            ("Ann", "4"),
            ("Ann", "4"),
            ("Kim", "100"),
        ]
        assert number


async def test_the_file_of_a_show_is_saved_and_carries_no_formula(
    site: Scenery, books: Books
) -> None:
    thief = Person(10**17, "=HYPERLINK(1)")
    await books.enrich(thief)
    number = await books.show("Morning drawing", [books.gift(thief)])
    async with site.signed_in("Bea") as bea:
        answer = await bea.get(f"{site.path('shows', 'gifts.csv')}?show={number}")
        assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
        assert re.fullmatch(
            r'attachment; filename="gifts-\d{4}-\d\d-\d\d\.csv"',
            answer.headers["Content-Disposition"],
        )
        assert "'=HYPERLINK(1)" in await answer.text()
        assert (await bea.get(site.path("shows", "gifts.csv"))).status == 404


async def test_shows_are_turned_page_by_page_and_none_is_missed(
    site: Scenery, books: Books, browser: Browser
) -> None:
    shows = SHOWS_PER_PAGE * 2 + 3
    for number in range(shows):
        await books.show(f"Evening {number}", [], seconds=60)
    seen = []
    async with opened(browser, site) as page:
        await page.goto(f"{site.url}{site.path('shows')}")
        for following in (True, True, False):
            seen += await page.locator("tbody th a").all_inner_texts()
            assert await page.get_by_role("link", name="Older").count() == following
            if following:
                await page.get_by_role("link", name="Older").click()
        assert seen == [f"Evening {number}" for number in reversed(range(shows))]
        await page.get_by_role("link", name="Newer").click()
        again = await page.locator("tbody th a").all_inner_texts()
        assert again == seen[SHOWS_PER_PAGE : 2 * SHOWS_PER_PAGE]
    creator = await number_of(site.theatre, "Bea")
    first = await shows_of(site.theatre.house.reader, site.guild, creator, limit=1)
    assert first.has_older
    assert not first.has_newer


# What people wrote.


async def test_five_hundred_hostile_names_are_written_out_and_do_nothing(
    site: Scenery, books: Books, browser: Browser
) -> None:
    people = [
        Person(10**17 + number, f"{HOSTILE[number % len(HOSTILE)]}{number}")
        for number in range(500)
    ]
    await books.enrich(*people)
    numbers = []
    for place in range(0, len(people), 10):
        some = people[place : place + 10]
        gifts = [books.gift(who, 10 + number) for number, who in enumerate(some)]
        numbers.append(await books.show(f"{HOSTILE[place // 10 % 10]}{place}", gifts, seconds=60))
    words_of = re.compile(r"\d+")
    async with opened(browser, site) as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("dialog", lambda dialog: pytest.fail(dialog.message))
        for number in numbers:
            await page.goto(f"{site.url}{site.path('shows')}?show={number}")
            names = await page.locator(".columns table").nth(0).locator("bdi").all_inner_texts()
            assert len(names) == 10
            assert all(words_of.search(name) or name.endswith("…") for name in names)
            assert await page.locator("main script, main img, main form, main b").count() == 0
        for path in ("", "/shows"):
            await page.goto(f"{site.url}/dashboard/{site.guild}{path}")
            assert await page.locator("main script, main img, main b").count() == 0
        assert await page.locator("tbody th a").count() == SHOWS_PER_PAGE
        assert {url[: len(site.url)] for url in asked} == {site.url}
