"""The sandbox itself: one loopback port with Discord's HTTP API, its gateway and its files."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from types import TracebackType
from typing import Self

import orjson
from aiohttp import StreamReader, web
from aiohttp.abc import AbstractStreamWriter
from aiohttp.http import RawRequestMessage

from bot.sandbox.page.routes import Page
from bot.sandbox.service import purchases
from bot.sandbox.service import world_changes as changes
from bot.sandbox.service.cdn import Cdn
from bot.sandbox.service.clock import Clock
from bot.sandbox.service.door import refusal
from bot.sandbox.service.faults import Faults
from bot.sandbox.service.gateway import Gateway
from bot.sandbox.service.limits import Limits
from bot.sandbox.service.recording import Recording
from bot.sandbox.service.rest import MOST_BODY_BYTES, Rest
from bot.sandbox.service.state import State
from bot.sandbox.service.wire import Json
from bot.sandbox.service.world import (
    CONSUMABLE,
    Channel,
    Guild,
    Member,
    Overwrite,
    Ping,
    Role,
    Sku,
    User,
    World,
)

_HOST = "127.0.0.1"


class Sandbox:
    """A Discord on loopback, up for as long as its `async with` lasts.

    `speed` compresses every window and deadline: at 20, five of Discord's seconds pass in a
    quarter of a real one. `deadline_speed` sets the same apart for the three seconds and the
    fifteen minutes of an interaction. A `clock` (such as `ManualClock`) replaces both.
    A browser is served the page at `page_url`; `page.overlay` is what that shows beside itself.
    """

    def __init__(
        self,
        world: World,
        *,
        port: int = 0,
        speed: float = 1.0,
        deadline_speed: float | None = None,
        clock: Clock | None = None,
        recording: Recording | None = None,
        faults: Faults | None = None,
        overlay: str | None = None,
    ) -> None:
        self.world = world
        self.port = port
        self.clock = clock or Clock(speed)
        deadlines = clock or Clock(speed if deadline_speed is None else deadline_speed)
        self.faults = faults or Faults()
        self.recording = recording or Recording()
        self.limits = Limits(self.clock)
        self.gateway = Gateway(world, self.clock, self.faults, self.recording)
        self.state = State(world, self.gateway, self.limits, self.clock, deadlines)
        self._rest = Rest(self.state, self.faults, self.recording)
        self._cdn = Cdn(self.state, self.faults, self.recording)
        self.page = Page(self.description, self.clock.wall, overlay)
        self._runner: web.ServerRunner | None = None

    async def __aenter__(self) -> Self:
        server = web.Server(self._serve, request_factory=_request, access_log=None)
        self._runner = web.ServerRunner(server, shutdown_timeout=1.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, _HOST, self.port)
        await site.start()
        self.port = self._runner.addresses[0][1]
        self.gateway.url = self.gateway_url
        self.state.files.address = f"http://{_HOST}:{self.port}"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.gateway.close()
        if self._runner is not None:
            await self._runner.cleanup()
        self.recording.close()

    @property
    def api_url(self) -> str:
        """Return the address that stands for https://discord.com/api/v10."""
        return f"http://{_HOST}:{self.port}/api/v10"

    @property
    def gateway_url(self) -> str:
        """Return the address that stands for wss://gateway.discord.gg."""
        return f"ws://{_HOST}:{self.port}/"

    @property
    def cdn_url(self) -> str:
        """Return the address that stands for https://cdn.discordapp.com."""
        return f"http://{_HOST}:{self.port}"

    @property
    def page_url(self) -> str:
        """Return the address of the page on which one can act as anybody, in a browser."""
        return f"http://{_HOST}:{self.port}/"

    @property
    def pings(self) -> list[Ping]:
        """Return whom new messages have called so far, oldest first; 10,000 are kept."""
        return list(self.state.pings)

    def description(self) -> Json:
        """Return all that a bot or a user's client needs in order to join."""
        return {
            "api_url": self.api_url,
            "gateway_url": self.gateway_url,
            "bot_token": self.world.bot.token,
            "application_id": str(self.world.application.id),
            "guilds": [_described(guild) for guild in self.world.guilds.values()],
        }

    def write_description(self, path: Path) -> None:
        """Write the description to a file, which appears whole or not at all.

        It holds tokens, so only its owner can read it. OSError if it cannot be written.
        """
        unfinished = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as file:
                file.write(orjson.dumps(self.description(), option=orjson.OPT_INDENT_2))
            unfinished.replace(path)
        except OSError:
            unfinished.unlink(missing_ok=True)
            raise

    async def _serve(self, request: web.BaseRequest) -> web.StreamResponse:
        refused = refusal(request.headers, self.port)
        if refused:
            return web.Response(status=403, text=refused)
        if request.headers.get("Upgrade", "").lower() == "websocket":
            return await self.gateway.serve(request)
        if request.path.startswith("/api/"):
            return await self._rest.serve(request)
        return self.page.answer(request) or await self._cdn.serve(request)

    async def wait_for_bot(self) -> None:
        """Return once our bot is connected to the gateway."""
        await self.gateway.wait_connected(self.world.bot)

    # Changing the world while it runs.

    def delete_channel(self, channel: Channel) -> None:
        """Delete a channel with its messages."""
        changes.remove_channel(self.state, channel)

    def add_channel(self, guild: Guild, name: str, *, kind: int = 0) -> Channel:
        """Add a channel; kind 0 is text, 2 voice, 13 a stage."""
        channel = self.world.add_channel(guild, name, self.state.new_id(), kind=kind)
        changes.announce_channel(self.state, "CHANNEL_CREATE", channel)
        return channel

    def set_overwrite(
        self, channel: Channel, target: Role | User, *, allow: int = 0, deny: int = 0
    ) -> None:
        """Set what a channel allows and denies to a role or a user; nothing removes it."""
        channel.overwrites.pop(target.id, None)
        if allow or deny:
            kind = 0 if isinstance(target, Role) else 1
            channel.overwrites[target.id] = Overwrite(target.id, kind, allow, deny)
        changes.announce_channel(self.state, "CHANNEL_UPDATE", channel)

    def add_role(
        self,
        guild: Guild,
        name: str,
        permissions: int = 0,
        *,
        position: int | None = None,
        mentionable: bool = False,
    ) -> Role:
        """Add a role, above all others unless its position (1 and up) is given."""
        role = self.world.add_role(
            guild,
            name,
            permissions,
            self.state.new_id(),
            position=position,
            mentionable=mentionable,
        )
        changes.announce_role(self.state, "GUILD_ROLE_CREATE", guild, role)
        return role

    def move_role(self, guild: Guild, role: Role, position: int) -> None:
        """Put a role at a position (1 and up); of two at one position the older one is higher."""
        changes.move_roles(self.state, guild, {role.id: position})

    def set_role_permissions(self, guild: Guild, role: Role, permissions: int) -> None:
        """Change what a role allows."""
        role.permissions = permissions
        changes.announce_role(self.state, "GUILD_ROLE_UPDATE", guild, role)

    def delete_role(self, guild: Guild, role: Role) -> None:
        """Delete a role; everybody loses it."""
        changes.remove_role(self.state, guild, role)

    def set_member_roles(self, member: Member, *roles: Role) -> None:
        """Give a member exactly these roles."""
        member.roles = [role.id for role in roles]
        changes.announce_member(self.state, "GUILD_MEMBER_UPDATE", member)

    def set_timeout(self, member: Member, until: float) -> None:
        """Time a member out until that Unix second; 0 ends it."""
        member.timed_out_until = until
        changes.announce_member(self.state, "GUILD_MEMBER_UPDATE", member)

    def add_member(self, guild: Guild, name: str, *roles: Role) -> Member:
        """Let a new or known account join the guild."""
        known = {user.name: user for user in self.world.users.values()}
        user = known.get(name) or self.world.add_user(name, self.state.new_id())
        return changes.add_member(self.state, guild, user, list(roles))

    def remove_member(self, member: Member) -> None:
        """Let a member leave or be kicked; our bot, too."""
        changes.remove_member(self.state, member)

    def add_guild(self, name: str, owner: User, *, with_bot: bool = True) -> Guild:
        """Add a guild with the default permissions; our bot joins it unless told otherwise."""
        everyone = self.world.guild.roles[self.world.guild.id].permissions
        guild = self.world.add_guild(name, owner, everyone, self.state.new_id())
        self.world.add_channel(guild, "general", self.state.new_id())
        changes.introduce_guild(self.state, guild, owner)
        if with_bot:
            changes.add_member(self.state, guild, self.world.bot, [])
        return guild

    def add_emoji(self, guild: Guild, name: str) -> str:
        """Add an emoji of the guild's own; the text that stands for it in messages."""
        number = self.state.new_id()
        guild.emojis[number] = name
        changes.announce_emojis(self.state, guild)
        return f"<:{name}:{number}>"

    def set_voice_state(
        self,
        member: Member,
        channel: Channel | None,
        *,
        streaming: bool = False,
        speaking: bool = False,
    ) -> None:
        """Put a member into a voice or stage channel, or out of all with None.

        `streaming` is Go Live; on a stage one only listens unless `speaking`.
        """
        changes.set_voice_state(self.state, member, channel, streaming=streaming, speaking=speaking)

    def sell(
        self, name: str, price_cents: int = 99, currency: str = "usd", *, kind: int = CONSUMABLE
    ) -> Sku:
        """Let the application sell something from now on; bots are not told, as on Discord."""
        new_id = self.state.new_id()
        return self.world.add_sku(name, price_cents, currency, new_id, kind=kind)

    def withdraw(self, sku: Sku, *, is_sold: bool = False) -> None:
        """Take something off the shop window, or put it back; who has bought it keeps it."""
        sku.is_available = is_sold

    def grant_entitlement(
        self, owner: User | Guild, sku: Sku, *, kind: int = 1, ends_at: float = 0.0
    ) -> Json:
        """Let somebody have an item, whatever they have of it; kind 4 was bought in test mode.

        `ends_at` is in Unix seconds, 0 for never.
        """
        return purchases.grant(self.state, owner, sku, kind=kind, ends_at=ends_at)

    def revoke_entitlement(self, entitlement_id: int) -> None:
        """Take a purchase back, as Discord does for a refund; LookupError if there is none."""
        purchases.revoke(self.state, self.world.application.entitlements[entitlement_id])


def _request(
    message: RawRequestMessage,
    payload: StreamReader,
    protocol: web.RequestHandler,
    writer: AbstractStreamWriter,
    task: asyncio.Task[None],
) -> web.BaseRequest:
    loop = asyncio.get_running_loop()
    return web.BaseRequest(
        message, payload, protocol, writer, task, loop, client_max_size=MOST_BODY_BYTES
    )


def _described(guild: Guild) -> Json:
    return {
        "id": str(guild.id),
        "name": guild.name,
        "owner_id": str(guild.owner_id),
        "channels": [
            {"id": str(channel.id), "name": channel.name} for channel in guild.channels.values()
        ],
        "roles": [{"id": str(role.id), "name": role.name} for role in guild.roles.values()],
        "members": [
            {
                "id": str(member.user.id),
                "name": member.user.name,
                "token": member.user.token,
                "avatar": member.user.avatar,
                "roles": [str(role_id) for role_id in member.roles],
                "bot": member.user.bot,
                "crowd": member.user.crowd,
            }
            for member in guild.members.values()
        ],
    }
