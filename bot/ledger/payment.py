"""Money outside the books: currencies, what packs cost, and what diamonds are worth in them."""

import re
from collections.abc import Mapping
from itertools import accumulate
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

OLD_DAYS: Final = 30
"""From when on an exchange rate is called old; it holds until it is set anew."""
_DAY_MS: Final = 86_400_000
_MONEY: Final = re.compile(r"([0-9]{1,12})(?:[.,]([0-9]{1,3}))?")
_RATE: Final = re.compile(r"([0-9]{1,7})(?:[.,]([0-9]{1,6}))?")
_CARD: Final = re.compile(r"(?<![0-9A-Za-z])[3-6][0-9](?:[ -]?[0-9]){11,17}(?![0-9A-Za-z])")
"""What a card's number looks like, of the large schemes: 13 to 19 digits, in groups or not."""
_IBAN: Final = re.compile(
    r"(?<![0-9A-Z])[A-Z]{2}[0-9]{2}(?: ?[0-9A-Z]){11,30}(?![0-9A-Z])", re.IGNORECASE
)
"""What an account's number looks like where IBANs are used, after ISO 13616."""
_FEWEST_OF_ACCOUNT, _MOST_OF_ACCOUNT = 15, 34


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


def is_whole(units: int, rate: int, fee: int, currency: str) -> bool:
    """Whether diamonds give after the fee exactly what `payout_money` says, and nothing is lost."""
    exact = units * rate * (BASIS_POINTS - fee) * smallest_units(currency)
    return exact % (UNITS_PER_DIAMOND * MILLIONTHS * BASIS_POINTS) == 0


def is_old(set_ms: int, now_ms: int) -> bool:
    """Whether an exchange rate was set so long ago that it may be far from what is paid now."""
    return now_ms - set_ms > OLD_DAYS * _DAY_MS


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


def names_an_account(text: str) -> bool:
    """Whether a card's or a bank account's number stands in what somebody wrote.

    Their check digits tell them from most other long numbers: a card's after ISO/IEC 7812 (Luhn),
    an account's after ISO 7064 (97-10).
    """
    cards = (re.sub("[ -]", "", found[0]) for found in _CARD.finditer(text))
    accounts = (found[0].upper().split() for found in _IBAN.finditer(text))
    return any(map(_is_card, cards)) or any(map(_begins_with_account, accounts))


def _is_card(digits: str) -> bool:
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return (sum(map(int, digits[::-2])) + sum(doubled)) % 10 == 0


def _begins_with_account(groups: list[str]) -> bool:
    """Whether some of the first groups are an account's number: words that follow look alike."""
    return any(map(_is_account, accumulate(groups)))


def _is_account(letters: str) -> bool:
    if not _FEWEST_OF_ACCOUNT <= len(letters) <= _MOST_OF_ACCOUNT:
        return False
    return int("".join(str(int(one, 36)) for one in letters[4:] + letters[:4])) % 97 == 1
