"""Facts, the plain named values of which requests, outcomes and controls are made."""

from dataclasses import field, replace

import pytest

from bot.ledger.facts import Fact, by_name, in_order


@by_name
class Asked(Fact):
    """Something that is given by name."""

    member: int
    words: str = "please"


@by_name
class AskedTwice(Asked):
    """The same with one value more."""

    again: tuple[int, ...] = field(default=())


@in_order
class Pressed(Fact):
    """Something that is given in order."""

    owner: int
    page: int


def test_facts_are_equal_that_hold_the_same() -> None:
    assert Asked(member=1) == Asked(member=1, words="please")
    assert Asked(member=1) != Asked(member=2)
    assert len({Asked(member=1), Asked(member=1), Asked(member=2)}) == 2


def test_facts_of_two_classes_are_never_equal() -> None:
    assert Asked(member=1) != AskedTwice(member=1)
    assert Pressed(1, 2) != (1, 2)


def test_a_fact_is_written_as_it_would_be_made() -> None:
    assert repr(AskedTwice(member=1)) == "AskedTwice(member=1, words='please', again=())"
    assert repr(Pressed(7, 2)) == "Pressed(owner=7, page=2)"


def test_another_fact_is_made_from_one_that_stands() -> None:
    pressed = Pressed(7, 2)
    assert replace(pressed, page=3) == Pressed(7, 3)
    assert pressed == Pressed(7, 2)


def test_a_fact_holds_what_it_names_and_nothing_else() -> None:
    with pytest.raises(AttributeError):
        object.__setattr__(Pressed(7, 2), "other", 1)
