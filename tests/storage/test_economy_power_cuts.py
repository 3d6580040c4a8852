"""The economy under power cuts and commits that seem to fail: each request is done once or not."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final

import pytest

from bot.ledger.outcomes import (
    Accepted,
    Outcome,
    Unavailable,
)
from bot.ledger.periods import Span
from bot.ledger.requests import Person, Request, SendGift
from bot.ledger.requests.fairness import ForceReversal, ForgiveDebt, RefuseReversal, SetBudget
from bot.ledger.requests.payouts import (
    ApprovePayout,
    AskPayout,
    CancelPayout,
    CompletePayout,
    RejectPayout,
)
from bot.ledger.requests.pots import (
    ClosePot,
    CreateDrop,
    CreatePromotion,
    DropChest,
    OpenChest,
    RedeemCode,
    TakeShare,
)
from bot.ledger.requests.shop import (
    AskForPack,
    CreditEntitlement,
    DecidePurchase,
    EditPack,
    RevokeEntitlement,
    SetExchangeRate,
    WithdrawPurchase,
)
from bot.storage.audit import examine
from bot.storage.database import Database, Row, Statement, StorageFailed
from bot.storage.statements import wallet
from bot.storage.writer import Writer
from tests.ledger.scene import ANN, BEA, CHANNEL, DIAMOND, GUILD, KIM, MOD, PERFUME, accepted
from tests.storage.faults import Fault, UnreliableKeeper
from tests.storage.scene import Clock, Scene
from tests.storage.test_economy_batches import SKU, chest, request
from tests.storage.test_fairness import MAY


class _CutKeeper(UnreliableKeeper):
    """A keeper whose power is cut before one of the statements of a transaction that do something,
    and after the last."""

    cut_before = -1
    done = 0

    async def write(self, statements: Sequence[Statement]) -> None:
        """Write as many as there is power for."""
        statements = [statement for statement in statements if statement[1]]
        self.done = len(statements)
        if self.cut_before >= 0:
            await self.keeper.write(statements[: self.cut_before])
            raise StorageFailed("the power is gone")
        await self.keeper.write(statements)


@asynccontextmanager
async def _cut(database: Database, clock: Clock) -> AsyncIterator[tuple[Scene, _CutKeeper]]:
    keeper = _CutKeeper(database.keeper)
    async with Writer(keeper, clock).running() as writer:
        yield Scene(writer, database.commands, clock, pause_ms=1_000), keeper


TABLES: Final = (
    *("operation", "request", "account", "transfer", "tally", "outbox", "notice", "note"),
    *("pack", "purchase", "pot", "pot_share", "guess", "budget", "payout", "forcing"),
    *("exchange_rate", "member", "guild"),
)


async def everything(scene: Scene) -> list[list[Row]]:
    """All that stands in the books."""
    return [await scene.reader.fetch(f"SELECT * FROM {table}") for table in TABLES]


async def survives(scene: Scene, keeper: _CutKeeper, asked: Request) -> Outcome:
    """What comes of a request whose power was cut at every statement before."""
    before, keeper.done = await everything(scene), 0
    keeper.cut_before = 0
    while keeper.cut_before <= keeper.done:
        assert await scene.submit(asked) == Unavailable()
        assert await everything(scene) == before
        keeper.cut_before += 1
    assert keeper.done > 1
    keeper.cut_before = -1
    outcome = accepted(await scene.submit(asked), Accepted)
    after = await everything(scene)
    assert await scene.submit(asked) == outcome
    assert await everything(scene) == after
    return outcome


async def _whole_economy(scene: Scene, ask: Any) -> set[type[Request]]:
    """One request of each kind that moves or sets something, each accepted."""
    kinds: set[type[Request]] = set()

    async def done(kind: type[Request], actor: Person, **facts: Any) -> int:
        kinds.add(kind)
        outcome = await ask(request(scene, kind, actor, **facts))
        return int(outcome.seq)

    quoted = {"quoted_price": 99, "quoted_currency": "USD"}
    await done(EditPack, MOD, pack=2, sku=SKU)
    await done(SetExchangeRate, MOD, currency="EUR", rate=920_000)
    orders = [await done(AskForPack, KIM, pack=1, quantity=1, **quoted) for _ in range(2)]
    await done(DecidePurchase, MOD, purchase=orders[0], confirm=True)
    await done(WithdrawPurchase, KIM, purchase=orders[1])
    await done(CreditEntitlement, KIM, entitlement=5, sku=SKU)
    await done(SendGift, KIM, to=BEA, item=PERFUME, quantity=5, channel=CHANNEL)
    await done(RevokeEntitlement, KIM, entitlement=5)
    await done(CreatePromotion, MOD, code="summer", coins=5, uses=2)
    await done(RedeemCode, KIM, code="summer")
    later_ms = scene.clock.now_ms + 3_600_000
    facts = {"coins": 5, "shares": 2, "role": 0, "channel": CHANNEL, "closes_ms": later_ms}
    drop = await done(CreateDrop, MOD, **facts)
    await done(TakeShare, KIM, pot=drop)
    box = int((await ask(chest(scene, ANN, 20))).seq)
    kinds.add(DropChest)
    scene.clock.now_ms += 120_000
    await done(OpenChest, ANN, pot=box)
    await done(TakeShare, KIM, pot=box)
    await done(ClosePot, MOD, pot=box, early=True)
    await done(SetBudget, ANN, span=Span.DAY, coins=500)
    return kinds | await _diamonds_out(scene, done)


async def _diamonds_out(scene: Scene, done: Any) -> set[type[Request]]:
    terms = {"units": 10 * DIAMOND, "quoted_rate": 5_000, "quoted_fee": 0, "quoted_currency": "USD"}
    payouts = [await done(AskPayout, BEA, **terms) for _ in range(3)]
    await done(CancelPayout, BEA, payout=payouts[0])
    await done(RejectPayout, MOD, payout=payouts[1], reason="no")
    await done(ApprovePayout, MOD, payout=payouts[2])
    await done(CompletePayout, MOD, payout=payouts[2], reference="PP 1")
    gift = await done(SendGift, ANN, to=BEA, item=PERFUME, channel=CHANNEL)
    purse = (await wallet(scene.reader, GUILD, BEA.user_id)).purse
    await done(AskPayout, BEA, **{**terms, "units": purse.diamonds})
    await done(ForceReversal, MOD, seq=gift, reason="fraud")
    await done(RefuseReversal, MAY, seq=gift, reason="no fraud")
    for who in (MOD, MAY):
        await done(ForceReversal, who, seq=gift, reason="fraud")
    await done(ForgiveDebt, MAY, member=BEA, reason="paid outside")
    return {ForceReversal}


OF_THE_ECONOMY: Final = {
    *(EditPack, SetExchangeRate, AskForPack, DecidePurchase, WithdrawPurchase, CreditEntitlement),
    *(RevokeEntitlement, CreatePromotion, RedeemCode, CreateDrop, TakeShare, DropChest, OpenChest),
    *(ClosePot, SetBudget, AskPayout, CancelPayout, RejectPayout, ApprovePayout, CompletePayout),
    *(ForceReversal, RefuseReversal, ForgiveDebt),
}


async def _begin(scene: Scene) -> None:
    await scene.adjust(ANN, 1_000)
    await scene.set(("cashout", "1"), ("cashout_least", "1"), ("log_channel", "720"))


async def test_a_power_cut_at_any_statement_of_any_request_of_the_economy_leaves_nothing_of_it(
    database: Database, clock: Clock
) -> None:
    async with _cut(database, clock) as (scene, keeper):
        await _begin(scene)

        async def ask(asked: Request) -> Outcome:
            return await survives(scene, keeper, asked)

        assert await _whole_economy(scene, ask) >= OF_THE_ECONOMY
        assert (await examine(database.reports)).ok


@pytest.mark.parametrize("fault", [Fault.INSTEAD, Fault.AFTERWARDS, Fault.UNKNOWN])
async def test_a_commit_of_the_economy_that_seems_to_fail_is_made_once(
    database: Database, clock: Clock, fault: Fault
) -> None:
    async with _cut(database, clock) as (scene, keeper):
        await _begin(scene)

        async def ask(asked: Request) -> Outcome:
            keeper.coming.append(fault)
            outcome = await scene.submit(asked)
            assert isinstance(await scene.submit(asked), Accepted)
            return outcome

        async def insist(asked: Request) -> Outcome:
            outcome = await ask(asked)
            return outcome if isinstance(outcome, Accepted) else await scene.submit(asked)

        await _whole_economy(scene, insist)
        assert (await examine(database.reports)).ok
