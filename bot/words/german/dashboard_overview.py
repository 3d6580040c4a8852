"""What stands on the dashboard's first page, in German."""

from typing import ClassVar

from bot.words.dashboard_overview import OverviewWords
from bot.words.german.grammar import GermanGrammar


class GermanOverviewWords(GermanGrammar, OverviewWords):
    """The sentences of the overview."""

    overview_spans: ClassVar[str] = "Wie weit zurück"
    overview_coins: ClassVar[str] = "Münzen erhalten"
    overview_gifts: ClassVar[str] = "Geschenke"
    overview_givers: ClassVar[str] = "Schenkende"
    overview_diamonds: ClassVar[str] = "Diamanten verdient"
    overview_same: ClassVar[str] = "unverändert"
    overview_day: ClassVar[str] = "Tag"
    overview_hour: ClassVar[str] = "Stunde"
    overview_is_open: ClassVar[str] = "Geschenke kommen bei dir an."
    overview_is_paused: ClassVar[str] = "Pausiert: Niemand kann dir etwas schicken."
    overview_pause: ClassVar[str] = "Geschenke anhalten"
    overview_resume: ClassVar[str] = "Geschenke zulassen"
    overview_paused: ClassVar[str] = (
        "Pausiert. Niemand kann dir etwas schicken, bis du Geschenke wieder zulässt."
    )
    overview_resumed: ClassVar[str] = "Schön, dass du da bist! Geschenke kommen bei dir an."

    def overview_span(self, days: int) -> str:
        """So many days, today among them."""
        return "Heute" if days == 1 else f"{self.number(days)} Tage"

    def overview_before(self, days: int) -> str:
        """What the changes are against."""
        if days == 1:
            return "Heute bis jetzt, verglichen mit gestern bis zur selben Zeit."
        return (
            f"Die letzten {self.number(days)} Tage bis jetzt, verglichen mit den "
            f"{self.number(days)} Tagen davor."
        )

    def overview_change(self, change: str, before: str) -> str:
        """A change with its sign, and what it was before."""
        return f"{change}, zuvor {before}"

    def overview_parts(self, paid: int, bonus: int) -> str:
        """Of diamonds: what can be cashed out, and what came of bonus coins."""
        return f"{self.diamonds(paid)} bezahlt · {self.diamonds(bonus)} Bonus"

    def overview_plot(self, days: int) -> str:
        """What the plot shows."""
        return "Münzen je Stunde" if days == 1 else "Münzen je Tag"

    def overview_plotted(self, best: str, coins: int, total: int) -> str:
        """What the plot says, for who cannot see it."""
        return f"Zusammen {self.coins(total)}; die meisten kamen {best}: {self.number(coins)}."

    def overview_empty(self, days: int) -> str:
        """No gifts in this time, and what brings some."""
        when = "Heute" if days == 1 else f"In diesen {self.number(days)} Tagen"
        return (
            f"{when} kam noch kein Geschenk. Mit `/live start` steht auf deinem Server eine Tafel, "
            "von der aus alle etwas schicken können; `/live plan` kündigt an, wann du live bist."
        )
