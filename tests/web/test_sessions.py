"""Promises of being signed in: where, until when, and by a link that opens once, come what may."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from typing import Final

import pytest
from aiohttp import ClientPayloadError

from bot.ledger.requests import Person
from bot.ledger.requests.marks import SignOut
from bot.storage.database import StorageFailed
from bot.web.dashboard.entrance import LINK_MS, Links
from bot.web.dashboard.notices import MOST_NOTICES, NOTICE_MS, MeantFor, Notices
from bot.web.dashboard.visit import Notice
from tests.ledger.scene import BEA, KIM
from tests.storage.faults import UnreliableKeeper
from tests.storage.scene import Clock
from tests.waiting import until
from tests.web.scenery import Scenery, Visitor

GUILD: Final = 1


@asynccontextmanager
async def books_that_take_nothing(site: Scenery) -> AsyncIterator[None]:
    """Have nothing written until left."""
    keeper = site.theatre.house.database.keeper
    await keeper.fetch("PRAGMA query_only = ON")
    try:
        yield
    finally:
        await keeper.fetch("PRAGMA query_only = OFF")


async def is_in(site: Scenery, visitor: Visitor) -> bool:
    """Whether a browser is let into the dashboard."""
    return (await visitor.get(site.path())).status == 200


async def follow(links: Links, secret: str, tried: list[Person | None]) -> None:
    """Follow a link to the end."""
    async with links.follow(secret) as invited:
        tried.append(invited.person if invited else None)


async def follow_in_vain(links: Links, secret: str, meanwhile: Callable[[], None]) -> None:
    """Follow a link while the books take nothing, and something happens before that is known."""
    async with links.follow(secret) as invited:
        assert invited is not None
        meanwhile()
        await asyncio.sleep(0)
        raise StorageFailed("the file is full")


# The link.


async def test_a_link_survives_books_that_do_not_answer(site: Scenery) -> None:
    link = await site.link("Bea")
    async with site.stranger() as visitor:
        async with books_that_take_nothing(site):
            for _ in range(2):
                answer = await visitor.enter(link)
                assert (answer.status, answer.headers["Retry-After"]) == (503, "2")
                assert "Your link stays open" in await answer.text()
                assert "Set-Cookie" not in answer.headers
        site.theatre.clock.advance(LINK_MS / 1_000 - 10)
        assert (await visitor.enter(link)).status == 303
        assert (await visitor.enter(link)).status == 403
        assert await is_in(site, visitor)


async def test_a_link_survives_no_longer_than_its_five_minutes(site: Scenery) -> None:
    link = await site.link("Bea")
    async with site.stranger() as visitor:
        async with books_that_take_nothing(site):
            assert (await visitor.enter(link)).status == 503
        site.theatre.clock.advance(LINK_MS / 1_000)
        assert (await visitor.enter(link)).status == 403


async def test_of_all_who_follow_a_link_at_once_one_comes_in(site: Scenery) -> None:
    link = await site.link("Bea")
    async with site.stranger() as one, site.stranger() as other:
        answers = await asyncio.gather(*(who.enter(link) for who in [one, other] * 5))
        assert sorted(answer.status for answer in answers) == [303] + [403] * 9
        assert [await is_in(site, one), await is_in(site, other)].count(True) == 1


async def test_who_waits_for_somebody_elses_attempt_comes_in_where_it_fails() -> None:
    clock, tried = Clock(), list[Person | None]()
    links = Links(clock)
    secret = links.give(GUILD, BEA).secret
    waiting: list[asyncio.Task[None]] = []

    def others_come() -> None:
        waiting.extend(asyncio.create_task(follow(links, secret, tried)) for _ in range(3))

    with pytest.raises(StorageFailed):
        await follow_in_vain(links, secret, others_come)
    await asyncio.gather(*waiting)
    assert tried == [BEA, None, None]


async def test_who_waits_past_the_five_minutes_does_not_come_in() -> None:
    clock, tried = Clock(), list[Person | None]()
    links = Links(clock)
    secret = links.give(GUILD, BEA).secret
    waiting: list[asyncio.Task[None]] = []

    def somebody_comes_and_time_passes() -> None:
        waiting.append(asyncio.create_task(follow(links, secret, tried)))
        clock.now_ms += LINK_MS

    with pytest.raises(StorageFailed):
        await follow_in_vain(links, secret, somebody_comes_and_time_passes)
    await asyncio.gather(*waiting)
    assert tried == [None]


async def test_links_that_are_taken_back_open_nothing_also_while_they_are_followed() -> None:
    links, tried = Links(Clock()), list[Person | None]()
    secrets = [links.give(guild, BEA).secret for guild in (1, 2)]
    others = links.give(1, KIM).secret
    async with links.follow(secrets[0]) as invited:
        assert invited is not None
        links.forget(BEA.user_id)
        waiting = asyncio.create_task(follow(links, secrets[0], tried))
        await asyncio.sleep(0)
    await waiting
    for secret in (*secrets, others):
        await follow(links, secret, tried)
    assert tried == [None, None, None, KIM]


# Where somebody is signed in.


async def test_another_link_leaves_the_laptop_signed_in(site: Scenery) -> None:
    async with site.signed_in("Bea") as laptop, site.signed_in("Bea") as phone:
        assert await is_in(site, laptop)
        text = await phone.read(site.path("sessions"))
        assert "2 browsers are signed in to your dashboard." in text
        assert text.count("<li>Since ") == 2
        assert text.count("this browser</span>") == 1
        assert f'href="{site.path("sessions")}"' in await laptop.read(site.path())
    async with site.signed_in("Max", "de") as max_:
        assert "Ein Browser ist bei deiner Übersicht angemeldet: dieser." in await max_.read(
            site.path("sessions")
        )


async def test_one_press_signs_out_everywhere_at_that_moment(site: Scenery) -> None:
    async with (
        site.signed_in("Bea") as laptop,
        site.signed_in("Bea") as phone,
        site.signed_in("Max") as max_,
        site.stranger() as late,
    ):
        link = await site.link("Bea")
        told = await phone.get(site.path("queue", "live"))
        others = await max_.get(site.path("queue", "live"))
        with closing(told), closing(others):
            assert await told.content.readany()
            assert await others.content.readany()
            text = await laptop.read(site.path("sessions"))
            assert "All of your browsers are signed out at once, this one too" in text
            form = await laptop.form(site.path("sessions"), "/leave/everywhere")
            answer = await laptop.post("/leave/everywhere", form)
            assert answer.status == 200
            assert "Signed out everywhere" in await answer.text()
            assert not list(laptop.session.cookie_jar)
            assert not await is_in(site, phone)
            assert not await is_in(site, laptop)
            # What was told to the other browser has ended; what is told to others goes on.
            with pytest.raises(ClientPayloadError):
                await told.content.read()
            assert not others.content.at_eof()
        assert (await late.enter(link)).status == 403
        assert await is_in(site, max_)
        assert (await late.enter(await site.link("Bea"))).status == 303


@dataclass
class HeldKeeper(UnreliableKeeper):
    """A real keeper whose transactions begin only once they may."""

    has_begun: asyncio.Event = field(default_factory=asyncio.Event)
    may_go_on: asyncio.Event = field(default_factory=asyncio.Event)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[None]:
        """A real transaction, in its time."""
        self.has_begun.set()
        await self.may_go_on.wait()
        async with super().transaction():
            yield


@asynccontextmanager
async def held_books(site: Scenery) -> AsyncIterator[HeldKeeper]:
    """Have what is to be written wait until it may be, at the latest when this is left."""
    writer = site.theatre.house.writer
    keeper, writer._keeper = writer._keeper, HeldKeeper(writer._keeper)
    try:
        yield writer._keeper
    finally:
        writer._keeper.may_go_on.set()
        writer._keeper = keeper


@pytest.mark.parametrize("others", [0, 1], ids=["being written", "waiting with it"])
async def test_whoever_is_coming_in_at_that_moment_is_signed_out_as_well(
    site: Scenery, others: int
) -> None:
    async with site.signed_in("Bea") as laptop, site.stranger() as late, site.stranger() as later:
        writer, link = site.theatre.house.writer, await site.link("Bea")
        form = await laptop.form(site.path("sessions"), "/leave/everywhere")
        async with held_books(site) as keeper:
            # Where somebody else is written first, both wait, and are written in one.
            before = [
                asyncio.create_task(writer.mark(SignOut(digest=b"of another")))
                for _ in range(others)
            ]
            await until(lambda: keeper.has_begun.is_set() or not before)
            entering = asyncio.create_task(late.enter(link))
            await until(lambda: keeper.has_begun.is_set() and writer.waiting == others)
            leaving = asyncio.create_task(laptop.post("/leave/everywhere", form))
            await until(lambda: writer.waiting == others + 1)
            too_late = asyncio.create_task(later.enter(link))
        await asyncio.gather(*before)
        assert (await entering).status == 303
        assert (await leaving).status == 200
        assert (await too_late).status == 403
        assert [await is_in(site, who) for who in (laptop, late, later)] == [False] * 3


async def test_nobody_signs_out_somebody_else(site: Scenery) -> None:
    async with site.signed_in("Bea") as bea, site.signed_in("Max") as max_, site.stranger() as eve:
        theirs = (await max_.form(site.path("sessions"), "/leave/everywhere"))["token"]
        for token in ("", "x", theirs):
            assert (await bea.post("/leave/everywhere", {"token": token})).status == 403
        assert (await eve.post("/leave/everywhere", {"token": theirs})).status == 303
        assert (await bea.get("/leave/everywhere")).status == 405
        assert await is_in(site, bea)
        assert await is_in(site, max_)


async def test_while_the_books_take_nothing_nobody_is_said_to_be_signed_out(site: Scenery) -> None:
    async with site.signed_in("Bea") as bea:
        form = await bea.form(site.path("sessions"), "/leave/everywhere")
        async with books_that_take_nothing(site):
            for path in ("/leave/everywhere", "/leave"):
                answer = await bea.post(path, form)
                assert answer.status == 503
                assert "The books do not answer at the moment." in await answer.text()
        assert await is_in(site, bea)


# What somebody is told of what they did.


async def test_what_was_done_is_told_on_its_own_page_whatever_is_opened_first(
    site: Scenery,
) -> None:
    async with site.signed_in("Bea") as bea:
        form = await bea.form(site.path("overlay"), "/renew")
        assert (await bea.post(site.path("overlay", "renew"), form)).status == 303
        held = await bea.form(site.path("queue"), "/hold")
        assert (await bea.post(site.path("queue", "hold"), held)).status == 303
        for section in ("overview", "sessions", "statement"):
            text = await bea.read(site.path(section))
            assert 'class="notice"' not in text
        where = f"{site.url}{site.path('overlay')}"
        async with bea.session.head(where, headers=bea.headers) as only_asked:
            assert only_asked.status == 200
        assert f"{site.public_url}/overlay#" in await bea.read(site.path("overlay"))
        assert f"{site.public_url}/overlay#" not in await bea.read(site.path("overlay"))
        assert 'class="notice"' in await bea.read(site.path("queue"))


async def test_nobody_else_is_told(site: Scenery) -> None:
    async with site.signed_in("Bea") as laptop, site.signed_in("Bea") as phone:
        form = await laptop.form(site.path("overlay"), "/renew")
        await laptop.post(site.path("overlay", "renew"), form)
        assert "/overlay#" not in await phone.read(site.path("overlay"))
        assert "/overlay#" in await laptop.read(site.path("overlay"))


def test_notices_are_bounded_and_told_for_ten_minutes() -> None:
    clock = Clock()
    notices = Notices(clock)
    whom = [MeantFor(b"one", GUILD, f"section{number}") for number in range(MOST_NOTICES + 1)]
    for number, one in enumerate(whom):
        notices.keep(one, Notice(str(number)))
    assert notices.kept_for(whom[0]) == Notice()
    last = notices.kept_for(whom[-1])
    assert last.text == str(MOST_NOTICES)
    notices.keep(whom[-1], Notice("newer"))
    # A page that was made before the newer one came has told the older.
    notices.read(whom[-1], last)
    assert notices.kept_for(whom[-1]).text == "newer"
    clock.now_ms += NOTICE_MS
    assert notices.kept_for(whom[-1]) == Notice()
    notices.keep(whom[0], Notice("again"))
    notices.forget(b"two")
    assert notices.kept_for(whom[0]).text == "again"
    notices.forget(b"one")
    assert notices.kept_for(whom[0]) == Notice()
