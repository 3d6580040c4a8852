"""The cards of the moderators' room: statements, single operations, the audit, and the forms."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import discord
from discord import ui

from bot.cards.history import statement_line
from bot.cards.layout import Beside, Block, Choice, Colour, Line, Menu, Press, card
from bot.cards.log import act_of
from bot.controls import Control
from bot.controls.moderation import (
    AdjustForm,
    AskReversal,
    AuditPage,
    DigestPage,
    LookUpLine,
    ReverseForm,
    StatementPage,
)
from bot.ledger.money import Purse, earned_units
from bot.ledger.outcomes import BalanceAdjusted, GiftReversed, GiftSent
from bot.ledger.requests import MOST_REASON_LENGTH, AdjustBalance
from bot.ledger.rules import LARGE_ADJUSTMENT
from bot.storage.combos import DigestedPage
from bot.storage.operations import GiftView, OperationView
from bot.storage.paging import Page
from bot.storage.payouts import PayoutView
from bot.storage.people import Somebody
from bot.storage.statements import Entry, Totals, WalletView
from bot.words import Words

LINES_ON_PAGE: Final = 7
"""A line with a button beside it is three components, and a message may have forty."""

COMBOS_ON_PAGE: Final = 10
"""How many gifts of a digest stand on a page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What there is to see of a member's account; `freeze` is the operation that froze it."""

    who: Somebody
    user_id: int
    wallet: WalletView
    totals: Totals
    freeze: OperationView | None
    page: Page[Entry]
    payouts: Sequence[PayoutView] = ()
    """The cash-outs of theirs that are open."""


def stake_of(gift: GiftView) -> Purse:
    """What a gift moved: the coins that were paid and the units that were earned."""
    return Purse(
        gift.coins,
        gift.bonus_coins,
        earned_units(gift.coins, gift.share),
        earned_units(gift.bonus_coins, gift.share),
    )


def account_card(words: Words, account: Account, shown: StatementPage) -> ui.LayoutView:
    """A member's account with one page of its statement."""
    freeze = account.freeze
    entries = account.page.entries
    head = [
        words.account_of(account.who.name, account.user_id),
        words.holdings(account.wallet.purse),
        words.gave_and_received(*account.totals),
    ]
    set_aside = sum(payout.units for payout in account.payouts)
    if set_aside:
        head.append(words.set_aside(set_aside))
    if any(account.wallet.owed):
        head.append(words.account_owes(account.wallet.owed))
    if freeze:
        frozen = words.frozen_since(freeze.actor.name, freeze.at_ms, freeze.seq, freeze.note)
        head.append(frozen)
    return card(
        "\n".join(head),
        Line(),
        *(_line(words, entry, shown.owner) for entry in entries),
        "" if entries else words.no_lines,
        *_lines_menu(words, entries, shown.owner),
        _pager(words, account.page, shown),
        colour=Colour.CARE if freeze else Colour.CALM,
    )


def _line(words: Words, entry: Entry, owner: int) -> Block:
    text = statement_line(words, entry)
    if not isinstance(entry.outcome, GiftSent) or entry.reversed_by:
        return text
    return Beside(text, Press(words.reverse, AskReversal(owner, entry.seq)))


def _lines_menu(words: Words, lines: Sequence[OperationView], owner: int) -> Sequence[Block]:
    """A menu to look one of these lines up, or nothing where there are none."""
    choices = [
        Choice(words.line_choice(line.seq, line.kind, _names(line)), str(line.seq))
        for line in lines
    ]
    return [Menu(LookUpLine(owner), words.pick_line, choices)] if choices else []


def _names(line: OperationView) -> list[str | None]:
    """Between whom something happened."""
    if line.gift and line.gift.seq == line.seq:
        return [line.gift.sender.name, line.gift.recipient.name]
    people = [line.actor, *([line.subject] if line.subject else [])]
    return [who.name for who in dict.fromkeys(people)]


def _pager(
    words: Words, page: Page[Entry] | Page[OperationView], shown: StatementPage | AuditPage
) -> Sequence[Press]:
    """The buttons to the pages on either side, where there are any."""
    if not page.entries or not (page.has_older or page.has_newer):
        return []
    newest, oldest = page.entries[0].seq, page.entries[-1].seq
    return [
        Press(
            words.newer,
            replace(shown, part="newer", before=0, after=newest),
            disabled=not page.has_newer,
        ),
        Press(
            words.older,
            replace(shown, part="older", before=oldest, after=0),
            disabled=not page.has_older,
        ),
    ]


def audit_card(
    words: Words,
    page: Page[OperationView],
    shown: AuditPage,
    *,
    of: Somebody | None,
    with_menu: bool,
) -> ui.LayoutView:
    """What moderators and managers did, newest first."""
    nothing = words.nothing_moderated_of(of.name) if of else words.nothing_moderated
    return card(
        words.audit_title_of(of.name) if of else words.audit_title,
        Line(),
        *(
            words.listed(
                line.seq,
                act_of(words, line),
                line.at_ms,
                words.reason_in_list(line.outcome, line.note) if line.note else "",
                None,
            )
            for line in page.entries
        ),
        "" if page.entries else nothing,
        *(_lines_menu(words, page.entries, shown.owner) if with_menu else ()),
        _pager(words, page, shown),
        colour=Colour.CALM,
    )


def digested_card(words: Words, page: DigestedPage, shown: DigestPage) -> ui.LayoutView:
    """The gifts that a digest tells of, each to be looked up."""
    lines = [
        words.digested(
            combo.number,
            sender=combo.sender.name,
            recipient=combo.recipient.name,
            gift=words.several(combo.emoji, combo.name, combo.quantity),
            coins=combo.coins,
        )
        for combo in page.combos
    ]
    choices = [
        Choice(
            words.line_choice(combo.number, "gift", [combo.sender.name, combo.recipient.name]),
            str(combo.number),
        )
        for combo in page.combos
    ]
    return card(
        words.digested_title,
        "\n".join(lines),
        Menu(LookUpLine(shown.owner), words.pick_line, choices),
        _digest_pager(words, page, shown),
        colour=Colour.GIFT,
    )


def _digest_pager(words: Words, page: DigestedPage, shown: DigestPage) -> Sequence[Press]:
    if not shown.after and not page.has_more:
        return []
    last = page.combos[-1].number
    first, more = replace(shown, part="first", after=0), replace(shown, part="more", after=last)
    return [
        Press(words.first_page_button, first, disabled=not shown.after),
        Press(words.more_waiting_button, more, disabled=not page.has_more),
    ]


def operation_card(
    words: Words,
    operation: OperationView,
    reversal: OperationView | None,
    *,
    guild: int,
    owner: int,
    asked: OperationView | None = None,
) -> ui.LayoutView:
    """One operation with all that it meant; `reversal` is the one that took it back, if any, and
    `asked` the one that waits for a second moderator to do so."""
    gift = operation.gift
    is_gift = gift is not None and gift.seq == operation.seq
    sentence = words.done(
        operation.outcome,
        actor=operation.actor.name,
        subject=operation.subject.name if operation.subject else None,
        recipient=gift.recipient.name if gift else None,
    )
    return card(
        words.happened(operation.seq, sentence, operation.at_ms),
        words.noted(operation.outcome, operation.note) if operation.note and not is_gift else "",
        words.afterwards(operation.outcome),
        *(_gift(words, guild, gift, is_gift=is_gift) if gift else ()),
        words.reversed_since(reversal.actor.name, reversal.at_ms, reversal.seq, reversal.note)
        if reversal
        else "",
        f"⏳ {words.reference(asked.seq)} {act_of(words, asked)}" if asked else "",
        words.because(asked.note) if asked else "",
        _ways_on(words, operation, owner),
        colour=Colour.GIFT if is_gift else Colour.CALM,
    )


def _gift(words: Words, guild: int, gift: GiftView, *, is_gift: bool) -> Sequence[Block]:
    seq, at_ms = gift.seq, gift.at_ms
    return [
        Line(),
        "" if is_gift else words.sent_as(gift.emoji, gift.name, gift.quantity, seq, at_ms),
        words.said_with_it(gift.note) if gift.note else "",
        words.paid(
            sender=gift.sender.name,
            recipient=gift.recipient.name,
            quantity=gift.quantity,
            price=gift.price,
            stake=stake_of(gift),
            share=gift.share,
        ),
        _thanked(words, guild, gift),
    ]


def _thanked(words: Words, guild: int, gift: GiftView) -> str:
    """Where a gift stands acknowledged."""
    shown = gift.acknowledgement
    if shown is None or shown.wanted == 0:
        return words.never_thanked
    if shown.message:
        link = f"https://discord.com/channels/{guild}/{shown.channel}/{shown.message}"
        return words.thanked(shown.channel, link, doubtful=shown.doubtful)
    return words.not_thanked(shown.trouble) if shown.trouble else words.not_thanked_yet


def _ways_on(words: Words, operation: OperationView, owner: int) -> Sequence[Press]:
    """Reverse, where it is possible, and the statements of those concerned."""
    gift = operation.gift
    buttons = []
    if gift and gift.seq == operation.seq and not gift.reversed_by:
        danger = discord.ButtonStyle.danger
        buttons.append(Press(words.reverse, AskReversal(owner, gift.seq), danger))
    people = [operation.actor, operation.subject]
    if gift:
        people = [gift.sender, gift.recipient]
    concerned = [who for who in dict.fromkeys(people) if who and who.user_id is not None]
    for who in concerned:
        control = StatementPage("of", owner, who.user_id or 0)
        buttons.append(Press(words.statement_of(who.name), control))
    return buttons


def reverse_form(
    words: Words, outcome: GiftReversed, gift: GiftView, form: ReverseForm, reason: str
) -> ui.Modal:
    """The question before a reversal: what it would do, and why it is done."""
    question = words.reverse_question(
        outcome,
        stake=stake_of(gift),
        sender=gift.sender.name,
        recipient=gift.recipient.name,
    )
    return reason_form(words, words.reverse_title(gift.seq), question, form, reason)


def adjust_form(
    words: Words,
    outcome: BalanceAdjusted,
    request: AdjustBalance,
    purse: Purse,
    form: AdjustForm,
) -> ui.Modal:
    """The question before a large adjustment of a purse."""
    name = request.member.name
    question = words.adjust_question(outcome, name, purse, largest_unasked=LARGE_ADJUSTMENT)
    return reason_form(words, words.adjust_title(outcome, name), question, form, request.reason)


def reason_form(
    words: Words,
    title: str,
    question: str,
    control: Control,
    reason: str = "",
    *,
    label: str = "",
) -> ui.Modal:
    """A form that asks for a reason, or for what `label` says instead, below a question."""
    form = ui.Modal(title=title, custom_id=control.custom_id)
    why: ui.TextInput[ui.LayoutView] = ui.TextInput(
        custom_id="reason",
        style=discord.TextStyle.paragraph,
        default=reason or None,
        max_length=MOST_REASON_LENGTH,
    )
    form.add_item(ui.TextDisplay(question))
    form.add_item(ui.Label(text=label or words.reason_label, component=why))
    return form
