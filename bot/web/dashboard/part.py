"""The dashboard's door and its menu: who comes in, and which section answers."""

import asyncio
import contextlib
import functools
import math
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from dataclasses import replace
from typing import Final

import structlog
from aiohttp import hdrs, web
from yarl import URL

from bot.house import House
from bot.ledger.requests.marks import SignIn, SignOut
from bot.rights import Right
from bot.storage.database import StorageFailed
from bot.storage.sessions import SessionView, ended, memberships, session
from bot.web.dashboard.desk import Desk
from bot.web.dashboard.entrance import SESSION_MS, Links, form_token, is_from_own_form
from bot.web.dashboard.news import News
from bot.web.dashboard.notices import MeantFor, Notices
from bot.web.dashboard.turns import InTurn, Turns
from bot.web.dashboard.visit import Hall, Notice, Place, Section, Visit, Visitor
from bot.web.door import Allowance
from bot.web.overlays.part import Overlays
from bot.web.pages import language_of, page
from bot.web.server import WebServer
from bot.web.tokens import digest_of, new_token
from bot.words import speak

MOST_PLACES: Final = 20
"""How many servers of one visitor are named."""
MOST_ACTS: Final = 40
"""How much one visitor may do at once, and then at this rate. Each act stands in the books for
good, and Discord answers 120 questions a minute about who somebody is."""
ACTS_PER_SECOND: Final = 0.5
_MOST_PLACE_LENGTH: Final = 1_000
_MOST_SECRET_LENGTH: Final = 100
_GUILD: Final = r"/dashboard/{guild:[0-9]{1,19}}"
_SECTION: Final = f"{_GUILD}/{{section:[a-z]+}}"

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

log = structlog.get_logger(__name__)


class Dashboard:
    """Serves the sections to whoever came in by a link."""

    def __init__(
        self,
        house: House,
        links: Links,
        hall: Hall,
        sections: Iterable[Section],
        server: WebServer,
        *,
        overlays: Overlays | None = None,
    ) -> None:
        """Show what `house` keeps to whom `hall` knows; `server` tells how people come, and
        `overlays` what is on."""
        self._house = house
        self._links = links
        self._hall = hall
        self._sections = tuple(sections)
        self._notices = Notices(house.clock)
        self._server = server
        self._overlays = overlays or Overlays(house)
        self._turns = Turns()
        self._desk = Desk()
        self._allowance = Allowance(time.monotonic, MOST_ACTS, ACTS_PER_SECOND)
        self.news = News()
        """Who is told when what they look at has changed."""

    def routes(self) -> Iterable[web.AbstractRouteDef]:
        """The door, and every section."""
        return [
            web.get("/enter", self.greet),
            web.post("/enter", _worded(self.enter)),
            web.post("/leave", _worded(self.leave)),
            web.post("/leave/everywhere", _worded(self.leave_everywhere)),
            web.get("/dashboard", _worded(self.arrive)),
            web.get(_GUILD, _worded(self.look)),
            web.get(_SECTION, _worded(self.look)),
            # What is streamed would be streamed to whoever asks for its headers alone, too.
            web.get(f"{_SECTION}/{{file:[a-z.-]+}}", _worded(self.look), allow_head=False),
            web.post(f"{_SECTION}/{{act:[a-z-]+}}", _worded(self.act)),
        ]

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator["Dashboard"]:
        """Tell open pages what changes, and write files, until left."""
        async with self._desk.running(), self.news.running():
            yield self

    # The door.

    async def greet(self, request: web.Request) -> web.Response:
        """The page that a link leads to. What opens stands behind the # of the address, which no
        browser sends; the page's script hands it in."""
        language = language_of(request)
        return page("enter.html", words=speak(language), language=language)

    async def enter(self, request: web.Request) -> web.Response:
        """Let in whom a link lets in, once."""
        form = await request.post()
        secret = str(form.get("link", ""))[:_MOST_SECRET_LENGTH]
        words, token = speak(language_of(request)), new_token()
        try:
            async with self._links.follow(secret) as invited:
                if invited:
                    await self._house.writer.mark(
                        SignIn(
                            guild=invited.guild,
                            person=invited.person,
                            digest=token.digest,
                            expires_ms=self._house.clock() + SESSION_MS,
                        )
                    )
        except StorageFailed as error:
            return _waiting(request, error, words.link_waits)
        if invited is None:
            return _told(request, 403, words.link_over_title, words.link_over)
        answer = web.HTTPSeeOther(f"/dashboard/{invited.guild}")
        self._hand_out(answer, token.secret, SESSION_MS // 1_000)
        raise answer

    async def leave(self, request: web.Request) -> web.Response:
        """Sign out: what the browser holds opens nothing any more."""
        secret, _ = await self._signed_in(request)
        await self._form(request, secret)
        await self._house.writer.mark(SignOut(digest=digest_of(secret)))
        self._end(digest_of(secret))
        answer = web.HTTPSeeOther("/enter")
        self._hand_out(answer, "", 0)
        raise answer

    async def leave_everywhere(self, request: web.Request) -> web.Response:
        """Sign out in every browser: what any of them holds, or a link has yet to bring, opens
        nothing any more."""
        secret, signed_in = await self._signed_in(request)
        await self._form(request, secret)
        user_id = signed_in.member.user_id
        assert user_id is not None
        self._links.forget(user_id)
        await self._house.writer.mark(SignOut(digest=digest_of(secret), user_id=user_id))
        open_now = self.news.sessions
        for digest in await ended(self._house.reader, open_now, self._house.clock()):
            self._end(digest)
        words = speak(language_of(request))
        answer = _told(request, 200, words.left_everywhere_title, words.left_everywhere)
        self._hand_out(answer, "", 0)
        return answer

    def _end(self, digest: bytes) -> None:
        """Send nothing more to a browser that is signed out, and keep nothing for it."""
        self.news.end(digest)
        self._notices.forget(digest)

    def _hand_out(self, answer: web.Response, secret: str, most_seconds: int) -> None:
        """Have a browser hold the secret for so long; for 0 seconds, no more."""
        answer.set_cookie(
            self._cookie,
            secret,
            max_age=most_seconds,
            httponly=True,
            secure=self._server.address.is_secure,
            samesite="Lax",
            path="/",
        )

    @property
    def _cookie(self) -> str:
        # By this prefix, browsers let no other page of the same domain set it.
        return "__Host-ovation" if self._server.address.is_secure else "ovation"

    # Inside.

    async def arrive(self, request: web.Request) -> web.Response:
        """Lead to the server that the visitor signed in from."""
        _, signed_in = await self._signed_in(request)
        raise web.HTTPSeeOther(f"/dashboard/{signed_in.guild}")

    async def look(self, request: web.Request) -> web.StreamResponse:
        """A section, or a file of one. Raises 404 for what the visitor may not know of."""
        if "file" in request.match_info:
            return await self._file(request)
        visit = await self._visit(request, fresh=False)
        meant_for = self._meant_for(visit)
        notice = self._notices.kept_for(meant_for)
        shown = await visit.section.show(replace(visit, notice=notice.text, handed=notice.handed))
        # Where the page could not be made, or only its headers were asked for, nobody read it.
        if request.method == hdrs.METH_GET:
            self._notices.read(meant_for, notice)
        return shown

    async def _file(self, request: web.Request) -> web.StreamResponse:
        # Noted before it is asked who it is for: whoever signs out meanwhile is noticed either way.
        with self.news.open_for(digest_of(request.cookies.get(self._cookie, ""))):
            visit = await self._visit(request, fresh=False)
            file = visit.section.files.get(request.match_info["file"])
            if file is None:
                raise web.HTTPNotFound
            return await file(visit)

    async def act(self, request: web.Request) -> web.Response:
        """Do what a form asks, and lead back to where it stood with a sentence on what came of it.

        Rights are asked anew, for a minute is long enough to do harm. The form's field `at` is the
        query of the page that it stood on.
        """
        secret, signed_in = await self._signed_in(request)
        form = await self._form(request, secret)
        self._allow(signed_in)
        visit = await self._visit(request, fresh=True)
        act = visit.section.acts.get(request.match_info["act"])
        if act is None:
            raise web.HTTPNotFound
        said = await act(visit, form)
        notice = said if isinstance(said, Notice) else Notice(said)
        self._notices.keep(self._meant_for(visit), notice)
        back = URL(visit.path(visit.section.path), encoded=True)
        at = URL.build(path="/", query_string=form.get("at", "")[:_MOST_PLACE_LENGTH]).query
        raise web.HTTPSeeOther(back.with_query(at))

    def _allow(self, signed_in: SessionView) -> None:
        """Take one act off what a visitor may do. Raises 429 for one too many."""
        wait = self._allowance.seconds_to_wait(str(signed_in.member.user_id))
        if wait:
            seconds = str(math.ceil(wait))
            raise web.HTTPTooManyRequests(headers={"Retry-After": seconds}, text="Too fast.")

    async def _signed_in(self, request: web.Request) -> tuple[str, SessionView]:
        """What the browser holds, and whom it lets in. Raises 303 to the door for nobody."""
        secret = request.cookies.get(self._cookie, "")
        if 0 < len(secret) <= _MOST_SECRET_LENGTH:
            found = await session(self._house.reader, digest_of(secret), self._house.clock())
            if found:
                return secret, found
        raise web.HTTPSeeOther("/enter")

    async def _visit(self, request: web.Request, *, fresh: bool) -> Visit:
        """Who asks for which section of which server. Raises 404 for what they may not know of."""
        secret, signed_in = await self._signed_in(request)
        guild = int(request.match_info["guild"])
        visitor = await self._visitor(signed_in, guild, form_token(secret), fresh=fresh)
        settings = await self._house.memory.settings(guild)
        language = language_of(request, settings.language)
        sections = tuple(
            one for one in self._sections if one.right is None or one.right in visitor.rights
        )
        wanted = request.match_info.get("section", self._sections[0].path)
        section = next((one for one in sections if one.path == wanted), None)
        if section is None:
            raise web.HTTPNotFound
        return Visit(
            house=self._house_for(visitor, request),
            request=request,
            visitor=visitor,
            hall=self._hall,
            settings=settings,
            words=speak(language),
            language=language,
            sections=sections,
            section=section,
            overlays=self._overlays,
            news=self.news,
            desk=self._desk,
            public_url=self._server.address.public_url or self._server.address.local_url,
            session=digest_of(secret),
        )

    def _meant_for(self, visit: Visit) -> MeantFor:
        return MeantFor(visit.session, visit.visitor.guild, visit.section.path)

    def _house_for(self, visitor: Visitor, request: web.Request) -> House:
        """The house as one visitor finds it: what takes long to read is read when it is their turn,
        for commands read by the same connection."""
        database, user_id = self._house.database, visitor.person.user_id
        reports = InTurn(database.reports, self._turns, user_id, request)
        return replace(self._house, database=replace(database, reports=reports))

    async def _visitor(
        self, signed_in: SessionView, guild: int, form: str, *, fresh: bool
    ) -> Visitor:
        user_id = signed_in.member.user_id
        assert user_id is not None
        known = {one.guild: one for one in await memberships(self._house.reader, user_id)}
        name = self._hall.name_of(guild)
        if guild not in known or name is None:
            raise web.HTTPNotFound
        standing = await self._hall.standing(guild, user_id, fresh=fresh)
        if standing and not standing.is_here:
            raise web.HTTPNotFound
        return Visitor(
            guild=guild,
            guild_name=name,
            member=known[guild].member,
            # Where Discord does not say, nobody is a moderator.
            rights=standing.rights if standing else frozenset[Right](),
            places=await self._places(user_id, guild, known),
            form_token=form,
        )

    async def _places(self, user_id: int, here: int, known: Iterable[int]) -> tuple[Place, ...]:
        """The servers that somebody may look at: those that they have not left, as far as told."""
        named = [(guild, self._hall.name_of(guild)) for guild in known]
        found = [Place(guild, name) for guild, name in named if name][:MOST_PLACES]
        others = [place.guild for place in found if place.guild != here]
        standings = await asyncio.gather(
            *(self._hall.standing(guild, user_id, fresh=False) for guild in others)
        )
        left = {
            guild
            for guild, standing in zip(others, standings, strict=True)
            if standing and not standing.is_here
        }
        return tuple(place for place in found if place.guild not in left)

    async def _form(self, request: web.Request, secret: str) -> Mapping[str, str]:
        """What was filled in. Raises 403 for a form that no page of ours made for this visitor."""
        fields = await request.post()
        form = {name: value for name, value in fields.items() if isinstance(value, str)}
        if not is_from_own_form(secret, form.get("token", "")):
            words = speak(language_of(request))
            told = _told(request, 403, words.form_over_title, words.form_over)
            raise web.HTTPForbidden(text=told.text, content_type="text/html")
        return form


def _told(request: web.Request, status: int, title: str, text: str) -> web.Response:
    """A page of one sentence, for who does not come in or finds nothing."""
    answer = page("told.html", language=language_of(request), title=title, text=text)
    answer.set_status(status)
    return answer


def _waiting(request: web.Request, error: StorageFailed, text: str) -> web.Response:
    """What is said where the books cannot be read or written just now."""
    log.warning("a page waits for the books", reason=str(error))
    answer = _told(request, 503, speak(language_of(request)).waiting_title, text)
    answer.headers["Retry-After"] = "2"
    return answer


def _worded(handler: Handler) -> Handler:
    """A handler that says on a page, in the reader's language, why there is nothing to show."""

    @functools.wraps(handler)
    async def answered(request: web.Request) -> web.StreamResponse:
        words = speak(language_of(request))
        try:
            return await handler(request)
        except web.HTTPNotFound as error:
            _require_unsaid(request, error)
            return _told(request, 404, words.lost_title, words.lost)
        except web.HTTPTooManyRequests as error:
            _require_unsaid(request, error)
            answer = _told(request, 429, words.too_fast_title, words.too_fast)
            answer.headers["Retry-After"] = error.headers.get("Retry-After", "2")
            return answer
        except StorageFailed as error:
            _require_unsaid(request, error)
            return _waiting(request, error, words.waiting)

    return answered


def _require_unsaid(request: web.Request, error: Exception) -> None:
    """Break off where a part of the answer has gone: nobody is to take what follows for more of
    it."""
    if request.writer.output_size > 0:
        log.warning("an answer broke off", reason=str(error))
        raise ConnectionResetError("the answer broke off") from None
