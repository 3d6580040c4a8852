"""Limits where clocks are turned, months end, and several changes wait."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.ledger.periods import Span
from tests.ledger.scene import ANN, BEA, PERFUME, ROSE, milliseconds
from tests.ledger.test_limits import DAY_SECONDS, budget_set, over, rich


@pytest.mark.parametrize(
    ("begins", "hours"),
    [(datetime(2027, 3, 27, 23, tzinfo=UTC), 23), (datetime(2027, 10, 30, 22, tzinfo=UTC), 25)],
)
def test_a_day_on_which_clocks_are_turned_is_one_day_however_long(
    begins: datetime, hours: int
) -> None:
    scene = rich(timezone="Europe/Berlin", daily_cap=30)
    scene.at(begins)
    budget_set(scene, 20)
    scene.sent(ANN, BEA, PERFUME)
    ends = begins + timedelta(hours=hours)
    for hour in range(1, hours):
        scene.at(begins + timedelta(hours=hour, minutes=59, seconds=59))
        assert over(scene.gift(ANN, BEA)).ends_ms == milliseconds(ends)
    scene.at(ends)
    scene.sent(ANN, BEA, PERFUME)


def test_a_change_waits_24_hours_also_where_a_day_has_23() -> None:
    scene = rich(timezone="Europe/Berlin")
    scene.at(datetime(2027, 3, 27, 12, tzinfo=UTC))
    budget_set(scene, 1)
    raised = budget_set(scene, 50)
    scene.at(datetime(2027, 3, 28, 11, 59, 59, tzinfo=UTC))
    assert over(scene.gift(ANN, BEA, PERFUME)).most == 1
    assert raised.next_from_ms == milliseconds(datetime(2027, 3, 28, 12, tzinfo=UTC))
    scene.at(datetime(2027, 3, 28, 12, tzinfo=UTC))
    scene.sent(ANN, BEA, PERFUME)


@pytest.mark.parametrize(
    "last", [datetime(2028, 2, 29, tzinfo=UTC), datetime(2027, 12, 31, tzinfo=UTC)]
)
def test_a_month_s_budget_lasts_to_the_last_moment_of_its_last_day(last: datetime) -> None:
    scene = rich()
    scene.at(last)
    budget_set(scene, 20, Span.MONTH)
    scene.sent(ANN, BEA, PERFUME)
    ends = last + timedelta(days=1)
    scene.at(ends - timedelta(milliseconds=1))
    assert over(scene.gift(ANN, BEA)).ends_ms == milliseconds(ends)
    scene.at(ends)
    scene.sent(ANN, BEA, PERFUME)


def test_several_changes_that_wait_come_to_the_last_one_alone() -> None:
    scene = rich()
    budget_set(scene, 10)
    budget_set(scene, 100)
    scene.later(seconds=DAY_SECONDS - 60)
    lowered = budget_set(scene, 5)
    assert (lowered.coins, lowered.next_from_ms, lowered.cancelled) == (5, 0, True)
    cleared = budget_set(scene, None)
    again = budget_set(scene, 40)
    assert again.next_from_ms == cleared.next_from_ms, "less than what was to come takes no longer"
    scene.later(seconds=120)
    assert over(scene.gift(ANN, BEA, PERFUME)).most == 5, "what was waited for first never comes"
    scene.later(seconds=DAY_SECONDS)
    assert over(scene.gift(ANN, BEA, PERFUME, 3)).most == 40


def test_taking_a_raise_back_leaves_what_holds() -> None:
    scene = rich()
    budget_set(scene, 10)
    budget_set(scene, 100)
    back = budget_set(scene, 10)
    assert (back.coins, back.next_from_ms, back.cancelled) == (10, 0, True)
    scene.later(seconds=DAY_SECONDS * 2)
    assert over(scene.gift(ANN, BEA, PERFUME)).most == 10


def test_small_gifts_combos_and_another_delivery_pass_no_limit_together() -> None:
    scene = rich(daily_cap=30, pair_cap=12)
    for _ in range(12):
        scene.sent(ANN, BEA, ROSE)
    assert over(scene.gift(ANN, BEA, ROSE)).whose == "pair"
    refused = over(scene.gift(ANN, BEA, ROSE, key="again"))
    scene.later(seconds=DAY_SECONDS)
    assert scene.gift(ANN, BEA, ROSE, key="again") == refused, "a delivery keeps its answer"
