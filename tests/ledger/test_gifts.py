"""Gifts: what sending one costs and earns, and when it is refused."""

import pytest

from bot.ledger.accounts import Kind, boundary, wallet
from bot.ledger.books import CHANNEL_SINK, Acknowledgement, Line
from bot.ledger.catalogue import MOST_PRICE
from bot.ledger.guild_settings import GuildSettings
from bot.ledger.money import MOST_BALANCE, Currency, Purse
from bot.ledger.outcomes import (
    BalanceTooLarge,
    BotRecipient,
    CatalogueEdited,
    Frozen,
    GiftSent,
    GiftTooLarge,
    InsufficientCoins,
    MemberFrozen,
    MessageTooLong,
    NotReceiving,
    Outcome,
    PriceChanged,
    QuantityOutOfRange,
    Refused,
    RetiredGift,
    SelfGift,
    UnknownGift,
)
from bot.ledger.periods import Board
from bot.ledger.rules import needs_confirmation
from tests.ledger.scene import (
    ANN,
    BEA,
    CHANNEL,
    DIAMOND,
    KIM,
    NOW,
    PERFUME,
    ROBOT,
    ROSE,
    UNIVERSE,
    Scene,
    accepted,
    milliseconds,
)


def test_a_gift_takes_its_price_and_earns_half_in_diamonds() -> None:
    scene = Scene().holding(ANN, coins=100)
    gift = scene.sent(ANN, BEA, ROSE, 3)
    assert scene.purse(ANN) == Purse(coins=97)
    assert scene.purse(BEA) == Purse(diamonds=15_000)
    assert gift == GiftSent(
        seq=1,
        sender=scene.member(ANN).number,
        recipient=scene.member(BEA).number,
        item=ROSE,
        name="Rose",
        emoji="🌹",
        quantity=3,
        price=1,
        coins=3,
        bonus_coins=0,
        earned_units=15_000,
        coins_left=97,
        bonus_coins_left=0,
        combo=1,
        show=0,
        level_before=0,
        level=2,
    )


def test_one_rose_earns_exactly_half_a_diamond() -> None:
    scene = Scene().holding(ANN, coins=1)
    scene.sent(ANN, BEA)
    assert scene.purse(BEA).diamonds * 2 == DIAMOND
    assert scene.purse(ANN) == Purse()


def test_bonus_coins_are_spent_first_and_earn_bonus_diamonds() -> None:
    scene = Scene().holding(ANN, coins=100, bonus_coins=7)
    gift = scene.sent(ANN, BEA, PERFUME)
    assert (gift.coins, gift.bonus_coins) == (13, 7)
    assert (gift.coins_left, gift.bonus_coins_left) == (87, 0)
    assert scene.purse(ANN) == Purse(coins=87)
    assert scene.purse(BEA) == Purse(diamonds=65_000, bonus_diamonds=35_000)


def test_a_gift_of_bonus_coins_alone_earns_nothing_that_can_be_cashed_out() -> None:
    scene = Scene().holding(ANN, coins=50, bonus_coins=30)
    gift = scene.sent(ANN, BEA, PERFUME)
    assert gift.bonus_coins_left == 10
    assert scene.purse(ANN) == Purse(coins=50, bonus_coins=10)
    assert scene.purse(BEA) == Purse(bonus_diamonds=100_000)


def test_a_gift_moves_each_origin_for_itself_from_wallet_to_spent_and_issued_to_wallet() -> None:
    scene = Scene().holding(ANN, coins=13, bonus_coins=7)
    gift = scene.sent(ANN, BEA, PERFUME)
    spent, issued = Kind.SPENT, Kind.ISSUED
    coins, bonus_coins = Currency.COINS, Currency.BONUS_COINS
    diamonds, bonus_diamonds = Currency.DIAMONDS, Currency.BONUS_DIAMONDS
    assert scene.lines(gift.seq) == [
        Line(wallet(gift.sender, bonus_coins), boundary(spent, bonus_coins), 7),
        Line(boundary(issued, bonus_diamonds), wallet(gift.recipient, bonus_diamonds), 35_000),
        Line(wallet(gift.sender, coins), boundary(spent, coins), 13),
        Line(boundary(issued, diamonds), wallet(gift.recipient, diamonds), 65_000),
    ]


def test_a_transfer_stands_beside_the_balances_that_it_left() -> None:
    scene = Scene().holding(ANN, coins=100).holding(BEA, diamonds=1)
    scene.sent(ANN, BEA)
    moved = scene.book.changes.transfers
    assert [(one.line, one.source_balance, one.target_balance) for one in moved] == [
        (1, 99, None),
        (2, None, 5_001),
    ]


@pytest.mark.parametrize(("share", "earned"), [(0, 0), (1, 20), (3_333, 66_660), (10_000, 200_000)])
def test_the_creators_share_is_the_guilds_to_set(share: int, earned: int) -> None:
    scene = Scene(share=share).holding(ANN, coins=20)
    assert scene.sent(ANN, BEA, PERFUME).earned_units == earned
    assert scene.purse(BEA) == Purse(diamonds=earned)


def test_a_gifts_row_keeps_price_share_moment_and_day_for_good() -> None:
    scene = Scene(timezone="Pacific/Kiritimati").holding(ANN, coins=20)
    sent = scene.sent(ANN, BEA, PERFUME)
    scene.set(("share", "100"), ("timezone", "UTC"))
    scene.edit(PERFUME, price=1_000, name="Scent")
    gift = scene.book.gifts[sent.seq]
    assert scene.book.changes.gifts == [gift]
    assert (gift.name, gift.price, gift.share) == ("Perfume", 20, 5_000)
    assert (gift.at_ms, gift.day, gift.channel) == (milliseconds(NOW), "2026-11-22", CHANNEL)


def test_a_gift_counts_on_both_boards_in_its_four_periods() -> None:
    scene = Scene().holding(ANN, coins=40, bonus_coins=10)
    scene.sent(ANN, BEA, PERFUME)
    scene.sent(ANN, KIM, PERFUME)
    for period in ("day:2026-11-21", "week:2026-11-16", "month:2026-11", "all"):
        assert scene.tally(Board.GIVEN, period, ANN) == 40
        assert scene.tally(Board.RECEIVED, period, BEA) == 20
        assert scene.tally(Board.RECEIVED, period, KIM) == 20
        assert scene.tally(Board.RECEIVED, period, ANN) == 0


def test_a_message_is_kept_beside_the_gift_and_not_in_its_outcome() -> None:
    scene = Scene().holding(ANN, coins=2)
    gift = scene.sent(ANN, BEA, message="you made my week!")
    scene.sent(ANN, BEA)
    assert scene.notes() == {gift.seq: "you made my week!"}
    assert "week" not in repr(gift)


def test_a_gift_is_to_be_acknowledged_once_where_it_was_sent() -> None:
    scene = Scene().holding(ANN, coins=1)
    gift = scene.sent(ANN, BEA)
    expected = Acknowledgement(gift.seq, CHANNEL_SINK, 1, CHANNEL, CHANNEL)
    assert list(scene.book.acknowledgements.values()) == [expected]


def test_a_guilds_gift_channel_comes_before_the_channel_of_the_gift() -> None:
    scene = Scene(gift_channel=99).holding(ANN, coins=1)
    gift = scene.sent(ANN, BEA)
    assert scene.acknowledgement(gift.seq) == Acknowledgement(1, CHANNEL_SINK, 1, 99, CHANNEL)


def test_too_few_coins_are_told_with_what_is_missing_and_what_would_fit() -> None:
    scene = Scene().holding(ANN, coins=10, bonus_coins=4)
    refusal = scene.gift(ANN, BEA, PERFUME)
    assert isinstance(refusal, InsufficientCoins)
    assert (refusal.item, refusal.quantity, refusal.total) == (PERFUME, 1, 20)
    assert (refusal.balance, refusal.missing, refusal.affordable) == (14, 6, 9)
    assert scene.purse(ANN) == Purse(coins=10, bonus_coins=4)


def test_an_empty_wallet_fits_nothing() -> None:
    refusal = Scene().gift(ANN, BEA)
    assert refusal == InsufficientCoins(item=ROSE, quantity=1, total=1, balance=0, affordable=0)


def test_a_wallet_can_be_spent_to_the_last_coin_and_no_further() -> None:
    scene = Scene().holding(ANN, coins=2, bonus_coins=1)
    scene.sent(ANN, BEA, ROSE, 3)
    assert scene.purse(ANN) == Purse()
    assert isinstance(scene.gift(ANN, BEA), InsufficientCoins)


def test_nobody_sends_a_gift_to_themselves() -> None:
    scene = Scene().holding(ANN, coins=100)
    assert scene.gift(ANN, ANN) == SelfGift()


def test_no_bot_receives_or_sends_a_gift() -> None:
    scene = Scene().holding(ANN, coins=100).holding(ROBOT, coins=100)
    assert scene.gift(ANN, ROBOT) == BotRecipient()
    assert scene.gift(ROBOT, ANN) == BotRecipient()


def test_a_bot_that_was_refused_is_not_taken_for_a_person_later() -> None:
    scene = Scene().holding(ANN, coins=100)
    refused = [
        scene.gift(ANN, ROBOT),
        scene.adjust(ROBOT, 1),
        scene.freeze(ROBOT),
        scene.unfreeze(ROBOT),
        scene.welcome(ROBOT),
    ]
    assert refused == [BotRecipient()] * len(refused)
    assert scene.book.find(ROBOT.user_id) is None


def test_a_frozen_member_cannot_send_and_learns_by_which_operation() -> None:
    scene = Scene().holding(ANN, coins=100)
    frozen = accepted(scene.freeze(ANN), MemberFrozen)
    assert scene.gift(ANN, BEA) == Frozen(by_seq=frozen.seq)
    scene.unfreeze(ANN)
    scene.sent(ANN, BEA)


def test_a_frozen_creator_still_receives() -> None:
    scene = Scene().holding(ANN, coins=1)
    scene.freeze(BEA)
    scene.sent(ANN, BEA)
    assert scene.purse(BEA).diamonds == 5_000


def test_a_guild_may_let_only_a_role_receive() -> None:
    scene = Scene(creator_role=55).holding(ANN, coins=2)
    assert scene.gift(ANN, BEA) == NotReceiving(role=55)
    assert scene.gift(ANN, BEA, to_roles=(54, 56)) == NotReceiving(role=55)
    scene.sent(ANN, BEA, to_roles=(54, 55))


@pytest.mark.parametrize("quantity", [-1, 0, 1_000, 10**9])
def test_a_count_outside_1_to_999_is_refused(quantity: int) -> None:
    scene = Scene().holding(ANN, coins=10**6)
    expected = QuantityOutOfRange(quantity=quantity, least=1, most=999)
    assert scene.gift(ANN, BEA, ROSE, quantity) == expected


def test_a_count_of_999_is_taken() -> None:
    scene = Scene().holding(ANN, coins=999)
    assert scene.sent(ANN, BEA, ROSE, 999).total == 999


def test_a_message_of_140_characters_is_taken_and_of_141_refused() -> None:
    scene = Scene().holding(ANN, coins=2)
    scene.sent(ANN, BEA, message="💛" * 140)
    refusal = scene.gift(ANN, BEA, message="💛" * 141)
    assert refusal == MessageTooLong(length=141, most=140)


@pytest.mark.parametrize(
    ("coins", "most"),
    [(249, 140), (250, 150), (499, 150), (500, 200), (2_000, 280), (9_999, 280), (10_000, 400)],
)
def test_a_larger_gift_may_say_more(coins: int, most: int) -> None:
    scene = Scene().holding(ANN, coins=2 * coins)
    edited = accepted(scene.edit(name="Galaxy", emoji="🌠", price=coins), CatalogueEdited)
    refusal = scene.gift(ANN, BEA, edited.item, message="x" * (most + 1))
    assert refusal == MessageTooLong(length=most + 1, most=most)
    scene.sent(ANN, BEA, edited.item, message="x" * most)


def test_a_gift_of_a_thousand_million_coins_is_taken_and_of_more_refused() -> None:
    scene = Scene(share=10_000).holding(ANN, coins=3 * 10**9)
    edited = accepted(scene.edit(name="Galaxy", emoji="🌠", price=MOST_PRICE), CatalogueEdited)
    assert scene.sent(ANN, BEA, edited.item).earned_units == 10**13
    refusal = scene.gift(ANN, BEA, edited.item, 2)
    assert refusal == GiftTooLarge(total=2 * 10**9, most=10**9)


def test_a_gift_that_would_overflow_the_creators_wallet_is_refused() -> None:
    scene = Scene().holding(ANN, coins=2).holding(BEA, diamonds=MOST_BALANCE - 5_000)
    scene.sent(ANN, BEA)
    assert scene.purse(BEA).diamonds == MOST_BALANCE
    assert scene.gift(ANN, BEA) == BalanceTooLarge(currency=Currency.DIAMONDS)


def test_an_overflow_of_one_origin_refuses_the_whole_gift() -> None:
    scene = Scene().holding(ANN, coins=13, bonus_coins=7)
    scene.holding(BEA, bonus_diamonds=MOST_BALANCE)
    assert scene.gift(ANN, BEA, PERFUME) == BalanceTooLarge(currency=Currency.BONUS_DIAMONDS)


@pytest.mark.parametrize("item", [-1, 0, 44, 1_001, 10**9])
def test_a_gift_that_does_not_exist_is_refused(item: int) -> None:
    assert Scene().holding(ANN, coins=100).gift(ANN, BEA, item) == UnknownGift(item=item)


def test_a_retired_gift_is_refused_by_its_name() -> None:
    scene = Scene().holding(ANN, coins=100)
    scene.edit(PERFUME, retired=True)
    assert scene.gift(ANN, BEA, PERFUME) == RetiredGift(item=PERFUME, name="Perfume")


def test_a_gift_holds_only_at_the_price_that_was_shown() -> None:
    scene = Scene().holding(ANN, coins=100)
    scene.sent(ANN, BEA, PERFUME, quoted_price=20)
    scene.edit(PERFUME, price=25)
    refusal = scene.gift(ANN, BEA, PERFUME, quoted_price=20)
    assert refusal == PriceChanged(item=PERFUME, quoted=20, price=25)
    assert scene.sent(ANN, BEA, PERFUME).total == 25


def test_a_quoted_price_of_nothing_is_not_the_price() -> None:
    refusal = Scene().holding(ANN, coins=100).gift(ANN, BEA, quoted_price=0)
    assert refusal == PriceChanged(item=ROSE, quoted=0, price=1)


def test_every_refusal_takes_nothing() -> None:
    scene = Scene(creator_role=55).holding(ANN, coins=100)
    before = scene.everything()
    refused: list[Outcome] = [
        scene.gift(ANN, ANN),
        scene.gift(ANN, ROBOT),
        scene.gift(ANN, BEA),
        scene.gift(ANN, BEA, ROSE, 0, to_roles=(55,)),
        scene.gift(ANN, BEA, UNIVERSE, to_roles=(55,)),
        scene.gift(ANN, BEA, 999, to_roles=(55,)),
    ]
    assert all(isinstance(outcome, Refused) for outcome in refused)
    assert len({outcome.kind for outcome in refused}) == len(refused)
    assert scene.everything() == before


@pytest.mark.parametrize(
    ("total", "coins", "threshold", "asks"),
    [
        (1_000, 10**6, 1_000, True),
        (999, 10**6, 1_000, False),
        (50, 100, 1_000, True),
        (49, 100, 1_000, False),
        (50, 100, 0, False),
        (10**9, 10**9, 0, False),
    ],
)
def test_a_large_gift_or_half_a_wallet_asks_once_unless_the_guild_never_asks(
    total: int, coins: int, threshold: int, asks: bool
) -> None:
    purse = Purse(coins=coins - 10, bonus_coins=10)
    assert needs_confirmation(total, purse, GuildSettings(confirm_coins=threshold)) is asks
