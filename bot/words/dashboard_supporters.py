"""What the dashboard says of those who carry a creator, as plain text."""

from typing import ClassVar

from bot.words.grammar import Grammar


class SupporterWords(Grammar):
    """The sentences of the page of supporters."""

    section_supporters: ClassVar[str] = "Supporters"
    supporters_name: ClassVar[str] = "Name"
    supporters_days: ClassVar[str] = "Days with gifts"
    supporters_first: ClassVar[str] = "First gift"
    supporters_last: ClassVar[str] = "Latest gift"
    supporters_empty: ClassVar[str] = (
        "Nobody yet. Whoever sends you a gift stands here from then on, with how faithful they are."
    )
    supporter_columns: ClassVar[tuple[str, ...]] = (
        "Name",
        "Coins",
        "Gifts",
        "Days with gifts",
        "Latest shows with gifts",
        "First gift",
        "Latest gift",
    )

    def supporters_counted(self, people: int, shown: int) -> str:
        """How many there are, and how many of them are shown."""
        if people > shown:
            return f"{self.number(people)} people in all; the {self.number(shown)} who gave most:"
        return f"{self.number(people)} {'person' if people == 1 else 'people'} in all"

    def supporters_shows(self, shows: int) -> str:
        """In how many of the latest shows somebody gave."""
        return "Latest show" if shows == 1 else f"Of the latest {self.number(shows)} shows"
