"""The leaderboard through Discord: who is ahead, and how far one is behind."""

import re
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from bot.attendance import Attendance
from bot.controls import in_base_36
from bot.ledger.money import Currency
from bot.ledger.requests import AdjustBalance, Person, ReverseGift, SendGift
from bot.sandbox.people.exchange import Exchange
from bot.sandbox.service.faults import Fault
from tests.commands.moderators import set_up
from tests.commands.test_wallet import done, sent
from tests.theatre import Theatre, forge_press

VIEWERS = ("Ann", "Kim", "Lee", "Amir", "Ben", "Chen", "Dana", "Eli", "Fay", "Gus", "Hana", "Ivo")


async def give(theatre: Theatre, amounts: Mapping[str, int], to: str = "Bea") -> None:
    """Have people give so many coins, each in Roses."""
    for name, coins in amounts.items():
        await theatre.grant(name, coins)
        await sent(theatre, name, to, coins)


async def leaders(theatre: Theatre, who: str = "Max", **options: Any) -> str:
    """What somebody's leaderboard says."""
    shown = await theatre.use(who, "/leaderboard", **options)
    assert shown.reply.ephemeral
    return shown.reply.text


def places(text: str) -> list[str]:
    """The lines of a board that are places, without the levels of those on them."""
    plain = re.sub(r" `Lv [0-9]+`", "", text)
    return [line for line in plain.splitlines() if re.match(r"(🥇|🥈|🥉|\*\*[0-9]+\*\*) ", line)]


def pressable(exchange: Exchange) -> dict[str, bool]:
    """Each button of an answer, and whether it can be pressed."""
    return {button.label: not button.disabled for button in exchange.reply.buttons}


async def test_an_empty_board_invites_the_first_gift(theatre: Theatre) -> None:
    given = await leaders(theatre)
    assert given.startswith("🏆 **Top gifters** · this week\n-# Resets <t:")
    assert given.endswith("First gift takes 🥇. `/gift` sends it.")
    received = await leaders(theatre, board="received")
    assert "First gift takes 🥇: whoever receives it." in received


async def test_the_best_have_medals_and_the_others_numbers(theatre: Theatre) -> None:
    await give(theatre, {"Ann": 421, "Kim": 40, "Lee": 39, "Amir": 7})
    shown = await leaders(theatre, period="all")
    assert places(shown)[:4] == ["🥇 Ann · 421", "🥈 Kim · 40", "🥉 Lee · 39", "**4** Amir · 7"]
    assert "Resets" not in shown


async def test_creators_have_a_board_of_what_they_received(theatre: Theatre) -> None:
    await give(theatre, {"Ann": 10})
    await give(theatre, {"Kim": 30}, to="Cleo")
    shown = await leaders(theatre, "Cleo", board="received")
    assert "**Top creators**" in shown
    assert places(shown) == ["🥇 Cleo (you) · 30", "🥈 Bea · 10"]
    assert shown.endswith("**You**: 🥇, 20 ahead of Bea.")


async def test_one_learns_how_far_it_is_to_the_next_on_both_sides(theatre: Theatre) -> None:
    await give(theatre, {"Ann": 421, "Kim": 140, "Lee": 100, "Amir": 10, "Ben": 3})
    assert (await leaders(theatre, "Amir")).endswith("**You**: #4, 90 behind Lee, 7 ahead of Ben.")
    assert (await leaders(theatre, "Ann")).endswith("**You**: 🥇, 281 ahead of Kim.")
    assert (await leaders(theatre, "Ben")).endswith("**You**: #5, 7 behind Amir.")


async def test_those_with_the_same_coins_are_level(theatre: Theatre) -> None:
    await give(theatre, {"Ann": 10, "Kim": 10})
    assert (await leaders(theatre, "Ann")).endswith("**You**: 🥇, level with Kim.")
    assert (await leaders(theatre, "Kim")).endswith("**You**: 🥈, level with Ann.")


async def test_who_gave_nothing_yet_learns_how_to_get_a_place(theatre: Theatre) -> None:
    await give(theatre, {"Ann": 10})
    assert (await leaders(theatre, "Dana")).endswith(
        "**You**: no place yet, one gift gets you one."
    )
    received = await leaders(theatre, "Dana", board="received")
    assert received.endswith("**You**: no place yet, the first gift you get does it.")


async def test_another_members_place_is_shown_on_request(theatre: Theatre) -> None:
    await give(theatre, {"Ann": 10, "Kim": 8, "Lee": 5})
    shown = await theatre.use("Kim", "/leaderboard", member=theatre.id_of("Lee"))
    assert shown.reply.text.endswith("**Lee**: 🥉, 3 behind you.")
    switched = await theatre.press("Kim", shown, "All time")
    assert switched.reply.text.endswith("**Lee**: 🥉, 3 behind you.")
    about_dana = await leaders(theatre, "Kim", member=theatre.id_of("Dana"))
    assert about_dana.endswith("**Dana**: no place yet.")
    about_oneself = await leaders(theatre, "Kim", member=theatre.id_of("Kim"))
    assert about_oneself.endswith("**You**: 🥈, 2 behind Ann, 3 ahead of Lee.")


async def test_a_bot_has_no_place(theatre: Theatre) -> None:
    await give(theatre, {"Ann": 10})
    shown = await leaders(theatre, member=theatre.id_of("Jukebox"))
    assert shown.endswith("Bots are on no board. Pick a person.")


async def test_who_left_has_no_place_and_the_others_close_up(theatre: Theatre) -> None:
    await give(theatre, {"Ann": 10, "Kim": 8, "Lee": 5, "Amir": 4})
    world = theatre.sandbox.world
    theatre.sandbox.remove_member(world.guild.members[theatre.id_of("Kim")])
    shown = await theatre.use("Lee", "/leaderboard", member=theatre.id_of("Amir"))
    assert places(shown.reply.text) == ["🥇 Ann · 10", "🥈 Lee (you) · 5", "🥉 Amir · 4"]
    assert shown.reply.text.endswith("**Amir**: 🥉, 1 behind you.")
    about_amir = shown.reply.buttons[0].custom_id or ""
    amir, kim = (in_base_36(theatre.id_of(name)) for name in ("Amir", "Kim"))
    await forge_press(theatre, "Lee", shown.reply, about_amir.replace(amir, kim))
    assert shown.reply.text.endswith(
        "They are not on this server any more, so they are on no board."
    )


async def test_a_bot_that_came_onto_the_books_is_left_out(theatre: Theatre) -> None:
    await give(theatre, {"Ann": 10, "Jukebox": 20})
    assert places(await leaders(theatre)) == ["🥇 Ann · 10"]


async def fill(theatre: Theatre, strangers: int) -> None:
    """Have people give, 999 coins each, who are not on the server any more."""
    for number in range(strangers):
        stranger = Person(10**17 + number, f"Stranger {number}")
        await done(
            theatre,
            AdjustBalance(
                guild=theatre.guild,
                key=f"stranger {number}",
                actor=theatre.person("Olive"),
                member=stranger,
                currency=Currency.COINS,
                amount=999,
                reason="for a test",
            ),
        )
        await done(
            theatre,
            SendGift(
                guild=theatre.guild,
                key=f"from stranger {number}",
                actor=stranger,
                to=theatre.person("Bea"),
                item=1,
                quantity=999,
            ),
        )


async def test_reading_goes_on_below_a_hundred_who_left(theatre: Theatre) -> None:
    await fill(theatre, 105)
    await give(theatre, {"Ann": 10, "Kim": 8})
    shown = await leaders(theatre, "Kim")
    assert places(shown) == ["🥇 Ann · 10", "🥈 Kim (you) · 8"]


async def test_pages_can_be_turned_and_keep_their_ranks(theatre: Theatre) -> None:
    await give(theatre, {name: 100 - place for place, name in enumerate(VIEWERS)})
    shown = await theatre.use("Ivo", "/leaderboard")
    assert len(places(shown.reply.text)) == 10
    assert shown.reply.text.endswith("**You**: #12, 1 behind Hana.")
    assert (pressable(shown)["◀"], pressable(shown)["▶"]) == (False, True)
    turned = await theatre.press("Ivo", shown, "▶")
    assert turned.updated
    assert places(shown.reply.text) == ["**11** Hana · 90", "**12** Ivo (you) · 89"]
    assert (pressable(shown)["◀"], pressable(shown)["▶"]) == (True, False)
    await theatre.press("Ivo", shown, "◀")
    assert places(shown.reply.text)[0] == "🥇 Ann · 100"


async def test_one_press_leads_to_every_period_and_board(theatre: Theatre) -> None:
    await give(theatre, {"Ann": 10})
    shown = await theatre.use("Kim", "/leaderboard")
    assert pressable(shown) == {
        "Today": True,
        "Week": False,
        "Month": True,
        "All time": True,
        "Top gifters": False,
        "Top creators": True,
    }
    for caption, title in (
        ("Today", "**Top gifters** · today"),
        ("Top creators", "**Top creators** · today"),
        ("Month", "**Top creators** · this month"),
        ("All time", "**Top creators** · all time"),
        ("Top gifters", "**Top gifters** · all time"),
        ("Week", "**Top gifters** · this week"),
    ):
        await theatre.press("Kim", shown, caption)
        assert title in shown.reply.text
        assert pressable(shown)[caption] is False


async def test_what_was_taken_back_counts_no_more(theatre: Theatre) -> None:
    await give(theatre, {"Ann": 10})
    await theatre.grant("Kim", 30)
    seq = await sent(theatre, "Kim", "Bea", 30)
    assert places(await leaders(theatre)) == ["🥇 Kim · 30", "🥈 Ann · 10"]
    undo = ReverseGift(
        guild=theatre.guild, key="undo", actor=theatre.person("Max"), seq=seq, reason="by mistake"
    )
    await done(theatre, undo)
    assert places(await leaders(theatre)) == ["🥇 Ann · 10"]


async def test_names_are_those_of_now_and_harmless(theatre: Theatre) -> None:
    await give(theatre, {"Ann": 10})
    theatre.sandbox.world.user("Ann").global_name = "**Annabel** \u202e@here"
    assert places(await leaders(theatre)) == ["🥇 \\*\\*Annabel\\*\\* \\@here · 10"]


def ask_anew(theatre: Theatre, clock: Callable[[], int]) -> None:
    """Have the running bot forget who is here, and wait less long for Discord to say it."""
    assert theatre.bot is not None
    theatre.bot.attendance = Attendance(clock, patience_seconds=0.05)


async def test_a_board_is_shown_though_discord_does_not_say_who_is_here(theatre: Theatre) -> None:
    await give(theatre, {"Ann": 10, "Kim": 8})
    ask_anew(theatre, theatre.house.clock)
    theatre.sandbox.faults.late(3_600, "GUILD_MEMBERS_CHUNK", times=None)
    shown = await leaders(theatre, "Kim", member=theatre.id_of("Ann"))
    assert places(shown) == ["🥇 Ann · 10", "🥈 Kim (you) · 8"]
    assert "**Ann**: 🥇, 2 ahead of you." in shown
    assert shown.endswith(
        "-# Discord didn't say who is still here, so somebody who left may be listed."
    )


async def test_who_is_here_is_asked_once_a_minute(theatre: Theatre) -> None:
    await give(theatre, {"Ann": 10, "Kim": 8})
    now_ms = [0]
    ask_anew(theatre, lambda: now_ms[0])
    await leaders(theatre)
    fault: Fault = theatre.sandbox.faults.late(3_600, "GUILD_MEMBERS_CHUNK", times=None)
    now_ms[0] = 59_999
    assert "Discord didn't say" not in await leaders(theatre)
    now_ms[0] = 60_000
    assert "Discord didn't say" in await leaders(theatre)
    theatre.sandbox.faults.remove(fault)
    assert "Discord didn't say" not in await leaders(theatre)


async def test_nobody_turns_the_pages_of_another(theatre: Theatre) -> None:
    shown = await theatre.use("Ann", "/leaderboard")
    forged = await forge_press(theatre, "Kim", shown.reply, shown.reply.buttons[0].custom_id)
    assert forged.reply.ephemeral
    assert "somebody else's" in forged.reply.text


@pytest.mark.parametrize(
    "change",
    [
        lambda parts: [*parts[:3], "nonsense", *parts[4:]],
        lambda parts: [*parts[:4], "century", *parts[5:]],
        lambda parts: [*parts[:6], "zzzz"],
        lambda parts: [*parts[:6], "-5"],
    ],
)
async def test_a_forged_page_is_answered_with_a_board(
    theatre: Theatre, change: Callable[[list[str]], list[str]]
) -> None:
    await give(theatre, {"Ann": 10})
    shown = await theatre.use("Ann", "/leaderboard")
    parts = (shown.reply.buttons[0].custom_id or "").split(":")
    await forge_press(theatre, "Ann", shown.reply, ":".join(change(parts)))
    assert places(shown.reply.text) == ["🥇 Ann (you) · 10"]


async def test_a_forged_period_means_the_usual_one(theatre: Theatre) -> None:
    theatre.sandbox.world.trusting = True
    shown = await theatre.use("Ann", "/leaderboard", period="century", board="x", check=False)
    assert shown.reply.text.startswith("🏆 **Top gifters** · this week")


async def test_days_are_those_of_the_guild(theatre: Theatre) -> None:
    await set_up(theatre, timezone="Pacific/Kiritimati")
    await give(theatre, {"Ann": 10})
    assert places(await leaders(theatre, period="day")) == ["🥇 Ann · 10"]
    ends = re.search(r"<t:([0-9]+):R>", await leaders(theatre, period="day"))
    assert ends
    # Their midnight is ten in the morning of UTC.
    assert int(ends[1]) % 86_400 == 10 * 3_600
