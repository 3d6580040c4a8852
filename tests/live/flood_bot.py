"""The bot of a flood in a process of its own, which dies as any process does when power goes."""

import asyncio
import gc
import sys
import time
from functools import partial

from bench.answering import answer, tell
from bot.app import open_bot
from bot.client import GiftBot
from bot.ledger.requests.marks import Remember
from bot.live.pace import Pace
from bot.logs import open_log
from bot.settings import load_settings

_ANSWERING = {"CommandTree-invoker", "discord.py: on_interaction"}


class HurriedClock:
    """A clock that goes as much faster as the sandbox's does, the same in every process."""

    def __init__(self, speed: float, began: float, began_ms: int) -> None:
        """Begin at a moment of the machine's: by its monotonic clock, and in UTC milliseconds."""
        self.speed, self.began, self.began_ms = speed, began, began_ms

    @classmethod
    def now(cls, speed: float) -> "HurriedClock":
        """One that begins now."""
        return cls(speed, time.monotonic(), time.time_ns() // 1_000_000)

    def __call__(self) -> int:
        """The time, in UTC milliseconds."""
        return self.began_ms + round((time.monotonic() - self.began) * self.speed * 1000)

    async def until(self, at_ms: int) -> None:
        """Wait until a moment in UTC milliseconds has come."""
        while (left_ms := at_ms - self()) > 0:  # noqa: ASYNC110 - no event tells that time passed.
            await asyncio.sleep(left_ms / 1000 / self.speed)

    def elapsed(self, at_ms: int) -> float:
        """The same moment in the sandbox's seconds."""
        return self.began * self.speed + (at_ms - self.began_ms) / 1000


async def answered() -> None:
    """Wait until the bot has dealt with everything that it was asked."""
    while tasks := [task for task in asyncio.all_tasks() if task.get_name() in _ANSWERING]:
        await asyncio.wait(tasks)


async def held(bot: GiftBot) -> int:
    """How many objects of Ovation's and of discord.py's the process holds."""
    # The writer keeps its last batch in hand until the next.
    await bot.house.writer.mark(Remember(name="flood", value="counted"))
    gc.collect()
    modules = (str(type(it).__module__) for it in gc.get_objects())
    return sum(module.startswith(("bot.", "cogs.", "discord.")) for module in modules)


async def run(clock: HurriedClock) -> None:
    """Run until nobody asks any more, or until killed.

    `answered` answers once everybody who asked has their answer, `idle` once nothing waits to be
    shown, `held` with how many objects the process holds.
    """
    settings = load_settings()
    open_log(settings)
    async with open_bot(settings, Pace(clock.speed), clock) as bot:
        tell("ready")
        idle = bot.announcer.idle
        await answer({"answered": answered, "idle": idle, "held": partial(held, bot)})


if __name__ == "__main__":
    asyncio.run(run(HurriedClock(float(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3]))))
