"""A whole evening in a test: the real bot, the unmodified discord.py and the sandbox's people."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from pydantic import SecretStr

from bot.app import open_bot
from bot.client import GiftBot
from bot.clock import TurnedClock
from bot.ledger.money import Currency
from bot.ledger.outcomes import Accepted, Outcome
from bot.ledger.requests import AdjustBalance, Person
from bot.live.pace import Pace
from bot.sandbox.people.exchange import Exchange
from bot.sandbox.people.listener import Timeouts
from bot.sandbox.people.seen import Message
from bot.sandbox.people.stage import Stage
from bot.sandbox.service.recording import Exchange as Recorded
from bot.sandbox.service.sandbox import Sandbox
from bot.sandbox.service.world import default_world
from bot.settings import Settings
from bot.storage.audit import Report, examine
from bot.storage.statements import wallet
from tests.empty_books import lay_out_empty_books
from tests.openapi import Contract, description_path
from tests.waiting import PATIENCE_SECONDS, until

SPEED = 20.0
"""How much faster the sandbox's clock goes."""
_HOUR_SECONDS: Final = 3_600.0
_DAY_SECONDS: Final = 24 * _HOUR_SECONDS
_PATIENT: Final = Timeouts(PATIENCE_SECONDS, PATIENCE_SECONDS, PATIENCE_SECONDS)
_FAULTLESS: Final[set[bytes]] = set()
"""Requests that were found right already, by their digests."""


@dataclass
class Theatre:
    """A sandbox with its people, and the bot that joins and leaves it."""

    sandbox: Sandbox
    stage: Stage
    settings: Settings
    bot: GiftBot | None = None
    clock: TurnedClock = field(default_factory=TurnedClock)
    _granted: int = field(default=0)

    @property
    def guild(self) -> int:
        """The guild in which it plays."""
        return int(self.sandbox.description()["guilds"][0]["id"])

    @property
    def house(self) -> Any:
        """The running bot's writer and readers."""
        assert self.bot is not None, "the bot is not running"
        return self.bot.house

    def id_of(self, name: str) -> int:
        """The Discord id of a member."""
        return self.sandbox.world.user(name).id

    def channel_id(self, name: str) -> int:
        """The id of a channel."""
        return self.sandbox.world.channel(name).id

    def person(self, name: str) -> Person:
        """A member as the ledger names them."""
        return Person(self.id_of(name), name)

    async def use(
        self, name: str, command: str, channel: str = "gifts", **options: Any
    ) -> Exchange:
        """Have somebody type a command, and wait until they have their answer."""
        await self._read_before(name)
        who = await self.stage.person(name)
        exchange = await who.use(command, channel=channel, **options)
        await exchange.settled()
        return exchange

    async def press(self, name: str, exchange: Exchange, caption: str) -> Exchange:
        """Have somebody press a button of an answer, and wait for what comes of it."""
        await self._read_before(name)
        who = await self.stage.person(name)
        pressed = await who.press(exchange.reply, caption)
        await pressed.settled()
        return pressed

    def keep_clear_of_midnight(self) -> None:
        """Turn the clock on to the next day where this one has less than an hour left, so that
        what is counted by the day is counted on one."""
        left = _DAY_SECONDS - self.clock() / 1000 % _DAY_SECONDS
        if left < _HOUR_SECONDS:
            self.clock.advance(left)

    async def _read_before(self, name: str) -> None:
        """Wait until it is written down what somebody read of what moderators did: up to then, no
        other answer would tell them more of it."""
        reader, bot = (self.guild, self.id_of(name)), self.bot
        await until(lambda: bot is None or reader not in bot.being_told)

    async def grant(
        self, name: str, amount: int, currency: Currency = Currency.COINS, by: str = "Olive"
    ) -> None:
        """Have somebody's balance adjusted, as a moderator would, without Discord."""
        outcome = await self.submit_adjustment(name, amount, currency, by)
        assert isinstance(outcome, Accepted), outcome

    async def submit_adjustment(
        self, name: str, amount: int, currency: Currency, by: str
    ) -> Outcome:
        """Ask the ledger itself for an adjustment."""
        self._granted += 1
        outcome: Outcome = await self.house.writer.submit(
            AdjustBalance(
                guild=self.guild,
                key=f"test:{self._granted}",
                actor=self.person(by),
                member=self.person(name),
                currency=currency,
                amount=amount,
                reason="for a test",
            )
        )
        return outcome

    async def finished(self) -> None:
        """Wait until the bot has done what it does after its answers went out."""
        names = {"CommandTree-invoker", "discord.py: on_interaction"}
        await asyncio.gather(*(task for task in asyncio.all_tasks() if task.get_name() in names))

    async def announced(self, channel: str = "gifts") -> list[Message]:
        """What stands in a channel once nothing waits to be shown any more, oldest first."""
        assert self.bot is not None, "the bot is not running"
        await self.bot.announcer.idle()
        olive = await self.stage.person("Olive")
        return await olive.read(channel, limit=100)

    async def examine(self) -> Report:
        """Recount the books."""
        return await examine(self.house.database.reports)

    async def _found_its_servers(self) -> None:
        """Wait until the bot has seen its servers, and offered the setup where it never has."""
        assert self.bot is not None
        while any(guild.unavailable for guild in self.bot.guilds):
            await self.bot.wait_for("guild_available", timeout=PATIENCE_SECONDS)
        names = {"discord.py: on_shard_ready", "discord.py: on_guild_available"}
        await asyncio.gather(*(task for task in asyncio.all_tasks() if task.get_name() in names))

    @asynccontextmanager
    async def bot_running(self) -> AsyncIterator[GiftBot]:
        """Have the bot join; it leaves in the end, and may join again."""
        async with open_bot(self.settings, Pace(SPEED), self.clock) as self.bot:
            gallery = self.bot.house.gallery
            # Of what comes too late, pictures are drawn without. Here nothing does.
            gallery.patience_seconds = gallery.studio.patience_seconds = PATIENCE_SECONDS
            await self._found_its_servers()
            yield self.bot
        self.bot = None


@asynccontextmanager
async def open_theatre(
    folder: Path, *, crowd: int = 0, **sandbox_options: Any
) -> AsyncIterator[Theatre]:
    """A sandbox with people and without the bot, which a test lets join."""
    # Limits go by the hurried clock; the three seconds to answer are half a minute, for a machine
    # may be busy.
    options = {"speed": SPEED, "deadline_speed": 0.1, **sandbox_options}
    books = folder / "books.db"
    if not books.exists():
        await lay_out_empty_books(books)
    async with Sandbox(default_world(crowd=crowd), **options) as sandbox:
        description = sandbox.description()
        settings = Settings.model_validate(
            {
                "discord_token": SecretStr(description["bot_token"]),
                "database_url": f"sqlite:///{books}",
                "discord_api_url": description["api_url"],
                "discord_gateway_url": description["gateway_url"],
                "web_port": 0,
            }
        )
        async with Stage(description, timeouts=_PATIENT) as stage:
            yield Theatre(sandbox, stage, settings)
        assert breaches(sandbox) == []


def breaches(sandbox: Sandbox) -> list[str]:
    """What the bot asked of the sandbox that Discord's own description does not allow.

    Nothing where the description is absent: `test_openapi.py` says so, once, for all tests.
    """
    contract = known_contract()
    if contract is None:
        return []
    return [
        f"{exchange.method} {exchange.path}: {problem}"
        for exchange in sandbox.recording.exchanges
        if exchange.bot and exchange.method != "GET"
        for problem in _problems(contract, exchange)
    ]


def _problems(contract: Contract, exchange: Recorded) -> list[str]:
    """What is wrong with a request. The list of commands, which is the same at every start of a
    bot and long, is looked through once."""
    where = f"{exchange.method} {exchange.path} "
    seen = sha256(where.encode() + exchange.request).digest()
    if seen in _FAULTLESS:
        return []
    problems = contract.problems(exchange.method, exchange.path, exchange.request_json)
    if not problems:
        _FAULTLESS.add(seen)
    return problems


@cache
def known_contract() -> Contract | None:
    """Discord's description of its interface, where it is present."""
    path = description_path()
    return Contract.load(path) if path.is_file() else None


async def coins_of(theatre: Theatre, who: str) -> int:
    """The coins that somebody has, of both origins."""
    view = await wallet(theatre.house.reader, theatre.guild, theatre.id_of(who))
    return view.purse.all_coins


async def forge_press(
    theatre: Theatre, who: str, message: Message, custom_id: str | None
) -> Exchange:
    """Press a button that the message no longer shows, as a late second press does."""
    theatre.sandbox.world.trusting = True
    person = await theatre.stage.person(who)
    exchange = await person.forge(
        {
            "type": 3,
            "message_id": str(message.id),
            "channel_id": str(theatre.channel_id("gifts")),
            "message_flags": message.flags,
            "data": {"component_type": 2, "custom_id": custom_id},
        }
    )
    await exchange.settled()
    theatre.sandbox.world.trusting = False
    return exchange
