"""Thanking for all at once, showing a gift again, and what the end of a show offers."""

from pathlib import Path

import pytest

from bot.controls.queue import ConfirmThankAll
from bot.ledger.money import Currency
from bot.ledger.outcomes import Accepted
from bot.ledger.requests import AdjustBalance, Person, SendGift
from bot.ledger.requests.live import SkipThanks
from tests.commands.moderators import force_press, gift, last_seq, reverse, set_up
from tests.commands.queueing import (
    LION,
    PERFUME,
    ROSE,
    deputise,
    give,
    labels,
    many_gifts,
    opened,
    replay_of,
    rich,
    texts,
    three_gifts,
)
from tests.live.shows import done, end_show, start_show
from tests.theatre import Theatre, open_theatre

# Thanking all.


async def test_all_are_thanked_in_one_message_that_names_each_sender_once(
    theatre: Theatre,
) -> None:
    await three_gifts(theatre)
    await give(theatre, "Ann", PERFUME)
    shown = await theatre.press("Bea", await opened(theatre), "Thank for all 4")
    assert "Nobody waits" in shown.reply.text
    assert "Thanked them all" in shown.reply.text
    (summary,) = [text for text in await texts(theatre) if "thanks **3 people**" in text]
    assert summary.split("\n") == [
        "💛 **Bea** thanks **3 people** for 4 gifts · 30,040 coins",
        "**Kim** `Lv 21` 🦁×1",
        "**Ann** `Lv 5` 🧴×1 🌹×1",
        "**Lee** `Lv 5` 🧴×1",
    ]


async def test_thanks_to_one_alone_name_them(theatre: Theatre) -> None:
    await rich(theatre, "Ann")
    await give(theatre, "Ann", ROSE)
    await give(theatre, "Ann", PERFUME)
    await theatre.press("Bea", await opened(theatre), "Thank for all 2")
    said = await texts(theatre)
    assert any("💛 **Bea** thanks **Ann** for 2 gifts" in text for text in said)


async def test_more_than_twenty_are_thanked_after_one_question(theatre: Theatre) -> None:
    await many_gifts(theatre, 30)
    shown = await opened(theatre)
    asked = await theatre.press("Bea", shown, "Thank for all 30")
    assert asked.reply.text.startswith("**Thank for all 30 at once?**")
    assert labels(asked.reply) == ["Thank them all", "Back"]
    told = await theatre.press("Bea", asked, "Thank them all")
    assert "Nobody waits" in told.reply.text
    said = await texts(theatre)
    assert len([text for text in said if "thanks **3 people** for 30 gifts" in text]) == 1
    assert (await theatre.examine()).ok


async def test_more_than_twenty_are_thanked_once_however_often_it_is_confirmed(
    theatre: Theatre,
) -> None:
    await many_gifts(theatre, 21)
    asked = await theatre.press("Bea", await opened(theatre), "Thank for all 21")
    (yes, _) = asked.reply.buttons
    assert yes.custom_id is not None
    await theatre.press("Bea", asked, "Thank them all")
    seq = await last_seq(theatre)
    sure = ConfirmThankAll.read(yes.custom_id.split(":")[1:])
    assert isinstance(sure, ConfirmThankAll)
    again = await force_press(theatre, "Bea", asked.reply, sure)
    assert "Thanked them all" in again.reply.text
    assert await last_seq(theatre) == seq


async def test_back_leaves_all_as_it_was(theatre: Theatre) -> None:
    await many_gifts(theatre, 21)
    asked = await theatre.press("Bea", await opened(theatre), "Thank for all 21")
    back = await theatre.press("Bea", asked, "Back")
    assert "21 thank-yous wait" in back.reply.text


async def test_a_gift_that_comes_after_the_look_is_not_swept_along(theatre: Theatre) -> None:
    await rich(theatre, "Ann", "Kim")
    await give(theatre, "Ann", ROSE)
    await give(theatre, "Ann", PERFUME)
    shown = await opened(theatre)
    await give(theatre, "Kim", LION)
    shown = await theatre.press("Bea", shown, "Thank for all 2")
    assert labels(shown.reply)[0] == "Thank Kim"
    assert "1 thank-you waits" in shown.reply.text


async def test_all_that_was_shown_is_thanked_for_although_the_newest_was_answered_meanwhile(
    theatre: Theatre,
) -> None:
    _, _, perfume = await three_gifts(theatre)
    shown = await opened(theatre)
    await done(theatre, SkipThanks, "Bea", creator=theatre.person("Bea"), combo=perfume)
    shown = await theatre.press("Bea", shown, "Thank for all 3")
    assert "Thanked them all" in shown.reply.text
    assert any("thanks **2 people** for 2 gifts" in text for text in await texts(theatre))


async def test_the_names_that_have_no_room_stand_in_a_file(tmp_path: Path) -> None:
    async with open_theatre(tmp_path) as theatre, theatre.bot_running():
        crowd = [f"A very long name of fan {number}" for number in range(120)]
        for number, name in enumerate(crowd):
            await _give_as_stranger(theatre, 9_000 + number, name)
        shown = await theatre.press("Bea", await opened(theatre), "Thank for all 120")
        await theatre.press("Bea", shown, "Thank them all")
        (summary,) = [it for it in await theatre.announced() if "thanks **120" in it.text]
        (file,) = summary.attachments
        bea = await theatre.stage.person("Bea")
        rows = (await bea.download(file)).decode().split("\n")
        shown_lines = summary.text.count("🧴×1")
        assert f"and {len(rows)} more in the file" in summary.text
        assert shown_lines + len(rows) == 120
        assert rows[-1].startswith("A very long name of… → Bea: Perfume ×1")


async def _give_as_stranger(theatre: Theatre, user_id: int, name: str) -> None:
    person = Person(user_id, name)
    for request in (
        AdjustBalance(
            guild=theatre.guild,
            key=f"coins {user_id}",
            actor=theatre.person("Max"),
            member=person,
            currency=Currency.COINS,
            amount=100,
            reason="to give",
        ),
        SendGift(
            guild=theatre.guild,
            key=f"gift {user_id}",
            actor=person,
            to=theatre.person("Bea"),
            item=PERFUME,
            channel=theatre.channel_id("gifts"),
        ),
    ):
        assert isinstance(await theatre.house.writer.submit(request), Accepted)


# Showing again.


async def test_replay_shows_the_last_one_once_more_marked_as_that(theatre: Theatre) -> None:
    await three_gifts(theatre)
    await theatre.announced()
    shown = await theatre.press("Bea", await opened(theatre), "Thank Kim")
    assert replay_of(shown.reply) == "Replay Lion · Kim"
    shown = await theatre.press("Bea", shown, "Replay Lion · Kim")
    assert "🔁 **Kim**'s Lion is on again" in shown.reply.text
    assert labels(shown.reply)[0] == "Thank Lee"
    *_, replay = await theatre.announced()
    assert replay.text.startswith("🔁 Replay\n🦁 **Kim** `Lv 21` sends **Bea** a Lion")
    assert labels(replay) == ["Send a gift"]


async def test_a_replay_celebrates_no_level_once_more(theatre: Theatre) -> None:
    await rich(theatre, "Ann")
    await give(theatre, "Ann", ROSE)
    perfume = await give(theatre, "Ann", PERFUME)
    assert any("⬆️" in text for text in await texts(theatre))
    await theatre.use("Bea", "/live replay", gift=f"#{perfume}")
    replay = (await texts(theatre))[-1]
    assert replay.startswith("🔁 Replay\n🧴")
    assert "⬆️" not in replay


async def test_any_gift_of_a_combo_names_it_for_a_replay(theatre: Theatre) -> None:
    await rich(theatre, "Ann")
    await give(theatre, "Ann", ROSE)
    second = await give(theatre, "Ann", ROSE)
    await theatre.announced()
    said = await theatre.use("Bea", "/live replay", gift=f"#{second}")
    assert said.reply.text == "🔁 **Ann**'s Rose is on again."
    *_, replay = await theatre.announced()
    assert "🌹 ×2 **Ann** `Lv 2` → **Bea** · Rose combo" in replay.text


@pytest.mark.parametrize(
    ("gift_number", "answer"),
    [("rose", "Gifts are named by numbers"), ("#999", "`#999` is not a gift of this server")],
)
async def test_what_is_no_gift_is_not_shown_again(
    theatre: Theatre, gift_number: str, answer: str
) -> None:
    said = await theatre.use("Bea", "/live replay", gift=gift_number)
    assert said.reply.text.startswith(answer)


async def test_a_gift_that_was_taken_back_is_not_shown_again(theatre: Theatre) -> None:
    number = await gift(theatre)
    await reverse(theatre, f"#{number}")
    said = await theatre.use("Bea", "/live replay", gift=f"#{number}")
    assert "is not a gift of this server" in said.reply.text
    assert labels((await opened(theatre)).reply) == ["Refresh", "Pause"]


async def test_somebody_elses_gift_is_not_shown_again(theatre: Theatre) -> None:
    number = await gift(theatre)
    said = await theatre.use("Kim", "/live replay", gift=f"#{number}")
    assert "Only the creator and their helpers" in said.reply.text
    assert len(await theatre.announced()) == 1


async def test_the_gifts_one_was_given_are_suggested_for_a_replay(theatre: Theatre) -> None:
    rose, lion, perfume = await three_gifts(theatre)
    await give(theatre, "Ann", ROSE, to="Cleo")
    await reverse(theatre, f"#{perfume}")
    bea = await theatre.stage.person("Bea")
    suggested = await bea.suggestions("/live replay", focused="gift", channel="gifts")
    assert [value for _, value in suggested] == [f"#{lion}", f"#{rose}"]
    named = await bea.suggestions("/live replay", focused="gift", text="rose", channel="gifts")
    assert [value for _, value in named] == [f"#{rose}"]


# The end of a show.


async def test_the_end_of_a_show_offers_what_is_unthanked(theatre: Theatre) -> None:
    await rich(theatre, "Ann", "Kim")
    await theatre.use("Bea", "/live start")
    await give(theatre, "Ann", ROSE)
    await give(theatre, "Kim", LION)
    ended = await theatre.use("Bea", "/live end")
    assert "💛 2 thank-yous still to say." in ended.reply.text
    assert labels(ended.reply) == ["Open queue", "Thank for all 2"]
    queue = await theatre.press("Bea", ended, "Open queue")
    assert queue.reply.ephemeral
    assert queue.reply.id != ended.reply.id
    assert labels(queue.reply)[0] == "Thank Kim"
    told = await theatre.press("Bea", ended, "Thank for all 2")
    assert "Thanked them all" in told.reply.text


async def test_a_gift_in_a_show_is_thanked_for_in_the_shows_channel(theatre: Theatre) -> None:
    await rich(theatre, "Ann")
    await start_show(theatre)
    await give(theatre, "Ann", ROSE)
    await give(theatre, "Ann", PERFUME)
    await theatre.press("Bea", await opened(theatre), "Thank for all 2")
    said = " ".join(await texts(theatre, "show-bea"))
    assert "💛 **Bea** thanks **Ann** for 2 gifts" in said
    await end_show(theatre)


# What is counted: one thank-you is for a whole combo, and gifts are gifts.


async def test_thank_yous_and_gifts_are_told_apart_wherever_they_are_counted(
    theatre: Theatre,
) -> None:
    await rich(theatre, "Ann", "Kim")
    await theatre.use("Bea", "/live start")
    for _ in range(3):
        await give(theatre, "Ann", ROSE)
    await give(theatre, "Kim", PERFUME)
    shown = await opened(theatre)
    assert "-# 2 thank-yous wait (4 gifts) · as of" in shown.reply.text
    ended = await theatre.use("Bea", "/live end")
    assert "💛 2 thank-yous still to say." in ended.reply.text
    await theatre.press("Bea", shown, "Thank for all 2")
    said = " ".join(await texts(theatre))
    assert "💛 **Bea** thanks **2 people** for 4 gifts · 23 coins" in said


async def test_thank_yous_and_gifts_are_told_apart_in_german_too(theatre: Theatre) -> None:
    await set_up(theatre, language="de")
    theatre.sandbox.world.user("Bea").locale = "de"
    await rich(theatre, "Ann", "Kim")
    await theatre.use("Bea", "/live start")
    for _ in range(3):
        await give(theatre, "Ann", ROSE)
    await give(theatre, "Kim", PERFUME)
    shown = await opened(theatre)
    assert "-# 2 Dankeschöns warten (4 Geschenke) · Stand" in shown.reply.text
    ended = await theatre.use("Bea", "/live end")
    assert "💛 2 Dankeschöns stehen noch aus." in ended.reply.text
    await theatre.press("Bea", shown, "Für alle 2 danken")
    said = " ".join(await texts(theatre))
    assert "💛 **Bea** dankt **2 Leuten** für 4 Geschenke · 23 Münzen" in said


async def test_the_question_before_many_are_thanked_counts_both(theatre: Theatre) -> None:
    await many_gifts(theatre, 30)
    await give(theatre, "Lee", ROSE)
    asked = await theatre.press("Bea", await opened(theatre), "Thank for all 30")
    question = "**Thank for all 30 at once?** One message names everybody: 31 gifts, "
    assert asked.reply.text.startswith(question)


async def test_thanking_for_all_marks_the_newest_message_that_all_still_see(
    theatre: Theatre,
) -> None:
    await rich(theatre, "Ann", "Kim")
    await give(theatre, "Ann", ROSE)
    await theatre.announced()
    await give(theatre, "Kim", PERFUME)
    await theatre.announced()
    await theatre.press("Bea", await opened(theatre), "Thank for all 2")
    rose, perfume, summary = await texts(theatre)
    assert "💛" not in rose
    assert perfume.endswith("💛 **Bea** thanks **Kim**.")
    assert "thanks **2 people** for 2 gifts" in summary


# As often as a channel bears.


async def test_a_creator_has_three_gifts_a_minute_shown_again_whoever_asks(
    theatre: Theatre,
) -> None:
    _, lion, _ = await three_gifts(theatre)
    await deputise(theatre, "Cleo")
    shown = await opened(theatre, "Cleo", creator=theatre.id_of("Bea"))
    await theatre.press("Cleo", shown, replay_of(shown.reply))
    for _ in range(2):
        await theatre.use("Bea", "/live replay", gift=f"#{lion}")
    replays = sum("🔁" in text for text in await texts(theatre))
    assert replays == 3
    refused = await theatre.use("Bea", "/live replay", gift=f"#{lion}")
    assert refused.reply.text.startswith(
        "3 replays a minute are as many as there can be. Nothing was shown: the next one can go "
        "out <t:"
    )
    shown = await theatre.press("Cleo", shown, replay_of(shown.reply))
    assert "3 replays a minute" in shown.reply.text
    assert labels(shown.reply)[0] == "Thank Kim"
    theatre.clock.advance(60)
    await theatre.use("Bea", "/live replay", gift=f"#{lion}")
    assert sum("🔁" in text for text in await texts(theatre)) == 4
