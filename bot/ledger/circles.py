"""Who is joined by steps that lead round and back, found for steps of every size at once.

Steps are added largest first; what closes a ring is found for all of them together, by halves:
whether the larger half closes it already.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple


class Step(NamedTuple):
    """That something of a size went from one member to another."""

    size: int
    sender: int
    recipient: int


def circles(steps: Sequence[Step]) -> list[tuple[set[int], int]]:
    """The members of each ring, and how large the steps are that closed it."""
    sizes = sorted({step.size for step in steps}, reverse=True)
    ranks = {size: rank for rank, size in enumerate(sizes)}
    groups = _Groups(sizes)
    groups.close([(ranks[step.size], step) for step in steps], 0, len(sizes))
    groups.finish()
    return groups.rings


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

    def close(self, steps: Sequence[tuple[int, Step]], first: int, last: int) -> None:
        """Find for each step from which rank on it lies in a ring, between two ranks."""
        if not steps:
            return
        if first == last:
            if first < len(self._sizes):
                self._join([step for _, step in steps], self._sizes[first])
            return
        middle = (first + last) // 2
        early = [step for rank, step in steps if rank <= middle]
        groups = _strongly_connected(
            [(self.find(step.sender), self.find(step.recipient)) for step in early]
        )

        def is_closed(rank: int, step: Step) -> bool:
            ends = groups.get(self.find(step.sender)), groups.get(self.find(step.recipient))
            return rank <= middle and ends[0] == ends[1]

        closed = [(rank, step) for rank, step in steps if is_closed(rank, step)]
        rest = [(rank, step) for rank, step in steps if not is_closed(rank, step)]
        self.close(closed, first, middle)
        self.close(rest, middle + 1, last)

    def _join(self, steps: Iterable[Step], size: int) -> None:
        """Join those whom a ring of steps of this size joins.

        A ring takes in others as long as their steps are at least half of what first closed it.
        """
        joined: dict[int, list[int]] = {}
        for step in steps:
            one, other = self.find(step.sender), self.find(step.recipient)
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
