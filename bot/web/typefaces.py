"""The typefaces of the pages, out of the packages that the pictures are written with."""

import contextlib
import importlib.resources
from collections.abc import AsyncIterator, Iterable
from typing import Final

from aiohttp import web

_FILES: Final = {
    "noto.ttf": ("fontpkg_noto_sans", "files/NotoSans[wdth,wght].ttf"),
    "hebrew.ttf": ("fontpkg_heebo", "files/Heebo[wght].ttf"),
    "arabic.ttf": ("fontpkg_noto_sans_arabic", "files/NotoSansArabic[wdth,wght].ttf"),
    "thai.ttf": ("fontpkg_noto_sans_thai", "files/NotoSansThai[wdth,wght].ttf"),
    "chinese.otf": ("noto_cjk_sans_jp_regular", "NotoSansCJKjp-Regular.otf"),
}
_KEPT: Final = {"Cache-Control": "public, max-age=2592000"}
"""A month: a typeface changes with its package, and hardly then."""


class Typefaces:
    """Serves typefaces, so that a page looks the same on every machine, in every script."""

    def routes(self) -> Iterable[web.AbstractRouteDef]:
        """One address a file."""
        return [web.get("/typefaces/{name}", self.show)]

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator["Typefaces"]:
        """Nothing goes on beside the requests."""
        yield self

    async def show(self, request: web.Request) -> web.StreamResponse:
        """A typeface by its name here."""
        known = _FILES.get(request.match_info["name"])
        if known is None:
            raise web.HTTPNotFound
        package, path = known
        with importlib.resources.as_file(importlib.resources.files(package) / path) as file:
            response = web.FileResponse(file, headers=_KEPT)
        response.content_type = f"font/{file.suffix[1:]}"
        return response
