"""Measures gifts a second from typing to the receipt, beside a command that does nothing."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple

import orjson

from bench.bot_process import NOTHING
from bench.figures import Expected, Figure, ratio
from bench.filling import fill
from bench.processes import START_SECONDS, Program, cpu_seconds, joining, started
from bench.sandbox_process import SENDERS, SHOWS
from bench.sizes import Sizes
from bot.clock import SystemClock
from bot.ledger.requests import Person as Member
from bot.sandbox.people.person import Person, Timeouts
from bot.sandbox.people.stage import Stage
from bot.storage.audit import examine
from bot.storage.sqlite import open_readers

DISCORDS_PACE: Final = 1.0
UNLIMITED: Final = 1_000.0
"""How fast windows of limits pass. At Discord's pace a channel takes one thank-you a second, so
that most follow later; unlimited, every gift's thank-you is paid for at once."""

_CREATORS: Final = ("Bea", "Cleo")
_TIMEOUTS: Final = Timeouts(answer_seconds=30.0, request_seconds=30.0)
_EXPECTED: Final = Expected(least=0.7)
_MILLISECONDS: Final = 1_000


class _Taken(NamedTuple):
    """What one round of commands took; the last three are of a processor, each command."""

    answered_per_second: float
    thanked_per_second: float
    """The same, until nothing was left to be shown; 0 where that was not waited for."""
    bot_milliseconds: float
    sandbox_milliseconds: float
    people_milliseconds: float


_Rounds = Mapping[str, Sequence[_Taken]]


@dataclass(frozen=True, slots=True)
class _Play:
    """A bot and a sandbox in processes of their own, and the people who type."""

    bot: Program
    sandbox: Program
    people: Sequence[Person]
    creators: Sequence[int]
    shows: Sequence[int]
    in_flight: int
    waits_for_thanks: bool

    async def round(self, commands: int, use: Callable[[int], Awaitable[None]]) -> _Taken:
        """Have so many commands typed, and tell what that took."""
        before = await self._used_seconds()
        begun = time.perf_counter()
        left = iter(range(commands))

        async def type_on() -> None:
            for number in left:
                await use(number)

        async with asyncio.TaskGroup() as typing:
            for _ in range(self.in_flight):
                typing.create_task(type_on())
        answered = time.perf_counter() - begun
        if self.waits_for_thanks:
            await self.bot.ask("announced")
        thanked = time.perf_counter() - begun
        after = await self._used_seconds()
        used = (now - then for then, now in zip(before, after, strict=True))
        return _Taken(
            commands / answered,
            commands / thanked if self.waits_for_thanks else 0.0,
            *(seconds * _MILLISECONDS / commands for seconds in used),
        )

    async def nothing(self, number: int) -> None:
        """Somebody uses the command that does nothing."""
        await self._use(number, f"/{NOTHING}", {}, NOTHING)

    async def gift(self, number: int) -> None:
        """Somebody sends a Rose to a creator."""
        to = self.creators[number % len(self.creators)]
        await self._use(number, "/gift", {"gift": "Rose", "to": to}, "Rose")

    async def _use(
        self, number: int, command: str, options: Mapping[str, Any], expected: str
    ) -> None:
        # There are several shows for each sender, who sees only those.
        show = self.shows[number % len(self.shows)]
        exchange = await self.people[number % len(self.people)].use(command, options, channel=show)
        await exchange.settled()
        assert expected in exchange.reply.text, exchange.reply.text

    async def _used_seconds(self) -> tuple[float, float, float]:
        return await self.bot.ask("cpu"), await self.sandbox.ask("cpu"), cpu_seconds()


async def measure(sizes: Sizes, folder: Path) -> list[Figure]:
    """Both commands in turn, through the same bot, the same sandbox and the same people."""
    unlimited = await _measured_at(UNLIMITED, sizes, folder)
    at_pace = await _measured_at(DISCORDS_PACE, sizes, folder)
    return [*_figures(unlimited), *_figures_at_pace(at_pace)]


async def _measured_at(speed: float, sizes: Sizes, folder: Path) -> _Rounds:
    books = folder / f"played-{speed:g}.db"
    async with started(folder, "bench.sandbox_process", str(speed)) as sandbox:
        description = orjson.loads(await sandbox.line(START_SECONDS))
        guild = description["guilds"][0]
        humans = [who for who in guild["members"] if not who["bot"]]
        members = [Member(int(who["id"]), who["name"]) for who in humans]
        await fill(books, sizes.accounts, SystemClock()(), guild=int(guild["id"]), people=members)
        settings = joining(description, books)
        async with (
            started(folder, "bench.bot_process", str(speed), settings=settings) as bot,
            Stage(description, timeouts=_TIMEOUTS) as stage,
        ):
            await bot.line(START_SECONDS)
            play = _Play(
                bot,
                sandbox,
                [await stage.person(name) for name in SENDERS],
                [stage.names.member(name) for name in _CREATORS],
                [stage.names.channel(name) for name in SHOWS],
                sizes.in_flight,
                waits_for_thanks=speed == UNLIMITED,
            )
            rounds = await _rounds(sizes, play)
    await _recount(books, sizes, thanked=speed == UNLIMITED)
    return rounds


def _warming_up(sizes: Sizes) -> int:
    return max(sizes.commands // 10, len(SENDERS))


async def _rounds(sizes: Sizes, play: _Play) -> _Rounds:
    acts = {"nothing": play.nothing, "gift": play.gift}
    taken: dict[str, list[_Taken]] = {name: [] for name in acts}
    for act in acts.values():
        # Everybody's first gift comes with welcome coins, and connections are opened.
        await play.round(_warming_up(sizes), act)
    for _ in range(sizes.rounds):
        for name, act in acts.items():
            taken[name].append(await play.round(sizes.commands, act))
    return taken


async def _recount(books: Path, sizes: Sizes, *, thanked: bool) -> None:
    """See that the books balance, and hold every gift that was answered, thanked for once."""
    sent = _warming_up(sizes) + sizes.rounds * sizes.commands
    async with open_readers(str(books)) as (_, reports):
        report = await examine(reports)
        ((gifts, combos, shown),) = await reports.fetch(
            "SELECT (SELECT count(*) FROM gift), (SELECT count(*) FROM combo), "
            "(SELECT count(*) FROM outbox WHERE shown > 0)"
        )
    assert report.ok, report
    assert gifts == sent, (gifts, sent)
    assert shown == combos or not thanked, (shown, combos)


def _figure(rounds: _Rounds, name: str, kind: str, part: str, unit: str) -> Figure:
    return Figure(name, unit, [getattr(taken, part) for taken in rounds[kind]])


def _figures(rounds: _Rounds) -> list[Figure]:
    nothing = _figure(rounds, "nothing", "nothing", "answered_per_second", "commands/s")
    gifts = _figure(rounds, "gifts", "gift", "answered_per_second", "gifts/s")
    thanked = _figure(rounds, "gifts, with thank-yous", "gift", "thanked_per_second", "gifts/s")
    figures = [
        nothing,
        gifts,
        thanked,
        ratio("gifts to nothing", gifts, nothing, _EXPECTED),
        ratio("gifts with thank-yous to nothing", thanked, nothing),
    ]
    for whose in ("bot", "sandbox", "people"):
        part = f"{whose}_milliseconds"
        name = f"processor of the {whose}"
        least = _figure(rounds, f"{name}, nothing", "nothing", part, "ms")
        most = _figure(rounds, f"{name}, gift with thank-you", "gift", part, "ms")
        figures += [least, most]
        if whose == "bot":
            figures.append(ratio(f"{name}, nothing to gift", least, most))
    return figures


def _figures_at_pace(rounds: _Rounds) -> list[Figure]:
    pace = "at Discord's pace"
    nothing = _figure(rounds, f"nothing, {pace}", "nothing", "answered_per_second", "commands/s")
    gifts = _figure(rounds, f"gifts, {pace}", "gift", "answered_per_second", "gifts/s")
    least = _figure(
        rounds, f"processor of the bot, nothing, {pace}", "nothing", "bot_milliseconds", "ms"
    )
    most = _figure(rounds, f"processor of the bot, gift, {pace}", "gift", "bot_milliseconds", "ms")
    return [
        nothing,
        gifts,
        ratio(f"gifts to nothing, {pace}", gifts, nothing, _EXPECTED),
        least,
        most,
        ratio(f"processor of the bot, nothing to gift, {pace}", least, most),
    ]
