"""The rules of the shop against their model: whatever is asked, each purchase is credited once."""

from tests.ledger.asking import GUILDS
from tests.ledger.shop_model import ShopAsking, ShopModel
from tests.ledger.test_model import LedgerMachine
from tests.ledger.widely import run_widely


class ShopMachine(ShopAsking, LedgerMachine):
    """What is always so, looked at after every step, where coins are bought and owed."""

    def __init__(self) -> None:
        """Open both guilds' books for the first time."""
        super().__init__()
        self.models = {guild: ShopModel(self.now) for guild in GUILDS}
        self.begin_batch()


def test_whatever_is_asked_the_shop_agrees_with_plain_arithmetic() -> None:
    run_widely(ShopMachine, runs=15, steps=120)
