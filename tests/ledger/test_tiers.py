"""Tiers: how loudly a combo is acknowledged, and how much may be said with a gift."""

from itertools import pairwise

import pytest

from bot.ledger.guild_settings import GuildSettings, Problem, changed
from bot.ledger.tiers import (
    LADDER,
    MOST_CHARACTERS,
    Form,
    Tier,
    most_characters,
    rung_of,
    tier_of,
)


@pytest.mark.parametrize(
    ("coins", "form"),
    [
        (1, Form.LINE),
        (49, Form.LINE),
        (50, Form.CARD),
        (499, Form.CARD),
        (500, Form.PICTURE),
        (1_999, Form.PICTURE),
        (2_000, Form.HIGHLIGHT),
        (10**9, Form.HIGHLIGHT),
    ],
)
def test_a_combo_is_shown_as_its_coins_deserve(coins: int, form: Form) -> None:
    assert tier_of(coins, GuildSettings()).form is form


def test_a_guild_sets_where_its_tiers_begin() -> None:
    settings = GuildSettings(card_coins=5, picture_coins=6, highlight_coins=7)
    forms = [tier_of(coins, settings).form for coins in (4, 5, 6, 7)]
    assert forms == [Form.LINE, Form.CARD, Form.PICTURE, Form.HIGHLIGHT]


def test_tiers_in_the_wrong_order_are_refused() -> None:
    for changes in ({"card_coins": "501"}, {"picture_coins": "2001"}, {"highlight_coins": "499"}):
        problem = changed(GuildSettings(), changes)
        assert isinstance(problem, Problem)
        assert problem.code == "tiers"


def test_only_a_highlight_stays_and_for_as_long_as_its_coins_say() -> None:
    assert tier_of(1_999, GuildSettings()).highlight_seconds == 0
    assert tier_of(2_000, GuildSettings()) == Tier(Form.HIGHLIGHT, 0xE14741, 1_800)
    assert tier_of(10_000, GuildSettings()).highlight_seconds == 3_600
    early = GuildSettings(card_coins=1, picture_coins=1, highlight_coins=1)
    assert tier_of(1, early).highlight_seconds == 30


def test_the_ladder_only_rises() -> None:
    assert LADDER[0].coins == 0
    for lower, higher in pairwise(LADDER):
        assert lower.coins < higher.coins
        assert lower.highlight_seconds < higher.highlight_seconds
        assert lower.most_characters <= higher.most_characters
    assert all(0 <= rung.colour <= 0xFFFFFF for rung in LADDER)


@pytest.mark.parametrize(("coins", "least"), [(0, 0), (9, 0), (49, 10), (50, 50), (9_999, 2_000)])
def test_a_rung_holds_from_its_coins_on(coins: int, least: int) -> None:
    assert rung_of(coins).coins == least


@pytest.mark.parametrize(("coins", "most"), [(1, 140), (249, 140), (250, 150), (10**9, 400)])
def test_more_may_be_said_with_more(coins: int, most: int) -> None:
    assert most_characters(coins) == most
    assert most <= MOST_CHARACTERS
