"""What coins come to, before anybody pays or gives: `/calculator`."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.cards.calculator import coins_card, diamonds_card
from bot.cards.shop import ShopView
from bot.client import GiftBot
from bot.conversation import Conversation
from bot.ledger.packs import MOST_COMBINED, on_sale
from bot.storage.shop import exchange_rates, shelf
from cogs.shop import put_together, refuse_amount

MOST_GIVEN = 10**9
"""The most coins that one gift may be."""


class CalculatorCog(
    commands.GroupCog,
    group_name="calculator",
    group_description="What coins and diamonds are worth",
):
    """The commands that count."""

    def __init__(self, bot: GiftBot) -> None:
        """Serve them for `bot`."""
        self.house = bot.house

    @app_commands.command(name="coins", description="What an amount of coins costs here")
    @app_commands.describe(amount="How many coins")
    async def coins(
        self,
        interaction: discord.Interaction[GiftBot],
        amount: app_commands.Range[int, 1, MOST_COMBINED],
    ) -> None:
        """Show what coins cost, pack by pack and at the cheapest."""
        conversation = Conversation(self.house, interaction)
        reader, guild, now_ms = self.house.reader, conversation.guild, self.house.clock()
        settings, words = await conversation.settings(), conversation.words
        if settings.shop == "play":
            await conversation.say(words.calculator_play)
            return
        packs = on_sale(await conversation.in_time(shelf(reader, guild)), settings.shop)
        combination = await put_together(conversation, packs, amount)
        if packs and combination is None:
            await refuse_amount(conversation, amount)
            return
        view = ShopView(
            owner=conversation.actor.user_id,
            settings=settings,
            packs=packs,
            now_ms=now_ms,
            wanted=amount,
            combination=combination,
        )
        rates = await conversation.in_time(exchange_rates(reader, guild))
        await conversation.show(coins_card(words, view, rates))

    @app_commands.command(
        name="diamonds", description="What a gift earns its creator, in diamonds and in money"
    )
    @app_commands.describe(amount="How many coins the gift is")
    async def diamonds(
        self,
        interaction: discord.Interaction[GiftBot],
        amount: app_commands.Range[int, 1, MOST_GIVEN],
    ) -> None:
        """Show what a gift of so many coins earns."""
        conversation = Conversation(self.house, interaction)
        settings = await conversation.settings()
        rates = await conversation.in_time(exchange_rates(self.house.reader, conversation.guild))
        card = diamonds_card(conversation.words, settings, amount, rates, self.house.clock())
        await conversation.show(card)


async def setup(bot: GiftBot) -> None:
    """Add the commands to the bot."""
    await bot.add_cog(CalculatorCog(bot))
