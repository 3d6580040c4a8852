"""Measures how long the bot takes to be ready, and the memory that it then rests in."""

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple

import orjson

from bench.figures import Expected, Figure, ratio
from bench.filling import fill
from bench.processes import START_SECONDS, joining, started
from bench.sizes import Sizes
from bot.clock import SystemClock

_MOST_SECONDS: Final = Expected(most=2.0)
_FLAT: Final = Expected(most=1.25)
"""How many times longer a start among many accounts may take."""
_MOST_MEBIBYTES: Final = Expected(most=80.0)
_MEBIBYTE: Final = 2**20


class _Start(NamedTuple):
    seconds: float
    resident_bytes: int | None


async def measure(sizes: Sizes, folder: Path) -> list[Figure]:
    """Seconds from the start of `ovation run` until it says that it is on; then its memory."""
    books = {0: folder / "empty.db", sizes.many_accounts: folder / "many.db"}
    await fill(books[sizes.many_accounts], sizes.many_accounts, SystemClock()())
    async with started(folder, "bench.sandbox_process", "1") as sandbox:
        description = orjson.loads(await sandbox.line(START_SECONDS))
        settings = {accounts: joining(description, path) for accounts, path in books.items()}
        # The first start makes the tables and tells Discord of the commands; it counts apart.
        first = {accounts: await _start(folder, settings[accounts]) for accounts in books}
        starts: dict[int, list[_Start]] = {accounts: [] for accounts in books}
        for _ in range(sizes.rounds):
            for accounts in books:
                starts[accounts].append(await _start(folder, settings[accounts]))
    return _figures(first[0], starts)


async def _start(folder: Path, settings: Mapping[str, str]) -> _Start:
    begun = time.perf_counter()
    async with started(folder, "bot", "run", settings=settings) as bot:
        await bot.line(START_SECONDS)
        start = _Start(time.perf_counter() - begun, bot.resident_bytes)
        bot.stop()
    return start


def _figures(first: _Start, starts: Mapping[int, list[_Start]]) -> list[Figure]:
    seconds = {
        accounts: Figure(
            f"start until ready, {accounts:,} accounts",
            "s",
            [start.seconds for start in rounds],
            _MOST_SECONDS,
        )
        for accounts, rounds in starts.items()
    }
    least, most = seconds
    return [
        Figure("the very first start, with tables and commands made", "s", [first.seconds]),
        *seconds.values(),
        ratio(f"start at {most:,} accounts to {least:,}", seconds[most], seconds[least], _FLAT),
        *(_memory(accounts, rounds) for accounts, rounds in starts.items() if _told(rounds)),
    ]


def _told(starts: list[_Start]) -> bool:
    return all(start.resident_bytes is not None for start in starts)


def _memory(accounts: int, starts: list[_Start]) -> Figure:
    mebibytes = [(start.resident_bytes or 0) / _MEBIBYTE for start in starts]
    return Figure(f"idle memory, {accounts:,} accounts", "MiB", mebibytes, _MOST_MEBIBYTES)
