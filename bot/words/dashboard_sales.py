"""What the dashboard says of gifts by kind, as plain text."""

from typing import ClassVar

from bot.words.grammar import Grammar


class SalesWords(Grammar):
    """The sentences of the page that tells which gifts are given most."""

    section_gifts: ClassVar[str] = "Gifts"
    sales_gift: ClassVar[str] = "Gift"
    sales_number: ClassVar[str] = "Received"
    sales_coins: ClassVar[str] = "Coins"
    sales_share: ClassVar[str] = "Share"
    sales_diamonds: ClassVar[str] = "Diamonds"
    sales_givers: ClassVar[str] = "Givers"
    sales_last: ClassVar[str] = "Last given"

    def sales_span(self, days: int) -> str:
        """So many days, today among them; 0 for all."""
        return f"{self.number(days)} days" if days else "All time"

    def sales_empty(self, days: int) -> str:
        """No gifts in this time, and what brings some."""
        when = f"in these {self.number(days)} days" if days else "yet"
        return f"No gifts {when}. /live start on your server puts up a board to send some from."
