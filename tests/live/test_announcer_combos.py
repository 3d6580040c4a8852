"""A combo is one message that counts up and is settled once, also across restarts."""

from pathlib import Path

import pytest

from bot.app import open_house
from bot.ledger.books.live import COMBO_MS
from bot.ledger.outcomes import Accepted
from bot.ledger.requests.live import HoldThanks
from bot.live.held import COUNT_UP_MS
from bot.sandbox.people.seen import Message
from bot.sandbox.service.permissions import READ_MESSAGE_HISTORY, SEND_MESSAGES
from tests.live.scenery import (
    MESSAGE,
    MESSAGES,
    ROSE,
    TRAIN,
    asked,
    change_books,
    is_told,
    reversal,
    reverse,
    row_of,
    send,
    thanked,
    until_troubled,
)
from tests.theatre import Theatre, open_theatre

SILENCE_SECONDS = COMBO_MS / 1000 + 1
COUNT_UP_SECONDS = COUNT_UP_MS / 1000 + 1


async def rose(theatre: Theatre, key: str, sender: str = "Ann") -> int:
    """Have a Rose sent to Bea, as part of a combo."""
    return await send(theatre, key, sender=sender, to="Bea", item=ROSE)


async def only(theatre: Theatre, channel: str = "gifts") -> Message:
    """The one message that stands in a channel once there is nothing to show."""
    (message,) = await theatre.announced(channel)
    return message


async def test_a_combo_is_one_message_that_counts_up_and_is_settled_once(theatre: Theatre) -> None:
    await theatre.grant("Ann", 100)
    await rose(theatre, "1")
    assert "sends" in (await only(theatre)).text
    await rose(theatre, "2")
    await rose(theatre, "3")
    theatre.clock.advance(COUNT_UP_SECONDS)
    assert "×3" in (await only(theatre)).text
    assert "still going" in (await only(theatre)).text
    theatre.clock.advance(SILENCE_SECONDS)
    assert "×3" in (await only(theatre)).text
    assert "still going" not in (await only(theatre)).text
    assert asked(theatre, "POST") == 1
    assert asked(theatre, "PATCH") == 2


async def test_a_gift_after_the_silence_begins_another_combo(theatre: Theatre) -> None:
    await theatre.grant("Ann", 100)
    await rose(theatre, "1")
    await theatre.announced()
    theatre.clock.advance(SILENCE_SECONDS)
    await rose(theatre, "2")
    assert len(await theatre.announced()) == 2


@pytest.mark.parametrize("gifts_shown", [0, 1, 2])
async def test_a_combo_is_counted_and_settled_once_across_a_restart(
    tmp_path: Path, gifts_shown: int
) -> None:
    """The bot leaves before the first post, after it, and after it was counted up."""
    async with open_theatre(tmp_path) as theatre:
        world = theatre.sandbox.world
        if not gifts_shown:
            theatre.sandbox.set_overwrite(world.channel("gifts"), world.bot, deny=SEND_MESSAGES)
        async with theatre.bot_running():
            await theatre.grant("Ann", 100)
            await rose(theatre, "1")
            if gifts_shown:
                await theatre.announced()
            await rose(theatre, "2")
            if gifts_shown == 2:
                theatre.clock.advance(COUNT_UP_SECONDS)
                assert "×2" in (await only(theatre)).text
            seq = await rose(theatre, "3")
        theatre.sandbox.set_overwrite(world.channel("gifts"), world.bot, allow=SEND_MESSAGES)
        async with theatre.bot_running():
            theatre.clock.advance(SILENCE_SECONDS)
            message = await only(theatre)
            assert "×3" in message.text
            assert "still going" not in message.text
            row = await row_of(theatre, seq - 2)
            assert row.shown == row.wanted


async def test_a_settled_combo_whose_mark_was_lost_is_settled_again_and_posted_never(
    tmp_path: Path,
) -> None:
    async with open_theatre(tmp_path) as theatre:
        async with theatre.bot_running():
            await theatre.grant("Ann", 100)
            seq = await rose(theatre, "1")
            await theatre.announced()
            await rose(theatre, "2")
            theatre.clock.advance(SILENCE_SECONDS)
            await theatre.announced()
        await change_books(theatre, "UPDATE outbox SET shown = 2 WHERE acknowledgement = ?", seq)
        async with theatre.bot_running():
            assert "×2" in (await only(theatre)).text
            assert (await row_of(theatre, seq)).shown == 3
    assert asked(theatre, "POST") == 1


async def test_a_combo_taken_back_unsaid_and_begun_anew_is_shown_at_once_and_settled(
    theatre: Theatre,
) -> None:
    await theatre.grant("Ann", 100)
    world = theatre.sandbox.world
    theatre.sandbox.set_overwrite(world.channel("gifts"), world.bot, deny=SEND_MESSAGES)
    seq = await rose(theatre, "1")
    await until_troubled(theatre, seq)
    await reverse(theatre, seq)
    await rose(theatre, "2")
    theatre.sandbox.set_overwrite(world.channel("gifts"), world.bot, allow=SEND_MESSAGES)
    assert await thanked(theatre) == {"2": 1}
    theatre.clock.advance(SILENCE_SECONDS)
    assert "still going" not in (await only(theatre)).text


async def test_a_reversed_gift_in_doubt_that_cannot_be_looked_for_is_reported(
    tmp_path: Path,
) -> None:
    async with open_theatre(tmp_path) as theatre:
        async with theatre.bot_running():
            await theatre.grant("Ann", 100)
            seq = await rose(theatre, "1")
            await theatre.announced()
        await change_books(
            theatre, "UPDATE outbox SET shown = 0, message = 0 WHERE acknowledgement = ?", seq
        )
        async with open_house(theatre.settings, theatre.clock) as (house, _):
            assert isinstance(await house.writer.submit(reversal(theatre, seq)), Accepted)
        world = theatre.sandbox.world
        theatre.sandbox.set_overwrite(world.channel("gifts"), world.bot, deny=READ_MESSAGE_HISTORY)
        async with theatre.bot_running() as bot:
            await bot.announcer.idle()
            row = await row_of(theatre, seq)
            assert row.doubtful
            assert row.shown == row.wanted
    assert asked(theatre, "POST") == 1


async def test_a_creator_who_holds_thank_yous_back_gets_them_all_on_going_on(
    theatre: Theatre,
) -> None:
    await theatre.grant("Ann", 1_000)
    await hold(theatre, on=True)
    await rose(theatre, "1")
    await send(theatre, "2", to="Bea", item=TRAIN)
    await send(theatre, "others", to="Cleo")
    assert await thanked(theatre) == {"others": 1}
    await hold(theatre, on=False)
    assert await thanked(theatre) == {"others": 1, "1": 1, "2": 1}


async def hold(theatre: Theatre, *, on: bool) -> None:
    """Have Bea hold her public thank-yous back, or let them go."""
    bea = theatre.person("Bea")
    outcome = await theatre.house.writer.submit(
        HoldThanks(guild=theatre.guild, key=f"hold {on}", actor=bea, creator=bea, on=on)
    )
    assert isinstance(outcome, Accepted), outcome


async def test_a_change_that_fails_is_made_again_and_holds_up_no_new_thank_you(
    theatre: Theatre,
) -> None:
    await theatre.grant("Ann", 100)
    await rose(theatre, "1")
    await theatre.announced()
    # More often than discord.py tries: as when Discord takes no more changes of an old message.
    fault = theatre.sandbox.faults.rate_limit(
        MESSAGE, "PATCH", retry_after_seconds=10.0, times=None
    )
    await rose(theatre, "2")
    theatre.clock.advance(COUNT_UP_SECONDS)
    olive = await theatre.stage.person("Olive")
    for number in range(3, 6):
        await send(theatre, str(number), to="Cleo", item=number)
        await olive.sees("gifts", is_told(str(number)))
    theatre.sandbox.faults.remove(fault)
    theatre.clock.advance(SILENCE_SECONDS)
    texts = [message.text for message in await theatre.announced()]
    assert "×2" in texts[0]


async def test_posts_that_fail_hold_up_no_change(theatre: Theatre) -> None:
    await theatre.grant("Ann", 100)
    await rose(theatre, "1")
    await theatre.announced()
    theatre.sandbox.faults.rate_limit(MESSAGES, "POST", retry_after_seconds=60.0)
    await send(theatre, "slow", to="Cleo")
    await rose(theatre, "2")
    olive = await theatre.stage.person("Olive")
    theatre.clock.advance(SILENCE_SECONDS)
    await olive.sees("gifts", lambda message: "×2" in message.text and "going" not in message.text)
    assert len(await olive.read("gifts")) == 1
    assert (await thanked(theatre))["slow"] == 1
