"""What was said: every HTTP exchange and gateway event, kept and written as JSON Lines."""

from __future__ import annotations

import asyncio
import base64
import re
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

import orjson

from bot.sandbox.service.wire import Json
from bot.sandbox.service.world import User

_KEPT_ENTRIES = 2_000
_KEPT_FILE_BYTES = 256 * 1024 * 1024

# User and bot tokens have three parts; interaction tokens are long and begin with this word.
INTERACTION_MARK = "aW50ZXJhY3Rpb246"
_TOKENS = re.compile(
    rb"(?:Bot )?[MNO][A-Za-z0-9_-]{22,}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,}"
    rb"|" + INTERACTION_MARK.encode() + rb"[A-Za-z0-9_-]+"
)


@dataclass(frozen=True, slots=True)
class RecordedFile:
    """A file that came with a request, whole."""

    filename: str
    content_type: str
    data: bytes = field(repr=False)

    @property
    def text(self) -> str:
        """Return its text; UnicodeDecodeError if it is none."""
        return self.data.decode()

    def line(self) -> Json:
        """Return the JSON Lines form: a text as it is, anything else in Base64."""
        about: Json = {"filename": self.filename, "size": len(self.data)}
        try:
            return {**about, "text": self.text}
        except UnicodeDecodeError:
            return {**about, "base64": base64.b64encode(self.data).decode()}


@dataclass(frozen=True, slots=True)
class Exchange:
    """One HTTP request and its answer; bodies as they went over the wire, files apart.

    `at` is when it was answered, in Unix seconds; `elapsed` is when it arrived, in Discord's
    seconds, which a speed factor compresses, since some fixed moment.
    """

    at: float
    elapsed: float
    caller: str
    bot: bool
    method: str
    route: str
    path: str
    query: dict[str, str]
    request: bytes
    files: tuple[RecordedFile, ...]
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
            "elapsed": self.elapsed,
            "caller": self.caller,
            "bot": self.bot,
            "method": self.method,
            "route": self.route,
            "path": self.path,
            "query": self.query,
            "request": _readable(self.request),
            "files": [file.line() for file in self.files],
            "status": self.status,
            "response": _readable(self.response),
            "fault": self.fault,
        }


@dataclass(frozen=True, slots=True)
class Told:
    """One gateway event as a session was told it, or a frame that a client sent (`sent=False`).

    `at` is in Unix seconds, `elapsed` in Discord's seconds since some fixed moment.
    """

    at: float
    elapsed: float
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
            "elapsed": self.elapsed,
            "user": self.user,
            "bot": self.bot,
            "direction": "to client" if self.sent else "from client",
            "event": self.event,
            "data": _readable(self.body),
        }


class Recording:
    """Keeps the latest entries and, with a path, writes all of them with tokens masked.

    `keep` is how many requests and how many events are kept, `keep_events` sets the latter
    apart. Of files, 256 MiB are kept; beyond, the oldest requests go. `forgotten` counts the
    requests that are no longer kept, `counts` all there ever were by method and route template.
    """

    def __init__(
        self, path: Path | None = None, *, keep: int = _KEPT_ENTRIES, keep_events: int | None = None
    ) -> None:
        self.exchanges: deque[Exchange] = deque()
        self.events: deque[Told] = deque(maxlen=keep if keep_events is None else keep_events)
        self.counts: Counter[tuple[str, str]] = Counter()
        self.forgotten = 0
        self._keep = keep
        self._file_bytes = 0
        self._news: set[asyncio.Event] = set()
        self._file: BinaryIO | None = path.open("ab") if path is not None else None

    def exchange(self, exchange: Exchange) -> None:
        """Note an HTTP exchange."""
        self.exchanges.append(exchange)
        self.counts[exchange.method, exchange.route] += 1
        self._file_bytes += _file_bytes(exchange)
        while len(self.exchanges) > self._keep or self._file_bytes > _KEPT_FILE_BYTES:
            self._file_bytes -= _file_bytes(self.exchanges.popleft())
            self.forgotten += 1
        self._write(exchange)
        self._announce()

    def event(self, at: float, elapsed: float, user: User, event: str, body: bytes) -> None:
        """Note an event that a session was told."""
        self._note(Told(at, elapsed, user.name, user.bot, sent=True, event=event, body=body))

    def received(self, at: float, elapsed: float, user: User | None, frame: Json) -> None:
        """Note a frame that a client sent."""
        name, bot = (user.name, user.bot) if user else ("", False)
        event = f"op {frame.get('op')}"
        body = orjson.dumps(frame)
        self._note(Told(at, elapsed, name, bot, sent=False, event=event, body=body))

    def events_named(self, event: str) -> list[Told]:
        """Return the kept events of this name, oldest first."""
        return [told for told in self.events if told.sent and told.event == event]

    def requests(self, method: str, route: str) -> list[Exchange]:
        """Return the kept exchanges of this method and route template, oldest first."""
        return [it for it in self.exchanges if it.method == method and it.route == route]

    async def until(self, reached: Callable[[], bool]) -> None:
        """Return once the condition holds, looked at again after each entry; it may be for ever.

        Such as `lambda: recording.counts["POST", "/interactions"] >= 10_000`.
        """
        news = asyncio.Event()
        self._news.add(news)
        try:
            while not reached():
                news.clear()
                await news.wait()
        finally:
            self._news.discard(news)

    def close(self) -> None:
        """Close the file; closing twice does nothing."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _note(self, told: Told) -> None:
        self.events.append(told)
        self._write(told)
        self._announce()

    def _announce(self) -> None:
        for news in self._news:
            news.set()

    def _write(self, entry: Exchange | Told) -> None:
        if self._file is not None:
            self._file.write(mask(orjson.dumps(entry.line())) + b"\n")
            self._file.flush()


def _file_bytes(exchange: Exchange) -> int:
    return sum(len(file.data) for file in exchange.files)


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
