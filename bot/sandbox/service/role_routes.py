"""The routes of roles: making, changing, ordering and deleting them, and who has which."""

from __future__ import annotations

from typing import Any

from bot.sandbox.service import permissions, rights
from bot.sandbox.service.payloads import role_json
from bot.sandbox.service.routing import Answer, Call, Router, snowflake
from bot.sandbox.service.wire import Json, RefusedError, invalid_form, missing_permissions, unknown
from bot.sandbox.service.world import Guild, Member, Role
from bot.sandbox.service.world_changes import (
    announce_member,
    announce_role,
    move_roles,
    remove_role,
)

_MOST_ROLES = 250
_LONGEST_NAME = 100
_LARGEST_COLOR = 0xFFFFFF


def add_routes(router: Router) -> None:
    """Add every route of this module."""
    roles = "/guilds/{guild_id}/roles"
    one = roles + "/{role_id}"
    held = "/guilds/{guild_id}/members/{user_id}/roles/{role_id}"
    router.add("GET", roles, list_roles)
    router.add("GET", one, read_role)
    router.add("POST", roles, create_role)
    router.add("PATCH", roles, order_roles)
    router.add("PATCH", one, edit_role)
    router.add("DELETE", one, delete_role)
    router.add("PUT", held, give_role)
    router.add("DELETE", held, take_role)


def list_roles(call: Call) -> Answer:
    """Return the guild's roles."""
    guild, _ = call.state.guild_of(call.user, call.id("guild_id"))
    return Answer(200, [role_json(role) for role in guild.roles.values()])


def read_role(call: Call) -> Answer:
    """Return one role."""
    guild, _ = call.state.guild_of(call.user, call.id("guild_id"))
    return Answer(200, role_json(_role(call, guild)))


def create_role(call: Call) -> Answer:
    """Create a role below all others, with at most the caller's own permissions."""
    body = call.json()
    guild, caller = _orderer(call)
    if len(guild.roles) >= _MOST_ROLES:
        raise RefusedError(400, 30005, f"Maximum number of guild roles reached ({_MOST_ROLES})")
    _check(guild, caller, body)
    role = call.state.world.add_role(guild, "new role", 0, call.state.new_id(), position=1)
    _apply(role, body)
    announce_role(call.state, "GUILD_ROLE_CREATE", guild, role)
    return Answer(200, role_json(role))


def edit_role(call: Call) -> Answer:
    """Change a role below the caller's highest."""
    body = call.json()
    guild, caller = _orderer(call)
    role = _role(call, guild)
    if role.id != guild.id:
        _require_below(guild, caller, role)
    _check(guild, caller, body)
    _apply(role, body)
    announce_role(call.state, "GUILD_ROLE_UPDATE", guild, role)
    return Answer(200, role_json(role))


def order_roles(call: Call) -> Answer:
    """Move roles; neither they nor their new positions may reach the caller's highest."""
    guild, caller = _orderer(call)
    listed = call.body if isinstance(call.body, list) else []
    listed = [item for item in listed if isinstance(item, dict)]
    wanted: dict[int, int] = {}
    for item in listed:
        role = guild.roles.get(snowflake(item.get("id"), "id"))
        if role is None:
            raise unknown("role")
        position = item.get("position")
        if position is not None and position != role.position:
            _require_below(guild, caller, role)
            wanted[role.id] = position
    highest = rights.highest_rank(guild, caller)
    if any(position >= highest[0] for position in wanted.values()):
        raise missing_permissions()
    move_roles(call.state, guild, wanted)
    return Answer(200, [role_json(role) for role in guild.roles.values()])


def delete_role(call: Call) -> Answer:
    """Delete a role below the caller's highest; everybody loses it."""
    guild, caller = _orderer(call)
    role = _role(call, guild)
    _require_free(guild, role)
    _require_below(guild, caller, role)
    remove_role(call.state, guild, role)
    return Answer()


def give_role(call: Call) -> Answer:
    """Give a member a role below the caller's highest."""
    member, role = _role_change(call)
    if role.id not in member.roles:
        member.roles.append(role.id)
        announce_member(call.state, "GUILD_MEMBER_UPDATE", member)
    return Answer()


def take_role(call: Call) -> Answer:
    """Take a role below the caller's highest from a member."""
    member, role = _role_change(call)
    if role.id in member.roles:
        member.roles.remove(role.id)
        announce_member(call.state, "GUILD_MEMBER_UPDATE", member)
    return Answer()


def require_changeable(guild: Guild, caller: Member, before: list[int], after: list[int]) -> None:
    """Refuse a new set of a member's roles in which one is changed that the caller may not."""
    if not set(after) <= set(guild.roles):
        raise unknown("role")
    for role_id in set(before) ^ set(after):
        _require_free(guild, guild.roles[role_id])
        _require_below(guild, caller, guild.roles[role_id])


def _role_change(call: Call) -> tuple[Member, Role]:
    guild, caller = _orderer(call)
    member = call.state.target_member(guild, call.id("user_id"))
    role = _role(call, guild)
    _require_free(guild, role)
    _require_below(guild, caller, role)
    return member, role


def _orderer(call: Call) -> tuple[Guild, Member]:
    """Return the guild and the caller in it, who must have Manage Roles."""
    guild, caller = call.state.guild_of(call.user, call.id("guild_id"))
    rights.require(rights.guild_permissions(guild, caller), permissions.MANAGE_ROLES)
    return guild, caller


def _role(call: Call, guild: Guild) -> Role:
    role = guild.roles.get(call.id("role_id"))
    if role is None:
        raise unknown("role")
    return role


def _require_free(guild: Guild, role: Role) -> None:
    # Everybody has @everyone, and a bot's own role comes and goes with the bot.
    if role.id == guild.id:
        raise RefusedError(400, 50028, "Invalid Role")
    if role.managed:
        raise missing_permissions()


def _require_below(guild: Guild, caller: Member, role: Role) -> None:
    if role.rank >= rights.highest_rank(guild, caller):
        raise missing_permissions()


def _check(guild: Guild, caller: Member, body: Json) -> None:
    wanted = int(body.get("permissions") or 0)
    if wanted & ~rights.guild_permissions(guild, caller):
        raise missing_permissions()
    if len(body.get("name") or "") > _LONGEST_NAME:
        told = f"Must be {_LONGEST_NAME} or fewer in length."
        raise invalid_form("name", "BASE_TYPE_MAX_LENGTH", told)
    if not 0 <= _color(body) <= _LARGEST_COLOR:
        raise invalid_form("color", "NUMBER_TYPE_MAX", "The colour is out of range.")


def _color(body: Json) -> Any:
    colors = body.get("colors") or {}
    return colors.get("primary_color") or body.get("color") or 0


def _apply(role: Role, body: Json) -> None:
    if body.get("name"):
        role.name = body["name"]
    if body.get("permissions") is not None:
        role.permissions = int(body["permissions"])
    if body.get("mentionable") is not None:
        role.mentionable = bool(body["mentionable"])
    if body.get("color") is not None or body.get("colors") is not None:
        role.color = _color(body)
