"""The cards about limits, reversals by two, and rings."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final

import discord
from discord import ui

from bot.cards.layout import Beside, Block, Colour, Line, Press, card
from bot.cards.log import act_of
from bot.cards.moderation import reason_form, stake_of
from bot.controls.fairness import (
    AskForcing,
    AskFreezeAll,
    DecideForcing,
    ForceForm,
    FreezeAllForm,
    RingPage,
)
from bot.controls.moderation import LookUp
from bot.ledger.books.economy import NO_LIMIT
from bot.ledger.guild_settings import GuildSettings
from bot.ledger.outcomes import GiftReversed, Outcome
from bot.ledger.outcomes.fairness import ReversalAsked
from bot.ledger.rings import Finding, Flow, Shape
from bot.ledger.rules.limits import made_ms
from bot.storage.fairness import BudgetView, ForcingView
from bot.storage.operations import GiftView, OperationView
from bot.storage.people import Somebody
from bot.storage.rings import Inquiry
from bot.words import Words

MOST_TOLD: Final = 30
"""How many people of a finding are named on its card."""
MOST_FLOWS: Final = 8
"""How many of the largest flows between them are told."""
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
    people = {"sender": gift.sender.name, "recipient": gift.recipient.name}
    if isinstance(foreseen, ReversalAsked):
        question = words.force_question(foreseen, **people)
    else:
        question = words.reverse_question(foreseen, stake=stake_of(gift), **people)
        if foreseen.owed_units:
            owed = words.owed_question(foreseen.owed_units, gift.recipient.name)
            question = f"{question}\n{owed}"
    return reason_form(words, words.force_title(gift.seq), question, form, reason)


def forcings_card(
    words: Words, waiting: Sequence[ForcingView], owner: int, above: str = ""
) -> ui.LayoutView:
    """The reversals that wait for a second moderator, each with its button."""
    blocks: list[Block] = []
    for one in waiting:
        decide = Press(words.decide_force_button, AskForcing(owner, one.gift.seq))
        blocks += [Line(), Beside(_forcing(words, one), decide)]
    head = words.forcings_title if waiting else words.no_forcings
    return card(above, head, *blocks, colour=Colour.CARE if waiting else Colour.CALM)


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
        buttons.insert(0, Press(words.decide_force_button, control, style))
    gift = forcing.gift if forcing else None
    return card(
        f"{words.reference(operation.seq)} {act_of(words, operation)}",
        words.forcing_people(gift.sender.name, gift.recipient.name) if gift else "",
        words.because(operation.note) if operation.note else "",
        words.forcing_done(ended_seq) if ended_seq else "",
        buttons,
        colour=Colour.CARE,
    )


def finding_card(
    words: Words, inquiry: Inquiry, shown: RingPage, frozen: Collection[int], now_ms: int
) -> ui.LayoutView:
    """One finding with its evidence, and the way to the next; or that there is none."""
    if not inquiry.findings:
        nothing = words.nothing_found(inquiry.gifts, inquiry.members, shown.days)
        return card(nothing, "" if inquiry.is_all else words.rings_cut, colour=Colour.CALM)
    finding = inquiry.findings[shown.place]
    in_all = len(inquiry.findings)
    place = words.finding_place(shown.place + 1, in_all, inquiry.gifts, shown.days)
    return card(
        f"{_found(words, finding, inquiry.who)}\n{place}",
        _people(words, finding, inquiry.who, frozen, now_ms),
        Line(),
        _flows(words, finding, inquiry.who),
        words.rings_care,
        "" if inquiry.is_all else words.rings_cut,
        _finding_buttons(words, shown, in_all),
        colour=Colour.CARE,
    )


def _found(words: Words, finding: Finding, who: dict[int, Somebody]) -> str:
    coins, bonus = finding.coins, sum(flow.bonus_coins for flow in finding.flows)
    members = len(finding.people) + finding.others
    if finding.shape is Shape.RING:
        return words.ring_found(members, finding.least, coins, bonus)
    creator = who[finding.people[0]].name
    return words.funnel_found(creator, members - 1, coins, bonus, finding.received)


def _people(
    words: Words,
    finding: Finding,
    who: dict[int, Somebody],
    frozen: Collection[int],
    now_ms: int,
) -> str:
    told = []
    for number in finding.people[:MOST_TOLD]:
        user_id = who[number].user_id
        days = None if user_id is None else max(0, now_ms - made_ms(user_id)) // _DAY_MS
        told.append(words.suspect(who[number].name, days, frozen=number in frozen))
    return words.suspects(told, len(finding.people) + finding.others - len(told))


def _flows(words: Words, finding: Finding, who: dict[int, Somebody]) -> str:
    told = [flow for flow in finding.flows if flow.sender in who and flow.recipient in who]
    lines = [_flow(words, flow, who) for flow in told[:MOST_FLOWS]]
    more = len(finding.flows) - len(lines)
    return "\n".join([*lines, *([words.more_flows(more)] if more else [])])


def _flow(words: Words, flow: Flow, who: dict[int, Somebody]) -> str:
    return words.flow_line(
        who[flow.sender].name,
        who[flow.recipient].name,
        coins=flow.total,
        gifts=flow.gifts,
        first=flow.first_seq,
        last=flow.last_seq,
    )


def _finding_buttons(words: Words, shown: RingPage, in_all: int) -> Sequence[Press]:
    what = (shown.owner, shown.days, shown.through, shown.since, shown.place)
    buttons = [Press(words.freeze_all_button, AskFreezeAll(*what), discord.ButtonStyle.danger)]
    if in_all > 1:
        back = replace(shown, part="back", place=max(0, shown.place - 1))
        following = replace(shown, part="next", place=shown.place + 1)
        buttons += [
            Press(words.last_finding_button, back, disabled=shown.place == 0),
            Press(words.next_finding_button, following, disabled=shown.place + 1 == in_all),
        ]
    return buttons


def freeze_all_form(words: Words, finding: Finding, form: FreezeAllForm) -> ui.Modal:
    """The question before everybody of a finding is frozen."""
    question = words.freeze_all_question(len(finding.people), finding.others)
    of_shape = words.ring_reason if finding.shape is Shape.RING else words.funnel_reason
    reason = of_shape(finding.flows[0].first_seq)
    return reason_form(words, words.freeze_all_title, question, form, reason)


def what_was_done(words: Words, outcome: Outcome, gift: GiftView | None) -> str:
    """The receipt of a moderator who asked for a second one, or was the second."""
    if isinstance(outcome, ReversalAsked):
        return words.asked_second(outcome)
    assert isinstance(outcome, GiftReversed)
    people = (gift.sender.name, gift.recipient.name) if gift else (None, None)
    return words.acted(outcome, *people)
