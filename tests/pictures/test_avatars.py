"""Avatars come from Discord's servers alone, within limits of size and time, or not at all."""

import asyncio
import struct
import zlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
import pytest_asyncio
from aiohttp import ClientSession, web

from bot.pictures.avatars import MOST_BYTES, MOST_KEPT, RETRY_SECONDS, Avatars
from bot.pictures.studio import Studio
from tests.pictures.subjects import image_file, opened

GOOD = image_file(128, 128)


def bomb(side: int) -> bytes:
    """A small PNG that says it holds very many pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 200_000, 9)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )


@dataclass
class Server:
    """A server of pictures on loopback that misbehaves as it is asked to."""

    address: str = ""
    asked: list[str] = field(default_factory=list)
    hour: float = 0.0

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """What lies at one path."""
        name = request.match_info["name"]
        self.asked.append(name)
        match name:
            case "slow":
                await asyncio.Event().wait()
            case "trickle":
                return await self._trickle(request)
            case "large":
                return web.Response(body=b"\x89PNG" + b"x" * MOST_BYTES, content_type="image/png")
            case "text":
                return web.Response(body=GOOD, content_type="text/html")
            case "gone":
                return web.Response(status=404)
            case "elsewhere":
                return web.Response(status=302, headers={"Location": "/good"})
            case "bomb" | "smaller-bomb":
                side = 30_000 if name == "bomb" else 10_000
                return web.Response(body=bomb(side), content_type="image/png")
            case "broken":
                return web.Response(body=GOOD[:60], content_type="image/png")
            case "packed":
                packed = web.Response(body=GOOD, content_type="image/png")
                packed.enable_compression(web.ContentCoding.gzip)
                return packed
        return web.Response(body=GOOD, content_type="image/png")

    async def _trickle(self, request: web.Request) -> web.StreamResponse:
        """Say nothing of the length, and never come to an end."""
        response = web.StreamResponse(headers={"Content-Type": "image/png"})
        await response.prepare(request)
        while True:
            await response.write(b"x" * 16_384)


@pytest_asyncio.fixture
async def server() -> AsyncIterator[Server]:
    server = Server()
    app = web.Application()
    app.router.add_get("/{name}", server.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    server.address = f"http://{host}:{port}"
    yield server
    await runner.cleanup()


@pytest_asyncio.fixture
async def avatars(server: Server) -> AsyncIterator[Avatars]:
    async with ClientSession() as session, Studio().running() as studio:
        yield Avatars(session, studio, sandbox=server.address, now=lambda: server.hour)


async def test_an_avatar_becomes_a_small_square_and_is_fetched_once(
    server: Server, avatars: Avatars
) -> None:
    portrait = await avatars.fetch(f"{server.address}/good?size=128")
    assert portrait is not None
    assert opened(portrait).size == (128, 128)
    assert await avatars.fetch(f"{server.address}/good?size=128") is portrait
    assert server.asked == ["good"]


@pytest.mark.parametrize(
    "name",
    ["large", "trickle", "text", "gone", "elsewhere", "bomb", "smaller-bomb", "broken", "packed"],
)
async def test_what_is_no_usable_avatar_is_done_without(
    server: Server, avatars: Avatars, name: str
) -> None:
    assert await avatars.fetch(f"{server.address}/{name}") is None
    assert server.asked == [name]


async def test_a_server_that_does_not_answer_is_not_waited_for(server: Server) -> None:
    async with ClientSession() as session, Studio().running() as studio:
        avatars = Avatars(session, studio, sandbox=server.address, most_seconds=0.05)
        assert await avatars.fetch(f"{server.address}/slow") is None
        assert server.asked == ["slow"]


async def test_a_server_that_is_not_there_is_done_without() -> None:
    async with ClientSession() as session, Studio().running() as studio:
        avatars = Avatars(session, studio, sandbox="http://127.0.0.1:9")
        assert await avatars.fetch("http://127.0.0.1:9/good") is None


@pytest.mark.parametrize(
    "url",
    [
        "http://cdn.discordapp.com/avatars/1/a.png",
        "https://cdn.discordapp.com:8443/avatars/1/a.png",
        "https://cdn.discordapp.com.example.org/a.png",
        "https://someone@cdn.discordapp.com/a.png",
        "https://example.org/cdn.discordapp.com/a.png",
        "http://127.0.0.1:1/good",
        "https://169.254.169.254/",
        "ftp://cdn.discordapp.com/a.png",
        "//cdn.discordapp.com/a.png",
        "avatars/1/a.png",
        "http://[",
        "",
    ],
)
async def test_nobody_but_discord_is_asked(server: Server, avatars: Avatars, url: str) -> None:
    assert await avatars.fetch(url) is None
    assert server.asked == []


async def test_without_a_sandbox_even_this_machine_is_not_asked(server: Server) -> None:
    async with ClientSession() as session, Studio().running() as studio:
        assert await Avatars(session, studio).fetch(f"{server.address}/good") is None
    assert server.asked == []


async def test_a_sandbox_is_on_this_machine() -> None:
    async with ClientSession() as session:
        with pytest.raises(ValueError, match="not on this machine"):
            Avatars(session, Studio(), sandbox="http://example.org")


async def test_an_address_without_an_avatar_is_asked_again_after_a_while(
    server: Server, avatars: Avatars
) -> None:
    for hour in (0.0, RETRY_SECONDS - 1, RETRY_SECONDS + 1):
        server.hour = hour
        assert await avatars.fetch(f"{server.address}/gone") is None
    assert server.asked == ["gone", "gone"]


async def test_only_so_many_avatars_are_kept(server: Server, avatars: Avatars) -> None:
    for number in (*range(MOST_KEPT + 1), MOST_KEPT, 0):
        await avatars.fetch(f"{server.address}/good{number}")
    assert server.asked.count(f"good{MOST_KEPT}") == 1
    assert server.asked.count("good0") == 2


async def test_a_closed_studio_leaves_the_avatar_out(server: Server) -> None:
    async with ClientSession() as session:
        avatars = Avatars(session, Studio(), sandbox=server.address)
        assert await avatars.fetch(f"{server.address}/good") is None
