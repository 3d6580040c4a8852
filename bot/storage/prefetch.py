"""Opens the books for a batch: a fixed number of queries, however many requests it holds."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple

import orjson

from bot.ledger.accounts import Kind, wallet
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
from bot.storage.database import Query, Reader, Row

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
_MEMBERS: Final = """
SELECT member.guild, number, user_id, name, frozen_seq, seen_seq, currency, balance
"""
_WALLETS: Final = f"""
LEFT JOIN account
    ON account.guild = member.guild AND kind = '{Kind.WALLET}' AND owner = member.number
"""
_MEMBERS_BY_USER: Final = f"""
{_MEMBERS} {_WANTED} member ON member.guild = {_FIRST} AND member.user_id = {_SECOND} {_WALLETS}
"""
_MEMBERS_BY_NUMBER: Final = f"""
{_MEMBERS} {_WANTED} member ON member.guild = {_FIRST} AND member.number = {_SECOND} {_WALLETS}
"""
_ONCE: Final = f"""
SELECT operation.guild, once, seq
{_WANTED} operation ON operation.guild = {_FIRST} AND once = {_SECOND}
"""


class _Part(NamedTuple):
    """One thing to be asked of the store, and what takes the answer down."""

    sql: str
    wanted: Iterable[Any]
    enter: Callable[[Books, list[Row]], None]


async def open_books(reader: Reader, batch: Sequence[Request | Mark], now_ms: int) -> Books:
    """Read all that deciding a batch may need, and lay the books of its guilds open."""
    requests = [request for request in batch if isinstance(request, Request)]
    marks = [request for request in batch if not isinstance(request, Request)]
    guilds = [request.guild for request in batch]
    books = Books(GuildBook(guild, now_ms) for guild in dict.fromkeys(guilds))
    await _read(
        reader,
        books,
        _Part(_HEADS, guilds, _enter_heads),
        _Part(_SETTINGS, guilds, _enter_settings),
        _Part(_ITEMS, guilds, _enter_items),
        _Part(_ANSWERS, [(request.guild, request.key) for request in requests], _enter_answers),
        _Part(_GIFTS, _gifts(requests), _enter_gifts),
        _Part(_ACKNOWLEDGEMENTS, _shown(requests, marks), _enter_acknowledgements),
        _Part(_MEMBERS_BY_USER, _named(requests, marks), _enter_members),
    )
    # What is known only now is rarely wanted: only gifts that are taken back, and welcomes, ask.
    await _read(
        reader,
        books,
        _Part(_MEMBERS_BY_NUMBER, _people_of_gifts(books), _enter_members),
        _Part(_ONCE, _once(requests, books), _enter_once),
    )
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


async def _read(reader: Reader, books: Books, *parts: _Part) -> None:
    """Ask for all parts at once: what is wanted, each once; and no query where nothing is."""
    queries: list[Query] = []
    asked: list[_Part] = []
    for part in parts:
        distinct = list(dict.fromkeys(part.wanted))
        if distinct:
            queries.append((part.sql, (orjson.dumps(distinct).decode(),)))
            asked.append(part)
    if queries:
        for part, rows in zip(asked, await reader.fetch_each(queries), strict=True):
            part.enter(books, rows)


def _gifts(requests: Iterable[Request]) -> Iterator[Row]:
    """The gifts that are to be taken back."""
    return ((request.guild, request.gift) for request in requests if request.gift)


def _shown(requests: Iterable[Request], marks: Iterable[Mark]) -> Iterator[Row]:
    """The acknowledgements of those gifts, and those that marks are about."""
    yield from ((guild, gift, CHANNEL_SINK) for guild, gift in _gifts(requests))
    for mark in marks:
        if isinstance(mark, MarkShown):
            yield (mark.guild, mark.acknowledgement, mark.sink)


def _named(requests: Iterable[Request], marks: Iterable[Mark]) -> Iterator[Row]:
    """Everybody whom a request names or whose own marks these are, by Discord id."""
    for request in requests:
        for person in request.people:
            yield (request.guild, person.user_id)
    for mark in marks:
        if isinstance(mark, MarkSeen | MarkTold):
            yield (mark.guild, mark.user_id)


def _people_of_gifts(books: Books) -> Iterator[Row]:
    """The members of the gifts that were read, who are known by number alone."""
    for book in books:
        for gift in book.gifts.values():
            yield (book.guild, gift.sender)
            yield (book.guild, gift.recipient)


def _once(requests: Iterable[Request], books: Books) -> Iterator[Row]:
    """What may happen only once and is asked for."""
    for request in requests:
        once = once_of(request, books.guild(request.guild))
        if once:
            yield (request.guild, once)


def _enter_heads(books: Books, rows: list[Row]) -> None:
    for guild, last_seq, last_member, last_item in rows:
        book = books.guild(guild)
        book.last_seq, book.last_member, book.last_item = last_seq, last_member, last_item


def _enter_settings(books: Books, rows: list[Row]) -> None:
    set_by_guild: defaultdict[int, dict[str, str]] = defaultdict(dict)
    for guild, name, value in rows:
        set_by_guild[guild][name] = value
    for guild, settings in set_by_guild.items():
        books.guild(guild).settings = stored(settings)


def _enter_items(books: Books, rows: list[Row]) -> None:
    items_by_guild: defaultdict[int, list[Item]] = defaultdict(list)
    for guild, number, name, emoji, price, retired in rows:
        items_by_guild[guild].append(Item(number, name, emoji, price, bool(retired)))
    for guild, items in items_by_guild.items():
        books.guild(guild).catalogue = Catalogue(items)


def _enter_answers(books: Books, rows: list[Row]) -> None:
    for guild, key, fingerprint, outcome in rows:
        answer = Answer(fingerprint, from_data(orjson.loads(outcome)))
        books.guild(guild).answers[key] = answer


def _enter_gifts(books: Books, rows: list[Row]) -> None:
    for guild, *gift in rows:
        entered = Gift(*gift)
        books.guild(guild).gifts[entered.seq] = entered


def _enter_acknowledgements(books: Books, rows: list[Row]) -> None:
    for guild, *row in rows:
        acknowledgement = Acknowledgement(*row)
        key = (acknowledgement.number, acknowledgement.sink)
        books.guild(guild).acknowledgements[key] = acknowledgement


def _enter_members(books: Books, rows: list[Row]) -> None:
    for guild, number, user_id, name, frozen_seq, seen_seq, currency, balance in rows:
        book = books.guild(guild)
        # A member comes once for each of their wallets, and at least once.
        if number not in book.numbers:
            book.knows(Member(number, user_id, name, frozen_seq, seen_seq))
        if currency:
            book.balances[wallet(number, Currency(currency))] = balance


def _enter_once(books: Books, rows: list[Row]) -> None:
    for guild, once, seq in rows:
        books.guild(guild).once[once] = seq
