"""The way of an HTTP request: faults, who calls, limits, the handler, the answer, the record."""

from __future__ import annotations

import contextlib
import re
import socket
import struct
from dataclasses import dataclass, field
from typing import Any

import orjson
from aiohttp import web

from bot.sandbox.service import (
    application_routes,
    callbacks,
    commands,
    emojis,
    guild_routes,
    message_routes,
    purchase_routes,
    role_routes,
    submissions,
)
from bot.sandbox.service.faults import Fault, Faults
from bot.sandbox.service.limits import TooFastError
from bot.sandbox.service.recording import Exchange, RecordedFile, Recording
from bot.sandbox.service.routing import BOT, TOKEN, USER, Answer, Call, Route, Router
from bot.sandbox.service.shapes import check_shapes
from bot.sandbox.service.state import State
from bot.sandbox.service.uploads import Upload
from bot.sandbox.service.wire import Json, RefusedError, encode, invalid_form
from bot.sandbox.service.world import User

_VERSION = re.compile(r"^/api(?:/v(?:9|10))?(?=/)")
_FILE_FIELD = re.compile(r"^files?\[?(\d*)\]?$")
MOST_BODY_BYTES = 26 * 1024 * 1024


@dataclass(slots=True)
class _Attempt:
    """What is known of one request so far; the record is written from it."""

    method: str
    path: str
    query: dict[str, str]
    elapsed: float
    route: str = ""
    user: User | None = None
    raw: bytes = b""
    body: Any = None
    uploads: list[Upload] = field(default_factory=list)
    status: int = 0
    answer: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    fault: str = ""
    broken: bool = False


class Rest:
    """Discord's HTTP API."""

    def __init__(self, state: State, faults: Faults, recording: Recording) -> None:
        self._state = state
        self._faults = faults
        self._recording = recording
        self._router = Router()
        for module in (
            application_routes,
            callbacks,
            commands,
            emojis,
            guild_routes,
            message_routes,
            purchase_routes,
            role_routes,
            submissions,
        ):
            module.add_routes(self._router)

    async def serve(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer one request; a fault may break the connection instead."""
        path = _VERSION.sub("", request.path)
        elapsed = self._state.clock.elapsed()
        attempt = _Attempt(request.method, path, dict(request.query), elapsed)
        found = self._router.find(request.method, path)
        if found is not None:
            attempt.route = found[0].template
            attempt.user = self._caller(request, found[0].who)
        try:
            # What is broken off or fails has been counted as well: limits stand before the rest.
            self._count(attempt, found)
            faults = [] if attempt.status else self._struck(attempt)
            await self._read(request, attempt)
            if not attempt.status:
                await self._suffer(request, attempt, faults, after=False)
            if not attempt.status and not attempt.broken:
                self._answer(request, attempt, found)
                await self._suffer(request, attempt, faults, after=True)
        except BaseException:
            attempt.status = attempt.status or 500
            raise
        finally:
            self._record(attempt)
        return _response(attempt)

    def _struck(self, attempt: _Attempt) -> list[Fault]:
        by_bot = attempt.user is not None and attempt.user.bot
        return self._faults.for_request(attempt.method, attempt.route, attempt.path, by_bot=by_bot)

    def _count(self, attempt: _Attempt, found: tuple[Route, dict[str, str]] | None) -> None:
        """Count a bot's request, and answer it with 429 if it is one too many."""
        user = attempt.user
        if found is None or user is None or not user.bot:
            return
        route, params = found
        caller = "" if route.who == TOKEN else str(user.id)
        limits = self._state.limits
        verdict = limits.check(route.method, route.template, params, caller, attempt.elapsed)
        attempt.headers |= verdict.headers
        if verdict.body is not None:
            attempt.status, attempt.answer = 429, encode(verdict.body)
            limits.note_answer(429, str(user.id))

    async def _read(self, request: web.BaseRequest, attempt: _Attempt) -> None:
        if not request.body_exists:
            return
        try:
            if request.content_type == "multipart/form-data":
                await _read_form(request, attempt)
            else:
                attempt.raw = await request.read()
        except web.HTTPRequestEntityTooLarge:
            refused = RefusedError(413, 40005, "Request entity too large")
            attempt.status, attempt.answer = refused.status, encode(refused.body)

    def _answer(
        self,
        request: web.BaseRequest,
        attempt: _Attempt,
        found: tuple[Route, dict[str, str]] | None,
    ) -> None:
        try:
            answer = self._handle(request, attempt, found)
            attempt.status = answer.status
            attempt.answer = b"" if answer.status == 204 else encode(answer.body)
        except RefusedError as refused:
            attempt.status, attempt.answer = refused.status, encode(refused.body)
        except TooFastError as fast:
            attempt.status, attempt.answer = 429, encode(fast.body)
            attempt.headers |= fast.headers
        if attempt.user is not None and attempt.user.bot:
            self._state.limits.note_answer(attempt.status, str(attempt.user.id))

    def _handle(
        self,
        request: web.BaseRequest,
        attempt: _Attempt,
        found: tuple[Route, dict[str, str]] | None,
    ) -> Answer:
        if found is None:
            raise RefusedError(404, 0, "404: Not Found")
        route, params = found
        user = _admitted(attempt.user, route.who)
        _parse(request, attempt)
        call = Call(self._state, user, params, attempt.query, attempt.body, attempt.uploads)
        return route.handler(call)

    def _caller(self, request: web.BaseRequest, who: str) -> User | None:
        world = self._state.world
        if who == TOKEN:
            return world.bot
        header = request.headers.get("Authorization", "")
        user = world.by_token.get(header.removeprefix("Bot "))
        return user if user is not None and user.bot == header.startswith("Bot ") else None

    async def _suffer(
        self, request: web.BaseRequest, attempt: _Attempt, faults: list[Fault], *, after: bool
    ) -> None:
        for fault in faults:
            if fault.after_effect != after:
                continue
            if fault.delay_seconds > 0:
                attempt.fault = fault.name
                await self._state.clock.sleep(fault.delay_seconds)
            if fault.reset:
                attempt.fault, attempt.broken = fault.name, True
                break_off(request)
                return
            if fault.status:
                self._fail(attempt, fault)
                return

    def _fail(self, attempt: _Attempt, fault: Fault) -> None:
        attempt.fault = fault.name
        attempt.status = fault.status
        if fault.status == 429:
            scope = "global" if fault.whole_bot else "shared"
            verdict = self._state.limits.refuse(fault.retry_after_seconds, scope=scope)
            attempt.headers |= verdict.headers
            attempt.answer = encode(verdict.body)
        else:
            body: Json = {"message": f"{fault.status}: Internal Server Error", "code": 0}
            attempt.answer = encode(body)

    def _record(self, attempt: _Attempt) -> None:
        user = attempt.user
        self._recording.exchange(
            Exchange(
                at=self._state.clock.wall(),
                elapsed=attempt.elapsed,
                caller=user.name if user else "",
                bot=bool(user and user.bot),
                method=attempt.method,
                route=attempt.route,
                path=attempt.path,
                query=attempt.query,
                request=attempt.raw,
                files=tuple(
                    RecordedFile(upload.filename, upload.content_type, upload.data)
                    for upload in attempt.uploads
                ),
                status=0 if attempt.broken else attempt.status,
                response=attempt.answer,
                fault=attempt.fault,
            )
        )


def _admitted(user: User | None, who: str) -> User:
    if user is None:
        raise RefusedError(401, 0, "401: Unauthorized")
    if who == BOT and not user.bot:
        raise RefusedError(403, 20002, "Only bots can use this endpoint")
    if who == USER and user.bot:
        raise RefusedError(403, 20001, "Bots cannot use this endpoint")
    return user


def _parse(request: web.BaseRequest, attempt: _Attempt) -> None:
    if not attempt.raw:
        return
    kind = request.headers.get("Content-Type", "").partition(";")[0].strip()
    if kind not in {"application/json", "multipart/form-data"}:
        expected = 'Expected "Content-Type" header to be one of {"application/json"}.'
        raise invalid_form("", "CONTENT_TYPE_INVALID", expected)
    try:
        attempt.body = orjson.loads(attempt.raw)
    except orjson.JSONDecodeError as error:
        raise RefusedError(400, 50109, "The request body contains invalid JSON.") from error
    check_shapes(attempt.body)


async def _read_form(request: web.BaseRequest, attempt: _Attempt) -> None:
    form = await request.post()
    for name, value in form.items():
        if name == "payload_json":
            attempt.raw = (
                value.file.read()
                if isinstance(value, web.FileField)
                else (value.encode() if isinstance(value, str) else bytes(value))
            )
        elif isinstance(value, web.FileField):
            match = _FILE_FIELD.match(name)
            number = int(match[1] or 0) if match else 0
            data = value.file.read()
            attempt.uploads.append(Upload(number, value.filename, value.content_type, data))


def break_off(request: web.BaseRequest) -> None:
    """Break the request's connection so that its client sees a reset."""
    transport = request.transport
    if transport is None:
        return
    # Without lingering the kernel answers with a reset instead of an orderly end.
    raw = transport.get_extra_info("socket")
    if raw is not None:
        with contextlib.suppress(OSError):
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()


def _response(attempt: _Attempt) -> web.Response:
    # On a broken connection nothing arrives, whatever is returned here.
    response = web.Response(status=attempt.status or 500, body=attempt.answer or None)
    if attempt.answer:
        # discord.py parses JSON only if this header says exactly so.
        response.headers["Content-Type"] = "application/json"
    response.headers.update(attempt.headers)
    return response
