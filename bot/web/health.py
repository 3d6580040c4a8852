"""How the bot is, for whoever keeps it running: `/healthz` in a word, `/metrics` in figures."""

import asyncio
import contextlib
import importlib
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import asdict, dataclass
from typing import Any, Final, Protocol

import orjson
from aiohttp import web

from bot.house import House
from bot.storage.database import StorageFailed
from bot.storage.deliveries import Unshown, unshown
from bot.web.door import is_local, require_local
from bot.web.measures import Measures
from bot.web.server import WebServer

MOST_LAG_SECONDS: Final = 10.0
"""How long somebody may wait for the writer before the bot is not well."""
READING_SECONDS: Final = 1.0
"""How long the books may take to tell what waits before the bot is not well."""
_DECIMALS: Final = 3


class Gateway(Protocol):
    """The connection to Discord's gateway."""

    @property
    def is_connected(self) -> bool:
        """Whether events come in."""

    @property
    def latency_seconds(self) -> float | None:
        """How long the gateway takes to answer a heartbeat; None where none was answered yet."""


@dataclass(frozen=True, slots=True)
class State:
    """How the bot is at a moment. A thank-you that waits is no illness of the bot: the channel that
    refuses it is its own server's matter."""

    process: dict[str, float]
    gateway: dict[str, bool | float | None]
    writer: dict[str, float]
    outbox: dict[str, float | None] | None
    """None where the books could not be read."""

    @property
    def is_well(self) -> bool:
        """Whether nobody has to be called."""
        lags = self.writer["lag_seconds"] > MOST_LAG_SECONDS
        return bool(self.gateway["connected"]) and not lags and self.outbox is not None


class Health:
    """Tells how the bot is."""

    def __init__(
        self,
        house: House,
        gateway: Gateway,
        measures: Measures,
        clients: Callable[[], int],
        server: WebServer,
    ) -> None:
        """Look at `house` and `gateway`; `clients` tells how many overlays are connected."""
        self._house = house
        self._gateway = gateway
        self._measures = measures
        self._clients = clients
        self._server = server
        self._begun = time.monotonic()
        self._turned_away = Counter[str]()
        """How many of those whom the writer turned away are counted already."""

    def routes(self) -> Iterable[web.AbstractRouteDef]:
        """The word and the figures."""
        return [web.get("/healthz", self.healthz), web.get("/metrics", self.metrics)]

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator["Health"]:
        """Nothing goes on beside the requests."""
        yield self

    async def healthz(self, request: web.Request) -> web.Response:
        """200 where all is well, 503 where not; why is told to this machine alone."""
        state = await self._state()
        told: dict[str, Any] = {"ok": state.is_well}
        if is_local(request, self._server.address):
            told |= asdict(state)
        return web.Response(
            body=orjson.dumps(told),
            status=200 if state.is_well else 503,
            content_type="application/json",
        )

    async def metrics(self, request: web.Request) -> web.Response:
        """What Prometheus reads; for this machine alone."""
        require_local(request, self._server.address)
        await self._measure()
        exposition = await asyncio.to_thread(_exposition)
        return web.Response(
            body=exposition.text_of(self._measures),
            headers={"Content-Type": exposition.CONTENT_TYPE},
        )

    async def _state(self) -> State:
        gateway, writer = self._gateway, self._house.writer
        waits = await self._unshown()
        latency = gateway.latency_seconds
        return State(
            process={"up_seconds": _rounded(time.monotonic() - self._begun)},
            gateway={
                "connected": gateway.is_connected,
                "latency_seconds": None if latency is None else _rounded(latency),
            },
            writer={"waiting": writer.waiting, "lag_seconds": _rounded(writer.lag_seconds)},
            outbox=None
            if waits is None
            else {"waiting": waits.waiting, "oldest_seconds": self._age(waits)},
        )

    async def _measure(self) -> None:
        """Look at what is no count but stands as it is now."""
        measures, writer = self._measures, self._house.writer
        measures.writer_waiting.value = writer.waiting
        measures.writer_lag.value = writer.lag_seconds
        for kind, times in (writer.turned_away - self._turned_away).items():
            measures.turned_away.add(times, of=kind)
        self._turned_away = writer.turned_away.copy()
        measures.overlay_clients.value = self._clients()
        measures.gateway_connected.value = self._gateway.is_connected
        latency = self._gateway.latency_seconds
        measures.gateway_latency.value = float("nan") if latency is None else latency
        waits = await self._unshown()
        measures.outbox_waiting.value = waits.waiting if waits else float("nan")
        measures.outbox_oldest.value = (self._age(waits) or 0.0) if waits else float("nan")

    async def _unshown(self) -> Unshown | None:
        """What waits to be shown; None where the books do not tell in time."""
        try:
            async with asyncio.timeout(READING_SECONDS):
                return await unshown(self._house.reader)
        except (StorageFailed, TimeoutError):
            return None

    def _age(self, waits: Unshown) -> float | None:
        if waits.since_ms is None:
            return None
        return _rounded(max(0, self._house.clock() - waits.since_ms) / 1000)


def _exposition() -> Any:
    """What speaks to Prometheus; loaded for the first who asks, as most bots are never asked."""
    return importlib.import_module("bot.web.exposition")


def _rounded(seconds: float) -> float:
    return round(seconds, _DECIMALS)
