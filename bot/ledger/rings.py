"""Gifts that look like one hand's: coins that come back in a ring, accounts that feed one creator.

What is found is no proof, for friends give to each other, too. It is laid before moderators with
what speaks for it. What most members of a server do speaks against nobody, so much of it is
compared with everybody else.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import blake2b
from heapq import nlargest
from itertools import islice
from math import inf, log
from operator import attrgetter
from typing import Final, NamedTuple

from bot.ledger.circles import Step, circles

MOST_FINDINGS: Final = 20
MOST_PEOPLE: Final = 1_000
"""How many people of one finding are looked at, and frozen together: a batch of the writer's."""
MOST_STEPS: Final = 20_000
"""Among how many of the largest steps from one member to another rings are looked for."""
LEAST_STEP_COINS: Final = 20
"""Coins that come back by less are small change."""
LEAST_FEEDERS: Final = 5
YOUNG_DAYS: Final = 30
"""Up to which age an account that gives is a young one."""
TOGETHER_DAYS: Final = 3
"""Accounts that were made within so many days of each other were made together."""
LEAST_TOGETHER: Final = 4
"""Fewer that were made together are friends who came to Discord on one evening."""
LONG_RING: Final = 8
"""So many do not give round by chance, unless it is all of the server."""
CLOSED_PERCENT: Final = 90
"""From which share on what members of a ring give and receive stays among them."""
LEAST_COMPARED: Final = 20
"""Among fewer other givers, nobody can say what is usual here."""
_DAY_MS: Final = 86_400_000
_ONCE_IN_10_000: Final = log(10**4)
_ONCE_IN_A_MILLION: Final = log(10**6)
_HUNDREDTHS: Final = 100


class Flow(NamedTuple):
    """What one member gave another in the time that is looked at, in gifts that stand."""

    sender: int
    recipient: int
    gifts: int
    coins: int
    bonus_coins: int
    first_seq: int
    last_seq: int
    first_ms: int

    @property
    def total(self) -> int:
        """Coins of both origins."""
        return self.coins + self.bonus_coins


class Shape(StrEnum):
    """How the gifts of a finding go."""

    RING = "ring"
    """Round: everybody in it converts, and gives on."""
    FUNNEL = "funnel"
    """From many that give to nobody else to one creator."""


class Signs(NamedTuple):
    """What speaks for a finding beside the way its gifts go. Each is 0 where it says nothing."""

    of: int = 0
    """How many accounts were looked at: everybody of a ring, or whoever feeds the creator."""
    together: int = 0
    """How many of them were made within three days of each other."""
    young: int = 0
    """How many of them were young when they first gave."""
    young_elsewhere: int = 0
    """How many in a hundred of all others who give are so, and give to one creator alone."""
    bonus_only: int = 0
    """How many of them gave nothing but bonus coins."""
    bonus_elsewhere: int = 0
    """How many in a hundred of all others who give do so, and to one creator alone."""
    others: int = 0
    """How many others give, with whom it was compared."""
    kept: int = 0
    """Of a ring: how many in a hundred of the coins that its members gave and received stayed
    among them."""
    long: bool = False
    """Whether a ring is one of many members, and yet a small part of all who give."""

    @property
    def weight(self) -> int:
        """How much speaks for it; what accounts were made for weighs double."""
        others = (self.young, self.bonus_only, self.kept >= CLOSED_PERCENT, self.long)
        return 2 * bool(self.together) + sum(map(bool, others))


STRONG: Final = 2
"""From which weight on the signs are strong ones."""


class Finding(NamedTuple):
    """Some members and the gifts among them that are worth a look."""

    shape: Shape
    people: tuple[int, ...]
    """By number; of a funnel the creator first. At most 1,000."""
    others: int
    """How many more there are."""
    flows: tuple[Flow, ...]
    """What they gave each other, most coins first."""
    least: int
    """Of a ring: how many coins each step around it carried at least."""
    received: int
    """Of a funnel: the coins that the creator received from everybody."""
    signs: Signs = Signs()
    converted: int = 0
    """How many coins its members, or the creator of a funnel, made of diamonds meanwhile."""

    @property
    def coins(self) -> int:
        """The coins of all its gifts."""
        return sum(flow.total for flow in self.flows)

    @property
    def is_strong(self) -> bool:
        """Whether more speaks for it than the way its gifts go."""
        return self.signs.weight >= STRONG

    @property
    def mark(self) -> str:
        """A few letters that tell whether it is still about the same people."""
        return blake2b(repr((self.shape.value, self.people)).encode(), digest_size=4).hexdigest()


def findings(
    flows: Sequence[Flow], converted: Mapping[int, int], made_ms: Mapping[int, int]
) -> list[Finding]:
    """The rings and funnels among these flows, strong signs and most coins first; at most 20.

    `converted` is how many coins each member made of diamonds meanwhile, `made_ms` when their
    account was made, both by number.
    """
    crowd = _look_at(flows, converted, made_ms)
    found = [*_rings(flows, crowd), *_funnels(crowd)]
    return sorted(found, key=lambda it: (not it.is_strong, -it.coins, it.people))[:MOST_FINDINGS]


@dataclass(slots=True)
class _Crowd:
    """Everybody who gave or received, by number, in coins."""

    converted: Mapping[int, int]
    made_ms: Mapping[int, int]
    given: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    paid: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    received: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    first_ms: dict[int, float] = field(default_factory=lambda: defaultdict(lambda: inf))
    by_sender: dict[int, list[Flow]] = field(default_factory=lambda: defaultdict(list))

    @property
    def members(self) -> int:
        """How many gave or received."""
        return len(self.given.keys() | self.received.keys())

    def is_young(self, member: int) -> bool:
        """Whether an account was young when it first gave."""
        return self.first_ms[member] - self.made_ms.get(member, 0) < YOUNG_DAYS * _DAY_MS

    def made_together(self, members: Collection[int]) -> list[int]:
        """The most of some members whose accounts were made within three days of each other."""
        made = sorted((self.made_ms[it], it) for it in members if it in self.made_ms)
        best, first = range(0), 0
        for last, (at_ms, _) in enumerate(made):
            while at_ms - made[first][0] > TOGETHER_DAYS * _DAY_MS:
                first += 1
            best = max(best, range(first, last + 1), key=len)
        return [made[place][1] for place in best]


def _look_at(
    flows: Iterable[Flow], converted: Mapping[int, int], made_ms: Mapping[int, int]
) -> _Crowd:
    crowd = _Crowd(converted, made_ms)
    for flow in flows:
        crowd.given[flow.sender] += flow.total
        crowd.paid[flow.sender] += flow.coins
        crowd.received[flow.recipient] += flow.total
        crowd.first_ms[flow.sender] = min(crowd.first_ms[flow.sender], flow.first_ms)
        crowd.by_sender[flow.sender].append(flow)
    return crowd


# Rings. A step is as large as the coins that may have gone on by it: no more than were given, and
# no more than whoever gave had made of diamonds.


def _rings(flows: Sequence[Flow], crowd: _Crowd) -> Iterator[Finding]:
    # One step after the other, for while anything is sorted at once, no other thread goes on.
    steps = nlargest(MOST_STEPS, _steps(flows, crowd.converted))
    largest = sorted(circles(steps), key=lambda ring: -ring[1])
    told = (_ring(people, least, crowd) for people, least in largest)
    yield from islice(filter(None, told), MOST_FINDINGS)


def _ring(people: set[int], least: int, crowd: _Crowd) -> Finding | None:
    """What goes round among these members; None where that is the smaller part of what they give
    or receive, for then it is not what they are here for."""
    within = [flow for one in people for flow in crowd.by_sender[one] if flow.recipient in people]
    within.sort(key=attrgetter("total"), reverse=True)
    coins = sum(flow.total for flow in within)
    given = sum(crowd.given[one] for one in people)
    received = sum(crowd.received[one] for one in people)
    if coins * 2 < max(given, received):
        return None
    own: dict[int, int] = defaultdict(int)
    for flow in within:
        own[flow.sender] += flow.total
    order = sorted(people, key=lambda number: (-own[number], number))
    together, young = crowd.made_together(people), sum(map(crowd.is_young, people))
    is_part = len(people) * 2 <= crowd.members
    signs = Signs(
        of=len(people),
        together=_if_most(len(together), people),
        young=young if young * 2 >= len(people) else 0,
        kept=coins * _HUNDREDTHS // max(given, received) if is_part else 0,
        long=is_part and len(people) >= LONG_RING,
    )
    converted = sum(crowd.converted.get(one, 0) for one in people)
    return _finding(Shape.RING, order, within, least=least, signs=signs, converted=converted)


def _if_most(together: int, accounts: Collection[int]) -> int:
    """How many accounts were made together, where they are many and most of them."""
    return together if together >= max(LEAST_TOGETHER, len(accounts) / 2) else 0


def _steps(flows: Iterable[Flow], converted: Mapping[int, int]) -> Iterator[Step]:
    for flow in flows:
        if flow.sender in converted and flow.recipient in converted:
            size = min(flow.total, converted[flow.sender])
            if size >= LEAST_STEP_COINS:
                yield Step(size, flow.sender, flow.recipient)


def _finding(
    shape: Shape,
    people: Sequence[int],
    flows: Sequence[Flow],
    *,
    signs: Signs,
    converted: int,
    least: int = 0,
    received: int = 0,
) -> Finding:
    told, others = tuple(people[:MOST_PEOPLE]), max(0, len(people) - MOST_PEOPLE)
    return Finding(shape, told, others, tuple(flows), least, received, signs, converted)


# Funnels. Whoever gives to one creator alone, and is young or has nothing but bonus coins, may be
# an account that somebody made for it; and is what most honest newcomers are. So some of them are
# a finding where they bring half of all that their creator received, and are either far more of its
# givers than of everybody else's, or were made together.


def _funnels(crowd: _Crowd) -> Iterator[Finding]:
    givers: dict[int, int] = defaultdict(int)
    feeding: dict[int, dict[int, Flow]] = defaultdict(dict)
    for sender, flows in crowd.by_sender.items():
        for flow in flows:
            givers[flow.recipient] += 1
            if flow.total * 10 >= crowd.given[sender] * 9:
                feeding[flow.recipient][sender] = flow
    faithful = [sender for feeders in feeding.values() for sender in feeders]
    young = {sender for sender in faithful if crowd.is_young(sender)}
    bonus_only = {sender for sender in faithful if not crowd.paid[sender]}
    for creator, feeders in feeding.items():
        own = _Feeders(creator, givers[creator], feeders, crowd)
        found = own.finding(young, bonus_only)
        if found:
            yield found


@dataclass(frozen=True, slots=True)
class _Feeders:
    """Those who give to one creator alone, of all `givers` who give to it."""

    creator: int
    givers: int
    flows: Mapping[int, Flow]
    crowd: _Crowd

    def finding(self, young: Collection[int], bonus_only: Collection[int]) -> Finding | None:
        """What stands out about some of them, if anything; `young`, `bonus_only`: of all."""
        own_young = [it for it in self.flows if it in young]
        own_bonus = [it for it in self.flows if it in bonus_only]
        suspects = {*own_young, *own_bonus}
        together = self.crowd.made_together(suspects)
        if not (_if_most(len(together), suspects) and self._carry(together)):
            together = []
        others = len(self.crowd.by_sender) - self.givers
        other_young, other_bonus = len(young) - len(own_young), len(bonus_only) - len(own_bonus)
        # Where nobody else gives, one in ten is taken to be young.
        elsewhere = (other_young + 1) / (others + 10)
        if not (self._carry(own_young) and self._surprise(own_young, elsewhere, _ONCE_IN_10_000)):
            own_young = []
        usual = (other_bonus + 1) / (others + 2)
        is_known = others >= LEAST_COMPARED
        if not (
            is_known
            and self._carry(own_bonus)
            and self._surprise(own_bonus, usual, _ONCE_IN_A_MILLION)
        ):
            own_bonus = []
        feeders = sorted({*together, *own_young, *own_bonus}, key=self._by_coins)
        if not feeders:
            return None
        signs = Signs(
            of=len(feeders),
            together=len(together),
            young=len(own_young),
            young_elsewhere=other_young * _HUNDREDTHS // max(1, others),
            bonus_only=len(own_bonus),
            bonus_elsewhere=other_bonus * _HUNDREDTHS // max(1, others),
            others=others,
        )
        return _finding(
            Shape.FUNNEL,
            [self.creator, *feeders],
            [self.flows[it] for it in feeders],
            signs=signs,
            received=self.crowd.received[self.creator],
            converted=self.crowd.converted.get(self.creator, 0),
        )

    def _by_coins(self, sender: int) -> tuple[int, int]:
        return -self.flows[sender].total, sender

    def _carry(self, some: Collection[int]) -> bool:
        """Whether so many of them bring half of all that their creator received."""
        coins = sum(self.flows[it].total for it in some)
        return len(some) >= LEAST_FEEDERS and coins * 2 >= self.crowd.received[self.creator]

    def _surprise(self, some: Collection[int], usual: float, least: float) -> bool:
        """Whether so many of the creator's givers would be so by chance only once in e^`least`.

        By Chernoff's bound, which holds for any number of them (H. Chernoff, 1952).
        """
        part = len(some) / self.givers
        if part <= usual:
            return False
        rest = 1 - part
        divergence = part * log(part / usual)
        divergence += rest * log(rest / (1 - usual)) if rest else 0.0
        return self.givers * divergence >= least
