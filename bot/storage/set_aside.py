"""What lies between people now: pots and payouts that are open, what waits, and what is owed."""

from dataclasses import dataclass
from typing import Final, NamedTuple

from bot.ledger.books.economy import PayoutState, PotKind
from bot.ledger.money import Currency
from bot.storage.database import Reader


class OpenPots(NamedTuple):
    """All pots of one kind that are open, and the coins that are left in them."""

    kind: PotKind
    pots: int
    coins: int
    bonus_coins: int


class Payouts(NamedTuple):
    """Payouts that are in one state: units of diamonds, money in its smallest units."""

    state: PayoutState
    currency: str
    payouts: int
    units: int
    money: int
    since_ms: int
    """When the first of them was asked for."""


class WaitingToBuy(NamedTuple):
    """Requests to buy that nobody has decided about; the price in its smallest units."""

    currency: str
    purchases: int
    coins: int
    price: int
    since_ms: int
    """When the first of them was asked."""


class Owing(NamedTuple):
    """How many members owe something of a currency, and how much of it, in its units."""

    currency: Currency
    members: int
    units: int


@dataclass(frozen=True, slots=True)
class SetAside:
    """All of that in one guild."""

    pots: tuple[OpenPots, ...]
    payouts: tuple[Payouts, ...]
    to_buy: tuple[WaitingToBuy, ...]
    owing: tuple[Owing, ...]


# INDEXED BY, for SQLite would rather walk through all that a guild ever had of each.
_POTS: Final = """
SELECT pot.kind, count(DISTINCT pot.number),
    coalesce(sum(balance) FILTER (WHERE currency = 'coins'), 0),
    coalesce(sum(balance) FILTER (WHERE currency = 'bonus_coins'), 0)
FROM pot INDEXED BY pot_of_keeper
LEFT JOIN account ON account.guild = pot.guild AND account.kind = 'hold'
    AND account.owner = pot.number
WHERE pot.guild = ? AND ended_seq = 0
GROUP BY pot.kind
"""
_OPEN_PAYOUTS: Final = """
SELECT state, currency, count(*), sum(units), sum(money), min(asked_ms)
FROM payout INDEXED BY payout_open
WHERE guild = ? AND ended_seq = 0 GROUP BY state, currency ORDER BY state, currency
"""
_PAID_TO: Final = """
SELECT state, currency, count(*), sum(units), sum(money), min(asked_ms)
FROM payout INDEXED BY payout_by_member
WHERE guild = ? AND member = ? AND state = 'paid' GROUP BY state, currency ORDER BY currency
"""
_TO_BUY: Final = """
SELECT currency, count(*), sum(coins + bonus_coins), sum(price), min(asked_ms)
FROM purchase INDEXED BY purchase_waiting
WHERE guild = ? AND ended_seq = 0 GROUP BY currency ORDER BY currency
"""
_OWING: Final = """
SELECT currency, count(*), sum(balance) FROM account
WHERE guild = ? AND kind = 'debt' AND balance IS NOT 0 GROUP BY currency ORDER BY currency
"""


async def set_aside(reader: Reader, guild: int) -> SetAside:
    """What lies between people in a guild, and what waits for its moderators."""
    facts = (guild,)
    pots, payouts, to_buy, owing = await reader.fetch_each(
        [(sql, facts) for sql in (_POTS, _OPEN_PAYOUTS, _TO_BUY, _OWING)]
    )
    kept = {kind: rest for kind, *rest in pots}
    return SetAside(
        pots=tuple(OpenPots(kind, *kept[kind]) for kind in PotKind if kind in kept),
        payouts=tuple(Payouts(PayoutState(state), *rest) for state, *rest in payouts),
        to_buy=tuple(WaitingToBuy(*row) for row in to_buy),
        owing=tuple(Owing(Currency(currency), *rest) for currency, *rest in owing),
    )


async def paid_to(reader: Reader, guild: int, member: int) -> list[Payouts]:
    """What was paid out to a member's number in all, by currency."""
    rows = await reader.fetch(_PAID_TO, (guild, member))
    return [Payouts(PayoutState(state), *rest) for state, *rest in rows]
