"""The bot's pages in a test, served beside the sandbox and entered by the real command and link."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final

from aiohttp import ClientResponse, ClientSession, CookieJar
from playwright.async_api import Browser, Page

from tests.theatre import Theatre

HERE: Final = "http://127.0.0.1:0"
"""The public address of pages that are opened by this machine alone, at whichever port is free."""
_LINK: Final = re.compile(r"\|\|(\S+)#(\S+)\|\|")
_FIELD: Final = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"[^>]*>')
_FORM: Final = re.compile(r'<form[^>]*action="([^"]*)">(.*?)</form>', re.DOTALL)


class Link:
    """What `/creator dashboard` gave: the page that it leads to, and the secret that opens once."""

    def __init__(self, text: str) -> None:
        """Read it out of the answer."""
        found = _LINK.search(text)
        assert found is not None, text
        self.page, self.secret = found[1], found[2]

    @property
    def address(self) -> str:
        """All of it, as a browser is given it."""
        return f"{self.page}#{self.secret}"


@dataclass
class Visitor:
    """Somebody's browser without the pictures: what it holds, and what it asks."""

    session: ClientSession
    url: str
    """Where the pages are served, without a path."""
    origin: str
    """What it says its own pages are."""
    headers: dict[str, str]

    async def get(self, path: str, **options: Any) -> ClientResponse:
        """Ask for a page, following nothing."""
        options["headers"] = {**self.headers, **options.get("headers", {})}
        return await self.session.get(f"{self.url}{path}", allow_redirects=False, **options)

    async def post(self, path: str, fields: dict[str, str], **options: Any) -> ClientResponse:
        """Send a form, following nothing."""
        options["headers"] = {**self.headers, "Origin": self.origin, **options.get("headers", {})}
        where = f"{self.url}{path}"
        return await self.session.post(where, data=fields, allow_redirects=False, **options)

    async def read(self, path: str) -> str:
        """The text of a page that there is."""
        answer = await self.get(path)
        assert answer.status == 200, (path, answer.status)
        return await answer.text()

    async def enter(self, link: Link) -> ClientResponse:
        """Follow a link into the dashboard."""
        return await self.post("/enter", {"link": link.secret})

    async def form(self, path: str, action: str) -> dict[str, str]:
        """The fields of the form on a page that does this."""
        for where, inside in _FORM.findall(await self.read(path)):
            if where.endswith(action):
                return dict(_FIELD.findall(inside))
        raise AssertionError(f"{path} has no form for {action}")


@dataclass
class Scenery:
    """The pages of the theatre's bot, while it runs."""

    theatre: Theatre

    @property
    def guild(self) -> int:
        """The guild that they tell of."""
        return self.theatre.guild

    @property
    def url(self) -> str:
        """Where they are served."""
        bot = self.theatre.bot
        assert bot is not None, "the bot is not running"
        return bot.site.server.address.local_url

    @property
    def public_url(self) -> str:
        """What they are called outside."""
        bot = self.theatre.bot
        assert bot is not None
        return bot.site.server.address.public_url or self.url

    async def link(self, name: str) -> Link:
        """What the command gives somebody who types it."""
        return Link((await self.theatre.use(name, "/creator dashboard")).reply.text)

    @asynccontextmanager
    async def stranger(self, language: str = "en") -> AsyncIterator[Visitor]:
        """A browser in which nobody is signed in yet."""
        host = self.public_url.partition("//")[2]
        headers = {"Host": host, "Accept-Language": language}
        async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as session:
            yield Visitor(session, self.url, self.public_url, headers)

    @asynccontextmanager
    async def signed_in(self, name: str, language: str = "en") -> AsyncIterator[Visitor]:
        """A browser in which somebody is signed in, by the command and its link."""
        async with self.stranger(language) as visitor:
            answer = await visitor.enter(await self.link(name))
            assert answer.status == 303, answer.status
            yield visitor

    async def sign_in(self, browser: Browser, name: str, **options: Any) -> Page:
        """A page of a real browser in which somebody has followed their link."""
        context = await browser.new_context(**options)
        page = await context.new_page()
        await page.goto((await self.link(name)).address)
        async with page.expect_navigation(url="**/dashboard/**"):
            await page.get_by_role("button").click()
        return page

    def path(self, section: str = "overview", file: str = "") -> str:
        """Where a section of the theatre's guild is."""
        return "/".join(filter(None, [f"/dashboard/{self.theatre.guild}", section, file]))


@asynccontextmanager
async def open_site(theatre: Theatre, public_url: str = HERE) -> AsyncIterator[Scenery]:
    """Have the theatre's bot join, with pages that are called `public_url` outside."""
    theatre.settings = theatre.settings.model_copy(update={"public_url": public_url})
    async with theatre.bot_running():
        yield Scenery(theatre)
