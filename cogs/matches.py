"""Matches: `/live match`, and the buttons under a challenge."""

import discord
from discord import app_commands

from bot.attendance import Present, has_left, present
from bot.cards.layout import card
from bot.cards.matches import score_of, sent_card
from bot.client import GiftBot
from bot.controls.matches import MatchButton, WithdrawMatch
from bot.conversation import Conversation
from bot.ledger.outcomes import Refused
from bot.ledger.outcomes.live import MatchAnswered, MatchProposed, NoSuchMatch
from bot.ledger.requests.live import (
    MATCH_MINUTES,
    MOST_MATCH_MINUTES,
    AnswerMatch,
    ProposeMatch,
)
from bot.places import may_write, place
from bot.storage.matches import MatchState, MatchView, match
from cogs.late_presses import put_right


class MatchCommands(app_commands.Group):
    """The part of `/live` that is about matches."""

    def __init__(self, bot: GiftBot) -> None:
        """Serve it for `bot`."""
        super().__init__(name="matches", description="Matches")
        self.house = bot.house
        bot.handle({MatchButton: self.press, WithdrawMatch: self.withdraw})

    @app_commands.command(name="match", description="Challenge another creator to a match")
    @app_commands.describe(
        opponent="Whom you challenge",
        minutes="How long it takes, 1 to 60 minutes; 5, if you leave it out",
    )
    async def match(
        self,
        interaction: discord.Interaction[GiftBot],
        opponent: discord.Member | discord.User,
        minutes: app_commands.Range[int, 1, MOST_MATCH_MINUTES] = MATCH_MINUTES,
    ) -> None:
        """Challenge somebody, in the channel where it is typed."""
        conversation = Conversation(self.house, interaction)
        where = place(interaction.guild, interaction.channel_id or 0)
        if has_left(opponent):
            await conversation.say(conversation.words.not_a_member)
        elif where is None:
            await conversation.say(conversation.words.no_announcing_here)
        elif not may_write(interaction.user, where):
            await conversation.say(conversation.words.plan_no_room(where.id))
        else:
            await self._propose(conversation, present(opponent), minutes)

    async def _propose(self, conversation: Conversation, opponent: Present, minutes: int) -> None:
        outcome = await conversation.ask(
            ProposeMatch(
                guild=conversation.guild,
                key=conversation.key,
                actor=conversation.actor,
                opponent=opponent.person,
                minutes=minutes,
                channel=conversation.interaction.channel_id or 0,
                own_roles=conversation.own_roles,
                other_roles=opponent.roles,
            )
        )
        if isinstance(outcome, Refused):
            await conversation.refuse(outcome)
            return
        assert isinstance(outcome, MatchProposed)
        proposed = await self._match(conversation, outcome.seq)
        assert proposed is not None
        owner = conversation.actor.user_id
        await conversation.show(sent_card(conversation.words, proposed, owner))

    async def _match(self, conversation: Conversation, number: int) -> MatchView | None:
        return await conversation.in_time(match(self.house.reader, conversation.guild, number))

    async def press(self, conversation: Conversation, pressed: MatchButton) -> None:
        """Do what a button under a challenge says."""
        found = await self._match(conversation, pressed.match)
        if found is None:
            await conversation.say(conversation.words.expired)
        elif pressed.part == "accept":
            await self._accept(conversation, pressed, found)
        elif pressed.part == "decline":
            await self._answer(conversation, pressed, accept=False)
        elif pressed.part == "rematch" and found.state is not MatchState.PROPOSED:
            await self._rematch(conversation, found)
        elif found.state is MatchState.PROPOSED:
            await conversation.say(conversation.words.expired)
        else:
            words, score = conversation.words, score_of(conversation.words, found)
            is_on = found.state is MatchState.RUNNING
            if not is_on:
                await put_right(conversation, pressed, pressed.match)
            told = words.match_stands(score, found.ends_ms) if is_on else words.match_over(score)
            await conversation.say(told)

    async def _accept(
        self, conversation: Conversation, pressed: MatchButton, found: MatchView
    ) -> None:
        """Say yes, if the other one is still here."""
        is_theirs = found.side_of(conversation.actor.user_id) is found.opponent
        if not is_theirs or found.state is not MatchState.PROPOSED:
            await self._answer(conversation, pressed, accept=True)
            return
        challenger = await conversation.recipient(found.challenger.creator.user_id or 0)
        if challenger is None:
            await conversation.say(conversation.words.match_left(found.challenger.creator.name))
        else:
            await self._answer(conversation, pressed, accept=True, other_roles=challenger.roles)

    async def _answer(
        self,
        conversation: Conversation,
        pressed: MatchButton | WithdrawMatch,
        *,
        accept: bool,
        other_roles: tuple[int, ...] = (),
    ) -> None:
        outcome = await conversation.ask(
            AnswerMatch(
                guild=conversation.guild,
                key=conversation.key,
                actor=conversation.actor,
                match=pressed.match,
                accept=accept,
                own_roles=conversation.own_roles,
                other_roles=other_roles,
            )
        )
        if isinstance(outcome, MatchAnswered):
            await conversation.answer(card(await self._answered(conversation, outcome)))
        elif isinstance(outcome, Refused):
            if isinstance(outcome, NoSuchMatch) and isinstance(pressed, MatchButton):
                await put_right(conversation, pressed, pressed.match)
            await conversation.refuse(outcome)

    async def _answered(self, conversation: Conversation, answered: MatchAnswered) -> str:
        words = conversation.words
        if answered.accepted:
            return words.match_accepted(answered.ends_ms)
        found = await self._match(conversation, answered.match)
        is_own = found is not None and found.state is MatchState.WITHDRAWN
        return words.match_taken_back if is_own else words.match_said_no

    async def withdraw(self, conversation: Conversation, pressed: WithdrawMatch) -> None:
        """Take one's own challenge back."""
        conversation.in_place = True
        await self._answer(conversation, pressed, accept=False)

    async def _rematch(self, conversation: Conversation, played: MatchView) -> None:
        """Challenge the other one of the two anew."""
        own = played.side_of(conversation.actor.user_id)
        if own is None:
            await conversation.say(conversation.words.match_of_two)
            return
        other = played.opponent if own is played.challenger else played.challenger
        found = await conversation.recipient(other.creator.user_id or 0)
        if found is None:
            await conversation.say(conversation.words.not_a_member)
        else:
            await self._propose(conversation, found, played.minutes)
