"""The one server of all pages: parts say what is served, and the same door guards all of it."""

import asyncio
import contextlib
import logging
import os
import socket
import time
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

import structlog
from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from bot.web.address import Address
from bot.web.connections import STUCK_SECONDS, Connections
from bot.web.door import BODY_SECONDS, MOST_BODY_BYTES, Door
from bot.web.measures import Measures

STATIC: Final = Path(__file__).with_name("static")
_MOST_WAITING: Final = 128
"""How many may knock before the first of them is let in."""
_MOST_HEADERS: Final = 64

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long, in seconds, the other end of a connection is waited for."""

    idle: float = 150.0
    """For a whole request, the first one or another: longer than a proxy keeps a connection for the
    next one (Caddy 2 minutes), so that none is closed at the moment at which it is used again."""
    body: float = BODY_SECONDS
    """For what is sent with it."""
    stuck: float = STUCK_SECONDS
    """For anything to be read of what is sent back."""
    closing: float = 2.0
    """For what is under way when the bot leaves."""


class AddressTaken(Exception):  # noqa: N818 - the text is the sentence for the operator.
    """Nobody can be listened to at the address that the settings name."""


class Part(Protocol):
    """Something that is served: its routes, and what goes on beside them."""

    def routes(self) -> Iterable[web.AbstractRouteDef]:
        """What it answers to."""

    def running(self) -> contextlib.AbstractAsyncContextManager[object]:
        """Work beside the requests until left, which ends what it still answers."""


class WebServer:
    """Serves its parts at one address, in the bot's own event loop."""

    def __init__(
        self, address: Address, measures: Measures, patience: Patience | None = None
    ) -> None:
        """Serve at an address, whose port may be 0 for any that is free."""
        self.measures = measures
        """What is counted of what goes wrong."""
        self._patience = patience or Patience()
        self.address = address
        """Where it is served; the port is the real one from when it runs."""
        self.parts: Sequence[Part] = ()
        """What is served."""

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator["WebServer"]:
        """Serve until left. Raises AddressTaken where nobody can be listened to there."""
        with self._listening() as listener:
            port: int = listener.getsockname()[1]
            self.address = self.address.at(port)
            patience = self._patience
            door = Door(self.address, self.measures, time.monotonic, body_seconds=patience.body)
            runner = web.AppRunner(
                self._application(door),
                access_log=None,
                logger=_Discreet(__name__),
                shutdown_timeout=patience.closing,
                keepalive_timeout=patience.idle,
                max_headers=_MOST_HEADERS,
            )
            async with contextlib.AsyncExitStack() as closing:
                closing.push_async_callback(runner.cleanup)
                # Parts end before: what they stream has no end of its own.
                for part in self.parts:
                    await closing.enter_async_context(part.running())
                # And nobody new comes in meanwhile.
                closing.callback(door.close)
                await runner.setup()
                assert runner.server is not None
                connections = Connections(runner.server, stuck_seconds=patience.stuck)
                await closing.enter_async_context(_accepting(connections, listener))
                self._say_where()
                yield self

    def _say_where(self) -> None:
        log.info("pages are served", at=self.address.local_url)
        if self.address.is_for_others and not self.address.public_url:
            log.warning(
                "pages are listened for beyond this machine, but have no name there: "
                "set OVATION_PUBLIC_URL",
                at=self.address.local_url,
            )

    def _listening(self) -> socket.socket:
        host, port = self.address.host, self.address.port
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        try:
            return socket.create_server((host, port), family=family, backlog=_MOST_WAITING)
        except OSError as error:
            is_of_system = error.errno is not None and not isinstance(error, socket.gaierror)
            reason = os.strerror(error.errno or 0) if is_of_system else error.strerror
            raise AddressTaken(
                f"OVATION_WEB_HOST, OVATION_WEB_PORT: nothing can be served at {host}, "
                f"port {port}: {reason}."
            ) from error

    def _application(self, door: Door) -> web.Application:
        application = web.Application(middlewares=[door.guard], client_max_size=MOST_BODY_BYTES)
        application.on_response_prepare.append(door.dress)
        application.router.add_static("/static", STATIC)
        for part in self.parts:
            application.router.add_routes(part.routes())
        return application


@contextlib.asynccontextmanager
async def _accepting(connections: Connections, listener: socket.socket) -> AsyncIterator[None]:
    """Let connections in until left."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(connections, sock=listener, backlog=_MOST_WAITING)
    try:
        yield
    finally:
        server.close()


class _Discreet(logging.Logger):
    """Says of what could not be understood only of which kind it was: it may hold a secret."""

    def exception(self, msg: object, *args: object, **more: Any) -> None:
        """Take note of an exception of aiohttp's own; faults of ours the door has told already."""
        error = more.get("exc_info")
        # Whoever says nonsense, or has gone, is no trouble of ours.
        is_theirs = isinstance(error, HttpProcessingError | ConnectionError)
        tell = log.debug if is_theirs else log.error
        tell("a request could not be answered", reason=type(error).__name__)
