"""Tells open pages of the dashboard that what they show has changed; what of it, they ask anew."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from typing import Any, Final

from aiohttp import web

from bot.ledger.books import Books
from bot.lifetimes import end_all
from bot.web.callers import caller
from bot.web.door import Seats
from bot.web.events import Pulse, telling
from bot.web.overlays.bulletin import Bulletin
from bot.web.overlays.part import concerned

RENEWED_SECONDS: Final = 300.0
"""How long a page is told before it has to come again, so that who may see no more is found out."""
_CHANGED: Final = "changed"


class _Topic:
    """What is told of one creator, while any page listens."""

    def __init__(self) -> None:
        self.bulletin = Bulletin()
        self.readers = 0
        self._times = 0
        # A page that was made before it listened may have missed something in between.
        self.tell()

    def tell(self) -> None:
        self._times += 1
        self.bulletin.put(_CHANGED, {"times": self._times})


class News:
    """Who listens to what, by guild and creator; and what is open for whom, by their session."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self.pulse = Pulse()
        """How long connections wait for what; a change counts for those that are opened after."""
        self.seats = Seats()
        """Who holds a connection open."""
        self._topics: dict[tuple[int, int], _Topic] = {}
        self._open: dict[bytes, set[asyncio.Task[Any]]] = {}

    def committed(self, books: Books) -> None:
        """Tell the pages about whom a commit was."""
        if not self._topics:
            return
        for book in books:
            if book.changes.settings or book.changes.items:
                # Language, time zone and pictures may be others.
                told = [name for name in self._topics if name[0] == book.guild]
            else:
                told = [(book.guild, creator) for creator in concerned(book)]
            for name in told:
                topic = self._topics.get(name)
                if topic is not None:
                    topic.tell()

    async def follow(self, request: web.Request, guild: int, creator: int) -> web.StreamResponse:
        """Tell a page whenever something about a creator's number has changed."""
        name = (guild, creator)
        with self.seats.taken_by(f"queue {name}", caller(request)):
            async with telling(request, self.pulse) as events:
                topic = self._topics.setdefault(name, _Topic())
                topic.readers += 1
                try:
                    await events.follow(topic.bulletin, seconds=RENEWED_SECONDS)
                finally:
                    topic.readers -= 1
                    if not topic.readers:
                        del self._topics[name]
        return events.response

    @contextlib.contextmanager
    def open_for(self, session: bytes) -> Iterator[None]:
        """Have what is sent now end at the latest with a session, named by its digest."""
        task = asyncio.current_task()
        assert task is not None
        tasks = self._open.setdefault(session, set())
        tasks.add(task)
        try:
            yield
        finally:
            tasks.discard(task)
            if not tasks:
                self._open.pop(session, None)

    @property
    def sessions(self) -> list[bytes]:
        """The sessions for which something is open now, by their digests."""
        return [*self._open]

    def end(self, session: bytes) -> None:
        """End what is still sent to whoever signed out."""
        for task in self._open.get(session, ()):
            task.cancel()

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator["News"]:
        """Tell until left; whoever listens then comes back by themselves."""
        try:
            yield self
        finally:
            await end_all({task for tasks in self._open.values() for task in tasks})
