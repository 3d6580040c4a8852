"""What managers set for live shows: `/setup live`."""

from collections.abc import Mapping
from typing import Final

import discord
from discord import app_commands

from bot.client import GiftBot
from bot.conversation import Conversation
from bot.ledger.guild_settings import MOST_CONFIRM_COINS, MOST_FOLLOWERS, level_roles
from bot.ledger.levels import MOST_LEVEL
from bot.places import NEVER_GIVEN, giving_troubles
from bot.storage.creators import registered_creators
from cogs.setup_changes import change, managing, show, show_or_change

_RECEIVERS: Final = [
    app_commands.Choice(name="everyone", value="everyone"),
    app_commands.Choice(name="registered creators", value="registered"),
]
_MESSAGES: Final = [
    app_commands.Choice(name="show all at once", value="open"),
    app_commands.Choice(name="hold a sender's first", value="first"),
    app_commands.Choice(name="hold all", value="all"),
]
_SWITCH: Final = [
    app_commands.Choice(name="on", value="on"),
    app_commands.Choice(name="off", value="off"),
]
_REWARDS: Final = {"week": "week_role", "month": "month_role"}
_CLEARED: Final = [app_commands.Choice(name=name, value=name) for name in _REWARDS]
Coins = app_commands.Range[int, 1, MOST_CONFIRM_COINS]


class LiveSettingsGroup(app_commands.Group):
    """The commands that change the settings of live shows."""

    def __init__(self, bot: GiftBot) -> None:
        """Serve them for `bot`."""
        super().__init__(name="live", description="Live shows: who receives, who hears, what shows")
        self.house = bot.house

    @app_commands.command(name="receivers", description="Who may receive gifts")
    @app_commands.describe(
        who="Everyone, or only those who registered with /creator join",
        followers="How many followers it takes; 0 for none",
    )
    @app_commands.choices(who=_RECEIVERS)
    async def receivers(
        self,
        interaction: discord.Interaction[GiftBot],
        who: str | None = None,
        followers: app_commands.Range[int, 0, MOST_FOLLOWERS] | None = None,
    ) -> None:
        """Show who receives gifts, or change it."""
        conversation = await managing(interaction)
        if conversation is None:
            return
        if who is not None or followers is not None:
            await change(conversation, {"receivers": who, "least_followers": followers})
            return
        words, settings = conversation.words, await conversation.settings()
        registered = await conversation.in_time(
            registered_creators(self.house.reader, conversation.guild)
        )
        await conversation.say(words.receivers(settings, registered), words.receivers_hint)

    @app_commands.command(name="alerts", description="The role that is told when a show starts")
    @app_commands.describe(
        role="Members get it with a button; leave it out to see which it is",
        clear="Tell no role any more",
    )
    async def alerts(
        self,
        interaction: discord.Interaction[GiftBot],
        role: discord.Role | None = None,
        clear: bool = False,
    ) -> None:
        """Show the role that is told, choose one, or none."""
        conversation = await managing(interaction)
        if conversation is None:
            return
        words = conversation.words
        if role and clear:
            await conversation.say(words.set_or_clear)
        elif clear:
            await change(conversation, {"live_role": 0})
        elif role is None:
            await show(conversation, ["live_role"], words.change_hint(["role"], clears=True))
        elif await self._can_be_given(conversation, role):
            await change(conversation, {"live_role": role.id})

    @app_commands.command(name="tiers", description="From how many coins a thank-you is larger")
    @app_commands.describe(
        card="From how many coins it is a coloured card",
        picture="From how many coins it has a picture",
        highlight="From how many coins it stays on top of the live board",
    )
    async def tiers(
        self,
        interaction: discord.Interaction[GiftBot],
        card: Coins | None = None,
        picture: Coins | None = None,
        highlight: Coins | None = None,
    ) -> None:
        """Show the steps, or change some of them together."""
        conversation = await managing(interaction)
        if conversation is None:
            return
        given = {"card_coins": card, "picture_coins": picture, "highlight_coins": highlight}
        if any(given.values()):
            await change(conversation, given)
        else:
            words, settings = conversation.words, await conversation.settings()
            await conversation.say(words.tiers(settings), words.tiers_hint)

    @app_commands.command(name="pins", description="Whether highlights are pinned too")
    @app_commands.describe(switch="Each pin posts a notice, and needs Pin Messages")
    @app_commands.choices(switch=_SWITCH)
    async def pins(
        self, interaction: discord.Interaction[GiftBot], switch: str | None = None
    ) -> None:
        """Show whether highlights are pinned, or change it."""
        if conversation := await managing(interaction):
            await show_or_change(conversation, {"pins": _switched(switch)}, ["switch"])

    @app_commands.command(name="messages", description="Which messages wait for a moderator")
    @app_commands.describe(hold="What is held is laid before the moderators in the log channel")
    @app_commands.choices(hold=_MESSAGES)
    async def messages(
        self, interaction: discord.Interaction[GiftBot], hold: str | None = None
    ) -> None:
        """Show which messages with gifts wait for moderators, or change it."""
        if conversation := await managing(interaction):
            await show_or_change(conversation, {"messages": hold}, ["hold"])

    @app_commands.command(name="boards", description="Whether boards are posted when they end")
    @app_commands.describe(switch="The week's and the month's board, before they start again")
    @app_commands.choices(switch=_SWITCH)
    async def boards(
        self, interaction: discord.Interaction[GiftBot], switch: str | None = None
    ) -> None:
        """Show whether boards that end are posted, or change it."""
        if conversation := await managing(interaction):
            await show_or_change(conversation, {"posted_boards": _switched(switch)}, ["switch"])

    @app_commands.command(name="rewards", description="Roles for last week's and month's best")
    @app_commands.describe(
        week="For last week's top gifter",
        month="For last month's top gifter",
        clear="Take one of them back",
    )
    @app_commands.choices(clear=_CLEARED)
    async def rewards(
        self,
        interaction: discord.Interaction[GiftBot],
        week: discord.Role | None = None,
        month: discord.Role | None = None,
        clear: str | None = None,
    ) -> None:
        """Show the roles, set some of them, or clear one."""
        conversation = await managing(interaction)
        if conversation is None:
            return
        given = dict(zip(_REWARDS.values(), (week, month), strict=True))
        changes = {name: role.id for name, role in given.items() if role}
        cleared = {_REWARDS.get(clear, clear): 0} if clear else {}
        words = conversation.words
        if cleared.keys() & changes.keys():
            await conversation.say(words.set_or_clear)
        elif changes or cleared:
            for role in (week, month):
                if not await self._can_be_given(conversation, role):
                    return
            await change(conversation, changes | cleared)
        else:
            await conversation.say(words.rewards(await conversation.settings()), words.rewards_hint)

    @app_commands.command(name="level", description="A role for a gifter level")
    @app_commands.describe(
        level="Which level; leave it out to see all that have a role",
        role="What those who reach it get",
        clear="The level whose role is taken away",
    )
    async def level(
        self,
        interaction: discord.Interaction[GiftBot],
        level: app_commands.Range[int, 1, MOST_LEVEL] | None = None,
        role: discord.Role | None = None,
        clear: app_commands.Range[int, 1, MOST_LEVEL] | None = None,
    ) -> None:
        """Show the roles for levels, put one there, or take one away."""
        conversation = await managing(interaction)
        if conversation is None:
            return
        words, stored = conversation.words, (await conversation.settings()).level_roles
        roles = level_roles(stored)
        if clear is not None and (level or role):
            await conversation.say(words.set_or_clear)
        elif clear is not None and clear not in roles:
            await conversation.say(words.no_role_at_level(clear), words.level_roles(stored))
        elif clear is not None:
            rest = {at: number for at, number in roles.items() if at != clear}
            await change(conversation, {"level_roles": _stored(rest)})
        elif role is None:
            hints = (words.level_roles_hint, words.level_roles_fall)
            await conversation.say(words.level_roles(stored), *hints)
        elif level is None:
            await conversation.say(words.level_missing)
        elif await self._can_be_given(conversation, role):
            await change(conversation, {"level_roles": _stored(roles | {level: role.id})})

    @staticmethod
    async def _can_be_given(conversation: Conversation, role: discord.Role | None) -> bool:
        """Whether Ovation could ever give this role; if not, who chose it is told why."""
        found = giving_troubles(conversation.interaction.guild, role.id) if role else ()
        if role is None or not NEVER_GIVEN.intersection(found):
            return True
        words = conversation.words
        await conversation.say(words.role_troubles(role.id, found), words.role_not_chosen)
        return False


def _switched(switch: str | None) -> int | str | None:
    """A switch as its setting is stored; a forged one as it came, to be refused."""
    return {"on": 1, "off": 0}.get(switch, switch) if switch is not None else None


def _stored(roles: Mapping[int, int]) -> str:
    """The roles for levels as their setting is stored."""
    return ",".join(f"{level}:{role}" for level, role in sorted(roles.items()))
