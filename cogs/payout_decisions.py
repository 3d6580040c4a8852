"""What moderators do about payouts: the list of open ones, with the buttons that decide."""

from discord import ui

from bot.cards.origins import origin_card
from bot.cards.payouts import open_payouts_card, payment_form, rejection_form
from bot.cards.requests import Told
from bot.client import GiftBot
from bot.controls.payouts import (
    ApproveInList,
    ApproveInLog,
    AskPayment,
    AskPaymentInLog,
    AskRejection,
    AskRejectionInLog,
    OpenPayoutsPage,
    PaymentForm,
    RejectionForm,
    ShowOrigin,
)
from bot.controls.requests import FROM_LOG, ListPage
from bot.conversation import Conversation
from bot.ledger.outcomes import Outcome, Refused
from bot.ledger.outcomes.payouts import (
    NoSuchPayout,
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
from bot.storage.origins import origins
from bot.storage.paging import Waiting
from bot.storage.payouts import PayoutView, open_payouts, payout
from cogs.requests import RequestList

_STAND_IN = "?"
"""A reason or reference for foreseeing what would come of it, before it is asked for."""


class PayoutDecisions:
    """What moderators see of open payouts, and do about them."""

    def __init__(self, bot: GiftBot) -> None:
        """Serve them for `bot`."""
        self.house = bot.house
        self.requests = RequestList(bot, OpenPayoutsPage, open_payouts, self._lay_out)
        bot.handle(
            {
                ApproveInList: self.approve,
                ApproveInLog: self.approve_in_log,
                AskRejection: self.ask_rejection,
                AskRejectionInLog: self.ask_rejection_in_log,
                RejectionForm: self.reject,
                AskPayment: self.ask_payment,
                AskPaymentInLog: self.ask_payment_in_log,
                PaymentForm: self.complete,
                ShowOrigin: self.show_origin,
            }
        )

    async def _lay_out(
        self,
        conversation: Conversation,
        found: Waiting[PayoutView],
        page: ListPage,
        told: Told,
    ) -> ui.LayoutView:
        known = await conversation.in_time(
            origins(self.house.reader, conversation.guild, found.entries)
        )
        return open_payouts_card(conversation.words, found, page, told, known)

    async def show_origin(self, conversation: Conversation, pressed: ShowOrigin) -> None:
        """Show where the diamonds of one came from."""
        if not await conversation.may(Right.MODERATE):
            return
        found = await self._read(conversation, pressed.payout)
        if found is None:
            await conversation.refuse(NoSuchPayout(payout=pressed.payout))
            return
        known = await conversation.in_time(origins(self.house.reader, conversation.guild, [found]))
        reader = conversation.actor.user_id
        view = origin_card(conversation.words, found, known[found.number], reader)
        await conversation.show(view)

    async def approve(self, conversation: Conversation, pressed: ApproveInList) -> None:
        """Approve one of the list, and show what else is open."""
        await self._approve(conversation, pressed.payout, pressed.after)

    async def approve_in_log(self, conversation: Conversation, pressed: ApproveInLog) -> None:
        """Approve what stands in the log."""
        await self._approve(conversation, pressed.payout, FROM_LOG)

    async def _approve(self, conversation: Conversation, number: int, after: int) -> None:
        request = ApprovePayout(
            guild=conversation.guild,
            key=conversation.key,
            actor=conversation.actor,
            payout=number,
        )
        await self._decide(conversation, request, after)

    async def ask_rejection(self, conversation: Conversation, pressed: AskRejection) -> None:
        """Ask why one of the list is rejected; what would be refused is told at once."""
        await self._ask_why(conversation, pressed.payout, pressed.after)

    async def ask_rejection_in_log(
        self, conversation: Conversation, pressed: AskRejectionInLog
    ) -> None:
        """Ask the same of what stands in the log."""
        await self._ask_why(conversation, pressed.payout, FROM_LOG)

    async def _ask_why(self, conversation: Conversation, number: int, after: int) -> None:
        form = RejectionForm(conversation.actor.user_id, number, after)
        await self._open(conversation, self._rejection(conversation, number), form)

    async def reject(self, conversation: Conversation, form: RejectionForm) -> None:
        """Reject what was asked about."""
        written = conversation.filled_in["reason"]
        request = self._rejection(conversation, form.payout, written)
        await self._decide(conversation, request, form.after)

    async def ask_payment(self, conversation: Conversation, pressed: AskPayment) -> None:
        """Ask under which reference one of the list was paid, as above."""
        await self._ask_reference(conversation, pressed.payout, pressed.after)

    async def ask_payment_in_log(
        self, conversation: Conversation, pressed: AskPaymentInLog
    ) -> None:
        """Ask the same of what stands in the log."""
        await self._ask_reference(conversation, pressed.payout, FROM_LOG)

    async def _ask_reference(self, conversation: Conversation, number: int, after: int) -> None:
        form = PaymentForm(conversation.actor.user_id, number, after)
        await self._open(conversation, self._payment(conversation, number), form)

    async def complete(self, conversation: Conversation, form: PaymentForm) -> None:
        """Enter that what was asked about is paid."""
        written = conversation.filled_in["reason"]
        request = self._payment(conversation, form.payout, written)
        await self._decide(conversation, request, form.after)

    async def _open(
        self, conversation: Conversation, request: OfPayout, form: RejectionForm | PaymentForm
    ) -> None:
        """Open a form for what is missing of a request, or tell why it would be refused."""
        if not await conversation.may(Right.MODERATE):
            return
        foreseen = await conversation.foresee(request)
        found = await self._read(conversation, form.payout)
        if found and isinstance(form, RejectionForm) and isinstance(foreseen, PayoutRejected):
            await conversation.open(rejection_form(conversation.words, found, form))
        elif found and isinstance(form, PaymentForm) and isinstance(foreseen, PayoutPaid):
            await conversation.open(payment_form(conversation.words, found, form))
        elif isinstance(foreseen, Refused):
            await self._tell(conversation, form.payout, foreseen, form.after)

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
        """Have it decided, and show what came of it: above what else is open, or alone."""
        if not await conversation.may(Right.MODERATE):
            return
        conversation.in_place = after != FROM_LOG
        outcome = await conversation.ask(request)
        await self._tell(conversation, request.payout, outcome, after)

    async def _tell(
        self, conversation: Conversation, number: int, outcome: Outcome, after: int
    ) -> None:
        if isinstance(outcome, PayoutApproved | PayoutRejected | PayoutPaid):
            found = await self._read(conversation, number)
            name = found.creator.name if found else None
            note = conversation.words.payout_decided(outcome, name)
        else:
            assert isinstance(outcome, Refused)
            note = await conversation.reason(outcome)
        await self.requests.tell(conversation, Told(number, note), after)
