"""Server-sent events: what hangs on a bulletin, told to one page for as long as it stays."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Final

import structlog
from aiohttp import web

from bot.web.overlays.bulletin import Bulletin

BEAT_SECONDS: Final = 5.0
"""How often a page hears that the connection lives; three times as long without, and it is dead."""
LOOKS_A_BEAT: Final = 10
"""How often in that time it is seen whether the page is still there."""
STALLED_SECONDS: Final = 20.0
"""How long a page may leave unread what it is sent before its connection is given up."""
MOST_UNREAD_BYTES: Final = 64 * 1024
"""How much is kept for a page that does not read, here and in the system each."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Pulse:
    """How long a connection waits for what, in seconds."""

    beat: float = BEAT_SECONDS
    stalled: float = STALLED_SECONDS


class Events:
    """An open connection to a page that listens."""

    def __init__(self, request: web.Request, response: web.StreamResponse, pulse: Pulse) -> None:
        """Tell whoever asked by `request` through `response`, which is prepared."""
        self.response = response
        self._request = request
        self._pulse = pulse

    async def send(self, event: str, event_id: str, data: bytes) -> None:
        """Tell of one event. Raises TimeoutError where the page reads nothing any more."""
        identity = f"id: {event_id}\n" if event_id else ""
        async with asyncio.timeout(self._pulse.stalled):
            await self.response.write(f"{identity}event: {event}\ndata: ".encode() + data + b"\n\n")

    async def follow(
        self, bulletin: Bulletin, *, last: str = "", seconds: float | None = None
    ) -> None:
        """Send what hangs there and is put up from now on, from where the page has read before;
        a beat where there is nothing, so that it is heard that the connection lives.

        It ends after the topic `last`, or in so many `seconds`. Raises TimeoutError where the page
        reads nothing any more, ConnectionError where it has gone.
        """
        now = asyncio.get_running_loop().time
        ends = None if seconds is None else now() + seconds
        read = bulletin.read_up_to(self._request.headers.get("Last-Event-ID", ""))
        while ends is None or now() < ends:
            for notice in bulletin.since(read):
                await self.send(notice.topic, bulletin.event_id(notice), notice.data)
                read = notice.version
                if notice.topic == last:
                    return
            if not await self._hears_of_news(bulletin, read):
                await self.send("beat", "", b"{}")

    async def _hears_of_news(self, bulletin: Bulletin, read: int) -> bool:
        """Wait for news; False where a beat passes without any. Raises ConnectionError where the
        page has gone meanwhile, so that another one plays soon."""
        for _ in range(LOOKS_A_BEAT):
            try:
                async with asyncio.timeout(self._pulse.beat / LOOKS_A_BEAT):
                    await bulletin.news(read)
            except TimeoutError:
                if self._request.transport is None:
                    raise ConnectionResetError("the page has gone") from None
            else:
                return True
        return False


@contextlib.asynccontextmanager
async def telling(request: web.Request, pulse: Pulse) -> AsyncIterator[Events]:
    """Have whoever asks listen until left; that they go, or stop reading, only ends it."""
    response = web.StreamResponse(
        headers={"Content-Type": "text/event-stream", "X-Accel-Buffering": "no"}
    )
    await response.prepare(request)
    _bound(request, pulse)
    has_ended = False
    try:
        yield Events(request, response, pulse)
        has_ended = True
    except (ConnectionError, TimeoutError):
        log.info("a page listens no more", page=request.path)
    finally:
        if not has_ended and request.transport:
            # What it has not read yet is for nobody.
            request.transport.abort()


def _bound(request: web.Request, pulse: Pulse) -> None:
    """Keep little for a page that does not read, and notice where its machine is gone."""
    transport = request.transport
    if transport is None:
        return
    transport.set_write_buffer_limits(high=MOST_UNREAD_BYTES)
    connection = transport.get_extra_info("socket")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, MOST_UNREAD_BYTES)
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        milliseconds = round(pulse.stalled * 1_000)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, milliseconds)
