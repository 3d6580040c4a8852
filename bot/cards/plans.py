"""The cards of planned shows."""

from collections.abc import Sequence
from typing import Final

import discord
from discord import ui

from bot.cards.layout import Beside, Block, Colour, Press, card
from bot.controls.live import OpenPicker
from bot.controls.plans import AskCallOff, CallOff, KeepPlan, RemindMe
from bot.storage.plans import PlanView
from bot.words import Words

LATE_MS: Final = 5 * 60_000
"""How long after its moment a show is no longer said to begin now: the bot was not there then."""
MOST_CALLED: Final = 80
"""How many a reminder mentions at most; Discord lets a message mention 100."""


def plan_card(words: Words, plan: PlanView) -> ui.LayoutView:
    """The announcement of a show as it stands: coming, called off, or come."""
    who, title, at_ms = plan.creator.name, plan.title, plan.at_ms
    if not plan.is_closed:
        remind = Press(words.remind_button, RemindMe(plan.number), emoji="🔔")
        return card(words.plan_announced(who, title, at_ms), [remind], colour=Colour.CALM)
    label = words.plan_off_button if plan.is_called_off else words.plan_over_button
    told = words.plan_called_off if plan.is_called_off else words.plan_begun
    # A button stays, for by it the message is recognised.
    over = Press(label, RemindMe(plan.number), disabled=True)
    return card(told(who, title, at_ms), [over])


def reminder_card(
    words: Words, plan: PlanView, called: Sequence[int], *, reminder: int, now_ms: int
) -> ui.LayoutView:
    """A show's time has come; `called` are mentioned, `reminder` names the operation.

    `now_ms` is when it was noticed that the time has come.
    """
    more = plan.reminded - len(called)
    since_ms = plan.at_ms if now_ms - plan.at_ms > LATE_MS else 0
    return card(
        words.plan_due(plan.creator.name, plan.title, plan.show_channel, since_ms),
        words.plan_callers(called, more) if called else "",
        [Press(words.digest_button, OpenPicker(reminder, plan.creator.user_id or 0))],
        colour=Colour.CALM,
    )


def planned_card(words: Words, plan: PlanView, owner: int, shift: str) -> ui.LayoutView:
    """One's own plan is announced; `shift` tells what the clock does then, if anything."""
    return card(
        words.plan_made(plan.title, plan.at_ms, plan.channel),
        shift,
        [Press(words.call_off_button, AskCallOff(owner, plan.number))],
    )


def plans_card(words: Words, plans: Sequence[PlanView], owner: int) -> ui.LayoutView:
    """All that one has planned, each with a button to call it off."""
    if not plans:
        return card(words.no_plans)
    rows: list[Block] = [
        Beside(
            words.plan_row(plan.title, plan.at_ms, plan.channel, plan.reminded),
            Press(words.call_off_button, AskCallOff(owner, plan.number)),
        )
        for plan in plans
    ]
    return card(words.plans_title, *rows, colour=Colour.CALM)


def call_off_card(words: Words, plan: PlanView, call_off: CallOff) -> ui.LayoutView:
    """The one question before a show is called off."""
    return card(
        words.plan_ask_call_off(plan.title, plan.at_ms),
        [
            Press(words.call_off_button, call_off, discord.ButtonStyle.danger),
            Press(words.keep_plan_button, KeepPlan(call_off.owner)),
        ],
        colour=Colour.CARE,
    )
