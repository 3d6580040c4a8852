"""The cards of diamonds that are paid out: for their creator, for moderators and for managers."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import discord
from discord import ui

from bot.cards.layout import Block, Colour, Press, card
from bot.cards.log import deciding_payout
from bot.cards.moderation import reason_form
from bot.cards.origins import origin_at_a_glance
from bot.cards.requests import Told, requests_card
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
    OwnPayoutsPage,
    PaymentForm,
    RejectionForm,
)
from bot.controls.requests import ListPage
from bot.ledger.books.economy import PayoutState
from bot.ledger.guild_settings import MOST_OWN_WORDS, GuildSettings
from bot.ledger.money import BASIS_POINTS, UNITS_PER_DIAMOND, Purse
from bot.ledger.outcomes.payouts import PayoutAsked, PayoutCancelled
from bot.ledger.payment import fewest_units, payout_money
from bot.storage.operations import OperationView
from bot.storage.origins import Origin
from bot.storage.paging import Page, Waiting
from bot.storage.payouts import PayoutView
from bot.words import Words
from bot.words.cashout import CASHOUT_TERMS

PAYOUTS_ON_PAGE: Final = 5
"""How many a page of one's own holds: each may have a reason of 300 characters."""


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
    stopped = any(payout.is_open and payout.is_stopped for payout in payouts)
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
        words.own_payouts_stopped(payouts[0].frozen_seq, payouts[0].owed) if stopped else "",
        *lines,
        words.scam_warning(settings.scam_text),
        buttons,
        colour=Colour.CALM,
    )


def open_payouts_card(
    words: Words,
    found: Waiting[PayoutView],
    shown: ListPage,
    told: Told,
    origins: Mapping[int, Origin],
) -> ui.LayoutView:
    """What waits for moderators, each with where it came from and its buttons."""

    def lay_out(payout: PayoutView) -> Sequence[Block]:
        lines = [
            f"{_creator(words, payout)} · {payout_line(words, payout)}",
            *(words.approved_by(approver.name) for approver in payout.approvers),
            _terms(words, payout),
        ]
        if payout.creator.user_id == shown.owner:
            return ["\n".join([*lines, words.others_decide])]
        lines[1:1] = origin_at_a_glance(words, origins[payout.number], shown.owner)
        place = (shown.owner, payout.number, shown.after)
        onward, *others = deciding_payout(
            words, payout, ApproveInList(*place), AskPayment(*place), AskRejection(*place)
        )
        why_not = _why_not(words, payout, shown.owner)
        return "\n".join([*lines, *why_not]), others if why_not else [onward, *others]

    return requests_card(
        words,
        found,
        shown,
        told,
        title=words.payouts_to_decide(found.in_all),
        none_waits=words.no_payouts_open,
        lay_out=lay_out,
    )


def _why_not(words: Words, payout: PayoutView, reader: int) -> Sequence[str]:
    """Why it is neither approved nor paid now, or not by the reader."""
    if payout.is_stopped:
        return [words.payout_stopped(payout.frozen_seq, payout.owed)]
    is_theirs = any(approver.user_id == reader for approver in payout.approvers)
    if payout.state is PayoutState.ASKED and is_theirs:
        return [words.others_approve]
    return []


def _creator(words: Words, payout: PayoutView) -> str:
    """Whose it is; the mention tells namesakes apart."""
    who = payout.creator
    known = who.user_id is not None
    return words.account_of(who.name, who.user_id or 0) if known else words.strong_name(who.name)


def rejection_form(words: Words, payout: PayoutView, form: RejectionForm) -> ui.Modal:
    """The question why a payout is rejected."""
    question = words.reject_payout_question(payout.creator.name, payout.units)
    return reason_form(words, words.reject_payout_title(payout.number), question, form)


def payment_form(words: Words, payout: PayoutView, form: PaymentForm) -> ui.Modal:
    """The question under which reference a payout was paid."""
    question = words.pay_payout_question(payout.creator.name, payout.money, payout.currency)
    title = words.pay_payout_title(payout.number)
    return reason_form(words, title, question, form, label=words.reference_label)


# Managers.


def cashout_card(
    words: Words, settings: GuildSettings, open_ones: int, owner: int, note: str = ""
) -> ui.LayoutView:
    """The terms of payouts as they are, and what can be done about them."""
    terms = (settings.cashout_rate, settings.cashout_fee, settings.currency)
    least = max(settings.cashout_least * UNITS_PER_DIAMOND, fewest_units(*terms))
    example = words.cashout_example(least, payout_money(least, *terms), settings.currency)
    told = [example]
    if least > settings.cashout_least * UNITS_PER_DIAMOND:
        told.append(words.cashout_least_counts(least))
    if settings.cashout_fee > BASIS_POINTS // 2:
        told.append(words.cashout_keeps_most(settings.cashout_fee))
    told.append(words.cashouts_open(open_ones))
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
        "\n".join(told),
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
