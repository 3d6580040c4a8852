"""What deciding about packs, pots, limits and payouts needs to know, and how rows are entered."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, Final

from bot.ledger.accounts import Kind, hold
from bot.ledger.books import LOG_SINK, Books, GuildBook
from bot.ledger.books.economy import (
    Budget,
    ExchangeRate,
    Forcing,
    Guesses,
    Pack,
    Payout,
    Pot,
    PotKind,
    Purchase,
    Share,
    Shelf,
)
from bot.ledger.money import Currency
from bot.ledger.periods import Board, Span, period
from bot.ledger.promotion_codes import plain_codes
from bot.ledger.requests import ChangeSetting, Request, ReverseGift, SendGift
from bot.ledger.requests.fairness import ForceReversal, RefuseReversal, SetBudget
from bot.ledger.requests.payouts import MOST_PAYOUTS_A_DAY, AskPayout, OfPayout
from bot.ledger.requests.pots import (
    ClosePot,
    CreateDrop,
    CreatePromotion,
    DropChest,
    OfPot,
    RedeemCode,
    TakeShare,
)
from bot.ledger.requests.shop import (
    AskForPack,
    CreditEntitlement,
    EditPack,
    OfEntitlement,
    OfPurchase,
    SetExchangeRate,
)
from bot.storage.database import Row
from bot.storage.entries.economy import CHEST_TALLY
from bot.storage.foreknowledge import FIRST, FOURTH, SECOND, THIRD, WANTED, Part

PACKS: Final = f"""
SELECT pack.guild, pack, coins, price, bonus_coins, bonus_until_ms, sku, retired
{WANTED} pack ON pack.guild = sought.value
"""
EXCHANGE_RATES: Final = f"""
SELECT exchange_rate.guild, currency, rate, set_seq, set_ms
{WANTED} exchange_rate ON exchange_rate.guild = sought.value
"""
_PURCHASE: Final = """
SELECT purchase.guild, purchase.number, purchase.member, pack, quantity, coins, bonus_coins, price,
    currency, asked_ms, state, ended_seq, entitlement
"""
PURCHASES: Final = f"""
{_PURCHASE} {WANTED} purchase ON purchase.guild = {FIRST} AND purchase.number = {SECOND}
"""
# The open ones of all members are few: they wait for a moderator.
OPEN_PURCHASES: Final = f"""
{_PURCHASE} {WANTED} member ON member.guild = {FIRST} AND member.user_id = {SECOND}
CROSS JOIN purchase INDEXED BY purchase_waiting
    ON purchase.guild = member.guild AND ended_seq = 0 AND purchase.member = member.number
"""
# In whichever guild it was credited: an entitlement is one in all of them together.
ENTITLED: Final = f"""
SELECT {FIRST}, purchase.guild, purchase.number, purchase.member, pack, quantity, coins,
    bonus_coins, price, currency, asked_ms, state, ended_seq, entitlement
{WANTED} purchase INDEXED BY purchase_by_entitlement ON entitlement = {SECOND} AND entitlement > 0
"""
_POT: Final = """
SELECT pot.guild, pot.number, kind, keeper, own, coins, bonus_coins, people, taken, channel, role,
    opens_ms, closes_ms, opened_seq, ended_seq, seed, code, plain_code
"""
POTS: Final = f"{_POT} {WANTED} pot ON pot.guild = {FIRST} AND pot.number = {SECOND}"
POTS_BY_CODE: Final = f"""
{_POT} {WANTED} pot INDEXED BY pot_by_code
    ON pot.guild = {FIRST} AND plain_code = {SECOND} AND plain_code <> '' AND ended_seq = 0
"""
POTS_OF_KEEPERS: Final = f"""
{_POT} {WANTED} member ON member.guild = {FIRST} AND member.user_id = {SECOND}
CROSS JOIN pot INDEXED BY pot_of_keeper
    ON pot.guild = member.guild AND keeper = member.number AND ended_seq = 0
"""
SHARES: Final = f"""
SELECT pot_share.guild, pot, member, seq, coins, bonus_coins
{WANTED} pot_share ON pot_share.guild = {FIRST} AND pot = {SECOND} AND member = {THIRD}
"""
GUESSES: Final = f"""
SELECT guess.guild, guess.member, wrong, last_ms
{WANTED} member ON member.guild = {FIRST} AND user_id = {SECOND}
CROSS JOIN guess ON guess.guild = member.guild AND guess.member = member.number
"""
# Where nobody at all has set themself a limit, nobody's is looked for: gifts come by the thousand.
BUDGETS: Final = f"""
SELECT budget.guild, budget.member, span, coins, next_coins, next_from_ms
{WANTED.replace("?", "iif(EXISTS (SELECT 1 FROM budget), ?, '[]')")} member
    ON member.guild = {FIRST} AND user_id = {SECOND}
CROSS JOIN budget ON budget.guild = member.guild AND budget.member = member.number
"""  # noqa: S608 - put together of constants.
_PAYOUT: Final = """
SELECT payout.guild, payout.number, payout.member, units, rate, fee, money, currency, day, asked_ms,
    needs_two, first_approver, second_approver, state, ended_seq
"""
PAYOUTS: Final = f"""
{_PAYOUT} {WANTED} payout ON payout.guild = {FIRST} AND payout.number = {SECOND}
"""
# Those of today are among the newest, even where a guild is moved to and fro: while it is today
# somewhere, it is one of five days elsewhere. Those still open may be older: of all they are few.
PAYOUTS_OF_CREATORS: Final = f"""
{_PAYOUT} {WANTED} member ON member.guild = {FIRST} AND member.user_id = {SECOND}
CROSS JOIN payout ON payout.guild = member.guild AND payout.number IN (
    SELECT number FROM (
        SELECT number FROM payout AS own INDEXED BY payout_by_member
        WHERE own.guild = member.guild AND own.member = member.number
        ORDER BY number DESC LIMIT {5 * MOST_PAYOUTS_A_DAY}
    )
    UNION
    SELECT number FROM payout AS waiting INDEXED BY payout_open
    WHERE waiting.guild = member.guild AND ended_seq = 0 AND waiting.member = member.number
)
"""  # noqa: S608 - put together of constants.
FORCINGS: Final = f"""
SELECT forcing.guild, gift, asker, asked_seq, asked_ms, ended_seq
{WANTED} forcing ON forcing.guild = {FIRST} AND gift = {SECOND}
"""
_EAST_MS: Final = 14 * 3_600_000
"""How long before midnight in Greenwich a day begins where it begins first."""
POT_DAYS: Final = f"""
SELECT operation.guild, seq, day
{WANTED} operation ON operation.guild = {FIRST} AND seq = {SECOND}
"""
HOLDS: Final = f"""
SELECT account.guild, owner, currency, balance
{WANTED} account ON account.guild = {FIRST} AND kind = '{Kind.HOLD}' AND owner = {SECOND}
"""
GIVEN_IN_PERIODS: Final = f"""
SELECT tally.guild, member, period, coins
{WANTED} tally ON tally.guild = {FIRST} AND member = {SECOND}
    AND board IN ('{Board.GIVEN}', '{CHEST_TALLY}') AND period = {THIRD}
"""
# One walk back through what somebody gave since today began anywhere; a guild that asks for it
# limits how much that is. Days are no bound: a guild that is moved to and fro has a day twice.
GIVEN_TO_ONE: Final = f"""
SELECT gift.guild, gift.sender, gift.recipient, sum(gift.coins + gift.bonus_coins)
{WANTED} gift INDEXED BY gift_by_sender
    ON gift.guild = {FIRST} AND gift.sender = {SECOND} AND gift.recipient = {THIRD}
    AND gift.day = {FOURTH} AND gift.seq > coalesce((
        SELECT seq FROM gift AS earlier INDEXED BY gift_by_sender
        WHERE earlier.guild = {FIRST} AND earlier.sender = {SECOND}
            AND earlier.at_ms < unixepoch({FOURTH}) * 1000 - {_EAST_MS}
        ORDER BY earlier.seq DESC LIMIT 1
    ), 0)
WHERE NOT EXISTS (
    SELECT 1 FROM operation INDEXED BY operation_reversing
    WHERE operation.guild = gift.guild AND operation.reverses = gift.seq
)
GROUP BY gift.guild, gift.sender, gift.recipient
"""  # noqa: S608 - put together of constants.
# A chest stands for little more than an hour, so what was filled more than a day before today began
# anywhere is not looked at.
TAKEN_BY_ONE: Final = f"""
SELECT pot.guild, pot.keeper, share.member, sum(share.coins + share.bonus_coins)
{WANTED} pot INDEXED BY chest_of_keeper
    ON pot.guild = {FIRST} AND pot.keeper = {SECOND} AND pot.kind = '{PotKind.CHEST}' AND own = 1
    AND pot.taken > 0 AND pot.number > coalesce((
        SELECT earlier.number FROM pot AS earlier INDEXED BY chest_of_keeper
        CROSS JOIN operation AS filled
            ON filled.guild = earlier.guild AND filled.seq = earlier.number
        WHERE earlier.guild = {FIRST} AND earlier.keeper = {SECOND}
            AND earlier.kind = '{PotKind.CHEST}' AND earlier.own = 1 AND earlier.taken > 0
            AND filled.at_ms < unixepoch({FOURTH}, '-1 day') * 1000 - {_EAST_MS}
        ORDER BY earlier.number DESC LIMIT 1
    ), 0)
CROSS JOIN pot_share AS share
    ON share.guild = pot.guild AND share.pot = pot.number AND share.member = {THIRD}
CROSS JOIN operation
    ON operation.guild = pot.guild AND operation.seq = share.seq AND operation.day = {FOURTH}
GROUP BY pot.guild, pot.keeper, share.member
"""  # noqa: S608 - put together of constants.

_SHOPPING: Final = AskForPack | EditPack | CreditEntitlement
_KEEPING: Final = CreatePromotion | CreateDrop | DropChest


def economy_parts(gifts: Sequence[SendGift], requests: Sequence[Request]) -> Iterator[Part]:
    """What gifts that are sent and other requests want to know, as far as they say."""
    shops = {request.guild for request in requests if isinstance(request, _SHOPPING)}
    rates = {request.guild for request in requests if _is_about_rates(request)}
    kinds = ReverseGift | ForceReversal | RefuseReversal
    reversals = (it for it in requests if isinstance(it, kinds))
    yield Part(PACKS, shops, _enter_packs)
    yield Part(EXCHANGE_RATES, rates, _enter_rates)
    yield Part(PURCHASES, _numbers(requests, OfPurchase, "purchase"), _enter_purchases)
    yield Part(OPEN_PURCHASES, _actors(requests, AskForPack), _enter_purchases)
    yield Part(ENTITLED, _numbers(requests, OfEntitlement, "entitlement"), _enter_entitled)
    yield Part(POTS, _numbers(requests, OfPot, "pot"), _enter_pots)
    yield Part(POT_DAYS, _numbers(requests, ClosePot, "pot"), _enter_pot_days)
    yield Part(POTS_BY_CODE, _codes(requests), _enter_pots)
    yield Part(POTS_OF_KEEPERS, _actors(requests, _KEEPING), _enter_pots)
    yield Part(GUESSES, _actors(requests, RedeemCode), _enter_guesses)
    limited = chain(map(_sender, gifts), _actors(requests, SetBudget | DropChest))
    yield Part(BUDGETS, limited, _enter_budgets)
    yield Part(PAYOUTS, _numbers(requests, OfPayout, "payout"), _enter_payouts)
    yield Part(PAYOUTS_OF_CREATORS, _actors(requests, AskPayout), _enter_payouts)
    yield Part(FORCINGS, [(it.guild, it.gift) for it in reversals], _enter_forcings)


def later_economy_parts(
    books: Books, gifts: Sequence[SendGift], requests: Sequence[Request]
) -> Iterator[Part]:
    """What is wanted only once it is known whose limits hold, and which pots are meant."""
    yield Part(SHARES, _shares(books, requests), _enter_shares)
    yield Part(HOLDS, [row for book in books for row in _holds(book)], _enter_holds)
    yield Part(GIVEN_IN_PERIODS, _limited(books, gifts, requests), _enter_given)
    pairs = [*_pairs(books, gifts, requests)]
    yield Part(GIVEN_TO_ONE, pairs, _enter_pairs)
    yield Part(TAKEN_BY_ONE, pairs, _enter_pairs)


def economy_acknowledgements(books: Books) -> Iterator[Row]:
    """The entries of the log that ask moderators for something, and say what they decided."""
    for book in books:
        economy = book.economy
        asked = [forcing.asked_seq for forcing in economy.forcings.values()]
        asked += [known.number for known in economy.purchases.values() if not known.ended_seq]
        asked += [known.number for known in economy.payouts.values() if not known.ended_seq]
        yield from ((book.guild, number, LOG_SINK) for number in asked)


def economy_people(books: Books) -> Iterator[Row]:
    """The members whom purchases, pots and payouts that were read belong to, known by number."""
    return ((book.guild, number) for book in books for number in book.economy.owners)


def _is_about_rates(request: Request) -> bool:
    """Whether exchange rates may change: with another currency, there are none any more."""
    if isinstance(request, ChangeSetting):
        return any(name == "currency" for name, _ in request.changes)
    return isinstance(request, SetExchangeRate)


def _sender(gift: SendGift) -> Row:
    return (gift.guild, gift.actor.user_id)


def _actors(requests: Iterable[Request], kinds: Any) -> Iterator[Row]:
    for request in requests:
        if isinstance(request, kinds):
            yield (request.guild, request.actor.user_id)


def _numbers(requests: Iterable[Request], kind: type[Request], name: str) -> Iterator[Row]:
    for request in requests:
        if isinstance(request, kind):
            yield (request.guild, getattr(request, name))


def _codes(requests: Iterable[Request]) -> Iterator[Row]:
    for request in requests:
        if isinstance(request, RedeemCode | CreatePromotion):
            yield from ((request.guild, plain) for plain in plain_codes(request.code))


def _shares(books: Books, requests: Iterable[Request]) -> Iterator[Row]:
    """The shares that whoever wants one of a pot may have taken already."""
    for request in requests:
        book = books.guild(request.guild)
        member = book.find(request.actor.user_id)
        if member and isinstance(request, TakeShare):
            yield (request.guild, request.pot, member.number)
        elif member and isinstance(request, RedeemCode):
            wanted = plain_codes(request.code)
            for pot in book.economy.pots.values():
                if pot.plain_code in wanted:
                    yield (request.guild, pot.number, member.number)


def _holds(book: GuildBook) -> Iterator[Row]:
    return ((book.guild, number) for number in (*book.economy.pots, *book.economy.payouts))


def _limited(books: Books, gifts: Iterable[SendGift], requests: Iterable[Request]) -> Iterator[Row]:
    """The periods in which those give whom a limit holds for, their own or the guild's."""
    for asked in requests:
        book = books.guild(asked.guild)
        member = book.find(asked.actor.user_id) if isinstance(asked, SetBudget) else None
        if member and isinstance(asked, SetBudget):
            yield (asked.guild, member.number, period(asked.span, book.today))
    capped = {book.guild for book in books if book.settings.daily_cap}
    capped |= _changing("daily_cap", requests)
    # Nearly nobody is limited, and gifts come by the thousand.
    limited = capped | {book.guild for book in books if book.economy.knows_budgets}
    chests = (asked for asked in requests if isinstance(asked, DropChest) and asked.own)
    for giving in chain(gifts, chests) if limited else ():
        book = books.guild(giving.guild)
        member = book.find(giving.actor.user_id) if giving.guild in limited else None
        if member is None:
            continue
        spans = {Span(budget.span) for budget in book.economy.budgets(member.number)}
        if giving.guild in capped:
            spans.add(Span.DAY)
        for span in sorted(spans):
            yield (giving.guild, member.number, period(span, book.today))


def _changing(name: str, requests: Iterable[Request]) -> set[int]:
    """The guilds of which a setting may be another before the batch is over."""
    changes = (request for request in requests if isinstance(request, ChangeSetting))
    return {change.guild for change in changes if name in dict(change.changes)}


def _pairs(books: Books, gifts: Iterable[SendGift], requests: Iterable[Request]) -> Iterator[Row]:
    changing = _changing("pair_cap", requests)
    for guild in changing:
        books.guild(guild).economy.watches_pairs = True
    watched = {book.guild for book in books if book.settings.pair_cap} | changing
    for gift in gifts if watched else ():
        book = books.guild(gift.guild)
        sender, recipient = book.find(gift.actor.user_id), book.find(gift.to.user_id)
        if gift.guild in watched and sender and recipient:
            yield (gift.guild, sender.number, recipient.number, book.today)
    for taking in requests if watched else ():
        if isinstance(taking, TakeShare) and taking.guild in watched:
            book = books.guild(taking.guild)
            pot, taker = book.economy.pots.get(taking.pot), book.find(taking.actor.user_id)
            # Nobody knows of a chest before it is filled, but those decided together might.
            keepers = [pot.keeper] if pot and pot.own else [] if pot else _filling(book, requests)
            if taker:
                yield from ((book.guild, who, taker.number, book.today) for who in keepers)


def _filling(book: GuildBook, requests: Iterable[Request]) -> list[int]:
    """Who of a guild fills a chest of their own in the batch."""
    chests = [it for it in requests if isinstance(it, DropChest) and it.guild == book.guild]
    keepers = [book.find(chest.actor.user_id) for chest in chests if chest.own]
    return [keeper.number for keeper in keepers if keeper]


def _enter_packs(books: Books, rows: list[Row]) -> None:
    packs: dict[int, list[Pack]] = {}
    for guild, *row in rows:
        packs.setdefault(guild, []).append(Pack(*row)._replace(retired=bool(row[-1])))
    for guild, changes in packs.items():
        books.guild(guild).economy.shelf = Shelf(changes)


def _enter_rates(books: Books, rows: list[Row]) -> None:
    for guild, *row in rows:
        rate = ExchangeRate(*row)
        books.guild(guild).economy.exchange_rates[rate.currency] = rate


def _enter_purchases(books: Books, rows: list[Row]) -> None:
    for guild, *row in rows:
        economy = books.guild(guild).economy
        if row[0] not in economy.purchases:
            economy.knows(Purchase(*row))


def _enter_entitled(books: Books, rows: list[Row]) -> None:
    for asking, credited, *row in rows:
        purchase = Purchase(*row)
        books.guild(asking).economy.entitlements[purchase.entitlement] = credited
        if asking == credited:
            _enter_purchases(books, [(credited, *row)])


def _enter_pots(books: Books, rows: list[Row]) -> None:
    for guild, *row in rows:
        economy = books.guild(guild).economy
        if row[0] not in economy.pots:
            pot = Pot(*row)
            pot.own = bool(pot.own)
            economy.knows(pot)


def _enter_pot_days(books: Books, rows: list[Row]) -> None:
    for guild, number, day in rows:
        books.guild(guild).economy.pot_days[number] = day


def _enter_shares(books: Books, rows: list[Row]) -> None:
    for guild, *row in rows:
        share = Share(*row)
        books.guild(guild).economy.shares[share.pot, share.member] = share


def _enter_holds(books: Books, rows: list[Row]) -> None:
    for guild, number, currency, balance in rows:
        books.guild(guild).balances[hold(number, Currency(currency))] = balance


def _enter_guesses(books: Books, rows: list[Row]) -> None:
    for guild, *row in rows:
        books.guild(guild).economy.knows(Guesses(*row))


def _enter_budgets(books: Books, rows: list[Row]) -> None:
    for guild, *row in rows:
        books.guild(guild).economy.knows(Budget(*row))


def _enter_payouts(books: Books, rows: list[Row]) -> None:
    for guild, *row in rows:
        economy = books.guild(guild).economy
        if row[0] not in economy.payouts:
            payout = Payout(*row)
            payout.needs_two = bool(payout.needs_two)
            economy.knows(payout)


def _enter_forcings(books: Books, rows: list[Row]) -> None:
    for guild, *row in rows:
        books.guild(guild).economy.knows(Forcing(*row))


def _enter_given(books: Books, rows: list[Row]) -> None:
    for guild, member, period_name, coins in rows:
        given = books.guild(guild).economy.given
        given[member, period_name] = given.get((member, period_name), 0) + coins


def _enter_pairs(books: Books, rows: list[Row]) -> None:
    for guild, sender, recipient, coins in rows:
        books.guild(guild).tally_pair(sender, recipient, coins)
