"""Where pictures come from: the studio that draws them, and the faces that Discord keeps."""

import asyncio
import contextlib
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Final, TypeVar

import aiohttp

from bot.pictures.avatars import RETRY_SECONDS, Avatars
from bot.pictures.studio import Studio

CDN: Final = "https://cdn.discordapp.com"
"""Where Discord keeps avatars and emoji (its reference, "Image Formatting")."""
MOST_FACES: Final = 2_000
"""Of how many people it is remembered which avatar they have; some 200 bytes each."""
MOST_HUNG: Final = 500
MOST_ASKED_AT_ONCE: Final = 4
PATIENCE_SECONDS: Final = 1.0
"""How long one face may take, asking whose it is included; then an initial is drawn instead."""

_PIXELS: Final = 128
"""The nearest of Discord's sizes to what is drawn."""

Name = TypeVar("Name")
Value = TypeVar("Value")
Ask = Callable[[int], Awaitable[str | None]]
"""Asks Discord for the avatar of a user, as it names it; None for none. It never raises."""


async def _unknown(_: int) -> None:
    """Nobody can be asked."""


class Gallery:
    """The studio, the faces of people, and what is known to hang where."""

    def __init__(
        self,
        studio: Studio,
        avatars: Avatars,
        *,
        cdn: str = CDN,
        patience_seconds: float = PATIENCE_SECONDS,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        """Draw in `studio` and fetch by `avatars` from `cdn`; `now` counts seconds."""
        self.studio = studio
        self.ask: Ask = _unknown
        """Set by whoever is connected to Discord."""
        self._avatars = avatars
        self._cdn = cdn.rstrip("/")
        self.patience_seconds = patience_seconds
        self._now = now
        self._faces: OrderedDict[int, str] = OrderedDict()
        self._failed: OrderedDict[int, float] = OrderedDict()
        self._hung: OrderedDict[tuple[int, int], tuple[int, int]] = OrderedDict()
        self._asked_at_once = asyncio.Semaphore(MOST_ASKED_AT_ONCE)

    def meet(self, user_id: int, avatar: str | None) -> None:
        """Remember somebody's avatar, as Discord names it, for it came with what they did."""
        _keep(self._faces, user_id, avatar or "", MOST_FACES)

    async def face(self, user_id: int | None) -> bytes | None:
        """Somebody's avatar as PNG; None for who has none, or where it cannot be had in time."""
        if user_id is None:
            return None
        try:
            async with asyncio.timeout(self.patience_seconds):
                avatar = await self._avatar(user_id)
                if not avatar:
                    return None
                return await self._image(f"avatars/{user_id}/{avatar}")
        except TimeoutError:
            return None

    async def emoji(self, emoji_id: int) -> bytes | None:
        """A server's own emoji as PNG; None where it cannot be had in time."""
        try:
            async with asyncio.timeout(self.patience_seconds):
                return await self._image(f"emojis/{emoji_id}")
        except TimeoutError:
            return None

    async def _image(self, path: str) -> bytes | None:
        return await self._avatars.fetch(f"{self._cdn}/{path}.png?size={_PIXELS}")

    async def _avatar(self, user_id: int) -> str:
        known = self._faces.get(user_id)
        if known is not None or self._now() < self._failed.get(user_id, 0.0):
            return known or ""
        # Left alone for a while whatever comes of it, a cancelled question included.
        _keep(self._failed, user_id, self._now() + RETRY_SECONDS, MOST_FACES)
        async with self._asked_at_once:
            avatar = await self.ask(user_id)
        if avatar is not None:
            self.meet(user_id, avatar)
        return avatar or ""

    def hang(self, name: tuple[int, int], shown: int, count: int) -> None:
        """Note that a picture with a count goes out with a message, of which `shown` is shown."""
        _keep(self._hung, name, (shown, count), MOST_HUNG)

    def hangs(self, name: tuple[int, int], shown: int, count: int) -> bool:
        """Whether a message, as it is shown now, has a picture with this count for certain."""
        before, counted = self._hung.get(name, (shown, count))
        # What went out is certain once a later revision than that of then is shown.
        return shown > before and counted == count


def _keep(kept: OrderedDict[Name, Value], name: Name, value: Value, most: int) -> None:
    """Keep a value, and of all the newest ones only."""
    kept[name] = value
    kept.move_to_end(name)
    while len(kept) > most:
        kept.popitem(last=False)


@contextlib.asynccontextmanager
async def open_gallery(cdn: str | None = None) -> AsyncIterator[Gallery]:
    """A gallery until left; `cdn` is a server on this machine in the place of Discord's.

    Nothing that draws is loaded before the first picture.
    """
    jar = aiohttp.DummyCookieJar()
    async with aiohttp.ClientSession(cookie_jar=jar) as session, Studio().running() as studio:
        yield Gallery(studio, Avatars(session, studio, sandbox=cdn), cdn=cdn or CDN)
