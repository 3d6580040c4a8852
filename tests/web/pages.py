"""Pages of an overlay without a browser: they read the stream, and report as the real one does."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import aiohttp
import orjson

from bot.ledger.outcomes import Accepted, GiftSent
from bot.ledger.outcomes.browser import OverlayOpened
from bot.ledger.requests import Request, ReverseGift, SendGift
from bot.ledger.requests.browser import OpenOverlay
from bot.storage.audit import examine
from bot.storage.overlays import AlertKind, OverlayView, overlay_of, passed_over
from bot.storage.people import somebody
from bot.web.overlays.part import Overlays
from bot.web.overlays.playback import Playback, Presence
from bot.web.tokens import Token, new_token
from tests.theatre import Theatre
from tests.waiting import PATIENCE_SECONDS, until

ROSE: Final = 1
_PLENTY: Final = 100_000
_MOST_PASSED: Final = 10
Event = tuple[str, dict[str, Any]]


@dataclass
class Page:
    """One open page."""

    session: aiohttp.ClientSession
    url: str
    secret: str
    response: aiohttp.ClientResponse
    name: str = ""
    last_id: str = ""
    heard: list[Event] = field(default_factory=list)
    """Everything it was told, oldest first."""

    async def hear(self) -> Event | None:
        """The next that it is told but beats; None where the connection ended."""
        fields: dict[str, str] = {}
        while True:
            line = await self._line()
            if not line:
                return None
            if line.strip():
                name, _, value = line.rstrip("\n").partition(": ")
                fields[name] = value
            elif fields.get("event") == "beat":
                fields = {}
            else:
                break
        event = (fields["event"], orjson.loads(fields["data"]))
        self.heard.append(event)
        if event[0] == "hello":
            self.name = event[1]["page"]
        else:
            self.last_id = fields["id"]
        return event

    async def _line(self) -> str:
        """What comes next; nothing where the connection ended, in good order or not."""
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                return (await self.response.content.readline()).decode()
        except aiohttp.ClientError:
            return ""

    async def told(self, topic: str) -> dict[str, Any]:
        """What it is told next about a topic."""
        while event := await self.hear():
            if event[0] == topic:
                return event[1]
        raise AssertionError(f"the stream ended before it told of {topic}: {self.heard}")

    async def alert(self) -> dict[str, Any]:
        """The next alert that is on."""
        while not (alert := await self.told("alert")):
            pass
        return alert

    async def nothing(self) -> None:
        """Wait until it is told that nothing is on."""
        while await self.told("alert"):
            pass

    async def ends(self) -> None:
        """Wait until its connection has ended."""
        while await self.hear():
            pass

    async def report(self, alert: Mapping[str, Any], **other: Any) -> int:
        """Say that an alert was shown to its end; the status of the answer."""
        said = {name: alert[name] for name in ("first", "through", "kind")} | other
        return await report(self.session, self.url, self.secret, said)

    async def finish(self, alert: Mapping[str, Any]) -> None:
        """The same, and it is taken."""
        assert await self.report(alert) == 204


async def report(session: aiohttp.ClientSession, url: str, secret: str, said: object) -> int:
    """Report something; the status of the answer."""
    headers = {"Authorization": f"Bearer {secret}", "Origin": url}
    async with session.post(f"{url}/overlay/finished", headers=headers, json=said) as response:
        return response.status


@dataclass
class Gallery:
    """Bea's overlay in a theatre, and the pages that are opened of it."""

    theatre: Theatre
    session: aiohttp.ClientSession
    token: Token
    sent: int = 0

    @property
    def url(self) -> str:
        """Where the bot serves its pages; another port after each start."""
        assert self.theatre.bot is not None
        return self.theatre.bot.site.server.address.local_url

    async def renew(self) -> Token:
        """Have a new secret open Bea's overlay."""
        self.token = await open_overlay(self.theatre, "Bea")
        return self.token

    async def get(
        self, secret: str, last_id: str = "", *, plays: bool = True, document: str = ""
    ) -> aiohttp.ClientResponse:
        """Ask for the stream."""
        headers = {"Authorization": f"Bearer {secret}", "Last-Event-ID": last_id}
        headers |= {"Overlay-Page": document} if document else {}
        path = f"{self.url}/overlay/stream{'' if plays else '?plays=0'}"
        return await self.session.get(path, headers=headers)

    async def status(self, secret: str) -> int:
        """How the stream is answered to a secret."""
        response = await self.get(secret)
        response.close()
        return response.status

    @contextlib.asynccontextmanager
    async def page(
        self, secret: str = "", last_id: str = "", *, plays: bool = True, document: str = ""
    ) -> AsyncIterator[Page]:
        """A page that is open until left; one that does not play is a preview or a widget. One of
        the same `document` comes back and was not loaded anew."""
        secret = secret or self.token.secret
        response = await self.get(secret, last_id, plays=plays, document=document)
        assert response.status == 200
        try:
            page = Page(self.session, self.url, secret, response)
            await page.told("hello")
            yield page
        finally:
            response.close()

    async def gift(self, sender: str, item: int = ROSE, *, to: str = "Bea", **more: Any) -> int:
        """Have somebody send Bea a gift without Discord; its number."""
        self.sent += 1
        facts = {"item": item, "channel": self.theatre.channel_id("gifts"), **more}
        outcome = await self.theatre.house.writer.submit(
            SendGift(
                guild=self.theatre.guild,
                key=f"gift:{self.sent}",
                actor=self.theatre.person(sender),
                to=self.theatre.person(to),
                **facts,
            )
        )
        assert isinstance(outcome, GiftSent), outcome
        return outcome.seq

    async def overlay(self) -> OverlayView:
        """Bea's overlay as it is kept."""
        reader, guild = self.theatre.house.reader, self.theatre.guild
        bea = await somebody(reader, guild, self.theatre.id_of("Bea"))
        assert bea is not None
        overlay = await overlay_of(reader, guild, bea.number)
        assert overlay is not None
        return overlay

    async def sees(self, page: Page, *senders: str) -> list[dict[str, Any]]:
        """Have a page show what is on, until these senders had their turn, in this order."""
        shown = []
        for sender in senders:
            alert = await page.alert()
            assert alert["sender"] == sender, (alert, page.heard)
            await page.finish(alert)
            shown.append(alert)
        return shown


async def open_overlay(theatre: Theatre, name: str) -> Token:
    """Have a new secret open a creator's overlay."""
    token, creator = new_token(), theatre.person(name)
    outcome = await theatre.house.writer.submit(
        OpenOverlay(
            guild=theatre.guild,
            key=token.handle,
            actor=creator,
            creator=creator,
            handle=token.handle,
            digest=token.digest,
        )
    )
    assert isinstance(outcome, OverlayOpened), outcome
    return token


@contextlib.asynccontextmanager
async def gallery_at(theatre: Theatre, secret: str) -> AsyncIterator[Gallery]:
    """An overlay whose secret somebody was given."""
    async with aiohttp.ClientSession() as session:
        yield Gallery(theatre, session, Token(secret))


@contextlib.asynccontextmanager
async def gallery_again(before: Gallery) -> AsyncIterator[Gallery]:
    """The same overlay beside a bot that was started anew."""
    async with aiohttp.ClientSession() as session:
        yield Gallery(before.theatre, session, before.token, before.sent)


@contextlib.asynccontextmanager
async def open_gallery(theatre: Theatre) -> AsyncIterator[Gallery]:
    """Bea's overlay, and people with enough to give."""
    for name in ("Ann", "Kim", "Lee"):
        await theatre.grant(name, _PLENTY)
    async with aiohttp.ClientSession() as session:
        yield Gallery(theatre, session, await open_overlay(theatre, "Bea"))


def overlays(gallery: Gallery) -> Overlays:
    """The part of the running bot that streams."""
    assert gallery.theatre.bot is not None
    return gallery.theatre.bot.site.overlays


async def done(gallery: Gallery, kind: type[Request], who: str = "Bea", **facts: Any) -> Accepted:
    """Somebody asks for something, and it is done."""
    theatre = gallery.theatre
    gallery.sent += 1
    outcome = await theatre.house.writer.submit(
        kind(guild=theatre.guild, key=f"act:{gallery.sent}", actor=theatre.person(who), **facts)
    )
    assert isinstance(outcome, Accepted), outcome
    return outcome


async def of_bea(gallery: Gallery, kind: type[Request], **facts: Any) -> Accepted:
    """Bea asks for something about herself, and it is done."""
    return await done(gallery, kind, creator=gallery.theatre.person("Bea"), **facts)


async def reversed_by_max(gallery: Gallery, seq: int) -> None:
    """A moderator takes a gift back."""
    await done(gallery, ReverseGift, "Max", seq=seq, reason="by mistake")


async def is_content(gallery: Gallery) -> bool:
    """Whether the recount finds nothing wrong."""
    return (await examine(gallery.theatre.house.database.reports)).ok


async def passed(gallery: Gallery) -> list[tuple[int, AlertKind, int]]:
    """What was passed over of Bea's alerts, the newest first: the first of it, and whose combo."""
    reader, number = gallery.theatre.house.reader, (await gallery.overlay()).creator.number
    kept = await passed_over(reader, gallery.theatre.guild, number, 0, _MOST_PASSED)
    return [(it.first, it.kind, it.combo.number if it.combo else 0) for it in kept.newest]


async def out_of_sight(gallery: Gallery, presence: Presence = Presence.OFF) -> None:
    """Wait until it is noticed that nobody sees Bea's overlay any more."""
    number = (await gallery.overlay()).creator.number
    await until(lambda: overlays(gallery).presence(gallery.theatre.guild, number) is presence)


def playback_of(gallery: Gallery) -> Playback:
    """The only overlay of which a page is open."""
    (playback,) = overlays(gallery)._playing.values()
    return playback


def lose_patience(gallery: Gallery) -> None:
    """Have all the time be over in which the alert that is on should have been reported."""
    playback = playback_of(gallery)
    playback._due = 0.0
    playback.wake()
