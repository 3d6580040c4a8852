"""Promises about who is on a server: Discord is asked once, however many want to know at once."""

import asyncio

import discord

from bot.attendance import REMEMBERED_MS, Attendance, Present
from tests.theatre import Theatre


def guild_of(theatre: Theatre) -> discord.Guild:
    """The guild as the bot knows it."""
    assert theatre.bot is not None
    guild = theatre.bot.get_guild(theatre.guild)
    assert guild is not None
    return guild


def questions(theatre: Theatre) -> int:
    """How often the bot asked the gateway who is a member."""
    asked = theatre.sandbox.recording.events
    return sum(it.bot and not it.sent and it.event == "op 8" for it in asked)


async def test_many_who_want_to_know_at_once_ask_discord_once(theatre: Theatre) -> None:
    attendance, guild = Attendance(theatre.house.clock), guild_of(theatre)
    bea, ann = theatre.id_of("Bea"), theatre.id_of("Ann")
    answers = await asyncio.gather(
        *(attendance.here(guild, [bea]) for _ in range(50)), attendance.here(guild, [bea, ann])
    )
    assert [set(answer or ()) for answer in answers] == [{bea}] * 50 + [{bea, ann}]
    assert questions(theatre) == 2
    theatre.clock.advance(REMEMBERED_MS / 1000)
    await attendance.here(guild, [bea, ann])
    assert questions(theatre) == 3


async def test_who_stops_waiting_takes_the_answer_from_nobody(theatre: Theatre) -> None:
    attendance, guild = Attendance(theatre.house.clock), guild_of(theatre)
    bea = theatre.id_of("Bea")
    first, second = (asyncio.create_task(attendance.here(guild, [bea])) for _ in range(2))
    await asyncio.sleep(0)
    first.cancel()
    answer = await second
    assert answer is not None
    assert isinstance(answer[bea], Present)
    assert questions(theatre) == 1


async def test_who_is_no_member_is_in_no_answer(theatre: Theatre) -> None:
    attendance, guild = Attendance(theatre.house.clock), guild_of(theatre)
    assert await attendance.here(guild, [1, theatre.id_of("Bea")]) is not None
    assert 1 not in (await attendance.here(guild, [1]) or {})


async def test_where_discord_does_not_say_nobody_is_told_and_it_is_asked_again(
    theatre: Theatre,
) -> None:
    attendance = Attendance(theatre.house.clock, patience_seconds=0.05)
    guild, bea = guild_of(theatre), theatre.id_of("Bea")
    theatre.sandbox.faults.late(3_600, "GUILD_MEMBERS_CHUNK", times=2)
    both = await asyncio.gather(*(attendance.here(guild, [bea]) for _ in range(2)))
    assert both == [None, None]
    assert await attendance.here(guild, [bea]) is None
    assert bea in (await attendance.here(guild, [bea]) or {})
