"""Who is in the dashboard, what they may see there, and what every page of it knows."""

import re
import secrets
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any, Final, NamedTuple, Protocol
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.house import House
from bot.ledger.guild_settings import GuildSettings
from bot.ledger.outcomes import Refused
from bot.ledger.requests import Person
from bot.rights import Right
from bot.storage.people import Somebody
from bot.web.dashboard.desk import Desk
from bot.web.dashboard.news import News
from bot.web.overlays.part import Overlays
from bot.web.pages import page
from bot.words import Words
from bot.words.plain import plain
from bot.words.refusals import Around

MOST_NUMBER: Final = 2**63 - 2
"""The highest number that the books can be asked for, and for the one after it too."""
_KEY_LETTERS: Final = 12
_KEY: Final = re.compile(r"[\w-]{1,40}", re.ASCII)
"""Not everything that a form can carry can be written into the books."""


class Standing(NamedTuple):
    """Whether somebody is on a server now, and what they may do there."""

    is_here: bool
    rights: frozenset[Right] = frozenset()


class Hall(Protocol):
    """Tells of servers and their people what only Discord knows."""

    def name_of(self, guild: int) -> str | None:
        """What a server is called; None where the bot is not on it."""

    def called(self, guild: int, number: int) -> str | None:
        """What a role or a channel of a server is called; None where it is gone."""

    async def standing(self, guild: int, user_id: int, *, fresh: bool) -> Standing | None:
        """Who somebody is on a server: as of now where `fresh`, else as of a minute ago at most.

        None where Discord does not say.
        """


class Place(NamedTuple):
    """A server that a visitor may look at."""

    guild: int
    name: str


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody signed in, on the server that they look at."""

    guild: int
    guild_name: str
    member: Somebody
    rights: frozenset[Right]
    places: tuple[Place, ...]
    """The servers that they may look at, this one included."""
    form_token: str

    @property
    def person(self) -> Person:
        """The visitor as requests name them."""
        assert self.member.user_id is not None
        return Person(self.member.user_id, self.member.name or "")


@dataclass(frozen=True, slots=True)
class Visit:
    """One request of a visitor."""

    house: House
    request: web.Request
    visitor: Visitor
    hall: Hall
    settings: GuildSettings
    words: Words
    language: str
    """The language of `words`, as pages name it: `en`, `de`."""
    sections: "tuple[Section, ...]"
    """What the visitor may open, in the order of the menu."""
    section: "Section"
    overlays: Overlays
    news: News
    desk: Desk
    """Where files are written."""
    public_url: str
    """What the pages are called outside, without a path."""
    session: bytes
    """The digest of what the visitor's browser holds."""
    notice: str = ""
    """What the visitor is told of what they did just now."""
    handed: str = ""
    """A secret that they asked for just now, and are shown this once."""

    def show(self, template: str, **values: Any) -> web.Response:
        """A page of the dashboard, made of a template that knows who looks at it."""
        return page(template, visit=self, words=self.words, visitor=self.visitor, **values)

    def path(self, section: str = "", file: str = "") -> str:
        """The address of a section on the server that is looked at, or of a file or act of it."""
        return "/".join(filter(None, [f"/dashboard/{self.visitor.guild}", section, file]))

    def local(self, at_ms: int) -> datetime:
        """A moment, in UTC milliseconds, as the clocks of the guild show it."""
        return datetime.fromtimestamp(at_ms / 1_000, UTC).astimezone(self.timezone)

    @property
    def timezone(self) -> ZoneInfo:
        """The guild's."""
        return ZoneInfo(self.settings.timezone)

    @property
    def today(self) -> date:
        """The guild's day."""
        return self.local(self.house.clock()).date()

    def begins_ms(self, day: date) -> int:
        """When a day begins in the guild, in UTC milliseconds."""
        midnight = datetime.combine(day, time.min, self.timezone)
        return int(midnight.astimezone(UTC).timestamp() * 1_000)

    def asked(self, name: str, allowed: Collection[int], otherwise: int) -> int:
        """A number that the address asks for, such as `?days=7`; `otherwise` for any other one."""
        number = self.number_asked(name)
        return number if number is not None and number in allowed else otherwise

    def number_asked(self, name: str) -> int | None:
        """A number from 0 on that the address asks for; None for nothing, or nonsense."""
        text = self.request.query.get(name, "")
        is_number = text.isascii() and text.isdigit() and len(text) <= len(str(MOST_NUMBER))
        return min(int(text), MOST_NUMBER) if is_number else None

    async def reason(self, refused: Refused) -> str:
        """Why something was not done, and what would work, as plain text."""
        catalogue = await self.house.memory.catalogue(self.visitor.guild)
        around = Around(catalogue=catalogue, settings=self.settings)
        return plain(self.words.refusal(refused, around))

    def new_key(self) -> str:
        """What a form carries so that sending it twice does what it asks once."""
        return secrets.token_urlsafe(_KEY_LETTERS)

    def key_of(self, form: Mapping[str, str]) -> str:
        """The key of the request that a form makes. Raises 400 for a form without one."""
        key = form.get("key", "")
        if not _KEY.fullmatch(key):
            raise web.HTTPBadRequest
        return f"web:{self.visitor.member.number}:{key}"


class Notice(NamedTuple):
    """What somebody is told of what they did, once."""

    text: str = ""
    handed: str = ""
    """A secret that is theirs alone."""


Show = Callable[[Visit], Awaitable[web.StreamResponse]]
Act = Callable[[Visit, Mapping[str, str]], Awaitable[str | Notice]]
"""Does what a form asks, and returns the sentence that its sender reads."""


@dataclass(frozen=True, slots=True)
class Section:
    """One page of the dashboard, with the files and the acts that belong to it."""

    path: str
    """Its name in addresses: letters from a to z."""
    title: Callable[[Words], str]
    show: Show
    right: Right | None = None
    """What a visitor must be allowed to do to see it; None for every creator's own."""
    acts: Mapping[str, Act] = field(default_factory=dict)
    files: Mapping[str, Show] = field(default_factory=dict)
    """Downloads and streams, by the last part of their address."""
    is_in_menu: bool = True
    """Whether the menu leads there; what is about the visitor alone, their name leads to."""
