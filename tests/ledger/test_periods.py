"""Periods: which day, week and month a moment belongs to where the guild lives."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ledger.periods import (
    Span,
    day_before,
    ends_ms,
    first_day,
    local_day,
    period,
    periods,
)
from tests.ledger.scene import milliseconds


@pytest.mark.parametrize(
    ("moment", "timezone", "day"),
    [
        ("2026-11-21T12:00:00", "UTC", "2026-11-21"),
        ("2026-11-21T23:59:59.999", "UTC", "2026-11-21"),
        ("2026-11-22T00:00:00", "UTC", "2026-11-22"),
        ("2026-11-21T22:59:59.999", "Europe/Berlin", "2026-11-21"),
        ("2026-11-21T23:00:00", "Europe/Berlin", "2026-11-22"),
        ("2026-07-21T22:00:00", "Europe/Berlin", "2026-07-22"),
        ("2026-11-21T04:59:59", "America/New_York", "2026-11-20"),
        ("2026-11-21T05:00:00", "America/New_York", "2026-11-21"),
        ("2026-11-21T10:00:00", "Pacific/Kiritimati", "2026-11-22"),
        ("2026-11-21T18:14:59", "Asia/Kathmandu", "2026-11-21"),
        ("2026-11-21T18:15:00", "Asia/Kathmandu", "2026-11-22"),
    ],
)
def test_a_moment_falls_on_the_day_that_it_is_where_the_guild_lives(
    moment: str, timezone: str, day: str
) -> None:
    at_ms = milliseconds(datetime.fromisoformat(moment).replace(tzinfo=UTC))
    assert local_day(at_ms, timezone) == day


@pytest.mark.parametrize(
    ("day", "hours"),
    [("2026-03-28", 24), ("2026-03-29", 23), ("2026-10-24", 24), ("2026-10-25", 25)],
)
def test_a_day_of_changing_clocks_is_shorter_or_longer_and_still_one_day(
    day: str, hours: int
) -> None:
    zone = ZoneInfo("Europe/Berlin")
    start = datetime.fromisoformat(day).replace(tzinfo=zone).astimezone(UTC)
    days = [
        local_day(milliseconds(start + timedelta(minutes=minute)), "Europe/Berlin")
        for minute in range(26 * 60)
    ]
    assert days.count(day) == hours * 60


def test_the_hour_that_comes_twice_belongs_to_the_same_day_both_times() -> None:
    twice = [datetime(2026, 10, 25, hour, 30, tzinfo=UTC) for hour in (0, 1)]
    assert {local_day(milliseconds(moment), "Europe/Berlin") for moment in twice} == {"2026-10-25"}


def test_a_day_can_be_missing_where_a_country_crossed_the_date_line() -> None:
    before = datetime(2011, 12, 30, 9, 59, tzinfo=UTC)
    assert local_day(milliseconds(before), "Pacific/Apia") == "2011-12-29"
    after = before + timedelta(minutes=1)
    assert local_day(milliseconds(after), "Pacific/Apia") == "2011-12-31"


@given(
    at_ms=st.integers(0, 4_000_000_000_000),
    timezone=st.sampled_from(
        ["UTC", "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Asia/Kolkata"]
    ),
)
def test_a_local_day_is_that_of_the_clock_on_the_wall(at_ms: int, timezone: str) -> None:
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=at_ms)
    assert local_day(at_ms, timezone) == f"{moment.astimezone(ZoneInfo(timezone)):%Y-%m-%d}"


@pytest.mark.parametrize(
    ("day", "monday"),
    [
        ("2026-11-16", "2026-11-16"),
        ("2026-11-21", "2026-11-16"),
        ("2026-11-22", "2026-11-16"),
        ("2026-11-23", "2026-11-23"),
        ("2026-12-31", "2026-12-28"),
        ("2027-01-01", "2026-12-28"),
        ("2027-01-03", "2026-12-28"),
        ("2027-01-04", "2027-01-04"),
        ("2024-03-01", "2024-02-26"),
    ],
)
def test_a_week_is_named_after_its_monday_also_across_years(day: str, monday: str) -> None:
    assert period(Span.WEEK, day) == f"week:{monday}"


@given(day=st.dates(date(2015, 1, 1), date(2200, 1, 1)))
def test_a_week_has_seven_days_from_monday_to_sunday(day: date) -> None:
    monday = day - timedelta(days=day.isoweekday() - 1)
    week = {period(Span.WEEK, f"{monday + timedelta(days=ahead)}") for ahead in range(7)}
    assert week == {f"week:{monday}"}
    assert period(Span.WEEK, f"{monday + timedelta(days=7)}") not in week


def test_a_day_belongs_to_four_periods() -> None:
    assert periods("2027-01-01") == ("day:2027-01-01", "week:2026-12-28", "month:2027-01", "all")


def test_the_last_moment_of_a_year_belongs_to_the_old_year_only_where_it_is_still_old() -> None:
    at_ms = milliseconds(datetime(2026, 12, 31, 23, 30, tzinfo=UTC))
    assert period(Span.MONTH, local_day(at_ms, "UTC")) == "month:2026-12"
    assert period(Span.MONTH, local_day(at_ms, "Europe/Berlin")) == "month:2027-01"


ZONES = st.sampled_from(
    (
        "UTC",
        "Europe/Berlin",
        "America/New_York",
        "America/Santiago",
        "America/Havana",
        "Africa/Cairo",
        "Asia/Beirut",
        "Australia/Lord_Howe",
        "Pacific/Kiritimati",
    )
)


@given(
    day=st.dates(date(2016, 1, 1), date(2036, 12, 31)),
    span=st.sampled_from((Span.DAY, Span.WEEK, Span.MONTH)),
    timezone=ZONES,
)
def test_a_period_ends_with_its_last_moment_also_when_clocks_change(
    day: date, span: Span, timezone: str
) -> None:
    end = ends_ms(span, f"{day}", timezone)
    assert end is not None
    name = period(span, f"{day}")
    assert period(span, local_day(end - 1, timezone)) == name
    assert period(span, local_day(end, timezone)) != name


@pytest.mark.parametrize(
    ("span", "end"),
    [
        (Span.DAY, "2026-12-31T23:00:00"),
        (Span.WEEK, "2027-01-03T23:00:00"),
        (Span.MONTH, "2026-12-31T23:00:00"),
    ],
)
def test_a_period_ends_at_midnight_where_the_guild_lives(span: Span, end: str) -> None:
    expected = milliseconds(datetime.fromisoformat(end).replace(tzinfo=UTC))
    assert ends_ms(span, "2026-12-31", "Europe/Berlin") == expected


def test_all_time_never_ends() -> None:
    assert ends_ms(Span.ALL, "2026-12-31", "UTC") is None


@pytest.mark.parametrize(
    ("span", "day", "timezone", "ends"),
    [
        (Span.DAY, "2026-11-21", "UTC", "2026-11-22T00:00:00"),
        (Span.DAY, "2026-11-21", "Europe/Berlin", "2026-11-21T23:00:00"),
        (Span.WEEK, "2026-11-21", "UTC", "2026-11-23T00:00:00"),
        (Span.WEEK, "2026-11-22", "UTC", "2026-11-23T00:00:00"),
        (Span.WEEK, "2026-11-23", "UTC", "2026-11-30T00:00:00"),
        (Span.MONTH, "2026-11-01", "UTC", "2026-12-01T00:00:00"),
        (Span.MONTH, "2026-12-31", "America/New_York", "2027-01-01T05:00:00"),
        (Span.MONTH, "2028-02-29", "UTC", "2028-03-01T00:00:00"),
    ],
)
def test_a_period_ends_at_the_midnight_after_its_last_day(
    span: Span, day: str, timezone: str, ends: str
) -> None:
    assert ends_ms(span, day, timezone) == milliseconds(
        datetime.fromisoformat(ends).replace(tzinfo=UTC)
    )


def test_all_time_ends_never() -> None:
    assert ends_ms(Span.ALL, "2026-11-21", "UTC") is None


@given(
    st.dates(date(2020, 1, 1), date(2040, 1, 1)),
    st.sampled_from([Span.DAY, Span.WEEK, Span.MONTH]),
    st.sampled_from(["UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu"]),
)
def test_the_last_moment_of_a_period_is_in_it_and_the_next_is_not(
    day: date, span: Span, timezone: str
) -> None:
    end = ends_ms(span, day.isoformat(), timezone)
    assert end is not None
    name = period(span, day.isoformat())
    assert period(span, local_day(end - 1, timezone)) == name
    assert period(span, local_day(end, timezone)) != name


def test_a_period_is_known_by_its_first_day_and_by_the_last_day_before_it() -> None:
    assert first_day("week:2026-11-16") == "2026-11-16"
    assert first_day("month:2026-11") == "2026-11-01"
    assert day_before(Span.DAY, "2026-03-01") == "2026-02-28"
    assert day_before(Span.WEEK, "2026-11-22") == "2026-11-15"
    assert day_before(Span.MONTH, "2026-01-31") == "2025-12-31"
