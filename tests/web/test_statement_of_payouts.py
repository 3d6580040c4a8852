"""Promises of the statement in the browser about payouts: set aside, decided, paid, each named."""

from bot.ledger.outcomes.payouts import PayoutPaid
from bot.storage.statements import wallet
from bot.words import speak
from tests.commands.cashing_out import ask, decide, open_cashout
from tests.web.scenery import Scenery
from tests.web.test_statement_section import rows_of


async def test_what_is_paid_out_stands_with_its_money_and_reference(site: Scenery) -> None:
    theatre = site.theatre
    await open_cashout(theatre)
    paid, rejected = await ask(theatre, 5_000), await ask(theatre, 2_000)
    await decide(theatre, "Max", "Approve")
    await decide(theatre, "Max", "Mark as paid", reason="PP-77")
    await decide(theatre, "Max", "Reject", reason="not verified")
    async with site.signed_in("Bea") as bea:
        text = await bea.read(site.path("statement"))
        rows = rows_of(await bea.read(site.path("statement", "statement.csv")))
    assert "Set aside to cash out, about $24.50 after fees" in text
    assert f"Cash-out #{paid} approved by Max" in text
    assert f"Cash-out #{paid} (5,000 diamonds) paid by Max: $24.50" in text
    assert f"Cash-out #{rejected} rejected by Max" in text
    assert "PP-77" in text
    assert "not verified" in text
    assert "−5,000" in text
    assert "+2,000" in text
    told = {row[2]: row for row in rows}
    assert "PP-77" in told[f"Cash-out #{paid} (5,000 diamonds) paid by Max: $24.50"]
    assert rows[-1][12] == "55000"
    held = (await wallet(theatre.house.reader, theatre.guild, theatre.id_of("Bea"))).purse
    assert held.diamonds == 55_000 * 10_000
    done = PayoutPaid(seq=9, payout=3, units=50_000_000, money=2_450, paid_in="USD")
    assert speak("de").statement_other(done, "Max") == (
        "Auszahlung #3 (5.000 Diamanten) bezahlt von Max: 24,50 $"
    )
