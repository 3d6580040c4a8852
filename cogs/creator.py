"""What a creator decides: whether they receive gifts, and who may thank in their name."""

from collections.abc import Sequence
from typing import Final

import discord
from discord import app_commands
from discord.ext import commands

from bot.attendance import has_left, person_of
from bot.cards.creators import deputies_card, followers_card
from bot.client import GiftBot
from bot.controls.creators import RemoveDeputy
from bot.conversation import Conversation
from bot.ledger.outcomes import Accepted, NothingChanged, Refused
from bot.ledger.requests import Person
from bot.ledger.requests.live import NameDeputy, PauseReceiving, RegisterCreator
from bot.storage.creators import creator, deputies, newest_followers
from bot.storage.people import Somebody
from cogs.dashboard import DashboardCommands
from cogs.overlay import OverlayCommands

MOST_SHOWN: Final = 10
"""How many of the newest followers are listed."""
Who = discord.Member | discord.User


class CreatorCog(
    commands.GroupCog, group_name="creator", group_description="Receive gifts, and see who follows"
):
    """The commands of creators, and the button that ends somebody's help."""

    def __init__(self, bot: GiftBot) -> None:
        """Serve them for `bot`."""
        self.bot = bot
        self.house = bot.house
        assert self.app_command is not None
        for part in self._parts():
            for command in part.commands:
                self.app_command.add_command(command)

    def _parts(self) -> list[app_commands.Group]:
        """The parts of the group that live in files of their own."""
        return [DashboardCommands(self.bot), OverlayCommands(self.bot)]

    async def cog_load(self) -> None:
        """Say what the button does."""
        self.bot.handle({RemoveDeputy: self.remove_deputy})

    @app_commands.command(name="join", description="Become a registered creator")
    async def join(self, interaction: discord.Interaction[GiftBot]) -> None:
        """Register the one who asks."""
        conversation = Conversation(self.house, interaction)
        words = conversation.words
        outcome = await conversation.ask(self._register(conversation, on=True))
        if isinstance(outcome, Accepted):
            await conversation.say(words.creator_joined, *await self._reach(conversation))
        elif isinstance(outcome, NothingChanged):
            await conversation.say(words.creator_joined_before, *await self._reach(conversation))
        else:
            await conversation.refuse(outcome)

    @app_commands.command(name="leave", description="Be no registered creator any more")
    async def leave(self, interaction: discord.Interaction[GiftBot]) -> None:
        """Strike the one who asks off the creators."""
        conversation = Conversation(self.house, interaction)
        words = conversation.words
        outcome = await conversation.ask(self._register(conversation, on=False))
        if isinstance(outcome, Accepted):
            is_open = (await conversation.settings()).receivers == "everyone"
            note = words.everyone_receives if is_open else ""
            await conversation.say(words.creator_left, note)
        elif isinstance(outcome, NothingChanged):
            await conversation.say(words.creator_left_before)
        else:
            await conversation.refuse(outcome)

    @app_commands.command(name="pause", description="Receive no gifts for now")
    async def pause(self, interaction: discord.Interaction[GiftBot]) -> None:
        """Let no gifts reach the one who asks."""
        conversation = Conversation(self.house, interaction)
        words = conversation.words
        outcome = await conversation.ask(self._pause(conversation, on=True))
        if isinstance(outcome, Accepted):
            await conversation.say(words.receiving_paused)
        elif isinstance(outcome, NothingChanged):
            await conversation.say(words.receiving_paused_before)
        else:
            await conversation.refuse(outcome)

    @app_commands.command(name="resume", description="Receive gifts again")
    async def resume(self, interaction: discord.Interaction[GiftBot]) -> None:
        """Let gifts reach the one who asks again."""
        conversation = Conversation(self.house, interaction)
        words = conversation.words
        outcome = await conversation.ask(self._pause(conversation, on=False))
        if isinstance(outcome, Accepted):
            await conversation.say(words.receiving_resumed, *await self._reach(conversation))
        elif isinstance(outcome, NothingChanged):
            note = words.receiving_resumed_before
            await conversation.say(note, *await self._reach(conversation))
        else:
            await conversation.refuse(outcome)

    @app_commands.command(name="followers", description="How many follow you, the newest first")
    async def followers(self, interaction: discord.Interaction[GiftBot]) -> None:
        """Show who follows the one who asks."""
        conversation = Conversation(self.house, interaction)
        words = conversation.words
        reader, guild = self.house.reader, conversation.guild
        own = await conversation.in_time(creator(reader, guild, conversation.actor.user_id))
        newest = await conversation.in_time(newest_followers(reader, guild, own.member, MOST_SHOWN))
        held_up = await self._held_up(conversation)
        await conversation.show(followers_card(words, own.followers, newest, held_up))

    @app_commands.command(name="helpers", description="Who may thank for gifts in your name")
    @app_commands.describe(
        member="Who shall help you; leave it out to see who does",
        remove="Whether they shall help you no more",
    )
    async def deputies(
        self,
        interaction: discord.Interaction[GiftBot],
        member: Who | None = None,
        remove: bool = False,
    ) -> None:
        """Show who helps, or change it."""
        conversation = Conversation(self.house, interaction)
        words = conversation.words
        if member is None:
            await self._show_deputies(conversation, "", asks_whom=remove)
        elif has_left(member) and not remove:
            await conversation.say(words.not_a_member)
        else:
            await self._name(conversation, person_of(member), on=not remove)

    async def remove_deputy(self, conversation: Conversation, pressed: RemoveDeputy) -> None:
        """End the help of the member beside the button; the list takes its place."""
        conversation.in_place = True
        helping = {one.user_id: one for one in await self._deputies(conversation)}
        found = helping.get(pressed.user)
        if found is None:
            # Pressed once more, or the name is known to nobody.
            await self._show_deputies(conversation, "")
        else:
            await self._name(conversation, Person(pressed.user, found.name or ""), on=False)

    @staticmethod
    def _register(conversation: Conversation, *, on: bool) -> RegisterCreator:
        return RegisterCreator(
            guild=conversation.guild, key=conversation.key, actor=conversation.actor, on=on
        )

    @staticmethod
    def _pause(conversation: Conversation, *, on: bool) -> PauseReceiving:
        return PauseReceiving(
            guild=conversation.guild, key=conversation.key, actor=conversation.actor, on=on
        )

    async def _reach(self, conversation: Conversation) -> Sequence[str]:
        """What keeps gifts from the one who talks, or that nothing does."""
        return await self._held_up(conversation) or [conversation.words.gifts_arrive]

    async def _held_up(self, conversation: Conversation) -> list[str]:
        settings, user = await conversation.settings(), conversation.interaction.user
        reader, user_id = self.house.reader, conversation.actor.user_id
        own = await conversation.in_time(creator(reader, conversation.guild, user_id))
        roles = user.roles if isinstance(user, discord.Member) else ()
        has_role = settings.creator_role in {role.id for role in roles}
        return conversation.words.gifts_held_up(own, settings, has_role=has_role)

    async def _name(self, conversation: Conversation, deputy: Person, *, on: bool) -> None:
        """Have somebody help, or no more, and show the list."""
        words = conversation.words
        outcome = await conversation.ask(
            NameDeputy(
                guild=conversation.guild,
                key=conversation.key,
                actor=conversation.actor,
                deputy=deputy,
                on=on,
            )
        )
        if isinstance(outcome, Refused) and not isinstance(outcome, NothingChanged):
            await conversation.refuse(outcome)
            return
        changed = isinstance(outcome, Accepted)
        if on:
            say = words.deputy_named if changed else words.deputy_named_before
        else:
            say = words.deputy_removed if changed else words.deputy_removed_before
        await self._show_deputies(conversation, say(deputy.name))

    async def _deputies(self, conversation: Conversation) -> list[Somebody]:
        reader, guild = self.house.reader, conversation.guild
        own = await conversation.in_time(creator(reader, guild, conversation.actor.user_id))
        return await conversation.in_time(deputies(reader, guild, own.member))

    async def _show_deputies(
        self, conversation: Conversation, note: str, *, asks_whom: bool = False
    ) -> None:
        helping, owner = await self._deputies(conversation), conversation.actor.user_id
        if asks_whom and helping:
            note = conversation.words.remove_whom
        await conversation.answer(deputies_card(conversation.words, owner, helping, note))


async def setup(bot: GiftBot) -> None:
    """Add the commands to the bot."""
    await bot.add_cog(CreatorCog(bot))
