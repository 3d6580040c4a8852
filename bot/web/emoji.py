"""Emoji as pictures for all pages, for not every machine has letters for them."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterable
from typing import Final

from aiohttp import web

from bot.pictures.emoji_files import emoji_file, emoji_outlines
from bot.pictures.gallery import PATIENCE_SECONDS, Gallery

# A code point is six hexadecimal digits at most, so it never reads like the id of an own emoji.
_ID: Final = r"/emoji/{id:[0-9]{15,20}}"
_POINTS: Final = r"/emoji/{points:[0-9a-f]{1,6}(?:-[0-9a-f]{1,6}){0,15}}"
_LAST_POINT: Final = 0x10FFFF
_LAST_ID: Final = 2**63 - 1
MOST_FETCHED: Final = 2
"""How many of servers' emoji are asked for at a time. Anybody may ask for any, and faces come the
same way: some of it is left to them."""
_KEPT: Final = {"Cache-Control": "public, max-age=86400"}
"""A day: what shows an emoji changes with the package that holds it, or not at all."""


class Emoji:
    """Serves the pictures of Unicode's emoji, and of servers' own ones."""

    def __init__(self, gallery: Gallery) -> None:
        """Serve; servers' own emoji come out of `gallery`."""
        self._gallery = gallery
        self._fetching = asyncio.Semaphore(MOST_FETCHED)

    def routes(self) -> Iterable[web.AbstractRouteDef]:
        """One address for each kind."""
        return [web.get(_ID, self.own), web.get(_POINTS, self.common)]

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator["Emoji"]:
        """Nothing goes on beside the requests."""
        yield self

    async def own(self, request: web.Request) -> web.Response:
        """A server's own emoji, by its id, as PNG."""
        number = int(request.match_info["id"])
        picture = await self._fetched(number) if number <= _LAST_ID else None
        if picture is None:
            raise web.HTTPNotFound
        return web.Response(body=picture, content_type="image/png", headers=_KEPT)

    async def _fetched(self, number: int) -> bytes | None:
        try:
            async with asyncio.timeout(PATIENCE_SECONDS), self._fetching:
                return await self._gallery.emoji(number)
        except TimeoutError:
            return None

    async def common(self, request: web.Request) -> web.Response:
        """One of Unicode's emoji, by its code points in hexadecimal, as SVG."""
        points = [int(point, 16) for point in request.match_info["points"].split("-")]
        if max(points) > _LAST_POINT:
            raise web.HTTPNotFound
        # No name out of an address opens a file: only one of an emoji that there is.
        file = emoji_file("".join(map(chr, points)))
        if file is None:
            raise web.HTTPNotFound
        outlines = emoji_outlines(file)
        return web.Response(text=outlines, content_type="image/svg+xml", headers=_KEPT)
