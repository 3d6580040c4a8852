"""The short show of `ovation demo`, and the sandbox that `ovation run` keeps up after it."""

import asyncio
import re
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pydantic import SecretStr
from rich.console import Console
from rich.text import Text

from bot.app import open_bot
from bot.client import GiftBot
from bot.clock import TurnedClock
from bot.ledger.books.economy import DEFAULT_PACKS
from bot.live.pace import Pace
from bot.live.renderings.recap import RECAP_FILE
from bot.report import verdict
from bot.sandbox.people.completion import speaker_of
from bot.sandbox.people.exchange import Exchange
from bot.sandbox.people.lines import Use, bind, parse
from bot.sandbox.people.prompt import PROBLEMS, Prompt
from bot.sandbox.people.screen import Screen
from bot.sandbox.people.stage import Stage
from bot.sandbox.service.recording import Recording
from bot.sandbox.service.sandbox import Sandbox
from bot.sandbox.service.world import World, default_world
from bot.settings import Settings
from bot.storage.audit import Report, examine


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the show: who says what, and what the answer must hold."""

    line: str
    expects: str
    remark: str = ""
    twice: bool = False
    """Whether Discord delivers it twice, as it sometimes does."""
    forged: bool = False
    """Whether it is sent past Discord's own check of rights."""
    minutes: int = 0
    """How much later it is: for so long the show's clock is turned on."""


SPEED: Final = 5.0
"""How much faster limits pass than Discord's, so that a short show is not a long wait."""
PATIENCE_SECONDS: Final = 30.0
"""How long a thank-you may take to stand in the channel before the show has gone wrong."""

PAGES: Final = "http://127.0.0.1:0"
"""Where people of the sandbox find the bot's pages: on this machine, at whichever port is free."""
STREAMER: Final = "Bea"
"""Whose overlay stands beside the channel."""
_HIDDEN: Final = re.compile(r"\|\|(\S+)\|\|")
"""An address behind a spoiler."""

OWNER: Final = "Olive"
"""Who may type everything."""

EVENING: Final = (
    Step("Ann: /wallet", "100 coins"),
    Step('Ann: /gift Rose to:Bea count:3 message:"you made my week!"', "97 coins left"),
    Step('Kim: /gift "Finger Heart" to:Bea count:2', "90 coins left"),
    Step("Kim: /gift Lion to:Bea", "29,909 short", "too dear: nothing is taken"),
    Step("Ann: press Send again", "94 coins left", "delivered twice, charged once", twice=True),
    Step("Olive: /mod adjust member:Ann currency:coins amount:+5000 reason:prize", "5,000"),
    Step("Ann: /wallet", "5,094 coins", "the next private reply tells what was done, and why"),
    Step('Ann: /gift "Ferris Wheel" to:Bea', "3,000", "large gifts ask once"),
    Step("Ann: press Send for 3,000", "2,094 coins left"),
    Step("Max: /mod reverse gift:#4 reason:mistake", "10 coins", "exactly, and once"),
    Step("Bea: /diamonds convert amount:500", "500"),
    Step("Bea: press Convert", "500 coins"),
    Step("Kim: /leaderboard", "Ann"),
    Step("Kim: /mod freeze member:Ann reason:envy", "moderators", "forged, refused", forged=True),
)
"""Gifts among friends, and what a ledger is for."""

LIVE: Final = (
    Step('Bea: /live start title:"Painting the sea"', "Painting the sea", "a show, with a board"),
    Step("Bea: /live goal gift:Rose target:5", "5"),
    Step("Kim: /gift Rose count:2", "98 coins left", "to whoever is live here"),
    Step("Kim: press Send again", "96 coins left", "a combo: one message that counts up"),
    Step("Lee: /gift Rose", "99 coins left", "and the goal is reached"),
    Step("Olive: /mod adjust member:Lee currency:coins amount:+30000 reason:birthday", "30,000"),
    Step('Lee: /gift Lion message:"for the sea!"', "29,999", "a big one"),
    Step("Lee: press Send for 29,999", "100 coins left"),
    Step("Bea: /live queue", "Lion", "whom to thank first"),
    Step("Bea: press Thank Lee", "Thanked", "the next one is shown at once"),
    Step("Bea: /live end", "3", "and what it came to, with a picture"),
)
"""A live show: a combo, a goal, a big gift, thanks, and the recap."""

COINS_IN: Final = (
    Step("Kim: /shop show amount:300", "330 coins", "the cheapest packs for what one wants"),
    Step("Kim: pick 330", "$4.99", "asked for, paid outside, confirmed by a moderator"),
    Step("Kim: press Ask for it", "moderator"),
    Step("Max: /mod purchases", "330"),
    Step("Max: press Paid: confirm", "330"),
    Step("Kim: /wallet", "426 coins"),
    Step("Max: /mod promo create code:SEA-2026 coins:50 uses:20", "SEA-2026", "a promotion"),
    Step("Lee: /redeem code:sea 2026", "50", "however it is typed"),
    Step("Kim: /chest drop coins:60 people:3 delay:1", "60", "a treasure chest"),
    Step("Kim: press Drop the chest", "60"),
    Step("Ann: press Open", "Your share", "a minute later, drawn from a seed", minutes=1),
    Step("Lee: press Open", "Your share"),
    Step("Kim: /budget set per:day coins:10", "10", "a limit of one's own"),
    Step("Kim: /gift Perfume to:Bea", "10", "and it holds: nothing is taken"),
)
"""Coins come in: bought, promised, shared, and kept within one's own limit."""

DIAMONDS_OUT: Final = (
    Step("Olive: /setup cashout switch switch:on", "responsibility", "off until somebody answers"),
    Step("Olive: press I accept: turn it on", "on"),
    Step("Bea: /diamonds cashout amount:2000", "$10"),
    Step("Bea: press Ask for it", "Got it"),
    Step("Max: /mod payouts", "2,000"),
    Step("Max: press Approve", "2,000"),
    Step("Max: press Mark as paid", "is paid?", "paid outside, under a reference"),
    Step("Max: fill reference=SEPA-0815", "Entered"),
    Step("Bea: /diamonds show", "SEPA-0815", "and the creator is told"),
)
"""Diamonds go out, which happens outside Ovation and is written down in it."""

SHOW: Final = (*EVENING, *LIVE, *COINS_IN, *DIAMONDS_OUT)


@dataclass(slots=True)
class Playing:
    """A sandbox with the real bot in it, and people who type."""

    sandbox: Sandbox
    bot: GiftBot
    stage: Stage
    prompt: Prompt
    console: Console
    clock: TurnedClock
    patience_seconds: float = PATIENCE_SECONDS
    pictures: Path | None = None
    """Where the picture of the show is saved; None: among temporary files."""

    async def play(self) -> list[str]:
        """Play the show, line by line; the lines whose answers were not as they should be."""
        self.stage.go("gifts")
        await self.prompt.watch()
        return [step.line for step in SHOW if not await self._take(step)]

    async def goes_well(self) -> bool:
        """Play the show and recount; whether all went as it should and the books balance."""
        failures = await self.play()
        is_saved = await self.save_recap()
        report = await self.recount()
        return not failures and is_saved and report.ok

    async def save_recap(self) -> bool:
        """Save the picture that the show ended with, and say where; whether there is one."""
        owner = await self.stage.person(OWNER)
        pictures = [
            attachment
            for message in await owner.read("gifts")
            for attachment in message.attachments
            if attachment.filename == RECAP_FILE
        ]
        if not pictures:
            self.console.print(Text("✗ the show ended without a picture of it", "bold red"))
            return False
        drawn = await owner.download(pictures[-1])
        path = await asyncio.to_thread(_saved, drawn, self.pictures)
        self.console.print("\nThe recap's picture is saved to", Text(str(path), "bold"))
        return True

    async def show_overlay(self) -> bool:
        """Have the sandbox's page show what is on the stream; whether there is an overlay."""
        streamer = await self.stage.person(STREAMER)
        exchange = await streamer.use("/creator overlay", channel="gifts")
        await exchange.settled()
        address = _HIDDEN.search(exchange.reply.text)
        # Beside the channel there is room for a few words, which are to be read.
        asked = "?size=2&show=alerts,goal#"
        self.sandbox.page.overlay = address[1].replace("#", asked) if address else None
        return address is not None

    async def _take(self, step: Step) -> bool:
        self.console.print()
        self.console.print(Text(step.line, "bold"), Text(step.remark, "dim italic"))
        if step.minutes:
            # On both sides, or what is to come in a minute would have been a minute ago.
            self.sandbox.clock.turn_on(60 * step.minutes)
            self.clock.advance(60 * step.minutes)
            # What does not come is told below, as of any other line.
            await self._is_all_shown()
        if step.twice:
            self.sandbox.faults.duplicate()
        exchange = await (self._forge if step.forged else self._type)(step.line)
        problems = []
        if not exchange or step.expects not in _heard(exchange):
            problems.append(f"this should say: {step.expects}")
        if not await self._is_all_shown():
            problems.append("what is to be shown in the channel did not come")
        for problem in problems:
            self.console.print(Text(f"✗ {problem}", "bold red"))
        return not problems

    async def _is_all_shown(self) -> bool:
        try:
            async with asyncio.timeout(self.patience_seconds):
                await self.bot.announcer.idle()
        except TimeoutError:
            return False
        return True

    async def _type(self, line: str) -> Exchange | None:
        """Type a line; what came of it, which is nothing where it could not be done."""
        name, _ = speaker_of(line, self.stage.people)
        person = await self.stage.person(name or "")
        before = person.last
        await self.prompt.perform(line)
        return None if person.last is before else person.last

    async def _forge(self, line: str) -> Exchange | None:
        """Type a command that Discord does not offer to this member, past its checks."""
        name, _ = speaker_of(line, self.stage.people)
        index = await (await self.stage.person(OWNER)).commands()
        act = parse(line, self.stage.people)
        assert isinstance(act, Use)
        command, used = index.match([word.text for word in act.words])
        values = bind(command, act.words[used:], self.stage.names)
        self.sandbox.world.trusting = True
        try:
            person = await self.stage.person(name or "")
            exchange = await person.use(command, values, check=False)
            await exchange.settled()
            self.console.print(Screen(self.stage.names).message(exchange.reply, name))
        except PROBLEMS as problem:
            self.console.print(Text(f"✗ {problem}", "red"))
            return None
        finally:
            self.sandbox.world.trusting = False
        return exchange

    async def recount(self) -> Report:
        """Recount the books, and print that they balance or what is wrong."""
        database = self.bot.house.database
        report = await examine(database.reports, database.keeper)
        self.console.print()
        found = [
            f"{check.name}: {finding}" for check in report.checks for finding in check.findings
        ]
        for finding in found:
            self.console.print(Text(f"✗ {finding}", "bold red"))
        recounted = f"Recounted, in {len(report.checks)} checks:"
        self.console.print(recounted, verdict(report))
        return report


def _heard(exchange: Exchange) -> str:
    """What came of an act: the reply, or what the form is called that it opened."""
    if exchange.has_modal:
        return exchange.modal.title
    return exchange.reply.text if exchange.has_reply else ""


def _saved(picture: bytes, folder: Path | None) -> Path:
    """A file of its own, for the folder of the show is removed with its books."""
    with tempfile.NamedTemporaryFile(
        prefix="ovation-recap-", suffix=".png", dir=folder, delete=False
    ) as file:
        file.write(picture)
    return Path(file.name)


def quiet(settings: Settings) -> Settings:
    """Settings under which the log tells of faults alone, and does not talk into the show, unless
    it was asked to."""
    asked = "log_level" in settings.model_fields_set
    return settings if asked else settings.model_copy(update={"log_level": "ERROR"})


def _world() -> World:
    """The usual stage, with the usual packs for sale at its Discord, too."""
    world = default_world()
    for pack in DEFAULT_PACKS:
        world.add_sku(f"{pack.coins:,} coins", pack.price)
    return world


@asynccontextmanager
async def open_stage(settings: Settings, console: Console) -> AsyncIterator[Playing]:
    """A sandbox with play money: its books lie in a folder that is removed in the end."""
    with tempfile.TemporaryDirectory(prefix="ovation-") as folder:
        async with Sandbox(
            _world(), port=settings.sandbox_port, speed=SPEED, deadline_speed=1.0
        ) as sandbox:
            description = sandbox.description()
            joining = settings.model_copy(
                update={
                    "discord_token": SecretStr(description["bot_token"]),
                    "discord_api_url": sandbox.api_url,
                    "discord_gateway_url": sandbox.gateway_url,
                    "web_port": 0,
                    "public_url": PAGES,
                    "database_url": f"sqlite:///{Path(folder, 'sandbox.db')}",
                }
            )
            clock = TurnedClock()
            async with open_bot(joining, Pace(SPEED), clock) as bot, Stage(description) as stage:
                prompt = Prompt(stage, console, Screen(stage.names, sandbox.clock.wall))
                yield Playing(sandbox, bot, stage, prompt, console, clock)


async def play_once(settings: Settings, console: Console) -> bool:
    """Play the show once; whether all went as it should and the books balance."""
    async with open_stage(settings, console) as playing:
        return await playing.goes_well()


async def stay_up(settings: Settings, console: Console) -> None:
    """Play the show, then let whoever opens the page, or sits here, act as anybody, until stopped.

    The address comes after the show: whoever acts in the middle of it would make it go wrong.
    """
    async with open_stage(settings, console) as playing:
        console.print(
            "First a short show; then it is your turn. It is all play money: the books lie in a "
            "folder of their own and go when you leave.",
            soft_wrap=True,
        )
        await playing.goes_well()
        await playing.show_overlay()
        console.print("\nYour turn! Open this in a browser, and be whoever you like:\n")
        console.print(Text(f"    {playing.sandbox.page_url}", "bold"), soft_wrap=True)
        console.print(
            "\nOr type here, such as [bold]Ann: /gift Rose to:Bea[/bold]. "
            "[bold]help[/bold] says more, Ctrl-C ends.",
            soft_wrap=True,
        )
        await playing.prompt.run(interactive=sys.stdin.isatty())


async def serve_sandbox(world: Path, port: int, record: Path | None, console: Console) -> None:
    """Keep a sandbox up alone until stopped; `world` tells how to reach it and who is in it."""
    async with Sandbox(default_world(), port=port, recording=Recording(record)) as sandbox:
        sandbox.write_description(world)
        console.print(f"The sandbox is at {sandbox.api_url}. Ctrl-C ends it.", soft_wrap=True)
        console.print(f"Its page is at {sandbox.page_url}.", soft_wrap=True)
        await asyncio.Event().wait()
