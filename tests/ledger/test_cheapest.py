"""Promises about the cheapest way to an amount: nothing is cheaper, whatever is on offer."""

import random
from fractions import Fraction
from typing import Final

import pytest

from bot.ledger import cheapest as search
from bot.ledger.books.economy import DEFAULT_PACKS, Pack
from bot.ledger.cheapest import SURELY_REACHED, Thing, lightest
from bot.ledger.packs import MOST_COMBINED, all_coins, cheapest

NOW: Final = 1_000_000


def each_amount(things: list[Thing], most: int) -> list[int]:
    """The lightest weight for each amount up to a most, from each to the next."""
    weights = [0]
    for wanted in range(1, most + 1):
        weights.append(min(weights[max(0, wanted - size)] + weight for size, weight in things))
    return weights


def total(found: dict[Thing, int]) -> tuple[int, int]:
    """What things sum up to: their sizes and their weights."""
    sizes = sum(thing.size * count for thing, count in found.items())
    return sizes, sum(thing.weight * count for thing, count in found.items())


@pytest.mark.parametrize("few_tries", [0, 7, 20_000])
@pytest.mark.parametrize("seed", range(3))
def test_nothing_is_lighter_by_whichever_way_it_was_found(
    monkeypatch: pytest.MonkeyPatch, few_tries: int, seed: int
) -> None:
    chance = random.Random(seed)
    monkeypatch.setattr(search, "_FEW_TRIES", few_tries)
    for _ in range(120):
        # So that small numbers meet what only large ones would.
        monkeypatch.setattr(search, "SURELY_REACHED", chance.choice([20, 60, 200]))
        monkeypatch.setattr(search, "_LARGE", chance.choice([1, 5, 20]))
        unit, largest = chance.choice([1, 1, 7]), chance.choice([6, 40, 150])
        heaviest = chance.choice([1, 5, 60, 5_000])
        things = list(
            {
                Thing(unit * chance.randint(1, largest), chance.randint(1, heaviest)): None
                for _ in range(chance.randint(1, 6))
            }
        )
        wanted = chance.randint(1, 1_500)
        found = lightest(things, wanted)
        assert found is not None
        sizes, weight = total(found)
        assert sizes >= wanted
        assert weight == each_amount(things, wanted)[-1], (things, wanted)


def test_packs_like_those_of_live_platforms_are_put_together_for_any_amount() -> None:
    chance = random.Random(8)
    for _ in range(40):
        packs = [*DEFAULT_PACKS]
        for number in range(chance.randint(0, 6)):
            coins = chance.choice([chance.randint(50, 9_000), chance.randint(1, 90) * 10_000])
            price = round(coins * chance.uniform(1.45, 1.53))
            bonus = chance.choice([0, 0, coins // 10])
            packs.append(Pack(200 + number, coins, price, bonus))
        wanted = round(10 ** chance.uniform(2, 9))
        found = cheapest(packs, wanted, NOW)
        assert found is not None, (packs, wanted)
        assert found.coins >= wanted
        # At least as cheap as any one kind, and no cheaper than the best for its price could be.
        alone = min(-(-wanted // all_coins(pack, NOW)) * pack.price for pack in packs)
        assert found.price <= alone
        best = min(packs, key=lambda pack: Fraction(pack.price, all_coins(pack, NOW)))
        assert found.price * all_coins(best, NOW) >= wanted * best.price


def test_beyond_what_is_looked_at_it_is_as_cheap_as_step_by_step() -> None:
    packs = [Pack(1, 65, 99), Pack(2, 330, 499), Pack(3, 1_321, 1_999), Pack(4, 25_000, 37_811)]
    weights = each_amount([Thing(pack.coins, pack.price) for pack in packs], 300_000)
    for wanted in (SURELY_REACHED - 1, SURELY_REACHED, SURELY_REACHED + 1, 187_654, 300_000):
        found = cheapest(packs, wanted, NOW)
        assert found is not None
        assert found.price == weights[wanted]


def test_large_round_packs_are_as_easy_as_small_ones() -> None:
    packs = [Pack(number, 100_000 * number, 99_000 * number + 7) for number in range(1, 26)]
    found = cheapest(packs, MOST_COMBINED, NOW)
    assert found is not None
    assert found.coins == MOST_COMBINED
    assert sum(part.quantity for part in found.portions) == 400


def test_of_equal_prices_the_fewest_packs_are_named_however_many_coins() -> None:
    packs = [Pack(1, 10, 100), Pack(2, 20, 200), Pack(3, 50, 500)]
    found = cheapest(packs, 10**8, NOW)
    assert found is not None
    assert [(part.pack.number, part.quantity) for part in found.portions] == [(3, 2_000_000)]


def test_odd_packs_are_put_together_up_to_an_amount_and_beyond_it_only_where_it_is_sure() -> None:
    chance = random.Random(2)
    for smallest, largest in ((99_000, 99_999), (1, 10**9)):
        sizes = chance.sample(range(smallest, largest), 25)
        packs = [
            Pack(number, coins, 100 * coins + chance.randint(0, 40))
            for number, coins in enumerate(sizes, 1)
        ]
        found = cheapest(packs, SURELY_REACHED, NOW)
        assert found is not None
        assert found.coins >= SURELY_REACHED
        beyond = cheapest(packs, MOST_COMBINED, NOW)
        assert (beyond is None) == (smallest > 1)
        assert beyond is None or beyond.coins >= MOST_COMBINED


def test_as_many_counts_are_tried_as_may_be_whatever_the_things() -> None:
    things = [Thing(99_001 + 7 * number, 9_900_100 + number) for number in range(25)]
    trial = search._Trial(things, None, most_tries=5_000)
    assert trial.lightest(54_321_987) is None
    assert 5_000 < trial._tries <= 5_000 + len(things)
