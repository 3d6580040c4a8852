"""All that can be asked, of two guilds: gifts, shows, shops, pots, payouts, limits and debts."""

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from bot.ledger.accounts import Kind
from bot.ledger.outcomes import Accepted
from bot.ledger.requests import ChangeSetting
from bot.ledger.requests.payouts import OfPayout
from tests.ledger.asking import GUILDS
from tests.ledger.expected import Expected, refuse
from tests.ledger.payouts_model import ModelPayout, PayoutsAsking, PayoutsModel
from tests.ledger.pots_asking import PotsAsking
from tests.ledger.pots_model import PotsModel
from tests.ledger.shop_model import ShopAsking, ShopModel
from tests.ledger.test_model import LedgerMachine


class EconomyModel(ShopModel, PayoutsModel, PotsModel):
    """One guild with its whole economy, and what each part of it means for the others."""

    def _change_settings(self, request: ChangeSetting) -> Expected:
        currency = self.settings["currency"]
        expected = super()._change_settings(request)
        if self.settings["currency"] != currency:
            self.rates = {}
        return expected

    def given(self, who: int, span: str, to: int | None = None) -> int:
        """What somebody gave in gifts that stand and in chests, in a span of today; to one alone:
        in gifts."""
        gifts = super().given(who, span, to)
        if to is not None:
            return gifts
        return gifts + self.in_chests(who, lambda day: self._of_same(span, day, self.today))

    def _must_be_within_limits(self, who: int, coins: int) -> None:
        limits = sorted(self._limits(who, None), key=lambda limit: limit[0])
        if limits and limits[0][0] < coins:
            left, most, whose, span = limits[0]
            limit = {"whose": whose, "span": span, "most": most, "left": left, "total": coins}
            refuse("over-limit", **limit, ends_ms=self._span_ends(span), affordable=0)

    def _must_be_payable(self, request: OfPayout, payout: ModelPayout) -> None:
        super()._must_be_payable(request, payout)
        if self.owed.get((payout.creator, "diamonds")):
            refuse("payout-owed", payout=request.payout)


class EconomyMachine(ShopAsking, PayoutsAsking, PotsAsking, LedgerMachine):
    """Everything at once, and what is always so, looked at after every step."""

    models: dict[int, EconomyModel]  # type: ignore[assignment]  # What this machine lays open.

    def __init__(self) -> None:
        """Open both guilds' books for the first time."""
        super().__init__()
        self.models = {guild: EconomyModel(self.now) for guild in GUILDS}
        self.begin_batch()

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
    run_state_machine_as_test(
        EconomyMachine,
        settings=settings(
            max_examples=40,
            stateful_step_count=300,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        ),
    )
