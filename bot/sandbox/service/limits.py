"""How fast callers may go: Discord's rate limits, and the headers that tell of them."""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from functools import cache

from bot.sandbox.service.clock import Clock
from bot.sandbox.service.wire import Json

# https://discord.com/developers/docs/topics/rate-limits: 50 requests a second for a bot, and
# 10,000 answers of 401, 403 or 429 in ten minutes get an address banned.
GLOBAL_REQUESTS = 50
GLOBAL_SECONDS = 1.0
INVALID_REQUESTS = 10_000
INVALID_SECONDS = 600.0

# Discord does not publish the figures of its buckets. These are the ones that its headers were
# seen to carry: requests, and the seconds of the window.
ROUTE_LIMITS: dict[tuple[str, str], tuple[int, float]] = {
    ("POST", "/channels/{channel_id}/messages"): (5, 5.0),
    ("PATCH", "/channels/{channel_id}/messages/{message_id}"): (5, 5.0),
    ("DELETE", "/channels/{channel_id}/messages/{message_id}"): (5, 1.0),
    ("POST", "/channels/{channel_id}/messages/bulk-delete"): (1, 1.0),
    ("POST", "/channels/{channel_id}/typing"): (5, 5.0),
    ("PUT", "/channels/{channel_id}/messages/pins/{message_id}"): (5, 5.0),
    ("PATCH", "/channels/{channel_id}"): (2, 600.0),
    ("POST", "/webhooks/{application_id}/{token}"): (5, 2.0),
    ("PATCH", "/webhooks/{application_id}/{token}/messages/{message_id}"): (5, 2.0),
    ("DELETE", "/webhooks/{application_id}/{token}/messages/{message_id}"): (5, 2.0),
}

# Editing a message that is over an hour old is limited harder; Discord names no figure.
OLD_MESSAGE_SECONDS = 3600.0
OLD_MESSAGE_EDITS = (3, 60.0)

_MAJOR = ("channel_id", "guild_id", "application_id")
_KEPT_BUCKETS = 4096


_OLD_EDIT: Json = {
    "code": 30046,
    "message": "Maximum number of edits to messages older than 1 hour reached. Try again later",
}


class TooFastError(Exception):
    """A 429 that a handler found out about, with its headers and body."""

    def __init__(self, headers: dict[str, str], body: Json) -> None:
        super().__init__("429")
        self.headers = headers
        self.body = body


@dataclass(slots=True)
class _Window:
    ends: float
    used: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the limits say to a request: go on (None), or come back later."""

    headers: dict[str, str]
    body: Json | None = None


class Limits:
    """Counts requests in windows of Discord's seconds; `enforced=False` counts nothing."""

    def __init__(
        self,
        clock: Clock,
        *,
        enforced: bool = True,
        routes: dict[tuple[str, str], tuple[int, float]] | None = None,
        global_requests: int = GLOBAL_REQUESTS,
        invalid_requests: int = INVALID_REQUESTS,
    ) -> None:
        self.enforced = enforced
        self.routes = dict(ROUTE_LIMITS if routes is None else routes)
        self.global_requests = global_requests
        self.invalid_requests = invalid_requests
        self._clock = clock
        self._windows: dict[str, _Window] = {}

    def check(
        self,
        method: str,
        route: str,
        params: dict[str, str],
        caller: str,
        now: float | None = None,
    ) -> Verdict:
        """Count a request of this caller (a bot's id, or empty for token routes).

        `now` is when it arrived, in the clock's elapsed seconds; without it, this moment.
        """
        if not self.enforced:
            return Verdict({})
        now = self._clock.elapsed() if now is None else now
        if caller and self._count(f"invalid:{caller}", 0, INVALID_SECONDS).used >= (
            self.invalid_requests
        ):
            return Verdict({}, {"message": "banned"})
        if caller:
            window = self._count(f"global:{caller}", 1, GLOBAL_SECONDS, now)
            if window.used > self.global_requests:
                return self.refuse(window.ends - now, scope="global")
        limit = self.routes.get((method, route))
        if limit is None:
            return Verdict({})
        return self._check_route(method, route, params, limit, now)

    def require_old_edit(self, channel_id: int) -> None:
        """Count an edit of a message over an hour old; raise `TooFastError` beyond the limit."""
        count, seconds = OLD_MESSAGE_EDITS
        window = self._count(f"old:{channel_id}", 1, seconds)
        if self.enforced and window.used > count:
            verdict = self.refuse(window.ends - self._clock.elapsed(), scope="user")
            raise TooFastError(verdict.headers, {**(verdict.body or {}), **_OLD_EDIT})

    def require_creations(self, place: str, count: int, most: int, seconds: float) -> None:
        """Count created commands; raise `TooFastError` beyond Discord's daily number."""
        window = self._count(f"creations:{place}", count, seconds)
        if self.enforced and window.used > most:
            verdict = self.refuse(window.ends - self._clock.elapsed(), scope="user")
            message = f"Max number of daily application command creates has been reached ({most})"
            told = {**(verdict.body or {}), "code": 30034, "message": message}
            raise TooFastError(verdict.headers, told)

    def note_answer(self, status: int, caller: str, *, shared: bool = False) -> None:
        """Count an answer that Discord holds against the caller's address."""
        if self.enforced and status in {401, 403, 429} and not shared:
            self._count(f"invalid:{caller}", 1, INVALID_SECONDS)

    def invalid_count(self, caller: str) -> int:
        """Return how many such answers the caller got in the present ten minutes."""
        return self._count(f"invalid:{caller}", 0, INVALID_SECONDS).used

    def refuse(
        self, seconds: float, *, scope: str, headers: dict[str, str] | None = None
    ) -> Verdict:
        """Return an honest 429 that asks to wait that many of Discord's seconds."""
        real = max(0.001, math.ceil(self._clock.real_seconds(seconds) * 1000) / 1000)
        told = {
            "Retry-After": str(math.ceil(real)),
            "X-RateLimit-Scope": scope,
            # discord.py takes a 429 without this header for a ban by the proxy before Discord.
            "Via": "1.1 sandbox",
            **(headers or {}),
        }
        if scope == "global":
            told["X-RateLimit-Global"] = "true"
        body: Json = {
            "message": "You are being rate limited.",
            "retry_after": real,
            "global": scope == "global",
        }
        return Verdict(told, body)

    def _check_route(
        self,
        method: str,
        route: str,
        params: dict[str, str],
        limit: tuple[int, float],
        now: float,
    ) -> Verdict:
        count, seconds = limit
        major = ":".join(params[name] for name in (*_MAJOR, "token") if name in params)
        window = self._count(f"{method} {route}:{major}", 1, seconds, now)
        left = window.ends - now
        real = math.ceil(self._clock.real_seconds(left) * 1000) / 1000
        headers = {
            "X-RateLimit-Limit": str(count),
            "X-RateLimit-Remaining": str(max(0, count - window.used)),
            "X-RateLimit-Reset": f"{self._clock.wall() + real:.3f}",
            "X-RateLimit-Reset-After": f"{real:.3f}",
            "X-RateLimit-Bucket": _bucket(method, route),
        }
        if window.used > count:
            return self.refuse(left, scope="user", headers=headers)
        return Verdict(headers)

    def _count(self, key: str, requests: int, seconds: float, now: float | None = None) -> _Window:
        now = self._clock.elapsed() if now is None else now
        window = self._windows.get(key)
        if window is None or window.ends <= now:
            self._forget_past(now)
            window = self._windows[key] = _Window(now + seconds)
        window.used += requests
        return window

    def _forget_past(self, now: float) -> None:
        if len(self._windows) >= _KEPT_BUCKETS:
            past = [key for key, window in self._windows.items() if window.ends <= now]
            for key in past or list(self._windows)[: _KEPT_BUCKETS // 2]:
                del self._windows[key]


@cache
def _bucket(method: str, route: str) -> str:
    return hashlib.sha256(f"{method} {route}".encode()).hexdigest()[:32]
