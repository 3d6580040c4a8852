"""Promises of the pages behind the proxy that README shows, where that proxy is installed."""

import asyncio
import contextlib
import os
import re
import shutil
import socket
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.web.door import Allowance
from tests.theatre import open_theatre
from tests.waiting import until
from tests.web.pages import Gallery, Page, gallery_again, open_gallery, overlays
from tests.web.scenery import Scenery

NAME = "gifts.example.com"
README = (Path(__file__).parents[2] / "README.md").read_text()
CADDY = shutil.which("caddy")
_LOWEST_PORT = 20_000
_PORTS = 10_000

pytestmark = pytest.mark.skipif(CADDY is None, reason="Caddy is not installed")


class Here(AbstractResolver):
    """Finds every name on this machine."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """The one address that there is."""
        return [
            ResolveResult(
                hostname=host, host="127.0.0.1", port=port, family=family, proto=0, flags=0
            )
        ]

    async def close(self) -> None:
        """Nothing is kept open."""


def own_ports() -> tuple[int, int]:
    """Two ports of this process: systems give none of these to whoever asks for any port."""
    first = _LOWEST_PORT + os.getpid() * 2 % _PORTS
    while listens(first) or listens(first + 1):
        first += 2
    return first, first + 1


def caddyfile(port: int, bot_port: int) -> str:
    """What README shows, with these ports, and with a certificate of Caddy's own making."""
    found = re.search(rf"^{NAME} {{\n(.*?)^}}\n", README, re.MULTILINE | re.DOTALL)
    assert found is not None
    inside = found[1].replace("127.0.0.1:8787", f"127.0.0.1:{bot_port}")
    options = "admin off\nskip_install_trust\nauto_https disable_redirects\n"
    return f"{{\n{options}}}\n{NAME}:{port} {{\nbind 127.0.0.1\ntls internal\n{inside}}}\n"


@contextlib.asynccontextmanager
async def proxy(folder: Path, port: int, bot_port: int) -> AsyncIterator[None]:
    """Caddy before the bot's port, until left."""
    config = folder / "Caddyfile"
    config.write_text(caddyfile(port, bot_port))
    assert CADDY is not None
    running = await asyncio.create_subprocess_exec(
        *(CADDY, "run", "--adapter", "caddyfile", "--config", str(config)),
        env={**os.environ, "HOME": str(folder), "XDG_DATA_HOME": str(folder)},
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        await until(lambda: listens(port))
        yield
    finally:
        running.kill()
        await running.wait()


def listens(port: int) -> bool:
    """Whether anybody does at a port."""
    with contextlib.closing(socket.socket()) as knocking:
        return knocking.connect_ex(("127.0.0.1", port)) == 0


@contextlib.asynccontextmanager
async def outside() -> AsyncIterator[aiohttp.ClientSession]:
    """Somebody who comes by the public name."""
    connector = aiohttp.TCPConnector(ssl=False, resolver=Here())
    async with aiohttp.ClientSession(connector=connector) as session:
        yield session


@contextlib.asynccontextmanager
async def watching(session: aiohttp.ClientSession, url: str, secret: str) -> AsyncIterator[Page]:
    """A page of the overlay that came through the proxy."""
    headers = {"Authorization": f"Bearer {secret}"}
    async with session.get(f"{url}/overlay/stream?plays=1", headers=headers) as response:
        assert response.status == 200
        page = Page(session, url, secret, response)
        await page.told("hello")
        yield page


async def seats_are(gallery: Gallery, many: int) -> None:
    """Wait until so many hold a stream open."""
    await until(lambda: overlays(gallery).seats.taken == many)


async def test_the_pages_work_behind_the_proxy_that_readme_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    port, bot_port = own_ports()
    url = f"https://{NAME}:{port}"
    names: set[str] = set()
    count = Allowance.seconds_to_wait

    def noted(allowance: Allowance, name: str, cost: float = 1.0) -> float:
        names.add(name)
        return count(allowance, name, cost)

    monkeypatch.setattr(Allowance, "seconds_to_wait", noted)
    async with open_theatre(tmp_path) as theatre, proxy(tmp_path, port, bot_port), outside() as one:
        changed = {"public_url": url, "web_port": bot_port}
        theatre.settings = theatre.settings.model_copy(update=changed)
        async with theatre.bot_running(), open_gallery(theatre) as gallery:
            await signed_in(one, Scenery(theatre), url)
            # What somebody claims to be is not what the proxy passes on.
            forged = {"X-Forwarded-For": "192.0.2.7"}
            async with one.get(f"{url}/metrics", headers=forged) as answer:
                assert answer.status == 404
            # An alert is heard of at once, for nothing is kept back on its way.
            secret = gallery.token.secret
            async with watching(one, url, secret) as page, watching(one, url, secret):
                await seats_are(gallery, 2)
                await gallery.gift("Ann")
                assert (await page.alert())["sender"] == "Ann"
            # Nobody hears of it through the proxy any more, so their places are free.
            await seats_are(gallery, 0)
        async with one.get(f"{url}/overlay") as answer:
            assert answer.status == 502
        async with theatre.bot_running(), gallery_again(gallery) as gallery:
            async with watching(one, url, secret) as page:
                await gallery.sees(page, "Ann")
            async with one.get(f"{url}/dashboard", allow_redirects=False) as answer:
                assert answer.headers["Location"].startswith("/dashboard/")
    assert not [name for name in names if name.startswith("192.")]
    assert "127.0.0.1" in names


async def signed_in(one: aiohttp.ClientSession, site: Scenery, url: str) -> Any:
    """Have somebody follow a link into the dashboard, and look at it."""
    link = await site.link("Bea")
    assert link.page == f"{url}/enter"
    fields, headers = {"link": link.secret}, {"Origin": url}
    async with one.post(f"{url}/enter", data=fields, headers=headers) as answer:
        assert answer.status == 200
        assert str(answer.url).startswith(f"{url}/dashboard/")
        assert answer.headers["Strict-Transport-Security"]
