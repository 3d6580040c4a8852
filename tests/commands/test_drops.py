"""Drops through Discord: who collects, how many at once, and what the message says."""

import asyncio
from pathlib import Path
from typing import Any

from bot.controls.pots import PotButton
from bot.ledger.books import CHANNEL_SINK
from bot.sandbox.people.crowd import Crowd
from bot.storage.pots import pot
from tests.commands.giving import drop, press, shown, time_passes, without_welcome
from tests.commands.moderators import force_press, freeze, last_seq, role, set_up
from tests.live.scenery import MESSAGE
from tests.theatre import Theatre, coins_of, forge_press, open_theatre

CALLBACK = "/interactions/{interaction_id}/{token}/callback"


async def test_each_collects_once_and_the_message_says_how_far_it_is(theatre: Theatre) -> None:
    await without_welcome(theatre)
    number = await drop(theatre)
    message = await shown(theatre)
    assert message.text.startswith(
        "🪂 **Max** drops 20 bonus coins each for the first 3!\n▱▱▱▱▱▱▱▱▱▱ 0 of 3 collected\n"
        "-# One share each, while there are any. Ends <t:"
    )
    assert [button.label for button in message.buttons] == ["Collect"]
    told = await press(theatre, "Ann", message, "Collect")
    assert told == (
        f"🪂 Collected: 20 bonus coins for you! You have 20 coins now.\n-# `#{number + 1}`"
    )
    told = await press(theatre, "Ann", message, "Collect")
    assert told.startswith(f"You have your share already: 20 coins (`#{number + 1}`).")
    told = await press(theatre, "Max", message, "Collect")
    assert told.startswith("That drop is yours to give away.")
    await freeze(theatre, "Lee")
    assert "Your account is frozen" in await press(theatre, "Lee", message, "Collect")
    await press(theatre, "Kim", message, "Collect")
    message = await shown(theatre)
    assert "▰▰▰▰▰▰▱▱▱▱ 2 of 3 collected" in message.text
    old = message
    await press(theatre, "Bea", message, "Collect")
    message = await shown(theatre)
    assert message.text == "🪂 **Max**'s drop is all gone: 3 people collected 20 bonus coins each."
    assert [button.label for button in message.buttons] == ["My share"]
    told = await press(theatre, "Ann", message, "My share")
    assert told == f"You got 20 bonus coins from this drop (`#{number + 1}`)."
    told = await press(theatre, "Cleo", message, "My share")
    assert told == "You took no share of this drop, and it is over. The next one comes!"
    # Whoever still sees the old message is a press too late.
    late = await forge_press(theatre, "Cleo", old, PotButton(number, "take").custom_id)
    told = (await late.shows(lambda reply: reply.ephemeral)).text
    assert told.startswith("All shares are gone, the last one just before you. Nothing taken")
    assert [await coins_of(theatre, who) for who in ("Ann", "Kim", "Bea", "Lee")] == [20, 20, 20, 0]
    assert (await theatre.examine()).ok


async def test_who_collects_first_thing_is_welcomed_and_who_is_refused_is_not(
    theatre: Theatre,
) -> None:
    await drop(theatre)
    message = await shown(theatre)
    told = await press(theatre, "Ann", message, "Collect")
    assert told.startswith(
        "👋 Welcome! 100 coins are yours to give away.\n🪂 Collected: 20 bonus coins for you! You "
        "have 120 coins now."
    )
    own = await press(theatre, "Max", message, "Collect")
    assert own.startswith("That drop is yours to give away.")
    assert await coins_of(theatre, "Max") == 0


async def test_only_who_has_the_role_at_the_press_collects(theatre: Theatre) -> None:
    creators = role(theatre, "Creator")
    await drop(theatre, role=creators.id)
    message = await shown(theatre)
    assert f"for the first 3 with <@&{creators.id}>!" in message.text
    assert not any(ping.sounds for ping in theatre.sandbox.pings)
    told = await press(theatre, "Ann", message, "Collect")
    assert told == f"This one is for members with <@&{creators.id}>. Nothing was taken."
    assert "Collected" in await press(theatre, "Bea", message, "Collect")
    await set_up(theatre, no_receiving=str(creators.id))
    assert "Collected" not in await press(theatre, "Cleo", message, "Collect")


async def test_a_moderator_ends_a_drop_early_and_the_message_says_so(theatre: Theatre) -> None:
    await without_welcome(theatre)
    said = await theatre.use("Max", "/mod drop", coins=20, people=3)
    number = await last_seq(theatre)
    await press(theatre, "Ann", await shown(theatre), "Collect")
    asked = await theatre.press("Max", said, "End")
    assert asked.reply.text.startswith(f"End drop `#{number}` now? What is left, 40 coins, goes")
    ended = await theatre.press("Max", asked, "End it now")
    assert ended.reply.text.startswith(f"Ended: drop `#{number}`. 1 of 3 people had their share")
    message = await shown(theatre)
    assert message.text == "🪂 **Max**'s drop is over: 1 of 3 people collected 20 bonus coins."
    listed = await theatre.use("Max", "/mod drops")
    assert "1 of 3 · ended by Max · 40 coins back" in listed.reply.text
    person = await theatre.stage.person("Max")
    looked = await (await person.menu("Look up this gift", message)).settled()
    assert looked.reply.text.startswith("That is a drop: there is no single gift behind it")
    again = await theatre.use("Max", "/mod lookup", number=str(number))
    assert "**Max** dropped 20 bonus coins each for 3 people." in again.reply.text
    assert (await theatre.examine()).ok


async def test_a_large_drop_is_asked_about_once_and_made_once(theatre: Theatre) -> None:
    options: dict[str, Any] = {"coins": 1_000, "people": 200, "hours": 1}
    said = await theatre.use("Max", "/mod drop", **options)
    assert said.reply.text.startswith("Drop 1,000 bonus coins each for 200 people, open to every")
    number = await last_seq(theatre)
    left = await theatre.press("Max", said, "Not now")
    assert left.reply.text == "No drop was made."
    assert await last_seq(theatre) == number
    said = await theatre.use("Max", "/mod drop", **options)
    theatre.sandbox.faults.duplicate(copies=2)
    made = await theatre.press("Max", said, "Drop them")
    assert made.reply.text.startswith("🪂 Dropped in <#")
    await theatre.finished()
    assert await last_seq(theatre) == number + 1
    assert len(await theatre.announced()) == 1


async def test_a_drop_survives_a_restart_and_ends_while_nobody_was_there(tmp_path: Path) -> None:
    async with open_theatre(tmp_path) as theatre:
        async with theatre.bot_running():
            await without_welcome(theatre)
            await drop(theatre, hours=1)
            message = await shown(theatre)
            assert "Collected" in await press(theatre, "Ann", message, "Collect")
        async with theatre.bot_running():
            assert "already" in await press(theatre, "Ann", message, "Collect")
            assert "Collected" in await press(theatre, "Kim", message, "Collect")
            assert "2 of 3" in (await shown(theatre)).text
        theatre.clock.advance(3_601)
        async with theatre.bot_running() as bot:
            await bot.calendar.idle()
            message = await shown(theatre)
            assert message.text == (
                "🪂 **Max**'s drop is over: 2 of 3 people collected 20 bonus coins each."
            )
            assert len(await theatre.announced()) == 1
            assert (await theatre.examine()).ok


async def test_two_hundred_who_press_at_once_collect_once_each_and_few_edits_tell_of_it(
    tmp_path: Path,
) -> None:
    async with open_theatre(tmp_path, crowd=200) as theatre, theatre.bot_running() as bot:
        await without_welcome(theatre)
        number = await drop(theatre, people=250)
        message = await shown(theatre)
        recording = theatre.sandbox.recording
        edits = len(recording.requests("PATCH", MESSAGE))
        async with Crowd.open(theatre.sandbox.description()) as crowd:
            # While the message is in other hands, all that happens is left for one edit.
            with bot.announcer.aside((theatre.guild, number, CHANNEL_SINK)):
                presses = iter([*range(200), *range(50)])

                async def one_after_another() -> None:
                    for fan in presses:
                        await crowd.press(fan, message, "Collect")

                await asyncio.gather(*(one_after_another() for _ in range(16)))
                await until_asked(theatre, 250)
        # Whoever pressed has one answer, alone and in time, or Discord would have none of it.
        answers = recording.requests("POST", CALLBACK)[-250:]
        assert {answer.status for answer in answers} <= {200, 204}
        assert {answer.request_json["data"]["flags"] & 64 for answer in answers} == {64}
        assert len({answer.path for answer in answers}) == 250
        message = await shown(theatre)
        assert "200 of 250 collected" in message.text
        assert len(recording.requests("PATCH", MESSAGE)) - edits <= 1
        found = await pot(theatre.house.reader, theatre.guild, number)
        assert found is not None
        assert (found.taken, found.given) == (200, 4_000)
        rows = await theatre.house.reader.fetch(
            "SELECT count(*), sum(balance), max(balance) FROM account "
            "WHERE kind = 'wallet' AND balance > 0"
        )
        assert rows == [(200, 4_000, 20)]
        assert (await theatre.examine()).ok


async def until_asked(theatre: Theatre, presses: int) -> None:
    """Wait until so many presses have had their answer from the books."""
    async with asyncio.timeout(60):
        while True:
            rows = await theatre.house.reader.fetch(
                "SELECT count(*) FROM request WHERE key NOT LIKE 'test:%' AND key NOT LIKE 'set %'"
            )
            if rows[0][0] >= presses + 1:
                break
            await asyncio.sleep(0.02)
    await theatre.finished()


async def test_of_ten_who_press_for_the_last_share_one_has_it(theatre: Theatre) -> None:
    await without_welcome(theatre)
    await drop(theatre, people=1)
    message = await shown(theatre)
    people = ("Ann", "Kim", "Lee", "Amir", "Ben", "Chen", "Dana", "Eli", "Fay", "Gus")
    # Their Discord shows them the button still, while others' presses change the message.
    theatre.sandbox.world.trusting = True
    told = await asyncio.gather(*(press(theatre, who, message, "Collect") for who in people))
    theatre.sandbox.world.trusting = False
    assert sum("Collected" in text for text in told) == 1
    assert sum("All shares are gone" in text for text in told) == 9
    assert sum([await coins_of(theatre, who) for who in people]) == 20


async def test_a_deleted_message_keeps_no_coins_from_coming_back(theatre: Theatre) -> None:
    await drop(theatre, hours=1)
    message = await shown(theatre)
    await press(theatre, "Ann", message, "Collect")
    await theatre.announced()
    messages = theatre.sandbox.world.channel("gifts").messages
    messages.pop(int(message.id))
    await time_passes(theatre, 61)
    await theatre.announced()
    assert not messages
    rows = await theatre.house.reader.fetch("SELECT sum(balance) FROM account WHERE kind = 'hold'")
    assert rows == [(0,)]
    waiting = await theatre.house.reader.fetch("SELECT count(*) FROM outbox WHERE shown < wanted")
    assert waiting == [(0,)]


async def test_a_forged_button_does_nothing(theatre: Theatre) -> None:
    number = await drop(theatre)
    message = await shown(theatre)
    for control in (PotButton(999, "take"), PotButton(number, "all"), PotButton(999, "mine")):
        pressed = await force_press(theatre, "Ann", message, control)
        assert "Nothing" in pressed.reply.text
    assert await last_seq(theatre) == number
