"""What `/help` tells whom."""

import re

from discord import app_commands

from bot.sandbox.service import permissions
from tests.commands.moderators import set_up
from tests.theatre import Theatre


async def help_for(theatre: Theatre, who: str) -> str:
    """What somebody is told."""
    shown = await theatre.use(who, "/help")
    assert shown.reply.ephemeral
    return shown.reply.text


def give_role(theatre: Theatre, who: str, allowed: int) -> int:
    """Give somebody one role that allows this much; its id."""
    guild = theatre.sandbox.world.guild
    role = theatre.sandbox.add_role(guild, "Steward", allowed)
    theatre.sandbox.set_member_roles(guild.members[theatre.id_of(who)], role)
    return role.id


async def test_a_viewer_learns_the_first_steps_and_nothing_of_moderating(theatre: Theatre) -> None:
    told = await help_for(theatre, "Ann")
    for command in ("/wallet", "/gift", "/leaderboard", "/history", "/diamonds convert"):
        assert f"`{command}`" in told
    assert told.index("`/wallet`") < told.index("`/gift`") < told.index("`/history`")
    assert "/mod" not in told
    assert "/setup" not in told


async def test_a_moderator_learns_of_moderating_and_not_of_managing(theatre: Theatre) -> None:
    give_role(theatre, "Ann", permissions.MODERATE_MEMBERS)
    told = await help_for(theatre, "Ann")
    assert "`/mod lookup`" in told
    assert "/setup" not in told


async def test_a_manager_learns_of_setting_up(theatre: Theatre) -> None:
    give_role(theatre, "Ann", permissions.MANAGE_GUILD)
    told = await help_for(theatre, "Ann")
    assert "`/setup start`" in told
    assert "/mod lookup" not in told


async def test_a_role_that_the_guild_named_counts_as_the_right(theatre: Theatre) -> None:
    role = give_role(theatre, "Ann", 0)
    assert "/mod" not in await help_for(theatre, "Ann")
    await set_up(theatre, moderator_role=role)
    assert "`/mod lookup`" in await help_for(theatre, "Ann")


async def test_no_command_is_left_out_for_who_may_use_them_all(theatre: Theatre) -> None:
    told = await help_for(theatre, "Olive")
    assert theatre.bot is not None
    for command in theatre.bot.tree.get_commands():
        if isinstance(command, app_commands.ContextMenu):
            assert f"**{command.name}**" in told
        elif command.name != "help":
            assert f"`/{command.name}" in told


async def test_every_command_that_is_told_of_exists(theatre: Theatre) -> None:
    told = re.findall("`/([a-z ]+)`", await help_for(theatre, "Olive"))
    assert theatre.bot is not None
    known = {command.qualified_name for command in theatre.bot.tree.walk_commands()}
    assert [command for command in told if command not in known] == []
