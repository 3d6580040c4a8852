"""Looking things up: a member's account, one operation, a message."""

from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.controls.moderation import LookUp, StatementPage
from bot.ledger.money import Currency
from bot.ledger.requests import ConvertDiamonds
from bot.sandbox.people.exchange import Exchange
from bot.sandbox.people.seen import Message
from bot.sandbox.service import permissions
from bot.sandbox.service.world import Overwrite
from tests.commands.moderators import (
    account,
    fill,
    force,
    force_press,
    gift,
    last_seq,
    set_up,
)
from tests.theatre import Theatre, coins_of


async def look_up(theatre: Theatre, by: str = "Max", **options: Any) -> Exchange:
    """Have somebody use `/mod lookup`; the answer is private."""
    shown = await theatre.use(by, "/mod lookup", **options)
    assert shown.reply.ephemeral
    return shown


async def look_up_member(theatre: Theatre, name: str) -> Exchange:
    """Have somebody's account looked up."""
    return await look_up(theatre, member=theatre.id_of(name))


async def look_up_message(theatre: Theatre, message: Message, by: str = "Max") -> Exchange:
    """Have somebody open the menu of a message."""
    person = await theatre.stage.person(by)
    return await (await person.menu("Look up this gift", message)).settled()


def labels(message: Message) -> list[str]:
    """What the buttons of a message say."""
    return [button.label for button in message.buttons]


# A member's account.


async def test_an_account_shows_what_it_holds_and_every_line_newest_first(
    theatre: Theatre,
) -> None:
    await theatre.grant("Ann", 500)
    await gift(theatre, count=3, message="for *you*")
    shown = (await look_up_member(theatre, "Ann")).reply
    assert f"**Ann** (<@{theatre.id_of('Ann')}>)" in shown.text
    assert "597 coins (97 bonus) · 0 💎" in shown.text
    assert "Gave 3 coins and received 0 coins in gifts." in shown.text
    assert "`#3` 🌹 3 × Rose to **Bea** · −3 → 597 coins\n“for \\*you\\*”" in shown.text
    assert "`#2` welcome coins · +100 → 600 coins" in shown.text
    assert "`#1` given by **Olive** · +500 → 500 coins\nWhy: “for a test”" in shown.text
    assert shown.text.index("`#3`") < shown.text.index("`#2`") < shown.text.index("`#1`")


async def test_a_creators_account_shows_what_the_gifts_earned(theatre: Theatre) -> None:
    await gift(theatre, count=3)
    shown = (await look_up_member(theatre, "Bea")).reply
    assert "0 coins · 1.5 💎 (1.5 bonus)" in shown.text
    assert "`#2` 🌹 3 × Rose from **Ann** · +1.5 → 1.5 💎" in shown.text


async def test_a_conversion_stands_on_the_statement_with_both_sides(theatre: Theatre) -> None:
    await theatre.grant("Bea", 25_000, Currency.DIAMONDS)
    await theatre.house.writer.submit(
        ConvertDiamonds(
            guild=theatre.guild,
            key="convert",
            actor=theatre.person("Bea"),
            units=20_000,
            quoted_rate=10_000,
        )
    )
    shown = (await look_up_member(theatre, "Bea")).reply
    assert "converted at 1 to 1 · +2 → 2 coins, −2 → 0.5 💎" in shown.text


async def test_a_frozen_account_says_by_whom_and_why(theatre: Theatre) -> None:
    await theatre.use("Max", "/mod freeze", member=theatre.id_of("Ann"), reason="a dispute")
    shown = (await look_up_member(theatre, "Ann")).reply
    assert "🧊 Frozen <t:" in shown.text
    assert "by **Max** (`#1`). Why: “a dispute”" in shown.text
    await theatre.use("Max", "/mod unfreeze", member=theatre.id_of("Ann"), reason="settled")
    shown = (await look_up_member(theatre, "Ann")).reply
    assert "🧊" not in shown.text
    assert "`#2` unfrozen by **Max**" in shown.text


async def test_who_is_in_no_books_is_told_apart_from_who_has_nothing(theatre: Theatre) -> None:
    shown = await look_up_member(theatre, "Ann")
    assert "**Ann** is not in the books yet" in shown.reply.text
    await theatre.submit_adjustment("Ann", -5, Currency.COINS, "Olive")
    shown = await look_up_member(theatre, "Ann")
    assert "0 coins · 0 💎" in shown.reply.text
    assert "No lines yet" in shown.reply.text


async def test_a_bot_has_no_account(theatre: Theatre) -> None:
    shown = await look_up_member(theatre, "Jukebox")
    assert "Bots hold no coins" in shown.reply.text


async def test_somebody_who_left_can_still_be_looked_up(theatre: Theatre) -> None:
    await gift(theatre, "Kim")
    del theatre.sandbox.world.guild.members[theatre.id_of("Kim")]
    shown = await force(theatre, "Max", "/mod lookup", member=theatre.id_of("Kim"))
    assert "99 coins (99 bonus)" in shown.reply.text


async def test_nothing_named_asks_what_to_look_up(theatre: Theatre) -> None:
    assert "Name a member, or the number" in (await look_up(theatre)).reply.text


async def test_a_statement_is_turned_in_both_directions(theatre: Theatre) -> None:
    for amount in range(1, 17):
        await theatre.grant("Ann", amount)
    first = await look_up_member(theatre, "Ann")
    assert "`#16`" in first.reply.text
    assert "`#9`" not in first.reply.text
    assert [button.disabled for button in first.reply.buttons] == [True, False]
    second = await theatre.press("Max", first, "Older ▶")
    assert second.reply.id == first.reply.id
    assert "`#9`" in second.reply.text
    assert "`#10`" not in second.reply.text
    last = await theatre.press("Max", second, "Older ▶")
    assert "`#2`" in last.reply.text
    assert [button.disabled for button in last.reply.buttons] == [False, True]
    back = await theatre.press("Max", last, "◀ Newer")
    assert "`#9`" in back.reply.text
    assert "`#3`" in back.reply.text


async def test_turning_a_page_needs_the_right_at_that_moment(theatre: Theatre) -> None:
    for amount in range(1, 10):
        await theatre.grant("Ann", amount)
    first = await look_up_member(theatre, "Ann")
    theatre.sandbox.world.guild.members[theatre.id_of("Max")].roles.clear()
    turned = await theatre.press("Max", first, "Older ▶")
    assert "That's for moderators" in turned.reply.text


async def test_somebody_elses_page_is_not_turned(theatre: Theatre) -> None:
    await gift(theatre)
    (thanks,) = await theatre.announced()
    page = StatementPage("older", theatre.id_of("Max"), theatre.id_of("Ann"), 2)
    said = await force_press(theatre, "Olive", thanks, page)
    assert "somebody else's" in said.reply.text


async def test_the_longest_page_still_fits_into_a_message(theatre: Theatre) -> None:
    long = "*_~`|>#[]()<:@" * 20
    theatre.sandbox.world.user("Ann").global_name = "*" * 32
    await set_up(theatre, confirm_coins=0)
    await theatre.grant("Ann", 5_000)
    for _ in range(4):
        await gift(theatre, count=999, message=long[:140])
        await theatre.use(
            "Max",
            "/mod adjust",
            member=theatre.id_of("Ann"),
            currency="coins",
            amount="+1000",
            reason=long,
        )
        await theatre.use("Max", "/mod freeze", member=theatre.id_of("Ann"), reason=long)
        await theatre.use("Max", "/mod unfreeze", member=theatre.id_of("Ann"), reason=long)
    shown = await look_up_member(theatre, "Ann")
    assert f"`#{await last_seq(theatre)}`" in shown.reply.text
    audit = await theatre.use("Max", "/mod audit")
    assert f"`#{await last_seq(theatre)}`" in audit.reply.text


# Reversing from a statement.


async def test_every_gift_line_has_its_own_reverse_button(theatre: Theatre) -> None:
    await gift(theatre)
    await gift(theatre, what="Perfume")
    shown = await look_up_member(theatre, "Ann")
    assert labels(shown.reply) == ["Reverse", "Reverse"]
    asked = await theatre.press("Max", shown, shown.reply.buttons[1].custom_id or "")
    assert asked.modal.title == "Reverse gift #2?"
    assert "🌹 Rose from **Ann** to **Bea**" in asked.modal.text
    assert "**Ann** gets 1 coin (1 bonus) back, **Bea** loses 0.5 💎 (0.5 bonus)" in (
        asked.modal.text
    )
    done = await fill(theatre, "Max", asked.modal, reason="wrong person")
    assert done.reply.ephemeral
    assert "Gift `#2` (🌹 Rose) is reversed" in done.reply.text
    assert await coins_of(theatre, "Ann") == 80
    shown = await look_up_member(theatre, "Ann")
    assert labels(shown.reply) == ["Reverse"]
    assert "reversed by `#4`" in shown.reply.text
    assert "`#4` gift `#2` (🌹 Rose to **Bea**) reversed by **Max** · +1 → 80 coins" in (
        shown.reply.text
    )


async def test_a_stale_reverse_button_says_that_it_was_done(theatre: Theatre) -> None:
    seq = await gift(theatre)
    shown = await look_up_member(theatre, "Ann")
    await theatre.use("Olive", "/mod reverse", gift=f"{seq}", reason="wrong person")
    asked = await theatre.press("Max", shown, "Reverse")
    assert not asked.has_modal
    assert "was reversed before" in asked.reply.text


async def test_a_shortfall_is_told_before_a_reason_is_asked_for(theatre: Theatre) -> None:
    await gift(theatre, count=4)
    await theatre.submit_adjustment("Bea", -5_000, Currency.BONUS_DIAMONDS, "Olive")
    shown = await look_up_member(theatre, "Ann")
    asked = await theatre.press("Max", shown, "Reverse")
    assert not asked.has_modal
    assert "The creator is 0.5 💎 short" in asked.reply.text


async def test_the_reason_must_be_more_than_blanks(theatre: Theatre) -> None:
    await gift(theatre)
    shown = await look_up_member(theatre, "Ann")
    asked = await theatre.press("Max", shown, "Reverse")
    said = await fill(theatre, "Max", asked.modal, reason="   ")
    assert "A reason is needed" in said.reply.text
    assert await coins_of(theatre, "Ann") == 99


# One operation.


async def test_a_gift_is_shown_with_all_that_it_moved_and_where_it_was_thanked(
    theatre: Theatre,
) -> None:
    await theatre.grant("Ann", 500)
    seq = await gift(theatre, count=101, message="for you")
    (thanks,) = await theatre.announced()
    shown = (await look_up(theatre, number=f"#{seq}")).reply
    assert f"`#{seq}` **Ann** sent 🌹 101 × Rose to **Bea**." in shown.text
    assert "They wrote: “for you”" in shown.text
    assert "**Ann** paid 101 coins (100 bonus), 1 each." in shown.text
    assert "**Bea** earned 50.5 💎 (50 bonus), a share of 50 %." in shown.text
    assert f"Thanked in <#{thanks.channel_id}>: https://discord.com/channels/" in shown.text
    assert shown.text.endswith(f"/{thanks.channel_id}/{thanks.id}")
    assert labels(shown) == ["Reverse", "Ann's statement", "Bea's statement"]


async def test_a_reversed_gift_says_by_whom_and_why_and_has_no_button(theatre: Theatre) -> None:
    seq = await gift(theatre)
    await theatre.use("Max", "/mod reverse", gift=f"#{seq}", reason="wrong person")
    shown = (await look_up(theatre, number=f"{seq}")).reply
    assert f"by **Max** (`#{seq + 1}`). Why: “wrong person”" in shown.text
    assert "Reverse" not in labels(shown)
    reversal = (await look_up(theatre, number=f"{seq + 1}")).reply
    assert f"`#{seq + 1}` **Max** reversed gift `#{seq}`, 🌹 Rose from **Ann**" in reversal.text
    assert "Why: “wrong person”" in reversal.text
    assert f"The gift: `#{seq}` 🌹 Rose" in reversal.text


async def test_a_gift_that_nobody_was_thanked_for_yet_says_so(theatre: Theatre) -> None:
    world = theatre.sandbox.world
    mute = Overwrite(world.bot.id, 1, deny=permissions.SEND_MESSAGES)
    world.channel("gifts").overwrites[world.bot.id] = mute
    seq = await gift(theatre)
    shown = await look_up(theatre, number=f"{seq}")
    assert "Not thanked in public yet" in shown.reply.text


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("1", "`#1` **Olive** gave 50 coins to **Ann**."),
        ("1", "Left afterwards: 50 coins, bonus apart."),
        ("2", "`#2` **Ann** was welcomed with 100 bonus coins."),
        ("3", "`#3` **Max** froze **Ann**."),
        ("3", "Why: “a dispute”"),
        ("4", "`#4` **Max** unfroze **Ann**."),
        ("5", "`#5` **Olive** changed welcome coins: 100 → 50"),
        ("9", "Nothing stands in the books under `#9`"),
        ("nine", "Numbers look like `#12`"),
    ],
)
async def test_every_kind_of_operation_can_be_looked_up(
    theatre: Theatre, number: str, said: str
) -> None:
    await theatre.grant("Ann", 50)
    await theatre.use("Ann", "/wallet")
    await theatre.use("Max", "/mod freeze", member=theatre.id_of("Ann"), reason="a dispute")
    await theatre.use("Max", "/mod unfreeze", member=theatre.id_of("Ann"), reason="settled")
    await set_up(theatre, welcome_coins=50)
    assert said in (await look_up(theatre, number=number)).reply.text


async def test_a_line_of_a_statement_leads_to_its_operation_and_on(theatre: Theatre) -> None:
    await gift(theatre)
    shown = await look_up_member(theatre, "Ann")
    max_ = await theatre.stage.person("Max")
    picked = await (await max_.pick(shown.reply, "#2 · gift · Ann → Bea")).settled()
    assert picked.reply.id != shown.reply.id
    assert "`#2` **Ann** sent 🌹 Rose to **Bea**." in picked.reply.text
    further = await theatre.press("Max", picked, "Bea's statement")
    assert further.reply.id != picked.reply.id
    assert "🌹 Rose from **Ann**" in further.reply.text


# A message.


async def test_the_menu_of_a_thank_you_finds_its_gift(theatre: Theatre) -> None:
    await gift(theatre)
    second = await gift(theatre, "Kim", "Perfume", "Cleo")
    *_, thanks = await theatre.announced()
    shown = await look_up_message(theatre, thanks)
    assert shown.reply.ephemeral
    assert f"`#{second}` **Kim** sent 🧴 Perfume to **Cleo**." in shown.reply.text
    asked = await theatre.press("Max", shown, "Reverse")
    assert asked.modal.title == f"Reverse gift #{second}?"


async def test_the_menu_of_a_marked_thank_you_still_finds_its_gift(theatre: Theatre) -> None:
    seq = await gift(theatre)
    await theatre.announced()
    await theatre.use("Max", "/mod reverse", gift=f"{seq}", reason="wrong person")
    (thanks,) = await theatre.announced()
    assert "↩️ Reversed" in (await look_up_message(theatre, thanks)).reply.text


async def test_an_entry_of_the_log_is_found_by_menu_and_by_button(theatre: Theatre) -> None:
    await set_up(theatre, log_channel=theatre.channel_id("ovation-log"))
    await theatre.use("Max", "/mod freeze", member=theatre.id_of("Ann"), reason="a dispute")
    entry = (await theatre.announced("ovation-log"))[-1]
    shown = await look_up_message(theatre, entry)
    assert "**Max** froze **Ann**" in shown.reply.text
    max_ = await theatre.stage.person("Max")
    await max_.read("ovation-log")
    pressed = await (await max_.press(entry, "Look up")).settled()
    assert pressed.reply.ephemeral
    assert "**Max** froze **Ann**" in pressed.reply.text
    assert labels(pressed.reply) == ["Max's statement", "Ann's statement"]


async def test_any_other_message_is_answered_politely(theatre: Theatre) -> None:
    wallet = await theatre.use("Max", "/wallet")
    shown = await look_up_message(theatre, wallet.reply)
    assert "There is no gift behind that message" in shown.reply.text


async def test_the_menu_needs_the_right(theatre: Theatre) -> None:
    await gift(theatre)
    (thanks,) = await theatre.announced()
    max_, kim = await theatre.stage.person("Max"), await theatre.stage.person("Kim")
    command = (await max_.commands()).menu("Look up this gift", 3)
    theatre.sandbox.world.trusting = True
    with capture_logs() as logs:
        data = command.data({}) | {"target_id": str(thanks.id)}
        forged = await kim.forge({"type": 2, "channel_id": str(thanks.channel_id), "data": data})
        await forged.settled()
    assert "That's for moderators" in forged.reply.text
    assert "a right is missing" in [entry["event"] for entry in logs]


async def test_what_another_bot_posts_is_no_gift_of_ours(theatre: Theatre) -> None:
    seq = await gift(theatre)
    world = theatre.sandbox.world
    (thanks,) = await theatre.announced()
    stored = world.channel("gifts").messages[thanks.id]
    stored.payload["author"] = {**stored.payload["author"], "id": str(theatre.id_of("Jukebox"))}
    shown = await look_up_message(theatre, thanks)
    assert "There is no gift behind that message" in shown.reply.text
    assert (await account(theatre, "Ann")).number is not None
    assert LookUp(seq).custom_id == f"log:{seq}"
