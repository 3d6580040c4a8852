"""Goals: `/live goal`, and its buttons."""

from typing import Final

import discord
from discord import app_commands

from bot.cards.goals import give_up_card, goal_card, replace_goal_card
from bot.cards.layout import card
from bot.client import GiftBot
from bot.controls.goals import AskGiveUp, GiveUpGoal, KeepGoal, ReplaceGoal
from bot.conversation import Conversation
from bot.ledger.outcomes import Refused
from bot.ledger.outcomes.live import GoalEnded, GoalSet
from bot.ledger.requests.live import MOST_GOAL, MOST_GOAL_HOURS, EndGoal, SetGoal
from bot.storage.goals import GoalView, running_goal
from cogs.suggestions import gift_choices, no_such_gift

GOAL_HOURS: Final = 4
"""How long a goal runs where nobody says: as long as those of the platforms."""
MOST_NAMED: Final = 5
"""How many of those who helped are named."""
_HOUR_MS: Final = 3_600_000


class GoalCommands(app_commands.Group):
    """The part of `/live` that is about goals."""

    def __init__(self, bot: GiftBot) -> None:
        """Serve it for `bot`."""
        super().__init__(name="goals", description="Goals")
        self.house = bot.house
        bot.handle(
            {
                ReplaceGoal: self.replace,
                AskGiveUp: self.ask_give_up,
                GiveUpGoal: self.give_up,
                KeepGoal: self.keep,
            }
        )

    @app_commands.command(name="goal", description="Set a goal for your gifts, or see yours")
    @app_commands.describe(
        gift="Which gift counts; all coins, if you leave it out",
        target="How many are to come; leave it out to see your goal",
        hours="How long it runs, 1 to 168 hours; 4, if you leave it out",
    )
    async def goal(
        self,
        interaction: discord.Interaction[GiftBot],
        gift: str | None = None,
        target: app_commands.Range[int, 1, MOST_GOAL] | None = None,
        hours: app_commands.Range[int, 1, MOST_GOAL_HOURS] = GOAL_HOURS,
    ) -> None:
        """Set a goal, or show the one there is."""
        conversation = Conversation(self.house, interaction)
        catalogue = await conversation.catalogue()
        item = catalogue.find(gift) if gift else None
        if gift and item is None:
            reason, _ = await no_such_gift(conversation, gift)
            await conversation.say(reason)
        elif target is None:
            await self._show(conversation, asked_for_one=item is not None)
        else:
            wanted = ReplaceGoal(
                key=interaction.id,
                owner=interaction.user.id,
                replaced=0,
                item=item.number if item else 0,
                target=target,
                hours=hours,
            )
            await self._set(conversation, wanted)

    @goal.autocomplete("gift")
    async def suggest(
        self, interaction: discord.Interaction[GiftBot], current: str
    ) -> list[app_commands.Choice[str]]:
        """The gifts that what was typed so far may mean."""
        return await gift_choices(Conversation(self.house, interaction), current)

    async def _goal(self, conversation: Conversation) -> GoalView | None:
        """The goal of the one who talks, with those who helped."""
        owner = conversation.actor.user_id
        reading = running_goal(self.house.reader, conversation.guild, owner, most=MOST_NAMED)
        return await conversation.in_time(reading)

    async def _show(self, conversation: Conversation, *, asked_for_one: bool) -> None:
        """Show the goal there is; who named a gift alone meant to set one."""
        goal = await self._goal(conversation)
        if asked_for_one:
            await conversation.say(conversation.words.goal_needs_target)
        elif goal is None:
            await conversation.say(conversation.words.no_goal)
        else:
            owner, now_ms = conversation.actor.user_id, self.house.clock()
            await conversation.show(goal_card(conversation.words, goal, owner, now_ms=now_ms))

    async def _set(self, conversation: Conversation, wanted: ReplaceGoal) -> None:
        """Ask once where another goal is still running, or set it at once."""
        goal = await self._goal(conversation)
        if goal is None or goal.is_reached or goal.expires_ms <= self.house.clock():
            await self._submit(conversation, wanted)
            return
        words = conversation.words
        item = (await conversation.catalogue()).get(wanted.item)
        new = words.goal_count(item.emoji if item else "", wanted.target)
        asking = ReplaceGoal(
            wanted.key, wanted.owner, goal.number, wanted.item, wanted.target, wanted.hours
        )
        await conversation.answer(replace_goal_card(words, goal, new, asking))

    async def replace(self, conversation: Conversation, pressed: ReplaceGoal) -> None:
        """Put a goal in the place of the one that was shown; another one is asked about first."""
        conversation.in_place = True
        goal = await self._goal(conversation)
        # Pressed twice, the goal that stands is the one that this button has set.
        if goal is None or goal.number <= pressed.replaced or _is_same(goal, pressed):
            await self._submit(conversation, pressed)
        else:
            await self._set(conversation, pressed)

    async def _submit(self, conversation: Conversation, wanted: ReplaceGoal) -> None:
        # A forged button may say any number, also one that no book holds as milliseconds.
        hours = max(0, min(wanted.hours, MOST_GOAL_HOURS + 1))
        outcome = await conversation.ask(
            SetGoal(
                guild=conversation.guild,
                key=str(wanted.key),
                actor=conversation.actor,
                item=wanted.item,
                target=wanted.target,
                expires_ms=self.house.clock() + hours * _HOUR_MS,
            )
        )
        if isinstance(outcome, GoalSet):
            words = conversation.words
            await conversation.answer(
                card(words.goal_set(outcome.emoji, outcome.target, outcome.expires_ms))
            )
        elif isinstance(outcome, Refused):
            await conversation.refuse(outcome)

    async def ask_give_up(self, conversation: Conversation, pressed: AskGiveUp) -> None:
        """Ask whether to give the goal up."""
        conversation.in_place = True
        goal = await self._goal(conversation)
        if goal is None:
            await conversation.answer(card(conversation.words.no_goal))
            return
        give_up = GiveUpGoal(conversation.interaction.id, pressed.owner, goal.number)
        await conversation.answer(give_up_card(conversation.words, goal, give_up))

    async def give_up(self, conversation: Conversation, pressed: GiveUpGoal) -> None:
        """Give the goal up that was shown, and no other."""
        conversation.in_place = True
        goal = await self._goal(conversation)
        if goal and goal.number != pressed.goal:
            await conversation.answer(card(conversation.words.goal_gone))
            return
        outcome = await conversation.ask(
            EndGoal(guild=conversation.guild, key=str(pressed.key), actor=conversation.actor)
        )
        if isinstance(outcome, GoalEnded):
            told = conversation.words.goal_given_up(outcome.progress, outcome.target)
            await conversation.answer(card(told))
        elif isinstance(outcome, Refused):
            await conversation.answer(card(await conversation.reason(outcome)))

    async def keep(self, conversation: Conversation, pressed: KeepGoal) -> None:
        """Leave the goal as it is."""
        conversation.in_place = True
        await conversation.answer(card(conversation.words.goal_kept))


def _is_same(goal: GoalView, wanted: ReplaceGoal) -> bool:
    return (goal.item, goal.target) == (wanted.item, wanted.target)
