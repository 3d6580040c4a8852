"""The server of all pages in a test, with small pages of the test's own, asked byte by byte."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from aiohttp import web

from bot.web.address import Address
from bot.web.measures import Measures
from bot.web.server import Patience, WebServer

LOOPBACK = "127.0.0.1"


@dataclass
class Pages:
    """A part that serves what a test gives it."""

    given: list[web.AbstractRouteDef] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)

    def routes(self) -> Iterable[web.AbstractRouteDef]:
        """What the test gave."""
        return self.given

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator["Pages"]:
        """Take note of the end."""
        try:
            yield self
        finally:
            self.ended.append("pages")


@dataclass
class Answer:
    """What came back: the first line's number, the headers in small letters, and the rest."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The rest as text."""
        return self.body.decode()


async def hello(_: web.Request) -> web.Response:
    """A page."""
    return web.Response(text="hello")


async def change(request: web.Request) -> web.Response:
    """A change, which says what it was asked."""
    form = await request.post()
    return web.Response(text=str(form.get("what", (await request.read()).decode())))


async def break_down(_: web.Request) -> web.Response:
    """A page with a fault, which knows a secret."""
    raise ValueError("the inside of the house")


async def break_off(request: web.Request) -> web.StreamResponse:
    """A stream with a fault in its midst."""
    stream = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
    await stream.prepare(request)
    await stream.write(b"event: hello\n\n")
    raise ValueError("the inside of the house")


async def stream_on(request: web.Request) -> web.StreamResponse:
    """A stream without an end."""
    stream = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
    await stream.prepare(request)
    await stream.write(b"event: hello\n\n")
    await asyncio.Event().wait()
    return stream


async def pour(request: web.Request) -> web.StreamResponse:
    """More than anybody reads."""
    stream = web.StreamResponse()
    await stream.prepare(request)
    while True:
        await stream.write(b"." * 2**16)


@contextlib.asynccontextmanager
async def serving(
    *routes: web.AbstractRouteDef,
    host: str = LOOPBACK,
    public_url: str | None = None,
    patience: Patience | None = None,
) -> AsyncIterator[WebServer]:
    """A server at any free port."""
    given = routes or (
        web.get("/hello", hello),
        web.post("/change", change),
        web.get("/broken", break_down),
        web.get("/broken-off", break_off),
        web.get("/stream", stream_on),
        web.get("/pour", pour),
    )
    server = WebServer(Address(host, 0, public_url), Measures(), patience)
    server.parts = [Pages(list(given))]
    async with server.running():
        yield server


async def ask(
    server: WebServer,
    path: str = "/hello",
    *,
    method: str = "GET",
    host: str | None = None,
    body: bytes = b"",
    at: str = LOOPBACK,
    more: Mapping[str, str] = MappingProxyType({}),
    **headers: str,
) -> Answer:
    """Ask for a page, with exactly these headers and `more`: `x_forwarded_for` is
    `X-Forwarded-For`."""
    headers = {**more, **headers}
    name = f"{at}:{server.address.port}" if host is None else host
    lines = [f"{method} {path} HTTP/1.1", f"Host: {name}", "Connection: close"]
    if body:
        lines.append(f"Content-Length: {len(body)}")
        headers.setdefault("content_type", "application/x-www-form-urlencoded")
    lines += [f"{header.replace('_', '-')}: {value}" for header, value in headers.items()]
    return await say(server, "\r\n".join([*lines, "", ""]).encode() + body, at=at)


async def post(server: WebServer, *, host: str | None = None, **headers: str) -> Answer:
    """Ask for a change."""
    return await ask(server, "/change", method="POST", host=host, body=b"what=this", more=headers)


async def say(server: WebServer, words: bytes, *, at: str = LOOPBACK) -> Answer:
    """Say something on a connection, and hear it to its end."""
    async with knocking(server, at=at) as (reader, writer):
        writer.write(words)
        return answer_of(await reader.read())


@contextlib.asynccontextmanager
async def knocking(
    server: WebServer, *, at: str = LOOPBACK
) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """A connection."""
    reader, writer = await asyncio.open_connection(at, server.address.port)
    try:
        yield reader, writer
    finally:
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()


def answer_of(heard: bytes) -> Answer:
    """What was heard, taken apart."""
    head, _, body = heard.partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    pairs = [line.partition(": ") for line in lines]
    return Answer(int(first.split()[1]), {name.lower(): told for name, _, told in pairs}, body)
