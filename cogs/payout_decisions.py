"""What moderators do about payouts: the list of open ones, with the buttons that decide."""

from bot.cards.payouts import PAYOUTS_ON_PAGE, open_payouts_card, payment_form, rejection_form
from bot.client import GiftBot
from bot.controls.payouts import (
    ApproveInList,
    AskPayment,
    AskRejection,
    OpenPayoutsPage,
    PaymentForm,
    RejectionForm,
)
from bot.conversation import Conversation
from bot.ledger.outcomes import Outcome, Refused
from bot.ledger.outcomes.payouts import (
    PayoutApproved,
    PayoutPaid,
    PayoutRejected,
)
from bot.ledger.requests.payouts import (
    ApprovePayout,
    CompletePayout,
    OfPayout,
    RejectPayout,
)
from bot.rights import Right
from bot.storage.payouts import PayoutView, open_payouts, payout

_STAND_IN = "?"
"""A reason or reference for foreseeing what would come of it, before it is asked for."""


class PayoutDecisions:
    """What moderators see of open payouts, and do about them."""

    def __init__(self, bot: GiftBot) -> None:
        """Serve them for `bot`."""
        self.house = bot.house
        bot.handle(
            {
                OpenPayoutsPage: self.turn,
                ApproveInList: self.approve,
                AskRejection: self.ask_rejection,
                RejectionForm: self.reject,
                AskPayment: self.ask_payment,
                PaymentForm: self.complete,
            }
        )

    async def open(self, conversation: Conversation) -> None:
        """Show what is open, oldest first."""
        if await conversation.may(Right.MODERATE):
            await self._show(conversation, OpenPayoutsPage("first", conversation.actor.user_id, 0))

    async def turn(self, conversation: Conversation, page: OpenPayoutsPage) -> None:
        """Show another page."""
        conversation.in_place = True
        if await conversation.may(Right.MODERATE):
            await self._show(conversation, page)

    async def approve(self, conversation: Conversation, pressed: ApproveInList) -> None:
        """Approve one of the list, and show what else is open."""
        if await conversation.may(Right.MODERATE):
            request = ApprovePayout(
                guild=conversation.guild,
                key=conversation.key,
                actor=conversation.actor,
                payout=pressed.payout,
            )
            await self._decide(conversation, request, pressed.after)

    async def ask_rejection(self, conversation: Conversation, pressed: AskRejection) -> None:
        """Ask why one of the list is rejected; what would be refused is told at once."""
        if await conversation.may(Right.MODERATE):
            form = RejectionForm(pressed.owner, pressed.payout, pressed.after)
            await self._open(conversation, self._rejection(conversation, form.payout), form)

    async def reject(self, conversation: Conversation, form: RejectionForm) -> None:
        """Reject what was asked about."""
        if await conversation.may(Right.MODERATE):
            written = conversation.filled_in["written"]
            request = self._rejection(conversation, form.payout, written)
            await self._decide(conversation, request, form.after)

    async def ask_payment(self, conversation: Conversation, pressed: AskPayment) -> None:
        """Ask under which reference one of the list was paid, as above."""
        if await conversation.may(Right.MODERATE):
            form = PaymentForm(pressed.owner, pressed.payout, pressed.after)
            await self._open(conversation, self._payment(conversation, form.payout), form)

    async def complete(self, conversation: Conversation, form: PaymentForm) -> None:
        """Enter that what was asked about is paid."""
        if await conversation.may(Right.MODERATE):
            written = conversation.filled_in["written"]
            request = self._payment(conversation, form.payout, written)
            await self._decide(conversation, request, form.after)

    async def _open(
        self, conversation: Conversation, request: OfPayout, form: RejectionForm | PaymentForm
    ) -> None:
        """Open a form for what is missing of a request, or tell why it would be refused."""
        foreseen = await conversation.foresee(request)
        found = await self._read(conversation, form.payout)
        if found and isinstance(form, RejectionForm) and isinstance(foreseen, PayoutRejected):
            await conversation.open(rejection_form(conversation.words, found, form))
        elif found and isinstance(form, PaymentForm) and isinstance(foreseen, PayoutPaid):
            await conversation.open(payment_form(conversation.words, found, form))
        elif isinstance(foreseen, Refused):
            await self._tell(conversation, foreseen, form.after)

    @staticmethod
    def _rejection(
        conversation: Conversation, number: int, reason: str = _STAND_IN
    ) -> RejectPayout:
        return RejectPayout(
            guild=conversation.guild,
            key=conversation.key,
            actor=conversation.actor,
            payout=number,
            reason=reason,
        )

    @staticmethod
    def _payment(
        conversation: Conversation, number: int, reference: str = _STAND_IN
    ) -> CompletePayout:
        return CompletePayout(
            guild=conversation.guild,
            key=conversation.key,
            actor=conversation.actor,
            payout=number,
            reference=reference,
        )

    async def _read(self, conversation: Conversation, number: int) -> PayoutView | None:
        return await conversation.in_time(payout(self.house.reader, conversation.guild, number))

    async def _decide(self, conversation: Conversation, request: OfPayout, after: int) -> None:
        """Have it decided, and show what came of it above what else is open."""
        conversation.in_place = True
        outcome = await conversation.ask(request)
        await self._tell(conversation, outcome, after)

    async def _tell(self, conversation: Conversation, outcome: Outcome, after: int) -> None:
        conversation.in_place = True
        if isinstance(outcome, PayoutApproved | PayoutRejected | PayoutPaid):
            found = await self._read(conversation, outcome.payout)
            name = found.creator.name if found else None
            note = conversation.words.payout_decided(outcome, name)
        else:
            assert isinstance(outcome, Refused)
            note = await conversation.reason(outcome)
        page = OpenPayoutsPage("", conversation.actor.user_id, after)
        await self._show(conversation, page, note)

    async def _show(
        self, conversation: Conversation, page: OpenPayoutsPage, note: str = ""
    ) -> None:
        found = await conversation.in_time(
            open_payouts(
                self.house.reader, conversation.guild, after=page.after, limit=PAYOUTS_ON_PAGE
            )
        )
        if page.after and not found.payouts:
            # All of this page are over: what waits longest comes next.
            await self._show(conversation, OpenPayoutsPage("first", page.owner, 0), note)
            return
        await conversation.answer(open_payouts_card(conversation.words, found, page, note))
