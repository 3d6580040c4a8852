"""What the handlers share: the world, the clocks, the gateway, files and interactions."""

from __future__ import annotations

from collections import OrderedDict, deque
from dataclasses import dataclass, field

from bot.sandbox.service import permissions, rights
from bot.sandbox.service.clock import Clock, Timer
from bot.sandbox.service.gateway import Gateway
from bot.sandbox.service.limits import Limits
from bot.sandbox.service.uploads import Files
from bot.sandbox.service.wire import Json, RefusedError, unknown
from bot.sandbox.service.world import Channel, Guild, Member, Message, Ping, User, World

_NONCE_SECONDS = 300.0
_KEPT_NONCES = 10_000
_KEPT_MESSAGES = 10_000
# As many as interactions, so that each of these finds its receipt again.
_KEPT_PRIVATE_MESSAGES = 20_000


@dataclass(eq=False, slots=True)
class Interaction:
    """One act of a user, and how far the bot has got with answering it."""

    id: int
    token: str
    kind: int
    user: User
    channel: Channel
    session_id: str
    nonce: str
    created: float
    metadata: Json
    command: Json | None = None
    source: Message | None = None
    answered: bool = False
    late: bool = False
    original: Message | None = None
    messages: dict[int, Message] = field(default_factory=dict)
    modal: Json | None = None
    timer: Timer | None = None


class State:
    """Everything a handler works on. Handlers never wait, so each of them is one atomic act."""

    def __init__(
        self, world: World, gateway: Gateway, limits: Limits, clock: Clock, deadlines: Clock
    ) -> None:
        self.world = world
        self.gateway = gateway
        self.limits = limits
        self.clock = clock
        self.deadlines = deadlines
        self.files = Files()
        self.interactions: OrderedDict[str, Interaction] = OrderedDict()
        self.interactions_by_id: dict[int, Interaction] = {}
        self.private_messages: OrderedDict[int, Message] = OrderedDict()
        self.pings: deque[Ping] = deque(maxlen=_KEPT_MESSAGES)
        self._nonces: OrderedDict[tuple[int, str], tuple[float, Message]] = OrderedDict()

    def new_id(self) -> int:
        """Return a fresh id that embeds the present time of day."""
        return self.world.snowflakes.next(self.clock.wall())

    # Finding things, on behalf of somebody.

    def guild_of(self, user: User, guild_id: int) -> tuple[Guild, Member]:
        """Return a guild and the user's membership; 404 10004 if there is none."""
        guild = self.world.guilds.get(guild_id)
        if guild is None or user.id not in guild.members:
            raise unknown("guild")
        return guild, guild.members[user.id]

    def channel_of(self, user: User, channel_id: int, wanted: int = 0) -> tuple[Channel, int]:
        """Return a channel and what the user may do in it.

        404 10003 if it does not exist, 403 50001 if it cannot be seen, 403 50013 if any of the
        wanted permissions is missing.
        """
        channel = self.world.channels.get(channel_id)
        if channel is None:
            raise unknown("channel")
        bits = self.permissions_in(user, channel)
        rights.require_access(channel, bits)
        rights.require(bits, wanted)
        return channel, bits

    def permissions_in(self, user: User, channel: Channel) -> int:
        """Return what the user may do in the channel; 0 for somebody outside the guild."""
        guild = self.world.guilds[channel.guild_id]
        member = guild.members.get(user.id)
        if member is None:
            return 0
        return rights.channel_permissions(guild, member, channel, self.clock.wall())

    def can_view(self, user: User, channel: Channel) -> bool:
        """Tell whether the user sees the channel."""
        return bool(self.permissions_in(user, channel) & permissions.VIEW_CHANNEL)

    def can_read(self, user: User, channel: Channel) -> bool:
        """Tell whether the user sees what is written in the channel."""
        wanted = rights.access(channel)
        return self.permissions_in(user, channel) & wanted == wanted

    def target_member(self, guild: Guild, user_id: int) -> Member:
        """Return a member of the guild; 404 10007 if there is none."""
        member = guild.members.get(user_id)
        if member is None:
            raise unknown("member")
        return member

    def require_guild(self, user: User, guild_id: int, wanted: int) -> Guild:
        """Return the guild if the user has these permissions in it."""
        guild, member = self.guild_of(user, guild_id)
        rights.require(rights.guild_permissions(guild, member), wanted)
        return guild

    def require_application(self, user: User, application_id: int) -> None:
        """Refuse unless the caller is the bot of this application."""
        if application_id != self.world.application.id:
            raise unknown("application")
        if user is not self.world.bot:
            raise RefusedError(403, 20012, "You are not authorized to perform this action")

    def message_in(self, channel: Channel, message_id: int) -> Message:
        """Return a message of the channel's history; 404 10008 if there is none."""
        message = channel.messages.get(message_id)
        if message is None:
            raise unknown("message")
        return message

    def visible_message(self, user: User, channel: Channel, message_id: int) -> Message:
        """Return a message the user sees, private ones included; 404 10008 otherwise."""
        message = channel.messages.get(message_id) or self.private_messages.get(message_id)
        if message is None or message.channel_id != channel.id:
            raise unknown("message")
        if message.reader_id not in {None, user.id}:
            raise unknown("message")
        return message

    # Keeping things, within bounds.

    def keep_message(self, channel: Channel, message: Message) -> None:
        """Put a message where its readers find it; the oldest go when there are too many."""
        if message.reader_id is not None:
            self.private_messages[message.id] = message
            if len(self.private_messages) > _KEPT_PRIVATE_MESSAGES:
                self.private_messages.popitem(last=False)
            return
        channel.messages[message.id] = message
        channel.last_message_id = message.id
        if len(channel.messages) > _KEPT_MESSAGES:
            del channel.messages[next(iter(channel.messages))]

    def message_with_nonce(self, user: User, nonce: str) -> Message | None:
        """Return what the user sent with this nonce in the last few minutes."""
        known = self._nonces.get((user.id, nonce))
        if known is None or self.clock.elapsed() - known[0] > _NONCE_SECONDS:
            return None
        return known[1]

    def remember_nonce(self, user: User, nonce: str, message: Message) -> None:
        """Remember that the user sent this message with this nonce."""
        self._nonces[user.id, nonce] = (self.clock.elapsed(), message)
        if len(self._nonces) > _KEPT_NONCES:
            self._nonces.popitem(last=False)
