"""Uneven shares: exact, at least one coin each, fair, and the same whoever deals them."""

from hashlib import sha256
from itertools import pairwise
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ledger.shares import commitment, seed_within, shares

SEEDS = st.text("0123456789abcdef", min_size=1, max_size=64)


@given(seed=SEEDS, people=st.integers(1, 150), rest=st.integers(0, 10**9))
def test_shares_sum_exactly_and_nobody_goes_without(seed: str, people: int, rest: int) -> None:
    dealt = shares(seed, people + rest, people)
    assert len(dealt) == people
    assert sum(dealt) == people + rest
    assert min(dealt) >= 1


@given(seed=SEEDS, people=st.integers(1, 150), rest=st.integers(0, 10**6))
def test_the_same_seed_deals_the_same(seed: str, people: int, rest: int) -> None:
    assert shares(seed, people + rest, people) == shares(seed, people + rest, people)


def test_shares_are_as_the_recipe_for_outsiders_says() -> None:
    seed, coins, people = "00ff", 100, 4
    weights = [
        int.from_bytes(sha256(f"{seed}:{i}".encode()).digest()[:8], "big") + 1 for i in (1, 2, 3, 4)
    ]
    ends = [96 * sum(weights[:i]) // sum(weights) for i in (0, 1, 2, 3, 4)]
    assert list(shares(seed, coins, people)) == [1 + b - a for a, b in pairwise(ends)]
    # Dealt once by hand, so that it never changes for chests that were dropped long ago.
    assert shares(seed, coins, people) == (24, 31, 16, 29)


def test_no_place_in_the_order_is_better_than_another() -> None:
    deals = [shares(f"{number:032x}", 1_000, 10) for number in range(4_000)]
    means = [fmean(deal[place] for deal in deals) for place in range(10)]
    assert all(95 < mean < 105 for mean in means), means


def test_shares_are_uneven() -> None:
    deals = [shares(f"{number:032x}", 1_000, 10) for number in range(200)]
    assert all(max(deal) > 1.2 * min(deal) for deal in deals)
    assert fmean(max(deal) for deal in deals) > 150
    assert len(set(deals)) == 200


@given(seed=SEEDS, people=st.integers(1, 30), coins=st.integers(30, 2_000))
def test_a_seed_within_a_bound_has_no_larger_share(seed: str, people: int, coins: int) -> None:
    most = max(1, 2 * coins // people)
    found = seed_within(seed, coins, people, most)
    assert found is None or max(shares(found, coins, people)) <= most
    if max(shares(seed, coins, people)) <= most:
        assert found == seed


def test_where_even_shares_would_be_too_large_nothing_is_drawn() -> None:
    assert seed_within("a", 100, 10, 9) is None
    assert seed_within("a", 10, 10, 1) == "a"
    # Where hardly any draw keeps within it, it ends soon and in vain.
    assert seed_within("a", 10_000, 100, 100) is None


def test_as_many_coins_as_people_leave_no_choice() -> None:
    assert shares("a", 3, 3) == (1, 1, 1)
    assert shares("a", 7, 1) == (7,)


@pytest.mark.parametrize(("coins", "people"), [(2, 3), (5, 0), (0, 1)])
def test_fewer_coins_than_people_are_not_dealt(coins: int, people: int) -> None:
    with pytest.raises(ValueError, match="do not give"):
        shares("a", coins, people)


def test_a_commitment_is_the_digest_of_the_seeds_text() -> None:
    assert commitment("00ff") == sha256(b"00ff").hexdigest()
    assert commitment("00ff") != commitment("00fe")
