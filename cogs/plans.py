"""Planned shows: `/live plan`, its list, and the buttons under an announcement."""

from collections.abc import Iterator
from typing import Final

import discord
from discord import app_commands

from bot.cards.layout import card
from bot.cards.plans import call_off_card, planned_card, plans_card
from bot.client import GiftBot
from bot.controls.plans import AskCallOff, CallOff, KeepPlan, RemindMe
from bot.conversation import Conversation
from bot.ledger.moments import MOST_LENGTH, Misread, Moment, Unclear, read_moment
from bot.ledger.outcomes import Refused
from bot.ledger.outcomes.live import NoSuchPlan, PlanClosed, ReminderToggled, ShowPlanned
from bot.ledger.requests.live import (
    MOST_PLAN_DAYS,
    MOST_PLANS,
    MOST_TITLE_LENGTH,
    ClosePlan,
    PlanShow,
    ToggleReminder,
)
from bot.places import Place, may_write, missing_in, place
from bot.storage.plans import PlanView, open_plans, plan
from cogs.late_presses import put_right

MOST_CHOICES: Final = 10
SENSIBLE: Final = (
    "in 1 hour",
    "today 20:00",
    "tomorrow 20:00",
    "fri 20:00",
    "sat 20:00",
    "sun 18:00",
    "in 1 week",
)
"""What is suggested before anything is typed."""
HOURS: Final = ("18:00", "19:00", "20:00", "20:30", "21:00", "12:00")
"""What is suggested for a day without a time."""
_MINUTE_MS: Final = 60_000
_DAY_MS: Final = 86_400_000


class PlanCommands(app_commands.Group):
    """The part of `/live` that is about planned shows."""

    def __init__(self, bot: GiftBot) -> None:
        """Serve it for `bot`."""
        super().__init__(name="plans", description="Planned shows")
        self.house = bot.house
        bot.handle(
            {
                RemindMe: self.remind,
                AskCallOff: self.ask_call_off,
                CallOff: self.call_off,
                KeepPlan: self.keep,
            }
        )

    @app_commands.command(name="plan", description="Announce a show, or see what you planned")
    @app_commands.describe(
        title="What the show is called",
        when="Such as 20:30, tomorrow 20:30, Fri 20:30, 24.11. 20:30 or in 2 hours",
        channel="Where to announce it; here, if you leave it out",
    )
    async def plan(
        self,
        interaction: discord.Interaction[GiftBot],
        title: app_commands.Range[str, 1, MOST_TITLE_LENGTH] | None = None,
        when: app_commands.Range[str, 1, MOST_LENGTH] | None = None,
        channel: Place | None = None,
    ) -> None:
        """Announce a show, or list what is planned."""
        conversation = Conversation(self.house, interaction)
        words = conversation.words
        if title is None and when is None:
            await self._list(conversation)
        elif when is None:
            await conversation.say(words.plan_needs_when)
        elif title is None or not title.strip():
            await conversation.say(words.plan_needs_title)
        else:
            number = channel.id if channel else interaction.channel_id or 0
            where = place(interaction.guild, number)
            if where is None:
                await conversation.say(words.no_announcing_here)
            elif not may_write(interaction.user, where):
                await conversation.say(words.plan_no_room(where.id))
            else:
                await self._announce(conversation, title, when, where)

    @plan.autocomplete("when")
    async def suggest(
        self, interaction: discord.Interaction[GiftBot], current: str
    ) -> list[app_commands.Choice[str]]:
        """How what was typed so far is understood, or moments that suit a show."""
        conversation = Conversation(self.house, interaction)
        zone, now_ms = (await conversation.settings()).timezone, self.house.clock()
        moments = {
            moment.at_ms // _MINUTE_MS: moment
            for moment in _suggested(current, now_ms, zone)
            if now_ms + _MINUTE_MS <= moment.at_ms <= now_ms + MOST_PLAN_DAYS * _DAY_MS
        }
        return [
            app_commands.Choice(
                name=conversation.words.moment_choice(moment.local, zone),
                value=f"<t:{moment.at_ms // 1000}:f>",
            )
            for moment in list(moments.values())[:MOST_CHOICES]
        ]

    async def _list(self, conversation: Conversation) -> None:
        owner = conversation.actor.user_id
        reading = open_plans(self.house.reader, conversation.guild, owner, limit=MOST_PLANS)
        plans = await conversation.in_time(reading)
        await conversation.answer(plans_card(conversation.words, plans, owner))

    async def _announce(
        self, conversation: Conversation, title: str, when: str, where: Place
    ) -> None:
        words, zone = conversation.words, (await conversation.settings()).timezone
        read = read_moment(when, self.house.clock(), zone)
        if isinstance(read, Misread):
            await conversation.say(words.misread(read.why, zone))
            return
        outcome = await conversation.ask(
            PlanShow(
                guild=conversation.guild,
                key=conversation.key,
                actor=conversation.actor,
                channel=where.id,
                at_ms=read.at_ms,
                title=title,
            )
        )
        if isinstance(outcome, ShowPlanned):
            await self._tell(conversation, outcome.seq, read, where)
        elif isinstance(outcome, Refused):
            await conversation.refuse(outcome)

    async def _tell(
        self, conversation: Conversation, number: int, read: Moment, where: Place
    ) -> None:
        """Tell when it is, what the clock does then, and what Ovation misses in the channel."""
        words, planned = conversation.words, await self._plan(conversation, number)
        assert planned is not None
        notes = [words.plan_shifted(read.shift, read.named or read.local.time(), read.local)]
        missing = missing_in(where)
        if missing:
            notes.append(words.permissions(where.id, missing))
        owner = conversation.actor.user_id
        await conversation.show(planned_card(words, planned, owner, "\n".join(filter(None, notes))))

    async def _plan(self, conversation: Conversation, number: int) -> PlanView | None:
        return await conversation.in_time(plan(self.house.reader, conversation.guild, number))

    async def remind(self, conversation: Conversation, pressed: RemindMe) -> None:
        """Have the presser reminded, or no more."""
        outcome = await conversation.ask(
            ToggleReminder(
                guild=conversation.guild,
                key=conversation.key,
                actor=conversation.actor,
                plan=pressed.plan,
            )
        )
        if isinstance(outcome, ReminderToggled):
            words = conversation.words
            await conversation.say(
                words.remind_on(outcome.at_ms) if outcome.on else words.remind_off
            )
        elif isinstance(outcome, Refused):
            if isinstance(outcome, NoSuchPlan):
                await put_right(conversation, pressed, pressed.plan)
            await conversation.refuse(outcome)

    async def ask_call_off(self, conversation: Conversation, pressed: AskCallOff) -> None:
        """Ask whether to call a show off."""
        conversation.in_place = True
        found = await self._plan(conversation, pressed.plan)
        if found is None or found.is_closed or found.creator.user_id != pressed.owner:
            await self._list(conversation)
            return
        call_off = CallOff(conversation.interaction.id, pressed.owner, pressed.plan)
        await conversation.answer(call_off_card(conversation.words, found, call_off))

    async def call_off(self, conversation: Conversation, pressed: CallOff) -> None:
        """Call a show off; pressed twice, it is done once."""
        conversation.in_place = True
        outcome = await conversation.ask(
            ClosePlan(
                guild=conversation.guild,
                key=str(pressed.key),
                actor=conversation.actor,
                plan=pressed.plan,
                call_off=True,
            )
        )
        if isinstance(outcome, PlanClosed):
            await conversation.answer(card(conversation.words.plan_now_off))
        elif isinstance(outcome, Refused):
            await conversation.answer(card(await conversation.reason(outcome)))

    async def keep(self, conversation: Conversation, pressed: KeepPlan) -> None:
        """Leave a show planned."""
        conversation.in_place = True
        await conversation.answer(card(conversation.words.plan_kept))


def _suggested(text: str, now_ms: int, timezone: str) -> Iterator[Moment]:
    """What a text means, some times where it is a day, and what suits where it is nothing yet."""
    read = read_moment(text, now_ms, timezone)
    if isinstance(read, Moment):
        yield read
        return
    if read.why is Unclear.NO_TIME and read.day:
        texts = [f"{read.day.isoformat()} {hour}" for hour in HOURS]
    else:
        begun = [moment for moment in SENSIBLE if moment.startswith(text.strip().casefold())]
        texts = begun or list(SENSIBLE)
    for sensible in texts:
        moment = read_moment(sensible, now_ms, timezone)
        if isinstance(moment, Moment):
            yield moment
