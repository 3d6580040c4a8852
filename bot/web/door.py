"""Who is let in: names, origins and numbers of requests, and what every answer carries."""

import asyncio
import math
import secrets
from collections import OrderedDict, defaultdict
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Final

import structlog
from aiohttp import web

from bot.web.address import Address
from bot.web.callers import caller, is_from_this_machine
from bot.web.measures import Measures

MOST_BODY_BYTES: Final = 64 * 1024
BURST: Final = 120
"""How many requests one address may make at once: of those that are made anew each time, a page
takes about three."""
REFILL_PER_SECOND: Final = 20.0
_LASTING: Final = ("/static/", "/typefaces")
COST_OF_LASTING: Final = 0.2
"""What never changes while the bot runs costs less: an overlay is made of about 16 such files, is
dead for good where one of them is refused, and a streaming program loads a dozen at once."""
MOST_ADDRESSES: Final = 10_000
"""How many addresses are remembered; whoever has been quiet longest is forgotten first."""
MOST_STREAMS: Final = 500
MOST_STREAMS_OF_ONE: Final = 12
"""How many open connections one secret, or one address, may hold at a time."""
_SAFE: Final = frozenset({"GET", "HEAD"})
MOST_ARRIVING: Final = 300
MOST_ARRIVING_OF_ONE: Final = 60
"""What one address may be sending at a time: behind a proxy each of it holds a connection, and all
of them together must not be held by a few who send letter by letter."""
_CHARSET: Final = "utf-8"
BODY_SECONDS: Final = 10.0
"""How long what is sent with a request may take to arrive."""

FRAMED_BY: Final = web.ResponseKey("framed_by", str)
"""Who may show this answer in a frame, where that is anybody: a source of the policy."""
STYLED_BY: Final = web.ResponseKey("styled_by", str)
"""Whose style sheets this answer takes, where those are not only our own."""
_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src {styled_by}; img-src 'self'; "
    "font-src 'self'; connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors {framed_by}"
)
_HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    # Not "no-referrer", under which browsers call our own forms' origin "null".
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "X-Robots-Tag": "noindex, nofollow",
}
_REFERENCE_LETTERS: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"

log = structlog.get_logger(__name__)
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Seats:
    """How many hold a connection open, in all and of each name."""

    def __init__(self, most: int = MOST_STREAMS, most_of_one: int = MOST_STREAMS_OF_ONE) -> None:
        """Let `most` in at a time, and `most_of_one` under one name."""
        self._most, self._most_of_one = most, most_of_one
        self._taken: defaultdict[str, int] = defaultdict(int)
        self.taken = 0
        """How many there are now."""

    @contextmanager
    def taken_by(self, *names: str) -> Iterator[None]:
        """Hold a seat under each of the names. Raises 503 or 429 where there is none."""
        if self.taken >= self._most:
            raise web.HTTPServiceUnavailable(headers={"Retry-After": "10"})
        if any(self._taken[name] >= self._most_of_one for name in names):
            raise web.HTTPTooManyRequests(headers={"Retry-After": "10"})
        self.taken += 1
        for name in names:
            self._taken[name] += 1
        try:
            yield
        finally:
            self.taken -= 1
            for name in names:
                self._taken[name] -= 1
                if not self._taken[name]:
                    del self._taken[name]


class Allowance:
    """How many requests each address has left; it fills up again as time passes."""

    def __init__(
        self,
        now: Callable[[], float],
        burst: int = BURST,
        refill_per_second: float = REFILL_PER_SECOND,
    ) -> None:
        """Measure by `now`, in seconds."""
        self._now, self._burst, self._refill = now, float(burst), refill_per_second
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def seconds_to_wait(self, name: str, cost: float = 1.0) -> float:
        """Take a request off, of which one has several where it costs more than another; 0 where it
        may be made, else how long to wait before it may."""
        now = self._now()
        left, since = self._left.pop(name, (self._burst, now))
        left = min(self._burst, left + (now - since) * self._refill)
        allowed = left >= cost
        self._left[name] = (left - cost if allowed else left, now)
        while len(self._left) > MOST_ADDRESSES:
            self._left.popitem(last=False)
        return 0.0 if allowed else (cost - left) / self._refill


class Door:
    """Looks at every request before anything else does, and at every answer before it goes."""

    def __init__(
        self,
        address: Address,
        measures: Measures,
        now: Callable[[], float],
        *,
        body_seconds: float = BODY_SECONDS,
    ) -> None:
        """Guard what is served at `address`; `now` tells seconds that only go forward."""
        self.address = address
        self._measures = measures
        self._allowance = Allowance(now)
        self._arriving = Seats(MOST_ARRIVING, MOST_ARRIVING_OF_ONE)
        self._body_seconds = body_seconds
        self._is_closed = False

    def close(self) -> None:
        """Let nobody in any more, by whichever connection they came before."""
        self._is_closed = True

    @web.middleware
    async def guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Answer a request, or say why not; a fault of ours ends in a number for the log."""
        try:
            await self._admit(request)
            return await handler(request)
        except web.HTTPException:
            raise
        except ConnectionError:
            # Whoever asked has gone; there is nobody to answer.
            raise
        except Exception:
            reference = "".join(secrets.choice(_REFERENCE_LETTERS) for _ in range(4))
            route = request.match_info.route.resource
            log.exception("a page broke", reference=reference, route=str(route and route.canonical))
            self._measures.page_errors.add()
            if request.writer.output_size > 0:
                # In the middle of an answer nothing can be said any more.
                raise ConnectionResetError("the answer broke off") from None
            raise web.HTTPInternalServerError(
                text=f"Something broke on our side. If you ask for help, mention {reference}."
            ) from None

    async def _admit(self, request: web.Request) -> None:
        if self._is_closed:
            raise web.HTTPServiceUnavailable(headers={"Retry-After": "2", "Connection": "close"})
        cost = COST_OF_LASTING if request.path.startswith(_LASTING) else 1.0
        wait = self._allowance.seconds_to_wait(caller(request), cost)
        if wait:
            seconds = str(math.ceil(wait))
            raise web.HTTPTooManyRequests(headers={"Retry-After": seconds}, text="Too fast.")
        if request.headers.get("Host", "").lower() not in self.address.hosts:
            raise web.HTTPMisdirectedRequest(text="This is not the address of these pages.")
        if request.method not in _SAFE:
            await self._admit_change(request)

    async def _admit_change(self, request: web.Request) -> None:
        if request.headers.get("Origin") not in self.address.origins:
            raise web.HTTPForbidden(text="This was asked by another page.")
        # Our own pages send neither files nor any other letters than those of UTF-8.
        is_readable = (request.charset or _CHARSET).lower() == _CHARSET
        if request.content_type.startswith("multipart/") or not is_readable:
            raise web.HTTPUnsupportedMediaType
        try:
            # Read whole here, so that no page waits for somebody who sends it letter by letter.
            async with asyncio.timeout(self._body_seconds):
                with self._arriving.taken_by(caller(request)):
                    await request.text()
        except TimeoutError:
            raise web.HTTPRequestTimeout from None
        except UnicodeDecodeError:
            raise web.HTTPBadRequest(text="This is no text.") from None

    async def dress(self, _: web.Request, response: web.StreamResponse) -> None:
        """Give an answer the headers that keep strangers' scripts, frames and caches out."""
        response.headers["Content-Security-Policy"] = _POLICY.format(
            styled_by=response.get(STYLED_BY, "'self'"),
            framed_by=response.get(FRAMED_BY, "'none'"),
        )
        for name, value in _HEADERS.items():
            response.headers[name] = value
        # What never changes while the bot runs may be kept, if it is asked for anew each time.
        kept = "no-cache" if isinstance(response, web.FileResponse) else "no-store"
        response.headers.setdefault("Cache-Control", kept)
        if self.address.is_secure:
            response.headers["Strict-Transport-Security"] = "max-age=31536000"
        response.headers.pop("Server", None)


def is_local(request: web.Request, address: Address) -> bool:
    """Whether somebody on this machine asks, and not by the public name as everybody does."""
    return request.host.lower() in address.local_hosts and is_from_this_machine(request)


def require_local(request: web.Request, address: Address) -> None:
    """Raise 404 for whoever is not on this machine, or comes by the public name."""
    if not is_local(request, address):
        raise web.HTTPNotFound
