"""The bot as Discord sees it: its commands, its controls, and the one place where errors end."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final, cast

import discord
import structlog
from discord import app_commands
from discord.ext import commands

from bot.arrivals import misshapen
from bot.attendance import Attendance
from bot.controls import Control, read_control
from bot.conversation import Conversation
from bot.house import House
from bot.ledger.requests import Remember
from bot.live.announcer import Announcer, Sleep
from bot.storage.installation import remembered
from bot.translation import DescriptionTranslator

COGS: Final = (
    "cogs.boards",
    "cogs.diamonds",
    "cogs.gifts",
    "cogs.help",
    "cogs.lookup",
    "cogs.moderation",
    "cogs.setup",
    "cogs.wallet",
)
"""The command groups, one file each."""

# Ovation does not speak, so it does not miss what speaking would need.
discord.VoiceClient.warn_nacl = False
discord.VoiceClient.warn_dave = False

_OUTDATED: Final = (app_commands.CommandNotFound, app_commands.CommandSignatureMismatch)
"""What a command raises that Discord still lists as it was before an update."""

_TREE_FACT: Final = "command_tree"

log = structlog.get_logger(__name__)
Handler = Callable[[Any, Any], Awaitable[None]]
"""What a control does: `handler(conversation, control)`."""


class CommandTree(app_commands.CommandTree["GiftBot"]):
    """The slash commands and context menus; every error of theirs ends here."""

    async def interaction_check(self, interaction: discord.Interaction["GiftBot"], /) -> bool:
        """Whether this is begun: nothing is while the bot is leaving, nor what makes no sense."""
        if not interaction.client.begin():
            return False
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

    def __init__(self, house: House, sleep: Sleep = asyncio.sleep) -> None:
        """Serve the commands of `house`; `sleep` waits between tries to reach a channel."""
        super().__init__(
            command_prefix=(),
            help_command=None,
            tree_cls=CommandTree,
            intents=discord.Intents(guilds=True),
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
        self.announcer = Announcer(house, self, sleep)
        self.attendance = Attendance(house.clock)
        self.being_told: set[tuple[int, int]] = set()
        """Who reads just now what moderators did, by guild and user: a second answer meanwhile
        does not tell them again."""
        self._controls: dict[type[Control], Handler] = {}
        self._under_way: set[asyncio.Task[Any]] = set()
        self._is_leaving = False

    async def setup_hook(self) -> None:
        """Load the commands, and tell Discord of them if they are not what it was told last."""
        for cog in COGS:
            await self.load_extension(cog)
        await self._sync_if_changed()

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
