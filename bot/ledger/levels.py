"""Gifter levels: what somebody has given in all, as a number from 1 to 50."""

from bisect import bisect_right
from typing import Final

# The platforms have 50 levels and publish no thresholds. These are our own: geometric, to two
# significant figures, between 1 coin (a Rose), 500, 20,000, 200,000, 2 million and 20 million coins
# at levels 1, 10, 20, 30, 40 and 50.
# fmt: off
LEAST_COINS: Final = (
    1, 2, 4, 8, 16, 32, 63, 130, 250, 500,
    720, 1_000, 1_500, 2_200, 3_200, 4_600, 6_600, 9_600, 14_000, 20_000,
    25_000, 32_000, 40_000, 50_000, 63_000, 80_000, 100_000, 130_000, 160_000, 200_000,
    250_000, 320_000, 400_000, 500_000, 630_000, 800_000, 1_000_000, 1_300_000, 1_600_000,
    2_000_000,
    2_500_000, 3_200_000, 4_000_000, 5_000_000, 6_300_000, 8_000_000, 10_000_000, 13_000_000,
    16_000_000, 20_000_000,
)
# fmt: on
"""The coins given in all, of both origins, from which each level holds; the first is level 1."""

MOST_LEVEL: Final = len(LEAST_COINS)


def level_of(given: int) -> int:
    """The level of somebody who has given this many coins in all; 0 for who has given none."""
    return bisect_right(LEAST_COINS, given)


def next_level_at(given: int) -> int | None:
    """The coins in all that the next level takes; None at the highest."""
    level = level_of(given)
    return LEAST_COINS[level] if level < MOST_LEVEL else None
