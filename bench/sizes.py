"""How large and how long a bench is: in earnest, or only to see that all of it runs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class Sizes:
    """Counts of one bench. Every loop in it is bounded by one of them."""

    rounds: int = 5
    """How often each measurement is taken; the median of these is told."""
    accounts: int = 100_000
    """Accounts in the books while gifts are written and sent."""
    audience: int = 2_000
    """How many of them send gifts in one evening."""
    many_accounts: int = 1_000_000
    """Accounts where it is asked whether a million slows anything down."""
    naive_gifts: int = 1_536
    """Gifts in one round of the naive way."""
    ceiling_batches: int = 12
    """Transactions of 1,000 gifts in one round of the ceiling."""
    written_gifts: Mapping[int, int] = field(
        default_factory=lambda: MappingProxyType({1: 1_024, 64: 6_144, 1_024: 12_288})
    )
    """How many wait together, and how many gifts they send in one round."""
    board_reads: int = 400
    """Reads of one board in one round."""
    place_reads: int = 40
    """Reads of somebody's own place in one round; it is counted, and so takes longer by nature."""
    page_gifts: int = 100_000
    """Gifts that a creator received whose pages of the dashboard are read."""
    page_reads: int = 10
    """Reads of one page in one round."""
    commands: int = 1_000
    """Commands that are typed in one round, of either kind."""
    in_flight: int = 32
    """Commands that wait for their answer at once."""

    evenings: int = 3
    """How often it is measured how soon a gift is thanked for, which takes as long as it takes."""
    calm_gifts: int = 20
    """Gifts sent one a second, each measured to its receipt and its message."""
    flood_gifts: int = 2_000
    """Gifts of a crowd, at the rate of ten thousand a minute, while others are measured."""
    shown_gifts: int = 60
    """Gifts to each of five overlays in one evening, one after the other."""
    remembered_gifts: int = 100_000
    """Gifts over which the bot's memory is watched."""


IN_EARNEST: Final = Sizes()
QUICK: Final = Sizes(
    rounds=1,
    accounts=500,
    audience=100,
    many_accounts=2_000,
    naive_gifts=16,
    ceiling_batches=1,
    written_gifts=MappingProxyType({1: 8, 64: 64, 1_024: 1_024}),
    board_reads=10,
    place_reads=4,
    page_gifts=400,
    page_reads=2,
    commands=40,
    in_flight=8,
    evenings=1,
    calm_gifts=3,
    flood_gifts=60,
    shown_gifts=3,
    remembered_gifts=10_000,
)
"""Small enough for a test; its figures mean nothing."""
