"""Who gave and who received most: `/leaderboard`."""

from collections.abc import Mapping
from enum import StrEnum
from functools import partial
from typing import TypeVar

import discord
from discord import app_commands
from discord.ext import commands

from bot.cards.boards import board_card
from bot.client import GiftBot
from bot.controls.boards import BoardPage
from bot.conversation import Conversation
from bot.ledger.periods import Board, Span, ends_ms, local_day, period
from bot.ledger.requests import Person
from bot.storage.levels import given_in_all
from bot.storage.people import somebody
from bot.storage.standings import Walk

_Value = TypeVar("_Value", bound=StrEnum)


def _meant(text: str, usual: _Value) -> _Value:
    """The value that a text names; a forged one means the usual."""
    return next((value for value in type(usual) if value == text), usual)


class BoardsCog(commands.Cog):
    """The leaderboard and its controls.

    A board answers in private: it is asked for often, by many, to see how far one is behind, and
    each turns the pages of their own. What everybody sees are the thank-yous in the channel.
    """

    def __init__(self, bot: GiftBot) -> None:
        """Serve it for `bot`."""
        self.bot = bot
        self.house = bot.house

    async def cog_load(self) -> None:
        """Say what the controls do."""
        self.bot.handle({BoardPage: self.turn})

    @app_commands.command(name="leaderboard", description="Who gave or received most")
    @app_commands.describe(
        board="Gifters or creators",
        period="How far to look back; this week, if you leave it out",
        member="Whose place to show; yours, if you leave it out",
    )
    @app_commands.choices(
        board=[
            app_commands.Choice(name="Top gifters", value=Board.GIVEN.value),
            app_commands.Choice(name="Top creators", value=Board.RECEIVED.value),
        ],
        period=[
            app_commands.Choice(name="Today", value=Span.DAY.value),
            app_commands.Choice(name="This week", value=Span.WEEK.value),
            app_commands.Choice(name="This month", value=Span.MONTH.value),
            app_commands.Choice(name="All time", value=Span.ALL.value),
        ],
    )
    async def leaderboard(
        self,
        interaction: discord.Interaction[GiftBot],
        board: str = Board.GIVEN.value,
        period: str = Span.WEEK.value,
        member: discord.Member | discord.User | None = None,
    ) -> None:
        """Show a board, and where the reader or another member stands."""
        conversation = Conversation(self.house, interaction)
        about = member.id if member and member.id != interaction.user.id else 0
        page = BoardPage("", interaction.user.id, board, period, about)
        await conversation.show(await self._board(conversation, page))

    async def turn(self, conversation: Conversation, page: BoardPage) -> None:
        """Show another page, another period or the other board."""
        conversation.in_place = True
        await conversation.answer(await self._board(conversation, page))

    async def _board(self, conversation: Conversation, asked: BoardPage) -> discord.ui.LayoutView:
        return await conversation.in_time(self._read(conversation, asked))

    async def _read(self, conversation: Conversation, asked: BoardPage) -> discord.ui.LayoutView:
        settings = await conversation.settings()
        board, span = _meant(asked.board, Board.GIVEN), _meant(asked.span, Span.WEEK)
        shown = BoardPage("", asked.owner, board, span, asked.member, asked.page)
        today = local_day(self.house.clock(), settings.timezone)
        reader, guild = self.house.reader, conversation.guild
        here = partial(self.house.presence.here, guild)
        about = asked.member or asked.owner
        known = await somebody(reader, guild, about)
        reports = self.house.database.reports
        walk = Walk(reader, reports, guild, board, period(span, today), here)
        view = await walk.view(max(0, asked.page), (known.number, about) if known else None)
        listed = [earned.person.user_id for earned in view.places]
        given = await given_in_all(reader, guild, listed)
        name, notice = None, ""
        if asked.member:
            found = await here([about])
            person = found.get(about) if found else None
            name = person.name if person else (known.name if known else None)
            notice = self._notice(conversation, found, person)
        return board_card(
            conversation.words,
            view,
            shown,
            ends_ms=ends_ms(span, today, settings.timezone),
            name=name or conversation.words.nobody if asked.member else None,
            notice=notice,
            given=given,
        )

    def _notice(
        self, conversation: Conversation, found: Mapping[int, Person] | None, person: Person | None
    ) -> str:
        """What is to be said of a member who can have no place."""
        if found is not None and person is None:
            return conversation.words.board_for_departed
        return conversation.words.board_for_bots if person and person.is_bot else ""


async def setup(bot: GiftBot) -> None:
    """Add the command to the bot."""
    await bot.add_cog(BoardsCog(bot))
