"""A guild's settings: read strictly, changed whole or not at all, never minting."""

from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ledger.guild_settings import (
    NAMES,
    GuildSettings,
    Problem,
    changed,
    find_timezone,
    most_share,
    nearest_timezones,
    stored,
)
from bot.ledger.money import BASIS_POINTS, coins_for, earned_units

DEFAULTS = GuildSettings()


def set_to(name: str, text: str) -> GuildSettings | Problem:
    return changed(DEFAULTS, {name: text})


def test_the_defaults_are_those_that_are_promised() -> None:
    assert DEFAULTS.welcome_coins == 100
    assert DEFAULTS.welcome_age_days == 7
    assert DEFAULTS.share == 5_000
    assert DEFAULTS.conversion_rate == 10_000
    assert DEFAULTS.confirm_coins == 1_000
    assert DEFAULTS.timezone == "UTC"
    assert DEFAULTS.language == "en"
    assert DEFAULTS.creator_role == 0


def test_every_setting_can_be_read_back_as_it_was_stored() -> None:
    assert set(NAMES) == {part.name for part in fields(GuildSettings)}
    assert stored({name: str(getattr(DEFAULTS, name)) for name in NAMES}) == DEFAULTS


@pytest.mark.parametrize(
    ("name", "least", "most"),
    [
        ("gift_channel", 0, 2**63 - 1),
        ("log_channel", 0, 2**63 - 1),
        ("moderator_role", 0, 2**63 - 1),
        ("manager_role", 0, 2**63 - 1),
        ("creator_role", 0, 2**63 - 1),
        ("welcome_coins", 0, 1_000_000),
        ("welcome_age_days", 0, 365),
        ("share", 0, 10_000),
        ("confirm_coins", 0, 10**9),
    ],
)
def test_a_number_is_taken_within_its_range_only(name: str, least: int, most: int) -> None:
    for number in (least, most):
        expected: dict[str, Any] = {name: number}
        assert set_to(name, str(number)) == replace(DEFAULTS, **expected)
    for number in (least - 1, most + 1):
        assert set_to(name, str(number)) == Problem(name, "range", least, most)


def test_a_conversion_rate_goes_from_a_basis_point_to_a_hundredfold() -> None:
    rates = {"share": "100", "conversion_rate": "1000000"}
    assert changed(DEFAULTS, rates) == replace(DEFAULTS, share=100, conversion_rate=1_000_000)
    assert set_to("conversion_rate", "1") == replace(DEFAULTS, conversion_rate=1)
    for text in ("0", "1000001"):
        assert set_to("conversion_rate", text) == Problem("conversion_rate", "range", 1, 1_000_000)


@pytest.mark.parametrize(
    "text", ["", " 5", "5 ", "+5", "-5", "5.0", "5,000", "5_000", "5e3", "0x5", "٥", "²", "five"]
)
def test_what_is_not_plainly_a_number_is_refused(text: str) -> None:
    assert set_to("welcome_coins", text) == Problem("welcome_coins", "range", 0, 1_000_000)


def test_a_number_too_long_to_be_meant_is_refused_and_not_calculated() -> None:
    assert set_to("gift_channel", "0" * 5_000) == Problem("gift_channel", "range", 0, 2**63 - 1)


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu"])
def test_a_known_time_zone_is_taken(zone: str) -> None:
    assert set_to("timezone", zone) == replace(DEFAULTS, timezone=zone)


@pytest.mark.parametrize(
    "zone",
    [
        "",
        "Berlin",
        "europe/berlin",
        "../../etc/passwd",
        "/etc/localtime",
        "localtime",
        "Factory",
        "\0",
    ],
)
def test_an_unknown_time_zone_is_refused(zone: str) -> None:
    assert set_to("timezone", zone) == Problem("timezone", "timezone")


@pytest.mark.parametrize("zone", ["localtime", "Factory"])
def test_a_name_that_stands_for_no_place_is_no_time_zone(zone: str) -> None:
    assert set_to("timezone", zone) == Problem("timezone", "timezone")


@given(rate=st.integers(1, 100 * BASIS_POINTS))
def test_the_largest_share_for_a_rate_is_taken_and_the_next_is_not(rate: int) -> None:
    share = most_share(rate)
    both = {"share": str(share), "conversion_rate": str(rate)}
    assert isinstance(changed(DEFAULTS, both), GuildSettings)
    if share < BASIS_POINTS:
        assert isinstance(changed(DEFAULTS, both | {"share": str(share + 1)}), Problem)


def test_only_a_language_that_is_spoken_is_taken() -> None:
    assert set_to("language", "en") == DEFAULTS
    assert set_to("language", "de") == replace(DEFAULTS, language="de")
    for text in ("", "EN", "xx", "de-AT"):
        assert set_to("language", text) == Problem("language", "language")


@pytest.mark.parametrize("name", ["", "shares", "__class__", "Share"])
def test_an_unknown_setting_is_refused(name: str) -> None:
    assert set_to(name, "1") == Problem(name, "unknown")


def test_one_wrong_value_refuses_all_and_is_named() -> None:
    changes = {"welcome_coins": "5", "language": "xx", "share": "-1"}
    assert changed(DEFAULTS, changes) == Problem("language", "language")


@pytest.mark.parametrize(
    ("share", "rate"), [(5_000, 20_001), (10_000, 10_001), (101, 1_000_000), (9_999, 10_002)]
)
def test_rates_that_would_mint_coins_are_refused_together(share: int, rate: int) -> None:
    problem = changed(DEFAULTS, {"share": str(share), "conversion_rate": str(rate)})
    assert problem == Problem("conversion_rate", "mints", share, 10**8 // share)


def test_a_share_alone_can_mint_with_the_rate_that_stands() -> None:
    doubled = replace(DEFAULTS, conversion_rate=20_000)
    problem = changed(doubled, {"share": "5001"})
    assert problem == Problem("conversion_rate", "mints", 5_001, 19_996)


@given(share=st.integers(0, BASIS_POINTS), rate=st.integers(1, 100 * BASIS_POINTS))
def test_whatever_rates_are_taken_nobody_comes_out_with_more_coins(share: int, rate: int) -> None:
    after = changed(DEFAULTS, {"share": str(share), "conversion_rate": str(rate)})
    mints = coins_for(earned_units(10**9, share), rate) > 10**9
    assert isinstance(after, Problem) is (share * rate > BASIS_POINTS**2)
    assert not (isinstance(after, GuildSettings) and mints)


@pytest.mark.parametrize(
    "rows", [{"share": "many"}, {"shares": "1"}, {"share": "10000", "conversion_rate": "10001"}]
)
def test_a_stored_value_that_nobody_could_have_set_is_a_fault(rows: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="cannot be read"):
        stored(rows)


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        (" europe/berlin ", "Europe/Berlin"),
        ("Berlin", "Europe/Berlin"),
        ("new york", "America/New_York"),
        ("utc", "UTC"),
        ("Atlantis", None),
        ("", None),
        ("Istanbul", None),
    ],
)
def test_a_time_zone_is_found_by_its_name_or_by_a_city_that_no_other_shares(
    text: str, zone: str | None
) -> None:
    assert find_timezone(text) == zone


@pytest.mark.parametrize(
    ("text", "zone"),
    [("ber", "Europe/Berlin"), ("New Y", "America/New_York"), ("Berlni", "Europe/Berlin")],
)
def test_the_time_zone_that_was_meant_is_among_the_nearest(text: str, zone: str) -> None:
    nearest = nearest_timezones(text, 25)
    assert zone in nearest
    assert len(set(nearest)) == len(nearest) <= 25


def test_without_any_text_well_known_time_zones_are_offered_that_can_be_set() -> None:
    offered = nearest_timezones("", 25)
    assert len(offered) == 25
    for zone in offered:
        assert set_to("timezone", zone) == replace(DEFAULTS, timezone=zone)
    assert nearest_timezones("", 3) == offered[:3]
    assert nearest_timezones("qqqqqq", 25) == ()
