"""What a member holds and what became of it: `/wallet` and `/history`."""

import asyncio
from typing import Final

import discord
from discord import app_commands
from discord.ext import commands

from bot.cards.history import history_card
from bot.cards.wallet import wallet_card
from bot.client import GiftBot
from bot.controls.wallet import HistoryPage
from bot.conversation import Conversation
from bot.ledger.guild_settings import SOLD_BY_DISCORD
from bot.ledger.outcomes import WelcomeGranted
from bot.ledger.requests import GrantWelcome
from bot.ledger.requests.marks import MarkSeen
from bot.ledger.rules import welcome_from_ms, welcome_is_due
from bot.live.storefront import claimable
from bot.storage.fairness import budgets
from bot.storage.messages import held_among
from bot.storage.payouts import open_payouts_of
from bot.storage.statements import WalletView, gifts_since, statement, totals

LINES_A_PAGE: Final = 5
"""So many lines, with what was written with each, stay readable and within one message."""


async def visit(conversation: Conversation) -> WalletView:
    """What a member holds, welcomed with coins first if this is the first that they do here."""
    view, settings = await conversation.wallet(), await conversation.settings()
    now_ms = conversation.house.clock()
    if view.welcomed or not welcome_is_due(conversation.actor.user_id, now_ms, settings):
        return view
    outcome = await conversation.ask(
        GrantWelcome(
            guild=conversation.guild, key=f"{conversation.key}:welcome", actor=conversation.actor
        )
    )
    if isinstance(outcome, WelcomeGranted):
        conversation.greeting = conversation.words.welcomed(outcome.coins)
        view = await conversation.wallet()
    return view


class WalletCog(commands.Cog):
    """The commands about one's own account."""

    def __init__(self, bot: GiftBot) -> None:
        """Serve them for `bot`."""
        self.bot = bot
        self.house = bot.house

    async def cog_load(self) -> None:
        """Say what the controls do."""
        self.bot.handle({HistoryPage: self.turn})

    @app_commands.command(name="wallet", description="Your coins, diamonds and gifts")
    async def wallet(self, interaction: discord.Interaction[GiftBot]) -> None:
        """Show what the member holds, and what arrived since they last looked."""
        conversation = Conversation(self.house, interaction)
        view = await visit(conversation)
        reader, guild, number = self.house.reader, conversation.guild, view.number or 0
        owner, timezone = conversation.actor.user_id, (await conversation.settings()).timezone
        given_and_received, away, limits, payouts = await conversation.in_time(
            asyncio.gather(
                totals(reader, guild, number),
                gifts_since(reader, guild, number, view.seen_seq),
                budgets(reader, guild, owner, self.house.clock(), timezone),
                open_payouts_of(reader, guild, number),
            )
        )
        has_arrived = await conversation.show(
            wallet_card(
                conversation.words,
                view,
                given_and_received,
                away,
                owner=owner,
                to_come=await self._to_come(conversation, view),
                budgets=limits,
                set_aside=sum(payout.units for payout in payouts),
                at_discord=await self._at_discord(conversation),
            )
        )
        if has_arrived and away.newest_seq:
            await conversation.mark(MarkSeen(guild=guild, user_id=owner, seq=away.newest_seq))

    @staticmethod
    async def _at_discord(conversation: Conversation) -> int:
        """How many purchases from Discord wait to be claimed, where a server has it sell coins."""
        if (await conversation.settings()).shop != SOLD_BY_DISCORD:
            return 0
        return len(claimable(conversation.interaction))

    async def _to_come(self, conversation: Conversation, view: WalletView) -> str:
        """When welcome coins will come to an account that is too young for them yet."""
        words, settings = conversation.words, await conversation.settings()
        from_ms = welcome_from_ms(conversation.actor.user_id, settings)
        if view.welcomed or not settings.welcome_coins or from_ms <= self.house.clock():
            return ""
        return words.welcome_to_come(settings.welcome_coins, from_ms)

    @app_commands.command(name="history", description="Every coin and diamond, in and out")
    async def history(self, interaction: discord.Interaction[GiftBot]) -> None:
        """Show the newest lines of the member's statement."""
        conversation = Conversation(self.house, interaction)
        await self.turn(conversation, HistoryPage(conversation.actor.user_id))

    async def turn(self, conversation: Conversation, asked: HistoryPage) -> None:
        """Show a page of the statement: in place of another, or the newest as a new answer."""
        conversation.in_place = bool(asked.before or asked.after)
        view = await conversation.wallet()
        page = await conversation.in_time(
            statement(
                self.house.reader,
                conversation.guild,
                view.number or 0,
                before=asked.before or None,
                after=asked.after or None,
                limit=LINES_A_PAGE,
            )
        )
        if not page.entries:
            if conversation.in_place:
                await self.turn(conversation, HistoryPage(asked.owner))
            else:
                await conversation.say(conversation.words.no_history)
            return
        others = [entry.seq for entry in page.entries if not entry.is_by_member]
        unread = await conversation.in_time(
            held_among(self.house.reader, conversation.guild, others)
        )
        shown = history_card(conversation.words, page, view.purse, asked.owner, unread=unread)
        await conversation.answer(shown)


async def setup(bot: GiftBot) -> None:
    """Add the commands to the bot."""
    await bot.add_cog(WalletCog(bot))
