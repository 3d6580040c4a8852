"""Limits as members and managers meet them: budgets, caps, and the age of an account."""

import re
from pathlib import Path
from typing import Final

from bot.ledger.rules.limits import RAISED_AFTER_MS
from bot.sandbox.people.exchange import Exchange
from tests.commands.moderators import force, gift, last_seq, set_up, settings_of
from tests.theatre import Theatre, coins_of, open_theatre

DAY_SECONDS: Final = RAISED_AFTER_MS / 1_000


async def budget(theatre: Theatre, coins: int, per: str = "day") -> str:
    """Have Ann set a budget; what is answered."""
    said = await theatre.use("Ann", "/budget set", per=per, coins=coins)
    assert said.reply.ephemeral
    return said.reply.text


async def roses(theatre: Theatre, count: int, who: str = "Ann", to: str = "Bea") -> Exchange:
    """Have somebody send so many roses."""
    return await theatre.use(who, "/gift", gift="Rose", to=theatre.id_of(to), count=count)


async def test_a_budget_is_set_met_lowered_and_raised(theatre: Theatre) -> None:
    theatre.keep_clear_of_midnight()
    said = await theatre.use("Ann", "/budget show")
    assert said.reply.text.startswith("No budget: you give as much as you have.")
    await theatre.grant("Ann", 500)
    first = await budget(theatre, 50)
    assert "Done! It holds from now on.\n" in first
    assert "**50 coins a day**\n▱▱▱▱▱▱▱▱▱▱ 50 left, renews <t:" in first
    assert first.count("50 coins") == 1
    assert "That is how it is already: 50 coins a day." in await budget(theatre, 50)
    refused = await theatre.use("Ann", "/gift", gift="Perfume", to=theatre.id_of("Bea"), count=3)
    assert "That's 60 coins, and your own budget leaves 50 of 50 today." in refused.reply.text
    assert "Nothing taken: it renews <t:" in refused.reply.text
    assert refused.reply.text.endswith("Doughnut (30) fits.")
    assert await coins_of(theatre, "Ann") == 600
    assert "Sent! 40 🌹" in (await roses(theatre, 40)).reply.text
    wallet = await theatre.use("Ann", "/wallet")
    assert "Your budget leaves 10 coins today." in wallet.reply.text
    await theatre.use("Ann", "/budget set", per="month", coins=400)
    both = await theatre.use("Ann", "/wallet")
    assert "\nYour budget leaves 10 coins today, 360 this month.\n" in both.reply.text
    shown = await theatre.press("Ann", wallet, "Budget")
    assert "**50 coins a day**\n▰▰▰▰▰▰▰▰▱▱ 10 left, renews <t:" in shown.reply.text
    raised = await budget(theatre, 500)
    assert raised.startswith("Noted! Raising and clearing take 24 hours")
    assert "**50 coins a day**\n▰▰▰▰▰▰▰▰▱▱ 10 left" in raised
    assert re.search(r"-# From <t:\d+:f> on: 500 coins a day", raised)
    assert "That is on its way already: 500 coins a day" in await budget(theatre, 500)
    assert "What was to come is off." in await budget(theatre, 45)
    assert "your own budget leaves 5 of 45 today" in (await roses(theatre, 6)).reply.text
    assert (
        "That is how it is already: no weekly budget."
        in (await theatre.use("Ann", "/budget clear", per="week")).reply.text
    )
    assert (await theatre.examine()).ok


async def test_a_raised_budget_holds_a_day_later_also_after_a_restart(tmp_path: Path) -> None:
    async with open_theatre(tmp_path) as theatre:
        async with theatre.bot_running():
            await theatre.grant("Ann", 500)
            await budget(theatre, 5)
            await budget(theatre, 100, per="week")
            said = await theatre.use("Ann", "/budget clear", per="day")
            assert re.search(r"-# From <t:\d+:f> on: no daily budget", said.reply.text)
            assert "**5 coins a day**" in said.reply.text
        async with theatre.bot_running():
            assert "leaves 5 of 5 today" in (await roses(theatre, 6)).reply.text
            theatre.clock.advance(DAY_SECONDS + 1)
            assert "Sent! 6 🌹" in (await roses(theatre, 6)).reply.text
            shown = await theatre.use("Ann", "/budget show")
            assert "a day" not in shown.reply.text.replace("a day, a week", "")
            assert "**100 coins a week**" in shown.reply.text


async def test_one_delivery_twice_and_a_forged_span_change_nothing(theatre: Theatre) -> None:
    await theatre.use("Ann", "/wallet")
    before = await last_seq(theatre)
    theatre.sandbox.faults.duplicate(copies=3)
    assert "**50 coins a day**" in await budget(theatre, 50)
    await theatre.finished()
    assert await last_seq(theatre) == before + 1
    forged = await force(theatre, "Ann", "/budget set", per="all", coins=5)
    assert forged.reply.text == "Pick a day, a week or a month. Nothing changed."
    assert await last_seq(theatre) == before + 1


async def test_the_server_s_limits_are_set_shown_and_met(theatre: Theatre) -> None:
    theatre.keep_clear_of_midnight()
    shown = await theatre.use("Olive", "/setup limits")
    assert "**Most coins a member gives in a day** no limit" in shown.reply.text
    await theatre.use("Olive", "/setup limits", daily=30, creator=20, age_days=3)
    settings = await settings_of(theatre)
    assert (settings.daily_cap, settings.pair_cap, settings.giver_age_days) == (30, 20, 3)
    shown = await theatre.use("Olive", "/setup limits")
    assert "**Account age to give** 3 days" in shown.reply.text
    assert "gives one person up to 20 a day: 20 left" in (await roses(theatre, 25)).reply.text
    seq = await gift(theatre, count=20)
    assert (
        "gives up to 30 a day: you have 10 left" in (await roses(theatre, 20, to="Cleo")).reply.text
    )
    assert "one person up to 20 a day: 0 left" in (await roses(theatre, 1)).reply.text
    await theatre.use("Max", "/mod reverse", gift=f"#{seq}", reason="by mistake")
    assert "Sent!" in (await roses(theatre, 20)).reply.text
    limits = (await theatre.use("Ann", "/budget show")).reply.text
    assert "Everybody here gives up to 30 coins a day and up to 20 coins a day to one" in limits
    young = await roses(theatre, 1, who="Newt")
    assert "Accounts take part here once they are 3 days old" in young.reply.text
    refused = await force(theatre, "Ann", "/setup limits", daily=0)
    assert "That's for managers" in refused.reply.text


async def test_a_budget_of_nothing_says_what_it_means(theatre: Theatre) -> None:
    said = await budget(theatre, 0)
    assert "Done! You give nothing for now; raising it takes 24 hours.\n" in said
    refused = await roses(theatre, 1)
    assert "That's 1 coin, and your own budget is nothing a day. Nothing taken:" in (
        refused.reply.text
    )
    assert "renews" not in refused.reply.text


async def test_limits_are_told_in_german(theatre: Theatre) -> None:
    theatre.sandbox.world.user("Ann").locale = "de"
    await set_up(theatre, daily_cap=30)
    said = await budget(theatre, 5)
    assert said.startswith("Erledigt! Es gilt ab sofort.")
    assert "**5 Münzen am Tag**\n▱▱▱▱▱▱▱▱▱▱ noch 5, neu <t:" in said
    refused = await roses(theatre, 6)
    assert "dein eigenes Limit lässt heute noch 5 von 5 zu" in refused.reply.text
    shown = await theatre.use("Ann", "/budget show")
    assert "Hier gibt man bis zu 30 Münzen am Tag." in shown.reply.text
