"""What stands on the dashboard's first page, as plain text."""

from typing import ClassVar

from bot.words.grammar import Grammar


class OverviewWords(Grammar):
    """The sentences of the overview."""

    overview_spans: ClassVar[str] = "How far back"
    overview_coins: ClassVar[str] = "Coins received"
    overview_gifts: ClassVar[str] = "Gifts"
    overview_givers: ClassVar[str] = "Givers"
    overview_diamonds: ClassVar[str] = "Diamonds earned"
    overview_same: ClassVar[str] = "no change"
    overview_day: ClassVar[str] = "Day"
    overview_hour: ClassVar[str] = "Hour"
    overview_is_open: ClassVar[str] = "Gifts can reach you."
    overview_is_paused: ClassVar[str] = "You're paused: nobody can send you gifts."
    overview_pause: ClassVar[str] = "Pause gifts"
    overview_resume: ClassVar[str] = "Let gifts in"
    overview_paused: ClassVar[str] = (
        "Paused. Nobody can send you gifts until you let them in again."
    )
    overview_resumed: ClassVar[str] = "Welcome back! Gifts can reach you."

    def overview_span(self, days: int) -> str:
        """So many days, today among them."""
        return "Today" if days == 1 else f"{self.number(days)} days"

    def overview_before(self, days: int) -> str:
        """What the changes are against."""
        if days == 1:
            return "Today so far, against yesterday up to the same time."
        return (
            f"The last {self.number(days)} days up to now, against the {self.number(days)} days "
            "before."
        )

    def overview_change(self, change: str, before: str) -> str:
        """A change with its sign, and what it was before."""
        return f"{change}, from {before}"

    def overview_parts(self, paid: int, bonus: int) -> str:
        """Of diamonds: what can be cashed out, and what came of bonus coins; in ten-thousandths."""
        return f"{self.diamonds(paid)} paid · {self.diamonds(bonus)} bonus"

    def overview_plot(self, days: int) -> str:
        """What the plot shows."""
        return "Coins by hour" if days == 1 else "Coins by day"

    def overview_plotted(self, best: str, coins: int, total: int) -> str:
        """What the plot says, for who cannot see it."""
        return f"{self.coins(total)} in all; most came on {best}: {self.number(coins)}."

    def overview_empty(self, days: int) -> str:
        """No gifts in this time, and what brings some."""
        when = "today" if days == 1 else f"in these {self.number(days)} days"
        return (
            f"No gifts {when} yet. `/live start` on your server puts up a board that people can "
            "send gifts from, and `/live plan` announces when you'll be live."
        )
