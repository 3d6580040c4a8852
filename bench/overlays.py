"""Measures how soon a gift that was written is on the stream, with a page beside that hangs."""

import asyncio
import contextlib
import socket
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import aiohttp
import orjson

from bench.figures import Expected, Figure, percentile
from bench.filling import fill
from bench.processes import START_SECONDS, Program, joining, started
from bench.sizes import Sizes
from bench.streamers import STREAMERS
from bot.clock import SystemClock

_PAGES: Final = 10
"""How many pages are open of each overlay; the first hangs beside those of the first overlay."""
_SECONDS: Final = 20.0
"""How long one gift may take to all pages before the bench gives up."""
_MOST_MILLISECONDS: Final = Expected(most=250.0)
_MOST_GROWN_MEBIBYTES: Final = Expected(most=4.0)
_MEBIBYTE: Final = 2**20
_RECEIVED_BYTES: Final = 4_096


@dataclass(frozen=True, slots=True)
class _Page:
    """An open page of one overlay."""

    headers: Mapping[str, str]
    response: aiohttp.ClientResponse

    async def shows(self, gift: int) -> tuple[int, dict[str, Any]]:
        """When it hears of a gift's alert, in nanoseconds, and what it hears."""
        while line := await self.response.content.readline():
            heard_ns = time.monotonic_ns()
            if line.startswith(b"data: ") and b'"first"' in line:
                alert = orjson.loads(line.removeprefix(b"data: "))
                if alert["first"] == gift:
                    return heard_ns, alert
        raise AssertionError("the stream has ended")


async def measure(sizes: Sizes, folder: Path) -> list[Figure]:
    """The way of a gift from the books to fifty pages, while another page reads nothing."""
    books = folder / "overlays.db"
    async with started(folder, "bench.sandbox_process", "1") as sandbox:
        description = orjson.loads(await sandbox.line(START_SECONDS))
        guild = int(description["guilds"][0]["id"])
        await fill(books, sizes.audience, SystemClock()(), guild=guild)
        settings = joining(description, books)
        async with started(folder, "bench.bot_process", "1", settings=settings) as bot:
            await bot.line(START_SECONDS)
            opened = await bot.ask("overlays")
            async with _pages(opened) as pages:
                waited, grown = await _shown(sizes, bot, opened["url"], pages)
    name = f"a written gift to {len(pages)} pages beside one that hangs"
    memory = []
    if grown is not None:
        memory = [Figure("memory grown meanwhile", "MiB", [grown], _MOST_GROWN_MEBIBYTES)]
    return [
        Figure(f"{name}, p50", "ms", [percentile(values, 50) for values in waited]),
        Figure(
            f"{name}, p99", "ms", [percentile(values, 99) for values in waited], _MOST_MILLISECONDS
        ),
        *memory,
    ]


@contextlib.asynccontextmanager
async def _pages(opened: Any) -> AsyncIterator[list[_Page]]:
    """All pages, the first of them one that hangs; each as though from an address of its own."""
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        with contextlib.closing(_hanging(opened["url"], opened["secrets"][0])):
            pages = []
            for number in range(STREAMERS * _PAGES):
                secret = opened["secrets"][number % STREAMERS]
                headers = {
                    "Authorization": f"Bearer {secret}",
                    "X-Forwarded-For": f"192.0.2.{number}",
                }
                response = await session.get(
                    f"{opened['url']}/overlay/stream",
                    headers=headers,
                    timeout=aiohttp.ClientTimeout(),
                )
                assert response.status == 200
                pages.append(_Page(headers, response))
            try:
                yield pages
            finally:
                for page in pages:
                    page.response.close()


def _hanging(url: str, secret: str) -> socket.socket:
    """A connection that asks for the stream, and never reads it."""
    parts = urlsplit(url)
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _RECEIVED_BYTES)
    connection.connect((parts.hostname, parts.port))
    connection.sendall(
        f"GET /overlay/stream HTTP/1.1\r\nHost: {parts.netloc}\r\n"
        f"Authorization: Bearer {secret}\r\n\r\n".encode()
    )
    return connection


async def _shown(
    sizes: Sizes, bot: Program, url: str, pages: Sequence[_Page]
) -> tuple[list[list[float]], float | None]:
    """How long each gift took to each page, by rounds, in milliseconds; and the memory grown."""
    waited: list[list[float]] = []
    async with aiohttp.ClientSession() as session:
        await _round(bot, session, url, pages)
        before = bot.resident_bytes
        for _ in range(sizes.evenings):
            taken: list[float] = []
            for _ in range(sizes.shown_gifts):
                taken += await _round(bot, session, url, pages)
            waited.append(taken)
        after = bot.resident_bytes
    if before is None or after is None:
        return waited, None
    return waited, max(0, after - before) / _MEBIBYTE


async def _round(
    bot: Program, session: aiohttp.ClientSession, url: str, pages: Sequence[_Page]
) -> list[float]:
    """A gift on each overlay, until it is on all pages and reported by one of each."""
    gifts = await bot.ask("given")
    async with asyncio.timeout(_SECONDS), asyncio.TaskGroup() as group:
        shown = [
            group.create_task(page.shows(gifts[number % STREAMERS][0]))
            for number, page in enumerate(pages)
        ]
    taken = []
    for number, task in enumerate(shown):
        heard_ns, alert = task.result()
        taken.append((heard_ns - gifts[number % STREAMERS][1]) / 1e6)
        if number < STREAMERS:
            await _report(session, url, pages[number], alert)
    # A page may hear of it before whoever gave it has noticed that it is written.
    return [max(0.0, milliseconds) for milliseconds in taken]


async def _report(
    session: aiohttp.ClientSession, url: str, page: _Page, alert: dict[str, Any]
) -> None:
    headers = {**page.headers, "Origin": url}
    said = {name: alert[name] for name in ("first", "through", "kind")}
    async with session.post(f"{url}/overlay/finished", headers=headers, json=said) as response:
        assert response.status == 204
