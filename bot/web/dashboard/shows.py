"""A creator's shows: all of them in a list, and each on a page of its own."""

from typing import Final

from aiohttp import web

from bot.live.gift_files import streamed_gifts
from bot.storage.past_shows import best_combos, shows_of
from bot.storage.recaps import recap
from bot.storage.shows import ShowView, gifters, show
from bot.web.dashboard.download import download
from bot.web.dashboard.visit import Section, Visit
from bot.web.plots import NARROW, WIDE, moments, rising

SHOWS_PER_PAGE: Final = 20
MOST_GIFTERS: Final = 10
MOST_COMBOS: Final = 10
_ROWS: Final = 12
"""Into how many parts the table beside a plot is divided at most."""


async def show_shows(visit: Visit) -> web.Response:
    """The list, or the one show that is asked for."""
    number = visit.number_asked("show")
    if number is not None:
        return await _one(visit, await _own(visit, number))
    page = await shows_of(
        visit.house.database.reports,
        visit.visitor.guild,
        visit.visitor.member.number,
        before=visit.number_asked("before"),
        after=visit.number_asked("after"),
        limit=SHOWS_PER_PAGE,
    )
    return visit.show("dashboard/shows.html", page=page, now_ms=visit.house.clock())


async def _own(visit: Visit, number: int) -> ShowView:
    """A show of the visitor's own. Raises 404 for any other, whether there is one or not."""
    found = await show(visit.house.reader, visit.visitor.guild, number)
    if found is None or found.creator.number != visit.visitor.member.number:
        raise web.HTTPNotFound
    return found


async def _one(visit: Visit, one: ShowView) -> web.Response:
    words, reports = visit.words, visit.house.database.reports
    until_ms = one.ended_ms or max(visit.house.clock(), one.started_ms + 1)
    told = await recap(reports, one.guild, one.number, until_ms=until_ms)
    assert told is not None
    length_ms = until_ms - one.started_ms
    marks, rows = (
        [(at_ms, words.picture_moment(at_ms)) for at_ms in moments(length_ms, most)]
        for most in (WIDE.marks, _ROWS)
    )
    come = [(text, _come_by(told.points, at_ms)) for at_ms, text in rows[1:]]
    if not rows or rows[-1][0] < length_ms:
        come.append((words.length(length_ms), one.coins))
    return visit.show(
        "dashboard/show.html",
        one=one,
        told=told,
        length_ms=length_ms,
        began=visit.local(one.started_ms),
        gifters=await gifters(reports, one.guild, one.number, MOST_GIFTERS),
        combos=await best_combos(reports, one.guild, one.number, MOST_COMBOS),
        come=come,
        wide=rising(WIDE, told.points, marks, words.number),
        narrow=rising(NARROW, told.points, marks, words.number),
    )


def _come_by(points: tuple[tuple[int, int], ...], at_ms: int) -> int:
    """The coins that had come by a moment of a show."""
    return max(coins for point_ms, coins in points if point_ms <= at_ms)


async def file(visit: Visit) -> web.StreamResponse:
    """Every gift of a show."""
    one = await _own(visit, visit.number_asked("show") or 0)
    reports, timezone = visit.house.database.reports, visit.settings.timezone
    gifts = streamed_gifts(reports, one, visit.words, timezone, visit.desk.write)
    return await download(visit, f"gifts-{visit.local(one.started_ms):%Y-%m-%d}.csv", gifts)


SHOWS: Final = Section(
    path="shows",
    title=lambda words: words.section_shows,
    show=show_shows,
    files={"gifts.csv": file},
)
