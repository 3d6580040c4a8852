"""The cards of diamonds that are paid out: for their creator, for moderators and for managers."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import discord
from discord import ui

from bot.cards.layout import Block, Colour, Line, Press, card
from bot.controls import Control
from bot.controls.payouts import (
    ApproveInList,
    AskCancellation,
    AskPayment,
    AskRejection,
    CancelOwnPayout,
    CashoutHistoryPage,
    CashoutPage,
    CashoutTextsForm,
    ConfirmPayout,
    KeepFromPayout,
    OpenPayoutsPage,
    OwnPayoutsPage,
    PaymentForm,
    RejectionForm,
)
from bot.ledger.books.economy import PayoutState
from bot.ledger.guild_settings import MOST_OWN_WORDS, GuildSettings
from bot.ledger.money import UNITS_PER_DIAMOND, Purse
from bot.ledger.outcomes.payouts import PayoutAsked, PayoutCancelled
from bot.ledger.payment import fewest_units, payout_money
from bot.ledger.requests import MOST_REASON_LENGTH
from bot.storage.operations import OperationView
from bot.storage.paging import Page
from bot.storage.payouts import PayoutList, PayoutView
from bot.words import Words
from bot.words.cashout import CASHOUT_TERMS

PAYOUTS_ON_PAGE: Final = 5
"""Each is six components of a moderator's list, and a message may have forty."""


def operators_words(words: Words, settings: GuildSettings) -> Sequence[str]:
    """What stands wherever a payout is spoken of: how it is sent, and the warnings."""
    return (
        words.own_words(settings.cashout_text),
        words.no_details_kept,
        words.scam_warning(settings.scam_text),
    )


def ask_payout_card(
    words: Words,
    purse: Purse,
    settings: GuildSettings,
    confirm: ConfirmPayout,
    *,
    needs_two: bool,
) -> ui.LayoutView:
    """The question before diamonds are set aside: the sum, what stays, how it goes on."""
    units, rate, fee, currency = confirm.units, confirm.rate, confirm.fee, confirm.currency
    money = payout_money(units, rate, fee, currency)
    gross = payout_money(units, rate, 0, currency)
    lines = (
        words.ask_payout(units, money, currency),
        words.payout_sum(units, rate, fee, gross=gross, money=money, currency=currency),
        words.payout_leaves(purse.diamonds - units, purse.bonus_diamonds),
        words.payout_promise(needs_two=needs_two),
    )
    return card(
        "\n".join(lines),
        *operators_words(words, settings),
        [
            Press(words.ask_payout_button, confirm, discord.ButtonStyle.success),
            Press(words.keep_button, KeepFromPayout(confirm.owner)),
        ],
        colour=Colour.CARE,
    )


def asked_card(
    words: Words, done: PayoutAsked, settings: GuildSettings, owner: int
) -> ui.LayoutView:
    """The receipt of a request."""
    return card(
        words.payout_asked(done),
        *operators_words(words, settings),
        [
            Press(words.payouts_button, OwnPayoutsPage("all", owner)),
            Press(words.cancel_payouts_button, CancelOwnPayout(owner, done.seq)),
        ],
        colour=Colour.DONE,
    )


def cancelled_card(words: Words, done: PayoutCancelled, owner: int) -> ui.LayoutView:
    """The receipt of taking a request back."""
    return card(
        words.payout_cancelled(done),
        [Press(words.payouts_button, OwnPayoutsPage("all", owner))],
        colour=Colour.DONE,
    )


def cancel_card(words: Words, payouts: Sequence[PayoutView], owner: int) -> ui.LayoutView:
    """The open payouts of a creator, each with a button that takes it back."""
    return card(
        words.cancel_which,
        "\n".join(payout_line(words, payout) for payout in payouts),
        [
            Press(
                words.cancel_payout_for(payout.number, payout.units),
                CancelOwnPayout(owner, payout.number),
            )
            for payout in payouts
        ],
        colour=Colour.CARE,
    )


def payout_line(words: Words, payout: PayoutView) -> str:
    """One payout in one line: what it is, and how far it has come."""
    facts = (payout.number, payout.units, payout.money, payout.currency)
    return f"{words.payout_in_list(*facts)} · {_stands(words, payout)}"


def _stands(words: Words, payout: PayoutView) -> str:
    stands = words.payout_stands(payout.state, len(payout.approvers), needs_two=payout.needs_two)
    if payout.is_open:
        return stands
    return f"{stands}{words.payout_ended_at(payout.ended_ms, payout.ended_seq)}"


def _terms(words: Words, payout: PayoutView) -> str:
    return words.payout_asked_at(payout.asked_ms, payout.rate, payout.fee, payout.currency)


def _written(words: Words, payout: PayoutView) -> str:
    """The reason or the reference that stands with how it ended."""
    if not payout.note:
        return ""
    is_paid = payout.state is PayoutState.PAID
    return words.paid_under(payout.note) if is_paid else words.because(payout.note)


def own_payouts_card(
    words: Words, page: Page[PayoutView], settings: GuildSettings, owner: int
) -> ui.LayoutView:
    """A page of a creator's payouts, newest first, with what was written with each."""
    payouts = page.entries
    if not payouts:
        return card(words.no_payouts)
    lines = [
        "\n".join(filter(None, [payout_line(words, it), _written(words, it), _terms(words, it)]))
        for it in payouts
    ]
    newest, oldest = payouts[0].number, payouts[-1].number
    buttons = []
    if page.has_newer or page.has_older:
        newer = OwnPayoutsPage("newer", owner, after=newest)
        older = OwnPayoutsPage("older", owner, before=oldest)
        buttons = [
            Press(words.newer, newer, disabled=not page.has_newer),
            Press(words.older, older, disabled=not page.has_older),
        ]
    if any(payout.can_be_taken_back for payout in payouts):
        buttons.append(Press(words.cancel_payouts_button, AskCancellation(owner)))
    return card(
        words.payouts_title,
        *lines,
        words.scam_warning(settings.scam_text),
        buttons,
        colour=Colour.CALM,
    )


def open_payouts_card(
    words: Words, found: PayoutList, shown: OpenPayoutsPage, note: str = ""
) -> ui.LayoutView:
    """What waits for moderators, each with its buttons; `note` tells what was just done."""
    if not found.payouts:
        return card(note, words.no_payouts_open, colour=Colour.DONE)
    blocks: list[Block] = [note, words.payouts_to_decide(found.in_all)]
    for payout in found.payouts:
        blocks += _to_decide(words, payout, shown)
    return card(*blocks, _turning(words, found, shown), colour=Colour.CARE)


def _to_decide(words: Words, payout: PayoutView, shown: OpenPayoutsPage) -> Sequence[Block]:
    lines = [
        f"{_creator(words, payout)} · {payout_line(words, payout)}",
        *(words.approved_by(approver.name) for approver in payout.approvers),
        _terms(words, payout),
    ]
    if payout.creator.user_id == shown.owner:
        return [Line(), "\n".join([*lines, words.others_decide])]
    place = (shown.owner, payout.number, shown.after)
    approve = Press(words.approve_payout_button, ApproveInList(*place), discord.ButtonStyle.success)
    if payout.state is PayoutState.APPROVED:
        approve = Press(words.pay_payout_button, AskPayment(*place), discord.ButtonStyle.success)
    reject = Press(words.reject_payout_button, AskRejection(*place), discord.ButtonStyle.danger)
    return [Line(), "\n".join(lines), [approve, reject]]


def _creator(words: Words, payout: PayoutView) -> str:
    """Whose it is; the mention tells namesakes apart."""
    who = payout.creator
    known = who.user_id is not None
    return words.account_of(who.name, who.user_id or 0) if known else words.strong_name(who.name)


def _turning(words: Words, found: PayoutList, shown: OpenPayoutsPage) -> Sequence[Press]:
    if not shown.after and not found.has_more:
        return []
    first = OpenPayoutsPage("first", shown.owner, 0)
    more = OpenPayoutsPage("more", shown.owner, found.payouts[-1].number)
    return [
        Press(words.first_payouts_button, first, disabled=not shown.after),
        Press(words.more_payouts_button, more, disabled=not found.has_more),
    ]


def rejection_form(words: Words, payout: PayoutView, form: RejectionForm) -> ui.Modal:
    """The question why a payout is rejected."""
    question = words.reject_payout_question(payout.creator.name, payout.units)
    title = words.reject_payout_title(payout.number)
    return _form(title, question, words.reason_label, form)


def payment_form(words: Words, payout: PayoutView, form: PaymentForm) -> ui.Modal:
    """The question under which reference a payout was paid."""
    question = words.pay_payout_question(payout.creator.name, payout.money, payout.currency)
    title = words.pay_payout_title(payout.number)
    return _form(title, question, words.reference_label, form)


def _form(title: str, question: str, label: str, control: Control) -> ui.Modal:
    form = ui.Modal(title=title, custom_id=control.custom_id)
    written: ui.TextInput[ui.LayoutView] = ui.TextInput(
        custom_id="written", style=discord.TextStyle.paragraph, max_length=MOST_REASON_LENGTH
    )
    form.add_item(ui.TextDisplay(question))
    form.add_item(ui.Label(text=label, component=written))
    return form


# Managers.


def cashout_card(
    words: Words, settings: GuildSettings, open_ones: int, owner: int, note: str = ""
) -> ui.LayoutView:
    """The terms of payouts as they are, and what can be done about them."""
    terms = (settings.cashout_rate, settings.cashout_fee, settings.currency)
    least = max(settings.cashout_least * UNITS_PER_DIAMOND, fewest_units(*terms))
    example = words.cashout_example(least, payout_money(least, *terms), settings.currency)
    switch = Press(
        words.turn_cashout_on_button, CashoutPage("ask", owner), discord.ButtonStyle.success
    )
    if settings.cashout:
        switch = Press(
            words.turn_cashout_off_button, CashoutPage("off", owner), discord.ButtonStyle.danger
        )
    return card(
        note,
        words.settings_now(settings, CASHOUT_TERMS),
        f"{example}\n{words.cashouts_open(open_ones)}",
        words.cashout_hint,
        [
            switch,
            Press(words.cashout_texts_button, CashoutPage("texts", owner)),
            Press(words.cashout_history_button, CashoutHistoryPage("first", owner)),
        ],
        colour=Colour.CALM,
    )


def accept_card(words: Words, owner: int) -> ui.LayoutView:
    """What is accepted by who turns payouts on."""
    return card(
        words.cashout_question,
        [
            Press(
                words.accept_cashout_button, CashoutPage("on", owner), discord.ButtonStyle.danger
            ),
            Press(words.leave_cashout_off_button, CashoutPage("leave", owner)),
        ],
        colour=Colour.CARE,
    )


def cashout_history_card(
    words: Words, page: Page[OperationView], shown: CashoutHistoryPage
) -> ui.LayoutView:
    """A page of what was changed about payouts, newest first."""
    lines = []
    for change in page.entries:
        changes = getattr(change.outcome, "changes", ())
        what = words.changes_by(change.actor.name, changes)
        lines.append(words.listed(change.seq, what, change.at_ms, "", None))
    buttons = [Press(words.cashout_page_button, CashoutPage("show", shown.owner))]
    if page.entries and (page.has_newer or page.has_older):
        newest, oldest = page.entries[0].seq, page.entries[-1].seq
        newer = replace(shown, part="newer", before=0, after=newest)
        older = replace(shown, part="older", before=oldest, after=0)
        buttons = [
            Press(words.newer, newer, disabled=not page.has_newer),
            Press(words.older, older, disabled=not page.has_older),
            *buttons,
        ]
    return card(
        words.cashout_history_title,
        "\n".join(lines) or words.no_cashout_history,
        buttons,
        colour=Colour.CALM,
    )


def cashout_texts_form(words: Words, settings: GuildSettings, form: CashoutTextsForm) -> ui.Modal:
    """The operator's own words on payments, to be written anew."""
    modal = ui.Modal(title=words.cashout_texts_title, custom_id=form.custom_id)
    for name, label in (
        ("cashout_text", words.cashout_text_label),
        ("scam_text", words.scam_text_label),
    ):
        field: ui.TextInput[ui.LayoutView] = ui.TextInput(
            custom_id=name,
            style=discord.TextStyle.paragraph,
            default=getattr(settings, name) or None,
            max_length=MOST_OWN_WORDS,
            required=False,
        )
        modal.add_item(ui.Label(text=label, component=field))
    return modal
