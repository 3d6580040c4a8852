"""Who carries a creator: across all shows, since when, and how faithfully."""

from collections.abc import AsyncIterator
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.live.gift_files import MARK, harmless, line, lines, moment
from bot.storage.supporters import Supporter, supporters, supporters_in_pieces, supporters_of
from bot.web.dashboard.download import download
from bot.web.dashboard.visit import Section, Visit
from bot.words import Words

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
    found = await supporters_in_pieces(
        visit.house.database.reports,
        visit.visitor.guild,
        visit.visitor.member.number,
        _MOST_WRITTEN,
        _LINES_PER_PIECE,
    )
    yield MARK + line(visit.words.supporter_columns)
    words, zone = visit.words, visit.timezone
    for piece in found.best:
        yield await visit.desk.write(partial(_written, piece, words, zone))


def _written(piece: str, words: Words, zone: ZoneInfo) -> bytes:
    return lines(_cells(one, words, zone) for one in supporters_of(piece))


def _cells(one: Supporter, words: Words, zone: ZoneInfo) -> list[str]:
    return [
        harmless(words.plain_name(one.member.name)),
        str(one.coins),
        str(one.gifts),
        str(one.days),
        str(one.shows),
        moment(one.first_ms, zone),
        moment(one.last_ms, zone),
    ]


SUPPORTERS: Final = Section(
    path="supporters",
    title=lambda words: words.section_supporters,
    show=show_supporters,
    files={"supporters.csv": file},
)
