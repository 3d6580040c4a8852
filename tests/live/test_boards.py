"""Each running show has one board in its channel that tells how it goes."""

import asyncio
from functools import partial
from itertools import pairwise
from pathlib import Path

import aiosqlite
import pytest

from bot.app import open_house
from bot.ledger.books.live import BOARD_SINK
from bot.ledger.requests import EditCatalogue, ReverseGift, SendGift
from bot.ledger.requests.live import AnswerMatch, DecideMessage, EndShow, ProposeMatch, SetGoal
from bot.live.boards import MOST_BELOW, OLDEST_MS, REFRESH_SECONDS
from bot.sandbox.people.seen import Message
from bot.sandbox.service.pace import limits_exceeded
from bot.sandbox.service.permissions import READ_MESSAGE_HISTORY, SEND_MESSAGES, VIEW_CHANNEL
from bot.storage.deliveries import Backlog, Delivery, backlog, delivery
from tests.commands.moderators import set_up
from tests.live.shows import SHOW_CHANNEL, board, boards, done, end_show, give, start_show
from tests.theatre import Theatre, open_theatre
from tests.waiting import PATIENCE_SECONDS, until

MESSAGES = "/channels/*/messages"
MESSAGE = "/channels/*/messages/*"
UNICORN = 5_000
"""The price of the dearest gift that these tests send."""


def edits(theatre: Theatre, message: Message) -> list[float]:
    """When the bot changed a message, in Discord's seconds."""
    return [
        exchange.elapsed
        for exchange in theatre.sandbox.recording.exchanges
        if exchange.method == "PATCH" and exchange.path.endswith(f"/messages/{message.id}")
    ]


def has_edits(theatre: Theatre, message: Message, number: int) -> bool:
    """Whether the bot has changed a message so often."""
    return len(edits(theatre, message)) >= number


async def until_troubled(theatre: Theatre) -> Backlog:
    """What moderators read once Discord has refused a board."""

    async def is_troubled() -> bool:
        return bool((await backlog(theatre.house.reader, theatre.guild)).troubles)

    await until(is_troubled)
    return await backlog(theatre.house.reader, theatre.guild)


async def row_of(theatre: Theatre, show: int) -> Delivery:
    """How the books say that a board fares."""
    row = await delivery(theatre.house.reader, theatre.guild, show, BOARD_SINK)
    assert row is not None
    return row


async def item_of(theatre: Theatre, name: str) -> int:
    """The number of a gift."""
    catalogue = await theatre.house.memory.catalogue(theatre.guild)
    item = catalogue.find(name)
    assert item is not None
    return int(item.number)


def forbid(theatre: Theatre) -> None:
    """Let the bot post in the show's channel no more."""
    world = theatre.sandbox.world
    theatre.sandbox.set_overwrite(world.channel(SHOW_CHANNEL), world.bot, deny=SEND_MESSAGES)


def permit(theatre: Theatre) -> None:
    """Let the bot post there again."""
    world = theatre.sandbox.world
    theatre.sandbox.set_overwrite(world.channel(SHOW_CHANNEL), world.bot, allow=SEND_MESSAGES)


async def test_a_show_gets_a_board_in_its_channel(theatre: Theatre) -> None:
    show = await start_show(theatre, title="Friday *songs*")
    shown = await board(theatre, show)
    assert "🔴 **Bea** is live: **Friday \\*songs\\***" in shown.text
    assert "No gifts yet: the first one takes 🥇." in shown.text
    assert [button.label for button in shown.buttons] == [
        "Send a gift", "Rose · 1", "Coffee · 1", "Thumbs Up · 1", "Top gifters", "Follow",
    ]  # fmt: skip
    assert not theatre.sandbox.pings


async def test_a_board_tells_what_a_show_has_come_to(theatre: Theatre) -> None:
    show = await start_show(theatre)
    for who, quantity in (("Ann", 300), ("Kim", 20), ("Lee", 7), ("Cleo", 1)):
        await theatre.grant(who, 1_000)
        await give(theatre, who, quantity=quantity)
    shown = await board(theatre, show)
    assert "**328 coins** · 164 💎 · 328 gifts" in shown.text
    assert "🥇 **Ann** `Lv 9` 300 · 🥈 **Kim** `Lv 5` 20 · 🥉 **Lee** `Lv 3` 7" in shown.text
    assert "-# Latest: 🌹 Cleo · 🌹×7 Lee · 🌹×20 Kim · 🌹×300 Ann" in shown.text


async def test_what_a_moderator_takes_back_leaves_the_board(theatre: Theatre) -> None:
    show = await start_show(theatre)
    await theatre.grant("Ann", 100)
    seq = await give(theatre, "Ann")
    assert "1 gift" in (await board(theatre, show)).text
    await done(theatre, ReverseGift, "Max", seq=seq, reason="a mistake")
    assert "No gifts yet" in (await board(theatre, show)).text


async def test_a_board_is_left_alone_while_it_would_say_the_same(theatre: Theatre) -> None:
    show = await start_show(theatre)
    shown = await board(theatre, show)
    await set_up(theatre, confirm_coins=77)
    await theatre.grant("Ann", 100)
    await board(theatre, show)
    assert edits(theatre, shown) == []


async def test_a_board_is_changed_every_five_seconds_at_most(theatre: Theatre) -> None:
    show = await start_show(theatre)
    await theatre.grant("Ann", 100)
    shown = await board(theatre, show)
    for number in range(1, 31):
        await give(theatre, "Ann")
        if number % 10 == 0:
            reached = partial(has_edits, theatre, shown, number // 10)
            await theatre.sandbox.recording.until(reached)
    assert "30 gifts" in (await board(theatre, show)).text
    changed = edits(theatre, shown)
    apart = [later - earlier for earlier, later in pairwise(changed)]
    # The clock that counts stands on the other side of the wire.
    assert min(apart) > REFRESH_SECONDS - 1
    assert len(changed) < 10


async def test_a_highlight_stays_at_the_top_for_its_time(theatre: Theatre) -> None:
    show = await start_show(theatre)
    await theatre.grant("Ann", 3 * UNICORN)
    await give(theatre, "Ann", await item_of(theatre, "Unicorn"), message="you made my week!")
    shown = await board(theatre, show)
    assert shown.text.startswith(
        "⭐ 🦄 **Ann** `Lv 16` sends **Bea** a Unicorn: “you made my week!”"
    )
    # 1,800 s from 2,000 coins on.
    theatre.clock.advance(1_801)
    olive = await theatre.stage.person("Olive")
    assert await olive.sees(SHOW_CHANNEL, lambda it: it.id == shown.id and "⭐" not in it.text)


async def test_the_larger_highlight_stays_at_the_top(theatre: Theatre) -> None:
    show = await start_show(theatre)
    await set_up(theatre, highlight_coins=10, picture_coins=10, card_coins=10)
    for who, quantity in (("Ann", 700), ("Kim", 20)):
        await theatre.grant(who, 1_000)
        await give(theatre, who, quantity=quantity)
    assert "⭐ 🌹 **Ann**" in (await board(theatre, show)).text
    # 20 coins stay for 30 s, 700 for 900 s; whoever comes later is still the smaller one.
    theatre.clock.advance(31)
    await give(theatre, "Kim", quantity=20)
    assert "⭐ 🌹 **Ann**" in (await board(theatre, show)).text
    theatre.clock.advance(870)
    await give(theatre, "Kim", quantity=20)
    assert "⭐ 🌹 **Kim**" in (await board(theatre, show)).text


async def test_a_goal_has_a_bar_until_its_time_is_over(theatre: Theatre) -> None:
    show = await start_show(theatre)
    await theatre.grant("Ann", 100)
    expires_ms = theatre.clock() + 1_800_000
    await done(theatre, SetGoal, "Bea", item=1, target=50, expires_ms=expires_ms)
    await give(theatre, "Ann", quantity=31)
    assert "🎯 🌹 ▰▰▰▰▰▰▱▱▱▱ **31/50**" in (await board(theatre, show)).text
    await give(theatre, "Ann", quantity=19)
    shown = await board(theatre, show)
    assert "🎯 🌹 ▰▰▰▰▰▰▰▰▰▰ **50/50** 🎉" in shown.text
    theatre.clock.advance(1_801)
    olive = await theatre.stage.person("Olive")
    assert await olive.sees(SHOW_CHANNEL, lambda it: it.id == shown.id and "🎯" not in it.text)


async def test_a_goal_reached_in_the_show_before_is_not_on_the_board(theatre: Theatre) -> None:
    await theatre.grant("Ann", 100)
    before = await start_show(theatre)
    expires_ms = theatre.clock() + 3_600_000
    await done(theatre, SetGoal, "Bea", item=0, target=2, expires_ms=expires_ms)
    await give(theatre, "Ann", quantity=2)
    assert "**2/2** 🎉" in (await board(theatre, before)).text
    await end_show(theatre)
    assert "🎯" not in (await board(theatre, await start_show(theatre))).text


async def test_a_goal_that_a_reversal_took_back_is_not_shown_as_reached(theatre: Theatre) -> None:
    await theatre.grant("Ann", 100)
    show = await start_show(theatre)
    expires_ms = theatre.clock() + 3_600_000
    await done(theatre, SetGoal, "Bea", item=0, target=2, expires_ms=expires_ms)
    gift = await give(theatre, "Ann", quantity=2)
    assert "**2/2** 🎉" in (await board(theatre, show)).text
    await done(theatre, ReverseGift, "Max", seq=gift, reason="a mistake")
    shown = (await board(theatre, show)).text
    assert "▱▱▱▱▱▱▱▱▱▱ **0/2**" in shown
    assert "🎉" not in shown


async def test_both_boards_of_a_match_show_its_score(theatre: Theatre) -> None:
    bea, cleo = await start_show(theatre), await start_show(theatre, "Cleo")
    channel = theatre.channel_id(SHOW_CHANNEL)
    proposed = await done(
        theatre, ProposeMatch, "Bea", opponent=theatre.person("Cleo"), minutes=5, channel=channel
    )
    await done(theatre, AnswerMatch, "Cleo", match=proposed.seq, accept=True)
    await theatre.grant("Ann", 100)
    await give(theatre, "Ann", quantity=40)
    assert "⚔️ **Bea** 40 : 0 **Cleo**" in (await board(theatre, bea)).text
    assert "⚔️ **Cleo** 0 : 40 **Bea**" in (await board(theatre, cleo)).text


async def test_a_board_is_posted_again_below_many_later_messages(theatre: Theatre) -> None:
    show = await start_show(theatre)
    first = await board(theatre, show)
    await theatre.grant("Ann", 1_000_000)
    for item in range(1, MOST_BELOW + 1):
        await give(theatre, "Ann", item)
        await theatre.announced(SHOW_CHANNEL)
    # The channel has room for it once the thank-yous are through.
    while (shown := await boards(theatre, show)) == [] or shown[0].id == first.id:
        theatre.clock.advance(60)
    assert len(shown) == 1
    assert (await theatre.announced(SHOW_CHANNEL))[-1].id == shown[0].id
    assert f"{MOST_BELOW} gifts" in shown[0].text
    assert limits_exceeded(theatre.sandbox.recording) == []


async def test_a_board_is_posted_again_before_it_is_too_old_to_be_changed(
    theatre: Theatre,
) -> None:
    show = await start_show(theatre)
    first = await board(theatre, show)
    theatre.clock.advance(OLDEST_MS / 1000)
    olive = await theatre.stage.person("Olive")
    later = await olive.sees(SHOW_CHANNEL, lambda message: message.id > first.id)
    assert later
    assert [it.id for it in await boards(theatre, show)] != [first.id]
    assert len(await boards(theatre, show)) == 1


async def test_a_deleted_board_comes_back_with_the_next_change(theatre: Theatre) -> None:
    show = await start_show(theatre)
    first = await board(theatre, show)
    assert theatre.bot is not None
    # A moderator would delete it behind the back of who keeps it, too.
    poster = theatre.bot.announcer.poster
    await poster.remove(theatre.guild, theatre.channel_id(SHOW_CHANNEL), first.id)
    await theatre.grant("Ann", 100)
    await give(theatre, "Ann")
    shown = await board(theatre, show)
    assert "1 gift" in shown.text
    assert (await row_of(theatre, show)).message == shown.id


async def test_a_board_goes_on_after_a_restart_where_it_stands(tmp_path: Path) -> None:
    async with open_theatre(tmp_path) as theatre:
        async with theatre.bot_running():
            show = await start_show(theatre)
            first = await board(theatre, show)
            await theatre.grant("Ann", 100)
        async with theatre.bot_running():
            await give(theatre, "Ann")
            shown = await board(theatre, show)
            assert shown.id == first.id
            assert "1 gift" in shown.text


@pytest.mark.parametrize("after_effect", [False, True])
async def test_a_broken_connection_neither_loses_nor_doubles_a_board(
    theatre: Theatre, *, after_effect: bool
) -> None:
    theatre.sandbox.faults.reset(MESSAGES, "POST", after_effect=after_effect)
    show = await start_show(theatre)
    await board(theatre, show)


async def test_a_board_that_arrived_unnoticed_is_found_and_not_posted_again(
    tmp_path: Path,
) -> None:
    async with open_theatre(tmp_path) as theatre:
        async with theatre.bot_running():
            show = await start_show(theatre)
            first = await board(theatre, show)
        await forget_the_answer(theatre)
        async with theatre.bot_running():
            assert (await board(theatre, show)).id == first.id
            row = await row_of(theatre, show)
            assert (row.shown, row.message, row.doubtful) == (1, first.id, False)


async def test_where_the_channel_cannot_be_read_a_board_is_reported_as_perhaps_doubled(
    tmp_path: Path,
) -> None:
    async with open_theatre(tmp_path) as theatre:
        async with theatre.bot_running():
            show = await start_show(theatre)
            await board(theatre, show)
        await forget_the_answer(theatre)
        world = theatre.sandbox.world
        here = world.channel(SHOW_CHANNEL)
        theatre.sandbox.set_overwrite(here, world.bot, deny=READ_MESSAGE_HISTORY)
        async with theatre.bot_running():
            await boards(theatre, show)
            row = await row_of(theatre, show)
            assert (row.shown, row.doubtful) == (1, True)


async def forget_the_answer(theatre: Theatre) -> None:
    """Leave the books as a power cut between Discord's answer and its record leaves them."""
    path = theatre.settings.database_url.removeprefix("sqlite:///")
    async with aiosqlite.connect(path) as books:
        await books.execute("UPDATE outbox SET shown = 0, message = 0")
        await books.commit()


async def test_a_board_that_may_not_be_posted_is_told_to_moderators_and_comes_later(
    theatre: Theatre,
) -> None:
    forbid(theatre)
    show = await start_show(theatre)
    behind = await until_troubled(theatre)
    assert [trouble.deliveries for trouble in behind.troubles] == [1]
    permit(theatre)
    await board(theatre, show)
    assert (await backlog(theatre.house.reader, theatre.guild)).waiting == 0


async def test_a_board_that_may_not_be_posted_again_is_told_to_moderators(
    theatre: Theatre,
) -> None:
    show = await start_show(theatre)
    await board(theatre, show)
    forbid(theatre)
    theatre.clock.advance(OLDEST_MS / 1000)
    await until_troubled(theatre)
    permit(theatre)
    await board(theatre, show)


async def test_an_end_that_may_not_be_shown_is_told_to_moderators_and_comes_later(
    theatre: Theatre,
) -> None:
    show = await start_show(theatre)
    before = await board(theatre, show)
    world = theatre.sandbox.world
    channel = world.channel(SHOW_CHANNEL)
    theatre.sandbox.set_overwrite(channel, world.bot, deny=VIEW_CHANNEL)
    await end_show(theatre)
    await until_troubled(theatre)
    theatre.sandbox.set_overwrite(channel, world.bot, allow=VIEW_CHANNEL)
    assert theatre.bot is not None
    await theatre.bot.boards.idle()
    olive = await theatre.stage.person("Olive")
    (after,) = [it for it in await olive.read(SHOW_CHANNEL) if it.id == before.id]
    assert "was live" in after.text
    await theatre.bot.announcer.idle()
    assert (await backlog(theatre.house.reader, theatre.guild)).waiting == 0


async def test_a_board_whose_channel_was_deleted_rests_until_there_is_news(
    theatre: Theatre,
) -> None:
    show = await start_show(theatre)
    await board(theatre, show)
    deleted = theatre.sandbox.world.channel(SHOW_CHANNEL)
    theatre.sandbox.delete_channel(deleted)
    await theatre.grant("Ann", 100)
    await done(theatre, SendGift, "Ann", to=theatre.person("Bea"), item=1, channel=deleted.id)
    assert theatre.bot is not None
    async with asyncio.timeout(PATIENCE_SECONDS):
        await theatre.bot.boards.idle()
        await end_show(theatre)
        await theatre.bot.boards.idle()
    assert not await theatre.house.reader.fetch(
        "SELECT 1 FROM outbox WHERE acknowledgement = ? AND sink = ? AND shown < wanted",
        (show, BOARD_SINK),
    )


async def test_a_board_says_how_the_show_ended_and_has_no_buttons_then(theatre: Theatre) -> None:
    show = await start_show(theatre, title="Friday songs")
    first = await board(theatre, show)
    await theatre.grant("Ann", 100)
    await give(theatre, "Ann", quantity=3)
    theatre.clock.advance(42 * 60)
    await end_show(theatre)
    last = await ended_board(theatre, first)
    assert "⚫ **Bea** was live: **Friday songs** · 42 min long" in last.text
    assert "**3 coins** · 1.5 💎 · 3 gifts" in last.text
    assert not last.buttons
    assert (await row_of(theatre, show)).shown == 2


async def ended_board(theatre: Theatre, first: Message) -> Message:
    """A board once its show has ended."""
    assert theatre.bot is not None
    await theatre.bot.boards.idle()
    olive = await theatre.stage.person("Olive")
    (last,) = [it for it in await olive.read(SHOW_CHANNEL) if it.id == first.id]
    return last


async def test_a_show_that_ended_while_the_bot_was_away_is_over_on_its_board_too(
    tmp_path: Path,
) -> None:
    async with open_theatre(tmp_path) as theatre:
        async with theatre.bot_running():
            first = await board(theatre, await start_show(theatre))
        async with open_house(theatre.settings) as (house, _):
            bea = theatre.person("Bea")
            ended = EndShow(guild=theatre.guild, key="end", actor=bea, creator=bea)
            await house.writer.submit(ended)
        async with theatre.bot_running():
            assert "was live" in (await ended_board(theatre, first)).text


async def test_one_board_stands_and_is_right_whatever_discord_does(tmp_path: Path) -> None:
    async with open_theatre(tmp_path) as theatre:
        faults = theatre.sandbox.faults
        async with theatre.bot_running():
            await theatre.grant("Ann", 1_000_000)
            faults.at_random(share=0.2, route="/channels/*", times=20)
            show = await start_show(theatre)
            for item in range(1, 15):
                await give(theatre, "Ann", item)
        async with theatre.bot_running():
            faults.clear()
            await give(theatre, "Ann", 15)
            assert "15 gifts" in (await board(theatre, show)).text


async def test_only_who_asked_for_it_hears_that_a_show_begins(theatre: Theatre) -> None:
    guild = theatre.sandbox.world.guild
    role = theatre.sandbox.add_role(guild, "Live alerts", mentionable=True)
    await set_up(theatre, live_role=role.id)
    show = await start_show(theatre, title="@everyone")
    await board(theatre, show)
    await theatre.announced(SHOW_CHANNEL)
    (ping,) = [ping for ping in theatre.sandbox.pings if ping.roles or ping.users or ping.everyone]
    assert (ping.sounds, list(ping.roles), list(ping.users)) == (True, [role.id], [])
    (call,) = [it for it in await theatre.announced(SHOW_CHANNEL) if it.id == ping.message_id]
    assert call.text == f"<@&{role.id}> 🔴 **Bea** is live: **\\@everyone**. Come and watch!"
    assert [button.label for button in call.buttons] == ["Send a gift"]


async def test_a_message_that_was_approved_stands_with_its_highlight(theatre: Theatre) -> None:
    await set_up(theatre, messages="all")
    show = await start_show(theatre)
    await theatre.grant("Ann", UNICORN)
    seq = await give(theatre, "Ann", await item_of(theatre, "Unicorn"), message="well sung")
    assert "well sung" not in (await board(theatre, show)).text
    await done(theatre, DecideMessage, "Max", seq=seq, approve=True)
    assert "well sung" in (await board(theatre, show)).text


async def test_shows_that_begin_one_after_the_other_call_nobody_each_time(theatre: Theatre) -> None:
    role = theatre.sandbox.add_role(theatre.sandbox.world.guild, "Live alerts", mentionable=True)
    await set_up(theatre, live_role=role.id)
    for minutes in (0, 1, 59):
        theatre.clock.advance(minutes * 60)
        await start_show(theatre)
        await theatre.announced(SHOW_CHANNEL)
        await end_show(theatre)
    assert len([ping for ping in theatre.sandbox.pings if ping.roles]) == 1
    theatre.clock.advance(60 * 60)
    await start_show(theatre)
    await theatre.announced(SHOW_CHANNEL)
    assert len([ping for ping in theatre.sandbox.pings if ping.roles]) == 2


async def test_a_board_speaks_the_language_of_its_server(theatre: Theatre) -> None:
    show = await start_show(theatre)
    await set_up(theatre, language="de")
    shown = await board(theatre, show)
    assert "ist live" in shown.text
    assert "Noch keine Geschenke" in shown.text


async def test_an_emoji_that_is_gone_does_not_take_the_board_with_it(theatre: Theatre) -> None:
    gone = "<:gone:123456789012345678>"
    change = {"item": 1, "name": "Rose", "emoji": gone, "price": 1}
    await done(theatre, EditCatalogue, "Olive", **change)
    show = await start_show(theatre)
    assert [it.label for it in (await board(theatre, show)).buttons][1] == "Rose · 1"
