"""What is said when a week or a month is over: who gave most in it."""

from datetime import date, timedelta

from bot.ledger.periods import Span
from bot.words.calendar import CalendarWords


class PeriodWords(CalendarWords):
    """The sentences of boards that are over; `first` is the first day of the period."""

    def period_title(self, span: Span, first: date) -> str:
        """Which period is over."""
        if span is Span.MONTH:
            return f"🏆 **Top gifters of {self._months[first.month - 1]} {first.year}**"
        return f"🏆 **Top gifters of the week** · {self._week_text(first)}"

    def _week_text(self, first: date) -> str:
        last = first + timedelta(days=6)
        month = self._months[last.month - 1]
        begins = str(first.day)
        if first.month != last.month:
            begins = f"{first.day} {self._months[first.month - 1]}"
        return f"{begins} to {last.day} {month} {last.year}"

    def period_place(self, rank: str, name: str | None, badge: str, coins: int) -> str:
        """One place of a board that is over."""
        return f"{rank} {self.name(name)}{badge} · {self.number(coins)}"

    def period_next(self, span: Span) -> str:
        """What begins now."""
        begun = "month" if span is Span.MONTH else "week"
        return f"-# A new {begun} has begun: its first gift takes 🥇."

    period_nobody = "Whoever gave has left since."
