"""Buying coins through Discord: the packs, asking a moderator for them, and who decides."""

import asyncio
from pathlib import Path

from bot.controls.shop import AskPacks, ConfirmInList, ConfirmInLog, DeclineForm, TakeBack
from bot.ledger.money import Purse
from bot.ledger.requests.shop import MOST_OPEN_PURCHASES
from tests.commands.moderators import fill, force, force_form, force_press, freeze, set_up
from tests.commands.shopping import (
    ASK,
    CONFIRM,
    DECLINE,
    KEEP,
    WITHDRAW,
    asked_about,
    decide,
    edit_pack,
    ordered,
    purse_of,
    recounted,
)
from tests.commands.test_wallet import labels
from tests.theatre import Theatre, forge_press, open_theatre

LOG = "general"


# The packs.


async def test_the_packs_are_shown_with_their_price_by_the_coin(theatre: Theatre) -> None:
    shown = await theatre.use("Ann", "/shop show")
    assert shown.reply.ephemeral
    text = shown.reply.text
    assert "**65 coins** · $0.99 · $0.01523 a coin\n" in text
    assert "**6,607 coins** · $99.99 · $0.01513 a coin · 0.63 % less" in text
    assert "You pay outside of Ovation; a moderator confirms it" in text
    assert "Nobody from Ovation asks for a password" in text
    assert labels(shown) == []


async def test_for_an_amount_the_cheapest_packs_are_put_together(theatre: Theatre) -> None:
    shown = await theatre.use("Ann", "/shop show", amount=1_000)
    assert (
        "At least 1,000 coins cost **$15.84** at the cheapest. That gives 1,040 coins, 40 more "
        "than that:\n- 16 × 65 coins: $15.84"
    ) in shown.reply.text
    assert labels(shown) == ["16 × 65 coins · $15.84"]
    asked = await theatre.press("Ann", shown, "16 × 65 coins · $15.84")
    assert "Ask to buy **1,040 coins for $15.84**?" in asked.reply.text


async def test_who_manages_says_how_to_pay_in_their_own_words(theatre: Theatre) -> None:
    await set_up(theatre, shop_text="By transfer.\nSee <#5>.", scam_text="Only here!")
    shown = await theatre.use("Ann", "/shop show")
    assert "> By transfer.\n> See <#5>." in shown.reply.text
    assert "⚠️ Only here!" in shown.reply.text
    asked = await asked_about(theatre, "Ann")
    assert "> By transfer." in asked.reply.text
    # The packs warned of scams, and the receipt, by which one pays, does once more.
    assert "⚠️" not in asked.reply.text
    done = await theatre.press("Ann", asked, ASK)
    assert "> By transfer." in done.reply.text


async def test_with_play_money_it_says_that_nothing_is_sold_and_how_coins_come(
    theatre: Theatre,
) -> None:
    before = await asked_about(theatre, "Ann")
    await set_up(theatre, shop="play")
    shown = await theatre.use("Ann", "/shop show", amount=500)
    assert shown.reply.text == (
        "🪙 **Coins**\nCoins are play money here: nothing can be bought. They come as welcome "
        "coins, from codes (`/redeem`), drops and chests, and from 💎 (`/diamonds convert`)."
    )
    assert labels(shown) == []
    refused = await theatre.press("Ann", before, ASK)
    assert "Coins are play money here, so there is nothing to buy." in refused.reply.text


async def test_without_packs_it_says_so(theatre: Theatre) -> None:
    for number in range(1, 7):
        await edit_pack(theatre, f"retire {number}", pack=number, retired=True)
    shown = await theatre.use("Ann", "/shop show", amount=500)
    assert "Nothing is on offer right now." in shown.reply.text
    assert not shown.reply.selects
    assert labels(shown) == []


async def test_more_than_packs_are_put_together_for_is_refused(theatre: Theatre) -> None:
    refused = await force(theatre, "Ann", "/shop show", amount=10**9 + 1)
    said = "These packs are put together for up to 1,000,000,000 coins."
    assert said in refused.reply.text
    refused = await force(theatre, "Ann", "/calculator coins", amount=10**9 + 1)
    assert said in refused.reply.text
    # Packs that nobody would sell: so odd that only each amount by itself could tell.
    for number in range(1, 20):
        facts = {} if number > 6 else {"pack": number}
        await edit_pack(
            theatre, f"odd {number}", coins=99_991 + 7 * number, price=9_999_100 + number, **facts
        )
    for command in ("/shop show", "/calculator coins"):
        refused = await theatre.use("Ann", command, amount=54_321_987)
        assert "These packs are put together for up to 100,000 coins." in refused.reply.text


async def test_an_amount_of_any_size_is_put_together(theatre: Theatre) -> None:
    shown = await theatre.use("Ann", "/shop show", amount=10**9)
    assert "At least 1,000,000,000 coins cost **$15,120,992.15** at the cheapest." in (
        shown.reply.text
    )
    assert "- 302,480 × 3,306 coins: " in shown.reply.text
    assert "One request takes up to 100 packs of a kind: ask for more in another." in (
        shown.reply.text
    )
    counted = await theatre.use("Ann", "/calculator coins", amount=10**9)
    assert "cost **$15,120,992.15** at the cheapest." in counted.reply.text


# The good way.


async def test_a_pack_is_picked_asked_for_confirmed_and_told(theatre: Theatre) -> None:
    await set_up(theatre, log_channel=theatre.channel_id(LOG), welcome_coins=0)
    shown = await theatre.use("Ann", "/shop show")
    ann = await theatre.stage.person("Ann")
    asked = await (await ann.pick(shown.reply, "330 coins · $4.99")).settled()
    assert asked.updated
    assert labels(asked) == [ASK, KEEP]
    done = await theatre.press("Ann", asked, ASK)
    assert done.updated
    assert done.reply.text.startswith("Got it: `#2`, 330 coins for $4.99.")
    entry = (await theatre.announced(LOG))[-1]
    assert entry.text == "`#2` **Ann** asks to buy 330 coins for $4.99."
    listed = await theatre.use("Max", "/mod purchases")
    assert listed.reply.ephemeral
    assert f"`#2` **Ann** (<@{theatre.id_of('Ann')}>): 330 coins for $4.99" in listed.reply.text
    confirmed = await theatre.press("Max", listed, CONFIRM)
    assert confirmed.updated
    assert confirmed.reply.text.startswith("Done! `#2`: 330 coins given to **Ann** for $4.99.")
    assert "No purchase waits." in confirmed.reply.text
    assert await purse_of(theatre, "Ann") == Purse(330)
    entry = (await theatre.announced(LOG))[-1]
    assert entry.text == ("`#3` **Max** confirmed purchase `#2` of **Ann**: 330 coins for $4.99.")
    told = await theatre.use("Ann", "/history")
    assert "📋 Max confirmed your purchase `#2`: 330 coins for $4.99. (`#3`)" in told.reply.text
    line = "`#3` bought for $4.99 (`#2`), confirmed by **Max** · +330 → 330 coins"
    assert line in told.reply.text
    looked_up = await theatre.use("Max", "/mod lookup", number="#2")
    assert "**Ann** asks to buy 330 coins for $4.99." in looked_up.reply.text
    assert await recounted(theatre)


async def test_declining_asks_why_and_the_member_reads_it(theatre: Theatre) -> None:
    await set_up(theatre, log_channel=theatre.channel_id(LOG))
    number = await ordered(theatre)
    listed = await theatre.use("Max", "/mod purchases")
    form = (await theatre.press("Max", listed, DECLINE)).modal
    assert form.title == f"Decline #{number}?"
    declined = await fill(theatre, "Max", form, reason="No payment came.")
    assert declined.updated
    assert declined.reply.text.startswith(f"Declined: **Ann** gets nothing for `#{number}`")
    entry = (await theatre.announced(LOG))[-1]
    assert f"**Max** declined purchase `#{number}` of **Ann**" in entry.text
    assert "“No payment came.”" in entry.text
    told = await theatre.use("Ann", "/shop show")
    assert f"Max declined your purchase `#{number}`, 65 coins for $0.99" in told.reply.text
    assert "“No payment came.”" in told.reply.text
    assert (await purse_of(theatre, "Ann")).coins == 0
    assert await recounted(theatre)


async def test_the_log_lets_moderators_decide_where_they_read_of_it(theatre: Theatre) -> None:
    await set_up(theatre, log_channel=theatre.channel_id(LOG))
    first, second = await ordered(theatre), await ordered(theatre, "Bea")
    max_, ann = [await theatre.stage.person(name) for name in ("Max", "Ann")]
    entries = [message for message in await theatre.announced(LOG) if message.buttons]
    confirmed = await (await max_.press(entries[-2], CONFIRM)).settled()
    assert confirmed.reply.ephemeral
    assert confirmed.reply.text.startswith(f"Done! `#{first}`: 65 coins given to **Ann**")
    # Whoever reads it from now on is told so, and whoever still had the button is, too.
    entry = next(it for it in await theatre.announced(LOG) if it.id == entries[-2].id)
    assert entry.text.endswith(f"\n**Confirmed** (`#{second + 1}`)")
    assert [button.label for button in entry.buttons] == ["Look up"]
    late = await force_press(theatre, "Olive", entry, ConfirmInLog(first))
    assert late.reply.text.startswith(f"`#{first}` was confirmed already (`#{second + 1}`).")
    for caption in (CONFIRM, DECLINE):
        refused = await (await ann.press(entries[-1], caption)).settled()
        assert "That's for moderators" in refused.reply.text
    form = (await (await max_.press(entries[-1], DECLINE)).settled()).modal
    declined = await fill(theatre, "Max", form, reason="no")
    assert declined.reply.text.startswith(f"Declined: **Bea** gets nothing for `#{second}`")
    entry = next(it for it in await theatre.announced(LOG) if it.id == entries[-1].id)
    assert entry.text.endswith(f"\n**Declined** (`#{second + 2}`)")


async def test_who_asked_may_withdraw_and_is_asked_nothing_more(theatre: Theatre) -> None:
    number = await ordered(theatre)
    shown = await theatre.use("Ann", "/shop show")
    assert f"**What you asked for**\n`#{number}` 65 coins for $0.99 · asked" in shown.reply.text
    withdrawn = await theatre.press("Ann", shown, WITHDRAW)
    assert withdrawn.updated
    assert withdrawn.reply.text.startswith(f"Withdrawn: `#{number}`, 65 coins for $0.99.")
    back = await theatre.press("Ann", withdrawn, "Back to the packs")
    assert back.updated
    assert "What you asked for" not in back.reply.text
    listed = await theatre.use("Max", "/mod purchases")
    assert listed.reply.text.startswith("No purchase waits.")
    own = TakeBack(theatre.id_of("Ann"), number)
    again = await force_press(theatre, "Ann", back.reply, own)
    assert f"`#{number}` was withdrawn already" in again.reply.text


async def test_who_does_not_want_it_after_all_has_asked_for_nothing(theatre: Theatre) -> None:
    kept = await theatre.press("Ann", await asked_about(theatre, "Ann"), KEEP)
    assert kept.updated
    assert kept.reply.text == "Nothing asked for: no coins, nothing to pay."
    assert labels(kept) == ["Back to the packs"]
    # What was put together for an amount is put together again.
    back = await theatre.press("Ann", kept, "Back to the packs")
    assert back.updated
    assert "At least 65 coins cost **$0.99** at the cheapest." in back.reply.text
    shown = await theatre.use("Ann", "/shop show")
    ann = await theatre.stage.person("Ann")
    picked = await (await ann.pick(shown.reply, "330 coins · $4.99")).settled()
    kept = await theatre.press("Ann", picked, KEEP)
    back = await theatre.press("Ann", kept, "Back to the packs")
    assert "at the cheapest" not in back.reply.text


# What is refused.


async def test_a_price_that_changed_meanwhile_is_refused_with_the_new_one(
    theatre: Theatre,
) -> None:
    asked = await asked_about(theatre, "Ann")
    await edit_pack(theatre, "dearer", pack=1, price=129)
    refused = await theatre.press("Ann", asked, ASK)
    assert (
        "The price of 65 coins changed from $0.99 to **$1.29** meanwhile. Nothing was asked for"
    ) in refused.reply.text
    asked = await asked_about(theatre, "Ann")
    await set_up(theatre, currency="EUR")
    refused = await theatre.press("Ann", asked, ASK)
    assert "changed from $1.29 to **€1.29** meanwhile" in refused.reply.text


async def test_a_pack_that_was_retired_meanwhile_is_refused(theatre: Theatre) -> None:
    shown, asked = (
        await theatre.use("Ann", "/shop show", amount=65),
        await asked_about(theatre, "Ann"),
    )
    await edit_pack(theatre, "gone", pack=1, retired=True)
    for exchange, caption in ((shown, "65 coins · $0.99"), (asked, ASK)):
        refused = await theatre.press("Ann", exchange, caption)
        assert "That pack is no longer on offer." in refused.reply.text


async def test_as_many_requests_wait_as_may_and_then_nothing_is_offered(theatre: Theatre) -> None:
    earlier = await asked_about(theatre, "Ann")
    for _ in range(MOST_OPEN_PURCHASES):
        await ordered(theatre)
    refused = await theatre.press("Ann", earlier, ASK)
    assert "5 requests of yours wait already" in refused.reply.text
    shown = await theatre.use("Ann", "/shop show", amount=100)
    assert "5 requests of yours wait, and that's as many as can." in shown.reply.text
    assert "At least 100 coins cost **$1.98** at the cheapest." in shown.reply.text
    assert labels(shown) == [WITHDRAW] * MOST_OPEN_PURCHASES
    assert not shown.reply.selects


async def test_what_is_put_together_is_asked_for_part_by_part(tmp_path: Path) -> None:
    async with open_theatre(tmp_path) as theatre:
        async with theatre.bot_running():
            shown = await theatre.use("Ann", "/shop show", amount=7_000)
            parts = labels(shown)
            assert parts == [
                *("3,306 coins · $49.99", "11 × 330 coins · $54.89", "65 coins · $0.99")
            ]
            asked = await theatre.press("Ann", shown, parts[0])
            done = await theatre.press("Ann", asked, ASK)
            assert labels(done) == [WITHDRAW, "The rest: 3,694 coins"]
        # What is left of it stands in the button, so the bot may have been away.
        async with theatre.bot_running():
            rest = await theatre.press("Ann", done, "The rest: 3,694 coins")
            assert rest.updated
            assert labels(rest) == [*parts[1:], WITHDRAW]
            done = await theatre.press("Ann", await theatre.press("Ann", rest, parts[1]), ASK)
            rest = await theatre.press("Ann", done, "The rest: 64 coins")
            done = await theatre.press("Ann", await theatre.press("Ann", rest, parts[2]), ASK)
            assert labels(done) == [WITHDRAW, "Back to the packs"]
            shown = await theatre.use("Ann", "/shop show")
            assert labels(shown) == [WITHDRAW] * 3


async def test_the_frozen_and_the_barred_are_told_before_they_are_asked(theatre: Theatre) -> None:
    await freeze(theatre, "Kim")
    assert "Your account is frozen" in (await asked_about(theatre, "Kim")).reply.text
    crew = theatre.sandbox.add_role(theatre.sandbox.world.guild, "Minor", 0)
    await set_up(theatre, no_buying=crew.id)
    shop = await theatre.use("Ann", "/shop show", amount=65)
    asked = await asked_about(theatre, "Ann")
    members = theatre.sandbox.world.guild.members
    theatre.sandbox.set_member_roles(members[theatre.id_of("Ann")], crew)
    barred = f"members with <@&{crew.id}> buy no coins."
    for refused in (
        await theatre.press("Ann", shop, shop.reply.buttons[0].label),
        await theatre.press("Ann", asked, ASK),
    ):
        assert f"{barred} Nothing was done or taken." in refused.reply.text


async def test_who_may_not_buy_sees_why_and_no_prices(theatre: Theatre) -> None:
    crew = theatre.sandbox.add_role(theatre.sandbox.world.guild, "Minor", 0)
    number = await ordered(theatre, "Ann")
    members = theatre.sandbox.world.guild.members
    theatre.sandbox.set_member_roles(members[theatre.id_of("Ann")], crew)
    await set_up(theatre, no_buying=crew.id)
    shown = await theatre.use("Ann", "/shop show", amount=300)
    assert shown.reply.text.startswith(
        f"🪙 **Coins**\nHere, members with <@&{crew.id}> buy no coins. If the role isn't right for "
        "you, ask a moderator.\n"
    )
    assert not shown.reply.selects
    # What they asked for before is theirs to withdraw.
    assert labels(shown) == [WITHDRAW]
    assert f"`#{number}` 65 coins for $0.99" in shown.reply.text
    theatre.sandbox.world.user("Ann").locale = "de"
    german = await theatre.use("Ann", "/shop show")
    assert "Wenn die Rolle nicht zu dir passt, frag die Moderation." in german.reply.text
    await set_up(theatre, no_buying=theatre.guild)
    nobody = await theatre.use("Bea", "/shop show")
    assert nobody.reply.text == "🪙 **Coins**\nNobody buys coins here for now."
    await set_up(theatre, no_buying_text="Ask your parents.")
    own = await theatre.use("Bea", "/shop show")
    assert own.reply.text == "🪙 **Coins**\n> Ask your parents."


async def test_nobody_confirms_or_declines_their_own_purchase(theatre: Theatre) -> None:
    await set_up(theatre, log_channel=theatre.channel_id(LOG))
    number = await ordered(theatre, "Max")
    max_, entry = await theatre.stage.person("Max"), (await theatre.announced(LOG))[-1]
    form = (await (await max_.press(entry, DECLINE)).settled()).modal
    for refused in (
        await (await max_.press(entry, CONFIRM)).settled(),
        await fill(theatre, "Max", form, reason="mine"),
    ):
        assert refused.reply.text.startswith("That's your own purchase")
    listed = await theatre.use("Max", "/mod purchases")
    assert f"`#{number}` **Max**" in listed.reply.text
    assert "Yours: somebody else decides." in listed.reply.text
    assert labels(listed) == []
    assert (await purse_of(theatre, "Max")).coins == 0
    confirmed = await decide(theatre, "Olive", CONFIRM)
    assert f"Done! `#{number}`: 65 coins given to **Max**" in confirmed.reply.text


async def test_only_moderators_see_the_list_and_decide(theatre: Theatre) -> None:
    number = await ordered(theatre)
    refused = await force(theatre, "Kim", "/mod purchases")
    assert refused.reply.text.startswith("That's for moderators")
    own = await theatre.use("Kim", "/wallet")
    user = theatre.id_of("Kim")
    for control in (ConfirmInList(user, number, 0), ConfirmInLog(number)):
        forged = await force_press(theatre, "Kim", own.reply, control)
        assert forged.reply.text.startswith("That's for moderators")
    form = DeclineForm(1, user, number, 0)
    assert "That's for moderators" in (await force_form(theatre, "Kim", form)).reply.text
    stolen = await force_press(theatre, "Kim", own.reply, TakeBack(user, number))
    assert "That request is somebody else's." in stolen.reply.text
    listed = await theatre.use("Max", "/mod purchases")
    assert f"`#{number}` **Ann**" in listed.reply.text


async def test_a_forged_request_has_no_price_and_no_count_of_its_own(theatre: Theatre) -> None:
    own = await theatre.use("Ann", "/wallet")
    user = theatre.id_of("Ann")
    for control, said in (
        (AskPacks(1, user, 1, 1, 1, "USD", 65), "The price of 65 coins changed from $0.01"),
        (AskPacks(2, user, 1, 500, 49_500, "USD", 32_500), "One request takes 1 to 100 packs"),
        (AskPacks(3, user, 77, 1, 99, "USD", 65), "That pack is no longer on offer."),
        (AskPacks(4, user, 1, 1, 99, "USD", 99), "What $0.99 buys changed meanwhile: it is **65"),
    ):
        assert said in (await force_press(theatre, "Ann", own.reply, control)).reply.text


# Races, and the same again.


async def test_pressed_twice_and_delivered_twice_it_is_asked_for_once(theatre: Theatre) -> None:
    asked = await asked_about(theatre, "Ann")
    custom_id = asked.reply.buttons[0].custom_id
    ann = await theatre.stage.person("Ann")
    theatre.sandbox.faults.duplicate(copies=3)
    both = await asyncio.gather(ann.press(asked.reply, ASK), ann.press(asked.reply, ASK))
    for pressed in both:
        await pressed.settled()
    again = await forge_press(theatre, "Ann", asked.reply, custom_id)
    assert again.reply.text.startswith("Got it: `#1`")
    stolen = await forge_press(theatre, "Kim", asked.reply, custom_id)
    assert "somebody else's" in stolen.reply.text
    shown = await theatre.use("Ann", "/shop show")
    assert labels(shown) == [WITHDRAW]


async def test_two_moderators_at_once_credit_once(theatre: Theatre) -> None:
    number = await ordered(theatre)
    lists = {who: await theatre.use(who, "/mod purchases") for who in ("Max", "Olive")}
    theatre.sandbox.faults.duplicate(copies=2)
    pressed = await asyncio.gather(
        *(theatre.press(who, listed, CONFIRM) for who, listed in lists.items())
    )
    texts = sorted(one.reply.text for one in pressed)
    assert texts[0].startswith(f"Done! `#{number}`: 65 coins given to **Ann**")
    assert texts[1].startswith(f"`#{number}` was confirmed already (`#{number + 1}`).")
    assert (await purse_of(theatre, "Ann")).coins == 65
    assert await recounted(theatre)


async def test_withdrawn_confirmed_and_declined_at_once_it_ends_once(theatre: Theatre) -> None:
    number = await ordered(theatre)
    own = await theatre.use("Ann", "/shop show")
    lists = {who: await theatre.use(who, "/mod purchases") for who in ("Max", "Olive")}
    form = (await theatre.press("Olive", lists["Olive"], DECLINE)).modal
    await asyncio.gather(
        theatre.press("Ann", own, WITHDRAW),
        theatre.press("Max", lists["Max"], CONFIRM),
        fill(theatre, "Olive", form, reason="no"),
    )
    rows = await theatre.house.reader.fetch("SELECT state, ended_seq FROM purchase")
    ((state, ended_seq),) = rows
    assert (state in {"credited", "declined", "withdrawn"}, ended_seq) == (True, number + 1)
    assert (await purse_of(theatre, "Ann")).coins == (65 if state == "credited" else 0)
    assert await recounted(theatre)


async def test_the_list_goes_on_page_by_page(theatre: Theatre) -> None:
    for who in ("Ann", "Bea", "Kim"):
        for _ in range(2):
            await ordered(theatre, who)
    listed = await theatre.use("Max", "/mod purchases")
    assert listed.reply.text.startswith("**6 purchases wait**")
    assert labels(listed) == [*[CONFIRM, DECLINE] * 5, "◀ Oldest", "More ▶"]
    more = await theatre.press("Max", listed, "More")
    assert more.updated
    assert "`#6` **Kim**" in more.reply.text
    confirmed = await theatre.press("Max", more, CONFIRM)
    assert confirmed.reply.text.startswith("Done! `#6`: 65 coins given to **Kim**")
    # All of that page are decided, so what waits longest is next.
    assert "`#1` **Ann**" in confirmed.reply.text


async def test_a_restart_in_the_middle_forgets_nothing(tmp_path: Path) -> None:
    async with open_theatre(tmp_path) as theatre:
        async with theatre.bot_running():
            asked = await asked_about(theatre, "Ann")
        async with theatre.bot_running():
            done = await theatre.press("Ann", asked, ASK)
            assert done.reply.text.startswith("Got it: `#1`")
            listed = await theatre.use("Max", "/mod purchases")
        async with theatre.bot_running():
            confirmed = await theatre.press("Max", listed, CONFIRM)
            assert confirmed.reply.text.startswith("Done! `#1`: 65 coins given to **Ann**")
            again = await forge_press(
                theatre, "Max", listed.reply, ConfirmInList(theatre.id_of("Max"), 1, 0).custom_id
            )
            assert again.reply.text.startswith("`#1` was confirmed already (`#2`).")
            told = await theatre.use("Ann", "/wallet")
            assert "Max confirmed your purchase `#1`" in told.reply.text
            assert await recounted(theatre)


# In German.


async def test_the_shop_speaks_german(theatre: Theatre) -> None:
    theatre.sandbox.world.user("Ann").locale = "de"
    shown = await theatre.use("Ann", "/shop show", amount=1_000)
    assert "**330 Münzen** · 4,99 $ · 0,01512 $ je Münze · 0,71 % gespart" in shown.reply.text
    assert "Mindestens 1.000 Münzen kosten am günstigsten **15,84 $**." in shown.reply.text
    asked = await theatre.press("Ann", shown, "16 × 65 Münzen · 15,84 $")
    assert "**1.040 Münzen für 15,84 $** anfragen?" in asked.reply.text
    done = await theatre.press("Ann", asked, "Anfragen")
    assert done.reply.text.startswith("Notiert: `#1`, 1.040 Münzen für 15,84 $.")
    await decide(theatre, "Max", CONFIRM)
    told = await theatre.use("Ann", "/wallet")
    assert "Max hat deinen Kauf `#1` bestätigt: 1.040 Münzen für " in told.reply.text


async def test_what_was_confirmed_leaves_its_place_to_what_is_said_of_it(theatre: Theatre) -> None:
    """A second press at the same place, by a double click, confirms no other purchase."""
    first, second = await ordered(theatre), await ordered(theatre, "Bea")
    listed = await theatre.use("Max", "/mod purchases")
    confirmed = await theatre.press("Max", listed, CONFIRM)
    said = confirmed.reply.text
    assert said.startswith("**1 purchase waits**")
    assert said.index(f"Done! `#{first}`: 65 coins") < said.index(f"`#{second}` **Bea**")
