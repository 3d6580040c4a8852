"""The wallet through Discord: what one holds, and what came while one was away."""

import pytest

from bot.ledger.money import Currency
from bot.ledger.outcomes import Accepted, GiftSent
from bot.ledger.requests import FreezeMember, Request, ReverseGift, SendGift
from bot.sandbox.people.exchange import Exchange
from bot.storage.statements import wallet
from tests.commands.moderators import set_up
from tests.theatre import Theatre, forge_press
from tests.waiting import until


async def done(theatre: Theatre, request: Request) -> Accepted:
    """Have the ledger do something itself."""
    outcome = await theatre.house.writer.submit(request)
    assert isinstance(outcome, Accepted), outcome
    return outcome


async def sent(theatre: Theatre, sender: str, to: str, quantity: int = 1, item: int = 1) -> int:
    """Have a gift sent without Discord; its `#seq`. Gift 1 is the Rose, for one coin."""
    name = f"{sender} to {to}: {quantity} of {item}, {len(theatre.stage.people)}"
    rows = await theatre.house.reader.fetch("SELECT count(*) FROM operation")
    gift = SendGift(
        guild=theatre.guild,
        key=f"{name}, {rows[0][0]}",
        actor=theatre.person(sender),
        to=theatre.person(to),
        item=item,
        quantity=quantity,
    )
    outcome = await done(theatre, gift)
    assert isinstance(outcome, GiftSent)
    return outcome.seq


def labels(exchange: Exchange) -> list[str]:
    """What the buttons of an answer say."""
    return [button.label for button in exchange.reply.buttons]


async def test_the_first_wallet_welcomes_and_the_second_does_not(theatre: Theatre) -> None:
    first = await theatre.use("Ann", "/wallet")
    assert first.reply.ephemeral
    assert "👋 Welcome! 100 coins are yours to give away." in first.reply.text
    assert "**100 coins** (100 bonus) · **0** 💎" in first.reply.text
    assert "No gifts yet. `/gift` sends the first." in first.reply.text
    second = await theatre.use("Ann", "/wallet")
    assert "👋" not in second.reply.text
    assert "**100 coins** (100 bonus)" in second.reply.text


async def test_the_same_wallet_delivered_twice_welcomes_once(theatre: Theatre) -> None:
    theatre.sandbox.faults.duplicate(copies=3)
    await theatre.use("Ann", "/wallet")
    view = await wallet(theatre.house.reader, theatre.guild, theatre.id_of("Ann"))
    assert view.purse.all_coins == 100


async def test_a_young_account_is_told_when_its_coins_come(theatre: Theatre) -> None:
    shown = await theatre.use("Newt", "/wallet")
    born_ms = (theatre.id_of("Newt") >> 22) + 1_420_070_400_000
    due = f"<t:{(born_ms + 7 * 86_400_000) // 1000}:R>"
    assert f"👋 Your 100 welcome coins come {due}: look in again then." in shown.reply.text
    assert "**0 coins** · **0** 💎" in shown.reply.text
    assert "see `/shop show`" in shown.reply.text
    assert labels(shown) == []


async def test_an_empty_wallet_tells_how_coins_come(theatre: Theatre) -> None:
    await set_up(theatre, welcome_coins=0)
    shown = await theatre.use("Ann", "/wallet")
    assert "👋" not in shown.reply.text
    assert "No gifts yet.\n-# More coins: see `/shop show`." in shown.reply.text


async def test_bonus_parts_are_told_apart(theatre: Theatre) -> None:
    await theatre.grant("Ann", 1_150)
    await theatre.grant("Ann", 25_000, Currency.BONUS_DIAMONDS)
    await theatre.grant("Ann", 100_000, Currency.DIAMONDS)
    shown = await theatre.use("Ann", "/wallet")
    assert "**1,250 coins** (100 bonus) · **12.5** 💎 (2.5 bonus)" in shown.reply.text
    assert labels(shown) == ["History", "Convert 💎"]


async def test_it_tells_what_was_given_and_received(theatre: Theatre) -> None:
    await theatre.grant("Ann", 100)
    await theatre.grant("Bea", 100)
    await sent(theatre, "Ann", "Bea", 30)
    await sent(theatre, "Bea", "Ann", 7)
    assert (
        "Given 30 · received 7 coins in gifts" in (await theatre.use("Ann", "/wallet")).reply.text
    )


async def test_it_tells_once_what_came_while_one_was_away(theatre: Theatre) -> None:
    for name in ("Ann", "Kim"):
        await theatre.grant(name, 100)
    await sent(theatre, "Kim", "Bea", 5)
    await sent(theatre, "Kim", "Bea", 6)
    await sent(theatre, "Ann", "Bea")
    first = await theatre.use("Bea", "/wallet")
    assert "While you were away: 2 gifts from Kim and 1 gift from Ann." in first.reply.text
    await theatre.finished()
    assert "were away" not in (await theatre.use("Bea", "/wallet")).reply.text
    await sent(theatre, "Ann", "Bea", 2)
    assert "away: 1 gift from Ann." in (await theatre.use("Bea", "/wallet")).reply.text


async def test_a_gift_that_was_taken_back_is_not_told(theatre: Theatre) -> None:
    await theatre.grant("Ann", 100)
    seq = await sent(theatre, "Ann", "Bea", 5)
    max_ = theatre.person("Max")
    undo = ReverseGift(guild=theatre.guild, key="undo", actor=max_, seq=seq, reason="by mistake")
    await done(theatre, undo)
    assert "were away" not in (await theatre.use("Bea", "/wallet")).reply.text


async def test_those_who_gave_most_are_named_and_the_rest_is_counted(theatre: Theatre) -> None:
    givers = ["Ann", "Kim", "Lee", "Amir", "Ben", "Chen", "Dana"]
    for place, name in enumerate(givers):
        await theatre.grant(name, 100)
        await sent(theatre, name, "Bea", 50 - place)
    shown = (await theatre.use("Bea", "/wallet")).reply.text
    assert "away: 1 gift from Ann, 1 gift from Kim," in shown
    assert "1 gift from Ben and 2 more." in shown


async def test_what_did_not_arrive_is_told_again(theatre: Theatre) -> None:
    await theatre.grant("Ann", 100)
    await sent(theatre, "Ann", "Bea")
    lost = theatre.sandbox.faults.reset("/interactions/*/callback", "POST")
    bea = await theatre.stage.person("Bea")
    await bea.use("/wallet", channel="gifts")
    await until(lambda: bool(lost.struck))
    await theatre.finished()
    shown = await theatre.use("Bea", "/wallet")
    assert "While you were away: 1 gift from Ann." in shown.reply.text


async def test_a_frozen_account_is_told_so_with_the_number_to_ask_about(theatre: Theatre) -> None:
    await theatre.use("Ann", "/wallet")
    people = {"actor": theatre.person("Max"), "member": theatre.person("Ann")}
    freeze = FreezeMember(guild=theatre.guild, key="freeze", reason="a dispute", **people)
    frozen = await done(theatre, freeze)
    shown = (await theatre.use("Ann", "/wallet")).reply.text
    assert "Your account is frozen: no sending, converting, cashing out or shows for now." in shown
    assert f"Ask a moderator about `#{frozen.seq}`." in shown


async def test_what_moderators_did_stands_above_the_wallet_and_is_told_once(
    theatre: Theatre,
) -> None:
    await theatre.grant("Ann", 50)
    first = (await theatre.use("Ann", "/wallet")).reply.text
    assert first.startswith("📋 Olive gave you 50 coins. Why: “for a test” (`#1`)")
    await theatre.finished()
    assert "📋" not in (await theatre.use("Ann", "/wallet")).reply.text


async def test_the_wallet_is_shown_while_nothing_can_be_written(theatre: Theatre) -> None:
    await theatre.grant("Ann", 100)
    await sent(theatre, "Ann", "Bea")
    keeper = theatre.house.database.keeper
    await keeper.fetch("PRAGMA query_only = ON")
    shown = await theatre.use("Bea", "/wallet")
    assert "While you were away: 1 gift from Ann." in shown.reply.text
    await theatre.finished()
    assert len(shown.created) == 1
    await keeper.fetch("PRAGMA query_only = OFF")
    assert "👋 Welcome!" in (await theatre.use("Bea", "/wallet")).reply.text


async def test_its_buttons_lead_to_the_history_and_to_a_conversion(theatre: Theatre) -> None:
    await theatre.grant("Ann", 120_000, Currency.DIAMONDS)
    shown = await theatre.use("Ann", "/wallet")
    history = await theatre.press("Ann", shown, "History")
    assert history.reply.ephemeral
    assert "**Your history**" in history.reply.text
    asked = await theatre.press("Ann", shown, "Convert 💎")
    assert "Convert **12** 💎 into **12 coins**?" in asked.reply.text


@pytest.mark.parametrize("caption", ["History", "Convert 💎"])
async def test_the_buttons_of_somebody_elses_wallet_are_refused(
    theatre: Theatre, caption: str
) -> None:
    await theatre.grant("Ann", 120_000, Currency.DIAMONDS)
    shown = await theatre.use("Ann", "/wallet")
    button = next(button for button in shown.reply.buttons if button.label == caption)
    forged = await forge_press(theatre, "Kim", shown.reply, button.custom_id)
    assert forged.reply.ephemeral
    assert "somebody else's" in forged.reply.text


async def test_a_strange_name_is_shown_harmless(theatre: Theatre) -> None:
    theatre.sandbox.world.user("Kim").global_name = "**@everyone** \u202egnp.exe" + "x" * 40
    await theatre.use("Kim", "/gift", gift="Rose", to=theatre.id_of("Bea"))
    shown = (await theatre.use("Bea", "/wallet")).reply.text
    assert "1 gift from \\*\\*\\@everyone\\*\\* gnp.exe" in shown
    assert "x" * 32 not in shown
