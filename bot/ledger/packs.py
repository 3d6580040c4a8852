"""What packs of coins cost: by the coin, against each other, and put together for an amount."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from bot.ledger.books.economy import Pack, Shelf
from bot.ledger.cheapest import Thing, lightest
from bot.ledger.money import BASIS_POINTS
from bot.ledger.payment import MILLIONTHS, smallest_units

MOST_COMBINED: Final = 10**9
"""The most coins that the cheapest combination is looked for."""


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

    `coins` is 1 to a billion, or none are found; nor are there any among no packs. It is the best
    that there is, and not what looks best at first. Where packs are so odd that nobody could be
    sure of it in time, there is none beyond 100,000 coins (`cheapest.lightest` says why).
    """
    offered = _worthwhile(packs, coins, now_ms)
    if not offered or not 1 <= coins <= MOST_COMBINED:
        return None
    # Prices are compared before counts, so both are kept in one number: no combination has more
    # packs than coins.
    kinds = {
        Thing(all_coins(pack, now_ms), (pack.price << MOST_COMBINED.bit_length()) + 1): pack
        for pack in offered
    }
    found = lightest(list(kinds), coins)
    if found is None:
        return None
    return _combined([Portion(kinds[kind], count) for kind, count in found.items()], now_ms)


def _worthwhile(packs: Sequence[Pack], coins: int, now_ms: int) -> list[Pack]:
    """The packs without those for whose price, or less, another gives as much, as far as that is
    wanted."""
    kept: list[Pack] = []
    most = 0
    for pack in sorted(packs, key=lambda pack: (pack.price, -all_coins(pack, now_ms))):
        given = min(coins, all_coins(pack, now_ms))
        if given > most:
            kept.append(pack)
            most = given
    return kept


def _combined(portions: list[Portion], now_ms: int) -> Combination:
    portions.sort(key=lambda portion: portion.pack.coins, reverse=True)
    return Combination(
        tuple(portions),
        sum(portion.price for portion in portions),
        sum(all_coins(portion.pack, now_ms) * portion.quantity for portion in portions),
        sum(portion.pack.bonus(now_ms) * portion.quantity for portion in portions),
    )
