"""Who owes something that is worth money: no cash-out before it is paid, and how it is paid."""

from bot.ledger.money import Currency, Purse
from bot.ledger.requests.fairness import ForceReversal
from tests.commands.cashing_out import (
    ASK,
    DIAMOND,
    ask,
    buy_at_discord,
    decide,
    diamonds_of,
    done,
    open_cashout,
    owe_coins,
    recounted,
    state_of,
    take_purchase_back,
)
from tests.commands.moderators import account, fill, gift
from tests.commands.test_wallet import labels
from tests.theatre import Theatre

OWES = (
    "You owe 65 coins for a gift or purchase that was taken back, and that comes before a "
    "cash-out. Nothing set aside: turn 65 💎 into coins with `/diamonds convert`, and it is paid."
)


async def convert(theatre: Theatre, diamonds: int) -> str:
    """Have Bea convert some of her diamonds; what she reads."""
    asked = await theatre.use("Bea", "/diamonds convert", amount=str(diamonds))
    return (await theatre.press("Bea", asked, labels(asked)[0])).reply.text


async def test_who_owes_coins_pays_them_with_diamonds_before_any_cash_out(
    theatre: Theatre,
) -> None:
    await open_cashout(theatre)
    shown = await theatre.use("Bea", "/diamonds cashout", amount="5000")
    await owe_coins(theatre)
    told = await theatre.press("Bea", shown, ASK)
    assert told.reply.text.endswith(OWES)
    for options in ({}, {"amount": "5000"}):
        refused = await theatre.use("Bea", "/diamonds cashout", **options)
        assert (refused.reply.text, labels(refused)) == (OWES, [])
    assert await diamonds_of(theatre) == 60_000
    said = await convert(theatre, 65)
    assert "**65** 💎 became **65 coins**. 65 of them paid what you owed." in said
    assert "You now have 0 coins and 59,935 💎." in said
    assert (await account(theatre, "Bea")).owed == Purse()
    # What was refused stays refused: that question was about another moment.
    assert (await theatre.press("Bea", shown, ASK)).reply.text.endswith(OWES)
    await ask(theatre)
    assert await diamonds_of(theatre) == 54_935
    assert await recounted(theatre)


async def test_with_too_few_diamonds_it_says_what_else_pays(theatre: Theatre) -> None:
    await open_cashout(theatre, 10)
    await theatre.grant("Bea", 500 * DIAMOND, Currency.BONUS_DIAMONDS)
    await owe_coins(theatre)
    refused = await theatre.use("Bea", "/diamonds cashout")
    assert "Nothing set aside: coins you buy pay it first, and so do 💎 you convert; bonus" in (
        refused.reply.text
    )
    # Bonus diamonds become coins first, and those coins pay nothing of it.
    assert "paid" not in await convert(theatre, 500)
    assert (await account(theatre, "Bea")).owed.coins == 65
    assert "10 of them paid what you owed" in await convert(theatre, 10)
    await theatre.grant("Bea", 60)
    view = await account(theatre, "Bea")
    assert (view.owed, view.purse.coins) == (Purse(), 5)


async def test_the_diamonds_to_convert_are_told_with_the_bonus_ones_that_go_first(
    theatre: Theatre,
) -> None:
    await open_cashout(theatre)
    await theatre.grant("Bea", 20 * DIAMOND, Currency.BONUS_DIAMONDS)
    await owe_coins(theatre)
    refused = await theatre.use("Bea", "/diamonds cashout", amount="5000")
    assert "turn 85 💎 into coins" in refused.reply.text
    assert "65 of them paid what you owed" in await convert(theatre, 85)
    await ask(theatre)


async def test_a_debt_between_approval_and_payment_stops_the_payment(theatre: Theatre) -> None:
    await open_cashout(theatre)
    number = await ask(theatre)
    approved = await decide(theatre, "Max", "Approve")
    # One moderator has the form open already, another comes later.
    form = (await theatre.press("Max", approved, "Mark as paid")).modal
    listed = await theatre.use("Olive", "/mod payouts")
    await owe_coins(theatre)
    late = await fill(theatre, "Max", form, reason="PP-1")
    said = (
        "Its creator owes 65 coins, and that comes first. Nothing changed: wait until that is "
        "paid, or reject it, and the 💎 that come back can be converted to pay it."
    )
    assert late.updated
    assert said in late.reply.text
    pressed = await decide(theatre, "Olive", "Mark as paid", listed)
    assert not pressed.has_modal
    assert said in pressed.reply.text
    assert await state_of(theatre, number) == "approved"
    await convert(theatre, 65)
    paid = await decide(theatre, "Olive", "Mark as paid", reason="PP-2")
    assert f"Entered `#{number}` as paid" in paid.reply.text
    assert await recounted(theatre)


async def test_what_is_rejected_for_a_debt_can_pay_it(theatre: Theatre) -> None:
    await open_cashout(theatre, 5_000)
    await ask(theatre)
    listed = await theatre.use("Max", "/mod payouts")
    await owe_coins(theatre)
    refused = await decide(theatre, "Max", "Approve", listed)
    assert "Its creator owes 65 coins" in refused.reply.text
    await decide(theatre, "Max", "Reject", reason="a debt first")
    assert "65 of them paid what you owed" in await convert(theatre, 65)
    assert await diamonds_of(theatre) == 4_935


async def test_what_was_given_away_and_is_owed_bars_nobody(theatre: Theatre) -> None:
    await open_cashout(theatre)
    await buy_at_discord(theatre, bonus=7)
    await theatre.grant("Bea", -7, Currency.BONUS_COINS)
    await take_purchase_back(theatre)
    assert (await account(theatre, "Bea")).owed == Purse(bonus_coins=7)
    number = await ask(theatre)
    await decide(theatre, "Max", "Approve")
    paid = await decide(theatre, "Max", "Mark as paid", reason="PP")
    assert f"Entered `#{number}` as paid" in paid.reply.text


async def owe_diamonds(theatre: Theatre) -> None:
    """Have Bea owe the 10 diamonds of a gift that she converted, and two moderators took back."""
    await theatre.grant("Ann", 200)
    seq = await gift(theatre, what="Perfume")
    await convert(theatre, 10)
    for who in ("Max", "Olive"):
        asking = ForceReversal(
            guild=theatre.guild,
            key=f"by {who}",
            actor=theatre.person(who),
            seq=seq,
            reason="stolen card",
        )
        await done(theatre, asking)


async def test_who_owes_diamonds_is_told_so_and_not_that_they_have_none(theatre: Theatre) -> None:
    await open_cashout(theatre, 2_000, welcome_coins=0)
    number = await ask(theatre, 2_000)
    listed = await theatre.use("Max", "/mod payouts")
    await owe_diamonds(theatre)
    refused = await theatre.use("Bea", "/diamonds cashout")
    assert "You owe 10 💎 for a gift or purchase that was taken back" in refused.reply.text
    assert "Nothing set aside: 💎 from your next gifts pay it first" in refused.reply.text
    stopped = await decide(theatre, "Max", "Approve", listed)
    assert "owes 10 💎, and that comes first. Nothing changed: reject it, and what comes back" in (
        stopped.reply.text
    )
    await decide(theatre, "Max", "Reject", reason="a debt first")
    assert await state_of(theatre, number) == "rejected"
    assert await diamonds_of(theatre) == 1_990
    assert await recounted(theatre)


async def test_german_readers_are_told_of_debts_in_german(theatre: Theatre) -> None:
    await open_cashout(theatre)
    await ask(theatre)
    for name in ("Bea", "Max"):
        theatre.sandbox.world.user(name).locale = "de"
    listed = await theatre.use("Max", "/mod payouts")
    await owe_coins(theatre)
    refused = await theatre.use("Bea", "/diamonds cashout")
    assert refused.reply.text.endswith(
        "Du schuldest 65 Münzen aus einem Geschenk oder Kauf, der zurückgenommen wurde. Diese "
        "Schuld geht jeder Auszahlung vor. Nichts zurückgelegt: Tausche 65 💎 mit `/diamonds "
        "convert` in Münzen, dann ist sie beglichen."
    )
    stopped = await decide(theatre, "Max", "Genehmigen", listed)
    assert "Dieses Konto schuldet 65 Münzen, und das geht vor. Nichts geändert: Warte" in (
        stopped.reply.text
    )
    assert "65 davon beglichen deine Schuld." in await convert(theatre, 65)
