"""What a guild sells for coins, what was bought, and where somebody looked at it last."""

from typing import Any, Final, NamedTuple

from bot.ledger.books.economy import ExchangeRate, Pack, Purchase, Shelf
from bot.ledger.requests.shop import MOST_OPEN_PURCHASES
from bot.storage.database import Reader, Row
from bot.storage.paging import Waiting, waiting_of
from bot.storage.people import Somebody


class WaitingPurchase(NamedTuple):
    """A request to buy that no moderator has decided about."""

    purchase: Purchase
    buyer: Somebody

    @property
    def number(self) -> int:
        """The `#seq` by which it is called."""
        return self.purchase.number


class Credited(NamedTuple):
    """Where what Discord sold was credited."""

    guild: int
    purchase: Purchase
    buyer: Somebody
    asker: Somebody | None
    """In whose name something may be asked about it: the buyer's, or, where they were forgotten,
    whoever is known longest there; None if nobody is."""


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
_KNOWN_LONGEST: Final = """
SELECT known.number FROM member AS known
WHERE known.guild = purchase.guild AND known.user_id > 0 ORDER BY known.user_id LIMIT 1
"""
_CREDITED: Final = f"""
{_PURCHASE} {_BUYER}, asker.number, asker.user_id, asker.name, purchase.guild
FROM purchase INDEXED BY purchase_by_entitlement
CROSS JOIN member ON member.guild = purchase.guild AND member.number = purchase.member
LEFT JOIN member AS asker ON asker.guild = purchase.guild AND asker.number = iif(
    member.user_id IS NOT NULL, member.number, ({_KNOWN_LONGEST})
)
WHERE entitlement = ? AND entitlement > 0
"""
_VISITED: Final = """
SELECT member.guild, member.number, user_id, name FROM guild
CROSS JOIN member ON member.guild = guild.guild AND user_id = ?
CROSS JOIN shop_visit ON shop_visit.guild = member.guild AND shop_visit.member = member.number
ORDER BY at_ms DESC, member.guild LIMIT 1
"""
_SOLD_BY_DISCORD: Final = """
SELECT EXISTS (SELECT 1 FROM setting WHERE name = 'shop' AND value = 'discord')
    OR EXISTS (SELECT 1 FROM purchase INDEXED BY purchase_by_entitlement WHERE entitlement > 0)
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
) -> Waiting[WaitingPurchase]:
    """The requests to buy that wait in a guild, later than `#after`, longest first."""
    place = {"guild": guild, "after": after, "limit": limit}
    return await waiting_of(reader, _WAITING, _COUNT, _waiting, **place)


async def purchase(reader: Reader, guild: int, number: int) -> WaitingPurchase | None:
    """One request to buy, whatever became of it; None if `#number` is none."""
    rows = await reader.fetch(_ONE, (guild, number))
    return _waiting(rows[0]) if rows else None


async def credited(reader: Reader, entitlement: int) -> Credited | None:
    """Where what Discord sold was credited, in whichever guild; None if it was nowhere."""
    for *row, number, user_id, name, guild in await reader.fetch(_CREDITED, (entitlement,)):
        asker = Somebody(number, user_id, name) if number else None
        return Credited(guild, *_with_buyer(row), asker)
    return None


async def last_visit(reader: Reader, user_id: int) -> tuple[int, Somebody] | None:
    """In which guild a user looked at the shop last, and who they are there."""
    for guild, *person in await reader.fetch(_VISITED, (user_id,)):
        return guild, Somebody(*person)
    return None


async def has_discord_sold(reader: Reader) -> bool:
    """Whether any guild has Discord sell its packs, or had, so that it may take some back."""
    ((has_sold,),) = await reader.fetch(_SOLD_BY_DISCORD)
    return bool(has_sold)


def _waiting(row: Row) -> WaitingPurchase:
    return WaitingPurchase(*_with_buyer(row))


def _with_buyer(row: Any) -> tuple[Purchase, Somebody]:
    return Purchase(*row[:_COLUMNS]), Somebody(*row[_COLUMNS:])
