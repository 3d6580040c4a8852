"""Following: turned over, or set to what is asked, and counted the same either way."""

import pytest

from bot.ledger.outcomes import NothingChanged, Outcome
from bot.ledger.outcomes.live import CreatorFollowed, FollowSelf
from bot.ledger.requests import Person
from bot.ledger.requests.live import FollowCreator
from bot.ledger.tiers import LADDER, MOST_CHARACTERS, coins_for, most_characters
from tests.ledger.scene import ANN, BEA, Scene, accepted


def follow(scene: Scene, *, on: bool | None, whom: Person = BEA) -> Outcome:
    """Have Ann follow somebody."""
    return scene.ask(FollowCreator, ANN, creator=whom, on=on)


def test_following_is_turned_over_where_nothing_else_is_asked() -> None:
    scene = Scene()
    counts = [
        (followed.on, followed.followers)
        for followed in (
            accepted(follow(scene, on=None), CreatorFollowed),
            accepted(follow(scene, on=None), CreatorFollowed),
            accepted(follow(scene, on=None), CreatorFollowed),
        )
    ]
    assert counts == [(True, 1), (False, 0), (True, 1)]


def test_asked_for_what_is_so_already_nothing_changes() -> None:
    scene = Scene()
    assert follow(scene, on=False) == NothingChanged()
    accepted(follow(scene, on=True), CreatorFollowed)
    assert follow(scene, on=True) == NothingChanged()
    assert accepted(follow(scene, on=False), CreatorFollowed).followers == 0
    assert follow(scene, on=False) == NothingChanged()


@pytest.mark.parametrize("on", [None, True, False])
def test_nobody_follows_themselves(on: bool | None) -> None:
    assert follow(Scene(), on=on, whom=ANN) == FollowSelf()


@pytest.mark.parametrize("characters", [1, 140, 141, 150, 151, 280, 281, MOST_CHARACTERS])
def test_the_coins_for_a_message_are_the_fewest_that_carry_it(characters: int) -> None:
    coins = coins_for(characters)
    assert coins is not None
    assert most_characters(coins) >= characters
    assert coins == 0 or most_characters(coins - 1) < characters


def test_no_gift_carries_a_message_beyond_the_ladder() -> None:
    assert coins_for(MOST_CHARACTERS + 1) is None
    assert LADDER[-1].most_characters == MOST_CHARACTERS
