"""Limits: what members let themselves give, what a guild lets anybody give, and from which age."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.ledger.books.economy import NO_LIMIT
from bot.ledger.guild_settings import MOST_CAP
from bot.ledger.outcomes import GiftReversed, GiftSent, InsufficientCoins, Outcome
from bot.ledger.outcomes.fairness import (
    BudgetOutOfRange,
    BudgetSet,
    BudgetUnchanged,
    OverLimit,
    TooYoung,
)
from bot.ledger.outcomes.pots import (
    ChestDropped,
    ChestIssued,
    ChestOverCap,
    PotEnded,
    PotOver,
    ShareOverCap,
    ShareTaken,
)
from bot.ledger.periods import Span
from bot.ledger.requests import Person
from bot.ledger.requests.fairness import SetBudget
from bot.ledger.requests.pots import ClosePot, DropChest, TakeShare
from bot.ledger.rules.limits import RAISED_AFTER_MS, made_ms, refuse_young
from bot.ledger.shares import commitment, shares
from tests.ledger.pots_scene import chest_facts
from tests.ledger.scene import (
    ANN,
    BEA,
    GUILD,
    KIM,
    MOD,
    NOW,
    PERFUME,
    ROSE,
    Scene,
    accepted,
    account_of_age,
    milliseconds,
)
from tests.ledger.shelf import Shelf

DAY_SECONDS = 24 * 3_600


def budget(scene: Scene, coins: int | None, span: Span = Span.DAY) -> Outcome:
    return scene.ask(SetBudget, ANN, span=span, coins=coins)


def budget_set(scene: Scene, coins: int | None, span: Span = Span.DAY) -> BudgetSet:
    return accepted(budget(scene, coins, span), BudgetSet)


def rich(**settings: Any) -> Scene:
    return Scene(**settings).holding(ANN, coins=10_000)


def over(outcome: Outcome) -> OverLimit:
    assert isinstance(outcome, OverLimit), outcome
    return outcome


# Budgets.


def test_a_first_budget_holds_at_once_and_counts_what_was_given_before() -> None:
    scene = rich()
    scene.sent(ANN, BEA, ROSE, 30)
    outcome = budget_set(scene, 100)
    midnight = milliseconds(datetime(2026, 11, 22, tzinfo=UTC))
    assert outcome == BudgetSet(
        seq=2,
        span="day",
        before=NO_LIMIT,
        coins=100,
        next_coins=NO_LIMIT,
        next_from_ms=0,
        cancelled=False,
        given=30,
        ends_ms=midnight,
    )
    scene.sent(ANN, BEA, ROSE, 70)
    assert over(scene.gift(ANN, BEA, ROSE)) == OverLimit(
        whose="own", span="day", most=100, left=0, ends_ms=midnight, total=1, affordable=0
    )


def test_a_gift_beyond_a_budget_is_refused_with_what_is_left_and_what_fits() -> None:
    scene = rich()
    budget_set(scene, 15)
    refused = over(scene.gift(ANN, BEA, PERFUME))
    fits = scene.book.catalogue.dearest_within(15)
    assert fits
    assert (refused.left, refused.total, refused.affordable) == (15, 20, fits.number)
    scene.sent(ANN, BEA, fits.number)


def test_what_fits_a_budget_fits_the_wallet_too() -> None:
    scene = Scene().holding(ANN, coins=3)
    budget_set(scene, 2)
    refused = scene.gift(ANN, BEA, PERFUME)
    assert isinstance(refused, InsufficientCoins)
    fits = scene.book.catalogue.dearest_within(2)
    assert fits
    assert refused.affordable == fits.number


def test_a_budget_limits_nobody_else() -> None:
    scene = rich().holding(KIM, coins=100)
    budget_set(scene, 0)
    scene.sent(KIM, BEA, PERFUME)
    assert over(scene.gift(ANN, BEA)).left == 0


def test_a_day_s_budget_renews_at_the_guild_s_midnight() -> None:
    scene = rich(timezone="Asia/Tokyo")
    budget_set(scene, 20)
    scene.sent(ANN, BEA, PERFUME)
    refused = over(scene.gift(ANN, BEA))
    midnight = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)
    assert refused.ends_ms == milliseconds(midnight)
    scene.at(midnight - timedelta(milliseconds=1))
    over(scene.gift(ANN, BEA))
    scene.at(midnight)
    scene.sent(ANN, BEA, PERFUME)


@pytest.mark.parametrize(
    ("span", "same", "later"),
    [
        (Span.WEEK, datetime(2026, 11, 22, 23, tzinfo=UTC), datetime(2026, 11, 23, tzinfo=UTC)),
        (Span.MONTH, datetime(2026, 11, 30, 23, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC)),
    ],
)
def test_weeks_and_months_renew_with_their_first_day(
    span: Span, same: datetime, later: datetime
) -> None:
    scene = rich()
    budget_set(scene, 20, span)
    scene.sent(ANN, BEA, PERFUME)
    scene.at(same)
    assert over(scene.gift(ANN, BEA)).ends_ms == milliseconds(later)
    scene.at(later)
    scene.sent(ANN, BEA, PERFUME)


def test_of_several_budgets_the_tightest_refuses() -> None:
    scene = rich()
    budget_set(scene, 500, Span.MONTH)
    budget_set(scene, 40, Span.WEEK)
    budget_set(scene, 100, Span.DAY)
    assert over(scene.gift(ANN, BEA, PERFUME, 3)).span == "week"
    budget_set(scene, 40, Span.DAY)
    assert over(scene.gift(ANN, BEA, PERFUME, 3)).span == "week"


def test_lowering_works_at_once_and_raising_after_a_day() -> None:
    scene = rich()
    budget_set(scene, 100)
    assert budget_set(scene, 50).coins == 50
    over(scene.gift(ANN, BEA, ROSE, 51))
    raised = budget_set(scene, 200)
    now_ms = scene.book.now_ms
    assert (raised.coins, raised.next_coins) == (50, 200)
    assert raised.next_from_ms == now_ms + RAISED_AFTER_MS
    over(scene.gift(ANN, BEA, ROSE, 51))
    scene.later(seconds=DAY_SECONDS - 0.001)
    over(scene.gift(ANN, BEA, ROSE, 51))
    scene.later(seconds=0.001)
    scene.sent(ANN, BEA, ROSE, 200)
    over(scene.gift(ANN, BEA))


def test_clearing_takes_a_day_and_then_nothing_limits() -> None:
    scene = rich()
    budget_set(scene, 10)
    cleared = budget_set(scene, None)
    assert (cleared.coins, cleared.next_coins) == (10, NO_LIMIT)
    over(scene.gift(ANN, BEA, ROSE, 11))
    scene.later(seconds=DAY_SECONDS)
    scene.sent(ANN, BEA, ROSE, 999)
    assert budget(scene, None) == BudgetUnchanged(span="day", coins=NO_LIMIT, from_ms=0)


def test_lowering_again_cancels_what_was_to_come() -> None:
    scene = rich()
    budget_set(scene, 50)
    budget_set(scene, 200)
    kept = budget_set(scene, 50)
    assert (kept.coins, kept.next_from_ms, kept.cancelled) == (50, 0, True)
    budget_set(scene, None)
    lowered = budget_set(scene, 30)
    assert (lowered.coins, lowered.next_from_ms, lowered.cancelled) == (30, 0, True)
    scene.later(seconds=2 * DAY_SECONDS)
    over(scene.gift(ANN, BEA, ROSE, 31))


def test_less_than_what_is_to_come_takes_no_longer_and_more_begins_anew() -> None:
    scene = rich()
    budget_set(scene, 50)
    first = budget_set(scene, 200)
    scene.later(seconds=3_600)
    assert budget_set(scene, 100).next_from_ms == first.next_from_ms
    assert budget_set(scene, 150).next_from_ms == scene.book.now_ms + RAISED_AFTER_MS


def test_setting_the_same_twice_is_told() -> None:
    scene = rich()
    assert budget(scene, None) == BudgetUnchanged(span="day", coins=NO_LIMIT, from_ms=0)
    budget_set(scene, 50)
    assert budget(scene, 50) == BudgetUnchanged(span="day", coins=50, from_ms=0)
    raised = budget_set(scene, 200)
    asked = budget(scene, 200)
    assert asked == BudgetUnchanged(span="day", coins=200, from_ms=raised.next_from_ms)


@pytest.mark.parametrize("coins", [-1, -5, MOST_CAP + 1])
def test_a_budget_has_a_range(coins: int) -> None:
    scene = rich()
    assert budget(scene, coins) == BudgetOutOfRange(most=MOST_CAP)
    assert budget(scene, 5, Span.ALL) == BudgetOutOfRange(most=MOST_CAP)


def test_a_budget_lasts_from_batch_to_batch() -> None:
    scene = rich()
    budget_set(scene, 40)
    key = scene.new_key()
    scene.sent(ANN, BEA, PERFUME, key=key)
    again = accepted(scene.gift(ANN, BEA, PERFUME, key=key), GiftSent)
    assert again.seq == scene.book.last_seq
    scene.sent(ANN, BEA, PERFUME)
    over(scene.gift(ANN, BEA))


def test_a_reversal_gives_room_back() -> None:
    scene = rich(daily_cap=20, pair_cap=20)
    gift = scene.sent(ANN, BEA, PERFUME)
    over(scene.gift(ANN, BEA))
    accepted(scene.reverse(gift.seq), GiftReversed)
    scene.sent(ANN, BEA, PERFUME)
    over(scene.gift(ANN, BEA))


# What the guild sets.


def test_the_guild_s_cap_counts_gifts_to_everybody() -> None:
    scene = rich(daily_cap=50)
    scene.sent(ANN, BEA, PERFUME)
    scene.sent(ANN, KIM, PERFUME)
    refused = over(scene.gift(ANN, KIM, PERFUME))
    assert (refused.whose, refused.most, refused.left) == ("guild", 50, 10)
    scene.later(seconds=DAY_SECONDS)
    scene.sent(ANN, KIM, PERFUME)


def test_the_cap_for_a_pair_leaves_room_for_others() -> None:
    scene = rich(pair_cap=30)
    scene.sent(ANN, BEA, PERFUME)
    refused = over(scene.gift(ANN, BEA, PERFUME))
    assert (refused.whose, refused.span, refused.left) == ("pair", "day", 10)
    scene.sent(ANN, KIM, PERFUME)
    scene.sent(ANN, BEA, ROSE, 10)
    assert over(scene.gift(ANN, BEA)).left == 0


def test_a_cap_that_was_lowered_below_what_was_given_leaves_nothing() -> None:
    scene = rich(daily_cap=50)
    scene.sent(ANN, BEA, PERFUME, 2)
    scene.set(("daily_cap", "10"))
    assert over(scene.gift(ANN, BEA)).left == 0


def test_who_is_too_young_for_the_guild_gives_nothing_yet() -> None:
    scene = Scene(giver_age_days=7)
    young = Person(account_of_age(3), "Newborn")
    scene.holding(young, coins=100).holding(ANN, coins=100)
    of_age_ms = made_ms(young.user_id) + 7 * DAY_SECONDS * 1_000
    assert scene.gift(young, BEA) == TooYoung(least_age_days=7, from_ms=of_age_ms)
    assert refuse_young(ANN.user_id, scene.book) is None
    scene.sent(ANN, BEA)
    scene.at(NOW + timedelta(days=4, milliseconds=2))
    scene.sent(young, BEA)


def test_without_an_age_everybody_gives() -> None:
    scene = Scene()
    newborn = Person(account_of_age(0), "Newborn")
    scene.holding(newborn, coins=1).sent(newborn, BEA)


# Chests.


def dropped(scene: Scene, coins: int, who: Person = ANN, **facts: Any) -> Outcome:
    """Somebody fills a chest for two, which opens in 3 minutes."""
    return scene.ask(DropChest, who, **chest_facts(scene, coins=coins, **{"shares": 2, **facts}))


def test_what_goes_into_chests_is_given_as_gifts_are() -> None:
    scene = rich()
    midnight = milliseconds(datetime(2026, 11, 22, tzinfo=UTC))
    budget_set(scene, 100)
    scene.sent(ANN, BEA, ROSE, 30)
    accepted(dropped(scene, 50), ChestDropped)
    assert over(dropped(scene, 22)) == OverLimit(
        whose="own", span="day", most=100, left=20, ends_ms=midnight, total=22, affordable=0
    )
    assert over(scene.gift(ANN, BEA, ROSE, 21)).left == 20
    accepted(dropped(scene, 20), ChestDropped)
    assert over(scene.gift(ANN, BEA, ROSE)).left == 0


def test_only_what_a_chest_really_takes_is_looked_at() -> None:
    scene = rich()
    budget_set(scene, 20)
    assert accepted(dropped(scene, 21), ChestDropped).kept == 1


def test_the_guilds_daily_cap_holds_for_chests_as_for_gifts() -> None:
    scene = rich(daily_cap=60)
    accepted(dropped(scene, 60), ChestDropped)
    assert over(dropped(scene, 2)).whose == "guild"
    assert over(scene.gift(ANN, BEA, ROSE)).whose == "guild"


def test_shares_of_a_chest_and_gifts_are_under_one_cap_for_a_pair() -> None:
    midnight = milliseconds(datetime(2026, 11, 22, tzinfo=UTC))
    scene = rich(pair_cap=30)
    scene.sent(ANN, BEA, ROSE, 10)
    chest = accepted(dropped(scene, 50), ChestDropped).seq
    scene.later(seconds=180)
    refused = ShareOverCap(most=30, had=10, ends_ms=midnight)
    assert scene.ask(TakeShare, BEA, pot=chest) == refused
    # The share that she could not have is the next one's.
    assert accepted(scene.ask(TakeShare, KIM, pot=chest), ShareTaken).total == 25
    refused_gift = over(scene.gift(ANN, KIM, ROSE, 6))
    assert (refused_gift.whose, refused_gift.left) == ("pair", 5)
    scene.sent(ANN, KIM, ROSE, 5)
    # Of somebody else's chest she may have one.
    scene.holding(MOD, coins=100)
    theirs = accepted(dropped(scene, 50, MOD), ChestDropped).seq
    scene.later(seconds=180)
    accepted(scene.ask(TakeShare, BEA, pot=theirs), ShareTaken)


def test_the_cap_for_a_pair_counts_anew_with_the_day_on_which_a_share_is_taken() -> None:
    scene, shelf = rich().at(datetime(2026, 11, 21, 23, 50, tzinfo=UTC)), Shelf(GUILD)
    shelf.balances.update(scene.book.balances)
    scene.set(("pair_cap", "30"))
    first = accepted(dropped(scene, 50), ChestDropped).seq
    second = accepted(dropped(scene, 50), ChestDropped).seq
    scene.later(seconds=180)
    accepted(scene.ask(TakeShare, BEA, pot=first), ShareTaken)
    assert isinstance(scene.ask(TakeShare, BEA, pot=second), ShareOverCap)
    scene.next_batch(shelf)
    assert isinstance(scene.ask(TakeShare, BEA, pot=second), ShareOverCap)
    scene.at(datetime(2026, 11, 22, tzinfo=UTC)).next_batch(shelf)
    accepted(scene.ask(TakeShare, BEA, pot=second), ShareTaken)
    scene.next_batch(shelf)
    assert over(scene.gift(ANN, BEA, ROSE, 6)).left == 5


def test_a_chest_has_no_share_that_nobody_could_have() -> None:
    scene = rich(pair_cap=30)
    assert dropped(scene, 62) == ChestOverCap(most=30)
    accepted(dropped(scene, 60), ChestDropped)
    scene.holding(KIM, bonus_coins=1_000)
    for number in range(20):
        facts = {"shares": 10, "seed": f"{number:032x}"}
        made = accepted(dropped(scene, 150, KIM, **facts), ChestDropped)
        pot = scene.book.economy.pots[made.seq]
        assert max(shares(pot.seed, 150, 10)) <= 30
        assert made.fingerprint == commitment(pot.seed)
        scene.done(ClosePot, KIM, PotOver, pot=made.seq, early=True)
    assert dropped(scene, 301, KIM, shares=10) == ChestOverCap(most=30)


def test_what_the_server_gives_to_many_is_under_no_cap_for_a_pair() -> None:
    scene = rich(pair_cap=10)
    facts = chest_facts(scene, own=False, coins=90)
    chest = scene.done(DropChest, MOD, ChestIssued, **facts).seq
    scene.later(seconds=180)
    accepted(scene.ask(TakeShare, BEA, pot=chest), ShareTaken)


def test_what_comes_back_from_a_chest_was_not_given() -> None:
    scene = rich(daily_cap=60)
    chest = accepted(dropped(scene, 60), ChestDropped).seq
    scene.later(seconds=180)
    assert isinstance(scene.ask(TakeShare, BEA, pot=chest), ShareTaken)
    assert over(scene.gift(ANN, BEA, ROSE)).left == 0
    scene.later(seconds=600).done(ClosePot, ANN, PotOver, pot=chest, early=False)
    assert over(scene.gift(ANN, BEA, ROSE, 31)).left == 30
    scene.sent(ANN, BEA, ROSE, 30)


def test_what_comes_back_leaves_the_day_on_which_it_was_put_in() -> None:
    late = datetime(2026, 11, 21, 23, 58, tzinfo=UTC)
    scene = rich(daily_cap=60).at(late)
    budget_set(scene, 100, Span.MONTH)
    chest = accepted(dropped(scene, 60), ChestDropped).seq
    scene.later(seconds=780).sent(ANN, BEA, ROSE, 40)
    assert over(scene.gift(ANN, BEA, ROSE)).span == "month"
    scene.done(ClosePot, MOD, PotEnded, pot=chest, early=True)
    assert over(scene.gift(ANN, BEA, ROSE, 21)).left == 20
    assert scene.book.economy.changes.chests == {(scene.member(ANN).number, "2026-11-21"): 0}


def test_a_chest_that_the_server_fills_is_nobodys_gift() -> None:
    scene = rich(daily_cap=10)
    scene.done(DropChest, ANN, ChestIssued, **chest_facts(scene, own=False))
    scene.sent(ANN, BEA, ROSE, 10)


def test_chests_make_no_place_on_a_board() -> None:
    scene = rich()
    accepted(dropped(scene, 50), ChestDropped)
    assert not scene.book.changes.tallies
