"""The rules of pots against their model: whatever is asked, nobody takes anything twice."""

from tests.ledger.asking import GUILDS
from tests.ledger.pots_asking import PotsAsking
from tests.ledger.pots_model import PotsModel
from tests.ledger.test_model import LedgerMachine
from tests.ledger.widely import run_widely


class PotMachine(PotsAsking, LedgerMachine):
    """What is always so, looked at after every step, where coins are given away to many too."""

    def __init__(self) -> None:
        """Open both guilds' books for the first time."""
        super().__init__()
        self.models = {guild: PotsModel(self.now) for guild in GUILDS}
        self.begin_batch()


def test_whatever_is_asked_pots_agree_with_plain_arithmetic_and_their_holds() -> None:
    run_widely(PotMachine, runs=15, steps=120)
