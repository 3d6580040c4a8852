"""Boards as people read them: only those who are still here, with a rank among each other."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from bot.ledger.periods import Board
from bot.ledger.requests import Person
from bot.storage.boards import Place, just_above, standing, top
from bot.storage.database import Reader

PLACES_A_PAGE: Final = 10
MOST_READ: Final = 500
"""How many places are read from the top at most. Whoever stands further down has the rank that the
books count, with those who left."""
READ_TOGETHER: Final = 100

Here = Callable[[Collection[int]], Awaitable[Mapping[int, Person] | None]]
"""Who of at most 100 users is here, by id; None if nobody can tell."""


class Earned(NamedTuple):
    """Somebody who is here, with the coins that earned their place."""

    person: Person
    coins: int


class Stand(NamedTuple):
    """Where one member stands: the rank, from 1, and who is just above and just below."""

    rank: int
    coins: int
    above: Earned | None
    below: Earned | None


@dataclass(frozen=True, slots=True)
class BoardView:
    """A page of a board, and where one member stands on it."""

    places: Sequence[Earned]
    page: int
    """Which page it is, from 0: the last there is, if a later one was asked for."""
    has_more: bool
    stand: Stand | None
    is_checked: bool
    """Whether Discord said who is still here. If not, everybody the books name is listed."""

    @property
    def first_rank(self) -> int:
        """The rank of the page's first place."""
        return self.page * PLACES_A_PAGE + 1


@dataclass(slots=True)
class Walk:
    """A board from the top down, as far as it was read."""

    reader: Reader
    reports: Reader
    """Asked for a rank that is too far down to be counted while others wait."""
    guild: int
    board: Board
    period: str
    here: Here
    most_read: int = MOST_READ
    is_checked: bool = True
    _ranked: list[Earned] = field(default_factory=list)
    _has_ended: bool = False
    _read: int = 0
    _last: tuple[int, int] | None = None

    async def view(self, page: int, member: tuple[int, int] | None) -> BoardView:
        """A page, and where the member with this number in the books and this user id stands."""
        stand = await self._stand(*member) if member else None
        await self._until(lambda: len(self._ranked) > (page + 1) * PLACES_A_PAGE)
        page = max(0, min(page, (len(self._ranked) - 1) // PLACES_A_PAGE))
        end = (page + 1) * PLACES_A_PAGE
        places = self._ranked[end - PLACES_A_PAGE : end]
        return BoardView(places, page, len(self._ranked) > end, stand, self.is_checked)

    async def _until(self, is_enough: Callable[[], bool]) -> None:
        while not is_enough() and not self._has_ended:
            limit = min(READ_TOGETHER, self.most_read - self._read)
            places = await self._below(self._last, limit)
            self._ranked += await self._present(places)
            self._read += len(places)
            self._has_ended = len(places) < limit or self._read >= self.most_read
            if places:
                self._last = (places[-1].coins, places[-1].member.number)

    async def _below(self, place: tuple[int, int] | None, limit: int) -> list[Place]:
        return await top(self.reader, self.guild, self.board, self.period, limit=limit, after=place)

    async def _above(self, place: tuple[int, int], limit: int) -> list[Place]:
        return await just_above(
            self.reader, self.guild, self.board, self.period, limit=limit, place=place
        )

    async def _present(self, places: Sequence[Place]) -> list[Earned]:
        """Those of some places who are here and no bots, under the names they have now."""
        named = {
            place.member.user_id: Person(place.member.user_id, place.member.name or "")
            for place in places
            if place.member.user_id is not None
        }
        here = await self.here(named) if named else {}
        if here is None:
            self.is_checked = False
            here = named
        found = [(here.get(place.member.user_id or 0), place.coins) for place in places]
        return [Earned(person, coins) for person, coins in found if person and not person.is_bot]

    async def _stand(self, number: int, user_id: int) -> Stand | None:
        """Where a member stands; None for who has no coins there, has left or is a bot."""
        asked = self.guild, self.board, self.period, number
        counted = await standing(self.reader, *asked, most=self.most_read)
        if counted and counted.rank > self.most_read:
            counted = await standing(self.reports, *asked)
        if counted is None:
            return None
        if counted.rank > self.most_read:
            place = (counted.coins, number)
            above = await self._present(await self._above(place, READ_TOGETHER))
            below = await self._present(await self._below(place, READ_TOGETHER))
            return Stand(counted.rank, counted.coins, _first(above), _first(below))
        # One place below the member is read too, for that is who is just behind.
        await self._until(lambda: 0 < self._rank(user_id) < len(self._ranked))
        rank = self._rank(user_id)
        if not rank:
            return None
        above = self._ranked[max(0, rank - 2) : rank - 1]
        below = self._ranked[rank : rank + 1]
        return Stand(rank, self._ranked[rank - 1].coins, _first(above), _first(below))

    def _rank(self, user_id: int) -> int:
        """The rank of a user among the places read so far; 0 if they are not there."""
        ranks = (
            rank
            for rank, earned in enumerate(self._ranked, start=1)
            if earned.person.user_id == user_id
        )
        return next(ranks, 0)


def _first(earned: Sequence[Earned]) -> Earned | None:
    return next(iter(earned), None)
