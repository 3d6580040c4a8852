"""What managers set for their server: `/setup`, but for its page and its list of gifts."""

from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

import discord
from discord import app_commands
from discord.ext import commands

from bot.cards.setup import CHANNELS, LANGUAGE_CHOICES, settings_card
from bot.client import GiftBot
from bot.conversation import Conversation
from bot.ledger.guild_settings import (
    MOST_AGE_DAYS,
    MOST_CONFIRM_COINS,
    MOST_OWN_WORDS,
    MOST_WELCOME_COINS,
    find_timezone,
    nearest_timezones,
)
from bot.ledger.money import parse_percent, parse_rate
from bot.places import Place
from bot.storage.deliveries import backlog
from bot.storage.rewards import roles_waiting
from cogs.setup_cashout import CashoutGroup
from cogs.setup_changes import change, checks, managing, show, show_or_change
from cogs.setup_gifts import CatalogueGroup
from cogs.setup_limits import LimitCommands
from cogs.setup_live import LiveSettingsGroup
from cogs.setup_page import JoiningCog, SetupPage
from cogs.setup_rules import RULES, keep_out
from cogs.setup_shop import PackGroup, ShopSettings
from cogs.suggestions import MOST_CHOICES, MOST_NEAREST, choices

ROLES: Final = {
    "moderators": "moderator_role",
    "managers": "manager_role",
    "creators": "creator_role",
}
_LANGUAGES: Final = [app_commands.Choice(name=name, value=code) for code, name in LANGUAGE_CHOICES]
_USES: Final = [app_commands.Choice(name=use, value=use) for use in CHANNELS]
_RULES: Final = [app_commands.Choice(name=rule, value=rule) for rule in RULES]
_ROLES: Final = [app_commands.Choice(name=role, value=role) for role in ROLES]


# The whole group is hidden from members without Manage Server. That is no more than a hint: the
# right is checked at every act.
@app_commands.default_permissions(manage_guild=True)
class SetupCog(
    ShopSettings,
    commands.GroupCog,
    group_name="setup",
    group_description="Set Ovation up for this server",
):
    """The commands that change settings."""

    def __init__(self, bot: GiftBot) -> None:
        """Serve them for `bot`."""
        self.house = bot.house
        self.page = SetupPage(bot)
        assert self.app_command is not None
        self.app_command.add_command(CatalogueGroup(bot))
        self.app_command.add_command(LiveSettingsGroup(bot))
        self.app_command.add_command(PackGroup(bot))
        for command in LimitCommands(bot).commands:
            self.app_command.add_command(command)
        self.app_command.add_command(CashoutGroup(bot))

    @app_commands.command(name="start", description="Set everything up on one page")
    async def start(self, interaction: discord.Interaction[GiftBot]) -> None:
        """Show the page."""
        if conversation := await managing(interaction):
            await self.page.open(conversation)

    @app_commands.command(name="show", description="All settings, and whether Ovation can work")
    async def show(self, interaction: discord.Interaction[GiftBot]) -> None:
        """Show all settings, what permissions are missing, and what waits to be posted."""
        conversation = await managing(interaction)
        if conversation is None:
            return
        settings, words = await conversation.settings(), conversation.words
        behind = await conversation.in_time(backlog(self.house.reader, conversation.guild))
        waiting = words.backlog(
            behind.waiting, behind.oldest_ms, behind.troubles[:MOST_NEAREST], behind.doubtful
        )
        roles = await conversation.in_time(roles_waiting(self.house.reader, conversation.guild))
        told = checks(conversation, settings)
        lines = [
            waiting,
            words.roles_waiting(*roles[:3], hindered=bool(roles.hindered)),
            *(words.role_troubles(role, [code]) for role, code in roles.hindered),
        ]
        below = [*told, *(line for line in lines if line and line not in told)]
        await conversation.show(settings_card(words, settings, below))

    @app_commands.command(name="rates", description="What a gift earns, and what 1 💎 is worth")
    @app_commands.describe(
        share="The creator's part of a gift, in percent, such as 50",
        conversion="How many coins 1 💎 becomes, such as 1 or 0.5",
    )
    async def rates(
        self,
        interaction: discord.Interaction[GiftBot],
        share: str | None = None,
        conversion: str | None = None,
    ) -> None:
        """Show the rates, or change them together."""
        conversation = await managing(interaction)
        if conversation is None:
            return
        words = conversation.words
        part = parse_percent(share) if share is not None else None
        rate = parse_rate(conversion) if conversion is not None else None
        if share is not None and part is None:
            await conversation.say(words.share_misread)
        elif conversion is not None and rate is None:
            await conversation.say(words.rate_misread)
        elif part is None and rate is None:
            await conversation.say(words.rates(await conversation.settings()), words.rates_hint)
        else:
            await change(conversation, {"share": part, "conversion_rate": rate})

    @app_commands.command(name="channel", description="Where gifts are thanked, or acts logged")
    @app_commands.rename(use="for")
    @app_commands.describe(
        use="gifts: where they are thanked; log: what moderators do",
        channel="Which channel; leave it out to see which it is",
        clear="Choose none any more",
    )
    @app_commands.choices(use=_USES)
    async def channel(
        self,
        interaction: discord.Interaction[GiftBot],
        use: str | None = None,
        channel: Place | None = None,
        clear: bool = False,
    ) -> None:
        """Show the channels, choose one, or none."""
        conversation = await managing(interaction)
        if conversation is None:
            return
        words = conversation.words
        names = [*CHANNELS.values()] if use is None else [CHANNELS.get(use, use)]
        if channel and clear:
            await conversation.say(words.set_or_clear)
        elif use is None and (channel or clear):
            await conversation.say(words.channel_needs_use)
        elif channel or clear or names[0] not in CHANNELS.values():
            await change(conversation, {names[0]: channel.id if channel else 0})
        else:
            await show(conversation, names, words.channels_hint)

    @app_commands.command(name="welcome", description="Coins for everybody's first visit")
    @app_commands.describe(
        coins="How many coins a new member is given; 0 for none",
        age_days="How old their Discord account must be, in days",
    )
    async def welcome(
        self,
        interaction: discord.Interaction[GiftBot],
        coins: app_commands.Range[int, 0, MOST_WELCOME_COINS] | None = None,
        age_days: app_commands.Range[int, 0, MOST_AGE_DAYS] | None = None,
    ) -> None:
        """Show the welcome coins, or change them."""
        if conversation := await managing(interaction):
            changes = {"welcome_coins": coins, "welcome_age_days": age_days}
            await show_or_change(conversation, changes, ["coins", "age_days"])

    @app_commands.command(name="timezone", description="When days and weeks begin here")
    @app_commands.describe(name="A time zone, or its largest city")
    async def timezone(
        self, interaction: discord.Interaction[GiftBot], name: str | None = None
    ) -> None:
        """Show the time zone, or change it."""
        if conversation := await managing(interaction):
            zone = (find_timezone(name) or name) if name is not None else None
            await show_or_change(conversation, {"timezone": zone}, ["name"])

    @timezone.autocomplete("name")
    async def suggest_timezone(
        self, interaction: discord.Interaction[GiftBot], current: str
    ) -> list[app_commands.Choice[str]]:
        """The time zones that come nearest to what was typed, with their time of day."""
        words = Conversation(self.house, interaction).words
        now = datetime.fromtimestamp(self.house.clock() / 1000, tz=UTC)
        return choices(
            {
                zone: words.timezone_choice(zone, f"{now.astimezone(ZoneInfo(zone)):%H:%M}")
                for zone in nearest_timezones(current, MOST_CHOICES)
            }
        )

    @app_commands.command(name="roles", description="Roles that moderate, manage or receive gifts")
    @app_commands.describe(
        moderators="May do what Moderate Members allows",
        managers="May do what Manage Server allows",
        creators="Only they receive gifts",
        clear="Take one of them back",
    )
    @app_commands.choices(clear=_ROLES)
    async def roles(
        self,
        interaction: discord.Interaction[GiftBot],
        moderators: discord.Role | None = None,
        managers: discord.Role | None = None,
        creators: discord.Role | None = None,
        clear: str | None = None,
    ) -> None:
        """Show the roles, set some of them, or clear one."""
        conversation = await managing(interaction)
        if conversation is None:
            return
        given = dict(zip(ROLES.values(), (moderators, managers, creators), strict=True))
        changes = {name: role.id for name, role in given.items() if role}
        cleared = {ROLES.get(clear, clear): 0} if clear else {}
        if creators and creators.is_default():
            # The role that everyone has says the same as no role.
            changes["creator_role"] = 0
        if cleared.keys() & changes.keys():
            await conversation.say(conversation.words.set_or_clear)
        elif changes or cleared:
            await change(conversation, changes | cleared)
        else:
            await show(conversation, [*ROLES.values()], conversation.words.roles_hint)

    @app_commands.command(name="rules", description="Roles that may not buy, send or cash out")
    @app_commands.describe(
        what="What it is about; leave all out to see the rules",
        role="A role that is kept out of it, such as one of minors or of a region",
        allow="A role that is let in again",
        sentence="What its members read instead of our words",
        clear="Take the sentence back",
    )
    @app_commands.choices(what=_RULES)
    async def rules(
        self,
        interaction: discord.Interaction[GiftBot],
        *,
        what: str | None = None,
        role: discord.Role | None = None,
        allow: discord.Role | None = None,
        sentence: app_commands.Range[str, 1, MOST_OWN_WORDS] | None = None,
        clear: bool = False,
    ) -> None:
        """Show who is kept out of what, or change it."""
        if conversation := await managing(interaction):
            await keep_out(conversation, what, role, allow, sentence, clear=clear)

    @app_commands.command(name="language", description="The language of what everybody reads")
    @app_commands.describe(language="Which language; private replies follow each reader's own")
    @app_commands.choices(language=_LANGUAGES)
    async def language(
        self, interaction: discord.Interaction[GiftBot], language: str | None = None
    ) -> None:
        """Show the language, or change it."""
        if conversation := await managing(interaction):
            await show_or_change(conversation, {"language": language}, ["language"])

    @app_commands.command(name="confirm", description="From how many coins a gift asks first")
    @app_commands.describe(coins="From how many coins on; 0 for never")
    async def confirm(
        self,
        interaction: discord.Interaction[GiftBot],
        coins: app_commands.Range[int, 0, MOST_CONFIRM_COINS] | None = None,
    ) -> None:
        """Show from where on a gift asks whether it is meant, or change it."""
        if conversation := await managing(interaction):
            await show_or_change(conversation, {"confirm_coins": coins}, ["coins"])


async def setup(bot: GiftBot) -> None:
    """Add the commands to the bot, and the offer where it joins."""
    await bot.add_cog(SetupCog(bot))
    await bot.add_cog(JoiningCog(bot))
