"""Promises of the moderators' pages: what was done, who adjusted what, and whether it adds up."""

import re
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from html import unescape
from pathlib import Path

import pytest

from bot.ledger.accounts import Kind
from bot.ledger.books.economy import PotKind
from bot.ledger.money import Currency
from bot.sandbox.service.world_changes import remove_role
from bot.storage.bookkeeping import adjusted_since, books_size, recount
from bot.storage.set_aside import set_aside
from tests.commands import test_forcing as forced
from tests.commands.cashing_out import ask, decide, open_cashout
from tests.commands.moderators import role
from tests.commands.shopping import ordered
from tests.commands.test_forcing import spent_gift
from tests.theatre import Theatre, open_theatre
from tests.waiting import until
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
    assert size.stored[Kind.WALLET][Currency.COINS] == 50
    assert size.stored[Kind.HOLD] == size.stored[Kind.DEBT] == {}
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


async def test_the_books_say_what_is_set_aside_for_what_and_who_waits(site: Scenery) -> None:
    theatre = site.theatre
    async with site.signed_in("Olive") as olive, site.signed_in("Olive", language="de") as german:
        empty = await olive.read(site.path("books"))
        assert "Nothing is set aside: no promotion, drop, chest or cash-out is open." in empty
        assert "Nobody waits: no purchase is to be confirmed" in empty
        await adjust(theatre, "Ann", 60, "for a chest")
        await theatre.use("Max", "/mod promo create", code="SPRING", coins=50, uses=20)
        await theatre.use("Max", "/mod drop", coins=5, people=3)
        asked = await theatre.use("Ann", "/chest drop", coins=60, people=3)
        await theatre.press("Ann", asked, "Drop the chest")
        await ordered(theatre, "Kim")
        await open_cashout(theatre)
        await ask(theatre, 5_000)
        await decide(theatre, "Max", "Approve")
        await ask(theatre, 2_000)
        told = [figures(await one.read(site.path("books"))) for one in (olive, german)]
        counted = await olive.read(f"{site.path('books')}?recount=1")
    size = await books_size(theatre.house.database.reports, theatre.guild)
    between = await set_aside(theatre.house.database.reports, theatre.guild)
    assert {one.kind: (one.pots, one.coins + one.bonus_coins) for one in between.pots} == {
        PotKind.PROMOTION: (1, 1_000),
        PotKind.DROP: (1, 15),
        PotKind.CHEST: (1, 60),
    }
    # What all of it comes to is what the books hold for nobody.
    held = size.stored[Kind.HOLD]
    assert sum(one.coins for one in between.pots) == held.get(Currency.COINS, 0)
    assert sum(one.bonus_coins for one in between.pots) == held[Currency.BONUS_COINS]
    assert sum(one.units for one in between.payouts) == held[Currency.DIAMONDS] == 70_000_000
    english, german_told = told
    for said in (
        "Promotions 1 1,000 bonus –",
        "Cash-outs 2 – 7,000",
        "1 asks to buy 65 coins for $0.99: /mod purchases decides. since",
        "1 cash-out waits for a decision, 2,000 diamonds, $9.80: /mod payouts decides.",
        "1 approved cash-out is to be paid, 5,000 diamonds, $24.50: /mod payouts enters it.",
    ):
        assert said in english, (said, english)
    for said in (
        "Aktionen 1 1.000 Bonus –",
        "Auszahlungen 2 – 7.000",
        "1 Kaufanfrage über 65 Münzen für 0,99 $: /mod purchases entscheidet. seit",
        "1 Auszahlung wartet auf Entscheidung, 2.000 Diamanten, 9,80 $",
    ):
        assert said in german_told, (said, german_told)
    assert "The books balance." in counted


def figures(text: str) -> str:
    """The words of a page, in their order."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())


async def test_the_books_say_how_much_is_owed_and_by_how_many(site: Scenery) -> None:
    await force(site.theatre, await spent_gift(site.theatre))
    async with site.signed_in("Olive") as olive:
        text = figures(await olive.read(site.path("books")))
        own = figures(await olive.read(site.path("audit")))
    assert "Owed by members: 6 diamonds, by 1 member" in text
    assert "💎" not in own


async def force(theatre: Theatre, gift: int) -> None:
    """Have two moderators take a gift back that its creator has spent."""
    await forced.ask(theatre, gift)
    await forced.decide(theatre, "Olive")


async def test_who_owes_reads_it_above_their_statement(site: Scenery) -> None:
    await force(site.theatre, await spent_gift(site.theatre))
    async with site.signed_in("Bea") as bea, site.signed_in("Bea", language="de") as german:
        text = figures(await bea.read(site.path("statement")))
        told = figures(await german.read(site.path("statement")))
    assert "You owe 6 diamonds what comes in pays it first, bonus doesn't" in text
    assert "Du schuldest 6 Diamanten was hereinkommt, zahlt das zuerst, Bonus nicht" in told


async def test_the_audit_tells_moments_and_roles_which_discord_would_draw(site: Scenery) -> None:
    theatre = site.theatre
    barred = role(theatre, "Moderator").id
    await theatre.use("Olive", "/setup rules", what="buying", role=barred)
    gone = theatre.sandbox.add_role(theatre.sandbox.world.guild, "Minor *", 0)
    await theatre.use("Olive", "/setup rules", what="sending", role=gone.id)
    await theatre.use("Olive", "/setup rules", what="sending", allow=gone.id)
    await forced.ask(theatre, await spent_gift(theatre))
    async with site.signed_in("Olive") as olive:
        text = figures(await olive.read(site.path("audit")))
        remove_role(theatre.sandbox.state, theatre.sandbox.world.guild, gone)
        bot = theatre.bot
        assert bot is not None
        server = bot.get_guild(theatre.guild)
        assert server is not None
        await until(lambda: server.get_role(gone.id) is None)
        later = figures(await olive.read(site.path("audit")))
    assert "roles that buy no coins: none → @Moderator." in text
    assert "roles that send no gifts: none → @Minor *." in text
    assert f"roles that send no gifts: none → @{gone.id}." in later
    assert "log channel: none → #ovation-log" in text
    assert "Why: “a stolen card”" in text
    assert "<t:" not in text
    assert "@…" not in text
