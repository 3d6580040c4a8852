"""Days and months as they are called, where Discord draws no moments."""

from datetime import date
from typing import ClassVar

from bot.words.grammar import Grammar


class CalendarWords(Grammar):
    """The words for days and months."""

    _weekdays: ClassVar[tuple[str, ...]] = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    _months: ClassVar[tuple[str, ...]] = (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    )

    def _day_text(self, day: date) -> str:
        """A day with its weekday, where Discord draws no moments."""
        return f"{self._weekdays[day.weekday()]} {day.day} {self._months[day.month - 1]}"
