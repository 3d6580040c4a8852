"""What a guild sells for coins, what was bought, and where somebody looked at it last."""

from collections.abc import Collection
from typing import Any, Final, NamedTuple

import orjson

from bot.ledger.books.economy import ExchangeRate, Pack, Purchase, Shelf
from bot.ledger.requests.shop import MOST_OPEN_PURCHASES
from bot.storage.database import Reader
from bot.storage.people import Somebody


class WaitingPurchase(NamedTuple):
    """A request to buy that no moderator has decided about."""

    purchase: Purchase
    buyer: Somebody


class WaitingPurchases(NamedTuple):
    """Some of the requests that wait, longest first."""

    purchases: tuple[WaitingPurchase, ...]
    has_more: bool
    in_all: int
    """How many wait."""


class Credited(NamedTuple):
    """Where what Discord sold was credited."""

    guild: int
    purchase: Purchase
    buyer: Somebody


_PACKS: Final = """
SELECT pack, coins, price, bonus_coins, bonus_until_ms, sku, retired FROM pack WHERE guild = ?
"""
_RATES: Final = """
SELECT currency, rate, set_seq, set_ms FROM exchange_rate WHERE guild = ? ORDER BY currency
"""
_PURCHASE: Final = """
SELECT purchase.number, purchase.member, pack, quantity, coins, bonus_coins, price, currency,
    asked_ms, state, ended_seq, entitlement
"""
_COLUMNS: Final = 12
_BUYER: Final = ", member.number, member.user_id, member.name"
_OWN: Final = f"""
{_PURCHASE} FROM member
CROSS JOIN purchase INDEXED BY purchase_waiting
    ON purchase.guild = member.guild AND purchase.member = member.number AND ended_seq = 0
WHERE member.guild = ? AND user_id = ? ORDER BY purchase.number LIMIT {MOST_OPEN_PURCHASES}
"""
_WAITING: Final = f"""
{_PURCHASE} {_BUYER} FROM purchase INDEXED BY purchase_waiting
CROSS JOIN member ON member.guild = purchase.guild AND member.number = purchase.member
WHERE purchase.guild = ? AND ended_seq = 0 AND purchase.number > ?
ORDER BY purchase.number LIMIT ?
"""
_COUNT: Final = """
SELECT count(*) FROM purchase INDEXED BY purchase_waiting WHERE guild = ? AND ended_seq = 0
"""
_ONE: Final = f"""
{_PURCHASE} {_BUYER} FROM purchase
CROSS JOIN member ON member.guild = purchase.guild AND member.number = purchase.member
WHERE purchase.guild = ? AND purchase.number = ?
"""
_CREDITED: Final = f"""
{_PURCHASE} {_BUYER}, purchase.guild FROM purchase INDEXED BY purchase_by_entitlement
CROSS JOIN member ON member.guild = purchase.guild AND member.number = purchase.member
WHERE entitlement = ? AND entitlement > 0
"""
_VISITED: Final = """
SELECT member.guild, member.number, user_id, name FROM json_each(?1) AS known
CROSS JOIN member ON member.guild = known.value AND user_id = ?2
CROSS JOIN shop_visit ON shop_visit.guild = member.guild AND shop_visit.member = member.number
ORDER BY at_ms DESC, member.guild LIMIT 1
"""
_SOLD_BY_DISCORD: Final = """
SELECT 1 FROM setting WHERE name = 'shop' AND value = 'discord' LIMIT 1
"""


async def shelf(reader: Reader, guild: int) -> Shelf:
    """A guild's packs: the defaults with its own changes laid over them."""
    rows = await reader.fetch(_PACKS, (guild,))
    return Shelf(Pack(*row)._replace(retired=bool(row[-1])) for row in rows)


async def exchange_rates(reader: Reader, guild: int) -> list[ExchangeRate]:
    """What the guild's currency is worth in others, by their codes."""
    return [ExchangeRate(*row) for row in await reader.fetch(_RATES, (guild,))]


async def own_purchases(reader: Reader, guild: int, user_id: int) -> list[Purchase]:
    """What a Discord user asked to buy and nobody has decided about, oldest first."""
    return [Purchase(*row) for row in await reader.fetch(_OWN, (guild, user_id))]


async def waiting_purchases(
    reader: Reader, guild: int, *, after: int = 0, limit: int
) -> WaitingPurchases:
    """The requests to buy that wait in a guild, later than `#after`, longest first."""
    rows = await reader.fetch(_WAITING, (guild, after, limit + 1))
    ((count,),) = await reader.fetch(_COUNT, (guild,))
    found = tuple(WaitingPurchase(*_with_buyer(row)) for row in rows[:limit])
    return WaitingPurchases(found, len(rows) > limit, count)


async def purchase(reader: Reader, guild: int, number: int) -> WaitingPurchase | None:
    """One request to buy, whatever became of it; None if `#number` is none."""
    rows = await reader.fetch(_ONE, (guild, number))
    return WaitingPurchase(*_with_buyer(rows[0])) if rows else None


async def credited(reader: Reader, entitlement: int) -> Credited | None:
    """Where what Discord sold was credited, in whichever guild; None if it was nowhere."""
    rows = await reader.fetch(_CREDITED, (entitlement,))
    return Credited(rows[0][-1], *_with_buyer(rows[0][:-1])) if rows else None


async def last_visit(
    reader: Reader, guilds: Collection[int], user_id: int
) -> tuple[int, Somebody] | None:
    """In which of these guilds a user looked at the shop last, and who they are there."""
    known = orjson.dumps(list(guilds)).decode()
    for guild, *person in await reader.fetch(_VISITED, (known, user_id)):
        return guild, Somebody(*person)
    return None


async def is_sold_by_discord(reader: Reader) -> bool:
    """Whether any guild has Discord sell its packs."""
    return bool(await reader.fetch(_SOLD_BY_DISCORD))


def _with_buyer(row: Any) -> tuple[Purchase, Somebody]:
    return Purchase(*row[:_COLUMNS]), Somebody(*row[_COLUMNS:])
