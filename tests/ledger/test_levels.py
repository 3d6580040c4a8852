"""Levels: what lifetime coins make of a gifter."""

from itertools import pairwise
from typing import Any

import pytest

from bot.ledger.books.live import ROLE_SINK
from bot.ledger.levels import LEAST_COINS, MOST_LEVEL, level_of, next_level_at
from bot.ledger.outcomes import GiftReversed, GiftSent, SettingChanged
from tests.ledger.scene import ANN, BEA, KIM, PERFUME, ROSE, Scene, accepted
from tests.ledger.shelf import Shelf


def test_there_are_fifty_levels_and_each_takes_more() -> None:
    assert MOST_LEVEL == len(LEAST_COINS) == 50
    assert all(lower < higher for lower, higher in pairwise(LEAST_COINS))


@pytest.mark.parametrize(
    ("coins", "level"),
    [(-5, 0), (0, 0), (1, 1), (2, 2), (499, 9), (500, 10), (20_000, 20), (200_000, 30)],
)
def test_a_level_holds_from_its_coins_on(coins: int, level: int) -> None:
    assert level_of(coins) == level


def test_nobody_rises_beyond_the_highest_level() -> None:
    assert level_of(LEAST_COINS[-1] - 1) == 49
    assert level_of(10**15) == 50
    assert next_level_at(LEAST_COINS[-1]) is None


@pytest.mark.parametrize(("coins", "following"), [(0, 1), (1, 2), (499, 500), (500, 720)])
def test_it_is_known_what_the_next_level_takes(coins: int, following: int) -> None:
    assert next_level_at(coins) == following


def test_a_gift_tells_the_senders_level_before_and_after_of_both_origins() -> None:
    scene = Scene().holding(ANN, coins=10, bonus_coins=10)
    sent = scene.sent(ANN, BEA, PERFUME)
    assert (sent.level_before, sent.level) == (0, level_of(20))
    scene.holding(ANN, coins=10)
    sent = scene.sent(ANN, KIM, ROSE)
    assert (sent.level_before, sent.level) == (level_of(20), level_of(21))


def test_two_gifts_of_one_batch_rise_one_after_the_other() -> None:
    scene = Scene().holding(ANN, coins=10)
    levels = [(gift.level_before, gift.level) for gift in (scene.sent(ANN, BEA) for _ in range(3))]
    assert levels == [(0, 1), (1, 2), (2, 2)]


def test_what_was_taken_back_makes_no_level() -> None:
    scene, shelf = Scene().holding(ANN, coins=100), Shelf(700)
    first = scene.sent(ANN, BEA, PERFUME)
    accepted(scene.reverse(first.seq), GiftReversed)
    assert scene.sent(ANN, BEA).level_before == 0
    shelf.balances.update(scene.book.balances)
    scene.next_batch(shelf)
    assert scene.sent(ANN, BEA).level_before == 1


def level_up(gift: GiftSent) -> bool:
    """Whether a gift reached a level that was never told before."""
    return gift.level > max(gift.level_before, gift.level_told)


def test_a_level_that_was_told_before_a_reversal_is_no_news_when_it_is_reached_again() -> None:
    scene, shelf = Scene().holding(ANN, coins=100), Shelf(700)
    assert [level_up(scene.sent(ANN, BEA)) for _ in range(2)] == [True, True]
    large = scene.sent(ANN, BEA, PERFUME)
    back = accepted(scene.reverse(large.seq), GiftReversed)
    assert (back.level_before, back.level) == (level_of(22), level_of(2))
    shelf.balances.update(scene.book.balances)
    scene.next_batch(shelf)
    again = [scene.sent(ANN, BEA, PERFUME), scene.sent(ANN, BEA, quantity=9)]
    assert [(gift.level_before, gift.level) for gift in again] == [(2, 5), (5, 5)]
    assert not any(map(level_up, again))
    assert level_up(scene.sent(ANN, BEA))


def test_only_a_fall_is_written_with_the_member_and_the_highest_stays() -> None:
    scene, shelf = Scene().holding(ANN, coins=100), Shelf(700)
    gifts = [scene.sent(ANN, BEA, quantity=8), scene.sent(ANN, BEA), scene.sent(ANN, BEA)]
    assert scene.member(ANN).level_told == 0
    accepted(scene.reverse(gifts[1].seq), GiftReversed)
    assert scene.member(ANN).level_told == 0
    accepted(scene.reverse(gifts[0].seq), GiftReversed)
    accepted(scene.reverse(gifts[2].seq), GiftReversed)
    assert scene.member(ANN).level_told == 4
    shelf.balances.update(scene.book.balances)
    scene.next_batch(shelf)
    scene.sent(ANN, BEA)
    assert scene.book.changes.members == {}


def role_rows(scene: Scene) -> list[int]:
    """The operations for which roles are to be given or taken."""
    return [number for number, sink in scene.book.changes.acknowledgements if sink == ROLE_SINK]


def test_a_reversal_has_a_role_taken_only_where_its_level_is_lost() -> None:
    scene = Scene(level_roles="4:77,6:78").holding(ANN, coins=100)
    gifts = [scene.sent(ANN, BEA, quantity=7), scene.sent(ANN, BEA), scene.sent(ANN, BEA)]
    assert role_rows(scene) == [gifts[1].seq]
    accepted(scene.reverse(gifts[2].seq), GiftReversed)
    assert role_rows(scene) == [gifts[1].seq]
    lost = accepted(scene.reverse(gifts[0].seq), GiftReversed)
    assert role_rows(scene) == [gifts[1].seq, lost.seq]


@pytest.mark.parametrize(
    ("before", "after", "moves"),
    [
        ({}, {"level_roles": "4:77"}, True),
        ({"level_roles": "4:77"}, {"level_roles": "4:77,6:78"}, True),
        ({"level_roles": "4:77"}, {"level_roles": "4:78"}, True),
        ({"level_roles": "4:77,6:78"}, {"level_roles": "4:77"}, False),
        ({}, {"week_role": "77"}, True),
        ({"month_role": "77"}, {"month_role": "0"}, True),
        ({}, {"live_role": "77"}, False),
    ],
)
def test_settings_move_roles_only_where_somebody_has_earned_another(
    before: dict[str, Any], after: dict[str, str], moves: bool
) -> None:
    scene = Scene(**before)
    accepted(scene.set(*after.items()), SettingChanged)
    assert bool(role_rows(scene)) is moves
