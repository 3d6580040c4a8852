"""Opens the books for a batch: a fixed number of queries, however many requests it holds."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Final

import orjson

from bot.ledger.accounts import Account, Kind
from bot.ledger.books import Acknowledgement, Answer, Books, Gift, GuildBook, Member
from bot.ledger.catalogue import Catalogue, Item
from bot.ledger.guild_settings import stored
from bot.ledger.money import Currency
from bot.ledger.outcomes import Outcome
from bot.ledger.requests import Request, SendGift
from bot.ledger.requests.marks import Mark, MarkSeen, MarkShopVisit, MarkShown, MarkTold, SignIn
from bot.ledger.rules import decide, once_of
from bot.ledger.stored_outcomes import from_data
from bot.storage.database import Query, Reader, Row
from bot.storage.foreknowledge import (
    FIRST,
    SECOND,
    THIRD,
    WANTED,
    Part,
    later_acknowledgements,
    later_parts,
    parts,
    players,
)
from bot.storage.foreknowledge.economy import (
    economy_acknowledgements,
    economy_parts,
    economy_people,
    later_economy_parts,
)

_HEADS: Final = f"""
SELECT guild.guild, last_seq, last_member, last_item
{WANTED} guild ON guild.guild = sought.value
"""
_SETTINGS: Final = f"""
SELECT setting.guild, name, setting.value {WANTED} setting ON setting.guild = sought.value
"""
_ITEMS: Final = f"""
SELECT catalogue.guild, item, name, emoji, price, retired
{WANTED} catalogue ON catalogue.guild = sought.value
"""
_ANSWERS: Final = f"""
SELECT request.guild, request.key, fingerprint, coalesce(refusal, outcome)
{WANTED} request ON request.guild = {FIRST} AND request.key = {SECOND}
LEFT JOIN operation ON operation.guild = request.guild AND operation.seq = request.seq
"""
_GIFTS: Final = f"""
SELECT gift.guild, seq, sender, recipient, item, name, emoji, quantity, price, coins, bonus_coins,
    share, channel, at_ms, day
{WANTED} gift ON gift.guild = {FIRST} AND gift.seq = {SECOND}
"""
_ACKNOWLEDGEMENTS: Final = f"""
SELECT outbox.guild, acknowledgement, sink, wanted, channel, fallback, shown, attempted, attempts,
    message, doubtful, trouble, attempted_ms, shown_ms, digest, home
{WANTED} outbox ON outbox.guild = {FIRST} AND acknowledgement = {SECOND}
    AND sink = {THIRD}
"""
_STANDS: Final = "SELECT 1 FROM request WHERE guild = ? AND key = ?"
_MEMBERS: Final = """
SELECT member.guild, number, user_id, name, frozen_seq, seen_seq, level_told, kind, currency,
    balance
"""
_WALLETS: Final = f"""
LEFT JOIN account ON account.guild = member.guild AND owner = member.number
    AND kind IN ('{Kind.WALLET}', '{Kind.DEBT}')
"""
_MEMBERS_BY_USER: Final = f"""
{_MEMBERS} {WANTED} member ON member.guild = {FIRST} AND member.user_id = {SECOND} {_WALLETS}
"""
_MEMBERS_BY_NUMBER: Final = f"""
{_MEMBERS} {WANTED} member ON member.guild = {FIRST} AND member.number = {SECOND} {_WALLETS}
"""
_ONCE: Final = f"""
SELECT operation.guild, once, seq
{WANTED} operation ON operation.guild = {FIRST} AND once = {SECOND}
"""


# Looked up once: up to Python 3.11, finding a member of an enumeration takes longer than using it.
_KINDS: Final = {kind.value: kind for kind in Kind}
_CURRENCIES: Final = {currency.value: currency for currency in Currency}


async def open_books(reader: Reader, batch: Sequence[Request | Mark], now_ms: int) -> Books:
    """Read all that deciding a batch may need, and lay the books of its guilds open."""
    # Gifts come by the thousand, so what only others want is asked of the others alone.
    gifts = [asked for asked in batch if isinstance(asked, SendGift)]
    others = [asked for asked in batch if not isinstance(asked, SendGift)]
    requests = [asked for asked in others if isinstance(asked, Request)]
    marks = [asked for asked in others if not isinstance(asked, Request)]
    guilds = dict.fromkeys(asked.guild for asked in batch)
    books = Books(GuildBook(guild, now_ms) for guild in guilds)
    await _read(
        reader,
        books,
        Part(_HEADS, guilds, _enter_heads),
        Part(_SETTINGS, guilds, _enter_settings),
        Part(_ITEMS, guilds, _enter_items),
        Part(_ANSWERS, _keys(gifts, requests), _enter_answers),
        Part(_GIFTS, _gifts(requests), _enter_gifts),
        Part(_ACKNOWLEDGEMENTS, _shown(marks), _enter_acknowledgements),
        Part(_MEMBERS_BY_USER, _named(gifts, requests, marks), _enter_members),
        *parts(gifts, requests, marks),
        *economy_parts(gifts, requests),
    )
    # What is known only now is rarely wanted: nothing that is done by the thousand asks.
    await _read(
        reader,
        books,
        Part(
            _MEMBERS_BY_NUMBER,
            chain(_people_of_gifts(books), players(books, requests), economy_people(books)),
            _enter_members,
        ),
        Part(_ONCE, _once(requests, books), _enter_once),
        Part(
            _ACKNOWLEDGEMENTS,
            chain(later_acknowledgements(books, requests), economy_acknowledgements(books)),
            _enter_acknowledgements,
        ),
        *later_parts(books, requests),
        *later_economy_parts(books, gifts, requests),
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


async def _read(reader: Reader, books: Books, *parts: Part) -> None:
    """Ask for all parts at once: what is wanted, each once; and no query where nothing is."""
    queries: list[Query] = []
    asked: list[Part] = []
    for part in parts:
        distinct = list(dict.fromkeys(part.wanted))
        if distinct:
            queries.append((part.sql, (orjson.dumps(distinct).decode(),)))
            asked.append(part)
    if queries:
        for part, rows in zip(asked, await reader.fetch_each(queries), strict=True):
            part.enter(books, rows)


def _keys(*asked: Iterable[Request]) -> Iterator[Row]:
    """The keys under which something may have been answered before."""
    return ((request.guild, request.key) for request in chain(*asked))


def _gifts(requests: Iterable[Request]) -> Iterator[Row]:
    """The gifts that are to be taken back, or whose messages are decided."""
    return ((request.guild, request.gift) for request in requests if request.gift)


def _shown(marks: Iterable[Mark]) -> Iterator[Row]:
    """The acknowledgements that marks are about."""
    for mark in marks:
        if isinstance(mark, MarkShown):
            yield (mark.guild, mark.acknowledgement, mark.sink)


def _named(
    gifts: Iterable[SendGift], requests: Iterable[Request], marks: Iterable[Mark]
) -> Iterator[Row]:
    """Everybody whom a request names or whose own marks these are, by Discord id."""
    for gift in gifts:
        yield (gift.guild, gift.actor.user_id)
        yield (gift.guild, gift.to.user_id)
    for request in requests:
        for person in request.people:
            yield (request.guild, person.user_id)
    for mark in marks:
        if isinstance(mark, MarkSeen | MarkTold):
            yield (mark.guild, mark.user_id)
        elif isinstance(mark, SignIn | MarkShopVisit):
            yield (mark.guild, mark.person.user_id)


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
    for guild, number, user_id, name, frozen_seq, seen_seq, told, kind, currency, balance in rows:
        book = books.guild(guild)
        # A member comes once for each of their accounts, and at least once.
        if number not in book.numbers:
            book.knows(Member(number, user_id, name, frozen_seq, seen_seq, told))
        # Somebody may come twice, by their Discord id and by their number.
        if balance:
            book.holds(Account(_KINDS[kind], number, _CURRENCIES[currency]), balance)


def _enter_once(books: Books, rows: list[Row]) -> None:
    for guild, once, seq in rows:
        books.guild(guild).once[once] = seq
