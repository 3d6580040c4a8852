"""Messages that wait for a moderator: the list of them, and the buttons that decide."""

from discord import ui

from bot.cards.messages import held_card
from bot.cards.requests import Told
from bot.client import GiftBot
from bot.controls.messages import HeldPage, JudgeInList, JudgeMessage
from bot.controls.requests import FROM_LOG, ListPage
from bot.conversation import Conversation
from bot.ledger.outcomes import Refused
from bot.ledger.outcomes.live import MessageDecided
from bot.ledger.requests.live import DecideMessage
from bot.rights import Right
from bot.storage.messages import HeldMessage, held_messages
from bot.storage.paging import Waiting
from cogs.requests import RequestList


class HeldMessages:
    """What moderators see of messages that wait, and do about them."""

    def __init__(self, bot: GiftBot) -> None:
        """Serve them for `bot`."""
        self.requests = RequestList(bot, HeldPage, held_messages, self._lay_out)
        bot.handle({JudgeMessage: self.judge_in_log, JudgeInList: self.judge_in_list})

    @staticmethod
    async def _lay_out(
        conversation: Conversation, found: Waiting[HeldMessage], page: ListPage, told: Told
    ) -> ui.LayoutView:
        return held_card(conversation.words, found, page, told)

    async def judge_in_log(self, conversation: Conversation, pressed: JudgeMessage) -> None:
        """Decide about the message that an entry of the log lays before the moderators."""
        await self._judge(conversation, pressed, FROM_LOG)

    async def judge_in_list(self, conversation: Conversation, pressed: JudgeInList) -> None:
        """Decide about one of a list, and show what else waits."""
        await self._judge(conversation, pressed, pressed.after)

    async def _judge(
        self, conversation: Conversation, pressed: JudgeMessage | JudgeInList, after: int
    ) -> None:
        if not await conversation.may(Right.MODERATE):
            return
        conversation.in_place = after != FROM_LOG
        outcome = await conversation.ask(
            DecideMessage(
                guild=conversation.guild,
                key=conversation.key,
                actor=conversation.actor,
                seq=pressed.seq,
                approve=pressed.approve == 1,
            )
        )
        if isinstance(outcome, MessageDecided):
            note = conversation.words.judged(pressed.seq, approved=outcome.approved)
        else:
            assert isinstance(outcome, Refused)
            note = await conversation.reason(outcome)
        await self.requests.tell(conversation, Told(pressed.seq, note), after)
