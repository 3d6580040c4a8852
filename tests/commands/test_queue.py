"""Promises of the thank-you queue: what waits, what each press does, and who may press."""

from pathlib import Path

import pytest

from bot.controls.queue import ConfirmThankAll, OpenQueue, QueueThank, QueueThankAll, RefreshQueue
from bot.ledger.requests.live import HoldThanks, SkipThanks
from bot.sandbox.people.exchange import Exchange
from tests.commands.moderators import force_press, gift, last_seq, reverse
from tests.commands.queueing import (
    LION,
    PERFUME,
    ROSE,
    answer,
    deputise,
    give,
    labels,
    many_gifts,
    opened,
    rich,
    texts,
    three_gifts,
)
from tests.live.shows import done
from tests.theatre import Theatre, open_theatre
from tests.waiting import until

# What waits.


async def test_the_largest_gift_is_shown_first_and_the_oldest_of_the_same(
    theatre: Theatre,
) -> None:
    await three_gifts(theatre)
    await give(theatre, "Ann", PERFUME)
    card = (await opened(theatre)).reply
    assert card.text.startswith("# 🦁 Lion\n**Kim** `Lv 21` · 29,999 coins · <t:")
    assert "4 thank-yous wait · as of <t:" in card.text
    assert labels(card) == [
        "Thank Kim",
        "Thank for all 4",
        "Skip",
        "Refresh",
        "Replay Perfume · Ann",
        "Pause",
    ]
    shown = await opened(theatre)
    for expected in ("Thank Lee", "Thank Ann", "Thank Ann"):
        shown = await theatre.press("Bea", shown, "Skip")
        assert labels(shown.reply)[0] == expected


async def test_a_combo_is_one_gift_with_its_count_and_its_messages(theatre: Theatre) -> None:
    await rich(theatre, "Ann")
    for message in ("hello", "", "*again*"):
        await give(theatre, "Ann", ROSE, message=message)
    card = (await opened(theatre)).reply
    assert "# 🌹 ×3 Rose\n" in card.text
    assert "“hello”\n“\\*again\\*”" in card.text
    assert "1 thank-you waits (3 gifts) · as of" in card.text
    assert "Thank for all" not in " ".join(labels(card))


async def test_where_nobody_waits_the_card_says_what_to_do_next(theatre: Theatre) -> None:
    card = (await opened(theatre)).reply
    assert card.text.startswith("# 💛 Nobody waits\nNew gifts line up here; Refresh looks for them")
    assert labels(card) == ["Refresh", "Pause"]


async def test_where_nobody_waits_any_more_the_card_tells_how_well_it_went(
    theatre: Theatre,
) -> None:
    await three_gifts(theatre)
    theatre.clock.advance(40)
    shown = await theatre.press("Bea", await opened(theatre), "Thank Kim")
    shown = await theatre.press("Bea", shown, "Thank Lee")
    shown = await theatre.press("Bea", shown, "Skip")
    assert "So far 66 % thanked in person, half of them within 40 s" in shown.reply.text


async def test_refresh_shows_what_came_meanwhile(theatre: Theatre) -> None:
    shown = await opened(theatre)
    await three_gifts(theatre)
    shown = await theatre.press("Bea", shown, "Refresh")
    assert labels(shown.reply)[0] == "Thank Kim"


async def test_a_gift_that_was_taken_back_waits_no_more(theatre: Theatre) -> None:
    _, _, perfume = await three_gifts(theatre)
    await reverse(theatre, f"#{perfume}")
    shown = await opened(theatre)
    assert "2 thank-yous wait" in shown.reply.text
    shown = await theatre.press("Bea", shown, "Skip")
    assert labels(shown.reply)[0] == "Thank Ann"


async def test_the_queue_speaks_its_readers_language(theatre: Theatre) -> None:
    await three_gifts(theatre)
    theatre.sandbox.world.user("Bea").locale = "de"
    card = (await opened(theatre)).reply
    assert labels(card)[:3] == ["Kim danken", "Für alle 3 danken", "Überspringen"]
    assert "3 Dankeschöns warten · Stand <t:" in card.text


# Thanking.


async def test_thanking_marks_the_gift_in_public_and_shows_who_is_next(theatre: Theatre) -> None:
    await three_gifts(theatre)
    await theatre.announced()
    shown = await theatre.press("Bea", await opened(theatre), "Thank Kim")
    assert "-# 💛 Thanked **Kim**\n-# 2 thank-yous wait" in shown.reply.text
    assert labels(shown.reply)[0] == "Thank Lee"
    said = await texts(theatre)
    assert len(said) == 3
    (lion,) = [text for text in said if "Lion" in text]
    assert lion.endswith("💛 **Bea** thanks **Kim**.")


async def test_what_a_digest_told_of_is_thanked_for_in_a_message_of_its_own(
    theatre: Theatre,
) -> None:
    await many_gifts(theatre, 30)
    before = await texts(theatre)
    assert any("💝" in text for text in before)
    combos = 30
    shown = await opened(theatre)
    for _ in range(combos):
        shown = await theatre.press("Bea", shown, labels(shown.reply)[0])
    said = " ".join(await texts(theatre))
    assert said.count("💛 **Bea** thanks") == combos


async def test_thanking_twice_thanks_once(theatre: Theatre) -> None:
    _, lion, _ = await three_gifts(theatre)
    shown = await opened(theatre)
    thank = QueueThank(theatre.id_of("Bea"), 0, 0, lion)
    await theatre.press("Bea", shown, "Thank Kim")
    seq = await last_seq(theatre)
    again = await force_press(theatre, "Bea", shown.reply, thank)
    assert "Somebody was quicker with that one" in again.reply.text
    assert labels(again.reply)[0] == "Thank Lee"
    assert await last_seq(theatre) == seq
    said = " ".join(await texts(theatre))
    assert said.count("💛 **Bea** thanks **Kim**") == 1


async def test_a_gift_that_comes_between_look_and_press_waits_for_the_next(
    theatre: Theatre,
) -> None:
    await rich(theatre, "Ann", "Kim")
    await give(theatre, "Ann", ROSE)
    shown = await opened(theatre)
    await give(theatre, "Kim", LION)
    shown = await theatre.press("Bea", shown, "Thank Ann")
    assert "Thanked **Ann**" in shown.reply.text
    assert labels(shown.reply)[0] == "Thank Kim"


async def test_what_comes_after_the_thanks_waits_for_thanks_of_its_own(theatre: Theatre) -> None:
    await rich(theatre, "Ann")
    await give(theatre, "Ann", ROSE)
    shown = await theatre.press("Bea", await opened(theatre), "Thank Ann")
    assert "Nobody waits" in shown.reply.text
    await give(theatre, "Ann", ROSE)
    shown = await theatre.press("Bea", shown, "Refresh")
    assert shown.reply.text.startswith("# 🌹 Rose\n")
    assert "1 thank-you waits" in shown.reply.text


async def test_skipping_thanks_nobody(theatre: Theatre) -> None:
    await three_gifts(theatre)
    shown = await theatre.press("Bea", await opened(theatre), "Skip")
    assert "-# Skipped **Kim**" in shown.reply.text
    assert labels(shown.reply)[0] == "Thank Lee"
    assert "thanks" not in " ".join(await texts(theatre))


# Pausing.


async def test_what_is_held_back_is_shown_merged_once_it_goes_on_also_after_a_restart(
    tmp_path: Path,
) -> None:
    async with open_theatre(tmp_path) as theatre:
        async with theatre.bot_running():
            shown = await theatre.press("Bea", await opened(theatre), "Pause")
            assert "⏸️ **Paused.**" in shown.reply.text
            await many_gifts(theatre, 30)
            assert await texts(theatre) == []
        async with theatre.bot_running():
            assert await texts(theatre) == []
            shown = await theatre.press("Bea", shown, "Refresh")
            assert "⏸️ **Paused.**" in shown.reply.text
            assert "30 thank-yous wait" in shown.reply.text
            shown = await theatre.press("Bea", shown, "Resume")
            assert "Paused" not in shown.reply.text
            said = await texts(theatre)
            assert 0 < len(said) < 15
            assert any("💝" in text for text in said)
            assert (await theatre.examine()).ok


async def test_pausing_twice_is_pausing_once(theatre: Theatre) -> None:
    shown = await opened(theatre)
    await done(theatre, HoldThanks, "Bea", creator=theatre.person("Bea"), on=True)
    seq = await last_seq(theatre)
    shown = await theatre.press("Bea", shown, "Pause")
    assert "⏸️ **Paused.**" in shown.reply.text
    assert await last_seq(theatre) == seq


async def test_one_creators_pause_holds_no_others_thanks_back(theatre: Theatre) -> None:
    await done(theatre, HoldThanks, "Bea", creator=theatre.person("Bea"), on=True)
    await gift(theatre, to="Bea")
    await gift(theatre, to="Cleo")
    (said,) = await texts(theatre)
    assert "**Cleo**" in said


# Who may.


async def test_nobody_else_sees_a_creators_queue(theatre: Theatre) -> None:
    await three_gifts(theatre)
    said = await opened(theatre, "Cleo", creator=theatre.id_of("Bea"))
    assert said.reply.text.startswith("Only the creator and their helpers do this")
    assert labels(said.reply) == []


@pytest.mark.parametrize("press", ["open", "refresh", "thank", "all", "sure"])
async def test_a_forged_press_neither_shows_nor_does_anything(theatre: Theatre, press: str) -> None:
    _, lion, perfume = await three_gifts(theatre)
    bea, message = theatre.id_of("Bea"), (await theatre.announced())[0]
    control = {
        "open": OpenQueue(bea),
        "refresh": RefreshQueue(bea, 0, 0),
        "thank": QueueThank(bea, 0, 0, lion),
        "all": QueueThankAll(bea, 0, 0, perfume),
        "sure": ConfirmThankAll(bea, 0, 0, perfume, 5),
    }[press]
    seq = await last_seq(theatre)
    said = await force_press(theatre, "Cleo", message, control)
    assert said.reply.ephemeral
    assert "Only the creator and their helpers do this" in said.reply.text
    assert await last_seq(theatre) == seq
    assert len(await theatre.announced()) == 3


async def test_a_deputy_thanks_in_the_creators_name_until_they_are_none(theatre: Theatre) -> None:
    await three_gifts(theatre)
    await deputise(theatre, "Cleo")
    shown = await opened(theatre, "Cleo", creator=theatre.id_of("Bea"))
    assert shown.reply.text.startswith("-# **Bea**'s queue\n# 🦁 Lion")
    shown = await theatre.press("Cleo", shown, "Thank Kim")
    assert any("💛 **Bea** thanks **Kim**" in text for text in await texts(theatre))
    await deputise(theatre, "Cleo", on=False)
    refused = await theatre.press("Cleo", shown, "Thank Lee")
    assert "Only the creator and their helpers do this" in refused.reply.text
    assert "2 thank-yous wait" in (await opened(theatre)).reply.text


# Before Discord lets nobody change the card any more.


async def rested(theatre: Theatre, shown: Exchange) -> str:
    """What a private card says once it rests."""
    await until(lambda: "💤" in shown.reply.text)
    return shown.reply.text


async def test_a_private_card_rests_before_its_fifteen_minutes_end_and_wakes_at_a_press(
    theatre: Theatre,
) -> None:
    await three_gifts(theatre)
    shown = await opened(theatre)
    await answer(theatre, SkipThanks, LION)
    theatre.clock.advance(14 * 60 + 1)
    assert (await rested(theatre, shown)).startswith("💤 **2 thank-yous wait** · as of <t:")
    assert labels(shown.reply) == ["Refresh"]
    woken = await theatre.press("Bea", shown, "Refresh")
    assert labels(woken.reply)[0] == "Thank Lee"


async def test_each_press_gives_a_private_card_its_time_anew(theatre: Theatre) -> None:
    await three_gifts(theatre)
    shown = await opened(theatre)
    theatre.clock.advance(10 * 60)
    shown = await theatre.press("Bea", shown, "Thank Kim")
    theatre.clock.advance(10 * 60)
    shown = await theatre.press("Bea", shown, "Refresh")
    assert labels(shown.reply)[0] == "Thank Lee"
    assert "💤" not in shown.reply.text
    theatre.clock.advance(14 * 60 + 1)
    assert "💤 **2 thank-yous wait**" in await rested(theatre, shown)


async def test_after_a_restart_a_card_answers_its_next_press(tmp_path: Path) -> None:
    async with open_theatre(tmp_path) as theatre:
        async with theatre.bot_running():
            await three_gifts(theatre)
            shown = await opened(theatre)
        async with theatre.bot_running():
            shown = await theatre.press("Bea", shown, "Thank Kim")
            assert "Thanked **Kim**" in shown.reply.text
            assert labels(shown.reply)[0] == "Thank Lee"
