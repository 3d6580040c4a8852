"""The sandbox in a process of its own, with many shows at once and viewers in each."""

import asyncio
import sys
from typing import Final

from bench.answering import answer, tell
from bot.sandbox.service import permissions
from bot.sandbox.service.sandbox import Sandbox
from bot.sandbox.service.world import VIEWERS, Overwrite, World, default_world

SENDERS: Final = VIEWERS[:8]
"""Who types."""
SHOWS: Final = tuple(f"show-{number}" for number in range(24))
"""Channels beyond the usual ones, so that thank-yous spread as they do in a large community.

Each is seen by one sender: passing a thank-you on to many is Discord's work and not the bot's, and
here it would be done by the same processors.
"""


def world_with_shows(crowd: int) -> World:
    """The usual world with a crowd, and the shows."""
    world = default_world(crowd=crowd)
    everyone = world.guild.id
    for number, name in enumerate(SHOWS):
        show = world.add_channel(world.guild, name)
        show.overwrites[everyone] = Overwrite(everyone, 0, deny=permissions.VIEW_CHANNEL)
        for user in (world.bot, world.user(SENDERS[number % len(SENDERS)])):
            show.overwrites[user.id] = Overwrite(user.id, 1, allow=permissions.VIEW_CHANNEL)
    return world


async def serve(speed: float, crowd: int) -> None:
    """Serve until nobody asks any more; windows of limits pass at `speed`, deadlines do not."""
    async with Sandbox(world_with_shows(crowd), speed=speed, deadline_speed=1.0) as sandbox:
        tell(sandbox.description())
        await answer({})


if __name__ == "__main__":
    asyncio.run(serve(float(sys.argv[1]), int("".join(sys.argv[2:3]) or "0")))
