"""Following creators: `/follow`, the board's button, and the role that hears of shows."""

import asyncio
from typing import Final

import discord
import structlog
from discord import app_commands
from discord.ext import commands

from bot.attendance import has_left, person_of
from bot.cards.creators import follow_card
from bot.client import GiftBot
from bot.controls.creators import Follow, HearOfShows, Unfollow
from bot.conversation import Conversation
from bot.discord_answers import Declined, Unanswered, understood
from bot.ledger.outcomes import NothingChanged, Refused
from bot.ledger.outcomes.live import CreatorFollowed
from bot.ledger.requests import Person
from bot.ledger.requests.live import FollowCreator
from bot.live.roles import changing_troubles, declined_code
from bot.storage.creators import creator
from bot.storage.people import somebody

PATIENCE_SECONDS: Final = 5.0
"""How long Discord may take to give a role; the client would try for 25 s."""

log = structlog.get_logger(__name__)


class FollowCog(commands.Cog):
    """The command and the buttons of those who follow."""

    def __init__(self, bot: GiftBot) -> None:
        """Serve them for `bot`."""
        self.bot = bot
        self.house = bot.house

    async def cog_load(self) -> None:
        """Say what the buttons do."""
        self.bot.handle({Follow: self.press, Unfollow: self.unfollow, HearOfShows: self.hear})

    @app_commands.command(name="follow", description="Follow a creator, or stop following them")
    @app_commands.describe(whom="Whom to follow; whom you follow already, you let go")
    @app_commands.rename(whom="creator")
    async def follow(
        self, interaction: discord.Interaction[GiftBot], whom: discord.Member | discord.User
    ) -> None:
        """Follow somebody, or no more. Whoever left can only be let go."""
        conversation = Conversation(self.house, interaction)
        on = False if has_left(whom) else None
        await self._follow(conversation, person_of(whom), on=on)

    async def press(self, conversation: Conversation, pressed: Follow) -> None:
        """Follow the creator of the button; pressed again, it lets nobody go by accident."""
        found = await conversation.recipient(pressed.to)
        if found is None:
            await conversation.say(conversation.words.not_a_member)
        else:
            await self._follow(conversation, found.person, on=True)

    async def unfollow(self, conversation: Conversation, pressed: Unfollow) -> None:
        """Follow no more, also who has left."""
        conversation.in_place = True
        reader, guild = self.house.reader, conversation.guild
        known = await conversation.in_time(somebody(reader, guild, pressed.to))
        if known is None or known.user_id is None:
            await conversation.say(conversation.words.expired)
        else:
            await self._follow(conversation, Person(pressed.to, known.name or ""), on=False)

    async def _follow(self, conversation: Conversation, whom: Person, *, on: bool | None) -> None:
        words = conversation.words
        outcome = await conversation.ask(
            FollowCreator(
                guild=conversation.guild,
                key=conversation.key,
                actor=conversation.actor,
                creator=whom,
                on=on,
            )
        )
        if isinstance(outcome, CreatorFollowed):
            said = words.followed if outcome.on else words.unfollowed
            await self._show(conversation, said(whom.name, outcome.followers), offers=outcome.on)
        elif isinstance(outcome, NothingChanged) and on:
            reader, guild = self.house.reader, conversation.guild
            known = await conversation.in_time(creator(reader, guild, whom.user_id))
            text = words.followed_before(whom.name, known.followers)
            await self._show(conversation, text, unfollow=whom.user_id)
        elif isinstance(outcome, NothingChanged):
            await conversation.answer(
                follow_card(words, words.unfollowed_before(whom.name), conversation.actor.user_id)
            )
        elif isinstance(outcome, Refused):
            await conversation.refuse(outcome)

    async def _show(
        self, conversation: Conversation, text: str, *, offers: bool = True, unfollow: int = 0
    ) -> None:
        """Show what came of it; who has the role may always give it back."""
        guild, role = conversation.interaction.guild, (await conversation.settings()).live_role
        has_role = _has_role(conversation, role)
        is_there = guild is not None and guild.get_role(role) is not None
        await conversation.answer(
            follow_card(
                conversation.words,
                text,
                conversation.actor.user_id,
                unfollow=unfollow,
                role=role if is_there and (offers or has_role) else 0,
                has_role=has_role,
            )
        )

    # The role that hears of shows.

    async def hear(self, conversation: Conversation, pressed: HearOfShows) -> None:
        """Give the presser the role that is told of shows, or take it back."""
        words, guild = conversation.words, conversation.interaction.guild
        role, on = (await conversation.settings()).live_role, bool(pressed.on)
        user = conversation.interaction.user
        if not role or not isinstance(user, discord.Member):
            await conversation.say(words.no_live_role)
            return
        found = changing_troubles(guild, role, gives=on)
        if found:
            await conversation.say(words.role_not_given(words.role_troubles(role, found)))
            return
        failed = await self._give(conversation, user, role, on=on)
        if failed:
            await conversation.say(failed)
            return
        conversation.in_place = True
        text = words.hears_from_now(role) if on else words.hears_no_more(role)
        await conversation.answer(
            follow_card(words, text, user.id, role=role, has_role=on, explains=False)
        )

    @staticmethod
    async def _give(
        conversation: Conversation, member: discord.Member, role: int, *, on: bool
    ) -> str:
        """Give a role or take it; why that failed, or nothing."""
        words, in_public = conversation.words, await conversation.public_words()
        change = member.add_roles if on else member.remove_roles
        giving = change(discord.Object(role), reason=in_public.role_reason)
        try:
            with understood():
                await conversation.in_time(asyncio.wait_for(giving, PATIENCE_SECONDS))
        except Declined as error:
            log.warning("a role was refused", role=role, guild=member.guild.id, reason=str(error))
            # Whatever else it is, the role is what Discord did not give.
            code = declined_code(error) or "role-refused"
            return words.role_not_given(words.role_troubles(role, [code]))
        except Unanswered as error:
            log.warning("a role has no answer", role=role, guild=member.guild.id, reason=str(error))
            return words.role_unanswered
        return ""


def _has_role(conversation: Conversation, role: int) -> bool:
    user = conversation.interaction.user
    return isinstance(user, discord.Member) and user.get_role(role) is not None


async def setup(bot: GiftBot) -> None:
    """Add the command to the bot."""
    await bot.add_cog(FollowCog(bot))
