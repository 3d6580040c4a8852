"""What stands on the dashboard's pages of shows, as plain text."""

from typing import ClassVar

from bot.words.grammar import Grammar, visible


class PastShowWords(Grammar):
    """The sentences of the list of shows, and of one show's page."""

    shows_empty: ClassVar[str] = (
        "No show yet. `/live start` on your server begins one, with a board that people send gifts "
        "from; every show stands here afterwards, with who carried it."
    )
    shows_show: ClassVar[str] = "Show"
    shows_length: ClassVar[str] = "Length"
    shows_coins: ClassVar[str] = "Coins"
    shows_gifts: ClassVar[str] = "Gifts"
    shows_people: ClassVar[str] = "Givers"
    shows_diamonds: ClassVar[str] = "Diamonds"
    shows_thanked: ClassVar[str] = "Thanked"
    shows_live: ClassVar[str] = "live now"
    shows_all: ClassVar[str] = "All shows"
    shows_timeline: ClassVar[str] = "Coins over time"
    shows_time: ClassVar[str] = "After"
    shows_so_far: ClassVar[str] = "Coins so far"
    shows_name: ClassVar[str] = "Who"
    shows_level: ClassVar[str] = "Level"
    shows_combos: ClassVar[str] = "Biggest combos"
    shows_gift: ClassVar[str] = "Gift"
    shows_from: ClassVar[str] = "From"
    shows_facts: ClassVar[str] = "What stood out"
    shows_no_gifts: ClassVar[str] = (
        "No gifts in this show. People send them from the board that `/live start` puts up, and "
        "`/live goal` gives them something to send for."
    )

    def shows_title(self, title: str, day: str) -> str:
        """What a show is called: its title, or when it was."""
        return visible(title) or f"Show of {day}"

    def shows_half(self, median_ms: int) -> str:
        """How fast the creator thanked in person."""
        return f"half of it within {self.length(median_ms)}"

    def shows_plotted(self, coins: int, length_ms: int) -> str:
        """What the plot says, for who cannot see it."""
        return f"{self.coins(coins)} came in {self.length(length_ms)}."
