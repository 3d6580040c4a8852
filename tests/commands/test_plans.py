"""Planned shows through Discord: announced, called off, and remembered when their time comes."""

from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.controls.plans import AskCallOff, CallOff
from bot.ledger.requests import Person
from bot.ledger.requests.live import StartShow, ToggleReminder
from bot.sandbox.people.exchange import Exchange
from bot.sandbox.people.seen import Message
from tests.commands.moderators import force, last_seq, set_up
from tests.commands.test_wallet import done, labels
from tests.theatre import Theatre, forge_press, open_theatre

BERLIN = "Europe/Berlin"


async def plan(
    theatre: Theatre, when: str = "in 2 hours", title: str = "Speedrun", **options: Any
) -> Exchange:
    """Have Bea plan a show."""
    said = await theatre.use("Bea", "/live plan", title=title, when=when, **options)
    assert said.reply.ephemeral
    return said


async def announcements(theatre: Theatre, channel: str = "gifts") -> list[Message]:
    """What stands in a channel about planned shows, oldest first."""
    posts = await theatre.announced(channel)
    return [post for post in posts if post.text[0] in "🗓🔔"]


async def press(theatre: Theatre, who: str, message: Message, caption: str) -> str:
    """Have somebody press a button of a public message; what they read."""
    person = await theatre.stage.person(who)
    pressed = await (await person.press(message, caption)).settled()
    assert pressed.reply.ephemeral
    return pressed.reply.text


async def time_passes(theatre: Theatre, hours: float) -> None:
    """Have the clock turned on, and the calendar look."""
    assert theatre.bot is not None
    theatre.clock.advance(hours * 3_600)
    await theatre.bot.calendar.idle()


def turn_to(theatre: Theatre, local: str, zone: str = BERLIN) -> None:
    """Turn the clock on to a local time, such as `2027-03-27 20:00`."""
    at = datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone))
    theatre.clock.advance(at.timestamp() - theatre.clock() / 1000)


async def test_a_plan_is_announced_with_times_that_discord_draws(theatre: Theatre) -> None:
    said = await plan(theatre, "in 2 hours")
    assert said.reply.text.startswith("🗓️ Announced in <#")
    assert labels(said) == ["Call off"]
    (message,) = await announcements(theatre)
    at = (theatre.clock() // 1000) + 7_200
    stamps = {f"🗓️ **Bea** goes live on <t:{at - late}:F>: “Speedrun”" for late in range(3)}
    assert message.text.partition("\n")[0] in stamps
    assert [button.label for button in message.buttons] == ["Remind me"]
    assert not message.pings


async def test_when_is_read_by_the_clock_of_the_server(theatre: Theatre) -> None:
    await set_up(theatre, timezone=BERLIN)
    turn_to(theatre, "2027-01-15 12:00")
    await plan(theatre, "morgen 20:30")
    at = int(datetime(2027, 1, 16, 20, 30, tzinfo=ZoneInfo(BERLIN)).timestamp())
    (message,) = await announcements(theatre)
    assert f"<t:{at}:F>" in message.text


async def test_a_time_that_the_clock_skips_or_repeats_is_told(theatre: Theatre) -> None:
    await set_up(theatre, timezone=BERLIN)
    turn_to(theatre, "2027-03-27 12:00")
    skipped = await plan(theatre, "tomorrow 02:30")
    assert "go forward that night and skip 02:30, so it is 03:30." in skipped.reply.text
    turn_to(theatre, "2027-10-30 12:00")
    twice = await plan(theatre, "tomorrow 02:30")
    assert "so 02:30 comes twice: it is the first of the two." in twice.reply.text
    at = int(datetime(2027, 10, 31, 0, 30, tzinfo=ZoneInfo("UTC")).timestamp())
    assert f"<t:{at}:F>" in twice.reply.text


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("soon", "That doesn't read as a moment, so nothing was announced. `20:30`,"),
        ("tomorrow", "At what time? Nothing was announced yet: add it, as in `tomorrow 20:30`"),
        ("25:00", "No clock shows that time, so nothing was announced."),
        ("31.2. 20:30", "The calendar has no such day, so nothing was announced."),
        ("11/24 20:30", "That date is one day here and another elsewhere, so nothing"),
    ],
)
async def test_what_cannot_be_read_is_refused_with_what_would_work(
    theatre: Theatre, when: str, said: str
) -> None:
    exchange = await plan(theatre, when)
    assert exchange.reply.text.startswith(said)
    assert exchange.reply.text.endswith("-# Times are those of UTC.")
    assert await announcements(theatre) == []


async def test_what_is_past_or_far_away_is_refused_with_the_bound(theatre: Theatre) -> None:
    past = await plan(theatre, "2020-01-01 20:30")
    assert past.reply.text.startswith("<t:1577910600:f> is past, or less than a minute away.")
    far = await plan(theatre, "in 13 weeks")
    assert "is too far away. Nothing was done: pick a moment before <t:" in far.reply.text
    assert await announcements(theatre) == []


async def test_half_a_plan_is_asked_for_the_other_half(theatre: Theatre) -> None:
    alone = await theatre.use("Bea", "/live plan", title="Speedrun")
    assert alone.reply.text.startswith("When is it? Nothing was announced")
    untitled = await theatre.use("Bea", "/live plan", when="20:30")
    assert untitled.reply.text.startswith("What is it called? Nothing was announced")
    invisible = await plan(theatre, title=" ")
    assert invisible.reply.text.startswith("What is it called? Nothing was announced")


async def test_a_plan_can_be_announced_elsewhere_but_only_where_one_may_write(
    theatre: Theatre,
) -> None:
    await plan(theatre, channel=theatre.channel_id("show-bea"))
    assert len(await announcements(theatre, "show-bea")) == 1
    said = await force(
        theatre,
        "Bea",
        "/live plan",
        title="Speedrun",
        when="in 2 hours",
        channel=theatre.channel_id("ovation-log"),
    )
    assert said.reply.text.startswith("You can't write in <#")
    assert await announcements(theatre, "ovation-log") == []


async def test_moments_are_suggested_as_they_are_understood(theatre: Theatre) -> None:
    await set_up(theatre, timezone=BERLIN)
    turn_to(theatre, "2027-01-15 12:00")
    bea = await theatre.stage.person("Bea")

    async def suggested(text: str) -> list[str]:
        found = await bea.suggestions("/live plan", focused="when", text=text)
        return [name for name, _ in found]

    assert await suggested("fri 20:30") == [f"Fri 15 January, 20:30 ({BERLIN})"]
    assert await suggested("Fr 10:00") == [f"Fri 22 January, 10:00 ({BERLIN})"]
    assert (await suggested("24.1."))[0] == f"Sun 24 January, 18:00 ({BERLIN})"
    assert f"Sat 16 January, 20:00 ({BERLIN})" in await suggested("")
    assert f"Sat 16 January, 20:00 ({BERLIN})" in await suggested("tom")
    assert await suggested("2020-01-01 20:30") == []
    ((_, value),) = await bea.suggestions("/live plan", focused="when", text="24.1. 20:30")
    await plan(theatre, str(value))
    (message,) = await announcements(theatre)
    at = int(datetime(2027, 1, 24, 20, 30, tzinfo=ZoneInfo(BERLIN)).timestamp())
    assert f"<t:{at}:F>" in message.text


async def test_who_asked_is_mentioned_once_and_silently_when_the_time_comes(
    theatre: Theatre,
) -> None:
    await plan(theatre)
    (message,) = await announcements(theatre)
    for name in ("Ann", "Kim", "Lee"):
        assert (await press(theatre, name, message, "Remind me")).startswith("🔔 You'll be")
    assert (await press(theatre, "Lee", message, "Remind me")).startswith("🔕 No reminder")
    await time_passes(theatre, 2.02)
    over, reminder = await announcements(theatre)
    assert over.text.startswith("🗓️ **Bea**'s show “Speedrun” was planned for <t:")
    assert [(it.label, it.disabled) for it in over.buttons] == [("Reminders sent", True)]
    called = [theatre.id_of("Ann"), theatre.id_of("Kim")]
    mentions = " ".join(f"<@{user_id}>" for user_id in called)
    assert reminder.text == f"🔔 **Bea**'s show “Speedrun”: It's time!\n{mentions}"
    assert [sorted(ping.users) for ping in theatre.sandbox.pings] == [sorted(called)]
    assert not any(ping.sounds for ping in theatre.sandbox.pings)
    await time_passes(theatre, 200)
    assert len(await announcements(theatre)) == 2


async def test_a_reminder_leads_to_the_show_that_has_begun(theatre: Theatre) -> None:
    await plan(theatre)
    bea, where = theatre.person("Bea"), theatre.channel_id("show-bea")
    await done(
        theatre, StartShow(guild=theatre.guild, key="s", actor=bea, creator=bea, channel=where)
    )
    await time_passes(theatre, 2.1)
    *_, reminder = await announcements(theatre)
    assert reminder.text == f"🔔 **Bea**'s show “Speedrun”: On now in <#{where}>!"


async def test_a_reminder_mentions_eighty_and_counts_the_others(theatre: Theatre) -> None:
    await plan(theatre)
    for number in range(83):
        await done(
            theatre,
            ToggleReminder(
                guild=theatre.guild,
                key=f"r{number}",
                actor=Person(10_000 + number, f"Fan {number}"),
                plan=1,
            ),
        )
    await time_passes(theatre, 2.1)
    *_, reminder = await announcements(theatre)
    assert reminder.text.count("<@") == 80
    assert reminder.text.endswith("<@10079> and 3 more")


async def test_plans_are_listed_soonest_first_and_called_off_after_one_question(
    theatre: Theatre,
) -> None:
    none = await theatre.use("Bea", "/live plan")
    assert none.reply.text.startswith("You have nothing planned. `/live plan` with a title")
    await plan(theatre, "in 3 hours", "Later")
    await plan(theatre, "in 2 hours", "Sooner")
    soon, later = await announcements(theatre)
    later, soon = (soon, later) if "Later" in soon.text else (later, soon)
    await press(theatre, "Ann", soon, "Remind me")
    shown = await theatre.use("Bea", "/live plan")
    _, first, second = shown.reply.text.splitlines()
    assert "Sooner" in first
    assert first.endswith("· 1 person is reminded")
    assert "Later" in second
    asked = await theatre.press("Bea", shown, "Call off")
    assert asked.reply.text.startswith("Call your show “Sooner” on <t:")
    off = await theatre.press("Bea", asked, "Call off")
    assert off.reply.text == "Called off. The announcement says so, and nobody is reminded."
    posts = await announcements(theatre)
    assert [post.text.partition(":")[0] for post in posts if "Sooner" in post.text] == [
        "🗓️ Called off"
    ]
    await time_passes(theatre, 2.1)
    assert len(await announcements(theatre)) == 2
    listed = await theatre.use("Bea", "/live plan")
    assert "Sooner" not in listed.reply.text


async def test_a_plan_can_be_kept_after_all(theatre: Theatre) -> None:
    said = await plan(theatre)
    asked = await theatre.press("Bea", said, "Call off")
    kept = await theatre.press("Bea", asked, "Keep it")
    assert kept.reply.text == "It stays planned. Nothing was changed."
    assert "Speedrun" in (await theatre.use("Bea", "/live plan")).reply.text


async def test_calling_off_twice_calls_off_once(theatre: Theatre) -> None:
    said = await plan(theatre)
    asked = await theatre.press("Bea", said, "Call off")
    button = asked.reply.buttons[0].custom_id
    for _ in range(2):
        off = await forge_press(theatre, "Bea", asked.reply, button)
        assert off.reply.text.startswith("Called off.")
    assert await last_seq(theatre) == 2
    owner = theatre.id_of("Bea")
    gone = await forge_press(theatre, "Bea", said.reply, AskCallOff(owner, 1).custom_id)
    assert gone.reply.text.startswith("You have nothing planned")


async def test_nobody_calls_off_the_show_of_another(theatre: Theatre) -> None:
    said = await plan(theatre)
    bea, ann = theatre.id_of("Bea"), theatre.id_of("Ann")
    for stolen in (AskCallOff(bea, 1), CallOff(1, bea, 1)):
        pressed = await forge_press(theatre, "Ann", said.reply, stolen.custom_id)
        assert "somebody else's" in pressed.reply.text
    own = await theatre.use("Ann", "/live plan")
    for forged, answer in (
        (AskCallOff(ann, 1), "You have nothing planned"),
        (CallOff(1, ann, 1), "That show has begun or was called off"),
    ):
        pressed = await forge_press(theatre, "Ann", own.reply, forged.custom_id)
        assert answer in pressed.reply.text
    assert await last_seq(theatre) == 1


async def test_after_its_time_a_plan_reminds_nobody_more(theatre: Theatre) -> None:
    await plan(theatre)
    (message,) = await announcements(theatre)
    button = message.buttons[0].custom_id
    await time_passes(theatre, 2.1)
    late = await forge_press(theatre, "Ann", message, button)
    told = await late.shows(lambda shown: shown.ephemeral)
    assert told.text == "That show has begun or was called off, so nothing was changed."
    over, _ = await announcements(theatre)
    assert [(it.label, it.disabled) for it in over.buttons] == [("Reminders sent", True)]


async def test_eight_coming_shows_are_as_many_as_there_can_be(theatre: Theatre) -> None:
    for number in range(1, 9):
        assert "Announced in" in (await plan(theatre, f"in {number} hours")).reply.text
    refused = (await plan(theatre, "in 9 hours")).reply.text
    assert refused.startswith("8 coming shows are as many as you can have announced. Nothing was")
    assert len(await announcements(theatre)) == 8
    listed = await theatre.use("Bea", "/live plan")
    assert len(labels(listed)) == 8
    asked = await theatre.press("Bea", listed, "Call off")
    await theatre.press("Bea", asked, "Call off")
    assert "Announced in" in (await plan(theatre, "in 9 hours")).reply.text


async def test_a_plan_that_came_due_while_the_bot_was_away_is_told_once(tmp_path: Path) -> None:
    async with open_theatre(tmp_path) as theatre:
        async with theatre.bot_running():
            await plan(theatre)
            (message,) = await announcements(theatre)
            await press(theatre, "Ann", message, "Remind me")
        theatre.clock.advance(7_201)
        for _ in range(2):
            async with theatre.bot_running() as bot:
                await bot.calendar.idle()
                _, reminder = await announcements(theatre)
                assert f"<@{theatre.id_of('Ann')}>" in reminder.text
                assert reminder.text.startswith("🔔 **Bea**'s show “Speedrun”: It's time!")


async def test_a_reminder_that_comes_late_says_for_when_the_show_was_planned(
    tmp_path: Path,
) -> None:
    async with open_theatre(tmp_path) as theatre:
        async with theatre.bot_running():
            await set_up(theatre, timezone=BERLIN)
            turn_to(theatre, "2027-03-27 20:00")
            await plan(theatre, "tomorrow 02:30")
            (message,) = await announcements(theatre)
            for name in ("Ann", "Kim"):
                await press(theatre, name, message, "Remind me")
        # The clock skipped an hour meanwhile, so the show was planned for 03:30.
        turn_to(theatre, "2027-03-28 03:40")
        at = int(datetime(2027, 3, 28, 3, 30, tzinfo=ZoneInfo(BERLIN)).timestamp())
        async with theatre.bot_running() as bot:
            await bot.calendar.idle()
            _, reminder = await announcements(theatre)
            mentions = " ".join(f"<@{theatre.id_of(name)}>" for name in ("Ann", "Kim"))
            assert reminder.text == (
                f"🔔 **Bea**'s show “Speedrun”: It was to begin <t:{at}:R>.\n{mentions}"
            )
            assert not any(ping.sounds for ping in theatre.sandbox.pings)


async def test_a_title_is_shown_as_it_was_typed_and_calls_nobody(theatre: Theatre) -> None:
    await plan(theatre, title="**Big** @everyone <@1>")
    (message,) = await announcements(theatre)
    assert "“\\*\\*Big\\*\\* \\@everyone \\<\\@1\\>”" in message.text
    assert not theatre.sandbox.pings


async def test_a_plan_speaks_the_language_of_the_server(theatre: Theatre) -> None:
    await set_up(theatre, language="de")
    await plan(theatre)
    (message,) = await announcements(theatre)
    assert message.text.startswith("🗓️ **Bea** geht live: <t:")
    assert [button.label for button in message.buttons] == ["Erinnere mich"]


async def test_an_announcement_of_which_nobody_knows_whether_it_arrived_stands_once(
    theatre: Theatre,
) -> None:
    await theatre.announced()
    theatre.sandbox.faults.reset(
        "/channels/{channel_id}/messages", "POST", after_effect=True, times=1
    )
    await plan(theatre)
    assert len(await announcements(theatre)) == 1
