"""What Discord says of a purchase, and what it does not: credited late, taken back however late."""

import asyncio
import datetime
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import discord

from bot.ledger.accounts import Kind
from bot.ledger.money import Purse
from bot.ledger.outcomes import Accepted
from bot.ledger.outcomes.shop import EntitlementCredited, EntitlementKnown
from bot.ledger.requests import Request
from bot.ledger.requests.marks import MarkShopVisit
from bot.ledger.requests.shop import EditPack
from bot.live.storefront import DOUBTED_SECONDS, LATELY, PAGE
from bot.sandbox.people.shop import Purchase
from bot.sandbox.service.world import Guild, Sku
from tests.commands.moderators import freeze, number_of, set_up
from tests.commands.shopping import edit_pack, forget, purse_of, recounted
from tests.commands.test_discord_sales import (
    CONSUME,
    LOG,
    buy,
    consumed,
    is_consumed,
    looked_at_again,
    sell,
    settled,
)
from tests.theatre import Theatre, open_theatre
from tests.waiting import until

LIST = "/applications/*/entitlements"
ONE = f"{LIST}/*"


def bodies(theatre: Theatre) -> dict[int, Any]:
    """What Discord knows of all purchases."""
    return theatre.sandbox.world.application.entitlements


def enter(theatre: Theatre, who: str, sku: Sku, days: float, **more: Any) -> int:
    """Have a purchase stand in Discord's list of which the bot was never told; its id."""
    state = theatre.sandbox.state
    moment = discord.utils.utcnow() - datetime.timedelta(days=days)
    number = discord.utils.time_snowflake(moment) + state.new_id() % (1 << 22)
    bodies(theatre)[number] = {
        "id": str(number),
        "sku_id": str(sku.id),
        "application_id": str(state.world.application.id),
        "user_id": str(theatre.id_of(who)),
        "type": 1,
        "deleted": False,
        "consumed": False,
        "starts_at": None,
        "ends_at": None,
        **more,
    }
    return number


def tell(theatre: Theatre, event: str, number: int, **changes: Any) -> None:
    """Have the bot told of a purchase, whether that is so or not."""
    body = {**bodies(theatre)[number], **changes}
    bot = theatre.sandbox.world.bot
    theatre.sandbox.state.gateway.publish(event, body, lambda session: session.user is bot)


async def ask_in(theatre: Theatre, kind: type[Request], guild: Guild, **facts: Any) -> None:
    """Have the owner of another server set something there."""
    asked = kind(guild=guild.id, key=f"{kind}", actor=theatre.person("Ann"), **facts)
    outcome = await theatre.house.writer.submit(asked)
    assert isinstance(outcome, Accepted), outcome


async def bought_by(theatre: Theatre, who: str = "Ann") -> tuple[Sku, Purchase]:
    """Have somebody buy a pack from Discord, and get its coins."""
    sku = await sell(theatre)
    await theatre.use(who, "/shop show")
    bought = await buy(theatre, who, sku)
    await consumed(theatre, who, bought)
    assert await purse_of(theatre, who) == Purse(330)
    return sku, bought


async def has(theatre: Theatre, who: str, purse: Purse) -> None:
    """Wait until somebody holds as much."""

    async def holds() -> bool:
        return await purse_of(theatre, who) == purse

    await until(holds)


async def hurried(
    theatre: Theatre, wanted: Coroutine[Any, Any, None], seconds: float = 5.0
) -> None:
    """Wait for something while time flies, so that what the bot waits for comes at once."""
    waiting = asyncio.create_task(wanted)
    while not waiting.done():
        theatre.clock.advance(seconds)
        await asyncio.wait([waiting], timeout=0.1)
    await waiting


# However late.


async def test_what_is_refunded_after_months_and_unheard_of_is_taken_back_at_the_next_start(
    tmp_path: Path,
) -> None:
    async with open_theatre(tmp_path) as theatre:
        async with theatre.bot_running():
            await set_up(theatre, log_channel=theatre.channel_id(LOG))
            sku = await sell(theatre)
            await theatre.use("Ann", "/shop show")
            old = enter(theatre, "Ann", sku, days=LATELY.days + 300)
            await looked_at_again(theatre, old)
            assert await purse_of(theatre, "Ann") == Purse(330)
        # Since then so much was sold that it stands on another page of Discord's list.
        for _ in range(PAGE + 20):
            enter(theatre, "Kim", sku, days=LATELY.days + 100, consumed=True)
        bodies(theatre)[old]["deleted"] = True
        async with theatre.bot_running():
            await settled(theatre)
            assert await purse_of(theatre, "Ann") == Purse()
            entry = (await theatre.announced(LOG))[-1]
            assert entry.text.endswith("330 coins gone from **Ann**.")
            assert await recounted(theatre)


async def test_what_was_bought_lately_is_found_beside_what_is_very_old(tmp_path: Path) -> None:
    async with open_theatre(tmp_path) as theatre:
        async with theatre.bot_running():
            sku = await sell(theatre)
            await theatre.use("Ann", "/shop show")
        # On one page, of which the oldest stands first.
        enter(theatre, "Kim", sku, days=LATELY.days + 50, consumed=True)
        older = enter(theatre, "Ann", sku, days=LATELY.days + 40)
        recent = enter(theatre, "Ann", sku, days=1)
        async with theatre.bot_running():
            await settled(theatre)
            assert [is_consumed(theatre, number) for number in (older, recent)] == [True, True]
            assert await purse_of(theatre, "Ann") == Purse(660)


async def test_what_is_missed_while_the_old_is_looked_through_is_looked_for_again(
    tmp_path: Path,
) -> None:
    async with open_theatre(tmp_path) as theatre:
        async with theatre.bot_running():
            sku = await sell(theatre)
            await theatre.use("Ann", "/shop show")
            first = enter(theatre, "Ann", sku, days=LATELY.days + 200)
            await looked_at_again(theatre, first)
        for days in (100, 300):
            for _ in range(PAGE):
                enter(theatre, "Kim", sku, days=LATELY.days + days, consumed=True)
        pages = theatre.sandbox.faults.slow(0.0, LIST, "GET", times=None)
        async with theatre.bot_running() as bot:
            await until(lambda: pages.struck >= 2)
            # Of its page, all was read, while a page after that was not. Then the connection is
            # there again, and what was said meanwhile may be lost.
            bodies(theatre)[first]["deleted"] = True
            bot.dispatch("resumed")
            await hurried(theatre, has(theatre, "Ann", Purse()))
            await hurried(theatre, bot.storefront.idle())
            assert await recounted(theatre)


async def test_a_buyer_who_was_forgotten_owes_what_they_spent_and_moderators_read_of_it(
    tmp_path: Path,
) -> None:
    async with open_theatre(tmp_path) as theatre:
        async with theatre.bot_running():
            await set_up(theatre, log_channel=theatre.channel_id(LOG))
            _, bought = await bought_by(theatre)
            sent = await theatre.use(
                "Ann", "/gift", gift="Perfume", to=theatre.id_of("Bea"), count=10
            )
            await theatre.press("Ann", sent, sent.reply.buttons[0].label)
            ann = await number_of(theatre, "Ann")
            ((members,),) = await theatre.house.reader.fetch("SELECT count(*) FROM member")
        forget(tmp_path, ann)
        theatre.sandbox.revoke_entitlement(bought.id)
        async with theatre.bot_running():
            await settled(theatre)
            held = await theatre.house.reader.fetch(
                "SELECT kind, balance FROM account WHERE owner = ? AND currency = 'coins' "
                "AND kind IN ('wallet', 'debt') ORDER BY kind",
                (ann,),
            )
            assert held == [(Kind.DEBT, 200), (Kind.WALLET, 0)]
            entry = (await theatre.announced(LOG))[-1]
            assert entry.text.endswith(
                "330 coins gone from **somebody who left**, who owes 200 of them."
            )
            known = await theatre.house.reader.fetch("SELECT count(*) FROM member")
            assert known == [(members,)]
            assert await recounted(theatre)
        # Found once more, it is over.
        async with theatre.bot_running():
            await settled(theatre)
            assert await recounted(theatre)


async def test_what_discord_sold_is_taken_back_also_where_it_sells_no_longer(
    tmp_path: Path,
) -> None:
    async with open_theatre(tmp_path) as theatre:
        async with theatre.bot_running():
            _, bought = await bought_by(theatre)
            await set_up(theatre, shop="moderator")
        theatre.sandbox.revoke_entitlement(bought.id)
        async with theatre.bot_running():
            await settled(theatre)
            assert await purse_of(theatre, "Ann") == Purse()


# What Discord's word is, and what a moment's fault.


async def test_a_purchase_that_is_not_found_keeps_its_coins_until_discord_says_more(
    theatre: Theatre,
) -> None:
    _, bought = await bought_by(theatre)
    fault = theatre.sandbox.faults.server_error(ONE, "GET", status=404, times=None)
    assert theatre.bot is not None
    theatre.bot.storefront.look_at(bought.id)
    await hurried(theatre, theatre.bot.storefront.idle(), DOUBTED_SECONDS)
    assert fault.struck > 1
    assert await purse_of(theatre, "Ann") == Purse(330)
    # The word itself is enough, also while the purchase cannot be read.
    theatre.sandbox.revoke_entitlement(bought.id)
    await has(theatre, "Ann", Purse())
    assert await recounted(theatre)


async def test_the_word_that_a_purchase_is_over_is_enough_though_it_reads_as_before(
    theatre: Theatre,
) -> None:
    _, bought = await bought_by(theatre)
    tell(theatre, "ENTITLEMENT_DELETE", bought.id)
    await has(theatre, "Ann", Purse())
    await looked_at_again(theatre, bought.id)
    assert await purse_of(theatre, "Ann") == Purse()
    assert await recounted(theatre)


async def test_what_discord_does_not_know_yet_when_it_tells_of_it_is_credited_once_it_does(
    theatre: Theatre,
) -> None:
    sku = await sell(theatre)
    await theatre.use("Ann", "/shop show")
    fault = theatre.sandbox.faults.server_error(ONE, "GET", status=404, times=2)
    bought = await buy(theatre, "Ann", sku)
    await hurried(theatre, consumed(theatre, "Ann", bought))
    assert fault.struck == 2
    assert await purse_of(theatre, "Ann") == Purse(330)


async def test_what_cannot_be_consumed_for_a_moment_is_consumed_later_and_credited_once(
    theatre: Theatre,
) -> None:
    sku = await sell(theatre)
    await theatre.use("Ann", "/shop show")
    fault = theatre.sandbox.faults.server_error(CONSUME, "POST", status=404, times=2)
    bought = await buy(theatre, "Ann", sku)
    await hurried(theatre, consumed(theatre, "Ann", bought))
    assert fault.struck == 2
    assert await purse_of(theatre, "Ann") == Purse(330)
    assert await recounted(theatre)


async def test_what_is_taken_back_between_credit_and_consuming_is_taken_back(
    theatre: Theatre,
) -> None:
    sku = await sell(theatre)
    await theatre.use("Ann", "/shop show")
    fault = theatre.sandbox.faults.reset(CONSUME, "POST", times=None)
    bought = await buy(theatre, "Ann", sku)
    await has(theatre, "Ann", Purse(330))
    theatre.sandbox.revoke_entitlement(bought.id)
    await has(theatre, "Ann", Purse())
    theatre.sandbox.faults.remove(fault)
    await looked_at_again(theatre, bought.id)
    assert not is_consumed(theatre, bought.id)
    assert await recounted(theatre)


async def test_an_update_before_its_creation_credits_once(theatre: Theatre) -> None:
    sku = await sell(theatre)
    await theatre.use("Ann", "/shop show")
    number = enter(theatre, "Ann", sku, days=0)
    tell(theatre, "ENTITLEMENT_UPDATE", number)
    await has(theatre, "Ann", Purse(330))
    tell(theatre, "ENTITLEMENT_CREATE", number, consumed=False)
    await looked_at_again(theatre, number)
    assert is_consumed(theatre, number)
    assert await purse_of(theatre, "Ann") == Purse(330)


async def test_who_is_frozen_or_gone_still_gets_what_they_paid_for(theatre: Theatre) -> None:
    sku = await sell(theatre)
    for who in ("Ann", "Kim"):
        await theatre.use(who, "/shop show")
    await freeze(theatre, "Ann")
    theatre.sandbox.remove_member(theatre.sandbox.world.guild.members[theatre.id_of("Kim")])
    for who in ("Ann", "Kim"):
        number = enter(theatre, who, sku, days=0)
        await looked_at_again(theatre, number)
        assert is_consumed(theatre, number)
        assert await purse_of(theatre, who) == Purse(330)


# What packs stand for.


async def test_a_sku_that_was_given_to_another_pack_is_credited_as_that(theatre: Theatre) -> None:
    sku = await sell(theatre)
    await theatre.use("Ann", "/shop show")
    # Nobody may have two at once of one SKU, and whose pack is retired still gets its coins.
    refused = await theatre.use("Max", "/setup pack edit", pack="65", sku=str(sku.id))
    assert "another pack is sold as that SKU" in refused.reply.text
    await edit_pack(theatre, "retire", pack=2, retired=True)
    await consumed(theatre, "Ann", await buy(theatre, "Ann", sku))
    assert await purse_of(theatre, "Ann") == Purse(330)
    await edit_pack(theatre, "another", pack=1, sku=sku.id)
    await consumed(theatre, "Ann", await buy(theatre, "Ann", sku))
    assert await purse_of(theatre, "Ann") == Purse(395)
    assert await recounted(theatre)


# Where it is credited.


async def test_a_purchase_for_a_server_that_the_bot_left_waits_to_be_claimed_elsewhere(
    theatre: Theatre,
) -> None:
    sku = await sell(theatre)
    await theatre.use("Ann", "/shop show")
    sandbox = theatre.sandbox
    other = sandbox.add_guild("Elsewhere", sandbox.world.user("Ann"))
    await until(lambda: theatre.bot is not None and theatre.bot.get_guild(other.id) is not None)
    theatre.clock.advance(1)
    visit = MarkShopVisit(guild=other.id, person=theatre.person("Ann"))
    await theatre.house.writer.mark(visit)
    sandbox.remove_member(other.members[sandbox.world.bot.id])
    await until(lambda: theatre.bot is not None and theatre.bot.get_guild(other.id) is None)
    bought = await buy(theatre, "Ann", sku)
    await looked_at_again(theatre, bought.id)
    assert not is_consumed(theatre, bought.id)
    claimed = await theatre.use("Ann", "/shop claim")
    assert claimed.reply.text.startswith("Claimed: 330 coins from Discord.")
    await consumed(theatre, "Ann", bought)
    assert await purse_of(theatre, "Ann") == Purse(330)


async def test_two_servers_that_claim_at_once_credit_in_one_of_them(theatre: Theatre) -> None:
    sku = await sell(theatre)
    sandbox = theatre.sandbox
    other = sandbox.add_guild("Elsewhere", sandbox.world.user("Ann"))
    await until(lambda: theatre.bot is not None and theatre.bot.get_guild(other.id) is not None)
    await ask_in(theatre, EditPack, other, pack=1, sku=sku.id)
    bought = await buy(theatre, "Ann", sku)
    sandbox.faults.duplicate(copies=2)
    assert theatre.bot is not None
    here, there = await asyncio.gather(
        theatre.use("Ann", "/shop claim"),
        theatre.bot.storefront.claim(other.id, theatre.person("Ann"), [bought.id], "there"),
    )
    await consumed(theatre, "Ann", bought)
    ((guild, coins),) = await theatre.house.reader.fetch("SELECT guild, coins FROM purchase")
    if guild == other.id:
        assert coins == 65
        assert isinstance(there[0], EntitlementCredited)
        assert "Claimed" not in here.reply.text
    else:
        assert coins == 330
        assert here.reply.text.startswith("Claimed: 330 coins from Discord.")
        # Whoever comes second is told so, unless all was consumed by then.
        assert all(isinstance(one, EntitlementKnown) for one in there)
    assert await recounted(theatre)


async def test_a_claim_finds_also_what_the_interaction_does_not_tell_of(theatre: Theatre) -> None:
    sku = await sell(theatre)
    theatre.sandbox.world.application.hides_purchases = True
    bought = await buy(theatre, "Ann", sku)
    await looked_at_again(theatre, bought.id)
    fault = theatre.sandbox.faults.reset(LIST, "GET", times=None)
    failed = await theatre.use("Ann", "/shop claim")
    assert failed.reply.text.startswith("Discord doesn't answer right now.")
    theatre.sandbox.faults.remove(fault)
    claimed = await theatre.use("Ann", "/shop claim")
    assert claimed.reply.text.startswith("Claimed: 330 coins from Discord.")
    await consumed(theatre, "Ann", bought)
    assert await purse_of(theatre, "Ann") == Purse(330)


async def test_what_is_taken_back_as_it_is_claimed_makes_no_coins(theatre: Theatre) -> None:
    sku = await sell(theatre)
    bought = await buy(theatre, "Ann", sku)
    await looked_at_again(theatre, bought.id)
    assert theatre.bot is not None
    theatre.sandbox.revoke_entitlement(bought.id)
    done = await theatre.bot.storefront.claim(
        theatre.guild, theatre.person("Ann"), [bought.id], "late"
    )
    assert [getattr(one, "value", one) for one in done] == ["taken-back"]
    assert await purse_of(theatre, "Ann") == Purse()
