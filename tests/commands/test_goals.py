"""Goals through Discord: set, shown, given up, and celebrated once."""

from pathlib import Path
from typing import Any

from bot.controls.goals import GiveUpGoal, ReplaceGoal
from bot.ledger.outcomes import Accepted
from bot.ledger.requests import ReverseGift
from bot.ledger.requests.live import MOST_GOAL
from bot.sandbox.people.exchange import Exchange
from bot.sandbox.people.seen import Message
from tests.commands.moderators import force, gift, last_seq, set_up
from tests.commands.test_wallet import done, labels, sent
from tests.theatre import Theatre, forge_press, open_theatre

HOUR = 3_600


async def set_goal(theatre: Theatre, who: str = "Bea", **options: Any) -> Exchange:
    """Have a goal set by command."""
    said = await theatre.use(who, "/live goal", **options)
    assert said.reply.ephemeral
    return said


async def shown_goal(theatre: Theatre, who: str = "Bea") -> str:
    """What somebody reads of their own goal."""
    return (await theatre.use(who, "/live goal")).reply.text


async def celebrations(theatre: Theatre, channel: str = "gifts") -> list[Message]:
    """The celebrations that stand in a channel."""
    return [it for it in await theatre.announced(channel) if it.text.startswith("🎉")]


async def test_without_a_goal_one_learns_how_to_set_one(theatre: Theatre) -> None:
    text = await shown_goal(theatre)
    assert text.startswith("You have no goal yet. `/live goal` with a target sets one")


async def test_a_goal_counts_one_gift_and_shows_who_helped(theatre: Theatre) -> None:
    said = await set_goal(theatre, gift="Rose", target=50)
    assert said.reply.text.startswith("🎯 Set: 50 🌹, until <t:")
    assert "Nobody has helped yet" in await shown_goal(theatre)
    await gift(theatre, "Ann", count=20)
    await gift(theatre, "Kim", count=5)
    await gift(theatre, "Kim", "Heart")
    text = await shown_goal(theatre)
    assert "🎯 **Your goal: 50 🌹**\n▰▰▰▰▰▱▱▱▱▱ 25/50 🌹\n25 to go" in text
    assert "2 people have helped: 🥇 Ann 20 · 🥈 Kim 5" in text


async def test_a_goal_without_a_gift_counts_coins(theatre: Theatre) -> None:
    await set_goal(theatre, target=100)
    await gift(theatre, "Ann", "Heart", count=2)
    await gift(theatre, "Kim", count=3)
    text = await shown_goal(theatre)
    assert "23/100 coins" in text
    assert "🥇 Ann 20 · 🥈 Kim 3" in text


async def test_five_helpers_are_named_and_the_others_counted(theatre: Theatre) -> None:
    await set_goal(theatre, target=100)
    for number, name in enumerate(("Ann", "Kim", "Lee", "Amir", "Ben", "Chen", "Dana"), 1):
        await theatre.grant(name, 10)
        await sent(theatre, name, "Bea", number)
    text = await shown_goal(theatre)
    assert "7 people have helped: 🥇 Dana 7 · 🥈 Chen 6 · 🥉 Ben 5 · Amir 4 · Lee 3" in text
    assert text.endswith("-# and 2 more")


async def test_what_was_given_before_a_goal_does_not_count(theatre: Theatre) -> None:
    await gift(theatre, "Ann", count=20)
    await set_goal(theatre, gift="Rose", target=50)
    assert "0/50 🌹" in await shown_goal(theatre)


async def test_reaching_a_goal_is_celebrated_once_with_those_who_helped(theatre: Theatre) -> None:
    await set_goal(theatre, gift="Rose", target=10)
    await gift(theatre, "Ann", count=6)
    assert await celebrations(theatre) == []
    await gift(theatre, "Kim", count=5)
    await gift(theatre, "Lee", count=5)
    (party,) = await celebrations(theatre)
    assert party.text == (
        "🎉 **10 🌹**: **Bea** has reached the goal!\nThanks to 🥇 Ann 6 · 🥈 Kim 5"
    )
    assert [button.label for button in party.buttons] == ["Send a gift"]
    assert not party.pings
    text = await shown_goal(theatre)
    assert "▰▰▰▰▰▰▰▰▰▰ 16/10 🌹\nReached! 🎉" in text
    said = await theatre.use("Bea", "/live goal")
    assert labels(said) == []


async def test_a_celebration_survives_a_restart_and_stands_once(tmp_path: Path) -> None:
    async with open_theatre(tmp_path) as theatre:
        async with theatre.bot_running():
            await set_goal(theatre, gift="Rose", target=5)
            await gift(theatre, "Ann", count=5)
            assert len(await celebrations(theatre)) == 1
        async with theatre.bot_running():
            await gift(theatre, "Kim", count=5)
            assert len(await celebrations(theatre)) == 1


async def test_what_is_reversed_helped_nobody_and_is_not_celebrated_again(
    theatre: Theatre,
) -> None:
    await set_goal(theatre, gift="Rose", target=5)
    seq = await gift(theatre, "Ann", count=5)
    outcome = await theatre.house.writer.submit(
        ReverseGift(
            guild=theatre.guild, key="r", actor=theatre.person("Max"), seq=seq, reason="wrong"
        )
    )
    assert isinstance(outcome, Accepted)
    await gift(theatre, "Kim", count=5)
    assert len(await celebrations(theatre)) == 1
    text = await shown_goal(theatre)
    assert "1 person has helped: 🥇 Kim 5" in text


async def test_a_goal_of_which_something_was_taken_back_says_how_far_it_is_now(
    theatre: Theatre,
) -> None:
    await set_goal(theatre, gift="Rose", target=10)
    await gift(theatre, "Ann", count=7)
    seq = await gift(theatre, "Kim", count=4)
    assert "Reached! 🎉" in await shown_goal(theatre)
    (party,) = await celebrations(theatre)
    max_ = theatre.person("Max")
    await done(theatre, ReverseGift(guild=theatre.guild, key="r", actor=max_, seq=seq, reason="x"))
    said = await theatre.use("Bea", "/live goal")
    assert (
        "🎯 **Your goal: 10 🌹**\n▰▰▰▰▰▰▰▱▱▱ 7/10 🌹\n"
        "It was reached and celebrated, and some of it was taken back since: 3 to go, and it "
        "ends <t:"
    ) in said.reply.text
    assert labels(said) == ["Give up"]
    asked = await set_goal(theatre, target=5)
    assert asked.reply.text.startswith("Your goal stands at 7/10 🌹. Put **5 coins** in its place?")
    await gift(theatre, "Lee", count=3)
    assert "10/10 🌹\nReached! 🎉" in await shown_goal(theatre)
    assert await celebrations(theatre) == [party]


async def test_a_goal_that_ran_out_of_time_says_so_and_gives_way_unasked(
    theatre: Theatre,
) -> None:
    await set_goal(theatre, gift="Rose", target=5, hours=1)
    theatre.clock.advance(HOUR + 1)
    await gift(theatre, "Ann", count=5)
    assert await celebrations(theatre) == []
    text = await shown_goal(theatre)
    assert "0/5 🌹\nIts time ended <t:" in text
    assert "Set: 7 coins" in (await set_goal(theatre, target=7)).reply.text


async def test_a_running_goal_gives_way_only_after_one_question(theatre: Theatre) -> None:
    await set_goal(theatre, gift="Rose", target=50)
    await gift(theatre, "Ann", count=20)
    asked = await set_goal(theatre, target=500)
    assert asked.reply.text == (
        "Your goal stands at 20/50 🌹. Put **500 coins** in its place? "
        "Counting starts again from 0."
    )
    kept = await theatre.press("Bea", asked, "Keep it")
    assert kept.reply.text == "Your goal goes on. Nothing was changed."
    assert "20/50 🌹" in await shown_goal(theatre)
    asked = await set_goal(theatre, target=500)
    replaced = await theatre.press("Bea", asked, "Replace it")
    assert "Set: 500 coins" in replaced.reply.text
    assert "0/500 coins" in await shown_goal(theatre)


async def test_replacing_twice_sets_one_goal(theatre: Theatre) -> None:
    await set_goal(theatre, gift="Rose", target=50)
    asked = await set_goal(theatre, target=500)
    button = next(it for it in asked.reply.buttons if it.label == "Replace it")
    for _ in range(2):
        again = await forge_press(theatre, "Bea", asked.reply, button.custom_id)
        assert "Set: 500 coins" in again.reply.text
    before = await last_seq(theatre)
    assert "0/500 coins" in await shown_goal(theatre)
    assert await last_seq(theatre) == before == 2


async def test_an_old_button_replaces_no_newer_goal_without_asking(theatre: Theatre) -> None:
    await set_goal(theatre, gift="Rose", target=50)
    asked = await set_goal(theatre, target=500)
    newer = await set_goal(theatre, target=900)
    await theatre.press("Bea", newer, "Replace it")
    again = await theatre.press("Bea", asked, "Replace it")
    assert "Your goal stands at 0/900 coins. Put **500 coins** in its place?" in again.reply.text
    assert "0/900 coins" in await shown_goal(theatre)


async def test_giving_up_is_asked_once_and_keeps_the_gifts(theatre: Theatre) -> None:
    await set_goal(theatre, gift="Rose", target=50)
    await gift(theatre, "Ann", count=20)
    shown = await theatre.use("Bea", "/live goal")
    assert labels(shown) == ["Give up"]
    asked = await theatre.press("Bea", shown, "Give up")
    assert asked.reply.text.startswith("Give up at 20/50 🌹?")
    done = await theatre.press("Bea", asked, "Give up")
    assert done.reply.text.startswith("Given up at 20 of 50. The gifts stay yours")
    assert "You have no goal yet" in await shown_goal(theatre)


async def test_giving_up_twice_ends_one_goal_and_no_newer_one(theatre: Theatre) -> None:
    await set_goal(theatre, gift="Rose", target=50)
    shown = await theatre.use("Bea", "/live goal")
    asked = await theatre.press("Bea", shown, "Give up")
    button = asked.reply.buttons[0].custom_id
    for _ in range(2):
        done = await forge_press(theatre, "Bea", asked.reply, button)
        assert done.reply.text.startswith("Given up at 0 of 50")
    await set_goal(theatre, target=9)
    late = await forge_press(theatre, "Bea", asked.reply, button)
    assert late.reply.text.startswith("That goal has ended meanwhile")
    assert "0/9 coins" in await shown_goal(theatre)


async def test_nobody_else_gives_a_goal_up_or_replaces_it(theatre: Theatre) -> None:
    await set_goal(theatre, gift="Rose", target=50)
    shown = await theatre.use("Bea", "/live goal")
    bea = theatre.id_of("Bea")
    for control in (GiveUpGoal(1, bea, 1), ReplaceGoal(1, bea, 1, 0, 5, 1)):
        stolen = await forge_press(theatre, "Ann", shown.reply, control.custom_id)
        assert "somebody else's" in stolen.reply.text
    assert "0/50 🌹" in await shown_goal(theatre)


async def test_a_gift_that_is_unknown_or_without_a_target_sets_nothing(theatre: Theatre) -> None:
    misspelt = await set_goal(theatre, gift="Rosee", target=5)
    assert "Did you mean **Rose**?" in misspelt.reply.text
    alone = await set_goal(theatre, gift="Rose")
    assert alone.reply.text.startswith("How many are to come? Nothing was set")
    assert "You have no goal yet" in await shown_goal(theatre)


async def test_forged_numbers_are_refused_in_words(theatre: Theatre) -> None:
    too_large = await force(theatre, "Bea", "/live goal", target=MOST_GOAL + 1)
    assert "A goal counts up to something from 1 to 1,000,000,000" in too_large.reply.text
    shown = await theatre.use("Bea", "/live goal")
    owner = theatre.id_of("Bea")
    for control, said in (
        (ReplaceGoal(5, owner, 0, 0, 0, 1), "A goal counts up to something from 1 to"),
        (ReplaceGoal(6, owner, 0, 0, 5, 10_000), "is too far away. Nothing was done"),
        (ReplaceGoal(10, owner, 0, 0, 5, 2**62), "is too far away. Nothing was done"),
        (ReplaceGoal(11, owner, 0, 0, 5, -(2**62)), "Nothing was done"),
        (ReplaceGoal(7, owner, 0, 999, 5, 1), "That gift is not on the list here"),
        (GiveUpGoal(8, owner, 0), "You have no goal, so nothing was changed"),
    ):
        pressed = await forge_press(theatre, "Bea", shown.reply, control.custom_id)
        assert said in pressed.reply.text


async def test_who_may_receive_nothing_has_no_goal(theatre: Theatre) -> None:
    await set_up(theatre, receivers="registered")
    said = await set_goal(theatre, target=5)
    assert "Only registered creators receive gifts here" in said.reply.text


async def test_gifts_are_suggested_as_one_types(theatre: Theatre) -> None:
    bea = await theatre.stage.person("Bea")
    assert await bea.suggestions("/live goal", focused="gift", text="ros") == [
        ("🌹 Rose · 1", "Rose")
    ]


async def test_a_celebration_speaks_the_language_of_the_server(theatre: Theatre) -> None:
    await set_up(theatre, language="de")
    await set_goal(theatre, gift="Rose", target=2)
    await gift(theatre, "Ann", count=2)
    (party,) = await celebrations(theatre)
    assert party.text.startswith("🎉 **2 🌹**: **Bea** hat das Ziel erreicht!\nDanke an 🥇 Ann 2")
