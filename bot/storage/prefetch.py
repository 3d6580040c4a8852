"""Opens the books for a batch: a fixed number of queries, however many requests it holds."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

import orjson

from bot.ledger.accounts import Account, Kind
from bot.ledger.books import (
    CHANNEL_SINK,
    Acknowledgement,
    Answer,
    Books,
    Gift,
    GuildBook,
    Member,
)
from bot.ledger.catalogue import Catalogue, Item
from bot.ledger.guild_settings import stored
from bot.ledger.money import Currency
from bot.ledger.outcomes import Outcome, from_data
from bot.ledger.requests import Mark, MarkSeen, MarkShown, MarkTold, Request
from bot.ledger.rules import decide, once_of
from bot.storage.database import Reader, Row

# CROSS JOIN is SQLite's word for: in this order. What is wanted comes first, and finds its row by
# key, whatever the statistics say.
_WANTED: Final = "FROM json_each(?) AS sought CROSS JOIN"
_FIRST: Final = "sought.value ->> 0"
_SECOND: Final = "sought.value ->> 1"

_HEADS: Final = f"""
SELECT guild.guild, last_seq, last_member, last_item
{_WANTED} guild ON guild.guild = sought.value
"""
_SETTINGS: Final = f"""
SELECT setting.guild, name, setting.value {_WANTED} setting ON setting.guild = sought.value
"""
_ITEMS: Final = f"""
SELECT catalogue.guild, item, name, emoji, price, retired
{_WANTED} catalogue ON catalogue.guild = sought.value
"""
_ANSWERS: Final = f"""
SELECT request.guild, request.key, fingerprint, coalesce(refusal, outcome)
{_WANTED} request ON request.guild = {_FIRST} AND request.key = {_SECOND}
LEFT JOIN operation ON operation.guild = request.guild AND operation.seq = request.seq
"""
_GIFTS: Final = f"""
SELECT gift.guild, seq, sender, recipient, item, name, emoji, quantity, price, coins, bonus_coins,
    share, channel, at_ms, day
{_WANTED} gift ON gift.guild = {_FIRST} AND gift.seq = {_SECOND}
"""
_ACKNOWLEDGEMENTS: Final = f"""
SELECT outbox.guild, acknowledgement, sink, wanted, channel, fallback, shown, attempted, attempts,
    message, doubtful, trouble, attempted_ms, shown_ms
{_WANTED} outbox ON outbox.guild = {_FIRST} AND acknowledgement = {_SECOND}
    AND sink = sought.value ->> 2
"""
_STANDS: Final = "SELECT 1 FROM request WHERE guild = ? AND key = ?"
_MEMBERS_BY_USER: Final = f"""
SELECT member.guild, number, user_id, name, frozen_seq, seen_seq
{_WANTED} member ON member.guild = {_FIRST} AND member.user_id = {_SECOND}
"""
_MEMBERS_BY_NUMBER: Final = f"""
SELECT member.guild, number, user_id, name, frozen_seq, seen_seq
{_WANTED} member ON member.guild = {_FIRST} AND member.number = {_SECOND}
"""
_BALANCES_BY_USER: Final = f"""
SELECT account.guild, owner, currency, balance
{_WANTED} member ON member.guild = {_FIRST} AND member.user_id = {_SECOND}
CROSS JOIN account
    ON account.guild = member.guild AND kind = '{Kind.WALLET}' AND owner = member.number
"""
_BALANCES_BY_NUMBER: Final = f"""
SELECT account.guild, owner, currency, balance
{_WANTED} account ON account.guild = {_FIRST} AND kind = '{Kind.WALLET}' AND owner = {_SECOND}
"""
_ONCE: Final = f"""
SELECT operation.guild, once, seq
{_WANTED} operation ON operation.guild = {_FIRST} AND once = {_SECOND}
"""


async def open_books(reader: Reader, batch: Sequence[Request | Mark], now_ms: int) -> Books:
    """Read all that deciding a batch may need, and lay the books of its guilds open."""
    requests = [request for request in batch if isinstance(request, Request)]
    marks = [request for request in batch if not isinstance(request, Request)]
    guilds = list(dict.fromkeys(request.guild for request in batch))
    books = Books(GuildBook(guild, now_ms) for guild in guilds)
    named = [(request.guild, who.user_id) for request in requests for who in request.people]
    # All are handed to the connection's thread at once, which is not asked between two of them.
    await asyncio.gather(
        _read_heads(reader, books, guilds),
        _read_settings(reader, books, guilds),
        _read_items(reader, books, guilds),
        _read_answers(reader, books, requests),
        _read_gifts(reader, books, requests),
        _read_acknowledgements(reader, books, requests, marks),
        _read_members(reader, books, [*named, *_readers(marks)]),
        _read_balances(reader, books, _BALANCES_BY_USER, named),
    )
    await _read_people_of_gifts(reader, books)
    await _read_once(reader, books, requests)
    return books


async def foresee(reader: Reader, request: Request, now_ms: int) -> Outcome:
    """What would come of a request now. Nothing is written, so its key stays unused."""
    return decide(request, await open_books(reader, [request], now_ms))


async def stand(reader: Reader, books: Books) -> bool:
    """Whether what was decided in these books stands on disk; False too where nothing was asked.

    A batch is committed whole, so one of its answers speaks for all of it.
    """
    for book in books:
        for key, _ in book.changes.answers:
            return bool(await reader.fetch(_STANDS, (book.guild, key)))
    return False


async def _fetch(reader: Reader, sql: str, wanted: Iterable[Any]) -> list[Row]:
    """The rows for what is wanted, each once; no query where nothing is."""
    distinct = list(dict.fromkeys(wanted))
    if not distinct:
        return []
    return await reader.fetch(sql, (orjson.dumps(distinct).decode(),))


async def _read_heads(reader: Reader, books: Books, guilds: list[int]) -> None:
    for guild, last_seq, last_member, last_item in await _fetch(reader, _HEADS, guilds):
        book = books.guild(guild)
        book.last_seq, book.last_member, book.last_item = last_seq, last_member, last_item


async def _read_settings(reader: Reader, books: Books, guilds: list[int]) -> None:
    set_by_guild: defaultdict[int, dict[str, str]] = defaultdict(dict)
    for guild, name, value in await _fetch(reader, _SETTINGS, guilds):
        set_by_guild[guild][name] = value
    for guild, rows in set_by_guild.items():
        books.guild(guild).settings = stored(rows)


async def _read_items(reader: Reader, books: Books, guilds: list[int]) -> None:
    items_by_guild: defaultdict[int, list[Item]] = defaultdict(list)
    for guild, number, name, emoji, price, retired in await _fetch(reader, _ITEMS, guilds):
        items_by_guild[guild].append(Item(number, name, emoji, price, bool(retired)))
    for guild, items in items_by_guild.items():
        books.guild(guild).catalogue = Catalogue(items)


async def _read_answers(reader: Reader, books: Books, requests: list[Request]) -> None:
    wanted = ((request.guild, request.key) for request in requests)
    for guild, key, fingerprint, outcome in await _fetch(reader, _ANSWERS, wanted):
        answer = Answer(fingerprint, from_data(orjson.loads(outcome)))
        books.guild(guild).answers[key] = answer


async def _read_gifts(reader: Reader, books: Books, requests: list[Request]) -> None:
    wanted = ((request.guild, request.gift) for request in requests if request.gift)
    for guild, *gift in await _fetch(reader, _GIFTS, wanted):
        entered = Gift(*gift)
        books.guild(guild).gifts[entered.seq] = entered


async def _read_acknowledgements(
    reader: Reader, books: Books, requests: list[Request], marks: list[Mark]
) -> None:
    of_gifts = [(request.guild, request.gift, CHANNEL_SINK) for request in requests if request.gift]
    of_marks = [
        (mark.guild, mark.acknowledgement, mark.sink)
        for mark in marks
        if isinstance(mark, MarkShown)
    ]
    for guild, *row in await _fetch(reader, _ACKNOWLEDGEMENTS, [*of_gifts, *of_marks]):
        acknowledgement = Acknowledgement(*row)
        key = (acknowledgement.number, acknowledgement.sink)
        books.guild(guild).acknowledgements[key] = acknowledgement


def _readers(marks: list[Mark]) -> Iterator[tuple[int, int]]:
    """Those whose own marks these are."""
    return ((mark.guild, mark.user_id) for mark in marks if isinstance(mark, MarkSeen | MarkTold))


async def _read_members(reader: Reader, books: Books, people: list[tuple[int, int]]) -> None:
    for guild, *row in await _fetch(reader, _MEMBERS_BY_USER, people):
        books.guild(guild).knows(Member(*row))


async def _read_people_of_gifts(reader: Reader, books: Books) -> None:
    """The members of the gifts that were read, who are known by number alone."""
    wanted = [
        (book.guild, number)
        for book in books
        for gift in book.gifts.values()
        for number in (gift.sender, gift.recipient)
    ]
    for guild, *row in await _fetch(reader, _MEMBERS_BY_NUMBER, wanted):
        member = Member(*row)
        if member.number not in books.guild(guild).numbers:
            books.guild(guild).knows(member)
    await _read_balances(reader, books, _BALANCES_BY_NUMBER, wanted)


async def _read_balances(
    reader: Reader, books: Books, sql: str, owners: list[tuple[int, int]]
) -> None:
    for guild, owner, currency, balance in await _fetch(reader, sql, owners):
        account = Account(Kind.WALLET, owner, Currency(currency))
        books.guild(guild).balances[account] = balance


async def _read_once(reader: Reader, books: Books, requests: list[Request]) -> None:
    wanted = (
        (request.guild, once)
        for request in requests
        if (once := once_of(request, books.guild(request.guild)))
    )
    for guild, once, seq in await _fetch(reader, _ONCE, wanted):
        books.guild(guild).once[once] = seq
