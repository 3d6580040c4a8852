"""What was said: every HTTP exchange and gateway event, kept and written as JSON Lines."""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import orjson

from bot.sandbox.service.wire import Json
from bot.sandbox.service.world import User

_KEPT_ENTRIES = 2_000

# User and bot tokens have three parts; interaction tokens are long and begin with this word.
INTERACTION_MARK = "aW50ZXJhY3Rpb246"
_TOKENS = re.compile(
    rb"(?:Bot )?[MNO][A-Za-z0-9_-]{22,}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,}"
    rb"|" + INTERACTION_MARK.encode() + rb"[A-Za-z0-9_-]+"
)


@dataclass(frozen=True, slots=True)
class Exchange:
    """One HTTP request and its answer; bodies as they went over the wire, files left out."""

    at: float
    caller: str
    bot: bool
    method: str
    route: str
    path: str
    query: dict[str, str]
    request: bytes
    files: tuple[str, ...]
    status: int
    response: bytes
    fault: str = ""

    @property
    def request_json(self) -> Any:
        """Return the request's JSON, None without any."""
        return orjson.loads(self.request) if self.request else None

    @property
    def response_json(self) -> Any:
        """Return the answer's JSON, None without any."""
        return orjson.loads(self.response) if self.response[:1] in b"{[" else None

    def line(self) -> Json:
        """Return the JSON Lines form."""
        return {
            "kind": "http",
            "at": self.at,
            "caller": self.caller,
            "bot": self.bot,
            "method": self.method,
            "route": self.route,
            "path": self.path,
            "query": self.query,
            "request": _readable(self.request),
            "files": self.files,
            "status": self.status,
            "response": _readable(self.response),
            "fault": self.fault,
        }


@dataclass(frozen=True, slots=True)
class Told:
    """One gateway event as a session was told it, or a frame that a client sent (`sent=False`)."""

    at: float
    user: str
    bot: bool
    sent: bool
    event: str
    body: bytes

    @property
    def data(self) -> Any:
        """Return the event's data."""
        return orjson.loads(self.body)

    def line(self) -> Json:
        """Return the JSON Lines form."""
        return {
            "kind": "gateway",
            "at": self.at,
            "user": self.user,
            "bot": self.bot,
            "direction": "to client" if self.sent else "from client",
            "event": self.event,
            "data": _readable(self.body),
        }


class Recording:
    """Keeps the latest entries and, with a path, writes all of them with tokens masked."""

    def __init__(self, path: Path | None = None, *, keep: int = _KEPT_ENTRIES) -> None:
        self.exchanges: deque[Exchange] = deque(maxlen=keep)
        self.events: deque[Told] = deque(maxlen=keep)
        self._file: BinaryIO | None = path.open("ab") if path is not None else None

    def exchange(self, exchange: Exchange) -> None:
        """Note an HTTP exchange."""
        self.exchanges.append(exchange)
        self._write(exchange)

    def event(self, at: float, user: User, event: str, body: bytes) -> None:
        """Note an event that a session was told."""
        self._note(Told(at, user.name, user.bot, sent=True, event=event, body=body))

    def received(self, at: float, user: User | None, frame: Json) -> None:
        """Note a frame that a client sent."""
        name, bot = (user.name, user.bot) if user else ("", False)
        event = f"op {frame.get('op')}"
        self._note(Told(at, name, bot, sent=False, event=event, body=orjson.dumps(frame)))

    def events_named(self, event: str) -> list[Told]:
        """Return the kept events of this name, oldest first."""
        return [told for told in self.events if told.sent and told.event == event]

    def requests(self, method: str, route: str) -> list[Exchange]:
        """Return the kept exchanges of this method and route template, oldest first."""
        return [it for it in self.exchanges if it.method == method and it.route == route]

    def close(self) -> None:
        """Close the file; closing twice does nothing."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _note(self, told: Told) -> None:
        self.events.append(told)
        self._write(told)

    def _write(self, entry: Exchange | Told) -> None:
        if self._file is not None:
            self._file.write(mask(orjson.dumps(entry.line())) + b"\n")
            self._file.flush()


def mask(text: bytes) -> bytes:
    """Return the text with every token of the sandbox replaced by stars."""
    return _TOKENS.sub(b"***", text)


def _readable(body: bytes) -> Any:
    if not body:
        return None
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        return body.decode("utf-8", "replace")
