"""Where the diamonds of a payout came from: who gave them, and where the coins for that came from.

Diamonds have no numbers, so that what came in last counts as what is paid out. The newest is looked
through, as far as explains all that the creator had when they asked, and at least everything since
the payout that was paid to them last.

A share of a pot is of bonus coins, which earn nothing that is paid out, so that no pot is followed.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

import orjson

from bot.ledger.money import UNITS_PER_DIAMOND, Currency, Purse
from bot.ledger.rings import YOUNG_DAYS
from bot.ledger.rules.limits import of_age_ms
from bot.storage.database import Query, Reader, Row
from bot.storage.payouts import PayoutView
from bot.storage.people import Somebody

MOST_LOOKED_AT: Final = 500
"""How many of the newest times that diamonds came in are looked at."""
MOST_FOLLOWED: Final = 5
"""Of how many of the largest givers it is looked up where their coins came from."""
MOST_COINS_LOOKED_AT: Final = 50
"""How many of the newest times that a moderator gave coins to one giver are looked at."""
_MOST_WALKED: Final = 500
"""How many of the newest things that were done to somebody are looked through for what counts."""


class Giver(NamedTuple):
    """Somebody of whose gifts the diamonds came, and how many units of them."""

    who: Somebody
    units: int
    gifts: int
    is_young: bool
    """Whether their account was young when they gave first of what is looked at."""


class Adjustment(NamedTuple):
    """Diamonds that somebody gave by hand, in units."""

    seq: int
    who: Somebody
    units: int


class CoinsGiven(NamedTuple):
    """Coins that a giver has from a moderator, who confirmed a purchase or gave them by hand."""

    giver: Somebody
    moderator: Somebody
    coins: int
    is_bought: bool


class Unpaid(NamedTuple):
    """A giver whose coins nobody paid for in the end."""

    giver: Somebody
    refunded: int
    """Coins for which Discord gave the money back since the oldest gift that is looked at."""
    refunds: int
    refund_seq: int
    """What took the last of them back; 0 where none was."""
    owed: Purse
    """What they owe now of what is worth money."""

    @property
    def weight(self) -> int:
        """What the debt may be worth, in units: the larger, the sooner it is told."""
        return self.owed.coins * UNITS_PER_DIAMOND + self.owed.diamonds


class LetOff(NamedTuple):
    """A debt that somebody was let off: what was had for it stays with whoever has it."""

    seq: int
    debtor: Somebody
    manager: Somebody
    amount: Purse


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where the diamonds of one payout came from; the largest first."""

    payout: int
    since_ms: int
    """When the oldest of what is looked at came in, in UTC milliseconds; 0 where nothing did."""
    since_seq: int = 0
    """By which operation that was."""
    units: int
    """All that came in meanwhile."""
    gifts: int
    is_all: bool
    """Whether as much was looked at as there is to explain."""
    givers: tuple[Giver, ...]
    adjustments: tuple[Adjustment, ...]
    coins: tuple[CoinsGiven, ...]
    """Of the largest givers."""
    unpaid: tuple[Unpaid, ...] = ()
    """Of all givers; the largest debts first, and those last who owe nothing any more."""
    let_off: tuple[LetOff, ...] = ()
    """What the creator was let off of diamonds, newest first, and then the givers since they gave,
    newest first, too."""

    @property
    def owing(self) -> tuple[Unpaid, ...]:
        """The givers who owe something now."""
        return tuple(one for one in self.unpaid if any(one.owed))

    @property
    def adjusted(self) -> int:
        """The units that were given by hand."""
        return sum(adjustment.units for adjustment in self.adjustments)

    @property
    def young(self) -> tuple[Giver, ...]:
        """The givers whose accounts were young."""
        return tuple(giver for giver in self.givers if giver.is_young)


_HEAD: Final = """
SELECT coalesce((
    SELECT number FROM (
        SELECT number, state FROM payout INDEXED BY payout_by_member
        WHERE guild = ?1 AND member = ?2 AND number < ?3 ORDER BY number DESC LIMIT 100
    ) WHERE state = 'paid' ORDER BY number DESC LIMIT 1
), 0), coalesce((
    SELECT outcome ->> 'units' + outcome ->> 'units_left' FROM operation
    WHERE guild = ?1 AND seq = ?3
), 0)
"""
# What was taken back since explains nothing, nor does what only came back from a hold.
_INFLOWS: Final = """
WITH latest AS MATERIALIZED (
    SELECT seq, amount, from_kind FROM transfer INDEXED BY transfer_to
    WHERE guild = ?1 AND to_kind = 'wallet' AND to_owner = ?2 AND to_owner > 0
        AND currency = 'diamonds' AND seq < ?3
    ORDER BY seq DESC, line DESC LIMIT ?4
)
SELECT latest.seq, amount, operation.at_ms, gift.seq IS NOT NULL, from_kind = 'issued'
    AND NOT EXISTS (
        SELECT 1 FROM operation AS reversal INDEXED BY operation_reversing
        WHERE reversal.guild = ?1 AND reversal.reverses = latest.seq
    ), member.number, user_id, member.name
FROM latest
CROSS JOIN operation ON operation.guild = ?1 AND operation.seq = latest.seq
LEFT JOIN gift ON gift.guild = ?1 AND gift.seq = latest.seq
CROSS JOIN member ON member.guild = ?1
    AND member.number = coalesce(gift.sender, operation.actor)
ORDER BY latest.seq DESC
"""
# By what was done to them, and not by what came in to them: of that, anybody can make as much as
# they want, by turning diamonds into coins one by one.
_COINS: Final = """
WITH recent AS MATERIALIZED (
    SELECT seq FROM operation INDEXED BY operation_by_subject
    WHERE guild = ?1 AND subject = ?2 AND kind NOT GLOB 'live-*' AND seq < ?3
    ORDER BY seq DESC LIMIT ?5
), latest AS MATERIALIZED (
    SELECT amount, kind, actor FROM recent
    CROSS JOIN operation ON operation.guild = ?1 AND operation.seq = recent.seq
        AND kind IN ('adjust', 'purchase')
    CROSS JOIN transfer ON transfer.guild = ?1 AND transfer.seq = recent.seq
        AND to_kind = 'wallet' AND to_owner = ?2 AND currency = 'coins'
    ORDER BY recent.seq DESC LIMIT ?4
)
SELECT number, user_id, name, sum(amount), kind = 'purchase'
FROM latest CROSS JOIN member ON member.guild = ?1 AND member.number = latest.actor
GROUP BY number, kind ORDER BY sum(amount) DESC
"""
_OWED: Final = """
SELECT owner, currency, balance FROM json_each(?2) AS giver
CROSS JOIN account ON guild = ?1 AND kind = 'debt' AND owner = giver.value
    AND currency IN ('coins', 'diamonds')
WHERE balance > 0
"""
_TAKEN_BACK: Final = """
SELECT giver.value, operation.seq, kind = 'forgive', outcome ->> 'coins',
    coalesce(outcome ->> 'units', 0), member.number, user_id, member.name
FROM json_each(?2) AS giver
CROSS JOIN operation ON operation.guild = ?1 AND kind IN ('entitlement-revoked', 'forgive')
    AND operation.seq IN (
        SELECT seq FROM operation AS done INDEXED BY operation_by_subject
        WHERE done.guild = ?1 AND done.subject = giver.value AND done.kind NOT GLOB 'live-*'
            AND done.seq > ?3
        ORDER BY seq DESC LIMIT ?4
    )
CROSS JOIN member ON member.guild = ?1 AND member.number = operation.actor
ORDER BY operation.seq DESC
"""
# Until as much was paid out as they were let off: a small payout in between hides nothing.
_LET_OFF: Final = """
WITH latest AS MATERIALIZED (
    SELECT seq FROM operation INDEXED BY operation_by_subject
    WHERE guild = ?1 AND subject = ?2 AND kind NOT GLOB 'live-*'
    ORDER BY seq DESC LIMIT ?4
)
SELECT latest.seq, outcome ->> 'units', number, user_id, name FROM latest
CROSS JOIN operation ON operation.guild = ?1 AND operation.seq = latest.seq AND kind = 'forgive'
CROSS JOIN member ON member.guild = ?1 AND number = operation.actor
WHERE outcome ->> 'units' > (
    SELECT coalesce(sum(units), 0) FROM payout INDEXED BY payout_by_member
    WHERE payout.guild = ?1 AND payout.member = ?2 AND payout.number > latest.seq
        AND payout.number < ?3 AND state = 'paid'
)
ORDER BY latest.seq DESC
"""


async def origins(reader: Reader, guild: int, payouts: Sequence[PayoutView]) -> dict[int, Origin]:
    """Where the diamonds of some payouts came from, by their numbers."""
    if not payouts:
        return {}
    queries: list[Query] = []
    for payout in payouts:
        facts = (guild, payout.creator.number, payout.number)
        queries += [
            (_HEAD, facts),
            (_INFLOWS, (*facts, MOST_LOOKED_AT)),
            (_LET_OFF, (*facts, _MOST_WALKED)),
        ]
    rows = await reader.fetch_each(queries)
    found = [
        _summed(payout, paid_last, had, inflows, let_off)
        for payout, ((paid_last, had),), inflows, let_off in zip(
            payouts, rows[::3], rows[1::3], rows[2::3], strict=True
        )
    ]
    of_givers = await reader.fetch_each([query for one in found for query in _asked(guild, one)])
    coins = await _coins_of_givers(reader, guild, found)
    return {
        one.payout: replace(_completed(one, owed, back), coins=tuple(coins[one.payout]))
        for one, owed, back in zip(found, of_givers[::2], of_givers[1::2], strict=True)
    }


async def _coins_of_givers(
    reader: Reader, guild: int, found: Sequence[Origin]
) -> defaultdict[int, list[CoinsGiven]]:
    """What moderators gave the largest givers, by the numbers of payouts."""
    followed = [(one, giver.who) for one in found for giver in one.givers[:MOST_FOLLOWED]]
    bounds = (MOST_COINS_LOOKED_AT, _MOST_WALKED)
    queries: list[Query] = [
        (_COINS, (guild, who.number, one.payout, *bounds)) for one, who in followed
    ]
    coins: defaultdict[int, list[CoinsGiven]] = defaultdict(list)
    for (one, who), given in zip(followed, await reader.fetch_each(queries), strict=True):
        coins[one.payout] += (
            CoinsGiven(who, Somebody(*row[:3]), row[3], bool(row[4])) for row in given
        )
    return coins


def _asked(guild: int, one: Origin) -> Sequence[Query]:
    """What is asked about all givers of one payout."""
    givers = orjson.dumps([giver.who.number for giver in one.givers]).decode()
    since = (guild, givers, one.since_seq, _MOST_WALKED)
    return [(_OWED, since[:2]), (_TAKEN_BACK, since)]


def _completed(one: Origin, owed: Sequence[Row], taken_back: Sequence[Row]) -> Origin:
    """Where they came from, with what came of the coins since they were given."""
    known = {giver.who.number: giver.who for giver in one.givers}
    debts: defaultdict[int, Purse] = defaultdict(Purse)
    for number, currency, balance in owed:
        debts[number] = debts[number]._replace(**{Currency(currency).value: balance})
    refunds: defaultdict[int, list[Row]] = defaultdict(list)
    let_off = list(one.let_off)
    for row in taken_back:
        number, seq, is_let_off, coins, units, *manager = row
        if not is_let_off:
            refunds[number].append(row)
        elif coins or units:
            amount = Purse(coins=coins, diamonds=units)
            let_off.append(LetOff(seq, known[number], Somebody(*manager), amount))
    unpaid = [
        _unpaid(known[number], refunds[number], debts[number])
        for number in dict.fromkeys([*debts, *refunds])
    ]
    return replace(
        one,
        unpaid=tuple(sorted(unpaid, key=lambda debtor: -debtor.weight)),
        let_off=tuple(let_off),
    )


def _unpaid(giver: Somebody, refunds: Sequence[Row], owed: Purse) -> Unpaid:
    coins = sum(row[3] for row in refunds)
    return Unpaid(giver, coins, len(refunds), refunds[0][1] if refunds else 0, owed)


class _Inflow(NamedTuple):
    """Diamonds that came into a creator's wallet, by a gift or by hand."""

    seq: int
    units: int
    at_ms: int
    is_gift: bool
    counts: bool
    """Whether they came from outside, and were not taken back."""
    who: Somebody


def _summed(
    payout: PayoutView, paid_last: int, had: int, rows: Sequence[Row], let_off: Sequence[Row]
) -> Origin:
    inflows = [
        _Inflow(seq, units, at_ms, bool(is_gift), bool(counts), Somebody(*who))
        for seq, units, at_ms, is_gift, counts, *who in rows
    ]
    looked_at = [*_explaining(inflows, paid_last, had)]
    gifts: defaultdict[Somebody, list[_Inflow]] = defaultdict(list)
    for one in looked_at:
        if one.is_gift:
            gifts[one.who].append(one)
    givers = [_giver(who, theirs) for who, theirs in gifts.items()]
    adjustments = [Adjustment(one.seq, one.who, one.units) for one in looked_at if not one.is_gift]
    units = sum(one.units for one in looked_at)
    has_older = len(rows) == MOST_LOOKED_AT and inflows[-1].seq > paid_last
    return Origin(
        payout=payout.number,
        since_ms=looked_at[-1].at_ms if looked_at else 0,
        since_seq=looked_at[-1].seq if looked_at else 0,
        units=units,
        gifts=sum(map(len, gifts.values())),
        is_all=len(rows) < MOST_LOOKED_AT or not (has_older or units < had),
        givers=tuple(sorted(givers, key=lambda giver: -giver.units)),
        adjustments=tuple(sorted(adjustments, key=lambda one: -one.units)),
        coins=(),
        let_off=tuple(
            LetOff(seq, payout.creator, Somebody(*manager), Purse(diamonds=units))
            for seq, units, *manager in let_off
        ),
    )


def _explaining(inflows: Sequence[_Inflow], paid_last: int, had: int) -> Iterator[_Inflow]:
    """What came in since a payout was paid, and before it as much as explains what there was."""
    explained = 0
    for one in inflows:
        if one.seq < paid_last and explained >= had:
            return
        if one.counts:
            explained += one.units
            yield one


def _giver(who: Somebody, gifts: Sequence[_Inflow]) -> Giver:
    first_ms = min(gift.at_ms for gift in gifts)
    is_young = who.user_id is not None and first_ms < of_age_ms(who.user_id, YOUNG_DAYS)
    return Giver(who, sum(gift.units for gift in gifts), len(gifts), is_young)
