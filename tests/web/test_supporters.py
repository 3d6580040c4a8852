"""Promises of the pages that tell who carries a creator, and what they give."""

import csv
import io
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.ledger.catalogue import DEFAULT_CATALOGUE
from bot.ledger.outcomes import Accepted
from bot.ledger.requests import Person, SendGift
from bot.sandbox.people.exchange import Exchange
from bot.storage.sales import sold
from bot.storage.supporters import supporters
from tests.theatre import Theatre, open_theatre
from tests.web.scenery import Scenery, open_site


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[Scenery]:
    """The pages, with a creator's evening behind them."""
    async with open_theatre(tmp_path) as theatre, open_site(theatre) as site:
        yield site


async def give(theatre: Theatre, sender: str, gift: str, count: int = 1) -> Exchange:
    """Have somebody send Bea a gift."""
    return await theatre.use(sender, "/gift", gift=gift, to=theatre.id_of("Bea"), count=count)


async def evening(theatre: Theatre) -> None:
    """Two shows of Bea's: Ann gives in both, Kim in one; what Lee gives is taken back."""
    await theatre.use("Bea", "/live start")
    await give(theatre, "Ann", "Rose", 3)
    await give(theatre, "Kim", "Perfume")
    await theatre.use("Bea", "/live end")
    await theatre.use("Bea", "/live start")
    await give(theatre, "Ann", "Rose")
    await give(theatre, "Lee", "Rose", 5)
    ((seq,),) = await theatre.house.reader.fetch("SELECT max(seq) FROM gift")
    undone = await theatre.use("Max", "/mod reverse", gift=f"#{seq}", reason="mistake")
    assert "5 coins back to Lee" in undone.reply.text
    await theatre.use("Bea", "/live end")


async def number_of(theatre: Theatre, name: str) -> int:
    """A member's number in the books."""
    rows = await theatre.house.reader.fetch(
        "SELECT number FROM member WHERE user_id = ?", (theatre.id_of(name),)
    )
    return int(rows[0][0])


async def test_supporters_are_told_by_coins_with_their_faithfulness(site: Scenery) -> None:
    theatre = site.theatre
    await evening(theatre)
    bea = await number_of(theatre, "Bea")
    found = await supporters(theatre.house.reader, theatre.guild, bea, 10)
    told = [(one.member.name, one.coins, one.gifts, one.days, one.shows) for one in found.best]
    assert told == [("Kim", 20, 1, 1, 1), ("Ann", 4, 4, 1, 2)]
    assert (found.people, found.shows) == (2, 2)
    first = await supporters(theatre.house.reader, theatre.guild, bea, 1)
    assert [one.member.name for one in first.best] == ["Kim"]
    assert first.people == 2


async def test_the_page_and_its_file_tell_the_same(site: Scenery) -> None:
    await evening(site.theatre)
    async with site.signed_in("Bea") as bea:
        text = await bea.read(site.path("supporters"))
        assert text.index(">Kim<") < text.index(">Ann<")
        assert ">Lee<" not in text
        written = await bea.read(site.path("supporters", "supporters.csv"))
    rows = list(csv.reader(io.StringIO(written.removeprefix("\ufeff"))))
    assert [row[:5] for row in rows[1:]] == [
        ["Kim", "20", "1", "1", "1"],
        ["Ann", "4", "4", "1", "2"],
    ]


async def test_a_supporters_name_is_no_formula_and_no_markup(site: Scenery) -> None:
    theatre = site.theatre
    await theatre.grant("Ann", 10)
    rose = DEFAULT_CATALOGUE.find("Rose")
    assert rose is not None
    outcome = await theatre.house.writer.submit(
        SendGift(
            guild=theatre.guild,
            key="a gift",
            actor=Person(theatre.id_of("Ann"), "=1+1<b>"),
            to=theatre.person("Bea"),
            item=rose.number,
        )
    )
    assert isinstance(outcome, Accepted), outcome
    async with site.signed_in("Bea") as bea:
        assert "=1+1&lt;b&gt;" in await bea.read(site.path("supporters"))
        assert "'=1+1<b>" in await bea.read(site.path("supporters", "supporters.csv"))


async def test_gifts_are_told_by_what_they_bring(site: Scenery) -> None:
    theatre = site.theatre
    await evening(theatre)
    bea = await number_of(theatre, "Bea")
    found = await sold(
        theatre.house.reader, theatre.guild, bea, after=1, first="0001-01-01", last="9999-12-31"
    )
    told = [(one.name, one.gifts, one.quantity, one.coins, one.givers) for one in found]
    assert told == [("Perfume", 1, 1, 20, 1), ("Rose", 2, 4, 4, 1)]
    async with site.signed_in("Bea") as visitor:
        for days in (7, 30, 90, 0):
            text = await visitor.read(f"{site.path('gifts')}?days={days}")
            assert text.index("Perfume") < text.index("Rose")
            assert "83 %" in text


async def test_the_share_of_a_cheap_gift_is_never_said_to_be_nothing(site: Scenery) -> None:
    theatre = site.theatre
    await theatre.grant("Kim", 1_000)
    await give(theatre, "Kim", "Perfume", 10)
    await give(theatre, "Ann", "Rose")
    for language, told in (("en", "under 1 %"), ("de", "unter 1 %")):
        async with site.signed_in("Bea", language) as visitor:
            text = await visitor.read(site.path("gifts"))
            assert f">{told}</td>" in text
            assert ">99 %</td>" in text
            assert ">0 %</td>" not in text


async def test_whoever_received_nothing_reads_what_brings_gifts(site: Scenery) -> None:
    async with site.signed_in("Kim") as kim:
        assert "Nobody yet." in await kim.read(site.path("supporters"))
        assert "/live start" in await kim.read(site.path("gifts"))


async def test_both_pages_speak_german(site: Scenery) -> None:
    await evening(site.theatre)
    async with site.signed_in("Bea", language="de") as bea:
        assert "Von den letzten 2 Shows" in await bea.read(site.path("supporters"))
        assert "Zuletzt" in await bea.read(site.path("gifts"))
