"""Measures how long each page of the dashboard takes for a creator who received very much."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Final

from aiohttp import ClientSession, CookieJar

from bench.figures import Expected, Figure, percentile
from bench.filling import GUILD, fill, member
from bench.sizes import Sizes
from bot.app import open_house
from bot.clock import SystemClock
from bot.house import House
from bot.ledger.outcomes import Accepted
from bot.ledger.requests import Request, SendGift
from bot.ledger.requests.live import EndShow, StartShow
from bot.rights import Right
from bot.settings import Settings
from bot.web.address import Address
from bot.web.dashboard.entrance import Links
from bot.web.dashboard.part import Dashboard
from bot.web.dashboard.sections import SECTIONS
from bot.web.dashboard.visit import Standing
from bot.web.measures import Measures
from bot.web.server import WebServer

_MOST_MILLISECONDS: Final = 200.0
_DAYS: Final = 180
"""How long the gifts took to come: the longest time that a page looks back, and the one before."""
_TOGETHER: Final = 1_000
_SHOW_EVERY: Final = 4
"""Of so many times that gifts come together, one is a show."""
_LONG_SHOW: Final = 10
"""Which part of all gifts comes in the last show, the longest: one of so many."""
_MOST_ROUNDS: Final = 3
_DAY_MS: Final = 86_400_000
_CREATOR: Final = member(1)
_OTHER: Final = member(2)


class _Turned:
    """A clock that goes as fast as the gifts are written, and ends at the machine's time."""

    def __init__(self, began_ms: int) -> None:
        self.now_ms = began_ms

    def __call__(self) -> int:
        return self.now_ms

    async def until(self, at_ms: int) -> None:
        self.now_ms = max(self.now_ms, at_ms)


class _Hall:
    """A server of which everybody is a moderator."""

    def name_of(self, guild: int) -> str | None:
        return "The Green Room" if guild == GUILD else None

    def called(self, guild: int, number: int) -> str | None:
        return None

    async def standing(self, guild: int, user_id: int, *, fresh: bool) -> Standing | None:
        return Standing(is_here=True, rights=frozenset(Right))


@dataclass
class _Season:
    """Half a year in which one creator receives most, written by the house's own writer."""

    house: House
    clock: _Turned
    gifts: int
    members: int
    _numbers: "count[int]" = field(default_factory=lambda: count(1))
    longest_show: int = 0
    """The number of the show with most gifts."""

    async def pass_by(self) -> None:
        """Have all gifts come."""
        times = max(self.gifts // _TOGETHER, _SHOW_EVERY)
        step_ms = _DAYS * _DAY_MS // times
        last_show = times - max(times // _LONG_SHOW, 1)
        for number in range(times):
            if number == last_show or (number < last_show and number % _SHOW_EVERY == 0):
                self.longest_show = await self._start()
            await self._submit(*self._some(max(self.gifts // times, 1)))
            self.clock.now_ms += step_ms // 10
            if number < last_show and number % _SHOW_EVERY == 0:
                await self._end()
            self.clock.now_ms += step_ms - step_ms // 10
        await self._end()

    async def _start(self) -> int:
        (begun,) = await self._submit(
            StartShow(
                guild=GUILD,
                key=self._key(),
                actor=_CREATOR,
                creator=_CREATOR,
                channel=1,
                title="An evening",
            )
        )
        return begun.seq

    async def _end(self) -> None:
        await self._submit(EndShow(guild=GUILD, key=self._key(), actor=_CREATOR, creator=_CREATOR))

    def _some(self, gifts: int) -> Sequence[SendGift]:
        """So many for the creator, and half as many for somebody else between them."""
        return [
            SendGift(
                guild=GUILD,
                key=self._key(),
                # A prime steps through the members, so that neighbours in time are none in the
                # books.
                actor=member(3 + number * 104_729 % (self.members - 2)),
                to=_OTHER if number % 3 == 2 else _CREATOR,
                item=1 + number % 5,
                channel=1,
            )
            for number in (next(self._numbers) for _ in range(gifts + gifts // 2))
        ]

    def _key(self) -> str:
        return f"season:{next(self._numbers)}"

    async def _submit(self, *requests: Request) -> list[Accepted]:
        done = await asyncio.gather(*map(self.house.writer.submit, requests))
        assert all(isinstance(outcome, Accepted) for outcome in done)
        return [outcome for outcome in done if isinstance(outcome, Accepted)]


async def measure(sizes: Sizes, folder: Path) -> list[Figure]:
    """Milliseconds from asking for a page to having it whole, as its reader's browser sees it."""
    path, now_ms = folder / "dashboards.db", SystemClock()()
    began_ms = now_ms - _DAYS * _DAY_MS
    await fill(path, sizes.audience, began_ms, people=(_CREATOR, _OTHER))
    clock = _Turned(began_ms)
    async with open_house(Settings(database_url=f"sqlite:///{path}"), clock) as (house, _):
        season = _Season(house, clock, sizes.page_gifts, sizes.audience)
        await season.pass_by()
        async with _signed_in(house) as session:
            pages = {
                "overview, 90 days": "overview?days=90",
                "one show, the longest": f"shows?show={season.longest_show}",
                **{section.path: section.path for section in SECTIONS},
            }
            taken: dict[str, list[list[float]]] = {name: [] for name in pages}
            for _ in range(min(sizes.rounds, _MOST_ROUNDS)):
                for name, page in pages.items():
                    taken[name].append(await _timed(session, page, sizes.page_reads))
    return [figure for name, rounds in taken.items() for figure in _figures(sizes, name, rounds)]


@asynccontextmanager
async def _signed_in(house: House) -> AsyncIterator[ClientSession]:
    """A browser in which the creator is signed in, at the dashboard of the guild."""
    links = Links(house.clock)
    server = WebServer(Address("127.0.0.1", 0), Measures())
    server.parts = (Dashboard(house, links, _Hall(), SECTIONS, server),)
    async with server.running():
        url = server.address.local_url
        where = f"{url}/dashboard/{GUILD}/"
        async with ClientSession(where, cookie_jar=CookieJar(unsafe=True)) as session:
            form = {"link": links.give(GUILD, _CREATOR).secret}
            async with session.post(f"{url}/enter", data=form, headers={"Origin": url}) as entered:
                assert entered.status == 200
            yield session


async def _timed(session: ClientSession, page: str, reads: int) -> list[float]:
    milliseconds = []
    for number in range(reads):
        # Each as if from another address, for one alone is not let in as fast as this.
        headers = {"X-Forwarded-For": f"198.18.{number // 250}.{number % 250}"}
        started = time.perf_counter()
        async with session.get(page, headers=headers) as answer:
            assert answer.status == 200
            await answer.read()
        milliseconds.append((time.perf_counter() - started) * 1_000)
    return milliseconds


def _figures(sizes: Sizes, name: str, rounds: Sequence[Sequence[float]]) -> list[Figure]:
    name = f"{name}, {sizes.page_gifts:,} gifts"
    return [
        Figure(f"{name}, p50", "ms", [percentile(round_, 50) for round_ in rounds]),
        Figure(
            f"{name}, p99",
            "ms",
            [percentile(round_, 99) for round_ in rounds],
            Expected(most=_MOST_MILLISECONDS),
        ),
    ]
