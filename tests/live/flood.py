"""A flood in the sandbox: a crowd that sends to one creator, and a count of what was told of it."""

import asyncio
import contextlib
import itertools
import re
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import aiosqlite

from bench.processes import START_SECONDS, Ended, Program, joining, started
from bot.app import open_house
from bot.ledger.catalogue import DEFAULT_CATALOGUE
from bot.ledger.money import Currency
from bot.ledger.requests import AdjustBalance, ChangeSetting, Person
from bot.sandbox.people.crowd import Crowd
from bot.sandbox.people.person import RequestRefusedError
from bot.sandbox.service.recording import Exchange, Recording
from bot.sandbox.service.sandbox import Sandbox
from bot.sandbox.service.world import default_world
from bot.settings import Settings
from bot.storage.audit import Report, examine
from bot.storage.sqlite import open_readers
from tests.live.flood_bot import HurriedClock

MEMBERS: Final = 500
CHANNEL: Final = "gifts"
POSTS: Final = ("POST", "/channels/{channel_id}/messages")
CHANGES: Final = ("PATCH", "/channels/{channel_id}/messages/{message_id}")
COINS: Final = 100_000
SETTLING_SECONDS: Final = 11.0
"""After so much silence, every combo is settled."""
SENDERS: Final = 32
"""How many of the crowd wait at a time for Discord to take what they send."""
SMALL: Final = ("Rose", "Rose", "Rose", "Coffee", "Rose", "Rose", "Perfume", "Rose", "Rose")
LARGE: Final = "Train"
_ITEMS: Final = DEFAULT_CATALOGUE.offered
_BY_EMOJI: Final = {item.emoji: item.name for item in _ITEMS}
_NAMES: Final = sorted((item.name for item in _ITEMS), key=len, reverse=True)
_NUMBER: Final = r"([\d,]+)"
_EMOJI: Final = "|".join(re.escape(item.emoji) for item in _ITEMS)
_BADGE: Final = r"(?: `Lv \d+`)?"
_COMBO: Final = re.compile(rf"^({_EMOJI}) ×{_NUMBER} \*\*(Fan \d+)\*\*")
_GIVEN: Final = re.compile(rf"^({_EMOJI}) \*\*(Fan \d+)\*\*{_BADGE} sends \*\*[^*]+\*\* (.+)$")
_LINE: Final = re.compile(rf"^\*\*(Fan \d+)\*\*{_BADGE} (.+)$")
_PART: Final = re.compile(rf"({_EMOJI})×{_NUMBER}")
_ROW: Final = re.compile(r"^(Fan \d+) → [^:]+: (.+)$")
_ITEM: Final = re.compile(rf"({'|'.join(map(re.escape, _NAMES))}) ×(\d+)")

Count = Counter[tuple[str, str]]
"""Gifts by who sent them and what they are."""


@dataclass
class Flood:
    """A sandbox with a crowd, and the bot that joins and leaves it, or dies."""

    sandbox: Sandbox
    crowd: Crowd
    clock: HurriedClock
    folder: Path
    sent: int = 0
    """How many gifts the crowd has asked for."""
    _bot: Program | None = None
    _up: asyncio.Event = field(default_factory=asyncio.Event)

    @asynccontextmanager
    async def bot_running(self) -> AsyncIterator[None]:
        """Have the bot join, in a process of its own, until left; it leaves in order."""
        clock = (repr(self.clock.speed), repr(self.clock.began), str(self.clock.began_ms))
        settings = joining(self.sandbox.description(), self.path)
        async with started(self.folder, "tests.live.flood_bot", *clock, settings=settings) as bot:
            await bot.line(START_SECONDS)
            self._bot = bot
            self._up.set()
            try:
                yield
            finally:
                self._up.clear()
                self._bot = None

    async def cut_the_power(self) -> None:
        """End the bot's process at once, whatever it is about."""
        bot = self._running()
        self._up.clear()
        await bot.kill()

    async def is_idle(self) -> None:
        """Wait until nothing waits to be shown, and every combo is settled."""
        await self.clock.until(self.clock() + round(SETTLING_SECONDS * 1000))
        await self._running().ask("idle")

    async def held(self) -> int:
        """How many objects the bot's process holds, of those that gifts could leave behind."""
        return int(await self._running().ask("held"))

    def _running(self) -> Program:
        assert self._bot is not None, "the bot is not running"
        return self._bot

    async def pour(self, gifts: int, seconds: float) -> None:
        """Have the crowd send gifts evenly over so many of Discord's seconds, while the bot is up.

        What is not accepted, because the bot left just then, is sent once more by somebody else.
        """
        began, numbers = time.monotonic(), itertools.count(self.sent)
        first, stand = self.sent, await self.accepted()
        wanted = [first + gifts]

        async def send() -> None:
            while self.sent < wanted[0]:
                self.sent += 1
                number = next(numbers)
                due = began + (number - first) * seconds / gifts / self.clock.speed
                await asyncio.sleep(due - time.monotonic())
                await self._up.wait()
                with contextlib.suppress(RequestRefusedError):
                    await self._send(number)

        while (missing := stand + gifts - await self.accepted()) > 0:
            wanted[0] = max(wanted[0], self.sent + missing)
            await asyncio.gather(*(send() for _ in range(SENDERS)))
            await self._answered()

    async def _answered(self) -> None:
        """Wait until a bot that goes on has dealt with everything that it was asked."""
        is_done = False
        while not is_done:
            await self._up.wait()
            with contextlib.suppress(Ended, ConnectionError):
                await self._running().ask("answered")
                is_done = True

    async def _send(self, number: int) -> None:
        # Nine in ten gifts are small, and one in a hundred is large.
        name = LARGE if number % 100 == 0 else SMALL[number % len(SMALL)]
        options: dict[str, str | int] = {"gift": name, "to": self.sandbox.world.user("Bea").id}
        await self.crowd.use(number, "/gift", options, channel=CHANNEL)

    async def until_sent(self, gifts: int) -> None:
        """Wait until the crowd has asked for so many gifts."""
        await self.sandbox.recording.until(lambda: self.sent >= gifts)

    async def until_posted(self, messages: int) -> None:
        """Wait until the bot has tried to post so many more messages."""
        counts = self.sandbox.recording.counts
        wanted = counts[POSTS] + messages
        await self.sandbox.recording.until(lambda: counts[POSTS] >= wanted)

    @property
    def guild(self) -> int:
        """The guild in which it happens."""
        return next(iter(self.sandbox.world.guilds))

    @property
    def path(self) -> Path:
        """Where the books are."""
        return self.folder / "books.db"

    async def prepare(self) -> None:
        """Give everybody coins, and have the gifts acknowledged in one channel.

        Then the crowd looks up the commands, as Discord was told of them.
        """
        settings = Settings.model_validate({"database_url": f"sqlite:///{self.path}"})
        async with open_house(settings, self.clock) as (house, _):
            await house.writer.submit(self._setting())
            await asyncio.gather(*map(house.writer.submit, self._coins()))
        async with self.bot_running():
            await self.crowd.commands()

    def _setting(self) -> ChangeSetting:
        channel = ("gift_channel", str(self.sandbox.world.channel(CHANNEL).id))
        return ChangeSetting(guild=self.guild, key="channel", actor=self._olive, changes=(channel,))

    def _coins(self) -> Iterator[AdjustBalance]:
        for number in range(len(self.crowd)):
            yield AdjustBalance(
                guild=self.guild,
                key=f"coins {number}",
                actor=self._olive,
                member=Person(self.crowd.id(number), self.crowd.name(number)),
                currency=Currency.COINS,
                amount=COINS,
                reason="for the flood",
            )

    @property
    def _olive(self) -> Person:
        return Person(self.sandbox.world.user("Olive").id, "Olive")

    async def accepted(self) -> int:
        """How many gifts stand in the books."""
        ((gifts,),) = await self.fetch("SELECT count(*) FROM gift")
        return int(gifts)

    async def fetch(self, sql: str) -> list[Any]:
        """Read the books beside the bot."""
        async with aiosqlite.connect(f"file:{self.path}?mode=ro", uri=True) as books:
            return list(await books.execute_fetchall(sql))

    async def given(self) -> Count:
        """What the books say was given."""
        rows = await self.fetch(
            "SELECT member.name, gift.name, sum(quantity) FROM gift CROSS JOIN member "
            "ON member.guild = gift.guild AND number = sender GROUP BY 1, 2"
        )
        return Counter({(sender, item): number for sender, item, number in rows})

    async def doubtful(self) -> Count:
        """The gifts that moderators are told of as perhaps acknowledged twice."""
        rows = await self.fetch(
            "SELECT member.name, gift.name, sum(gift.quantity) FROM outbox CROSS JOIN combo "
            "ON combo.guild = outbox.guild AND combo.number = acknowledgement CROSS JOIN gift "
            "ON gift.guild = combo.guild AND gift.seq >= combo.number "
            "AND gift.seq <= combo.last_seq AND gift.sender = combo.sender "
            "AND gift.recipient = combo.recipient AND gift.item = combo.item CROSS JOIN member "
            "ON member.guild = gift.guild AND member.number = gift.sender "
            "WHERE doubtful GROUP BY 1, 2"
        )
        return Counter({(sender, item): number for sender, item, number in rows})

    def standing(self) -> list[str]:
        """What every message of the bot that stands in the channel says, with its files."""
        told = []
        for message in self.sandbox.world.channel(CHANNEL).messages.values():
            texts = [*texts_in(message.payload["components"])]
            for attachment in message.payload["attachments"]:
                found = self.sandbox.state.files.find(int(attachment["id"]))
                assert found is not None
                if attachment["filename"].endswith(".txt"):
                    texts.append(found.data.decode())
            told.append("\n".join(texts))
        return told

    async def last_told(self) -> float:
        """When the last gift was first told of with the count that stands, in Discord's seconds."""
        last = await self._last_told_once()
        done: dict[str, Count] = {}
        for exchange in self.sandbox.recording.exchanges:
            if not exchange.bot or (exchange.method, exchange.route) not in {POSTS, CHANGES}:
                continue
            if exchange.status != 200:
                continue
            told = told_in(exchange)
            message = exchange.response_json["id"]
            if done.get(message) != told:
                done[message] = told
                last = max(last, exchange.elapsed)
        return last

    async def _last_told_once(self) -> float:
        # No answer tells of a message that was taken without one; the bot knows when it found it.
        ((last_ms,),) = await self.fetch(
            "SELECT max(shown_ms) FROM outbox JOIN combo USING (guild) "
            "WHERE sink = 'channel' AND number = acknowledgement AND (digest > 0 OR gifts = 1)"
        )
        return self.clock.elapsed(last_ms)

    async def given_between(self) -> tuple[float, float]:
        """When the first gift was entered and when the last, in Discord's seconds."""
        ((first_ms, last_ms),) = await self.fetch("SELECT min(at_ms), max(at_ms) FROM gift")
        return self.clock.elapsed(first_ms), self.clock.elapsed(last_ms)

    async def report(self) -> Report:
        """Recount the books."""
        async with open_readers(str(self.path)) as (_, reports):
            return await examine(reports)


def told_in(exchange: Exchange) -> Count:
    """The gifts that a request tells of."""
    body = exchange.request_json
    texts = [*texts_in(body["components"]), *texts_of(exchange)]
    return counted(["\n".join(texts)])


def texts_of(exchange: Exchange) -> list[str]:
    """The text files that came with a request; the others are pictures."""
    return [file.text for file in exchange.files if file.filename.endswith(".txt")]


def texts_in(components: list[dict[str, Any]]) -> Iterator[str]:
    """All texts of a message's components."""
    for component in components:
        if "content" in component:
            yield component["content"]
        yield from texts_in(component.get("components", []))


def counted(told: list[str]) -> Count:
    """How many gifts of each kind messages and files tell of, by sender."""
    count: Count = Counter()
    for line in "\n".join(told).splitlines():
        if match := _COMBO.match(line):
            count[match[3], _BY_EMOJI[match[1]]] += _whole(match[2])
        elif match := _GIVEN.match(line):
            number = re.match(rf"{_NUMBER} ×", match[3])
            count[match[2], _BY_EMOJI[match[1]]] += _whole(number[1]) if number else 1
        elif match := _LINE.match(line):
            for emoji, number_text in _PART.findall(match[2]):
                count[match[1], _BY_EMOJI[emoji]] += _whole(number_text)
        elif match := _ROW.match(line):
            for name, number_text in _ITEM.findall(match[2]):
                count[match[1], name] += _whole(number_text)
    return count


def _whole(text: str) -> int:
    return int(text.replace(",", ""))


@asynccontextmanager
async def open_flood(folder: Path, speed: float) -> AsyncIterator[Flood]:
    """A sandbox with a crowd that goes `speed` times as fast, ready for the bot."""
    recording = Recording(keep=200_000, keep_events=0)
    world = default_world(crowd=MEMBERS)
    async with (
        Sandbox(world, speed=speed, deadline_speed=1.0, recording=recording) as sandbox,
        Crowd.open(sandbox.description()) as crowd,
    ):
        flood = Flood(sandbox, crowd, HurriedClock.now(speed), folder)
        await flood.prepare()
        yield flood
