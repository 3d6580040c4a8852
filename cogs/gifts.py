"""Sending gifts: `/gift`, the picker, the form behind a member's menu, and their buttons."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import discord
from discord import app_commands
from discord.ext import commands

from bot.cards.gifts import (
    confirmation_card,
    gift_form,
    nearest_card,
    picker_card,
    receipt_card,
    short_card,
)
from bot.cards.layout import card
from bot.client import GiftBot
from bot.controls.gifts import (
    ConfirmGift,
    Dismiss,
    GiftForm,
    PickGift,
    SendAgain,
    SendInstead,
    SendOne,
)
from bot.conversation import Conversation, person_of
from bot.drafts import Drafts
from bot.ledger.catalogue import Item
from bot.ledger.outcomes import GiftSent, InsufficientCoins, Refused, RetiredGift, UnknownGift
from bot.ledger.requests import MOST_MESSAGE_LENGTH, MOST_QUANTITY, Person, SendGift
from bot.ledger.rules import needs_confirmation
from bot.storage.operations import gift as read_gift
from bot.storage.statements import WalletView, last_recipient
from cogs.wallet import welcome

MOST_NEAREST: Final = 3
MOST_CHOICES: Final = 25
"""How many suggestions Discord shows while somebody types, and how many lines a menu has."""
CHEAPEST_CHOICES: Final = 10
"""How many of a menu's lines are for the gifts that everybody sends."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A gift somebody means to send, before the ledger is asked."""

    item: Item
    to: Person
    quantity: int = 1
    message: str = ""
    to_roles: tuple[int, ...] = ()


class GiftsCog(commands.Cog):
    """The commands and controls that send gifts."""

    def __init__(self, bot: GiftBot) -> None:
        """Serve them for `bot`."""
        self.bot = bot
        self.house = bot.house
        self._drafts = Drafts()
        self._menu = app_commands.ContextMenu(name="Send a gift", callback=self.open_form)

    async def cog_load(self) -> None:
        """Add the member's menu, and say what the controls do."""
        self.bot.tree.add_command(self._menu)
        self.bot.handle(
            {
                ConfirmGift: self.confirm,
                SendInstead: self.confirm,
                SendAgain: self.send_again,
                SendOne: self.send_one,
                PickGift: self.pick,
                GiftForm: self.take_form,
                Dismiss: self.dismiss,
            }
        )

    @app_commands.command(name="gift", description="Send a gift")
    @app_commands.describe(
        gift="What to send; leave it out to see them all",
        to="Who gets it; the last one you sent to, if you leave it out",
        count="How many, 1 to 999",
        message="A few words that go with it",
    )
    async def gift(
        self,
        interaction: discord.Interaction[GiftBot],
        gift: str | None = None,
        to: discord.Member | discord.User | None = None,
        count: app_commands.Range[int, 1, MOST_QUANTITY] = 1,
        message: app_commands.Range[str, 1, MOST_MESSAGE_LENGTH] | None = None,
    ) -> None:
        """Send a gift, or ask for what is missing."""
        conversation = Conversation(self.house, interaction)
        catalogue = await conversation.catalogue()
        item = catalogue.find(gift) if gift else None
        if isinstance(to, discord.User) and not to.bot:
            await conversation.say(conversation.words.not_a_member)
            return
        recipient = person_of(to) if to else await self._last_recipient(conversation)
        if gift and item is None:
            await self._suggest(conversation, gift, recipient, count, message or "")
        elif item and recipient:
            roles = await self._roles(conversation, recipient, to)
            await self._send(conversation, Wish(item, recipient, count, message or "", roles))
        else:
            picked = PickGift(
                part="",
                key=interaction.id,
                owner=interaction.user.id,
                to=recipient.user_id if recipient else 0,
                item=item.number if item else 0,
                quantity=count,
                page=0,
                noted=self._drafts.keep(conversation.key, message or ""),
            )
            await self._show_picker(conversation, picked, recipient)

    @gift.autocomplete("gift")
    async def suggest(
        self, interaction: discord.Interaction[GiftBot], current: str
    ) -> list[app_commands.Choice[str]]:
        """The gifts that what was typed so far may mean, with emoji and price."""
        conversation = Conversation(self.house, interaction)
        catalogue = await conversation.catalogue()
        items = catalogue.nearest(current, MOST_CHOICES) if current else catalogue.offered
        return [
            app_commands.Choice(name=conversation.words.item(item), value=item.name)
            for item in items[:MOST_CHOICES]
        ]

    async def open_form(
        self, interaction: discord.Interaction[GiftBot], member: discord.Member
    ) -> None:
        """Ask, in a form, what to send to the member whose menu was opened."""
        conversation = Conversation(self.house, interaction)
        view = await conversation.wallet()
        welcomed = await welcome(conversation, view)
        purse = (await conversation.wallet()).purse if welcomed else view.purse
        catalogue = await conversation.catalogue()
        affordable = [item for item in catalogue.offered if item.price <= purse.all_coins]
        if affordable:
            to = person_of(member)
            await conversation.open(gift_form(conversation.words, to, spread(affordable)))
        else:
            await conversation.say(
                conversation.words.nothing_affordable(purse),
                conversation.words.ways_to_coins(purse),
            )

    async def take_form(self, conversation: Conversation, form: GiftForm) -> None:
        """Send what was filled in."""
        words = conversation.words
        filled_in = conversation.filled_in
        quantity = filled_in["count"].strip() or "1"
        item = (await conversation.catalogue()).find(filled_in["gift"])
        found = await conversation.recipient(form.to)
        if not (quantity.isascii() and quantity.isdigit() and len(quantity) <= 3):
            await conversation.say(words.form_count_refused)
        elif item is None:
            await conversation.refuse(UnknownGift(item=0))
        elif found is None:
            await conversation.say(words.not_a_member)
        else:
            message = filled_in["message"].strip()
            await self._send(conversation, Wish(item, found[0], int(quantity), message, found[1]))

    async def pick(self, conversation: Conversation, picked: PickGift) -> None:
        """Show the picker again with what was just picked."""
        conversation.in_place = True
        chosen = conversation.picked
        if picked.part == "item" and chosen:
            item = (await conversation.catalogue()).find(chosen[0])
            picked = replace(picked, item=item.number if item else 0)
        elif picked.part == "to":
            picked = replace(picked, to=int(chosen[0]) if chosen else 0)
        found = await conversation.recipient(picked.to) if picked.to else None
        await self._show_picker(conversation, picked, found[0] if found else None)

    async def _show_picker(
        self, conversation: Conversation, picked: PickGift, recipient: Person | None
    ) -> None:
        view = await conversation.wallet()
        if await welcome(conversation, view):
            view = await conversation.wallet()
        layout = picker_card(
            conversation.words,
            await conversation.catalogue(),
            picked,
            to=recipient.name if recipient else None,
            purse=view.purse,
        )
        if conversation.in_place:
            await conversation.update(layout)
        else:
            await conversation.show(layout)

    async def confirm(self, conversation: Conversation, pressed: ConfirmGift) -> None:
        """Send what was shown, at the price that was shown; pressed twice, it is sent once."""
        conversation.in_place = True
        instead = isinstance(pressed, SendInstead)
        message = self._drafts.recall(str(pressed.key)) if pressed.noted else ""
        item = (await conversation.catalogue()).get(pressed.item)
        found = await conversation.recipient(pressed.to)
        if item is None:
            await conversation.refuse(UnknownGift(item=pressed.item))
        elif found is None:
            await conversation.say(conversation.words.not_a_member)
        elif message is None:
            await conversation.say(conversation.words.lost_message)
        else:
            key = f"{pressed.key}:instead:{pressed.item}" if instead else str(pressed.key)
            wish = Wish(item, found[0], pressed.quantity, message, found[1])
            await self._submit(conversation, wish, key, pressed.price)

    async def send_again(self, conversation: Conversation, pressed: SendAgain) -> None:
        """Send the same once more, as a gift of its own."""
        item = (await conversation.catalogue()).get(pressed.item)
        found = await conversation.recipient(pressed.to)
        if item is None or item.retired:
            await self._refuse_item(conversation, pressed.item, item)
        elif found is None:
            await conversation.say(conversation.words.not_a_member)
        else:
            await self._send(conversation, Wish(item, found[0], pressed.quantity, "", found[1]))

    async def send_one(self, conversation: Conversation, pressed: SendOne) -> None:
        """Send one of what somebody else was just thanked for."""
        given = await conversation.in_time(
            read_gift(self.house.reader, conversation.guild, pressed.seq)
        )
        if given is None or given.recipient.user_id is None:
            await conversation.say(conversation.words.expired)
            return
        await self.send_again(
            conversation,
            SendAgain(conversation.actor.user_id, given.recipient.user_id, given.item, 1),
        )

    async def dismiss(self, conversation: Conversation, pressed: Dismiss) -> None:
        """Leave it at that."""
        conversation.in_place = True
        await conversation.update(card(conversation.words.cancelled))

    async def _refuse_item(
        self, conversation: Conversation, number: int, item: Item | None
    ) -> None:
        if item is None:
            await conversation.refuse(UnknownGift(item=number))
        else:
            await conversation.refuse(RetiredGift(item=number, name=item.name))

    async def _send(self, conversation: Conversation, wish: Wish) -> None:
        """Ask once if the gift is large, or send it at once."""
        view = await conversation.wallet()
        if await welcome(conversation, view):
            view = await conversation.wallet()
        if not await self._is_to_be_confirmed(conversation, wish, view):
            await self._submit(conversation, wish, conversation.key)
            return
        confirm = ConfirmGift(
            key=conversation.interaction.id,
            owner=conversation.actor.user_id,
            to=wish.to.user_id,
            item=wish.item.number,
            quantity=wish.quantity,
            price=wish.item.price,
            noted=self._drafts.keep(conversation.key, wish.message),
        )
        await conversation.show(
            confirmation_card(
                conversation.words,
                item=wish.item,
                to=wish.to.name,
                purse=view.purse,
                confirm=confirm,
            )
        )

    async def _is_to_be_confirmed(
        self, conversation: Conversation, wish: Wish, view: WalletView
    ) -> bool:
        """Whether to ask once. What the ledger would refuse anyway is not asked about."""
        total = wish.item.price * wish.quantity
        allowed = (
            view.frozen_seq is None
            and total <= view.purse.all_coins
            and wish.to != conversation.actor
            and not wish.to.is_bot
        )
        settings = await conversation.settings()
        return allowed and needs_confirmation(total, view.purse, settings)

    async def _submit(
        self, conversation: Conversation, wish: Wish, key: str, quoted_price: int | None = None
    ) -> None:
        outcome = await conversation.ask(
            SendGift(
                guild=conversation.guild,
                key=key,
                actor=conversation.actor,
                to=wish.to,
                item=wish.item.number,
                quantity=wish.quantity,
                message=wish.message,
                quoted_price=quoted_price,
                channel=conversation.interaction.channel_id or 0,
                to_roles=wish.to_roles,
            )
        )
        words = conversation.words
        if isinstance(outcome, GiftSent):
            again = SendAgain(
                conversation.actor.user_id, wish.to.user_id, outcome.item, outcome.quantity
            )
            receipt = receipt_card(words, outcome, wish.to.name, again)
            if conversation.in_place:
                await conversation.update(receipt)
            else:
                await conversation.show(receipt)
        elif isinstance(outcome, InsufficientCoins):
            await self._show_short(conversation, wish, outcome)
        elif isinstance(outcome, Refused):
            await conversation.refuse(outcome)

    async def _show_short(
        self, conversation: Conversation, wish: Wish, outcome: InsufficientCoins
    ) -> None:
        """Tell what is missing, and offer what fits."""
        catalogue = await conversation.catalogue()
        fits = catalogue.get(outcome.affordable)
        instead = fits and self._instead(conversation, wish.to, fits)
        view = await conversation.wallet()
        await conversation.show(
            short_card(conversation.words, outcome, catalogue, view.purse, instead)
        )

    def _instead(self, conversation: Conversation, to: Person, item: Item) -> SendInstead:
        return SendInstead(
            key=conversation.interaction.id,
            owner=conversation.actor.user_id,
            to=to.user_id,
            item=item.number,
            quantity=1,
            price=item.price,
            noted=0,
        )

    async def _suggest(
        self,
        conversation: Conversation,
        text: str,
        recipient: Person | None,
        count: int,
        message: str,
    ) -> None:
        """Tell that no gift has this name, and offer those that come nearest."""
        catalogue = await conversation.catalogue()
        retired = catalogue.find_retired(text)
        if retired:
            await conversation.refuse(RetiredGift(item=retired.number, name=retired.name))
            return
        nearest = catalogue.nearest(text, MOST_NEAREST)
        noted = self._drafts.keep(conversation.key, message)
        buttons = {
            item: ConfirmGift(
                key=conversation.interaction.id,
                owner=conversation.actor.user_id,
                to=recipient.user_id,
                item=item.number,
                quantity=count,
                price=item.price,
                noted=noted,
            )
            for item in nearest
            if recipient
        }
        await conversation.show(
            nearest_card(conversation.words, text, [item.name for item in nearest], buttons)
        )

    async def _last_recipient(self, conversation: Conversation) -> Person | None:
        last = await conversation.in_time(
            last_recipient(self.house.reader, conversation.guild, conversation.actor.user_id)
        )
        if last is None or last.user_id is None or last.name is None:
            return None
        return Person(last.user_id, last.name)

    async def _roles(
        self,
        conversation: Conversation,
        recipient: Person,
        member: discord.Member | discord.User | None,
    ) -> tuple[int, ...]:
        """The roles of who is to receive, where the guild asks for one."""
        if isinstance(member, discord.Member):
            return tuple(role.id for role in member.roles)
        found = await conversation.recipient(recipient.user_id)
        return found[1] if found else ()


def spread(items: Sequence[Item]) -> Sequence[Item]:
    """As many gifts as a menu holds, from the cheapest and the dearest end of a longer list."""
    if len(items) <= MOST_CHOICES:
        return items
    return [*items[:CHEAPEST_CHOICES], *items[CHEAPEST_CHOICES - MOST_CHOICES :]]


async def setup(bot: GiftBot) -> None:
    """Add the commands to the bot."""
    await bot.add_cog(GiftsCog(bot))
