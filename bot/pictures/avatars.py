"""Fetches avatars from Discord's own servers, within limits of size and time."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final, TypeVar

import aiohttp
import structlog
from yarl import URL

from bot.pictures.studio import PictureFailed, Studio

HOSTS: Final = frozenset({"cdn.discordapp.com", "media.discordapp.net"})
"""Where Discord keeps pictures (its reference, "Image Formatting", names the first)."""
MOST_BYTES: Final = 256 * 1024
MOST_SECONDS: Final = 2.0
MOST_KEPT: Final = 64
"""Portraits kept in memory, at most some 50 kB each."""
MOST_AT_ONCE: Final = 8
RETRY_SECONDS: Final = 60.0
"""How long an address that gave no picture is left alone."""

_TYPES: Final = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})

Value = TypeVar("Value")

log = structlog.get_logger(__name__)


class _Unusable(Exception):  # noqa: N818 - it tells what the avatar is.
    """What came is no avatar; the reason is the text."""


class Avatars:
    """Avatars as small square PNG, fetched once and kept for a while."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        studio: Studio,
        *,
        sandbox: str | None = None,
        most_seconds: float = MOST_SECONDS,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        """Fetch by a session; `sandbox` is the base address of one on loopback, also asked.

        `most_seconds` is what one avatar may take, `now` counts seconds. Raises ValueError for a
        sandbox that is not on this machine.
        """
        self._session = session
        self._studio = studio
        self._sandbox = URL(sandbox).origin() if sandbox is not None else None
        if self._sandbox is not None and self._sandbox.host not in LOOPBACK:
            raise ValueError(f"a sandbox on {self._sandbox.host} is not on this machine")
        self._most_seconds = most_seconds
        self._now = now
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._failed: OrderedDict[str, float] = OrderedDict()
        self._at_once = asyncio.Semaphore(MOST_AT_ONCE)

    async def fetch(self, url: str) -> bytes | None:
        """The avatar at an address as PNG, None where none can be had in time. Never raises."""
        if url in self._kept:
            self._kept.move_to_end(url)
            return self._kept[url]
        if self._now() < self._failed.get(url, 0.0):
            return None
        try:
            async with asyncio.timeout(self._most_seconds), self._at_once:
                portrait = await self._portrait(url)
        except (TimeoutError, OSError, aiohttp.ClientError, PictureFailed, _Unusable) as error:
            # Addresses hold people's ids, so the log tells the reason alone.
            log.info("an avatar was left out", reason=str(error) or type(error).__name__)
            _keep(self._failed, url, self._now() + RETRY_SECONDS)
            return None
        _keep(self._kept, url, portrait)
        return portrait

    async def _portrait(self, url: str) -> bytes:
        portrait = await self._studio.portrait(await self._read(self._allowed(url)))
        if portrait is None:
            raise _Unusable("no picture of 1,024 pixels or less")
        return portrait

    def _allowed(self, written: str) -> URL:
        """The address, if it is one of Discord's or of the sandbox."""
        try:
            url = URL(written)
            origin = url.origin()
        except ValueError:
            raise _Unusable("no address") from None
        if url.user is not None or url.password is not None:
            raise _Unusable("an address with a name in it")
        if origin == self._sandbox:
            return url
        if url.scheme != "https" or url.host not in HOSTS or url.port != 443:
            raise _Unusable("not Discord's address")
        return url

    async def _read(self, url: URL) -> bytes:
        """What lies at an address, as far as it may be an avatar."""
        # A packed answer could be unpacked into any size, and pictures are packed already.
        headers = {"Accept-Encoding": "identity"}
        async with self._session.get(url, allow_redirects=False, headers=headers) as response:
            if response.status != 200:
                raise _Unusable(f"status {response.status}")
            if response.content_type not in _TYPES or "Content-Encoding" in response.headers:
                raise _Unusable("another type than a picture's")
            data = bytearray()
            async for chunk in response.content.iter_any():
                data += chunk
                if len(data) > MOST_BYTES:
                    raise _Unusable(f"more than {MOST_BYTES} bytes")
            return bytes(data)


def _keep(kept: OrderedDict[str, Value], url: str, value: Value) -> None:
    """Keep a value, and of all the newest ones only."""
    kept[url] = value
    kept.move_to_end(url)
    while len(kept) > MOST_KEPT:
        kept.popitem(last=False)
