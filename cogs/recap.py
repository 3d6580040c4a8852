"""Shows that are over: `/live recap`, the menu of earlier ones, and the file for the creator."""

import tempfile
from pathlib import Path
from typing import Final

import discord
from discord import app_commands

from bot.attendance import person_of
from bot.cards.recap import earlier_card, file_card
from bot.client import GiftBot
from bot.controls.recap import PickRecap, TakeFile
from bot.conversation import Conversation
from bot.ledger.requests import Person
from bot.live.gift_files import write_gifts
from bot.live.renderings.recap import recap_files
from bot.rights import Right
from bot.storage.queue import creator_for
from bot.storage.recaps import latest_shows, recap
from bot.storage.shows import ShowView, show

MOST_EARLIER: Final = 10
"""How many of a creator's shows can be looked back at."""


class RecapCommands(app_commands.Group):
    """The part of `/live` that looks back."""

    def __init__(self, bot: GiftBot) -> None:
        """Serve it for `bot`."""
        super().__init__(name="recap", description="Shows that are over")
        self.house = bot.house
        bot.handle({PickRecap: self.pick, TakeFile: self.hand_over})

    @app_commands.command(name="recap", description="What the last shows came to")
    @app_commands.describe(creator="Whose shows; yours, if you leave it out")
    async def recap(
        self,
        interaction: discord.Interaction[GiftBot],
        creator: discord.Member | discord.User | None = None,
    ) -> None:
        """Show the creator's last show, and a menu of those before."""
        conversation = Conversation(self.house, interaction)
        await self._show(conversation, person_of(creator or interaction.user), 0)

    async def pick(self, conversation: Conversation, control: PickRecap) -> None:
        """Show another one."""
        await self._show(conversation, Person(control.creator, ""), conversation.picked_id)

    async def _show(self, conversation: Conversation, creator: Person, number: int) -> None:
        guild, words = conversation.guild, conversation.words
        shows = await conversation.in_time(
            latest_shows(self.house.reader, guild, creator.user_id, MOST_EARLIER)
        )
        if not shows:
            is_own = creator.user_id == conversation.actor.user_id
            await conversation.say(
                words.recap_none_own if is_own else words.recap_none(creator.name)
            )
            return
        wanted = {one.number: one.number for one in shows}.get(number or shows[0].number, 0)
        told = await conversation.in_time(recap(self.house.database.reports, guild, wanted))
        if told is None:
            await conversation.say(words.recap_gone)
            return
        timezone = (await conversation.settings()).timezone
        files = await conversation.in_time(recap_files(self.house, words, told, timezone))
        pick = PickRecap(conversation.actor.user_id, creator.user_id)
        name = next(iter(files), "")
        view = earlier_card(words, told, shows, pick, timezone=timezone, picture=name)
        await conversation.show(view, files)

    async def hand_over(self, conversation: Conversation, control: TakeFile) -> None:
        """Hand every gift of a show over to its creator, their deputies and moderators."""
        words = conversation.words
        over = await conversation.in_time(show(self.house.reader, conversation.guild, control.show))
        if over is None or not over.ended_ms:
            await conversation.say(words.recap_gone)
        elif not await self._may_take(conversation, over):
            await conversation.say(words.recap_file_refused)
        else:
            await self._give(conversation, over)

    async def _may_take(self, conversation: Conversation, over: ShowView) -> bool:
        actor, creator = conversation.actor.user_id, over.creator.user_id or 0
        if await conversation.has(Right.MODERATE):
            return True
        acting = creator_for(self.house.reader, conversation.guild, creator, actor)
        return await conversation.in_time(acting) is not None

    async def _give(self, conversation: Conversation, over: ShowView) -> None:
        words = conversation.words
        timezone = (await conversation.settings()).timezone
        with tempfile.TemporaryDirectory(prefix="ovation-") as folder:
            written = await conversation.in_time(
                write_gifts(self.house.database.reports, over, words, timezone, Path(folder))
            )
            first, *others = written.paths
            text = words.recap_file(written.gifts, len(written.paths))
            if written.left_out:
                text += f"\n{words.recap_file_cut(written.left_out)}"
            await conversation.show(file_card(words, [first.name], text), {first.name: first})
            for part, path in enumerate(others, start=2):
                text = words.recap_file_part(part, len(written.paths))
                await conversation.add(file_card(words, [path.name], text), {path.name: path})
