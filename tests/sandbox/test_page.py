"""What a newcomer sees of the sandbox in a real browser, and what they never see."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator
from typing import Any

import discord
import pytest
from discord import ui
from playwright.async_api import Browser, expect

from bot.sandbox.service import permissions
from bot.sandbox.service.pictures import picture
from bot.sandbox.service.sandbox import Sandbox
from tests.browser import open_browser
from tests.sandbox.conftest import Client, Join, Start
from tests.sandbox.reader import reading
from tests.sandbox.small_bot import small_bot


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """A real Chromium."""
    async with open_browser() as opened:
        yield opened


def gifts_of(client: Client, sandbox: Sandbox, name: str = "gifts") -> discord.TextChannel:
    """A channel as the bot knows it."""
    channel = client.get_channel(sandbox.world.channel(name).id)
    assert isinstance(channel, discord.TextChannel)
    return channel


def layout(*items: ui.Item[Any]) -> ui.LayoutView:
    """A view of Components V2."""
    view = ui.LayoutView(timeout=None)
    for item in items:
        view.add_item(item)
    return view


async def test_messages_come_change_and_go_in_their_places(
    browser: Browser, start: Start, sandbox: Sandbox
) -> None:
    gifts = gifts_of(await start(), sandbox)
    await gifts.send("before the page")
    async with reading(browser, sandbox) as ann:
        await ann.sees("before the page")
        one, two, three = [await gifts.send(f"number {name}") for name in ("one", "two", "three")]
        await ann.sees("number", 3)
        await two.edit(content="number **2**")
        await expect(ann.messages.nth(2)).to_contain_text("number 2(edited)")
        await expect(ann.messages.nth(2).locator("strong")).to_have_text(["2"])
        await one.delete()
        await gifts.delete_messages([three])
        await ann.sees("number", 1)
        await expect(ann.messages).to_have_count(2)


async def test_a_private_reply_is_seen_by_its_reader_alone_and_put_away(
    browser: Browser, start: Start, sandbox: Sandbox
) -> None:
    await start(small_bot())
    async with reading(browser, sandbox) as ann:
        assert (await ann.use("gift"))["state"] == "answered"
        await ann.sees("1 Rose to nobody")
        reply = ann.message("1 Rose to nobody")
        await expect(reply).to_contain_text("Only you can see this")
        await expect(reply).to_contain_text("Ann used /gift")
        await ann.becomes("Kim")
        await ann.sees("1 Rose to nobody", 0)
        assert (await ann.use("gift"))["state"] == "answered"
        await ann.sees("Kim used /gift")
        await ann.becomes("Ann")
        await ann.sees("1 Rose to nobody")
        await reply.get_by_role("button", name="Dismiss message").click()
        await ann.sees("1 Rose to nobody", 0)
        await ann.becomes("Kim")
        await ann.sees("1 Rose to nobody")


async def test_who_is_not_on_stage_has_a_mark_for_what_waits(
    browser: Browser, start: Start, sandbox: Sandbox
) -> None:
    client = small_bot()
    released = asyncio.Event()

    @client.tree.command(description="Answer late")
    async def late(interaction: discord.Interaction) -> None:
        await interaction.response.defer(ephemeral=True)
        await released.wait()
        await interaction.edit_original_response(content="At last")
        await interaction.followup.send("And more", ephemeral=True)

    await start(client)
    async with reading(browser, sandbox) as ann:
        await ann.use("late")
        await expect(ann.messages).to_contain_text(["is thinking…"])
        await ann.becomes("Kim")
        released.set()
        badge = ann.page.locator("#cast .member", has_text="Ann").locator(".badge")
        await expect(badge).to_have_text("1")
        await ann.becomes("Ann")
        await ann.sees("is thinking…", 0)
        await expect(ann.messages.locator(".body")).to_have_text(["At last", "And more"])
        await expect(badge).to_have_count(0)


async def test_an_application_that_does_not_answer_is_said_to_have_failed(
    browser: Browser, start: Start, sandbox: Sandbox
) -> None:
    client = small_bot()
    await start(client)
    silent: ui.ActionRow[Any] = ui.ActionRow(ui.Button(label="Nothing", custom_id="nobody"))
    await gifts_of(client, sandbox).send(view=layout(ui.TextDisplay("Try"), silent))
    async with reading(browser, sandbox) as ann:
        pressed = ann.message("Try").get_by_role("button", name="Nothing")
        await pressed.click()
        await expect(pressed).to_have_attribute("aria-busy", "true")
        outcome = asyncio.create_task(ann.use("silent"))
        await expect(ann.page.locator(".pending")).to_have_text("Sending /silent…")
        await expect(ann.message("Try")).to_contain_text("This interaction failed")
        assert (await outcome)["state"] == "failed"
        failed = ann.page.locator(".pending.failure")
        await expect(failed).to_contain_text("/silent: The application did not respond")
        await failed.get_by_role("button", name="Dismiss").click()
        await expect(failed).to_have_count(0)
        await expect(pressed).not_to_have_attribute("aria-busy", "true")


async def test_a_refusal_is_told_in_the_servers_words(
    browser: Browser, start: Start, sandbox: Sandbox
) -> None:
    client = small_bot()
    await start(client)
    row: ui.ActionRow[Any] = ui.ActionRow(ui.Button(label="Gone", custom_id="gone"))
    message = await gifts_of(client, sandbox).send(view=layout(row))
    async with reading(browser, sandbox) as ann:
        sandbox.world.channel("gifts").messages[message.id].payload["components"] = []
        await ann.messages.get_by_role("button", name="Gone").click()
        await expect(ann.page.locator("#notices")).to_contain_text("Component validation failed")
        # The browser itself tells of every request that was refused; here that is no fault.
        assert len(ann.faults) == 1
        assert "400" in ann.faults.pop()


async def test_every_kind_of_component_is_drawn(
    browser: Browser, start: Start, sandbox: Sandbox
) -> None:
    client = await start()
    drawn = picture("a picture")
    files = [discord.File(io.BytesIO(drawn), name) for name in ("a.png", "b.png")]
    files.append(discord.File(io.BytesIO(b"a,b\n" * 500), "list.csv"))
    view = layout(
        ui.Container(
            ui.Section("### A section", accessory=ui.Thumbnail("attachment://a.png")),
            ui.Separator(spacing=discord.SeparatorSpacing.large),
            ui.TextDisplay("with ||a secret||"),
            ui.Section("beside", accessory=ui.Button(label="Side", custom_id="side")),
            accent_color=0x955CDB,
        ),
        ui.MediaGallery(
            discord.MediaGalleryItem("attachment://b.png", description="A square"),
            discord.MediaGalleryItem("https://elsewhere.example/x.png", description="Far away"),
        ),
        ui.File("attachment://list.csv", spoiler=True),
        ui.ActionRow(
            ui.Button(label="Go", custom_id="go", style=discord.ButtonStyle.success, emoji="🌹"),
            ui.Button(
                custom_id="only", emoji="🦁", style=discord.ButtonStyle.danger, disabled=True
            ),
            ui.Button(label="Out", url="https://example.com/"),
        ),
        ui.ActionRow(ui.Select(custom_id="s", options=[discord.SelectOption(label="One")])),
    )
    await gifts_of(client, sandbox).send(view=view, files=files)
    async with reading(browser, sandbox) as ann:
        container = ann.page.locator(".container")
        await expect(container).to_have_css("border-left-color", "rgb(149, 92, 219)")
        await expect(container.locator("h5")).to_have_text("A section")
        await expect(container.locator(".thumbnail img")).to_have_js_property("naturalWidth", 128)
        await expect(container.locator("hr.wide")).to_have_count(1)
        secret = container.locator(".spoiler")
        await secret.click()
        await expect(secret.get_by_text("a secret")).to_be_visible()
        await expect(ann.page.get_by_role("img", name="A square")).to_be_visible()
        await expect(ann.page.get_by_text("Far away")).to_be_visible()
        await expect(ann.page.locator(".file a")).to_be_hidden()
        await ann.page.locator(".body > .spoiler").click()
        await expect(ann.page.locator(".file")).to_have_text("list.csv2.0 KB")
        go = ann.messages.get_by_role("button", name="Go")
        await expect(go.locator("img")).to_have_attribute("src", "/page/emoji/1f339.svg")
        await expect(ann.messages.get_by_role("button", name="🦁")).to_be_disabled()
        out = ann.messages.get_by_role("link", name="Out")
        await expect(out).to_have_attribute("rel", "noopener noreferrer")
        await expect(ann.messages.locator(".select")).to_have_text("Make a selection")


async def test_a_picture_opens_large_and_closes_again(
    browser: Browser, start: Start, sandbox: Sandbox
) -> None:
    client = await start()
    file = discord.File(io.BytesIO(picture("x")), "x.png", description="A card")
    await gifts_of(client, sandbox).send(file=file)
    async with reading(browser, sandbox) as ann:
        small = ann.page.get_by_role("button", name="Enlarge: A card")
        await small.click()
        large = ann.page.get_by_role("dialog", name="A card")
        await expect(large.get_by_role("img")).to_be_visible()
        await ann.page.keyboard.press("Escape")
        await expect(large).to_have_count(0)
        await expect(small).to_be_focused()


async def test_a_button_acts_and_the_message_changes_in_its_place(
    browser: Browser, start: Start, sandbox: Sandbox
) -> None:
    await start(small_bot())
    async with reading(browser, sandbox) as ann:
        await ann.use("controls")
        await ann.message("Press one").get_by_role("button", name="Count").click()
        await ann.sees("Counted")
        await expect(ann.messages).to_have_count(1)


async def test_a_cut_connection_is_resumed_and_nothing_is_missed_or_doubled(
    browser: Browser, start: Start, sandbox: Sandbox
) -> None:
    gifts = gifts_of(await start(), sandbox)
    user = sandbox.world.user("Ann")
    async with reading(browser, sandbox) as ann:
        kept = await gifts.send("before")
        await ann.sees("before")
        (session,) = sandbox.gateway.sessions_of(user)
        sandbox.gateway.cut(user)
        await gifts.send("while away")
        await kept.delete()
        await ann.sees("while away")
        await ann.sees("before", 0)
        sandbox.gateway.ask_to_reconnect(user)
        await gifts.send("once more")
        await ann.sees("once more")
        assert sandbox.gateway.sessions_of(user) == [session]


async def test_a_forgotten_session_begins_anew_with_what_is_there_now(
    browser: Browser, start: Start, sandbox: Sandbox
) -> None:
    gifts = gifts_of(await start(), sandbox)
    user = sandbox.world.user("Ann")
    async with reading(browser, sandbox) as ann:
        gone = await gifts.send("not for long")
        await gifts.send("for good")
        await ann.sees("for good")
        sandbox.gateway.invalidate(user)
        await gone.delete()
        await gifts.send("unheard")
        await ann.sees("unheard")
        await ann.sees("not for long", 0)
        await ann.sees("for good")


async def test_channels_are_listed_for_who_may_see_them(
    browser: Browser, start: Start, sandbox: Sandbox
) -> None:
    await start()
    async with reading(browser, sandbox) as ann:
        channels = ann.page.locator("#channels button")
        seen = ["general", "gifts", "show-bea", "show-cleo"]
        await expect(channels).to_have_text(seen)
        await ann.becomes("Max")
        await expect(channels).to_have_text([*seen, "ovation-log"])
        await ann.goes("ovation-log")
        await ann.becomes("Ann")
        await expect(channels).to_have_text(seen)
        sandbox.add_channel(sandbox.world.guild, "new-place")
        await expect(channels).to_have_text([*seen, "new-place"])


async def test_what_is_new_elsewhere_is_marked_and_where_it_begins(
    browser: Browser, start: Start, sandbox: Sandbox
) -> None:
    client = await start()
    general = gifts_of(client, sandbox, "general")
    ann_id = sandbox.world.user("Ann").id
    async with reading(browser, sandbox) as ann:
        await ann.goes("general")
        await general.send("an old one")
        await ann.sees("an old one")
        await ann.goes("gifts")
        everybody = discord.AllowedMentions.all()
        await general.send(f"come here, <@{ann_id}>", allowed_mentions=everybody)
        await general.send("a second one")
        place = ann.page.locator("#channels button", has_text="general")
        await expect(place).to_have_class("channel unread")
        await expect(place.locator(".badge")).to_have_text("1")
        await ann.goes("general")
        await expect(ann.message("come here, @Ann")).to_have_class("message calling")
        rows = ann.page.locator("#messages > li:not(.start)")
        await expect(rows.nth(2)).to_have_text("New")
        await expect(place).to_have_class("channel")


async def test_who_reads_further_up_is_left_there_and_who_reads_the_end_stays_there(
    browser: Browser, start: Start, sandbox: Sandbox
) -> None:
    gifts = gifts_of(await start(), sandbox)
    sent = [await gifts.send(f"line {number}\n" * 4) for number in range(20)]
    async with reading(browser, sandbox) as ann:
        await ann.sees("line", 20)
        last = ann.message("line 19")
        await expect(last).to_be_in_viewport()
        await gifts.send("and one more")
        await expect(ann.message("and one more")).to_be_in_viewport()
        await ann.page.locator("#scroller").hover()
        await ann.page.mouse.wheel(0, -700)
        pill = ann.page.locator("#pill")
        await expect(pill).to_be_visible()
        middle = ann.message("line 14")
        before = await middle.bounding_box()
        await sent[2].edit(content="grown\n" * 12)
        await gifts.send("unseen")
        await expect(pill).to_have_text("1 new message")
        after = await middle.bounding_box()
        assert before
        assert after
        assert abs(after["y"] - before["y"]) < 1
        await pill.click()
        await expect(ann.message("unseen")).to_be_in_viewport()
        await expect(pill).to_be_hidden()


async def test_what_one_has_asked_for_is_brought_into_view(
    browser: Browser, start: Start, sandbox: Sandbox
) -> None:
    gifts = gifts_of(await start(small_bot()), sandbox)
    for number in range(12):
        await gifts.send(f"line {number}\n" * 6)
    async with reading(browser, sandbox) as ann:
        await expect(ann.message("line 11")).to_be_in_viewport()
        await ann.page.locator("#scroller").hover()
        await ann.page.mouse.wheel(0, -900)
        await expect(ann.page.locator("#pill")).to_be_visible()
        await ann.use("gift")
        await expect(ann.message("1 Rose to nobody")).to_be_in_viewport()


async def test_what_came_long_before_is_loaded_as_one_scrolls_up(
    browser: Browser, start: Start, sandbox: Sandbox, join: Join
) -> None:
    await start()
    kim = await join("Kim")
    path = f"/channels/{sandbox.world.channel('gifts').id}/messages"
    for number in range(120):
        await kim.request("POST", path, {"content": f"message {number:03}\n\nof many"})
    async with reading(browser, sandbox, "general") as ann:
        await ann.page.locator("#channels").get_by_role("button", name="gifts").click()
        await ann.sees("message 119")
        await ann.page.locator("#scroller").hover()
        top = ann.message("message 000")
        async with asyncio.timeout(60):
            while not await top.count():
                await ann.page.mouse.wheel(0, -900)
                await asyncio.sleep(0.02)
        await expect(ann.messages).to_have_count(120)
        numbers = await ann.messages.locator(".text").all_inner_texts()
        assert [text[8:11] for text in numbers] == [f"{number:03}" for number in range(120)]


async def test_pins_are_told_marked_and_listed(
    browser: Browser, start: Start, sandbox: Sandbox
) -> None:
    guild = sandbox.world.guild
    everyone = guild.roles[guild.id]
    may_pin = everyone.permissions | permissions.PIN_MESSAGES
    sandbox.set_role_permissions(guild, everyone, may_pin)
    gifts = gifts_of(await start(), sandbox)
    async with reading(browser, sandbox) as ann:
        await (await gifts.send("the board")).pin()
        await ann.sees("Ovation pinned a message to this channel.")
        await expect(ann.message("the board").locator(".pinned")).to_have_count(1)
        await ann.page.get_by_role("button", name="Pinned messages").click()
        pinned = ann.page.get_by_role("dialog", name="Pinned messages")
        await expect(pinned.get_by_role("listitem")).to_contain_text(["the board"])
        await pinned.get_by_role("button", name="Jump").click()
        await expect(ann.message("the board")).to_have_class("message found")


async def test_a_member_and_a_message_have_the_menus_of_apps(
    browser: Browser, start: Start, sandbox: Sandbox
) -> None:
    await start(small_bot())
    async with reading(browser, sandbox) as ann:
        await ann.use("controls")
        await ann.messages.first.hover()
        await ann.page.get_by_role("button", name="More about this message").click()
        entry = ann.page.get_by_role("menuitem")
        await expect(entry).to_have_text(["Look up this gift"])
        await ann.page.keyboard.press("Enter")
        await ann.sees("Ann used Look up this gift")
        await ann.message("Press one").get_by_role("button", name="Ovation").last.click()
        await expect(entry).to_have_text(["Send a gift"])
        await ann.page.keyboard.press("Escape")
        await expect(entry).to_have_count(0)


async def test_a_guilds_own_emoji_is_a_picture_also_one_that_is_new(
    browser: Browser, start: Start, sandbox: Sandbox
) -> None:
    gifts = gifts_of(await start(), sandbox)
    old = sandbox.add_emoji(sandbox.world.guild, "spark")
    async with reading(browser, sandbox) as ann:
        new = sandbox.add_emoji(sandbox.world.guild, "wave")
        await gifts.send(f"{old} {new}")
        shown = ann.messages.locator(".emoji")
        await expect(shown).to_have_count(2)
        await expect(shown.nth(0)).to_have_js_property("alt", ":spark:")
        await expect(shown.nth(1)).to_have_js_property("complete", value=True)
        await expect(shown.nth(1)).to_have_js_property("naturalWidth", 64)
