"""What members asked to buy: the list of what waits, and the buttons that decide."""

from typing import Final

from bot.cards.purchases import decline_form, purchases_card
from bot.client import GiftBot
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
from bot.storage.shop import purchase, waiting_purchases

PURCHASES_A_PAGE: Final = 5
"""Each is five components, and a message may have forty."""
_FROM_LOG: Final = -1
"""Where a form goes back to that was opened by an entry of the log: nowhere."""


class WaitingList:
    """What moderators see of requests to buy, and do about them."""

    def __init__(self, bot: GiftBot) -> None:
        """Serve them for `bot`."""
        self.house = bot.house
        bot.handle(
            {
                PurchasesPage: self.turn,
                ConfirmInList: self.confirm,
                DeclineInList: self.ask_why,
                ConfirmInLog: self.confirm_in_log,
                DeclineInLog: self.ask_why_in_log,
                DeclineForm: self.decline,
            }
        )

    async def open(self, conversation: Conversation) -> None:
        """Show what waits, longest first."""
        if await conversation.may(Right.MODERATE):
            await self._show(conversation, PurchasesPage("first", conversation.actor.user_id, 0))

    async def turn(self, conversation: Conversation, page: PurchasesPage) -> None:
        """Show another page."""
        conversation.in_place = True
        if await conversation.may(Right.MODERATE):
            await self._show(conversation, page)

    async def confirm(self, conversation: Conversation, pressed: ConfirmInList) -> None:
        """Say that it was paid for, and show what else waits."""
        if not await conversation.may(Right.MODERATE):
            return
        conversation.in_place = True
        note = await self._decide(conversation, conversation.key, pressed.purchase)
        await self._show(conversation, PurchasesPage("", pressed.owner, pressed.after), note)

    async def confirm_in_log(self, conversation: Conversation, pressed: ConfirmInLog) -> None:
        """Say that what stands in the log was paid for."""
        if await conversation.may(Right.MODERATE):
            await conversation.say(
                await self._decide(conversation, conversation.key, pressed.purchase)
            )

    async def ask_why(self, conversation: Conversation, pressed: DeclineInList) -> None:
        """Ask why one of the list is declined."""
        await self._ask_why(conversation, pressed.purchase, pressed.after)

    async def ask_why_in_log(self, conversation: Conversation, pressed: DeclineInLog) -> None:
        """Ask why what stands in the log is declined."""
        await self._ask_why(conversation, pressed.purchase, _FROM_LOG)

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
        if not await conversation.may(Right.MODERATE):
            return
        reason = conversation.filled_in["reason"]
        conversation.in_place = form.after != _FROM_LOG
        note = await self._decide(conversation, str(form.key), form.purchase, reason)
        if form.after == _FROM_LOG:
            await conversation.say(note)
        else:
            await self._show(conversation, PurchasesPage("", form.owner, form.after), note)

    async def _decide(
        self, conversation: Conversation, key: str, number: int, reason: str | None = None
    ) -> str:
        """Confirm, or decline for a reason, and what is to be said of that."""
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
            return await conversation.reason(outcome)
        found = await conversation.in_time(purchase(self.house.reader, conversation.guild, number))
        buyer = found.buyer.name if found else None
        if isinstance(outcome, PurchaseConfirmed):
            return conversation.words.purchase_confirmed(outcome, buyer)
        assert isinstance(outcome, PurchaseDeclined)
        return conversation.words.purchase_declined(outcome, buyer)

    async def _show(self, conversation: Conversation, page: PurchasesPage, note: str = "") -> None:
        reader, guild, after = self.house.reader, conversation.guild, page.after
        found = await conversation.in_time(
            waiting_purchases(reader, guild, after=after, limit=PURCHASES_A_PAGE)
        )
        if after and not found.purchases:
            # All of this page are decided: what waits longest comes next.
            await self._show(conversation, PurchasesPage("first", page.owner, 0), note)
            return
        await conversation.answer(purchases_card(conversation.words, found, page, note))
