"""Promises of the overlay's page: what is seen and heard on a stream, in a real browser."""

import re
from typing import Final

import pytest
from playwright.async_api import Browser, ViewportSize, expect

from bot.ledger.catalogue import DEFAULT_ITEMS
from bot.ledger.requests.browser import ChangeOverlay, TestAlert
from bot.ledger.requests.live import HoldThanks, ReplayGift, SetGoal, SkipThanks, StartShow
from tests.theatre import Theatre
from tests.waiting import until
from tests.web.pages import ROSE, Gallery, done, of_bea
from tests.web.screens import AT_ONCE, SLOWLY, SMALL, WIDE, gift_of, open_screen, stranger, timed

COFFEE, CAP, LION = (
    next(item.number for item in DEFAULT_ITEMS if item.name == name)
    for name in ("Coffee", "Cap", "Lion")
)
"""Gifts of 1, 99 and 29,999 coins."""
LONG: Final = "You made my week, and I wanted all of you to know that. " * 8


@pytest.fixture
def slow(gallery: Gallery) -> Gallery:
    """Bea's overlay, whose alerts stay until they are looked at."""
    timed(gallery, speed=SLOWLY)
    return gallery


async def test_an_alert_tells_all_there_is_to_tell(browser: Browser, slow: Gallery) -> None:
    await slow.gift("Ann", quantity=12, message="you made my week!")
    async with open_screen(browser, slow) as screen:
        await expect(screen.part("title")).to_have_text("Ann sends Rose")
        await expect(screen.part("count")).to_have_text("×12")
        await expect(screen.part("coins")).to_have_text("12 coins")
        await expect(screen.part("message")).to_have_text("you made my week!")
        await expect(screen.part("level")).to_contain_text("Lv")
        await expect(screen.part("label")).to_be_hidden()
        picture = screen.part("picture")
        await expect(picture).to_have_attribute("src", "/emoji/1f339")
        await expect(picture).to_have_js_property("complete", value=True)
        assert await picture.evaluate("image => image.naturalWidth") > 0


@pytest.mark.parametrize(
    ("item", "quantity", "form"),
    [(ROSE, 1, "line"), (CAP, 1, "card"), (CAP, 8, "picture"), (LION, 1, "highlight")],
)
async def test_larger_gifts_are_larger_on_the_screen(
    browser: Browser, slow: Gallery, item: int, quantity: int, form: str
) -> None:
    await slow.gift("Ann", item, quantity=quantity)
    async with open_screen(browser, slow, size=WIDE) as screen:
        await expect(screen.alert).to_have_attribute("data-form", form)
        drops = {"picture": 14, "highlight": 36}.get(form, 0)
        await expect(screen.page.locator(".shower img")).to_have_count(drops)
        size = await screen.part("title").evaluate("p => parseFloat(getComputedStyle(p).fontSize)")
        least, most = {"line": (26, 30), "card": (33, 36), "picture": (46, 50)}.get(form, (55, 65))
        assert least <= size <= most


async def test_a_combo_counts_up_in_place(browser: Browser, slow: Gallery) -> None:
    await slow.gift("Ann", message="one")
    async with open_screen(browser, slow) as screen:
        await expect(screen.part("title")).to_be_visible()
        await expect(screen.part("count")).to_be_hidden()
        before = len(screen.heard)
        for count in range(2, 5):
            await slow.gift("Ann")
            await expect(screen.part("count")).to_have_text(f"×{count}")
        await until(lambda: len(screen.heard) > before)
        assert screen.messages == ["one"]
        # It becomes large enough for another form, and is the same alert still.
        await slow.gift("Ann", quantity=60)
        await expect(screen.alert).to_have_attribute("data-form", "card")
        await expect(screen.part("message")).to_have_text("one")
        assert screen.messages == ["one"]


async def test_alerts_follow_each_other(browser: Browser, gallery: Gallery) -> None:
    timed(gallery, speed=AT_ONCE)
    async with open_screen(browser, gallery) as screen:
        for sender in ("Ann", "Kim", "Lee"):
            await gallery.gift(sender, message=f"from {sender}")
        await until(lambda: len(screen.reports) == 3)
        await expect(screen.alert).to_have_count(0)
        assert screen.messages == ["from Ann", "from Kim", "from Lee"]


async def test_a_test_is_not_to_be_mistaken(browser: Browser, slow: Gallery) -> None:
    await of_bea(slow, TestAlert)
    async with open_screen(browser, slow, "?minimum=1000000") as screen:
        await expect(screen.alert).to_have_attribute("data-kind", "test")
        await expect(screen.part("label")).to_have_text("TEST · not a gift")
        background = await screen.part("body").evaluate("b => getComputedStyle(b).backgroundImage")
        assert "repeating-linear-gradient" in background


async def test_a_replay_says_that_it_is_one(browser: Browser, gallery: Gallery) -> None:
    timed(gallery, speed=AT_ONCE)
    number = await gallery.gift("Ann", message="hello")
    async with open_screen(browser, gallery) as screen:
        await until(lambda: len(screen.taken) == 1)
    timed(gallery, speed=SLOWLY)
    await of_bea(gallery, ReplayGift, combo=number)
    async with open_screen(browser, gallery) as screen:
        await expect(screen.part("label")).to_have_text("Replay")
        await expect(screen.alert).to_have_attribute("data-kind", "replay")


async def test_a_new_level_is_told(browser: Browser, slow: Gallery) -> None:
    await slow.gift("Ann")
    slow.theatre.clock.advance(20)
    await slow.gift("Ann", LION)
    timed(slow, speed=SLOWLY)
    await of_bea(slow, SkipThanks, combo=(await slow.overlay()).last_seq - 1)
    async with open_screen(browser, slow) as screen:
        await expect(screen.part("level")).to_have_text(re.compile(r"Now Lv \d+"))
        await expect(screen.alert).to_have_class(re.compile("raised"))


async def test_what_waited_long_is_summed_up(browser: Browser, slow: Gallery) -> None:
    await slow.gift("Ann")
    await slow.gift("Kim")
    slow.theatre.clock.advance(180)
    async with open_screen(browser, slow) as screen:
        await expect(screen.alert).to_have_attribute("data-kind", "sum")
        await expect(screen.part("title")).to_contain_text("2 gifts from 2 people")
        await expect(screen.part("picture")).to_have_attribute("src", "/emoji/1f381")


async def test_what_is_skipped_stops_at_once(browser: Browser, slow: Gallery) -> None:
    number = await slow.gift("Ann", LION, message="first")
    async with open_screen(browser, slow) as screen:
        await expect(screen.part("message")).to_have_text("first")
        await of_bea(slow, SkipThanks, combo=number)
        await expect(screen.alert).to_have_count(0)
        await expect(screen.page.locator(".shower img")).to_have_count(0)
        assert screen.reports == []


async def test_the_page_says_that_alerts_are_paused(browser: Browser, slow: Gallery) -> None:
    async with open_screen(browser, slow) as screen:
        await of_bea(slow, HoldThanks, on=True)
        state = screen.page.locator(".state")
        await expect(state).to_have_text("Alerts are paused")
        await slow.gift("Ann")
        await of_bea(slow, HoldThanks, on=False)
        await expect(state).to_be_hidden()
        await expect(screen.alert).to_have_count(1)


# What stands beside the alerts.


async def live(theatre: Theatre, gallery: Gallery) -> None:
    """Have Bea be live, with a goal of 20 Roses, and two gifts."""
    channel = theatre.channel_id("gifts")
    await of_bea(gallery, StartShow, channel=channel, title="An evening")
    an_hour_on = gallery.theatre.clock() + 3_600_000
    await done(gallery, SetGoal, item=ROSE, target=20, expires_ms=an_hour_on)
    await gallery.gift("Ann", quantity=5)
    await gallery.gift("Kim", COFFEE)


async def test_widgets_stand_beside_the_alerts(
    browser: Browser, theatre: Theatre, slow: Gallery
) -> None:
    await live(theatre, slow)
    async with open_screen(browser, slow) as screen:
        await expect(screen.page.locator(".goal-title")).to_contain_text("5 / 20")
        await expect(screen.page.locator(".top .name")).to_have_text(["Ann", "Kim"])
        await expect(screen.page.locator(".latest .figure")).to_have_text(["×1", "×5"])
        await expect(screen.alert).to_have_count(1)
        await slow.gift("Ann", quantity=15)
        await expect(screen.page.locator(".goal")).to_have_class(re.compile("reached"))


@pytest.mark.parametrize("widget", ["goal", "top", "latest"])
async def test_a_widget_alone_fills_its_source_and_plays_nothing(
    browser: Browser, theatre: Theatre, gallery: Gallery, widget: str
) -> None:
    timed(gallery, speed=AT_ONCE)
    await live(theatre, gallery)
    size: ViewportSize = {"width": 400, "height": 300}
    if widget == "goal":
        size = {"width": 600, "height": 100}
    async with (
        open_screen(browser, gallery, "?show=alerts&minimum=2") as screen,
        open_screen(browser, gallery, f"?show={widget}", size=size) as alone,
    ):
        await expect(alone.page.locator(".panel:visible")).to_have_count(1)
        box = await alone.page.locator(f".{widget}").bounding_box()
        assert box is not None
        assert box["width"] > 0.9 * size["width"]
        assert box["y"] + box["height"] <= size["height"]
        # The newest page is the one that plays, but not where it shows no alerts.
        await gallery.gift("Lee", CAP)
        await until(lambda: len(screen.reports) == 3)
        assert screen.heard != []
        assert (alone.seen, alone.heard, alone.reports) == ([], [], [])


# What the address asks for.


async def test_small_gifts_are_passed_over_where_the_address_says_so(
    browser: Browser, gallery: Gallery
) -> None:
    timed(gallery, speed=AT_ONCE)
    async with open_screen(browser, gallery, "?minimum=50") as screen:
        await gallery.gift("Ann", message="small")
        await gallery.gift("Kim", CAP, message="large")
        await until(lambda: len(screen.reports) == 2)
        assert screen.messages == ["large"]
        assert len(screen.heard) > 0


@pytest.mark.parametrize(
    ("search", "pixels"),
    [("", 13.5), ("?size=2", 27), ("?size=0.1", 6.75), ("?size=99", 40.5), ("?size=large", 13.5)],
)
async def test_the_address_says_how_large_everything_is(
    browser: Browser, gallery: Gallery, search: str, pixels: float
) -> None:
    async with open_screen(browser, gallery, search) as screen:
        font = await screen.page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
        assert font == pytest.approx(pixels)


@pytest.mark.parametrize("search", ["?mute=1", "?volume=0", "?mute", "?show=goal,alerts&volume=-5"])
async def test_the_address_can_have_it_be_silent(
    browser: Browser, gallery: Gallery, search: str
) -> None:
    timed(gallery, speed=AT_ONCE)
    async with open_screen(browser, gallery, f"{search}&speech=1") as screen:
        await gallery.gift("Ann", LION, message="hello")
        await until(lambda: len(screen.reports) == 1)
        assert (screen.heard, screen.spoken) == ([], [])


async def test_what_is_read_out_has_an_end(browser: Browser, slow: Gallery) -> None:
    await of_bea(slow, ChangeOverlay, volume=40, speaks=True, least_coins=1)
    await slow.gift("Ann", LION, message="https://a.example/b " + "a" * 150 + LONG[:200])
    async with open_screen(browser, slow) as screen:
        await until(lambda: len(screen.spoken) == 1)
        ((text, language, volume),) = screen.spoken
        assert text.startswith("Ann sends Lion: … aaaYou made my week")
        assert (len(text) <= 240, language) == (True, "en")
        assert volume == pytest.approx(0.4)
        await slow.gift("Ann", LION)
        await expect(screen.part("count")).to_have_text("×2")
        assert len(screen.spoken) == 1


async def test_a_browser_that_wants_a_click_before_it_sounds_is_offered_one(
    browser: Browser, slow: Gallery
) -> None:
    asleep = """
    Object.defineProperty(AudioContext.prototype, "state", { get: () => window.state });
    window.state = "suspended";
    AudioContext.prototype.resume = function () {
      window.state = "running";
      this.dispatchEvent(new Event("statechange"));
    };
    """
    async with open_screen(browser, slow, script=asleep) as screen:
        offer = screen.page.get_by_role("button", name="Click for sound")
        await offer.click()
        await expect(offer).to_be_hidden()
    async with open_screen(browser, slow, script=f"{asleep} window.obsstudio = {{}};") as screen:
        await slow.gift("Ann")
        await expect(screen.alert).to_have_count(1)
        await expect(screen.page.get_by_role("button")).to_have_count(0)
        assert screen.heard == []


async def test_who_wants_no_motion_gets_none(browser: Browser, slow: Gallery) -> None:
    await slow.gift("Ann", LION)
    async with open_screen(browser, slow, reduced_motion="reduce") as screen:
        await expect(screen.alert).to_have_attribute("data-form", "highlight")
        await expect(screen.page.locator(".shower img")).to_have_count(0)
        longest = await screen.page.evaluate(
            "document.getAnimations().reduce("
            "(most, { effect }) => Math.max(most, effect.getComputedTiming().endTime), 0)"
        )
        assert longest < 1


async def test_the_picture_behind_shines_through_and_a_style_sheet_of_ones_own_works(
    browser: Browser, slow: Gallery
) -> None:
    await slow.gift("Ann")
    async with open_screen(browser, slow) as screen:
        await expect(screen.alert).to_have_count(1)
        for element in ("html", "body", "main"):
            ground = await screen.page.locator(element).evaluate(
                "e => getComputedStyle(e).backgroundColor"
            )
            assert ground == "rgba(0, 0, 0, 0)"
        # As streaming programs do it: they put it into the page's head.
        await screen.page.add_style_tag(content=":root { --ink: #123456; --size: 2; }")
        await expect(screen.part("title")).to_have_css("color", "rgb(18, 52, 86)")


# What people may have written.

ZALGO: Final = "Z" + "\u0351\u036b\u0343\u036a\u0302\u036b\u033d" * 4 + "o"
WRITTEN: Final = {
    "long": ("W" * 32, "W" * 400),
    "zalgo": (ZALGO, f"{ZALGO} " * 12),
    "right-to-left": ("عبد الله المصري", "شكرا جزيلا على هذا البث الرائع! " * 10),
    "wide": ("配信者さんのファン一号です", "提灯ありがとう、とても楽しい配信でした。" * 18),
    "emoji": ("👩‍👩‍👧‍👦" * 3, "🌹" * 300),
}


@pytest.mark.parametrize("size", [WIDE, SMALL], ids=["1920x1080", "800x600"])
async def test_nothing_that_people_write_bursts_its_frame(
    browser: Browser, slow: Gallery, size: ViewportSize
) -> None:
    async with open_screen(browser, slow, size=size) as screen:
        for place, (name, message) in enumerate(WRITTEN.values(), 1):
            sender = await stranger(slow, name, place)
            number = await gift_of(slow, sender, LION, message=message[:400], quantity=3)
            await expect(screen.part("message")).to_have_text(" ".join(message[:400].split()))
            await screen.page.evaluate(_END_OF_MOTION)
            assert await screen.page.evaluate(_BURST) == []
            await of_bea(slow, SkipThanks, combo=number)


_END_OF_MOTION: Final = """
document.getAnimations()
  .filter(({ effect }) => effect.getComputedTiming().iterations === 1)
  .forEach((motion) => motion.finish())
"""
_BURST: Final = """
(() => {
  const inside = (inner, outer) =>
    inner.left >= outer.left - 1 && inner.right <= outer.right + 1 &&
    inner.top >= outer.top - 1 && inner.bottom <= outer.bottom + 1;
  const box = (element) => element.getBoundingClientRect();
  const body = document.querySelector(".alert-body");
  const screen = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
  const words = [...body.querySelectorAll(".alert-words, .alert-words *:not(bdi)")];
  const out = words.filter((element) => !inside(box(element), box(body)));
  const pictures = [body, body.querySelector(".alert-picture"), body.querySelector(".alert-count")];
  out.push(...pictures.filter((element) => !inside(box(element), screen)));
  return out.map((element) => element.className);
})()
"""
