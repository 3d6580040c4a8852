"""Rings and funnels: what stands out among many gifts, and what does not."""

from collections.abc import Iterable, Mapping
from itertools import pairwise
from random import Random

import pytest

from bot.ledger.rings import (
    LEAST_FEEDERS,
    MOST_FINDINGS,
    MOST_PEOPLE,
    Finding,
    Flow,
    Shape,
    findings,
)

DAY_MS = 86_400_000
NOW_MS = 1_000 * DAY_MS


def flow(sender: int, recipient: int, coins: int = 100, bonus_coins: int = 0) -> Flow:
    return Flow(sender, recipient, 2, coins, bonus_coins, sender * 10, sender * 10 + 1, NOW_MS)


def around(*members: int, coins: int = 100) -> list[Flow]:
    """Gifts from each to the next, and from the last to the first."""
    return [flow(one, other, coins) for one, other in pairwise((*members, members[0]))]


def found(
    flows: Iterable[Flow],
    converted: Mapping[int, int] | None = None,
    young: Iterable[int] = (),
) -> list[Finding]:
    listed = list(flows)
    members = {it.sender for it in listed} | {it.recipient for it in listed}
    made = dict.fromkeys(members, 0) | dict.fromkeys(young, NOW_MS - DAY_MS)
    everybody = dict.fromkeys(members, 10_000)
    return findings(listed, everybody if converted is None else converted, made)


def rings(flows: Iterable[Flow], converted: Mapping[int, int] | None = None) -> list[set[int]]:
    return [set(it.people) for it in found(flows, converted) if it.shape is Shape.RING]


@pytest.mark.parametrize("length", [2, 3, 7, 50])
def test_coins_that_come_back_are_a_ring_however_long(length: int) -> None:
    (ring,) = found(around(*range(1, length + 1)))
    assert ring.shape is Shape.RING
    assert set(ring.people) == set(range(1, length + 1))
    assert (ring.least, ring.coins) == (100, 100 * length)
    assert len(ring.flows) == length


def test_without_conversions_coins_do_not_come_back() -> None:
    assert found(around(1, 2, 3), {}) == []
    assert found(around(1, 2, 3), {1: 500, 2: 500}) == []


def test_a_step_is_no_larger_than_what_was_converted_before_it() -> None:
    (ring,) = found(around(1, 2), {1: 30, 2: 1_000})
    assert ring.least == 30
    assert found(around(1, 2), {1: 5, 2: 1_000}) == []


def test_a_line_of_gifts_is_no_ring() -> None:
    assert found([flow(one, one + 1) for one in range(1, 9)]) == []


def test_small_change_among_friends_is_no_ring() -> None:
    assert found(around(1, 2, coins=19)) == []
    assert rings(around(1, 2, coins=20)) == [{1, 2}]


def test_rings_are_told_apart_where_little_goes_between_them() -> None:
    flows = [*around(1, 2, 3, coins=1_000), *around(4, 5, coins=900), flow(1, 4), flow(5, 2)]
    assert rings(flows) == [{1, 2, 3}, {4, 5}]


def test_a_ring_takes_in_whom_it_carries_at_least_half_as_much_to() -> None:
    flows = [*around(1, 2, coins=1_000), flow(2, 3, 600), flow(3, 1, 500), flow(3, 4, 400)]
    assert rings([*flows, flow(4, 3, 400)]) == [{1, 2, 3}]


def test_the_largest_stand_first_and_there_is_an_end() -> None:
    flows = [step for n in range(30) for step in around(2 * n, 2 * n + 1, coins=100 + n)]
    told = found(flows)
    assert len(told) == MOST_FINDINGS
    assert told[0].coins == 2 * 129
    assert [it.coins for it in told] == sorted((it.coins for it in told), reverse=True)


def test_a_huge_ring_tells_of_a_hundred_and_counts_the_rest() -> None:
    (ring,) = found(around(*range(1, 251)))
    assert (len(ring.people), ring.others) == (MOST_PEOPLE, 150)


def test_rings_are_what_all_ways_there_and_back_say() -> None:
    """Held against what a search from everybody to everybody finds, at random."""
    dice = Random(5)
    for _ in range(60):
        pairs = {tuple(dice.sample(range(8), 2)) for _ in range(dice.randint(2, 14))}
        reached = {member: {member} for member in range(8)}
        for _ in range(8):
            for one, other in pairs:
                for known in reached.values():
                    if one in known:
                        known.add(other)
        expected = {
            frozenset(other for other in reached[one] if one in reached[other]) for one in range(8)
        }
        told = rings(flow(one, other) for one, other in pairs)
        assert {frozenset(ring) for ring in told} == {it for it in expected if len(it) > 1}


# Funnels.


def fed(feeders: int, *, bonus: bool = False, creator: int = 99) -> list[Flow]:
    coins = (0, 100) if bonus else (100, 0)
    return [flow(one, creator, *coins) for one in range(1, feeders + 1)]


def test_young_accounts_that_feed_one_creator_are_a_funnel() -> None:
    (funnel,) = found(fed(LEAST_FEEDERS), {}, young=range(1, 50))
    assert funnel.shape is Shape.FUNNEL
    assert funnel.people == (99, 1, 2, 3, 4, 5)
    assert (funnel.coins, funnel.received) == (500, 500)
    assert found(fed(LEAST_FEEDERS - 1), {}, young=range(1, 50)) == []


def test_accounts_that_pay_with_bonus_coins_alone_are_a_funnel_where_others_pay() -> None:
    others = [flow(60, 61), flow(61, 60)]
    (funnel,) = found([*fed(6, bonus=True), *others], {})
    assert funnel.people[0] == 99
    assert found(fed(6, bonus=True), {}) == [], "where nobody pays, everybody is like that"


def test_grown_accounts_that_pay_are_an_audience() -> None:
    assert found(fed(50), {}) == []


def test_who_gives_to_others_too_feeds_nobody() -> None:
    elsewhere = [flow(one, 98, 50) for one in range(1, 7)]
    assert found([*fed(6), *elsewhere], {}, young=range(1, 50)) == []


def test_a_creator_whom_others_carry_is_not_fed() -> None:
    assert found([*fed(6), flow(70, 99, 5_000)], {}, young=range(1, 50)) == []
