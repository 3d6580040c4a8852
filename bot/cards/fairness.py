"""The cards about limits, reversals by two, and rings."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Final

import discord
from discord import ui

from bot.cards.layout import Block, Colour, Line, Press, card
from bot.cards.log import act_of
from bot.cards.moderation import reason_form, stake_of
from bot.controls.fairness import (
    AskForcing,
    AskFreezeAll,
    AskUnfreezeAll,
    DecideForcing,
    ForceForm,
    FreezeAllForm,
    RefuseForcing,
    RefuseForm,
    RingPage,
    UnfreezeAllForm,
)
from bot.controls.moderation import LookUp
from bot.ledger.books.economy import NO_LIMIT
from bot.ledger.guild_settings import GuildSettings
from bot.ledger.outcomes import GiftReversed, Outcome
from bot.ledger.outcomes.fairness import ReversalAsked, ReversalDeclined
from bot.ledger.rings import Finding, Flow, Shape
from bot.ledger.rules.limits import made_ms
from bot.storage.fairness import BudgetView, ForcingView
from bot.storage.operations import GiftView, OperationView
from bot.storage.people import Somebody
from bot.storage.rings import Freeze, Inquiry, frozen_last
from bot.words import Words

MOST_TOLD: Final = 30
"""How many people of a finding are named on its card."""
MOST_FLOWS: Final = 8
"""How many of the largest flows between them are told."""
EVERYBODY: Final = "all"
GIVERS: Final = "givers"
"""Whom of a funnel a button freezes: its creator too, who may know nothing of it, or not."""
_DAY_MS: Final = 86_400_000


def budgets_card(
    words: Words, budgets: Sequence[BudgetView], settings: GuildSettings, above: str = ""
) -> ui.LayoutView:
    """The reader's own limits and those of the server, below what came of a change."""
    lines = [_budget(words, budget) for budget in budgets]
    return card(
        above,
        "\n".join(lines) or words.no_budgets,
        words.limits_here(settings.daily_cap, settings.pair_cap),
        words.budget_hint if lines else "",
        colour=Colour.CALM,
    )


def _budget(words: Words, budget: BudgetView) -> str:
    line = words.budget_line(budget.span, budget.coins, budget.left, budget.ends_ms)
    if not budget.next_from_ms:
        return line
    return f"{line}\n{words.budget_to_come(budget.span, budget.next_coins, budget.next_from_ms)}"


def budgets_left(words: Words, budgets: Sequence[BudgetView]) -> str:
    """What is left of the limits that somebody set themself, as their wallet tells it."""
    left = [(it.span, it.left) for it in budgets if it.coins != NO_LIMIT]
    return words.budgets_left(left) if left else ""


def short_card(words: Words, reason: str, gift: int, owner: int) -> ui.LayoutView:
    """A reversal that comes short, and what two moderators can do about it."""
    return card(
        reason, words.force_offer(gift), [Press(words.force_button, AskForcing(owner, gift))]
    )


def force_form(
    words: Words,
    foreseen: ReversalAsked | GiftReversed,
    gift: GiftView,
    form: ForceForm,
    reason: str,
) -> ui.Modal:
    """The question before a moderator asks for a second one, or is the second."""
    people, label = {"sender": gift.sender.name, "recipient": gift.recipient.name}, ""
    if isinstance(foreseen, ReversalAsked):
        question, label = words.force_question(foreseen, **people), words.ask_force_label
    else:
        question = words.reverse_question(foreseen, stake=stake_of(gift), **people)
        if foreseen.owed_units:
            owed = words.owed_question(foreseen.owed_units, gift.recipient.name)
            question = f"{question}\n{owed}"
    return reason_form(words, words.force_title(gift.seq), question, form, reason, label=label)


def forcings_card(
    words: Words, waiting: Sequence[ForcingView], owner: int, above: str = ""
) -> ui.LayoutView:
    """The reversals that wait for a second moderator, each with its button."""
    blocks: list[Block] = []
    for one in waiting:
        blocks += [Line(), _forcing(words, one), _answers(words, one, owner)]
    head = words.forcings_title if waiting else words.no_forcings
    return card(above, head, *blocks, colour=Colour.CARE if waiting else Colour.CALM)


def _answers(words: Words, one: ForcingView, owner: int) -> Sequence[Press]:
    """What a moderator may do about a reversal that waits; who asked only takes it back."""
    refuse = RefuseForcing(one.gift.seq)
    if one.asked.actor.user_id == owner:
        return [Press(words.withdraw_force_button, refuse)]
    take = AskForcing(owner, one.gift.seq)
    danger = discord.ButtonStyle.danger
    return [
        Press(words.decide_force_button, take, danger),
        Press(words.refuse_force_button, refuse),
    ]


def _forcing(words: Words, one: ForcingView) -> str:
    asked, gift = one.asked, one.gift
    return "\n".join(
        filter(
            None,
            [
                f"{words.reference(asked.seq)} {act_of(words, asked)}",
                words.forcing_people(gift.sender.name, gift.recipient.name),
                words.because(asked.note) if asked.note else "",
            ],
        )
    )


def asked_card(
    words: Words, operation: OperationView, forcing: ForcingView | None
) -> ui.LayoutView:
    """The entry of the log that asks for a second moderator, or says that one has decided."""
    is_meant = forcing is not None and forcing.asked.seq == operation.seq
    ended_seq = forcing.ended_seq if forcing and is_meant else 0
    buttons = [Press(words.look_up, LookUp(operation.seq))]
    if forcing and is_meant and not ended_seq:
        control = DecideForcing(forcing.gift.seq)
        style = discord.ButtonStyle.danger
        refuse = RefuseForcing(forcing.gift.seq)
        buttons.insert(0, Press(words.decide_force_button, control, style))
        buttons.insert(1, Press(words.refuse_force_button, refuse))
    gift = forcing.gift if forcing else None
    return card(
        f"{words.reference(operation.seq)} {act_of(words, operation)}",
        words.forcing_people(gift.sender.name, gift.recipient.name) if gift else "",
        words.because(operation.note) if operation.note else "",
        _end(words, forcing) if forcing and ended_seq else "",
        buttons,
        colour=Colour.CARE,
    )


def _end(words: Words, forcing: ForcingView) -> str:
    told = words.forcing_refused if forcing.is_declined else words.forcing_done
    return told(forcing.ended_seq)


def refuse_form(
    words: Words, foreseen: ReversalDeclined, asker: str | None, form: RefuseForm
) -> ui.Modal:
    """The question before a gift stays as it is although a moderator asked for the other."""
    if foreseen.withdrawn:
        title, question = words.withdraw_force_title, words.withdraw_force_question(foreseen.gift)
        label = words.withdraw_force_label
    else:
        title, label = words.refuse_force_title(foreseen.gift), words.refuse_force_label
        question = words.refuse_force_question(foreseen.gift, asker)
    return reason_form(words, title, question, form, label=label)


def finding_card(
    words: Words, inquiry: Inquiry, shown: RingPage, frozen: Mapping[int, Freeze], now_ms: int
) -> ui.LayoutView:
    """One finding with its evidence, and the way to the next; or that there is none."""
    if not inquiry.findings:
        nothing = words.nothing_found(inquiry.gifts, inquiry.members, shown.days)
        return card(nothing, "" if inquiry.is_all else words.rings_cut, colour=Colour.CALM)
    finding = inquiry.findings[shown.place]
    in_all = len(inquiry.findings)
    place = words.finding_place(shown.place + 1, in_all, inquiry.gifts, shown.days)
    creator = inquiry.who[finding.people[0]].name
    is_ring = finding.shape is Shape.RING
    return card(
        f"{_found(words, finding, creator)}\n{_signs(words, finding, creator)}",
        Line(),
        _people(words, finding, inquiry.who, frozen, now_ms),
        _flows(words, finding, inquiry.who),
        words.ring_care if is_ring else words.funnel_care(creator),
        place if inquiry.is_all else f"{place}\n{words.rings_cut}",
        _freeze_buttons(words, shown, finding, frozen),
        _way_to_others(words, shown, in_all),
        colour=Colour.CARE if finding.is_strong else Colour.CALM,
    )


def _found(words: Words, finding: Finding, creator: str | None) -> str:
    coins, bonus = finding.coins, sum(flow.bonus_coins for flow in finding.flows)
    members, strong = len(finding.people) + finding.others, finding.is_strong
    if finding.shape is Shape.RING:
        return words.ring_found(members, finding.least, coins, bonus, strong=strong)
    received = finding.received
    return words.funnel_found(creator, members - 1, coins, bonus, received, strong=strong)


def _signs(words: Words, finding: Finding, creator: str | None) -> str:
    told = words.signs(finding.signs) or [words.no_signs]
    if finding.shape is Shape.FUNNEL and finding.converted:
        told.append(words.made_coins(creator, finding.converted))
    return "\n".join(f"• {sign}" for sign in told)


def _people(
    words: Words,
    finding: Finding,
    who: Mapping[int, Somebody],
    frozen: Collection[int],
    now_ms: int,
) -> str:
    told = []
    for number in finding.people[:MOST_TOLD]:
        user_id = who[number].user_id
        days = None if user_id is None else max(0, now_ms - made_ms(user_id)) // _DAY_MS
        told.append(words.suspect(who[number].name, days, frozen=number in frozen))
    return words.suspects(told, len(finding.people) + finding.others - len(told))


def _flows(words: Words, finding: Finding, who: Mapping[int, Somebody]) -> str:
    told = [flow for flow in finding.flows if flow.sender in who and flow.recipient in who]
    lines = [_flow(words, flow, who) for flow in told[:MOST_FLOWS]]
    more = len(finding.flows) - len(lines)
    return "\n".join([*lines, *([words.more_flows(more)] if more else [])])


def _flow(words: Words, flow: Flow, who: Mapping[int, Somebody]) -> str:
    return words.flow_line(
        who[flow.sender].name,
        who[flow.recipient].name,
        coins=flow.total,
        gifts=flow.gifts,
        first=flow.first_seq,
        last=flow.last_seq,
    )


def _freeze_buttons(
    words: Words, shown: RingPage, finding: Finding, frozen: Mapping[int, Freeze]
) -> Sequence[Press]:
    """What can be done about a finding: by how many it is about, so that nobody has to guess."""
    people = finding.people
    where = (shown.owner, shown.days, shown.through, shown.since, shown.place)
    style = discord.ButtonStyle.danger if finding.is_strong else discord.ButtonStyle.secondary
    asked = [(GIVERS, words.freeze_givers_button, people[1:])]
    asked.append((EVERYBODY, words.freeze_all_button, people))
    buttons = [
        Press(
            label(len(whom)),
            AskFreezeAll(*where, name, finding.mark),
            style,
            disabled=all(number in frozen for number in whom),
        )
        for name, label, whom in asked[finding.shape is Shape.RING :]
    ]
    if frozen:
        free = words.unfreeze_all_button(len(frozen_last(frozen)))
        buttons.append(Press(free, AskUnfreezeAll(*where, finding.mark)))
    return buttons


def _way_to_others(words: Words, shown: RingPage, in_all: int) -> Sequence[Press]:
    if in_all == 1:
        return []
    back = replace(shown, part="back", place=max(0, shown.place - 1))
    following = replace(shown, part="next", place=shown.place + 1)
    return [
        Press(words.last_finding_button, back, disabled=shown.place == 0),
        Press(words.next_finding_button, following, disabled=shown.place + 1 == in_all),
    ]


def whom_of(finding: Finding, whom: str) -> tuple[int, ...]:
    """The people of a finding whom a button is about; nobody for one that nobody made."""
    if finding.shape is Shape.FUNNEL and whom == GIVERS:
        return finding.people[1:]
    return finding.people if whom == EVERYBODY else ()


def freeze_all_form(
    words: Words, finding: Finding, who: Mapping[int, Somebody], form: FreezeAllForm
) -> ui.Modal:
    """The question before people of a finding are frozen.

    Where little speaks for it, whoever asks has to find words of their own.
    """
    is_funnel, is_all = finding.shape is Shape.FUNNEL, form.whom == EVERYBODY
    people = whom_of(finding, form.whom)
    question = words.freeze_all_question(
        len(people),
        finding.others,
        words.plain_name(who[finding.people[0]].name) if is_funnel and is_all else None,
        strong=finding.is_strong,
        own=any(who[number].user_id == form.owner for number in people),
    )
    of_shape = words.funnel_reason if is_funnel else words.ring_reason
    reason = of_shape(finding.flows[0].first_seq) if finding.is_strong else ""
    title = words.freeze_all_title if is_all else words.freeze_givers_title
    return reason_form(words, title, question, form, reason)


def frozen_card(words: Words, told: str, form: FreezeAllForm) -> ui.LayoutView:
    """The receipt of freezing the people of a finding, with the way back."""
    where = (form.owner, form.days, form.through, form.since, form.place, form.mark)
    return card(told, [Press(words.undo_freezing_button, AskUnfreezeAll(*where))])


def unfreeze_all_form(
    words: Words, frozen: Mapping[int, Freeze], form: UnfreezeAllForm
) -> ui.Modal:
    """The question before those are free again who were frozen last."""
    free = frozen_last(frozen)
    newest = max(free.values())
    stay = len(frozen) - len(free)
    question = words.unfreeze_all_question(len(free), newest.actor_name, newest.reason, stay)
    return reason_form(words, words.unfreeze_all_title, question, form)


def what_was_done(words: Words, outcome: Outcome, gift: GiftView | None) -> str:
    """The receipt of a moderator who asked for a second one, or was the second."""
    if isinstance(outcome, ReversalAsked):
        return words.asked_second(outcome)
    assert isinstance(outcome, GiftReversed)
    people = (gift.sender.name, gift.recipient.name) if gift else (None, None)
    return words.acted(outcome, *people)
