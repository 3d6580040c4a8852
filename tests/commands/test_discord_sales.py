"""Coins that Discord sells: credited once, where they were bought, and taken back when it is."""

from pathlib import Path
from typing import Any

import pytest

from bot.ledger.accounts import Kind
from bot.ledger.money import Purse
from bot.ledger.outcomes.shop import EntitlementKnown
from bot.ledger.requests.marks import MarkShopVisit
from bot.ledger.requests.shop import CreditEntitlement
from bot.sandbox.people.shop import Purchase
from bot.sandbox.service.world import DURABLE, Sku
from tests.commands.moderators import set_up
from tests.commands.shopping import edit_pack, ordered, purse_of, recounted
from tests.commands.test_wallet import labels
from tests.theatre import Theatre, open_theatre
from tests.waiting import until

LOG = "general"
CONSUME = "/applications/*/entitlements/*/consume"
PATIENCE_SECONDS = 60.0
"""How long is waited for what the bot does by itself, on however busy a machine."""


async def sell(theatre: Theatre, pack: int = 2, **more: Any) -> Sku:
    """Have Discord sell a pack here, as a manager would set it up."""
    sku = theatre.sandbox.sell("330 coins", 499)
    await set_up(theatre, shop="discord", welcome_coins=0)
    await edit_pack(theatre, f"sell {sku.id}", pack=pack, sku=sku.id, **more)
    # What was sold before is looked for by now, and what is sold from now on is heard of alone.
    await settled(theatre)
    return sku


async def buy(theatre: Theatre, who: str, sku: Sku, **more: Any) -> Purchase:
    """Have somebody buy, without waiting for what comes of it."""
    return await (await theatre.stage.person(who)).buy(sku.id, **more)


async def consumed(theatre: Theatre, who: str, bought: Purchase) -> None:
    """Wait until a purchase is used up."""
    person = await theatre.stage.person(who)
    await person.follows(bought, lambda it: it.consumed, PATIENCE_SECONDS)


async def settled(theatre: Theatre) -> None:
    """Wait until the bot has nothing to look at any more."""
    assert theatre.bot is not None
    await theatre.bot.storefront.idle()


async def looked_at_again(theatre: Theatre, *entitlements: int) -> None:
    """Have the bot look at purchases, and wait until it has."""
    assert theatre.bot is not None
    for number in entitlements:
        theatre.bot.storefront.look_at(number)
    await settled(theatre)


def is_consumed(theatre: Theatre, entitlement: int) -> bool:
    """Whether a purchase is used up, as Discord knows it."""
    known = theatre.sandbox.world.application.entitlements[entitlement]
    return bool(known["consumed"])


# The good way.


async def test_a_pack_is_connected_bought_credited_consumed_and_told(theatre: Theatre) -> None:
    await set_up(theatre, log_channel=theatre.channel_id(LOG), welcome_coins=0)
    sku = theatre.sandbox.sell("330 coins", 499)
    await theatre.use("Max", "/setup shop", paid="discord")
    done = await theatre.use("Max", "/setup pack edit", pack="330", sku=str(sku.id))
    assert f"✓ Changed: 330 coins for $4.99, SKU `{sku.id}`." in done.reply.text
    shown = await theatre.use("Ann", "/shop show")
    assert "Discord sells these: you pay it the price on its button." in shown.reply.text
    assert "**330 coins** · $4.99" in shown.reply.text
    assert "65 coins**" not in shown.reply.text
    assert [button.sku_id for button in shown.reply.buttons] == [sku.id]
    bought = await buy(theatre, "Ann", sku, on=shown.reply)
    await consumed(theatre, "Ann", bought)
    assert await purse_of(theatre, "Ann") == Purse(330)
    entry = (await theatre.announced(LOG))[-1]
    assert entry.text.endswith("**Ann** bought 330 coins from Discord.")
    told = await theatre.use("Ann", "/history")
    assert "📋 What you bought from Discord is here: 330 coins." in told.reply.text
    assert "bought from Discord · +330 → 330 coins" in told.reply.text
    again = await buy(theatre, "Ann", sku)
    await consumed(theatre, "Ann", again)
    assert await purse_of(theatre, "Ann") == Purse(660)
    assert await recounted(theatre)


async def test_an_event_that_comes_often_and_late_credits_once(theatre: Theatre) -> None:
    sku = await sell(theatre, bonus_coins=30)
    await theatre.use("Ann", "/shop show")
    theatre.sandbox.faults.duplicate("ENTITLEMENT_CREATE", copies=4, delay_seconds=0.5)
    bought = await buy(theatre, "Ann", sku)
    await consumed(theatre, "Ann", bought)
    await looked_at_again(theatre, bought.id, bought.id)
    assert await purse_of(theatre, "Ann") == Purse(330, 30)
    assert await recounted(theatre)


async def test_what_is_bought_is_credited_where_the_shop_was_opened_last(
    theatre: Theatre,
) -> None:
    sku = await sell(theatre)
    other = theatre.sandbox.add_guild("Elsewhere", theatre.sandbox.world.user("Ann"))
    ann = theatre.person("Ann")
    await theatre.house.writer.mark(MarkShopVisit(guild=other.id, person=ann))
    theatre.clock.advance(1)
    await theatre.use("Ann", "/shop show")
    bought = await buy(theatre, "Ann", sku)
    await consumed(theatre, "Ann", bought)
    assert await purse_of(theatre, "Ann") == Purse(330)
    outcome = await theatre.house.writer.submit(
        CreditEntitlement(guild=other.id, key="again", actor=ann, entitlement=bought.id, sku=sku.id)
    )
    assert outcome == EntitlementKnown(entitlement=bought.id)


# What waits to be claimed.


async def test_what_was_bought_without_a_look_at_the_shop_waits_to_be_claimed(
    theatre: Theatre,
) -> None:
    sku = await sell(theatre)
    nothing = await theatre.use("Ann", "/shop claim")
    assert nothing.reply.text.startswith("Nothing of yours waits at Discord.")
    bought = await buy(theatre, "Ann", sku)
    await looked_at_again(theatre, bought.id)
    assert not is_consumed(theatre, bought.id)
    purse = await theatre.use("Ann", "/wallet")
    assert "1 purchase from Discord of yours can be claimed here." in purse.reply.text
    assert "Claim here" in labels(purse)
    shown = await theatre.use("Ann", "/shop show")
    assert "1 purchase from Discord of yours can be claimed here." in shown.reply.text
    theatre.sandbox.faults.duplicate(copies=3)
    claimed = await theatre.press("Ann", shown, "Claim here")
    assert claimed.reply.text.startswith("Claimed: 330 coins from Discord.\n-# `#")
    await consumed(theatre, "Ann", bought)
    assert await purse_of(theatre, "Ann") == Purse(330)
    again = await theatre.use("Ann", "/shop claim")
    assert again.reply.text.startswith("Nothing of yours waits at Discord.")
    assert await recounted(theatre)


async def test_what_no_pack_stands_for_stays_with_its_buyer_until_one_does(
    theatre: Theatre,
) -> None:
    await sell(theatre)
    other = theatre.sandbox.sell("A hat", 199)
    bought = await buy(theatre, "Ann", other)
    await looked_at_again(theatre, bought.id)
    claimed = await theatre.use("Ann", "/shop claim")
    assert "Discord sold you something that no pack here stands for." in claimed.reply.text
    await theatre.use("Ann", "/shop show")
    # As soon as a pack stands for it, all that waits is looked at again.
    await edit_pack(theatre, "hat", pack=1, sku=other.id)
    await consumed(theatre, "Ann", bought)
    assert await purse_of(theatre, "Ann") == Purse(65)


async def test_who_claims_while_discord_is_silent_loses_nothing(theatre: Theatre) -> None:
    sku = await sell(theatre)
    bought = await buy(theatre, "Ann", sku)
    await looked_at_again(theatre, bought.id)
    fault = theatre.sandbox.faults.reset("/applications/*/entitlements/*", "GET", times=None)
    failed = await theatre.use("Ann", "/shop claim")
    assert failed.reply.text.startswith("Discord doesn't answer right now.")
    theatre.sandbox.faults.remove(fault)
    claimed = await theatre.use("Ann", "/shop claim")
    assert "330 coins" in claimed.reply.text
    await consumed(theatre, "Ann", bought)
    assert await purse_of(theatre, "Ann") == Purse(330)


# What makes no coins.


async def test_a_purchase_in_test_mode_makes_no_coins_and_can_be_repeated(
    theatre: Theatre,
) -> None:
    sku = await sell(theatre)
    await theatre.use("Olive", "/shop show")
    for _ in range(2):
        bought = await buy(theatre, "Olive", sku, test_mode=True)
        await consumed(theatre, "Olive", bought)
        await settled(theatre)
        # It was used up at once, and whoever tries the shop wants to know what came of it.
        told = await theatre.use("Olive", "/shop claim")
        assert told.reply.text == (
            "A purchase in test mode: nothing was paid, so no coins are given. Everything else "
            "worked."
        )
    told = await theatre.use("Olive", "/shop claim")
    assert told.reply.text.startswith("Nothing of yours waits at Discord.")
    granted = theatre.sandbox.grant_entitlement(theatre.sandbox.world.user("Olive"), sku, kind=8)
    await looked_at_again(theatre, int(granted["id"]))
    assert (await purse_of(theatre, "Olive")).coins == 0
    rows = await theatre.house.reader.fetch("SELECT count(*) FROM purchase")
    assert rows == [(0,)]


async def test_a_claim_in_test_mode_is_told_so(theatre: Theatre) -> None:
    await set_up(theatre, shop="discord")
    await settled(theatre)
    sku = theatre.sandbox.sell("330 coins", 499)
    olive = theatre.sandbox.world.user("Olive")
    theatre.sandbox.faults.reset(CONSUME, "POST", times=None)
    theatre.sandbox.grant_entitlement(olive, sku, kind=4)
    claimed = await theatre.use("Olive", "/shop claim")
    assert claimed.reply.text.startswith("A purchase in test mode: nothing was paid")


# What Discord takes back.


async def test_a_revoked_purchase_takes_its_coins_back_and_the_buyer_is_told(
    theatre: Theatre,
) -> None:
    await set_up(theatre, log_channel=theatre.channel_id(LOG))
    sku = await sell(theatre)
    await theatre.use("Ann", "/shop show")
    bought = await buy(theatre, "Ann", sku)
    await consumed(theatre, "Ann", bought)
    theatre.sandbox.faults.duplicate("ENTITLEMENT_DELETE", copies=3)
    theatre.sandbox.revoke_entitlement(bought.id)
    await looked_at_again(theatre, bought.id)
    assert await purse_of(theatre, "Ann") == Purse()
    told = await theatre.use("Ann", "/history")
    assert "Discord took your purchase `#" in told.reply.text
    assert "taken back by Discord · −330 → 0 coins" in told.reply.text
    entries = [entry.text for entry in await theatre.announced(LOG)]
    assert entries[-1].endswith("330 coins gone from **Ann**.")
    assert await recounted(theatre)


async def test_what_was_spent_is_owed_and_paid_by_what_comes_next(theatre: Theatre) -> None:
    sku = await sell(theatre)
    await theatre.use("Ann", "/shop show")
    bought = await buy(theatre, "Ann", sku)
    await consumed(theatre, "Ann", bought)
    sent = await theatre.use("Ann", "/gift", gift="Perfume", to=theatre.id_of("Bea"), count=10)
    await theatre.press("Ann", sent, sent.reply.buttons[0].label)
    assert await purse_of(theatre, "Ann") == Purse(130)
    theatre.sandbox.revoke_entitlement(bought.id)
    await looked_at_again(theatre, bought.id)
    told = await theatre.use("Ann", "/wallet")
    assert "You had spent 200 of them: you owe those" in told.reply.text
    rows = await theatre.house.reader.fetch(
        "SELECT balance FROM account WHERE kind = ? AND currency = 'coins'", (Kind.DEBT,)
    )
    assert rows == [(200,)]
    again = await buy(theatre, "Ann", sku)
    await consumed(theatre, "Ann", again)
    assert await purse_of(theatre, "Ann") == Purse(130)
    told = await theatre.use("Ann", "/wallet")
    assert "330 coins. 200 of them paid what you owed." in told.reply.text
    assert await recounted(theatre)


async def test_what_is_taken_back_before_it_is_credited_makes_no_coins(theatre: Theatre) -> None:
    sku = await sell(theatre)
    bought = await buy(theatre, "Ann", sku)
    await looked_at_again(theatre, bought.id)
    theatre.sandbox.revoke_entitlement(bought.id)
    await theatre.use("Ann", "/shop show")
    await looked_at_again(theatre, bought.id)
    claimed = await theatre.use("Ann", "/shop claim")
    assert claimed.reply.text.startswith("Nothing of yours waits at Discord.")
    assert await purse_of(theatre, "Ann") == Purse()


# While nobody was there.


async def test_what_was_bought_and_taken_back_while_the_bot_was_away_is_found_at_its_start(
    tmp_path: Path,
) -> None:
    async with open_theatre(tmp_path) as theatre:
        async with theatre.bot_running():
            sku = await sell(theatre)
            other = theatre.sandbox.sell("65 coins", 99)
            await edit_pack(theatre, "other", pack=1, sku=other.id)
            for who in ("Ann", "Bea"):
                await theatre.use(who, "/shop show")
            first = await buy(theatre, "Bea", sku)
            await consumed(theatre, "Bea", first)
        bought = await buy(theatre, "Ann", other)
        theatre.sandbox.revoke_entitlement(first.id)
        async with theatre.bot_running():
            await settled(theatre)
            assert is_consumed(theatre, bought.id)
            assert await purse_of(theatre, "Ann") == Purse(65)
            assert await purse_of(theatre, "Bea") == Purse()
            assert await recounted(theatre)
        async with theatre.bot_running():
            await settled(theatre)
            assert await purse_of(theatre, "Ann") == Purse(65)


async def test_a_crash_between_credit_and_consuming_credits_once(tmp_path: Path) -> None:
    async with open_theatre(tmp_path) as theatre:
        async with theatre.bot_running():
            sku = await sell(theatre)
            await theatre.use("Ann", "/shop show")
            unconsumed = theatre.sandbox.faults.reset(CONSUME, "POST", times=None)
            bought = await buy(theatre, "Ann", sku)
            await until(lambda: unconsumed.struck > 0)
            assert await purse_of(theatre, "Ann") == Purse(330)
        theatre.sandbox.faults.remove(unconsumed)
        assert not is_consumed(theatre, bought.id)
        async with theatre.bot_running():
            await settled(theatre)
            assert is_consumed(theatre, bought.id)
            assert await purse_of(theatre, "Ann") == Purse(330)


async def test_what_was_bought_while_a_session_was_lost_for_good_is_found_without_a_restart(
    theatre: Theatre,
) -> None:
    sku = await sell(theatre)
    await theatre.use("Ann", "/shop show")
    await settled(theatre)
    # Of what happens until the bot has a new session, it is never told.
    theatre.sandbox.faults.drop("ENTITLEMENT_CREATE")
    bought = await buy(theatre, "Ann", sku)
    theatre.sandbox.gateway.invalidate(theatre.sandbox.world.bot)
    await consumed(theatre, "Ann", bought)
    assert await purse_of(theatre, "Ann") == Purse(330)


async def test_a_look_that_is_under_way_is_no_rest(theatre: Theatre) -> None:
    sku = await sell(theatre)
    await theatre.use("Ann", "/shop show")
    theatre.sandbox.faults.slow(10.0, "/applications/*/entitlements/*", "GET")
    await looked_at_again(theatre, (await buy(theatre, "Ann", sku)).id)
    assert await purse_of(theatre, "Ann") == Purse(330)


async def test_what_discord_did_not_take_is_tried_again(theatre: Theatre) -> None:
    sku = await sell(theatre)
    await theatre.use("Ann", "/shop show")
    # The first of them the connection itself may make good.
    fault = theatre.sandbox.faults.reset("/applications/*/entitlements/*", "GET", times=2)
    bought = await buy(theatre, "Ann", sku)
    await consumed(theatre, "Ann", bought)
    assert fault.struck == 2
    assert await purse_of(theatre, "Ann") == Purse(330)


# What managers are told.


@pytest.mark.parametrize("typed", ["abc", "12.5", str(2**63)])
async def test_what_is_no_id_of_a_sku_is_refused(theatre: Theatre, typed: str) -> None:
    refused = await theatre.use("Max", "/setup pack edit", pack="65", sku=typed)
    assert refused.reply.text.startswith("A SKU is named by its id")


async def test_only_what_can_be_bought_again_is_connected(theatre: Theatre) -> None:
    refused = await theatre.use("Max", "/setup pack edit", pack="65", sku="123")
    assert refused.reply.text.startswith("Discord sells nothing of this bot's under that id.")
    durable = theatre.sandbox.sell("A badge", 199, kind=DURABLE)
    refused = await theatre.use("Max", "/setup pack edit", pack="65", sku=str(durable.id))
    assert refused.reply.text.startswith("That SKU is no consumable")
    sku = await sell(theatre)
    taken = await theatre.use("Max", "/setup pack edit", pack="65", sku=str(sku.id))
    assert "another pack is sold as that SKU" in taken.reply.text
    cleared = await theatre.use("Max", "/setup pack edit", pack="330", sku="0")
    assert cleared.reply.text.startswith("✓ Changed: 330 coins for $4.99. ")
    theatre.sandbox.faults.reset("/applications/*/skus", "GET", times=None)
    unchecked = await theatre.use("Max", "/setup pack edit", pack="65", sku=str(sku.id))
    assert unchecked.reply.text.startswith("Discord doesn't say right now what it sells.")


async def test_a_shop_without_skus_says_that_nothing_is_for_sale_yet(theatre: Theatre) -> None:
    await set_up(theatre, shop="discord")
    shown = await theatre.use("Ann", "/shop show", amount=100)
    assert "Not for sale at Discord yet." in shown.reply.text
    assert labels(shown) == []


async def test_a_sku_that_is_gone_hides_its_button_and_nothing_else(theatre: Theatre) -> None:
    sku = await sell(theatre)
    theatre.sandbox.world.application.skus.pop(sku.id)
    shown = await theatre.use("Ann", "/shop show")
    assert "**330 coins** · $4.99" in shown.reply.text
    assert "Not for sale at Discord yet." in shown.reply.text
    assert labels(shown) == []


async def test_open_requests_to_moderators_stay_when_discord_sells(theatre: Theatre) -> None:
    await ordered(theatre, "Ann")
    await sell(theatre)
    shown = await theatre.use("Ann", "/shop show")
    assert "**What you asked for**" in shown.reply.text
    assert "Withdraw" in labels(shown)


async def test_who_may_not_buy_sees_no_button_of_discords(theatre: Theatre) -> None:
    sku = await sell(theatre)
    minor = theatre.sandbox.add_role(theatre.sandbox.world.guild, "Minor", 0)
    await set_up(theatre, no_buying=minor.id, no_buying_text="Ask your parents.")
    members = theatre.sandbox.world.guild.members
    theatre.sandbox.set_member_roles(members[theatre.id_of("Ann")], minor)
    shown = await theatre.use("Ann", "/shop show")
    assert "> Ask your parents." in shown.reply.text
    assert [button.sku_id for button in shown.reply.buttons] == []
    other = await theatre.use("Bea", "/shop show")
    assert [button.sku_id for button in other.reply.buttons] == [sku.id]
