"""Live shows through Discord: going live, ending it, who is live, and the board's buttons."""

import re
from typing import Any

import pytest

from bot.ledger.requests.live import MOST_TITLE_LENGTH, ThankFor
from bot.sandbox.service import permissions
from bot.storage.shows import show_of
from tests.commands.moderators import freeze, last_seq, set_up, unfreeze
from tests.live.scenery import until_troubled
from tests.live.shows import SHOW_CHANNEL, board, done, end_show, give, start_show
from tests.theatre import Theatre, coins_of, forge_press


async def is_live(theatre: Theatre, who: str = "Bea") -> bool:
    """Whether somebody's show runs."""
    found = await show_of(theatre.house.reader, theatre.guild, theatre.id_of(who))
    return found is not None


async def press_board(theatre: Theatre, who: str, show: int, label: str) -> str:
    """Have somebody press a button of a board; what they read."""
    shown = await board(theatre, show)
    person = await theatre.stage.person(who)
    (caption,) = [button.caption for button in shown.buttons if button.label == label]
    exchange = await person.press(shown, caption)
    await exchange.settled()
    assert exchange.reply.ephemeral
    return exchange.reply.text


async def test_going_live_is_told_with_the_way_to_end_it(theatre: Theatre) -> None:
    began = await theatre.use("Bea", "/live start", SHOW_CHANNEL, title="Friday *songs*")
    assert began.reply.ephemeral
    here = theatre.channel_id(SHOW_CHANNEL)
    assert f"🔴 You're live in <#{here}>: **Friday \\*songs\\***." in began.reply.text
    assert "`/live end` ends the show." in began.reply.text
    assert "✗" not in began.reply.text


async def test_a_show_can_be_in_another_channel(theatre: Theatre) -> None:
    there = theatre.channel_id("lounge")
    bea = await theatre.stage.person("Bea")
    exchange = await bea.use("/live start", {"channel": there}, channel="general")
    await exchange.settled()
    assert f"live in <#{there}>" in exchange.reply.text


async def test_one_show_at_a_time(theatre: Theatre) -> None:
    await start_show(theatre)
    again = await theatre.use("Bea", "/live start")
    here = theatre.channel_id(SHOW_CHANNEL)
    assert again.reply.text == (
        f"Your show is on already, in <#{here}>, so no other was started. `/live end` ends it."
    )


async def test_the_same_start_delivered_twice_begins_one_show(theatre: Theatre) -> None:
    theatre.sandbox.faults.duplicate(copies=3)
    began = await theatre.use("Bea", "/live start")
    assert "You're live" in began.reply.text
    await theatre.finished()
    rows = await theatre.house.reader.fetch("SELECT count(*) FROM show")
    assert rows[0][0] == 1


async def test_what_ovation_misses_in_the_channel_is_told_with_its_cure(theatre: Theatre) -> None:
    world = theatre.sandbox.world
    here = world.channel(SHOW_CHANNEL)
    theatre.sandbox.set_overwrite(here, world.bot, deny=permissions.ATTACH_FILES)
    began = await theatre.use("Bea", "/live start", SHOW_CHANNEL)
    assert f"✗ <#{here.id}>: allow Attach Files" in began.reply.text


async def test_nobody_goes_live_where_they_may_not_write(theatre: Theatre) -> None:
    guild, there = theatre.sandbox.world.guild, theatre.sandbox.world.channel("general")
    theatre.sandbox.set_overwrite(there, guild.roles[guild.id], deny=permissions.SEND_MESSAGES)
    bea = await theatre.stage.person("Bea")
    exchange = await bea.use("/live start", {"channel": there.id}, channel=SHOW_CHANNEL)
    await exchange.settled()
    assert exchange.reply.text.startswith(f"You can't write in <#{there.id}>")
    assert "Nothing started" in exchange.reply.text
    assert not await is_live(theatre)


async def test_a_title_has_room_for_so_much(theatre: Theatre) -> None:
    bea = await theatre.stage.person("Bea")
    long = "x" * (MOST_TITLE_LENGTH + 1)
    theatre.sandbox.world.trusting = True
    exchange = await bea.use("/live start", {"title": long}, channel=SHOW_CHANNEL, check=False)
    await exchange.settled()
    assert "Nothing" in exchange.reply.text
    assert not await is_live(theatre)


async def test_the_end_tells_what_the_show_came_to_and_who_waits_for_thanks(
    theatre: Theatre,
) -> None:
    await start_show(theatre)
    await theatre.grant("Ann", 100)
    await give(theatre, "Ann", quantity=7)
    theatre.clock.advance(65 * 60)
    ended = await theatre.use("Bea", "/live end")
    assert "⚫ Over after 1 h 5 min. **7 coins** · 3.5 💎 · 7 gifts" in ended.reply.text
    assert "1 thank-you still to say" in ended.reply.text
    assert ended.reply.buttons[0].label == "Open queue"
    assert not await is_live(theatre)


async def test_a_show_without_gifts_ends_kindly(theatre: Theatre) -> None:
    await start_show(theatre)
    theatre.clock.advance(42)
    ended = await theatre.use("Bea", "/live end")
    assert re.match("⚫ Over after 4[2-9] s\\. No gifts this time\\.", ended.reply.text)
    assert not ended.reply.buttons


async def test_nothing_ends_where_nothing_runs(theatre: Theatre) -> None:
    ended = await theatre.use("Bea", "/live end")
    assert ended.reply.text == (
        "No show is running, so nothing was done. `/live start` begins one."
    )


async def test_a_moderator_ends_the_show_of_another(theatre: Theatre) -> None:
    await start_show(theatre)
    await theatre.grant("Ann", 100)
    await give(theatre, "Ann")
    bea = theatre.id_of("Bea")
    ended = await theatre.use("Max", "/live end", creator=bea)
    assert "Over after" in ended.reply.text
    assert "thanks" not in ended.reply.text
    again = await theatre.use("Max", "/live end", creator=bea)
    assert again.reply.text.startswith("**Bea** isn't live right now.")


async def test_a_show_that_a_moderator_ends_stands_in_the_audit_and_in_the_log(
    theatre: Theatre,
) -> None:
    await set_up(theatre, log_channel=theatre.channel_id("ovation-log"))
    show = await start_show(theatre, title="Friday songs")
    await theatre.grant("Ann", 100)
    await give(theatre, "Ann")
    bea = theatre.id_of("Bea")
    ended = await theatre.use("Max", "/live end", creator=bea, reason="too *loud*")
    seq = await last_seq(theatre)
    assert ended.reply.text.endswith(
        f"-# **Bea** learns of it with their next reply; in `/mod audit` it is `#{seq}`."
    )
    recap = (await theatre.announced(SHOW_CHANNEL))[-1]
    assert "🎬 **Bea's show is over**" in recap.text
    (entry,) = [it for it in await theatre.announced("ovation-log") if "show" in it.text]
    act = f"**Max** ended **Bea**'s show (`#{show}`)."
    assert entry.text == f"`#{seq}` {act}\nWhy: “too \\*loud\\*”"
    both: tuple[dict[str, Any], ...] = ({}, {"member": bea})
    for asked in both:
        audit = await theatre.use("Olive", "/mod audit", **asked)
        assert f"`#{seq}` {act}\nWhy: “too \\*loud\\*”" in audit.reply.text
    max_ = await theatre.stage.person("Max")
    looked_up = await (await max_.press(entry, "Look up")).settled()
    assert act in looked_up.reply.text
    assert "Bea's statement" in [button.label for button in looked_up.reply.buttons]
    behind = await (await max_.menu("Look up this gift", recap)).settled()
    assert "That is the recap of a show" in behind.reply.text
    told = await theatre.use("Bea", "/history")
    assert f"📋 Max ended your show. Why: “too \\*loud\\*” (`#{seq}`)" in told.reply.text
    assert f"`#{seq}` show `#{show}` ended by **Max**" in told.reply.text
    assert (await theatre.examine()).ok


async def test_one_who_ends_their_own_show_leaves_no_line_for_moderators(theatre: Theatre) -> None:
    await set_up(theatre, log_channel=theatre.channel_id("ovation-log"))
    before = [message.text for message in await theatre.announced("ovation-log")]
    await start_show(theatre, "Max")
    await theatre.use("Max", "/live end", creator=theatre.id_of("Max"), reason="tired")
    assert [message.text for message in await theatre.announced("ovation-log")] == before
    assert "show" not in (await theatre.use("Olive", "/mod audit")).reply.text


async def test_nobody_who_is_frozen_goes_live(theatre: Theatre) -> None:
    await freeze(theatre, "Bea")
    began = await theatre.use("Bea", "/live start")
    assert "Your account is frozen, so this has to wait. Nothing taken or started." in (
        began.reply.text
    )
    assert not await is_live(theatre)
    await unfreeze(theatre, "Bea")
    assert "You're live" in (await theatre.use("Bea", "/live start")).reply.text


async def test_who_left_gets_no_gift_by_the_board_and_nothing_is_taken(theatre: Theatre) -> None:
    show = await start_show(theatre)
    await theatre.grant("Ann", 900)
    ann = await theatre.stage.person("Ann")
    opened = await (await ann.press(await board(theatre, show), "Send a gift")).settled()
    leave(theatre, "Bea")
    # Who was here a moment ago is asked about again a minute later.
    theatre.clock.advance(61)
    gone = "They are not on this server any more. Nothing taken: pick somebody else."
    assert await press_board(theatre, "Ann", show, "Rose · 1") == gone
    assert await press_board(theatre, "Ann", show, "Send a gift") == gone
    picked = await (await ann.pick(opened.reply, "Rose", control="Which gift?")).settled()
    assert "🌹 Rose for …" in picked.reply.text
    assert (await theatre.use("Ann", "/gift", SHOW_CHANNEL, gift="Rose")).reply.text.startswith(
        "🌹 Rose for …"
    )
    assert await coins_of(theatre, "Ann") == 1_000


def leave(theatre: Theatre, name: str) -> None:
    """Have somebody leave the server."""
    theatre.sandbox.remove_member(theatre.sandbox.world.guild.members[theatre.id_of(name)])


def delete(theatre: Theatre, channel: str) -> int:
    """Have a channel deleted; its id."""
    number = theatre.channel_id(channel)
    theatre.sandbox.delete_channel(theatre.sandbox.world.channel(channel))
    return number


async def test_a_show_whose_channel_is_gone_goes_on_where_gifts_are_thanked(
    theatre: Theatre,
) -> None:
    await set_up(theatre, gift_channel=theatre.channel_id("gifts"))
    show = await start_show(theatre)
    await board(theatre, show)
    gone, gifts = delete(theatre, SHOW_CHANNEL), theatre.channel_id("gifts")
    await theatre.grant("Ann", 100)
    await theatre.use("Ann", "/gift", gift="Rose", to=theatre.id_of("Bea"))
    theatre.clock.advance(15)
    olive = await theatre.stage.person("Olive")
    await olive.sees("gifts", lambda message: "is live" in message.text)
    moved = await board(theatre, show, "gifts")
    assert any("sends **Bea** a Rose" in message.text for message in await theatre.announced())
    status = await theatre.use("Ann", "/live status")
    moved_to = f"-# The show's channel is gone: board and thanks come up in <#{gifts}>."
    assert moved_to in status.reply.text
    assert str(gone) not in status.reply.text
    (link,) = status.reply.buttons
    assert link.url == f"https://discord.com/channels/{theatre.guild}/{gifts}/{moved.id}"
    ended = await theatre.use("Bea", "/live end")
    assert f"-# The show's channel is gone, so the recap comes up in <#{gifts}>." in (
        ended.reply.text
    )
    assert any("show is over" in message.text for message in await theatre.announced())
    assert "✓ Every gift was thanked: nothing is waiting." in (await posts(theatre))


async def posts(theatre: Theatre) -> str:
    """What `/setup show` tells of what is to be posted."""
    return (await theatre.use("Olive", "/setup show")).reply.text


async def test_where_no_channel_is_left_nothing_waits_unseen(theatre: Theatre) -> None:
    await start_show(theatre)
    await theatre.announced(SHOW_CHANNEL)
    gone = delete(theatre, SHOW_CHANNEL)
    status = await theatre.use("Ann", "/live status")
    assert "-# The show's channel is gone and no other is set for gifts" in status.reply.text
    ended = await theatre.use("Bea", "/live end")
    assert ended.reply.text.endswith(
        "-# The show's channel is gone and no other is set for gifts, so the recap waits: "
        "`/live recap` shows it to you now."
    )
    assert str(gone) not in ended.reply.text
    assert "Bea's show is over" in (await theatre.use("Bea", "/live recap")).reply.text
    seq = await last_seq(theatre)
    await until_troubled(theatre, seq)
    assert "✗ 1 post waits to be shown" in await posts(theatre)
    assert "Unknown Channel" in await posts(theatre)
    await set_up(theatre, gift_channel=theatre.channel_id("gifts"))
    assert any("show is over" in message.text for message in await theatre.announced())


async def test_how_a_creator_thanks_is_told_with_how_it_goes(theatre: Theatre) -> None:
    await start_show(theatre)
    await theatre.grant("Ann", 100)
    await theatre.grant("Kim", 100)
    first = await give(theatre, "Ann")
    await give(theatre, "Kim")
    assert "💛" not in (await theatre.use("Ann", "/live status")).reply.text
    own = await theatre.use("Bea", "/live status")
    assert "💛 Nobody thanked in person yet: `/live queue` shows who waits." in own.reply.text
    theatre.clock.advance(60)
    await done(theatre, ThankFor, "Bea", creator=theatre.person("Bea"), combo=first)
    for who in ("Ann", "Bea"):
        status = await theatre.use(who, "/live status")
        assert "💛 Thanked in person: 50 %, half of it within 1 min" in status.reply.text


async def test_nobody_else_ends_the_show_of_another(theatre: Theatre) -> None:
    await start_show(theatre)
    ended = await theatre.use("Ann", "/live end", creator=theatre.id_of("Bea"))
    assert "That's for moderators" in ended.reply.text
    assert await is_live(theatre)
    own = await theatre.use("Bea", "/live end", creator=theatre.id_of("Bea"))
    assert "Over after" in own.reply.text


async def test_who_is_live_is_told_with_the_way_to_the_board(theatre: Theatre) -> None:
    nobody = await theatre.use("Ann", "/live status")
    assert nobody.reply.text == "Nobody is live right now. `/live start` begins your own show."
    show = await start_show(theatre, title="Friday songs")
    await theatre.grant("Kim", 100)
    await give(theatre, "Kim", quantity=7)
    stands = await board(theatre, show)
    asked: tuple[dict[str, Any], ...] = ({}, {"creator": theatre.id_of("Bea")})
    for options in asked:
        status = await theatre.use("Ann", "/live status", **options)
        assert "🔴 **Bea** is live: **Friday songs**" in status.reply.text
        assert "**7 coins** · 3.5 💎 · 7 gifts" in status.reply.text
        assert "🥇 **Kim** `Lv 3` 7" in status.reply.text
        (link,) = status.reply.buttons
        here = theatre.channel_id(SHOW_CHANNEL)
        assert link.url == f"https://discord.com/channels/{theatre.guild}/{here}/{stands.id}"
    other = await theatre.use("Ann", "/live status", creator=theatre.id_of("Cleo"))
    assert other.reply.text.startswith("**Cleo** isn't live right now.")


async def test_more_shows_than_there_is_room_for_are_counted(theatre: Theatre) -> None:
    for who in ("Bea", "Cleo", "Ann", "Kim", "Lee", "Max", "Omar"):
        await start_show(theatre, who)
    status = await theatre.use("Ann", "/live status")
    assert "and 2 more" in status.reply.text


async def test_a_press_on_the_board_sends_one_gift_and_every_press_another(
    theatre: Theatre,
) -> None:
    show = await start_show(theatre)
    await theatre.grant("Ann", 900)
    await theatre.use("Ann", "/wallet")
    assert "Sent! 🌹 Rose to **Bea**. 999 coins left." in (
        await press_board(theatre, "Ann", show, "Rose · 1")
    )
    await press_board(theatre, "Ann", show, "Rose · 1")
    assert await coins_of(theatre, "Ann") == 998
    theatre.sandbox.faults.duplicate(copies=3)
    await press_board(theatre, "Ann", show, "Coffee · 1")
    await theatre.finished()
    assert await coins_of(theatre, "Ann") == 997


async def test_a_creator_presses_their_own_board_in_vain(theatre: Theatre) -> None:
    show = await start_show(theatre)
    assert "Nothing taken" in await press_board(theatre, "Bea", show, "Rose · 1")


async def test_the_board_opens_the_picker_for_its_creator(theatre: Theatre) -> None:
    show = await start_show(theatre)
    assert "A gift for **Bea**" in await press_board(theatre, "Ann", show, "Send a gift")


async def test_the_board_tells_each_reader_who_gave_most_and_their_own_place(
    theatre: Theatre,
) -> None:
    show = await start_show(theatre, title="Friday songs")
    assert "No gifts yet" in await press_board(theatre, "Kim", show, "Top gifters")
    for who, quantity in (("Ann", 30), ("Kim", 20)):
        await theatre.grant(who, 100)
        await give(theatre, who, quantity=quantity)
    told = await press_board(theatre, "Kim", show, "Top gifters")
    assert "🏆 **Top gifters** of **Bea**: **Friday songs**" in told
    assert "🥇 Ann · 30\n🥈 Kim (you) · 20" in told


async def test_the_board_lets_one_follow(theatre: Theatre) -> None:
    show = await start_show(theatre)
    assert "**Bea**" in await press_board(theatre, "Ann", show, "Follow")
    rows = await theatre.house.reader.fetch("SELECT count(*) FROM follower")
    assert rows[0][0] == 1


async def test_a_gift_for_nobody_is_for_who_is_live_here(theatre: Theatre) -> None:
    await theatre.grant("Ann", 1_000)
    await theatre.use("Ann", "/gift", "general", gift="Rose", to=theatre.id_of("Cleo"))
    await start_show(theatre)
    sent = await theatre.use("Ann", "/gift", SHOW_CHANNEL, gift="Rose")
    assert "to **Bea**" in sent.reply.text
    elsewhere = await theatre.use("Ann", "/gift", "general", gift="Rose")
    assert "to **Bea**" in elsewhere.reply.text
    await theatre.use("Ann", "/gift", "general", gift="Rose", to=theatre.id_of("Cleo"))
    await end_show(theatre)
    after = await theatre.use("Ann", "/gift", SHOW_CHANNEL, gift="Rose")
    assert "to **Cleo**" in after.reply.text


async def test_a_creator_in_their_own_channel_sends_to_whom_they_sent_last(
    theatre: Theatre,
) -> None:
    await theatre.grant("Bea", 1_000)
    await theatre.use("Bea", "/gift", gift="Rose", to=theatre.id_of("Kim"))
    await start_show(theatre)
    sent = await theatre.use("Bea", "/gift", SHOW_CHANNEL, gift="Rose")
    assert "to **Kim**" in sent.reply.text


async def test_only_registered_creators_go_live_where_the_server_says_so(
    theatre: Theatre,
) -> None:
    await set_up(theatre, receivers="registered")
    began = await theatre.use("Bea", "/live start", SHOW_CHANNEL)
    assert "`/creator join`" in began.reply.text
    assert "Nothing was taken or started" in began.reply.text
    assert not await is_live(theatre)


@pytest.mark.parametrize("custom_id", ["gifters:zz", "gifters:-1", "live:1", "quick:0:0"])
async def test_a_forged_button_is_politely_refused(theatre: Theatre, custom_id: str) -> None:
    await start_show(theatre)
    wallet = await theatre.use("Ann", "/wallet")
    pressed = await forge_press(theatre, "Ann", wallet.reply, custom_id)
    assert pressed.reply.text
    assert "broke" not in pressed.reply.text
