"""Markdown on the page looks as it does in Discord, and is never read as markup."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from bot.sandbox.service.sandbox import Sandbox
from bot.sandbox.service.world import default_world
from tests.browser import open_browser
from tests.sandbox.reader import reading

DRAW = """async (source) => {
    const { drawMarkdown } = await import("/page/markup.js");
    const { stage } = await import("/page/stage.js");
    const holder = document.createElement("div");
    holder.append(drawMarkdown(source, stage.session.world));
    for (const image of holder.querySelectorAll("img")) image.replaceWith(`[${image.alt}]`);
    return holder.innerHTML;
}"""


def mention(text: str) -> str:
    """A mention that leads nowhere, as it is drawn."""
    return f'<span class="mention">{text}</span>'


CASES = {
    "**bold** and *leaning* and _too_": (
        "<p><strong>bold</strong> and <em>leaning</em> and <em>too</em></p>"
    ),
    "__under__ ~~gone~~": "<p><u>under</u> <s>gone</s></p>",
    "***both***": "<p><strong><em>both</em></strong></p>",
    "**a *b* c**": "<p><strong>a <em>b</em> c</strong></p>",
    "snake_case_name 2*3*4": "<p>snake_case_name 2<em>3</em>4</p>",
    r"\*not\* \_so\_ \\": r"<p>*not* _so_ \</p>",
    "`**raw**`": "<p><code>**raw**</code></p>",
    "``a ` b``": "<p><code>a ` b</code></p>",
    "# One\n## Two\n### Three\n#no": "<h3>One</h3><h4>Two</h4><h5>Three</h5><p>#no</p>",
    "-# small **print**": '<small class="subtext">small <strong>print</strong></small>',
    "> one\n> two\nafter": "<blockquote><p>one\ntwo</p></blockquote><p>after</p>",
    "before\n>>> all\nof it": "<p>before</p><blockquote><p>all\nof it</p></blockquote>",
    "- a\n- b\n  - c\nd": "<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul><p>d</p>",
    "1. a\n2. b": "<ol><li>a</li><li>b</li></ol>",
    "- a\n1. b": "<ul><li>a</li></ul><ol><li>b</li></ol>",
    "3. c": '<ol start="3"><li>c</li></ol>',
    "```py\n<b>x</b>\n  *y*\n```": "<pre><code>&lt;b&gt;x&lt;/b&gt;\n  *y*</code></pre>",
    "a\n```\nb\n```\nc": "<p>a</p><pre><code>b</code></pre><p>c</p>",
    "a\n\nb": "<p>a\n\nb</p>",
    "🌹 and ❤️ and 1️⃣": "<p>[🌹] and [❤️] and [1️⃣]</p>",
    "👩‍🚀 🇩🇪 🏴‍☠️ ©": "<p>[👩‍🚀] [🇩🇪] [🏴‍☠️] ©</p>",
    "<:gone:123456789012345678>": "<p>:gone:</p>",
    "@everyone you@here": f"<p>{mention('@everyone')} you{mention('@here')}</p>",
    "<@1> <#1> <@&1>": " ".join(
        ("<p>" + mention("@unknown member"), mention("#unknown"), mention("@deleted role") + "</p>")
    ),
    "<script>alert(1)</script>": "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>",
    "[x](javascript:alert(1))": "<p>[x](javascript:alert(1))</p>",
    "<t:99999999999999:R>": "<p>&lt;t:99999999999999:R&gt;</p>",
    "": "",
    "**": "<p>**</p>",
    "* **": "<ul><li>**</li></ul>",
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def page() -> AsyncIterator[Page]:
    async with (
        Sandbox(default_world()) as sandbox,
        open_browser() as browser,
        reading(browser, sandbox) as reader,
    ):
        yield reader.page


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("source", CASES)
async def test_a_text_is_drawn_as_discord_draws_it(page: Page, source: str) -> None:
    assert await page.evaluate(DRAW, source) == CASES[source]


@pytest.mark.asyncio(loop_scope="module")
async def test_links_lead_to_the_web_and_nowhere_else(page: Page) -> None:
    drawn = await page.evaluate(
        DRAW, "[here](https://a.example/x_(y)) <https://b.example> https://c.example/d."
    )
    assert re.findall('href="([^"]*)"', drawn) == [
        "https://a.example/x_(y)",
        "https://b.example/",
        "https://c.example/d",
    ]
    assert drawn.count('rel="noopener noreferrer"') == 3


@pytest.mark.asyncio(loop_scope="module")
async def test_mentions_bear_the_names_that_their_reader_sees(page: Page) -> None:
    names = await page.evaluate(
        """async () => {
            const { stage } = await import("/page/stage.js");
            const { world } = stage.session;
            const { drawMarkdown } = await import("/page/markup.js");
            const bea = [...world.members.values()].find((it) => it.user.username === "bea");
            const role = [...world.roles.values()].find((it) => it.name === "Creator");
            const holder = document.createElement("div");
            const source = `<@${bea.user.id}> <@&${role.id}> <#${stage.channelId}>`;
            holder.append(drawMarkdown(source, world));
            return holder.textContent;
        }"""
    )
    assert names == "@Bea @Creator #gifts"


@pytest.mark.asyncio(loop_scope="module")
async def test_times_are_worded_in_the_readers_language_and_go_on(page: Page) -> None:
    now = await page.evaluate("Math.floor(Date.now() / 1000)")
    times = f"<t:{now + 7300}:R> <t:{now + 3599}:R> <t:{now - 200}:R> <t:1700000000:D>"
    soon = await page.evaluate(DRAW, times)
    assert re.findall(">([^<>]+)</time>", soon) == [
        "in 2 hours",
        "in 1 hour",
        "3 minutes ago",
        "November 14, 2023",
    ]
    await page.evaluate(
        f"""async () => {{
            const {{ drawMoment }} = await import("/page/moments.js");
            const made = drawMoment({now} + 3, "R", "en-US");
            made.id = "going";
            document.body.append(made);
        }}"""
    )
    await expect(page.locator("#going")).to_contain_text("ago")


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize(
    "piece", ["**", "__", "||", "*a", "_a ", "`", "> ", "- ", "[", "[a](", "<@", "\\", "***_~~"]
)
async def test_a_text_made_to_be_slow_is_drawn_at_once(page: Page, piece: str) -> None:
    source = piece * (4000 // len(piece))
    spent = await page.evaluate(
        """async (source) => {
            const { readMarkdown } = await import("/page/markdown.js");
            const start = performance.now();
            readMarkdown(source);
            return performance.now() - start;
        }""",
        source,
    )
    assert spent < 1000
