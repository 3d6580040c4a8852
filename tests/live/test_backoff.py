"""What failed is left alone twice as long each time, and no longer once it works."""

import math

from bot.live.backoff import Backoff


def test_each_pause_is_twice_as_long_up_to_the_longest() -> None:
    backoff = Backoff(2.0, 15.0)
    assert [backoff.pause() for _ in range(5)] == [2.0, 4.0, 8.0, 15.0, 15.0]


def test_what_works_again_begins_anew() -> None:
    backoff = Backoff(1.0, 300.0)
    backoff.fail(100.0)
    backoff.fail(101.0)
    assert backoff.until == 103.0
    backoff.end()
    assert backoff.until == -math.inf
    assert backoff.pause() == 1.0


def test_one_pause_may_be_cut_short() -> None:
    backoff = Backoff(4.0, 300.0)
    assert [backoff.pause(5.0) for _ in range(3)] == [4.0, 5.0, 5.0]
