"""What SQL is taught so that the recount can deal chests again: how a seed becomes shares."""

from functools import lru_cache

import aiosqlite

from bot.ledger.requests.pots import MOST_CHEST_PEOPLE
from bot.ledger.shares import commitment, shares

_KEPT = 4
"""Shares are asked for one after the other, chest by chest: each chest is dealt once."""


async def teach_dealing(connection: aiosqlite.Connection) -> None:
    """Have a connection know `dealt_share` and `fingerprint`."""
    await connection.create_function("dealt_share", 4, _dealt_share, deterministic=True)
    await connection.create_function("fingerprint", 1, _fingerprint, deterministic=True)


def _dealt_share(seed: object, coins: object, people: object, place: object) -> int | None:
    """The share at a place, counted from 1; NULL where a chest with such facts is never dealt."""
    if not (isinstance(seed, str) and isinstance(coins, int) and isinstance(people, int)):
        return None
    if not (1 <= people <= min(coins, MOST_CHEST_PEOPLE) and isinstance(place, int)):
        return None
    return _dealt(seed, coins, people)[place - 1] if 1 <= place <= people else None


def _fingerprint(seed: object) -> str | None:
    return commitment(seed) if isinstance(seed, str) else None


@lru_cache(maxsize=_KEPT)
def _dealt(seed: str, coins: int, people: int) -> tuple[int, ...]:
    return shares(seed, coins, people)
