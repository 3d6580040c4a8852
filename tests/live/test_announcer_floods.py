"""Too many gifts to thank one by one are merged: the largest first, and each of them once."""

import asyncio
from pathlib import Path

import pytest

from bot.ledger.outcomes import GiftSent
from bot.ledger.requests import GrantWelcome, SendGift
from bot.live import announcer
from bot.sandbox.service.pace import limits_exceeded, turned_away
from bot.sandbox.service.permissions import SEND_MESSAGES
from bot.storage.deliveries import deliveries
from tests.live.scenery import (
    MESSAGES,
    PERFUME,
    ROSE,
    TRAIN,
    asked,
    change_books,
    is_told,
    keys_of,
    reverse,
    row_of,
    send,
    set_gift_channel,
    thanked,
    told,
    until_troubled,
)
from tests.theatre import Theatre, open_theatre
from tests.waiting import PATIENCE_SECONDS

MANY = 30


async def flood(theatre: Theatre, gifts: int = MANY) -> list[int]:
    """Have many gifts sent at the same moment, each a combo of its own."""
    await theatre.grant("Ann", 10_000)
    return list(await asyncio.gather(*(send(theatre, str(number)) for number in range(gifts))))


def all_once(gifts: int = MANY) -> dict[str, int]:
    """What is told of a flood."""
    return {str(number): 1 for number in range(gifts)}


async def test_many_gifts_at_once_are_merged_and_each_is_told_once(theatre: Theatre) -> None:
    await flood(theatre)
    assert await thanked(theatre) == all_once()
    assert asked(theatre, "POST") <= 3
    assert limits_exceeded(theatre.sandbox.recording) == []
    assert turned_away(theatre.sandbox.recording).by_limits == 0


async def test_more_gifts_than_a_message_holds_are_told_in_a_file(theatre: Theatre) -> None:
    senders = ("Ann", "Hana", "Ivo", "Jude", "Kofi")
    for sender in senders:
        await theatre.grant(sender, 1_000)
    many = [
        send(theatre, f"{sender} {number} {'x' * 90}", sender=sender)
        for sender in senders
        for number in range(20)
    ]
    await asyncio.gather(*many)
    assert set((await thanked(theatre)).values()) == {1}
    assert len(await thanked(theatre)) == 100
    assert any(message.attachments for message in await theatre.announced())


async def test_the_largest_of_many_gifts_is_thanked_first(theatre: Theatre) -> None:
    await theatre.grant("Ann", 10_000)
    world = theatre.sandbox.world
    theatre.sandbox.set_overwrite(world.channel("gifts"), world.bot, deny=SEND_MESSAGES)
    for number in range(MANY):
        await send(theatre, str(number))
    await until_troubled(theatre, await send(theatre, "large", to="Bea", item=TRAIN))
    theatre.sandbox.set_overwrite(world.channel("gifts"), world.bot, allow=SEND_MESSAGES)
    first, *others = await told(theatre, await theatre.announced())
    assert keys_of([first]) == {"large": 1}
    assert keys_of(others) == all_once()


@pytest.mark.parametrize("after_effect", [False, True])
async def test_a_digest_without_an_answer_is_looked_for_and_said_once(
    theatre: Theatre, *, after_effect: bool
) -> None:
    theatre.sandbox.faults.reset(MESSAGES, "POST", after_effect=after_effect)
    await flood(theatre)
    assert await thanked(theatre) == all_once()


@pytest.mark.parametrize("forgotten", ["1 = 1", "acknowledgement = digest", "acknowledgement % 2"])
async def test_a_digest_whose_marks_were_lost_is_found_and_not_said_again(
    tmp_path: Path, forgotten: str
) -> None:
    async with open_theatre(tmp_path) as theatre:
        async with theatre.bot_running():
            rows = await flood(theatre)
            assert await thanked(theatre) == all_once()
            posts = asked(theatre, "POST")
        await change_books(theatre, f"UPDATE outbox SET shown = 0 WHERE digest > 0 AND {forgotten}")
        async with theatre.bot_running():
            assert await thanked(theatre) == all_once()
            assert asked(theatre, "POST") == posts
            assert not any([(await row_of(theatre, seq)).doubtful for seq in rows])


async def test_more_rows_in_doubt_than_are_read_at_once_are_all_looked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(announcer, "_PAGE", MANY // 3)
    async with open_theatre(tmp_path) as theatre:
        async with theatre.bot_running():
            await flood(theatre)
            assert await thanked(theatre) == all_once()
            posts = asked(theatre, "POST")
        await change_books(theatre, "UPDATE outbox SET shown = 0 WHERE digest > 0")
        async with theatre.bot_running():
            assert await thanked(theatre) == all_once()
            assert asked(theatre, "POST") == posts


async def test_a_digest_that_was_refused_is_made_anew_with_what_came_since(
    theatre: Theatre,
) -> None:
    world = theatre.sandbox.world
    theatre.sandbox.set_overwrite(world.channel("gifts"), world.bot, deny=SEND_MESSAGES)
    rows = await flood(theatre)
    await until_troubled(theatre, rows[0])
    await send(theatre, "since", to="Bea", item=PERFUME)
    theatre.sandbox.set_overwrite(world.channel("gifts"), world.bot, allow=SEND_MESSAGES)
    assert await thanked(theatre) == all_once() | {"since": 1}


async def test_a_gift_that_comes_while_a_digest_carries_its_combo_is_told_later(
    theatre: Theatre,
) -> None:
    await theatre.grant("Kim", 100)
    theatre.sandbox.faults.slow(10.0, MESSAGES, "POST")
    await theatre.grant("Ann", 100)
    *_, rose = await asyncio.gather(
        *(send(theatre, str(number)) for number in range(MANY)),
        send(theatre, "before", sender="Kim", to="Bea", item=ROSE),
    )
    while not (await row_of(theatre, rose)).digest:
        pass
    later = await send(theatre, "meanwhile", sender="Kim", to="Bea", item=ROSE)
    assert (await row_of(theatre, later)).acknowledgement == later
    assert await thanked(theatre) == all_once() | {"before": 1, "meanwhile": 1}


async def test_a_reversal_of_what_a_digest_told_gets_a_word_of_its_own(theatre: Theatre) -> None:
    rows = await flood(theatre)
    await theatre.announced()
    carried = await deliveries(
        theatre.house.reader, [(theatre.guild, seq, "channel") for seq in rows]
    )
    seq = next(row.acknowledgement for row in carried if row.digest)
    before = len(await theatre.announced())
    await reverse(theatre, seq)
    *_, afterword = await theatre.announced()
    assert "taken back" in afterword.text
    assert len(await theatre.announced()) == before + 1


async def test_what_is_no_gift_does_not_wait_behind_a_flood(theatre: Theatre) -> None:
    rows = await flood(theatre)
    await theatre.announced()
    theatre.sandbox.faults.slow(10.0, MESSAGES, "POST")
    more = [send(theatre, f"more {number}") for number in range(3 * MANY)]
    await asyncio.gather(*more[:MANY])
    await reverse(theatre, rows[-1])
    await asyncio.gather(*more[MANY:])
    texts = [message.text for message in await theatre.announced()]
    place = next(number for number, text in enumerate(texts) if "taken back" in text)
    assert place < len(texts) - 1


async def test_no_guild_waits_for_another(theatre: Theatre) -> None:
    other = theatre.sandbox.add_guild("Elsewhere", theatre.sandbox.world.user("Olive"))
    (place,) = other.channels.values()
    # As often as discord.py tries; so it would take longer than anybody waits here.
    theatre.sandbox.faults.rate_limit(
        f"/channels/{theatre.channel_id('gifts')}/messages", retry_after_seconds=40.0, times=5
    )
    await flood(theatre)
    kim, bea = theatre.person("Kim"), theatre.person("Bea")
    writer = theatre.house.writer
    await writer.submit(GrantWelcome(guild=other.id, key="welcome", actor=kim))
    sent = await writer.submit(
        SendGift(guild=other.id, key="rose", actor=kim, to=bea, item=ROSE, channel=place.id)
    )
    assert isinstance(sent, GiftSent)
    row = (other.id, sent.seq, "channel")
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not (await deliveries(theatre.house.reader, [row]))[0].shown:
            pass
    assert not theatre.sandbox.world.channel("gifts").messages
    theatre.sandbox.faults.clear()
    assert await thanked(theatre) == all_once()


async def test_a_gift_from_nowhere_waits_until_there_is_a_channel(theatre: Theatre) -> None:
    await theatre.grant("Ann", 100)
    await send(theatre, "nowhere", channel="")
    assert await thanked(theatre) == {}
    await set_gift_channel(theatre, "gifts")
    assert await thanked(theatre) == {"nowhere": 1}
    assert is_told("nowhere")((await theatre.announced())[-1])
