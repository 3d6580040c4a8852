"""The first page: what a creator received lately, against the time before, and when it came."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Final

from aiohttp import web

from bot.ledger.outcomes import Accepted, NothingChanged, Refused
from bot.ledger.requests.live import PauseReceiving
from bot.storage.creators import creator
from bot.storage.earnings import Lately, coins_by_day, coins_by_hour, first_seqs, received
from bot.web.dashboard.visit import Section, Visit
from bot.web.plots import NARROW, WIDE, bars

SPANS: Final = (1, 7, 30, 90)
"""How many days, today among them, can be looked at."""
_USUAL: Final = 7
_DAY: Final = timedelta(days=1)


async def show(visit: Visit) -> web.Response:
    """What came in the days that are asked for."""
    words, visitor = visit.words, visit.visitor
    days = visit.asked("days", SPANS, _USUAL)
    reports, number = visit.house.database.reports, visitor.member.number
    lately = await _lately(visit, days)
    now, then = await received(reports, visitor.guild, number, lately)
    parts = await (_hours if days == 1 else _days)(visit, lately)
    own = await creator(visit.house.reader, visitor.guild, visitor.person.user_id)
    return visit.show(
        "dashboard/overview.html",
        days=days,
        spans=SPANS,
        now=now,
        then=then,
        paused=own.paused,
        parts=parts,
        wide=bars(WIDE, parts, words.number),
        narrow=bars(NARROW, parts, words.number),
    )


async def _lately(visit: Visit, days: int) -> Lately:
    """So many days, today among them, and as many before, up to the same time of the day."""
    now = visit.local(visit.house.clock())
    first = now.date() - _DAY * (days - 1)
    before = first - _DAY * days
    until_ms = _ms(now - _DAY * days)
    # A day to spare, for the guild may have had another time zone then.
    first_at, before_at, until_at = await first_seqs(
        visit.house.database.reports,
        visit.visitor.guild,
        visit.begins_ms(first - _DAY),
        visit.begins_ms(before - _DAY),
        _ms(now - _DAY * (days - 1)),
    )
    return Lately(
        before=before.isoformat(),
        before_seq=before_at,
        until=(first - _DAY).isoformat(),
        until_ms=until_ms,
        until_seq=until_at,
        first=first.isoformat(),
        first_seq=first_at,
        last=now.date().isoformat(),
    )


async def _days(visit: Visit, lately: Lately) -> list[tuple[str, str, int]]:
    """The coins of each day, with what it is called in short and in full."""
    words, visitor = visit.words, visit.visitor
    found = await coins_by_day(
        visit.house.database.reports,
        visitor.guild,
        visitor.member.number,
        lately.first,
        lately.last,
    )
    first, last = date.fromisoformat(lately.first), date.fromisoformat(lately.last)
    days = [first + _DAY * place for place in range((last - first).days + 1)]
    return [
        (words.page_short_date(day), words.page_date(day), found.get(day.isoformat(), 0))
        for day in days
    ]


async def _hours(visit: Visit, lately: Lately) -> list[tuple[str, str, int]]:
    """The coins of each hour of a day; where clocks are changed, it has one more or one less."""
    words, visitor = visit.words, visit.visitor
    day = date.fromisoformat(lately.first)
    begins_ms, ends_ms = visit.begins_ms(day), visit.begins_ms(day + _DAY)
    found = await coins_by_hour(
        visit.house.database.reports,
        visitor.guild,
        visitor.member.number,
        after=lately.first_seq,
        since_ms=begins_ms,
        until_ms=ends_ms - 1,
    )
    hours = range((ends_ms - begins_ms) // 3_600_000)
    clocks = [words.page_clock(visit.local(begins_ms + hour * 3_600_000)) for hour in hours]
    return [(clock, clock, found.get(hour, 0)) for hour, clock in zip(hours, clocks, strict=True)]


def _ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1_000)


async def pause(visit: Visit, form: Mapping[str, str]) -> str:
    """Let no gifts reach the visitor for now, or again; what they read of it."""
    on = form.get("on") == "1"
    outcome = await visit.house.writer.submit(
        PauseReceiving(
            guild=visit.visitor.guild, key=visit.key_of(form), actor=visit.visitor.person, on=on
        )
    )
    words = visit.words
    if isinstance(outcome, Accepted | NothingChanged):
        return words.overview_paused if on else words.overview_resumed
    assert isinstance(outcome, Refused)
    return await visit.reason(outcome)


OVERVIEW: Final = Section(
    path="overview",
    title=lambda words: words.section_overview,
    show=show,
    acts={"pause": pause},
)
