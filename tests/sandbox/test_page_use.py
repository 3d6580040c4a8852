"""The page can be used by keyboard, on a phone, in light and in dark, and by hostile people."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import discord
import pytest
from aiohttp import web
from discord import ui
from PIL import Image
from playwright.async_api import Browser, expect

from bot.sandbox.service.sandbox import Sandbox
from tests.browser import open_browser
from tests.sandbox.conftest import Client, Join, Start
from tests.sandbox.reader import PHONE, reading
from tests.sandbox.test_page import gifts_of, layout
from tests.theatre import open_theatre

HOSTILE = [
    "<script>window.harmed=1</script>",
    "<img src=x onerror=window.harmed=1>",
    "<svg/onload=window.harmed=1>",
    "\"><iframe srcdoc='<script>top.harmed=1</script>'>",
    "javascript:window.harmed=1",
    "[press](javascript:window.harmed=1)",
    '[press](https://a.example/" onclick="window.harmed=1)',
    "[<img src=x onerror=window.harmed=1>](https://a.example)",
    '<https://a.example/"><script>window.harmed=1</script>>',
    "```html\n</code></pre><script>window.harmed=1</script>\n```",
    "`</code><script>window.harmed=1</script>`",
    "||<img src=x onerror=window.harmed=1>||",
    '<:x" onerror="window.harmed=1:123456789012345678>',
    '<t:1:R" onmouseover="window.harmed=1>',
    "<@1><@&1><#1></x:1><a:b:1>",
    "${window.harmed=1}{{constructor.constructor('window.harmed=1')()}}",
    "&lt;script&gt;window.harmed=1&lt;/script&gt;&#60;script&#62;",
    "__proto__ constructor hasOwnProperty",
    "\u202egnp.exe\u202c \u2066\u200b\u200f\ufeff",
    "Z" + "\u0300\u0489" * 40,
    "\ud7ff\U000e0001\U0010ffff\ufffd",
    "a" * 1500,
    "\u0645\u0631\u062d\u0628\u0627 **\u0628\u0643** \u05e9\u05dc\u05d5\u05dd",
    "||**__~~*`<@&||**__~~*`",
    "> " * 60 + "- " * 60,
]


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """A real Chromium."""
    async with open_browser() as opened:
        yield opened


async def test_500_hostile_names_and_messages_are_executed_nowhere(
    browser: Browser, start: Start, sandbox: Sandbox, join: Join
) -> None:
    client = await start()
    world = sandbox.world
    kim, guild = await join("Kim"), world.guild
    for name, hostile in zip(list(guild.members.values())[4:], HOSTILE, strict=False):
        name.user.global_name = name.nick = hostile[:200]
    for role, hostile in zip(list(guild.roles.values())[1:], HOSTILE, strict=False):
        role.name = hostile
    world.channel("show-bea").name = HOSTILE[1]
    path = f"/channels/{world.channel('gifts').id}/messages"
    async with reading(browser, sandbox) as ann:
        for number in range(20):
            for hostile in HOSTILE:
                status, _ = await kim.request("POST", path, {"content": f"{number} {hostile}"})
                assert status == 200
        dressed: list[ui.Button[Any]] = [
            ui.Button(label=text[:80], custom_id=text[:90]) for text in HOSTILE[:5]
        ]
        choices = [discord.SelectOption(label=text[:100], value=text[:90]) for text in HOSTILE[:20]]
        select: ui.Select[Any] = ui.Select(custom_id="s", options=choices, placeholder=HOSTILE[0])
        view = layout(
            ui.Container(ui.TextDisplay("\n".join(HOSTILE[:10]))),
            ui.ActionRow(*dressed),
            ui.ActionRow(select),
        )
        await gifts_of(client, sandbox).send(view=view)
        await ann.sees("19 > >")
        for spoiler in await ann.page.locator(".message .spoiler").all():
            await spoiler.dispatch_event("click")
        await ann.page.locator("#messages .select").click()
        await expect(ann.page.get_by_role("option")).to_have_count(20)
        await ann.page.keyboard.press("Escape")
        assert await ann.page.evaluate("window.harmed") is None
        assert await ann.page.locator("#messages script, #messages iframe").count() == 0
        addresses = await ann.page.locator("#messages img").evaluate_all(
            "images => images.map(it => new URL(it.src).origin)"
        )
        assert set(addresses) == {sandbox.page_url.rstrip("/")}
        assert await ann.page.locator("#messages a:not([href^='https://a.example'])").count() == 0
        assert await wide(ann.page) == 0


async def wide(page: Any) -> int:
    """By how many pixels the page is wider than its window."""
    width: int = await page.evaluate(
        """Math.max(...["html", "body", "main", "#scroller"].map((name) => {
            const part = document.querySelector(name);
            return part.scrollWidth - part.clientWidth;
        }))"""
    )
    return width


class Chooser(Client):
    """A bot that says what was pressed and chosen."""

    def __init__(self) -> None:
        super().__init__(discord.Intents(guilds=True))

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Answer every control with what it sent."""
        if interaction.type is not discord.InteractionType.component:
            return
        data: Any = interaction.data
        told = " ".join([data["custom_id"], *data.get("values", [])])
        await interaction.response.send_message(f"chosen: {told}", ephemeral=True)


def two_rows() -> ui.LayoutView:
    """A button, and a select of two or three gifts."""
    gifts = ["Rose", "Lion", "Perfume", "Coffee"]
    options = [
        discord.SelectOption(label=it, value=it.lower(), default=it == "Lion") for it in gifts
    ]
    select: ui.Select[Any] = ui.Select(
        custom_id="gifts", options=options, min_values=2, max_values=3, placeholder="Gifts"
    )
    button: ui.Button[Any] = ui.Button(label="Press me", custom_id="pressed")
    return layout(ui.ActionRow(button), ui.ActionRow(select))


async def test_controls_are_used_by_keyboard_alone(
    browser: Browser, start: Start, sandbox: Sandbox
) -> None:
    client = await start(Chooser())
    await gifts_of(client, sandbox).send(view=two_rows())
    async with reading(browser, sandbox) as ann:
        keyboard, focused = ann.page.keyboard, ann.page.locator(":focus")
        await ann.page.locator("#channels button").last.focus()
        for _ in range(20):
            await keyboard.press("Tab")
            if await focused.get_attribute("data-control") == "pressed":
                break
        await expect(focused).to_have_text("Press me")
        assert await focused.evaluate("it => getComputedStyle(it).outlineStyle") == "solid"
        await keyboard.press("Enter")
        await ann.sees("chosen: pressed")
        await expect(focused).to_have_text("Press me")
        await keyboard.press("Tab")
        await keyboard.press("ArrowDown")
        done = ann.page.get_by_role("button", name="Done")
        await expect(done).to_be_disabled()
        await keyboard.press("ArrowUp")
        await keyboard.press(" ")
        await expect(done).to_be_enabled()
        await keyboard.press("Tab")
        await ann.sees("chosen: gifts lion rose")
        await expect(focused).to_have_accessible_name("More about this message")


async def test_a_select_keeps_to_its_numbers_and_takes_nothing_back_on_escape(
    browser: Browser, start: Start, sandbox: Sandbox
) -> None:
    client = await start(Chooser())
    await gifts_of(client, sandbox).send(view=two_rows())
    async with reading(browser, sandbox) as ann:
        select = ann.page.locator("#messages .select")
        await expect(select).to_have_text("Lion")
        await select.click()
        options = ann.page.get_by_role("option")
        for name in ("Rose", "Perfume", "Coffee"):
            await options.filter(has_text=name).click()
        await expect(ann.page.get_by_role("option", selected=True)).to_have_count(3)
        await ann.page.keyboard.press("Escape")
        await expect(select).to_have_text("Lion")
        await select.click()
        await options.filter(has_text="Coffee").click()
        await ann.page.get_by_role("button", name="Done").click()
        await ann.sees("chosen: gifts lion coffee")
        await ann.sees("chosen:", 1)


async def test_people_roles_and_channels_are_searched_and_chosen(
    browser: Browser, start: Start, sandbox: Sandbox
) -> None:
    client = await start(Chooser())
    world = sandbox.world
    text = discord.ChannelType.text
    selects: list[ui.Item[Any]] = [
        ui.UserSelect(custom_id="user", placeholder="user"),
        ui.RoleSelect(custom_id="role", placeholder="role"),
        ui.MentionableSelect(custom_id="both", placeholder="both"),
        ui.ChannelSelect(custom_id="channel", placeholder="channel", channel_types=[text]),
    ]
    await gifts_of(client, sandbox).send(view=layout(*(ui.ActionRow(it) for it in selects)))
    guild = world.guild
    roles = {role.name: role.id for role in guild.roles.values()}
    expected = {
        "user": ("bea", "Bea", world.user("Bea").id),
        "role": ("crea", "Creator", roles["Creator"]),
        "both": ("moder", "Moderator", roles["Moderator"]),
        "channel": ("show-c", "show-cleo", world.channel("show-cleo").id),
    }
    async with reading(browser, sandbox) as ann:
        for name, (typed, shown, number) in expected.items():
            await ann.page.locator(f"[data-control={name}]").click()
            await ann.page.keyboard.type(typed)
            await expect(ann.page.get_by_role("option")).to_contain_text([shown])
            await ann.page.keyboard.press("Enter")
            await ann.sees(f"chosen: {name} {number}")


async def test_who_is_choosing_goes_on_choosing_while_the_message_changes(
    browser: Browser, start: Start, sandbox: Sandbox
) -> None:
    client = await start(Chooser())
    board = await gifts_of(client, sandbox).send(view=two_rows())
    async with reading(browser, sandbox) as ann:
        await ann.page.locator("#messages .select").click()
        changed = two_rows().add_item(ui.TextDisplay("counted up"))
        await board.edit(view=changed)
        await gifts_of(client, sandbox).send("something else")
        await ann.sees("something else")
        await ann.page.get_by_role("option").filter(has_text="Rose").click()
        await ann.page.get_by_role("button", name="Done").click()
        await ann.sees("chosen: gifts lion rose")
        await expect(ann.messages.locator(".body", has_text="counted up")).to_have_count(1)


async def test_new_messages_are_read_out_and_changes_are_not(
    browser: Browser, start: Start, sandbox: Sandbox
) -> None:
    gifts = gifts_of(await start(), sandbox)
    async with reading(browser, sandbox) as ann:
        heard = ann.page.get_by_role("log")
        message = await gifts.send("**Ann** sends 🌹")
        await expect(heard).to_have_text("Ovation: Ann sends 🌹")
        await message.edit(content="changed")
        await ann.sees("changed")
        await expect(heard).to_have_text("Ovation: Ann sends 🌹")


CONTRASTS = """() => {
    const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
    const paint = (...colours) => {
        canvas.clearRect(0, 0, 1, 1);
        for (const colour of colours) {
            canvas.fillStyle = colour;
            canvas.fillRect(0, 0, 1, 1);
        }
        return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3).map((it) => it / 255);
    };
    const luminance = (rgb) => {
        const linear = (it) => (it <= 0.04045 ? it / 12.92 : ((it + 0.055) / 1.055) ** 2.4);
        const [r, g, b] = rgb.map(linear);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const poor = [];
    for (const text of textsOf(document.body)) {
        const element = text.parentElement;
        if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
        if (element.closest(":disabled, .hidden, .skip, .spoiler, .button")) continue;
        const grounds = [];
        for (let at = element; at; at = at.parentElement) {
            grounds.unshift(getComputedStyle(at).backgroundColor);
        }
        const ground = luminance(paint(...grounds));
        const ink = luminance(paint(...grounds, getComputedStyle(element).color));
        const contrast = (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05);
        if (contrast < 4.5) poor.push(`${contrast.toFixed(2)} ${text.data.trim()}`);
    }
    return [...new Set(poor)];

    function textsOf(root) {
        const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
        const found = [];
        while (walker.nextNode()) found.push(walker.currentNode);
        return found.filter((text) => text.data.trim());
    }
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_every_text_stands_out_in_light_and_in_dark(
    browser: Browser, tmp_path: Path, scheme: str
) -> None:
    async with open_theatre(tmp_path) as theatre, theatre.bot_running():
        await theatre.grant("Ann", 100)
        await theatre.use("Bea", "/live start", title="Painting the sea")
        await theatre.use("Ann", "/gift", gift="Rose", to=theatre.id_of("Bea"))
        await theatre.announced()
        async with reading(browser, theatre.sandbox, color_scheme=scheme) as ann:
            await ann.sees("Painting the sea")
            await theatre.use("Ann", "/wallet")
            await ann.sees("Only you can see this")
            ground = await ann.page.evaluate("getComputedStyle(document.body).backgroundColor")
            red = int(ground.removeprefix("rgb(").split(",")[0])
            assert (red > 200) == (scheme == "light")
            assert await ann.page.evaluate(CONTRASTS) == []


async def test_a_phone_folds_people_away_and_never_scrolls_sideways(
    browser: Browser, tmp_path: Path
) -> None:
    async with open_theatre(tmp_path) as theatre, theatre.bot_running():
        await theatre.use("Bea", "/live start", title="Painting the sea")
        await theatre.announced()
        options: dict[str, Any] = {"viewport": PHONE, "has_touch": True, "is_mobile": True}
        async with reading(browser, theatre.sandbox, **options) as ann:
            await ann.sees("Painting the sea")
            assert await wide(ann.page) == 0
            toggle = ann.page.get_by_role("button", name="People and channels. You are Ann")
            kim = ann.page.locator("#cast").get_by_role("button", name="Kim")
            await expect(kim).to_be_hidden()
            await toggle.click()
            await kim.click()
            await expect(kim).to_be_hidden()
            await expect(toggle).to_have_count(0)
            await ann.sees("Painting the sea")
            small = await ann.page.locator("#messages .button").evaluate_all(
                "all => all.filter((it) => it.getBoundingClientRect().height < 32).length"
            )
            assert small == 0


@asynccontextmanager
async def overlay() -> AsyncIterator[str]:
    """A page of another origin on this machine, as an overlay is; its address."""

    async def show(_: web.Request) -> web.Response:
        return web.Response(text="<p>A gift appears</p>", content_type="text/html")

    application = web.Application()
    application.router.add_get("/overlay", show)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/overlay#secret"
    await runner.cleanup()


async def test_the_overlay_stands_beside_the_channel_and_on_a_phone_above_it_on_request(
    browser: Browser, sandbox: Sandbox
) -> None:
    async with overlay() as address:
        sandbox.page.overlay = address
        async with reading(browser, sandbox, color_scheme="dark") as ann:
            stream = ann.page.frame_locator("iframe")
            await expect(stream.get_by_text("A gift appears")).to_be_visible()
            shot = await ann.page.locator("#screen").screenshot()
            with Image.open(io.BytesIO(shot)) as seen:
                corner = seen.convert("RGB").getpixel((seen.width - 20, seen.height - 20))
            # What lies behind it is seen through it.
            assert isinstance(corner, tuple)
            assert max(corner) < 80
            await ann.page.get_by_role("button", name="On stream").click()
            await expect(ann.page.locator("#overlay")).to_be_hidden()
        async with reading(browser, sandbox, viewport=PHONE) as ann:
            await expect(ann.page.locator("#overlay")).to_be_hidden()
            await ann.page.get_by_role("button", name="On stream").click()
            await expect(ann.page.locator("iframe")).to_be_visible()
            assert await wide(ann.page) == 0


async def test_a_gift_of_the_real_bot_is_seen_by_everybody_as_it_should_be(
    browser: Browser, tmp_path: Path
) -> None:
    async with (
        open_theatre(tmp_path) as theatre,
        theatre.bot_running(),
        reading(browser, theatre.sandbox) as ann,
    ):
        bea, words = theatre.id_of("Bea"), "you made my week!"
        await theatre.use("Ann", "/gift", gift="Rose", to=bea, message=words)
        await ann.sees("99 coins left")
        again = ann.message("99 coins left").get_by_role("button", name="Send again")
        await again.click()
        await ann.sees("98 coins left", 1)
        await ann.becomes("Kim")
        await ann.sees("coins left", 0)
        shown = ann.message("Ann Lv 1")
        await expect(shown).to_contain_text("Bea")
        await expect(shown.locator("img.emoji").first).to_have_attribute("alt", "🌹")
        await asyncio.wait_for(theatre.announced(), 20)
