"""What could not be said where it belongs finds its way, and finds back."""

from pathlib import Path

import pytest

from bot.ledger.requests import SendGift
from bot.ledger.requests.live import EndShow
from bot.sandbox.service.permissions import SEND_MESSAGES
from bot.storage.deliveries import backlog
from tests.live.scenery import row_of, set_gift_channel, thanked
from tests.live.shows import SHOW_CHANNEL, done, start_show
from tests.theatre import Theatre, open_theatre


def let_post(theatre: Theatre, channel: str, *, on: bool) -> None:
    """Allow the bot to post in a channel, or forbid it."""
    world = theatre.sandbox.world
    allow, deny = (SEND_MESSAGES, 0) if on else (0, SEND_MESSAGES)
    theatre.sandbox.set_overwrite(world.channel(channel), world.bot, allow=allow, deny=deny)


async def end_show(theatre: Theatre) -> int:
    """Have Bea's show end without Discord; the number of its recap."""
    ended = await done(theatre, EndShow, "Bea", creator=theatre.person("Bea"))
    return int(ended.seq)


async def until_refused(theatre: Theatre, seq: int, channel: int) -> None:
    """Wait until a channel has refused a row."""
    row = await row_of(theatre, seq)
    while row.channel != channel or row.attempted or not row.trouble:
        row = await row_of(theatre, seq)


def posts(theatre: Theatre, channel: int) -> int:
    """How often the announcer asked Discord to post in a channel, which may be gone."""
    place = f"/channels/{channel}/messages"
    return sum(
        exchange.method == "POST"
        and exchange.path == place
        and str((exchange.request_json or {}).get("nonce")).startswith("c.")
        for exchange in theatre.sandbox.recording.exchanges
    )


async def test_a_recap_that_was_tried_elsewhere_goes_where_its_show_was_after_a_restart(
    tmp_path: Path,
) -> None:
    async with open_theatre(tmp_path) as theatre:
        async with theatre.bot_running():
            await set_gift_channel(theatre, "gifts")
            await start_show(theatre)
            await theatre.announced(SHOW_CHANNEL)
            for channel in (SHOW_CHANNEL, "gifts"):
                let_post(theatre, channel, on=False)
            recap = await end_show(theatre)
            await until_refused(theatre, recap, theatre.channel_id("gifts"))
        for channel in (SHOW_CHANNEL, "gifts"):
            let_post(theatre, channel, on=True)
        async with theatre.bot_running():
            await theatre.announced(SHOW_CHANNEL)
            row = await row_of(theatre, recap)
            assert (row.shown, row.channel) == (1, theatre.channel_id(SHOW_CHANNEL))
            assert await theatre.announced("gifts") == []


async def test_a_recap_that_was_shown_elsewhere_stays_where_it_stands(theatre: Theatre) -> None:
    await set_gift_channel(theatre, "gifts")
    await start_show(theatre)
    await theatre.announced(SHOW_CHANNEL)
    let_post(theatre, SHOW_CHANNEL, on=False)
    recap = await end_show(theatre)
    assert len(await theatre.announced("gifts")) == 1
    let_post(theatre, SHOW_CHANNEL, on=True)
    await theatre.announced("gifts")
    assert (await row_of(theatre, recap)).channel == theatre.channel_id("gifts")


@pytest.mark.usefixtures("long_pauses")
async def test_what_a_deleted_channel_left_waits_in_peace_until_there_is_a_gift_channel(
    theatre: Theatre,
) -> None:
    await theatre.grant("Ann", 100)
    await start_show(theatre)
    await theatre.announced(SHOW_CHANNEL)
    gone = theatre.sandbox.world.channel(SHOW_CHANNEL)
    before = posts(theatre, gone.id)
    theatre.sandbox.delete_channel(gone)
    to = theatre.person("Bea")
    gift = await done(theatre, SendGift, "Ann", to=to, item=1, channel=gone.id, message="gift late")
    await until_refused(theatre, gift.seq, gone.id)
    recap = await end_show(theatre)
    # Whatever else is written meanwhile, it is not tried again and again.
    for number in range(10):
        await theatre.grant("Ann", number + 1)
    assert posts(theatre, gone.id) == before + 1
    behind = await backlog(theatre.house.reader, theatre.guild)
    assert (behind.waiting, behind.troubles[0].text[:3]) == (2, "404")

    await set_gift_channel(theatre, "gifts")
    assert await thanked(theatre, "gifts") == {"late": 1}
    assert (await row_of(theatre, recap)).channel == theatre.channel_id("gifts")
    assert (await backlog(theatre.house.reader, theatre.guild)).waiting == 0
    assert posts(theatre, gone.id) <= before + 2
