"""The gateway: sessions of bots and users, what each is told, and how a lost one is resumed."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Any

import orjson
from aiohttp import WSCloseCode, WSMessage, WSMsgType, web

from bot.sandbox.service.clock import Clock
from bot.sandbox.service.faults import Faults, deliveries
from bot.sandbox.service.gateway_members import members_chunks
from bot.sandbox.service.payloads import guild_create_json, own_user_json
from bot.sandbox.service.recording import Recording
from bot.sandbox.service.wire import Json, encode
from bot.sandbox.service.world import User, World

INTENT_GUILDS = 1 << 0
INTENT_GUILD_MEMBERS = 1 << 1
INTENT_GUILD_EXPRESSIONS = 1 << 3
INTENT_GUILD_VOICE_STATES = 1 << 7
INTENT_GUILD_PRESENCES = 1 << 8
INTENT_GUILD_MESSAGES = 1 << 9
INTENT_GUILD_MESSAGE_TYPING = 1 << 11
INTENT_MESSAGE_CONTENT = 1 << 15
ALL_INTENTS = (1 << 27) - 1

# A privileged intent and the two application flags (granted, granted for under 100 guilds) for it.
_PRIVILEGED = {
    INTENT_GUILD_PRESENCES: (1 << 12) | (1 << 13),
    INTENT_GUILD_MEMBERS: (1 << 14) | (1 << 15),
    INTENT_MESSAGE_CONTENT: (1 << 18) | (1 << 19),
}

_HEARTBEAT_MILLISECONDS = 41_250
_UNDERWAY_SECONDS = 0.05
_REPLAY_EVENTS = {True: 2_000, False: 500}  # A bot's and a person's session.
_WAITING_FRAMES = 20_000
_KEPT_SESSIONS = 256
_SENDS_PER_MINUTE = 120

_DISPATCH, _HEARTBEAT, _IDENTIFY, _PRESENCE, _VOICE_STATE = 0, 1, 2, 3, 4
_RESUME, _RECONNECT, _MEMBERS, _INVALID_SESSION, _HELLO, _ACK = 6, 7, 8, 9, 10, 11


class Session:
    """One identified client: what it asked for, what it was told, and its socket if it has one."""

    def __init__(self, session_id: str, user: User, intents: int, shard: tuple[int, int]) -> None:
        self.id = session_id
        self.user = user
        self.intents = intents
        self.shard = shard
        self.sequence = 0
        self.sent: deque[tuple[int, str, bytes]] = deque(maxlen=_REPLAY_EVENTS[user.bot])
        self.connection: Connection | None = None

    def covers(self, guild_id: int) -> bool:
        """Tell whether the guild belongs to this session's shard."""
        number, count = self.shard
        return (guild_id >> 22) % count == number

    def dispatch(self, event: str, body: bytes) -> None:
        """Number an event, keep it for a resume, and send it if the client is connected."""
        self.sequence += 1
        self.sent.append((self.sequence, event, body))
        if self.connection is not None:
            self.connection.send(_frame(self.sequence, event, body))

    def missed_since(self, sequence: int) -> list[bytes] | None:
        """Return the frames after this number; None if they are no longer all kept."""
        oldest = self.sent[0][0] if self.sent else 1
        if not oldest - 1 <= sequence <= self.sequence:
            return None
        return [_frame(*sent) for sent in self.sent if sent[0] > sequence]


def _frame(sequence: int, event: str, body: bytes) -> bytes:
    # The body is encoded once and shared by all who are told; only this shell is each one's own.
    return b'{"op":0,"t":"%s","s":%d,"d":%s}' % (event.encode(), sequence, body)


class Connection:
    """One open socket; frames leave through a queue, so that telling somebody never waits."""

    def __init__(self, socket: web.WebSocketResponse, request: web.BaseRequest) -> None:
        self.socket = socket
        self._request = request
        self.session: Session | None = None
        self.received: deque[float] = deque(maxlen=_SENDS_PER_MINUTE)
        self._frames: asyncio.Queue[bytes] = asyncio.Queue(_WAITING_FRAMES)

    def send(self, frame: bytes) -> None:
        """Queue a frame; a client too slow to take its events is cut off."""
        try:
            self._frames.put_nowait(frame)
        except asyncio.QueueFull:
            self.cut()

    def send_operation(self, operation: int, data: Any = None) -> None:
        """Queue a frame that is no event."""
        self.send(encode({"op": operation, "d": data, "s": None, "t": None}))

    async def write(self) -> None:
        """Send what is queued until cancelled or the socket closes."""
        with contextlib.suppress(ConnectionError):
            while True:
                await self.socket.send_frame(await self._frames.get(), WSMsgType.TEXT)

    def cut(self) -> None:
        """Drop the connection without a closing handshake; its session can be resumed."""
        if self.session is not None and self.session.connection is self:
            self.session.connection = None
        if self._request.transport is not None:
            self._request.transport.abort()


class Gateway:
    """All sessions, and the one way to tell them something."""

    def __init__(self, world: World, clock: Clock, faults: Faults, recording: Recording) -> None:
        self.world = world
        self.url = ""
        self._clock = clock
        self._faults = faults
        self._recording = recording
        self._sessions: dict[str, Session] = {}
        self._by_user: dict[int, dict[str, Session]] = {}
        self._connections: set[Connection] = set()
        self._connected = asyncio.Event()

    # What is told, and to whom.

    def publish(
        self, event: str, body: Json, wanted: Callable[[Session], bool], *, intent: int = 0
    ) -> None:
        """Tell every session that wants it; bots also need the intent."""
        encoded: bytes | None = None
        for session in list(self._sessions.values()):
            if session.user.bot and intent and not session.intents & intent:
                continue
            if wanted(session):
                encoded = encode(body) if encoded is None else encoded
                self._deliver(session, event, encoded)

    def publish_guild(
        self,
        event: str,
        body: Json,
        guild_id: int,
        *,
        intent: int = INTENT_GUILDS,
        only: Callable[[User], bool] | None = None,
    ) -> None:
        """Tell the guild's members; `only` narrows them down."""
        members = self.world.guilds[guild_id].members

        def wanted(session: Session) -> bool:
            user = session.user
            return user.id in members and session.covers(guild_id) and (only is None or only(user))

        self.publish(event, body, wanted, intent=intent)

    def publish_user(
        self, user_id: int, event: str, body: Json, session_id: str | None = None
    ) -> None:
        """Tell one user's sessions, or only the one named."""
        sessions = self.sessions_of(self.world.users[user_id])
        encoded = encode(body) if sessions else b""
        for session in sessions:
            if session_id in {None, session.id}:
                self._deliver(session, event, encoded)

    def publish_bot(self, event: str, body: Json, guild_id: int) -> None:
        """Tell our bot, in the shard that looks after the guild."""
        encoded = encode(body)
        for session in self.sessions_of(self.world.bot):
            if session.covers(guild_id):
                self._deliver(session, event, encoded)

    def _deliver(self, session: Session, event: str, body: bytes) -> None:
        now = self._clock.wall(), self._clock.elapsed()
        self._recording.event(*now, session.user, event, body)
        faults = self._faults.for_event(event, to_bot=session.user.bot)
        if any(fault.drop for fault in faults) and session.connection is not None:
            session.connection.cut()
        for delay_seconds in deliveries(faults):
            if delay_seconds > 0:
                self._clock.call_later(delay_seconds, partial(self._dispatch, session, event, body))
            else:
                self._dispatch(session, event, body)

    def _dispatch(self, session: Session, event: str, body: bytes) -> None:
        if self._sessions.get(session.id) is session:
            session.dispatch(event, body)

    # Who is there.

    def session(self, session_id: str, user: User) -> Session | None:
        """Return the user's session with this id."""
        found = self._sessions.get(session_id)
        return found if found is not None and found.user is user else None

    def sessions_of(self, user: User) -> list[Session]:
        """Return the user's sessions, connected or waiting to be resumed."""
        return list(self._by_user.get(user.id, {}).values())

    async def wait_connected(self, user: User) -> None:
        """Return once the user has a connected session."""
        while not any(session.connection for session in self.sessions_of(user)):
            self._connected.clear()
            await self._connected.wait()

    def cut(self, user: User) -> None:
        """Drop the user's connections; their sessions can be resumed."""
        for session in self.sessions_of(user):
            if session.connection is not None:
                session.connection.cut()

    def ask_to_reconnect(self, user: User) -> None:
        """Ask the user's clients to reconnect and resume, as Discord does before maintenance."""
        for session in self.sessions_of(user):
            if session.connection is not None:
                session.connection.send_operation(_RECONNECT)

    def invalidate(self, user: User) -> None:
        """Forget the user's sessions, so that a resume is refused and a new identify needed."""
        for session in self.sessions_of(user):
            self._forget(session)
            if session.connection is not None:
                session.connection.send_operation(_INVALID_SESSION, data=False)

    async def close(self) -> None:
        """Close every connection with 1001."""
        for connection in list(self._connections):
            await connection.socket.close(code=WSCloseCode.GOING_AWAY)

    # One connection's life.

    async def serve(self, request: web.BaseRequest) -> web.WebSocketResponse:
        """Serve one socket from hello to its end."""
        socket = web.WebSocketResponse(compress=False, autoping=True, timeout=1.0)
        await socket.prepare(request)
        connection = Connection(socket, request)
        self._connections.add(connection)
        writer = asyncio.create_task(connection.write())
        connection.send_operation(
            _HELLO, {"heartbeat_interval": _HEARTBEAT_MILLISECONDS, "_trace": ["[]"]}
        )
        try:
            async for message in socket:
                code = self._receive(connection, message)
                if code:
                    await self._flush_and_close(connection, code)
                    break
        finally:
            self._connections.discard(connection)
            if connection.session is not None and connection.session.connection is connection:
                connection.session.connection = None
                self._forget_if_closed_well(connection)
            writer.cancel()
        return socket

    def _forget_if_closed_well(self, connection: Connection) -> None:
        # A client that closes with 1000 or 1001 gives its session up.
        if connection.socket.close_code in {1000, 1001} and connection.session is not None:
            self._forget(connection.session)

    @staticmethod
    async def _flush_and_close(connection: Connection, code: int) -> None:
        await connection.socket.close(code=code)

    def _receive(self, connection: Connection, message: WSMessage) -> int:
        """Handle one frame; a number other than 0 is the code to close with."""
        if message.type is not WSMsgType.TEXT:
            return 4002
        try:
            frame = orjson.loads(message.data)
        except orjson.JSONDecodeError:
            return 4002
        if not isinstance(frame, dict) or len(message.data) > 4096:
            return 4002
        if self._too_many(connection):
            return 4008
        user = connection.session.user if connection.session else None
        self._recording.received(self._clock.wall(), self._clock.elapsed(), user, frame)
        return self._operate(connection, frame)

    def _too_many(self, connection: Connection) -> bool:
        now = self._clock.elapsed()
        received = connection.received
        full = len(received) == received.maxlen and now - received[0] < 60
        received.append(now)
        return full

    def _operate(self, connection: Connection, frame: Json) -> int:
        operation, data = frame.get("op"), frame.get("d")
        if operation == _HEARTBEAT:
            # discord.py notes when it sent a heartbeat only after that, and an answer that came
            # first would be timed from the heartbeat before. No real network is as quick.
            loop = asyncio.get_running_loop()
            loop.call_later(_UNDERWAY_SECONDS, connection.send_operation, _ACK)
            return 0
        if operation == _IDENTIFY:
            return self._identify(connection, data)
        if operation == _RESUME:
            return self._resume(connection, data)
        if connection.session is None:
            return 4003
        if operation == _MEMBERS:
            self._send_members(connection.session, data)
            return 0
        # The user client's op 14 and above subscribe to guilds; everybody is subscribed here.
        known = operation in {_PRESENCE, _VOICE_STATE} or (operation or 0) > _ACK
        return 0 if known else 4001

    def _identify(self, connection: Connection, data: Any) -> int:
        if connection.session is not None:
            return 4005
        if not isinstance(data, dict):
            return 4002
        user = self.world.by_token.get(str(data.get("token", "")).removeprefix("Bot "))
        if user is None:
            return 4004
        shard = _shard(data.get("shard"))
        if shard is None:
            return 4010
        intents = data.get("intents", 0) if user.bot else ALL_INTENTS
        code = self._refused_intents(intents, user)
        if code:
            return code
        session = Session(secrets.token_hex(16), user, intents, shard)
        self._keep(session)
        self._attach(connection, session)
        self._introduce(session)
        return 0

    def _refused_intents(self, intents: Any, user: User) -> int:
        if not isinstance(intents, int) or not 0 <= intents <= ALL_INTENTS:
            return 4013
        if not user.bot:
            return 0
        flags = self.world.application.flags
        refused = any(
            intents & intent and not flags & granted for intent, granted in _PRIVILEGED.items()
        )
        return 4014 if refused else 0

    def _keep(self, session: Session) -> None:
        excess = len(self._sessions) - _KEPT_SESSIONS
        lost = [it for it in self._sessions.values() if it.connection is None]
        for forgotten in lost[: max(0, excess)]:
            self._forget(forgotten)
        self._sessions[session.id] = session
        self._by_user.setdefault(session.user.id, {})[session.id] = session

    def _forget(self, session: Session) -> None:
        self._sessions.pop(session.id, None)
        self._by_user.get(session.user.id, {}).pop(session.id, None)

    def _attach(self, connection: Connection, session: Session) -> None:
        if session.connection is not None:
            session.connection.cut()
        connection.session = session
        session.connection = connection
        self._connected.set()

    def _introduce(self, session: Session) -> None:
        user = session.user
        guilds = [
            guild
            for guild in self.world.guilds.values()
            if user.id in guild.members and session.covers(guild.id)
        ]
        full = [
            guild_create_json(
                guild,
                user,
                everybody=bool(user.bot and session.intents & INTENT_GUILD_MEMBERS),
                voice=bool(session.intents & INTENT_GUILD_VOICE_STATES),
            )
            for guild in guilds
        ]
        ready: Json = {
            "v": 10 if user.bot else 9,
            "user": own_user_json(user),
            "session_id": session.id,
            "session_type": "normal",
            "resume_gateway_url": self.url,
            "shard": list(session.shard),
            "private_channels": [],
            "relationships": [],
            "presences": [],
            "geo_ordered_rtc_regions": [],
            "_trace": ["[]"],
        }
        application = self.world.application
        if user.bot:
            ready["application"] = {"id": str(application.id), "flags": application.flags}
            ready["guilds"] = [{"id": str(guild.id), "unavailable": True} for guild in guilds]
        else:
            ready["guilds"] = full
            ready["sessions"] = [{"session_id": session.id, "status": "online", "active": True}]
        self._deliver(session, "READY", encode(ready))
        if user.bot and session.intents & INTENT_GUILDS:
            for body in full:
                self._deliver(session, "GUILD_CREATE", encode(body))

    def _resume(self, connection: Connection, data: Any) -> int:
        if connection.session is not None:
            return 4005
        if not isinstance(data, dict):
            return 4002
        user = self.world.by_token.get(str(data.get("token", "")).removeprefix("Bot "))
        if user is None:
            return 4004
        session = self._sessions.get(str(data.get("session_id")))
        known = session is not None and session.user is user
        sequence = data.get("seq") or 0
        told = isinstance(sequence, int) and known
        missed = session.missed_since(sequence) if session and told else None
        if session is None or missed is None:
            connection.send_operation(_INVALID_SESSION, data=False)
            return 0
        self._attach(connection, session)
        for frame in missed:
            connection.send(frame)
        self._deliver(session, "RESUMED", b'{"_trace":["[]"]}')
        return 0

    def _send_members(self, session: Session, data: Any) -> None:
        for chunk in members_chunks(self.world, session.user, data):
            self._deliver(session, "GUILD_MEMBERS_CHUNK", encode(chunk))


def _shard(given: Any) -> tuple[int, int] | None:
    """Return number and count of a shard; None if they make no sense."""
    if given is None:
        return 0, 1
    if not isinstance(given, list) or [type(part) for part in given] != [int, int]:
        return None
    number, count = given
    return (number, count) if 0 <= number < count else None
