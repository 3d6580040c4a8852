"""All that can be asked, of two guilds: gifts, shows, shops, pots, payouts, limits and debts."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from bot.ledger.accounts import Kind
from bot.ledger.money import Currency
from bot.ledger.outcomes import Accepted
from bot.ledger.requests.payouts import ApprovePayout, CompletePayout
from tests.ledger.asking import GUILDS, MEMBERS, guilds, pick
from tests.ledger.economy_asking import EconomyAsking
from tests.ledger.economy_model import EconomyModel
from tests.ledger.reached import CODES, NEVER, STORIES, every_kind
from tests.ledger.scene import MOD
from tests.ledger.test_model import LedgerMachine
from tests.ledger.widely import run_widely


class EconomyMachine(EconomyAsking, LedgerMachine):
    """Everything at once, and what is always so, looked at after every step."""

    def __init__(self) -> None:
        """Open both guilds' books for the first time."""
        super().__init__()
        self.models = {guild: EconomyModel(self.now) for guild in GUILDS}
        self.begin_batch()

    @rule(guild=guilds, which=pick, bought=st.integers(41, 60))
    def owe_between_approval_and_payment(self, guild: int, which: int, bought: int) -> None:
        """A creator loses what they bought and spent, and pays that with some of their diamonds."""
        creator, other = MEMBERS[which % 3], MEMBERS[(which + 1) % 3]
        self.open_cashout(guild)
        self.sell_at_discord(guild, 900, 2)
        self.credit(guild, creator, bought, 900, claimed=False)
        self.adjust(guild, MOD, creator, Currency.DIAMONDS, 7_000_000, "fair")
        self.ask_for_what_there_is(guild, creator, 5)
        number = self.models[guild].seq
        for actor in (other, MOD):
            self.pay_out(ApprovePayout, guild, actor, payout=number)
        self.send_gift(guild, creator, other, 10, 16, "", None)
        self.revoke(guild, creator, bought)
        self.pay_out(CompletePayout, guild, MOD, payout=number, reference="PP")
        self.ask_for_what_there_is(guild, creator, 5)
        self.convert(guild, creator, 5_000_000, known_rate=True)
        self.ask_for_what_there_is(guild, creator, 5)
        self.pay_out(CompletePayout, guild, MOD, payout=number, reference="PP")

    def hold_origins_apart(self, outcome: Accepted, guild: int) -> None:
        """See that origins stay apart; where a debt is paid beside it, the models tell how much."""
        kinds = {
            kind
            for moved in self.books.guild(guild).changes.transfers
            if moved.seq == outcome.seq
            for kind in (moved.source.kind, moved.target.kind)
        }
        if Kind.DEBT not in kinds:
            super().hold_origins_apart(outcome, guild)


def test_whatever_is_asked_of_the_whole_economy_the_books_stay_right() -> None:
    EconomyMachine.came_to.clear()
    run_widely(EconomyMachine, runs=32, steps=300)
    came_to = EconomyMachine.came_to
    assert sorted(every_kind() - came_to.keys() - NEVER.keys()) == []
    assert [name for name in (*CODES, *STORIES) if name not in came_to] == []
    assert sorted(NEVER.keys() - every_kind()) == []
