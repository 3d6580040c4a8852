"""Rings and funnels: what stands out among many gifts, and what does not."""

from collections.abc import Iterable, Mapping
from itertools import pairwise
from random import Random

import pytest

from bot.ledger.circles import Step, circles
from bot.ledger.rings import (
    LEAST_FEEDERS,
    MOST_FINDINGS,
    MOST_PEOPLE,
    Finding,
    Flow,
    Shape,
    Signs,
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
    # Grown accounts were made one after the other over years, and young ones week by week.
    made = {it: it * 7 % 900 * DAY_MS for it in members}
    made |= {it: NOW_MS - DAY_MS - it * 4 % 28 * DAY_MS for it in young}
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


def test_a_huge_ring_is_told_as_far_as_it_is_frozen_together_and_the_rest_is_counted() -> None:
    (ring,) = found(around(*range(1, 1_251)))
    assert (len(ring.people), ring.others) == (MOST_PEOPLE, 250)


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
        told = circles([Step(100, one, other) for one, other in pairs])
        assert {frozenset(ring) for ring, _ in told} == {it for it in expected if len(it) > 1}


# What speaks for a ring, and what does not.


def crowd(size: int = 40, *, creator: int = 900, coins: int = 100) -> list[Flow]:
    """Grown members who pay and give to a creator of their own: what is usual."""
    return [flow(2_000 + one, creator + one % 3, coins) for one in range(size)]


def test_two_creators_who_thank_each_other_among_many_gifts_are_no_ring() -> None:
    thanks = [flow(900, 901, 400), flow(901, 900, 350)]
    assert rings([*crowd(), *thanks]) == []
    assert rings([*crowd(6), *thanks]) == [{900, 901}], "most of what they have is each other's"


def test_members_who_give_most_of_theirs_to_others_are_no_ring() -> None:
    both = [*around(1, 2), flow(1, 900, 150), flow(2, 901, 150)]
    assert rings([*crowd(), *both]) == []


def test_friends_who_give_to_each_other_are_worth_a_look_and_no_more() -> None:
    (pair,) = found([*crowd(), *around(1, 2)])
    assert (pair.signs.kept, pair.signs.weight, pair.is_strong) == (100, 1, False)
    (three,) = found([*crowd(), *around(1, 2, 3)])
    assert not three.is_strong


def test_where_everybody_gives_to_everybody_nothing_of_it_is_a_sign() -> None:
    (ring,) = found(around(*range(1, 13)))
    assert (ring.signs, ring.is_strong) == (Signs(of=12), False)
    (ring,) = found([*crowd(), *around(*range(1, 13))])
    assert (ring.signs.long, ring.is_strong) == (True, True)


def test_a_ring_of_accounts_made_together_is_a_strong_sign() -> None:
    flows = [*crowd(), *around(1, 2, 3, 4)]
    members = {it.sender for it in flows} | {it.recipient for it in flows}
    made = {it: it * 7 % 900 * DAY_MS for it in members} | dict.fromkeys((1, 2, 3, 4), 77 * DAY_MS)
    (ring,) = findings(flows, dict.fromkeys(members, 1_000), made)
    assert (ring.signs.together, ring.is_strong) == (4, True)
    (ring,) = findings(flows, dict.fromkeys(members, 1_000), made | {4: 90 * DAY_MS})
    assert (ring.signs.together, ring.is_strong) == (0, False), "three came on one evening"


def test_a_finding_has_another_mark_once_it_is_about_others() -> None:
    marks = {found(around(*range(1, count)))[0].mark for count in (3, 4, 5)}
    assert len(marks) == 3
    assert found(around(1, 2))[0].mark == found(around(1, 2))[0].mark


# Funnels.


def fed(feeders: int, *, bonus: bool = False, creator: int = 99, coins: int = 100) -> list[Flow]:
    each = (0, coins) if bonus else (coins, 0)
    return [flow(one, creator, *each) for one in range(1, feeders + 1)]


def funnels(flows: Iterable[Flow], young: Iterable[int] = ()) -> list[Finding]:
    return [it for it in found(flows, {}, young) if it.shape is Shape.FUNNEL]


def test_young_accounts_that_feed_one_creator_are_a_funnel() -> None:
    (funnel,) = funnels(fed(LEAST_FEEDERS), young=range(1, 50))
    assert funnel.people == (99, 1, 2, 3, 4, 5)
    assert (funnel.coins, funnel.received) == (500, 500)
    assert (funnel.signs.young, funnel.signs.of, funnel.is_strong) == (5, 5, False)
    assert funnels(fed(LEAST_FEEDERS - 1), young=range(1, 50)) == []


def test_young_accounts_made_together_are_a_strong_sign() -> None:
    flows = [*crowd(), *fed(8)]
    made = {it.sender: it.sender * 7 % 900 * DAY_MS for it in flows}
    batch = {one: NOW_MS - 5 * DAY_MS + one * 3_600_000 for one in range(1, 9)}
    (funnel,) = findings(flows, {99: 350}, made | batch)
    assert (funnel.signs.together, funnel.signs.young, funnel.is_strong) == (8, 8, True)
    assert funnel.converted == 350


def test_old_accounts_made_together_are_found_although_everybody_gives_bonus_coins() -> None:
    usual = [flow(2_000 + one, 900 + one % 3, 0, 100) for one in range(40)]
    flows = [*usual, *fed(8, bonus=True)]
    made = {it.sender: it.sender * 7 % 900 * DAY_MS for it in flows}
    batch = {one: 500 * DAY_MS + one * 3_600_000 for one in range(1, 9)}
    (funnel,) = findings(flows, {}, made | batch)
    assert (funnel.signs.together, funnel.signs.bonus_only, funnel.is_strong) == (8, 0, True)


def test_accounts_that_pay_with_bonus_coins_alone_are_worth_a_look_where_others_pay() -> None:
    (funnel,) = funnels([*crowd(), *fed(8, bonus=True)])
    signs = funnel.signs
    assert (signs.bonus_only, signs.bonus_elsewhere, signs.others) == (8, 0, 40)
    assert not funnel.is_strong
    assert funnels(fed(20, bonus=True)) == [], "where nobody else gives, nobody knows what is usual"


def test_where_nobody_pays_giving_bonus_coins_says_nothing() -> None:
    usual = [flow(2_000 + one, 900 + one % 3, 0, 100) for one in range(40)]
    assert funnels([*usual, *fed(40, bonus=True)]) == []


def test_where_most_give_bonus_coins_a_popular_creator_is_not_accused() -> None:
    dice = Random(3)
    flows = []
    for fan in range(1, 301):
        favourite = dice.choices(range(900, 906), (12, 5, 3, 2, 1, 1))[0]
        if fan % 5:
            flows.append(flow(fan, favourite, 0, dice.randint(5, 90)))
        else:
            flows.append(flow(fan, favourite, dice.randint(50, 600)))
            flows.append(flow(fan, 905 if favourite != 905 else 900, dice.randint(5, 60)))
    assert funnels(flows) == []


def test_newcomers_with_welcome_coins_at_a_new_creator_are_no_funnel_where_that_is_usual() -> None:
    usual = [flow(2_000 + one, 900 + one % 3, *((0, 60), (60, 0))[one % 2]) for one in range(60)]
    assert funnels([*usual, *fed(12, bonus=True)]) == []


def test_a_young_audience_among_others_is_no_funnel() -> None:
    assert funnels([*crowd(), *fed(30)], young=range(1, 13)) == []
    usual = crowd()
    assert funnels([*usual, *fed(10)], young=[*range(1, 11), *(it.sender for it in usual)]) == []


def test_one_alternate_account_of_a_streamer_accuses_nobody() -> None:
    assert funnels([*crowd(), flow(1, 900, 0, 100)], young=[1]) == []


def test_grown_accounts_that_pay_are_an_audience() -> None:
    assert found(fed(50), {}) == []


def test_who_gives_to_others_too_feeds_nobody() -> None:
    elsewhere = [flow(one, 98, 50) for one in range(1, 7)]
    assert found([*fed(6), *elsewhere], {}, young=range(1, 50)) == []


def test_a_creator_whom_others_carry_is_not_fed() -> None:
    assert found([*fed(6), flow(70, 99, 5_000)], {}, young=range(1, 50)) == []


def test_strong_signs_stand_before_larger_findings() -> None:
    flows = [*crowd(200), *around(1, 2, coins=5_000), *around(*range(11, 21))]
    first, second = found(flows)
    assert (first.is_strong, second.is_strong) == (True, False)
    assert first.coins < second.coins
