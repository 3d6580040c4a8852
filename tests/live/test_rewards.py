"""Promises about roles that gifters earn: given once earned, told where they cannot be."""

import re
from pathlib import Path
from typing import Final

from bot.cards.combos import digest_card
from bot.ledger.outcomes import Accepted, GiftSent
from bot.ledger.periods import Span
from bot.ledger.requests import SendGift
from bot.ledger.requests.live import PostBoard
from bot.live.late_roles import MOST_GIVEN, PERIOD_SECONDS
from bot.live.roles import MOST_ASKED
from bot.sandbox.service.permissions import MANAGE_ROLES
from bot.sandbox.service.world import Member
from bot.storage.combos import combos
from bot.words import speak
from tests.commands.moderators import gift, reverse, role, set_up
from tests.theatre import SPEED, Theatre, open_theatre

REWARD: Final = "Creator"
"""A role of the sandbox that is below Ovation's own."""


def allow(theatre: Theatre) -> None:
    """Let Ovation manage roles."""
    own = role(theatre, "Ovation")
    theatre.sandbox.set_role_permissions(
        theatre.sandbox.world.guild, own, own.permissions | MANAGE_ROLES
    )


def has(theatre: Theatre, who: str, name: str = REWARD) -> bool:
    """Whether somebody has a role."""
    member = theatre.sandbox.world.guild.members[theatre.id_of(who)]
    return role(theatre, name).id in member.roles


def role_requests(theatre: Theatre) -> int:
    """How often Ovation gave or took a role, or tried to."""
    counts = theatre.sandbox.recording.counts
    return sum(count for (_, route), count in counts.items() if "/roles/{" in route)


async def settled(theatre: Theatre) -> None:
    """Wait until nothing can be given now."""
    assert theatre.bot is not None
    await theatre.bot.rewards.idle()


async def post_week(theatre: Theatre, leader: str, day: str) -> None:
    """Have a week's board posted that somebody leads."""
    outcome = await theatre.house.writer.submit(
        PostBoard(
            guild=theatre.guild,
            key=f"board {day}",
            actor=theatre.person(leader),
            span=Span.WEEK,
            day=day,
            channel=theatre.channel_id("gifts"),
        )
    )
    assert isinstance(outcome, Accepted), outcome


async def troubles(theatre: Theatre) -> str:
    """What a manager reads of what waits."""
    return (await theatre.use("Olive", "/setup show")).reply.text


async def test_a_level_gives_its_role_once(theatre: Theatre) -> None:
    allow(theatre)
    await set_up(theatre, level_roles=f"4:{role(theatre, REWARD).id}")
    await gift(theatre, "Ann", count=7)
    await settled(theatre)
    assert not has(theatre, "Ann")
    assert role_requests(theatre) == 0
    await gift(theatre, "Ann")
    await settled(theatre)
    assert has(theatre, "Ann")
    await gift(theatre, "Ann")
    await settled(theatre)
    assert role_requests(theatre) == 1
    assert (await theatre.examine()).ok


async def test_a_role_that_was_chosen_late_comes_with_the_next_level(theatre: Theatre) -> None:
    allow(theatre)
    await gift(theatre, "Ann", count=8)
    await set_up(theatre, level_roles=f"2:{role(theatre, REWARD).id}")
    await gift(theatre, "Ann", count=8)
    await settled(theatre)
    assert has(theatre, "Ann")


async def test_a_role_above_the_bots_is_told_and_not_tried_until_it_was_moved(
    theatre: Theatre,
) -> None:
    allow(theatre)
    fan = theatre.sandbox.add_role(theatre.sandbox.world.guild, "Fan", position=4)
    await set_up(theatre, level_roles=f"1:{fan.id}")
    await gift(theatre, "Ann")
    await settled(theatre)
    assert role_requests(theatre) == 0
    said = await troubles(theatre)
    assert "this role is not below Ovation's own" in said
    theatre.sandbox.move_role(theatre.sandbox.world.guild, fan, 1)
    await theatre.sandbox.recording.until(lambda: has(theatre, "Ann", "Fan"))
    await settled(theatre)
    assert "this role is not below" not in await troubles(theatre)
    assert (await theatre.examine()).ok


async def test_without_manage_roles_it_waits_and_goes_on_when_allowed(theatre: Theatre) -> None:
    await set_up(theatre, level_roles=f"1:{role(theatre, REWARD).id}")
    await gift(theatre, "Ann")
    await settled(theatre)
    assert role_requests(theatre) == 0
    assert "allow Ovation Manage Roles" in await troubles(theatre)
    allow(theatre)
    await theatre.sandbox.recording.until(lambda: has(theatre, "Ann"))


async def test_the_top_gifters_role_goes_from_one_week_to_the_next(theatre: Theatre) -> None:
    allow(theatre)
    await set_up(theatre, week_role=role(theatre, REWARD).id)
    await post_week(theatre, "Ann", "2026-10-05")
    await settled(theatre)
    assert has(theatre, "Ann")
    await post_week(theatre, "Kim", "2026-10-12")
    await settled(theatre)
    assert has(theatre, "Kim")
    assert not has(theatre, "Ann")
    await post_week(theatre, "Kim", "2026-10-19")
    await settled(theatre)
    assert has(theatre, "Kim")


async def test_who_left_is_passed_over(theatre: Theatre) -> None:
    allow(theatre)
    await set_up(theatre, week_role=role(theatre, REWARD).id)
    await post_week(theatre, "Ann", "2026-10-05")
    await settled(theatre)
    guild = theatre.sandbox.world.guild
    theatre.sandbox.remove_member(guild.members[theatre.id_of("Ann")])
    await post_week(theatre, "Kim", "2026-10-12")
    await settled(theatre)
    assert has(theatre, "Kim")


async def test_a_role_that_was_earned_is_given_after_a_restart(tmp_path: Path) -> None:
    async with open_theatre(tmp_path) as theatre:
        async with theatre.bot_running():
            await set_up(theatre, level_roles=f"1:{role(theatre, REWARD).id}")
            await gift(theatre, "Ann")
            await settled(theatre)
        allow(theatre)
        async with theatre.bot_running():
            await settled(theatre)
            assert has(theatre, "Ann")
            assert (await theatre.examine()).ok


async def test_a_failure_of_discords_is_tried_again(theatre: Theatre) -> None:
    allow(theatre)
    theatre.sandbox.faults.server_error("/guilds/*/members/*/roles/*", "PUT", status=503, times=6)
    await set_up(theatre, level_roles=f"1:{role(theatre, REWARD).id}")
    await gift(theatre, "Ann")
    await settled(theatre)
    assert has(theatre, "Ann")


async def test_a_role_without_an_answer_keeps_nobody_else_from_theirs(theatre: Theatre) -> None:
    allow(theatre)
    theatre.sandbox.faults.server_error(
        f"/guilds/*/members/{theatre.id_of('Ann')}/roles/*", "PUT", status=503, times=1_000
    )
    await set_up(theatre, level_roles=f"1:{role(theatre, REWARD).id}")
    await gift(theatre, "Ann")
    await gift(theatre, "Kim")
    await theatre.sandbox.recording.until(lambda: has(theatre, "Kim"))
    assert not has(theatre, "Ann")


# A level that was told once, and its role, after a reversal.


async def test_a_level_reached_again_after_a_reversal_is_told_no_second_time(
    theatre: Theatre,
) -> None:
    await gift(theatre, "Ann", count=7)
    large = await gift(theatre, "Ann", "Coffee")
    assert "is level 4 now!" in (await theatre.announced())[-1].text
    await reverse(theatre, f"#{large}")
    await gift(theatre, "Ann", "Coffee", to="Cleo")
    await gift(theatre, "Ann", "Perfume", to="Kim")
    texts = [message.text for message in await theatre.announced()]
    assert [text.count("is level 4 now!") for text in texts] == [0, 0, 0, 0]
    assert "🌹" not in texts[2]
    assert "`Lv 4`" in texts[2]
    assert texts[3].endswith("⬆️ **Ann** is level 5 now!")
    assert (await theatre.examine()).ok


async def test_a_digest_tells_a_level_reached_again_no_second_time(theatre: Theatre) -> None:
    first = await gift(theatre, "Ann", count=8)
    await gift(theatre, "Ann", to="Cleo")
    await reverse(theatre, f"#{first}")
    again = await gift(theatre, "Ann", "Coffee", count=7)
    higher = await gift(theatre, "Ann", "Finger Heart", count=2)
    names = [(theatre.guild, number) for number in (again, higher)]
    views = await combos(theatre.house.reader, names)
    cards = [digest_card(speak("en"), 1, [views[name]]).view for name in names]
    texts = [
        " ".join(getattr(part, "content", "") for part in card.walk_children()) for card in cards
    ]
    assert ["⬆️" in text for text in texts] == [False, True]


async def test_a_reversal_takes_the_role_of_a_level_that_is_lost_and_no_other(
    theatre: Theatre,
) -> None:
    allow(theatre)
    guild = theatre.sandbox.world.guild
    low = theatre.sandbox.add_role(guild, "Rose", position=1)
    high = theatre.sandbox.add_role(guild, "Lion", position=1)
    await set_up(theatre, level_roles=f"2:{low.id},4:{high.id}")
    await gift(theatre, "Ann", count=7)
    large = await gift(theatre, "Ann", "Coffee")
    await settled(theatre)
    assert has(theatre, "Ann", "Rose")
    assert has(theatre, "Ann", "Lion")
    await reverse(theatre, f"#{large}")
    await settled(theatre)
    assert has(theatre, "Ann", "Rose")
    assert not has(theatre, "Ann", "Lion")
    await gift(theatre, "Ann", "Coffee")
    await settled(theatre)
    assert has(theatre, "Ann", "Lion")
    assert (await theatre.examine()).ok


async def test_a_gifts_role_that_comes_after_the_reversal_is_not_given(tmp_path: Path) -> None:
    async with open_theatre(tmp_path) as theatre, theatre.bot_running():
        await set_up(theatre, level_roles=f"4:{role(theatre, REWARD).id}")
        number = await gift(theatre, "Ann", count=8)
        await settled(theatre)
        await reverse(theatre, f"#{number}")
        await settled(theatre)
        said = await troubles(theatre)
        assert "✗ 2 changes of earned roles wait." in said
        allow(theatre)
        await theatre.sandbox.recording.until(lambda: role_requests(theatre) > 0)
        await settled(theatre)
        assert not has(theatre, "Ann")
        assert "earned role" not in await troubles(theatre)


# Roles that were chosen late.


async def test_a_role_that_was_chosen_late_goes_to_all_who_have_the_level_and_are_here(
    theatre: Theatre,
) -> None:
    allow(theatre)
    guild = theatre.sandbox.world.guild
    for who, count in (("Ann", 8), ("Kim", 8), ("Lee", 7), ("Cleo", 8)):
        await gift(theatre, who, count=count)
    theatre.sandbox.remove_member(guild.members[theatre.id_of("Cleo")])
    said = await theatre.use("Olive", "/setup live level", level=4, role=role(theatre, REWARD).id)
    assert "Everybody who has that level already gets the role too" in said.reply.text
    await settled(theatre)
    assert [has(theatre, who) for who in ("Ann", "Kim", "Lee")] == [True, True, False]
    assert role_requests(theatre) == 2
    assert (await theatre.examine()).ok


async def give_at_once(theatre: Theatre, who: str, coins: int) -> None:
    """Have somebody give so many coins, without Discord."""
    await theatre.grant(who, coins)
    outcome = await theatre.house.writer.submit(
        SendGift(
            guild=theatre.guild,
            key=f"{who} gives {coins}",
            actor=theatre.person(who),
            to=theatre.person("Bea"),
            item=1,
            quantity=coins,
            channel=theatre.channel_id("gifts"),
        )
    )
    assert isinstance(outcome, GiftSent), outcome


async def crowd_of(theatre: Theatre, count: int) -> list[Member]:
    """Members of the server who have given 8 coins each."""
    guild = theatre.sandbox.world.guild
    crowd = [theatre.sandbox.add_member(guild, f"Fan {number}") for number in range(count)]
    for member in crowd:
        await give_at_once(theatre, member.user.name, 8)
    return crowd


async def test_late_roles_come_slowly_their_progress_shows_and_gifts_come_first(
    theatre: Theatre,
) -> None:
    allow(theatre)
    crowd = await crowd_of(theatre, 3 * MOST_GIVEN)
    stars = theatre.sandbox.add_role(theatre.sandbox.world.guild, "Stars", position=1)
    began = theatre.clock()
    await set_up(theatre, level_roles=f"4:{role(theatre, REWARD).id},7:{stars.id}")
    await theatre.sandbox.recording.until(lambda: role_requests(theatre) >= MOST_GIVEN)
    said = await troubles(theatre)
    looked_at = re.search(r"… Roles for levels that were reached before: (\d+) of 17 members", said)
    assert looked_at
    assert MOST_GIVEN <= int(looked_at[1]) < len(crowd)
    await give_at_once(theatre, "Ann", 80)
    await theatre.sandbox.recording.until(lambda: has(theatre, "Ann", "Stars"))
    assert role_requests(theatre) < len(crowd)
    await settled(theatre)
    assert (theatre.clock() - began) / 1_000 >= 2 * PERIOD_SECONDS / SPEED
    assert all(role(theatre, REWARD).id in member.roles for member in crowd)
    assert has(theatre, "Ann")
    assert "reached before" not in await troubles(theatre)
    assert (await theatre.examine()).ok


async def test_late_roles_go_on_after_a_restart_where_they_were(tmp_path: Path) -> None:
    async with open_theatre(tmp_path) as theatre:
        async with theatre.bot_running():
            allow(theatre)
            crowd = await crowd_of(theatre, 2 * MOST_GIVEN)
            await set_up(theatre, level_roles=f"4:{role(theatre, REWARD).id}")
            await theatre.sandbox.recording.until(lambda: role_requests(theatre) >= MOST_GIVEN)
        async with theatre.bot_running():
            await settled(theatre)
        assert all(role(theatre, REWARD).id in member.roles for member in crowd)
        # What was under way when it left may have been given twice, and nothing else.
        assert role_requests(theatre) <= len(crowd) + 1


async def test_of_many_members_only_those_are_given_a_role_who_lack_it(theatre: Theatre) -> None:
    allow(theatre)
    crowd = await crowd_of(theatre, MOST_ASKED + 10)
    for member in crowd[1:-1]:
        theatre.sandbox.set_member_roles(member, role(theatre, REWARD))
    await set_up(theatre, level_roles=f"4:{role(theatre, REWARD).id}")
    await settled(theatre)
    assert all(role(theatre, REWARD).id in member.roles for member in crowd)
    assert role_requests(theatre) == 2


async def test_a_late_role_that_is_above_the_bots_waits_until_it_was_moved(
    theatre: Theatre,
) -> None:
    allow(theatre)
    fan = theatre.sandbox.add_role(theatre.sandbox.world.guild, "Fan", position=4)
    await gift(theatre, "Ann", count=8)
    said = await theatre.use("Olive", "/setup live level", level=4, role=fan.id)
    assert "this role is not below Ovation's own" in said.reply.text
    await settled(theatre)
    told = await troubles(theatre)
    assert told.count(f"✗ <@&{fan.id}>: this role is not below Ovation's own. Move it below,") == 1
    assert "✗ Roles for levels that were reached before: 0 of 3 members looked at." in told
    assert role_requests(theatre) == 0
    theatre.sandbox.move_role(theatre.sandbox.world.guild, fan, 1)
    await theatre.sandbox.recording.until(lambda: has(theatre, "Ann", "Fan"))
    await settled(theatre)
    assert "not below" not in await troubles(theatre)


async def test_a_late_role_without_an_answer_keeps_nobody_else_from_theirs(
    theatre: Theatre,
) -> None:
    allow(theatre)
    await gift(theatre, "Ann", count=8)
    await gift(theatre, "Kim", count=8)
    route = f"/guilds/*/members/{theatre.id_of('Ann')}/roles/*"
    theatre.sandbox.faults.server_error(route, "PUT", status=503, times=6)
    await set_up(theatre, level_roles=f"4:{role(theatre, REWARD).id}")
    await theatre.sandbox.recording.until(lambda: has(theatre, "Kim"))
    await settled(theatre)
    assert has(theatre, "Ann")


async def test_a_level_role_that_was_taken_off_meanwhile_is_given_to_nobody_else(
    theatre: Theatre,
) -> None:
    allow(theatre)
    crowd = await crowd_of(theatre, 2 * MOST_GIVEN)
    await set_up(theatre, level_roles=f"4:{role(theatre, REWARD).id}")
    await theatre.sandbox.recording.until(lambda: role_requests(theatre) >= MOST_GIVEN)
    await set_up(theatre, level_roles="")
    await settled(theatre)
    assert role_requests(theatre) < len(crowd)


# Roles for those who lead, chosen anew.


async def test_another_role_for_the_weeks_best_takes_the_old_one_back(theatre: Theatre) -> None:
    allow(theatre)
    guild = theatre.sandbox.world.guild
    stars = theatre.sandbox.add_role(guild, "Stars", position=1)
    await post_week(theatre, "Ann", "2026-10-05")
    said = await theatre.use("Olive", "/setup live rewards", week=role(theatre, REWARD).id)
    assert "Whoever led the board that was posted last gets it now." in said.reply.text
    await settled(theatre)
    assert has(theatre, "Ann")
    said = await theatre.use("Olive", "/setup live rewards", week=stars.id)
    assert "gets the new role now, and the old one is taken back" in said.reply.text
    await settled(theatre)
    assert has(theatre, "Ann", "Stars")
    assert not has(theatre, "Ann")
    said = await theatre.use("Olive", "/setup live rewards", clear="week")
    assert "loses it now" in said.reply.text
    await settled(theatre)
    assert not has(theatre, "Ann", "Stars")
    assert (await theatre.examine()).ok


async def test_who_has_the_role_for_another_reason_keeps_it(theatre: Theatre) -> None:
    allow(theatre)
    reward = role(theatre, REWARD).id
    await gift(theatre, "Ann", count=8)
    await set_up(theatre, week_role=reward, level_roles=f"4:{reward}")
    await post_week(theatre, "Ann", "2026-10-05")
    await settled(theatre)
    await post_week(theatre, "Kim", "2026-10-12")
    await settled(theatre)
    assert has(theatre, "Ann")
    assert has(theatre, "Kim")
    await set_up(theatre, week_role=0)
    await settled(theatre)
    assert has(theatre, "Ann")
    assert not has(theatre, "Kim")
