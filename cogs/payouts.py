"""What creators do about diamonds that are paid out: ask, look, and take back."""

from typing import Final

from bot.cards.layout import card
from bot.cards.payouts import (
    PAYOUTS_ON_PAGE,
    ask_payout_card,
    asked_card,
    cancel_card,
    cancelled_card,
    own_payouts_card,
)
from bot.client import GiftBot
from bot.controls.payouts import (
    AskCancellation,
    AskCashout,
    CancelOwnPayout,
    ConfirmPayout,
    KeepFromPayout,
    OwnPayoutsPage,
)
from bot.conversation import Conversation
from bot.ledger.money import MOST_UNITS, parse_diamonds
from bot.ledger.outcomes import Refused
from bot.ledger.outcomes.payouts import PayoutAsked, PayoutCancelled, PayoutUnderway
from bot.ledger.requests.payouts import AskPayout, CancelPayout
from bot.storage.payouts import PayoutView, open_payouts_of, payouts_of

MOST_AMOUNT_LENGTH: Final = 32


class OwnPayouts:
    """A creator's side of payouts: the commands of `/diamonds` and their controls."""

    def __init__(self, bot: GiftBot) -> None:
        """Serve it for `bot`."""
        self.house = bot.house
        bot.handle(
            {
                AskCashout: self.ask_for_all,
                ConfirmPayout: self.confirm,
                KeepFromPayout: self.keep,
                OwnPayoutsPage: self.turn,
                AskCancellation: self.ask_which,
                CancelOwnPayout: self.cancel,
            }
        )

    async def ask(self, conversation: Conversation, amount: str | None) -> None:
        """Show what cashing out would come to, and ask; no amount: all there is."""
        units = parse_diamonds(amount) if amount else None
        if amount and units is None:
            await conversation.say(conversation.words.unclear_payout)
        else:
            await self._ask(conversation, units)

    async def ask_for_all(self, conversation: Conversation, pressed: AskCashout) -> None:
        """Show what cashing everything out would come to, and ask."""
        conversation.in_place = True
        await self._ask(conversation, None)

    async def _ask(self, conversation: Conversation, units: int | None) -> None:
        """Ask before `units` are set aside, or all if None. What would be refused is told now."""
        settings, words = await conversation.settings(), conversation.words
        view = await conversation.wallet()
        purse, owed = view.purse, view.owed.coins or view.owed.diamonds
        if units is None and settings.cashout and not purse.diamonds and not owed:
            await conversation.say(words.nothing_to_cash_out)
            return
        confirm = ConfirmPayout(
            int(conversation.key),
            conversation.actor.user_id,
            min(purse.diamonds, MOST_UNITS) if units is None else units,
            settings.cashout_rate,
            settings.cashout_fee,
            settings.currency,
        )
        request = self._request(conversation, confirm)
        foreseen = await conversation.foresee(request)
        if isinstance(foreseen, PayoutAsked):
            two = foreseen.needs_two
            await conversation.answer(
                ask_payout_card(words, purse, settings, confirm, needs_two=two)
            )
        elif isinstance(foreseen, Refused):
            await conversation.refuse(foreseen)

    async def confirm(self, conversation: Conversation, pressed: ConfirmPayout) -> None:
        """Ask for what was shown, at the terms that were shown; pressed twice, it is once."""
        conversation.in_place = True
        outcome = await conversation.ask(self._request(conversation, pressed))
        if isinstance(outcome, PayoutAsked):
            settings, owner = await conversation.settings(), conversation.actor.user_id
            await conversation.answer(asked_card(conversation.words, outcome, settings, owner))
        elif isinstance(outcome, Refused):
            await conversation.refuse(outcome)

    @staticmethod
    def _request(conversation: Conversation, confirm: ConfirmPayout) -> AskPayout:
        return AskPayout(
            guild=conversation.guild,
            key=str(confirm.key),
            actor=conversation.actor,
            units=confirm.units,
            quoted_rate=confirm.rate,
            quoted_fee=confirm.fee,
            quoted_currency=confirm.currency,
            own_roles=conversation.own_roles,
        )

    async def keep(self, conversation: Conversation, pressed: KeepFromPayout) -> None:
        """Ask for nothing."""
        conversation.in_place = True
        await conversation.answer(card(conversation.words.payout_kept))

    async def turn(self, conversation: Conversation, page: OwnPayoutsPage) -> None:
        """Show a page of one's own payouts."""
        conversation.in_place = page.part != "all"
        view, settings = await conversation.wallet(), await conversation.settings()
        found = await conversation.in_time(
            payouts_of(
                self.house.reader,
                conversation.guild,
                view.number or 0,
                before=page.before or None,
                after=page.after or None,
                limit=PAYOUTS_ON_PAGE,
            )
        )
        owner = conversation.actor.user_id
        await conversation.answer(own_payouts_card(conversation.words, found, settings, owner))

    async def open_ones(self, conversation: Conversation) -> list[PayoutView]:
        """The open payouts of the one who is talking."""
        number = (await conversation.wallet()).number
        if number is None:
            return []
        return await conversation.in_time(
            open_payouts_of(self.house.reader, conversation.guild, number)
        )

    async def choose(self, conversation: Conversation) -> None:
        """Ask which open payout is taken back, of those that no moderator may be paying."""
        open_ones = await self.open_ones(conversation)
        waiting = [payout for payout in open_ones if payout.can_be_taken_back]
        words, owner = conversation.words, conversation.actor.user_id
        if waiting:
            await conversation.answer(cancel_card(words, waiting, owner))
        elif open_ones:
            await conversation.refuse(PayoutUnderway(payout=open_ones[0].number))
        else:
            await conversation.say(words.no_payout_to_cancel)

    async def ask_which(self, conversation: Conversation, pressed: AskCancellation) -> None:
        """Ask the same from a list."""
        conversation.in_place = True
        await self.choose(conversation)

    async def cancel(self, conversation: Conversation, pressed: CancelOwnPayout) -> None:
        """Take one back."""
        conversation.in_place = True
        outcome = await conversation.ask(
            CancelPayout(
                guild=conversation.guild,
                key=conversation.key,
                actor=conversation.actor,
                payout=pressed.payout,
            )
        )
        if isinstance(outcome, PayoutCancelled):
            owner = conversation.actor.user_id
            await conversation.answer(cancelled_card(conversation.words, outcome, owner))
        elif isinstance(outcome, Refused):
            await conversation.refuse(outcome)
