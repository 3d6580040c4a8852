"""Promises of the statement in the browser: every coin and diamond, with what it is quoted by."""

import csv
import io
import re
from typing import Any, Final

from bot.ledger.outcomes import GiftSent
from bot.ledger.requests import Person, SendGift
from bot.storage.people import somebody
from bot.storage.statements import statement, wallet
from bot.web.dashboard.statement import LINES_PER_PAGE
from tests.commands.moderators import set_up
from tests.theatre import Theatre
from tests.web.pages import open_gallery
from tests.web.scenery import Scenery
from tests.web.screens import gift_of

_REFERENCE: Final = re.compile(r">#(\d+)</td>")
_OLDER: Final = re.compile(r'href="([^"]*\?before=\d+)"')
_NEWER: Final = re.compile(r'href="([^"]*\?after=\d+)"')


async def give(theatre: Theatre, sender: str, to: str = "Bea", **more: Any) -> str:
    """Have somebody send a Rose; the number that it is quoted by."""
    exchange = await theatre.use(sender, "/gift", gift="Rose", to=theatre.id_of(to), **more)
    return exchange.reply.text.partition("`#")[2].partition("`")[0]


async def many_gifts(theatre: Theatre, number: int) -> list[int]:
    """Have Ann send Bea so many gifts, without Discord; their numbers."""
    await theatre.grant("Ann", number)
    outcomes = [
        await theatre.house.writer.submit(
            SendGift(
                guild=theatre.guild,
                key=f"many:{one}",
                actor=theatre.person("Ann"),
                to=theatre.person("Bea"),
                item=1,
                channel=theatre.channel_id("gifts"),
            )
        )
        for one in range(number)
    ]
    return [outcome.seq for outcome in outcomes if isinstance(outcome, GiftSent)]


def rows_of(written: str) -> list[list[str]]:
    """The lines of a file behind its head."""
    return list(csv.reader(io.StringIO(written.removeprefix("\ufeff"))))[1:]


async def test_everything_that_came_and_went_stands_with_its_number(site: Scenery) -> None:
    theatre = site.theatre
    taken = await give(theatre, "Ann", count=4, message="for you")
    await theatre.use("Max", "/mod reverse", gift=f"#{taken}", reason="by mistake")
    await theatre.grant("Bea", 50)
    given = await give(theatre, "Bea", "Kim")
    async with site.signed_in("Bea") as bea:
        text = await bea.read(site.path("statement"))
    assert f">#{taken}<" in text
    assert f">#{given}<" in text
    assert "4 × Rose from Ann" in text
    assert "Rose to Kim" in text
    assert f"#{taken} (4 × Rose from Ann) reversed by Max" in text
    undone = text.partition('<tr role="row" class="undone">')[2].partition("</tr>")[0]
    assert f">#{taken}<" in undone
    assert "reversed by #" in undone
    assert "“for you”" in text
    assert "Given by Olive" in text
    assert "+50" in text
    numbers = [int(found) for found in _REFERENCE.findall(text)]
    assert numbers == sorted(numbers, reverse=True)


async def test_a_message_that_waits_for_a_moderator_is_not_read_here(site: Scenery) -> None:
    theatre = site.theatre
    await set_up(theatre, messages="all")
    await give(theatre, "Ann", message="wait for it")
    async with site.signed_in("Bea") as bea:
        assert "wait for it" not in await bea.read(site.path("statement"))
        assert "wait for it" not in await bea.read(site.path("statement", "statement.csv"))
    async with site.signed_in("Ann") as ann:
        assert "wait for it" in await ann.read(site.path("statement"))


async def test_pages_follow_each_other_without_a_gap(site: Scenery) -> None:
    gifts = await many_gifts(site.theatre, 2 * LINES_PER_PAGE + 3)
    async with site.signed_in("Bea") as bea:
        where: str | None = site.path("statement")
        seen: list[list[int]] = []
        while where:
            text = await bea.read(where)
            seen.append([int(found) for found in _REFERENCE.findall(text)])
            older = _OLDER.search(text)
            where = older[1] if older else None
        assert [len(page) for page in seen][:2] == [LINES_PER_PAGE, LINES_PER_PAGE]
        all_seen = [one for page in seen for one in page]
        assert [one for one in all_seen if one in gifts] == gifts[::-1]
        newer = _NEWER.search(text)
        assert newer is not None
        back = [int(found) for found in _REFERENCE.findall(await bea.read(newer[1]))]
        assert back == seen[-2]
        nonsense = await bea.read(f"{site.path('statement')}?before=x&after=-1")
        assert [int(found) for found in _REFERENCE.findall(nonsense)] == seen[0]


async def test_the_file_adds_up_to_what_there_is(site: Scenery) -> None:
    theatre = site.theatre
    await many_gifts(theatre, 520)
    await give(theatre, "Ann", count=2)
    await theatre.grant("Bea", 30)
    await give(theatre, "Bea", "Kim", message="=1+1")
    async with site.signed_in("Bea") as bea:
        answer = await bea.get(site.path("statement", "statement.csv"))
        assert answer.headers["Content-Disposition"].startswith('attachment; filename="statement-')
        rows = rows_of(await answer.text())
    reader, guild = theatre.house.reader, theatre.guild
    bea_now = await somebody(reader, guild, theatre.id_of("Bea"))
    assert bea_now is not None
    newest = await statement(reader, guild, bea_now.number, limit=1)
    assert int(rows[-1][0]) == newest.entries[0].seq
    assert [int(row[0]) for row in rows] == sorted(int(row[0]) for row in rows)
    purse = (await wallet(reader, guild, theatre.id_of("Bea"))).purse
    for column, held in enumerate(purse):
        unit = 1 if column < 2 else 10_000
        moved = [round(float(row[6 + column]) * unit) for row in rows]
        after = [round(float(row[10 + column]) * unit) for row in rows]
        assert sum(moved) == held
        assert after[-1] == held
        assert all(
            before + change == now
            for before, change, now in zip([0, *after], moved, after, strict=False)
        )
    assert rows[-1][3:6] == ["Rose", "1", "Kim"]
    assert rows[-1][14] == "'=1+1"


async def test_names_are_no_markup_and_no_formula(site: Scenery) -> None:
    async with open_gallery(site.theatre) as gallery:
        sender = Person(site.theatre.id_of("Ann"), "=<b>Eve")
        await gift_of(gallery, sender, message="<script>hack()</script>")
    async with site.signed_in("Bea") as bea:
        text = await bea.read(site.path("statement"))
        assert "<b>Eve" not in text
        assert "<script>hack" not in text
        assert "=&lt;b&gt;Eve" in text
        rows = rows_of(await bea.read(site.path("statement", "statement.csv")))
        assert rows[-1][5] == "'=<b>Eve"


async def test_nobody_reads_anybody_elses(site: Scenery) -> None:
    theatre = site.theatre
    number = await give(theatre, "Ann")
    async with site.signed_in("Kim") as kim:
        assert f"#{number}<" not in await kim.read(site.path("statement"))
        written = await kim.read(site.path("statement", "statement.csv"))
        assert number not in [row[0] for row in rows_of(written)]
    async with site.stranger() as stranger:
        assert (await stranger.get(site.path("statement", "statement.csv"))).status == 303


async def test_the_statement_speaks_german(site: Scenery) -> None:
    await give(site.theatre, "Ann", count=2)
    async with site.signed_in("Bea", language="de") as bea:
        text = await bea.read(site.path("statement"))
        assert "2 × Rose von Ann" in text
        assert "Münzen danach" in text
        assert "Mit wem" in await bea.read(site.path("statement", "statement.csv"))
