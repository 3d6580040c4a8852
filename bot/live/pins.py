"""Pins highlights in their channels where a guild asks for that, and unpins them in time."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import structlog

from bot.controls import read_control
from bot.controls.gifts import SendOne
from bot.discord_answers import Declined, Unanswered
from bot.house import House
from bot.ledger.books import CHANNEL_SINK, Books
from bot.ledger.tiers import tier_of
from bot.lifetimes import beside, first_of
from bot.live.backoff import Backoff
from bot.live.pace import Pace
from bot.live.posting import Poster
from bot.storage.combos import ComboView, Name, combos
from bot.storage.database import StorageFailed
from bot.storage.pins import latest_channels, pinning_guilds

MOST_PINNED: Final = 10
"""How many highlights are pinned in one channel at once; the one that ends first gives way."""
MOST_TRIES: Final = 4
_FIRST_PAUSE_SECONDS: Final = 2.0
MOST_CHANNELS: Final = 20
"""In how many channels of a guild is looked, at a start, for pins that were left."""
OLDEST_MS: Final = 7 * 86_400_000
"""What is pinned for longer than this was pinned by somebody who wants it to stay."""

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class _Pin:
    """A message that is, or is to be, pinned until a moment in UTC milliseconds."""

    channel: int
    message: int
    until_ms: int = 0
    is_pinned: bool = False
    tries: int = 0


class Pins:
    """Keeps the pins of all guilds. What was pinned is found again by the pins themselves."""

    def __init__(self, house: House, poster: Poster, pace: Pace) -> None:
        """Pin through `poster` what `house` keeps."""
        self._house = house
        self._poster = poster
        self._pace = pace
        self._pins: dict[Name, _Pin] = {}
        self._news: dict[Name, tuple[int, int]] = {}
        """The combos whose messages changed, with channel and message."""
        self._woken = asyncio.Event()
        self._backoff = Backoff(_FIRST_PAUSE_SECONDS)
        self._is_open = False
        self._idle = asyncio.Event()

    async def idle(self) -> None:
        """Wait until nothing is left to be done before some moment to come."""
        await self._idle.wait()

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator["Pins"]:
        """Keep pins until left."""
        self._is_open = True
        async with beside(self._keep(), "pins"):
            try:
                yield self
            finally:
                self._is_open = False

    def committed(self, books: Books) -> None:
        """Take note of messages that were shown, and of settings that changed."""
        if not self._is_open:
            return
        for book in books:
            if book.settings.pins:
                for shown in book.changes.acknowledgements.values():
                    if shown.sink == CHANNEL_SINK and shown.message:
                        name = (book.guild, shown.number)
                        self._wake({name: (shown.channel, shown.message)})
            elif book.changes.settings:
                self._wake({})

    def _wake(self, news: Mapping[Name, tuple[int, int]]) -> None:
        self._news.update(news)
        self._idle.clear()
        self._woken.set()

    async def _keep(self) -> None:
        is_recalled = False
        while True:
            self._woken.clear()
            news, self._news = self._news, {}
            try:
                if not is_recalled:
                    await self._recall()
                    is_recalled = True
                await self._look_at(news)
                await self._carry_out()
            except (StorageFailed, Unanswered) as error:
                log.warning("pins were not looked at", reason=str(error))
                self._news = news | self._news
                await self._pace.sleep(self._backoff.pause())
            except Exception:
                # A fault of ours about one pin does not end all others.
                log.exception("pins failed")
                await self._pace.sleep(self._backoff.pause())
            else:
                await self._rest()

    async def _recall(self) -> None:
        """Find what was pinned before the last stop."""
        for guild in await pinning_guilds(self._house.reader):
            gifts = (await self._house.memory.settings(guild)).gift_channel
            latest = await latest_channels(self._house.reader, guild, MOST_CHANNELS)
            for channel in filter(self._poster.may_pin, dict.fromkeys([gifts, *latest])):
                try:
                    pinned = await self._poster.pinned(guild, channel)
                except Declined as declined:
                    log.warning("pins cannot be read", guild=guild, reason=str(declined))
                    continue
                await self._recognise(guild, channel, pinned)

    async def _recognise(
        self, guild: int, channel: int, pinned: Mapping[int, Iterable[str]]
    ) -> None:
        found = {
            (guild, control.seq): message
            for message, custom_ids in pinned.items()
            for control in map(read_control, custom_ids)
            if isinstance(control, SendOne)
        }
        known = await combos(self._house.reader, found)
        for name, combo in known.items():
            until_ms = await self._until(combo)
            if until_ms and until_ms > self._house.clock() - OLDEST_MS:
                self._pins[name] = _Pin(channel, found[name], until_ms, is_pinned=True)

    async def _until(self, combo: ComboView) -> int:
        """Until when a combo is a highlight, in UTC milliseconds; 0 if it is none."""
        settings = await self._house.memory.settings(combo.guild)
        seconds = tier_of(combo.coins, settings).highlight_seconds
        return combo.last_ms + 1000 * seconds if seconds else 0

    async def _look_at(self, news: Mapping[Name, tuple[int, int]]) -> None:
        """Take note of what has become, or is no longer, a highlight."""
        known = await combos(self._house.reader, news)
        for name, combo in known.items():
            until_ms = await self._until(combo)
            if name in self._pins:
                self._pins[name].until_ms = until_ms
            elif until_ms > self._house.clock() and self._poster.may_pin(news[name][0]):
                self._pins[name] = _Pin(*news[name], until_ms)

    async def _carry_out(self) -> None:
        """Pin and unpin what is due."""
        for name, pin in list(self._pins.items()):
            settings = await self._house.memory.settings(name[0])
            is_over = not settings.pins or pin.until_ms <= self._house.clock()
            if is_over or not pin.is_pinned:
                await self._change(name, pin, on=not is_over)
        crowded: dict[int, list[Name]] = {}
        for name, pin in sorted(self._pins.items(), key=lambda it: -it[1].until_ms):
            crowded.setdefault(pin.channel, []).append(name)
        for names in crowded.values():
            for name in names[MOST_PINNED:]:
                await self._change(name, self._pins[name], on=False)

    async def _change(self, name: Name, pin: _Pin, *, on: bool) -> None:
        if not on and not pin.is_pinned:
            del self._pins[name]
            return
        try:
            await self._poster.pin(name[0], pin.channel, pin.message, on=on)
        except Declined as declined:
            # Nothing is lost, so nothing is tried again: the board shows the highlight anyway.
            log.warning("a highlight was not pinned", guild=name[0], on=on, reason=str(declined))
            del self._pins[name]
        except Unanswered as unanswered:
            pin.tries += 1
            log.warning("a pin has no answer", guild=name[0], on=on, reason=str(unanswered))
            if pin.tries == MOST_TRIES:
                del self._pins[name]
        else:
            pin.is_pinned, pin.tries = on, 0
            if not on:
                del self._pins[name]

    async def _rest(self) -> None:
        """Wait for news, or for the next moment at which something is due."""
        if any(pin.tries for pin in self._pins.values()):
            await self._pace.sleep(self._backoff.pause())
            return
        self._backoff.end()
        if not self._woken.is_set():
            self._idle.set()
        waits: list[Awaitable[object]] = [self._woken.wait()]
        if self._pins:
            until_ms = min(pin.until_ms for pin in self._pins.values())
            waits.append(self._tick(until_ms))
        await first_of(*waits)
        self._idle.clear()

    async def _tick(self, until_ms: int) -> None:
        await self._house.clock.until(until_ms)
        self._idle.clear()
