"""Overlays on a screen: the real page in a real browser, and what was seen and heard there."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Any, Final

from playwright.async_api import Browser, Locator, Page, Request, Response, ViewportSize

from bot.ledger.money import Currency
from bot.ledger.outcomes import Accepted, GiftSent
from bot.ledger.requests import AdjustBalance, Person, SendGift
from tests.browser import faults_of
from tests.web.pages import ROSE, Gallery, overlays

SLOWLY: Final = 0.1
"""Alerts that stay until a test has looked at them."""
AT_ONCE: Final = 40.0
"""Alerts that are over soon."""
WIDE: Final[ViewportSize] = {"width": 1920, "height": 1080}
SMALL: Final[ViewportSize] = {"width": 800, "height": 600}
_LINE_OF_BROWSER: Final = "Failed to load resource"
"""Begins what the browser itself writes down where the network is cut."""

# Tells the test of each alert that comes into sight, by the words that can be read there, and of
# every sound. What people wrote has `window.hacked` to set.
WITNESS: Final = """
(() => {
  let before = "";
  const look = () => {
    const alert = document.querySelector(".alert");
    if (!alert) return;
    const read = (name) => alert.querySelector(`.alert-${name}`).textContent;
    const words = alert.hidden ? "" : JSON.stringify([read("title"), read("message")]);
    if (words && words !== before) window.saw(JSON.parse(words));
    before = words;
  };
  new MutationObserver(look).observe(document, {
    subtree: true, childList: true, characterData: true,
    attributes: true, attributeFilter: ["hidden"],
  });
  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (at) {
    window.heard(this.frequency.value);
    return start.call(this, at);
  };
  if ("speechSynthesis" in window) {
    speechSynthesis.speak = (said) => window.spoke([said.text, said.lang, said.volume]);
  }
})();
"""


@dataclass
class Screen:
    """A page of Bea's overlay."""

    page: Page
    gallery: Gallery
    address: str
    seen: list[tuple[str, str]] = field(default_factory=list)
    """Title and message of each alert that came into sight, oldest first."""
    heard: list[float] = field(default_factory=list)
    """The frequency of each tone."""
    spoken: list[tuple[str, str, float]] = field(default_factory=list)
    """What was read out, in which language, and how loudly."""
    reports: list[dict[str, Any]] = field(default_factory=list)
    """What it reported as finished."""
    taken: list[dict[str, Any]] = field(default_factory=list)
    """Of that, what the bot took."""
    asked: list[str] = field(default_factory=list)
    """Every address that it asked for anything."""
    faults: list[str] = field(default_factory=list)

    @property
    def alert(self) -> Locator:
        """The alert, where one is in sight."""
        return self.page.locator(".alert:not([hidden])")

    def part(self, name: str) -> Locator:
        """A part of the alert."""
        return self.alert.locator(f".alert-{name}")

    @property
    def messages(self) -> list[str]:
        """The messages of the alerts that came into sight."""
        return [message for _, message in self.seen]

    @property
    def own_faults(self) -> list[str]:
        """What went wrong but for what a cut network makes the browser write down."""
        return [fault for fault in self.faults if not fault.startswith(_LINE_OF_BROWSER)]

    def note(self, request: Request) -> None:
        """Keep what is asked for."""
        self.asked.append(request.url)
        if request.url.endswith("/overlay/finished"):
            self.reports.append(dict(request.post_data_json or {}))

    def note_answer(self, response: Response) -> None:
        """Keep what is taken."""
        if response.status == HTTPStatus.NO_CONTENT:
            self.taken.append(dict(response.request.post_data_json or {}))

    async def open(self) -> None:
        """Load the page, or load it anew."""
        await self.page.goto(self.address)


def timed(gallery: Gallery, **timing: Any) -> None:
    """Have overlays that are opened from now on wait otherwise."""
    part = overlays(gallery)
    part.timing = replace(part.timing, **timing)


async def stranger(gallery: Gallery, name: str, number: int) -> Person:
    """Somebody of any name, whom Discord does not know, with enough to give."""
    person = Person(gallery.theatre.id_of("Ann") + number, name)
    grant = AdjustBalance(
        guild=gallery.theatre.guild,
        key=f"stranger:{number}",
        actor=gallery.theatre.person("Olive"),
        member=person,
        currency=Currency.COINS,
        amount=1_000_000,
        reason="for a test",
    )
    assert isinstance(await gallery.theatre.house.writer.submit(grant), Accepted)
    return person


async def gift_of(gallery: Gallery, sender: Person, item: int = ROSE, **more: Any) -> int:
    """Have somebody send Bea a gift; its number."""
    gallery.sent += 1
    theatre = gallery.theatre
    outcome = await theatre.house.writer.submit(
        SendGift(
            guild=theatre.guild,
            key=f"gift:{gallery.sent}",
            actor=sender,
            to=theatre.person("Bea"),
            item=item,
            channel=theatre.channel_id("gifts"),
            **more,
        )
    )
    assert isinstance(outcome, GiftSent), outcome
    return outcome.seq


@asynccontextmanager
async def open_screen(
    browser: Browser,
    gallery: Gallery,
    search: str = "",
    *,
    size: ViewportSize | None = None,
    script: str = "",
    secret: str = "",
    clock: bool = False,
    **options: Any,
) -> AsyncIterator[Screen]:
    """A page of Bea's overlay, whose address asks for `search`. It asked nobody else for anything,
    and nothing went wrong on it, when it is left."""
    context = await browser.new_context(viewport=size or SMALL, **options)
    page = await context.new_page()
    address = f"{gallery.url}/overlay{search}#{secret or gallery.token.secret}"
    screen = Screen(page, gallery, address, faults=faults_of(page))
    page.on("request", screen.note)
    page.on("response", screen.note_answer)
    await page.expose_function("saw", lambda words: screen.seen.append(tuple(words)))
    await page.expose_function("heard", lambda tone: screen.heard.append(float(tone)))
    await page.expose_function("spoke", lambda words: screen.spoken.append(tuple(words)))
    if clock:
        await page.clock.install()
    await page.add_init_script(WITNESS + script)
    try:
        await screen.open()
        yield screen
        assert await page.evaluate("window.hacked") is None
        assert screen.own_faults == []
        assert {url for url in screen.asked if not url.startswith(gallery.url)} == set()
    finally:
        await context.close()
