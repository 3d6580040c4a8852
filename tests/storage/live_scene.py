"""A guild in the middle of a show, closed, so that whoever opens it must read all of that."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.ledger.outcomes.live import (
    BoardPosted,
    CreatorFollowed,
    CreatorRegistered,
    DeputyNamed,
    GoalSet,
    MatchAnswered,
    MatchProposed,
    ReminderToggled,
    ShowPlanned,
    ShowStarted,
)
from bot.ledger.outcomes.pots import ChestDropped, DropCreated, PromotionCreated, ShareTaken
from bot.ledger.periods import Span
from bot.ledger.requests.live import (
    AnswerMatch,
    FollowCreator,
    NameDeputy,
    PlanShow,
    PostBoard,
    ProposeMatch,
    RegisterCreator,
    SetGoal,
    StartShow,
    ToggleReminder,
)
from bot.ledger.requests.pots import CreateDrop, CreatePromotion, DropChest, TakeShare
from bot.storage.opening import open_database
from bot.storage.writer import Writer
from tests.ledger.scene import ANN, BEA, CHANNEL, KIM, MOD, ROSE
from tests.storage.scene import Clock, Scene

LOG_CHANNEL: Final = 720
WEEK: Final = "2026-11-09"


@dataclass
class Night:
    """What is what in a guild where Bea is live, plays against Kim, and Ann gave her a Rose."""

    show: int = 0
    goal: int = 0
    match: int = 0
    challenge: int = 0
    """Ann's, which Kim has not answered."""
    gift: int = 0
    """It begins a combo, and its message waits for a moderator."""
    plan: int = 0
    board: int = 0
    drop: int = 0
    """Mo's, of which Ann has her share."""
    chest: int = 0
    """Ann's, which is open."""
    now_ms: int = 0


async def _fill_pots(scene: Scene, night: Night) -> None:
    """A promotion, a drop and a chest that go on."""
    later_ms = scene.clock.now_ms + 600_000
    await scene.done(CreatePromotion, MOD, PromotionCreated, code="summer", coins=5, uses=3)
    facts = {"coins": 5, "shares": 3, "role": 0, "channel": CHANNEL, "closes_ms": later_ms}
    night.drop = (await scene.done(CreateDrop, MOD, DropCreated, **facts)).seq
    await scene.done(TakeShare, ANN, ShareTaken, pot=night.drop)
    chest = {"coins": 9, "shares": 3, "own": True, "channel": CHANNEL, "seed": "5eed"}
    times = {"opens_ms": scene.clock.now_ms, "closes_ms": later_ms}
    night.chest = (await scene.done(DropChest, ANN, ChestDropped, **chest, **times)).seq


@asynccontextmanager
async def opened(path: Path, now_ms: int | None = None) -> AsyncIterator[Scene]:
    """A guild in a file, opened anew; a second passes before each request."""
    clock = Clock() if now_ms is None else Clock(now_ms)
    async with (
        open_database(f"sqlite:///{path}") as database,
        Writer(database.keeper, clock).running() as writer,
    ):
        scene = Scene(writer, database.commands, clock, pause_ms=1_000)
        ((answered,),) = await database.commands.fetch("SELECT count(*) FROM request")
        for _ in range(answered):
            scene.new_key()
        yield scene


async def live_through(path: Path) -> Night:
    """Let all of it happen in a new file, and close that."""
    night = Night()
    async with opened(path) as scene:
        await scene.adjust(ANN, 10_000)
        for creator in (ANN, BEA, KIM):
            await scene.done(RegisterCreator, creator, CreatorRegistered, on=True)
        await scene.set(
            ("receivers", "registered"), ("messages", "all"), ("log_channel", str(LOG_CHANNEL))
        )
        await scene.done(NameDeputy, BEA, DeputyNamed, deputy=MOD, on=True)
        await scene.done(FollowCreator, ANN, CreatorFollowed, creator=BEA)
        board = {"span": Span.WEEK, "day": WEEK, "channel": CHANNEL}
        night.board = (await scene.done(PostBoard, ANN, BoardPosted, **board)).seq
        facts = {"channel": CHANNEL, "at_ms": scene.clock.now_ms + 3_600_000, "title": "Sunday"}
        night.plan = (await scene.done(PlanShow, BEA, ShowPlanned, **facts)).seq
        await scene.done(ToggleReminder, ANN, ReminderToggled, plan=night.plan)
        started = await scene.done(
            StartShow, BEA, ShowStarted, creator=BEA, channel=CHANNEL, title="Tonight"
        )
        night.show = started.seq
        expires_ms = scene.clock.now_ms + 3_600_000
        goal = await scene.done(SetGoal, BEA, GoalSet, item=0, target=50, expires_ms=expires_ms)
        night.goal = goal.seq
        facts = {"minutes": 5, "channel": CHANNEL}
        night.match = (
            await scene.done(ProposeMatch, BEA, MatchProposed, opponent=KIM, **facts)
        ).seq
        challenge = await scene.done(ProposeMatch, ANN, MatchProposed, opponent=KIM, **facts)
        night.challenge = challenge.seq
        await scene.done(AnswerMatch, KIM, MatchAnswered, match=night.match, accept=True)
        await _fill_pots(scene, night)
        night.gift = (await scene.sent(ANN, BEA, ROSE, message="hello")).seq
        night.now_ms = scene.clock.now_ms
    return night
