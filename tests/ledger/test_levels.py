"""Levels: what lifetime coins make of a gifter."""

from itertools import pairwise

import pytest

from bot.ledger.levels import LEAST_COINS, MOST_LEVEL, level_of, next_level_at
from bot.ledger.outcomes import GiftReversed
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
