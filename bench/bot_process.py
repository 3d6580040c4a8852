"""The real bot in a process of its own, with one command more that does nothing."""

import asyncio
import sys
from typing import Final

import discord
from discord import app_commands

from bench.answering import answer, tell
from bench.streamers import Streamers
from bot.app import open_bot
from bot.client import GiftBot
from bot.ledger.money import Currency
from bot.ledger.outcomes import Accepted
from bot.ledger.requests import AdjustBalance, Person, SendGift
from bot.live.pace import Pace
from bot.logs import open_log
from bot.settings import load_settings

NOTHING: Final = "nothing"
"""The name of the command, and all that it answers."""
GIFTS_AT_ONCE: Final = 10_000
"""How many gifts the bot's own crowd sends each time it is asked to."""

_CROWD: Final = 500
_FIRST_ID: Final = 10**17
_TOGETHER: Final = 250
_CREATOR: Final = Person(_FIRST_ID - 1, "The creator")
_OWNER: Final = Person(_FIRST_ID - 2, "The owner")


@app_commands.command(name=NOTHING, description="Does nothing, and says so privately")
async def nothing(interaction: discord.Interaction[GiftBot]) -> None:
    """Answer privately, as the least that any command does."""
    await interaction.response.send_message(NOTHING, ephemeral=True)


class Crowd:
    """Five hundred people inside the bot's own process, who send without a command."""

    def __init__(self, bot: GiftBot) -> None:
        """Have them send through `bot`, in the first text channel of its first server."""
        self._bot = bot
        self._sent = 0

    async def sent(self) -> int:
        """How many gifts there were so far."""
        return self._sent

    async def send(self) -> None:
        """Send gifts, and wait until all are written and thanked for."""
        guild = self._bot.guilds[0]
        channel = guild.text_channels[0].id
        if not self._sent:
            await self._grant(guild.id)
        for first in range(self._sent, self._sent + GIFTS_AT_ONCE, _TOGETHER):
            gifts = [
                SendGift(
                    guild=guild.id,
                    key=f"crowd:{number}",
                    actor=self._member(number),
                    to=_CREATOR,
                    item=1 + number % 3,
                    channel=channel,
                )
                for number in range(first, first + _TOGETHER)
            ]
            outcomes = await asyncio.gather(*map(self._bot.house.writer.submit, gifts))
            assert all(isinstance(outcome, Accepted) for outcome in outcomes), outcomes[0]
        self._sent += GIFTS_AT_ONCE
        await self._bot.announcer.idle()

    async def _grant(self, guild: int) -> None:
        for number in range(_CROWD):
            member = self._member(number)
            await self._bot.house.writer.submit(
                AdjustBalance(
                    guild=guild,
                    key=f"grant:{number}",
                    actor=_OWNER,
                    member=member,
                    currency=Currency.COINS,
                    amount=10**6,
                    reason="for a bench",
                )
            )

    def _member(self, number: int) -> Person:
        return Person(_FIRST_ID + number % _CROWD, f"Fan {number % _CROWD}")


async def run(speed: float) -> None:
    """Run until nobody asks any more, at Discord's pace or `speed` times faster.

    `announced` answers once nothing waits to be shown, `gifts` once the crowd has sent some more,
    `sent` with how many it has sent in all; `overlays` opens some, `given` gives to each of them.
    """
    settings = load_settings()
    open_log(settings)
    async with open_bot(settings, Pace(speed)) as bot:
        bot.tree.add_command(nothing)
        await bot.tree.sync()
        tell("ready")
        crowd = Crowd(bot)
        streamers = Streamers(bot)
        await answer(
            {
                "announced": bot.announcer.idle,
                "gifts": crowd.send,
                "sent": crowd.sent,
                "overlays": streamers.open,
                "given": streamers.give,
            }
        )


if __name__ == "__main__":
    asyncio.run(run(float(sys.argv[1])))
