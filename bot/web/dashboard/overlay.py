"""The creator's own overlay in the browser: its address, how it is set, a test, and what is on."""

from collections.abc import Mapping
from typing import Any, Final

from aiohttp import web

from bot.ledger.outcomes import NothingChanged, Refused
from bot.ledger.outcomes.browser import OverlayChanged, TooManyTests
from bot.ledger.requests.browser import (
    LOUDEST,
    MOST_LEAST_COINS,
    ChangeOverlay,
    CloseOverlay,
    OpenOverlay,
    TestAlert,
)
from bot.storage.overlays import OverlayView, overlay_of, passed_over
from bot.web.dashboard.news import RENEWED_SECONDS
from bot.web.dashboard.queue import MOST_PASSED_OVER, PASSED_OVER_MS
from bot.web.dashboard.visit import Notice, Section, Visit
from bot.web.door import FRAMED_BY
from bot.web.overlays.playback import Presence
from bot.web.pages import page
from bot.web.tokens import opens, token_for
from bot.words.plain import plain

_NO_NUMBER: Final = -1
"""What stands for an entry that is no whole number; no range has it."""
_MOST_DIGITS: Final = 18


async def show_overlay(visit: Visit) -> web.Response:
    """What there is, and all that can be done about it."""
    overlay, name = await _own(visit), _name(visit)
    since_ms = visit.house.clock() - PASSED_OVER_MS
    passed = await passed_over(visit.house.reader, *name, since_ms, MOST_PASSED_OVER)
    return visit.show(
        "dashboard/overlay.html",
        overlay=overlay,
        presences=_presences(visit),
        presence=visit.overlays.presence(*name).value,
        passed=passed.in_all,
        is_plain=not visit.public_url.startswith("https:"),
        loudest=LOUDEST,
        most_coins=MOST_LEAST_COINS,
        plain=plain,
    )


async def preview(visit: Visit) -> web.Response:
    """The overlay's own page, which finds what is on by the visitor's session."""
    await _there(visit)
    answer = page(
        "overlay.html",
        words=visit.words,
        language=visit.language,
        stream=visit.path("overlay", "stream"),
        idle=visit.words.overlay_page_idle,
        unseen=visit.words.overlay_page_unseen,
    )
    answer[FRAMED_BY] = "'self'"
    return answer


async def stream(visit: Visit) -> web.StreamResponse:
    """What is on, for a page that only mirrors it."""
    overlay = await _there(visit)
    return await visit.overlays.mirror(visit.request, overlay, RENEWED_SECONDS)


def _name(visit: Visit) -> tuple[int, int]:
    """The visitor's guild and number, by which their overlay is known."""
    return visit.visitor.guild, visit.visitor.member.number


def _presences(visit: Visit) -> Mapping[str, str]:
    """What is said of where the overlay is open."""
    words = visit.words
    return {
        Presence.ON.value: words.overlay_page_on,
        Presence.HIDDEN.value: words.overlay_page_hidden,
        Presence.OFF.value: words.overlay_page_off,
    }


async def _own(visit: Visit) -> OverlayView | None:
    return await overlay_of(visit.house.reader, *_name(visit))


async def _there(visit: Visit) -> OverlayView:
    overlay = await _own(visit)
    if overlay is None:
        raise web.HTTPNotFound
    return overlay


# What can be done.


async def renew(visit: Visit, form: Mapping[str, str]) -> str | Notice:
    """Have a new address; the one before it stops."""
    words, visitor = visit.words, visit.visitor
    # Pressed twice, the page that is shown in the end knows the address that was made.
    token = token_for(f"{visitor.guild}:{visit.key_of(form)}")
    request = OpenOverlay(**_about(visit, form), handle=token.handle, digest=token.digest)
    outcome = await visit.house.writer.submit(request)
    if isinstance(outcome, Refused):
        return await visit.reason(outcome)
    overlay = await _own(visit)
    if overlay is None or not opens(token.secret, overlay.digest):
        return plain(words.overlay_given_before)
    return Notice(words.overlay_page_made, f"{visit.public_url}/overlay#{token.secret}")


async def close(visit: Visit, form: Mapping[str, str]) -> str:
    """Have no address any more."""
    outcome = await visit.house.writer.submit(CloseOverlay(**_about(visit, form)))
    if isinstance(outcome, Refused):
        return await visit.reason(outcome)
    return visit.words.overlay_page_closed


async def change(visit: Visit, form: Mapping[str, str]) -> str:
    """Set how it sounds and what it shows."""
    words = visit.words
    outcome = await visit.house.writer.submit(
        ChangeOverlay(
            **_about(visit, form),
            volume=_whole(form.get("volume", "")),
            speaks="speech" in form,
            least_coins=_whole(form.get("least", "")),
        )
    )
    if isinstance(outcome, OverlayChanged):
        return plain(
            words.overlay_changed(outcome.volume, outcome.least_coins, speaks=outcome.speaks)
        )
    if isinstance(outcome, NothingChanged):
        return words.overlay_as_before
    assert isinstance(outcome, Refused)
    return await visit.reason(outcome)


async def test(visit: Visit, form: Mapping[str, str]) -> str:
    """Show an alert that nobody can take for a gift."""
    words, name = visit.words, _name(visit)
    outcome = await visit.house.writer.submit(TestAlert(**_about(visit, form)))
    if isinstance(outcome, TooManyTests):
        # On a page nobody draws the moment for its reader.
        clock = words.page_clock(visit.local(outcome.from_ms))
        return words.overlay_page_too_many_tests(outcome.most, clock)
    if isinstance(outcome, Refused):
        return await visit.reason(outcome)
    if name in visit.house.memory.holding:
        return plain(words.test_alert_waits)
    return {
        Presence.ON: words.test_alert_sent,
        Presence.HIDDEN: words.overlay_page_test_hidden,
        Presence.OFF: words.overlay_page_test_off,
    }[visit.overlays.presence(*name)]


def _about(visit: Visit, form: Mapping[str, str]) -> dict[str, Any]:
    """What every request of somebody about their own overlay says."""
    actor, guild = visit.visitor.person, visit.visitor.guild
    return {"guild": guild, "key": visit.key_of(form), "actor": actor, "creator": actor}


def _whole(text: str) -> int:
    """The whole number that somebody filled in; one that is out of every range where it is none."""
    stripped = text.strip()
    is_number = stripped.isascii() and stripped.isdigit() and len(stripped) <= _MOST_DIGITS
    return int(stripped) if is_number else _NO_NUMBER


OVERLAY: Final = Section(
    path="overlay",
    title=lambda words: words.section_overlay,
    show=show_overlay,
    acts={"renew": renew, "close": close, "change": change, "test": test},
    files={"preview": preview, "stream": stream},
)
