"""Takes a picture of every page, on a desk and in a hand, in daylight and at night.

`make screenshots` plays a month and the short show with the real bot, and leaves what it saw in
docs/screenshots. Another page is one more entry of `AFTER_THE_SHOW`; sections of the dashboard come
by themselves.
"""

import asyncio
import io
import random
import re
import sys
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from PIL import Image
from playwright.async_api import Browser, BrowserContext, Page, async_playwright, expect
from rich.console import Console

from bot.demo import Playing
from bot.ledger.money import Currency
from bot.ledger.outcomes import Accepted
from bot.ledger.requests import AdjustBalance, SendGift
from bot.sandbox.people.prompt import Prompt
from bot.web.dashboard.sections import SECTIONS
from bot.web.dashboard.visit import Section
from tests.browser import ABSENT, ARGUMENTS, found
from tests.sandbox.reader import Reader
from tests.theatre import open_theatre
from tests.web.scenery import Link, Scenery, open_site

FOLDER: Final = Path(__file__).parents[1] / "docs" / "screenshots"
MOST_COLOURS: Final = 256
"""What a picture of a page needs; so it is a third as large."""
_DAYS: Final = 28
_DAY_SECONDS: Final = 86_400
_GIFTS_A_DAY: Final = 6
_SENDERS: Final = ("Ann", "Kim", "Lee", "Cleo")
_ITEMS: Final = range(1, 25)
_EACH_ITEM: Final = [1 / (5 + number) for number in range(len(_ITEMS))]
"""How often each gift is sent: the cheap ones come first, and most often."""
_EVENINGS: Final = frozenset({2, 9, 16, 23})
"""The days on which Bea was live."""
_ELSEWHERE: Final = "general"
"""Where the gifts of the month are thanked for, so that the show has its channel to itself."""
_NOTHING: Final[Any] = None


@dataclass(frozen=True, slots=True)
class Look:
    """In which window a page is seen, and by which light."""

    name: str
    width: int
    height: int
    scheme: Any = "light"
    is_halved: bool = False
    """Whether its picture is half as large, and as soft as something in motion may be."""

    @property
    def options(self) -> dict[str, Any]:
        """The same as Playwright is told."""
        return {
            "viewport": {"width": self.width, "height": self.height},
            "color_scheme": self.scheme,
            "locale": "en-GB",
            "timezone_id": "UTC",
            "reduced_motion": "reduce",
        }


EVERYWHERE: Final = (
    Look("desktop-light", 1280, 860),
    Look("desktop-dark", 1280, 860, "dark"),
    Look("phone-light", 390, 844, "light"),
    Look("phone-dark", 390, 844, "dark"),
)
IN_A_STREAM: Final = (
    Look("1920x1080", 1920, 1080, is_halved=True),
    Look("800x600", 800, 600, is_halved=True),
)


@dataclass
class Evening:
    """What is looked at: a bot that has played, and the people on its server."""

    site: Scenery
    overlay: Link = field(default=_NOTHING)
    signed_in: dict[str, Any] = field(default_factory=dict)

    async def cookies_of(self, browser: Browser, name: str) -> Any:
        """What the browser of somebody holds who has signed in, once for all pictures."""
        if name not in self.signed_in:
            page = await self.site.sign_in(browser, name)
            self.signed_in[name] = await page.context.cookies()
            await page.context.close()
        return self.signed_in[name]


Open = Callable[[Evening, BrowserContext], Awaitable[Page]]


@dataclass(frozen=True, slots=True)
class Shot:
    """A page, how one comes there, and the looks of it."""

    name: str
    open: Open
    looks: Sequence[Look] = EVERYWHERE


async def sandbox(evening: Evening, context: BrowserContext) -> Page:
    """The sandbox's page, with the channel in which the show was and the overlay beside it."""
    theatre = evening.site.theatre
    theatre.sandbox.page.overlay = evening.overlay.address
    page = await context.new_page()
    await page.goto(theatre.sandbox.page_url)
    await Reader(page, []).is_ready()
    stream = page.frame_locator("#overlay iframe")
    if await page.locator("#overlay iframe").is_visible():
        await gift(evening.site, "Lee", 13, message="hello from the first row")
        await expect(stream.locator(".alert:not([hidden])")).to_be_visible()
    return page


async def door(evening: Evening, context: BrowserContext) -> Page:
    """Where a link to the dashboard leads."""
    page = await context.new_page()
    await page.goto((await evening.site.link("Bea")).address)
    await expect(page.get_by_role("button")).to_be_visible()
    return page


async def overlay(evening: Evening, context: BrowserContext) -> Page:
    """The overlay with a large gift, before something like a stream."""
    page = await context.new_page()
    await page.goto(evening.overlay.address)
    await page.evaluate(
        """document.documentElement.style.background =
            "radial-gradient(circle at 30% 30%, #3d5a80, #14213d 60%, #0b132b)" """
    )
    await gift(evening.site, "Lee", 30, message="for the sea!")
    await expect(page.locator(".alert:not([hidden])")).to_be_visible()
    await asyncio.gather(
        *[
            expect(picture).to_have_js_property("complete", value=True)
            for picture in await page.locator("img:visible").all()
        ]
    )
    return page


def section(shown: Section) -> Shot:
    """A section of the dashboard, as whoever it is for sees it."""

    async def visit(evening: Evening, context: BrowserContext) -> Page:
        name = "Bea" if shown.right is None else "Olive"
        browser = context.browser
        assert browser is not None
        await context.add_cookies(await evening.cookies_of(browser, name))
        page = await context.new_page()
        answer = await page.goto(evening.site.public_url + evening.site.path(shown.path))
        assert answer is not None
        assert answer.ok, (shown.path, answer.status)
        assert page.url.endswith(shown.path), page.url
        return page

    return Shot(f"dashboard-{shown.path}", visit)


_OF_THE_OVERLAY: Final = tuple(one for one in SECTIONS if one.path == "overlay")
AFTER_A_MONTH: Final = tuple(section(one) for one in SECTIONS if one not in _OF_THE_OVERLAY)
"""What is seen of four ordinary weeks."""
AFTER_THE_SHOW: Final = (
    Shot("sandbox", sandbox),
    Shot("door", door),
    Shot("overlay", overlay, IN_A_STREAM),
    *map(section, _OF_THE_OVERLAY),
)
"""What is seen of one large evening."""


# What there is to see.


async def gift(site: Scenery, sender: str, item: int, to: str = "Bea", message: str = "") -> None:
    """Have somebody send a gift without typing it."""
    theatre = site.theatre
    outcome = await theatre.house.writer.submit(
        SendGift(
            guild=theatre.guild,
            key=f"picture:{theatre.clock()}:{sender}:{item}",
            actor=theatre.person(sender),
            to=theatre.person(to),
            item=item,
            message=message,
            channel=theatre.channel_id(_ELSEWHERE),
        )
    )
    assert isinstance(outcome, Accepted), outcome


async def grant(site: Scenery, name: str, coins: int, reason: str) -> None:
    """Have somebody given coins by the owner of the server."""
    theatre = site.theatre
    outcome = await theatre.house.writer.submit(
        AdjustBalance(
            guild=theatre.guild,
            key=f"picture:{name}:{reason}",
            actor=theatre.person("Olive"),
            member=theatre.person(name),
            currency=Currency.COINS,
            amount=coins,
            reason=reason,
        )
    )
    assert isinstance(outcome, Accepted), outcome


async def month(site: Scenery) -> None:
    """Play four weeks of gifts and shows, the same each time but for the day they end on."""
    theatre, chance = site.theatre, random.Random(4)
    for name in _SENDERS:
        await grant(site, name, 100_000, "opening present")
    for day in range(_DAYS):
        is_live = day in _EVENINGS
        if is_live:
            await theatre.use("Bea", "/live start", title=f"Evening {day // 7 + 1}")
        for _ in range(_GIFTS_A_DAY * (4 if is_live else 1)):
            theatre.clock.advance(_DAY_SECONDS / _GIFTS_A_DAY / 40)
            to = chance.choices(("Bea", "Cleo"), (5, 1))[0]
            senders = [name for name in _SENDERS if name != to]
            (item,) = chance.choices(_ITEMS, _EACH_ITEM)
            await gift(site, chance.choice(senders), item, to)
        if is_live:
            await theatre.use("Bea", "/live end")
        passed = _GIFTS_A_DAY * (4 if is_live else 1) * _DAY_SECONDS / _GIFTS_A_DAY / 40
        theatre.clock.advance(_DAY_SECONDS - passed)
    await theatre.announced(_ELSEWHERE)


async def show(site: Scenery, said: Console) -> None:
    """Play the short show, line by line."""
    theatre = site.theatre
    assert theatre.bot is not None
    prompt = Prompt(theatre.stage, said)
    playing = Playing(theatre.sandbox, theatre.bot, theatre.stage, prompt, said, theatre.clock)
    await playing.play()


async def go_live(site: Scenery) -> None:
    """Begin another show, with a goal and some gifts on the boards."""
    await site.theatre.use("Bea", "/live start", title="Painting the sky")
    await site.theatre.use("Bea", "/live goal", gift="Rose", target=20)
    await grant(site, "Lee", 30_000, "thank you for the posters")
    # Kim has a budget since the short show.
    for sender, item in (("Ann", 12), ("Lee", 10), ("Cleo", 1), ("Ann", 1), ("Lee", 20)):
        await gift(site, sender, item)


# Taking the pictures.


async def take(browser: Browser, evening: Evening, shot: Shot, look: Look, folder: Path) -> Path:
    """One picture, as small as it may be."""
    context = await browser.new_context(**look.options)
    try:
        page = await shot.open(evening, context)
        await page.wait_for_load_state()
        taken = await page.screenshot(animations="disabled", caret="hide")
    finally:
        await context.close()
    path = folder / f"{shot.name}-{look.name}.png"
    await asyncio.to_thread(_save_small, taken, path, is_halved=look.is_halved)
    return path


async def take_all(
    browser: Browser, evening: Evening, shots: Sequence[Shot], folder: Path, wanted: str
) -> None:
    """Take the pictures of those whose names match."""
    for shot in shots:
        if re.search(wanted, shot.name):
            for look in shot.looks:
                taken = await take(browser, evening, shot, look, folder)
                kibibytes = len(await asyncio.to_thread(taken.read_bytes)) // 1024
                Console().print(f"{taken.name}: {kibibytes} KiB")


def _save_small(taken: bytes, path: Path, *, is_halved: bool) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    dither = Image.Dither.FLOYDSTEINBERG if is_halved else Image.Dither.NONE
    with Image.open(io.BytesIO(taken)) as opened:
        picture = opened.convert("RGB")
        if is_halved:
            picture = picture.reduce(2)
        # The colours are chosen first, for Pillow mixes only those that it is given.
        palette = picture.quantize(MOST_COLOURS, method=Image.Quantize.MEDIANCUT, kmeans=2)
        picture.quantize(MOST_COLOURS, palette=palette, dither=dither).save(path, optimize=True)


async def main(folder: Path, wanted: str = "") -> None:
    """Take the pictures of the pages whose names match, all of them by default."""
    said = Console()
    async with AsyncExitStack() as opened:
        playwright = await opened.enter_async_context(async_playwright())
        path = found(playwright)
        if path is None:
            raise SystemExit(ABSENT)
        browser = await playwright.chromium.launch(executable_path=path, args=[*ARGUMENTS])
        opened.push_async_callback(browser.close)
        books = Path(opened.enter_context(tempfile.TemporaryDirectory(prefix="ovation-")))
        theatre = await opened.enter_async_context(open_theatre(books))
        theatre.clock.advance(-(_DAYS + 1) * _DAY_SECONDS)
        site = await opened.enter_async_context(open_site(theatre))
        said.print("A month of gifts …")
        await month(site)
        evening = Evening(site)
        await take_all(browser, evening, AFTER_A_MONTH, folder, wanted)
        theatre.clock.advance(_DAY_SECONDS)
        # Nobody stays signed in for a day.
        evening.signed_in.clear()
        said.print("The short show …")
        await show(site, Console(file=io.StringIO()))
        await go_live(site)
        answer = await theatre.use("Bea", "/creator overlay")
        evening.overlay = Link(answer.reply.text)
        await take_all(browser, evening, AFTER_THE_SHOW, folder, wanted)


if __name__ == "__main__":
    asyncio.run(main(FOLDER, *sys.argv[1:2]))
