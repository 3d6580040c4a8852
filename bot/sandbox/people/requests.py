"""What is sent with a request, what its answer holds, and how the server refuses one."""

from __future__ import annotations

import itertools
import json
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from aiohttp import ClientResponse, FormData

from bot.sandbox.people.seen import Json, LocalFile

# Discord counts milliseconds from the first second of 2015.
DISCORD_EPOCH_MILLISECONDS = 1_420_070_400_000

_order = itertools.count()


class RequestRefusedError(Exception):
    """The server refused a request: its HTTP status, Discord's code and the nested errors."""

    def __init__(self, status: int, code: int, message: str, errors: Json) -> None:
        super().__init__(f"{message} ({status}, code {code}) {dict(errors) or ''}".rstrip())
        self.status = status
        self.code = code
        self.message = message
        self.errors = errors


async def read_result(response: ClientResponse) -> Any:
    """Return the body's JSON, None where there is no body; RequestRefusedError for an error."""
    if response.status == 204:
        return None
    is_json = response.content_type == "application/json"
    body: Any = await response.json() if is_json else {"message": await response.text()}
    if response.status < 400:
        return body
    raise RequestRefusedError(
        response.status,
        int(body.get("code") or 0),
        str(body.get("message") or response.reason),
        body.get("errors") or {},
    )


def form_of(body: Json | None, files: Sequence[LocalFile]) -> FormData:
    """Return a body with files beside it, each under its place among them."""
    form = FormData()
    form.add_field("payload_json", json.dumps(body), content_type="application/json")
    for number, file in enumerate(files):
        form.add_field(
            f"files[{number}]",
            BytesIO(file.data),
            filename=file.filename,
            content_type=file.content_type,
        )
    return form


def new_nonce(unix_seconds: float) -> str:
    """Return a nonce as clients make them: a snowflake that nobody else here uses."""
    milliseconds = int(unix_seconds * 1000) - DISCORD_EPOCH_MILLISECONDS
    return str((milliseconds << 22) + next(_order) % (1 << 22))
