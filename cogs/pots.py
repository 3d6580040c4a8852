"""Coins that many take from: `/redeem`, `/chest`, and the buttons under drops and chests."""

import secrets
from dataclasses import replace
from typing import Final

import discord
from discord import app_commands
from discord.ext import commands

from bot.cards.layout import card
from bot.cards.pots import check_card, chest_dropped_card, chest_question_card
from bot.client import GiftBot
from bot.controls.pots import ConfirmChest, KeepCoins, PotButton, TakeChestBack
from bot.conversation import Conversation
from bot.ledger.books.economy import PotKind
from bot.ledger.outcomes import Outcome, Refused
from bot.ledger.outcomes.pots import (
    ChestDropped,
    ChestIssued,
    PotIsOver,
    PotOver,
    RoleMissing,
    ShareTaken,
)
from bot.ledger.requests.pots import (
    CHEST_OPEN_MINUTES,
    MOST_CHEST_MINUTES,
    MOST_CHEST_PEOPLE,
    MOST_CODE_LENGTH,
    MOST_POT,
    ClosePot,
    DropChest,
    RedeemCode,
    TakeShare,
)
from bot.ledger.rules.filling import filling
from bot.places import may_write, place
from bot.rights import Right
from bot.storage.pots import pot, share_of, shares_of
from cogs.late_presses import put_right
from cogs.lookup import read_reference
from cogs.wallet import visit

CHEST_MINUTES: Final = 3
"""After how long a chest opens. Of 21 recorded chests, 15 opened after 3 minutes."""
SERVER: Final = "the server"
WALLET: Final = "my wallet"
_SEED_BYTES: Final = 16
_MINUTE_MS: Final = 60_000
_MOST_NUMBER_LENGTH: Final = 20


class PotsCog(commands.GroupCog, group_name="chest", group_description="Treasure chests"):
    """The commands and controls of who drops chests and who takes shares."""

    def __init__(self, bot: GiftBot) -> None:
        """Serve them for `bot`."""
        self.bot = bot
        self.house = bot.house

    async def cog_load(self) -> None:
        """Say what the controls do."""
        self.bot.handle(
            {
                PotButton: self.press,
                ConfirmChest: self.confirm,
                KeepCoins: self.keep,
                TakeChestBack: self.take_back,
            }
        )

    @app_commands.command(name="drop", description="Share coins with whoever is here, in a chest")
    @app_commands.describe(
        coins="How many coins go in",
        people="For how many people, 1 to 150",
        delay="After how many minutes it opens; 3, if you leave it out",
        source="For moderators: the server gives the coins, as bonus coins",
    )
    @app_commands.rename(source="from")
    @app_commands.choices(
        source=[
            app_commands.Choice(name=WALLET, value=WALLET),
            app_commands.Choice(name=SERVER, value=SERVER),
        ]
    )
    async def drop(
        self,
        interaction: discord.Interaction[GiftBot],
        coins: app_commands.Range[int, 1, MOST_POT],
        people: app_commands.Range[int, 1, MOST_CHEST_PEOPLE],
        delay: app_commands.Range[int, 1, MOST_CHEST_MINUTES] = CHEST_MINUTES,
        source: str = WALLET,
    ) -> None:
        """Show what a chest takes and how its shares are dealt, and ask."""
        conversation = Conversation(self.house, interaction)
        is_own = source != SERVER
        if not is_own and not await conversation.may(Right.MODERATE):
            return
        if not await may_post(conversation):
            return
        if is_own:
            await visit(conversation)
        asked = ConfirmChest(
            key=interaction.id,
            owner=interaction.user.id,
            coins=coins,
            people=people,
            minutes=delay,
            bonus=-1,
            own=int(is_own),
        )
        foreseen = await conversation.foresee(self._request(conversation, asked))
        if isinstance(foreseen, Refused):
            await conversation.refuse(foreseen)
            return
        purse = (await conversation.wallet()).purse
        filled = filling(coins, people, purse.bonus_coins if is_own else coins)
        confirm = replace(asked, bonus=filled.bonus_coins)
        await conversation.show(
            chest_question_card(conversation.words, filled, purse.all_coins, confirm)
        )

    def _request(self, conversation: Conversation, asked: ConfirmChest) -> DropChest:
        opens_ms = self.house.clock() + asked.minutes * _MINUTE_MS
        return DropChest(
            guild=conversation.guild,
            key=str(asked.key),
            actor=conversation.actor,
            coins=asked.coins,
            shares=asked.people,
            own=bool(asked.own),
            channel=conversation.interaction.channel_id or 0,
            opens_ms=opens_ms,
            closes_ms=opens_ms + CHEST_OPEN_MINUTES * _MINUTE_MS,
            # Nobody knows it before the chest is over; what is told of it at once is its digest.
            seed=secrets.token_hex(_SEED_BYTES),
            quoted_bonus=None if asked.bonus < 0 else asked.bonus,
            own_roles=conversation.own_roles,
        )

    async def confirm(self, conversation: Conversation, pressed: ConfirmChest) -> None:
        """Drop the chest that was shown; pressed twice, it is dropped once."""
        conversation.in_place = True
        if not pressed.own and not await conversation.may(Right.MODERATE):
            return
        if not await may_post(conversation):
            return
        outcome = await conversation.ask(self._request(conversation, pressed))
        if isinstance(outcome, ChestDropped | ChestIssued):
            dropped = await conversation.in_time(
                pot(self.house.reader, conversation.guild, outcome.seq)
            )
            assert dropped is not None
            await conversation.answer(
                chest_dropped_card(conversation.words, dropped, pressed.owner)
            )
        elif isinstance(outcome, Refused):
            await conversation.refuse(outcome)

    async def keep(self, conversation: Conversation, pressed: KeepCoins) -> None:
        """Drop nothing."""
        conversation.in_place = True
        words = conversation.words
        told = {"drop": words.drop_cancelled, "promo": words.promotion_cancelled}
        await conversation.answer(card(told.get(pressed.what, words.coins_kept)))

    async def take_back(self, conversation: Conversation, pressed: TakeChestBack) -> None:
        """Take one's own chest back before it opens."""
        conversation.in_place = True
        outcome = await conversation.ask(
            ClosePot(
                guild=conversation.guild,
                key=conversation.key,
                actor=conversation.actor,
                pot=pressed.pot,
                early=True,
            )
        )
        if isinstance(outcome, PotOver):
            told = conversation.words.chest_back(outcome)
            await conversation.answer(card(told))
        elif isinstance(outcome, Refused):
            await conversation.refuse(outcome)

    @app_commands.command(name="check", description="Deal a chest again from its seed, and compare")
    @app_commands.describe(number="The chest's number, such as #12")
    async def check(
        self,
        interaction: discord.Interaction[GiftBot],
        number: app_commands.Range[str, 1, _MOST_NUMBER_LENGTH],
    ) -> None:
        """Show that the shares of a chest are those of its seed."""
        conversation = Conversation(self.house, interaction)
        seq, reader, guild = read_reference(number), self.house.reader, conversation.guild
        found = None if seq is None else await conversation.in_time(pot(reader, guild, seq))
        if seq is None:
            await conversation.say(conversation.words.number_misread)
        elif found is None or found.kind != PotKind.CHEST:
            await conversation.say(conversation.words.no_such_chest)
        else:
            taken = await conversation.in_time(shares_of(reader, guild, seq, MOST_CHEST_PEOPLE))
            await conversation.show(check_card(conversation.words, found, taken))

    async def press(self, conversation: Conversation, pressed: PotButton) -> None:
        """Do what a button under a drop or a chest says."""
        if pressed.part == "take":
            await self._take(conversation, pressed)
            return
        reader, guild, user_id = self.house.reader, conversation.guild, conversation.actor.user_id
        found = await conversation.in_time(pot(reader, guild, pressed.pot))
        if found is None or pressed.part != "mine":
            await conversation.say(conversation.words.expired)
            return
        had = await conversation.in_time(share_of(reader, guild, pressed.pot, user_id))
        words = conversation.words
        if had:
            await conversation.say(words.share_was(found.kind, had.total, had.seq))
        else:
            await conversation.say(words.share_missed(found.kind))

    async def _take(self, conversation: Conversation, pressed: PotButton) -> None:
        outcome = await conversation.ask(
            TakeShare(
                guild=conversation.guild,
                key=conversation.key,
                actor=conversation.actor,
                pot=pressed.pot,
                own_roles=conversation.own_roles,
            )
        )
        if isinstance(outcome, PotIsOver):
            await put_right(conversation, pressed, pressed.pot)
        server = conversation.interaction.guild
        if isinstance(outcome, RoleMissing) and server and not server.get_role(outcome.role):
            await conversation.say(conversation.words.drop_role_gone)
        else:
            await tell_share(conversation, outcome)


class RedeemCog(commands.Cog):
    """The command that takes a share of a promotion."""

    def __init__(self, bot: GiftBot) -> None:
        """Serve it for `bot`."""
        self.house = bot.house

    @app_commands.command(name="redeem", description="Turn a code into bonus coins")
    @app_commands.describe(code="The code; capitals, spaces and hyphens don't matter")
    async def redeem(
        self,
        interaction: discord.Interaction[GiftBot],
        code: app_commands.Range[str, 1, 2 * MOST_CODE_LENGTH],
    ) -> None:
        """Take a share of the promotion that the code belongs to."""
        conversation = Conversation(self.house, interaction)
        outcome = await conversation.ask(
            RedeemCode(
                guild=conversation.guild,
                key=conversation.key,
                actor=conversation.actor,
                code=code,
                own_roles=conversation.own_roles,
            )
        )
        await tell_share(conversation, outcome)


async def may_post(conversation: Conversation) -> bool:
    """Whether a drop or a chest may stand where the reader is; if not, they are told."""
    interaction, words = conversation.interaction, conversation.words
    where = place(interaction.guild, interaction.channel_id or 0)
    if where is None:
        await conversation.say(words.pot_needs_channel)
    elif not may_write(interaction.user, where):
        await conversation.say(words.pot_no_room(where.id))
    else:
        return True
    return False


async def tell_share(conversation: Conversation, outcome: Outcome) -> None:
    """Tell what somebody took, or why they took nothing; with a first share they are welcomed."""
    if isinstance(outcome, ShareTaken):
        # Only now, for of those who press at once the first are served.
        view = await visit(conversation)
        if conversation.greeting:
            outcome = replace(outcome, all_coins=view.purse.all_coins)
        await conversation.say(conversation.words.share_taken(outcome))
    elif isinstance(outcome, Refused):
        await conversation.refuse(outcome)


async def setup(bot: GiftBot) -> None:
    """Add the commands to the bot."""
    await bot.add_cog(PotsCog(bot))
    await bot.add_cog(RedeemCog(bot))
