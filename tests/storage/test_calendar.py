"""Promises about reading goals, matches, plans and what is due: by an index, as they stand."""

from collections.abc import Awaitable, Callable
from typing import Final

import pytest

from bot.ledger.outcomes import Accepted
from bot.ledger.outcomes.live import ChallengeLapsed
from bot.ledger.requests import ChangeSetting, Request
from bot.ledger.requests.live import (
    CHALLENGE_MINUTES,
    AnswerMatch,
    EndMatch,
    PlanShow,
    ProposeMatch,
    SetGoal,
    ToggleReminder,
)
from bot.storage.audit import examine
from bot.storage.calendar import (
    guilds_with_channel,
    next_challenges,
    next_matches,
    next_plans,
)
from bot.storage.database import Reader
from bot.storage.goals import goal, running_goal
from bot.storage.levels import given_in_all
from bot.storage.matches import MatchState, match
from bot.storage.plans import open_plans, plan, reminded
from tests.ledger.scene import ANN, BEA, GUILD
from tests.storage.scene import Scene
from tests.storage.test_plans import PlanningReader, is_by_index

GOAL, MATCH, PLAN = 1, 2, 4
QUERIES: Final[dict[str, Callable[[Reader], Awaitable[object]]]] = {
    "running_goal": lambda reader: running_goal(reader, GUILD, BEA.user_id, most=5),
    "goal": lambda reader: goal(reader, GUILD, GOAL, most=5),
    "match": lambda reader: match(reader, GUILD, MATCH),
    "plan": lambda reader: plan(reader, GUILD, PLAN),
    "reminded": lambda reader: reminded(reader, GUILD, PLAN, limit=80),
    "next_matches": next_matches,
    "next_challenges": next_challenges,
    "next_plans": next_plans,
    "given_in_all": lambda reader: given_in_all(reader, GUILD, [ANN.user_id]),
}


async def set_the_scene(scene: Scene) -> None:
    """A goal, a running match and a plan that somebody wants to be reminded of."""
    later_ms = scene.clock() + 3_600_000
    requests: list[Request] = [
        SetGoal(guild=GUILD, key="g", actor=BEA, item=0, target=500, expires_ms=later_ms),
        ProposeMatch(guild=GUILD, key="p", actor=BEA, opponent=ANN, minutes=5, channel=7),
        AnswerMatch(guild=GUILD, key="a", actor=ANN, match=MATCH, accept=True),
        PlanShow(guild=GUILD, key="s", actor=BEA, channel=7, at_ms=later_ms, title="Speedrun"),
        ToggleReminder(guild=GUILD, key="r", actor=ANN, plan=PLAN),
        ChangeSetting(guild=GUILD, key="c", actor=BEA, changes=(("gift_channel", "7"),)),
    ]
    for request in requests:
        outcome = await scene.writer.submit(request)
        assert isinstance(outcome, Accepted), outcome


async def test_what_is_due_next_is_known_with_somebody_of_it(scene: Scene) -> None:
    await set_the_scene(scene)
    (due_match,) = await next_matches(scene.reader)
    assert due_match == (scene.clock() + 300_000, GUILD, MATCH, BEA.user_id, BEA.name)
    (due_plan,) = await next_plans(scene.reader)
    assert due_plan == (scene.clock() + 3_600_000, GUILD, PLAN, BEA.user_id, BEA.name)
    assert await guilds_with_channel(scene.reader) == [GUILD]
    await scene.writer.submit(
        ChangeSetting(guild=GUILD, key="d", actor=BEA, changes=(("gift_channel", "0"),))
    )
    assert await guilds_with_channel(scene.reader) == []


async def test_a_challenge_is_due_until_it_is_answered_or_given_up(scene: Scene) -> None:
    for request in (
        ProposeMatch(guild=GUILD, key="p", actor=BEA, opponent=ANN, minutes=5, channel=7),
        AnswerMatch(guild=GUILD, key="a", actor=BEA, match=1, accept=False),
        ProposeMatch(guild=GUILD, key="q", actor=BEA, opponent=ANN, minutes=5, channel=7),
    ):
        assert isinstance(await scene.writer.submit(request), Accepted)
    due = (scene.clock() + CHALLENGE_MINUTES * 60_000, GUILD, 3, BEA.user_id, BEA.name)
    assert await next_challenges(scene.reader) == [due]
    assert await next_matches(scene.reader) == []
    scene.clock.now_ms += CHALLENGE_MINUTES * 60_000
    given_up = EndMatch(guild=GUILD, key="e", actor=BEA, match=3)
    assert isinstance(await scene.writer.submit(given_up), ChallengeLapsed)
    assert await next_challenges(scene.reader) == []
    states = [await match(scene.reader, GUILD, number) for number in (1, 3)]
    expected = [MatchState.WITHDRAWN, MatchState.LAPSED]
    assert [it.state for it in states if it] == expected
    assert (await examine(scene.reader)).ok


async def test_a_goal_a_match_and_a_plan_are_read_as_they_stand(scene: Scene) -> None:
    await set_the_scene(scene)
    shown = await running_goal(scene.reader, GUILD, BEA.user_id, most=5)
    assert shown is not None
    assert shown == await goal(scene.reader, GUILD, GOAL, most=5)
    assert (shown.target, shown.progress, shown.is_reached, shown.helped) == (500, 0, False, 0)
    played = await match(scene.reader, GUILD, MATCH)
    assert played is not None
    assert played.state is MatchState.RUNNING
    assert played.winner is None
    planned = await plan(scene.reader, GUILD, PLAN)
    assert planned is not None
    assert (planned.title, planned.reminded, planned.is_closed) == ("Speedrun", 1, False)
    assert await open_plans(scene.reader, GUILD, BEA.user_id, limit=5) == [planned]
    assert await reminded(scene.reader, GUILD, PLAN, limit=5) == [ANN.user_id]
    assert await running_goal(scene.reader, GUILD, ANN.user_id, most=5) is None
    assert await match(scene.reader, GUILD, 99) is None
    assert await plan(scene.reader, GUILD, 99) is None


@pytest.mark.parametrize("name", QUERIES)
async def test_what_is_read_around_goals_matches_and_plans_is_read_by_an_index(
    name: str, scene: Scene
) -> None:
    await set_the_scene(scene)
    reader = PlanningReader(scene.reader)
    await QUERIES[name](reader)
    assert reader.plan
    assert [step for step in reader.plan if not is_by_index(step)] == []
