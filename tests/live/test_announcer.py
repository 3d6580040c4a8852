"""Every gift is thanked once, whatever Discord or the power does."""

import asyncio
from collections import Counter
from pathlib import Path

import pytest

from bot.app import open_house
from bot.ledger.requests.marks import MarkShown, Stage
from bot.sandbox.service.permissions import READ_MESSAGE_HISTORY, SEND_MESSAGES, VIEW_CHANNEL
from bot.storage.deliveries import delivery
from tests.live.scenery import (
    MESSAGE,
    MESSAGES,
    forget_the_answer,
    reversal,
    reverse,
    send,
    set_gift_channel,
    set_log_channel,
    thanked,
    until_troubled,
)
from tests.theatre import Theatre, open_theatre

CHEAPEST = range(1, 7)
"""Six gifts that cost the same: the catalogue begins with them."""


async def test_gifts_are_thanked_in_the_order_in_which_they_were_sent(theatre: Theatre) -> None:
    await theatre.grant("Ann", 100)
    # Of one person to one other, so that a digest, where a busy machine needs one, keeps the order.
    for item in CHEAPEST:
        await send(theatre, str(item), to="Bea", item=item)
    assert list(await thanked(theatre)) == [str(item) for item in CHEAPEST]


async def test_a_thank_you_goes_to_the_gift_channel_or_to_where_the_gift_was_sent(
    theatre: Theatre,
) -> None:
    await theatre.grant("Ann", 100)
    await send(theatre, "here", channel="show-bea")
    await set_gift_channel(theatre, "gifts")
    await send(theatre, "there", channel="show-bea")
    assert await thanked(theatre, "show-bea") == {"here": 1}
    assert await thanked(theatre) == {"there": 1}


async def test_a_forbidden_gift_channel_gives_way_to_where_the_gift_was_sent(
    theatre: Theatre,
) -> None:
    await theatre.grant("Ann", 100)
    await set_gift_channel(theatre, "gifts")
    world = theatre.sandbox.world
    theatre.sandbox.set_overwrite(world.channel("gifts"), world.bot, deny=SEND_MESSAGES)
    seq = await send(theatre, "one", channel="show-bea")
    assert await thanked(theatre, "show-bea") == {"one": 1}
    row = await delivery(theatre.house.reader, theatre.guild, seq, "channel")
    assert row is not None
    assert row.channel == theatre.channel_id("show-bea")


async def test_a_channel_that_opens_again_gets_what_waited_for_it(theatre: Theatre) -> None:
    await theatre.grant("Ann", 100)
    world = theatre.sandbox.world
    gifts = world.channel("gifts")
    theatre.sandbox.set_overwrite(gifts, world.bot, deny=SEND_MESSAGES)
    seq = await send(theatre, "late")
    await until_troubled(theatre, seq)
    theatre.sandbox.set_overwrite(gifts, world.bot, allow=SEND_MESSAGES)
    assert await thanked(theatre) == {"late": 1}


async def test_one_silent_channel_delays_no_other(theatre: Theatre) -> None:
    await theatre.grant("Ann", 100)
    world = theatre.sandbox.world
    theatre.sandbox.set_overwrite(world.channel("gifts"), world.bot, deny=SEND_MESSAGES)
    await send(theatre, "stuck")
    await send(theatre, "free", channel="show-bea")
    olive = await theatre.stage.person("Olive")
    assert await olive.sees("show-bea", lambda message: "gift free" in message.text)
    theatre.sandbox.set_overwrite(world.channel("gifts"), world.bot, allow=SEND_MESSAGES)


async def test_a_thank_you_that_nobody_may_read_delays_none_that_may_go_elsewhere(
    theatre: Theatre,
) -> None:
    await theatre.grant("Ann", 100)
    await set_gift_channel(theatre, "gifts")
    world = theatre.sandbox.world
    for name in ("gifts", "show-bea"):
        theatre.sandbox.set_overwrite(world.channel(name), world.bot, deny=SEND_MESSAGES)
    await until_troubled(theatre, await send(theatre, "stuck", channel="show-bea"))
    await send(theatre, "free", channel="general")
    olive = await theatre.stage.person("Olive")
    assert await olive.sees("general", lambda message: "gift free" in message.text)


async def test_what_moderators_did_is_not_posted_where_it_is_no_longer_to_be_posted(
    theatre: Theatre,
) -> None:
    world = theatre.sandbox.world
    old, new = world.channel("show-cleo"), world.channel("ovation-log")
    for place in (old, new):
        theatre.sandbox.set_overwrite(place, world.bot, deny=SEND_MESSAGES)
    await set_log_channel(theatre, old.name)
    await until_troubled(theatre, 1, sink="log")
    await set_log_channel(theatre, new.name)
    theatre.sandbox.set_overwrite(old, world.bot, allow=SEND_MESSAGES)
    await until_troubled(theatre, 2, sink="log")
    theatre.sandbox.set_overwrite(new, world.bot, allow=SEND_MESSAGES)
    assert len(await theatre.announced(new.name)) == 2
    assert await theatre.announced(old.name) == []


async def test_a_discord_that_keeps_asking_for_patience_gets_it(theatre: Theatre) -> None:
    await theatre.grant("Ann", 100)
    # More often than discord.py tries before it gives up.
    theatre.sandbox.faults.rate_limit(MESSAGES, retry_after_seconds=0.01, times=8)
    await send(theatre, "late")
    assert await thanked(theatre) == {"late": 1}


@pytest.mark.parametrize("after_effect", [False, True])
async def test_a_broken_connection_neither_loses_nor_doubles_a_thank_you(
    theatre: Theatre, *, after_effect: bool
) -> None:
    await theatre.grant("Ann", 100)
    theatre.sandbox.faults.reset(MESSAGES, "POST", after_effect=after_effect)
    await send(theatre, "once")
    assert await thanked(theatre) == {"once": 1}


async def test_a_thank_you_that_arrived_unnoticed_is_found_and_not_said_again(
    tmp_path: Path,
) -> None:
    async with open_theatre(tmp_path) as theatre:
        async with theatre.bot_running():
            await theatre.grant("Ann", 100)
            seq = await send(theatre, "once")
            await thanked(theatre)
        await forget_the_answer(theatre, seq)
        async with theatre.bot_running():
            assert await thanked(theatre) == {"once": 1}
            row = await delivery(theatre.house.reader, theatre.guild, seq, "channel")
            assert row is not None
            assert (row.shown, row.doubtful) == (1, False)
            assert row.message


async def test_where_the_channel_cannot_be_read_it_is_said_again_and_reported(
    tmp_path: Path,
) -> None:
    async with open_theatre(tmp_path) as theatre:
        async with theatre.bot_running():
            await theatre.grant("Ann", 100)
            seq = await send(theatre, "once")
            await thanked(theatre)
        await forget_the_answer(theatre, seq)
        world = theatre.sandbox.world
        theatre.sandbox.set_overwrite(world.channel("gifts"), world.bot, deny=READ_MESSAGE_HISTORY)
        async with theatre.bot_running():
            await thanked(theatre)
            row = await delivery(theatre.house.reader, theatre.guild, seq, "channel")
            assert row is not None
            assert row.doubtful


async def test_a_doubt_is_reported_whatever_happens_before_it_is_said_again(
    tmp_path: Path,
) -> None:
    async with open_theatre(tmp_path) as theatre:
        async with theatre.bot_running():
            await theatre.grant("Ann", 100)
            seq = await send(theatre, "once")
            await thanked(theatre)
        await forget_the_answer(theatre, seq)
        world = theatre.sandbox.world
        denied = READ_MESSAGE_HISTORY | SEND_MESSAGES
        theatre.sandbox.set_overwrite(world.channel("gifts"), world.bot, deny=denied)
        async with theatre.bot_running():
            # It is refused where it may stand already, and said elsewhere.
            await until_troubled(theatre, seq)
            await set_gift_channel(theatre, "show-bea")
            assert await thanked(theatre, "show-bea") == {"once": 1}
            row = await delivery(theatre.house.reader, theatre.guild, seq, "channel")
            assert row is not None
            assert row.doubtful


async def test_what_waited_at_a_stop_is_said_after_the_next_start(tmp_path: Path) -> None:
    async with open_theatre(tmp_path) as theatre:
        world = theatre.sandbox.world
        theatre.sandbox.set_overwrite(world.channel("gifts"), world.bot, deny=SEND_MESSAGES)
        async with theatre.bot_running():
            await theatre.grant("Ann", 100)
            await send(theatre, "waiting")
        theatre.sandbox.set_overwrite(world.channel("gifts"), world.bot, allow=SEND_MESSAGES)
        async with theatre.bot_running():
            assert await thanked(theatre) == {"waiting": 1}


async def test_a_gift_reversed_before_it_was_thanked_is_left_unsaid(theatre: Theatre) -> None:
    await theatre.grant("Ann", 100)
    world = theatre.sandbox.world
    theatre.sandbox.set_overwrite(world.channel("gifts"), world.bot, deny=VIEW_CHANNEL)
    seq = await send(theatre, "never")
    await until_troubled(theatre, seq)
    await reverse(theatre, seq)
    theatre.sandbox.set_overwrite(world.channel("gifts"), world.bot, allow=VIEW_CHANNEL)
    assert await thanked(theatre) == {}


async def test_a_gift_reversed_after_it_was_thanked_is_marked(theatre: Theatre) -> None:
    await theatre.grant("Ann", 100)
    seq = await send(theatre, "gone")
    await thanked(theatre)
    await reverse(theatre, seq)
    (message,) = await theatre.announced()
    assert "~~" in message.text
    assert "taken back" in message.text
    assert "gift gone" not in message.text


@pytest.mark.parametrize("after_effect", [False, True])
async def test_a_reversal_is_marked_although_the_connection_broke(
    theatre: Theatre, *, after_effect: bool
) -> None:
    await theatre.grant("Ann", 100)
    seq = await send(theatre, "gone")
    await thanked(theatre)
    theatre.sandbox.faults.reset(MESSAGE, "PATCH", after_effect=after_effect)
    await reverse(theatre, seq)
    (message,) = await theatre.announced()
    assert "taken back" in message.text


async def test_a_reversal_is_marked_on_a_message_that_had_to_be_looked_for_first(
    tmp_path: Path,
) -> None:
    async with open_theatre(tmp_path) as theatre:
        async with theatre.bot_running():
            await theatre.grant("Ann", 100)
            seq = await send(theatre, "gone")
            await thanked(theatre)
        await forget_the_answer(theatre, seq)
        async with open_house(theatre.settings) as (house, _):
            await house.writer.submit(reversal(theatre, seq))
        theatre.sandbox.faults.reset(MESSAGE, "PATCH")
        async with theatre.bot_running():
            (message,) = await theatre.announced()
            assert "taken back" in message.text


async def test_a_thank_you_that_somebody_deleted_is_not_said_again(theatre: Theatre) -> None:
    await theatre.grant("Ann", 100)
    seq = await send(theatre, "gone")
    (message,) = await theatre.announced()
    theatre.sandbox.world.channel("gifts").messages.pop(int(message.id))
    await reverse(theatre, seq)
    assert theatre.bot is not None
    await theatre.bot.announcer.idle()
    row = await delivery(theatre.house.reader, theatre.guild, seq, "channel")
    assert row is not None
    assert row.shown == row.wanted == 2


async def test_a_thank_you_makes_no_sound_and_pings_nobody(theatre: Theatre) -> None:
    await theatre.grant("Ann", 100)
    await send(theatre, "<@&1> @everyone")
    await theatre.announced()
    posts = [
        exchange
        for exchange in theatre.sandbox.recording.exchanges
        if exchange.bot and exchange.method == "POST" and exchange.path.endswith("/messages")
    ]
    assert posts
    for exchange in posts:
        body = exchange.request_json
        assert body["allowed_mentions"] == {"parse": []}
        assert body["flags"] & 1 << 12
        assert body["enforce_nonce"] is True
        assert len(body["nonce"]) <= 25


async def begun(theatre: Theatre, evening: int) -> None:
    """Wait until an evening's first thank-you stands in the channel."""
    olive = await theatre.stage.person("Olive")
    await olive.sees("gifts", lambda message: f"gift {evening}." in message.text)


async def test_restarts_amid_faults_lose_and_double_no_thank_you(tmp_path: Path) -> None:
    """Two restarts while thank-yous go out, with 5 % of all requests going wrong."""
    places = ("gifts", "show-bea", "show-cleo", "general")
    async with open_theatre(tmp_path) as theatre:
        faults = theatre.sandbox.faults
        faults.rate_limit(MESSAGES, retry_after_seconds=0.2, times=None, share=0.02)
        faults.reset(MESSAGES, "POST", times=None, share=0.015)
        faults.reset(MESSAGES, "POST", after_effect=True, times=None, share=0.015)
        for evening in range(3):
            async with theatre.bot_running():
                await theatre.grant("Ann", 1_000)
                sent = [
                    send(theatre, f"{evening}.{number}", channel=places[number % len(places)])
                    for number in range(40)
                ]
                await asyncio.gather(*sent)
                # Some of the forty are out by now, and one a channel is on its way.
                await begun(theatre, evening)
        async with theatre.bot_running():
            found: Counter[str] = Counter()
            for place in places:
                found += await thanked(theatre, place)
            report = await theatre.examine()
    assert found == {f"{evening}.{number}": 1 for evening in range(3) for number in range(40)}
    assert report.ok


async def test_a_mark_that_comes_too_late_changes_nothing(theatre: Theatre) -> None:
    await theatre.grant("Ann", 100)
    seq = await send(theatre, "once")
    await thanked(theatre)
    late = MarkShown(
        guild=theatre.guild,
        acknowledgement=seq,
        sink="channel",
        revision=1,
        stage=Stage.ATTEMPTED,
        channel=1,
    )
    assert not await theatre.house.writer.mark(late)
