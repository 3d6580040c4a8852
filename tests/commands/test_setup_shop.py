"""What managers make of the shop: packs, how they are paid for, and exchange rates."""

import asyncio
import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

import cogs.shop
from bot.ledger.books.economy import Pack, Shelf
from bot.ledger.packs import Combination, cheapest
from bot.storage.shop import exchange_rates, shelf
from tests.commands.moderators import force, set_up, settings_of
from tests.theatre import Theatre


async def say(theatre: Theatre, command: str, **options: Any) -> str:
    """What Max, who manages, is answered."""
    shown = await theatre.use("Max", f"/setup {command}", **options)
    assert shown.reply.ephemeral
    return shown.reply.text


async def packs(theatre: Theatre) -> Shelf:
    """The packs as they stand in the books."""
    return await shelf(theatre.house.reader, theatre.guild)


async def suggested(theatre: Theatre, command: str, option: str, typed: str) -> list[str]:
    """What is suggested to Max while he types."""
    max_ = await theatre.stage.person("Max")
    return [name for name, _ in await max_.suggestions(command, focused=option, text=typed)]


# Packs.


async def test_a_pack_is_added_edited_retired_and_restored(theatre: Theatre) -> None:
    later = datetime.fromtimestamp(theatre.clock() / 1000, UTC) + timedelta(days=10)
    until = f"{later:%d.%m.}"
    added = await say(theatre, "pack add", coins=100, price="1.50", bonus=10, until=until)
    assert added.startswith("✓ On offer now: 100 coins + 10 bonus for $1.50, the bonus until <t:")
    assert "**65 coins** · $0.99" in added
    changed = await say(theatre, "pack edit", pack="100", price="1,40", bonus=0)
    assert changed.startswith("✓ Changed: 100 coins for $1.40. What was asked for before stays")
    retired = await say(theatre, "pack retire", pack="100")
    assert retired.startswith("✓ No longer on offer: 100 coins for $1.40.")
    assert (await packs(theatre)).get(101) == Pack(101, 100, 140, retired=True)
    restored = await say(theatre, "pack restore", pack="100")
    assert restored.startswith("✓ Back on offer: 100 coins for $1.40.")
    shown = await theatre.use("Ann", "/shop show")
    assert "**100 coins** · $1.40" in shown.reply.text


async def test_a_bonus_until_a_date_ends_with_that_day(theatre: Theatre) -> None:
    await set_up(theatre, timezone="Europe/Berlin")
    added = await say(theatre, "pack edit", pack="65", bonus=5, until="2099-12-31")
    # 2099-12-31 23:59:59 in Berlin.
    assert "the bonus until <t:4102441199:f>" in added
    moved = await say(theatre, "pack edit", pack="65", until="2099-12-31 20:00")
    assert "the bonus until <t:4102426800:f>" in moved


@pytest.mark.parametrize("typed", ["4.9", "4.999", "$4.99", "4 dollars", "-1", "1,000.00", "free"])
async def test_a_price_that_cannot_be_read_changes_nothing(theatre: Theatre, typed: str) -> None:
    refused = await say(theatre, "pack edit", pack="65", price=typed)
    assert refused.startswith("Prices look like `4.99` here")
    assert (await packs(theatre)).get(1) == Shelf().get(1)


async def test_what_a_price_looks_like_depends_on_the_currency(theatre: Theatre) -> None:
    changed = await theatre.use("Max", "/setup shop", currency="jpy")
    assert "currency: USD → JPY" in changed.reply.text
    refused = await say(theatre, "pack edit", pack="65", price="4.99")
    assert refused.startswith("Prices look like `499` here")
    assert (await say(theatre, "pack edit", pack="65", price="120")).startswith(
        "✓ Changed: 65 coins for ¥120."
    )
    assert "the bonus" not in await say(theatre, "shop", currency="KWD")
    assert (await say(theatre, "pack edit", pack="65", price="0.350")).startswith(
        "✓ Changed: 65 coins for 0.350 KWD."
    )


async def test_what_is_no_pack_and_what_cannot_be_one_is_refused(theatre: Theatre) -> None:
    assert (await say(theatre, "pack edit", pack="333", price="1.00")).startswith(
        "No pack is called “333”."
    )
    # That there is no such pack comes before what of it is to change.
    assert (await say(theatre, "pack edit", pack="foo")).startswith("No pack is called “foo”.")
    assert "Name what is to change" in await say(theatre, "pack edit", pack="65")
    assert "no bonus" in await say(theatre, "pack edit", pack="65", until="31.12.")
    assert "no bonus" in await say(theatre, "pack add", coins=1, price="1.00", until="31.12.")
    assert "doesn't read as a date" in await say(
        theatre, "pack edit", pack="65", bonus=5, until="soon"
    )
    assert "that moment is past" in await say(
        theatre, "pack edit", pack="65", bonus=5, until="2020-01-01 10:00"
    )
    twin = await say(theatre, "pack add", coins=65, price="0.99")
    assert "there is a pack just like that already" in twin
    assert "a pack costs something" in await say(theatre, "pack edit", pack="65", price="0.00")
    assert "already" in await say(theatre, "pack edit", pack="65", price="0.99")
    assert (await packs(theatre)).offered == Shelf().offered


async def test_packs_are_suggested_by_what_they_hold_and_cost(theatre: Theatre) -> None:
    await say(theatre, "pack retire", pack="65")
    assert await suggested(theatre, "/setup pack edit", "pack", "") == [
        "330 coins · $4.99",
        "660 coins · $9.99",
        "1,321 coins · $19.99",
        "3,306 coins · $49.99",
        "6,607 coins · $99.99",
    ]
    assert await suggested(theatre, "/setup pack restore", "pack", "") == ["65 coins · $0.99"]


async def test_only_managers_change_the_shop(theatre: Theatre) -> None:
    for command, options in (
        ("/setup pack add", {"coins": 1, "price": "1.00"}),
        ("/setup pack edit", {"pack": "65", "price": "0.01"}),
        ("/setup pack retire", {"pack": "65"}),
        ("/setup pack restore", {"pack": "65"}),
        ("/setup shop", {"paid": "play"}),
        ("/setup exchange", {"currency": "EUR", "rate": "1"}),
    ):
        refused = await force(theatre, "Ann", command, **options)
        assert refused.reply.text.startswith("That's for managers"), command
    assert (await packs(theatre)).offered == Shelf().offered


# How packs are paid for.


async def test_the_shop_is_shown_and_changed(theatre: Theatre) -> None:
    shown = await say(theatre, "shop")
    assert "**How coins are paid for** a moderator confirms" in shown
    assert "**Currency** USD" in shown
    assert "Requests come up in `/mod purchases`" in shown
    changed = await say(theatre, "shop", paid="play", text="Ask us.")
    assert "how coins are paid for: a moderator confirms → not at all: play money" in changed
    assert "how to pay: nothing of your own → “Ask us.”" in changed
    assert "Nothing is sold." in await say(theatre, "shop")
    cleared = await say(theatre, "shop", clear=True)
    assert "how to pay: “Ask us.” → nothing of your own" in cleared
    assert "set and cleared at once" in await say(theatre, "shop", text="x", clear=True)
    await say(theatre, "shop", paid="discord")
    assert "`/setup pack edit`, option `sku`" in await say(theatre, "shop")
    refused = await say(theatre, "shop", currency="XXX")
    assert "that is no currency that is known here" in refused
    assert (await settings_of(theatre)).currency == "USD"
    assert (await suggested(theatre, "/setup shop", "currency", "eu")) == ["EUR (€)"]


# Exchange rates.


async def test_rates_are_set_shown_and_cleared(theatre: Theatre) -> None:
    assert (await say(theatre, "exchange")).startswith("No exchange rates are set.")
    done = await say(theatre, "exchange", currency="eur", rate="0.92")
    assert done == "✓ 1 USD = 0.92 EUR, as of today."
    assert (await say(theatre, "exchange")).startswith(
        "**Exchange rates**\n- 1 USD = 0.92 EUR, set <t:"
    )
    assert await say(theatre, "exchange", currency="EUR", clear=True) == (
        "✓ No rate for EUR any more."
    )
    assert await exchange_rates(theatre.house.reader, theatre.guild) == []


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"rate": "1"}, "Say which currency that is for."),
        ({"currency": "EUR"}, "Name the `rate`"),
        ({"currency": "EUR", "rate": "1", "clear": True}, "set and cleared at once"),
        ({"currency": "EUR", "rate": "1.085"}, "three could be thousands"),
        ({"currency": "EUR", "rate": "a lot"}, "Rates look like `0.92`"),
        ({"currency": "EUR", "rate": "0"}, "a rate is more than 0"),
        ({"currency": "USD", "rate": "1"}, "the currency of your own prices"),
        ({"currency": "XXX", "rate": "1"}, "no currency that is known here"),
        ({"currency": "XXX"}, "no currency that is known here"),
        ({"currency": "XXX", "rate": "a lot"}, "no currency that is known here"),
        ({"currency": "EUR", "clear": True}, "there is no rate for that currency"),
    ],
)
async def test_what_is_no_rate_changes_nothing(
    theatre: Theatre, options: dict[str, object], said: str
) -> None:
    assert said in await say(theatre, "exchange", **options)
    assert await exchange_rates(theatre.house.reader, theatre.guild) == []


async def test_with_another_currency_prices_are_to_be_checked_and_rates_are_gone(
    theatre: Theatre,
) -> None:
    await say(theatre, "exchange", currency="EUR", rate="0.92")
    changed = await say(theatre, "shop", currency="CHF")
    assert changed.startswith(
        "✓ Saved · currency: USD → CHF\nPrices keep their digits and are in CHF now"
    )
    assert "**65 coins** · 0.99 CHF" in changed
    assert await exchange_rates(theatre.house.reader, theatre.guild) == []


# What it all comes to.


async def test_an_amount_is_counted_pack_by_pack_and_in_other_money(theatre: Theatre) -> None:
    counted = await theatre.use("Ann", "/calculator coins", amount=1_000)
    assert counted.reply.ephemeral
    assert "No exchange rates are set here" in counted.reply.text
    await say(theatre, "exchange", currency="EUR", rate="0.92")
    await say(theatre, "exchange", currency="JPY", rate="155")
    text = (await theatre.use("Ann", "/calculator coins", amount=1_000)).reply.text
    assert "- 16 × 65 coins: $15.84, gives 1,040\n- 4 × 330 coins: $19.96, gives 1,320" in text
    assert "- 1 × 6,607 coins: $99.99, gives 6,607" in text
    assert "At least 1,000 coins cost **$15.84** at the cheapest." in text
    assert "- €14.57 (1 USD = 0.92 EUR, set <t:" in text
    assert "- ¥2,455 (1 USD = 155 JPY, set <t:" in text
    await say(theatre, "shop", paid="play")
    played = await theatre.use("Ann", "/calculator coins", amount=1_000)
    assert played.reply.text.startswith("Coins are play money here: they cost nothing")
    await say(theatre, "shop", paid="discord")
    empty = await theatre.use("Ann", "/calculator coins", amount=1_000)
    assert empty.reply.text == "No packs are on offer here, so coins have no price."


async def test_a_gift_is_counted_in_diamonds_and_money_by_the_settings(theatre: Theatre) -> None:
    counted = await theatre.use("Ann", "/calculator diamonds", amount=1_001)
    assert counted.reply.text == (
        "A gift of **1,001 coins** earns its creator **500.5** 💎: 50 % of them.\n"
        "Diamonds aren't cashed out on this server.\nConverted, 500.5 💎 are 500 coins."
    )
    await set_up(theatre, cashout=1, cashout_fee=250, cashout_least=600)
    await say(theatre, "exchange", currency="EUR", rate="0.92")
    text = (await theatre.use("Ann", "/calculator diamonds", amount=1_001)).reply.text
    assert (
        "500.5 💎 cash out for **$2.43** after a fee of 2.5 %, at $0.005 for 1 💎. That's rounded "
        "down."
    ) in text
    assert "- €2.24 (1 USD = 0.92 EUR" in text
    assert "One cash-out takes 600 💎 or more." in text
    assert "Only coins that were paid for earn 💎 that can be cashed out" in text
    await set_up(theatre, share=0)
    nothing = await theatre.use("Ann", "/calculator diamonds", amount=1_001)
    assert nothing.reply.text == (
        "A gift of **1,001 coins** earns its creator **0** 💎: 0 % of them."
    )


async def test_money_has_the_decimals_of_its_currency_and_what_is_rounded_says_so(
    theatre: Theatre,
) -> None:
    await say(theatre, "shop", currency="KWD")
    for currency, rate in (("JPY", "487.35"), ("EUR", "2.8001"), ("BHD", "1.2274")):
        await say(theatre, "exchange", currency=currency, rate=rate)
    text = (await theatre.use("Ann", "/calculator coins", amount=65)).reply.text
    assert "- 1 × 65 coins: 0.099 KWD, gives 65" in text
    assert "In other money, rounded, at the rates this server has set:" in text
    assert "- ¥48 (1 KWD = 487.35 JPY, set <t:" in text
    assert "- €0.28 (1 KWD = 2.8001 EUR, set <t:" in text
    assert "- 0.122 BHD (1 KWD = 1.2274 BHD, set <t:" in text
    await say(theatre, "shop", currency="JPY")
    await set_up(theatre, cashout=1, cashout_fee=0)
    await say(theatre, "exchange", currency="KWD", rate="0.0021")
    # In whole yen nothing is left of it, so it is nothing in other money, too.
    text = (await theatre.use("Ann", "/calculator diamonds", amount=100)).reply.text
    assert "50 💎 cash out for **¥0**, at ¥0.005 for 1 💎. That's rounded down." in text
    assert "KWD" not in text
    text = (await theatre.use("Ann", "/calculator diamonds", amount=400_000)).reply.text
    assert "200,000 💎 cash out for **¥1,000**, at ¥0.005 for 1 💎.\n" in text
    assert "- 2.100 KWD (1 JPY = 0.0021 KWD, set <t:" in text


async def test_rates_that_were_set_long_ago_are_called_old_to_those_who_read_them(
    theatre: Theatre,
) -> None:
    await say(theatre, "exchange", currency="EUR", rate="0.92")
    await set_up(theatre, cashout=1)
    readings = ("/calculator coins", "/calculator diamonds")
    theatre.clock.advance(29.5 * 86_400)
    for is_old in (False, True):
        texts = [(await theatre.use("Ann", it, amount=1_000)).reply.text for it in readings]
        texts.append(await say(theatre, "exchange"))
        told = ["A rate older than 30 days may be off by now." in text for text in texts]
        assert told == [is_old] * 3
        theatre.clock.advance(86_400)
    # Said once more, it holds as of that day.
    await say(theatre, "exchange", currency="EUR", rate="0.92")
    assert "older than" not in await say(theatre, "exchange")


async def test_what_comes_as_a_bonus_is_counted_where_packs_are_put_together(
    theatre: Theatre,
) -> None:
    await say(theatre, "pack edit", pack="330", bonus=30)
    text = (await theatre.use("Ann", "/calculator coins", amount=1_000)).reply.text
    assert "- 3 × 330 coins + 30 bonus: $14.97, gives 1,080" in text
    assert "cost **$14.89** at the cheapest. That gives 1,010 coins, 10 more than that:" in text
    assert "- 1 × 330 coins + 30 bonus: $4.99\n- 10 × 65 coins: $9.90" in text


async def test_packs_are_put_together_for_one_after_the_other_however_many_ask(
    theatre: Theatre, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy, overlaps = threading.Lock(), threading.Event()

    def reckon(packs: tuple[Pack, ...], coins: int, now_ms: int) -> Combination | None:
        if not busy.acquire(blocking=False):
            overlaps.set()
            return None
        # As long as the others would take to come: they are let in only afterwards.
        overlaps.wait(0.1)
        busy.release()
        return cheapest(packs, coins, now_ms)

    monkeypatch.setattr(cogs.shop, "cheapest", reckon)
    asking = [theatre.use(who, "/calculator coins", amount=65) for who in ("Ann", "Bea", "Kim")]
    told = [shown.reply.text for shown in await asyncio.gather(*asking)]
    assert not overlaps.is_set()
    assert all("cost **$0.99** at the cheapest." in text for text in told)


async def test_the_calculators_speak_german(theatre: Theatre) -> None:
    theatre.sandbox.world.user("Ann").locale = "de"
    counted = await theatre.use("Ann", "/calculator coins", amount=100)
    assert "**100 Münzen**, Paket für Paket\n- 2 × 65 Münzen: 1,98 $" in counted.reply.text
    counted = await theatre.use("Ann", "/calculator diamonds", amount=100)
    assert "Ein Geschenk für **100 Münzen** bringt **50** 💎 ein" in counted.reply.text
