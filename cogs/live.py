"""Live shows: `/live`, put together of the parts that each own some of its commands."""

from functools import partial
from typing import Final

import discord
from discord import app_commands
from discord.ext import commands

from bot.attendance import person_of
from bot.cards.layout import Block
from bot.cards.queue import unthanked_blocks
from bot.cards.shows import MOST_SHOWS, Going, gifters_card, status_card
from bot.client import GiftBot
from bot.controls.shows import ShowGifters
from bot.conversation import Conversation
from bot.ledger.outcomes import Refused
from bot.ledger.outcomes.live import ShowEnded, ShowStarted, ShowStopped
from bot.ledger.periods import Board, show_period
from bot.ledger.requests import MOST_REASON_LENGTH, Person
from bot.ledger.requests.live import MOST_TITLE_LENGTH, EndShow, StartShow
from bot.places import Place, may_write, missing_in, place
from bot.rights import Right
from bot.storage.people import somebody
from bot.storage.queue import thanks_given, waiting
from bot.storage.shows import ShowView, live_board, running_shows, show, show_of
from bot.storage.standings import Walk
from cogs.goals import GoalCommands
from cogs.matches import MatchCommands
from cogs.plans import PlanCommands
from cogs.queue import QueueCommands
from cogs.recap import RecapCommands

MOST_RUNNING: Final = 100
"""How many running shows are counted."""


class LiveCog(commands.GroupCog, group_name="live", group_description="Your live show"):
    """The commands around a running show, and the button of its board that tells who gave most."""

    def __init__(self, bot: GiftBot) -> None:
        """Serve them for `bot`."""
        self.bot = bot
        self.house = bot.house
        assert self.app_command is not None
        for part in self._parts():
            for command in part.commands:
                self.app_command.add_command(command)

    def _parts(self) -> list[app_commands.Group]:
        """The parts of the group that live in files of their own, one a room."""
        bot = self.bot
        return [
            GoalCommands(bot),
            MatchCommands(bot),
            PlanCommands(bot),
            QueueCommands(bot),
            RecapCommands(bot),
        ]

    async def cog_load(self) -> None:
        """Say what the button does."""
        self.bot.handle({ShowGifters: self.tell_gifters})

    @app_commands.command(name="start", description="Go live, with a board for your gifts")
    @app_commands.describe(
        title="What your show is called",
        channel="Where it is; here, if you leave it out",
    )
    async def start(
        self,
        interaction: discord.Interaction[GiftBot],
        title: app_commands.Range[str, 1, MOST_TITLE_LENGTH] | None = None,
        channel: Place | None = None,
    ) -> None:
        """Begin a show where its creator may write, and tell what Ovation misses there."""
        conversation = Conversation(self.house, interaction)
        words = conversation.words
        number = channel.id if channel else interaction.channel_id or 0
        where = place(interaction.guild, number)
        if where is None:
            await conversation.say(words.show_needs_channel)
            return
        if not may_write(interaction.user, where):
            await conversation.say(words.show_cannot_write(where.id))
            return
        outcome = await conversation.ask(
            StartShow(
                guild=conversation.guild,
                key=conversation.key,
                actor=conversation.actor,
                creator=conversation.actor,
                channel=where.id,
                title=title or "",
            )
        )
        if isinstance(outcome, ShowStarted):
            pins = (await conversation.settings()).pins
            missing = missing_in(where, ["pin_messages"] if pins else ())
            await conversation.say(
                words.show_began(where.id, title or ""),
                words.permissions(where.id, missing) if missing else "",
            )
        elif isinstance(outcome, Refused):
            await conversation.refuse(outcome)

    @app_commands.command(name="end", description="End your show")
    @app_commands.describe(
        creator="For moderators: whose show to end",
        reason="For moderators: why; the creator will read it",
    )
    async def end(
        self,
        interaction: discord.Interaction[GiftBot],
        creator: discord.Member | discord.User | None = None,
        reason: app_commands.Range[str, 1, MOST_REASON_LENGTH] | None = None,
    ) -> None:
        """End one's own show or, as a moderator, another's."""
        conversation = Conversation(self.house, interaction)
        whose = person_of(creator) if creator else conversation.actor
        is_own = whose.user_id == conversation.actor.user_id
        if not is_own and not await conversation.may(Right.MODERATE):
            return
        if not is_own and not await self._show_of(conversation, whose.user_id):
            await conversation.say(conversation.words.not_live(whose.name))
            return
        outcome = await conversation.ask(
            EndShow(
                guild=conversation.guild,
                key=conversation.key,
                actor=conversation.actor,
                creator=whose,
                reason="" if is_own else reason or "",
            )
        )
        if isinstance(outcome, ShowEnded):
            await self._tell_end(conversation, outcome, whose)
        elif isinstance(outcome, Refused):
            await conversation.refuse(outcome)

    async def _tell_end(
        self, conversation: Conversation, ended: ShowEnded, creator: Person
    ) -> None:
        words = conversation.words
        shown = await conversation.in_time(show(self.house.reader, conversation.guild, ended.show))
        ended_ms = shown.ended_ms if shown else self.house.clock()
        told = words.show_ended(
            ended_ms - ended.started_ms,
            coins=ended.coins,
            units=ended.earned_units,
            gifts=ended.gifts,
        )
        blocks: list[Block] = [f"{told}\n{await self._tell_recap(conversation, ended.channel)}"]
        if isinstance(ended, ShowStopped):
            blocks.append(words.show_stopped(creator.name, ended.seq))
        else:
            blocks += await unthanked_hint(conversation, ended.creator)
        await conversation.say(*blocks)

    async def _tell_recap(self, conversation: Conversation, channel: int) -> str:
        """Where the recap of a show in a channel comes up."""
        words, there = conversation.words, await self._shown_in(conversation, channel)
        if there == channel:
            return words.recap_comes(channel)
        return words.recap_comes_elsewhere(there) if there else words.recap_comes_nowhere

    async def _shown_in(self, conversation: Conversation, channel: int) -> int:
        """Where what belongs into a show's channel is shown: elsewhere if that was deleted; 0 for
        nowhere."""
        guild = conversation.interaction.guild
        gifts = (await conversation.settings()).gift_channel
        return next((it for it in (channel, gifts) if place(guild, it)), 0)

    @app_commands.command(name="status", description="Who is live, and how it goes")
    @app_commands.describe(creator="Whose show; all, if you leave it out")
    async def status(
        self,
        interaction: discord.Interaction[GiftBot],
        creator: discord.Member | discord.User | None = None,
    ) -> None:
        """Show who is live."""
        conversation = Conversation(self.house, interaction)
        reader, guild = self.house.reader, conversation.guild
        if creator:
            own = await self._show_of(conversation, creator.id)
            shows = [own] if own else []
        else:
            shows = await conversation.in_time(running_shows(reader, guild, MOST_RUNNING))
        found = [await self._going(conversation, one) for one in shows[:MOST_SHOWS]]
        told = [going for going in found if going]
        words = conversation.words
        if told:
            await conversation.show(status_card(words, told, len(shows) - len(told)))
        elif creator:
            await conversation.say(words.not_live(creator.display_name))
        else:
            await conversation.say(words.nobody_live)

    async def _show_of(self, conversation: Conversation, user_id: int) -> ShowView | None:
        return await conversation.in_time(show_of(self.house.reader, conversation.guild, user_id))

    async def _going(self, conversation: Conversation, shown: ShowView) -> Going | None:
        """How a running show goes; None if there is no such show."""
        reader, guild, creator = self.house.reader, shown.guild, shown.creator
        settings, now_ms = await conversation.settings(), self.house.clock()
        board = await conversation.in_time(
            live_board(reader, guild, shown.number, settings, now_ms)
        )
        thanks = thanks_given(reader, guild, creator.number, shown.number)
        if board is None:
            return None
        return Going(
            board,
            await conversation.in_time(thanks),
            await self._shown_in(conversation, shown.channel),
            is_own=creator.user_id == conversation.actor.user_id,
        )

    async def tell_gifters(self, conversation: Conversation, pressed: ShowGifters) -> None:
        """Tell the presser who gave most in a show, and where they stand."""
        reader, guild = self.house.reader, conversation.guild
        shown = await conversation.in_time(show(reader, guild, pressed.show))
        if shown is None:
            await conversation.say(conversation.words.expired)
            return
        owner = conversation.actor.user_id
        known = await conversation.in_time(somebody(reader, guild, owner))
        reports, period = self.house.database.reports, show_period(shown.number)
        here = partial(self.house.presence.here, guild)
        walk = Walk(reader, reports, guild, Board.GIVEN, period, here)
        view = await conversation.in_time(walk.view(0, (known.number, owner) if known else None))
        await conversation.show(gifters_card(conversation.words, shown, view, owner))


async def unthanked_hint(conversation: Conversation, creator: int) -> list[Block]:
    """What a creator's number has yet to thank for, with the way to it; nothing where nothing."""
    reader, guild = conversation.house.reader, conversation.guild
    left = await conversation.in_time(waiting(reader, guild, creator))
    return unthanked_blocks(conversation.words, conversation.actor.user_id, left)


async def setup(bot: GiftBot) -> None:
    """Add the commands to the bot."""
    await bot.add_cog(LiveCog(bot))
