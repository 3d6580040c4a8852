"""What there is to do here, by what one may do: `/help`."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.cards.help import help_card
from bot.client import GiftBot
from bot.conversation import Conversation
from bot.rights import Right


class HelpCog(commands.Cog):
    """The command that tells of all others."""

    def __init__(self, bot: GiftBot) -> None:
        """Serve it for `bot`."""
        self.house = bot.house

    @app_commands.command(name="help", description="What you can do here, and where to begin")
    async def help(self, interaction: discord.Interaction[GiftBot]) -> None:
        """Tell what the reader may do."""
        conversation = Conversation(self.house, interaction)
        await conversation.show(
            help_card(
                conversation.words,
                moderates=await conversation.has(Right.MODERATE),
                manages=await conversation.has(Right.MANAGE),
            )
        )


async def setup(bot: GiftBot) -> None:
    """Add the command to the bot."""
    await bot.add_cog(HelpCog(bot))
