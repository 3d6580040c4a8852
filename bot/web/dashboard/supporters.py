"""Who carries a creator: across all shows, since when, and how faithfully."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Final

from aiohttp import web

from bot.live.gift_files import MARK, harmless, line, moment
from bot.storage.supporters import Supporter, supporters
from bot.web.dashboard.download import download
from bot.web.dashboard.visit import Section, Visit

MOST_SHOWN: Final = 100
_MOST_WRITTEN: Final = 100_000
_LINES_PER_PIECE: Final = 500


async def show_supporters(visit: Visit) -> web.Response:
    """Those who gave most."""
    found = await supporters(
        visit.house.database.reports,
        visit.visitor.guild,
        visit.visitor.member.number,
        MOST_SHOWN,
    )
    return visit.show("dashboard/supporters.html", found=found, most=MOST_SHOWN)


async def file(visit: Visit) -> web.StreamResponse:
    """All of them."""
    return await download(visit, f"supporters-{visit.today.isoformat()}.csv", _lines(visit))


async def _lines(visit: Visit) -> AsyncIterator[bytes]:
    found = await supporters(
        visit.house.database.reports,
        visit.visitor.guild,
        visit.visitor.member.number,
        _MOST_WRITTEN,
    )
    yield MARK + line(visit.words.supporter_columns)
    for place in range(0, len(found.best), _LINES_PER_PIECE):
        yield await asyncio.to_thread(_piece, visit, found.best[place : place + _LINES_PER_PIECE])


def _piece(visit: Visit, some: Sequence[Supporter]) -> bytes:
    return b"".join(line(_cells(visit, one)) for one in some)


def _cells(visit: Visit, one: Supporter) -> list[str]:
    return [
        harmless(visit.words.plain_name(one.member.name)),
        str(one.coins),
        str(one.gifts),
        str(one.days),
        str(one.shows),
        moment(one.first_ms, visit.timezone),
        moment(one.last_ms, visit.timezone),
    ]


SUPPORTERS: Final = Section(
    path="supporters",
    title=lambda words: words.section_supporters,
    show=show_supporters,
    files={"supporters.csv": file},
)
