"""Sending gifts: `/gift`, the form behind a member's menu, and the buttons that send."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import discord
from discord import app_commands
from discord.ext import commands

from bot.attendance import Present, has_left, person_of, present
from bot.cards.gifts import (
    confirmation_card,
    gift_form,
    nearest_card,
    receipt_card,
    short_card,
)
from bot.cards.layout import MOST_OPTIONS, card
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
from bot.controls.shows import QuickGift
from bot.conversation import Conversation
from bot.drafts import Drafts
from bot.ledger.catalogue import Item
from bot.ledger.money import Purse
from bot.ledger.outcomes import (
    GiftSent,
    InsufficientCoins,
    Outcome,
    Refused,
    UnknownGift,
)
from bot.ledger.requests import MOST_QUANTITY, SendGift
from bot.ledger.rules import needs_confirmation
from bot.ledger.tiers import MOST_CHARACTERS
from bot.storage.messages import held_among
from bot.storage.operations import gift as read_gift
from bot.storage.operations import operation_under
from bot.storage.shows import show_in
from bot.storage.statements import last_recipient
from cogs.counting import count_up, is_own, row_of
from cogs.picker import Picker
from cogs.suggestions import gift_choices, no_such_gift
from cogs.wallet import visit

CHEAPEST_CHOICES: Final = 10
"""How many of a menu's lines are for the gifts that everybody sends."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A gift somebody means to send, before the ledger is asked."""

    item: Item
    to: Present
    quantity: int = 1
    message: str = ""


class GiftsCog(commands.Cog):
    """The commands and controls that send gifts."""

    def __init__(self, bot: GiftBot) -> None:
        """Serve them for `bot`."""
        self.bot = bot
        self.house = bot.house
        self._drafts = Drafts()
        self._picker = Picker(bot)
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
                QuickGift: self.send_quickly,
                GiftForm: self.take_form,
                Dismiss: self.dismiss,
            }
        )

    @app_commands.command(name="gift", description="Send a gift")
    @app_commands.describe(
        gift="What to send; leave it out to see them all",
        to="Who gets it; if you leave it out, who is live here, or the last one you sent to",
        count="How many, 1 to 999",
        message="A few words that go with it",
    )
    async def gift(
        self,
        interaction: discord.Interaction[GiftBot],
        gift: str | None = None,
        to: discord.Member | discord.User | None = None,
        count: app_commands.Range[int, 1, MOST_QUANTITY] = 1,
        message: app_commands.Range[str, 1, MOST_CHARACTERS] | None = None,
    ) -> None:
        """Send a gift, or ask for what is missing."""
        conversation = Conversation(self.house, interaction)
        item = (await conversation.catalogue()).find(gift) if gift else None
        if has_left(to):
            await conversation.say(conversation.words.not_a_member)
            return
        recipient = present(to) if to else await self._usual_recipient(conversation)
        if gift and item is None:
            await self._suggest(conversation, gift, recipient, count, message or "")
        elif item and recipient:
            await self._send(conversation, Wish(item, recipient, count, message or ""))
        else:
            picked = PickGift(
                part="",
                key=interaction.id,
                owner=interaction.user.id,
                to=recipient.person.user_id if recipient else 0,
                item=item.number if item else 0,
                quantity=count,
                page=0,
                noted=self._drafts.keep(interaction.user.id, interaction.id, message or ""),
            )
            await self._picker.show(conversation, picked, recipient)

    @gift.autocomplete("gift")
    async def suggest(
        self, interaction: discord.Interaction[GiftBot], current: str
    ) -> list[app_commands.Choice[str]]:
        """The gifts that what was typed so far may mean, with emoji and price."""
        return await gift_choices(Conversation(self.house, interaction), current)

    async def open_form(
        self,
        interaction: discord.Interaction[GiftBot],
        member: discord.Member | discord.User,
    ) -> None:
        """Ask, in a form, what to send to the member whose menu was opened.

        Whoever could be sent nothing is told so at once.
        """
        conversation = Conversation(self.house, interaction)
        if has_left(member):
            await conversation.say(conversation.words.not_a_member)
            return
        purse = (await visit(conversation)).purse
        catalogue = await conversation.catalogue()
        affordable = [item for item in catalogue.offered if item.price <= purse.all_coins]
        if not affordable:
            await conversation.say(
                conversation.words.nothing_affordable(purse),
                conversation.words.ways_to_coins(purse),
            )
            return
        foreseen = await self._foresee(conversation, Wish(affordable[0], present(member)))
        if isinstance(foreseen, Refused):
            await conversation.refuse(foreseen)
        else:
            form = gift_form(conversation.words, person_of(member), spread(affordable))
            await conversation.open(form)

    async def take_form(self, conversation: Conversation, form: GiftForm) -> None:
        """Send what was filled in."""
        filled_in = conversation.filled_in
        count, message = filled_in["count"].strip() or "1", filled_in["message"].strip()
        quantity = int(count) if count.isascii() and count.isdigit() and len(count) <= 3 else 0
        item = (await conversation.catalogue()).find(filled_in["gift"])
        found = await conversation.recipient(form.to)
        if not quantity:
            await conversation.say(conversation.words.form_count_refused)
        elif found is None:
            await conversation.say(conversation.words.not_a_member)
        elif item is None:
            await self._suggest(conversation, filled_in["gift"], found, quantity, message)
        else:
            await self._send(conversation, Wish(item, found, quantity, message))

    async def confirm(self, conversation: Conversation, pressed: ConfirmGift) -> None:
        """Send what was shown, at the price that was shown.

        Pressed twice, it is sent once, and the receipt is shown again whatever changed since.
        """
        conversation.in_place = True
        instead = isinstance(pressed, SendInstead)
        key = f"{pressed.key}:instead:{pressed.item}" if instead else str(pressed.key)
        message = self._drafts.recall(pressed.owner, pressed.key) if pressed.noted else ""
        item = (await conversation.catalogue()).get(pressed.item)
        found = await conversation.recipient(pressed.to)
        if item and found and message is not None:
            wish = Wish(item, found, pressed.quantity, message)
            await self._submit(conversation, wish, key, pressed.price)
        elif sent := await self._sent_under(conversation, key):
            await self._show_receipt(conversation, *sent, pressed.to)
        elif item is None:
            await conversation.refuse(UnknownGift(item=pressed.item))
        elif found is None:
            await conversation.say(conversation.words.not_a_member)
        else:
            await conversation.say(conversation.words.lost_message)

    async def send_again(
        self, conversation: Conversation, pressed: SendAgain, *, counting: int = 0
    ) -> None:
        """Send the same once more, as a gift of its own; `counting`: where it joins this combo,
        it is shown there."""
        item = (await conversation.catalogue()).get(pressed.item)
        found = await conversation.recipient(pressed.to)
        if item is None:
            await conversation.refuse(UnknownGift(item=pressed.item))
        elif found is None:
            await conversation.say(conversation.words.not_a_member)
        elif item.retired:
            await self._suggest(conversation, item.name, found, pressed.quantity, "")
        else:
            wish = Wish(item, found, pressed.quantity)
            await self._send(conversation, wish, counting=counting)

    async def send_one(self, conversation: Conversation, pressed: SendOne) -> None:
        """Send one of what somebody else was just thanked for."""
        given = await conversation.in_time(
            read_gift(self.house.reader, conversation.guild, pressed.seq)
        )
        if given is None or given.recipient.user_id is None:
            await conversation.say(conversation.words.expired)
            return
        again = SendAgain(conversation.actor.user_id, given.recipient.user_id, given.item, 1)
        if not await is_own(conversation, pressed.seq):
            await self.send_again(conversation, again)
            return
        # What is refused or asked is told in private, and the message stays as it is.
        conversation.in_place = True
        with self.bot.announcer.aside(row_of(conversation, pressed.seq)):
            await self.send_again(conversation, again, counting=pressed.seq)

    async def send_quickly(self, conversation: Conversation, pressed: QuickGift) -> None:
        """Send one of the gifts that a live board offers at one press."""
        owner = conversation.actor.user_id
        await self.send_again(conversation, SendAgain(owner, pressed.to, pressed.item, 1))

    async def dismiss(self, conversation: Conversation, pressed: Dismiss) -> None:
        """Leave it at that."""
        conversation.in_place = True
        await conversation.answer(card(conversation.words.cancelled))

    async def _send(self, conversation: Conversation, wish: Wish, *, counting: int = 0) -> None:
        """Ask once if the gift is large, or send it at once."""
        purse = (await visit(conversation)).purse
        if not await self._is_to_be_confirmed(conversation, wish, purse):
            await self._submit(conversation, wish, conversation.key, counting=counting)
            return
        confirm = ConfirmGift(**self._wished(conversation, wish))
        await conversation.show(
            confirmation_card(
                conversation.words,
                item=wish.item,
                to=wish.to.person.name,
                purse=purse,
                confirm=confirm,
            )
        )

    def _wished(self, conversation: Conversation, wish: Wish) -> dict[str, int]:
        """What a button carries that sends a wish, under the key of this interaction."""
        key, owner = conversation.interaction.id, conversation.actor.user_id
        return {
            "key": key,
            "owner": owner,
            "to": wish.to.person.user_id,
            "item": wish.item.number,
            "quantity": wish.quantity,
            "price": wish.item.price,
            "noted": self._drafts.keep(owner, key, wish.message),
        }

    async def _is_to_be_confirmed(
        self, conversation: Conversation, wish: Wish, purse: Purse
    ) -> bool:
        """Whether to ask once. What the ledger would refuse anyway is not asked about."""
        total = wish.item.price * wish.quantity
        if not needs_confirmation(total, purse, await conversation.settings()):
            return False
        return isinstance(await self._foresee(conversation, wish), GiftSent)

    async def _foresee(self, conversation: Conversation, wish: Wish) -> Outcome:
        """What would come of a wish now."""
        request = self._request(conversation, wish, conversation.key)
        return await conversation.foresee(request)

    def _request(
        self, conversation: Conversation, wish: Wish, key: str, quoted_price: int | None = None
    ) -> SendGift:
        return SendGift(
            guild=conversation.guild,
            key=key,
            actor=conversation.actor,
            to=wish.to.person,
            item=wish.item.number,
            quantity=wish.quantity,
            message=wish.message,
            quoted_price=quoted_price,
            channel=conversation.interaction.channel_id or 0,
            to_roles=wish.to.roles,
            own_roles=conversation.own_roles,
        )

    async def _submit(
        self,
        conversation: Conversation,
        wish: Wish,
        key: str,
        quoted_price: int | None = None,
        *,
        counting: int = 0,
    ) -> None:
        outcome = await conversation.ask(self._request(conversation, wish, key, quoted_price))
        if isinstance(outcome, GiftSent):
            is_shown = outcome.combo == counting and await count_up(conversation, counting)
            if is_shown and not conversation.has_more_to_tell:
                return
            to = wish.to.person
            await self._show_receipt(
                conversation, outcome, to.name, to.user_id, alone=bool(counting)
            )
        elif isinstance(outcome, InsufficientCoins):
            await self._show_short(conversation, wish, outcome)
        elif isinstance(outcome, Refused):
            await conversation.refuse(outcome)

    async def _sent_under(
        self, conversation: Conversation, key: str
    ) -> tuple[GiftSent, str] | None:
        """The gift that the one who talks sent under a key before, and the name of who got it.

        For what can no longer be asked of the ledger again: the recipient has left since, or the
        message was forgotten. A refusal took nothing, and nothing is what is told then anyway.
        """
        done = await conversation.in_time(
            operation_under(self.house.reader, conversation.guild, key)
        )
        if done is None or done.actor.user_id != conversation.actor.user_id:
            return None
        if not isinstance(done.outcome, GiftSent) or done.gift is None:
            return None
        return done.outcome, done.gift.recipient.name or conversation.words.nobody

    async def _show_receipt(
        self,
        conversation: Conversation,
        sent: GiftSent,
        to: str,
        user_id: int,
        *,
        alone: bool = False,
    ) -> None:
        """Show the receipt; `alone`: never in the place of a message that everybody reads."""
        again = SendAgain(conversation.actor.user_id, user_id, sent.item, sent.quantity)
        waits = await self._message_waits(conversation, sent)
        receipt = receipt_card(conversation.words, sent, to, again, waits=waits)
        await (conversation.show if alone else conversation.answer)(receipt)

    async def _message_waits(self, conversation: Conversation, sent: GiftSent) -> bool:
        """Whether the message with a gift waits for a moderator."""
        if (await conversation.settings()).messages == "open":
            return False
        held = held_among(self.house.reader, conversation.guild, [sent.seq])
        return sent.seq in await conversation.in_time(held)

    async def _show_short(
        self, conversation: Conversation, wish: Wish, outcome: InsufficientCoins
    ) -> None:
        """Tell what is missing, and offer what fits."""
        catalogue = await conversation.catalogue()
        fits = catalogue.get(outcome.affordable)
        instead = fits and SendInstead(**self._wished(conversation, Wish(fits, wish.to)))
        view = await conversation.wallet()
        await conversation.show(
            short_card(conversation.words, outcome, catalogue, view.purse, instead)
        )

    async def _suggest(
        self,
        conversation: Conversation,
        text: str,
        recipient: Present | None,
        count: int,
        message: str,
    ) -> None:
        """Tell that no gift on offer has this name, and offer those that come nearest."""
        # Whoever misspells their first gift is welcomed all the same.
        await visit(conversation)
        reason, nearest = await no_such_gift(conversation, text)
        wishes = [Wish(item, recipient, count, message) for item in nearest if recipient]
        buttons = [(wish.item, ConfirmGift(**self._wished(conversation, wish))) for wish in wishes]
        await conversation.show(nearest_card(conversation.words, reason, buttons))

    async def _usual_recipient(self, conversation: Conversation) -> Present | None:
        """Whose show runs in this channel, or to whom the last gift went, if they are here."""
        reader, guild, sender = self.house.reader, conversation.guild, conversation.actor.user_id
        channel = conversation.interaction.channel_id or 0
        shown = await conversation.in_time(show_in(reader, guild, channel, but=sender))
        if shown and shown.creator.user_id:
            return await conversation.recipient(shown.creator.user_id)
        last = await conversation.in_time(last_recipient(reader, guild, sender))
        return await conversation.recipient(last.user_id) if last and last.user_id else None


def spread(items: Sequence[Item]) -> Sequence[Item]:
    """As many gifts as a menu holds, from the cheapest and the dearest end of a longer list."""
    if len(items) <= MOST_OPTIONS:
        return items
    return [*items[:CHEAPEST_CHOICES], *items[CHEAPEST_CHOICES - MOST_OPTIONS :]]


async def setup(bot: GiftBot) -> None:
    """Add the commands to the bot."""
    await bot.add_cog(GiftsCog(bot))
