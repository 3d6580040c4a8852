"""Every coin and diamond that came to a member or left them, with the number it is quoted by."""

from collections.abc import AsyncIterator, Iterator, Sequence
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.ledger.money import Purse
from bot.ledger.outcomes import Accepted, GiftReversed, GiftSent
from bot.live.gift_files import LINES_PER_PIECE, MARK, diamonds, harmless, line, lines, moment
from bot.storage.messages import held_among
from bot.storage.payouts import open_payouts_of
from bot.storage.statement_lines import (
    GiftOfLine,
    Rows,
    StatementLine,
    lines_of,
    statement_rows,
)
from bot.storage.statements import Entry, statement, wallet
from bot.web.dashboard.download import download
from bot.web.dashboard.visit import Section, Visit
from bot.web.overlays.sights import emoji_path
from bot.words import Words
from bot.words.grammar import visible
from bot.words.plain import plain

LINES_PER_PAGE: Final = 50


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
    reader, visitor = visit.house.reader, visit.visitor
    waiting = await open_payouts_of(reader, visitor.guild, visitor.member.number)
    return visit.show(
        "dashboard/statement.html",
        page=page,
        held=await wallet(reader, visitor.guild, visitor.person.user_id),
        open_units=sum(one.units for one in waiting),
        none_owed=Purse(),
        what=lambda entry: what(visit.words, entry),
        owed=lambda entry: visit.words.spelt(visit.words.owed_moved(entry.owed)),
        written=lambda entry: "" if entry.seq in unread else written(visit.words, entry),
        emoji_path=emoji_path,
    )


async def _unread(visit: Visit, entries: Sequence[Entry]) -> frozenset[int]:
    """The entries whose messages wait for a moderator, and are nobody's to read yet."""
    others = [entry.seq for entry in entries if not entry.is_by_member]
    return await held_among(visit.house.database.reports, visit.visitor.guild, others)


def written(words: Words, entry: Entry) -> str:
    """What was written with one line of the page, and what that is where it is no message."""
    if not entry.note:
        return ""
    if isinstance(entry.outcome, GiftSent):
        return words.plain_quote(entry.note)
    return visible(plain(words.noted(entry.outcome, entry.note)))


def what(words: Words, entry: Entry) -> str:
    """What one line of the page is."""
    gift = entry.gift
    if gift is None:
        return words.statement_other(entry.outcome, entry.actor.name)
    told = GiftOfLine(
        seq=gift.seq,
        name=gift.name,
        quantity=gift.quantity,
        gave=gift.sender.number == entry.member,
        other=entry.counterpart.name if entry.counterpart else None,
        is_taken_back=isinstance(entry.outcome, GiftReversed),
    )
    return _of_gift(words, told, entry.actor.name)


def _of_gift(words: Words, gift: GiftOfLine, actor: str | None) -> str:
    sent = words.statement_gift(gift.name, gift.quantity, gift.other, gave=gift.gave)
    return words.statement_reversal(gift.seq, sent, actor) if gift.is_taken_back else sent


async def file(visit: Visit) -> web.StreamResponse:
    """All of it, the oldest first."""
    return await download(visit, f"statement-{visit.today.isoformat()}.csv", _pieces(visit))


async def _pieces(visit: Visit) -> AsyncIterator[bytes]:
    reader, guild = visit.house.database.reports, visit.visitor.guild
    words, zone = visit.words, visit.timezone
    after, held = 0, dict[str, int]()
    yield MARK + line(words.statement_columns)
    while True:
        rows = await statement_rows(
            reader, guild, visit.visitor.member.number, after=after, limit=LINES_PER_PIECE
        )
        yield await visit.desk.write(partial(_piece, rows, held, words, zone))
        after = rows.last_seq
        if len(rows.lines) < LINES_PER_PIECE:
            return


def _piece(rows: Rows, held: dict[str, int], words: Words, zone: ZoneInfo) -> bytes:
    return lines(_cells(one, words, zone) for one in lines_of(rows, held))


def _cells(one: StatementLine, words: Words, zone: ZoneInfo) -> Iterator[str]:
    gift = one.gift
    yield str(one.seq)
    yield moment(one.at_ms, zone)
    if gift:
        yield harmless(_of_gift(words, gift, one.actor))
        yield harmless(visible(gift.name))
        yield str(gift.quantity)
        yield harmless(words.plain_name(gift.other))
    else:
        assert isinstance(one.outcome, Accepted)
        yield harmless(words.statement_other(one.outcome, one.actor))
        yield from ("", "", "")
    for purse in (one.moved, one.after):
        yield str(purse.coins)
        yield str(purse.bonus_coins)
        yield diamonds(purse.diamonds)
        yield diamonds(purse.bonus_diamonds)
    yield harmless(visible(one.note))
    yield str(one.reversed_by or "")
    yield str(one.owed.coins)
    yield str(one.owed.bonus_coins)
    yield diamonds(one.owed.diamonds)
    yield diamonds(one.owed.bonus_diamonds)


STATEMENT: Final = Section(
    path="statement",
    title=lambda words: words.section_statement,
    show=show_statement,
    files={"statement.csv": file},
)
