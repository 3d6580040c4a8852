"""What moderators see: what was done, who adjusted what, and whether the books add up."""

import re
from typing import Final

from aiohttp import web

from bot.rights import Right
from bot.storage.bookkeeping import adjusted_since, adjustments, books_size, recount
from bot.storage.deliveries import backlog
from bot.storage.earnings import first_seq
from bot.storage.operations import OperationView, operations_on
from bot.storage.people import people
from bot.storage.set_aside import set_aside
from bot.web.dashboard.visit import Section, Visit
from bot.words.grammar import escaped, visible
from bot.words.plain import plain

LINES_PER_PAGE: Final = 25
SUMMED_DAYS: Final = 30
"""Of how many days it is summed up who adjusted how much."""
_DAY_MS: Final = 86_400_000
# What people wrote is escaped, so none of it is either.
_MOMENT: Final = re.compile(r"(?<!\\)<t:(\d+)(?::[a-zA-Z])?>")
_NAMED: Final = re.compile(r"(?<!\\)<(@&|#)(\d+)>")


def act(visit: Visit, line: OperationView) -> str:
    """What one operation was, as plain text."""
    subject = line.subject.name if line.subject else None
    recipient = line.gift.recipient.name if line.gift else None
    told = visit.words.logged(line.outcome, line.actor.name, subject, recipient)
    # Discord draws moments, roles and channels for each reader; on a page nobody does.
    told = _MOMENT.sub(lambda found: _moment(visit, int(found[1])), told)
    told = _NAMED.sub(lambda found: f"{found[1][0]}{_called(visit, int(found[2]))}", told)
    return visit.words.spelt(plain(told))


def _called(visit: Visit, number: int) -> str:
    """What a role or channel is called now; one that is gone is known by its number alone."""
    return escaped(visit.hall.called(visit.visitor.guild, number) or str(number))


def why(visit: Visit, line: OperationView) -> str:
    """What was written with one operation, and whether that is its reason or its reference."""
    return visible(plain(visit.words.noted(line.outcome, line.note)))


def _moment(visit: Visit, seconds: int) -> str:
    return visit.words.page_moment(visit.local(seconds * 1_000))


async def show_audit(visit: Visit) -> web.Response:
    """What moderators and managers did, to everybody or to one member."""
    reader, guild = visit.house.database.reports, visit.visitor.guild
    number = visit.number_asked("member")
    of = (await people(reader, guild, [number])).get(number) if number else None
    page = await operations_on(
        reader,
        guild,
        of.number if of else None,
        before=visit.number_asked("before"),
        after=visit.number_asked("after"),
        limit=LINES_PER_PAGE,
    )
    return visit.show("dashboard/audit.html", page=page, of=of, act_of=act, why_of=why)


async def show_adjustments(visit: Visit) -> web.Response:
    """Every adjustment, and who gave and took how much lately."""
    reports, guild = visit.house.database.reports, visit.visitor.guild
    page = await adjustments(
        reports,
        guild,
        before=visit.number_asked("before"),
        after=visit.number_asked("after"),
        limit=LINES_PER_PAGE,
    )
    since = await first_seq(reports, guild, visit.house.clock() - SUMMED_DAYS * _DAY_MS)
    sums = await adjusted_since(reports, guild, since)
    return visit.show(
        "dashboard/adjustments.html",
        page=page,
        sums=sums,
        days=SUMMED_DAYS,
        act_of=act,
        why_of=why,
    )


async def show_books(visit: Visit) -> web.Response:
    """What the books hold, and what is yet to be shown; recounted, where that is asked for."""
    reports, guild = visit.house.database.reports, visit.visitor.guild
    counted = await recount(reports, guild) if visit.asked("recount", (1,), 0) else None
    return visit.show(
        "dashboard/books.html",
        size=await books_size(reports, guild),
        counted=counted,
        between=await set_aside(reports, guild),
        waiting=await backlog(reports, guild),
        now=visit.local(visit.house.clock()),
    )


AUDIT: Final = Section(
    path="audit",
    title=lambda words: words.section_audit,
    show=show_audit,
    right=Right.MANAGE,
)
ADJUSTMENTS: Final = Section(
    path="adjustments",
    title=lambda words: words.section_adjustments,
    show=show_adjustments,
    right=Right.MANAGE,
)
BOOKS: Final = Section(
    path="books",
    title=lambda words: words.section_books,
    show=show_books,
    right=Right.MODERATE,
)
