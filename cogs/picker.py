"""The picker: which gift, for whom and how many, chosen step by step."""

from dataclasses import replace

from bot.attendance import Present
from bot.cards.gifts import picker_card
from bot.client import GiftBot
from bot.controls.gifts import PickGift
from bot.controls.live import OpenPicker
from bot.controls.shows import GiftForShow
from bot.conversation import Conversation
from cogs.wallet import visit


class Picker:
    """Shows what was picked so far, by one who sends a gift."""

    def __init__(self, bot: GiftBot) -> None:
        """Serve it for `bot`: its menus, and the buttons that all see and that open it."""
        bot.handle({GiftForShow: self.open, OpenPicker: self.open, PickGift: self.pick})

    async def open(self, conversation: Conversation, pressed: OpenPicker | GiftForShow) -> None:
        """Let whoever pressed a button that all see pick a gift for who it is about."""
        found = await conversation.recipient(pressed.to)
        if found is None:
            await conversation.say(conversation.words.not_a_member)
            return
        picked = PickGift(
            part="",
            key=conversation.interaction.id,
            owner=conversation.actor.user_id,
            to=pressed.to,
            item=0,
            quantity=1,
            page=0,
            noted=0,
        )
        await self.show(conversation, picked, found)

    async def pick(self, conversation: Conversation, picked: PickGift) -> None:
        """Show the picker again with what was just picked."""
        conversation.in_place = True
        chosen = conversation.picked
        if picked.part == "item" and chosen:
            item = (await conversation.catalogue()).find(chosen[0])
            picked = replace(picked, item=item.number if item else 0)
        elif picked.part == "to":
            picked = replace(picked, to=conversation.picked_id)
        found = await conversation.recipient(picked.to) if picked.to else None
        picked = replace(picked, to=found.person.user_id if found else 0)
        await self.show(conversation, picked, found)

    async def show(
        self, conversation: Conversation, picked: PickGift, recipient: Present | None
    ) -> None:
        """Show what was picked so far, with what the one who picks can spend."""
        view = await visit(conversation)
        layout = picker_card(
            conversation.words,
            await conversation.catalogue(),
            picked,
            to=recipient.person.name if recipient else None,
            purse=view.purse,
        )
        await conversation.answer(layout)
