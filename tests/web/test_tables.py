"""Promises of the dashboard's tables: whoever hears a page is told which column a figure stands in,
also where each row is a block of its own, as on a phone."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any, Final

import pytest
from playwright.async_api import Browser, Page

from bot.web.dashboard.sections import SECTIONS
from tests.commands.cashing_out import ask, open_cashout
from tests.web.scenery import Scenery
from tests.web.test_statement_section import give

ROLES: Final = {
    "table": {"table"},
    "thead": {"rowgroup"},
    "tbody": {"rowgroup"},
    "tr": {"row"},
    "th": {"columnheader", "rowheader"},
    "td": {"cell"},
}
PHONE: Final = {"width": 390, "height": 844}
DESK: Final = {"width": 1280, "height": 860}


class Roleless(HTMLParser):
    """Finds what of stacked tables does not say which part of a table it is."""

    def __init__(self) -> None:
        """Begin outside of any table."""
        super().__init__()
        self.tables = 0
        self.found: list[str] = []
        self._is_inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at one element."""
        attributes = dict(attrs)
        if tag == "table":
            self._is_inside = "stacked" in (attributes.get("class") or "").split()
            self.tables += self._is_inside
        if self._is_inside and tag in ROLES and attributes.get("role") not in ROLES[tag]:
            self.found.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Leave a table."""
        self._is_inside = self._is_inside and tag != "table"


@dataclass
class Heard:
    """A table as Chromium tells it to a screen reader."""

    heads: list[str] = field(default_factory=list)
    rows: list[list[tuple[str, str]]] = field(default_factory=list)
    """The role and the words of each cell."""


async def heard(page: Page) -> list[Heard]:
    """The tables of a page, out of Chromium's own accessibility tree."""
    session = await page.context.new_cdp_session(page)
    nodes = (await session.send("Accessibility.getFullAXTree"))["nodes"]
    by_id = {node["nodeId"]: node for node in nodes}
    return [_table(node, by_id) for node in nodes if _role(node) == "table"]


def _role(node: dict[str, Any]) -> str:
    return "" if node["ignored"] else str(node["role"]["value"])


def _table(table: dict[str, Any], by_id: dict[str, Any]) -> Heard:
    told = Heard()
    for row in _within(table, {"row"}, by_id):
        cells = _within(row, {"columnheader", "rowheader", "cell"}, by_id)
        said = [(_role(cell), cell["name"]["value"].strip()) for cell in cells]
        if all(role == "columnheader" for role, _ in said):
            told.heads += [words for _, words in said]
        else:
            told.rows.append(said)
    return told


def _within(node: dict[str, Any], roles: set[str], by_id: dict[str, Any]) -> list[dict[str, Any]]:
    """The nearest parts of a node that have one of these roles."""
    found: list[dict[str, Any]] = []
    for child in (by_id[name] for name in node.get("childIds", ())):
        found += [child] if _role(child) in roles else _within(child, roles, by_id)
    return found


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
async def test_a_table_of_blocks_is_heard_as_a_table(
    site: Scenery, browser: Browser, viewport: Any
) -> None:
    theatre = site.theatre
    await give(theatre, "Ann", count=4)
    await theatre.grant("Bea", 50)
    page = await site.sign_in(browser, "Bea", viewport=viewport)
    await page.goto(site.public_url + site.path("statement"))
    is_blocks = await page.locator("tbody tr").first.evaluate(
        "row => getComputedStyle(row).display === 'block'"
    )
    assert is_blocks == (viewport is PHONE)
    (table,) = await heard(page)
    assert table.heads == ["What", "No.", "Coins", "Coins after", "Diamonds", "Diamonds after"]
    assert [[role for role, _ in row] for row in table.rows] == [
        ["rowheader"] + ["cell"] * 5,
        ["rowheader"] + ["cell"] * 5,
    ]
    # A figure is heard without its label, which is the head of its column; what did not move too.
    coins, gift = [[words for _, words in row] for row in table.rows]
    assert coins[0].startswith("Given by Olive")
    assert coins[2:] == ["+50", "50", "–", "2"]
    assert gift[0].startswith("4 × Rose from Ann")
    assert gift[2:] == ["–", "0", "+2 +2 of it bonus", "2"]
    await page.context.close()


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
async def test_payouts_and_what_is_set_aside_are_heard_as_tables(
    site: Scenery, browser: Browser, viewport: Any
) -> None:
    await open_cashout(site.theatre)
    number = await ask(site.theatre, 5_000)
    page = await site.sign_in(browser, "Bea", viewport=viewport)
    await page.goto(site.public_url + site.path("payouts"))
    (table,) = await heard(page)
    assert table.heads == ["Cash-out", "Diamonds", "Money", "Where it stands"]
    ((first, *cells),) = table.rows
    assert first[1].startswith(f"#{number} asked")
    assert [said for _, said in cells] == ["5,000", "$24.50", "waits for a moderator"]
    await page.context.close()
    page = await site.sign_in(browser, "Olive", viewport=viewport)
    await page.goto(site.public_url + site.path("books"))
    held, between = await heard(page)
    assert held.heads == ["Money", "In wallets", "Set aside", "Owed by members"]
    assert [said for _, said in held.rows[-1]] == ["Diamonds", "55,000", "5,000", "–"]
    assert between.heads == ["For what", "Open", "Coins", "Diamonds"]
    assert [said for _, said in between.rows[-1]] == ["Cash-outs", "1", "–", "5,000"]
    # Nothing hangs over the edge of a phone.
    wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0
    await page.context.close()


async def test_every_table_of_blocks_says_what_each_part_of_it_is(site: Scenery) -> None:
    theatre = site.theatre
    await theatre.use("Olive", "/live start")
    for sender in ("Ann", "Kim"):
        await give(theatre, sender, to="Olive")
    async with site.signed_in("Olive") as olive:
        tables = 0
        for section in SECTIONS:
            roleless = Roleless()
            roleless.feed(await olive.read(site.path(section.path)))
            assert (section.path, roleless.found) == (section.path, [])
            tables += roleless.tables
    assert tables >= 6
