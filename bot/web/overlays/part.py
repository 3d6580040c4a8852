"""The overlay's page and the stream behind it: opened by a secret, and only for that creator."""

import asyncio
import contextlib
import secrets
from collections.abc import AsyncIterator, Iterable, Iterator
from typing import Any, Final

import orjson
import structlog
from aiohttp import web

from bot.house import House
from bot.ledger.books import Books, GuildBook
from bot.lifetimes import end_all
from bot.storage.database import StorageFailed
from bot.storage.overlays import AlertKind, OverlayView, overlay_with
from bot.web.callers import caller
from bot.web.door import FRAMED_BY, STYLED_BY, Seats
from bot.web.events import Pulse, telling
from bot.web.overlays.playback import CLOSED, Playback, Presence, Timing, Watching
from bot.web.pages import language_of, page
from bot.web.tokens import handle_of, opens
from bot.words import speak

MOST_SECRET_LENGTH: Final = 100
MOST_PREVIEWS: Final = 60
"""How many previews the dashboard has open at a time, in all: few beside the streams, with which
they share the connections that there are."""
_SCHEME: Final = "Bearer "
_PAGE_LETTERS: Final = 9
_DOCUMENT: Final = "Overlay-Page"
"""The header in which a page tells its own name, the same for as long as it is not loaded anew."""
_MOST_DOCUMENT_LENGTH: Final = 40
_OTHERS: Final = "'self'"

log = structlog.get_logger(__name__)


class Overlays:
    """All overlays of which a page is open."""

    def __init__(
        self,
        house: House,
        *,
        timing: Timing | None = None,
        pulse: Pulse | None = None,
        framed_by: str = "",
    ) -> None:
        """Show what `house` keeps; `framed_by` is an origin that may frame the page beside ours."""
        self._house = house
        self.timing = timing or Timing()
        """How long overlays wait for what; a change counts for those that are opened after it."""
        self.pulse = pulse or Pulse()
        self._framed_by = f"{_OTHERS} {framed_by}".strip()
        self._playing: dict[tuple[int, int], Playback] = {}
        self._streams: set[asyncio.Task[Any]] = set()
        self.seats = Seats()
        """Who holds a connection open with the secret of an overlay."""
        self.previews = Seats(MOST_PREVIEWS)
        """Who looks on in the dashboard: apart, so that no preview has the place of a stream."""

    def routes(self) -> Iterable[web.AbstractRouteDef]:
        """The page, its stream, and where it reports."""
        return [
            web.get("/overlay", self.show),
            web.get("/overlay/stream", self.stream, allow_head=False),
            web.post("/overlay/finished", self.finished),
        ]

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator["Overlays"]:
        """Stream until left; whoever watches then comes back by themselves."""
        try:
            yield self
        finally:
            await end_all(self._streams)

    def committed(self, books: Books) -> None:
        """Wake the overlays of whom a commit was about."""
        if not self._playing:
            return
        for book in books:
            if book.changes.settings or book.changes.items:
                # Tiers, words and pictures may be others.
                self._wake(name for name in self._playing if name[0] == book.guild)
            else:
                self._wake((book.guild, creator) for creator in concerned(book))

    def _wake(self, names: Iterable[tuple[int, int]]) -> None:
        for name in names:
            playback = self._playing.get(name)
            if playback is not None:
                playback.wake()

    async def show(self, request: web.Request) -> web.Response:
        """The page itself, the same for everybody: its secret never leaves the browser's address
        bar but in a header. Streaming programs put their owner's style sheet into it."""
        language = language_of(request)
        response = page(
            "overlay.html",
            words=speak(language),
            language=language,
            stream="",
            idle="",
            unseen="",
        )
        response[FRAMED_BY] = self._framed_by
        response[STYLED_BY] = "'self' 'unsafe-inline'"
        return response

    async def finished(self, request: web.Request) -> web.Response:
        """Take a page's word that it has shown an alert to its end."""
        overlay = await self._opened(request)
        first, through, kind = await _report(request)
        try:
            await self._playback(overlay).finished(first, through, kind)
        except StorageFailed:
            raise web.HTTPServiceUnavailable(headers={"Retry-After": "2"}) from None
        return web.Response(status=204)

    async def stream(self, request: web.Request) -> web.StreamResponse:
        """Tell a page what is on, from when it comes until it goes."""
        overlay = await self._opened(request)
        return await self._tell(request, overlay, _watching(request), self.seats)

    async def mirror(
        self, request: web.Request, overlay: OverlayView, seconds: float
    ) -> web.StreamResponse:
        """Tell somebody who may see it what is on an overlay, for so many `seconds` at most. It
        never counts as shown by that."""
        return await self._tell(request, overlay, Watching.MIRRORS, self.previews, seconds=seconds)

    def presence(self, guild: int, creator: int) -> Presence:
        """Whether any page shows the alerts of a creator's number now, mirrors apart."""
        playback = self._playing.get((guild, creator))
        return playback.presence if playback else Presence.OFF

    async def _tell(
        self,
        request: web.Request,
        overlay: OverlayView,
        watching: Watching,
        seats: Seats,
        *,
        seconds: float | None = None,
    ) -> web.StreamResponse:
        key = (overlay.guild, overlay.creator.number)
        with seats.taken_by(f"overlay {key}", caller(request)), self._counted() as task:
            async with telling(request, self.pulse) as events:
                playback = self._playing[key] = self._playback(overlay)
                name = secrets.token_urlsafe(_PAGE_LETTERS)
                document = request.headers.get(_DOCUMENT, "")[:_MOST_DOCUMENT_LENGTH]
                watched = playback.watched_by(
                    name, task.cancel, watching=watching, document=document
                )
                try:
                    async with watched as bulletin:
                        await events.send("hello", name, orjson.dumps({"page": name}))
                        await events.follow(bulletin, last=CLOSED, seconds=seconds)
                finally:
                    is_left = not playback and not playback.is_troubled
                    if is_left and self._playing.get(key) is playback:
                        del self._playing[key]
        return events.response

    @contextlib.contextmanager
    def _counted(self) -> Iterator[asyncio.Task[Any]]:
        """The task of a stream, which ends with the bot."""
        task = asyncio.current_task()
        assert task is not None
        self._streams.add(task)
        try:
            yield task
        finally:
            self._streams.discard(task)

    def _playback(self, overlay: OverlayView) -> Playback:
        """The playback of an overlay that is watched, or one that is ready to be."""
        known = self._playing.get((overlay.guild, overlay.creator.number))
        if known is not None and known.digest == overlay.digest and (known or known.is_troubled):
            if not known:
                known.timing = self.timing
            return known
        if known is not None:
            # Its secret was replaced; it is told so while it can still be found.
            known.wake()
        return Playback(self._house, overlay, self.timing)

    async def _opened(self, request: web.Request) -> OverlayView:
        """The overlay whose secret came with a request. Raises 401 where none is opened by it."""
        secret = request.headers.get("Authorization", "").removeprefix(_SCHEME)
        if 0 < len(secret) <= MOST_SECRET_LENGTH:
            try:
                overlay = await overlay_with(self._house.reader, handle_of(secret))
            except StorageFailed:
                raise web.HTTPServiceUnavailable(headers={"Retry-After": "2"}) from None
            if overlay and opens(secret, overlay.digest):
                return overlay
        raise web.HTTPUnauthorized(headers={"WWW-Authenticate": "Bearer"})


def concerned(book: GuildBook) -> set[int]:
    """The creators, by number, whose overlay may show something else after a commit."""
    live = book.live.changes
    concerned = {combo.recipient for combo in live.combos.values()}
    concerned.update(show.creator for show in live.shows.values())
    concerned.update(goal.creator for goal in live.goals.values())
    concerned.update(live.creators, book.browser.changes.overlays, book.browser.changes.closed)
    concerned.update(sweep.recipient for sweep in live.sweeps)
    # Reversals and messages that were decided are about gifts that were read.
    concerned.update(gift.recipient for gift in book.gifts.values())
    asked = (operation.subject for operation in book.changes.operations)
    return concerned.union(subject for subject in asked if subject)


def _watching(request: web.Request) -> Watching:
    """What a page says that it does; without a word, or with a wrong one, it plays."""
    try:
        return Watching(request.query.get("plays", ""))
    except ValueError:
        return Watching.PLAYS


async def _report(request: web.Request) -> tuple[int, int, AlertKind]:
    """Which alert a page says it has shown, and up to where. Raises 400 for what says neither."""
    try:
        said = orjson.loads(await request.read())
        first, through, kind = said["first"], said["through"], AlertKind(said["kind"])
    except (orjson.JSONDecodeError, KeyError, TypeError, ValueError):
        raise web.HTTPBadRequest from None
    if type(first) is not int or type(through) is not int or not 0 < first <= through < 2**53:
        raise web.HTTPBadRequest
    return first, through, kind
