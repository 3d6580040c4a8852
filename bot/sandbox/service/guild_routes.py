"""The routes of guilds, channels and members."""

from __future__ import annotations

from datetime import datetime

from bot.sandbox.service import permissions, rights
from bot.sandbox.service.payloads import channel_json, guild_json, member_json
from bot.sandbox.service.role_routes import require_changeable
from bot.sandbox.service.routing import Answer, Call, Router, snowflake
from bot.sandbox.service.wire import Json, RefusedError, invalid_form, missing_permissions, unknown
from bot.sandbox.service.world import Guild, Member, Overwrite
from bot.sandbox.service.world_changes import (
    announce_channel,
    announce_member,
    remove_channel,
    remove_member,
)

_MOST_TIMEOUT_SECONDS = 28 * 86_400


def add_routes(router: Router) -> None:
    """Add every route of this module."""
    guild = "/guilds/{guild_id}"
    member = guild + "/members/{user_id}"
    router.add("GET", guild, read_guild)
    router.add("GET", guild + "/channels", list_channels)
    router.add("POST", guild + "/channels", create_channel)
    router.add("GET", guild + "/members", list_members)
    router.add("GET", guild + "/members/search", search_members)
    router.add("GET", member, read_member)
    router.add("PATCH", member, edit_member)
    router.add("DELETE", member, kick_member)
    router.add("GET", guild + "/voice-states/{user_id}", read_voice_state)
    channel = "/channels/{channel_id}"
    router.add("GET", channel, read_channel)
    router.add("PATCH", channel, edit_channel)
    router.add("DELETE", channel, delete_channel)
    router.add("PUT", channel + "/permissions/{overwrite_id}", set_overwrite)
    router.add("DELETE", channel + "/permissions/{overwrite_id}", remove_overwrite)


def read_guild(call: Call) -> Answer:
    """Return the guild, with counts when asked."""
    guild = _guild(call)
    body = guild_json(guild)
    if call.query.get("with_counts") in {"1", "true", "True"}:
        body["approximate_member_count"] = len(guild.members)
        body["approximate_presence_count"] = len(guild.members)
    return Answer(200, body)


def list_channels(call: Call) -> Answer:
    """Return the guild's channels."""
    return Answer(200, [channel_json(channel) for channel in _guild(call).channels.values()])


def create_channel(call: Call) -> Answer:
    """Create a channel."""
    state, body = call.state, call.json()
    guild = state.require_guild(call.user, call.id("guild_id"), permissions.MANAGE_CHANNELS)
    name = str(body.get("name") or "")
    if not 1 <= len(name) <= 100:
        raise invalid_form("name", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 100 in length.")
    channel = state.world.add_channel(guild, name, state.new_id(), kind=_kind(body))
    channel.topic = body.get("topic")
    for item in body.get("permission_overwrites") or []:
        overwrite = _overwrite(snowflake(item.get("id"), "permission_overwrites.id"), item)
        channel.overwrites[overwrite.id] = overwrite
    announce_channel(state, "CHANNEL_CREATE", channel)
    return Answer(201, channel_json(channel))


def list_members(call: Call) -> Answer:
    """Return members in the order of their ids; bots need the members intent for it."""
    guild = _guild(call)
    application = call.state.world.application
    if call.user.bot and not application.flags & ((1 << 14) | (1 << 15)):
        raise RefusedError(403, 50001, "Missing Access")
    limit, after = call.number("limit", 1, 1, 1000), call.number("after", 0, 0, 2**63)
    ids = [user_id for user_id in sorted(guild.members) if user_id > after][:limit]
    return Answer(200, [member_json(guild.members[user_id]) for user_id in ids])


def search_members(call: Call) -> Answer:
    """Return members whose name begins with the query."""
    guild, limit = _guild(call), call.number("limit", 1, 1, 1000)
    query = call.query.get("query", "").lower()
    found = [
        member_json(member)
        for member in guild.members.values()
        if (member.nick or member.user.name).lower().startswith(query)
    ]
    return Answer(200, found[:limit])


def read_member(call: Call) -> Answer:
    """Return one member."""
    return Answer(200, member_json(_member(call, _guild(call))))


def read_voice_state(call: Call) -> Answer:
    """Return where in voice a member is, with the member."""
    guild = _guild(call)
    member = _member(call, guild)
    known = guild.voice_states.get(member.user.id)
    if known is None:
        raise unknown("voice state")
    return Answer(200, {**known, "member": member_json(member)})


def edit_member(call: Call) -> Answer:
    """Change a member's nickname, roles or time-out, each with its own permission."""
    state, body = call.state, call.json()
    guild, caller = state.guild_of(call.user, call.id("guild_id"))
    own = call.params["user_id"] == "@me"
    member = caller if own else _member(call, guild)
    bits = rights.guild_permissions(guild, caller)
    if "nick" in body:
        wanted = permissions.CHANGE_NICKNAME if own else permissions.MANAGE_NICKNAMES
        rights.require(bits, wanted)
        member.nick = body["nick"] or None
    if "roles" in body:
        rights.require(bits, permissions.MANAGE_ROLES)
        roles = [int(role_id) for role_id in body["roles"] or []]
        require_changeable(guild, caller, member.roles, roles)
        member.roles = roles
    if "communication_disabled_until" in body:
        rights.require(bits, permissions.MODERATE_MEMBERS)
        _require_above(guild, caller, member)
        member.timed_out_until = _until(call, body["communication_disabled_until"])
    announce_member(state, "GUILD_MEMBER_UPDATE", member)
    return Answer(200, member_json(member))


def _until(call: Call, text: str | None) -> float:
    if text is None:
        return 0.0
    until = datetime.fromisoformat(text).timestamp()
    if until - call.state.clock.wall() > _MOST_TIMEOUT_SECONDS:
        raise invalid_form(
            "communication_disabled_until", "GUILD_COMMUNICATION_DISABLED_MAX", "At most 28 days."
        )
    return until


def kick_member(call: Call) -> Answer:
    """Remove a member."""
    state = call.state
    guild, caller = state.guild_of(call.user, call.id("guild_id"))
    rights.require(rights.guild_permissions(guild, caller), permissions.KICK_MEMBERS)
    member = _member(call, guild)
    _require_above(guild, caller, member)
    remove_member(state, member)
    return Answer()


def read_channel(call: Call) -> Answer:
    """Return a channel."""
    channel, _ = call.state.channel_of(call.user, call.id("channel_id"))
    return Answer(200, channel_json(channel))


def edit_channel(call: Call) -> Answer:
    """Change a channel's name, topic, slow mode or overwrites."""
    state, body = call.state, call.json()
    channel, bits = state.channel_of(call.user, call.id("channel_id"), permissions.MANAGE_CHANNELS)
    if "name" in body:
        channel.name = str(body["name"])
    if "topic" in body:
        channel.topic = body["topic"]
    if "rate_limit_per_user" in body:
        channel.slowmode_seconds = int(body["rate_limit_per_user"] or 0)
    if "permission_overwrites" in body:
        rights.require(bits, permissions.MANAGE_ROLES)
        listed = [
            _overwrite(snowflake(item.get("id"), "permission_overwrites.id"), item)
            for item in body["permission_overwrites"] or []
        ]
        channel.overwrites = {overwrite.id: overwrite for overwrite in listed}
    announce_channel(state, "CHANNEL_UPDATE", channel)
    return Answer(200, channel_json(channel))


def delete_channel(call: Call) -> Answer:
    """Delete a channel with everything in it."""
    channel, _ = call.state.channel_of(
        call.user, call.id("channel_id"), permissions.MANAGE_CHANNELS
    )
    body = channel_json(channel)
    remove_channel(call.state, channel)
    return Answer(200, body)


def set_overwrite(call: Call) -> Answer:
    """Set a channel's overwrite for a role or a member."""
    channel, _ = call.state.channel_of(call.user, call.id("channel_id"), permissions.MANAGE_ROLES)
    overwrite_id = call.id("overwrite_id")
    channel.overwrites[overwrite_id] = _overwrite(overwrite_id, call.json())
    announce_channel(call.state, "CHANNEL_UPDATE", channel)
    return Answer()


def remove_overwrite(call: Call) -> Answer:
    """Remove a channel's overwrite."""
    channel, _ = call.state.channel_of(call.user, call.id("channel_id"), permissions.MANAGE_ROLES)
    if channel.overwrites.pop(call.id("overwrite_id"), None) is None:
        raise unknown("overwrite")
    announce_channel(call.state, "CHANNEL_UPDATE", channel)
    return Answer()


def _overwrite(overwrite_id: int, body: Json) -> Overwrite:
    return Overwrite(
        overwrite_id,
        _kind(body),
        int(body.get("allow") or 0),
        int(body.get("deny") or 0),
    )


def _kind(body: Json) -> int:
    kind = body.get("type") or 0
    if not isinstance(kind, int):
        raise invalid_form("type", "NUMBER_TYPE_COERCE", "The value is not int.")
    return kind


def _guild(call: Call) -> Guild:
    return call.state.guild_of(call.user, call.id("guild_id"))[0]


def _member(call: Call, guild: Guild) -> Member:
    return call.state.target_member(guild, call.id("user_id"))


def _require_above(guild: Guild, caller: Member, member: Member) -> None:
    if rights.highest_rank(guild, caller) <= rights.highest_rank(guild, member):
        raise missing_permissions()
