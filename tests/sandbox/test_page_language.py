"""The page speaks English and German: every sentence in one table, and none of them elsewhere."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import discord
import pytest
from playwright.async_api import Browser, Page, expect

from bot.sandbox.service.sandbox import Sandbox
from tests.browser import open_browser
from tests.sandbox.conftest import Client, Start
from tests.sandbox.reader import PHONE, Reader, reading
from tests.sandbox.test_page import gifts_of, layout
from tests.sandbox.test_page_comfort import Asker, asked
from tests.sandbox.typist import Typist
from tests.theatre import Theatre

STATIC = Path(__file__).parents[2] / "bot" / "sandbox" / "page" / "static"
TABLE = STATIC / "words.js"
SCRIPTS = sorted(path for path in STATIC.rglob("*.js") if path != TABLE)
LANGUAGES = {"en", "de"}
GERMAN = {"Accept-Language": "de-AT,de;q=0.9"}

NEUTRAL = {"options"}
"""Words that happen to be the same in both languages."""

PLACEHOLDER = re.compile(r"\{(\w+)\}")
LITERAL = re.compile(r'"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\\n]|\\.)*)`')
FILLED = re.compile(r"\$\{[^}]*\}")
COMMENT = re.compile(r"^\s*//.*$|(?<=[;{,(]) //.*$", re.MULTILINE)
SENTENCE = re.compile(
    r"(?:^|[\s(])[A-Z][a-z]+|[a-z][.!?…:](?:\s|$)|[a-z], [a-z]|^ [a-z]+ |\w ?…|^[a-z]+(?: [a-z]+)+$"
)
"""What a text for people looks like: capitals, marks between words, or several words."""
FOR_BROWSERS = re.compile(
    r'class|[aA]vatar|querySelector|closest|matchMedia|event\.key|case "|Arrow|protocol|sign\('
    r'|"Authorization"|"Content-Type"|properties: \{ os|noopener|kind: "'
)
"""What a line holds in which such a text is meant for the browser or for Discord alone."""


def table() -> dict[str, dict[str, Any]]:
    """All that the page says, by key and language."""
    text = TABLE.read_text()
    start = text.index("WORDS = ") + len("WORDS = ")
    words: dict[str, dict[str, Any]] = json.loads(text[start:].rstrip().removesuffix(";"))
    return words


def forms(said: Any) -> list[str]:
    """The forms of a word: one, or one for each number."""
    return [said] if isinstance(said, str) else list(said.values())


def test_every_word_is_there_in_every_language_with_the_same_places_to_fill() -> None:
    for key, words in table().items():
        assert set(words) == LANGUAGES, key
        placeholders = {
            frozenset(PLACEHOLDER.findall(form)) for said in words.values() for form in forms(said)
        }
        assert len(placeholders) == 1, key
        for said in words.values():
            assert isinstance(said, str) or set(said) == {"one", "other"}, key
            assert all(form.strip() for form in forms(said)), key


def test_german_is_german() -> None:
    same = {
        key
        for key, words in table().items()
        if words["en"] == words["de"] and PLACEHOLDER.sub("", str(words["en"])).strip(" #·›")
    }
    assert same - NEUTRAL == set()
    assert list(table()) == sorted(table())


def test_every_word_is_used_and_what_is_used_is_there() -> None:
    known = set(table())
    sources = {path: path.read_text() for path in SCRIPTS}
    page = (STATIC / "index.html").read_text()
    asked = set(re.findall(r'\b(?:word|pieces)\(\s*"(\w+)"', "".join(sources.values())))
    asked |= set(re.findall(r'data-word(?:-\w+)?="(\w+)"', page))
    asked |= set(re.findall(r'"data-word(?:-\w+)?": "(\w+)"', "".join(sources.values())))
    assert asked - known == set()
    literals = {found for text in sources.values() for found in re.findall(r'"(\w+)"', text)}
    composed = {f"{what}_characters" for what in ("at_least", "at_most")}
    assert known - asked - literals - composed == set()


def sentences(source: str) -> list[str]:
    """The texts for people in a script, without what is filled in."""
    return [
        literal
        for line in COMMENT.sub("", source).splitlines()
        if not FOR_BROWSERS.search(line)
        for quoted, drawn in LITERAL.findall(line)
        for literal in [quoted or FILLED.sub("", drawn)]
        if SENTENCE.search(literal)
    ]


def test_no_sentence_stands_in_a_script() -> None:
    found = {path.name: sentences(path.read_text()) for path in SCRIPTS}
    assert {name: texts for name, texts in found.items() if texts} == {}
    # Whoever looks for nothing finds nothing: this is what would be found.
    for source in ('say("Pick one.")', "tell(`At most ${most}`)", 'x = "deleted role"', '" used "'):
        assert len(sentences(source)) == 1, source


def test_no_sentence_stands_in_the_page_itself() -> None:
    page = (STATIC / "index.html").read_text()
    texts = [text.strip() for text in re.findall(r">([^<>]+)<", page)]
    assert [text for text in texts if text] == ["Ovation"]
    assert re.findall(r'\s(?:aria-label|title|alt|placeholder)="', page) == []


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """A real Chromium."""
    async with open_browser() as opened:
        yield opened


SAID = """() => {
    const said = [document.title];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) said.push(walker.currentNode.data);
    for (const made of document.querySelectorAll("*")) {
        for (const name of ["aria-label", "title", "alt", "placeholder"]) {
            if (made.getAttribute(name)) said.push(made.getAttribute(name));
        }
    }
    return said;
}"""


async def english_on(page: Page) -> set[str]:
    """What the page says in English just now, of all that it could."""
    said = " \n ".join(await page.evaluate(SAID))
    fragments = {
        fragment.strip()
        for key, words in table().items()
        if key not in {"options", "title", "app"}
        for form in forms(words["en"])
        for fragment in PLACEHOLDER.split(form)[::2]
    }
    german = {fragment for words in table().values() for fragment in forms(words["de"])}
    wordy = {it for it in fragments if len(it) > 5 and not any(it in other for other in german)}
    return {it for it in wordy if re.search(rf"(?<!\w){re.escape(it)}(?!\w)", said)}


@pytest.mark.parametrize("size", [None, PHONE], ids=["desktop", "phone"])
async def test_whoever_reads_german_finds_no_english_of_the_pages_own(
    browser: Browser, start: Start, sandbox: Sandbox, size: dict[str, int] | None
) -> None:
    client = await start(Asker())
    sku = sandbox.sell("65 M\u00fcnzen", 1_999)
    button: discord.ui.Button[Any] = discord.ui.Button(
        style=discord.ButtonStyle.premium, sku_id=sku.id
    )
    await gifts_of(client, sandbox).send(view=layout(discord.ui.ActionRow(button)))
    async with reading(browser, sandbox, viewport=size, extra_http_headers=GERMAN) as ann:
        page, press = ann.page, ann.page.keyboard.press
        assert await page.locator("html").get_attribute("lang") == "de"
        await expect(page.locator(".start")).to_contain_text("Willkommen in #gifts!")
        assert await english_on(page) == set()
        await page.get_by_role("button", name="65 M\u00fcnzen · 19,99\u00a0$").click()
        await expect(page.get_by_role("dialog")).to_contain_text(
            "Hier wird nichts wirklich bezahlt"
        )
        assert await english_on(page) == set()
        await press("Escape")
        await page.get_by_role("button", name="Angepinnte Nachrichten").click()
        await expect(page.get_by_role("dialog")).to_contain_text("noch nichts angepinnt")
        assert await english_on(page) == set()
        await press("Escape")
        await ask(ann, client, sandbox)
        await page.get_by_role("button", name="Absenden").click()
        await expect(page.locator(".field-problem")).to_have_text("Das wird gebraucht.")
        assert await english_on(page) == set()
        await page.keyboard.type("Rose")
        await press("Enter")
        await ann.sees("in de")
        await expect(ann.message("in de")).to_contain_text("Nur du siehst das")
        await page.locator("#composer-text").fill("Hallo")
        await press("Enter")
        await expect(page.locator("#composer-notice")).to_contain_text("Das lesen jetzt alle hier.")
        assert await english_on(page) == set()


async def ask(ann: Reader, client: Client, sandbox: Sandbox) -> None:
    """Have a form open before somebody, whatever their language."""
    opener: discord.ui.Button[Any] = discord.ui.Button(label="Frag mich", custom_id="ask")
    await gifts_of(client, sandbox).send(view=layout(discord.ui.ActionRow(opener)))
    await ann.page.get_by_role("button", name="Frag mich").click()
    await expect(ann.page.get_by_role("textbox", name="Word")).to_be_focused()


PRESS = """async () => {
    const { stage } = await import("/page/stage.js");
    const { press } = await import("/page/actions.js");
    await press(stage.session.world.messages(stage.channelId).at(-1), "ask", 2);
}"""
"""Presses the button of the newest message, also while it is being drawn anew."""


async def speaks(ann: Reader, language: str) -> None:
    """Choose one's language."""
    await ann.page.locator("#language").get_by_role("button").click()
    await ann.page.get_by_role("option", name=language).click()


async def test_everybody_has_their_own_language_and_keeps_it(
    browser: Browser, start: Start, sandbox: Sandbox
) -> None:
    client = await start(Asker())
    world = sandbox.world
    async with reading(browser, sandbox) as ann:
        composer = ann.page.get_by_role("combobox")
        await speaks(ann, "Deutsch")
        await expect(composer).to_have_attribute("placeholder", "Tippe / für Befehle in #gifts")
        await expect(ann.page.locator("#language .select")).to_be_focused()
        await expect(ann.page).to_have_title("#gifts als Ann · The Green Room")
        await ann.becomes("Kim")
        await expect(composer).to_have_attribute("placeholder", "Type / for commands in #gifts")
        await asked(ann, client, sandbox)
        await ann.page.keyboard.press("Escape")
        # Who reads the same as the one before still chooses for themselves.
        await ann.becomes("Bea")
        await speaks(ann, "Deutsch")
        await expect(composer).to_have_attribute("placeholder", "Tippe / für Befehle in #gifts")
        await ann.becomes("Kim")
        await expect(composer).to_have_attribute("placeholder", "Type / for commands in #gifts")
        # Bots hear of it, and neither a new session nor a page that is opened again forgets it.
        await ann.becomes("Ann")
        await expect(ann.page.locator("html")).to_have_attribute("lang", "de")
        sandbox.gateway.invalidate(world.user("Ann"))
        await sandbox.gateway.wait_connected(world.user("Ann"))
        await ann.page.evaluate(PRESS)
        await ann.page.get_by_role("textbox", name="Word").fill("Rose")
        await ann.page.keyboard.press("Enter")
        await ann.sees("in de")
        locales = [world.user(name).locale for name in ("Ann", "Bea", "Kim")]
        assert locales == ["de", "de", "en-US"]
        await ann.page.reload()
        await expect(ann.page.locator(".start")).to_contain_text("Willkommen in #gifts!")
        await speaks(ann, "English")
        await expect(ann.page.locator(".start")).to_contain_text("Welcome to #gifts!")
        assert {"Channels", "More about this message"} <= await english_on(ann.page)


async def test_what_is_typed_is_understood_and_refused_in_german(
    browser: Browser, theatre: Theatre
) -> None:
    async with reading(browser, theatre.sandbox, extra_http_headers=GERMAN) as ann:
        typist = Typist(ann)
        await typist.field.click()
        await typist.type("/")
        await expect(ann.page.locator(".panel-head")).to_contain_text("Befehle")
        await typist.press("Escape")
        await typist.field.fill("")
        index = await (await theatre.stage.person("Ann")).commands()
        gift = index.find("/gift").root
        await typist.type("/" + gift["name_localizations"].get("de", "gift") + " ")
        count = next(it for it in gift["options"] if it["name"] == "count")
        label = count.get("name_localizations", {}).get("de", "count")
        await typist.type(f"{label}:1.000")
        await typist.press("Enter")
        await expect(typist.problem("count")).to_have_text("Höchstens 999.")
        await typist.press("Control+A")
        await typist.type("viele")
        await typist.press("Enter")
        await expect(typist.problem("count")).to_have_text("Bitte eine ganze Zahl.")
