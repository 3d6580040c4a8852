"""Money: units, shares, rates and conversions, exact to the last unit."""

from fractions import Fraction
from math import ceil, floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ledger.money import (
    BASIS_POINTS,
    MOST_UNITS,
    UNITS_PER_DIAMOND,
    Conversion,
    Currency,
    Purse,
    coins_for,
    convert,
    earned_units,
    parse_change,
    parse_diamonds,
    parse_percent,
    parse_rate,
    units_for,
)

BALANCES = st.integers(0, 2**53 - 1)
RATES = st.integers(1, 100 * BASIS_POINTS)


def test_a_rose_at_half_share_earns_exactly_half_a_diamond() -> None:
    assert earned_units(1, 5_000) * 2 == UNITS_PER_DIAMOND


def test_the_largest_gift_at_full_share_is_the_largest_transfer() -> None:
    assert earned_units(10**9, BASIS_POINTS) == MOST_UNITS


@given(coins=st.integers(0, 10**9), share=st.integers(0, BASIS_POINTS))
def test_a_share_never_rounds(coins: int, share: int) -> None:
    exact = Fraction(coins) * Fraction(share, BASIS_POINTS)
    assert Fraction(earned_units(coins, share), UNITS_PER_DIAMOND) == exact


@given(units=BALANCES, rate=RATES)
def test_coins_for_diamonds_are_rounded_down(units: int, rate: int) -> None:
    exact = Fraction(units, UNITS_PER_DIAMOND) * Fraction(rate, BASIS_POINTS)
    assert coins_for(units, rate) == floor(exact)


@given(coins=st.integers(0, 10**12), rate=RATES)
def test_nobody_pays_more_units_for_coins_than_they_cost(coins: int, rate: int) -> None:
    units = units_for(coins, rate)
    assert units == ceil(Fraction(coins) * UNITS_PER_DIAMOND * BASIS_POINTS / rate)
    assert coins_for(units, rate) >= coins
    assert not coins or coins_for(units - 1, rate) < coins


@given(units=BALANCES, bonus=BALANCES, wanted=st.integers(-(10**16), 2**54), rate=RATES)
def test_a_conversion_takes_no_more_than_wanted_and_than_there_is(
    units: int, bonus: int, wanted: int, rate: int
) -> None:
    done = convert(Purse(diamonds=units, bonus_diamonds=bonus), wanted, rate)
    assert done.all_units <= max(wanted, 0)
    assert done.units <= units
    assert done.bonus_units <= bonus


@given(units=BALANCES, bonus=BALANCES, wanted=st.integers(0, 2**54), rate=RATES)
def test_a_conversion_never_gives_more_than_the_rate(
    units: int, bonus: int, wanted: int, rate: int
) -> None:
    done = convert(Purse(diamonds=units, bonus_diamonds=bonus), wanted, rate)
    assert done.coins == coins_for(done.units, rate)
    assert done.bonus_coins == coins_for(done.bonus_units, rate)


@given(wanted=st.integers(max_value=0), rate=RATES)
def test_converting_nothing_or_less_gives_nothing(wanted: int, rate: int) -> None:
    assert convert(Purse(diamonds=10**9, bonus_diamonds=10**9), wanted, rate).all_coins <= 0


@pytest.mark.parametrize(
    ("diamonds", "bonus_diamonds", "wanted", "rate", "expected"),
    [
        (50_000, 0, 30_000, 10_000, Conversion(30_000, 0, 3, 0)),
        (50_000, 20_000, 30_000, 10_000, Conversion(10_000, 20_000, 1, 2)),
        (50_000, 20_000, 15_000, 10_000, Conversion(0, 10_000, 0, 1)),
        (50_000, 15_000, 25_000, 10_000, Conversion(10_000, 10_000, 1, 1)),
        (50_000, 0, 30_000, 5_000, Conversion(20_000, 0, 1, 0)),
        (9_999, 9_999, 19_998, 10_000, Conversion(0, 0, 0, 0)),
        (10_000, 0, 10_000, 30_000, Conversion(10_000, 0, 3, 0)),
        (7_000, 0, 7_000, 30_000, Conversion(6_667, 0, 2, 0)),
    ],
)
def test_bonus_diamonds_go_first_and_a_rest_stays_in_the_wallet(
    diamonds: int, bonus_diamonds: int, wanted: int, rate: int, expected: Conversion
) -> None:
    purse = Purse(diamonds=diamonds, bonus_diamonds=bonus_diamonds)
    assert convert(purse, wanted, rate) == expected


def test_a_member_sees_one_number_of_coins_and_one_of_diamonds() -> None:
    purse = Purse(coins=57, bonus_coins=40, diamonds=5_000, bonus_diamonds=5_000)
    assert purse.all_coins == 97
    assert purse.all_diamonds == 10_000
    assert Conversion(1, 2, 3, 4).all_units == 3
    assert Conversion(1, 2, 3, 4).all_coins == 7


def test_a_purse_lists_the_currencies_in_their_order() -> None:
    assert Purse._fields == tuple(currency.value for currency in Currency)


def test_coins_are_whole_and_diamonds_are_counted_in_ten_thousandths() -> None:
    assert Currency.COINS.units_per_whole == Currency.BONUS_COINS.units_per_whole == 1
    assert Currency.DIAMONDS.units_per_whole == UNITS_PER_DIAMOND
    assert Currency.BONUS_DIAMONDS.units_per_whole == UNITS_PER_DIAMOND


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("12", 120_000),
        ("0.5", 5_000),
        ("0,5", 5_000),
        (" 3 ", 30_000),
        ("1.0001", 10_001),
        ("0", 0),
        ("999999999999.9999", 9_999_999_999_999_999),
    ],
)
def test_diamonds_are_read_exactly(text: str, units: int) -> None:
    assert parse_diamonds(text) == units


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "-1",
        "+1",
        ".5",
        "5.",
        "1.00001",
        "1.000",
        "1e3",
        "1 000",
        "1.2.3",
        "all",
        "½",
        "١٢",
        "9" * 13,
    ],
)
def test_anything_but_diamonds_is_not_read_as_diamonds(text: str) -> None:
    assert parse_diamonds(text) is None


@pytest.mark.parametrize(
    ("text", "coins", "diamond_units"),
    [
        ("100", 100, 1_000_000),
        ("+100", 100, 1_000_000),
        (" -100 ", -100, -1_000_000),
        ("\u2212100", -100, -1_000_000),
        ("2.5", None, 25_000),
        ("-0,05", None, -500),
        ("1.6666", None, 16_666),
        ("0", 0, 0),
        ("1.000", None, None),
        ("1,000", None, None),
        ("1.00001", None, None),
        ("--1", None, None),
        ("+ 1", None, None),
        ("", None, None),
        ("1e3", None, None),
        ("٣", None, None),
        ("9" * 14, None, None),
    ],
)
def test_a_change_is_read_exactly_or_not_at_all(
    text: str, coins: int | None, diamond_units: int | None
) -> None:
    for currency in (Currency.COINS, Currency.BONUS_COINS):
        assert parse_change(text, currency) == coins
    for currency in (Currency.DIAMONDS, Currency.BONUS_DIAMONDS):
        assert parse_change(text, currency) == diamond_units


@pytest.mark.parametrize(
    ("text", "basis_points"),
    [
        ("50", 5_000),
        ("12.5", 1_250),
        ("12,05", 1_205),
        ("50 %", 5_000),
        ("100%", 10_000),
        ("0", 0),
        ("12.345", None),
        ("-5", None),
        ("1000", None),
        ("%", None),
        ("", None),
    ],
)
def test_a_share_is_read_in_percent(text: str, basis_points: int | None) -> None:
    assert parse_percent(text) == basis_points


@pytest.mark.parametrize(
    ("text", "basis_points"),
    [
        ("1", 10_000),
        ("0.5", 5_000),
        ("0,05", 500),
        ("1.6666", 16_666),
        ("100", 1_000_000),
        ("1.000", None),
        ("1.66666", None),
        ("1 %", None),
        ("-1", None),
        ("", None),
    ],
)
def test_a_rate_is_read_in_coins_a_diamond(text: str, basis_points: int | None) -> None:
    assert parse_rate(text) == basis_points
