"""Coins that are bought: `/shop`, and what they come to: `/calculator`."""

import asyncio
from collections.abc import Sequence

import discord
from discord import app_commands
from discord.ext import commands

from bot.cards.shop import (
    ShopView,
    ask_packs_card,
    asked_card,
    nothing_asked_card,
    shop_card,
    taken_back_card,
)
from bot.client import GiftBot
from bot.controls.shop import (
    AskNothing,
    AskNothingFor,
    AskPacks,
    AskPacksFor,
    Claim,
    OpenShop,
    OpenShopFor,
    PickPack,
    PickPacks,
    PickPacksFor,
    TakeBack,
)
from bot.conversation import Conversation
from bot.ledger.books import GuildBook
from bot.ledger.books.economy import Pack
from bot.ledger.cheapest import SURELY_REACHED
from bot.ledger.guild_settings import SOLD_BY_DISCORD, GuildSettings
from bot.ledger.outcomes import Refused
from bot.ledger.outcomes.barring import Barred
from bot.ledger.outcomes.shop import (
    EntitlementCredited,
    NoSuchPack,
    PurchaseAsked,
    PurchaseWithdrawn,
)
from bot.ledger.packs import MOST_COMBINED, Combination, cheapest, on_sale
from bot.ledger.requests.marks import MarkShopVisit
from bot.ledger.requests.shop import AskForPack, WithdrawPurchase
from bot.ledger.rules.barring import refuse_barred
from bot.live.storefront import Claimed, Obstacle, claimable
from bot.storage.shop import own_purchases, shelf

Amount = app_commands.Range[int, 1, MOST_COMBINED]


async def put_together(
    conversation: Conversation, packs: Sequence[Pack], wanted: int
) -> Combination | None:
    """The cheapest packs for an amount; None where none is named, or too much for the packs."""
    if not wanted:
        return None
    return await conversation.in_time(_reckoned(conversation, packs, wanted))


async def _reckoned(
    conversation: Conversation, packs: Sequence[Pack], wanted: int
) -> Combination | None:
    # For odd packs it takes a second or two, in which nobody waits but who asks for the same.
    async with conversation.house.reckoning:
        return await asyncio.to_thread(cheapest, packs, wanted, conversation.house.clock())


async def refuse_amount(conversation: Conversation, wanted: int) -> None:
    """Tell that packs are not put together for so many coins: at all, or as odd as they are."""
    most = SURELY_REACHED if wanted <= MOST_COMBINED else MOST_COMBINED
    await conversation.say(conversation.words.too_many_to_combine(most))


class ShopCog(commands.GroupCog, group_name="shop", group_description="Coins, and their prices"):
    """The commands and controls of buying coins."""

    def __init__(self, bot: GiftBot) -> None:
        """Serve them for `bot`."""
        self.bot = bot
        self.house = bot.house

    async def cog_load(self) -> None:
        """Say what the controls do."""
        self.bot.handle(
            {
                OpenShop: self.reopen,
                OpenShopFor: self.reopen_for,
                PickPack: self.pick,
                PickPacks: self.pick_several,
                PickPacksFor: self.pick_part,
                AskPacks: self.ask,
                AskPacksFor: self.ask,
                AskNothing: self.ask_nothing,
                AskNothingFor: self.ask_nothing,
                TakeBack: self.take_back,
                Claim: self.claim_pressed,
            }
        )

    @app_commands.command(name="show", description="What coins cost here, and how to get them")
    @app_commands.describe(amount="How many coins you want; finds the cheapest packs for it")
    async def show(
        self, interaction: discord.Interaction[GiftBot], amount: Amount | None = None
    ) -> None:
        """Show the packs and, for an amount, the cheapest way to it."""
        await self._show(Conversation(self.house, interaction), amount or 0)

    @app_commands.command(name="claim", description="Get coins here that you bought from Discord")
    async def claim(self, interaction: discord.Interaction[GiftBot]) -> None:
        """Have credited here what Discord sold."""
        await self._claim(Conversation(self.house, interaction))

    async def reopen(self, conversation: Conversation, pressed: OpenShop) -> None:
        """Show the packs in place of what came of them."""
        conversation.in_place = True
        await self._show(conversation)

    async def reopen_for(self, conversation: Conversation, pressed: OpenShopFor) -> None:
        """Show the packs, put together for what is still wanted."""
        conversation.in_place = True
        await self._show(conversation, pressed.wanted)

    async def _show(self, conversation: Conversation, wanted: int = 0) -> None:
        view = await self._view(conversation, wanted)
        if wanted and view.packs and view.combination is None:
            await refuse_amount(conversation, wanted)
            return
        if view.settings.shop == SOLD_BY_DISCORD:
            guild, person = conversation.guild, conversation.actor
            visit = conversation.mark(MarkShopVisit(guild=guild, person=person))
            await conversation.in_time(visit)
        shown = shop_card(conversation.words, view)
        if view.settings.shop != SOLD_BY_DISCORD or conversation.in_place:
            await conversation.answer(shown)
        elif not await conversation.show(shown):
            # Discord refuses all of a message for one button whose SKU is no longer sold.
            await conversation.show(shop_card(conversation.words, view, with_skus=False))

    async def _view(self, conversation: Conversation, wanted: int) -> ShopView:
        reader, guild, now_ms = self.house.reader, conversation.guild, self.house.clock()
        owner, settings = conversation.actor.user_id, await conversation.settings()
        packs = on_sale(await conversation.in_time(shelf(reader, guild)), settings.shop)
        return ShopView(
            owner=owner,
            settings=settings,
            packs=packs,
            now_ms=now_ms,
            own=await conversation.in_time(own_purchases(reader, guild, owner)),
            wanted=wanted,
            combination=await put_together(conversation, packs, wanted),
            kept_out=await self._kept_out(conversation, settings),
            at_discord=len(claimable(conversation.interaction)),
        )

    @staticmethod
    async def _kept_out(conversation: Conversation, settings: GuildSettings) -> str:
        """Why whoever asks may buy nothing, if so: before they pick, and where Discord sells."""
        book = GuildBook(conversation.guild, conversation.house.clock(), settings=settings)
        refused = refuse_barred("buying", conversation.own_roles, book)
        if isinstance(refused, Barred):
            return conversation.words.kept_out_of(refused, settings)
        return await conversation.reason(refused) if refused else ""

    async def pick(self, conversation: Conversation, pressed: PickPack) -> None:
        """Ask about the pack that was picked."""
        await self._ask_about(conversation, conversation.picked_id, 1)

    async def pick_several(self, conversation: Conversation, pressed: PickPacks) -> None:
        """Ask about so many of one pack."""
        await self._ask_about(conversation, pressed.pack, pressed.quantity)

    async def pick_part(self, conversation: Conversation, pressed: PickPacksFor) -> None:
        """Ask about one part of what was put together for an amount."""
        await self._ask_about(conversation, pressed.pack, pressed.quantity, pressed.wanted)

    async def _ask_about(
        self, conversation: Conversation, number: int, quantity: int, wanted: int = 0
    ) -> None:
        """Ask before packs are asked for. What would be refused is told now."""
        conversation.in_place = True
        reader, guild, now_ms = self.house.reader, conversation.guild, self.house.clock()
        settings = await conversation.settings()
        pack = (await conversation.in_time(shelf(reader, guild))).get(number)
        if pack is None or pack.retired:
            await conversation.refuse(NoSuchPack(pack=number))
            return
        key, owner = conversation.interaction.id, conversation.actor.user_id
        price, currency = pack.price * quantity, settings.currency
        coins = (pack.coins + pack.bonus(now_ms)) * quantity
        ask = AskPacks(key, owner, number, quantity, price, currency, coins)
        if wanted:
            ask = AskPacksFor(key, owner, number, quantity, price, currency, coins, wanted)
        request = self._request(conversation, ask)
        foreseen = await conversation.foresee(request)
        if isinstance(foreseen, Refused):
            await conversation.refuse(foreseen)
            return
        await conversation.answer(ask_packs_card(conversation.words, settings, pack, ask, now_ms))

    @staticmethod
    def _request(conversation: Conversation, ask: AskPacks) -> AskForPack:
        return AskForPack(
            guild=conversation.guild,
            key=str(ask.key),
            actor=conversation.actor,
            pack=ask.pack,
            quantity=ask.quantity,
            quoted_price=ask.price,
            quoted_currency=ask.currency,
            quoted_coins=ask.coins,
            own_roles=conversation.own_roles,
        )

    async def ask(self, conversation: Conversation, pressed: AskPacks) -> None:
        """Ask for what was shown, at the price that was shown; pressed twice, it is done once."""
        conversation.in_place = True
        outcome = await conversation.ask(self._request(conversation, pressed))
        if isinstance(outcome, PurchaseAsked):
            words, settings = conversation.words, await conversation.settings()
            wanted = pressed.wanted if isinstance(pressed, AskPacksFor) else 0
            left = max(0, wanted - outcome.coins - outcome.bonus_coins)
            await conversation.answer(asked_card(words, settings, outcome, pressed.owner, left))
        elif isinstance(outcome, Refused):
            await conversation.refuse(outcome)

    async def ask_nothing(self, conversation: Conversation, pressed: AskNothing) -> None:
        """Ask for nothing."""
        conversation.in_place = True
        wanted = pressed.wanted if isinstance(pressed, AskNothingFor) else 0
        await conversation.answer(nothing_asked_card(conversation.words, pressed.owner, wanted))

    async def take_back(self, conversation: Conversation, pressed: TakeBack) -> None:
        """Take one's own request back."""
        conversation.in_place = True
        outcome = await conversation.ask(
            WithdrawPurchase(
                guild=conversation.guild,
                key=conversation.key,
                actor=conversation.actor,
                purchase=pressed.purchase,
            )
        )
        if isinstance(outcome, PurchaseWithdrawn):
            await conversation.answer(taken_back_card(conversation.words, outcome, pressed.owner))
        elif isinstance(outcome, Refused):
            await conversation.refuse(outcome)

    async def claim_pressed(self, conversation: Conversation, pressed: Claim) -> None:
        """Have credited here what Discord sold, as `/shop claim` does."""
        await self._claim(conversation)

    async def _claim(self, conversation: Conversation) -> None:
        shown = claimable(conversation.interaction)
        done = await conversation.in_time(
            self.bot.storefront.claim(
                conversation.guild, conversation.actor, shown, conversation.key
            )
        )
        told = [await self._told(conversation, one) for one in done]
        nothing = conversation.words.nothing_to_claim
        await conversation.say("\n".join(dict.fromkeys(told)) or nothing)

    @staticmethod
    async def _told(conversation: Conversation, claimed: Claimed) -> str:
        """What came of one purchase that was to be claimed."""
        words = conversation.words
        if isinstance(claimed, EntitlementCredited):
            bought = words.claimed(claimed.coins, claimed.bonus_coins)
            return f"{bought}\n-# {words.reference(claimed.seq)}"
        if isinstance(claimed, Refused):
            return await conversation.reason(claimed)
        if claimed is Obstacle.TAKEN_BACK:
            return words.claimed_taken_back
        return words.claimed_test if claimed is Obstacle.TEST_MODE else words.claim_failed


async def setup(bot: GiftBot) -> None:
    """Add the commands to the bot."""
    await bot.add_cog(ShopCog(bot))
