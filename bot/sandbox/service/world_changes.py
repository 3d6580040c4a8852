"""Changes of the world at run time, each with the gateway events that make it known."""

from __future__ import annotations

from functools import partial

from bot.sandbox.service.gateway import (
    INTENT_GUILD_EXPRESSIONS,
    INTENT_GUILD_MEMBERS,
    INTENT_GUILD_VOICE_STATES,
    INTENT_GUILDS,
    Session,
)
from bot.sandbox.service.payloads import (
    channel_json,
    emoji_json,
    guild_create_json,
    member_json,
    role_json,
    user_json,
)
from bot.sandbox.service.state import State
from bot.sandbox.service.wire import Json
from bot.sandbox.service.world import STAGE, Channel, Guild, Member, Role, User


def announce_channel(state: State, event: str, channel: Channel) -> None:
    """Tell the guild about a channel; people hear only of channels they see."""
    state.gateway.publish_guild(
        event,
        channel_json(channel),
        channel.guild_id,
        only=lambda user: user.bot or state.can_view(user, channel),
    )


def announce_role(state: State, event: str, guild: Guild, role: Role) -> None:
    """Tell the guild about a role."""
    body = {"guild_id": str(guild.id), "role": role_json(role)}
    state.gateway.publish_guild(event, body, guild.id)


def announce_emojis(state: State, guild: Guild) -> None:
    """Tell the guild which emoji are its own now."""
    emojis = [emoji_json(number, name) for number, name in guild.emojis.items()]
    body: Json = {"guild_id": str(guild.id), "emojis": emojis}
    publish = state.gateway.publish_guild
    publish("GUILD_EMOJIS_UPDATE", body, guild.id, intent=INTENT_GUILD_EXPRESSIONS)


def move_roles(state: State, guild: Guild, positions: dict[int, int]) -> None:
    """Put roles, by their ids, at new positions and tell of each that moved."""
    for role_id, position in positions.items():
        role = guild.roles[role_id]
        if role.position != position:
            role.position = position
            announce_role(state, "GUILD_ROLE_UPDATE", guild, role)


def announce_member(state: State, event: str, member: Member) -> None:
    """Tell the guild about a member; a bot hears of itself even without the members intent."""
    body = {**member_json(member), "guild_id": str(member.guild_id)}
    _publish_member(state, event, body, member.guild_id, member.user)


def _publish_member(state: State, event: str, body: Json, guild_id: int, about: User) -> None:
    publish = state.gateway.publish_guild
    publish(event, body, guild_id, intent=INTENT_GUILD_MEMBERS, only=lambda user: user is not about)
    publish(event, body, guild_id, intent=0, only=lambda user: user is about)


def remove_channel(state: State, channel: Channel) -> None:
    """Delete a channel with its messages."""
    guild = state.world.guilds[channel.guild_id]
    here = [user_id for user_id, it in guild.voice_states.items() if _is_in(it, channel)]
    for user_id in here:
        set_voice_state(state, guild.members[user_id], None)
    announce_channel(state, "CHANNEL_DELETE", channel)
    del state.world.channels[channel.id]
    del state.world.guilds[channel.guild_id].channels[channel.id]


def remove_role(state: State, guild: Guild, role: Role) -> None:
    """Delete a role and take it from everybody and every channel."""
    del guild.roles[role.id]
    for member in guild.members.values():
        if role.id in member.roles:
            member.roles.remove(role.id)
    for channel in guild.channels.values():
        channel.overwrites.pop(role.id, None)
    body = {"guild_id": str(guild.id), "role_id": str(role.id)}
    state.gateway.publish_guild("GUILD_ROLE_DELETE", body, guild.id)


def add_member(state: State, guild: Guild, user: User, roles: list[Role]) -> Member:
    """Let a user join; the joining one is told of the whole guild."""
    member = state.world.add_member(guild, user, *roles)
    member.joined_at = state.clock.wall()
    announced = {**member_json(member), "guild_id": str(guild.id)}
    state.gateway.publish_guild(
        "GUILD_MEMBER_ADD",
        announced,
        guild.id,
        intent=INTENT_GUILD_MEMBERS,
        only=lambda it: it is not user,
    )
    introduce_guild(state, guild, user)
    return member


def introduce_guild(state: State, guild: Guild, user: User) -> None:
    """Tell somebody of a guild that they have just joined."""
    for voice in (False, True):
        body = guild_create_json(guild, user, voice=voice)
        del body["unavailable"]
        state.gateway.publish(
            "GUILD_CREATE", body, partial(_introduced, user, guild, voice), intent=INTENT_GUILDS
        )


def _introduced(user: User, guild: Guild, voice: bool, session: Session) -> bool:
    hears = bool(session.intents & INTENT_GUILD_VOICE_STATES)
    return session.user is user and session.covers(guild.id) and hears == voice


def remove_member(state: State, member: Member) -> None:
    """Let a member leave; they are told that the guild is gone for them."""
    guild, user = state.world.guilds[member.guild_id], member.user
    gone: Json = {"id": str(guild.id)}
    state.gateway.publish_guild("GUILD_DELETE", gone, guild.id, only=lambda it: it is user)
    if user.id in guild.voice_states:
        set_voice_state(state, member, None)
    del guild.members[user.id]
    body = {"guild_id": str(guild.id), "user": user_json(user)}
    state.gateway.publish_guild("GUILD_MEMBER_REMOVE", body, guild.id, intent=INTENT_GUILD_MEMBERS)


def set_voice_state(
    state: State,
    member: Member,
    channel: Channel | None,
    *,
    streaming: bool = False,
    speaking: bool = False,
) -> None:
    """Put a member into a voice or stage channel, or out of all with None, and tell of it.

    On a stage one listens (`suppress`) unless `speaking`; elsewhere everybody may speak.
    """
    guild = state.world.guilds[member.guild_id]
    body: Json = {
        "guild_id": str(guild.id),
        "channel_id": str(channel.id) if channel else None,
        "user_id": str(member.user.id),
        "session_id": f"{member.user.id:032x}",
        "deaf": False,
        "mute": False,
        "self_deaf": False,
        "self_mute": False,
        "self_video": False,
        "suppress": channel is not None and channel.kind == STAGE and not speaking,
        "request_to_speak_timestamp": None,
    }
    if streaming:
        # Discord leaves the field out unless it is true.
        body["self_stream"] = True
    guild.voice_states.pop(member.user.id, None)
    if channel is not None:
        guild.voice_states[member.user.id] = body
    told = {**body, "member": member_json(member)}
    state.gateway.publish_guild(
        "VOICE_STATE_UPDATE", told, guild.id, intent=INTENT_GUILD_VOICE_STATES
    )


def _is_in(voice_state: Json, channel: Channel) -> bool:
    return bool(voice_state["channel_id"] == str(channel.id))
