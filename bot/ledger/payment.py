"""Money outside the books: currencies, what packs cost, and what diamonds are worth in them."""

import re
from collections.abc import Mapping
from typing import Final

from bot.ledger.money import BASIS_POINTS, UNITS_PER_DIAMOND

MILLIONTHS: Final = 1_000_000
"""Rates of money are in millionths of a currency's unit, such as of one dollar."""

CURRENCY_DECIMALS: Final[Mapping[str, int]] = {
    **dict.fromkeys(
        (
            *("AED", "ARS", "AUD", "BDT", "BGN", "BRL", "CAD", "CHF", "CNY", "COP", "CZK", "DKK"),
            *("EGP", "EUR", "GBP", "HKD", "HUF", "IDR", "ILS", "INR", "KES", "MAD", "MXN", "MYR"),
            *("NGN", "NOK", "NZD", "PEN", "PHP", "PKR", "PLN", "QAR", "RON", "RUB", "SAR", "SEK"),
            *("SGD", "THB", "TRY", "TWD", "UAH", "USD", "UYU", "ZAR"),
        ),
        2,
    ),
    **dict.fromkeys(("CLP", "ISK", "JPY", "KRW", "PYG", "UGX", "VND", "XAF", "XOF"), 0),
    **dict.fromkeys(("BHD", "JOD", "KWD", "OMR", "TND"), 3),
}
"""Currencies by their codes, and how many decimals their smallest unit has, after ISO 4217."""

_MONEY: Final = re.compile(r"([0-9]{1,12})(?:[.,]([0-9]{1,3}))?")
_RATE: Final = re.compile(r"([0-9]{1,7})(?:[.,]([0-9]{1,6}))?")


def parse_money(text: str, currency: str) -> int | None:
    """Read money such as `4.99` in a currency's smallest units; None if the text is anything else.

    It has as many decimals as the currency, or none at all, so that no point that sets thousands
    apart is taken for one before decimals. Raises KeyError for an unknown currency.
    """
    match, decimals = _MONEY.fullmatch(text.strip()), CURRENCY_DECIMALS[currency]
    if match is None:
        return None
    whole, fraction = match.groups()
    if fraction is not None and len(fraction) != decimals:
        return None
    return int(whole) * smallest_units(currency) + int(fraction or 0)


def parse_millionths(text: str) -> int | None:
    """Read a rate such as `0.92` in millionths; None if the text is anything else.

    Three decimals stand only behind a nought: elsewhere they are thousands to half of the world.
    """
    match = _RATE.fullmatch(text.strip())
    if match is None:
        return None
    whole, fraction = match.groups()
    if len(fraction or "") == 3 and int(whole):
        return None
    return int(whole) * MILLIONTHS + int((fraction or "").ljust(6, "0"))


def smallest_units(currency: str) -> int:
    """How many of its smallest units make one of a currency. Raises KeyError for an unknown one."""
    return int(10 ** CURRENCY_DECIMALS[currency])


def payout_money(units: int, rate: int, fee: int, currency: str) -> int:
    """What diamonds give after the fee, in the currency's smallest units, rounded down.

    `units` are ten-thousandths of a diamond, `rate` is in millionths of the currency a diamond,
    `fee` in basis points.
    """
    exact = units * rate * (BASIS_POINTS - fee) * smallest_units(currency)
    return exact // (UNITS_PER_DIAMOND * MILLIONTHS * BASIS_POINTS)


def fewest_units(rate: int, fee: int, currency: str) -> int:
    """The fewest units of diamonds that give any money at all after the fee."""
    each = rate * (BASIS_POINTS - fee) * smallest_units(currency)
    return -(-(UNITS_PER_DIAMOND * MILLIONTHS * BASIS_POINTS) // each)


def exchanged(amount: int, currency: str, rate: int, other: str) -> int:
    """An amount in smallest units in another currency's, by a rate in millionths.

    It is rounded half up.
    """
    exact = amount * rate * smallest_units(other)
    divisor = smallest_units(currency) * MILLIONTHS
    return (2 * exact + divisor) // (2 * divisor)
