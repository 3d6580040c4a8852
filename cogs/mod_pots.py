"""Coins that moderators give away to many: `/mod promo`, `/mod drop` and `/mod drops`."""

from typing import Final

import discord
from discord import app_commands

from bot.cards.layout import card
from bot.cards.pots import (
    drop_question_card,
    end_question_card,
    made_card,
    pots_card,
    promotion_question_card,
)
from bot.client import GiftBot
from bot.controls.pots import (
    AskEndPot,
    ConfirmDrop,
    ConfirmPromotion,
    EndPot,
    KeepPot,
    PotsPage,
)
from bot.conversation import Conversation
from bot.ledger.books.economy import PotKind
from bot.ledger.outcomes import Refused
from bot.ledger.outcomes.pots import (
    DropCreated,
    NoSuchPot,
    PotEnded,
    PotEndedBefore,
    PotOver,
    PromotionCreated,
)
from bot.ledger.promotion_codes import plain_codes
from bot.ledger.requests.pots import (
    MOST_CODE_LENGTH,
    MOST_DROP_HOURS,
    MOST_PEOPLE,
    MOST_PROMOTION_DAYS,
    MOST_SHARE,
    ClosePot,
    CreateDrop,
    CreatePromotion,
)
from bot.ledger.rules import LARGE_ADJUSTMENT
from bot.rights import Right
from bot.storage.pots import open_promotions, pot, pots_of
from cogs.pots import may_post
from cogs.suggestions import choices

DROP_PEOPLE: Final = 50
DROP_HOURS: Final = 24
POTS_A_PAGE: Final = 7
"""A line with a button beside it is three components, and a message may have forty."""
KINDS: Final = {
    "promos": (PotKind.PROMOTION,),
    "drops": (PotKind.DROP, PotKind.CHEST),
}
"""What each list shows."""
_HOUR_MS: Final = 3_600_000
_DAY_MS: Final = 86_400_000

Coins = app_commands.Range[int, 1, MOST_SHARE]
People = app_commands.Range[int, 1, MOST_PEOPLE]


class PromoGroup(app_commands.Group):
    """The part of `/mod` that is about promotions, and what ends any pot."""

    def __init__(self, bot: GiftBot) -> None:
        """Serve it for `bot`."""
        super().__init__(name="promo", description="Codes that give bonus coins")
        self.house = bot.house
        bot.handle(
            {
                PotsPage: self.turn,
                AskEndPot: self.ask_end,
                EndPot: self.end_pot,
                KeepPot: self.keep,
                ConfirmPromotion: self.confirm,
            }
        )

    @app_commands.command(name="create", description="Set bonus coins aside for whoever has a code")
    @app_commands.describe(
        code="4 to 32 characters; capitals, spaces and hyphens don't matter",
        coins="How many bonus coins each member gets",
        uses="How many members can redeem it, once each",
        days="For how many days it works; until you end it, if you leave it out",
    )
    async def create(
        self,
        interaction: discord.Interaction[GiftBot],
        code: app_commands.Range[str, 1, MOST_CODE_LENGTH],
        coins: Coins,
        uses: People,
        days: app_commands.Range[int, 1, MOST_PROMOTION_DAYS] | None = None,
    ) -> None:
        """Make a promotion, filled at once, or ask first where it is much."""
        conversation = Conversation(self.house, interaction)
        if not await conversation.may(Right.MODERATE):
            return
        confirm = ConfirmPromotion(
            key=interaction.id,
            owner=interaction.user.id,
            coins=coins,
            uses=uses,
            days=days or 0,
            typed=code.strip().replace(":", " "),
        )
        if coins * uses <= LARGE_ADJUSTMENT:
            await self._create(conversation, confirm, code.strip())
            return
        foreseen = await conversation.foresee(self._request(conversation, confirm, confirm.typed))
        if isinstance(foreseen, Refused):
            await conversation.refuse(foreseen)
        else:
            await conversation.show(promotion_question_card(conversation.words, confirm))

    async def confirm(self, conversation: Conversation, pressed: ConfirmPromotion) -> None:
        """Make the large promotion that was asked about; pressed twice, it is made once."""
        conversation.in_place = True
        if await conversation.may(Right.MODERATE):
            await self._create(conversation, pressed, pressed.typed)

    def _request(
        self, conversation: Conversation, confirm: ConfirmPromotion, code: str
    ) -> CreatePromotion:
        return CreatePromotion(
            guild=conversation.guild,
            key=str(confirm.key),
            actor=conversation.actor,
            code=code,
            coins=confirm.coins,
            uses=confirm.uses,
            closes_ms=self.house.clock() + confirm.days * _DAY_MS if confirm.days else 0,
        )

    async def _create(
        self, conversation: Conversation, confirm: ConfirmPromotion, code: str
    ) -> None:
        outcome = await conversation.ask(self._request(conversation, confirm, code))
        if isinstance(outcome, PromotionCreated):
            words = conversation.words
            told = words.promotion_created(outcome, code)
            await conversation.answer(made_card(words, told, outcome.seq, confirm.owner))
        elif isinstance(outcome, Refused):
            await conversation.refuse(outcome)

    @app_commands.command(name="list", description="All promotions, and how far each has come")
    async def list_all(self, interaction: discord.Interaction[GiftBot]) -> None:
        """Show the newest promotions."""
        conversation = Conversation(self.house, interaction)
        if await conversation.may(Right.MODERATE):
            await show_pots(conversation, PotsPage("first", conversation.actor.user_id, "promos"))

    @app_commands.command(name="end", description="End a promotion; what is left goes back")
    @app_commands.describe(code="Its code")
    async def end(
        self,
        interaction: discord.Interaction[GiftBot],
        code: app_commands.Range[str, 1, 2 * MOST_CODE_LENGTH],
    ) -> None:
        """Ask whether a promotion is ended."""
        conversation = Conversation(self.house, interaction)
        if not await conversation.may(Right.MODERATE):
            return
        codes = await conversation.in_time(open_promotions(self.house.reader, conversation.guild))
        known = {number: plain_codes(other) for number, other in codes.items()}
        wanted = plain_codes(code)
        found = [number for plain in wanted for number, kept in known.items() if plain in kept]
        if not found:
            await conversation.say(conversation.words.no_such_promotion)
        else:
            await self._ask_end(conversation, found[0])

    @end.autocomplete("code")
    async def suggest(
        self, interaction: discord.Interaction[GiftBot], current: str
    ) -> list[app_commands.Choice[str]]:
        """The codes of the promotions that go on."""
        conversation = Conversation(self.house, interaction)
        if not await conversation.may(Right.MODERATE):
            return []
        codes = await open_promotions(self.house.reader, conversation.guild)
        return choices({code: code for code in codes.values()}, current)

    async def turn(self, conversation: Conversation, page: PotsPage) -> None:
        """Show another page of a list."""
        conversation.in_place = True
        if await conversation.may(Right.MODERATE):
            await show_pots(conversation, page)

    async def ask_end(self, conversation: Conversation, pressed: AskEndPot) -> None:
        """Ask whether the pot beside the button is ended."""
        conversation.in_place = True
        if await conversation.may(Right.MODERATE):
            await self._ask_end(conversation, pressed.pot)

    async def _ask_end(self, conversation: Conversation, number: int) -> None:
        found = await conversation.in_time(pot(self.house.reader, conversation.guild, number))
        if found is None:
            await conversation.refuse(NoSuchPot())
        elif found.ended_seq:
            await conversation.refuse(
                PotEndedBefore(
                    pot=number,
                    of=found.kind,
                    by_seq=found.ended_seq,
                    all_taken=found.taken == found.people,
                )
            )
        else:
            owner = conversation.actor.user_id
            await conversation.answer(end_question_card(conversation.words, found, owner))

    async def end_pot(self, conversation: Conversation, pressed: EndPot) -> None:
        """End a pot that was asked about."""
        conversation.in_place = True
        if not await conversation.may(Right.MODERATE):
            return
        outcome = await conversation.ask(
            ClosePot(
                guild=conversation.guild,
                key=conversation.key,
                actor=conversation.actor,
                pot=pressed.pot,
                early=True,
            )
        )
        words = conversation.words
        if isinstance(outcome, PotEnded):
            ended = await conversation.in_time(
                pot(self.house.reader, conversation.guild, outcome.pot)
            )
            await conversation.answer(card(words.pot_ended(outcome, ended.code if ended else "")))
        elif isinstance(outcome, PotOver):
            # A moderator's own chest, before it opened.
            await conversation.answer(card(words.chest_back(outcome)))
        elif isinstance(outcome, Refused):
            await conversation.refuse(outcome)

    async def keep(self, conversation: Conversation, pressed: KeepPot) -> None:
        """End nothing."""
        conversation.in_place = True
        await conversation.answer(card(conversation.words.pot_goes_on))


class DropCommands(app_commands.Group):
    """The part of `/mod` that is about drops."""

    def __init__(self, bot: GiftBot) -> None:
        """Serve it for `bot`."""
        super().__init__(name="drops", description="Drops")
        self.house = bot.house
        bot.handle({ConfirmDrop: self.confirm})

    @app_commands.command(name="drop", description="Give bonus coins to whoever presses a button")
    @app_commands.describe(
        coins="How many bonus coins each member gets",
        role="Only members with this role; everybody, if you leave it out",
        people="For how many members; 50, if you leave it out",
        hours="For how many hours; 24, if you leave it out",
    )
    async def drop(
        self,
        interaction: discord.Interaction[GiftBot],
        coins: Coins,
        role: discord.Role | None = None,
        people: People = DROP_PEOPLE,
        hours: app_commands.Range[int, 1, MOST_DROP_HOURS] = DROP_HOURS,
    ) -> None:
        """Make a drop where it is typed, or ask first where it is much."""
        conversation = Conversation(self.house, interaction)
        if not await conversation.may(Right.MODERATE) or not await may_post(conversation):
            return
        confirm = ConfirmDrop(
            key=interaction.id,
            owner=interaction.user.id,
            coins=coins,
            people=people,
            role=0 if role is None or role.is_default() else role.id,
            hours=hours,
        )
        if coins * people <= LARGE_ADJUSTMENT:
            await self._drop(conversation, confirm)
            return
        foreseen = await conversation.foresee(self._request(conversation, confirm))
        if isinstance(foreseen, Refused):
            await conversation.refuse(foreseen)
        else:
            await conversation.show(drop_question_card(conversation.words, confirm))

    async def confirm(self, conversation: Conversation, pressed: ConfirmDrop) -> None:
        """Make the large drop that was asked about; pressed twice, it is made once."""
        conversation.in_place = True
        if await conversation.may(Right.MODERATE) and await may_post(conversation):
            await self._drop(conversation, pressed)

    def _request(self, conversation: Conversation, confirm: ConfirmDrop) -> CreateDrop:
        return CreateDrop(
            guild=conversation.guild,
            key=str(confirm.key),
            actor=conversation.actor,
            coins=confirm.coins,
            shares=confirm.people,
            role=confirm.role,
            channel=conversation.interaction.channel_id or 0,
            closes_ms=self.house.clock() + confirm.hours * _HOUR_MS,
        )

    async def _drop(self, conversation: Conversation, confirm: ConfirmDrop) -> None:
        outcome = await conversation.ask(self._request(conversation, confirm))
        if isinstance(outcome, DropCreated):
            words, channel = conversation.words, conversation.interaction.channel_id or 0
            told = words.drop_created(outcome, channel)
            await conversation.answer(made_card(words, told, outcome.seq, confirm.owner))
        elif isinstance(outcome, Refused):
            await conversation.refuse(outcome)

    @app_commands.command(name="drops", description="All drops and chests, and how far each is")
    async def list_all(self, interaction: discord.Interaction[GiftBot]) -> None:
        """Show the newest drops and chests."""
        conversation = Conversation(self.house, interaction)
        if await conversation.may(Right.MODERATE):
            await show_pots(conversation, PotsPage("first", conversation.actor.user_id, "drops"))


async def show_pots(conversation: Conversation, page: PotsPage) -> None:
    """Show a page of a guild's promotions, or of its drops and chests."""
    kinds = KINDS.get(page.what)
    if kinds is None:
        await conversation.say(conversation.words.expired)
        return
    found = await conversation.in_time(
        pots_of(
            conversation.house.reader,
            conversation.guild,
            kinds,
            before=page.before or None,
            after=page.after or None,
            limit=POTS_A_PAGE,
        )
    )
    await conversation.answer(pots_card(conversation.words, found, page))
