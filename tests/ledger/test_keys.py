"""Keys: one delivery gets one outcome, forever, and no key stands for two things."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.ledger.books import Books, GuildBook
from bot.ledger.money import Currency, Purse
from bot.ledger.outcomes import (
    AlreadyWelcomed,
    GiftSent,
    InsufficientCoins,
    KeyConflict,
    NotReceiving,
    Outcome,
    PriceChanged,
    Refused,
    WelcomeGranted,
)
from bot.ledger.requests import Person, Request, SendGift
from bot.ledger.rules import decide
from tests.ledger.scene import (
    ANN,
    BEA,
    CHANNEL,
    DIAMOND,
    GUILD,
    KIM,
    MOD,
    NOW,
    PERFUME,
    ROSE,
    Scene,
    accepted,
    milliseconds,
)


def test_a_replayed_gift_is_charged_once() -> None:
    scene = Scene().holding(ANN, coins=10)
    first = scene.gift(ANN, BEA, key="once")
    for _ in range(3):
        assert scene.gift(ANN, BEA, key="once") == first
    assert scene.purse(ANN) == Purse(coins=9)
    assert len(scene.book.changes.answers) == 1


def test_the_same_gift_under_two_keys_is_two_gifts() -> None:
    scene = Scene().holding(ANN, coins=10)
    assert scene.sent(ANN, BEA, key="one").seq != scene.sent(ANN, BEA, key="two").seq
    assert scene.purse(ANN) == Purse(coins=8)


def test_a_replayed_refusal_stays_refused_when_it_would_be_accepted_now() -> None:
    scene = Scene()
    refusal = scene.gift(ANN, BEA, key="early")
    assert isinstance(refusal, InsufficientCoins)
    scene.fund(ANN, 100)
    assert scene.gift(ANN, BEA, key="early") == refusal
    scene.sent(ANN, BEA, key="later")


def test_a_replayed_gift_stays_accepted_when_it_would_be_refused_now() -> None:
    scene = Scene().holding(ANN, coins=1)
    first = scene.sent(ANN, BEA, key="k")
    scene.freeze(ANN)
    scene.edit(ROSE, retired=True)
    assert scene.gift(ANN, BEA, key="k") == first


def test_a_replayed_welcome_is_not_told_that_it_was_given_already() -> None:
    scene = Scene()
    first = scene.welcome(ANN, key="k")
    assert isinstance(first, WelcomeGranted)
    assert scene.welcome(ANN, key="k") == first
    assert isinstance(scene.welcome(ANN, key="other"), AlreadyWelcomed)


@pytest.mark.parametrize(
    "other",
    [
        {"to": KIM},
        {"item": PERFUME},
        {"quantity": 2},
        {"message": "hello"},
        {"actor": KIM},
    ],
)
def test_a_key_that_was_used_for_something_else_is_a_conflict(other: dict[str, Any]) -> None:
    scene = Scene().holding(ANN, coins=100).holding(KIM, coins=100)
    facts: dict[str, Any] = {"guild": GUILD, "key": "k", "actor": ANN, "to": BEA, "item": ROSE}
    first = scene.decide(SendGift(**facts))
    assert isinstance(first, GiftSent)
    assert scene.decide(SendGift(**{**facts, **other})) == KeyConflict()
    assert scene.decide(SendGift(**facts)) == first


def test_a_refused_key_that_is_used_for_something_else_is_a_conflict_too() -> None:
    scene = Scene()
    refusal = scene.gift(ANN, BEA, key="k")
    assert isinstance(refusal, Refused)
    assert scene.gift(ANN, KIM, key="k") == KeyConflict()
    assert scene.gift(ANN, BEA, key="k") == refusal


def test_a_conflict_is_never_the_answer_that_is_kept() -> None:
    scene = Scene().holding(ANN, coins=10)
    scene.gift(ANN, BEA, key="k")
    scene.gift(ANN, KIM, key="k")
    assert [key for key, _ in scene.book.changes.answers] == ["k"]


ACTS: list[Callable[[Scene, str], Outcome]] = [
    lambda scene, key: scene.gift(ANN, BEA, key=key),
    lambda scene, key: scene.adjust(ANN, 5, key=key),
    lambda scene, key: scene.adjust(ANN, 6, key=key),
    lambda scene, key: scene.adjust(ANN, 5, Currency.DIAMONDS, key=key),
    lambda scene, key: scene.adjust(BEA, 5, key=key),
    lambda scene, key: scene.adjust(ANN, 5, reason="another", key=key),
    lambda scene, key: scene.adjust(ANN, 5, by=KIM, key=key),
    lambda scene, key: scene.welcome(ANN, key=key),
    lambda scene, key: scene.welcome(BEA, key=key),
    lambda scene, key: scene.convert(ANN, DIAMOND, key=key),
    lambda scene, key: scene.convert(ANN, DIAMOND, rate=5, key=key),
    lambda scene, key: scene.convert(ANN, 2 * DIAMOND, key=key),
    lambda scene, key: scene.reverse(1, key=key),
    lambda scene, key: scene.reverse(2, key=key),
    lambda scene, key: scene.reverse(1, reason="another", key=key),
    lambda scene, key: scene.reverse(1, by=KIM, key=key),
    lambda scene, key: scene.freeze(ANN, reason="fair", key=key),
    lambda scene, key: scene.freeze(BEA, reason="fair", key=key),
    lambda scene, key: scene.unfreeze(ANN, reason="fair", key=key),
]


@pytest.mark.parametrize("first", range(len(ACTS)))
def test_no_key_stands_for_two_different_acts(first: int) -> None:
    scene = Scene().holding(ANN, coins=10, diamonds=5 * DIAMOND)
    answered = ACTS[first](scene, "k")
    for order, act in enumerate(ACTS):
        assert act(scene, "k") == (answered if order == first else KeyConflict())


@pytest.mark.parametrize(
    "circumstances", [{"quoted_price": 1}, {"channel": CHANNEL + 1}, {"to_roles": (1, 2)}]
)
def test_a_second_delivery_may_come_in_other_circumstances(circumstances: dict[str, Any]) -> None:
    scene = Scene().holding(ANN, coins=10)
    first = scene.gift(ANN, BEA, key="k")
    assert scene.gift(ANN, BEA, key="k", **circumstances) == first


def test_a_refusal_for_its_circumstances_stays_when_they_are_better() -> None:
    scene = Scene(creator_role=5).holding(ANN, coins=10)
    refusal = scene.gift(ANN, BEA, key="role")
    assert refusal == NotReceiving(role=5)
    assert scene.gift(ANN, BEA, key="role", to_roles=(5,)) == refusal
    quoted = scene.gift(ANN, BEA, key="price", to_roles=(5,), quoted_price=2)
    assert isinstance(quoted, PriceChanged)
    assert scene.gift(ANN, BEA, key="price", to_roles=(5,), quoted_price=1) == quoted


def test_a_renamed_member_is_the_same_member() -> None:
    scene = Scene().holding(ANN, coins=10)
    first = scene.gift(ANN, BEA, key="k")
    renamed = Person(ANN.user_id, "Annabel")
    assert scene.gift(renamed, Person(BEA.user_id, "Beatrix"), key="k") == first
    assert scene.member(renamed).name == "Annabel"
    assert scene.book.last_member == 2


def test_a_fingerprint_holds_no_discord_id_and_no_name() -> None:
    def fingerprint(person: Person) -> bytes:
        scene = Scene()
        scene.gift(person, BEA, key="k")
        return scene.book.answers["k"].fingerprint

    assert fingerprint(ANN) == fingerprint(Person(KIM.user_id, "Kim"))


def test_each_guild_has_its_own_keys_members_and_order() -> None:
    now_ms = milliseconds(NOW)
    books = Books([GuildBook(1, now_ms), GuildBook(2, now_ms)])

    def gift(guild: int, to: Person) -> Request:
        return SendGift(guild=guild, key="k", actor=ANN, to=to, item=ROSE)

    assert isinstance(decide(gift(1, BEA), books), InsufficientCoins)
    assert isinstance(decide(gift(2, KIM), books), InsufficientCoins)
    assert books.guild(2).find(BEA.user_id) is None
    assert [book.last_member for book in books] == [2, 2]


def test_a_guild_whose_books_were_not_read_is_a_fault() -> None:
    request = SendGift(guild=GUILD + 1, key="k", actor=ANN, to=BEA, item=ROSE)
    with pytest.raises(KeyError):
        decide(request, Books([GuildBook(GUILD, 0)]))


def test_order_numbers_are_given_to_what_was_done_only_and_without_gaps() -> None:
    scene = Scene().holding(ANN, coins=2)
    assert scene.sent(ANN, BEA).seq == 1
    assert isinstance(scene.gift(ANN, ANN), Refused)
    assert accepted(scene.welcome(ANN), WelcomeGranted).seq == 2
    assert isinstance(scene.gift(ANN, MOD, 999), Refused)
    assert scene.sent(ANN, BEA).seq == 3
