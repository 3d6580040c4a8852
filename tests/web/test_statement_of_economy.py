"""Promises of the statement about coins that come in: each kind stands there, by page and file."""

import re
from functools import partial
from html import unescape
from typing import Any

from bot.ledger.outcomes import Accepted
from bot.ledger.requests import Request
from bot.ledger.requests.pots import (
    ClosePot,
    CreateDrop,
    CreatePromotion,
    DropChest,
    RedeemCode,
    TakeShare,
)
from bot.storage.pots import pot
from tests.commands.cashing_out import open_cashout
from tests.commands.shopping import CONFIRM, decide, ordered
from tests.theatre import Theatre
from tests.waiting import until
from tests.web.scenery import Scenery, Visitor
from tests.web.test_statement_section import rows_of

_ROW = re.compile(r'<th role="rowheader"[^>]*>(.*?)</th>.*?>#(\d+)<', re.DOTALL)
_WHAT = re.compile(r"<bdi>(.*?)</bdi>", re.DOTALL)
MINUTE_MS = 60_000


async def done(theatre: Theatre, who: str, kind: type[Request], **facts: Any) -> int:
    """Have somebody ask for something that is done; its number."""
    key = f"{kind.__name__}:{who}:{facts}"
    request = kind(guild=theatre.guild, key=key, actor=theatre.person(who), **facts)
    outcome = await theatre.house.writer.submit(request)
    assert isinstance(outcome, Accepted), outcome
    return outcome.seq


async def a_busy_day(theatre: Theatre) -> dict[str, list[int]]:
    """One of each: bought, redeemed, collected, put into a chest, taken from it, come back; by the
    number of its operation, and whose statement it stands on."""
    now, channel = theatre.clock(), theatre.channel_id("gifts")
    later = now + 10 * MINUTE_MS
    request = await ordered(theatre, "Kim", 330)
    await decide(theatre, "Max", CONFIRM)
    facts = {"channel": channel, "closes_ms": later}
    await done(theatre, "Max", CreatePromotion, code="SPRING", coins=50, uses=2)
    redeemed = await done(theatre, "Lee", RedeemCode, code="spring")
    drop = await done(theatre, "Max", CreateDrop, coins=7, shares=2, role=0, **facts)
    collected = await done(theatre, "Lee", TakeShare, pot=drop)
    of_chest = {"own": True, "opens_ms": now + MINUTE_MS, "seed": "ab" * 16, **facts}
    chest = await done(theatre, "Kim", DropChest, coins=60, shares=3, **of_chest)
    other = await done(theatre, "Kim", DropChest, coins=30, shares=3, **of_chest)
    ended = await done(theatre, "Kim", ClosePot, pot=other, early=True)
    theatre.clock.advance(2 * 60)
    await until(partial(is_open, theatre, chest))
    taken = await done(theatre, "Ann", TakeShare, pot=chest)
    return {"Kim": [request + 1, chest, ended], "Lee": [redeemed, collected], "Ann": [taken]}


async def is_open(theatre: Theatre, number: int) -> bool:
    """Whether the bot has opened a chest whose time has come."""
    chest = await pot(theatre.house.reader, theatre.guild, number)
    return chest is not None and chest.opened_seq > 0


async def told(visitor: Visitor, site: Scenery) -> list[tuple[int, str]]:
    """What the page says that each operation was, oldest first."""
    found = []
    for row, number in _ROW.findall(await visitor.read(site.path("statement"))):
        (what,) = _WHAT.findall(row)
        found.append((int(number), unescape(what)))
    return sorted(found)


async def test_each_kind_stands_on_the_page_and_in_the_file_in_both_languages(
    site: Scenery,
) -> None:
    theatre = site.theatre
    numbers = await a_busy_day(theatre)
    for who, wanted in numbers.items():
        said = {}
        for language in ("en", "de"):
            async with site.signed_in(who, language) as visitor:
                said[language] = dict(await told(visitor, site))
                rows = rows_of(await visitor.read(site.path("statement", "statement.csv")))
            assert said[language] == {int(row[0]): row[2] for row in rows}
        assert set(wanted) <= set(said["en"]), (who, said)
        for number in wanted:
            assert said["en"][number] != said["de"][number], number
            # No name of a kind, no sign that a page does not show.
            assert re.fullmatch(r"[^💎*_`<>]+", said["en"][number]), said["en"][number]


async def test_a_conversion_names_the_rate_that_it_used(site: Scenery) -> None:
    theatre = site.theatre
    await open_cashout(theatre, 100, conversion_rate=5_000)
    asked = await theatre.use("Bea", "/diamonds convert", amount="40")
    await theatre.press("Bea", asked, asked.reply.buttons[0].label)
    async with site.signed_in("Bea") as bea, site.signed_in("Bea", "de") as german:
        _, english = (await told(bea, site))[-1]
        _, said = (await told(german, site))[-1]
    assert (english, said) == ("Converted at 0.5 to 1", "Eingetauscht, 0,5 Münzen für 1 Diamant")
