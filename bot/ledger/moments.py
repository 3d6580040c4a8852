"""Reading when something is to be: what people type, in English or German, by a place's clock."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

MOST_LENGTH: Final = 80
"""The most characters that are read; nobody needs as many to say when."""


class Shift(StrEnum):
    """What the clock does at a moment that somebody named."""

    NONE = "none"
    SKIPPED = "skipped"
    """The clock is put forward over that time, so what comes an hour later is meant."""
    TWICE = "twice"
    """The clock is put back, so that time comes twice, and the first is meant."""


class Unclear(StrEnum):
    """Why a text names no moment."""

    UNREADABLE = "unreadable"
    NO_TIME = "no-time"
    """A day without a time."""
    NO_SUCH_TIME = "no-such-time"
    NO_SUCH_DAY = "no-such-day"
    WHICH_DAY = "which-day"
    """A date such as 11/12, which is one day here and another elsewhere."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment that was named, in UTC milliseconds, as it stands on the clock of its place."""

    at_ms: int
    local: datetime
    shift: Shift = Shift.NONE
    named: time | None = None
    """The time of day that was typed, where the clock skips it."""


@dataclass(frozen=True, slots=True)
class Misread:
    """A text that names no moment; `day` is what it names instead, where a time is missing."""

    why: Unclear
    day: date | None = None


Reading = Moment | Misread

# fmt: off
_WEEKDAYS: Final[Mapping[str, int]] = {
    name: number
    for number, names in enumerate((
        "mon monday mo montag", "tue tues tuesday di dienstag", "wed weds wednesday mi mittwoch",
        "thu thur thurs thursday do donnerstag", "fri friday fr freitag",
        "sat saturday sa samstag sonnabend", "sun sunday so sonntag",
    ))
    for name in names.split()
}
_MONTHS: Final[Mapping[str, int]] = {
    name: number
    for number, names in enumerate((
        "jan january januar jaenner", "feb february februar", "mar march maerz mrz",
        "apr april", "may mai", "jun june juni", "jul july juli", "aug august",
        "sep sept september", "oct october okt oktober", "nov november",
        "dec december dez dezember",
    ), start=1)
    for name in names.split()
}
_DAYS_AWAY: Final[Mapping[str, int]] = {
    "today": 0, "tonight": 0, "heute": 0, "tomorrow": 1, "morgen": 1,
    "day after tomorrow": 2, "the day after tomorrow": 2, "uebermorgen": 2,
}
_NUMBER_WORDS: Final[Mapping[str, int]] = {
    "a": 1, "an": 1, "one": 1, "ein": 1, "eine": 1, "einem": 1, "einer": 1,
    "two": 2, "zwei": 2, "three": 3, "drei": 3,
}
_MINUTES_IN: Final[Mapping[str, int]] = {
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes", "minuten"), 1),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours", "std", "stunde", "stunden"), 60),
}
_DAYS_IN: Final[Mapping[str, int]] = {
    **dict.fromkeys(("d", "day", "days", "tag", "tage", "tagen"), 1),
    **dict.fromkeys(("week", "weeks", "woche", "wochen"), 7),
}
# fmt: on
_STAMP: Final = re.compile(r"<t:(\d{1,12})(?::[a-z])?>", re.IGNORECASE)
"""A moment as Discord writes it in messages."""
_CLOCK: Final = (
    r"(?:(?:at|um|ab) )?(?:(?P<hour>\d{1,2}):(?P<minute>\d{2})(?: ?(?P<half>am|pm|uhr))?"
    r"|(?P<hour2>\d{1,2})\.(?P<minute2>\d{2}) ?uhr"
    r"|(?P<hour3>\d{1,2}) ?(?P<half3>am|pm|uhr))"
)
_TIME_LAST: Final = re.compile(rf"(?:(?P<day>.+?)(?: |(?<=\d)t(?=\d)))??{_CLOCK}")
_TIME_FIRST: Final = re.compile(rf"{_CLOCK} (?P<day>.+)")
_ISO: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DOTTED: Final = re.compile(r"(\d{1,2})\. ?(\d{1,2})\.? ?(\d{4}|\d{2})?")
_DAY_MONTH: Final = re.compile(r"(\d{1,2})(?:\.|st|nd|rd|th)?(?: of)? ([a-z]+)\.?(?: (\d{4}))?")
_MONTH_DAY: Final = re.compile(r"([a-z]+)\.? (\d{1,2})(?:st|nd|rd|th)?(?: (\d{4}))?")
_SLASHED: Final = re.compile(r"\d{1,4}[/-]\d{1,2}(?:[/-]\d{1,4})?")
_PART_OF_SPAN: Final = re.compile(r"(\d{1,4}|[a-z]+) ?([a-z]+)(?: (?:and|und) | |(?=\d)|$)")
_FIRST_YEAR: Final = 2000


def read_moment(text: str, now_ms: int, timezone: str) -> Reading:
    """The moment that a text names at `now_ms`, in UTC milliseconds, by the clock of a time zone.

    A time alone is the next one, a weekday is the next one with that time, a date without a year
    the next one too. A span of hours is that long; one of days keeps the time of day. Whether the
    moment is past or too far away is for others to say.
    """
    plain = _plain(text)
    stamp = _STAMP.fullmatch(plain)
    now = datetime.fromtimestamp(now_ms / 1000, tz=ZoneInfo(timezone))
    try:
        if stamp:
            return _exactly(int(stamp[1]) * 1000, now)
        if len(plain) > MOST_LENGTH:
            return Misread(Unclear.UNREADABLE)
        return _after_span(plain, now) or _on_day(plain, now)
    except (OverflowError, ValueError, OSError):
        # Beyond the calendar that computers keep.
        return Misread(Unclear.NO_SUCH_DAY)


def _plain(text: str) -> str:
    """A text as it is read: small letters, single spaces, and umlauts spelt out."""
    small = text.casefold().replace(",", " ")
    for umlaut, spelt in (("ä", "ae"), ("ö", "oe"), ("ü", "ue")):
        small = small.replace(umlaut, spelt)
    return " ".join(small.split())


def _exactly(at_ms: int, now: datetime) -> Moment:
    return Moment(at_ms, datetime.fromtimestamp(at_ms / 1000, tz=now.tzinfo))


def _after_span(text: str, now: datetime) -> Reading | None:
    """What `in 2 hours` names; None for what does not begin with `in`."""
    if not text.startswith("in "):
        return None
    rest, minutes, days = text.removeprefix("in "), 0, 0
    timed = _TIME_LAST.fullmatch(rest)
    if timed and timed["day"]:
        rest = timed["day"]
    place = 0
    while place < len(rest):
        part = _PART_OF_SPAN.match(rest, place)
        amount = _amount(part[1]) if part else None
        if part is None or amount is None:
            return Misread(Unclear.UNREADABLE)
        if part[2] in _MINUTES_IN:
            minutes += amount * _MINUTES_IN[part[2]]
        elif part[2] in _DAYS_IN:
            days += amount * _DAYS_IN[part[2]]
        else:
            return Misread(Unclear.UNREADABLE)
        place = part.end()
    if timed and timed["day"]:
        # `in 3 days at 20:30` names a day; `in 3 hours at 20:30` names nothing.
        clock = _clock(timed)
        return _at(now.date() + timedelta(days=days), clock, now) if not minutes else None
    later = now + timedelta(days=days)
    if days:
        shifted = _at(later.date(), later.time(), now)
        if isinstance(shifted, Misread) or not minutes:
            return shifted
        return _exactly(shifted.at_ms + minutes * 60_000, now)
    return _exactly(_ms(now) + minutes * 60_000, now)


def _amount(text: str) -> int | None:
    return int(text) if text.isdigit() else _NUMBER_WORDS.get(text)


def _on_day(text: str, now: datetime) -> Reading:
    """What a time names, with a day before or after it, or without one."""
    found = _TIME_LAST.fullmatch(text) or _TIME_FIRST.fullmatch(text)
    if found is None:
        days = _days(text, now)
        return days if isinstance(days, Misread) else Misread(Unclear.NO_TIME, next(days))
    days = _days(found["day"], now) if found["day"] else _one_by_one(now.date(), 1)
    if isinstance(days, Misread):
        return days
    clock = _clock(found)
    if clock is None:
        return Misread(Unclear.NO_SUCH_TIME)
    return _first_to_come(days, clock, now)


def _first_to_come(days: Iterator[date], clock: time, now: datetime) -> Reading:
    """The first of some days on which a time is still to come, or the only day."""
    reading: Reading = Misread(Unclear.NO_SUCH_DAY)
    for day in days:
        reading = _at(day, clock, now)
        if isinstance(reading, Moment) and reading.at_ms > _ms(now):
            break
    return reading


def _clock(found: re.Match[str]) -> time | None:
    """The time of day that was found; None where no clock shows it."""
    hour = int(found["hour"] or found["hour2"] or found["hour3"])
    minute = int(found["minute"] or found["minute2"] or 0)
    half = found["half"] or found["half3"]
    if half in {"am", "pm"}:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _days(text: str, now: datetime) -> Iterator[date] | Misread:
    """The days that a text may mean, soonest first; at least one."""
    named = text.removeprefix("on ").removeprefix("am ")
    if named in _DAYS_AWAY:
        return iter([now.date() + timedelta(days=_DAYS_AWAY[named])])
    weekday = _WEEKDAYS.get(named.removesuffix("."))
    if weekday is not None:
        away = (weekday - now.weekday()) % 7
        return _one_by_one(now.date() + timedelta(days=away), 7)
    # A weekday beside a date, as in `Tue 24.11.`, has to be that date's.
    first, _, rest = named.partition(" ")
    beside = _WEEKDAYS.get(first.removesuffix("."))
    if beside is not None and rest:
        dated = _date(rest, now)
        if isinstance(dated, Misread):
            return dated
        fitting = [day for day in dated if day.weekday() == beside]
        return iter(fitting) if fitting else Misread(Unclear.NO_SUCH_DAY)
    dated = _date(named, now)
    return dated if isinstance(dated, Misread) else iter(dated)


def _one_by_one(day: date, step: int) -> Iterator[date]:
    return iter([day, day + timedelta(days=step)])


def _date(text: str, now: datetime) -> list[date] | Misread:
    """The days that a written date may mean: one, or without a year that of this year and next."""
    for pattern, order in _DATES:
        found = pattern.fullmatch(text)
        if found is None:
            continue
        year, month, day = order(found)
        if not month:
            return Misread(Unclear.UNREADABLE)
        years = [now.year, now.year + 1] if year is None else [year]
        return _existing(years, month, day)
    return Misread(Unclear.WHICH_DAY if _SLASHED.fullmatch(text) else Unclear.UNREADABLE)


_Order = Callable[[re.Match[str]], tuple[int | None, int, int]]
_DATES: Final[tuple[tuple[re.Pattern[str], _Order], ...]] = (
    (_ISO, lambda found: (int(found[1]), int(found[2]), int(found[3]))),
    (_DOTTED, lambda found: (_year(found[3]), int(found[2]), int(found[1]))),
    (_DAY_MONTH, lambda found: (_year(found[3]), _MONTHS.get(found[2], 0), int(found[1]))),
    (_MONTH_DAY, lambda found: (_year(found[3]), _MONTHS.get(found[1], 0), int(found[2]))),
)


def _year(text: str | None) -> int | None:
    if text is None:
        return None
    return int(text) if len(text) == 4 else _FIRST_YEAR + int(text)


def _existing(years: list[int], month: int, day: int) -> list[date] | Misread:
    found = []
    for year in years:
        try:
            found.append(date(year, month, day))
        except ValueError:
            # Such as 29 February, which next year may have.
            continue
    return found or Misread(Unclear.NO_SUCH_DAY)


def _at(day: date, clock: time | None, now: datetime) -> Reading:
    """A time of day on a day, by the clock of `now`."""
    if clock is None:
        return Misread(Unclear.NO_SUCH_TIME)
    wall = datetime.combine(day, clock)
    aware = wall.replace(tzinfo=now.tzinfo)
    real = aware.astimezone(UTC).astimezone(now.tzinfo)
    if real.replace(tzinfo=None) != wall:
        return Moment(_ms(real), real, Shift.SKIPPED, clock)
    twice = aware.utcoffset() != aware.replace(fold=1).utcoffset()
    return Moment(_ms(aware), aware, Shift.TWICE if twice else Shift.NONE)


def _ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
