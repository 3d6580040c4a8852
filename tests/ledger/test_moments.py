"""Promises about reading when something is to be."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ledger.moments import Misread, Moment, Shift, Unclear, read_moment

BERLIN = "Europe/Berlin"
NOW = datetime(2026, 11, 22, 5, 0, tzinfo=ZoneInfo(BERLIN))
"""A Sunday, early in the morning."""


def in_ms(moment: datetime) -> int:
    """A moment, in UTC milliseconds."""
    return int(moment.timestamp() * 1000)


def read(text: str, now: datetime = NOW, zone: str = BERLIN) -> str:
    """What a text is read as, by the clock of the place, or why it is not."""
    reading = read_moment(text, in_ms(now), zone)
    if isinstance(reading, Misread):
        return reading.why.value
    assert in_ms(reading.local) == reading.at_ms
    shift = f" {reading.shift}" if reading.shift is not Shift.NONE else ""
    return f"{reading.local:%Y-%m-%d %H:%M}{shift}"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("20:30", "2026-11-22 20:30"),
        ("4:30", "2026-11-23 04:30"),
        ("at 8 pm", "2026-11-22 20:00"),
        ("12am", "2026-11-23 00:00"),
        ("12 PM", "2026-11-22 12:00"),
        ("20 Uhr", "2026-11-22 20:00"),
        ("um 20.30 Uhr", "2026-11-22 20:30"),
        ("today 20:30", "2026-11-22 20:30"),
        ("tonight at 9pm", "2026-11-22 21:00"),
        ("heute um 21:00 Uhr", "2026-11-22 21:00"),
        ("tomorrow 20:30", "2026-11-23 20:30"),
        ("20:30 tomorrow", "2026-11-23 20:30"),
        ("  Morgen,  20:30 ", "2026-11-23 20:30"),
        ("übermorgen 9:00", "2026-11-24 09:00"),
        ("day after tomorrow 9:00", "2026-11-24 09:00"),
        ("Fri 20:30", "2026-11-27 20:30"),
        ("on Friday at 20:30", "2026-11-27 20:30"),
        ("Fr. 20:30", "2026-11-27 20:30"),
        ("am Freitag um 20:30 Uhr", "2026-11-27 20:30"),
        ("Sun 20:30", "2026-11-22 20:30"),
        ("So 4:00", "2026-11-29 04:00"),
        ("2026-11-24 20:30", "2026-11-24 20:30"),
        ("2026-11-24T20:30", "2026-11-24 20:30"),
        ("24.11. 20:30", "2026-11-24 20:30"),
        ("24.11 20:30", "2026-11-24 20:30"),
        ("24. 11. 2026 20:30", "2026-11-24 20:30"),
        ("24.11.26 20:30", "2026-11-24 20:30"),
        ("Di 24.11. 20:30", "2026-11-24 20:30"),
        ("21.11. 20:30", "2027-11-21 20:30"),
        ("24 Nov 20:30", "2026-11-24 20:30"),
        ("Nov 24th 8pm", "2026-11-24 20:00"),
        ("3. März 20:30", "2027-03-03 20:30"),
        ("29.2. 20:30", "no-such-day"),
        ("in 2 hours", "2026-11-22 07:00"),
        ("in 90 minutes", "2026-11-22 06:30"),
        ("in 1h30m", "2026-11-22 06:30"),
        ("in 1 Stunde und 30 Minuten", "2026-11-22 06:30"),
        ("in einer Stunde", "2026-11-22 06:00"),
        ("in an hour", "2026-11-22 06:00"),
        ("in 3 Tagen", "2026-11-25 05:00"),
        ("in 3 days at 20:30", "2026-11-25 20:30"),
        ("in a week", "2026-11-29 05:00"),
        (f"<t:{in_ms(NOW) // 1000 + 3600}:F>", "2026-11-22 06:00"),
    ],
)
def test_what_people_type_in_either_language_is_understood(text: str, meant: str) -> None:
    assert read(text) == meant


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", Unclear.UNREADABLE),
        ("soon", Unclear.UNREADABLE),
        ("in 2 moons", Unclear.UNREADABLE),
        ("in", Unclear.UNREADABLE),
        ("in 2 hours at 20:30", Unclear.UNREADABLE),
        ("5:5", Unclear.UNREADABLE),
        ("20:30:15", Unclear.UNREADABLE),
        ("next year 20:30", Unclear.UNREADABLE),
        ("tomorrow", Unclear.NO_TIME),
        ("Fri", Unclear.NO_TIME),
        ("24.11.", Unclear.NO_TIME),
        ("25:00", Unclear.NO_SUCH_TIME),
        ("20:60", Unclear.NO_SUCH_TIME),
        ("13 pm", Unclear.NO_SUCH_TIME),
        ("31.2. 20:30", Unclear.NO_SUCH_DAY),
        ("29.2.2027 20:30", Unclear.NO_SUCH_DAY),
        ("Mon 24.11.2026 20:30", Unclear.NO_SUCH_DAY),
        ("0000-01-01 20:30", Unclear.NO_SUCH_DAY),
        ("in 9999 weeks at 20:30 and more", Unclear.UNREADABLE),
        ("11/12 20:30", Unclear.WHICH_DAY),
        ("x" * 10_000, Unclear.UNREADABLE),
    ],
)
def test_what_names_no_moment_is_told_apart_by_why(text: str, why: Unclear) -> None:
    assert read(text) == why.value


def test_a_day_without_a_time_is_known_as_that_day() -> None:
    reading = read_moment("Fri", in_ms(NOW), BERLIN)
    assert isinstance(reading, Misread)
    assert reading.day is not None
    assert reading.day.isoformat() == "2026-11-27"


def test_a_leap_day_is_found_in_the_next_year_that_has_one() -> None:
    before = datetime(2027, 6, 1, tzinfo=UTC)
    assert read("29.2. 20:30", before) == "2028-02-29 20:30"


def test_a_time_that_the_clock_skips_is_an_hour_later_and_told() -> None:
    assert read("28.3.2027 02:30") == "2027-03-28 03:30 skipped"
    reading = read_moment("28.3.2027 02:30", in_ms(NOW), BERLIN)
    assert isinstance(reading, Moment)
    assert reading.named == time(2, 30)
    assert read("28.3.2027 03:00") == "2027-03-28 03:00"


def test_a_time_that_comes_twice_is_the_first_and_told() -> None:
    assert read("31.10.2027 02:30") == "2027-10-31 02:30 twice"
    reading = read_moment("31.10.2027 02:30", in_ms(NOW), BERLIN)
    assert isinstance(reading, Moment)
    assert reading.local.utcoffset() == timedelta(hours=2)
    assert read("31.10.2027 03:00") == "2027-10-31 03:00"


def test_hours_are_as_long_as_they_are_and_days_keep_the_time_of_day() -> None:
    evening = datetime(2027, 3, 27, 20, 0, tzinfo=ZoneInfo(BERLIN))
    assert read("in 24 hours", evening) == "2027-03-28 21:00"
    assert read("in 1 day", evening) == "2027-03-28 20:00"


def test_the_same_words_are_another_moment_in_another_time_zone() -> None:
    assert read("20:30", zone="Asia/Tokyo") == "2026-11-22 20:30"
    berlin = read_moment("20:30", in_ms(NOW), BERLIN)
    tokyo = read_moment("20:30", in_ms(NOW), "Asia/Tokyo")
    assert isinstance(berlin, Moment)
    assert isinstance(tokyo, Moment)
    assert berlin.at_ms - tokyo.at_ms == 8 * 3_600_000


ZONES = st.sampled_from(["UTC", BERLIN, "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"])
MOMENTS = st.integers(1_577_836_800, 2_051_222_400).map(
    lambda seconds: datetime.fromtimestamp(seconds, tz=UTC)
)
"""From 2020 to 2035."""


@given(now=MOMENTS, later=MOMENTS, zone=ZONES)
def test_a_written_moment_is_read_as_it_stands_on_the_clock(
    now: datetime, later: datetime, zone: str
) -> None:
    local = later.astimezone(ZoneInfo(zone)).replace(second=0, microsecond=0, fold=0)
    for text in (f"{local:%Y-%m-%d %H:%M}", f"{local:%d.%m.%Y %H:%M}", f"{local:%H:%M %Y-%m-%d}"):
        reading = read_moment(text, in_ms(now), zone)
        assert isinstance(reading, Moment)
        assert reading.shift is not Shift.SKIPPED
        assert reading.at_ms == in_ms(local)


@given(now=MOMENTS, hour=st.integers(0, 23), minute=st.integers(0, 59), zone=ZONES)
def test_a_time_alone_is_the_next_one(now: datetime, hour: int, minute: int, zone: str) -> None:
    reading = read_moment(f"{hour}:{minute:02}", in_ms(now), zone)
    assert isinstance(reading, Moment)
    assert 0 < reading.at_ms - in_ms(now) <= 26 * 3_600_000
    if reading.shift is not Shift.SKIPPED:
        assert (reading.local.hour, reading.local.minute) == (hour, minute)


@given(now=MOMENTS, day=st.integers(0, 6), zone=ZONES)
def test_a_weekday_is_the_next_one(now: datetime, day: int, zone: str) -> None:
    german = ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So")[day]
    english = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[day]
    reading = read_moment(f"{english} 20:30", in_ms(now), zone)
    assert reading == read_moment(f"{german} 20:30", in_ms(now), zone)
    assert isinstance(reading, Moment)
    assert reading.local.weekday() == day
    assert 0 < reading.at_ms - in_ms(now) <= (7 * 24 + 2) * 3_600_000


@given(now=MOMENTS, hours=st.integers(0, 2_000), minutes=st.integers(0, 59), zone=ZONES)
def test_a_span_is_as_long_as_it_says(now: datetime, hours: int, minutes: int, zone: str) -> None:
    reading = read_moment(f"in {hours}h {minutes}min", in_ms(now), zone)
    assert isinstance(reading, Moment)
    assert reading.at_ms - in_ms(now) == (hours * 60 + minutes) * 60_000


@given(text=st.text(max_size=90), now=MOMENTS, zone=ZONES)
def test_whatever_is_typed_is_read_or_told_apart(text: str, now: datetime, zone: str) -> None:
    assert isinstance(read_moment(text, in_ms(now), zone), Moment | Misread)


WORDS = "in am on at um 20:30 8pm 24.11. 2 tomorrow morgen fri hours days <t:5> 9999-12-31 t : ."


@given(words=st.lists(st.sampled_from(WORDS.split()), max_size=6), now=MOMENTS, zone=ZONES)
def test_words_in_any_order_are_read_or_told_apart(
    words: list[str], now: datetime, zone: str
) -> None:
    assert isinstance(read_moment(" ".join(words), in_ms(now), zone), Moment | Misread)
