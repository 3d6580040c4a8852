"""Measures how soon a gift is receipted and thanked for, calm and in a flood, and what it costs."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple

import orjson

from bench.figures import Expected, Figure, percentile
from bench.filling import fill
from bench.processes import START_SECONDS, Program, joining, started
from bench.sandbox_process import SENDERS
from bench.sizes import Sizes
from bot.clock import SystemClock
from bot.ledger.requests import Person as Member
from bot.live.pace import PERIOD_SECONDS
from bot.sandbox.people.crowd import Crowd
from bot.sandbox.people.person import Person, Timeouts
from bot.sandbox.people.stage import Stage
from bot.storage.audit import examine
from bot.storage.sqlite import open_readers

_CHANNEL: Final = "show-bea"
_CREATOR: Final = "Bea"
_WATCHER: Final = "Olive"
_CROWD: Final = 500
_FLOOD_PER_SECOND: Final = 10_000 / 60
_CALM_SECONDS: Final = 1.0
_GIFTS: Final = ("Rose", "Coffee", "Thumbs Up", "Ice Cream", "Glow Stick", "Cake Slice")
_TIMEOUTS: Final = Timeouts(answer_seconds=60.0, request_seconds=60.0)
_MOST_MILLISECONDS: Final = Expected(most=10_000.0)
"""Nothing waits longer for its thank-you while its channel can be reached."""
_A_SECOND: Final = Expected(least=0.95 * _FLOOD_PER_SECOND)
"""As many as are sent, but for what the end of a flood is short of."""
_MOST_MEBIBYTES: Final = Expected(most=160.0)
"""At rest it takes half of that; the pages of the books that SQLite keeps at hand are at most 48
(`bot/storage/sqlite.py`)."""
_MOST_GROWN_MEBIBYTES: Final = Expected(most=4.0)
"""Once SQLite keeps as many pages as it may, nothing is left to grow."""
_MEBIBYTE: Final = 2**20

# A digest shows its combos once; a combo with a message of its own is changed later, so only its
# first gift tells how long it waited.
_WAITED: Final = """
SELECT shown_ms - combo.last_ms FROM outbox
CROSS JOIN combo ON combo.guild = outbox.guild AND combo.number = acknowledgement
WHERE sink = 'channel' AND shown > 0 AND number > ? AND (digest > 0 OR gifts = 1)
"""


_TAKEN: Final = "SELECT count(*), max(at_ms) - min(at_ms) FROM gift WHERE seq > ?"


class _Probe(NamedTuple):
    """How long one gift took, in milliseconds."""

    receipt: float
    message: float


class _Flooded(NamedTuple):
    """What one flood showed: how long gifts took, in milliseconds, and what one of them cost."""

    probes: Sequence[_Probe]
    waited: Sequence[float]
    a_second: float
    cost: float


@dataclass(frozen=True, slots=True)
class _Evening:
    """A bot and a sandbox in processes of their own, a crowd, and somebody who looks on."""

    bot: Program
    books: Path
    stage: Stage
    crowd: Crowd
    watcher: Person
    creator: int

    async def probe(self, number: int) -> _Probe:
        """Have somebody send a gift with a message of its own, and watch for both answers."""
        who = await self.stage.person(SENDERS[number % len(SENDERS)])
        words = f"probe {number}"
        options = {"gift": _GIFTS[number % len(_GIFTS)], "to": self.creator, "message": words}
        begun = time.perf_counter()
        seen = asyncio.create_task(self.watcher.sees(_CHANNEL, lambda it: words in it.text))
        exchange = await who.use("/gift", options, channel=_CHANNEL)
        await exchange.settled()
        receipt = time.perf_counter() - begun
        assert "Sent" in exchange.reply.text, exchange.reply.text
        await seen
        return _Probe(receipt * 1_000, (time.perf_counter() - begun) * 1_000)

    async def calm(self, gifts: int, first: int) -> list[_Probe]:
        """One gift a second, whether those before it are thanked for or not."""
        async with asyncio.TaskGroup() as group:
            probes = []
            for number in range(first, first + gifts):
                probes.append(group.create_task(self.probe(number)))
                await asyncio.sleep(_CALM_SECONDS)
        return [probe.result() for probe in probes]

    async def flood(self, gifts: int, first: int) -> None:
        """A crowd's gifts, as fast as ten thousand a minute."""
        command = (await self.crowd.commands()).find("/gift")
        begun = time.perf_counter()
        for number in range(first, first + gifts):
            wait = begun + (number - first) / _FLOOD_PER_SECOND - time.perf_counter()
            if wait > 0:
                await asyncio.sleep(wait)
            options = {"gift": _GIFTS[number % len(_GIFTS)], "to": self.creator}
            await self.crowd.use(number % _CROWD, command, options, channel=_CHANNEL)

    async def asked(self, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
        """What the books say."""
        async with open_readers(str(self.books)) as (_, reports):
            return await reports.fetch(sql, parameters)


async def measure(sizes: Sizes, folder: Path) -> list[Figure]:
    """The way of a gift to its receipt and to its message; then the bot's memory over many."""
    books = folder / "acknowledged.db"
    async with started(folder, "bench.sandbox_process", "1", str(_CROWD)) as sandbox:
        description = orjson.loads(await sandbox.line(START_SECONDS))
        guild = description["guilds"][0]
        people = [who for who in guild["members"] if not who["bot"]]
        members = [Member(int(who["id"]), who["name"]) for who in people]
        await fill(books, len(members), SystemClock()(), guild=int(guild["id"]), people=members)
        settings = joining(description, books)
        async with (
            started(folder, "bench.bot_process", "1", settings=settings) as bot,
            Stage(description, timeouts=_TIMEOUTS) as stage,
            Crowd.open(description, timeouts=_TIMEOUTS) as crowd,
        ):
            await bot.line(START_SECONDS)
            watcher = await stage.person(_WATCHER)
            creator = stage.names.member(_CREATOR)
            evening = _Evening(bot, books, stage, crowd, watcher, creator)
            figures = await _measured(sizes, evening)
        figures += await _memory(sizes, folder, description)
    async with open_readers(str(books)) as (_, reports):
        report = await examine(reports)
    assert report.ok, report
    return figures


async def _measured(sizes: Sizes, evening: _Evening) -> list[Figure]:
    calm: list[list[_Probe]] = []
    floods: list[_Flooded] = []
    for turn in range(sizes.evenings):
        calm.append(await evening.calm(sizes.calm_gifts, turn * 1_000))
        floods.append(await _flooded(sizes, evening, turn))
        # Calm is where the channel has forgotten the flood.
        await asyncio.sleep(PERIOD_SECONDS)
    waited = [flood.waited for flood in floods]
    return [
        *_way("calm, 1 a second", calm),
        *_way("in a flood", [flood.probes for flood in floods]),
        _figure("any gift to its message, in a flood, p50", waited, 50),
        _figure("any gift to its message, in a flood, p99", waited, 99, _MOST_MILLISECONDS),
        Figure("accepted in a flood", "gifts/s", [it.a_second for it in floods], _A_SECOND),
        Figure("processor of the bot, a gift in a flood", "ms", [it.cost for it in floods]),
    ]


async def _flooded(sizes: Sizes, evening: _Evening, turn: int) -> _Flooded:
    ((last,),) = await evening.asked("SELECT max(seq) FROM gift")
    before = await evening.bot.ask("cpu")
    async with asyncio.TaskGroup() as group:
        group.create_task(evening.flood(sizes.flood_gifts, turn * sizes.flood_gifts))
        looked_at = max(sizes.calm_gifts // 2, 2)
        probes = group.create_task(evening.calm(looked_at, turn * 1_000 + 500))
    await evening.bot.ask("announced")
    spent = await evening.bot.ask("cpu") - before
    ((sent, took_ms),) = await evening.asked(_TAKEN, last)
    return _Flooded(
        probes=probes.result(),
        waited=[float(ms) for (ms,) in await evening.asked(_WAITED, last)],
        a_second=sent / took_ms * 1_000,
        cost=spent * 1_000 / sent,
    )


def _way(when: str, rounds: Sequence[Sequence[_Probe]]) -> list[Figure]:
    figures = []
    for part, name in (("receipt", "receipt"), ("message", "message in the channel")):
        values = [[getattr(probe, part) for probe in probes] for probes in rounds]
        figures += [_figure(f"{name}, {when}, p{percent}", values, percent) for percent in (50, 99)]
    return figures


def _figure(
    name: str, rounds: Sequence[Sequence[float]], percent: int, expected: Expected | None = None
) -> Figure:
    return Figure(name, "ms", [percentile(values, percent) for values in rounds], expected)


async def _memory(sizes: Sizes, folder: Path, description: Any) -> list[Figure]:
    """What the bot's memory grows to over many gifts, all acknowledged in digests."""
    settings = joining(description, folder / "remembered.db")
    rested: list[int | None] = []
    async with started(folder, "bench.bot_process", "1000", settings=settings) as bot:
        await bot.line(START_SECONDS)
        for gifts in (sizes.remembered_gifts // 2, sizes.remembered_gifts):
            while await bot.ask("sent") < gifts:
                await bot.ask("gifts")
            rested.append(bot.resident_bytes)
    half, whole = rested
    if half is None or whole is None:
        return []
    grown = max(0, whole - half) / _MEBIBYTE
    name = f"memory after {sizes.remembered_gifts:,} gifts"
    return [
        Figure(name, "MiB", [whole / _MEBIBYTE], _MOST_MEBIBYTES),
        Figure("of that, grown over the second half", "MiB", [grown], _MOST_GROWN_MEBIBYTES),
    ]
