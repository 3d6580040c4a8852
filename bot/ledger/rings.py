"""Gifts that look like one hand's: coins that come back in a ring, accounts that feed one creator.

What is found is no proof, for friends give to each other, too. It is laid before moderators.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from heapq import nlargest
from operator import attrgetter
from typing import Final, NamedTuple

MOST_FINDINGS: Final = 20
MOST_PEOPLE: Final = 100
"""How many people of one finding are told, and frozen together."""
MOST_STEPS: Final = 20_000
"""Among how many of the largest steps from one member to another rings are looked for."""
LEAST_STEP_COINS: Final = 20
"""Coins that come back by less are small change."""
LEAST_FEEDERS: Final = 5
YOUNG_DAYS: Final = 30
"""Up to which age an account that gives is a young one."""
_DAY_MS: Final = 86_400_000


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


class Finding(NamedTuple):
    """Some members and the gifts among them that are worth a look."""

    shape: Shape
    people: tuple[int, ...]
    """By number; of a funnel the creator first. At most 100."""
    others: int
    """How many more there are."""
    flows: tuple[Flow, ...]
    """What they gave each other, most coins first."""
    least: int
    """Of a ring: how many coins each step around it carried at least."""
    received: int
    """Of a funnel: the coins that the creator received from everybody."""

    @property
    def coins(self) -> int:
        """The coins of all its gifts."""
        return sum(flow.total for flow in self.flows)


def findings(
    flows: Sequence[Flow], converted: Mapping[int, int], made_ms: Mapping[int, int]
) -> list[Finding]:
    """The rings and funnels among these flows, most coins first; at most 20.

    `converted` is how many coins each member made of diamonds meanwhile, `made_ms` when their
    account was made, both by number.
    """
    found = [*_rings(flows, converted), *_funnels(flows, made_ms)]
    return sorted(found, key=lambda it: (-it.coins, it.people))[:MOST_FINDINGS]


# Rings. A step is as large as the coins that may have gone on by it: no more than were given, and
# no more than whoever gave had made of diamonds. Steps are added largest first; what closes a ring
# is found for all of them together, by halves: whether the larger half closes it already.


class _Step(NamedTuple):
    size: int
    flow: Flow


def _rings(flows: Sequence[Flow], converted: Mapping[int, int]) -> Iterator[Finding]:
    # One step after the other, for while anything is sorted at once, no other thread goes on.
    steps = nlargest(MOST_STEPS, _steps(flows, converted))
    sizes = sorted({step.size for step in steps}, reverse=True)
    ranks = {size: rank for rank, size in enumerate(sizes)}
    groups = _Groups(sizes)
    groups.close([(ranks[step.size], step) for step in steps], 0, len(sizes))
    groups.finish()
    for people, least in sorted(groups.rings, key=lambda ring: -ring[1])[:MOST_FINDINGS]:
        within = [it for it in flows if it.sender in people and it.recipient in people]
        within.sort(key=attrgetter("total"), reverse=True)
        given: dict[int, int] = defaultdict(int)
        for flow in within:
            given[flow.sender] += flow.total
        order = sorted(people, key=lambda number: (-given[number], number))
        yield _finding(Shape.RING, order, within, least=least)


def _steps(flows: Iterable[Flow], converted: Mapping[int, int]) -> Iterator[_Step]:
    for flow in flows:
        if flow.sender in converted and flow.recipient in converted:
            size = min(flow.total, converted[flow.sender])
            if size >= LEAST_STEP_COINS:
                yield _Step(size, flow)


def _finding(
    shape: Shape, people: Sequence[int], flows: Sequence[Flow], *, least: int = 0, received: int = 0
) -> Finding:
    told, others = tuple(people[:MOST_PEOPLE]), max(0, len(people) - MOST_PEOPLE)
    return Finding(shape, told, others, tuple(flows), least, received)


class _Groups:
    """Members who are joined by rings, while ever smaller steps are let count."""

    def __init__(self, sizes: Sequence[int]) -> None:
        """Begin with everybody for themself; `sizes` are those of the steps, largest first."""
        self._sizes = sizes
        self._parent: dict[int, int] = {}
        self._members: dict[int, set[int]] = {}
        self._core: dict[int, int] = {}
        """By group: the size of the steps that closed its first ring; 0 once it is told."""
        self.rings: list[tuple[set[int], int]] = []
        """The members of each ring, and how large the steps are that closed it."""

    def find(self, member: int) -> int:
        """Who stands for the group of a member."""
        while (parent := self._parent.get(member, member)) != member:
            self._parent[member] = self._parent.get(parent, parent)
            member = parent
        return member

    def close(self, steps: Sequence[tuple[int, _Step]], first: int, last: int) -> None:
        """Find for each step from which rank on it lies in a ring, between two ranks."""
        if not steps:
            return
        if first == last:
            if first < len(self._sizes):
                self._join([step.flow for _, step in steps], self._sizes[first])
            return
        middle = (first + last) // 2
        early = [step.flow for rank, step in steps if rank <= middle]
        groups = _strongly_connected(
            [(self.find(flow.sender), self.find(flow.recipient)) for flow in early]
        )

        def is_closed(rank: int, flow: Flow) -> bool:
            ends = groups.get(self.find(flow.sender)), groups.get(self.find(flow.recipient))
            return rank <= middle and ends[0] == ends[1]

        closed = [(rank, step) for rank, step in steps if is_closed(rank, step.flow)]
        rest = [(rank, step) for rank, step in steps if not is_closed(rank, step.flow)]
        self.close(closed, first, middle)
        self.close(rest, middle + 1, last)

    def _join(self, flows: Iterable[Flow], size: int) -> None:
        """Join those whom a ring of steps of this size joins.

        A ring takes in others as long as their steps are at least half of what first closed it.
        """
        joined: dict[int, list[int]] = {}
        for flow in flows:
            one, other = self.find(flow.sender), self.find(flow.recipient)
            if one == other:
                continue
            parts = joined.pop(one, [one]) + joined.pop(other, [other])
            self._parent[other] = one
            joined[one] = parts
        for whole, parts in joined.items():
            self._grow(whole, parts, size)

    def _grow(self, whole: int, parts: Sequence[int], size: int) -> None:
        cores = {part: self._core.pop(part) for part in parts if part in self._core}
        largest = max(cores.values(), default=size)
        members = {part: self._members.pop(part, {part}) for part in parts}
        if 0 in cores.values() or size * 2 < largest:
            self.rings += [(members[part], core) for part, core in cores.items() if core]
            self._core[whole] = 0
        else:
            self._core[whole] = largest
        self._members[whole] = set().union(*members.values())

    def finish(self) -> None:
        """Tell the rings that grew to the end."""
        self.rings += [(self._members[it], core) for it, core in self._core.items() if core]


def _strongly_connected(arcs: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Which group each node is in: those that lead to each other share one (Tarjan, 1972)."""
    ways: dict[int, list[int]] = {}
    for one, other in arcs:
        ways.setdefault(one, []).append(other)
    search = _Search(ways)
    for start in list(ways):
        if start not in search.order:
            search.walk(start)
    return search.group


class _Search:
    """One walk through all nodes, deep first, without recursion."""

    def __init__(self, ways: Mapping[int, Sequence[int]]) -> None:
        self._ways = ways
        self._low: dict[int, int] = {}
        self._stack: list[int] = []
        self.order: dict[int, int] = {}
        self.group: dict[int, int] = {}

    def walk(self, start: int) -> None:
        """Walk through all that can be reached from a node."""
        path = [(start, self._enter(start))]
        while path:
            node, following = path[-1]
            for other in following:
                if other not in self.order:
                    path.append((other, self._enter(other)))
                    break
                if other not in self.group:
                    self._low[node] = min(self._low[node], self.order[other])
            else:
                path.pop()
                if path:
                    before = path[-1][0]
                    self._low[before] = min(self._low[before], self._low[node])
                if self._low[node] == self.order[node]:
                    self._group(node)

    def _enter(self, node: int) -> Iterator[int]:
        self.order[node] = self._low[node] = len(self.order)
        self._stack.append(node)
        return iter(self._ways.get(node, ()))

    def _group(self, node: int) -> None:
        """Take the nodes that share a group with this one off the stack."""
        while node not in self.group:
            self.group[self._stack.pop()] = node


# Funnels.


def _funnels(flows: Sequence[Flow], made_ms: Mapping[int, int]) -> Iterator[Finding]:
    given: dict[int, int] = defaultdict(int)
    paid: dict[int, int] = defaultdict(int)
    received: dict[int, int] = defaultdict(int)
    for flow in flows:
        given[flow.sender] += flow.total
        paid[flow.sender] += flow.coins
        received[flow.recipient] += flow.total
    # Where nobody pays, giving nothing but bonus coins says nothing about anybody.
    some_pay = any(paid.values())
    feeding: dict[int, list[Flow]] = defaultdict(list)
    for flow in flows:
        age_ms = flow.first_ms - made_ms.get(flow.sender, 0)
        is_suspect = age_ms < YOUNG_DAYS * _DAY_MS or (some_pay and not paid[flow.sender])
        if is_suspect and flow.total * 10 >= given[flow.sender] * 9:
            feeding[flow.recipient].append(flow)
    for creator, feeders in feeding.items():
        coins = sum(flow.total for flow in feeders)
        if len(feeders) >= LEAST_FEEDERS and coins * 2 >= received[creator]:
            feeders.sort(key=attrgetter("total"), reverse=True)
            people = [creator, *(flow.sender for flow in feeders)]
            yield _finding(Shape.FUNNEL, people, feeders, received=received[creator])
