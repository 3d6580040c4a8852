"""Every coin and diamond that came to a member or left them, with the number it is quoted by."""

import asyncio
from collections.abc import AsyncIterator, Collection, Iterator, Sequence
from typing import Final
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.ledger.outcomes import GiftReversed
from bot.live.gift_files import MARK, diamonds, harmless, line, moment
from bot.storage.messages import held_among
from bot.storage.statements import Entry, statement
from bot.web.dashboard.download import download
from bot.web.dashboard.visit import Section, Visit
from bot.web.overlays.sights import emoji_path
from bot.words import Words
from bot.words.grammar import visible

LINES_PER_PAGE: Final = 50
_LINES_PER_PIECE: Final = 500


async def show_statement(visit: Visit) -> web.Response:
    """A page of it, the newest first."""
    page = await statement(
        visit.house.database.reports,
        visit.visitor.guild,
        visit.visitor.member.number,
        before=visit.number_asked("before"),
        after=visit.number_asked("after"),
        limit=LINES_PER_PAGE,
    )
    unread = await _unread(visit, page.entries)
    return visit.show(
        "dashboard/statement.html",
        page=page,
        what=lambda entry: what(visit.words, entry),
        written=lambda entry: "" if entry.seq in unread else visible(entry.note),
        emoji_path=emoji_path,
    )


async def _unread(visit: Visit, entries: Sequence[Entry]) -> frozenset[int]:
    """The entries whose messages wait for a moderator, and are nobody's to read yet."""
    others = [entry.seq for entry in entries if not entry.is_by_member]
    return await held_among(visit.house.database.reports, visit.visitor.guild, others)


def what(words: Words, entry: Entry) -> str:
    """What one line is."""
    gift = entry.gift
    if gift is None:
        return words.statement_other(entry.outcome, entry.actor.name)
    gave = gift.sender.number == entry.member
    other = entry.counterpart.name if entry.counterpart else None
    sent = words.statement_gift(gift.name, gift.quantity, other, gave=gave)
    if isinstance(entry.outcome, GiftReversed):
        return words.statement_reversal(gift.seq, sent, entry.actor.name)
    return sent


async def file(visit: Visit) -> web.StreamResponse:
    """All of it, the oldest first."""
    return await download(visit, f"statement-{visit.today.isoformat()}.csv", _pieces(visit))


async def _pieces(visit: Visit) -> AsyncIterator[bytes]:
    words, zone, after = visit.words, visit.timezone, 0
    yield MARK + line(words.statement_columns)
    while True:
        page = await statement(
            visit.house.database.reports,
            visit.visitor.guild,
            visit.visitor.member.number,
            after=after,
            limit=_LINES_PER_PIECE,
        )
        if page.entries:
            unread = await _unread(visit, page.entries)
            yield await asyncio.to_thread(_piece, page.entries[::-1], unread, words, zone)
            after = page.entries[0].seq
        if not page.has_newer:
            return


def _piece(
    entries: Sequence[Entry], unread: Collection[int], words: Words, zone: ZoneInfo
) -> bytes:
    return b"".join(line(_cells(entry, unread, words, zone)) for entry in entries)


def _cells(entry: Entry, unread: Collection[int], words: Words, zone: ZoneInfo) -> Iterator[str]:
    gift, other = entry.gift, entry.counterpart
    yield str(entry.seq)
    yield moment(entry.at_ms, zone)
    yield harmless(what(words, entry))
    yield harmless(visible(gift.name)) if gift else ""
    yield str(gift.quantity) if gift else ""
    yield harmless(words.plain_name(other.name)) if other else ""
    for purse in (entry.moved, entry.after):
        yield str(purse.coins)
        yield str(purse.bonus_coins)
        yield diamonds(purse.diamonds)
        yield diamonds(purse.bonus_diamonds)
    yield "" if entry.seq in unread else harmless(visible(entry.note))
    yield str(entry.reversed_by or "")


STATEMENT: Final = Section(
    path="statement",
    title=lambda words: words.section_statement,
    show=show_statement,
    files={"statement.csv": file},
)
