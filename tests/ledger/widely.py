"""Runs a machine many times, each time from a seed of its own."""

from random import SystemRandom

from hypothesis import HealthCheck, seed, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test


def run_widely(machine: type[RuleBasedStateMachine], *, runs: int, steps: int) -> None:
    """Run a machine from as many seeds, which are always the same, so that it always comes as far;
    where somebody works on it, from half as many others, too, which nobody tried before.

    Of many runs from one seed, hypothesis makes most by repeating parts of those before, which is
    good for finding small faults and bad for coming far: it is let run once from each.
    """
    chance = SystemRandom()
    others = 0 if settings().derandomize else runs // 2
    for number in (*range(runs), *(chance.randrange(10**9) for _ in range(others))):
        try:
            _run(machine, number, steps)
        except Exception as error:
            error.add_note(f"The run began from seed {number}.")
            raise


def _run(machine: type[RuleBasedStateMachine], number: int, steps: int) -> None:
    run_state_machine_as_test(
        seed(number)(machine),
        settings=settings(
            # The first is the simplest there is, in which hardly anything is done.
            max_examples=2,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
