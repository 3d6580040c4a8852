"""What the dashboard says of gifts by kind, in German."""

from typing import ClassVar

from bot.words.dashboard_sales import SalesWords
from bot.words.german.grammar import GermanGrammar


class GermanSalesWords(GermanGrammar, SalesWords):
    """The sentences of the page that tells which gifts are given most."""

    section_gifts: ClassVar[str] = "Geschenke"
    sales_gift: ClassVar[str] = "Geschenk"
    sales_number: ClassVar[str] = "Bekommen"
    sales_coins: ClassVar[str] = "Münzen"
    sales_share: ClassVar[str] = "Anteil"
    sales_diamonds: ClassVar[str] = "Diamanten"
    sales_givers: ClassVar[str] = "Schenkende"
    sales_last: ClassVar[str] = "Zuletzt"

    def sales_span(self, days: int) -> str:
        """So many days, today among them; 0 for all."""
        return f"{self.number(days)} Tage" if days else "Insgesamt"

    def sales_empty(self, days: int) -> str:
        """No gifts in this time, and what brings some."""
        when = f"in diesen {self.number(days)} Tagen" if days else "bisher"
        return f"Keine Geschenke {when}. Mit /live start entsteht eine Tafel, die sie einlädt."
