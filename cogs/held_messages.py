"""Messages that wait for a moderator: the list of them, and the buttons that decide."""

from typing import Final

from bot.cards.messages import held_card
from bot.client import GiftBot
from bot.controls.messages import HeldPage, JudgeInList, JudgeMessage
from bot.conversation import Conversation
from bot.ledger.outcomes import Refused
from bot.ledger.outcomes.live import MessageDecided
from bot.ledger.requests.live import DecideMessage
from bot.rights import Right
from bot.storage.messages import held_messages

MESSAGES_A_PAGE: Final = 5
"""Each is six components, and a message may have forty."""


class HeldMessages:
    """What moderators see of messages that wait, and do about them."""

    def __init__(self, bot: GiftBot) -> None:
        """Serve them for `bot`."""
        self.house = bot.house
        bot.handle({JudgeMessage: self.judge, JudgeInList: self.judge_in_list, HeldPage: self.turn})

    async def open(self, conversation: Conversation) -> None:
        """Show what waits, longest first."""
        if await conversation.may(Right.MODERATE):
            await self._show(conversation, HeldPage("first", conversation.actor.user_id, 0))

    async def turn(self, conversation: Conversation, page: HeldPage) -> None:
        """Show another page."""
        conversation.in_place = True
        if await conversation.may(Right.MODERATE):
            await self._show(conversation, page)

    async def judge(self, conversation: Conversation, pressed: JudgeMessage) -> None:
        """Decide about the message that an entry of the log lays before the moderators."""
        if await conversation.may(Right.MODERATE):
            await conversation.say(
                await self._judge(conversation, pressed.seq, approve=pressed.approve == 1)
            )

    async def judge_in_list(self, conversation: Conversation, pressed: JudgeInList) -> None:
        """Decide about one of a list, and show what else waits."""
        if not await conversation.may(Right.MODERATE):
            return
        conversation.in_place = True
        note = await self._judge(conversation, pressed.seq, approve=pressed.approve == 1)
        await self._show(conversation, HeldPage("", pressed.owner, pressed.after), note)

    async def _judge(self, conversation: Conversation, seq: int, *, approve: bool) -> str:
        """Decide, and what is to be said of that."""
        outcome = await conversation.ask(
            DecideMessage(
                guild=conversation.guild,
                key=conversation.key,
                actor=conversation.actor,
                seq=seq,
                approve=approve,
            )
        )
        if isinstance(outcome, MessageDecided):
            return conversation.words.judged(seq, approved=outcome.approved)
        assert isinstance(outcome, Refused)
        return await conversation.reason(outcome)

    async def _show(self, conversation: Conversation, page: HeldPage, note: str = "") -> None:
        found = await conversation.in_time(
            held_messages(
                self.house.reader, conversation.guild, after=page.after, limit=MESSAGES_A_PAGE
            )
        )
        if page.after and not found.messages:
            # All of this page are decided: what waits longest comes next.
            await self._show(conversation, HeldPage("first", page.owner, 0), note)
            return
        await conversation.answer(held_card(conversation.words, found, page, note))
