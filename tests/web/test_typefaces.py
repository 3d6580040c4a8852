"""Promises of the typefaces: fetched once, found by what is in them, and by nobody for ever."""

import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from types import MappingProxyType

import aiohttp

from bot.web import typefaces
from bot.web.address import Address
from bot.web.measures import Measures
from bot.web.server import WebServer
from bot.web.typefaces import Typefaces
from tests.web.serving import LOOPBACK

NONE: Mapping[str, str] = MappingProxyType({})


@dataclass
class Shop:
    """A server of typefaces alone, and the time by which it counts."""

    session: aiohttp.ClientSession
    url: str
    seconds: float = 0.0

    async def get(self, path: str, headers: Mapping[str, str] = NONE) -> aiohttp.ClientResponse:
        """Ask for something, and read it."""
        where = f"{self.url}{path}"
        async with self.session.get(where, headers=headers, allow_redirects=False) as response:
            await response.read()
        return response

    async def addresses(self) -> dict[str, str]:
        """Where each typeface is, by its name."""
        found = re.findall(r'url\("(\S+)"\)', await (await self.get("/typefaces.css")).text())
        return {address.rpartition("/")[2]: address for address in found}


@asynccontextmanager
async def open_shop() -> AsyncIterator[Shop]:
    """Have it open until left."""
    server = WebServer(Address(LOOPBACK, 0, None), Measures())
    async with aiohttp.ClientSession() as session:
        shop = Shop(session, "")
        server.parts = [Typefaces(lambda: shop.seconds)]
        async with server.running():
            shop.url = server.address.local_url
            yield shop


async def test_a_typeface_is_kept_for_good_by_an_address_that_changes_with_it() -> None:
    async with open_shop() as shop:
        addresses = await shop.addresses()
        assert len(addresses) == 5
        for name, kind in (("noto.ttf", "font/ttf"), ("hebrew.ttf", "font/ttf")):
            response = await shop.get(addresses[name])
            assert (response.status, response.content_type) == (200, kind)
            kept = response.headers["Cache-Control"]
            assert kept == "public, max-age=31536000, immutable"
            again = await shop.get(addresses[name], {"If-None-Match": response.headers["ETag"]})
            assert (again.status, again.headers["Cache-Control"]) == (304, kept)
        old = re.sub("[0-9a-f]{16}", "0" * 16, addresses["noto.ttf"])
        response = await shop.get(old)
        assert response.status == 302
        assert response.headers["Location"] == addresses["noto.ttf"]


async def test_the_sheet_that_names_them_is_asked_for_anew_and_sent_once() -> None:
    async with open_shop() as shop:
        sheet = await shop.get("/typefaces.css")
        assert (sheet.status, sheet.content_type) == (200, "text/css")
        assert sheet.headers["Cache-Control"] == "no-cache"
        again = await shop.get("/typefaces.css", {"If-None-Match": sheet.headers["ETag"]})
        assert again.status == 304


async def test_nothing_is_served_beside_them() -> None:
    async with open_shop() as shop:
        digest = (await shop.addresses())["noto.ttf"].split("/")[2]
        for name in ("", "other.ttf", "..%2fnoto.ttf", "%2e%2e%2f%2e%2e%2fsite.py"):
            assert (await shop.get(f"/typefaces/{digest}/{name}")).status == 404
        assert (await shop.get("/typefaces/noto.ttf")).status == 404


async def test_one_address_fetches_only_so_much_and_what_it_has_costs_nothing() -> None:
    async with open_shop() as shop:
        address = (await shop.addresses())["chinese.otf"]
        fetched, response = 0, await shop.get(address)
        tag = response.headers["ETag"]
        while response.status == 200:
            fetched += 1
            size = int(response.headers["Content-Length"])
            response = await shop.get(address)
        assert response.status == 429
        assert fetched == typefaces.BURST_KILOBYTES * 1_024 // size
        wait = int(response.headers["Retry-After"])
        assert 0 < wait <= size / 1_024 / typefaces.REFILL_KILOBYTES_PER_SECOND + 1
        # Smaller ones may still be had, and whoever has one is told so for nothing.
        assert (await shop.get(address, {"If-None-Match": tag})).status == 304
        shop.seconds += wait
        assert (await shop.get(address)).status == 200
