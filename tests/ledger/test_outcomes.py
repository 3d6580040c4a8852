"""Outcomes: what is stored of them is enough to tell them again."""

from dataclasses import fields
from pkgutil import iter_modules
from typing import Any, get_type_hints

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ledger import outcomes
from bot.ledger.money import Currency
from bot.ledger.outcomes import (
    Accepted,
    GiftSent,
    InsufficientCoins,
    Outcome,
    Refused,
)
from bot.ledger.stored_outcomes import PARTS, as_data, from_data
from tests.ledger.reached import every_outcome

OutcomeClass = type[Accepted] | type[Refused]

VALUES: dict[Any, st.SearchStrategy[Any]] = {
    int: st.integers(-(2**53) + 1, 2**53 - 1),
    str: st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    bool: st.booleans(),
    Currency: st.sampled_from(Currency),
    tuple[tuple[str, str, str], ...]: st.lists(
        st.tuples(st.text("äbc1 ", max_size=5), st.just("1"), st.just("2")), max_size=3
    ).map(tuple),
}


CLASSES: list[OutcomeClass] = every_outcome()


def any_of(outcome: OutcomeClass) -> st.SearchStrategy[Outcome]:
    hints = get_type_hints(outcome)
    return st.builds(outcome, **{part.name: VALUES[hints[part.name]] for part in fields(outcome)})


@pytest.mark.parametrize("outcome_class", CLASSES, ids=lambda outcome: outcome.kind)
def test_an_outcome_comes_back_from_json_as_it_was(outcome_class: OutcomeClass) -> None:
    @settings(max_examples=30)
    @given(outcome=any_of(outcome_class))
    def comes_back(outcome: Outcome) -> None:
        again = from_data(orjson.loads(orjson.dumps(as_data(outcome))))
        assert again == outcome
        assert type(again) is type(outcome)
        assert [type(getattr(again, part.name)) for part in fields(again)] == [
            type(getattr(outcome, part.name)) for part in fields(outcome)
        ]

    comes_back()


def test_every_kind_is_unique_and_names_its_class() -> None:
    kinds = [outcome.kind for outcome in CLASSES]
    assert len(set(kinds)) == len(kinds) >= 170
    for kind in kinds:
        assert kind == kind.lower().strip()


def test_a_kind_that_nobody_knows_is_a_fault() -> None:
    with pytest.raises(KeyError):
        from_data({"kind": "nobody-knows"})


def test_only_what_was_done_has_an_order_number() -> None:
    for outcome in CLASSES:
        assert ("seq" in {part.name for part in fields(outcome)}) is issubclass(outcome, Accepted)


def test_a_gift_knows_its_total_over_both_origins() -> None:
    gift = GiftSent(
        seq=1,
        sender=1,
        recipient=2,
        item=1,
        name="Rose",
        emoji="🌹",
        quantity=5,
        price=1,
        coins=2,
        bonus_coins=3,
        earned_units=25_000,
        coins_left=0,
        bonus_coins_left=0,
    )
    assert gift.total == 5


def test_a_wallet_that_is_short_knows_by_how_much() -> None:
    assert InsufficientCoins(item=1, quantity=1, total=20, balance=14, affordable=7).missing == 6


def test_whatever_may_be_stored_is_known_before_it_is_read() -> None:
    parts = {part.name for part in iter_modules(outcomes.__path__, f"{outcomes.__name__}.")}
    assert {part.__name__ for part in PARTS} == parts
