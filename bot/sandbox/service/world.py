"""The people and places of a sandbox: users, guilds, roles, channels, and how they are built."""

from __future__ import annotations

import base64
import hashlib
import time
from collections import OrderedDict
from dataclasses import dataclass, field

from bot.sandbox.service import permissions
from bot.sandbox.service.wire import Json

# Discord counts milliseconds from the first second of 2015.
DISCORD_EPOCH_MILLISECONDS = 1_420_070_400_000

# Kinds of channels, numbered as Discord numbers them.
TEXT, VOICE, CATEGORY, STAGE = 0, 2, 4, 13
VOCAL = frozenset({VOICE, STAGE})

# Kinds of what is sold: https://discord.com/developers/docs/resources/sku#sku-object-sku-types
DURABLE, CONSUMABLE, SUBSCRIPTION = 2, 3, 5


def snowflake_at(unix_seconds: float, sequence: int = 0) -> int:
    """Return an id whose embedded time is the given one; `sequence` is 0..4,194,303."""
    milliseconds = int(unix_seconds * 1000) - DISCORD_EPOCH_MILLISECONDS
    return (milliseconds << 22) | sequence


class Snowflakes:
    """Gives out ids that grow and embed the time at which they were given out."""

    def __init__(self) -> None:
        self._last = 0

    def next(self, unix_seconds: float) -> int:
        """Return an id that was never given out and is larger than all before it."""
        self._last = max(snowflake_at(unix_seconds), self._last + 1)
        return self._last


@dataclass(eq=False, slots=True)
class User:
    """An account, human or bot. The token is what its client signs in with.

    `avatar` is the hash of a picture, None without one. Somebody of the crowd may act without
    a gateway session, and so hears nothing of what comes of it.
    """

    id: int
    name: str
    token: str
    bot: bool = False
    locale: str = "en-US"
    global_name: str | None = None
    avatar: str | None = None
    crowd: bool = False


@dataclass(eq=False, slots=True)
class Role:
    """A role of a guild; the one whose id is the guild's is @everyone."""

    id: int
    name: str
    permissions: int
    position: int
    mentionable: bool = False
    managed: bool = False
    color: int = 0
    bot_id: int | None = None

    @property
    def rank(self) -> tuple[int, int]:
        """Return what roles are ordered by; of two at one position the older one is higher."""
        return self.position, -self.id


@dataclass(slots=True)
class Overwrite:
    """What one channel allows and denies to a role (kind 0) or a member (kind 1)."""

    id: int
    kind: int
    allow: int = 0
    deny: int = 0


@dataclass(eq=False, slots=True)
class Message:
    """A message and its JSON; `reader_id` is set when only that user may see it."""

    id: int
    channel_id: int
    author_id: int
    payload: Json
    created_seconds: float
    reader_id: int | None = None
    interaction_id: int | None = None


@dataclass(frozen=True, slots=True)
class Ping:
    """Whom a new message called: users, roles, everyone, and whether it did so silently."""

    message_id: int
    channel_id: int
    users: tuple[int, ...] = ()
    roles: tuple[int, ...] = ()
    everyone: bool = False
    silent: bool = False

    @property
    def sounds(self) -> bool:
        """Tell whether anybody's client made a sound for it."""
        return not self.silent and bool(self.users or self.roles or self.everyone)


@dataclass(eq=False, slots=True)
class Channel:
    """A channel; kind 0 is text, 2 is voice, 4 a category, 13 a stage."""

    id: int
    guild_id: int
    name: str
    kind: int = 0
    position: int = 0
    topic: str | None = None
    parent_id: int | None = None
    slowmode_seconds: int = 0
    overwrites: dict[int, Overwrite] = field(default_factory=dict)
    messages: OrderedDict[int, Message] = field(default_factory=OrderedDict)
    pins: dict[int, float] = field(default_factory=dict)
    last_message_id: int | None = None


@dataclass(eq=False, slots=True)
class Member:
    """A user in a guild; `timed_out_until` is in Unix seconds, 0 for never."""

    user: User
    guild_id: int
    joined_at: float
    roles: list[int] = field(default_factory=list)
    nick: str | None = None
    timed_out_until: float = 0.0


@dataclass(eq=False, slots=True)
class Guild:
    """A server with its roles, channels, members and who is in voice."""

    id: int
    name: str
    owner_id: int
    roles: dict[int, Role] = field(default_factory=dict)
    channels: dict[int, Channel] = field(default_factory=dict)
    members: dict[int, Member] = field(default_factory=dict)
    voice_states: dict[int, Json] = field(default_factory=dict)
    locale: str = "en-US"
    system_channel_id: int | None = None
    emojis: dict[int, str] = field(default_factory=dict)


@dataclass(eq=False, slots=True)
class Sku:
    """Something that the application sells; kind 2 is durable, 3 consumable, 5 a subscription.

    Prices are in hundredths of a currency, named as in `usd`. Nobody pays them here.
    """

    id: int
    name: str
    price_cents: int
    currency: str
    kind: int = CONSUMABLE
    is_available: bool = True


@dataclass(eq=False, slots=True)
class Application:
    """The one application of the sandbox; its bot user has the same id, as on Discord."""

    id: int
    name: str
    owner_id: int
    flags: int = 0
    commands: dict[int, Json] = field(default_factory=dict)
    guild_commands: dict[int, dict[int, Json]] = field(default_factory=dict)
    skus: dict[int, Sku] = field(default_factory=dict)
    entitlements: dict[int, Json] = field(default_factory=dict)
    hides_purchases: bool = False
    """Whether interactions say nothing of what was bought once, as Discord's have done:
    https://github.com/discord/discord-api-docs/issues/7364"""


def make_token(user_id: int) -> str:
    """Return a token of Discord's shape; the same user always gets the same one."""
    digest = hashlib.sha256(f"sandbox:{user_id}".encode()).digest()
    name = base64.urlsafe_b64encode(str(user_id).encode()).decode().rstrip("=")
    secret = base64.urlsafe_b64encode(digest).decode().rstrip("=")
    return f"{name}.{secret[:6]}.{secret[6:44]}"


class World:
    """Everybody and everything; `trusting` lets users send what Discord's checks would stop."""

    def __init__(self, application: Application, *, trusting: bool = False) -> None:
        self.application = application
        self.trusting = trusting
        self.users: dict[int, User] = {}
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self.by_token: dict[str, User] = {}
        self.snowflakes = Snowflakes()
        self.bot = self.add_user(application.name, application.id, bot=True)

    def new_id(self) -> int:
        """Return a fresh id that embeds the present moment."""
        return self.snowflakes.next(time.time())

    def add_user(self, name: str, user_id: int | None = None, *, bot: bool = False) -> User:
        """Add an account; without an id it was created just now."""
        user_id = self.new_id() if user_id is None else user_id
        user = User(user_id, name, make_token(user_id), bot, global_name=None if bot else name)
        self.users[user.id] = user
        self.by_token[user.token] = user
        return user

    def add_guild(
        self, name: str, owner: User, everyone: int, guild_id: int | None = None
    ) -> Guild:
        """Add a guild with its owner and an @everyone role with the given permissions."""
        guild = Guild(self.new_id() if guild_id is None else guild_id, name, owner.id)
        guild.roles[guild.id] = Role(guild.id, "@everyone", everyone, 0)
        self.guilds[guild.id] = guild
        self.add_member(guild, owner)
        return guild

    def add_role(
        self,
        guild: Guild,
        name: str,
        permissions: int,
        role_id: int | None = None,
        *,
        position: int | None = None,
        mentionable: bool = False,
    ) -> Role:
        """Add a role, above all others of the guild unless its position (1 and up) is given."""
        role_id = self.new_id() if role_id is None else role_id
        if position is None:
            position = 1 + max(role.position for role in guild.roles.values())
        guild.roles[role_id] = Role(role_id, name, permissions, position, mentionable)
        return guild.roles[role_id]

    def add_channel(
        self, guild: Guild, name: str, channel_id: int | None = None, *, kind: int = 0
    ) -> Channel:
        """Add a channel below all others of the guild; kind 0 is text, 2 voice, 13 a stage."""
        channel_id = self.new_id() if channel_id is None else channel_id
        channel = Channel(channel_id, guild.id, name, kind, len(guild.channels))
        guild.channels[channel.id] = channel
        self.channels[channel.id] = channel
        return channel

    def add_member(self, guild: Guild, user: User, *roles: Role) -> Member:
        """Add a user to a guild with the given roles, joined just now."""
        member = Member(user, guild.id, time.time(), [role.id for role in roles])
        guild.members[user.id] = member
        return member

    def add_sku(
        self,
        name: str,
        price_cents: int = 99,
        currency: str = "usd",
        sku_id: int | None = None,
        *,
        kind: int = CONSUMABLE,
    ) -> Sku:
        """Let the application sell something; its price is at least 0 hundredths."""
        sku = Sku(self.new_id() if sku_id is None else sku_id, name, price_cents, currency, kind)
        self.application.skus[sku.id] = sku
        return sku

    def user(self, name: str) -> User:
        """Return the account with this name; KeyError if there is none."""
        return {user.name: user for user in self.users.values()}[name]

    def channel(self, name: str) -> Channel:
        """Return the channel with this name; KeyError if there is none."""
        return {channel.name: channel for channel in self.channels.values()}[name]

    @property
    def guild(self) -> Guild:
        """Return the first guild."""
        return next(iter(self.guilds.values()))


VIEWERS = (
    "Ann", "Kim", "Lee", "Amir", "Ben", "Chen", "Dana", "Eli", "Fay", "Gus",
    "Hana", "Ivo", "Jude", "Kofi", "Lena", "Mia", "Noor", "Omar", "Pia", "Newt",
)  # fmt: skip

_EVERYONE = (
    permissions.CREATE_INSTANT_INVITE
    | permissions.ADD_REACTIONS
    | permissions.STREAM
    | permissions.VIEW_CHANNEL
    | permissions.SEND_MESSAGES
    | permissions.EMBED_LINKS
    | permissions.ATTACH_FILES
    | permissions.READ_MESSAGE_HISTORY
    | permissions.USE_EXTERNAL_EMOJIS
    | permissions.CONNECT
    | permissions.SPEAK
    | permissions.CHANGE_NICKNAME
    | permissions.USE_APPLICATION_COMMANDS
    | permissions.SEND_MESSAGES_IN_THREADS
)
_HOST = permissions.KICK_MEMBERS | permissions.MANAGE_MESSAGES | permissions.MODERATE_MEMBERS
_MODERATOR = _HOST | permissions.MANAGE_GUILD | permissions.VIEW_AUDIT_LOG
_BOT = (
    permissions.VIEW_CHANNEL
    | permissions.SEND_MESSAGES
    | permissions.EMBED_LINKS
    | permissions.ATTACH_FILES
    | permissions.READ_MESSAGE_HISTORY
    | permissions.USE_EXTERNAL_EMOJIS
    | permissions.SEND_MESSAGES_IN_THREADS
)

# The world was made on this day (2024-03-01), so that its ids are the same at every start.
_WORLD_SECONDS = 1_709_251_200.0
_DAY_SECONDS = 86_400.0


# Accounts without a picture of their own; everybody else of the usual stage has one.
_WITHOUT_AVATAR = {"Max", "Lee", "Omar", "Newt"}


def default_world(*, trusting: bool = False, crowd: int = 0) -> World:
    """Build the usual stage: an owner, a moderator, two creators, twenty viewers, two bots, and
    a host, who moderates members but does not manage the server.

    Everybody's account is years old but Newt's, which is one day old at every start. With a
    `crowd`, so many more members come, called `Fan 1` and so on, who act without a gateway.
    """
    owner_id = snowflake_at(_WORLD_SECONDS - 900 * _DAY_SECONDS, 1)
    application_id = snowflake_at(_WORLD_SECONDS - 30 * _DAY_SECONDS, 2)
    world = World(Application(application_id, "Ovation", owner_id), trusting=trusting)
    owner = world.add_user("Olive", owner_id)
    guild = world.add_guild("The Green Room", owner, _EVERYONE, _place_id(0))
    roles = _add_roles(world, guild)
    _add_people(world, guild, roles)
    _add_channels(world, guild, roles)
    add_crowd(world, guild, crowd)
    for user in world.users.values():
        if not user.crowd and user.name not in _WITHOUT_AVATAR:
            user.avatar = avatar_hash(user)
    for member in guild.members.values():
        member.joined_at = _WORLD_SECONDS
    return world


def avatar_hash(user: User) -> str:
    """Return the hash that names the user's picture; the same user always gets the same one."""
    return hashlib.sha256(f"avatar:{user.id}".encode()).hexdigest()[:32]


def add_crowd(world: World, guild: Guild, count: int) -> list[Member]:
    """Add so many members who act without a gateway session; they are called `Fan 1` and on.

    Names and ids are the same at every start; call it once for a world.
    """
    members = []
    for number in range(1, count + 1):
        born = snowflake_at(_WORLD_SECONDS - 800 * _DAY_SECONDS + number, number)
        user = world.add_user(f"Fan {number}", born)
        user.crowd = True
        members.append(world.add_member(guild, user))
    return members


def _place_id(number: int) -> int:
    return snowflake_at(_WORLD_SECONDS, 64 + number)


def _add_roles(world: World, guild: Guild) -> dict[str, Role]:
    creator = world.add_role(guild, "Creator", 0, _place_id(1))
    other = world.add_role(guild, "Jukebox", _BOT, _place_id(2))
    ours = world.add_role(guild, world.bot.name, _BOT, _place_id(3))
    host = world.add_role(guild, "Host", _HOST, _place_id(5))
    moderator = world.add_role(guild, "Moderator", _MODERATOR, _place_id(4))
    ours.managed = other.managed = True
    ours.bot_id = world.bot.id
    named = (creator, other, ours, host, moderator)
    return {role.name: role for role in named}


def _add_people(world: World, guild: Guild, roles: dict[str, Role]) -> None:
    world.add_member(guild, world.bot, roles["Ovation"])
    cast = [("Max", "Moderator"), ("Bea", "Creator"), ("Cleo", "Creator"), ("Jukebox", "Jukebox")]
    cast += [*((name, "") for name in VIEWERS), ("Mona", "Host")]
    for number, (name, role) in enumerate(cast):
        born = _WORLD_SECONDS - (700 - number) * _DAY_SECONDS
        if name == "Newt":
            born = time.time() - _DAY_SECONDS
        user = world.add_user(name, snowflake_at(born, number), bot=name == "Jukebox")
        world.add_member(guild, user, *([roles[role]] if role else []))
    roles["Jukebox"].bot_id = world.user("Jukebox").id


def _add_channels(world: World, guild: Guild, roles: dict[str, Role]) -> None:
    names = ("general", "gifts", "show-bea", "show-cleo", "ovation-log")
    for number, name in enumerate(names):
        world.add_channel(guild, name, _place_id(16 + number))
    world.add_channel(guild, "lounge", _place_id(32), kind=VOICE)
    world.add_channel(guild, "main-stage", _place_id(33), kind=STAGE)
    log = world.channel("ovation-log")
    log.overwrites[guild.id] = Overwrite(guild.id, 0, deny=permissions.VIEW_CHANNEL)
    for role in (roles["Moderator"], roles["Ovation"]):
        log.overwrites[role.id] = Overwrite(role.id, 0, allow=permissions.VIEW_CHANNEL)
