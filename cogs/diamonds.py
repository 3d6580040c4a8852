"""What creators earned: `/diamonds`."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.cards.diamonds import ask_conversion_card, converted_card, diamonds_card
from bot.cards.layout import card
from bot.client import GiftBot
from bot.controls.payouts import OwnPayoutsPage
from bot.controls.wallet import AskConversion, ConfirmConversion, KeepDiamonds
from bot.conversation import Conversation
from bot.ledger.guild_settings import barred_roles
from bot.ledger.money import MOST_UNITS, convert, parse_diamonds
from bot.ledger.outcomes import AmountOutOfRange, DiamondsConverted, Refused
from bot.ledger.requests import ConvertDiamonds
from bot.ledger.rules import refuse_conversion
from cogs.payouts import OwnPayouts

MOST_AMOUNT_LENGTH = 32


class DiamondsCog(commands.GroupCog, group_name="diamonds", group_description="Your diamonds"):
    """The commands and controls that show and convert diamonds, and cash them out."""

    def __init__(self, bot: GiftBot) -> None:
        """Serve them for `bot`."""
        self.bot = bot
        self.house = bot.house
        self.payouts = OwnPayouts(bot)

    async def cog_load(self) -> None:
        """Say what the controls do."""
        self.bot.handle(
            {
                AskConversion: self.ask_for_all,
                ConfirmConversion: self.confirm,
                KeepDiamonds: self.keep,
            }
        )

    @app_commands.command(name="show", description="Your diamonds, and what they are worth")
    async def show(self, interaction: discord.Interaction[GiftBot]) -> None:
        """Show diamonds, the rate, what all of them would give, and payouts that are open."""
        conversation = Conversation(self.house, interaction)
        view, settings = await conversation.wallet(), await conversation.settings()
        waiting = await self.payouts.open_ones(conversation)
        words, owner = conversation.words, conversation.actor.user_id
        owed = words.owes(view.owed) if any(view.owed) else ""
        if view.purse.all_diamonds or waiting:
            # Where a press could only be refused, there is no button.
            is_barred = bool(barred_roles(settings.no_cashout) & {*conversation.own_roles})
            may = settings.cashout and not is_barred and view.frozen_seq is None
            layout = diamonds_card(
                words, view.purse, settings, waiting, owner, owed=owed, may_ask=bool(may)
            )
            await conversation.show(layout)
        else:
            await conversation.say(words.no_diamonds(settings.share), owed)

    @app_commands.command(name="cashout", description="Have diamonds paid out; the sum comes first")
    @app_commands.describe(amount="How many diamonds, such as 5000; all, if you leave it out")
    async def cashout(
        self,
        interaction: discord.Interaction[GiftBot],
        amount: app_commands.Range[str, 1, MOST_AMOUNT_LENGTH] | None = None,
    ) -> None:
        """Show exactly what a payout would come to, and ask."""
        await self.payouts.ask(Conversation(self.house, interaction), amount)

    @app_commands.command(name="cancel", description="Take a cash-out back before it is approved")
    async def cancel(self, interaction: discord.Interaction[GiftBot]) -> None:
        """Show the open payouts, each with a button that takes it back."""
        await self.payouts.choose(Conversation(self.house, interaction))

    @app_commands.command(name="payouts", description="All your cash-outs, with their references")
    async def own_payouts(self, interaction: discord.Interaction[GiftBot]) -> None:
        """Show the newest of one's own payouts."""
        conversation = Conversation(self.house, interaction)
        await self.payouts.turn(conversation, OwnPayoutsPage("all", conversation.actor.user_id))

    @app_commands.command(name="convert", description="Turn diamonds into coins")
    @app_commands.describe(amount="How many diamonds, such as 12 or 0.5; all, if you leave it out")
    async def convert(
        self,
        interaction: discord.Interaction[GiftBot],
        amount: app_commands.Range[str, 1, MOST_AMOUNT_LENGTH] | None = None,
    ) -> None:
        """Show exactly what a conversion would take and give, and ask."""
        conversation = Conversation(self.house, interaction)
        units = parse_diamonds(amount) if amount else None
        if amount and units is None:
            await conversation.say(conversation.words.unclear_diamonds)
        else:
            await self._ask(conversation, units)

    async def ask_for_all(self, conversation: Conversation, pressed: AskConversion) -> None:
        """Show what converting everything would take and give, and ask."""
        conversation.in_place = True
        await self._ask(conversation, None)

    async def _ask(self, conversation: Conversation, units: int | None) -> None:
        """Ask before `units` are converted, or all if None. What would be refused is told now."""
        view = await conversation.wallet()
        settings = await conversation.settings()
        if units is None and not view.purse.all_diamonds:
            words, owed = conversation.words, view.owed
            told = words.owes(owed) if any(owed) else ""
            await conversation.say(words.no_diamonds(settings.share), told)
            return
        wanted = min(view.purse.all_diamonds, MOST_UNITS) if units is None else units
        rate = settings.conversion_rate
        refused = refuse_conversion(
            view.purse, view.frozen_seq, wanted, quoted_rate=rate, rate=rate
        )
        if refused:
            await self._refuse(conversation, refused)
            return
        # Asked about is exactly what is taken: what is too little for a coin stays out of it.
        taken = convert(view.purse, wanted, rate).all_units
        key, owner = int(conversation.key), conversation.actor.user_id
        confirm = ConfirmConversion(key, owner, taken, rate)
        question = ask_conversion_card(conversation.words, view.purse, confirm)
        await conversation.answer(question)

    async def confirm(self, conversation: Conversation, pressed: ConfirmConversion) -> None:
        """Convert what was shown, at the rate that was shown; pressed twice, it is done once."""
        conversation.in_place = True
        outcome = await conversation.ask(
            ConvertDiamonds(
                guild=conversation.guild,
                key=str(pressed.key),
                actor=conversation.actor,
                units=pressed.units,
                quoted_rate=pressed.rate,
            )
        )
        if isinstance(outcome, DiamondsConverted):
            await conversation.answer(
                converted_card(conversation.words, outcome, conversation.actor.user_id)
            )
        elif isinstance(outcome, Refused):
            await self._refuse(conversation, outcome)

    async def keep(self, conversation: Conversation, pressed: KeepDiamonds) -> None:
        """Convert nothing."""
        conversation.in_place = True
        await conversation.answer(card(conversation.words.kept))

    async def _refuse(self, conversation: Conversation, refused: Refused) -> None:
        if isinstance(refused, AmountOutOfRange):
            await conversation.say(conversation.words.too_many_diamonds(refused.most))
        else:
            await conversation.refuse(refused)


async def setup(bot: GiftBot) -> None:
    """Add the commands to the bot."""
    await bot.add_cog(DiamondsCog(bot))
