"""How many connections there are at a time, and what becomes of those whose other end is stuck."""

import asyncio
from collections import Counter
from collections.abc import Callable
from typing import Final, cast

from bot.web.callers import is_of_this_machine, name_of

MOST_CONNECTIONS: Final = 600
"""How many there are in all. Many systems give a process 1,024 files, and the books and Discord
need some of those too."""
MOST_CONNECTIONS_OF_ONE: Final = 100
"""How many one address may have; a proxy on this machine speaks for everybody, and may have all."""
STUCK_SECONDS: Final = 30.0
"""How long somebody may leave unread what they asked for before their connection is given up."""


class Connections:
    """Lets connections in, as a factory of protocols for asyncio."""

    def __init__(
        self,
        serve: Callable[[], asyncio.Protocol],
        *,
        most: int = MOST_CONNECTIONS,
        most_of_one: int = MOST_CONNECTIONS_OF_ONE,
        stuck_seconds: float = STUCK_SECONDS,
    ) -> None:
        """Have each connection that is let in served by a protocol of its own from `serve`."""
        self._serve = serve
        self._most, self._most_of_one = most, most_of_one
        self._stuck_seconds = stuck_seconds
        self._names: Counter[str] = Counter()

    def __call__(self) -> asyncio.Protocol:
        """The protocol of a connection that is about to be made."""
        return _Connection(self, self._serve(), self._stuck_seconds)

    @property
    def open(self) -> int:
        """How many there are now."""
        return self._names.total()

    def enter(self, transport: asyncio.BaseTransport) -> str | None:
        """Count one more; the name it is counted under, None where it is one too many."""
        peer = transport.get_extra_info("peername")
        if not peer:
            return None
        name, is_near = name_of(peer[0]), is_of_this_machine(peer[0], transport)
        most_of_one = self._most if is_near else self._most_of_one
        if self.open >= self._most or self._names[name] >= most_of_one:
            return None
        self._names[name] += 1
        return name

    def leave(self, name: str) -> None:
        """Count one less."""
        self._names[name] -= 1
        if not self._names[name]:
            del self._names[name]


class _Connection(asyncio.Protocol):
    """Passes on what happens on a connection, unless it is one too many."""

    def __init__(
        self, connections: Connections, server: asyncio.Protocol, stuck_seconds: float
    ) -> None:
        self._connections = connections
        self._server = server
        self._stuck_seconds = stuck_seconds
        self._name: str | None = None
        self._transport: asyncio.Transport | None = None
        self._giving_up: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._name = self._connections.enter(transport)
        if self._name is None:
            self._transport.abort()
            return
        # So a writer waits until the system has taken all, and is known to wait: nothing piles up.
        self._transport.set_write_buffer_limits(high=0)
        self._server.connection_made(transport)

    def data_received(self, data: bytes) -> None:
        if self._name is not None:
            self._server.data_received(data)

    def eof_received(self) -> bool | None:
        return self._server.eof_received() if self._name is not None else None

    def pause_writing(self) -> None:
        assert self._transport is not None
        loop = asyncio.get_running_loop()
        self._giving_up = loop.call_later(self._stuck_seconds, self._transport.abort)
        self._server.pause_writing()

    def resume_writing(self) -> None:
        self._stop_waiting()
        self._server.resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        if self._name is not None:
            self._connections.leave(self._name)
            self._server.connection_lost(exc)

    def _stop_waiting(self) -> None:
        if self._giving_up:
            self._giving_up.cancel()
            self._giving_up = None
