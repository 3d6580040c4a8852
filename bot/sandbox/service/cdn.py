"""The files of a Discord on loopback: what was uploaded, and the pictures of accounts."""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass

from aiohttp import web

from bot.sandbox.service.faults import Fault, Faults
from bot.sandbox.service.pictures import SIDE_PIXELS, is_size, picture
from bot.sandbox.service.recording import Exchange, Recording
from bot.sandbox.service.rest import break_off
from bot.sandbox.service.state import State

ATTACHMENT = "/attachments/{channel_id}/{attachment_id}/{filename}"
AVATAR = "/avatars/{user_id}/{avatar}"
DEFAULT_AVATAR = "/embed/avatars/{index}"
EMOJI = "/emojis/{emoji}"

_DEFAULT_AVATARS = 6
_PIECE = bytes(64 * 1024)


def _pattern(template: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", template) + "$")


_ROUTES = {template: _pattern(template) for template in (ATTACHMENT, AVATAR, DEFAULT_AVATAR, EMOJI)}


@dataclass(frozen=True, slots=True)
class _File:
    status: int
    content_type: str
    data: bytes


_NOT_FOUND = _File(404, "text/plain", b"This content is no longer available.")
# Discord draws its pictures in other formats, too; here there is PNG alone.
_NOT_DRAWN = _File(415, "text/plain", b"Unsupported Media Type")


class Cdn:
    """Serves files; faults strike them by the templates of their routes, such as `/avatars/*`."""

    def __init__(self, state: State, faults: Faults, recording: Recording) -> None:
        self._state = state
        self._faults = faults
        self._recording = recording

    async def serve(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer one request for a file; it needs no token, as on Discord."""
        elapsed = self._state.clock.elapsed()
        route, file = self._find(request)
        by_person = request.headers.get("Authorization", "") in self._state.world.by_token
        faults = self._faults.for_request(request.method, route, request.path, by_bot=not by_person)
        struck = await self._suffer(request, faults)
        broken = struck is not None and struck.reset
        if struck is not None and struck.status:
            file = _File(struck.status, "text/plain", f"Error {struck.status}".encode())
        if struck is not None and struck.content_type:
            file = _File(file.status, struck.content_type, file.data)
        self._record(request, route, elapsed, 0 if broken else file.status, struck)
        if struck is not None and struck.size_bytes:
            return await _pour(request, file, struck.size_bytes)
        answer = web.Response(status=file.status, body=file.data, content_type=file.content_type)
        # What somebody uploaded stands under the name of our page, and must never act as one.
        answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
        answer.headers["X-Content-Type-Options"] = "nosniff"
        if struck is not None and struck.location:
            answer.headers["Location"] = struck.location
        return answer

    def _find(self, request: web.BaseRequest) -> tuple[str, _File]:
        for route, pattern in _ROUTES.items():
            match = pattern.match(request.path)
            if match is None or request.method != "GET":
                continue
            if route == ATTACHMENT:
                return route, self._attachment(match["attachment_id"])
            return route, self._picture(request, route, match)
        return "", _NOT_FOUND

    def _attachment(self, attachment_id: str) -> _File:
        stored = self._state.files.find(int(attachment_id)) if attachment_id.isdecimal() else None
        if stored is None:
            return _NOT_FOUND
        return _File(200, stored.content_type, stored.data)

    def _picture(self, request: web.BaseRequest, route: str, match: re.Match[str]) -> _File:
        name, _, extension = match.groups()[-1].partition(".")
        if not self._exists(route, match, name):
            return _NOT_FOUND
        size = request.query.get("size", str(SIDE_PIXELS))
        if extension != "png" or not size.isdecimal() or not is_size(int(size)):
            return _NOT_DRAWN
        return _File(200, "image/png", picture(name, int(size)))

    def _exists(self, route: str, match: re.Match[str], name: str) -> bool:
        if route == DEFAULT_AVATAR:
            return name.isdecimal() and int(name) < _DEFAULT_AVATARS
        if route == EMOJI:
            guilds = self._state.world.guilds.values()
            return name.isdecimal() and any(int(name) in guild.emojis for guild in guilds)
        user_id = match["user_id"]
        user = self._state.world.users.get(int(user_id)) if user_id.isdecimal() else None
        return user is not None and user.avatar == name

    async def _suffer(self, request: web.BaseRequest, faults: list[Fault]) -> Fault | None:
        """Wait as long as the faults say, and return the one that spoils the answer, if any."""
        for fault in faults:
            if fault.delay_seconds > 0:
                await self._state.clock.sleep(fault.delay_seconds)
            if fault.reset:
                break_off(request)
            if fault.spoils:
                return fault
        return None

    def _record(
        self,
        request: web.BaseRequest,
        route: str,
        elapsed: float,
        status: int,
        struck: Fault | None,
    ) -> None:
        # Files stand outside Discord's API and its limits, so that this is no bot's request.
        self._recording.exchange(
            Exchange(
                at=self._state.clock.wall(),
                elapsed=elapsed,
                caller="",
                bot=False,
                method=request.method,
                route=route,
                path=request.path,
                query=dict(request.query),
                request=b"",
                files=(),
                status=status,
                response=b"",
                fault="" if struck is None else struck.name,
            )
        )


async def _pour(request: web.BaseRequest, file: _File, size_bytes: int) -> web.StreamResponse:
    """Send so many bytes without saying beforehand how many; a client may well leave earlier."""
    response = web.StreamResponse(status=file.status)
    response.content_type = file.content_type
    response.enable_chunked_encoding()
    await response.prepare(request)
    left = size_bytes
    with contextlib.suppress(ConnectionError):
        await response.write(file.data[:left])
        left -= len(file.data)
        while left > 0:
            await response.write(_PIECE[:left])
            left -= len(_PIECE)
        await response.write_eof()
    return response
