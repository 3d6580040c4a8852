"""What packs of coins cost: by the coin, against each other, and put together for an amount."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from bot.ledger.books.economy import Pack, Shelf
from bot.ledger.money import BASIS_POINTS
from bot.ledger.payment import MILLIONTHS, smallest_units

MOST_COMBINED: Final = 100_000
"""The most coins that the cheapest combination is found for: every amount below is looked at."""


class Portion(NamedTuple):
    """Some of one pack."""

    pack: Pack
    quantity: int

    @property
    def price(self) -> int:
        """What all of it costs, in the smallest units of the currency."""
        return self.pack.price * self.quantity


class Combination(NamedTuple):
    """Packs that give at least some amount of coins, largest first."""

    portions: tuple[Portion, ...]
    price: int
    coins: int
    """The coins of all of them, those that come as a bonus included."""
    bonus_coins: int


def on_sale(shelf: Shelf, shop: str) -> tuple[Pack, ...]:
    """What can be bought, smallest first, by the setting `shop`: of Discord, only what it sells."""
    if shop == "play":
        return ()
    return tuple(pack for pack in shelf.offered if pack.sku or shop != "discord")


def all_coins(pack: Pack, now_ms: int) -> int:
    """What a pack gives now, with what comes as a bonus."""
    return pack.coins + pack.bonus(now_ms)


def price_per_coin(pack: Pack, currency: str, now_ms: int) -> int:
    """What one coin of a pack costs, in millionths of the currency, rounded half up to five digits
    after the point."""
    exact = pack.price * MILLIONTHS // 10
    divisor = all_coins(pack, now_ms) * smallest_units(currency)
    return (2 * exact + divisor) // (2 * divisor) * 10


def saving(pack: Pack, smallest: Pack, now_ms: int) -> int:
    """How much less a coin costs than in the smallest pack, in basis points; 0 for not less.

    It is rounded down, so that nothing is promised that is not so.
    """
    own = pack.price * all_coins(smallest, now_ms)
    other = smallest.price * all_coins(pack, now_ms)
    return max(0, other - own) * BASIS_POINTS // other


def fewest(pack: Pack, coins: int, now_ms: int) -> Portion:
    """The fewest of one pack that give at least so many coins."""
    return Portion(pack, -(-coins // all_coins(pack, now_ms)))


def cheapest(packs: Sequence[Pack], coins: int, now_ms: int) -> Combination | None:
    """The cheapest packs that give at least so many coins, and of those the fewest packs.

    `coins` is 1 to 100,000, or none are found; nor are there any among no packs. Each smaller
    amount is solved first, so that what is found is the best, and not what looks best at first.
    """
    offered = _worthwhile(packs, now_ms)
    if not offered or not 1 <= coins <= MOST_COMBINED:
        return None
    # Prices are compared before counts, so both are kept in one number: no combination has more
    # packs than coins.
    weights = [(all_coins(pack, now_ms), (pack.price << 20) + 1) for pack in offered]
    costs, last = [0], [0]
    for wanted in range(1, coins + 1):
        cost, index = min(
            (costs[max(0, wanted - given)] + weight, index)
            for index, (given, weight) in enumerate(weights)
        )
        costs.append(cost)
        last.append(index)
    return _combined(offered, last, coins, now_ms)


def _worthwhile(packs: Sequence[Pack], now_ms: int) -> list[Pack]:
    """The packs without those for whose price, or less, another gives as much."""
    kept: list[Pack] = []
    for pack in sorted(packs, key=lambda pack: (pack.price, -all_coins(pack, now_ms))):
        if not kept or all_coins(pack, now_ms) > all_coins(kept[-1], now_ms):
            kept.append(pack)
    return kept


def _combined(offered: Sequence[Pack], last: Sequence[int], coins: int, now_ms: int) -> Combination:
    counts: dict[int, int] = {}
    while coins > 0:
        index = last[coins]
        counts[index] = counts.get(index, 0) + 1
        coins -= all_coins(offered[index], now_ms)
    portions = [Portion(offered[index], count) for index, count in counts.items()]
    portions.sort(key=lambda portion: portion.pack.coins, reverse=True)
    return Combination(
        tuple(portions),
        sum(portion.price for portion in portions),
        sum(all_coins(portion.pack, now_ms) * portion.quantity for portion in portions),
        sum(portion.pack.bonus(now_ms) * portion.quantity for portion in portions),
    )
