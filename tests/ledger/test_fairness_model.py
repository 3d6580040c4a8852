"""The rules of limits and debts against their model: whatever is asked, who owes has nothing."""

from tests.ledger.asking import GUILDS
from tests.ledger.fairness_model import FairnessAsking, FairnessModel
from tests.ledger.test_model import LedgerMachine
from tests.ledger.widely import run_widely


class FairnessMachine(FairnessAsking, LedgerMachine):
    """What is always so, looked at after every step, where limits and debts are too."""

    def __init__(self) -> None:
        """Open both guilds' books for the first time."""
        super().__init__()
        self.models = {guild: FairnessModel(self.now) for guild in GUILDS}
        self.begin_batch()


def test_whatever_is_asked_limits_and_debts_agree_with_plain_arithmetic() -> None:
    run_widely(FairnessMachine, runs=15, steps=120)
