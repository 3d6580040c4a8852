"""Currencies, their units, and the exact arithmetic of shares and rates."""

import re
from enum import StrEnum
from typing import Final, NamedTuple

UNITS_PER_DIAMOND: Final = 10_000
"""A diamond is counted in ten-thousandths, so that a share in basis points never rounds."""

BASIS_POINTS: Final = 10_000
"""One hundred percent, in basis points."""

MOST_UNITS: Final = 10**13
"""The largest amount one transfer may move, in units of its currency: what a creator earns from
the largest gift, 10^9 coins, at a share of 100 %."""

MOST_BALANCE: Final = 2**53 - 1
"""The largest balance: above it, Discord and JavaScript no longer carry an integer exactly."""

_CHANGE: Final = re.compile(r"([+\-\u2212]?)([0-9]{1,13})(?:[.,]([0-9]{1,2}|[0-9]{4}))?")
_DIAMONDS: Final = re.compile(r"([0-9]{1,12})(?:[.,]([0-9]{1,2}|[0-9]{4}))?")
_PERCENT: Final = re.compile(r"([0-9]{1,3})(?:[.,]([0-9]{1,2}))? ?%?")
_RATE: Final = re.compile(r"([0-9]{1,3})(?:[.,]([0-9]{1,2}|[0-9]{4}))?")


class Currency(StrEnum):
    """What an account holds. Bonus currencies were given away and can never be cashed out."""

    COINS = "coins"
    BONUS_COINS = "bonus_coins"
    DIAMONDS = "diamonds"
    BONUS_DIAMONDS = "bonus_diamonds"

    @property
    def units_per_whole(self) -> int:
        """How many ledger units make one coin or one diamond."""
        return 1 if self in {Currency.COINS, Currency.BONUS_COINS} else UNITS_PER_DIAMOND


class Purse(NamedTuple):
    """What one wallet holds, in units of each currency."""

    coins: int = 0
    bonus_coins: int = 0
    diamonds: int = 0
    bonus_diamonds: int = 0

    @property
    def all_coins(self) -> int:
        """The one number of coins that a member sees."""
        return self.coins + self.bonus_coins

    @property
    def all_diamonds(self) -> int:
        """The one number of diamonds that a member sees, in ten-thousandths."""
        return self.diamonds + self.bonus_diamonds


class Conversion(NamedTuple):
    """What a conversion takes, in diamond units, and what it gives, in coins."""

    units: int
    bonus_units: int
    coins: int
    bonus_coins: int

    @property
    def all_units(self) -> int:
        """All diamond units that the conversion takes."""
        return self.units + self.bonus_units

    @property
    def all_coins(self) -> int:
        """All coins that the conversion gives."""
        return self.coins + self.bonus_coins


def earned_units(coins: int, share_basis_points: int) -> int:
    """Diamond units that a creator earns from `coins`; exact, for a unit is a basis point."""
    return coins * share_basis_points


def coins_for(units: int, rate_basis_points: int) -> int:
    """Whole coins that `units` of diamonds buy at a rate of coins per diamond, rounded down."""
    return units * rate_basis_points // (UNITS_PER_DIAMOND * BASIS_POINTS)


def units_for(coins: int, rate_basis_points: int) -> int:
    """The fewest diamond units that buy `coins` at the rate, so that nobody pays for a rest."""
    return -(-coins * UNITS_PER_DIAMOND * BASIS_POINTS // rate_basis_points)


def convert(purse: Purse, wanted_units: int, rate_basis_points: int) -> Conversion:
    """Turn up to `wanted_units` of a purse's diamonds into coins, bonus diamonds first.

    Each origin becomes whole coins of its own origin; what is too little for one more coin
    stays in the wallet as diamonds.
    """
    bonus_coins = coins_for(min(wanted_units, purse.bonus_diamonds), rate_basis_points)
    bonus_units = units_for(bonus_coins, rate_basis_points)
    coins = coins_for(min(wanted_units - bonus_units, purse.diamonds), rate_basis_points)
    return Conversion(units_for(coins, rate_basis_points), bonus_units, coins, bonus_coins)


def parse_diamonds(text: str) -> int | None:
    """Read diamonds such as `12` or `0.5` as units; None if the text is anything else.

    Three decimals are refused: after a point or a comma, they are thousands to half of the world.
    """
    match = _DIAMONDS.fullmatch(text.strip())
    if match is None:
        return None
    whole, fraction = match.groups()
    return int(whole) * UNITS_PER_DIAMOND + int((fraction or "").ljust(4, "0"))


def parse_change(text: str, currency: Currency) -> int | None:
    """Read what is given or taken, such as `+100` or `-2.5`, as units; None for anything else.

    Without a sign it is given. Only diamonds have decimals, and never three, as above.
    """
    match = _CHANGE.fullmatch(text.strip())
    if match is None:
        return None
    sign, whole, fraction = match.groups()
    units = int(whole) * currency.units_per_whole
    if fraction:
        if currency.units_per_whole == 1:
            return None
        units += int(fraction.ljust(4, "0"))
    return units if sign in {"", "+"} else -units


def parse_percent(text: str) -> int | None:
    """Read a share such as `50`, `12.5` or `50 %` as basis points; None for anything else."""
    match = _PERCENT.fullmatch(text.strip())
    if match is None:
        return None
    whole, fraction = match.groups()
    return int(whole) * 100 + int((fraction or "").ljust(2, "0"))


def parse_rate(text: str) -> int | None:
    """Read a rate such as `1`, `0.5` or `1.6666` as basis points; None for anything else.

    Three decimals are refused, as with amounts: half of the world would have meant thousands.
    """
    match = _RATE.fullmatch(text.strip())
    if match is None:
        return None
    whole, fraction = match.groups()
    return int(whole) * BASIS_POINTS + int((fraction or "").ljust(4, "0"))
