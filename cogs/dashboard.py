"""The way into the dashboard: `/creator dashboard` gives a link that opens once."""

import discord
from discord import app_commands

from bot.client import GiftBot
from bot.conversation import Conversation


class DashboardCommands(app_commands.Group):
    """The part of `/creator` that leads to the pages in the browser."""

    def __init__(self, bot: GiftBot) -> None:
        """Serve it for `bot`."""
        super().__init__(name="dashboard", description="Pages in the browser")
        self.house = bot.house
        self.site = bot.site

    @app_commands.command(
        name="dashboard", description="Your figures in the browser, by a link for you alone"
    )
    async def dashboard(self, interaction: discord.Interaction[GiftBot]) -> None:
        """Give a link to the one who asks; moderators find the server's pages behind it too."""
        conversation = Conversation(self.house, interaction)
        words = conversation.words
        link = self.site.links.give(conversation.guild, conversation.actor)
        address = self.site.dashboard_address(link.secret)
        if address is None:
            await conversation.say(words.dashboard_unreachable)
        else:
            await conversation.say(words.dashboard_link(address))
