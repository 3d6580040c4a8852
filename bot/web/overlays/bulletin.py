"""What all pages of one overlay are told: of each topic the newest, so that nobody falls behind."""

import asyncio
import secrets
from typing import Final, NamedTuple

import orjson

_BOOT_LETTERS: Final = 6


class Notice(NamedTuple):
    """The newest of one topic, and its place among all that was put up."""

    version: int
    topic: str
    data: bytes


class Bulletin:
    """A board of notices. Whoever reads slowly misses what was taken down meanwhile, and holds up
    nobody: nothing is kept for a single reader but how far they have read."""

    def __init__(self) -> None:
        """Begin empty, under a name of its own: numbers of another board mean nothing here."""
        self.name = secrets.token_hex(_BOOT_LETTERS)
        self._notices: dict[str, Notice] = {}
        self._version = 0
        self._news = asyncio.Event()

    def put(self, topic: str, data: object) -> None:
        """Put something up in the place of what hangs there; the same again is no news."""
        written = orjson.dumps(data)
        known = self._notices.get(topic)
        if known and known.data == written:
            return
        self._version += 1
        self._notices[topic] = Notice(self._version, topic, written)
        self._news.set()
        self._news = asyncio.Event()

    def since(self, version: int) -> list[Notice]:
        """What was put up after a version, the oldest first."""
        return sorted(notice for notice in self._notices.values() if notice.version > version)

    async def news(self, version: int) -> None:
        """Wait until something is put up after a version."""
        while self._version <= version:
            await self._news.wait()

    def read_up_to(self, event_id: str) -> int:
        """The version that an event id of `event_id` names; 0 for one of another board."""
        name, _, version = event_id.partition("-")
        if name != self.name or not version.isascii() or not version.isdigit():
            return 0
        return min(int(version[:15]), self._version)

    def event_id(self, notice: Notice) -> str:
        """The id under which a notice is sent."""
        return f"{self.name}-{notice.version}"
