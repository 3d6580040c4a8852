"""Challenges that nobody answers, that come to nothing, or that are answered too late."""

from pathlib import Path

import pytest

from bot.controls.matches import MatchButton
from bot.ledger.requests.live import CHALLENGE_MINUTES
from bot.sandbox.people.seen import Message
from bot.sandbox.service.faults import Fault
from tests.commands.moderators import last_seq, role, set_up
from tests.commands.test_matches import challenge, matches, play, press, time_passes
from tests.theatre import Theatre, forge_press, open_theatre

EDIT = "/channels/{channel_id}/messages/{message_id}"


def captions(message: Message) -> list[str | None]:
    """What the buttons of a message say."""
    return [button.label for button in message.buttons]


async def late_press(theatre: Theatre, who: str, message: Message, part: str) -> str:
    """Have somebody press a button of a challenge as they saw it before; what they are told."""
    button = next(it for it in message.buttons if (it.custom_id or "").endswith(part))
    pressed = await forge_press(theatre, who, message, button.custom_id)
    return (await pressed.shows(lambda shown: shown.ephemeral)).text


# Nobody answers.


async def test_a_challenge_says_until_when_it_is_open(theatre: Theatre) -> None:
    await challenge(theatre)
    (message,) = await matches(theatre)
    until = theatre.clock() // 1000 + CHALLENGE_MINUTES * 60
    lines = {f"-# Open until <t:{at}:t>, <t:{at}:R>" for at in range(until - 5, until + 1)}
    assert message.text.splitlines()[-1] in lines


async def test_a_challenge_that_nobody_answers_runs_out_by_itself_and_can_be_sent_again(
    theatre: Theatre,
) -> None:
    await challenge(theatre, minutes=7)
    (message,) = await matches(theatre)
    await time_passes(theatre, CHALLENGE_MINUTES + 0.1)
    (over,) = await matches(theatre)
    assert over.text == (
        "⚔️ Nobody answered **Bea**'s challenge to **Cleo**, so it ran out after 10 minutes."
    )
    assert captions(over) == ["Challenge again"]
    late = await late_press(theatre, "Cleo", message, "accept")
    assert late.startswith("That challenge is over: answered, taken back or run out.")
    assert (await press(theatre, "Ann", over, "Challenge again")).startswith("That's for the two")
    assert (await press(theatre, "Bea", over, "Challenge again")).startswith("Challenge sent!")
    *_, again = await matches(theatre)
    assert "to a match of 7 minutes!" in again.text
    assert captions(again) == ["Accept", "Decline"]


async def test_a_challenge_runs_out_without_anybody_doing_anything(theatre: Theatre) -> None:
    await challenge(theatre)
    olive = await theatre.stage.person("Olive")
    await olive.read("gifts")
    theatre.clock.advance(CHALLENGE_MINUTES * 60 + 1)
    await olive.sees("gifts", lambda message: "Nobody answered" in message.text)


async def test_a_challenge_that_ran_out_while_the_bot_was_away_is_closed_at_the_next_start(
    tmp_path: Path,
) -> None:
    async with open_theatre(tmp_path) as theatre:
        async with theatre.bot_running():
            await challenge(theatre)
            await matches(theatre)
        theatre.clock.advance(3_600)
        for _ in range(2):
            async with theatre.bot_running() as bot:
                await bot.calendar.idle()
                (over,) = await matches(theatre)
                assert over.text.startswith("⚔️ Nobody answered")
                assert captions(over) == ["Challenge again"]


async def test_a_yes_just_before_the_end_begins_a_match_that_does_not_run_out(
    theatre: Theatre,
) -> None:
    await challenge(theatre, minutes=15)
    (message,) = await matches(theatre)
    await time_passes(theatre, CHALLENGE_MINUTES - 0.1)
    assert (await press(theatre, "Cleo", message, "Accept")).startswith("It's on!")
    await time_passes(theatre, 1)
    (message,) = await matches(theatre)
    assert captions(message) == ["Gift for Bea", "Gift for Cleo", "Score"]


async def test_a_challenge_that_ran_out_speaks_the_language_of_the_server(
    theatre: Theatre,
) -> None:
    await set_up(theatre, language="de")
    await challenge(theatre)
    await time_passes(theatre, CHALLENGE_MINUTES + 0.1)
    (over,) = await matches(theatre)
    assert over.text == (
        "⚔️ Niemand hat geantwortet: **Bea** hatte **Cleo** herausgefordert, und nach 10 Minuten "
        "ist das abgelaufen."
    )


async def test_three_challenges_in_a_row_are_enough_for_a_while(theatre: Theatre) -> None:
    for _ in range(3):
        said = await challenge(theatre)
        await theatre.press("Bea", said, "Take it back")
    refused = (await challenge(theatre, whom="Ann")).reply.text
    assert refused.startswith("That makes 3 challenges in a row without a yes. Nothing was sent")
    assert len(await matches(theatre)) == 3
    await time_passes(theatre, CHALLENGE_MINUTES)
    assert (await challenge(theatre)).reply.text.startswith("Challenge sent!")


# Who may receive gifts is asked again with the yes.


@pytest.mark.parametrize(
    ("who", "told"),
    [
        ("Bea", "The other one's gifts are paused, and a match lives on gifts. Nothing was start"),
        ("Cleo", "Your gifts are paused, and a match lives on gifts. Nothing was started: `/crea"),
    ],
)
async def test_a_break_from_gifts_is_a_break_from_matches_and_the_challenge_stays_open(
    theatre: Theatre, who: str, told: str
) -> None:
    await challenge(theatre)
    await theatre.use(who, "/creator pause")
    (message,) = await matches(theatre)
    assert (await press(theatre, "Cleo", message, "Accept")).startswith(told)
    (message,) = await matches(theatre)
    assert captions(message) == ["Accept", "Decline"]
    await theatre.use(who, "/creator resume")
    assert (await press(theatre, "Cleo", message, "Accept")).startswith("It's on!")


async def test_rules_that_were_tightened_since_hold_for_the_yes(theatre: Theatre) -> None:
    await challenge(theatre)
    (message,) = await matches(theatre)
    await set_up(theatre, least_followers=3)
    told = await press(theatre, "Cleo", message, "Accept")
    assert told == (
        "A match here takes creators with 3 followers, and you have 0: 3 to go. Nothing was "
        "started; `/follow` adds one."
    )
    await set_up(theatre, least_followers=0, receivers="registered")
    await theatre.use("Cleo", "/creator join")
    told = await press(theatre, "Cleo", message, "Accept")
    assert told.startswith("The other one is no registered creator, and only they play")


async def test_a_frozen_account_neither_challenges_nor_begins_a_match(theatre: Theatre) -> None:
    await challenge(theatre)
    (message,) = await matches(theatre)
    await theatre.use("Max", "/mod freeze", member=theatre.id_of("Bea"), reason="a look")
    told = await press(theatre, "Cleo", message, "Accept")
    assert told.startswith("The other one can't take part for now. Nothing was started")
    assert await press(theatre, "Cleo", message, "Decline") == "Declined. Nothing was started."
    said = (await challenge(theatre)).reply.text
    assert "Your account is frozen, so a match has to wait. Nothing was started" in said


async def test_who_lost_the_role_that_receives_gifts_or_left_begins_no_match(
    theatre: Theatre,
) -> None:
    creators = role(theatre, "Creator")
    await challenge(theatre)
    (message,) = await matches(theatre)
    await set_up(theatre, creator_role=creators.id)
    members = theatre.sandbox.world.guild.members
    bea = members[theatre.id_of("Bea")]
    theatre.sandbox.set_member_roles(bea)
    theatre.clock.advance(61)
    told = await press(theatre, "Cleo", message, "Accept")
    assert told.startswith(
        f"Here only members with <@&{creators.id}> receive gifts, and the other one doesn't have"
    )
    said = (await challenge(theatre, "Ann", "Cleo")).reply.text
    assert f"<@&{creators.id}> receive gifts, and you don't have it. Nothing was started" in said
    theatre.sandbox.remove_member(bea)
    theatre.clock.advance(61)
    told = await press(theatre, "Cleo", message, "Accept")
    assert told.startswith("**Bea** is not on this server any more, so nothing was started.")


# What is over offers nothing.


async def test_a_challenge_loses_its_buttons_also_where_the_bot_went_before_the_change(
    tmp_path: Path,
) -> None:
    async with open_theatre(tmp_path) as theatre:
        async with theatre.bot_running():
            await challenge(theatre)
            (message,) = await matches(theatre)
            theatre.sandbox.faults.add(Fault(route=EDIT, method="PATCH", status=503, times=100))
            await press(theatre, "Cleo", message, "Decline")
        theatre.sandbox.faults.clear()
        async with theatre.bot_running():
            (message,) = await matches(theatre)
            assert message.text.startswith("⚔️ No match this time")
            assert captions(message) == ["Challenge again"]


async def test_whoever_presses_what_is_over_is_told_and_mends_the_message(
    theatre: Theatre,
) -> None:
    await challenge(theatre)
    (message,) = await matches(theatre)
    theatre.sandbox.faults.add(Fault(route=EDIT, method="PATCH", status=503, times=1_000))
    await press(theatre, "Cleo", message, "Decline")
    olive = await theatre.stage.person("Olive")
    (stale,) = [it for it in await olive.read("gifts") if it.id == message.id]
    assert captions(stale) == ["Accept", "Decline"]
    before = await last_seq(theatre)
    told = await late_press(theatre, "Cleo", stale, "accept")
    assert told.startswith("That challenge is over: answered, taken back or run out.")
    (mended,) = [it for it in await olive.read("gifts") if it.id == message.id]
    assert mended.text.startswith("⚔️ No match this time")
    assert captions(mended) == ["Challenge again"]
    assert await last_seq(theatre) == before
    theatre.sandbox.faults.clear()


async def test_a_score_that_is_asked_for_after_the_end_mends_the_message(
    theatre: Theatre,
) -> None:
    running = await play(theatre, minutes=1)
    theatre.sandbox.faults.add(Fault(route=EDIT, method="PATCH", status=503, times=1_000))
    assert theatre.bot is not None
    theatre.clock.advance(61)
    await theatre.bot.calendar.idle()
    told = await late_press(theatre, "Kim", running, "score")
    assert told == "⚔️ **Bea** 0 : 0 **Cleo** · the match is over."
    olive = await theatre.stage.person("Olive")
    (mended,) = [it for it in await olive.read("gifts") if it.id == running.id]
    assert captions(mended) == ["Rematch"]
    theatre.sandbox.faults.clear()


async def test_no_other_message_is_taken_for_a_challenge(theatre: Theatre) -> None:
    await challenge(theatre)
    (message,) = await matches(theatre)
    await press(theatre, "Cleo", message, "Decline")
    await challenge(theatre)
    *_, other = await matches(theatre)
    forged = MatchButton(1, "accept")
    pressed = await forge_press(theatre, "Cleo", other, forged.custom_id)
    assert pressed.reply.ephemeral
    *_, still = await matches(theatre)
    assert captions(still) == ["Accept", "Decline"]
