"""Limits that members set themselves: `/budget`."""

from typing import Final

import discord
from discord import app_commands
from discord.ext import commands

from bot.cards.fairness import budgets_card
from bot.client import GiftBot
from bot.controls.fairness import ShowBudgets
from bot.conversation import Conversation
from bot.ledger.guild_settings import MOST_CAP
from bot.ledger.outcomes import Refused
from bot.ledger.outcomes.fairness import BudgetSet
from bot.ledger.periods import Span
from bot.ledger.requests.fairness import SetBudget
from bot.storage.fairness import budgets

_SPANS: Final = {"day": Span.DAY, "week": Span.WEEK, "month": Span.MONTH}
_CHOICES: Final = [app_commands.Choice(name=name, value=name) for name in _SPANS]


class BudgetCog(
    commands.GroupCog, group_name="budget", group_description="A limit on what you give"
):
    """The commands about one's own limits."""

    def __init__(self, bot: GiftBot) -> None:
        """Serve them for `bot`."""
        self.bot = bot
        self.house = bot.house

    async def cog_load(self) -> None:
        """Say what the button does."""
        self.bot.handle({ShowBudgets: self.show_own})

    @app_commands.command(name="set", description="Give no more than so many coins")
    @app_commands.rename(span="per")
    @app_commands.describe(
        span="For how long it counts",
        coins="How many coins at most; raising it takes 24 hours",
    )
    @app_commands.choices(span=_CHOICES)
    async def set(
        self,
        interaction: discord.Interaction[GiftBot],
        span: str,
        coins: app_commands.Range[int, 0, MOST_CAP],
    ) -> None:
        """Set a limit."""
        await self._set(Conversation(self.house, interaction), span, coins)

    @app_commands.command(name="clear", description="Take a limit away, which takes 24 hours")
    @app_commands.rename(span="per")
    @app_commands.describe(span="Which one")
    @app_commands.choices(span=_CHOICES)
    async def clear(self, interaction: discord.Interaction[GiftBot], span: str) -> None:
        """Take a limit away."""
        await self._set(Conversation(self.house, interaction), span, None)

    @app_commands.command(name="show", description="Your limits, and what is left of them")
    async def show(self, interaction: discord.Interaction[GiftBot]) -> None:
        """Show all limits."""
        await self._show(Conversation(self.house, interaction))

    async def show_own(self, conversation: Conversation, pressed: ShowBudgets) -> None:
        """Show all limits, from a button."""
        await self._show(conversation)

    async def _set(self, conversation: Conversation, span: str, coins: int | None) -> None:
        if span not in _SPANS:
            await conversation.say(conversation.words.budget_misread)
            return
        outcome = await conversation.ask(
            SetBudget(
                guild=conversation.guild,
                key=conversation.key,
                actor=conversation.actor,
                span=_SPANS[span],
                coins=coins,
            )
        )
        if isinstance(outcome, BudgetSet):
            await self._show(conversation, conversation.words.budget_set(outcome))
        elif isinstance(outcome, Refused):
            await conversation.refuse(outcome)

    async def _show(self, conversation: Conversation, above: str = "") -> None:
        settings = await conversation.settings()
        found = await conversation.in_time(
            budgets(
                self.house.reader,
                conversation.guild,
                conversation.actor.user_id,
                self.house.clock(),
                settings.timezone,
            )
        )
        await conversation.show(budgets_card(conversation.words, found, settings, above))


async def setup(bot: GiftBot) -> None:
    """Add the commands to the bot."""
    await bot.add_cog(BudgetCog(bot))
