"""Who may do what where: how roles and overwrites add up."""

from __future__ import annotations

from bot.sandbox.service.permissions import (
    ADMINISTRATOR,
    ALL,
    CONNECT,
    DEAFEN_MEMBERS,
    MANAGE_CHANNELS,
    MANAGE_ROLES,
    MOVE_MEMBERS,
    MUTE_MEMBERS,
    PRIORITY_SPEAKER,
    READ_MESSAGE_HISTORY,
    SPEAK,
    STREAM,
    VIEW_CHANNEL,
)
from bot.sandbox.service.wire import missing_access, missing_permissions
from bot.sandbox.service.world import Channel, Guild, Member

# The rank of a guild's owner.
_ABOVE_ALL = (1 << 30, 0)

# A timed-out member keeps these two; https://discord.com/developers/docs/topics/permissions
_TIMED_OUT = VIEW_CHANNEL | READ_MESSAGE_HISTORY


# Voice and stage channels, and what nobody may do there who may not connect:
# https://discord.com/developers/docs/topics/permissions#implicit-permissions
_VOCAL = frozenset({2, 13})
_NEEDS_CONNECT = (
    PRIORITY_SPEAKER
    | STREAM
    | SPEAK
    | MUTE_MEMBERS
    | DEAFEN_MEMBERS
    | MOVE_MEMBERS
    | MANAGE_CHANNELS
    | MANAGE_ROLES
)


def guild_permissions(guild: Guild, member: Member) -> int:
    """Return what the member's roles allow in the guild, before any channel's overwrites."""
    if member.user.id == guild.owner_id:
        return ALL
    bits = guild.roles[guild.id].permissions
    for role_id in member.roles:
        bits |= guild.roles[role_id].permissions
    return ALL if bits & ADMINISTRATOR else bits


def channel_permissions(guild: Guild, member: Member, channel: Channel, now: float = 0.0) -> int:
    """Return what the member may do there; `now` (Unix seconds) decides about time-outs."""
    bits = guild_permissions(guild, member)
    if bits & ADMINISTRATOR:
        return ALL
    bits = _with_overwrites(bits, guild, member, channel)
    if not bits & VIEW_CHANNEL:
        return 0
    if channel.kind in _VOCAL and not bits & CONNECT:
        bits &= ~_NEEDS_CONNECT
    return bits & _TIMED_OUT if member.timed_out_until > now else bits


def _with_overwrites(bits: int, guild: Guild, member: Member, channel: Channel) -> int:
    everyone = channel.overwrites.get(guild.id)
    if everyone is not None:
        bits = bits & ~everyone.deny | everyone.allow
    allow = deny = 0
    for role_id in member.roles:
        overwrite = channel.overwrites.get(role_id)
        if overwrite is not None:
            allow |= overwrite.allow
            deny |= overwrite.deny
    bits = bits & ~deny | allow
    own = channel.overwrites.get(member.user.id)
    if own is not None:
        bits = bits & ~own.deny | own.allow
    return bits


def access(channel: Channel) -> int:
    """Return what one needs in order to read a channel.

    The text of voice and stage channels is open only to those who may connect:
    https://discord.com/developers/docs/resources/message#get-channel-messages
    """
    return VIEW_CHANNEL | (CONNECT if channel.kind in _VOCAL else 0)


def require_access(channel: Channel, bits: int) -> None:
    """Refuse with 50001 whoever may not read the channel."""
    wanted = access(channel)
    if bits & wanted != wanted:
        raise missing_access()


def require(bits: int, wanted: int) -> None:
    """Refuse with 50001 if the channel cannot be seen, with 50013 if anything else is missing."""
    if wanted & VIEW_CHANNEL and not bits & VIEW_CHANNEL:
        raise missing_access()
    if bits & wanted != wanted:
        raise missing_permissions()


def highest_rank(guild: Guild, member: Member) -> tuple[int, int]:
    """Return the rank of the member's highest role; the owner stands above all roles."""
    if member.user.id == guild.owner_id:
        return _ABOVE_ALL
    return max((guild.roles[role_id].rank for role_id in member.roles), default=(0, 0))
