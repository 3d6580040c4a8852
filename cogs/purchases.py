"""What members asked to buy: the list of what waits, and the buttons that decide."""

from discord import ui

from bot.cards.purchases import decline_form, purchases_card
from bot.cards.requests import Told
from bot.client import GiftBot
from bot.controls.requests import FROM_LOG, ListPage
from bot.controls.shop import (
    ConfirmInList,
    ConfirmInLog,
    DeclineForm,
    DeclineInList,
    DeclineInLog,
    PurchasesPage,
)
from bot.conversation import Conversation
from bot.ledger.outcomes import Refused
from bot.ledger.outcomes.shop import NoSuchPurchase, PurchaseConfirmed, PurchaseDeclined
from bot.ledger.requests.shop import DecidePurchase
from bot.rights import Right
from bot.storage.paging import Waiting
from bot.storage.shop import WaitingPurchase, purchase, waiting_purchases
from cogs.requests import RequestList


class WaitingList:
    """What moderators see of requests to buy, and do about them."""

    def __init__(self, bot: GiftBot) -> None:
        """Serve them for `bot`."""
        self.house = bot.house
        self.requests = RequestList(bot, PurchasesPage, waiting_purchases, self._lay_out)
        bot.handle(
            {
                ConfirmInList: self.confirm,
                DeclineInList: self.ask_why,
                ConfirmInLog: self.confirm_in_log,
                DeclineInLog: self.ask_why_in_log,
                DeclineForm: self.decline,
            }
        )

    @staticmethod
    async def _lay_out(
        conversation: Conversation, found: Waiting[WaitingPurchase], page: ListPage, told: Told
    ) -> ui.LayoutView:
        return purchases_card(conversation.words, found, page, told)

    async def confirm(self, conversation: Conversation, pressed: ConfirmInList) -> None:
        """Say that it was paid for, and show what else waits."""
        await self._decide(conversation, conversation.key, pressed.purchase, pressed.after)

    async def confirm_in_log(self, conversation: Conversation, pressed: ConfirmInLog) -> None:
        """Say that what stands in the log was paid for."""
        await self._decide(conversation, conversation.key, pressed.purchase, FROM_LOG)

    async def ask_why(self, conversation: Conversation, pressed: DeclineInList) -> None:
        """Ask why one of the list is declined."""
        await self._ask_why(conversation, pressed.purchase, pressed.after)

    async def ask_why_in_log(self, conversation: Conversation, pressed: DeclineInLog) -> None:
        """Ask why what stands in the log is declined."""
        await self._ask_why(conversation, pressed.purchase, FROM_LOG)

    async def _ask_why(self, conversation: Conversation, number: int, after: int) -> None:
        if not await conversation.may(Right.MODERATE):
            return
        found = await conversation.in_time(purchase(self.house.reader, conversation.guild, number))
        if found is None:
            await conversation.refuse(NoSuchPurchase(purchase=number))
            return
        owner = conversation.actor.user_id
        form = DeclineForm(conversation.interaction.id, owner, number, after)
        await conversation.open(decline_form(conversation.words, found, form))

    async def decline(self, conversation: Conversation, form: DeclineForm) -> None:
        """Decline for the reason that was filled in."""
        reason = conversation.filled_in["reason"]
        await self._decide(conversation, str(form.key), form.purchase, form.after, reason)

    async def _decide(
        self,
        conversation: Conversation,
        key: str,
        number: int,
        after: int,
        reason: str | None = None,
    ) -> None:
        """Confirm, or decline for a reason, and tell what came of it."""
        if not await conversation.may(Right.MODERATE):
            return
        conversation.in_place = after != FROM_LOG
        outcome = await conversation.ask(
            DecidePurchase(
                guild=conversation.guild,
                key=key,
                actor=conversation.actor,
                purchase=number,
                confirm=reason is None,
                reason=reason or "",
            )
        )
        if isinstance(outcome, Refused):
            note = await conversation.reason(outcome)
        else:
            assert isinstance(outcome, PurchaseConfirmed | PurchaseDeclined)
            note = await self._decided(conversation, outcome)
        await self.requests.tell(conversation, Told(number, note), after)

    async def _decided(
        self, conversation: Conversation, outcome: PurchaseConfirmed | PurchaseDeclined
    ) -> str:
        found = await conversation.in_time(
            purchase(self.house.reader, conversation.guild, outcome.purchase)
        )
        buyer = found.buyer.name if found else None
        if isinstance(outcome, PurchaseConfirmed):
            return conversation.words.purchase_confirmed(outcome, buyer)
        return conversation.words.purchase_declined(outcome, buyer)
