"""Roles are given, made and ordered only by those who stand above them."""

from __future__ import annotations

import asyncio

import discord
import pytest

from bot.sandbox.service import permissions
from bot.sandbox.service.sandbox import Sandbox
from bot.sandbox.service.world import Role
from tests.openapi import Contract, description_path
from tests.sandbox.conftest import Client, Start


def allow(sandbox: Sandbox, bits: int) -> Role:
    """Give the bot's own role more permissions, and return it."""
    guild = sandbox.world.guild
    ours = guild.roles[guild.members[sandbox.world.bot.id].roles[0]]
    sandbox.set_role_permissions(guild, ours, ours.permissions | bits)
    return ours


def role_named(client: Client, name: str) -> discord.Role:
    role = discord.utils.get(client.guilds[0].roles, name=name)
    assert role is not None
    return role


async def test_the_bots_own_role_stands_in_the_middle(start: Start, sandbox: Sandbox) -> None:
    client = await start()
    ours = client.guilds[0].me.top_role
    assert ours.managed
    assert role_named(client, "Creator") < ours < role_named(client, "Moderator")


async def test_a_role_is_given_only_below_ones_own_and_with_the_permission(
    start: Start, sandbox: Sandbox
) -> None:
    client = await start()
    ann = await client.guilds[0].fetch_member(sandbox.world.user("Ann").id)
    creator, moderator = role_named(client, "Creator"), role_named(client, "Moderator")
    with pytest.raises(discord.Forbidden) as refused:
        await ann.add_roles(creator)
    assert refused.value.code == 50013
    allow(sandbox, permissions.MANAGE_ROLES)
    await ann.add_roles(creator)
    assert sandbox.world.guild.members[ann.id].roles == [creator.id]
    for role in (moderator, role_named(client, "Jukebox")):
        with pytest.raises(discord.Forbidden) as refused:
            await ann.add_roles(role)
        assert (refused.value.status, refused.value.code) == (403, 50013)
    await ann.remove_roles(creator)
    assert sandbox.world.guild.members[ann.id].roles == []


async def test_a_role_or_a_member_that_is_gone_is_not_found(start: Start, sandbox: Sandbox) -> None:
    client = await start()
    allow(sandbox, permissions.MANAGE_ROLES)
    guild, ann = client.guilds[0], sandbox.world.user("Ann").id
    creator = role_named(client, "Creator").id
    for user_id, role_id, code in ((1, creator, 10007), (ann, 1, 10011)):
        with pytest.raises(discord.NotFound) as missing:
            await client.http.add_role(guild.id, user_id, role_id)
        assert missing.value.code == code
    with pytest.raises(discord.HTTPException) as refused:
        await client.http.add_role(guild.id, ann, guild.id)
    assert refused.value.code == 50028


async def test_a_new_role_lies_below_all_others_and_allows_no_more_than_its_maker(
    start: Start, sandbox: Sandbox
) -> None:
    client = await start()
    guild = client.guilds[0]
    with pytest.raises(discord.Forbidden):
        await guild.create_role(name="Fans of Bea")
    allow(sandbox, permissions.MANAGE_ROLES)
    role = await guild.create_role(name="Fans of Bea", mentionable=True)
    assert (role.position, role.mentionable) == (1, True)
    assert role < role_named(client, "Creator")
    with pytest.raises(discord.Forbidden):
        await guild.create_role(permissions=discord.Permissions(ban_members=True))


async def test_roles_are_changed_moved_and_deleted_up_to_ones_own(
    start: Start, sandbox: Sandbox
) -> None:
    client = await start()
    guild = client.guilds[0]
    ours = allow(sandbox, permissions.MANAGE_ROLES)
    role = await guild.create_role(name="Gold")
    await role.edit(name="Platinum", mentionable=True)
    assert sandbox.world.guild.roles[role.id].name == "Platinum"
    await guild.edit_role_positions({role: 2})
    assert sandbox.world.guild.roles[role.id].position == 2
    with pytest.raises(discord.Forbidden):
        await guild.edit_role_positions({role: ours.position})
    with pytest.raises(discord.Forbidden):
        await role_named(client, "Moderator").delete()
    sandbox.move_role(sandbox.world.guild, sandbox.world.guild.roles[role.id], 9)
    with pytest.raises(discord.Forbidden):
        await role.delete()
    sandbox.move_role(sandbox.world.guild, sandbox.world.guild.roles[role.id], 1)
    await role.delete()
    assert role.id not in sandbox.world.guild.roles


async def test_a_bot_hears_of_roles_but_not_of_members_without_that_intent(
    start: Start, sandbox: Sandbox
) -> None:
    client = Client(discord.Intents(guilds=True))
    made: asyncio.Queue[discord.Role] = asyncio.Queue()
    client.on_guild_role_create = made.put  # type: ignore[attr-defined]  # found by name
    await start(client)
    guild = sandbox.world.guild
    role = sandbox.add_role(guild, "Regulars", mentionable=True)
    async with asyncio.timeout(60):
        assert (await made.get()).mentionable
    sandbox.set_member_roles(guild.members[sandbox.world.user("Ann").id], role)
    sandbox.set_member_roles(guild.members[sandbox.world.bot.id], role)
    told = [it for it in sandbox.recording.events_named("GUILD_MEMBER_UPDATE") if it.bot]
    assert [it.data["user"]["id"] for it in told] == [str(sandbox.world.bot.id)]


async def test_what_the_client_asks_about_roles_is_in_discords_description(
    start: Start, sandbox: Sandbox
) -> None:
    if not description_path().is_file():
        pytest.skip("Discord's API description is absent.")
    client = await start()
    allow(sandbox, permissions.MANAGE_ROLES)
    guild = client.guilds[0]
    ann = await guild.fetch_member(sandbox.world.user("Ann").id)
    role = await guild.create_role(name="Gold", mentionable=True)
    await guild.edit_role_positions({role: 2})
    await role.edit(permissions=discord.Permissions.none())
    await ann.add_roles(role)
    await ann.remove_roles(role)
    await role.delete()
    contract = Contract.load(description_path())
    asked = [it for it in sandbox.recording.exchanges if it.bot and "/roles" in it.route]
    assert len(asked) == 6
    assert [
        problem
        for it in asked
        for problem in contract.problems(it.method, it.path, it.request_json)
    ] == []
