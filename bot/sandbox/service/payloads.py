"""People and places as JSON, in the shapes that Discord's API gives them."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.sandbox.service.rights import channel_permissions
from bot.sandbox.service.wire import Json
from bot.sandbox.service.world import Application, Channel, Guild, Member, Role, User, World


def timestamp(unix_seconds: float) -> str:
    """Return the time as Discord writes it, in UTC with microseconds."""
    return datetime.fromtimestamp(unix_seconds, UTC).isoformat(timespec="microseconds")


def user_json(user: User) -> Json:
    """Return the public part of an account."""
    return {
        "id": str(user.id),
        "username": user.name if user.bot else user.name.lower(),
        "global_name": user.global_name,
        "discriminator": "0000" if user.bot else "0",
        "avatar": user.avatar,
        "avatar_decoration_data": None,
        "banner": None,
        "accent_color": None,
        "public_flags": 0,
        "flags": 0,
        "bot": user.bot,
    }


def own_user_json(user: User) -> Json:
    """Return an account as its owner sees it."""
    return {
        **user_json(user),
        "verified": True,
        "mfa_enabled": True,
        "email": None,
        "locale": user.locale,
        "premium_type": 0,
    }


def member_json(member: Member, *, with_user: bool = True) -> Json:
    """Return a member of a guild; messages carry it without the user."""
    until = member.timed_out_until
    body: Json = {
        "nick": member.nick,
        "avatar": None,
        "banner": None,
        "roles": [str(role_id) for role_id in member.roles],
        "joined_at": timestamp(member.joined_at),
        "premium_since": None,
        "communication_disabled_until": timestamp(until) if until else None,
        "deaf": False,
        "mute": False,
        "pending": False,
        "flags": 0,
    }
    if with_user:
        body["user"] = user_json(member.user)
    return body


def role_json(role: Role) -> Json:
    """Return a role; a bot's own role names its bot in the tags."""
    body: Json = {
        "id": str(role.id),
        "name": role.name,
        "permissions": str(role.permissions),
        "position": role.position,
        "color": role.color,
        "colors": {"primary_color": role.color, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "icon": None,
        "unicode_emoji": None,
        "managed": role.managed,
        "mentionable": role.mentionable,
        "flags": 0,
    }
    if role.bot_id is not None:
        body["tags"] = {"bot_id": str(role.bot_id)}
    return body


def channel_json(channel: Channel) -> Json:
    """Return a channel with its permission overwrites."""
    body: Json = {
        "id": str(channel.id),
        "guild_id": str(channel.guild_id),
        "type": channel.kind,
        "name": channel.name,
        "position": channel.position,
        "topic": channel.topic,
        "parent_id": str(channel.parent_id) if channel.parent_id else None,
        "nsfw": False,
        "flags": 0,
        "rate_limit_per_user": channel.slowmode_seconds,
        "last_message_id": str(channel.last_message_id) if channel.last_message_id else None,
        "permission_overwrites": [
            {
                "id": str(overwrite.id),
                "type": overwrite.kind,
                "allow": str(overwrite.allow),
                "deny": str(overwrite.deny),
            }
            for overwrite in channel.overwrites.values()
        ],
    }
    if channel.kind in {2, 13}:
        body |= {"bitrate": 64000, "user_limit": 0, "rtc_region": None}
    return body


def partial_channel_json(guild: Guild, member: Member, channel: Channel) -> Json:
    """Return a channel as an interaction names it: with what this member may do there."""
    body = channel_json(channel)
    del body["permission_overwrites"]
    body["permissions"] = str(channel_permissions(guild, member, channel))
    return body


def emoji_json(number: int, name: str) -> Json:
    """Return a guild's own emoji."""
    return {
        "id": str(number),
        "name": name,
        "roles": [],
        "require_colons": True,
        "managed": False,
        "animated": False,
        "available": True,
    }


def guild_json(guild: Guild) -> Json:
    """Return a guild with its roles, without its channels and members."""
    return {
        "id": str(guild.id),
        "name": guild.name,
        "owner_id": str(guild.owner_id),
        "icon": None,
        "splash": None,
        "discovery_splash": None,
        "banner": None,
        "description": None,
        "region": "us-east",
        "afk_channel_id": None,
        "afk_timeout": 300,
        "system_channel_id": str(guild.system_channel_id) if guild.system_channel_id else None,
        "system_channel_flags": 0,
        "widget_enabled": False,
        "widget_channel_id": None,
        "verification_level": 1,
        "default_message_notifications": 1,
        "explicit_content_filter": 2,
        "mfa_level": 0,
        "nsfw": False,
        "nsfw_level": 0,
        "premium_tier": 0,
        "premium_subscription_count": 0,
        "premium_progress_bar_enabled": False,
        "vanity_url_code": None,
        "preferred_locale": guild.locale,
        "rules_channel_id": None,
        "public_updates_channel_id": None,
        "safety_alerts_channel_id": None,
        "features": [],
        "emojis": [emoji_json(number, name) for number, name in guild.emojis.items()],
        "stickers": [],
        "max_members": 500_000,
        "max_presences": None,
        "max_video_channel_users": 25,
        "max_stage_video_channel_users": 50,
        "roles": [role_json(role) for role in guild.roles.values()],
    }


def guild_create_json(
    guild: Guild, viewer: User, *, everybody: bool = False, voice: bool = False
) -> Json:
    """Return a guild as the gateway introduces it.

    Without the members intent only the viewer and those in voice are listed, as on Discord. Who
    is in voice (`voice`) is told without the guild's id and without the member, who is listed.
    """
    listed = {viewer.id, *guild.voice_states} if not everybody else set(guild.members)
    return {
        **guild_json(guild),
        "unavailable": False,
        "large": len(guild.members) > 250,
        "joined_at": timestamp(guild.members[viewer.id].joined_at),
        "member_count": len(guild.members),
        "members": [member_json(guild.members[user_id]) for user_id in sorted(listed)],
        "channels": [channel_json(channel) for channel in guild.channels.values()],
        "voice_states": [
            {key: value for key, value in state.items() if key != "guild_id"}
            for state in (guild.voice_states.values() if voice else ())
        ],
        "threads": [],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }


def application_json(world: World, application: Application) -> Json:
    """Return the application as its own bot sees it."""
    return {
        "id": str(application.id),
        "name": application.name,
        "icon": None,
        "description": "",
        "type": None,
        "bot": user_json(world.bot),
        "summary": "",
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": f"{application.id:064x}",
        "flags": application.flags,
        "hook": True,
        "team": None,
        "owner": user_json(world.users[application.owner_id]),
        "approximate_guild_count": len(world.guilds),
        "approximate_user_install_count": 0,
        "redirect_uris": [],
        "interactions_endpoint_url": None,
        "role_connections_verification_url": None,
        "event_webhooks_url": None,
        "integration_types_config": {"0": {}},
        "tags": [],
    }
