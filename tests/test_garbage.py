"""Garbage is looked for seldom, and not among what stands; afterwards all is as before."""

import gc
import weakref

from bot.garbage import SELDOM, seldom_looked_for


class _Ring:
    def __init__(self) -> None:
        self.itself = self


def test_garbage_is_looked_for_less_often_until_the_block_is_left() -> None:
    before = gc.get_threshold()
    with seldom_looked_for():
        assert gc.get_threshold() == (SELDOM, *before[1:])
        assert gc.get_freeze_count() > 0
    assert gc.get_threshold() == before
    assert gc.get_freeze_count() == 0


def test_a_ring_that_nobody_holds_is_still_found() -> None:
    with seldom_looked_for():
        ring = weakref.ref(_Ring())
        for _ in range(2 * SELDOM):
            if ring() is None:
                break
            # It holds itself, so it stays until it is looked for, and counts.
            _Ring()
        assert ring() is None
