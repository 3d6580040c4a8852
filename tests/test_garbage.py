"""Garbage is looked for seldom, and not among what stands; afterwards all is as before."""

import gc
import weakref
from collections.abc import Iterator

import pytest

from bot.garbage import SELDOM, seldom_looked_for


class _Ring:
    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def as_python_begins() -> Iterator[None]:
    """Have nobody have changed anything yet, as all other tests have it changed."""
    before = gc.get_threshold()
    gc.unfreeze()
    gc.set_threshold(700, 10, 10)
    yield
    gc.set_threshold(*before)
    gc.freeze()


def test_garbage_is_looked_for_less_often_until_the_block_is_left() -> None:
    before = gc.get_threshold()
    with seldom_looked_for():
        assert gc.get_threshold() == (SELDOM, *before[1:])
        assert gc.get_freeze_count() > 0
    assert gc.get_threshold() == before
    assert gc.get_freeze_count() == 0


def test_a_block_inside_a_block_changes_nothing_and_ends_nothing() -> None:
    with seldom_looked_for():
        frozen = gc.get_freeze_count()
        with seldom_looked_for():
            assert gc.get_freeze_count() == frozen
        assert gc.get_freeze_count() == frozen
        assert gc.get_threshold()[0] == SELDOM


def test_a_ring_that_nobody_holds_is_still_found() -> None:
    with seldom_looked_for():
        ring = weakref.ref(_Ring())
        for _ in range(2 * SELDOM):
            if ring() is None:
                break
            # It holds itself, so it stays until it is looked for, and counts.
            _Ring()
        assert ring() is None
