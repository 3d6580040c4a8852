"""The real bot in a process of its own, with one command more that does nothing."""

import asyncio
from typing import Final

import discord
from discord import app_commands

from bench.answering import answer, tell
from bot.app import open_bot
from bot.client import GiftBot
from bot.logs import open_log
from bot.settings import load_settings

NOTHING: Final = "nothing"
"""The name of the command, and all that it answers."""


@app_commands.command(name=NOTHING, description="Does nothing, and says so privately")
async def nothing(interaction: discord.Interaction[GiftBot]) -> None:
    """Answer privately, as the least that any command does."""
    await interaction.response.send_message(NOTHING, ephemeral=True)


async def run() -> None:
    """Run until nobody asks any more; `announced` answers once nothing waits to be shown."""
    settings = load_settings()
    open_log(settings)
    async with open_bot(settings) as bot:
        bot.tree.add_command(nothing)
        await bot.tree.sync()
        tell("ready")
        await answer({"announced": bot.announcer.idle})


if __name__ == "__main__":
    asyncio.run(run())
