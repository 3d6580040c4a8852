"""Promises of the page of payouts: what there is, on which terms, and where each one stands."""

from tests.commands.cashing_out import ask, decide, open_cashout
from tests.commands.moderators import set_up
from tests.web.scenery import Scenery


async def test_each_payout_stands_with_its_terms_its_people_and_its_end(site: Scenery) -> None:
    theatre = site.theatre
    await open_cashout(theatre)
    paid = await ask(theatre, 5_000)
    await decide(theatre, "Max", "Approve")
    await decide(theatre, "Max", "Mark as paid", reason="PP-77")
    rejected = await ask(theatre, 2_000)
    await decide(theatre, "Max", "Reject", reason="not <b>verified</b>")
    waits = await ask(theatre, 3_000)
    async with site.signed_in("Bea") as bea, site.signed_in("Bea", language="de") as german:
        text = await bea.read(site.path("payouts"))
        told = await german.read(site.path("payouts"))
        statement = await bea.read(site.path("statement"))
    assert text.index(f"#{waits}") < text.index(f"#{rejected}") < text.index(f"#{paid}")
    assert "waits for a moderator" in text
    assert "approved by Max" in text
    assert "rejected, diamonds returned" in text
    assert "Reference: “PP-77”" in text
    assert "Beleg: „PP-77“" in told
    assert "Why: “not &lt;b&gt;verified&lt;/b&gt;”" in text
    assert "One diamond gives $0.005, less 2 % fee." in text
    assert "$0.005 each, 2 % fee" in text
    assert ">$24.50" in text.partition("Paid out so far")[2].partition("</div>")[0]
    assert "3,000" in text.partition("Set aside")[2].partition("</div>")[0]
    assert "3,000" in statement.partition("Set aside to cash out")[2].partition("</div>")[0]
    assert "abgelehnt, Diamanten zurück" in told
    assert "genehmigt von Max" in told
    assert "Bisher ausgezahlt" in told
    assert "24,50" in told


async def test_a_page_without_payouts_says_what_it_is_for(site: Scenery) -> None:
    await set_up(site.theatre)
    async with site.signed_in("Bea") as bea, site.signed_in("Bea", language="de") as german:
        text = await bea.read(site.path("payouts"))
        told = await german.read(site.path("payouts"))
    assert "Diamonds are not paid out on this server." in text
    assert "No cash-outs yet." in text
    assert "Paid out so far" not in text
    assert "werden Diamanten nicht ausgezahlt" in told
    assert "Noch keine Auszahlung." in told


async def test_nobody_sees_the_payouts_of_anybody_else(site: Scenery) -> None:
    await open_cashout(site.theatre)
    number = await ask(site.theatre, 5_000)
    async with site.signed_in("Kim") as kim:
        text = await kim.read(site.path("payouts"))
    assert f"#{number}" not in text
    assert "No cash-outs yet." in text
