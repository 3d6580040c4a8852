"""Wallets: welcome coins, conversions and what moderators give and take."""

from datetime import timedelta

import pytest

from bot.ledger.accounts import Kind, boundary, wallet
from bot.ledger.books import LOG_SINK, Acknowledgement, Line
from bot.ledger.guild_settings import GuildSettings
from bot.ledger.money import MOST_BALANCE, MOST_UNITS, Currency, Purse
from bot.ledger.outcomes import (
    AlreadyWelcomed,
    AmountOutOfRange,
    BalanceAdjusted,
    BalanceTooLarge,
    BotRecipient,
    DiamondsConverted,
    Frozen,
    InsufficientBalance,
    InsufficientDiamonds,
    MemberFrozen,
    MessageTooLong,
    NotWelcomed,
    OwnFavour,
    RateChanged,
    ReasonMissing,
    TooLittleToConvert,
    WelcomeGranted,
)
from bot.ledger.requests import Person
from bot.ledger.rules import is_large, refuse_conversion, welcome_from_ms, welcome_is_due
from bot.ledger.rules.wallets import MOST_ADJUSTMENT
from tests.ledger.scene import (
    ANN,
    BEA,
    DIAMOND,
    GUILD,
    KIM,
    MOD,
    NOW,
    ROBOT,
    Scene,
    accepted,
    account_of_age,
    milliseconds,
)

# Welcome coins.


def test_a_member_is_welcomed_with_bonus_coins() -> None:
    scene = Scene()
    assert scene.welcome(ANN) == WelcomeGranted(seq=1, coins=100)
    assert scene.purse(ANN) == Purse(bonus_coins=100)
    bonus = Currency.BONUS_COINS
    granted = Line(boundary(Kind.ISSUED, bonus), wallet(scene.member(ANN).number, bonus), 100)
    assert scene.lines(1) == [granted]


def test_a_member_is_welcomed_once_whatever_the_guild_sets_later() -> None:
    scene = Scene()
    first = accepted(scene.welcome(ANN), WelcomeGranted)
    assert scene.welcome(ANN) == AlreadyWelcomed(by_seq=first.seq)
    scene.set(("welcome_coins", "500"))
    assert scene.welcome(ANN) == AlreadyWelcomed(by_seq=first.seq)
    assert scene.purse(ANN).bonus_coins == 100


def test_a_member_who_was_refused_a_welcome_is_welcomed_later() -> None:
    scene = Scene(welcome_coins=0)
    assert scene.welcome(ANN) == NotWelcomed(least_age_days=7)
    scene.set(("welcome_coins", "30"))
    assert accepted(scene.welcome(ANN), WelcomeGranted).coins == 30


def test_a_member_of_two_guilds_is_welcomed_in_each() -> None:
    for guild in (GUILD, GUILD + 1):
        accepted(Scene(guild=guild).welcome(ANN), WelcomeGranted)


def test_an_account_younger_than_the_guild_asks_is_not_welcomed() -> None:
    scene = Scene()
    just_too_young = Person(account_of_age(7) + (1 << 22), "Newborn")
    assert scene.welcome(just_too_young) == NotWelcomed(least_age_days=7)
    just_old_enough = Person(account_of_age(7), "Weekold")
    accepted(scene.welcome(just_old_enough), WelcomeGranted)


def test_a_guild_may_welcome_accounts_of_any_age() -> None:
    newborn = Person(account_of_age(0), "Newborn")
    accepted(Scene(welcome_age_days=0).welcome(newborn), WelcomeGranted)


def test_no_bot_is_welcomed() -> None:
    assert Scene().welcome(ROBOT) == BotRecipient()


def test_a_frozen_member_is_still_welcomed() -> None:
    scene = Scene()
    scene.freeze(ANN)
    accepted(scene.welcome(ANN), WelcomeGranted)


def test_a_welcome_into_a_full_wallet_is_refused() -> None:
    scene = Scene().holding(ANN, bonus_coins=MOST_BALANCE - 99)
    assert scene.welcome(ANN) == BalanceTooLarge(currency=Currency.BONUS_COINS)


def test_whether_a_welcome_is_due_can_be_asked_without_asking_for_it() -> None:
    now_ms = milliseconds(NOW)
    settings = GuildSettings()
    assert welcome_is_due(account_of_age(7), now_ms, settings)
    assert not welcome_is_due(account_of_age(6.99), now_ms, settings)
    assert not welcome_is_due(account_of_age(900), now_ms, GuildSettings(welcome_coins=0))


def test_the_moment_from_which_a_welcome_is_due_can_be_told() -> None:
    settings = GuildSettings(welcome_age_days=9)
    young = account_of_age(7)
    due = welcome_from_ms(young, settings)
    assert due == milliseconds(NOW + timedelta(days=2))
    assert welcome_is_due(young, due, settings)
    assert not welcome_is_due(young, due - 1, settings)


# Conversions.


def test_a_diamond_becomes_a_coin() -> None:
    scene = Scene().holding(BEA, coins=5, diamonds=3 * DIAMOND)
    assert scene.convert(BEA, 2 * DIAMOND) == DiamondsConverted(
        seq=1,
        units=2 * DIAMOND,
        bonus_units=0,
        coins=2,
        bonus_coins=0,
        rate=10_000,
        coins_left=7,
        units_left=DIAMOND,
    )
    assert scene.purse(BEA) == Purse(coins=7, diamonds=DIAMOND)


def test_bonus_diamonds_are_converted_first_and_become_bonus_coins() -> None:
    scene = Scene().holding(BEA, diamonds=5 * DIAMOND, bonus_diamonds=2 * DIAMOND)
    accepted(scene.convert(BEA, 3 * DIAMOND), DiamondsConverted)
    assert scene.purse(BEA) == Purse(coins=1, bonus_coins=2, diamonds=4 * DIAMOND)


def test_what_is_too_little_for_a_coin_of_its_origin_stays_as_it_is() -> None:
    scene = Scene().holding(BEA, diamonds=25_000, bonus_diamonds=15_000)
    outcome = accepted(scene.convert(BEA, 40_000), DiamondsConverted)
    assert (outcome.coins_left, outcome.units_left) == (3, 10_000)
    assert scene.purse(BEA) == Purse(coins=2, bonus_coins=1, diamonds=5_000, bonus_diamonds=5_000)


def test_two_halves_of_different_origin_make_no_coin() -> None:
    scene = Scene().holding(BEA, diamonds=5_000, bonus_diamonds=5_000)
    assert scene.convert(BEA, 10_000) == TooLittleToConvert(wanted=10_000, least=10_000)


def test_a_conversion_passes_through_the_boundary_each_origin_for_itself() -> None:
    scene = Scene().holding(BEA, diamonds=DIAMOND, bonus_diamonds=DIAMOND)
    outcome = accepted(scene.convert(BEA, 2 * DIAMOND), DiamondsConverted)
    number = scene.member(BEA).number
    assert scene.lines(outcome.seq) == [
        Line(
            wallet(number, Currency.BONUS_DIAMONDS),
            boundary(Kind.CONVERTED, Currency.BONUS_DIAMONDS),
            DIAMOND,
        ),
        Line(
            boundary(Kind.CONVERTED, Currency.BONUS_COINS),
            wallet(number, Currency.BONUS_COINS),
            1,
        ),
        Line(
            wallet(number, Currency.DIAMONDS),
            boundary(Kind.CONVERTED, Currency.DIAMONDS),
            DIAMOND,
        ),
        Line(boundary(Kind.CONVERTED, Currency.COINS), wallet(number, Currency.COINS), 1),
    ]


@pytest.mark.parametrize(
    ("rate", "units", "taken", "coins"),
    [
        (5_000, 50_000, 40_000, 2),
        (7_000, 30_000, 28_572, 2),
        (15_000, 20_000, 20_000, 3),
        (20_000, 5_000, 5_000, 1),
        (3, 99_999_999, 66_666_667, 2),
    ],
)
def test_the_guilds_rate_decides_and_nobody_pays_for_a_rest(
    rate: int, units: int, taken: int, coins: int
) -> None:
    scene = Scene(share=5_000, conversion_rate=rate).holding(BEA, diamonds=units)
    outcome = accepted(scene.convert(BEA, units), DiamondsConverted)
    assert (outcome.rate, outcome.units, outcome.coins) == (rate, taken, coins)
    assert scene.purse(BEA) == Purse(coins=coins, diamonds=units - taken)


def test_a_conversion_holds_only_at_the_rate_that_was_shown() -> None:
    scene = Scene().holding(BEA, diamonds=DIAMOND)
    scene.set(("conversion_rate", "9000"))
    assert scene.convert(BEA, DIAMOND, rate=10_000) == RateChanged(quoted=10_000, rate=9_000)


def test_more_diamonds_than_there_are_cannot_be_converted() -> None:
    scene = Scene().holding(BEA, diamonds=6_000, bonus_diamonds=6_000)
    assert scene.convert(BEA, 12_001) == InsufficientDiamonds(wanted=12_001, balance=12_000)


@pytest.mark.parametrize("units", [-(10**12), -1, 0, 1, 9_999])
def test_what_is_worth_less_than_a_coin_is_not_converted(units: int) -> None:
    scene = Scene().holding(BEA, diamonds=10**9, bonus_diamonds=10**9)
    assert scene.convert(BEA, units) == TooLittleToConvert(wanted=units, least=10_000)


def test_no_more_is_converted_at_once_than_one_transfer_may_move() -> None:
    scene = Scene().holding(BEA, diamonds=2 * MOST_UNITS)
    refusal = scene.convert(BEA, MOST_UNITS + 1)
    assert refusal == AmountOutOfRange(amount=MOST_UNITS + 1, most=MOST_UNITS)
    accepted(scene.convert(BEA, MOST_UNITS), DiamondsConverted)


def test_a_frozen_member_cannot_convert() -> None:
    scene = Scene().holding(BEA, diamonds=DIAMOND)
    frozen = accepted(scene.freeze(BEA), MemberFrozen)
    assert scene.convert(BEA, DIAMOND) == Frozen(by_seq=frozen.seq)


def test_whether_diamonds_can_be_converted_can_be_asked_without_converting_them() -> None:
    purse = Purse(diamonds=DIAMOND)
    rates = {"quoted_rate": 10_000, "rate": 10_000}
    assert refuse_conversion(purse, None, DIAMOND, **rates) is None
    assert refuse_conversion(purse, 4, DIAMOND, **rates) == Frozen(by_seq=4)
    expected = InsufficientDiamonds(wanted=DIAMOND + 1, balance=DIAMOND)
    assert refuse_conversion(purse, None, DIAMOND + 1, **rates) == expected
    changed = RateChanged(quoted=10_000, rate=9_000)
    assert refuse_conversion(purse, None, DIAMOND, quoted_rate=10_000, rate=9_000) == changed


@pytest.mark.parametrize("currency", [Currency.COINS, Currency.BONUS_COINS])
def test_a_conversion_that_would_overflow_the_coins_is_refused(currency: Currency) -> None:
    scene = Scene().holding(BEA, diamonds=DIAMOND, bonus_diamonds=DIAMOND)
    scene.holding(BEA, **{currency.value: MOST_BALANCE})
    assert scene.convert(BEA, 2 * DIAMOND) == BalanceTooLarge(currency=currency)


def test_sending_in_a_circle_and_converting_makes_no_coins() -> None:
    scene = Scene(share=10_000).holding(ANN, coins=1_000)
    for sender, creator in ((ANN, BEA), (BEA, KIM), (KIM, ANN)):
        scene.sent(sender, creator, 24)
        scene.convert(creator, 1_000 * DIAMOND)
    assert scene.purse(ANN) == Purse(coins=1_000)


# Adjustments.


@pytest.mark.parametrize("currency", Currency)
def test_a_moderator_gives_and_takes_every_currency(currency: Currency) -> None:
    scene = Scene()
    number = scene.member(ANN).number
    given = BalanceAdjusted(seq=1, member=number, currency=currency, amount=50, balance=50)
    assert scene.adjust(ANN, 50, currency) == given
    taken = BalanceAdjusted(seq=2, member=number, currency=currency, amount=-20, balance=30)
    assert scene.adjust(ANN, -20, currency) == taken
    assert scene.purse(ANN) == Purse(**{currency.value: 30})
    issued, account = boundary(Kind.ISSUED, currency), wallet(number, currency)
    assert scene.lines(1) == [Line(issued, account, 50)]
    assert scene.lines(2) == [Line(account, issued, 20)]


@pytest.mark.parametrize(
    ("currency", "amount", "balance", "large"),
    [
        (Currency.COINS, 100_000, 100_000, False),
        (Currency.COINS, 100_001, 100_001, True),
        (Currency.COINS, -100_001, 5, True),
        (Currency.COINS, -1, 1, False),
        (Currency.COINS, -1, 0, True),
        (Currency.DIAMONDS, 100_000 * DIAMOND, 100_000 * DIAMOND, False),
        (Currency.DIAMONDS, 100_000 * DIAMOND + 1, 100_000 * DIAMOND + 1, True),
    ],
)
def test_a_large_adjustment_or_one_that_takes_all_asks_once(
    currency: Currency, amount: int, balance: int, large: bool
) -> None:
    adjusted = BalanceAdjusted(seq=1, member=1, currency=currency, amount=amount, balance=balance)
    assert is_large(adjusted) is large


def test_an_adjustment_keeps_who_did_it_to_whom_and_why() -> None:
    scene = Scene()
    scene.adjust(ANN, 5, reason=" won the quiz ")
    operation = scene.book.changes.operations[0]
    assert operation.actor == scene.member(MOD).number
    assert operation.subject == scene.member(ANN).number
    assert scene.notes() == {1: "won the quiz"}
    assert "quiz" not in repr(operation)


def test_no_more_is_taken_than_there_is() -> None:
    scene = Scene().holding(ANN, coins=10, bonus_coins=90)
    assert scene.adjust(ANN, -11) == InsufficientBalance(
        currency=Currency.COINS, amount=11, balance=10
    )
    accepted(scene.adjust(ANN, -10), BalanceAdjusted)


@pytest.mark.parametrize("amount", [0, MOST_ADJUSTMENT + 1, -MOST_ADJUSTMENT - 1, 10**30])
def test_an_adjustment_of_nothing_or_of_too_much_is_refused(amount: int) -> None:
    expected = AmountOutOfRange(amount=amount, most=10**12)
    assert Scene().holding(ANN, coins=MOST_BALANCE).adjust(ANN, amount) == expected


def test_the_largest_adjustment_is_taken_in_either_direction() -> None:
    scene = Scene()
    scene.fund(ANN, MOST_ADJUSTMENT)
    scene.fund(ANN, -MOST_ADJUSTMENT)
    assert scene.purse(ANN) == Purse()


def test_an_adjustment_that_would_overflow_is_refused() -> None:
    scene = Scene().holding(ANN, diamonds=MOST_BALANCE - 5)
    refusal = scene.adjust(ANN, 6, Currency.DIAMONDS)
    assert refusal == BalanceTooLarge(currency=Currency.DIAMONDS)
    scene.fund(ANN, 5, Currency.DIAMONDS)


@pytest.mark.parametrize("currency", Currency)
def test_nobody_gives_to_themselves_but_may_take_from_themselves(currency: Currency) -> None:
    scene = Scene().holding(MOD, **{currency.value: 5})
    assert scene.adjust(MOD, 1, currency) == OwnFavour()
    accepted(scene.adjust(MOD, -1, currency), BalanceAdjusted)


def test_another_name_does_not_make_another_person() -> None:
    scene = Scene()
    renamed = Person(MOD.user_id, "Somebody Else")
    assert scene.adjust(renamed, 1) == OwnFavour()


def test_a_bots_balance_is_not_adjusted() -> None:
    assert Scene().adjust(ROBOT, 1) == BotRecipient()


def test_a_frozen_members_balance_can_be_adjusted() -> None:
    scene = Scene()
    scene.freeze(ANN)
    scene.fund(ANN, 5)
    scene.fund(ANN, -5)


@pytest.mark.parametrize("reason", ["", " ", "\t\n"])
def test_an_adjustment_has_a_reason(reason: str) -> None:
    assert Scene().adjust(ANN, 1, reason=reason) == ReasonMissing()


def test_the_reason_of_an_adjustment_has_at_most_300_characters() -> None:
    scene = Scene()
    assert scene.adjust(ANN, 1, reason="x" * 301) == MessageTooLong(length=301, most=300)
    accepted(scene.adjust(ANN, 1, reason="x" * 300), BalanceAdjusted)


def test_a_member_is_told_of_an_adjustment_and_the_log_channel_shows_it() -> None:
    scene = Scene(log_channel=88)
    scene.fund(ANN, 5)
    assert scene.notices(ANN) == [1]
    assert scene.notices(MOD) == []
    assert scene.acknowledgement(1, LOG_SINK) == Acknowledgement(1, LOG_SINK, 1, 88, home=88)


def test_who_takes_from_themselves_need_not_be_told() -> None:
    scene = Scene().holding(MOD, coins=5)
    scene.fund(MOD, -5)
    assert scene.book.changes.notices == []
