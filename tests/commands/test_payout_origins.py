"""Where the diamonds of a cash-out came from, as whoever decides reads it: at a glance, in full."""

from typing import Any

from bot.controls.payouts import ShowOrigin
from bot.ledger.money import Currency
from bot.ledger.requests.fairness import ForceReversal
from tests.commands.cashing_out import (
    ASK,
    DIAMOND,
    LOG,
    buy_at_discord,
    decide,
    take_purchase_back,
)
from tests.commands.moderators import force_press, gift, last_seq, reverse, set_up
from tests.commands.shopping import decide as decide_purchase
from tests.commands.shopping import ordered
from tests.commands.test_wallet import labels
from tests.theatre import Theatre

FROM = "Where from?"


async def earned(theatre: Theatre) -> int:
    """Have Bea ask for what she has: of gifts by Ann, who bought her coins from Max, and by Kim,
    who has hers from Olive, and some that Olive gave her by hand; the number of her payout."""
    await set_up(theatre, cashout=1, cashout_least=1, welcome_coins=0)
    await ordered(theatre, "Ann", 330)
    await decide_purchase(theatre, "Max", "Paid: confirm")
    for _ in range(3):
        await gift(theatre, "Ann", "Perfume")
    await theatre.grant("Kim", 200)
    await gift(theatre, "Kim", "Perfume")
    await theatre.grant("Bea", 10 * DIAMOND, Currency.DIAMONDS)
    asked = await theatre.use("Bea", "/diamonds cashout")
    await theatre.press("Bea", asked, ASK)
    return await last_seq(theatre)


async def test_the_list_tells_in_two_lines_where_the_diamonds_came_from(theatre: Theatre) -> None:
    number = await earned(theatre)
    listed = await theatre.use("Max", "/mod payouts")
    said = listed.reply.text
    assert "From 2 givers since <t:" in said
    assert ":d>: **Ann** 60 %, **Kim** 20 %\n" in said
    assert (
        f"⚠️ 20 % given by hand: 10 💎 by **Olive** (`#{number - 1}`) · 200 coins of **Kim** given "
        "by hand by **Olive** · you confirmed 330 coins of **Ann**\n"
    ) in said
    assert labels(listed) == ["Approve", "Reject", FROM]
    # What only Max did is told to Max.
    other = await theatre.use("Olive", "/mod payouts")
    assert "10 💎 by **you**" in other.reply.text
    assert "200 coins of **Kim** given by hand by **you**" in other.reply.text
    assert "you confirmed" not in other.reply.text


async def test_a_button_tells_all_of_where_they_came_from(theatre: Theatre) -> None:
    number = await earned(theatre)
    listed = await theatre.use("Max", "/mod payouts")
    shown = await theatre.press("Max", listed, FROM)
    assert shown.reply.ephemeral
    assert not shown.updated
    said = shown.reply.text
    assert f"**Where the 50 💎 of `#{number}` came from**\nAsked for by **Bea**." in said
    assert "-# 50 💎 came in since <t:" in said
    ann = theatre.id_of("Ann")
    assert f"**Ann** (<@{ann}>) 60 % · 30 💎 in 3 gifts · account made <t:" in said
    assert "20 % · 10 💎 in 1 gift · account made <t:" in said
    assert f"**Given by hand**\n10 💎 by **Olive** (`#{number - 1}`)" in said
    assert "**Ann**: 330 coins bought, confirmed by **you**" in said
    assert "**Kim**: 200 coins given by hand by **Olive**" in said
    statement = await theatre.press("Max", shown, "Bea's statement")
    assert "given by hand" not in statement.reply.text
    assert "**Olive**" in statement.reply.text
    olive = await theatre.press("Olive", await theatre.use("Olive", "/mod payouts"), FROM)
    assert "confirmed by **Max**" in olive.reply.text
    assert "**Kim**: 200 coins given by hand by **you**" in olive.reply.text


async def test_the_entry_of_the_log_tells_it_too_and_who_has_no_right_reads_no_more(
    theatre: Theatre,
) -> None:
    await set_up(theatre, log_channel=theatre.channel_id(LOG))
    number = await earned(theatre)
    entry = (await theatre.announced(LOG))[-1]
    assert "**Ann** 60 %, **Kim** 20 %\n⚠️ 20 % given by hand: 10 💎 by **Olive**" in entry.text
    assert "you confirmed" not in entry.text
    max_ = await theatre.stage.person("Max")
    shown = await (await max_.press(entry, FROM)).settled()
    assert f"**Where the 50 💎 of `#{number}` came from**" in shown.reply.text
    refused = await force_press(theatre, "Kim", entry, ShowOrigin(number))
    assert "That's for moderators" in refused.reply.text
    unknown = await force_press(theatre, "Max", entry, ShowOrigin(number + 50))
    assert f"`#{number + 50}` is no cash-out" in unknown.reply.text


async def test_once_it_is_over_it_can_still_be_looked_into(theatre: Theatre) -> None:
    number = await earned(theatre)
    listed = await theatre.use("Max", "/mod payouts")
    await decide(theatre, "Olive", "Reject", reason="looks odd")
    shown = await theatre.press("Max", listed, FROM)
    assert f"**Where the 50 💎 of `#{number}` came from**" in shown.reply.text


async def test_where_nothing_explains_them_it_says_so(theatre: Theatre) -> None:
    """A gift that was taken back after it was cashed out explains nothing any more."""
    await set_up(theatre, cashout=1, cashout_least=1, welcome_coins=0)
    await theatre.grant("Ann", 200)
    first = await gift(theatre, "Ann", "Perfume")
    asked = await theatre.use("Bea", "/diamonds cashout")
    await theatre.press("Bea", asked, ASK)
    await theatre.grant("Bea", 10 * DIAMOND, Currency.DIAMONDS)
    await reverse(theatre, f"#{first}")
    said = "No gifts and no adjustments are found that these 💎 could have come from."
    listed = await theatre.use("Max", "/mod payouts")
    assert f"⚠️ {said}" in listed.reply.text
    assert said in (await theatre.press("Max", listed, FROM)).reply.text


async def test_a_german_moderator_reads_it_in_german(theatre: Theatre) -> None:
    number = await earned(theatre)
    theatre.sandbox.world.user("Max").locale = "de"
    listed = await theatre.use("Max", "/mod payouts")
    assert "Von 2 Personen seit <t:" in listed.reply.text
    assert (
        f"⚠️ 20 % von Hand gutgeschrieben: 10 💎 von **Olive** (`#{number - 1}`) · 200 Münzen bei "
        "**Kim** von Hand gutgeschrieben von **Olive** · 330 Münzen bei **Ann** hast du selbst "
        "bestätigt"
    ) in listed.reply.text
    shown = await theatre.press("Max", listed, "Woher?")
    assert f"**Woher die 50 💎 von `#{number}` kommen**\nAngefragt von **Bea**." in (
        shown.reply.text
    )
    assert "60 % · 30 💎 in 3 Geschenken · Konto entstand <t:" in shown.reply.text
    assert "**Ann**: 330 Münzen gekauft, bestätigt von **dir**" in shown.reply.text


async def refunded(theatre: Theatre) -> tuple[int, int]:
    """Have Bea ask for diamonds of a gift by Ann, to whom Discord gave the money back since; the
    number of the payout, and of what took the coins back."""
    await set_up(theatre, cashout=1, cashout_least=1, welcome_coins=0)
    await buy_at_discord(theatre, "Ann")
    await gift(theatre, "Ann", "Perfume")
    asked = await theatre.use("Bea", "/diamonds cashout")
    await theatre.press("Bea", asked, ASK)
    number = await last_seq(theatre)
    await take_purchase_back(theatre, "Ann")
    return number, await last_seq(theatre)


async def let_ann_off(theatre: Theatre) -> str:
    """Have Olive forgive what Ann owes; what she reads."""
    facts: dict[str, Any] = {"member": theatre.id_of("Ann"), "reason": "bad luck"}
    return (await theatre.use("Olive", "/mod forgive", **facts)).reply.text


async def test_that_discord_gave_the_money_back_is_told_before_it_is_paid_out(
    theatre: Theatre,
) -> None:
    _, back = await refunded(theatre)
    listed = await theatre.use("Max", "/mod payouts")
    said = f"⚠️ **Ann** owes 20 coins: Discord gave the money back (`#{back}`)\n"
    assert said in listed.reply.text
    shown = (await theatre.press("Max", listed, FROM)).reply.text
    assert (
        "**Money given back, debts let off**\n**Ann**: Discord gave the money for 65 coins back "
        f"(`#{back}`); owes 20 coins"
    ) in shown
    theatre.sandbox.world.user("Max").locale = "de"
    listed = await theatre.use("Max", "/mod payouts")
    said = f"⚠️ **Ann** schuldet 20 Münzen: Discord hat das Geld erstattet (`#{back}`)\n"
    assert said in listed.reply.text
    shown = (await theatre.press("Max", listed, "Woher?")).reply.text
    assert (
        "**Geld zurück, Schulden erlassen**\n**Ann**: Geld für 65 Münzen von Discord erstattet "
        f"(`#{back}`); offen: 20 Münzen"
    ) in shown


async def test_a_debt_that_was_forgiven_warns_who_forgives_it_and_who_pays_out(
    theatre: Theatre,
) -> None:
    _, back = await refunded(theatre)
    receipt = await let_ann_off(theatre)
    assert "**Ann** owes nothing any more; it was 20 coins." in receipt
    assert "⚠️ Discord gave the money back, and gifts made of those coins can still be" in receipt
    seq = await last_seq(theatre)
    listed = await theatre.use("Max", "/mod payouts")
    said = f"⚠️ **Ann** was let off 20 coins by **Olive** (`#{seq}`)\n"
    assert said in listed.reply.text
    shown = (await theatre.press("Max", listed, FROM)).reply.text
    assert f"for 65 coins back (`#{back}`); nothing is owed\n" in shown
    assert f"**Ann** was let off 20 coins by **Olive** (`#{seq}`)" in shown
    listed = await theatre.use("Olive", "/mod payouts")
    assert "was let off 20 coins by **you**" in listed.reply.text
    theatre.sandbox.world.user("Olive").locale = "de"
    listed = await theatre.use("Olive", "/mod payouts")
    said = f"⚠️ Schulden von **Ann** erlassen von **dir**: 20 Münzen (`#{seq}`)\n"
    assert said in listed.reply.text


async def test_where_nothing_is_paid_out_forgiving_needs_no_warning(theatre: Theatre) -> None:
    await refunded(theatre)
    await set_up(theatre, cashout=0)
    assert "⚠️" not in await let_ann_off(theatre)


async def test_what_the_creator_was_let_off_stands_first_in_what_is_paid_out(
    theatre: Theatre,
) -> None:
    """With the coins of a gift that was taken back by two she could be paid for it twice."""
    await set_up(theatre, cashout=1, cashout_least=1, welcome_coins=0)
    await theatre.grant("Ann", 200)
    first = await gift(theatre, "Ann", "Perfume")
    await theatre.grant("Bea", -10 * DIAMOND, Currency.DIAMONDS)
    facts: dict[str, Any] = {"guild": theatre.guild, "seq": first, "reason": "fraud"}
    for who in ("Max", "Olive"):
        request = ForceReversal(key=who, actor=theatre.person(who), **facts)
        await theatre.house.writer.submit(request)
    named: dict[str, Any] = {"member": theatre.id_of("Bea"), "reason": "sorry"}
    await theatre.use("Olive", "/mod forgive", **named)
    seq = await last_seq(theatre)
    await gift(theatre, "Ann", "Perfume")
    asked = await theatre.use("Bea", "/diamonds cashout")
    await theatre.press("Bea", asked, ASK)
    listed = await theatre.use("Max", "/mod payouts")
    said = f"⚠️ **Bea** was let off 10 💎 by **Olive** (`#{seq}`) · "
    assert said in listed.reply.text
