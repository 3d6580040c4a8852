"""What is said when a week or a month is over, in German."""

from datetime import date, timedelta

from bot.ledger.periods import Span
from bot.words.german.calendar import GermanCalendarWords
from bot.words.periods import PeriodWords


class GermanPeriodWords(GermanCalendarWords, PeriodWords):
    """The sentences of boards that are over."""

    def period_title(self, span: Span, first: date) -> str:
        """Which period is over."""
        if span is Span.MONTH:
            return f"🏆 **Top-Schenkende im {self._months[first.month - 1]} {first.year}**"
        return f"🏆 **Top-Schenkende der Woche** · {self._week_text(first)}"

    def _week_text(self, first: date) -> str:
        last = first + timedelta(days=6)
        month = self._months[last.month - 1]
        begins = f"{first.day}."
        if first.month != last.month:
            begins = f"{first.day}. {self._months[first.month - 1]}"
        return f"{begins} bis {last.day}. {month} {last.year}"

    def period_next(self, span: Span) -> str:
        """What begins now."""
        begun = "Ein neuer Monat" if span is Span.MONTH else "Eine neue Woche"
        return f"-# {begun} hat begonnen: Das erste Geschenk holt 🥇."

    period_nobody = "Wer etwas verschenkt hat, ist inzwischen gegangen."
