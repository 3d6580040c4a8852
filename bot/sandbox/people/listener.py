"""A client's end of the user gateway: identify, heartbeat, resume, and pass events on."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from aiohttp import ClientError, ClientSession, ClientWebSocketResponse, WSMsgType
from yarl import URL

CONNECTIONS_IN_A_ROW = 5

# Codes after which a client must not come back, such as 4004 for a wrong token:
# https://discord.com/developers/docs/topics/opcodes-and-status-codes
FINAL_CODES = frozenset({4004, 4010, 4011, 4012, 4013, 4014})


class Op(IntEnum):
    """The gateway's opcodes that a client handles."""

    DISPATCH = 0
    HEARTBEAT = 1
    IDENTIFY = 2
    RESUME = 6
    RECONNECT = 7
    INVALID_SESSION = 9
    HELLO = 10
    HEARTBEAT_ACK = 11


class ConnectionLostError(ConnectionError):
    """The gateway could not be kept open; the text says for whom and why."""


@dataclass(frozen=True, slots=True)
class Timeouts:
    """How many seconds a client waits: for its session, a request's end, an answer."""

    connect_seconds: float = 10.0
    request_seconds: float = 10.0
    answer_seconds: float = 5.0
    reconnect_seconds: float = 0.25


class Listener:
    """Keeps one user's gateway connection open and hands each event to `receive`, in order."""

    def __init__(
        self,
        session: ClientSession,
        url: str,
        token: str,
        receive: Callable[[str, Any], None],
        timeouts: Timeouts,
    ) -> None:
        self.session_id: str | None = None
        self._session = session
        self._url = url
        self._token = token
        self._receive = receive
        self._timeouts = timeouts
        self._resume_url: str | None = None
        self._sequence: int | None = None

    async def run(self) -> None:
        """Stay connected until cancelled.

        ConnectionLostError if the server refuses for good, or after five vain attempts in a row.
        """
        attempts = 0
        reason = ""
        while attempts < CONNECTIONS_IN_A_ROW:
            before = self._sequence
            try:
                code = await self._connect_once()
                reason = f"closed with {code}"
            except (ClientError, OSError, TimeoutError, ConnectionLostError) as error:
                code, reason = None, str(error) or type(error).__name__
            if code in FINAL_CODES:
                break
            attempts = 0 if self._sequence != before else attempts + 1
            await asyncio.sleep(self._timeouts.reconnect_seconds * max(1, attempts))
        raise ConnectionLostError(f"The user gateway at {self._url} is lost: {reason}.")

    async def _connect_once(self) -> int | None:
        """Serve one connection until it closes; return the code that it closed with."""
        resuming = self.session_id is not None
        base = URL((self._resume_url if resuming else None) or self._url)
        url = base.update_query({"v": "9", "encoding": "json"})
        async with self._session.ws_connect(url, max_msg_size=0) as socket:
            interval = await self._hello(socket)
            await self._greet(socket)
            async with self._heart(socket, interval):
                await self._serve(socket)
            return socket.close_code

    async def _hello(self, socket: ClientWebSocketResponse) -> float:
        """Return the heartbeat interval in seconds that the gateway opens with."""
        hello = await socket.receive_json(timeout=self._timeouts.connect_seconds)
        if hello.get("op") != Op.HELLO:
            raise ConnectionLostError(
                f"The gateway opened with op {hello.get('op')} instead of hello."
            )
        return float(hello["d"]["heartbeat_interval"]) / 1000

    async def _greet(self, socket: ClientWebSocketResponse) -> None:
        """Identify, or resume the session there was."""
        if self.session_id is None:
            await _send(socket, Op.IDENTIFY, self._identity())
            return
        await _send(
            socket,
            Op.RESUME,
            {"token": self._token, "session_id": self.session_id, "seq": self._sequence},
        )

    def _identity(self) -> dict[str, Any]:
        return {
            "token": self._token,
            "capabilities": 0,
            "properties": {"os": "Linux", "browser": "Ovation sandbox", "device": ""},
            "presence": {"status": "online", "since": 0, "activities": [], "afk": False},
            "compress": False,
            "client_state": {"guild_versions": {}},
        }

    @contextlib.asynccontextmanager
    async def _heart(self, socket: ClientWebSocketResponse, interval: float) -> AsyncIterator[None]:
        beating = asyncio.create_task(self._beat(socket, interval), name="user heartbeat")
        try:
            yield
        finally:
            beating.cancel()
            await asyncio.wait([beating])

    async def _beat(self, socket: ClientWebSocketResponse, interval: float) -> None:
        # A connection that breaks ends the reading too, which is where it is dealt with.
        with contextlib.suppress(ConnectionError):
            while not socket.closed:
                await asyncio.sleep(interval)
                await _send(socket, Op.HEARTBEAT, self._sequence)

    async def _serve(self, socket: ClientWebSocketResponse) -> None:
        async for frame in socket:
            if frame.type is not WSMsgType.TEXT:
                continue
            if not await self._handle(socket, json.loads(frame.data)):
                await socket.close(code=4000)
                return

    async def _handle(self, socket: ClientWebSocketResponse, payload: dict[str, Any]) -> bool:
        """Act on one payload; return False when the connection has to be opened anew."""
        match payload["op"]:
            case Op.DISPATCH:
                self._dispatch(payload)
            case Op.HEARTBEAT:
                await _send(socket, Op.HEARTBEAT, self._sequence)
            case Op.RECONNECT:
                return False
            case Op.INVALID_SESSION:
                if not payload.get("d"):
                    self.session_id = self._sequence = self._resume_url = None
                return False
        return True

    def _dispatch(self, payload: dict[str, Any]) -> None:
        self._sequence = payload["s"]
        if payload["t"] == "READY":
            self.session_id = str(payload["d"]["session_id"])
            self._resume_url = payload["d"].get("resume_gateway_url")
        self._receive(payload["t"], payload["d"])


async def _send(socket: ClientWebSocketResponse, op: Op, data: Any) -> None:
    await socket.send_json({"op": int(op), "d": data})
