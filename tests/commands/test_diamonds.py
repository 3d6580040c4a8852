"""Diamonds through Discord: what they are worth, and how they become coins."""

import asyncio
from pathlib import Path

import pytest

from bot.ledger.money import Currency, Purse
from bot.ledger.requests import FreezeMember
from bot.storage.statements import wallet
from tests.commands.moderators import set_up
from tests.commands.test_wallet import done, labels
from tests.theatre import Theatre, forge_press, open_theatre

DIAMOND = 10_000


async def earn(theatre: Theatre, who: str, units: int, bonus_units: int = 0) -> None:
    """Give somebody diamonds without a gift."""
    for amount, currency in ((units, Currency.DIAMONDS), (bonus_units, Currency.BONUS_DIAMONDS)):
        if amount:
            await theatre.grant(who, amount, currency)


async def purse_of(theatre: Theatre, who: str) -> Purse:
    """What somebody holds."""
    return (await wallet(theatre.house.reader, theatre.guild, theatre.id_of(who))).purse


async def say_of(theatre: Theatre, who: str, command: str, **options: str) -> str:
    """What somebody is answered in private."""
    shown = await theatre.use(who, command, **options)
    assert shown.reply.ephemeral
    return shown.reply.text


async def test_without_diamonds_it_tells_how_they_come(theatre: Theatre) -> None:
    for command in ("/diamonds show", "/diamonds convert"):
        assert await say_of(theatre, "Bea", command) == (
            "No 💎 yet: gifts you receive earn you 50 % of their coins as 💎."
        )
    await set_up(theatre, share=0)
    assert "gifts earn none on this server" in await say_of(theatre, "Bea", "/diamonds show")


async def test_it_shows_diamonds_the_rate_and_what_they_would_give(theatre: Theatre) -> None:
    await earn(theatre, "Bea", 105_000, 20_000)
    shown = await theatre.use("Bea", "/diamonds show")
    assert "You have **12.5** 💎 (2 bonus)." in shown.reply.text
    assert (
        "1 💎 = 1 coin, so they'd give **12 coins** (2 bonus). 0.5 💎 would stay."
        in shown.reply.text
    )
    assert "Bonus 💎 come from gifts paid with bonus coins" in shown.reply.text
    asked = await theatre.press("Bea", shown, "Convert for 12 coins")
    assert asked.updated
    assert "Convert **12** 💎 (2 bonus) into **12 coins** (2 bonus)?" in asked.reply.text


async def test_another_rate_is_shown_and_used(theatre: Theatre) -> None:
    await set_up(theatre, conversion_rate=15_000)
    await earn(theatre, "Bea", 3 * DIAMOND)
    shown = await say_of(theatre, "Bea", "/diamonds show")
    assert "1 💎 = 1.5 coins, so they'd give **4 coins**. 0.3333 💎 would stay." in shown
    asked = await theatre.use("Bea", "/diamonds convert")
    assert "Convert **2.6667** 💎 into **4 coins**?" in asked.reply.text
    await theatre.press("Bea", asked, "Convert for 4 coins")
    assert await purse_of(theatre, "Bea") == Purse(coins=4, diamonds=3_333)


async def test_diamonds_worth_no_coin_yet_offer_no_button(theatre: Theatre) -> None:
    await earn(theatre, "Bea", 5_000)
    shown = await theatre.use("Bea", "/diamonds show")
    assert "1 💎 = 1 coin, so they don't make a coin yet." in shown.reply.text
    assert labels(shown) == []


async def test_a_conversion_takes_and_gives_exactly_what_was_asked_about(theatre: Theatre) -> None:
    await earn(theatre, "Bea", 105_000, 25_000)
    asked = await theatre.use("Bea", "/diamonds convert")
    assert asked.reply.text.endswith(
        "Convert **12** 💎 (2 bonus) into **12 coins** (2 bonus)?\n1 💎 = 1 coin. You keep 1 💎."
    )
    assert await purse_of(theatre, "Bea") == Purse(diamonds=105_000, bonus_diamonds=25_000)
    converted = await theatre.press("Bea", asked, "Convert for 12 coins")
    assert converted.updated
    assert converted.reply.text == (
        "Done! **12** 💎 (2 bonus) became **12 coins** (2 bonus). You now have 12 coins and 1 💎.\n"
        "-# `#3`"
    )
    assert await purse_of(theatre, "Bea") == Purse(10, 2, 5_000, 5_000)
    history = await theatre.press("Bea", converted, "History")
    assert "converted at" in history.reply.text


@pytest.mark.parametrize(("amount", "coins"), [("3", 3), ("2.9", 2), ("2,75", 2), (" 1.0 ", 1)])
async def test_a_part_can_be_converted(theatre: Theatre, amount: str, coins: int) -> None:
    await earn(theatre, "Bea", 10 * DIAMOND)
    asked = await theatre.use("Bea", "/diamonds convert", amount=amount)
    await theatre.press("Bea", asked, asked.reply.buttons[0].label)
    expected = Purse(coins=coins, diamonds=(10 - coins) * DIAMOND)
    assert await purse_of(theatre, "Bea") == expected


@pytest.mark.parametrize(
    "amount", ["lots", "-1", "1e3", "٣", "1.00001", "1 000", "0x10", ".5", "1.", "½", "all", "  "]
)
async def test_an_amount_that_is_none_converts_nothing(theatre: Theatre, amount: str) -> None:
    await earn(theatre, "Bea", 10 * DIAMOND)
    refused = await theatre.use("Bea", "/diamonds convert", amount=amount)
    assert "I couldn't read that amount. Nothing converted" in refused.reply.text
    assert labels(refused) == []


async def test_more_than_there_is_is_refused(theatre: Theatre) -> None:
    await earn(theatre, "Bea", 125_000)
    refused = await theatre.use("Bea", "/diamonds convert", amount="99")
    said = "You have 12.5 💎, 99 💎 is more than that. Nothing converted: leave the amount out"
    assert said in refused.reply.text
    assert labels(refused) == []


@pytest.mark.parametrize("amount", ["0", "0.5", "0.9999"])
async def test_less_than_a_coin_is_refused(theatre: Theatre, amount: str) -> None:
    await earn(theatre, "Bea", 10 * DIAMOND)
    refused = await say_of(theatre, "Bea", "/diamonds convert", amount=amount)
    assert f"{amount} 💎 is less than one coin. Nothing converted" in refused


async def test_two_parts_that_make_a_coin_only_together_are_refused(theatre: Theatre) -> None:
    await earn(theatre, "Bea", 7_000, 8_000)
    refused = await say_of(theatre, "Bea", "/diamonds convert")
    assert "1 💎 of one kind makes the first" in refused


async def test_more_than_one_conversion_may_take_is_refused_and_all_is_cut(
    theatre: Theatre,
) -> None:
    for _ in range(11):
        await earn(theatre, "Bea", 10**12)
    refused = await theatre.use("Bea", "/diamonds convert", amount="1000000001")
    assert "One conversion takes up to 1,000,000,000 💎. Nothing converted" in refused.reply.text
    asked = await theatre.use("Bea", "/diamonds convert")
    assert labels(asked)[0] == "Convert for 1,000,000,000 coins"


async def test_a_frozen_member_sees_diamonds_and_converts_none(theatre: Theatre) -> None:
    await earn(theatre, "Bea", 10 * DIAMOND)
    asked = await theatre.use("Bea", "/diamonds convert")
    await done(
        theatre,
        FreezeMember(
            guild=theatre.guild,
            key="freeze",
            actor=theatre.person("Max"),
            member=theatre.person("Bea"),
            reason="a dispute",
        ),
    )
    assert "**10** 💎" in await say_of(theatre, "Bea", "/diamonds show")
    assert "Your account is frozen" in await say_of(theatre, "Bea", "/diamonds convert")
    pressed = await theatre.press("Bea", asked, "Convert for 10 coins")
    assert pressed.reply.ephemeral
    assert "Your account is frozen" in pressed.reply.text
    assert await purse_of(theatre, "Bea") == Purse(diamonds=10 * DIAMOND)


async def test_a_rate_that_changed_meanwhile_converts_nothing(theatre: Theatre) -> None:
    await earn(theatre, "Bea", 10 * DIAMOND)
    asked = await theatre.use("Bea", "/diamonds convert")
    await set_up(theatre, conversion_rate=5_000)
    refused = await theatre.press("Bea", asked, "Convert for 10 coins")
    assert "The rate is now 0.5 coins for 1 💎, not 1. Nothing converted" in refused.reply.text
    assert await purse_of(theatre, "Bea") == Purse(diamonds=10 * DIAMOND)


async def test_diamonds_that_went_meanwhile_convert_nothing(theatre: Theatre) -> None:
    await earn(theatre, "Bea", 10 * DIAMOND)
    asked = await theatre.use("Bea", "/diamonds convert")
    await earn(theatre, "Bea", -6 * DIAMOND)
    refused = await theatre.press("Bea", asked, "Convert for 10 coins")
    assert "You have 4 💎, 10 💎 is more than that." in refused.reply.text


async def test_confirm_pressed_twice_converts_once_and_answers_alike(theatre: Theatre) -> None:
    await earn(theatre, "Bea", 10 * DIAMOND)
    asked = await theatre.use("Bea", "/diamonds convert", amount="4")
    custom_id = asked.reply.buttons[0].custom_id
    bea = await theatre.stage.person("Bea")
    caption = asked.reply.buttons[0].label
    both = await asyncio.gather(bea.press(asked.reply, caption), bea.press(asked.reply, caption))
    for pressed in both:
        await pressed.settled()
    first = asked.reply.text
    assert "Done! **4** 💎 became **4 coins**." in first
    again = await forge_press(theatre, "Bea", asked.reply, custom_id)
    assert again.reply.text == first
    assert await purse_of(theatre, "Bea") == Purse(coins=4, diamonds=6 * DIAMOND)


async def test_a_confirmation_outlives_a_restart(tmp_path: Path) -> None:
    async with open_theatre(tmp_path) as theatre:
        async with theatre.bot_running():
            await earn(theatre, "Bea", 10 * DIAMOND)
            asked = await theatre.use("Bea", "/diamonds convert")
        async with theatre.bot_running():
            await theatre.press("Bea", asked, "Convert for 10 coins")
            assert await purse_of(theatre, "Bea") == Purse(coins=10)


async def test_the_button_of_another_converts_nothing(theatre: Theatre) -> None:
    await earn(theatre, "Bea", 10 * DIAMOND)
    await earn(theatre, "Kim", 10 * DIAMOND)
    asked = await theatre.use("Bea", "/diamonds convert")
    for button in asked.reply.buttons:
        forged = await forge_press(theatre, "Kim", asked.reply, button.custom_id)
        assert "somebody else's" in forged.reply.text
    for name in ("Bea", "Kim"):
        assert await purse_of(theatre, name) == Purse(diamonds=10 * DIAMOND)


async def test_a_key_used_for_something_else_converts_nothing(theatre: Theatre) -> None:
    await earn(theatre, "Bea", 10 * DIAMOND)
    asked = await theatre.use("Bea", "/diamonds convert", amount="4")
    custom_id = asked.reply.buttons[0].custom_id
    assert custom_id
    await theatre.press("Bea", asked, "Convert for 4 coins")
    code, key, owner, _, rate = custom_id.split(":")
    forged = await forge_press(theatre, "Bea", asked.reply, ":".join([code, key, owner, "9", rate]))
    assert "Nothing was done" in forged.reply.text
    assert await purse_of(theatre, "Bea") == Purse(coins=4, diamonds=6 * DIAMOND)


async def test_not_now_converts_nothing(theatre: Theatre) -> None:
    await earn(theatre, "Bea", 10 * DIAMOND)
    asked = await theatre.use("Bea", "/diamonds convert")
    kept = await theatre.press("Bea", asked, "Not now")
    assert kept.updated
    assert kept.reply.text == "Nothing converted: your 💎 stay as they are."
    assert kept.reply.buttons == ()


async def test_what_a_gift_earned_can_be_converted(theatre: Theatre) -> None:
    await theatre.use("Ann", "/gift", gift="Perfume", to=theatre.id_of("Bea"))
    asked = await theatre.use("Bea", "/diamonds convert")
    assert "Convert **10** 💎 (10 bonus) into **10 coins** (10 bonus)?" in asked.reply.text
    await theatre.press("Bea", asked, "Convert for 10 coins")
    assert await purse_of(theatre, "Bea") == Purse(bonus_coins=10)
    assert (await theatre.examine()).ok


async def test_a_conversion_that_cannot_be_written_says_so(theatre: Theatre) -> None:
    await earn(theatre, "Bea", 10 * DIAMOND)
    asked = await theatre.use("Bea", "/diamonds convert")
    keeper = theatre.house.database.keeper
    await keeper.fetch("PRAGMA query_only = ON")
    refused = await theatre.press("Bea", asked, "Convert for 10 coins")
    assert "The books can't be written right now" in refused.reply.text
    await keeper.fetch("PRAGMA query_only = OFF")
    converted = await theatre.press("Bea", asked, "Convert for 10 coins")
    assert "Done!" in converted.reply.text
    assert await purse_of(theatre, "Bea") == Purse(coins=10)


async def test_each_question_is_a_conversion_of_its_own(theatre: Theatre) -> None:
    await earn(theatre, "Bea", 10 * DIAMOND)
    first = await theatre.use("Bea", "/diamonds convert", amount="1")
    second = await theatre.use("Bea", "/diamonds convert", amount="1")
    for asked in (first, second):
        await theatre.press("Bea", asked, "Convert for 1 coin")
    assert await purse_of(theatre, "Bea") == Purse(coins=2, diamonds=8 * DIAMOND)
