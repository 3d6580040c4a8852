"""Promises about what time brings: boards are posted once, whatever clocks and restarts do."""

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest_asyncio

from bot.ledger.outcomes.live import BoardPosted
from bot.live.calendar import AGAIN_MS, PATIENCE_MS
from bot.sandbox.people.seen import Message
from bot.sandbox.service.faults import Fault
from bot.storage.operations import operation
from tests.commands.moderators import last_seq, set_up
from tests.commands.test_wallet import sent
from tests.theatre import Theatre, open_theatre

BERLIN = "Europe/Berlin"


@pytest_asyncio.fixture
async def empty_theatre(tmp_path: Path) -> AsyncIterator[Theatre]:
    """A sandbox with people, which the bot has yet to join."""
    async with open_theatre(tmp_path) as theatre:
        yield theatre


def turn_to(theatre: Theatre, local: str, zone: str = BERLIN) -> None:
    """Set the clock to a local time, also back."""
    at = datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone))
    theatre.clock.advance(at.timestamp() - theatre.clock() / 1000)


async def at(theatre: Theatre, local: str, zone: str = BERLIN) -> None:
    """Set the clock to a local time, and have the calendar look."""
    turn_to(theatre, local, zone)
    assert theatre.bot is not None
    await theatre.bot.calendar.idle()


async def boards(theatre: Theatre, channel: str = "gifts") -> list[Message]:
    """The boards that were posted, oldest first."""
    posts = await theatre.announced(channel)
    return [post for post in posts if post.text.startswith("🏆 **Top gifters of")]


async def titles(theatre: Theatre) -> list[str]:
    """Which boards were posted, by their first lines."""
    return [post.text.partition("\n")[0] for post in await boards(theatre)]


async def give(theatre: Theatre, name: str, coins: int, to: str = "Bea") -> None:
    """Have somebody give so many Roses."""
    await theatre.grant(name, coins)
    await sent(theatre, name, to, coins)


async def begin(theatre: Theatre, local: str, zone: str = BERLIN, **settings: object) -> None:
    """Set the clock and the server up."""
    turn_to(theatre, local, zone)
    channel = theatre.channel_id("gifts")
    await set_up(theatre, **{"timezone": zone, "gift_channel": channel, **settings})


SATURDAY, SUNDAY_NIGHT = "2027-04-17 12:00", "2027-04-18 23:59:58"
MONDAY, MONDAY_NOON = "2027-04-19 00:00:03", "2027-04-19 12:00"
WEEK = "🏆 **Top gifters of the week** · 12 to 18 April 2027"


async def test_a_week_is_posted_when_it_is_over_with_medals_and_levels(theatre: Theatre) -> None:
    await begin(theatre, SATURDAY)
    await give(theatre, "Ann", 50)
    for name, coins in (("Kim", 700), ("Lee", 20), ("Amir", 9)):
        await give(theatre, name, coins)
    await at(theatre, SUNDAY_NIGHT)
    assert await boards(theatre) == []
    await at(theatre, MONDAY)
    (board,) = await boards(theatre)
    assert board.text == (
        f"{WEEK}\n🥇 Kim `Lv 10` · 700\n🥈 Ann `Lv 6` · 50\n🥉 Lee `Lv 5` · 20\n"
        "**4** Amir `Lv 4` · 9\n-# A new week has begun: its first gift takes 🥇."
    )
    assert [button.label for button in board.buttons] == ["Send a gift"]
    assert not any(ping.sounds for ping in theatre.sandbox.pings)


async def test_it_is_posted_by_itself_when_the_time_comes(theatre: Theatre) -> None:
    await begin(theatre, SATURDAY)
    await give(theatre, "Ann", 5)
    assert theatre.bot is not None
    await theatre.bot.calendar.idle()
    turn_to(theatre, MONDAY)
    olive = await theatre.stage.person("Olive")
    await olive.sees("gifts", lambda message: message.text.startswith(WEEK))


async def test_a_month_is_posted_too_and_both_where_both_are_over(theatre: Theatre) -> None:
    await begin(theatre, "2027-05-30 12:00")
    await give(theatre, "Ann", 5)
    await at(theatre, "2027-05-31 12:00")
    assert await titles(theatre) == ["🏆 **Top gifters of the week** · 24 to 30 May 2027"]
    await at(theatre, "2027-06-01 00:00:03")
    assert (await titles(theatre))[1:] == ["🏆 **Top gifters of May 2027**"]
    # The first of August 2027 is a Sunday, the first of November a Monday.
    await at(theatre, "2027-10-31 12:00")
    await give(theatre, "Ann", 5)
    await at(theatre, "2027-11-01 00:00:03")
    assert sorted((await titles(theatre))[2:]) == [
        "🏆 **Top gifters of October 2027**",
        "🏆 **Top gifters of the week** · 25 to 31 October 2027",
    ]


async def test_ten_are_listed_and_neither_who_left_nor_bots(theatre: Theatre) -> None:
    await begin(theatre, SATURDAY)
    names = ("Ann", "Kim", "Lee", "Amir", "Ben", "Chen", "Dana", "Eli", "Fay", "Gus", "Hana", "Ivo")
    for number, name in enumerate(names):
        await give(theatre, name, 100 - number)
    world = theatre.sandbox.world
    theatre.sandbox.remove_member(world.guild.members[theatre.id_of("Ann")])
    await at(theatre, MONDAY)
    (board,) = await boards(theatre)
    listed = [line for line in board.text.splitlines() if " · " in line][1:]
    assert listed[0].startswith("🥇 Kim")
    assert listed[-1].startswith("**10** Hana")
    assert len(listed) == 10
    posted = await operation(theatre.house.reader, theatre.guild, await last_seq(theatre))
    assert posted is not None
    assert isinstance(posted.outcome, BoardPosted)
    assert (posted.outcome.span, posted.outcome.period) == ("week", "week:2027-04-12")
    assert posted.actor.name == "Kim"


async def test_a_week_without_gifts_is_not_posted(theatre: Theatre) -> None:
    await begin(theatre, SATURDAY)
    await at(theatre, MONDAY)
    await give(theatre, "Ann", 5)
    await at(theatre, MONDAY_NOON)
    assert await boards(theatre) == []


async def test_where_boards_are_off_or_have_no_channel_none_is_posted(theatre: Theatre) -> None:
    await begin(theatre, SATURDAY, posted_boards=0)
    await give(theatre, "Ann", 5)
    await at(theatre, MONDAY)
    assert await boards(theatre) == []
    await set_up(theatre, posted_boards=1, gift_channel=0)
    await at(theatre, MONDAY_NOON)
    assert await boards(theatre) == []
    await set_up(theatre, gift_channel=theatre.channel_id("show-bea"))
    assert theatre.bot is not None
    await theatre.bot.calendar.idle()
    assert len(await boards(theatre, "show-bea")) == 1


async def test_a_restart_just_before_and_just_after_midnight_posts_once(
    empty_theatre: Theatre,
) -> None:
    theatre = empty_theatre
    async with theatre.bot_running():
        await begin(theatre, SATURDAY)
        await give(theatre, "Ann", 5)
        await at(theatre, "2027-04-18 23:59:50")
    async with theatre.bot_running():
        await at(theatre, SUNDAY_NIGHT)
        assert await boards(theatre) == []
    for moment in (MONDAY, "2027-04-19 00:00:10", MONDAY_NOON):
        async with theatre.bot_running():
            await at(theatre, moment)
            assert await titles(theatre) == [WEEK]


async def test_what_ended_while_the_bot_was_away_is_caught_up_within_a_week(
    empty_theatre: Theatre,
) -> None:
    theatre = empty_theatre
    async with theatre.bot_running():
        await begin(theatre, SATURDAY)
        await give(theatre, "Ann", 5)
    turn_to(theatre, "2027-04-25 23:00")
    async with theatre.bot_running() as bot:
        await bot.calendar.idle()
        assert await titles(theatre) == [WEEK]


async def test_what_ended_longer_ago_is_history(empty_theatre: Theatre) -> None:
    theatre = empty_theatre
    async with theatre.bot_running():
        await begin(theatre, SATURDAY)
        await give(theatre, "Ann", 5)
    turn_to(theatre, "2027-05-09 12:00")
    async with theatre.bot_running() as bot:
        await bot.calendar.idle()
        assert await boards(theatre) == []


async def test_the_week_in_which_the_clock_is_put_forward_ends_an_hour_earlier(
    theatre: Theatre,
) -> None:
    await begin(theatre, "2027-03-27 12:00")
    await give(theatre, "Ann", 5)
    await at(theatre, "2027-03-28 21:59:58", "UTC")
    assert await boards(theatre) == []
    await at(theatre, "2027-03-28 22:00:03", "UTC")
    assert len(await boards(theatre)) == 1
    await at(theatre, "2027-03-28 23:00:03", "UTC")
    assert len(await boards(theatre)) == 1


async def test_the_week_in_which_the_clock_is_put_back_ends_an_hour_later(
    theatre: Theatre,
) -> None:
    await begin(theatre, "2027-10-30 12:00")
    await give(theatre, "Ann", 5)
    await at(theatre, "2027-10-31 22:30", "UTC")
    assert await boards(theatre) == []
    await at(theatre, "2027-10-31 23:00:03", "UTC")
    assert len(await boards(theatre)) == 2


async def test_a_server_that_changes_its_time_zone_has_each_board_once(theatre: Theatre) -> None:
    await begin(theatre, "2027-04-18 16:00", "UTC")
    await give(theatre, "Ann", 5)
    await at(theatre, "2027-04-18 16:00:05", "UTC")
    assert await boards(theatre) == []
    await set_up(theatre, timezone="Asia/Tokyo")
    assert theatre.bot is not None
    await theatre.bot.calendar.idle()
    assert await titles(theatre) == [WEEK]
    await set_up(theatre, timezone="America/New_York")
    await at(theatre, "2027-04-19 00:00:03", "America/New_York")
    await at(theatre, MONDAY_NOON, "America/New_York")
    assert await titles(theatre) == [WEEK]


async def test_a_clock_that_is_put_back_posts_nothing_twice_and_misses_nothing(
    theatre: Theatre,
) -> None:
    await begin(theatre, SATURDAY)
    await give(theatre, "Ann", 5)
    await at(theatre, MONDAY)
    await at(theatre, SUNDAY_NIGHT)
    await at(theatre, MONDAY)
    await at(theatre, SATURDAY)
    await at(theatre, MONDAY_NOON)
    assert await titles(theatre) == [WEEK]
    await give(theatre, "Kim", 5)
    await at(theatre, "2027-04-26 00:00:03")
    assert len(await titles(theatre)) == 2


async def test_a_clock_that_went_ahead_by_mistake_still_brings_what_comes(
    theatre: Theatre,
) -> None:
    await begin(theatre, SATURDAY)
    await give(theatre, "Ann", 5)
    await at(theatre, "2028-04-17 12:00")
    assert await boards(theatre) == []
    await at(theatre, SATURDAY)
    turn_to(theatre, MONDAY)
    olive = await theatre.stage.person("Olive")
    await olive.sees("gifts", lambda message: message.text.startswith(WEEK))


async def test_a_board_waits_for_discord_to_say_who_is_here_but_not_forever(
    theatre: Theatre,
) -> None:
    await begin(theatre, SATURDAY)
    await give(theatre, "Ann", 5)
    assert theatre.bot is not None
    asked = theatre.house.presence.ask
    theatre.house.presence.ask = None
    await at(theatre, MONDAY)
    theatre.clock.advance(AGAIN_MS / 1000)
    await theatre.bot.calendar.idle()
    assert await boards(theatre) == []
    theatre.clock.advance(PATIENCE_MS / 1000)
    await theatre.bot.calendar.idle()
    (board,) = await boards(theatre)
    assert "🥇 Ann `Lv 3` · 5\n-# Discord didn't say who is still here" in board.text
    theatre.house.presence.ask = asked


async def test_a_board_that_discord_fails_to_take_is_posted_later_and_once(
    theatre: Theatre,
) -> None:
    await begin(theatre, SATURDAY)
    await give(theatre, "Ann", 5)
    await theatre.announced()
    theatre.sandbox.faults.add(
        Fault(route="/channels/{channel_id}/messages", method="POST", status=503, times=2)
    )
    await at(theatre, MONDAY)
    olive = await theatre.stage.person("Olive")
    await olive.sees("gifts", lambda message: message.text.startswith(WEEK))
    assert len(await boards(theatre)) == 1


async def test_boards_speak_the_language_of_the_server(theatre: Theatre) -> None:
    await begin(theatre, "2027-05-30 12:00", language="de")
    await give(theatre, "Ann", 5)
    await at(theatre, "2027-06-01 12:00")
    posts = [it.text for it in await theatre.announced() if it.text.startswith("🏆")]
    assert sorted(post.partition("\n")[0] for post in posts) == [
        "🏆 **Top-Schenkende der Woche** · 24. bis 30. Mai 2027",
        "🏆 **Top-Schenkende im Mai 2027**",
    ]
