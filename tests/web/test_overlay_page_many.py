"""Promises of the overlay's page over an evening: a thousand alerts, and all that people write."""

from functools import partial
from typing import Any, Final

import pytest
from playwright.async_api import Browser

from bot.ledger.requests import Person
from bot.web.door import Allowance
from bot.words.grammar import visible
from tests.waiting import until
from tests.web.pages import Gallery
from tests.web.screens import Screen, gift_of, open_screen, stranger, timed

FOREVER: Final = 1_000_000.0
MANY: Final = 1_000
MANY_HOSTILE: Final = 500
_FLAT_OUT: Final = 2_000.0


@pytest.fixture
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let one address ask as often as it wants: alerts pass faster here than anybody could see."""
    monkeypatch.setattr(Allowance, "seconds_to_wait", lambda *_: 0.0)


async def played(
    gallery: Gallery, screen: Screen, messages: list[str], senders: list[Person]
) -> None:
    """Have so many gifts be sent, each an alert of its own, and wait until all were shown."""
    for sender, message in zip(senders, messages, strict=True):
        await gift_of(gallery, sender, message=message)
        # So much later that it is no more of the same combo.
        gallery.theatre.clock.advance(20)
    await until_done(gallery, screen, len(messages))


async def until_done(gallery: Gallery, screen: Screen, many: int) -> None:
    """Wait until so many alerts were reported, and the books have all of that."""
    while (done := len(screen.taken)) < many:
        await until(partial(has_grown, screen.taken, done))
    assert (await gallery.overlay()).played_seq >= screen.taken[-1]["first"]


def has_grown(kept: list[dict[str, Any]], before: int) -> bool:
    """Whether a list has become longer than it was."""
    return len(kept) > before


@pytest.mark.usefixtures("unhurried")
async def test_a_thousand_alerts_are_shown_once_and_in_order(
    browser: Browser, gallery: Gallery
) -> None:
    timed(gallery, speed=_FLAT_OUT, breath=0.001, sum_after=FOREVER, forget_after=FOREVER)
    messages = [f"number {number}" for number in range(MANY)]
    async with open_screen(browser, gallery, "?mute=1") as screen:
        await played(gallery, screen, messages, [gallery.theatre.person("Ann")] * MANY)
        assert screen.messages == messages
        firsts = [report["first"] for report in screen.reports]
        assert firsts == sorted(set(firsts))
        rows = await gallery.theatre.house.reader.fetch("SELECT seq FROM gift ORDER BY seq")
        assert firsts == [seq for (seq,) in rows]
        # What a page remembers does not grow with what it has shown.
        assert await screen.page.evaluate("JSON.stringify({...sessionStorage}).length") < 20_000


HOSTILE: Final = (
    "<script>window.hacked = 1</script>",
    "<img src=x onerror=window.hacked=1>",
    "<svg onload=window.hacked=1>",
    "\"><iframe srcdoc='<script>top.hacked=1</script>'>",
    "javascript:window.hacked=1",
    "{{ window.hacked = 1 }} ${window.hacked=1}",
    "</p></section><style>*{display:none}</style>",
    "\\u003cscript\\u003ewindow.hacked=1",
    "data: {}\n\nevent: closed\ndata: {}",
    "\u202egnp.exe &lt;b&gt; &#x3c;i&#x3e;",
)

_ELEMENTS: Final = "[...document.querySelectorAll('*')].map(({ tagName }) => tagName)"


@pytest.mark.usefixtures("unhurried")
async def test_nothing_that_people_write_is_ever_executed(
    browser: Browser, gallery: Gallery
) -> None:
    timed(gallery, speed=_FLAT_OUT, breath=0.001, sum_after=FOREVER, forget_after=FOREVER)
    messages = [
        f"{HOSTILE[number % len(HOSTILE)]} {number}"[:140] for number in range(MANY_HOSTILE)
    ]
    people = [await stranger(gallery, name[:32], place) for place, name in enumerate(HOSTILE, 1)]
    senders = [people[number // 3 % len(people)] for number in range(MANY_HOSTILE)]
    async with open_screen(browser, gallery, "?speech=1&volume=1") as screen:
        made_of = set(await screen.page.evaluate(_ELEMENTS))
        await played(gallery, screen, messages, senders)
        # Word for word, but for what nobody could see; a name may end a word or two sooner.
        assert screen.messages == [visible(message) for message in messages]
        for (title, _), sender in zip(screen.seen, senders, strict=True):
            assert title.startswith(visible(sender.name)[:20])
        # Nothing but what the page itself is made of stands on it, and marks of names.
        assert set(await screen.page.evaluate(_ELEMENTS)) <= made_of | {"BDI"}
        assert await screen.page.locator("script, style, iframe, svg").count() == 1
