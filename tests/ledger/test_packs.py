"""Promises about what packs cost: exactly, by the coin, and put together for an amount."""

import random
from itertools import product

import pytest

from bot.ledger.books.economy import DEFAULT_PACKS, Pack, Shelf
from bot.ledger.packs import (
    MOST_COMBINED,
    Portion,
    cheapest,
    fewest,
    on_sale,
    price_per_coin,
    saving,
)
from bot.ledger.payment import parse_millionths, parse_money

NOW = 1_000_000


def cheapest_by_trying(packs: list[Pack], coins: int) -> int:
    """What an amount costs at the least, found by trying every count of every pack."""
    counts = [range(-(-coins // pack.coins) + 1) for pack in packs]
    return min(
        sum(count * pack.price for count, pack in zip(tried, packs, strict=True))
        for tried in product(*counts)
        if sum(count * pack.coins for count, pack in zip(tried, packs, strict=True)) >= coins
    )


def test_no_combination_of_packs_is_cheaper() -> None:
    chance = random.Random(5)
    for _ in range(60):
        packs = [
            Pack(number, chance.randint(3, 40), chance.randint(1, 60))
            for number in range(1, chance.randint(2, 4))
        ]
        coins = chance.randint(1, 90)
        found = cheapest(packs, coins, NOW)
        assert found is not None
        assert found.price == cheapest_by_trying(packs, coins), (packs, coins)
        assert found.coins == sum(part.pack.coins * part.quantity for part in found.portions)
        assert found.coins >= coins
        assert found.price == sum(part.price for part in found.portions)


def test_the_largest_packs_first_would_be_dearer() -> None:
    packs = [Pack(1, 6, 60), Pack(2, 10, 101), Pack(3, 1, 50)]
    found = cheapest(packs, 12, NOW)
    assert found is not None
    assert found.portions == (Portion(packs[0], 2),)
    assert found.price == 120


def test_of_equal_prices_the_fewest_packs_are_named() -> None:
    packs = [Pack(1, 10, 100), Pack(2, 20, 200)]
    found = cheapest(packs, 40, NOW)
    assert found is not None
    assert found.portions == (Portion(packs[1], 2),)


def test_more_coins_than_asked_for_are_taken_where_they_cost_less() -> None:
    found = cheapest([Pack(1, 10, 100), Pack(2, 100, 250)], 30, NOW)
    assert found is not None
    assert (found.price, found.coins) == (250, 100)


def test_bonus_coins_count_while_they_come_with_a_pack() -> None:
    pack = Pack(1, 100, 200, bonus_coins=50, bonus_until_ms=NOW + 1)
    during, after = cheapest([pack], 300, NOW), cheapest([pack], 300, NOW + 1)
    assert during is not None
    assert after is not None
    assert (during.price, during.coins, during.bonus_coins) == (400, 300, 100)
    assert (after.price, after.coins, after.bonus_coins) == (600, 300, 0)


def test_the_largest_amount_is_solved_and_nothing_beyond_it() -> None:
    found = cheapest(DEFAULT_PACKS, MOST_COMBINED, NOW)
    assert found is not None
    assert found.coins >= MOST_COMBINED
    assert cheapest(DEFAULT_PACKS, MOST_COMBINED + 1, NOW) is None
    assert cheapest(DEFAULT_PACKS, 0, NOW) is None
    assert cheapest([], 10, NOW) is None


def test_a_pack_of_more_than_the_amount_is_enough() -> None:
    found = cheapest([Pack(1, 10**9, 10**12)], 5, NOW)
    assert found is not None
    assert found.portions == (Portion(Pack(1, 10**9, 10**12), 1),)


def test_what_discord_sells_and_what_play_money_is() -> None:
    shelf = Shelf([Pack(2, 330, 499, sku=77)])
    assert [pack.number for pack in on_sale(shelf, "discord")] == [2]
    assert len(on_sale(shelf, "moderator")) == len(DEFAULT_PACKS)
    assert on_sale(shelf, "play") == ()


def test_a_coins_price_is_rounded_to_five_digits() -> None:
    assert price_per_coin(Pack(1, 65, 99), "USD", NOW) == 15_230
    assert price_per_coin(Pack(1, 3, 100), "JPY", NOW) == 33_333_330
    assert price_per_coin(Pack(1, 50, 100, bonus_coins=50), "USD", NOW) == 10_000


def test_a_saving_is_never_rounded_up() -> None:
    smallest = Pack(1, 3, 100)
    assert saving(smallest, smallest, NOW) == 0
    assert saving(Pack(2, 9, 200), smallest, NOW) == 3_333
    assert saving(Pack(2, 3, 101), smallest, NOW) == 0


def test_the_fewest_of_one_pack_are_enough() -> None:
    pack = Pack(1, 65, 99)
    assert fewest(pack, 65, NOW).quantity == 1
    assert fewest(pack, 66, NOW).quantity == 2
    assert fewest(pack, 1_000, NOW).price == 16 * 99


@pytest.mark.parametrize(
    ("text", "currency", "amount"),
    [
        ("4.99", "USD", 499),
        ("4,99", "EUR", 499),
        (" 4 ", "USD", 400),
        ("4.9", "USD", None),
        ("4.999", "USD", None),
        ("1,000", "USD", None),
        ("1.250", "KWD", 1_250),
        ("500", "JPY", 500),
        ("500.00", "JPY", None),
        ("-4.99", "USD", None),
        ("$4.99", "USD", None),
        ("٤.٩٩", "USD", None),
        ("", "USD", None),
        ("4.", "USD", None),
    ],
)
def test_prices_are_read_strictly(text: str, currency: str, amount: int | None) -> None:
    assert parse_money(text, currency) == amount


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("0.92", 920_000),
        ("0,925", 925_000),
        ("1.085", None),
        ("1.0850", 1_085_000),
        ("25,450", None),
        ("25450", 25_450_000_000),
        ("0.0000001", None),
        ("-1", None),
        ("1e3", None),
    ],
)
def test_rates_are_read_strictly(text: str, rate: int | None) -> None:
    assert parse_millionths(text) == rate
