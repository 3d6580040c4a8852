"""Promises of the recount about debts, budgets and reversals that two moderators decide."""

import asyncio
import shutil
from pathlib import Path
from typing import Final

import pytest

from bot.ledger.outcomes import GiftReversed
from bot.ledger.outcomes.fairness import BudgetSet, DebtForgiven, ReversalAsked, ReversalDeclined
from bot.ledger.periods import Span
from bot.ledger.requests.fairness import ForgiveDebt, RefuseReversal, SetBudget
from bot.storage.database import Reader
from bot.storage.recounts import RECOUNTS
from bot.storage.recounts.fairness import RECOUNTS_OF_FAIRNESS
from bot.storage.sqlite import open_readers
from tests.ledger.scene import ANN, BEA, DIAMOND, KIM, MOD, PERFUME, accepted
from tests.storage.live_scene import opened
from tests.storage.scene import Scene
from tests.storage.test_audit import damage
from tests.storage.test_fairness import MAY, forcing_of, indebted


async def _live(path: Path) -> None:
    async with opened(path) as scene:
        await indebted(scene)
        await scene.sent(ANN, BEA, PERFUME)
        await scene.convert(BEA, 4 * DIAMOND)
        await _wait_for_second(scene)
        await _a_no_and_a_debt_forgiven(scene)
        for coins in (100, 50, 200):
            await scene.done(SetBudget, ANN, BudgetSet, span=Span.WEEK, coins=coins)


async def _wait_for_second(scene: Scene) -> None:
    """One reversal that waits, and one that left all of a gift owed."""
    gifts = [await scene.sent(ANN, BEA, PERFUME) for _ in range(2)]
    await scene.convert(BEA, 20 * DIAMOND)
    for gift in gifts:
        accepted(await scene.submit(forcing_of(scene, gift.seq, MOD)), ReversalAsked)
    accepted(await scene.submit(forcing_of(scene, gifts[1].seq, MAY)), GiftReversed)


async def _a_no_and_a_debt_forgiven(scene: Scene) -> None:
    """One who spent what they got: two say yes once and no once, and what is owed is let go."""
    gifts = [await scene.sent(ANN, KIM, PERFUME) for _ in range(2)]
    await scene.convert(KIM, 20 * DIAMOND)
    for gift in gifts:
        accepted(await scene.submit(forcing_of(scene, gift.seq, MOD)), ReversalAsked)
    reason = "they settled it"
    await scene.done(RefuseReversal, MAY, ReversalDeclined, seq=gifts[0].seq, reason=reason)
    accepted(await scene.submit(forcing_of(scene, gifts[1].seq, MAY)), GiftReversed)
    await scene.done(ForgiveDebt, MAY, DebtForgiven, member=KIM, reason=reason)


@pytest.fixture(scope="module")
def healthy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with debts that were made and paid, a budget and what waits, closed."""
    path = tmp_path_factory.mktemp("healthy") / "ovation.db"
    asyncio.run(_live(path))
    return path


@pytest.fixture
def damaged(healthy: Path, tmp_path: Path) -> Path:
    """A copy of it, to be damaged."""
    return Path(shutil.copy(healthy, tmp_path / "ovation.db"))


async def counted(reader: Reader) -> dict[str, int]:
    """How much each recount is about."""
    return {it.name: (await reader.fetch(it.counted))[0][0] for it in RECOUNTS_OF_FAIRNESS}


async def failed(path: Path) -> set[str]:
    """The names of the recounts that find something wrong."""
    async with open_readers(str(path)) as (_, reports):
        every = (*RECOUNTS, *RECOUNTS_OF_FAIRNESS)
        wrong = {it.name: await reports.fetch(it.wrong) for it in every}
        for it in every:
            assert all(it.finding.format(*row) for row in wrong[it.name])
        return {name for name, rows in wrong.items() if rows}


async def test_books_with_debts_and_budgets_are_content(healthy: Path) -> None:
    async with open_readers(str(healthy)) as (_, reports):
        assert all((await counted(reports)).values())
    assert await failed(healthy) == set()


DAMAGES: Final = {
    "UPDATE account SET balance = balance + 1 WHERE kind = 'wallet' AND currency = 'diamonds' "
    "AND owner = (SELECT owner FROM account WHERE kind = 'debt' AND balance > 0)": "debts",
    "UPDATE account SET balance = balance - 1 WHERE kind = 'debt' AND balance > 0": "balances",
    "UPDATE operation SET outcome = json_set(outcome, '$.before', 20) "
    "WHERE outcome ->> 'coins' = 50 AND kind = 'own-budget'": "budgets",
    "UPDATE transfer SET from_kind = 'issued' WHERE from_kind = 'uncovered'": (
        "what debts are booked against"
    ),
    "UPDATE transfer SET to_kind = 'sold' WHERE to_kind = 'issued' AND (seq, line + 1) IN "
    "(SELECT seq, line FROM transfer WHERE from_kind = 'debt')": "what debts are booked against",
    "UPDATE operation SET outcome = json_set(outcome, '$.owed_units', 1) "
    "WHERE outcome ->> 'owed_units' > 0": "what reversals left owed",
    "UPDATE operation SET actor = (SELECT asker FROM forcing) "
    "WHERE outcome ->> 'owed_units' > 0": "what reversals left owed",
    "UPDATE transfer SET amount = amount + 1, to_balance = to_balance + 1 "
    "WHERE to_kind = 'debt'": "reversals",
    "UPDATE budget SET coins = 10": "budgets",
    "UPDATE budget SET next_from_ms = 0": "budgets",
    "UPDATE budget SET span = 'day'": "budgets",
    "DELETE FROM budget": "budgets",
    "UPDATE forcing SET ended_seq = 0": "reversals by two",
    "UPDATE forcing SET ended_seq = 1 WHERE ended_seq = 0": "reversals by two",
    "UPDATE forcing SET asked_ms = asked_ms + 1": "reversals by two",
    "UPDATE forcing SET asker = asker + 1": "reversals by two",
    "DELETE FROM forcing WHERE ended_seq = 0": "reversals by two",
    "UPDATE forcing SET ended_seq = 0 WHERE ended_seq IN "
    "(SELECT seq FROM operation WHERE kind = 'reversal-declined')": "reversals by two",
    "UPDATE operation SET actor = (SELECT sender FROM gift WHERE seq = outcome ->> 'gift') "
    "WHERE kind = 'reversal-declined'": "reversals by two",
    "UPDATE operation SET outcome = json_set(outcome, '$.asked_seq', 1) "
    "WHERE kind = 'reversal-declined'": "reversals by two",
    "UPDATE operation SET outcome = json_set(outcome, '$.units', 1) "
    "WHERE kind = 'forgive'": "debts that were forgiven",
    "UPDATE operation SET subject = actor WHERE kind = 'forgive'": "debts that were forgiven",
    "UPDATE operation SET outcome = json_set(outcome, '$.coins', 1) "
    "WHERE kind = 'forgive'": "debts that were forgiven",
    "UPDATE operation SET kind = 'own-forgive' WHERE kind = 'forgive'": (
        "what debts are booked against"
    ),
}
"""What may happen to what is kept of it, and which recount must notice; others may as well."""


@pytest.mark.parametrize("statement", DAMAGES)
async def test_what_was_tampered_with_is_found(damaged: Path, statement: str) -> None:
    damage(damaged, statement)
    assert DAMAGES[statement] in await failed(damaged)
