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
from pydantic import SecretStr

from bot.app import open_bot
from bot.client import GiftBot
from bot.ledger.catalogue import DEFAULT_CATALOGUE
from bot.ledger.money import Currency
from bot.ledger.requests import AdjustBalance, ChangeSetting, Person
from bot.live.pace import Pace
from bot.sandbox.people.crowd import Crowd
from bot.sandbox.people.person import RequestRefusedError
from bot.sandbox.service.recording import Exchange, Recording
from bot.sandbox.service.sandbox import Sandbox
from bot.sandbox.service.world import default_world
from bot.settings import Settings

MEMBERS: Final = 500
CHANNEL: Final = "gifts"
POSTS: Final = ("POST", "/channels/{channel_id}/messages")
CHANGES: Final = ("PATCH", "/channels/{channel_id}/messages/{message_id}")
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


class HurriedClock:
    """A clock that goes as much faster as the sandbox's does."""

    def __init__(self, speed: float) -> None:
        """Begin at the machine's time."""
        self._speed = speed
        self._began, self._began_ms = time.monotonic(), time.time_ns() // 1_000_000

    def __call__(self) -> int:
        """The time, in UTC milliseconds."""
        return self._began_ms + round((time.monotonic() - self._began) * self._speed * 1000)

    async def until(self, at_ms: int) -> None:
        """Wait until a moment in UTC milliseconds has come."""
        while (left_ms := at_ms - self()) > 0:  # noqa: ASYNC110 - no event tells that time passed.
            await asyncio.sleep(left_ms / 1000 / self._speed)

    def elapsed(self, at_ms: int) -> float:
        """The same moment in the sandbox's seconds."""
        return self._began * self._speed + (at_ms - self._began_ms) / 1000


@dataclass
class Flood:
    """A sandbox with a crowd, and the bot that joins and leaves it."""

    sandbox: Sandbox
    settings: Settings
    crowd: Crowd
    speed: float
    clock: HurriedClock
    path: Path
    bot: GiftBot | None = None
    sent: int = 0
    """How many gifts the crowd has asked for."""
    _up: asyncio.Event = field(default_factory=asyncio.Event)

    @asynccontextmanager
    async def bot_running(self) -> AsyncIterator[GiftBot]:
        """Have the bot join until left."""
        async with open_bot(self.settings, Pace(self.speed), self.clock) as self.bot:
            self._up.set()
            try:
                yield self.bot
            finally:
                self._up.clear()
        self.bot = None

    async def pour(self, gifts: int, seconds: float) -> None:
        """Have the crowd send gifts evenly over so many of Discord's seconds, while the bot is up.

        What is not accepted, because the bot left just then, is sent once more by somebody else.
        """
        began, numbers = time.monotonic(), itertools.count()
        wanted = [gifts]

        async def send() -> None:
            while self.sent < wanted[0]:
                self.sent += 1
                number = next(numbers)
                due = began + number * seconds / gifts / self.speed
                await asyncio.sleep(due - time.monotonic())
                await self._up.wait()
                with contextlib.suppress(RequestRefusedError):
                    await self._send(number)

        while await self.accepted() < gifts:
            await asyncio.gather(*(send() for _ in range(SENDERS)))
            await self.answered()
            wanted[0] = self.sent + gifts - await self.accepted()

    async def _send(self, number: int) -> None:
        # Nine in ten gifts are small, and one in a hundred is large.
        name = LARGE if number % 100 == 0 else SMALL[number % len(SMALL)]
        options: dict[str, str | int] = {"gift": name, "to": self.sandbox.world.user("Bea").id}
        await self.crowd.use(number, "/gift", options, channel=CHANNEL)

    async def answered(self) -> None:
        """Wait until the bot has dealt with everything that it was asked."""
        await self._up.wait()
        names = {"CommandTree-invoker", "discord.py: on_interaction"}
        while tasks := [task for task in asyncio.all_tasks() if task.get_name() in names]:
            await asyncio.wait(tasks)

    @property
    def guild(self) -> int:
        """The guild in which it happens."""
        return next(iter(self.sandbox.world.guilds))

    async def prepare(self, coins: int) -> None:
        """Give everybody coins, and have the gifts acknowledged in one channel."""
        assert self.bot is not None
        writer, world = self.bot.house.writer, self.sandbox.world
        olive = Person(world.user("Olive").id, "Olive")
        channel = ("gift_channel", str(world.channel(CHANNEL).id))
        await writer.submit(
            ChangeSetting(guild=self.guild, key="channel", actor=olive, changes=(channel,))
        )
        adjustments = [
            AdjustBalance(
                guild=self.guild,
                key=f"coins {number}",
                actor=olive,
                member=Person(self.crowd.id(number), self.crowd.name(number)),
                currency=Currency.COINS,
                amount=coins,
                reason="for the flood",
            )
            for number in range(len(self.crowd))
        ]
        await asyncio.gather(*map(writer.submit, adjustments))

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

    def last_told(self) -> float:
        """When the last gift was first told of with the count that stands, in Discord's seconds."""
        recording = self.sandbox.recording
        last = 0.0
        done: dict[str, Count] = {}
        for exchange in recording.exchanges:
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
    """A sandbox with a crowd that goes `speed` times as fast, without the bot."""
    recording = Recording(keep=200_000, keep_events=0)
    world = default_world(crowd=MEMBERS)
    async with Sandbox(world, speed=speed, deadline_speed=1.0, recording=recording) as sandbox:
        description = sandbox.description()
        path = folder / "books.db"
        settings = Settings.model_validate(
            {
                "discord_token": SecretStr(description["bot_token"]),
                "database_url": f"sqlite:///{path}",
                "discord_api_url": description["api_url"],
                "discord_gateway_url": description["gateway_url"],
            }
        )
        async with Crowd.open(description) as crowd:
            yield Flood(sandbox, settings, crowd, speed, HurriedClock(speed), path)
