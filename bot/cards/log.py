"""What the log channel shows of moderators' acts."""

from collections.abc import Sequence

import discord
from discord import ui

from bot.cards.layout import Colour, Press, card
from bot.cards.origins import origin_at_a_glance
from bot.controls import Control
from bot.controls.moderation import LookUp
from bot.controls.payouts import (
    ApproveInLog,
    AskPaymentInLog,
    AskRejectionInLog,
    ShowOrigin,
)
from bot.controls.shop import ConfirmInList, ConfirmInLog, DeclineInList, DeclineInLog
from bot.ledger.books.economy import PayoutState, Purchase
from bot.storage.operations import OperationView
from bot.storage.origins import Origin
from bot.storage.payouts import PayoutView
from bot.words import Words


def act_of(words: Words, operation: OperationView) -> str:
    """What somebody with the right to it did, to whom."""
    subject = operation.subject.name if operation.subject else None
    recipient = operation.gift.recipient.name if operation.gift else None
    return words.logged(operation.outcome, operation.actor.name, subject, recipient)


def log_card(
    words: Words, operation: OperationView, stands: str = "", buttons: Sequence[Press] = ()
) -> ui.LayoutView:
    """One act: what was done, by whom, to whom, and why; `stands` tells what came of it since."""
    return card(
        f"{words.reference(operation.seq)} {act_of(words, operation)}",
        words.noted(operation.outcome, operation.note) if operation.note else "",
        stands,
        [*buttons, Press(words.look_up, LookUp(operation.seq))],
        colour=Colour.CARE,
    )


def asked_purchase_card(
    words: Words, operation: OperationView, purchase: Purchase
) -> ui.LayoutView:
    """A request to buy, which can be decided about where it is read, or what became of it."""
    if purchase.ended_seq:
        ended = words.purchase_ended(purchase.state, purchase.ended_seq)
        return log_card(words, operation, ended)
    number = purchase.number
    buttons = deciding(words, ConfirmInLog(number), DeclineInLog(number))
    return log_card(words, operation, buttons=buttons)


def asked_payout_card(
    words: Words, operation: OperationView, payout: PayoutView, origin: Origin
) -> ui.LayoutView:
    """A request to cash out, which can be decided about where it is read, or what became of it."""
    if payout.ended_seq:
        return log_card(words, operation, words.payout_ended(payout.state, payout.ended_seq))
    approvals, needs_two = len(payout.approvers), payout.needs_two
    stands = words.payout_in_log(payout.state, approvals, needs_two=needs_two)
    number = payout.number
    controls = (ApproveInLog(number), AskPaymentInLog(number), AskRejectionInLog(number))
    lines = "\n".join([*origin_at_a_glance(words, origin), stands])
    return log_card(words, operation, lines, deciding_payout(words, payout, *controls))


def deciding(
    words: Words, confirm: ConfirmInList | ConfirmInLog, decline: DeclineInList | DeclineInLog
) -> list[Press]:
    """The two buttons of a request to buy."""
    return [
        Press(words.confirm_paid_button, confirm, discord.ButtonStyle.success),
        Press(words.decline_paid_button, decline, discord.ButtonStyle.danger),
    ]


def deciding_payout(
    words: Words, payout: PayoutView, approve: Control, pay: Control, reject: Control
) -> list[Press]:
    """The buttons of an open payout: what comes next, rejecting it, and where it came from."""
    good, bad = discord.ButtonStyle.success, discord.ButtonStyle.danger
    onward = Press(words.approve_payout_button, approve, good)
    if payout.state is PayoutState.APPROVED:
        onward = Press(words.pay_payout_button, pay, good)
    return [
        onward,
        Press(words.reject_payout_button, reject, bad),
        Press(words.origin_button, ShowOrigin(payout.number)),
    ]
