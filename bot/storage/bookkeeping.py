"""A guild's books as moderators look over them: what was adjusted, and what all adds up to."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Final, NamedTuple

from bot.ledger.accounts import STORED, Kind
from bot.ledger.money import Currency
from bot.storage.database import Reader
from bot.storage.operations import OperationView, described, describing
from bot.storage.paging import Page, Window, page_of, towards
from bot.storage.people import Somebody


class Adjusted(NamedTuple):
    """What one moderator gave and took of one currency, in its units."""

    actor: Somebody
    currency: Currency
    adjustments: int
    given: int
    taken: int


class Total(NamedTuple):
    """What one kind of account holds of one currency in all, in its units, by its transfers.

    Boundary accounts are below zero where something came from them.
    """

    kind: Kind
    units: int


@dataclass(frozen=True, slots=True)
class CurrencyState:
    """What all accounts hold of one currency."""

    currency: Currency
    totals: tuple[Total, ...]
    stored: int
    """What wallets and holds say that they hold."""

    @property
    def is_balanced(self) -> bool:
        """Whether all accounts together hold nothing, and balances are what transfers made them."""
        moved = sum(total.units for total in self.totals if total.kind in STORED)
        return sum(total.units for total in self.totals) == 0 and moved == self.stored


class BooksSize(NamedTuple):
    """How much a guild's books hold."""

    operations: int
    members: int
    gifts: int
    stored: dict[Kind, dict[Currency, int]]
    """What wallets, what is set aside and what is owed come to, in units of each currency."""

    @property
    def currencies(self) -> list[Currency]:
        """Those of which there is any."""
        return [one for one in Currency if any(one in held for held in self.stored.values())]


# INDEXED BY, for SQLite would rather walk back through all that a guild ever did.
_ADJUSTMENTS: Final = describing(
    """
    SELECT guild, seq FROM operation INDEXED BY operation_moderated
    WHERE guild = ?1 AND kind NOT IN ('gift', 'convert', 'welcome') AND kind NOT GLOB 'live-*'
        AND kind NOT GLOB 'own-*'
        AND kind = 'adjust' AND seq > ?2 AND seq < ?3
    ORDER BY seq DESC LIMIT ?4
    """,
    "ORDER BY page.seq DESC",
)
_ADJUSTED: Final = """
SELECT number, user_id, name, outcome ->> '$.currency' AS currency, count(*),
    coalesce(sum(outcome ->> '$.amount') FILTER (WHERE outcome ->> '$.amount' > 0), 0),
    coalesce(-sum(outcome ->> '$.amount') FILTER (WHERE outcome ->> '$.amount' < 0), 0)
FROM operation INDEXED BY operation_moderated
CROSS JOIN member ON member.guild = operation.guild AND number = actor
WHERE operation.guild = ?1 AND kind NOT IN ('gift', 'convert', 'welcome')
    AND kind NOT GLOB 'live-*' AND kind NOT GLOB 'own-*' AND kind = 'adjust'
    AND seq >= ?2
GROUP BY number, currency ORDER BY name, number, currency
"""
_COUNTS: Final = """
SELECT last_seq, last_member, (SELECT count(*) FROM gift WHERE gift.guild = guild.guild)
FROM guild WHERE guild = ?
"""
# Accounts lie by kind, so that each kind is summed as it comes; by currency they would be sorted.
_OF_CURRENCY: Final = "coalesce(sum(balance) FILTER (WHERE currency = '{}'), 0)"
_STORED: Final = f"""
SELECT kind, {", ".join(map(_OF_CURRENCY.format, Currency))} FROM account
WHERE guild = ? AND balance IS NOT NULL GROUP BY kind
"""  # noqa: S608 - put together of constants.
_MOVED: Final = """
SELECT currency, from_kind, to_kind, sum(amount) FROM transfer
WHERE guild = ? GROUP BY currency, from_kind, to_kind
"""


async def adjustments(
    reader: Reader, guild: int, *, before: int | None, after: int | None, limit: int
) -> Page[OperationView]:
    """A page of what was adjusted, newest first."""

    async def read(window: Window) -> list[OperationView]:
        facts = (guild, window.after, window.before, window.limit)
        rows = await reader.fetch(towards(_ADJUSTMENTS, window), facts)
        return [OperationView(**described(row)[0]) for row in rows]

    return await page_of(read, before, after, limit)


async def adjusted_since(reader: Reader, guild: int, seq: int) -> list[Adjusted]:
    """Who gave and took how much from an order number on."""
    rows = await reader.fetch(_ADJUSTED, (guild, seq))
    return [
        Adjusted(Somebody(number, user_id, name), Currency(currency), count, given, taken)
        for number, user_id, name, currency, count, given, taken in rows
    ]


async def books_size(reader: Reader, guild: int) -> BooksSize:
    """How much a guild's books hold."""
    counts, balances = await reader.fetch_each([(_COUNTS, (guild,)), (_STORED, (guild,))])
    known = {kind: zip(Currency, units, strict=True) for kind, *units in balances}
    stored = {
        kind: {currency: units for currency, units in known.get(kind, ()) if units}
        for kind in Kind
        if kind in STORED
    }
    operations, members, gifts = counts[0] if counts else (0, 0, 0)
    return BooksSize(operations, members, gifts, stored)


async def recount(reader: Reader, guild: int) -> list[CurrencyState]:
    """What all accounts of a guild hold, counted from every transfer that there ever was.

    It takes a second for some hundred thousand gifts, so `reader` is one that nobody waits behind.
    """
    async with reader.snapshot():
        balances = await reader.fetch(_STORED, (guild,))
        moved = await reader.fetch(_MOVED, (guild,))
    stored: defaultdict[str, int] = defaultdict(int)
    for _, *held in balances:
        for currency, units in zip(Currency, held, strict=True):
            stored[currency] += units
    totals: defaultdict[str, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    for currency, source, target, units in moved:
        totals[currency][source] -= units
        totals[currency][target] += units
    return [
        CurrencyState(
            currency,
            tuple(Total(kind, totals[currency][kind]) for kind in Kind if totals[currency][kind]),
            stored[currency],
        )
        for currency in Currency
        if currency in totals or stored[currency]
    ]
