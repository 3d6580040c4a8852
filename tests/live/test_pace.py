"""Promises about how fast Discord is spoken to."""

import asyncio
import itertools
import math

from bot.live.pace import LAST_AFTER_SECONDS, MOST_IN_PERIOD, PERIOD_SECONDS, Budget, Pace

FAST = Pace(200.0)


async def test_no_more_is_spent_in_any_period_than_a_budget_has() -> None:
    budget, moments = Budget(FAST), []
    for _ in range(3 * MOST_IN_PERIOD):
        await budget.spend()
        moments.append(FAST.now())
    assert budget.sent == 3 * MOST_IN_PERIOD
    for first, one_more in zip(moments, moments[MOST_IN_PERIOD:], strict=False):
        # By the machine's own clock, which a sleep may miss by a few microseconds.
        assert one_more - first > PERIOD_SECONDS - 0.1


async def test_a_new_process_leaves_room_for_what_the_one_before_it_sent() -> None:
    opened = FAST.now()
    budget = Budget(FAST, spent_at=opened)
    assert budget.free == 1
    budget.take()
    assert budget.free == 0
    await FAST.sleep(PERIOD_SECONDS + 0.1)
    assert budget.free >= MOST_IN_PERIOD - 1
    assert Budget(FAST, spent_at=opened).free == MOST_IN_PERIOD


async def test_many_who_wait_for_one_budget_take_turns() -> None:
    budget, turns = Budget(FAST, 1, 1.0), []

    async def spend(number: int) -> None:
        await budget.spend()
        turns.append((number, FAST.now()))

    await asyncio.gather(*map(spend, range(4)))
    moments = [moment for _, moment in turns]
    assert all(later - earlier > 0.9 for earlier, later in itertools.pairwise(moments))


async def test_the_last_of_a_period_is_left_to_others_until_it_is_nearly_over() -> None:
    budget = Budget(FAST)
    began = FAST.now()
    for _ in range(MOST_IN_PERIOD):
        assert budget.last_at == -math.inf
        budget.take()
    assert began <= budget.last_at - LAST_AFTER_SECONDS < budget.free_at - LAST_AFTER_SECONDS
    assert budget.free == 0
    budget.take()
    # It was one more than there are, so what opens first is the place of the second.
    assert budget.last_at < budget.free_at
    assert budget.last_at >= began + PERIOD_SECONDS
    assert budget.free == 0
