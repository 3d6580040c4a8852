"""The page's addresses: its files, its emoji, and `world.json`, which says who one can be."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

import orjson
from aiohttp import web

from bot.sandbox.locales import locale_for
from bot.sandbox.page.files import emoji_file, emoji_names, static_file

Json = Mapping[str, Any]

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self' ws://{host}; frame-src {framed}; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_KEPT = "private, max-age=86400"


class Page:
    """Answers for the page. `description` tells how to join the sandbox, with everybody's token.

    `overlay` is the address of the overlay to show beside the channel, None without one; it may
    be set at any time and counts for whoever opens the page from then on. `now` tells what time
    it is in the sandbox, in Unix seconds.
    """

    def __init__(
        self,
        description: Callable[[], Json],
        now: Callable[[], float],
        overlay: str | None = None,
    ) -> None:
        self.overlay = overlay
        self._description = description
        self._now = now

    def answer(self, request: web.BaseRequest) -> web.Response | None:
        """Return the answer to a request; None where it is for none of the page's addresses."""
        if request.path != "/" and not request.path.startswith("/page/"):
            return None
        if request.method not in {"GET", "HEAD"}:
            return self._dressed(request, web.Response(status=405, headers={"Allow": "GET, HEAD"}))
        name = "index.html" if request.path == "/" else request.path.removeprefix("/page/")
        return self._dressed(request, self._found(request, name))

    def _found(self, request: web.BaseRequest, name: str) -> web.Response:
        if name == "world.json":
            world = world_of(self._description(), request.host, self.overlay)
            locale = locale_for(request.headers.get("Accept-Language", ""))
            body = orjson.dumps({**world, "locale": locale, "now": self._now()})
            return web.Response(body=body, content_type="application/json")
        if name.startswith("emoji/"):
            return _emoji(name.removeprefix("emoji/"))
        found = static_file(name)
        if found is None:
            return web.Response(status=404, text="There is no such page here.")
        kind, body = found
        # What is drawn again and again from one file would flicker if it were asked for each time.
        kept = {"Cache-Control": _KEPT} if kind == "image/svg+xml" else None
        return web.Response(body=body, content_type=kind, charset="utf-8", headers=kept)

    def _dressed(self, request: web.BaseRequest, answer: web.Response) -> web.Response:
        framed = _origin(self.overlay) if self.overlay else "'none'"
        policy = _POLICY.format(host=request.host, framed=framed)
        answer.headers["Content-Security-Policy"] = policy
        for name, value in _HEADERS.items():
            answer.headers.setdefault(name, value)
        return answer


def world_of(description: Json, host: str, overlay: str | None) -> Json:
    """Return what the page needs in order to join the first guild as any of its people.

    Bots are left out with their tokens, and so is the crowd, which hears nothing of the gateway.
    Addresses are given under the name by which the page was opened, so that all is of one origin.
    """
    guild = description["guilds"][0]
    people = [member for member in guild["members"] if not member["bot"] and not member["crowd"]]
    return {
        "application_id": description["application_id"],
        "api": "/api/v9",
        "gateway": f"ws://{host}/",
        "guild": {"id": guild["id"], "name": guild["name"], "owner_id": guild["owner_id"]},
        "channels": guild["channels"],
        "roles": guild["roles"],
        "members": [
            {key: member[key] for key in ("id", "name", "token", "roles", "avatar")}
            for member in people
        ],
        "overlay": overlay,
    }


def _emoji(name: str) -> web.Response:
    if name == "names.json":
        return web.Response(
            body=emoji_names(), content_type="application/json", headers={"Cache-Control": _KEPT}
        )
    picture = emoji_file(name.removesuffix(".svg")) if name.endswith(".svg") else None
    if picture is None:
        return web.Response(status=404, text="There is no picture of that.")
    return web.Response(
        body=picture, content_type="image/svg+xml", headers={"Cache-Control": _KEPT}
    )


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
