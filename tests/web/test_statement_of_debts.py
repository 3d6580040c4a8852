"""Promises of the statement in the browser about debts: what is owed stands beside what moved."""

from bot.ledger.money import Currency, Purse
from bot.storage.people import somebody
from bot.storage.statements import statement
from bot.words import speak
from tests.commands.test_forcing import ask, decide, spent_gift
from tests.storage.test_statement_lines import told
from tests.web.scenery import Scenery
from tests.web.test_statement_section import rows_of

_OWED = slice(16, 20)
"""The columns of a file that tell by how much what is owed changed, by currency."""


async def test_a_debt_stands_beside_what_was_taken_and_what_paid_it(site: Scenery) -> None:
    theatre = site.theatre
    await ask(theatre, await spent_gift(theatre))
    await decide(theatre, "Olive")
    await theatre.grant("Bea", 100_000, Currency.DIAMONDS)
    async with site.signed_in("Bea") as bea:
        text = await bea.read(site.path("statement"))
        rows = rows_of(await bea.read(site.path("statement", "statement.csv")))
    assert "6 diamonds owed from then on" in text
    assert "6 diamonds went off the debt" in text
    assert [row[_OWED] for row in rows[-2:]] == [["0", "0", "6", "0"], ["0", "0", "-6", "0"]]
    # Of the ten that came six went to the debt: the file says both, and adds up.
    assert (rows[-2][8], rows[-1][8], rows[-1][12]) == ("-4", "4", "4")
    assert all(row[_OWED] == ["0"] * 4 for row in rows[:-2])
    known = await somebody(theatre.house.reader, theatre.guild, theatre.id_of("Bea"))
    assert known is not None
    page = await statement(theatre.house.reader, theatre.guild, known.number, limit=2)
    assert [told(entry)[-1] for entry in page.entries] == [
        Purse(diamonds=-60_000),
        Purse(diamonds=60_000),
    ]
    assert speak("de").spelt("1 💎, 21 💎") == "1 Diamant, 21 Diamanten"
    assert speak("de").statement_columns[18] == "Geschuldete Diamanten (Änderung)"
