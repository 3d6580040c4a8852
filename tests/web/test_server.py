"""The server of the pages: where it listens, how much it takes, and that it holds nobody up."""

import asyncio
import socket
from contextlib import AsyncExitStack, closing
from pathlib import Path
from time import monotonic
from typing import Any, Final

import pytest
from aiohttp import web
from structlog.testing import capture_logs

from bot.web.address import Address
from bot.web.connections import Connections
from bot.web.measures import Measures
from bot.web.server import AddressTaken, Patience, WebServer
from tests.test_command_line import joining, ovation
from tests.theatre import Theatre, open_theatre
from tests.waiting import PATIENCE_SECONDS
from tests.web.serving import ask, hello, knocking, pour, serving

SOON_SECONDS: Final = Patience().idle / 2
"""Far less than it would take to wait for those who are connected, on however busy a machine."""


class Silence(asyncio.Protocol):
    """A server that answers nothing."""


class Wire(asyncio.Transport):
    """A connection from somewhere, which is only there or not."""

    def __init__(self, peer: str, own: str = "192.0.2.1") -> None:
        """Come from `peer`."""
        super().__init__({"peername": (peer, 50_000), "sockname": (own, 8787)})
        self.is_open = True

    def abort(self) -> None:
        """Be cut."""
        self.is_open = False

    def set_write_buffer_limits(self, high: int | None = None, low: int | None = None) -> None:
        """Nothing is buffered."""


def wired(connections: Connections, peer: str, own: str = "192.0.2.1") -> tuple[Wire, Any]:
    """A connection that is made."""
    wire, protocol = Wire(peer, own), connections()
    protocol.connection_made(wire)
    return wire, protocol


# Where it listens.


async def test_it_serves_at_ipv6_too() -> None:
    async with serving(host="::1") as server:
        assert server.address.local_url == f"http://[::1]:{server.address.port}"
        here = f"[::1]:{server.address.port}"
        assert (await ask(server, host=here, at="::1")).status == 200
        assert (await ask(server, host="evil.example", at="::1")).status == 421


async def test_beyond_this_machine_it_serves_and_warns_where_nobody_could_be_let_in() -> None:
    with capture_logs() as logged:
        async with serving(host="0.0.0.0") as server:
            assert (await ask(server)).status == 200
    (warning,) = [entry for entry in logged if entry["log_level"] == "warning"]
    assert "OVATION_PUBLIC_URL" in warning["event"]


async def test_beyond_this_machine_with_a_name_there_is_nothing_to_warn_of() -> None:
    with capture_logs() as logged:
        async with serving(host="0.0.0.0", public_url="https://gifts.example.com") as server:
            assert (await ask(server, host="gifts.example.com")).status == 200
    assert [entry["log_level"] for entry in logged] == ["info"]


async def test_an_address_that_is_taken_is_one_sentence() -> None:
    async with serving() as server:
        second = WebServer(Address("127.0.0.1", server.address.port), Measures())
        with pytest.raises(
            AddressTaken, match=r"^OVATION_WEB_HOST, OVATION_WEB_PORT: .* in use\.$"
        ):
            async with second.running():
                pass


async def test_an_address_of_no_machine_of_ours_is_one_sentence() -> None:
    server = WebServer(Address("nowhere.invalid", 0), Measures())
    with pytest.raises(
        AddressTaken, match=r"nothing can be served at nowhere\.invalid, port 0: \S"
    ):
        async with server.running():
            pass


async def test_a_taken_port_ends_the_start_with_code_1_and_no_traceback(tmp_path: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as other:
        port = str(other.getsockname()[1])
        async with open_theatre(tmp_path) as theatre:
            settings = joining(theatre) | {"web_port": port}
            ended = await asyncio.to_thread(ovation, tmp_path, "run", **settings)
    assert ended.returncode == 1
    assert f"nothing can be served at 127.0.0.1, port {port}: " in ended.stderr
    assert "Traceback" not in ended.stderr


async def test_the_bot_listens_on_loopback_alone(theatre: Theatre) -> None:
    assert theatre.bot is not None
    server = theatre.bot.site.server
    assert server.address.local_url == f"http://127.0.0.1:{server.address.port}"
    with closing(socket.socket()) as other:
        # The port is free on every other address of this machine.
        other.bind(("127.0.0.2", server.address.port))


# How much it takes.


def test_one_address_may_have_so_many_connections_and_all_together_so_many() -> None:
    connections = Connections(Silence, most=3, most_of_one=2)
    held = [wired(connections, "198.51.100.4") for _ in range(2)]
    assert all(wire.is_open for wire, _ in held)
    assert not wired(connections, "198.51.100.4")[0].is_open
    assert wired(connections, "198.51.100.5")[0].is_open
    assert not wired(connections, "198.51.100.6")[0].is_open
    assert connections.open == 3
    held[0][1].connection_lost(None)
    assert connections.open == 2
    assert wired(connections, "198.51.100.4")[0].is_open


def test_a_subscriber_with_many_addresses_is_one_and_a_proxy_on_this_machine_is_everybody() -> None:
    connections = Connections(Silence, most=5, most_of_one=1)
    assert wired(connections, "2001:db8::1")[0].is_open
    assert not wired(connections, "2001:db8::2")[0].is_open
    assert all(wired(connections, "127.0.0.1")[0].is_open for _ in range(2))
    assert all(wired(connections, "192.0.2.1")[0].is_open for _ in range(2))


def test_one_too_many_is_served_nothing_and_counted_once() -> None:
    connections = Connections(Silence, most=0)
    _, refused = wired(connections, "198.51.100.4")
    refused.data_received(b"GET / HTTP/1.1\r\n\r\n")
    refused.eof_received()
    refused.connection_lost(None)
    assert connections.open == 0


async def test_who_never_says_what_they_want_is_let_go() -> None:
    async with serving(patience=Patience(idle=0.1)) as server:
        for said in (b"", b"GET /hello HTTP/1.1\r\nHost: 127"):
            async with knocking(server) as (reader, writer):
                writer.write(said)
                async with asyncio.timeout(PATIENCE_SECONDS):
                    assert await reader.read() == b""


async def test_who_asks_letter_by_letter_is_let_go_all_the_same() -> None:
    patience = Patience(idle=0.2)
    async with serving(patience=patience) as server, knocking(server) as (reader, writer):
        hearing = asyncio.create_task(reader.read())
        begun = monotonic()
        while not hearing.done() and monotonic() < begun + PATIENCE_SECONDS:
            writer.write(b"x")
            await asyncio.wait([hearing], timeout=0.02)
        assert hearing.done()


async def test_who_reads_nothing_is_let_go_and_holds_nobody_else_up() -> None:
    ended: asyncio.Queue[str] = asyncio.Queue()

    async def pour_until_let_go(request: web.Request) -> web.StreamResponse:
        try:
            return await pour(request)
        finally:
            ended.put_nowait(request.path)

    routes = (web.get("/pour", pour_until_let_go), web.get("/hello", hello))
    async with (
        serving(*routes, patience=Patience(stuck=0.2)) as server,
        AsyncExitStack() as stuck,
    ):
        here = f"127.0.0.1:{server.address.port}"
        for _ in range(5):
            reader, writer = await stuck.enter_async_context(knocking(server))
            writer.write(f"GET /pour HTTP/1.1\r\nHost: {here}\r\n\r\n".encode())
            await reader.readuntil(b"\r\n\r\n")
        assert (await ask(server)).text == "hello"
        async with asyncio.timeout(PATIENCE_SECONDS):
            for _ in range(5):
                await ended.get()


# How it ends.


async def test_leaving_waits_for_nobody_who_is_connected() -> None:
    async with AsyncExitStack() as open_connections:
        begun = 0.0
        async with serving(patience=Patience(closing=0.2)) as server:
            here = f"127.0.0.1:{server.address.port}"
            for path in ("/hello", "/stream", "/pour"):
                reader, writer = await open_connections.enter_async_context(knocking(server))
                writer.write(f"GET {path} HTTP/1.1\r\nHost: {here}\r\n\r\n".encode())
                await reader.readuntil(b"\r\n\r\n")
            await open_connections.enter_async_context(knocking(server))
            begun = monotonic()
        assert monotonic() - begun < SOON_SECONDS


async def test_the_bot_leaves_at_once_whoever_is_connected(tmp_path: Path) -> None:
    async with open_theatre(tmp_path) as theatre, AsyncExitStack() as open_connections:
        async with theatre.bot_running() as bot:
            server = bot.site.server
            here = f"127.0.0.1:{server.address.port}"
            reader, writer = await open_connections.enter_async_context(knocking(server))
            writer.write(f"GET /overlay HTTP/1.1\r\nHost: {here}\r\n\r\n".encode())
            await reader.readuntil(b"\r\n\r\n")
            await open_connections.enter_async_context(knocking(server))
            begun = monotonic()
        assert monotonic() - begun < SOON_SECONDS
