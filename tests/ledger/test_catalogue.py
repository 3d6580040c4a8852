"""The catalogue: what is on offer, and how it is found by what people type."""

import unicodedata

import pytest

from bot.ledger.catalogue import (
    DEFAULT_ITEMS,
    FIRST_OWN_ITEM,
    MOST_EMOJI_LENGTH,
    MOST_NAME_LENGTH,
    Catalogue,
    Item,
    plain,
)
from tests.ledger.scene import PERFUME, ROSE, UNIVERSE

SUNSET = Item(FIRST_OWN_ITEM, "Sunset", "🌇", 250)


def test_about_forty_gifts_are_offered_from_the_start() -> None:
    assert 38 <= len(DEFAULT_ITEMS) <= 45
    assert len(Catalogue().offered) == len(Catalogue()) == len(DEFAULT_ITEMS)


def test_no_two_gifts_share_a_number_a_name_or_an_emoji() -> None:
    for values in (
        [item.number for item in DEFAULT_ITEMS],
        [plain(item.name) for item in DEFAULT_ITEMS],
        [item.emoji for item in DEFAULT_ITEMS],
    ):
        assert len(set(values)) == len(values)


def test_prices_go_from_a_rose_at_1_to_a_universe_at_44_999() -> None:
    catalogue = Catalogue()
    assert catalogue.offered[0] == Item(ROSE, "Rose", "🌹", 1)
    assert catalogue.offered[-1] == Item(UNIVERSE, "Universe", "🌌", 44_999)
    prices = [item.price for item in catalogue.offered]
    assert prices == sorted(prices)
    assert all(1 <= price <= 44_999 for price in prices)


def test_every_gift_keeps_the_rules_that_a_guilds_own_gifts_must_keep() -> None:
    for item in DEFAULT_ITEMS:
        assert 0 < len(item.name) <= MOST_NAME_LENGTH
        assert item.name.isprintable()
        assert plain(item.name)
        assert 0 < len(item.emoji) <= MOST_EMOJI_LENGTH
        assert not any(map(str.isspace, item.emoji))
        assert not item.retired
        assert item.number < FIRST_OWN_ITEM


def test_names_carry_no_years_and_no_signs_of_trade() -> None:
    for item in DEFAULT_ITEMS:
        assert not any(letter.isdigit() for letter in item.name)
        assert not {"™", "®", "©"} & set(item.name)


@pytest.mark.parametrize(
    "text", ["Hot-Air Balloon", "hot air balloon", " HOTAIRBALLOON ", "hót-aïr  balloon"]
)
def test_a_gift_is_found_whatever_the_case_accents_spaces_and_hyphens(text: str) -> None:
    found = Catalogue().find(text)
    assert found is not None
    assert found.name == "Hot-Air Balloon"


def test_an_accent_may_be_typed_as_one_character_or_as_two() -> None:
    catalogue = Catalogue([Item(FIRST_OWN_ITEM, "Café", "☕", 3)])
    for form in ("NFC", "NFD"):
        assert catalogue.find(unicodedata.normalize(form, "CAFÉ")) == catalogue.get(FIRST_OWN_ITEM)


@pytest.mark.parametrize("text", ["", " ", "🌹", "-", "Ros", "Roses", "Tractor"])
def test_what_names_no_gift_exactly_finds_none(text: str) -> None:
    assert Catalogue().find(text) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("ros", "Rose"),
        ("Roses", "Rose"),
        ("univrese", "Universe"),
        ("balloon", "Hot-Air Balloon"),
        ("baloon", "Hot-Air Balloon"),
        ("Yaht", "Yacht"),
        ("donut", "Doughnut"),
        ("heart", "Heart"),
        ("heat", "Heart"),
    ],
)
def test_the_nearest_name_comes_first(text: str, name: str) -> None:
    assert Catalogue().nearest(text, 3)[0].name == name


def test_what_begins_alike_comes_before_what_holds_it_and_both_before_what_is_spelt_alike() -> None:
    own = [Item(FIRST_OWN_ITEM + n, name, "🎁", n + 1) for n, name in enumerate(("Sta", "Mustard"))]
    names = [item.name for item in Catalogue(own).nearest("star", 25)]
    assert names == ["Star", "Mustard", "Sta"]


def test_no_more_near_names_are_given_than_asked_for() -> None:
    catalogue = Catalogue()
    assert len(catalogue.nearest("ar", 4)) == 4
    nearest = catalogue.nearest("ar", 25)
    assert 4 < len(set(nearest)) == len(nearest)


@pytest.mark.parametrize("text", ["", "   ", "🌹🌹", "qqqqqqqq", "x", "tiger", "sunset", "gold"])
def test_what_is_near_to_nothing_gets_no_names(text: str) -> None:
    assert Catalogue().nearest(text, 5) == ()


def test_no_gift_stands_for_another_that_only_shares_some_letters_with_it() -> None:
    retired = Item(ROSE, "Rose", "🌹", 1, retired=True)
    assert Catalogue([retired]).nearest("Rose", 3) == ()
    assert Catalogue([item._replace(retired=True) for item in DEFAULT_ITEMS]).nearest("a", 3) == ()


@pytest.mark.parametrize(
    ("coins", "name"),
    [(0, None), (1, "Cake Slice"), (14, "Heart"), (20, "Perfume"), (10**12, "Universe")],
)
def test_the_dearest_gift_within_a_wallet_is_known(coins: int, name: str | None) -> None:
    found = Catalogue().dearest_within(coins)
    assert (found.name if found else None) == name


def test_a_retired_gift_is_neither_offered_nor_found_but_keeps_its_history() -> None:
    retired = Item(PERFUME, "Perfume", "🧴", 20, retired=True)
    catalogue = Catalogue([retired])
    assert retired not in catalogue.offered
    assert catalogue.find("perfume") is None
    assert retired not in catalogue.nearest("perfume", 25)
    assert catalogue.find_retired("PERFUME") == retired
    assert catalogue.find_retired("rose") is None
    assert catalogue.get(PERFUME) == retired
    assert retired in list(catalogue)
    within = catalogue.dearest_within(20)
    assert within is not None
    assert within.number != PERFUME


def test_a_changed_gift_stands_in_place_of_the_default() -> None:
    dearer = Item(ROSE, "Red Rose", "🌹", 2)
    before = Catalogue()
    after = before.with_item(dearer)
    assert after.get(ROSE) == dearer
    assert len(after) == len(before)
    assert before.get(ROSE) == DEFAULT_ITEMS[0]


def test_a_guilds_own_gift_is_offered_at_its_price() -> None:
    catalogue = Catalogue().with_item(SUNSET)
    assert len(catalogue) == len(DEFAULT_ITEMS) + 1
    assert catalogue.find("sunset") == SUNSET
    assert catalogue.dearest_within(298) == SUNSET
    assert [item.number for item in catalogue] == [*range(1, UNIVERSE + 1), FIRST_OWN_ITEM]
    assert catalogue.get(FIRST_OWN_ITEM + 1) is None
