"""Matches through Discord: a challenge, its answer, the score, and one result."""

from pathlib import Path
from typing import Any

import pytest

from bot.controls.matches import WithdrawMatch
from bot.ledger.requests import ReverseGift
from bot.sandbox.people.exchange import Exchange
from bot.sandbox.people.seen import Message
from tests.commands.moderators import force, gift, last_seq, set_up
from tests.commands.test_wallet import labels
from tests.theatre import Theatre, forge_press, open_theatre


async def challenge(
    theatre: Theatre, who: str = "Bea", whom: str = "Cleo", **options: Any
) -> Exchange:
    """Have somebody challenge another."""
    said = await theatre.use(who, "/live match", opponent=theatre.id_of(whom), **options)
    assert said.reply.ephemeral
    return said


async def matches(theatre: Theatre, channel: str = "gifts") -> list[Message]:
    """What stands in a channel about matches, oldest first."""
    posts = await theatre.announced(channel)
    return [post for post in posts if post.text[0] in "⚔🏆🤝"]


async def press(theatre: Theatre, who: str, message: Message, caption: str) -> str:
    """Have somebody press a button of a public message; what they read."""
    person = await theatre.stage.person(who)
    pressed = await (await person.press(message, caption)).settled()
    assert pressed.reply.ephemeral
    return pressed.reply.text


async def play(theatre: Theatre, minutes: int = 5) -> Message:
    """Have a match begin; its message."""
    await challenge(theatre, minutes=minutes)
    (message,) = await matches(theatre)
    assert (await press(theatre, "Cleo", message, "Accept")).startswith("It's on! Until <t:")
    (message,) = await matches(theatre)
    return message


async def time_passes(theatre: Theatre, minutes: float) -> None:
    """Have the clock turned on, and the calendar look."""
    assert theatre.bot is not None
    theatre.clock.advance(minutes * 60)
    await theatre.bot.calendar.idle()


async def test_a_challenge_stands_in_the_channel_and_calls_the_opponent_silently(
    theatre: Theatre,
) -> None:
    said = await challenge(theatre)
    assert said.reply.text.startswith("Challenge sent! **Cleo** has 10 minutes to answer in <#")
    assert labels(said) == ["Take it back"]
    (message,) = await matches(theatre)
    cleo = theatre.id_of("Cleo")
    assert message.text.startswith(f"⚔️ **Bea** challenges <@{cleo}> to a match of 5 minutes!")
    assert [button.label for button in message.buttons] == ["Accept", "Decline"]
    assert [tuple(ping.users) for ping in theatre.sandbox.pings] == [(cleo,)]
    assert not any(ping.sounds for ping in theatre.sandbox.pings)


@pytest.mark.parametrize("who", ["Ann", "Bea"])
async def test_only_the_opponent_accepts(theatre: Theatre, who: str) -> None:
    await challenge(theatre)
    (message,) = await matches(theatre)
    text = await press(theatre, who, message, "Accept")
    assert text.startswith("That's for the one who was challenged to answer. Nothing was done")
    (message,) = await matches(theatre)
    assert [button.label for button in message.buttons] == ["Accept", "Decline"]


async def test_gifts_score_until_time_is_up_and_the_result_stands_once(theatre: Theatre) -> None:
    await gift(theatre, "Ann", count=50)
    message = await play(theatre)
    assert message.text.startswith("⚔️ **Bea** against **Cleo**: it's on! It ends <t:")
    assert [button.label for button in message.buttons] == [
        "Gift for Bea", "Gift for Cleo", "Score",
    ]  # fmt: skip
    await gift(theatre, "Ann", count=20)
    await gift(theatre, "Lee", count=2)
    await gift(theatre, "Kim", to="Cleo", count=7)
    assert (await press(theatre, "Kim", message, "Score")).startswith("⚔️ **Bea** 22 : 7 **Cleo**")
    await time_passes(theatre, 5.1)
    await gift(theatre, "Kim", to="Cleo", count=90)
    over, result = await matches(theatre)
    assert over.text == "⚔️ **Bea** 22 : 7 **Cleo** · the match is over."
    assert result.text == (
        "🏆 **Bea** wins the match!\n**Bea** 22 : 7 **Cleo**\n"
        "Most for Bea: Ann, 20\nMost for Cleo: Kim, 7\n"
        "-# 5 minutes, a coin is a point, no chance involved."
    )
    await time_passes(theatre, 500)
    assert len(await matches(theatre)) == 2


async def test_a_draw_is_a_draw(theatre: Theatre) -> None:
    await play(theatre)
    await gift(theatre, "Ann", count=4)
    await gift(theatre, "Kim", to="Cleo", count=4)
    await time_passes(theatre, 5.1)
    _, result = await matches(theatre)
    assert result.text.startswith("🤝 A draw!\n**Bea** 4 : 4 **Cleo**")


async def test_a_match_without_gifts_ends_kindly(theatre: Theatre) -> None:
    await play(theatre, minutes=1)
    await time_passes(theatre, 1.1)
    _, result = await matches(theatre)
    assert result.text.startswith(
        "🤝 A draw without a gift: **Bea** 0 : 0 **Cleo**. Next time!\n-# 1 minute"
    )


async def test_what_is_reversed_while_it_is_on_scores_for_nobody(theatre: Theatre) -> None:
    await play(theatre)
    seq = await gift(theatre, "Ann", count=9)
    await gift(theatre, "Kim", count=2)
    await theatre.house.writer.submit(
        ReverseGift(
            guild=theatre.guild, key="r", actor=theatre.person("Max"), seq=seq, reason="wrong"
        )
    )
    await time_passes(theatre, 5.1)
    _, result = await matches(theatre)
    assert "**Bea** 2 : 0 **Cleo**\nMost for Bea: Kim, 2\n" in result.text


async def test_a_match_ends_by_itself_when_its_time_comes(theatre: Theatre) -> None:
    await play(theatre)
    olive = await theatre.stage.person("Olive")
    await olive.read("gifts")
    theatre.clock.advance(301)
    await olive.sees("gifts", lambda message: "the match is over" in message.text)


async def test_a_match_that_ended_while_the_bot_was_away_is_counted_at_the_next_start(
    tmp_path: Path,
) -> None:
    async with open_theatre(tmp_path) as theatre:
        async with theatre.bot_running():
            await play(theatre)
            await gift(theatre, "Ann", count=3)
        theatre.clock.advance(3_600)
        for _ in range(2):
            async with theatre.bot_running() as bot:
                await bot.calendar.idle()
                over, result = await matches(theatre)
                assert "the match is over" in over.text
                assert "**Bea** 3 : 0 **Cleo**" in result.text


async def test_a_challenge_is_declined_or_taken_back_without_harm(theatre: Theatre) -> None:
    await challenge(theatre)
    (message,) = await matches(theatre)
    assert await press(theatre, "Cleo", message, "Decline") == "Declined. Nothing was started."
    (message,) = await matches(theatre)
    assert message.text == "⚔️ No match this time: **Cleo** passes on **Bea**'s challenge."
    said = await challenge(theatre)
    back = await theatre.press("Bea", said, "Take it back")
    assert back.reply.text == "Taken back. Nothing was started."
    *_, message = await matches(theatre)
    assert message.text == "⚔️ **Bea** took the challenge to **Cleo** back."
    said = await challenge(theatre)
    *_, message = await matches(theatre)
    assert await press(theatre, "Bea", message, "Decline") == "Taken back. Nothing was started."


async def test_pressing_accept_twice_begins_one_match(theatre: Theatre) -> None:
    await challenge(theatre)
    (message,) = await matches(theatre)
    button = message.buttons[0].custom_id
    await press(theatre, "Cleo", message, "Accept")
    before = await last_seq(theatre)
    again = await forge_press(theatre, "Cleo", message, button)
    told = await again.shows(lambda shown: shown.ephemeral)
    assert told.text.startswith("That challenge is over: answered, taken back or run out.")
    assert await last_seq(theatre) == before


async def test_after_a_match_the_two_may_ask_for_a_rematch_and_nobody_else(
    theatre: Theatre,
) -> None:
    await play(theatre, minutes=2)
    await time_passes(theatre, 2.1)
    over, _ = await matches(theatre)
    assert (await press(theatre, "Ann", over, "Rematch")).startswith("That's for the two of them")
    assert (await press(theatre, "Cleo", over, "Rematch")).startswith("Challenge sent! **Bea**")
    *_, message = await matches(theatre)
    assert message.text.startswith("⚔️ **Cleo** challenges <@")
    assert "2 minutes" in message.text


async def test_nobody_plays_two_matches_at_once(theatre: Theatre) -> None:
    await play(theatre)
    for who, whom in (("Bea", "Ann"), ("Ann", "Cleo")):
        said = await challenge(theatre, who, whom)
        assert said.reply.text.startswith("One of you has a match already")
    assert len(await matches(theatre)) == 1


async def test_oneself_and_bots_and_who_left_are_no_opponents(theatre: Theatre) -> None:
    assert (await challenge(theatre, "Bea", "Bea")).reply.text.startswith("That's you!")
    assert "Bots" in (await challenge(theatre, "Bea", "Jukebox")).reply.text
    world = theatre.sandbox.world
    theatre.sandbox.remove_member(world.guild.members[theatre.id_of("Kim")])
    said = await force(theatre, "Bea", "/live match", opponent=theatre.id_of("Kim"))
    assert "not on this server any more" in said.reply.text
    assert await matches(theatre) == []


async def test_minutes_have_bounds(theatre: Theatre) -> None:
    opponent = theatre.id_of("Cleo")
    said = await force(theatre, "Bea", "/live match", opponent=opponent, minutes=61)
    assert said.reply.text.startswith("A match takes 1 to 60 minutes. Nothing was started")
    assert await matches(theatre) == []


async def test_somebody_elses_challenge_is_not_taken_back(theatre: Theatre) -> None:
    said = await challenge(theatre)
    control = WithdrawMatch(theatre.id_of("Bea"), 1)
    stolen = await forge_press(theatre, "Ann", said.reply, control.custom_id)
    assert "somebody else's" in stolen.reply.text
    forged = WithdrawMatch(theatre.id_of("Ann"), 1)
    stolen = await forge_press(theatre, "Ann", said.reply, forged.custom_id)
    assert stolen.reply.text.startswith("That's for the one who was challenged")


async def test_buttons_of_matches_that_never_were_have_expired(theatre: Theatre) -> None:
    await challenge(theatre)
    (message,) = await matches(theatre)
    for custom_id in ("match:zz:accept", "match:1:score", "match:1:rematch", "match:1:nothing"):
        pressed = await forge_press(theatre, "Ann", message, custom_id)
        assert pressed.reply.text.startswith("That button has expired")


async def test_who_may_not_write_in_a_channel_challenges_nobody_there(theatre: Theatre) -> None:
    log = theatre.sandbox.world.channel("ovation-log")
    said = await force_in(theatre, log.name)
    assert "You can't write in <#" in said.reply.text


async def force_in(theatre: Theatre, channel: str) -> Exchange:
    """Have Bea challenge Cleo in a channel that she does not see."""
    max_ = await theatre.stage.person("Max")
    index = await max_.commands(refresh=True)
    bea = await theatre.stage.person("Bea")
    theatre.sandbox.world.trusting = True
    options = {"opponent": theatre.id_of("Cleo")}
    exchange = await bea.use(index.find("/live match"), options, channel=channel, check=False)
    await exchange.settled()
    theatre.sandbox.world.trusting = False
    return exchange


async def test_where_only_registered_creators_receive_only_they_play(theatre: Theatre) -> None:
    await set_up(theatre, receivers="registered")
    said = await challenge(theatre)
    assert said.reply.text == (
        "Only registered creators play a match here. Nothing was started: `/creator join` "
        "registers you."
    )
    for name in ("Bea", "Cleo"):
        await theatre.use(name, "/creator join")
    assert (await challenge(theatre)).reply.text.startswith("Challenge sent!")


async def test_a_match_speaks_the_language_of_the_server(theatre: Theatre) -> None:
    await set_up(theatre, language="de")
    await challenge(theatre)
    (message,) = await matches(theatre)
    assert "Jede verschenkte Münze ist ein Punkt" in message.text
    assert [button.label for button in message.buttons] == ["Annehmen", "Ablehnen"]


async def test_a_challenge_of_which_nobody_knows_whether_it_arrived_stands_once(
    theatre: Theatre,
) -> None:
    await theatre.announced()
    theatre.sandbox.faults.reset(
        "/channels/{channel_id}/messages", "POST", after_effect=True, times=1
    )
    await challenge(theatre)
    assert len(await matches(theatre)) == 1
