"""The cards of goals."""

from collections.abc import Sequence

import discord
from discord import ui

from bot.cards.layout import Block, Colour, Press, card
from bot.controls.goals import AskGiveUp, GiveUpGoal, KeepGoal, ReplaceGoal
from bot.controls.live import OpenPicker
from bot.storage.goals import GoalView
from bot.words import Words


def goal_card(words: Words, goal: GoalView, owner: int, *, now_ms: int) -> ui.LayoutView:
    """How far a creator's own goal has come, and who helped."""
    if goal.is_reached:
        text = words.goal_complete(goal.emoji, goal.progress, goal.target)
    elif goal.expires_ms <= now_ms:
        text = words.goal_expired(goal.emoji, goal.progress, goal.target, goal.expires_ms)
    elif goal.was_reached:
        text = words.goal_taken_back(goal.emoji, goal.progress, goal.target, goal.expires_ms)
    else:
        text = words.goal_running(goal.emoji, goal.progress, goal.target, goal.expires_ms)
    blocks: list[Block] = [text, words.goal_contributors(_people(goal), goal.helped)]
    others = goal.helped - len(goal.contributors)
    if goal.contributors and others:
        blocks.append(words.goal_others(others))
    if not goal.is_reached and goal.expires_ms > now_ms:
        blocks.append([Press(words.give_up_button, AskGiveUp(owner))])
    return card(*blocks, colour=Colour.DONE if goal.is_reached else Colour.CALM)


def _people(goal: GoalView) -> Sequence[tuple[str | None, int]]:
    return [(one.member.name, one.amount) for one in goal.contributors]


def replace_goal_card(
    words: Words, goal: GoalView, new: str, replace: ReplaceGoal
) -> ui.LayoutView:
    """The one question before a running goal gives way to another, which `new` names."""
    return card(
        words.goal_replace(goal.emoji, goal.progress, goal.target, new),
        [
            Press(words.replace_goal_button, replace, discord.ButtonStyle.success),
            Press(words.keep_goal_button, KeepGoal(replace.owner)),
        ],
        colour=Colour.CARE,
    )


def give_up_card(words: Words, goal: GoalView, give_up: GiveUpGoal) -> ui.LayoutView:
    """The one question before a goal is given up."""
    return card(
        words.goal_give_up(goal.emoji, goal.progress, goal.target),
        [
            Press(words.give_up_button, give_up, discord.ButtonStyle.danger),
            Press(words.keep_goal_button, KeepGoal(give_up.owner)),
        ],
        colour=Colour.CARE,
    )


def celebration_card(words: Words, goal: GoalView) -> ui.LayoutView:
    """Everybody reads that a goal is reached, and thanks to whom."""
    others = goal.helped - len(goal.contributors)
    return card(
        words.goal_celebrated(goal.creator.name, goal.emoji, goal.target, _people(goal)),
        words.goal_others(others) if goal.contributors and others else "",
        [Press(words.digest_button, OpenPicker(goal.number, goal.creator.user_id or 0))],
        colour=Colour.DONE,
    )
