"""Promises about roles that gifters earn: given once earned, told where they cannot be."""

from pathlib import Path
from typing import Final

from bot.ledger.live_requests import PostBoard
from bot.ledger.outcomes import Accepted
from bot.ledger.periods import Span
from bot.sandbox.service.permissions import MANAGE_ROLES
from tests.commands.moderators import gift, role, set_up
from tests.theatre import Theatre, open_theatre

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
    await post_week(theatre, "Ann", "2026-11-09")
    await settled(theatre)
    assert has(theatre, "Ann")
    await post_week(theatre, "Kim", "2026-11-16")
    await settled(theatre)
    assert has(theatre, "Kim")
    assert not has(theatre, "Ann")
    await post_week(theatre, "Kim", "2026-11-23")
    await settled(theatre)
    assert has(theatre, "Kim")


async def test_who_left_is_passed_over(theatre: Theatre) -> None:
    allow(theatre)
    await set_up(theatre, week_role=role(theatre, REWARD).id)
    await post_week(theatre, "Ann", "2026-11-09")
    await settled(theatre)
    guild = theatre.sandbox.world.guild
    theatre.sandbox.remove_member(guild.members[theatre.id_of("Ann")])
    await post_week(theatre, "Kim", "2026-11-16")
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
