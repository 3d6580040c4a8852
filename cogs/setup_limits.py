"""What managers set against floods and false accounts: `/setup limits`."""

import discord
from discord import app_commands

from bot.client import GiftBot
from bot.ledger.guild_settings import MOST_AGE_DAYS, MOST_CAP
from cogs.setup_changes import change, managing

NAMES = ("daily_cap", "pair_cap", "giver_age_days")


class LimitCommands(app_commands.Group):
    """The part of `/setup` about limits."""

    def __init__(self, bot: GiftBot) -> None:
        """Serve it for `bot`."""
        super().__init__(name="limits", description="Limits for everybody")
        self.house = bot.house

    @app_commands.command(
        name="limits", description="How much members give a day, and how old they are"
    )
    @app_commands.describe(
        daily="Most coins a member gives in a day; 0 for no limit",
        creator="Most coins a member gives one person in a day; 0 for no limit",
        age_days="How old an account must be to give, in days; 0 for any",
    )
    async def limits(
        self,
        interaction: discord.Interaction[GiftBot],
        daily: app_commands.Range[int, 0, MOST_CAP] | None = None,
        creator: app_commands.Range[int, 0, MOST_CAP] | None = None,
        age_days: app_commands.Range[int, 0, MOST_AGE_DAYS] | None = None,
    ) -> None:
        """Show the limits, or change some of them together."""
        conversation = await managing(interaction)
        if conversation is None:
            return
        given = dict(zip(NAMES, (daily, creator, age_days), strict=True))
        if any(value is not None for value in given.values()):
            await change(conversation, given)
            return
        words, settings = conversation.words, await conversation.settings()
        await conversation.say(
            words.limits_title,
            words.settings_now(settings, NAMES),
            words.limits_hint,
            words.change_hint(["daily", "creator", "age_days"]),
        )
