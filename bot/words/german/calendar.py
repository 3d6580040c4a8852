"""Days and months as they are called, in German."""

from datetime import date
from typing import ClassVar

from bot.words.calendar import CalendarWords
from bot.words.german.grammar import GermanGrammar


class GermanCalendarWords(GermanGrammar, CalendarWords):
    """The words for days and months."""

    _weekdays: ClassVar[tuple[str, ...]] = ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So")
    _months: ClassVar[tuple[str, ...]] = (
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    )

    def _day_text(self, day: date) -> str:
        """A day with its weekday."""
        return f"{self._weekdays[day.weekday()]}, {day.day}. {self._months[day.month - 1]}"
