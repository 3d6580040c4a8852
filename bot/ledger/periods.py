"""The periods that tallies are kept for, in the guild's own calendar."""

from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo


class Span(StrEnum):
    """How long a board looks back."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    ALL = "all"


class Board(StrEnum):
    """What a board ranks: coins given, or coins received."""

    GIVEN = "given"
    RECEIVED = "received"


def local_day(at_ms: int, timezone: str) -> str:
    """The calendar day, as `2026-11-21`, that a moment in UTC milliseconds falls on locally."""
    return _local_day(at_ms // 60_000, timezone)


@lru_cache(maxsize=4_096)
def _local_day(at_minutes: int, timezone: str) -> str:
    # Offsets of time zones in use are whole minutes, so a minute has one local day.
    moment = datetime.fromtimestamp(at_minutes * 60, tz=UTC)
    return moment.astimezone(ZoneInfo(timezone)).date().isoformat()


@lru_cache(maxsize=4_096)
def periods(day: str) -> tuple[str, ...]:
    """The four periods that a local day belongs to. Weeks start on Monday."""
    return tuple(period(span, day) for span in Span)


def period(span: Span, day: str) -> str:
    """The name of the period of this span that a local day belongs to."""
    if span is Span.DAY:
        return f"day:{day}"
    if span is Span.WEEK:
        moment = date.fromisoformat(day)
        return f"week:{(moment - timedelta(days=moment.weekday())).isoformat()}"
    if span is Span.MONTH:
        return f"month:{day[:7]}"
    return "all"


def first_day(period: str) -> str:
    """The local day with which a period begins that is named as tallies name it, but all time."""
    day = period.partition(":")[2]
    return day if len(day) > len("2026-11") else f"{day}-01"


def day_before(span: Span, day: str) -> str:
    """The last local day of the period just before that of a local day; not of all time."""
    begins = date.fromisoformat(first_day(period(span, day)))
    return (begins - timedelta(days=1)).isoformat()


def show_period(show: int) -> str:
    """The name under which tallies are kept for a show."""
    return f"show:{show}"


def ends_ms(span: Span, day: str, timezone: str) -> int | None:
    """When the period of a local day ends there, in UTC milliseconds; None for all time."""
    moment = date.fromisoformat(day)
    if span is Span.ALL:
        return None
    if span is Span.DAY:
        last = moment
    elif span is Span.WEEK:
        last = moment + timedelta(days=6 - moment.weekday())
    else:
        last = (moment.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    midnight = datetime.combine(last + timedelta(days=1), time.min, ZoneInfo(timezone))
    return int(midnight.timestamp() * 1000)
