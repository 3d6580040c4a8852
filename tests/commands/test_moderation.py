"""What moderators and managers do to an account, and who hears of it."""

import pytest

from bot.controls.moderation import AdjustForm
from bot.ledger.money import Currency, Purse
from tests.commands.moderators import (
    account,
    adjust,
    fill,
    force,
    force_form,
    freeze,
    gift,
    last_seq,
    reverse,
    role,
    set_up,
    unfreeze,
    until_told,
)
from tests.theatre import Theatre, coins_of

# Freezing.


async def test_a_frozen_member_neither_sends_nor_converts_until_unfrozen(theatre: Theatre) -> None:
    await theatre.use("Ann", "/wallet")
    said = await freeze(theatre, "Ann")
    assert "**Ann** is frozen: no sending, converting, cashing out or shows until" in said
    sent = await theatre.use("Ann", "/gift", gift="Rose", to=theatre.id_of("Bea"))
    assert "Your account is frozen" in sent.reply.text
    await theatre.grant("Ann", 10_000, Currency.DIAMONDS)
    converted = await theatre.use("Ann", "/diamonds convert")
    assert "Your account is frozen" in converted.reply.text
    assert await coins_of(theatre, "Ann") == 100
    assert "**Ann** can send, convert and go live again" in await unfreeze(theatre, "Ann")
    sent = await theatre.use("Ann", "/gift", gift="Rose", to=theatre.id_of("Bea"))
    assert "Sent!" in sent.reply.text


async def test_who_is_frozen_already_stays_frozen_by_the_first(theatre: Theatre) -> None:
    await freeze(theatre, "Ann")
    assert "frozen already, since `#1`" in await freeze(theatre, "Ann")


async def test_who_is_not_frozen_has_nothing_to_be_lifted(theatre: Theatre) -> None:
    assert "not frozen" in await unfreeze(theatre, "Ann")


async def test_nobody_unfreezes_themselves(theatre: Theatre) -> None:
    await freeze(theatre, "Max", by="Olive")
    assert "in your own favour" in await unfreeze(theatre, "Max")
    assert (await account(theatre, "Max")).frozen_seq == 1


async def test_a_reason_of_blanks_is_none(theatre: Theatre) -> None:
    assert "A reason is needed" in await freeze(theatre, "Ann", reason="   ")


async def test_somebody_who_left_can_still_be_frozen(theatre: Theatre) -> None:
    zoe = theatre.sandbox.world.add_user("Zoe").id
    said = await force(theatre, "Max", "/mod freeze", member=zoe, reason="ran off")
    assert "**Zoe** is frozen" in said.reply.text


# Adjusting.


@pytest.mark.parametrize(
    ("currency", "amount", "purse", "said"),
    [
        ("coins", "+100", Purse(coins=100), "Gave 100 coins to **Ann**. They have 100 coins"),
        ("coins", "7", Purse(coins=7), "Gave 7 coins"),
        ("bonus coins", "+1", Purse(bonus_coins=1), "Gave 1 bonus coin to **Ann**"),
        ("diamonds", "+2.5", Purse(diamonds=25_000), "Gave 2.5 💎 to **Ann**"),
        ("diamonds", "0,5", Purse(diamonds=5_000), "Gave 0.5 💎 to **Ann**"),
    ],
)
async def test_an_adjustment_gives_exactly_what_was_typed(
    theatre: Theatre, currency: str, amount: str, purse: Purse, said: str
) -> None:
    assert said in await adjust(theatre, "Ann", amount, currency)
    assert (await account(theatre, "Ann")).purse == purse
    assert (await theatre.examine()).ok


@pytest.mark.parametrize(
    ("currency", "amount", "purse"),
    [
        ("coins", "-30", Purse(coins=70, diamonds=50_000)),
        ("coins", "−30", Purse(coins=70, diamonds=50_000)),
        ("diamonds", "-2.5", Purse(coins=100, diamonds=25_000)),
    ],
)
async def test_an_adjustment_takes_exactly_what_was_typed(
    theatre: Theatre, currency: str, amount: str, purse: Purse
) -> None:
    await theatre.grant("Ann", 100)
    await theatre.grant("Ann", 50_000, Currency.DIAMONDS)
    assert "Took" in await adjust(theatre, "Ann", amount, currency)
    assert (await account(theatre, "Ann")).purse == purse


@pytest.mark.parametrize(
    ("currency", "amount"),
    [
        ("coins", "2.5"),
        ("bonus coins", "-0,5"),
        ("diamonds", "1,000"),
        ("diamonds", "1.00001"),
        ("coins", "1,000"),
        ("coins", "ten"),
        ("coins", "+-5"),
        ("coins", "++5"),
        ("coins", "5+"),
        ("coins", "1e3"),
        ("coins", "५"),
        ("coins", "0x10"),
    ],
)
async def test_an_amount_is_read_strictly(theatre: Theatre, currency: str, amount: str) -> None:
    assert "Amounts look like `+100`" in await adjust(theatre, "Ann", amount, currency)
    assert (await account(theatre, "Ann")).purse == Purse()


@pytest.mark.parametrize("amount", ["0", "-0", "1000000000001"])
async def test_an_adjustment_moves_something_and_not_everything(
    theatre: Theatre, amount: str
) -> None:
    said = await adjust(theatre, "Ann", amount)
    assert "up to 1,000,000,000,000 coins or 100,000,000 💎" in said


async def test_no_more_is_taken_than_there_is(theatre: Theatre) -> None:
    await theatre.use("Ann", "/wallet")
    said = await adjust(theatre, "Ann", "-50")
    assert "They hold 0 coins, so 50 coins can't be taken" in said
    assert "bonus counts apart" in said
    assert await coins_of(theatre, "Ann") == 100


async def test_nobody_adjusts_in_their_own_favour(theatre: Theatre) -> None:
    assert "in your own favour" in await adjust(theatre, "Max", "+5")
    await theatre.grant("Max", 10)
    said = await adjust(theatre, "Max", "-5")
    assert "Took 5 coins" in said
    assert "told" not in said


async def test_bots_get_nothing(theatre: Theatre) -> None:
    assert "Bots hold no coins" in await adjust(theatre, "Jukebox", "+5")


async def test_a_currency_that_is_none_is_refused(theatre: Theatre) -> None:
    said = await force(
        theatre,
        "Max",
        "/mod adjust",
        member=theatre.id_of("Ann"),
        currency="euros",
        amount="+5",
        reason="a prize",
    )
    assert "Adjust coins, bonus coins or diamonds" in said.reply.text


async def test_the_balance_of_somebody_who_left_stays_as_it_is(theatre: Theatre) -> None:
    zoe = theatre.sandbox.world.add_user("Zoe").id
    said = await force(
        theatre, "Max", "/mod adjust", member=zoe, currency="coins", amount="+5", reason="a prize"
    )
    assert "**Zoe** is not on this server, so their balance stays as it is" in said.reply.text


async def test_a_large_adjustment_is_asked_about_once(theatre: Theatre) -> None:
    await theatre.grant("Ann", 1_000)
    asked = await theatre.use(
        "Max",
        "/mod adjust",
        member=theatre.id_of("Ann"),
        currency="coins",
        amount="100001",
        reason="a prize",
    )
    assert asked.modal.title == "Give 100,001 coins to Ann?"
    assert "**Ann** has 1,000 coins · 0 💎 and would have 101,001 coins" in asked.modal.text
    assert "more than 100,000" in asked.modal.text
    assert await coins_of(theatre, "Ann") == 1_000
    first = await fill(theatre, "Max", asked.modal)
    again = await fill(theatre, "Max", asked.modal)
    assert "Gave 100,001 coins to **Ann**" in first.reply.text
    assert again.reply.text == first.reply.text
    assert await coins_of(theatre, "Ann") == 101_001


async def test_who_leaves_while_it_is_asked_keeps_their_balance(theatre: Theatre) -> None:
    asked = await theatre.use(
        "Max",
        "/mod adjust",
        member=theatre.id_of("Ann"),
        currency="coins",
        amount="100001",
        reason="a prize",
    )
    del theatre.sandbox.world.guild.members[theatre.id_of("Ann")]
    said = await fill(theatre, "Max", asked.modal)
    assert "is not on this server" in said.reply.text
    assert await last_seq(theatre) == 0


async def test_a_form_that_arrives_twice_is_answered_as_at_first_though_the_member_left(
    theatre: Theatre,
) -> None:
    asked = await theatre.use(
        "Max",
        "/mod adjust",
        member=theatre.id_of("Ann"),
        currency="coins",
        amount="100001",
        reason="a prize",
    )
    first = await fill(theatre, "Max", asked.modal)
    assert "Gave 100,001 coins to **Ann**" in first.reply.text
    theatre.sandbox.remove_member(theatre.sandbox.world.guild.members[theatre.id_of("Ann")])
    theatre.clock.advance(61)
    again = await fill(theatre, "Max", asked.modal)
    assert again.reply.text == first.reply.text
    assert await coins_of(theatre, "Ann") == 100_001
    # What somebody else did under this key is not told to whoever names it.
    await set_up(theatre, manager_role=role(theatre, "Creator").id)
    key, owner = asked.interaction_id or 0, theatre.id_of("Cleo")
    form = AdjustForm(key, owner, theatre.id_of("Ann"), "coins", 100_001)
    forged = await force_form(theatre, "Cleo", form)
    assert "is not on this server" in forged.reply.text


async def test_up_to_a_hundred_thousand_nobody_is_asked(theatre: Theatre) -> None:
    assert "Gave 100,000 coins" in await adjust(theatre, "Ann", "100000")


async def test_taking_everything_is_asked_about(theatre: Theatre) -> None:
    await theatre.grant("Ann", 5)
    assert await adjust(theatre, "Ann", "-5") == "Take 5 coins from Ann?"
    assert "Took 4 coins" in await adjust(theatre, "Ann", "-4")


# Who hears of it.


async def test_what_moderators_do_is_posted_to_the_log_with_the_reason(theatre: Theatre) -> None:
    await set_up(theatre, log_channel=theatre.channel_id("ovation-log"))
    seq = await gift(theatre)
    await reverse(theatre, f"#{seq}")
    await freeze(theatre, "Ann")
    await unfreeze(theatre, "Ann")
    await adjust(theatre, "Ann", "+5")
    texts = [message.text for message in await theatre.announced("ovation-log")][1:]
    what = "🌹 Rose from **Ann** to **Bea**: 1 coin back to Ann, 0.5 💎 taken from Bea."
    assert texts == [
        f"`#4` **Max** reversed gift `#{seq}`, {what}\nWhy: “wrong person”",
        "`#5` **Max** froze **Ann**.\nWhy: “a dispute”",
        "`#6` **Max** unfroze **Ann**.\nWhy: “settled”",
        "`#7` **Max** gave 5 coins to **Ann**.\nWhy: “a prize”",
    ]


async def test_the_member_is_told_what_was_done_and_why_once(theatre: Theatre) -> None:
    await gift(theatre)
    await adjust(theatre, "Ann", "+5")
    await freeze(theatre, "Ann")
    first = await theatre.use("Ann", "/wallet")
    assert "Max gave you 5 coins. Why: “a prize” (`#3`)" in first.reply.text
    assert "Max froze your account" in first.reply.text
    assert "Why: “a dispute” (`#4`)" in first.reply.text
    await until_told(theatre, "Ann")
    again = await theatre.use("Ann", "/wallet")
    assert "Max" not in again.reply.text


async def test_an_answer_in_the_place_of_another_tells_it_too(theatre: Theatre) -> None:
    shown = await theatre.use("Ann", "/leaderboard")
    await adjust(theatre, "Ann", "+5")
    turned = await theatre.press("Ann", shown, "Month")
    assert turned.updated
    assert turned.reply.text.startswith("📋 Max gave you 5 coins. Why: “a prize”")


async def test_two_answers_at_once_tell_it_once(theatre: Theatre) -> None:
    await adjust(theatre, "Ann", "+5")
    theatre.sandbox.faults.slow(4.0, "/interactions/*/callback", after_effect=True)
    ann = await theatre.stage.person("Ann")
    both = [await ann.use("/wallet", channel="gifts") for _ in range(2)]
    texts = [(await said.settled()).reply.text for said in both]
    assert sum("Max gave you 5 coins" in text for text in texts) == 1


async def test_both_sides_of_a_reversed_gift_are_told(theatre: Theatre) -> None:
    seq = await gift(theatre, count=4)
    await reverse(theatre, f"#{seq}")
    ann, bea = await theatre.use("Ann", "/wallet"), await theatre.use("Bea", "/wallet")
    assert f"reversed your gift `#{seq}`: 4 coins back. Why: “wrong person”" in ann.reply.text
    assert f"reversed gift `#{seq}`: 2 💎 taken back. Why: “wrong person”" in bea.reply.text


async def test_a_refused_act_tells_nobody(theatre: Theatre) -> None:
    await theatre.use("Ann", "/wallet")
    await adjust(theatre, "Ann", "-5")
    assert "Max" not in (await theatre.use("Ann", "/wallet")).reply.text
