"""Why nothing was bought, credited or put on the list, as people read it."""

from pathlib import Path

from bot.controls.shop import ConfirmInList
from bot.ledger.money import MOST_BALANCE, Purse
from bot.ledger.requests.shop import MOST_OFFERED, MOST_PACK_COINS
from tests.commands.moderators import fill, force, force_press, set_up
from tests.commands.shopping import (
    ASK,
    CONFIRM,
    DECLINE,
    asked_about,
    change_books,
    decide,
    edit_pack,
    ordered,
    purse_of,
)
from tests.commands.test_discord_sales import CONSUME, buy, consumed, looked_at_again, sell
from tests.theatre import Theatre, open_theatre
from tests.waiting import until


async def test_a_question_that_stands_when_discord_begins_to_sell_is_refused(
    theatre: Theatre,
) -> None:
    asked = await asked_about(theatre, "Ann")
    await set_up(theatre, shop="discord")
    refused = await theatre.press("Ann", asked, ASK)
    assert refused.reply.text.startswith("Discord sells the coins here now. Nothing was asked for")
    theatre.sandbox.world.user("Ann").locale = "de"
    refused = await theatre.press("Ann", asked, ASK)
    assert refused.reply.text.startswith("Die Münzen verkauft hier jetzt Discord.")


async def test_what_is_no_purchase_cannot_be_decided_about(theatre: Theatre) -> None:
    await ordered(theatre)
    listed = await theatre.use("Max", "/mod purchases")
    forged = ConfirmInList(theatre.id_of("Max"), 999, 0)
    refused = await force_press(theatre, "Max", listed.reply, forged)
    assert "No purchase stands under `#999`. Nothing was done" in refused.reply.text


async def test_a_purchase_is_declined_only_for_a_reason(theatre: Theatre) -> None:
    await ordered(theatre)
    opened = await decide(theatre, "Max", DECLINE)
    refused = await fill(theatre, "Max", opened.modal, reason=" \n ")
    assert "A reason is needed, for the member will read it." in refused.reply.text
    listed = await theatre.use("Max", "/mod purchases")
    assert listed.reply.text.startswith("**1 purchase waits**")


async def test_a_wallet_that_is_full_takes_no_pack_until_there_is_room(tmp_path: Path) -> None:
    filled = "UPDATE account SET balance = ? WHERE kind = 'wallet' AND currency = 'coins'"
    async with open_theatre(tmp_path) as theatre:
        async with theatre.bot_running():
            sku = await sell(theatre)
            await set_up(theatre, shop="moderator")
            await ordered(theatre)
            await theatre.grant("Ann", 1)
        change_books(tmp_path, filled, MOST_BALANCE)
        async with theatre.bot_running():
            refused = await decide(theatre, "Max", CONFIRM)
            assert "That wallet can't hold any more. Nothing was moved." in refused.reply.text
            await set_up(theatre, shop="discord")
            await theatre.use("Ann", "/shop show")
            bought = await buy(theatre, "Ann", sku)
            claimed = await theatre.use("Ann", "/shop claim")
            assert "That wallet can't hold any more." in claimed.reply.text
        change_books(tmp_path, filled, 1)
        async with theatre.bot_running():
            await consumed(theatre, "Ann", bought)
            confirmed = await decide(theatre, "Max", CONFIRM)
            assert confirmed.reply.text.startswith("Done!")
            assert await purse_of(theatre, "Ann") == Purse(1 + 330 + 65)


async def test_who_claims_what_was_credited_already_reads_so(theatre: Theatre) -> None:
    sku = await sell(theatre)
    await theatre.use("Ann", "/shop show")
    fault = theatre.sandbox.faults.reset(CONSUME, "POST", times=None)
    bought = await buy(theatre, "Ann", sku)
    await until(lambda: fault.struck > 0)
    again = await theatre.use("Ann", "/shop claim")
    assert "Those coins were credited before. Nothing was done" in again.reply.text
    theatre.sandbox.world.user("Ann").locale = "de"
    again = await theatre.use("Ann", "/shop claim")
    assert "Diese Münzen wurden schon gutgeschrieben." in again.reply.text
    theatre.sandbox.faults.remove(fault)
    await looked_at_again(theatre, bought.id)
    assert await purse_of(theatre, "Ann") == Purse(330)


async def test_a_pack_holds_what_packs_hold_and_there_are_only_so_many(theatre: Theatre) -> None:
    price = {"price": "1.00"}
    for options, said in (
        ({"coins": 0}, "a pack holds 1 to 1,000,000,000 coins."),
        ({"coins": MOST_PACK_COINS + 1}, "a pack holds 1 to 1,000,000,000 coins."),
        ({"coins": 5, "bonus": MOST_PACK_COINS + 1}, "a bonus is 0 to 1,000,000,000 coins."),
        ({"coins": 5, "bonus": -1}, "a bonus is 0 to 1,000,000,000 coins."),
        ({"coins": 5, "price": "99999999999.99"}, "a pack costs something, up to $10,000,000,000"),
    ):
        refused = await force(theatre, "Max", "/setup pack add", **{**price, **options})
        assert f"Nothing changed: {said}" in refused.reply.text, options
    for number in range(MOST_OFFERED - 6):
        await edit_pack(theatre, f"more {number}", coins=1_000 + number, price=1)
    refused = await theatre.use("Max", "/setup pack add", coins=5, **price)
    assert "25 packs are on offer, and that's as many as fit." in refused.reply.text
    refused = await theatre.use("Max", "/setup pack edit", pack="65", sku="1" * 19)
    assert "Discord sells nothing of this bot's under that id." in refused.reply.text


async def test_skus_are_suggested_with_the_pack_that_each_is_sold_as(theatre: Theatre) -> None:
    sku = await sell(theatre, bonus_coins=30)
    other = theatre.sandbox.sell("Many coins", 99)
    theatre.sandbox.sell("A badge", 199, kind=2)
    max_ = await theatre.stage.person("Max")

    async def suggested(typed: str = "") -> list[tuple[str, object]]:
        found = await max_.suggestions("/setup pack edit", focused="sku", text=typed)
        return [(name, value) for name, value in found]

    refused = theatre.sandbox.faults.reset("/applications/*/skus", "GET", times=None)
    assert await suggested() == []
    theatre.sandbox.faults.remove(refused)
    assert await suggested() == [
        ("330 coins → 330 coins + 30 bonus", str(sku.id)),
        ("Many coins", str(other.id)),
    ]
    # For a minute, Discord is not asked again; what was mapped meanwhile shows at once.
    theatre.sandbox.faults.reset("/applications/*/skus", "GET", times=None)
    await edit_pack(theatre, "many", pack=1, sku=other.id)
    assert await suggested("many") == [("Many coins → 65 coins", str(other.id))]
