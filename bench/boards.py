"""Measures how long the best ten of a board, and one's own place on it, take to be read."""

import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

from bench.figures import Expected, Figure, percentile, ratio
from bench.filling import GUILD, fill, fill_board
from bench.sizes import Sizes
from bot.clock import SystemClock
from bot.ledger.periods import Board, Span, local_day, period
from bot.storage.boards import standing, top
from bot.storage.database import Reader
from bot.storage.sqlite import open_readers
from bot.storage.standings import MOST_READ

_BEST: Final = 10
_MOST_MILLISECONDS: Final = 2.0
_SAME_ORDER: Final = 3.0
"""How many times longer a read may take among ten times as many members."""

Read = Callable[[int], Awaitable[object]]
"""Reads a board once; the number makes one read differ from the next."""


class _Reading(NamedTuple):
    name: str
    members: int
    read: Read
    at_most: Expected | None
    reads: int


async def measure(sizes: Sizes, folder: Path) -> list[Figure]:
    """Milliseconds that a read takes, seen from the event loop, at both sizes in turn."""
    today = local_day(SystemClock()(), "UTC")
    readings: list[_Reading] = []
    async with AsyncExitStack() as stack:
        for members in (sizes.accounts, sizes.many_accounts):
            path = folder / f"boards-{members}.db"
            await fill(path, members, SystemClock()())
            fill_board(path, members, SystemClock()())
            commands, _ = await stack.enter_async_context(open_readers(str(path)))
            readings += _readings(sizes, commands, members, today)
        taken: dict[tuple[str, int], list[list[float]]] = {}
        for _ in range(sizes.rounds):
            for reading in readings:
                milliseconds = await _timed(reading.read, reading.reads)
                taken.setdefault((reading.name, reading.members), []).append(milliseconds)
    return _figures(sizes, readings, taken)


def _readings(sizes: Sizes, reader: Reader, members: int, today: str) -> list[_Reading]:
    tops = [
        _Reading(
            f"top 10 of {'all time' if span is Span.ALL else f'the {span}'}",
            members,
            partial(_top, reader, period(span, today)),
            Expected(most=_MOST_MILLISECONDS),
            sizes.board_reads,
        )
        for span in Span
    ]
    own = partial(_standing, reader, period(Span.ALL, today), members)
    return [
        *tops,
        # Everybody's place is looked for among the best before the rest are counted elsewhere.
        _Reading(
            "own place, if among the best",
            members,
            partial(own, most=MOST_READ),
            Expected(most=_MOST_MILLISECONDS),
            sizes.board_reads,
        ),
        _Reading("own place, anybody's", members, own, None, sizes.place_reads),
    ]


async def _top(reader: Reader, of: str, _: int) -> object:
    places = await top(reader, GUILD, Board.GIVEN, of, limit=_BEST)
    assert len(places) == _BEST
    return places


async def _standing(
    reader: Reader, of: str, members: int, number: int, *, most: int | None = None
) -> object:
    who = 1 + number * 104_729 % members
    place = await standing(reader, GUILD, Board.GIVEN, of, who, most=most)
    assert place is not None
    return place


async def _timed(read: Read, reads: int) -> list[float]:
    milliseconds = []
    for number in range(reads):
        started = time.perf_counter()
        await read(number)
        milliseconds.append((time.perf_counter() - started) * 1_000)
    return milliseconds


def _figures(
    sizes: Sizes,
    readings: Sequence[_Reading],
    taken: Mapping[tuple[str, int], Sequence[Sequence[float]]],
) -> list[Figure]:
    figures = []
    slowest: dict[tuple[str, int], Figure] = {}
    for reading in readings:
        rounds = taken[reading.name, reading.members]
        name = f"{reading.name}, {reading.members:,} members"
        half = Figure(f"{name}, p50", "ms", [percentile(round_, 50) for round_ in rounds])
        most = Figure(
            f"{name}, p99", "ms", [percentile(round_, 99) for round_ in rounds], reading.at_most
        )
        figures += [half, most]
        slowest[reading.name, reading.members] = most
    for name, expected in {reading.name: reading.at_most for reading in readings}.items():
        figures.append(
            ratio(
                f"{name}, p99 at {sizes.many_accounts:,} to {sizes.accounts:,}",
                slowest[name, sizes.many_accounts],
                slowest[name, sizes.accounts],
                Expected(most=_SAME_ORDER) if expected else None,
            )
        )
    return figures
