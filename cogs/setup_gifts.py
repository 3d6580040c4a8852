"""What managers make of the list of gifts: `/setup gift`."""

import asyncio
from collections.abc import Iterable
from typing import Any, Final

import discord
import structlog
from discord import app_commands

from bot.cards.layout import Colour, card
from bot.cards.setup import retire_card
from bot.client import GiftBot
from bot.controls.setup import KeepGift, RetireGift
from bot.conversation import Conversation
from bot.discord_answers import Declined, Gone, Unanswered, understood
from bot.ledger.catalogue import (
    MOST_EMOJI_LENGTH,
    MOST_NAME_LENGTH,
    MOST_PRICE,
    Item,
    plain,
)
from bot.ledger.emoji import custom_emoji_id
from bot.ledger.outcomes import CatalogueEdited, CatalogueRefused, Refused
from bot.ledger.requests import EditCatalogue
from bot.rights import Right
from cogs.setup_changes import managing
from cogs.suggestions import MOST_NEAREST, choices, gifts_like

PATIENCE_SECONDS: Final = 5.0
"""How long Discord may take to say whether it knows an emoji; the client would ask for 25 s."""

log = structlog.get_logger(__name__)
Name = app_commands.Range[str, 1, MOST_NAME_LENGTH]
Emoji = app_commands.Range[str, 1, MOST_EMOJI_LENGTH]
Price = app_commands.Range[int, 1, MOST_PRICE]


class CatalogueGroup(app_commands.Group):
    """The commands and controls that change the list of gifts."""

    def __init__(self, bot: GiftBot) -> None:
        """Serve them for `bot`."""
        super().__init__(name="gift", description="The gifts that can be sent here")
        self.house = bot.house
        bot.handle({RetireGift: self.confirm_retirement, KeepGift: self.keep})

    @app_commands.command(name="add", description="Put a new gift on the list")
    @app_commands.describe(
        name="What it is called",
        emoji="One emoji, also one of this server's own",
        price="What it costs, in coins",
    )
    async def add(
        self,
        interaction: discord.Interaction[GiftBot],
        name: Name,
        emoji: Emoji,
        price: Price,
    ) -> None:
        """Add a gift."""
        conversation = await managing(interaction)
        if conversation is None:
            return
        known = await self._checked(conversation, emoji)
        if known is None:
            return
        outcome = await self._edit(conversation, None, name=name, emoji=known, price=price)
        if outcome:
            await self._done(conversation, conversation.words.gift_added(_item(outcome)))

    @app_commands.command(name="edit", description="Rename a gift, or change its emoji or price")
    @app_commands.describe(
        gift="Which gift",
        name="Its new name",
        emoji="Its new emoji, also one of this server's own",
        price="Its new price, in coins; what was sent stays as it was",
    )
    async def edit(
        self,
        interaction: discord.Interaction[GiftBot],
        gift: str,
        name: Name | None = None,
        emoji: Emoji | None = None,
        price: Price | None = None,
    ) -> None:
        """Change a gift."""
        conversation = await managing(interaction)
        if conversation is None:
            return
        before = await self._find(conversation, gift)
        if before is None:
            return
        if name is None and emoji is None and price is None:
            await conversation.say(conversation.words.nothing_to_edit)
            return
        known = await self._checked(conversation, emoji) if emoji else None
        if emoji and known is None:
            return
        outcome = await self._edit(conversation, before.number, name=name, emoji=known, price=price)
        if outcome:
            words = conversation.words
            await self._done(conversation, words.gift_edited(before, _item(outcome)))

    @app_commands.command(name="retire", description="Take a gift off the list")
    @app_commands.describe(gift="Which gift; what was sent of it stays as it is")
    async def retire(self, interaction: discord.Interaction[GiftBot], gift: str) -> None:
        """Ask whether a gift is to go off the list."""
        conversation = await managing(interaction)
        if conversation is None:
            return
        item = await self._find(conversation, gift)
        if item is None:
            return
        if item.retired:
            await conversation.say(conversation.words.retired_already(item))
            return
        retire = RetireGift(interaction.id, interaction.user.id, item.number)
        await conversation.show(retire_card(conversation.words, item, retire))

    @app_commands.command(name="restore", description="Put a retired gift back on the list")
    @app_commands.describe(gift="Which gift")
    async def restore(self, interaction: discord.Interaction[GiftBot], gift: str) -> None:
        """Put a retired gift back on the list."""
        conversation = await managing(interaction)
        if conversation is None:
            return
        retired = (await conversation.catalogue()).find_retired(gift)
        item = retired or await self._find(conversation, gift)
        if item is None:
            return
        if not item.retired:
            await conversation.say(conversation.words.offered_already(item))
            return
        outcome = await self._edit(conversation, item.number, retired=False)
        if outcome:
            await self._done(conversation, conversation.words.gift_restored(_item(outcome)))

    @edit.autocomplete("gift")
    @retire.autocomplete("gift")
    async def suggest_offered(
        self, interaction: discord.Interaction[GiftBot], current: str
    ) -> list[app_commands.Choice[str]]:
        """The gifts on offer that what was typed so far may mean."""
        conversation = Conversation(self.house, interaction)
        return _choices(conversation, await gifts_like(conversation, current))

    @restore.autocomplete("gift")
    async def suggest_retired(
        self, interaction: discord.Interaction[GiftBot], current: str
    ) -> list[app_commands.Choice[str]]:
        """The retired gifts that what was typed so far may mean."""
        conversation = Conversation(self.house, interaction)
        catalogue, wanted = await conversation.catalogue(), plain(current)
        retired = [item for item in catalogue if item.retired and wanted in plain(item.name)]
        return _choices(conversation, retired)

    async def confirm_retirement(self, conversation: Conversation, pressed: RetireGift) -> None:
        """Take the gift off the list, under the key of the question: pressed twice, done once."""
        if not await conversation.may(Right.MANAGE):
            return
        conversation.in_place = True
        outcome = await self._edit(conversation, pressed.item, key=str(pressed.key), retired=True)
        if outcome:
            await self._done(conversation, conversation.words.gift_retired(_item(outcome)))

    async def keep(self, conversation: Conversation, pressed: KeepGift) -> None:
        """Leave the gift on the list."""
        conversation.in_place = True
        await conversation.answer(card(conversation.words.gift_kept))

    async def _checked(self, conversation: Conversation, emoji: str) -> str | None:
        """The emoji as Discord writes it, if it knows it now; if not, they are told.

        Discord refuses a whole menu for one emoji that it does not know. Which are Unicode's, the
        ledger tells; which are this server's own, only Discord does.
        """
        number = custom_emoji_id(emoji.strip())
        if number is None or conversation.interaction.guild is None:
            return emoji
        guild = conversation.interaction.guild
        try:
            asked = asyncio.wait_for(guild.fetch_emoji(number), PATIENCE_SECONDS)
            with understood():
                return str(await conversation.in_time(asked))
        except Gone:
            await conversation.refuse(CatalogueRefused(code="emoji", most=MOST_EMOJI_LENGTH))
        except (Declined, Unanswered) as error:
            log.warning("an emoji could not be checked", guild=guild.id, reason=str(error))
            await conversation.say(conversation.words.emoji_unchecked)
        return None

    async def _find(self, conversation: Conversation, text: str) -> Item | None:
        """The gift that a text names, or that a suggestion stood for; if none, they are told."""
        catalogue = await conversation.catalogue()
        number = text.removeprefix("#")
        item = catalogue.find(text) or catalogue.find_retired(text)
        if text.startswith("#") and number.isascii() and number.isdigit():
            item = catalogue.get(int(number)) or item
        if item is None:
            nearest = [near.name for near in catalogue.nearest(text, MOST_NEAREST)]
            await conversation.say(conversation.words.no_gift_to_change(text, nearest))
        return item

    async def _edit(
        self, conversation: Conversation, item: int | None, key: str = "", **parts: Any
    ) -> CatalogueEdited | None:
        """The gift as it is after a change; if it was refused, they are told."""
        outcome = await conversation.ask(
            EditCatalogue(
                guild=conversation.guild,
                key=key or conversation.key,
                actor=conversation.actor,
                item=item,
                **parts,
            )
        )
        if isinstance(outcome, Refused):
            await conversation.refuse(outcome)
        return outcome if isinstance(outcome, CatalogueEdited) else None

    async def _done(self, conversation: Conversation, sentence: str) -> None:
        done = card(sentence, colour=Colour.DONE)
        await conversation.answer(done)


def _item(outcome: CatalogueEdited) -> Item:
    return Item(outcome.item, outcome.name, outcome.emoji, outcome.price, outcome.retired)


def _choices(conversation: Conversation, items: Iterable[Item]) -> list[app_commands.Choice[str]]:
    """Gifts to choose from; each stands for its number, for retired ones may share a name."""
    return choices({f"#{item.number}": conversation.words.item(item) for item in items})
