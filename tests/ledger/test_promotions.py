"""Promotions: who redeems what, once, and how guessing is slowed."""

from typing import Any

import pytest

from bot.ledger.books import CHANNEL_SINK, LOG_SINK
from bot.ledger.money import Purse
from bot.ledger.outcomes import Outcome
from bot.ledger.outcomes.live import MomentOutOfRange
from bot.ledger.outcomes.pots import (
    CodeRefused,
    CodeTaken,
    GuessingSlowed,
    NoSuchCode,
    PotEnded,
    PotOutOfRange,
    ShareHad,
    ShareTaken,
)
from bot.ledger.requests import Person
from bot.ledger.requests.pots import (
    ClosePot,
    CreatePromotion,
)
from tests.ledger.pots_scene import (
    MINUTE_MS,
    drop,
    held,
    open_chest,
    promote,
    redeem,
    scene_with,
)
from tests.ledger.scene import (
    ANN,
    GUILD,
    KIM,
    MOD,
    accepted,
    account_of_age,
)
from tests.ledger.shelf import Shelf

# Promotions.


def test_a_promotion_is_filled_when_it_is_made_and_gives_each_member_once() -> None:
    scene = scene_with()
    made = promote(scene)
    assert (made.each, made.people, made.closes_ms) == (50, 2, 0)
    assert held(scene, made.seq) == (0, 100)
    assert scene.acknowledgement(made.seq, LOG_SINK)
    assert scene.acknowledgement(made.seq, CHANNEL_SINK) is None
    assert scene.notes() == {}
    taken = accepted(redeem(scene, KIM), ShareTaken)
    assert (taken.of, taken.total, taken.left, taken.all_coins) == ("promotion", 50, 1, 50)
    assert scene.purse(KIM) == Purse(bonus_coins=50)
    assert redeem(scene, KIM) == ShareHad(pot=made.seq, by_seq=taken.seq, of="promotion", total=50)
    assert held(scene, made.seq) == (0, 50)


@pytest.mark.parametrize("typed", ["SUMMER26", " s-u mm er 2 6 ", "ｓｕｍｍｅｒ26", "Summer 26"])
def test_a_code_is_known_however_it_is_typed(typed: str) -> None:
    scene = scene_with()
    promote(scene)
    accepted(redeem(scene, KIM, typed), ShareTaken)


def test_of_codes_that_look_alike_and_stood_before_they_were_one_the_one_typed_is_meant() -> None:
    scene = scene_with()
    before = promote(scene, "LOL 2010")
    scene.book.economy.pots[before.seq].plain_code = "lol2010"
    other = promote(scene, "LOL 2OlO")
    assert accepted(redeem(scene, KIM, "lol-2010"), ShareTaken).pot == before.seq
    assert accepted(redeem(scene, KIM, "lol-2o1o"), ShareTaken).pot == other.seq


def test_what_is_used_up_over_ended_or_never_was_is_told_alike() -> None:
    scene = scene_with()
    end_ms = scene.book.now_ms + MINUTE_MS
    promote(scene, "used up", uses=1)
    accepted(redeem(scene, ANN, "used up"), ShareTaken)
    promote(scene, "over", closes_ms=end_ms)
    ended = promote(scene, "ended")
    scene.done(ClosePot, MOD, PotEnded, pot=ended.seq, early=True)
    scene.later(seconds=60)
    codes = ("used up", "over", "ended", "never was")
    assert [redeem(scene, KIM, code) for code in codes] == [NoSuchCode(from_ms=0)] * 4


def test_a_code_is_free_again_once_its_promotion_is_over() -> None:
    scene = scene_with()
    first = promote(scene)
    refused = scene.ask(CreatePromotion, MOD, code="SUMMER-26", coins=1, uses=1)
    assert refused == CodeTaken(pot=first.seq)
    scene.done(ClosePot, MOD, PotEnded, pot=first.seq, early=True)
    second = promote(scene, coins=7)
    assert accepted(redeem(scene, KIM), ShareTaken).pot == second.seq


@pytest.mark.parametrize("code", ["", "abc", "----", "a b c", "x" * 33, "good\ncode"])
def test_some_texts_can_be_no_code(code: str) -> None:
    refused = scene_with().ask(CreatePromotion, MOD, code=code, coins=1, uses=1)
    assert refused == CodeRefused(least=4, most=32)


@pytest.mark.parametrize(
    ("facts", "refused"),
    [
        ({"coins": 0}, PotOutOfRange(code="coins", least=1, most=1_000_000)),
        ({"coins": 1_000_001}, PotOutOfRange(code="coins", least=1, most=1_000_000)),
        ({"uses": 0}, PotOutOfRange(code="people", least=1, most=10_000)),
        ({"uses": 10_001}, PotOutOfRange(code="people", least=1, most=10_000)),
        (
            {"coins": 1_000_000, "uses": 1_001},
            PotOutOfRange(code="all", least=1, most=1_000_000_000),
        ),
    ],
)
def test_a_pot_has_its_bounds(facts: dict[str, Any], refused: Outcome) -> None:
    facts = {"code": "code", "coins": 1, "uses": 1, **facts}
    assert scene_with().ask(CreatePromotion, MOD, **facts) == refused


def test_a_promotion_ends_within_a_year_and_not_in_the_past() -> None:
    scene = scene_with()
    for closes_ms in (scene.book.now_ms, scene.book.now_ms + 366 * 86_400_000):
        outcome = scene.ask(CreatePromotion, MOD, code="code", coins=1, uses=1, closes_ms=closes_ms)
        assert isinstance(outcome, MomentOutOfRange)


# Guessing.


def test_guessing_is_slowed_more_and_more_and_the_count_outlives_a_restart() -> None:
    scene, shelf = scene_with(), Shelf(GUILD)
    promote(scene)
    for _ in range(4):
        assert redeem(scene, KIM, "wrong") == NoSuchCode(from_ms=0)
    scene.next_batch(shelf)
    assert redeem(scene, KIM, "wrong") == NoSuchCode(from_ms=scene.book.now_ms + MINUTE_MS)
    scene.next_batch(shelf).later(seconds=59)
    # A right one is not looked at either, or it would tell.
    assert redeem(scene, KIM) == GuessingSlowed(from_ms=scene.book.now_ms + 1_000)
    for minutes in (2, 4, 8, 16, 32, 60, 60, 60):
        scene.next_batch(shelf).later(seconds=3_600)
        expected = NoSuchCode(from_ms=scene.book.now_ms + minutes * MINUTE_MS)
        assert redeem(scene, KIM, "wrong") == expected
    accepted(redeem(scene, ANN), ShareTaken)


def test_a_right_code_begins_the_count_anew_and_so_does_a_day() -> None:
    scene = scene_with()
    promote(scene)
    for _ in range(4):
        redeem(scene, KIM, "wrong")
    accepted(redeem(scene, KIM), ShareTaken)
    for _ in range(4):
        assert redeem(scene, KIM, "wrong") == NoSuchCode(from_ms=0)
    scene.later(seconds=86_400)
    assert redeem(scene, KIM, "wrong") == NoSuchCode(from_ms=0)


def test_what_one_knows_already_does_not_begin_the_count_anew() -> None:
    scene = scene_with()
    promote(scene)
    accepted(redeem(scene, KIM), ShareTaken)
    for _ in range(4):
        redeem(scene, KIM, "wrong")
    assert isinstance(redeem(scene, KIM), ShareHad)
    assert redeem(scene, KIM, "wrong") == NoSuchCode(from_ms=scene.book.now_ms + MINUTE_MS)


def test_a_guess_that_is_delivered_twice_is_counted_once() -> None:
    scene = scene_with()
    for number in range(4):
        assert redeem(scene, KIM, "wrong", key=f"g{number}") == NoSuchCode(from_ms=0)
        assert redeem(scene, KIM, "wrong", key=f"g{number}") == NoSuchCode(from_ms=0)
    assert scene.book.economy.guesses(scene.member(KIM).number).wrong == 4


def test_fifty_alternate_accounts_try_fewer_than_two_thousand_codes_a_day_together() -> None:
    scene = scene_with(giver_age_days=7)
    promote(scene)
    begun_ms = scene.book.now_ms
    ring = [Person(account_of_age(900, 1_000 + number), f"Alt {number}") for number in range(50)]
    young = [Person(account_of_age(2, 2_000 + number), f"New {number}") for number in range(50)]
    looked_at = 0
    while scene.book.now_ms < begun_ms + 24 * 60 * MINUTE_MS:
        assert not any(isinstance(redeem(scene, one, "guess"), NoSuchCode) for one in young)
        tried = [redeem(scene, one, "guess") for one in ring]
        looked_at += sum(isinstance(outcome, NoSuchCode) for outcome in tried)
        waits = [one.from_ms for one in tried if isinstance(one, NoSuchCode | GuessingSlowed)]
        scene.later(seconds=max(0, min(waits) - scene.book.now_ms) / 1_000)
    # Of codes of four letters or digits there are more than a million, however alike some look.
    assert 50 * 20 < looked_at < 2_000
    # Nobody else is held up by it.
    accepted(redeem(scene, KIM), ShareTaken)


@pytest.mark.parametrize("code", ["---", " ", "?!"])
def test_what_is_no_code_at_all_takes_nothing_from_what_has_none(code: str) -> None:
    scene = scene_with()
    drop(scene, role=66)
    open_chest(scene)
    assert isinstance(redeem(scene, KIM, code), NoSuchCode)
