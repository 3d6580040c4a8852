"""What a server offers: its channels and roles, what Ovation may do there, what to suggest."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import discord

from bot.ledger.guild_settings import GuildSettings

NEEDED: Final = (
    "view_channel",
    "send_messages",
    "embed_links",
    "attach_files",
    "read_message_history",
    "use_external_emojis",
)
"""What Ovation needs where it posts; the history, to look before it sends anything again."""

Place = discord.TextChannel | discord.VoiceChannel | discord.StageChannel
"""Where gifts can be thanked and acts posted: text and announcement channels, voice chats, stages.
"""

# Where nearly all who speak a language live by one clock. Discord tells languages, not time zones.
_TIMEZONES: Final = {
    "bg": "Europe/Sofia",
    "cs": "Europe/Prague",
    "da": "Europe/Copenhagen",
    "de": "Europe/Berlin",
    "el": "Europe/Athens",
    "fi": "Europe/Helsinki",
    "fr": "Europe/Paris",
    "hi": "Asia/Kolkata",
    "hr": "Europe/Zagreb",
    "hu": "Europe/Budapest",
    "it": "Europe/Rome",
    "ja": "Asia/Tokyo",
    "ko": "Asia/Seoul",
    "lt": "Europe/Vilnius",
    "nl": "Europe/Amsterdam",
    "no": "Europe/Oslo",
    "pl": "Europe/Warsaw",
    "ro": "Europe/Bucharest",
    "sv-SE": "Europe/Stockholm",
    "th": "Asia/Bangkok",
    "tr": "Europe/Istanbul",
    "uk": "Europe/Kyiv",
    "vi": "Asia/Ho_Chi_Minh",
    "zh-TW": "Asia/Taipei",
}


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What a server's own channels, roles and language suggest; 0 or nothing for no suggestion."""

    gift_channel: int = 0
    log_channel: int = 0
    moderator_role: int = 0
    manager_role: int = 0
    timezone: str = ""


def place(guild: discord.Guild | None, channel: int) -> Place | None:
    """The channel of this guild with this id, if it is one to post in."""
    found = guild.get_channel(channel) if guild else None
    return found if isinstance(found, Place) else None


def is_for_everybody(guild: discord.Guild | None, channel: int) -> bool:
    """Whether all of a guild may read a channel or thread; so it is taken where nobody can tell."""
    return is_private(guild, channel) is not True


def is_private(guild: discord.Guild | None, channel: int) -> bool | None:
    """Whether only some of a guild may read a channel or thread; None where nobody can tell."""
    found = guild.get_channel_or_thread(channel) if guild else None
    if isinstance(found, discord.Thread):
        if found.is_private():
            return True
        found = found.parent
    if guild is None or found is None:
        return None
    return not found.permissions_for(guild.default_role).view_channel


def may_write(user: discord.abc.User, channel: Place) -> bool:
    """Whether somebody may write in a channel themselves, as far as their command tells."""
    if not isinstance(user, discord.Member):
        return False
    allowed = channel.permissions_for(user)
    return allowed.view_channel and allowed.send_messages


def missing_in(channel: Place, also: Iterable[str] = ()) -> tuple[str, ...]:
    """Which of the needed permissions, and of some more, Ovation lacks in a channel, each on its
    own account.

    discord.py's own sum takes everything away where the channel cannot be seen, which would send
    a manager after five permissions where one is missing.
    """
    allowed = _allowed(channel, channel.guild.me)
    if not isinstance(channel, discord.TextChannel):
        # Nobody reads or writes beside a voice channel that they may not join.
        also = (*also, "connect")
    return tuple(name for name in (*NEEDED, *also) if not getattr(allowed, name))


def _allowed(channel: Place, me: discord.Member) -> discord.Permissions:
    base = me.guild_permissions
    if base.administrator:
        return discord.Permissions.all()
    everyone = channel.guild.default_role
    value = _overwritten(base.value, [channel.overwrites_for(everyone)])
    roles = [channel.overwrites_for(role) for role in me.roles if role != everyone]
    value = _overwritten(value, roles)
    return discord.Permissions(_overwritten(value, [channel.overwrites_for(me)]))


def _overwritten(value: int, overwrites: Iterable[discord.PermissionOverwrite]) -> int:
    """A sum of permissions after overwrites of one rank: what any of them allows wins."""
    pairs = [overwrite.pair() for overwrite in overwrites]
    for _, denied in pairs:
        value &= ~denied.value
    for allowed, _ in pairs:
        value |= allowed.value
    return value


def hidden_commands(setting: str, role: discord.Role) -> set[str]:
    """The commands that a role may use here, and that Discord hides from those who have it.

    A group of commands has one hint for Discord about who may see it, and the roles that a server
    chooses here are unknown to it.
    """
    if setting == "creator_role" or role.permissions.administrator:
        return set()
    hidden = set() if role.permissions.moderate_members else {"/mod"}
    if setting == "manager_role" and not role.permissions.manage_guild:
        hidden.add("/setup")
    return hidden


_BY_HAND: Final = discord.Permissions(
    discord.Permissions.elevated().value
    | discord.Permissions(
        deafen_members=True,
        manage_events=True,
        manage_nicknames=True,
        mention_everyone=True,
        move_members=True,
        mute_members=True,
        view_audit_log=True,
    ).value
)
"""What nobody gets for following or giving: whoever chooses a role here could get it themselves."""
NEVER_GIVEN: Final = frozenset({"role-everyone", "role-managed", "role-powerful"})
"""Why a role can never be given, whatever Ovation is allowed."""


def giving_troubles(guild: discord.Guild | None, number: int) -> tuple[str, ...]:
    """Why Ovation cannot give or take the role with this id, as codes; none if it can.

    What can never be mended stands alone; of what can be, all is told.
    """
    role = guild.get_role(number) if guild else None
    if guild is None or role is None:
        return ("role-gone",)
    own = role.permissions.value & ~guild.default_role.permissions.value
    never = {
        "role-everyone": role.is_default(),
        "role-managed": role.managed,
        "role-powerful": bool(own & _BY_HAND.value),
    }
    for code, holds in never.items():
        if holds:
            return (code,)
    yet = {
        "role-forbidden": not guild.me.guild_permissions.manage_roles,
        "role-above": guild.me.top_role <= role,
    }
    return tuple(code for code, holds in yet.items() if holds)


def is_mentionable(guild: discord.Guild | None, number: int) -> bool:
    """Whether the role with this id can be told of anything by a message of Ovation's."""
    role = guild.get_role(number) if guild else None
    if guild is None or role is None:
        return False
    return role.mentionable or guild.me.guild_permissions.mention_everyone


def writable(guild: discord.Guild) -> list[discord.TextChannel]:
    """Where Ovation can write, the channel for system messages first, then from the top down."""
    channels = [*filter(None, [guild.system_channel]), *guild.text_channels]
    return [
        channel
        for channel in dict.fromkeys(channels)
        if not {"view_channel", "send_messages"} & set(missing_in(channel))
    ]


def suggest(
    guild: discord.Guild | None, here: int, locale: str, settings: GuildSettings
) -> Suggestions:
    """What to suggest for settings that nobody made yet.

    Nothing that is suggested gives anybody a right they lack, or shows anybody what they could not
    see: a role is suggested for what it may do already, a log for a channel that few can read.
    """
    if guild is None:
        return Suggestions()
    zone = _TIMEZONES.get(locale, "")
    return Suggestions(
        0 if settings.gift_channel else _gift_channel(guild, here),
        0 if settings.log_channel else _log_channel(guild),
        0 if settings.moderator_role else _role(guild, "moderate_members", ("mod",)),
        0 if settings.manager_role else _role(guild, "manage_guild", ("admin", "manage", "owner")),
        zone if settings.timezone == "UTC" else "",
    )


def _gift_channel(guild: discord.Guild, here: int) -> int:
    named = [channel.id for channel in guild.text_channels if "gift" in channel.name.casefold()]
    return named[0] if named else here if place(guild, here) else 0


def _log_channel(guild: discord.Guild) -> int:
    for channel in guild.text_channels:
        words = set(re.split(r"[^a-z]+", channel.name.casefold()))
        public = channel.permissions_for(guild.default_role).view_channel
        if words & {"log", "logs", "modlog", "modlogs"} and not public:
            return channel.id
    return 0


def _role(guild: discord.Guild, permission: str, names: tuple[str, ...]) -> int:
    roles = [
        role
        for role in guild.roles
        if getattr(role.permissions, permission) and not role.managed and not role.is_default()
    ]
    named = [role for role in roles if any(name in role.name.casefold() for name in names)]
    found = named or roles
    return found[0].id if found else 0
