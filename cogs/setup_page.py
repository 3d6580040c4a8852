"""The one page on which a server is set up: offered once, kept up to date at every press."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import discord
import structlog
from discord.ext import commands

from bot.cards.setup import (
    CHANNELS,
    LANGUAGE_PART,
    RECEIVERS,
    ROLES,
    TYPED,
    Page,
    filled_with,
    offer_card,
    page_card,
    test_gift_card,
    texts_form,
)
from bot.client import GiftBot
from bot.controls import read_control
from bot.controls.setup import OpenSetup, SetUp, TypedSetting
from bot.conversation import Conversation
from bot.discord_answers import Declined, Forbidden, Gone, Unanswered, understood
from bot.ledger.guild_settings import GuildSettings, find_timezone
from bot.ledger.outcomes import NothingChanged, Refused, SettingChanged
from bot.ledger.requests import ChangeSetting
from bot.ledger.requests.marks import Remember
from bot.live.posting import nonce
from bot.places import place, suggest, writable
from bot.rights import Right
from bot.storage.installation import remembered
from cogs.setup_changes import PAGE, checks, why_not

SUGGESTED: Final = ("gift_channel", "log_channel", "moderator_role", "manager_role", "timezone")
"""The settings that are suggested, and carried by the page until they are saved."""
MOST_FOUND_TOGETHER: Final = 4
"""How many servers are offered the setup at a time at a start, which may find thousands."""
PATIENCE_SECONDS: Final = 5.0
"""How long Discord may take to post a test gift; the client would try for 25 s."""

log = structlog.get_logger(__name__)


class SetupPage:
    """The page's controls. It keeps nothing: what is not saved yet stands in the page itself."""

    def __init__(self, bot: GiftBot) -> None:
        """Serve the page for `bot`."""
        bot.handle({OpenSetup: self.open_from_offer, SetUp: self.take})

    async def open_from_offer(self, conversation: Conversation, pressed: OpenSetup) -> None:
        """Open the page for whoever pressed the offer, if they may."""
        if await conversation.may(Right.MANAGE):
            await self.open(conversation)

    async def open(self, conversation: Conversation) -> None:
        """Show the page, with suggestions for what nobody has set yet."""
        interaction = conversation.interaction
        found = suggest(
            interaction.guild,
            interaction.channel_id or 0,
            str(interaction.guild_locale or ""),
            await conversation.settings(),
        )
        values = [getattr(found, name) for name in SUGGESTED]
        await self._show(conversation, SetUp("open", conversation.actor.user_id, *values))

    async def take(self, conversation: Conversation, used: SetUp) -> None:
        """Do what one part of the page is for."""
        if not await conversation.may(Right.MANAGE):
            return
        conversation.in_place = True
        settings, sent = await conversation.settings(), used
        # What somebody else has set meanwhile is no longer for a suggestion to overwrite.
        used = _without(used, [name for name in SUGGESTED if _is_set(settings, name)])
        if used.part == "texts":
            form = texts_form(conversation.words, settings, used)
            await conversation.open(form)
        elif used.part == "typed":
            await self._save_typed(conversation, used, _typed(conversation, sent, settings))
        elif used.part == "save":
            await self._save(conversation, used, self._suggestions(conversation, used))
        elif used.part == "test":
            await self._show(conversation, used, await self._send_test(conversation, used))
        elif used.part in RECEIVERS:
            await self._save(conversation, used, {"receivers": RECEIVERS[used.part]})
        elif used.part == LANGUAGE_PART:
            await self._save(conversation, used, {"language": "".join(conversation.picked[:1])})
        else:
            await self._pick(conversation, used)

    async def _pick(self, conversation: Conversation, used: SetUp) -> None:
        """Save a channel or a role that was picked, or that none was."""
        words, guild = conversation.words, conversation.interaction.guild
        number = conversation.picked_id
        if used.part in CHANNELS:
            known = not number or place(guild, number) is not None
            name, problem = CHANNELS[used.part], words.no_such_channel
        elif used.part in ROLES:
            known = not number or (guild is not None and guild.get_role(number) is not None)
            name, problem = ROLES[used.part], words.no_such_role
        else:
            await conversation.say(words.expired)
            return
        if name == "creator_role" and number == conversation.guild:
            # The role that everyone has says the same as no role.
            number = 0
        if known:
            await self._save(conversation, used, {name: str(number)})
        else:
            await self._show(conversation, used, problem)

    async def _save_typed(
        self, conversation: Conversation, used: SetUp, typed: Mapping[str, "_Typed"]
    ) -> None:
        """Save what was typed anew, but for what somebody else has set since the form opened."""
        if typed.keys() != TYPED.keys():
            # A form that was opened before an update, or a forged one.
            await conversation.say(conversation.words.expired)
            return
        changes = {name: it.value for name, it in typed.items() if it.is_meant}
        clashes = {name: it.now for name, it in typed.items() if it.clashes}
        words = conversation.words
        notes = [words.set_meanwhile(name, now) for name, now in clashes.items()]
        await self._save(conversation, used, changes, notes)

    def _suggestions(self, conversation: Conversation, used: SetUp) -> dict[str, str]:
        """What is suggested and is still there: a channel or role may be gone by now."""
        guild = conversation.interaction.guild
        changes = {}
        for name in SUGGESTED:
            value = getattr(used, name)
            if name.endswith("_channel"):
                value = value if place(guild, value) else 0
            elif name.endswith("_role"):
                value = value if guild and guild.get_role(value) else 0
            if value:
                changes[name] = str(value)
        return changes

    async def _save(
        self,
        conversation: Conversation,
        used: SetUp,
        changes: Mapping[str, str],
        notes: Sequence[str] = (),
    ) -> None:
        """Save changes, and show what came of it above these notes; with notes, none is fine."""
        note = ""
        if changes or not notes:
            used, note = await self._change(conversation, used, changes)
        await self._show(conversation, used, "\n".join(filter(None, [note, *notes])))

    @staticmethod
    async def _change(
        conversation: Conversation, used: SetUp, changes: Mapping[str, str]
    ) -> tuple[SetUp, str]:
        """The page's control after a change, and what came of that."""
        outcome = await conversation.ask(
            ChangeSetting(
                guild=conversation.guild,
                key=conversation.key,
                actor=conversation.actor,
                changes=tuple(changes.items()),
            )
        )
        if isinstance(outcome, SettingChanged | NothingChanged):
            # What was decided is no longer a suggestion, also where it was decided against.
            used = _without(used, SUGGESTED if used.part == "save" else changes)
        if isinstance(outcome, SettingChanged):
            return used, conversation.words.settings_saved(outcome.changes)
        if isinstance(outcome, Refused):
            return used, await why_not(conversation, outcome, changes)
        return used, ""

    async def _show(self, conversation: Conversation, control: SetUp, note: str = "") -> None:
        settings = await conversation.settings()
        shown = self._with_suggestions(settings, control)
        guild = conversation.interaction.guild
        there = [*guild.channels, *guild.roles] if guild else []
        known = frozenset(one.id for one in there)
        page = Page(settings, control, known, checks(conversation, shown, PAGE), note)
        view = page_card(conversation.words, page)
        await conversation.answer(view)

    @staticmethod
    def _with_suggestions(settings: GuildSettings, control: SetUp) -> GuildSettings:
        """The settings as they would be if the suggestions were saved."""
        suggested = {name: getattr(control, name) for name in SUGGESTED if getattr(control, name)}
        return replace(settings, **suggested)

    # The test gift.

    async def _send_test(self, conversation: Conversation, used: SetUp) -> str:
        """Post a test gift where gifts will be thanked, past the books; what came of it."""
        words, interaction = conversation.words, conversation.interaction
        settings = self._with_suggestions(await conversation.settings(), used)
        channel = place(interaction.guild, settings.gift_channel or interaction.channel_id or 0)
        if channel is None:
            return words.no_such_channel
        item = (await conversation.catalogue()).offered[0]
        me = channel.guild.me.display_name
        view = test_gift_card(settings.language, item, conversation.actor.name, me)
        # Discord knows the nonce for some minutes, so that a press delivered twice posts once.
        name = nonce("test", interaction.id)
        try:
            sending = channel.send(view=view, silent=True, nonce=name)
            with understood():
                sent = await conversation.in_time(asyncio.wait_for(sending, PATIENCE_SECONDS))
        except Unanswered as error:
            log.warning("a test gift has no answer", channel=channel.id, reason=str(error))
            return words.test_unanswered
        except Declined as error:
            log.warning("a test gift was refused", channel=channel.id, reason=str(error))
            return words.test_refused(channel.id)
        return words.test_sent(channel.id, sent.jump_url)


@dataclass(frozen=True, slots=True)
class _Typed:
    """A field of the form as it came back."""

    value: str
    filled: str
    """What the form showed when it opened."""
    before: str
    """What the setting was then, which is something else where one was suggested."""
    now: str

    @property
    def is_meant(self) -> bool:
        """Whether this is to be saved. A suggestion that was left standing is meant too."""
        untouched = self.value == self.filled == self.before
        return not untouched and self.now in {self.before, self.value}

    @property
    def clashes(self) -> bool:
        """Whether it was typed anew, and somebody else has set something else meanwhile."""
        return self.value != self.filled and self.now not in {self.before, self.value}


def _typed(conversation: Conversation, sent: SetUp, settings: GuildSettings) -> dict[str, _Typed]:
    """What was sent in, by setting; `sent` carries what was suggested when the form opened."""
    typed = {}
    for custom_id, text in conversation.filled_in.items():
        field = read_control(custom_id)
        if isinstance(field, TypedSetting) and field.name in TYPED:
            value = text.strip()
            if field.name == "timezone":
                value = find_timezone(value) or value
            filled = filled_with(sent, field.name, field.before)
            now = str(getattr(settings, field.name))
            typed[field.name] = _Typed(value, filled, field.before, now)
    return typed


def _is_set(settings: GuildSettings, name: str) -> bool:
    """Whether a setting is no longer what every server begins with."""
    return bool(getattr(settings, name) != getattr(GuildSettings(), name))


def _without(control: SetUp, names: Collection[str]) -> SetUp:
    """The page's control without what was suggested for these settings."""
    settled = [name for name in SUGGESTED if name in names]
    return replace(control, **{name: type(getattr(control, name))() for name in settled})


class JoiningCog(commands.Cog):
    """Offers the page once, where Ovation joins, or joined while it was off."""

    def __init__(self, bot: GiftBot) -> None:
        """Greet the servers of `bot`."""
        self.bot = bot
        self.house = bot.house
        self._being_offered: set[int] = set()
        self._found = asyncio.Semaphore(MOST_FOUND_TOGETHER)

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Offer to set the server up: once, whatever is delivered twice or restarted meanwhile."""
        await self._offer_once(guild)

    @commands.Cog.listener()
    async def on_shard_ready(self, shard_id: int) -> None:
        """Offer it where Ovation finds itself at the start.

        discord.py tells of no server that Discord described before it was ready.
        """
        for guild in self.bot.guilds:
            if guild.shard_id == shard_id and not guild.unavailable:
                await self.on_guild_available(guild)

    @commands.Cog.listener()
    async def on_guild_available(self, guild: discord.Guild) -> None:
        """Offer it where Ovation finds itself later in the start, or after an outage."""
        async with self._found:
            await self._offer_once(guild)

    async def _offer_once(self, guild: discord.Guild) -> None:
        if guild.id in self._being_offered or not self.bot.begin():
            return
        fact = f"setup_offered:{guild.id}"
        self._being_offered.add(guild.id)
        try:
            if await remembered(self.house.reader, fact) is None:
                await self._offer(guild, fact)
        finally:
            self._being_offered.discard(guild.id)

    async def _offer(self, guild: discord.Guild, fact: str) -> None:
        settings = await self.house.memory.settings(guild.id)
        if settings != GuildSettings():
            # Somebody has found the setup already.
            return
        for channel in writable(guild):
            # Remembered first: an offer that is lost can be had with the command, and one that is
            # made again at every crash cannot be unread.
            await self.house.writer.mark(Remember(name=fact, value=str(channel.id)))
            if self.bot.is_closed():
                log.warning("an offer is lost", channel=channel.id, reason="the connection ended")
                return
            try:
                with understood():
                    await channel.send(view=offer_card(settings.language), silent=True)
            except (Forbidden, Gone) as error:
                log.info("no offer could be made here", channel=channel.id, reason=str(error))
            except (Declined, Unanswered) as error:
                log.warning("an offer may be lost", channel=channel.id, reason=str(error))
                return
            else:
                return
        log.info("there is nowhere to offer the setup", guild=guild.id)
