"""The uneven shares of a chest, drawn from its seed in a way that anybody can do again.

Whoever wants to check a chest by other means than Ovation's needs its seed, its coins and how many
people it was for. The seed is told once the chest is over; its commitment, which is the SHA-256 of
the seed's text in hexadecimal digits, was told when the chest was dropped, so that no other seed
could be put in its place. Then:

1. The weight of share `i`, counted from 1, is the SHA-256 of the text `seed:i`, of which the first
   8 bytes are read as a whole number, the largest byte first, and 1 is added.
2. Everybody has 1 coin. The rest, `coins - people`, is laid along the weights: up to share `i` lie
   `rest * (weight 1 + ... + weight i) / (all weights)` coins, rounded down. What lies beyond that
   of share `i - 1` is added to the 1 coin of share `i`.

Share 1 is for whoever opened the chest first, share 2 for the second, and so on. All sum exactly to
the coins, and no place is better than another before the seed is drawn.
"""

from hashlib import sha256
from itertools import accumulate, pairwise
from typing import Final

MOST_DRAWS: Final = 32
"""How often a chest is drawn anew at most, so that no share is larger than it may be."""


def commitment(seed: str) -> str:
    """What is told of a seed before it is told itself, in hexadecimal digits."""
    return sha256(seed.encode()).hexdigest()


def seed_within(seed: str, coins: int, people: int, most: int) -> str | None:
    """A seed whose largest share is at most `most` coins: the one given, or one drawn from it.

    It is drawn before anything of it is told, so all draws that keep within `most` stay equally
    likely. None where it was drawn in vain, as it is where even shares would be larger.
    """
    for _ in range(MOST_DRAWS if coins <= most * people else 0):
        if max(shares(seed, coins, people)) <= most:
            return seed
        seed = commitment(seed)
    return None


def shares(seed: str, coins: int, people: int) -> tuple[int, ...]:
    """The shares of a chest in the order in which they are taken, at least 1 coin each.

    Raises ValueError for fewer coins than people, or nobody.
    """
    if not 1 <= people <= coins:
        raise ValueError(f"{coins} coins do not give {people} people 1 each")
    rest = coins - people
    laid = list(accumulate(_weight(seed, place) for place in range(1, people + 1)))
    ends = [0, *(rest * upto // laid[-1] for upto in laid)]
    return tuple(1 + end - begin for begin, end in pairwise(ends))


def _weight(seed: str, place: int) -> int:
    digest = sha256(f"{seed}:{place}".encode()).digest()
    return int.from_bytes(digest[:8], "big") + 1
