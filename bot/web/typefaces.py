"""The typefaces of the pages, out of the packages that the pictures are written with."""

import asyncio
import contextlib
import hashlib
import importlib.resources
import math
import time
from collections.abc import AsyncIterator, Callable, Iterable
from pathlib import Path
from typing import Final, NamedTuple

from aiohttp import web

from bot.web.callers import caller
from bot.web.door import Allowance
from bot.web.pages import page

_FILES: Final = {
    "noto.ttf": ("fontpkg_noto_sans", "files/NotoSans[wdth,wght].ttf"),
    "hebrew.ttf": ("fontpkg_heebo", "files/Heebo[wght].ttf"),
    "arabic.ttf": ("fontpkg_noto_sans_arabic", "files/NotoSansArabic[wdth,wght].ttf"),
    "thai.ttf": ("fontpkg_noto_sans_thai", "files/NotoSansThai[wdth,wght].ttf"),
    "chinese.otf": ("noto_cjk_sans_jp_regular", "NotoSansCJKjp-Regular.otf"),
}
_KEPT: Final = {"Cache-Control": "public, max-age=31536000, immutable"}
"""A year, without asking again (RFC 8246): another typeface has another address."""
_DIGEST_LETTERS: Final = 16
_KILOBYTE: Final = 1_024
BURST_KILOBYTES: Final = 96 * _KILOBYTE
"""How much one address may fetch at once: all of them are 17 MB, and a household or a school may
have several that begin with none."""
REFILL_KILOBYTES_PER_SECOND: Final = 512.0


class _Typeface(NamedTuple):
    """A file, and what of its address changes with it."""

    file: Path
    digest: str
    kilobytes: int
    tag: str
    """By what aiohttp tells whether somebody has it already: when it was changed, and its size."""


class Typefaces:
    """Serves typefaces, so that a page looks the same on every machine, in every script."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        """Measure by `now`, in seconds, how much each address fetches."""
        self._known: dict[str, _Typeface] = {}
        self._files = contextlib.ExitStack()
        self._reading = asyncio.Lock()
        self._allowance = Allowance(now, BURST_KILOBYTES, REFILL_KILOBYTES_PER_SECOND)

    def routes(self) -> Iterable[web.AbstractRouteDef]:
        """One address a file, and the style sheet that names them."""
        return [
            web.get("/typefaces.css", self.sheet),
            web.get("/typefaces/{digest:[0-9a-f]+}/{name}", self.show),
        ]

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator["Typefaces"]:
        """Have the files at hand until left."""
        with self._files:
            yield self

    async def sheet(self, request: web.Request) -> web.Response:
        """The style sheet with their addresses as they are now; asked for anew each time."""
        known = await self._all()
        digests = {name.partition(".")[0]: face.digest for name, face in known.items()}
        response = page("typefaces.css", **digests)
        response.content_type = "text/css"
        response.headers["Cache-Control"] = "no-cache"
        tag = hashlib.sha256(repr(digests).encode()).hexdigest()[:_DIGEST_LETTERS]
        response.etag = tag
        if _has(request, tag):
            return web.Response(
                status=304, headers={"ETag": f'"{tag}"', "Cache-Control": "no-cache"}
            )
        return response

    async def show(self, request: web.Request) -> web.StreamResponse:
        """A typeface by its name here. Raises 429 for whoever has fetched too much."""
        name = request.match_info["name"]
        known = (await self._all()).get(name)
        if known is None:
            raise web.HTTPNotFound
        if request.match_info["digest"] != known.digest:
            # A page from before an update asks by the address that it was told then.
            raise web.HTTPFound(f"/typefaces/{known.digest}/{name}")
        if _has(request, known.tag):
            return web.Response(status=304, headers={**_KEPT, "ETag": f'"{known.tag}"'})
        self._count(request, known.kilobytes)
        response = web.FileResponse(known.file, headers=_KEPT)
        response.content_type = f"font/{known.file.suffix[1:]}"
        return response

    def _count(self, request: web.Request, kilobytes: int) -> None:
        wait = self._allowance.seconds_to_wait(caller(request), kilobytes)
        if wait:
            raise web.HTTPTooManyRequests(headers={"Retry-After": str(math.ceil(wait))})

    async def _all(self) -> dict[str, _Typeface]:
        """All files, which are looked at by the first who asks."""
        async with self._reading:
            if not self._known:
                self._known = await asyncio.to_thread(self._looked_at)
        return self._known

    def _looked_at(self) -> dict[str, _Typeface]:
        found = {}
        for name, (package, path) in _FILES.items():
            source = importlib.resources.files(package) / path
            file = self._files.enter_context(importlib.resources.as_file(source))
            with file.open("rb") as opened:
                digest = hashlib.file_digest(opened, "sha256").hexdigest()[:_DIGEST_LETTERS]
            seen = file.stat()
            tag = f"{seen.st_mtime_ns:x}-{seen.st_size:x}"
            found[name] = _Typeface(file, digest, math.ceil(seen.st_size / _KILOBYTE), tag)
        return found


def _has(request: web.Request, tag: str) -> bool:
    """Whether somebody has what is tagged so, and asks only whether it is still as it was."""
    return any(etag.value == tag for etag in request.if_none_match or ())
