"""Promises of the dashboard's door: who comes in, what they see there, and what nobody can do."""

import asyncio
from collections.abc import Mapping
from http.cookies import Morsel
from pathlib import Path
from typing import Final

import pytest
from aiohttp import web

from bot.attendance import REMEMBERED_MS, Attendance
from bot.hall import SILENCE_MS
from bot.ledger.money import Currency
from bot.ledger.requests import AdjustBalance
from bot.rights import Right
from bot.web.dashboard.entrance import LINK_MS, MOST_LINKS, SESSION_MS, Links
from bot.web.dashboard.sections import SECTIONS
from bot.web.dashboard.visit import Section, Visit
from bot.web.door import BURST
from tests.commands.moderators import gift
from tests.theatre import Theatre, open_theatre
from tests.web.scenery import HERE, Link, Scenery, Visitor, open_site

FAR: Final = "https://gifts.example.com"
"""A public address, as it is behind a proxy."""


async def look(visit: Visit) -> web.Response:
    """A page of moderators."""
    return web.Response(text="what moderators see")


async def mend(visit: Visit, form: Mapping[str, str]) -> str:
    """An act of moderators."""
    return "mended"


OFFICE: Final = Section(
    path="office",
    title=lambda words: "The office",
    show=look,
    right=Right.MODERATE,
    acts={"mend": mend},
    files={"list.csv": look},
)


@pytest.fixture(autouse=True)
def moderators_have_an_office(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beside the pages that there are, have one that asks for a right."""
    monkeypatch.setattr("bot.web.site.SECTIONS", (*SECTIONS, OFFICE))


def cookie(visitor: Visitor) -> Morsel[str]:
    """The one cookie that somebody's browser holds."""
    (found,) = visitor.session.cookie_jar
    return found


async def is_in(site: Scenery, visitor: Visitor) -> bool:
    """Whether a browser is let into the dashboard, or shown to its door."""
    answer = await visitor.get(site.path())
    if answer.status == 303:
        assert answer.headers["Location"] == "/enter"
    return answer.status == 200


def all_kept(folder: Path) -> bytes:
    """All that stands in the files of the books."""
    return b"".join(path.read_bytes() for path in folder.glob("books.db*"))


async def paused(theatre: Theatre, name: str) -> bool:
    """Whether a creator receives nothing for now."""
    rows = await theatre.house.reader.fetch(
        "SELECT paused FROM creator CROSS JOIN member ON member.guild = creator.guild "
        "AND number = creator.member WHERE creator.guild = ? AND user_id = ?",
        (theatre.guild, theatre.id_of(name)),
    )
    return bool(rows and rows[0][0])


# The link.


async def test_the_link_is_hidden_and_says_how_to_keep_it(site: Scenery) -> None:
    said = (await site.theatre.use("Bea", "/creator dashboard")).reply
    assert said.ephemeral
    assert said.text.startswith(f"📊 Your dashboard: ||{site.public_url}/enter#")
    for promise in ("opens once, within 5 minutes", "nobody", "sharing your screen"):
        assert promise in said.text


async def test_without_a_public_address_it_says_what_to_set(theatre: Theatre) -> None:
    said = await theatre.use("Bea", "/creator dashboard")
    assert "`OVATION_PUBLIC_URL`" in said.reply.text
    assert "127.0.0.1" not in said.reply.text
    assert "||" not in said.reply.text


async def test_a_link_opens_once(site: Scenery) -> None:
    link = await site.link("Bea")
    async with site.stranger() as first, site.stranger() as second:
        answer = await first.enter(link)
        assert (answer.status, answer.headers["Location"]) == (303, f"/dashboard/{site.guild}")
        replayed = await second.enter(link)
        assert replayed.status == 403
        assert "This link is over" in await replayed.text()
        assert "Set-Cookie" not in replayed.headers
        assert await is_in(site, first)
        assert not await is_in(site, second)


async def test_a_link_is_over_after_five_minutes(site: Scenery) -> None:
    link, late = await site.link("Bea"), await site.link("Max")
    site.theatre.clock.advance(LINK_MS / 1_000 - 10)
    async with site.stranger() as visitor:
        assert (await visitor.enter(link)).status == 303
    site.theatre.clock.advance(10)
    async with site.stranger() as visitor:
        assert (await visitor.enter(late)).status == 403


async def test_a_newer_link_of_the_same_person_ends_the_one_before(site: Scenery) -> None:
    old, other, new = [await site.link(name) for name in ("Bea", "Max", "Bea")]
    async with site.stranger() as visitor:
        statuses = [(await visitor.enter(link)).status for link in (old, other, new)]
    assert statuses == [403, 303, 303]


async def test_links_that_nobody_follows_take_bounded_room(site: Scenery) -> None:
    links, person = Links(lambda: 0), site.theatre.person("Bea")
    first = links.give(1, person)
    for guild in range(2, MOST_LINKS + 2):
        last = links.give(guild, person)
    async with links.follow(first.secret) as nobody:
        assert nobody is None
    async with links.follow(last.secret) as invited:
        assert invited is not None


@pytest.mark.parametrize("secret", ["", "x", "x" * 43, "x" * 50_000, "\0", "ÿ" * 43])
async def test_a_guessed_link_opens_nothing(site: Scenery, secret: str) -> None:
    await site.link("Bea")
    async with site.stranger() as visitor:
        assert (await visitor.enter(Link(f"||{site.url}/enter#x||"))).status == 403
        assert (await visitor.post("/enter", {"link": secret})).status == 403
        assert (await visitor.post("/enter", {})).status == 403


async def test_looking_at_a_link_does_not_use_it_up(site: Scenery) -> None:
    link = await site.link("Bea")
    async with site.stranger() as visitor:
        assert link.secret not in await visitor.read("/enter")
        assert (await visitor.enter(link)).status == 303


# The session.


@pytest.mark.parametrize("forged", ["", "x" * 43, "x" * 5_000, "a b", "\xff"])
async def test_a_forged_cookie_opens_nothing(site: Scenery, forged: str) -> None:
    async with site.stranger() as visitor:
        answer = await visitor.get(site.path(), headers={"Cookie": f"ovation={forged}"})
        assert (answer.status, answer.headers["Location"]) == (303, "/enter")


async def test_a_session_ends_by_itself(site: Scenery) -> None:
    async with site.signed_in("Bea") as bea:
        held = {"Cookie": f"ovation={cookie(bea).value}"}
    site.theatre.clock.advance(SESSION_MS / 1_000 - 60)
    async with site.stranger() as visitor:
        assert (await visitor.get(site.path(), headers=held)).status == 200
        site.theatre.clock.advance(60)
        assert (await visitor.get(site.path(), headers=held)).status == 303


async def test_signing_out_ends_it_for_whoever_holds_the_cookie(site: Scenery) -> None:
    async with site.signed_in("Bea") as bea, site.stranger() as thief:
        held = {"Cookie": f"ovation={cookie(bea).value}"}
        assert (await thief.get(site.path(), headers=held)).status == 200
        answer = await bea.post("/leave", await bea.form(site.path(), "/leave"))
        assert (answer.status, answer.headers["Location"]) == (303, "/enter")
        assert not list(bea.session.cookie_jar)
        assert (await thief.get(site.path(), headers=held)).status == 303


async def test_a_session_survives_a_restart_of_the_bot(tmp_path: Path) -> None:
    async with open_theatre(tmp_path) as theatre:
        async with open_site(theatre) as site, site.signed_in("Bea") as bea:
            held = {"Cookie": f"ovation={cookie(bea).value}"}
        async with open_site(theatre) as site, site.stranger() as visitor:
            assert (await visitor.get(site.path(), headers=held)).status == 200


async def test_no_secret_is_kept_or_logged(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    async with open_theatre(tmp_path) as theatre, open_site(theatre) as site:
        link = await site.link("Bea")
        async with site.stranger() as bea:
            await bea.enter(link)
            held = cookie(bea).value
            await bea.read(site.path())
            await bea.post(site.path("overview", "pause"), {"token": "x"})
    kept = await asyncio.to_thread(all_kept, tmp_path)
    logged = "".join(capfd.readouterr())
    for secret in (link.secret, held):
        assert secret.encode() not in kept
        assert secret not in logged


async def test_the_cookie_is_for_this_site_and_no_script(site: Scenery) -> None:
    async with site.stranger() as bea:
        (held,) = (await bea.enter(await site.link("Bea"))).cookies.values()
    assert held.key == "ovation"
    assert (held["httponly"], held["samesite"]) == (True, "Lax")
    assert (held["path"], held["domain"]) == ("/", "")
    assert held["max-age"] == str(SESSION_MS // 1_000)


async def test_over_https_the_cookie_goes_no_other_way(tmp_path: Path) -> None:
    async with (
        open_theatre(tmp_path) as theatre,
        open_site(theatre, FAR) as site,
        site.stranger() as visitor,
    ):
        link = await site.link("Bea")
        assert link.address.startswith(f"{FAR}/enter#")
        answer = await visitor.enter(link)
        (held,) = answer.cookies.values()
        assert held.key == "__Host-ovation"
        assert (held["secure"], held["httponly"], held["samesite"]) == (True, True, "Lax")
        assert (held["path"], held["domain"]) == ("/", "")
        assert "Strict-Transport-Security" in answer.headers
        mine = {"Cookie": f"__Host-ovation={held.value}"}
        assert (await visitor.get(site.path(), headers=mine)).status == 200
        # Another page of the same domain can set this name, so it counts for nothing.
        other = {"Cookie": f"ovation={held.value}"}
        assert (await visitor.get(site.path(), headers=other)).status == 303


# Changes.


async def test_a_form_of_our_own_page_does_what_it_says_once(site: Scenery) -> None:
    async with site.signed_in("Bea") as bea:
        form = await bea.form(site.path(), "/pause")
        for _ in range(2):
            answer = await bea.post(site.path("overview", "pause"), form)
            assert answer.status == 303
            assert answer.headers["Location"] == site.path("overview")
            assert "Paused. Nobody can send you gifts" in await bea.read(site.path())
        assert await paused(site.theatre, "Bea")
        # What was said of it is said once.
        assert "Paused. Nobody" not in await bea.read(site.path())
        again = await bea.form(site.path(), "/pause")
        assert again["on"] == "0"
        assert again["key"] != form["key"]


async def test_a_form_leads_back_to_where_it_stood_and_nowhere_else(site: Scenery) -> None:
    async with site.signed_in("Bea") as bea:
        form = await bea.form(f"{site.path()}?days=30", "/pause")
        assert form["at"] == "days=30"
        answer = await bea.post(site.path("overview", "pause"), form)
        assert answer.headers["Location"] == f"{site.path('overview')}?days=30"
        for at in ("//evil.example", "https://evil.example/?a=b", "a=1\r\nSet-Cookie: x=y", "#x"):
            answer = await bea.post(site.path("overview", "pause"), {**form, "at": at})
            assert answer.headers["Location"].startswith(site.path("overview"))
            assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "", "http://127.0.0.1"])
async def test_a_foreign_page_changes_nothing(site: Scenery, origin: str) -> None:
    async with site.signed_in("Bea") as bea:
        form = await bea.form(site.path(), "/pause")
        headers = {"Origin": origin}
        for path in (site.path("overview", "pause"), "/leave", "/enter"):
            assert (await bea.post(path, form, headers=headers)).status == 403
        assert not await paused(site.theatre, "Bea")
        assert await is_in(site, bea)


async def test_a_form_without_its_token_or_with_anothers_changes_nothing(site: Scenery) -> None:
    async with site.signed_in("Bea") as bea, site.signed_in("Max") as max_:
        form = await bea.form(site.path(), "/pause")
        others = (await max_.form(site.path(), "/pause"))["token"]
        for token in ("", "x", others, "\u00e4" * 43):
            forged = {**form, "token": token}
            assert (await bea.post(site.path("overview", "pause"), forged)).status == 403
            assert (await bea.post("/leave", forged)).status == 403
        without = {name: value for name, value in form.items() if name != "token"}
        assert (await bea.post(site.path("overview", "pause"), without)).status == 403
        keyless = {**form, "key": ""}
        assert (await bea.post(site.path("overview", "pause"), keyless)).status == 400
        assert not await paused(site.theatre, "Bea")
        assert await is_in(site, bea)


async def test_looking_at_an_act_does_nothing(site: Scenery) -> None:
    async with site.signed_in("Bea") as bea:
        assert (await bea.get(site.path("overview", "pause"))).status == 404
        assert not await paused(site.theatre, "Bea")


async def test_only_our_own_name_is_answered(site: Scenery) -> None:
    async with site.signed_in("Bea") as bea:
        for host in ("evil.example", "127.0.0.1", "127.0.0.1:1", f"evil.{site.url[7:]}"):
            assert (await bea.get(site.path(), headers={"Host": host})).status == 421


# Whose figures.


async def test_a_creator_sees_their_own_figures_and_nobody_elses(site: Scenery) -> None:
    theatre = site.theatre
    await theatre.use("Bea", "/live start", title="Bea's own evening")
    await gift(theatre, "Ann", count=7)
    await theatre.use("Bea", "/live end")
    rows = await theatre.house.reader.fetch("SELECT number FROM show")
    asked = f"?show={rows[0][0]}"
    async with site.signed_in("Bea") as bea, site.signed_in("Cleo") as cleo:
        assert "Bea&#39;s own evening" in await bea.read(site.path("shows"))
        assert "Bea&#39;s own evening" in await bea.read(site.path("shows") + asked)
        assert "Ann" in await bea.read(site.path("shows", "gifts.csv") + asked)
        assert "Bea" not in await cleo.read(site.path("shows"))
        for path in (site.path("shows"), site.path("shows", "gifts.csv")):
            for number in (asked, "?show=0", f"?show={2**63 - 1}", f"?show={10**30}"):
                assert (await cleo.get(path + number)).status in {200, 404}
            assert (await cleo.get(path + asked)).status == 404


async def test_a_server_that_somebody_has_nothing_to_do_with_is_not_there(site: Scenery) -> None:
    world = site.theatre.sandbox.world
    other = site.theatre.sandbox.add_guild("Another Room", world.user("Olive"))
    async with site.signed_in("Bea") as bea:
        for guild in (other.id, 1, 0, 2**63, 10**40):
            for path in (f"/dashboard/{guild}", f"/dashboard/{guild}/shows"):
                assert (await bea.get(path)).status == 404
        assert "Another Room" not in await bea.read(site.path())


async def test_a_visitor_of_two_servers_goes_between_them_until_they_leave_one(
    site: Scenery,
) -> None:
    theatre = site.theatre
    olive = theatre.sandbox.world.user("Olive")
    other = theatre.sandbox.add_guild("Another Room", olive)
    for number, guild in enumerate((site.guild, other.id)):
        await theatre.house.writer.submit(
            AdjustBalance(
                guild=guild,
                key=f"test:{number}",
                actor=theatre.person("Olive"),
                member=theatre.person("Olive"),
                currency=Currency.COINS,
                amount=5,
                reason="for a test",
            )
        )
    async with site.signed_in("Olive") as visitor:
        here, there = await visitor.read(site.path()), await visitor.read(f"/dashboard/{other.id}")
        for shown in (here, there):
            assert f'<a href="/dashboard/{site.guild}"' in shown
            assert f'<a href="/dashboard/{other.id}"' in shown
        theatre.sandbox.remove_member(other.members[theatre.sandbox.world.bot.id])
        assert "Another Room" not in await visitor.read(site.path())
        assert (await visitor.get(f"/dashboard/{other.id}")).status == 404


@pytest.mark.parametrize(
    "path", ["/nothing", "/overview/nothing", "/OVERVIEW", "/overview/..%2f..%2fhealthz", "/%00"]
)
async def test_what_is_not_there_is_a_404(site: Scenery, path: str) -> None:
    async with site.signed_in("Bea") as bea:
        answer = await bea.get(f"/dashboard/{site.guild}{path}")
        assert answer.status == 404


async def test_what_is_not_there_says_so_in_a_sentence(site: Scenery) -> None:
    async with site.signed_in("Bea", "de") as bea:
        answer = await bea.get(site.path("office"))
        assert answer.status == 404
        assert "Hier ist nichts" in await answer.text()
        assert "<code>/creator dashboard</code>" in await answer.text()
        refused = await bea.post("/leave", {"token": "x"})
        assert refused.status == 403
        assert "Nichts wurde geändert" in await refused.text()


async def test_who_left_the_server_sees_nothing_of_it_any_more(site: Scenery) -> None:
    theatre = site.theatre
    async with site.signed_in("Bea") as bea:
        form = await bea.form(site.path(), "/pause")
        theatre.sandbox.remove_member(theatre.sandbox.world.guild.members[theatre.id_of("Bea")])
        assert (await bea.post(site.path("overview", "pause"), form)).status == 404
        theatre.clock.advance(REMEMBERED_MS / 1_000)
        assert (await bea.get(site.path())).status == 404
        assert not await paused(theatre, "Bea")


# Rights.


async def test_what_moderators_see_is_there_for_them_alone(site: Scenery) -> None:
    async with site.signed_in("Bea") as bea, site.signed_in("Max") as max_:
        assert "The office" in await max_.read(site.path())
        assert await max_.read(site.path("office")) == "what moderators see"
        assert "office" not in await bea.read(site.path())
        for path in (site.path("office"), site.path("office", "list.csv")):
            assert (await bea.get(path)).status == 404
        form = await bea.form(site.path(), "/pause")
        assert (await bea.post(site.path("office", "mend"), form)).status == 404


async def test_a_right_that_was_lost_changes_nothing_from_that_moment(site: Scenery) -> None:
    theatre = site.theatre
    async with site.signed_in("Max") as max_:
        form = await max_.form(site.path(), "/pause")
        assert (await max_.post(site.path("office", "mend"), form)).status == 303
        member = theatre.sandbox.world.guild.members[theatre.id_of("Max")]
        theatre.sandbox.set_member_roles(member)
        # A page may be as old as a minute; a change is asked about anew.
        assert (await max_.post(site.path("office", "mend"), form)).status == 404
        assert (await max_.get(site.path("office"))).status == 404


async def test_where_discord_does_not_say_everybody_sees_their_own_figures_alone(
    site: Scenery,
) -> None:
    theatre = site.theatre
    assert theatre.bot is not None
    async with site.signed_in("Max") as max_:
        theatre.bot.attendance = Attendance(theatre.clock, patience_seconds=0.05)
        fault = theatre.sandbox.faults.late(3_600, "GUILD_MEMBERS_CHUNK", times=None)
        assert "office" not in await max_.read(site.path())
        assert (await max_.get(site.path("office"))).status == 404
        form = await max_.form(site.path(), "/pause")
        assert (await max_.post(site.path("office", "mend"), form)).status == 404
        assert (await max_.post(site.path("overview", "pause"), form)).status == 303
        asked = len(theatre.sandbox.recording.events)
        for _ in range(5):
            await max_.read(site.path())
        # No page waits once more for what was not said just now.
        assert len(theatre.sandbox.recording.events) == asked
        theatre.sandbox.faults.remove(fault)
        theatre.clock.advance(SILENCE_MS / 1_000)
        assert (await max_.get(site.path("office"))).status == 200


# Limits.


async def test_one_address_can_ask_only_so_fast_and_slows_nobody_else(site: Scenery) -> None:
    async with site.signed_in("Bea") as bea, site.stranger() as guesser:
        theirs = {"X-Forwarded-For": "192.0.2.7"}
        statuses = [
            (await guesser.post("/enter", {"link": "x" * 43}, headers=theirs)).status
            for _ in range(BURST + 30)
        ]
        assert statuses[0] == 403
        assert 429 in statuses
        assert await is_in(site, bea)


async def test_what_is_sent_is_bounded(site: Scenery) -> None:
    async with site.signed_in("Bea") as bea:
        answer = await bea.post(site.path("overview", "pause"), {"token": "x" * 100_000})
        assert answer.status == 413


async def test_the_pages_of_a_bot_that_has_an_address_of_its_own_are_called_by_it(
    site: Scenery,
) -> None:
    assert site.theatre.settings.public_url == HERE
    assert site.public_url == site.url
    assert not site.url.endswith(":0")
