"""What deciding reads of the books is enough, where days come twice and things happen at once.

A guild that is moved to and fro has a day twice, and what was done on it counts on.
"""

from datetime import UTC, datetime
from typing import Final

from bot.ledger.money import Currency
from bot.ledger.outcomes import GiftSent
from bot.ledger.outcomes.fairness import OverLimit
from bot.ledger.outcomes.live import CreatorFollowed
from bot.ledger.outcomes.payouts import PayoutAsked, PayoutCancelled, TooManyPayoutsToday
from bot.ledger.outcomes.pots import ChestDropped, ShareOverCap, ShareTaken
from bot.ledger.requests.live import FollowCreator
from bot.ledger.requests.payouts import MOST_PAYOUTS_A_DAY, AskPayout, CancelPayout
from bot.ledger.requests.pots import TakeShare
from bot.storage.audit import examine
from bot.storage.database import Database
from tests.ledger.scene import ANN, BEA, DIAMOND, KIM, accepted, milliseconds
from tests.storage.scene import MINUTE_MS, Clock, Scene
from tests.storage.test_economy_batches import chest, request, rose
from tests.storage.test_fairness import together

TOMORROW: Final = ("timezone", "Pacific/Kiritimati")
TODAY: Final = ("timezone", "America/New_York")


async def test_what_one_may_give_another_in_a_day_counts_the_day_before_it_came_again(
    scene: Scene, database: Database
) -> None:
    await scene.adjust(ANN, 1_000)
    await scene.set(("pair_cap", "40"))
    for place in (TOMORROW, TODAY):
        await scene.set(place)
        await scene.sent(ANN, KIM, quantity=25)
    await scene.set(TOMORROW)
    over = await scene.submit(rose(scene, ANN, KIM, 16))
    assert limit_of(over).left == 15
    assert isinstance(await scene.submit(rose(scene, ANN, KIM, 15)), GiftSent)
    assert (await examine(database.reports)).ok


def limit_of(outcome: object) -> OverLimit:
    """The outcome, known to be a limit's refusal."""
    assert isinstance(outcome, OverLimit)
    return outcome


async def test_payouts_that_were_asked_for_on_a_day_are_counted_when_it_comes_again(
    scene: Scene,
) -> None:
    await scene.adjust(BEA, 1_000 * DIAMOND, Currency.DIAMONDS)
    await scene.set(("cashout", "1"), ("cashout_least", "1"))
    terms = {"quoted_rate": 5_000, "quoted_fee": 0, "quoted_currency": "USD"}
    asking = {"units": 5 * DIAMOND, **terms}
    for place in (TOMORROW, TODAY):
        await scene.set(place)
        for _ in range(MOST_PAYOUTS_A_DAY):
            number = (await scene.done(AskPayout, BEA, PayoutAsked, **asking)).seq
            await scene.done(CancelPayout, BEA, PayoutCancelled, payout=number)
    await scene.set(TOMORROW)
    assert isinstance(await scene.ask(AskPayout, BEA, **asking), TooManyPayoutsToday)


async def test_shares_of_chests_that_were_taken_on_a_day_are_counted_when_it_comes_again(
    scene: Scene, clock: Clock
) -> None:
    scene.pause_ms = 0
    clock.now_ms = milliseconds(datetime(2026, 11, 22, 10, 30, tzinfo=UTC))
    await scene.adjust(ANN, 1_000)
    await scene.set(("pair_cap", "40"))
    await scene.set(TOMORROW)
    first = await chest_of_ann(scene, clock.now_ms)
    clock.now_ms += MINUTE_MS
    await scene.done(TakeShare, KIM, ShareTaken, pot=first.seq)
    # Where it is the day before yesterday, seen from there, she fills another one.
    await scene.set(("timezone", "Pacific/Pago_Pago"))
    await chest_of_ann(scene, clock.now_ms)
    await scene.set(TOMORROW)
    assert limit_of(await scene.submit(rose(scene, ANN, KIM, 40))).left == 20


async def chest_of_ann(scene: Scene, now_ms: int) -> ChestDropped:
    """Ann fills a chest with 40 coins for two."""
    moments = {"opens_ms": now_ms + MINUTE_MS, "closes_ms": now_ms + 10 * MINUTE_MS}
    filling = chest(scene, ANN, 40, **moments, shares=2, seed="cafe")
    return accepted(await scene.submit(filling), ChestDropped)


async def test_a_share_that_is_taken_in_the_batch_that_fills_its_chest_counts_what_was_given_before(
    scene: Scene, clock: Clock
) -> None:
    await scene.adjust(ANN, 1_000)
    await scene.sent(ANN, KIM, quantity=15)
    await scene.set(("pair_cap", "40"))
    number = await next_seq(scene)
    now_ms = clock.now_ms
    filling = chest(scene, ANN, 60, opens_ms=now_ms, closes_ms=now_ms + 600_000, seed="cafe")
    filled, taken = await together(scene, [filling, request(scene, TakeShare, KIM, pot=number)])
    assert accepted(filled, ChestDropped).seq == number
    assert isinstance(taken, ShareOverCap)
    assert (taken.had, taken.most) == (15, 40)


async def next_seq(scene: Scene) -> int:
    """The number of what is done next."""
    ((last,),) = await scene.reader.fetch("SELECT last_seq FROM guild")
    return int(last) + 1


async def test_who_follows_anew_in_the_batch_in_which_they_left_follows_since_then(
    scene: Scene, clock: Clock
) -> None:
    await scene.done(FollowCreator, ANN, CreatorFollowed, creator=BEA)
    clock.now_ms += 60_000
    switching = [request(scene, FollowCreator, ANN, creator=BEA) for _ in range(2)]
    assert [type(it) for it in await together(scene, switching)] == [CreatorFollowed] * 2
    assert await scene.reader.fetch("SELECT since_ms FROM follower") == [(clock.now_ms,)]
