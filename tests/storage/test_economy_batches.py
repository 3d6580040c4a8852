"""The economy in a database: what one batch decides, and that one request harms no other."""

from pathlib import Path
from typing import Any, Final

import pytest

from bot.ledger.books.economy import PurchaseState
from bot.ledger.money import Currency
from bot.ledger.outcomes import (
    Accepted,
    BalanceAdjusted,
    GiftSent,
    SettingChanged,
)
from bot.ledger.outcomes.fairness import BudgetSet, OverLimit
from bot.ledger.outcomes.payouts import (
    ApprovedBefore,
    PayoutApproved,
    PayoutAsked,
    PayoutBeyondDay,
    PayoutIsOwn,
    PayoutOver,
    PayoutPaid,
    PayoutUnderway,
)
from bot.ledger.outcomes.pots import (
    ChestDropped,
    CodeTaken,
    GuessingSlowed,
    NoSuchCode,
    PotEnded,
    PotOver,
    PromotionCreated,
    ShareTaken,
)
from bot.ledger.outcomes.shop import (
    EntitlementCredited,
    EntitlementKnown,
    EntitlementRevoked,
    PackEdited,
)
from bot.ledger.periods import Span
from bot.ledger.requests import AdjustBalance, ChangeSetting, Person, Request, SendGift
from bot.ledger.requests.fairness import SetBudget
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
    RedeemCode,
    TakeShare,
)
from bot.ledger.requests.shop import (
    CreditEntitlement,
    EditPack,
    RevokeEntitlement,
)
from bot.storage.audit import examine
from bot.storage.database import Database
from bot.storage.fairness import budgets
from bot.storage.shop import credited
from bot.storage.statements import wallet
from bot.storage.writer import Writer
from tests.ledger.scene import ANN, BEA, CHANNEL, DIAMOND, GUILD, KIM, MOD, ROSE, accepted
from tests.storage.scene import Clock, Scene
from tests.storage.test_audit import damage, failed
from tests.storage.test_fairness import MAY, together

SKU: Final = 900
OTHER_GUILD: Final = GUILD + 1


def request(scene: Scene, kind: type[Request], actor: Person, **facts: Any) -> Request:
    """A request under a new key."""
    return kind(**{"guild": GUILD, "key": scene.new_key(), "actor": actor, **facts})


def chest(scene: Scene, who: Person, coins: int, **facts: Any) -> Request:
    """A chest for two that opens in two minutes."""
    opens_ms = scene.clock.now_ms + 120_000
    facts = {
        "coins": coins,
        "shares": 2,
        "own": True,
        "channel": CHANNEL,
        "opens_ms": opens_ms,
        "closes_ms": opens_ms + 600_000,
        "seed": "5eed",
        **facts,
    }
    return request(scene, DropChest, who, **facts)


def rose(scene: Scene, who: Person, to: Person, quantity: int = 1) -> Request:
    """Roses at one coin each."""
    return request(scene, SendGift, who, to=to, item=ROSE, quantity=quantity, channel=CHANNEL)


# Chests and limits.


async def test_chests_and_gifts_of_one_batch_share_a_limit_in_either_order(
    scene: Scene, database: Database
) -> None:
    await scene.adjust(ANN, 1_000)
    await scene.adjust(BEA, 1_000)
    await scene.set(("daily_cap", "50"))
    first = [chest(scene, ANN, 40), rose(scene, ANN, KIM, 11), rose(scene, ANN, KIM, 10)]
    second = [rose(scene, BEA, KIM, 11), chest(scene, BEA, 40), chest(scene, BEA, 38)]
    outcomes = await together(scene, [*first, *second])
    kinds = [type(outcome) for outcome in outcomes]
    assert kinds == [ChestDropped, OverLimit, GiftSent, GiftSent, OverLimit, ChestDropped]
    assert (await examine(database.reports)).ok


async def test_a_limit_knows_chests_of_batches_before_and_what_came_back_from_them(
    scene: Scene, database: Database
) -> None:
    await scene.adjust(ANN, 1_000)
    await scene.done(SetBudget, ANN, BudgetSet, span=Span.WEEK, coins=50)
    number = accepted(await scene.submit(chest(scene, ANN, 40)), ChestDropped).seq
    assert isinstance(await scene.submit(chest(scene, ANN, 12)), OverLimit)
    assert isinstance(await scene.submit(rose(scene, ANN, KIM, 11)), OverLimit)
    now_ms = scene.clock.now_ms
    (view,) = await budgets(scene.reader, GUILD, ANN.user_id, now_ms, "UTC")
    assert (view.given, view.left) == (40, 10)
    await scene.done(TakeShare, KIM, ShareTaken, pot=number)
    back, *sent = await together(
        scene,
        [
            request(scene, ClosePot, MOD, pot=number, early=True),
            rose(scene, ANN, KIM, 31),
            rose(scene, ANN, KIM, 30),
        ],
    )
    assert accepted(back, PotEnded).back == 20
    assert [type(outcome) for outcome in sent] == [OverLimit, GiftSent]
    (view,) = await budgets(scene.reader, GUILD, ANN.user_id, now_ms, "UTC")
    assert view.left == 0
    assert (await examine(database.reports)).ok


@pytest.mark.parametrize("wrong", ["coins = coins + 1", "period = 'week:2026-11-09'"])
async def test_what_is_kept_as_given_in_chests_is_recounted(
    path: Path, scene: Scene, database: Database, wrong: str
) -> None:
    await scene.adjust(ANN, 1_000)
    number = accepted(await scene.submit(chest(scene, ANN, 40)), ChestDropped).seq
    await scene.submit(chest(scene, ANN, 30))
    await scene.submit(request(scene, ClosePot, MOD, pot=number, early=True))
    assert (await examine(database.reports)).ok
    damage(path, f"UPDATE tally SET {wrong} WHERE board = 'chest' AND period GLOB 'week:*'")
    assert failed(await examine(database.reports)) == {"tallies"}


async def test_a_cap_that_is_set_in_the_same_batch_knows_what_lies_in_chests(scene: Scene) -> None:
    await scene.adjust(ANN, 1_000)
    accepted(await scene.submit(chest(scene, ANN, 40)), ChestDropped)
    cap = request(scene, ChangeSetting, MOD, changes=(("daily_cap", "50"),))
    outcomes = await together(scene, [cap, chest(scene, ANN, 12), chest(scene, ANN, 10)])
    assert [type(it) for it in outcomes] == [SettingChanged, OverLimit, ChestDropped]


async def test_a_chest_that_comes_and_goes_in_one_batch_was_never_given(
    scene: Scene, database: Database
) -> None:
    await scene.adjust(ANN, 1_000)
    await scene.set(("daily_cap", "50"))
    number = await _next_seq(scene)
    outcomes = await together(
        scene,
        [
            chest(scene, ANN, 50),
            rose(scene, ANN, KIM),
            request(scene, ClosePot, ANN, pot=number, early=True),
            rose(scene, ANN, KIM, 50),
        ],
    )
    assert [type(it) for it in outcomes] == [ChestDropped, OverLimit, PotOver, GiftSent]
    assert (await examine(database.reports)).ok


async def _next_seq(scene: Scene) -> int:
    ((last,),) = await scene.reader.fetch("SELECT last_seq FROM guild WHERE guild = ?", (GUILD,))
    return int(last) + 1


# Nobody else is harmed.


async def test_what_is_no_code_takes_nothing_from_a_drop_of_the_same_batch(scene: Scene) -> None:
    closes_ms = scene.clock.now_ms + 3_600_000
    facts = {"coins": 5, "shares": 3, "role": 7, "channel": CHANNEL, "closes_ms": closes_ms}
    number = (await scene.done(CreateDrop, MOD, Accepted, **facts)).seq
    outcomes = await together(
        scene,
        [
            request(scene, TakeShare, ANN, pot=number, own_roles=(7,)),
            request(scene, RedeemCode, KIM, code="---"),
        ],
    )
    assert [type(it) for it in outcomes] == [ShareTaken, NoSuchCode]


async def test_a_purchase_claimed_in_two_guilds_at_once_is_credited_in_one_and_harms_nobody(
    scene: Scene, database: Database
) -> None:
    await scene.adjust(ANN, 100)
    for guild in (GUILD, OTHER_GUILD):
        asked = request(scene, EditPack, MOD, guild=guild, pack=1, sku=SKU)
        accepted(await scene.submit(asked), PackEdited)
    claims = [
        request(scene, CreditEntitlement, KIM, guild=guild, entitlement=5, sku=SKU)
        for guild in (GUILD, OTHER_GUILD)
    ]
    outcomes = await together(scene, [claims[0], rose(scene, ANN, BEA), claims[1]])
    assert [type(it) for it in outcomes] == [EntitlementCredited, GiftSent, EntitlementKnown]
    known = await credited(scene.reader, 5)
    assert known
    assert (known.guild, known.purchase.state) == (GUILD, PurchaseState.CREDITED)
    assert (await examine(database.reports)).ok


async def test_a_pack_can_be_sold_as_another_was_a_moment_ago_whatever_was_changed_first(
    scene: Scene, database: Database
) -> None:
    await scene.done(EditPack, MOD, PackEdited, pack=1, sku=SKU)
    outcomes = await together(
        scene,
        [
            request(scene, EditPack, MOD, pack=2, price=500),
            request(scene, EditPack, MOD, pack=1, sku=0),
            rose(scene, ANN, BEA),
            request(scene, EditPack, MOD, pack=2, sku=SKU),
        ],
    )
    assert sum(isinstance(it, PackEdited) for it in outcomes) == 3
    assert (await examine(database.reports)).ok


async def test_a_code_is_free_again_in_the_batch_that_ends_it(
    scene: Scene, database: Database
) -> None:
    facts = {"code": "summer", "coins": 5, "uses": 2}
    first = (await scene.done(CreatePromotion, MOD, PromotionCreated, **facts)).seq
    outcomes = await together(
        scene,
        [
            request(scene, CreatePromotion, MAY, **facts),
            request(scene, ClosePot, MOD, pot=first, early=True),
            request(scene, CreatePromotion, MAY, **facts),
            request(scene, RedeemCode, KIM, code="summer"),
        ],
    )
    kinds = [type(it) for it in outcomes]
    assert kinds == [CodeTaken, PotEnded, PromotionCreated, ShareTaken]
    assert accepted(outcomes[-1], ShareTaken).pot == accepted(outcomes[2], PromotionCreated).seq
    assert (await examine(database.reports)).ok


async def test_codes_that_are_guessed_at_once_are_slowed_as_though_one_by_one(
    scene: Scene, database: Database, clock: Clock
) -> None:
    await scene.done(CreatePromotion, MOD, PromotionCreated, code="summer", coins=5, uses=2)
    guesses = [request(scene, RedeemCode, KIM, code=f"guess{number}") for number in range(7)]
    outcomes = await together(scene, [*guesses, request(scene, RedeemCode, KIM, code="summer")])
    assert [type(it) for it in outcomes] == [NoSuchCode] * 5 + [GuessingSlowed] * 3
    async with Writer(database.keeper, clock).running() as after_a_restart:
        again = request(scene, RedeemCode, KIM, code="summer")
        assert isinstance(await after_a_restart.submit(again), GuessingSlowed)


async def test_payouts_of_one_batch_share_the_day_and_take_two_together(
    scene: Scene, database: Database
) -> None:
    await scene.adjust(BEA, 100 * DIAMOND, Currency.DIAMONDS)
    await scene.set(
        *(("cashout", "1"), ("cashout_least", "1")),
        *(("cashout_daily", "50"), ("cashout_two", "30")),
    )
    terms = {"quoted_rate": 5_000, "quoted_fee": 0, "quoted_currency": "USD"}
    sums = (20, 10, 21)
    asked = [request(scene, AskPayout, BEA, units=it * DIAMOND, **terms) for it in sums]
    *payouts, beyond = await together(scene, asked)
    done = [accepted(payout, PayoutAsked) for payout in payouts]
    assert [it.needs_two for it in done] == [False, True]
    assert isinstance(beyond, PayoutBeyondDay)
    number = done[1].seq
    approvals = [
        request(scene, ApprovePayout, who, payout=number) for who in (MOD, MOD, BEA, MAY, KIM)
    ]
    back = request(scene, CancelPayout, BEA, payout=number)
    outcomes = await together(scene, [*approvals, back])
    assert [type(it) for it in outcomes] == [
        *(PayoutApproved, ApprovedBefore, PayoutIsOwn, PayoutApproved, ApprovedBefore),
        PayoutUnderway,
    ]
    ends = [
        request(scene, CompletePayout, KIM, payout=number, reference="PP"),
        request(scene, RejectPayout, MOD, payout=number, reason="no"),
    ]
    outcomes = await together(scene, ends)
    assert [type(it) for it in outcomes] == [PayoutPaid, PayoutOver]
    assert (await examine(database.reports)).ok


# Debts.


async def test_coins_that_are_taken_back_while_they_lie_in_a_chest_are_paid_when_they_return(
    scene: Scene, database: Database
) -> None:
    await scene.done(EditPack, MOD, PackEdited, pack=2, sku=SKU)
    await scene.done(CreditEntitlement, KIM, EntitlementCredited, entitlement=5, sku=SKU)
    coins = (await wallet(scene.reader, GUILD, KIM.user_id)).purse.coins
    number = accepted(await scene.submit(chest(scene, KIM, coins)), ChestDropped).seq
    back, ended, given = await together(
        scene,
        [
            request(scene, RevokeEntitlement, KIM, entitlement=5),
            request(scene, ClosePot, KIM, pot=number, early=True),
            request(
                scene,
                AdjustBalance,
                MOD,
                member=KIM,
                currency=Currency.COINS,
                amount=7,
                reason="fair",
            ),
        ],
    )
    assert accepted(back, EntitlementRevoked).owed_coins == coins
    assert accepted(ended, PotOver).coins == coins
    assert accepted(given, BalanceAdjusted).balance == 7
    assert (await wallet(scene.reader, GUILD, KIM.user_id)).purse.coins == 7
    assert (await examine(database.reports)).ok


# Days.


async def test_a_time_zone_that_changes_in_between_leaves_what_was_given_on_its_day(
    scene: Scene, database: Database
) -> None:
    await scene.adjust(ANN, 1_000)
    # From noon to ten in the evening, when it is tomorrow in Tokyo.
    scene.clock.now_ms += 10 * 3_600_000
    await scene.set(("daily_cap", "50"))
    asked = [
        rose(scene, ANN, KIM, 40),
        request(scene, ChangeSetting, MOD, changes=(("timezone", "Asia/Tokyo"),)),
        rose(scene, ANN, KIM, 50),
        request(scene, ChangeSetting, MOD, changes=(("timezone", "UTC"),)),
        rose(scene, ANN, KIM, 11),
        rose(scene, ANN, KIM, 10),
    ]
    outcomes = await together(scene, asked)
    kinds = [type(outcome) for outcome in outcomes]
    assert kinds == [GiftSent, SettingChanged, GiftSent, SettingChanged, OverLimit, GiftSent]
    assert (await examine(database.reports)).ok
