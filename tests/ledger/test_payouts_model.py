"""The rules of payouts against their model: whatever is asked, each is paid at most once."""

from tests.ledger.asking import GUILDS
from tests.ledger.payouts_model import PayoutsAsking, PayoutsModel
from tests.ledger.test_model import LedgerMachine
from tests.ledger.widely import run_widely


class PayoutMachine(PayoutsAsking):
    """Payouts beside gifts and moderators, and what is always so, looked at after every step."""

    history = LedgerMachine.history
    sums = LedgerMachine.sums
    zero_sum = LedgerMachine.accounts_sum_to_zero_and_balances_to_their_transfers
    no_debts = LedgerMachine.nobody_is_below_zero_or_beyond_what_the_books_can_hold
    wallets = LedgerMachine.wallets_are_what_the_model_says
    numbers = LedgerMachine.operations_are_numbered_without_gaps
    told = LedgerMachine.thanks_and_notices_are_what_the_model_says

    def __init__(self) -> None:
        """Open both guilds' books for the first time."""
        super().__init__()
        self.models = {guild: PayoutsModel(self.now) for guild in GUILDS}
        self.begin_batch()


def test_whatever_is_asked_payouts_agree_with_plain_arithmetic_and_their_holds() -> None:
    run_widely(PayoutMachine, runs=15, steps=120)
