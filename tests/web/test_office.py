"""Promises of the moderators' pages: what was done, who adjusted what, and whether it adds up."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.ledger.accounts import Kind
from bot.ledger.money import Currency
from bot.storage.bookkeeping import adjusted_since, books_size, recount
from tests.theatre import Theatre, open_theatre
from tests.web.scenery import Scenery, open_site


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[Scenery]:
    """The pages of a guild in which something was done."""
    async with open_theatre(tmp_path) as theatre, open_site(theatre) as site:
        yield site


async def adjust(theatre: Theatre, member: str, amount: int, reason: str) -> None:
    """Have the owner give coins, or take them."""
    await theatre.use(
        "Olive",
        "/mod adjust",
        member=theatre.id_of(member),
        currency="coins",
        amount=f"{amount:+}",
        reason=reason,
    )


async def test_the_audit_tells_what_was_done_and_can_be_narrowed_to_one(site: Scenery) -> None:
    await adjust(site.theatre, "Ann", 50, "won <b>the</b> quiz")
    await adjust(site.theatre, "Kim", 20, "second")
    async with site.signed_in("Olive") as olive:
        text = await olive.read(site.path("audit"))
        assert "Olive gave 50 coins to Ann." in text
        assert "won &lt;b&gt;the&lt;/b&gt; quiz" in text
        assert text.index("to Kim") < text.index("to Ann")
        rows = await site.theatre.house.reader.fetch("SELECT number FROM member WHERE name = 'Ann'")
        one = await olive.read(f"{site.path('audit')}?member={rows[0][0]}")
        assert "to Ann" in one
        assert "to Kim" not in one


async def test_a_long_audit_is_paged_by_its_numbers(site: Scenery) -> None:
    for number in range(30):
        await site.theatre.grant("Ann", number + 1)
    async with site.signed_in("Olive") as olive:
        first = await olive.read(site.path("audit"))
        assert first.count('class="reference"') == 25
        older = await olive.read(f"{site.path('audit')}?before=6")
        assert "#5<" in older
        assert "#6<" not in older
        assert "after=5" in older


async def test_adjustments_are_summed_by_who_made_them(site: Scenery) -> None:
    await adjust(site.theatre, "Ann", 50, "prize")
    await adjust(site.theatre, "Ann", -20, "too much")
    found = await adjusted_since(site.theatre.house.reader, site.theatre.guild, 1)
    assert [(one.actor.name, one.adjustments, one.given, one.taken) for one in found] == [
        ("Olive", 2, 50, 20)
    ]
    assert found[0].currency is Currency.COINS
    async with site.signed_in("Olive") as olive:
        text = await olive.read(site.path("adjustments"))
        assert "50 coins" in text
        assert "20 coins" in text
        assert "too much" in text
    late = await adjusted_since(site.theatre.house.reader, site.theatre.guild, 10**6)
    assert late == []


async def test_the_state_of_the_books_adds_up(site: Scenery) -> None:
    theatre = site.theatre
    await adjust(theatre, "Ann", 50, "prize")
    await theatre.use("Ann", "/gift", gift="Rose", to=theatre.id_of("Bea"), count=10)
    counted = await recount(theatre.house.database.reports, theatre.guild)
    assert all(one.is_balanced for one in counted)
    totals = {one.currency: {total.kind: total.units for total in one.totals} for one in counted}
    assert totals[Currency.COINS] == {Kind.WALLET: 50, Kind.ISSUED: -50}
    assert totals[Currency.BONUS_COINS][Kind.SPENT] == 10
    assert sum(totals[Currency.BONUS_COINS].values()) == 0
    size = await books_size(theatre.house.database.reports, theatre.guild)
    assert size.gifts == 1
    assert size.stored[Currency.COINS] == 50
    async with site.signed_in("Olive") as olive:
        assert "Recount everything" in await olive.read(site.path("books"))
        assert "The books balance." in await olive.read(f"{site.path('books')}?recount=1")


async def test_a_balance_that_was_tampered_with_is_seen(site: Scenery, tmp_path: Path) -> None:
    theatre = site.theatre
    await theatre.grant("Ann", 50)
    with closing(sqlite3.connect(tmp_path / "books.db")) as books:
        books.execute("UPDATE account SET balance = balance + 1 WHERE kind = 'wallet'")
        books.commit()
    counted = await recount(theatre.house.database.reports, theatre.guild)
    assert not all(one.is_balanced for one in counted)
    async with site.signed_in("Olive") as olive:
        assert "do not add up" in await olive.read(f"{site.path('books')}?recount=1")


async def test_only_who_may_sees_the_moderators_pages(site: Scenery) -> None:
    async with site.signed_in("Ann") as ann:
        menu = await ann.read(site.path())
        for section in ("audit", "adjustments", "books"):
            assert (await ann.get(site.path(section))).status == 404
            assert section not in menu
    sandbox, guild = site.theatre.sandbox, site.theatre.sandbox.world.guild
    role = sandbox.add_role(guild, "Stewards", 1 << 40)
    sandbox.set_member_roles(guild.members[site.theatre.id_of("Kim")], role)
    async with site.signed_in("Kim") as moderator:
        # Kim may time members out and manages nothing: adjustments are not hers to read.
        assert (await moderator.get(site.path("books"))).status == 200
        assert (await moderator.get(site.path("audit"))).status == 404


async def test_empty_pages_say_what_will_stand_there_in_german_too(site: Scenery) -> None:
    async with site.signed_in("Olive", language="de") as olive:
        assert "Noch hat niemand" in await olive.read(site.path("audit"))
        assert "/mod adjust" in await olive.read(site.path("adjustments"))
        assert "Noch hat niemand Münzen." in await olive.read(site.path("books"))
