"""Promises of the recount about payouts: what is kept of them is what was asked and decided."""

import asyncio
import shutil
from pathlib import Path
from typing import Final

import pytest

from bot.ledger.money import Currency
from bot.ledger.outcomes.payouts import (
    PayoutApproved,
    PayoutAsked,
    PayoutCancelled,
    PayoutPaid,
    PayoutRejected,
)
from bot.ledger.payment import payout_money
from bot.ledger.requests.payouts import (
    ApprovePayout,
    AskPayout,
    CancelPayout,
    CompletePayout,
    RejectPayout,
)
from bot.storage.recounts.payouts import RECOUNTS_OF_PAYOUTS
from bot.storage.sqlite import open_readers
from tests.ledger.scene import ANN, BEA, DIAMOND, KIM, MOD
from tests.storage.live_scene import opened
from tests.storage.scene import Scene
from tests.storage.test_audit import damage, examined, failed


async def _asked(scene: Scene, diamonds: int) -> int:
    quoted = {"quoted_rate": 5_001, "quoted_fee": 250, "quoted_currency": "EUR"}
    done = await scene.done(AskPayout, BEA, PayoutAsked, units=diamonds * DIAMOND + 1, **quoted)
    return done.seq


async def _live(path: Path) -> None:
    async with opened(path) as scene:
        await scene.adjust(BEA, 100_000 * DIAMOND, Currency.DIAMONDS)
        await scene.set(("cashout_daily", "1"), ("cashout_least", "1000000"))
        await scene.set(("cashout_daily", "200000"), ("cashout_least", "2000"))
        await scene.set(
            ("cashout", "1"),
            ("cashout_rate", "5001"),
            ("cashout_fee", "250"),
            ("cashout_two", "10000"),
            ("currency", "EUR"),
        )
        paid = await _asked(scene, 2_000)
        await scene.done(ApprovePayout, MOD, PayoutApproved, payout=paid)
        await scene.done(CompletePayout, MOD, PayoutPaid, payout=paid, reference="PP-1")
        rejected = await _asked(scene, 2_001)
        await scene.done(RejectPayout, MOD, PayoutRejected, payout=rejected, reason="no")
        cancelled = await _asked(scene, 2_002)
        await scene.done(CancelPayout, BEA, PayoutCancelled, payout=cancelled)
        large = await _asked(scene, 40_000)
        await scene.done(ApprovePayout, MOD, PayoutApproved, payout=large)
        await scene.done(ApprovePayout, KIM, PayoutApproved, payout=large)
        half = await _asked(scene, 20_000)
        await scene.done(ApprovePayout, ANN, PayoutApproved, payout=half)
        await _asked(scene, 2_003)
        # What comes later holds for none of them, whatever it is.
        await scene.set(
            ("cashout", "0"),
            ("cashout_rate", "7"),
            ("cashout_fee", "0"),
            ("cashout_least", "1000000"),
            ("cashout_daily", "1"),
            ("cashout_two", "0"),
            ("currency", "JPY"),
        )


@pytest.fixture(scope="module")
def healthy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database in which payouts stand wherever they can, closed."""
    path = tmp_path_factory.mktemp("payouts") / "ovation.db"
    asyncio.run(_live(path))
    return path


async def found(path: Path) -> set[str]:
    """The names of the recounts of payouts that find something."""
    async with open_readers(str(path)) as (_, reports):
        return {one.name for one in RECOUNTS_OF_PAYOUTS if await reports.fetch(one.wrong, ())}


async def test_books_in_which_every_payout_is_as_it_was_decided_are_content(healthy: Path) -> None:
    assert await found(healthy) == set()
    assert failed(await examined(healthy)) == set()
    async with open_readers(str(healthy)) as (_, reports):
        for recount in RECOUNTS_OF_PAYOUTS:
            ((count,),) = await reports.fetch(recount.counted, ())
            assert count, recount.name


_PAID: Final = "state = 'paid'"
_OPEN: Final = "number = (SELECT max(number) FROM payout)"
DAMAGES: Final = {
    f"UPDATE payout SET units = units + 1 WHERE {_PAID}": {
        *("payouts", "diamonds paid out"),
    },
    f"UPDATE payout SET units = units + 1 WHERE {_OPEN}": {"payouts", "holds of payouts"},
    f"UPDATE payout SET rate = rate * 2 WHERE {_OPEN}": {"payouts", "money of payouts"},
    f"UPDATE payout SET fee = 0 WHERE {_OPEN}": {"payouts", "money of payouts"},
    f"UPDATE payout SET money = money + 1 WHERE {_OPEN}": {"payouts", "money of payouts"},
    f"UPDATE payout SET currency = 'JPY' WHERE {_OPEN}": {"payouts", "money of payouts"},
    f"UPDATE payout SET member = 1 WHERE {_OPEN}": {"payouts"},
    f"UPDATE payout SET day = '2026-11-20' WHERE {_OPEN}": {"payouts"},
    f"UPDATE payout SET asked_ms = asked_ms + 1 WHERE {_OPEN}": {"payouts"},
    f"UPDATE payout SET needs_two = 1 - needs_two WHERE {_PAID}": {"payouts"},
    "UPDATE payout SET second_approver = 0 WHERE state = 'approved'": {"payouts"},
    "UPDATE payout SET first_approver = 0 WHERE state = 'approved'": {"payouts"},
    f"UPDATE payout SET first_approver = 2 WHERE {_OPEN}": {"payouts"},
    f"UPDATE payout SET state = 'approved' WHERE {_OPEN}": {"payouts"},
    "UPDATE payout SET state = 'paid' WHERE state = 'rejected'": {"payouts", "diamonds paid out"},
    "UPDATE payout SET ended_seq = 0, state = 'approved' WHERE state = 'paid'": {
        *("payouts", "holds of payouts", "diamonds paid out"),
    },
    "UPDATE payout SET ended_seq = ended_seq - 1 WHERE state = 'cancelled'": {"payouts"},
    f"DELETE FROM payout WHERE {_PAID}": {"payouts", "diamonds paid out"},
    f"DELETE FROM payout WHERE {_OPEN}": {"payouts"},
    "UPDATE account SET balance = balance + 1 WHERE kind = 'hold' AND balance > 0": {
        "holds of payouts"
    },
    "UPDATE account SET balance = 1 WHERE kind = 'hold' AND balance = 0": {"holds of payouts"},
    "UPDATE transfer SET amount = amount + 1 WHERE to_kind = 'paid_out'": {
        *("movements of payouts", "diamonds paid out"),
    },
    "UPDATE transfer SET to_kind = 'issued' WHERE to_kind = 'paid_out'": {
        *("movements of payouts", "diamonds paid out"),
    },
    "DELETE FROM transfer WHERE from_kind = 'hold'": {"movements of payouts", "diamonds paid out"},
    # What looks like paying a debt, and pays none.
    "INSERT INTO transfer SELECT guild, seq, line + 9, currency, 1, 'wallet', to_owner, 0, "
    "'issued', 0, NULL FROM transfer WHERE from_kind = 'hold' AND to_kind = 'wallet'": {
        "movements of payouts"
    },
    "UPDATE operation SET outcome = json_set(outcome, '$.payout', 1) "
    "WHERE kind = 'own-payout-cancelled'": {"movements of payouts", "payouts"},
    "DELETE FROM operation WHERE kind = 'payout-approved'": {"payouts"},
    "UPDATE operation SET actor = subject WHERE kind = 'payout-paid'": {"payouts"},
    "UPDATE operation SET actor = subject WHERE kind = 'payout-rejected'": {"payouts"},
}


@pytest.mark.parametrize("needs_two", [0, 1])
async def test_approvals_that_a_day_did_not_ask_for_are_found_though_all_agree_on_them(
    healthy: Path, tmp_path: Path, needs_two: int
) -> None:
    path = Path(shutil.copy(healthy, tmp_path / "ovation.db"))
    wrong = ("false", "true")[1 - needs_two]
    damage(
        path,
        f"UPDATE operation SET outcome = json_set(outcome, '$.needs_two', json('{wrong}')) "
        f"WHERE kind = 'own-payout' AND outcome ->> 'needs_two' = {needs_two}",
        f"UPDATE payout SET needs_two = {1 - needs_two} WHERE needs_two = {needs_two}",
    )
    assert "terms of payouts" in await found(path)
    report = await examined(path)
    told = [finding for check in report.checks for finding in check.findings]
    assert any("takes other approvals than its day asked for" in finding for finding in told)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("cashout", "0", "was asked for while cashing out was off"),
        ("cashout_rate", "5002", "was asked for at other terms than those of its moment"),
        ("cashout_fee", "251", "was asked for at other terms than those of its moment"),
        ("currency", "USD", "was asked for at other terms than those of its moment"),
        ("cashout_two", "0", "takes other approvals than its day asked for"),
        ("cashout_least", "2001", "is less than was paid out at a time"),
        ("cashout_daily", "40000", "is more than its day had left"),
    ],
)
async def test_what_was_asked_for_is_held_against_the_settings_of_its_moment(
    healthy: Path, tmp_path: Path, name: str, value: str, said: str
) -> None:
    path = Path(shutil.copy(healthy, tmp_path / "ovation.db"))
    # The last change before anything was asked for said something else.
    damage(
        path,
        "UPDATE operation SET outcome = json_set(outcome, '$.changes', json_insert((SELECT "
        f"json_group_array(json(value)) FROM json_each(outcome, '$.changes') WHERE value ->> 0 <> "
        f"'{name}'), '$[#]', json_array('{name}', '', '{value}'))) WHERE kind = 'setting' "
        "AND seq = (SELECT max(seq) FROM operation WHERE kind = 'setting' AND seq < ("
        "SELECT min(seq) FROM operation WHERE kind = 'own-payout'))",
    )
    assert await found(path) == {"terms of payouts"}
    report = await examined(path)
    told = [finding for check in report.checks for finding in check.findings]
    assert any(said in finding for finding in told)


@pytest.mark.parametrize("statement", DAMAGES)
async def test_each_damage_to_a_payout_is_found(
    healthy: Path, tmp_path: Path, statement: str
) -> None:
    path = Path(shutil.copy(healthy, tmp_path / "ovation.db"))
    damage(path, statement)
    assert await found(path) == DAMAGES[statement]


async def test_what_was_taken_back_although_it_was_approved_is_named(
    healthy: Path, tmp_path: Path
) -> None:
    path = Path(shutil.copy(healthy, tmp_path / "ovation.db"))
    cancelled = "(SELECT number FROM payout WHERE state = 'cancelled')"
    damage(
        path,
        f"UPDATE operation SET outcome = json_set(outcome, '$.payout', {cancelled}) "
        "WHERE kind = 'payout-approved' AND outcome ->> 'needs_another' = 0",
    )
    report = await examined(path)
    told = [finding for check in report.checks for finding in check.findings]
    assert any("was taken back after it was approved" in finding for finding in told)


@pytest.mark.parametrize("currency", ["JPY", "USD", "KWD"])
@pytest.mark.parametrize("units", [1, 9_999_999, 10**7, 123_456_789_012, 10**13])
@pytest.mark.parametrize(("rate", "fee"), [(1, 0), (5_000, 9_999), (999_999_937, 123), (10**9, 0)])
async def test_money_is_counted_anew_to_the_last_cent_however_much_it_is(
    healthy: Path, currency: str, units: int, rate: int, fee: int
) -> None:
    (recount,) = [one for one in RECOUNTS_OF_PAYOUTS if one.name == "money of payouts"]
    money = payout_money(units, rate, fee, currency)
    made = f"""
        SELECT 1 AS guild, 1 AS number, {units} AS units, {rate} AS rate, {fee} AS fee,
            {{}} AS money, '{currency}' AS currency
    """
    async with open_readers(str(healthy)) as (_, reports):
        for kept, rows in ((money, []), (money + 1, [(1, 1, money + 1, money)])):
            payout = f"WITH payout AS ({made.format(kept)}), "
            sql = recount.wrong.strip().replace("WITH ", payout, 1)
            assert [tuple(row) for row in await reports.fetch(sql, ())] == rows
