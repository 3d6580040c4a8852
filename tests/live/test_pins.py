"""Highlights are pinned where a guild asks for it, for as long as they are highlights."""

from pathlib import Path

from bot.ledger.requests import ChangeSetting, ReverseGift
from bot.sandbox.service import permissions
from bot.sandbox.service.world import Channel
from bot.storage.combos import combos
from tests.live.shows import SHOW_CHANNEL, done, give, start_show
from tests.theatre import Theatre, open_theatre

WHEEL, SWAN = 32, 22
"""What costs 3,000 coins and is a highlight for half an hour, and what costs 699 and is none."""
HALF_AN_HOUR = 1_800


def channel(theatre: Theatre) -> Channel:
    """The channel of the show, as Discord knows it."""
    return theatre.sandbox.world.channel(SHOW_CHANNEL)


def let_pin(theatre: Theatre) -> None:
    """Allow the bot to pin where the show is."""
    world = theatre.sandbox.world
    theatre.sandbox.set_overwrite(channel(theatre), world.bot, allow=permissions.PIN_MESSAGES)


async def switch(theatre: Theatre, value: int) -> None:
    """Switch pins on or off."""
    await done(theatre, ChangeSetting, "Olive", changes=(("pins", str(value)),))


async def prepare(theatre: Theatre) -> None:
    """Everything that a pin needs: money, a show, the setting and the permission."""
    await theatre.grant("Ann", 50_000)
    await switch(theatre, 1)
    await start_show(theatre)
    let_pin(theatre)


async def settle(theatre: Theatre) -> None:
    """Wait until thank-yous and pins are as they should be now."""
    assert theatre.bot is not None
    await theatre.bot.announcer.idle()
    await theatre.bot.pins.idle()


def tried(theatre: Theatre) -> int:
    """How often the bot asked Discord to pin something."""
    return sum(
        exchange.method == "PUT" and "/messages/pins/" in exchange.path
        for exchange in theatre.sandbox.recording.exchanges
    )


async def until_unpinned(theatre: Theatre) -> None:
    """Wait until nothing is pinned."""
    await theatre.sandbox.recording.until(lambda: not channel(theatre).pins)


async def test_a_highlight_is_pinned_and_unpinned_when_its_time_is_over(theatre: Theatre) -> None:
    await prepare(theatre)
    await give(theatre, "Ann", WHEEL)
    await settle(theatre)
    assert len(channel(theatre).pins) == 1
    theatre.clock.advance(HALF_AN_HOUR - 60)
    await settle(theatre)
    assert len(channel(theatre).pins) == 1
    theatre.clock.advance(61)
    await until_unpinned(theatre)


async def test_nothing_is_pinned_unless_a_guild_asks_for_it(theatre: Theatre) -> None:
    await theatre.grant("Ann", 50_000)
    await start_show(theatre)
    let_pin(theatre)
    await give(theatre, "Ann", WHEEL)
    await settle(theatre)
    assert tried(theatre) == 0


async def test_what_is_no_highlight_is_not_pinned(theatre: Theatre) -> None:
    await prepare(theatre)
    await give(theatre, "Ann", SWAN)
    await settle(theatre)
    assert tried(theatre) == 0


async def test_a_highlight_outside_shows_is_pinned_too_also_across_a_restart(
    tmp_path: Path,
) -> None:
    async with open_theatre(tmp_path) as theatre:
        async with theatre.bot_running():
            await theatre.grant("Ann", 50_000)
            await switch(theatre, 1)
            let_pin(theatre)
            await give(theatre, "Ann", WHEEL)
            await settle(theatre)
            assert len(channel(theatre).pins) == 1
        async with theatre.bot_running():
            await settle(theatre)
            assert len(channel(theatre).pins) == 1
            theatre.clock.advance(HALF_AN_HOUR)
            await until_unpinned(theatre)


async def test_without_the_permission_nothing_is_tried(theatre: Theatre) -> None:
    await theatre.grant("Ann", 50_000)
    await switch(theatre, 1)
    await start_show(theatre)
    await give(theatre, "Ann", WHEEL)
    await settle(theatre)
    theatre.clock.advance(60)
    await settle(theatre)
    assert tried(theatre) == 0


async def test_a_pin_without_an_answer_is_tried_again(theatre: Theatre) -> None:
    await prepare(theatre)
    theatre.sandbox.faults.reset("/channels/*/messages/pins/*", after_effect=True)
    await give(theatre, "Ann", WHEEL)
    await theatre.sandbox.recording.until(lambda: tried(theatre) >= 2)
    await settle(theatre)
    assert len(channel(theatre).pins) == 1


async def test_what_is_taken_back_is_unpinned_at_once(theatre: Theatre) -> None:
    await prepare(theatre)
    seq = await give(theatre, "Ann", WHEEL)
    await settle(theatre)
    await done(theatre, ReverseGift, "Max", seq=seq, reason="a mistake")
    await until_unpinned(theatre)


async def test_switching_pins_off_unpins_what_is_pinned(theatre: Theatre) -> None:
    await prepare(theatre)
    await give(theatre, "Ann", WHEEL)
    await settle(theatre)
    await switch(theatre, 0)
    await until_unpinned(theatre)


async def test_a_pin_ends_in_time_also_across_a_restart(tmp_path: Path) -> None:
    async with open_theatre(tmp_path) as theatre:
        async with theatre.bot_running():
            await prepare(theatre)
            await give(theatre, "Ann", WHEEL)
            await settle(theatre)
        async with theatre.bot_running():
            await settle(theatre)
            assert len(channel(theatre).pins) == 1
            theatre.clock.advance(HALF_AN_HOUR)
            await until_unpinned(theatre)


async def test_a_pin_whose_time_was_over_meanwhile_is_taken_down_at_the_start(
    tmp_path: Path,
) -> None:
    async with open_theatre(tmp_path) as theatre:
        async with theatre.bot_running():
            await prepare(theatre)
            seq = await give(theatre, "Ann", WHEEL)
            await settle(theatre)
            assert (await combos(theatre.house.reader, [(theatre.guild, seq)])).keys()
        theatre.clock.advance(HALF_AN_HOUR + 1)
        async with theatre.bot_running():
            await until_unpinned(theatre)


async def test_what_others_pinned_stays(tmp_path: Path) -> None:
    async with open_theatre(tmp_path) as theatre:
        async with theatre.bot_running():
            await prepare(theatre)
            await give(theatre, "Ann", SWAN)
            await settle(theatre)
            (message,) = [it for it in await theatre.announced(SHOW_CHANNEL) if "Swan" in it.text][
                :1
            ]
            channel(theatre).pins[message.id] = 0.0
        async with theatre.bot_running():
            await settle(theatre)
            theatre.clock.advance(HALF_AN_HOUR)
            await settle(theatre)
            assert list(channel(theatre).pins) == [message.id]


async def test_going_live_tells_that_pinning_is_not_allowed(theatre: Theatre) -> None:
    await switch(theatre, 1)
    began = await theatre.use("Bea", "/live start", SHOW_CHANNEL)
    assert "✗" in began.reply.text
    assert "Pin Messages" in began.reply.text
