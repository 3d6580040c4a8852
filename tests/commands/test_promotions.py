"""Promotions through Discord: codes, who redeems them, guessing, and their end."""

import asyncio
from pathlib import Path
from typing import Any

from bot.controls import read_control
from bot.controls.pots import EndPot
from tests.commands.giving import redeem, time_passes, without_welcome
from tests.commands.moderators import force, force_press, freeze, last_seq, role, set_up
from tests.theatre import Theatre, coins_of, forge_press, open_theatre

LOG = "ovation-log"


async def create(theatre: Theatre, code: str = "Summer 26", **options: Any) -> str:
    """Have Max make a promotion; what he reads."""
    options = {"coins": 50, "uses": 3, **options}
    said = await theatre.use("Max", "/mod promo create", code=code, **options)
    assert said.reply.ephemeral
    return said.reply.text


async def test_a_code_stands_as_it_is_typed_whatever_is_in_it(theatre: Theatre) -> None:
    await without_welcome(theatre)
    told = await create(theatre, "Sea **x** <@1>")
    assert told.startswith("🎟️ `/redeem code:Sea **x** <@1>` gives")
    ticked = await create(theatre, "To`ck_1")
    assert ticked.startswith("🎟️ `/redeem code:To'ck_1` gives")
    assert (await redeem(theatre, "Ann", "To'ck_1")).startswith("🎟️ Code redeemed")


async def test_a_promotion_is_made_redeemed_watched_and_ended(theatre: Theatre) -> None:
    await set_up(theatre, welcome_coins=0, log_channel=theatre.channel_id(LOG))
    assert (await create(theatre)).startswith(
        "🎟️ `/redeem code:Summer 26` gives 50 bonus coins to 3 people, once each, until you end "
        "it. Set aside for it: 150 bonus coins."
    )
    number = await last_seq(theatre)
    told = await redeem(theatre, "Ann", " SUMMER-26 ")
    assert told.startswith("🎟️ Code redeemed: 50 bonus coins for you! You have 50 coins now.")
    told = await redeem(theatre, "Ann", "summer26")
    assert told == (
        f"You redeemed this code already: 50 coins (`#{number + 1}`). "
        "It works once each, so nothing was taken."
    )
    told = await redeem(theatre, "Max", "summer26")
    assert told.startswith("That promotion is yours to give away. Nothing was taken")
    listed = await theatre.use("Max", "/mod promo list")
    assert "**Summer 26** · 50 bonus coins each · by Max" in listed.reply.text
    assert "▰▰▰▱▱▱▱▱▱▱ 1 of 3 · until it is ended" in listed.reply.text
    asked = await theatre.press("Max", listed, "End")
    assert asked.reply.text == (
        f"End promotion **Summer 26** (`#{number}`) now? What is left, 100 coins, goes back; "
        "what was taken stays where it is."
    )
    kept = await theatre.press("Max", asked, "Let it go on")
    assert kept.reply.text == "It goes on. Nothing was changed."
    asked = await theatre.use("Max", "/mod promo end", code="summer-26")
    ended = await theatre.press("Max", asked, "End it now")
    assert ended.reply.text.startswith(
        f"Ended: promotion **Summer 26** (`#{number}`). 1 of 3 people had their share, and 100 "
        "coins went back."
    )
    assert "doesn't work here" in await redeem(theatre, "Lee", "summer26")
    asked = await theatre.use("Max", "/mod promo end", code="summer-26")
    assert asked.reply.text.startswith("No promotion with that code goes on. Nothing was done")
    listed = await theatre.use("Max", "/mod promo list")
    assert "1 of 3 · ended by Max · 100 coins back" in listed.reply.text
    log = [message.text for message in await theatre.announced(LOG)]
    made = "**Max** made a promotion: 50 bonus coins for 3 people, 150 in all."
    assert any(made in text for text in log)
    assert any(f"**Max** ended promotion `#{number}`: 1 of 3 shares taken" in text for text in log)
    assert not any("ummer" in text for text in log)
    audit = await theatre.use("Max", "/mod audit")
    assert "made a promotion" in audit.reply.text
    assert "share of" not in audit.reply.text
    history = await theatre.use("Ann", "/history")
    assert "code redeemed · +50 → 50 coins" in history.reply.text
    lookup = await theatre.use("Max", "/mod lookup", number=str(number + 1))
    assert "**Ann** took a share of promotion" in lookup.reply.text
    assert await coins_of(theatre, "Ann") == 50


async def test_what_cannot_be_made_is_told(theatre: Theatre) -> None:
    await create(theatre)
    number = await last_seq(theatre)
    assert f"Promotion `#{number}` has that code already" in await create(theatre, "summer-26")
    assert "A code has up to 32 characters" in await create(theatre, "a-b")
    told = await create(theatre, "another", coins=1_000_000, uses=10_000)
    assert told.startswith("All shares together are at most 1,000,000,000 coins.")
    assert await last_seq(theatre) == number
    empty = await theatre.use("Max", "/mod drops")
    assert "No drop or chest yet. `/mod drop` makes the first." in empty.reply.text


async def test_a_large_promotion_is_asked_about_once_and_made_once(theatre: Theatre) -> None:
    options: dict[str, Any] = {"code": "big: one", "coins": 1_000, "uses": 200}
    said = await theatre.use("Max", "/mod promo create", **options)
    assert said.reply.text == (
        "Have `/redeem code:big one` give 1,000 bonus coins to 200 people? That makes 200,000 "
        "bonus coins in all: please check the amount."
    )
    number = await last_seq(theatre)
    left = await theatre.press("Max", said, "Not now")
    assert left.reply.text == "No promotion was made."
    assert await last_seq(theatre) == number
    said = await theatre.use("Max", "/mod promo create", **options)
    (button,) = [it for it in said.reply.buttons if it.label == "Make it"]
    theatre.sandbox.faults.duplicate(copies=2)
    made = await theatre.press("Max", said, "Make it")
    assert "Set aside for it: 200,000 bonus coins." in made.reply.text
    await theatre.finished()
    again = await forge_press(theatre, "Max", said.reply, button.custom_id)
    assert f"`#{number + 1}`" in again.reply.text
    assert await last_seq(theatre) == number + 1
    assert "Code redeemed" in await redeem(theatre, "Ann", "big: one")
    taken = await theatre.use("Max", "/mod promo create", **options)
    assert f"Promotion `#{number + 1}` has that code already" in taken.reply.text
    assert not taken.reply.buttons
    control = read_control(button.custom_id or "")
    assert control is not None
    pressed = await force_press(theatre, "Ann", said.reply, control)
    assert "Nothing was done" in pressed.reply.text


async def test_a_code_is_found_however_it_was_read_off_a_stream(theatre: Theatre) -> None:
    await without_welcome(theatre)
    await create(theatre, "LOL-2010", uses=9)
    for who, typed in (
        ("Ann", "lol 2o1o"),
        ("Kim", "LO1-2OIO"),
        ("Lee", "ｌｏｌ２０１０"),
        ("Bea", "🎉lol-2010🎉"),
    ):
        assert "Code redeemed" in await redeem(theatre, who, typed), typed
    told = await create(theatre, "1O1 2o1o")
    assert "has that code already" in told
    assert "A code has up to 32 characters" in await create(theatre, "🎉🎉🎉🎉🎉")
    # Letters of another script are others, however alike they look in some.
    assert "doesn't work here" in await redeem(theatre, "Dana", "ЛОЛ-2010")


async def test_who_ends_what_is_over_reads_by_what_it_ended(theatre: Theatre) -> None:
    await without_welcome(theatre)
    await create(theatre, "only one", uses=1)
    number = await last_seq(theatre)
    asked = await theatre.use("Max", "/mod promo end", code="only one")
    assert "Code redeemed" in await redeem(theatre, "Ann", "only one")
    late = await theatre.press("Max", asked, "End it now")
    over = f"Promotion `#{number}` is over already: the last share was taken with `#{number + 1}`."
    assert late.reply.text == f"{over} Nothing was done."
    listed = await theatre.use("Max", "/mod promo list")
    assert "1 of 1 · over" in listed.reply.text
    theatre.sandbox.world.user("Max").locale = "de"
    late = await theatre.press("Max", asked, "End it now")
    assert late.reply.text.startswith(f"Aktion `#{number}` ist schon vorbei: der letzte Anteil")


async def test_a_moderator_has_twenty_open_at_once(theatre: Theatre) -> None:
    for number in range(20):
        await create(theatre, f"code {number + 10}", coins=1, uses=1)
    told = await create(theatre, "one more")
    assert told.startswith("20 promotions, drops and chests of yours go on, and more can't.")
    said = await theatre.use("Max", "/mod drop", coins=1, people=1)
    assert said.reply.text.startswith("20 promotions, drops and chests of yours go on")


async def test_only_moderators_make_list_and_end_promotions(theatre: Theatre) -> None:
    await create(theatre)
    number = await last_seq(theatre)
    for command, options in (
        ("/mod promo create", {"code": "mine", "coins": 5, "uses": 5}),
        ("/mod promo list", {}),
        ("/mod promo end", {"code": "summer26"}),
        ("/mod drop", {"coins": 5}),
        ("/mod drops", {}),
    ):
        said = await force(theatre, "Ann", command, **options)
        assert said.reply.text.startswith("That's for moderators"), command
    listed = await theatre.use("Max", "/mod promo list")
    forged = EndPot(theatre.id_of("Ann"), number)
    pressed = await force_press(theatre, "Ann", listed.reply, forged)
    assert not pressed.has_reply or pressed.reply.text.startswith("That's for moderators")
    assert await last_seq(theatre) == number


async def test_lists_go_page_by_page(theatre: Theatre) -> None:
    for number in range(9):
        await create(theatre, f"code {number}")
    listed = await theatre.use("Max", "/mod promo list")
    assert [f"code {number}" in listed.reply.text for number in range(9)] == [False] * 2 + [
        True
    ] * 7
    older = await theatre.press("Max", listed, "Older ▶")
    assert "code 1" in older.reply.text
    assert "code 2" not in older.reply.text
    newer = await theatre.press("Max", older, "◀ Newer")
    assert "code 8" in newer.reply.text


async def test_guessing_is_slowed_also_over_a_restart(tmp_path: Path) -> None:
    async with open_theatre(tmp_path) as theatre:
        async with theatre.bot_running():
            await without_welcome(theatre)
            await create(theatre)
            for _ in range(4):
                told = await redeem(theatre, "Kim", "winter26")
                assert told == (
                    "That code doesn't work here: it may be misspelt, used up or over. "
                    "Nothing was taken: check it and try again."
                )
        async with theatre.bot_running():
            assert "The next try works <t:" in await redeem(theatre, "Kim", "winter26")
            assert "this one wasn't looked at" in await redeem(theatre, "Kim", "summer26")
            assert await coins_of(theatre, "Kim") == 0
            # Nobody else is held up by it.
            assert "Code redeemed" in await redeem(theatre, "Lee", "summer26")
            theatre.clock.advance(61)
            assert "Code redeemed" in await redeem(theatre, "Kim", "summer26")


async def test_a_promotion_ends_by_itself_in_time_and_when_it_is_used_up(
    theatre: Theatre,
) -> None:
    await without_welcome(theatre)
    assert "until <t:" in await create(theatre, days=1)
    await create(theatre, "only one", uses=1)
    assert "Code redeemed" in await redeem(theatre, "Ann", "only one")
    await time_passes(theatre, 24 * 60 + 1)
    for code in ("summer26", "only one"):
        assert "doesn't work here" in await redeem(theatre, "Kim", code)
    rows = await theatre.house.reader.fetch("SELECT sum(balance) FROM account WHERE kind = 'hold'")
    assert rows == [(0,)]
    listed = await theatre.use("Max", "/mod promo list")
    assert listed.reply.text.count("over") == 2
    assert (await theatre.examine()).ok


async def test_the_same_code_delivered_twice_or_typed_at_once_is_redeemed_once(
    theatre: Theatre,
) -> None:
    await without_welcome(theatre)
    await create(theatre)
    theatre.sandbox.faults.duplicate(copies=3)
    assert "Code redeemed" in await redeem(theatre, "Ann", "summer26")
    await theatre.finished()
    told = await asyncio.gather(*(redeem(theatre, "Kim", "summer26") for _ in range(5)))
    assert sum("Code redeemed" in text for text in told) == 1
    assert sum("You redeemed this code already" in text for text in told) == 4
    assert [await coins_of(theatre, who) for who in ("Ann", "Kim")] == [50, 50]


async def test_two_moderators_end_a_promotion_once(theatre: Theatre) -> None:
    await create(theatre)
    asked = [await theatre.use(who, "/mod promo end", code="summer26") for who in ("Max", "Olive")]
    pressed = await asyncio.gather(
        *(
            theatre.press(who, question, "End it now")
            for who, question in zip(("Max", "Olive"), asked, strict=True)
        )
    )
    told = sorted(said.reply.text.partition(".")[0] for said in pressed)
    assert told[0].startswith("Ended: promotion")
    assert told[1].startswith("Promotion `#1` is over already: it ended with `#2`")
    rows = await theatre.house.reader.fetch("SELECT count(*) FROM operation WHERE kind = 'pot-end'")
    assert rows == [(1,)]


async def test_who_is_frozen_or_kept_out_redeems_nothing(theatre: Theatre) -> None:
    await without_welcome(theatre)
    await create(theatre)
    await freeze(theatre, "Ann")
    assert "Your account is frozen" in await redeem(theatre, "Ann", "summer26")
    await set_up(theatre, no_receiving=str(role(theatre, "Creator").id), giver_age_days=7)
    told = await redeem(theatre, "Bea", "summer26")
    assert "Nothing" in told
    assert "redeemed" not in told
    assert "redeemed" not in await redeem(theatre, "Newt", "summer26")
    # What was refused for that is no guess.
    rows = await theatre.house.reader.fetch("SELECT count(*) FROM guess")
    assert rows == [(0,)]


async def test_who_redeems_first_thing_is_welcomed_once(theatre: Theatre) -> None:
    await create(theatre)
    wrong = await redeem(theatre, "Ann", "SUMMER-62")
    assert "Welcome" not in wrong
    told = await redeem(theatre, "Ann", "SUMMER-26")
    assert told.startswith(
        "👋 Welcome! 100 coins are yours to give away.\n🎟️ Code redeemed: 50 bonus coins for you! "
        "You have 150 coins now."
    )
    assert await coins_of(theatre, "Ann") == 150
    again = await theatre.use("Ann", "/wallet")
    assert "Welcome" not in again.reply.text
    assert (await theatre.examine()).ok


async def test_a_code_is_redeemed_in_german(theatre: Theatre) -> None:
    await without_welcome(theatre)
    await create(theatre)
    theatre.sandbox.world.user("Ann").locale = "de"
    told = await redeem(theatre, "Ann", "summer26")
    assert told.startswith("🎟️ Code eingelöst: 50 Bonusmünzen für dich! Du hast jetzt 50 Münzen.")
