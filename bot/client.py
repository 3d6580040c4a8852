"""The bot as Discord sees it: its commands, its controls, and the one place where errors end."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from importlib import import_module
from typing import Any, Final, Protocol, cast

import discord
import structlog
from discord import app_commands
from discord.ext import commands

from bot.arrivals import misshapen
from bot.attendance import Attendance
from bot.controls import Control, read_control
from bot.conversation import Conversation
from bot.discord_answers import Declined, Unanswered, understood
from bot.faces import meet
from bot.gateway import DiscordGateway
from bot.hall import DiscordHall
from bot.house import House
from bot.ledger.books import Books
from bot.ledger.requests import Person
from bot.ledger.requests.marks import Remember
from bot.live.announcer import Announcer
from bot.live.boards import Boards
from bot.live.calendar import Calendar
from bot.live.departures import Departures
from bot.live.lookout import Lookout
from bot.live.pace import Pace
from bot.live.pins import Pins
from bot.live.queues import SharedQueues
from bot.live.rewards import Rewards
from bot.live.storefront import Storefront
from bot.live.voice import Voice
from bot.places import is_private
from bot.private_cards import PrivateCards
from bot.storage.installation import remembered
from bot.translation import DescriptionTranslator
from bot.web.address import Address
from bot.web.site import Site

COGS: Final = (
    "cogs.boards",
    "cogs.calculator",
    "cogs.budget",
    "cogs.creator",
    "cogs.diamonds",
    "cogs.follow",
    "cogs.gifts",
    "cogs.help",
    "cogs.live",
    "cogs.lookup",
    "cogs.moderation",
    "cogs.pots",
    "cogs.setup",
    "cogs.shop",
    "cogs.wallet",
)
"""The command groups, one file each."""

_MAY_OPEN_CHANNELS: Final = (
    "on_guild_available",
    "on_guild_channel_delete",
    "on_guild_channel_update",
    "on_guild_role_delete",
    "on_guild_role_update",
    "on_member_update",
    "on_thread_update",
)
"""The events after which a channel may take what it refused, or what waits may go another way. Of
members, Discord tells only of the bot itself."""

# Ovation does not speak, so it does not miss what speaking would need.
discord.VoiceClient.warn_nacl = False
discord.VoiceClient.warn_dave = False

_OUTDATED: Final = (app_commands.CommandNotFound, app_commands.CommandSignatureMismatch)
"""What a command raises that Discord still lists as it was before an update."""

_TREE_FACT: Final = "command_tree"

log = structlog.get_logger(__name__)
Handler = Callable[[Any, Any], Awaitable[None]]
"""What a control does: `handler(conversation, control)`."""


class Companion(Protocol):
    """Works beside the commands for as long as the bot is connected."""

    def running(self) -> AbstractAsyncContextManager[object]:
        """Work until left."""


class Listener(Companion, Protocol):
    """A companion whose work comes from what is written."""

    def committed(self, books: Books) -> None:
        """Take note of a commit; also before and after it is running, when nothing is done."""


class CommandTree(app_commands.CommandTree["GiftBot"]):
    """The slash commands and context menus; every error of theirs ends here."""

    async def interaction_check(self, interaction: discord.Interaction["GiftBot"], /) -> bool:
        """Whether this is begun: nothing is while the bot is leaving, nor what makes no sense."""
        if not interaction.client.begin():
            return False
        if interaction.command and interaction.type is discord.InteractionType.application_command:
            name = interaction.command.qualified_name
            interaction.client.site.measures.commands.add(of=name)
        wrong = misshapen(interaction)
        if wrong:
            guild, user = interaction.guild_id, interaction.user.id
            log.warning("a command arrived misshapen", wrong=wrong, guild=guild, user=user)
            conversation = Conversation(interaction.client.house, interaction)
            await conversation.say(conversation.words.misshapen)
        return not wrong

    async def on_error(
        self,
        interaction: discord.Interaction["GiftBot"],
        error: app_commands.AppCommandError,
        /,
    ) -> None:
        """Apologise for a fault of ours; an outdated command is a fault of nobody."""
        conversation = Conversation(interaction.client.house, interaction)
        if isinstance(error, _OUTDATED):
            await conversation.say(conversation.words.outdated)
        else:
            cause = error.original if isinstance(error, app_commands.CommandInvokeError) else error
            await conversation.apologise(cause)


class GiftBot(commands.AutoShardedBot):
    """Ovation's client. It asks for no privileged intent and pings nobody."""

    def __init__(
        self,
        house: House,
        pace: Pace,
        address: Address,
        *,
        voice_states: bool = False,
        framed_by: str = "",
    ) -> None:
        """Serve the commands of `house`, and its pages at `address`; `pace` is how fast Discord is
        spoken to, and `framed_by` an origin whose pages may show an overlay in a frame.

        With `voice_states` it hears who is in voice, which takes no privileged intent either.
        """
        super().__init__(
            command_prefix=(),
            help_command=None,
            tree_cls=CommandTree,
            intents=discord.Intents(guilds=True, voice_states=voice_states),
            allowed_mentions=discord.AllowedMentions.none(),
            allowed_contexts=app_commands.AppCommandContext(guild=True),
            allowed_installs=app_commands.AppInstallationType(guild=True),
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_messages=None,
            chunk_guilds_at_startup=False,
            # Nothing that the bot does waits for the list of guilds to be complete.
            guild_ready_timeout=0,
        )
        self.house = house
        house.gallery.ask = self.avatar_of
        self.announcer = Announcer(house, self, pace)
        self.boards = Boards(house, self.announcer, pace)
        self.calendar = Calendar(house)
        self.departures = Departures(house)
        self.lookout = Lookout(house, self.announcer.poster, self.announcer.reposts)
        self.queues = SharedQueues(house, self.announcer, pace, self.is_private)
        self.private_cards = PrivateCards(house.clock)
        self.rewards = Rewards(house, self, pace)
        self.storefront = Storefront(house, self)
        self.pins = Pins(house, self.announcer.poster, pace)
        self.attendance = Attendance(house.clock)
        hall = DiscordHall(self, house.memory, house.clock)
        self.site = Site(house, address, hall, DiscordGateway(self), framed_by=framed_by)
        self.listeners: Sequence[Listener] = (
            self.announcer,
            self.boards,
            self.calendar,
            self.pins,
            self.queues,
            self.rewards,
            self.site,
            self.storefront,
        )
        """Who hears of every commit."""
        self.companions: list[Companion] = [
            *self.listeners,
            self.private_cards,
            self.departures,
            self.lookout,
        ]
        """All who work beside the commands, in the order in which they begin."""
        if voice_states:
            self.companions.append(Voice(house, self))
        house.presence.ask = self.who_is_here
        self.being_told: set[tuple[int, int]] = set()
        """Who reads just now what moderators did, by guild and user: a second answer meanwhile
        does not tell them again."""
        self._controls: dict[type[Control], Handler] = {}
        self._under_way: set[asyncio.Task[Any]] = set()
        self._is_leaving = False

    async def setup_hook(self) -> None:
        """Load the commands, and tell Discord of them if they are not what it was told last."""
        for cog in COGS:
            # As an extension of discord.py's it would be compiled anew at each start in a process.
            await import_module(cog).setup(self)
        for event in _MAY_OPEN_CHANNELS:
            self.add_listener(self.announce_again, event)
        await self._sync_if_changed()

    async def who_is_here(
        self, guild: int, user_ids: Collection[int]
    ) -> Mapping[int, Person] | None:
        """Who of at most 100 users is on a guild, by id; None where Discord does not say."""
        known = self.get_guild(guild)
        found = await self.attendance.here(known, user_ids) if known else None
        if found is None:
            return None
        return {user_id: one.person for user_id, one in found.items()}

    async def announce_again(self, *changed: Any) -> None:
        """Have thank-yous tried again that wait in the guild of what has changed."""
        guild = changed[-1] if isinstance(changed[-1], discord.Guild) else changed[-1].guild
        self.announcer.wake(guild.id)
        self.queues.look_again(guild.id)

    def is_private(self, guild: int, channel: int) -> bool | None:
        """Whether only some of a guild may read a channel; None where nobody can tell."""
        return is_private(self.get_guild(guild), channel)

    async def avatar_of(self, user_id: int) -> str | None:
        """A user's avatar as Discord names it; None for none, or where Discord does not say."""
        try:
            with understood():
                user = await self.fetch_user(user_id)
        except (Declined, Unanswered) as error:
            log.info("an avatar is unknown", reason=str(error))
            return None
        return user.avatar.key if user.avatar else None

    def begin(self) -> bool:
        """Take note that this task answers somebody. False where nobody new is answered."""
        task = asyncio.current_task()
        if task is None or self._is_leaving:
            return False
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        return True

    async def finish(self, most_seconds: float) -> None:
        """Begin nothing more, and wait until everybody who asked has their answer.

        Whose gift is in the books and who hears nothing of it would send it again.
        """
        self._is_leaving = True
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=most_seconds)

    def handle(self, handlers: Mapping[type[Control], Handler]) -> None:
        """Say what controls do when they are pressed."""
        self._controls.update(handlers)

    async def on_interaction(self, interaction: discord.Interaction["GiftBot"]) -> None:
        """Understand a press from its custom_id alone; commands find their own way."""
        meet(self.house.gallery, interaction)
        if interaction.type not in {
            discord.InteractionType.component,
            discord.InteractionType.modal_submit,
        }:
            return
        if not self.begin():
            return
        conversation = Conversation(self.house, interaction)
        data = cast("Mapping[str, Any]", interaction.data)
        control = read_control(data["custom_id"])
        handler = self._controls.get(type(control)) if control else None
        try:
            if handler is None or interaction.guild_id is None:
                await conversation.say(conversation.words.expired)
            elif getattr(control, "owner", interaction.user.id) != interaction.user.id:
                await conversation.say(conversation.words.not_yours)
            else:
                await handler(conversation, control)
        except Exception as error:  # noqa: BLE001 - the one place where a press's errors end.
            await conversation.apologise(error)

    async def _sync_if_changed(self) -> None:
        """Discord allows 200 new commands a day, so it is told of them only when they changed."""
        translator = DescriptionTranslator()
        await self.tree.set_translator(translator)
        payloads = [
            await command.get_translated_payload(self.tree, translator)
            for command in self.tree.get_commands()
        ]
        digest = hashlib.sha256(repr(payloads).encode()).hexdigest()
        current = f"{self.application_id}:{digest}"
        if await remembered(self.house.reader, _TREE_FACT) != current:
            await self.tree.sync()
            await self.house.writer.mark(Remember(name=_TREE_FACT, value=current))
            log.info("commands were synced", commands=len(payloads))
