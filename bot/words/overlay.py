"""What a creator's overlay says on their stream, and what they are told about it in Discord."""

from typing import ClassVar

from bot.words.grammar import Grammar, isolated, visible


class OverlayWords(Grammar):
    """The sentences of an overlay. They stand on a page as plain text, so nothing is escaped."""

    overlay_paused: ClassVar[str] = "Alerts are paused"
    overlay_top: ClassVar[str] = "Top gifters"
    overlay_latest: ClassVar[str] = "Latest gifts"
    overlay_replay: ClassVar[str] = "Replay"
    overlay_test: ClassVar[str] = "TEST · not a gift"
    overlay_test_title: ClassVar[str] = "This is a test alert"
    overlay_connecting: ClassVar[str] = "Connecting…"
    overlay_replaced: ClassVar[str] = (
        "This overlay has a new address: /creator overlay in Discord shows it."
    )
    overlay_idle: ClassVar[str] = "Only a mirror: the overlay is open nowhere, so nothing plays"
    overlay_unseen: ClassVar[str] = "Only a mirror: the overlay is out of sight, so nothing plays"
    overlay_sound: ClassVar[str] = "Click for sound"

    def overlay_gift(self, sender: str, gift: str, quantity: int) -> str:
        """Who sends what; how often stands beside it. Names are isolated: a page marks them so."""
        return f"{isolated(sender)} sends {isolated(visible(gift))}"

    def overlay_spoken(self, sender: str, gift: str, quantity: int, message: str) -> str:
        """What is read out of a gift."""
        what = visible(gift) if quantity == 1 else f"{self.number(quantity)} {visible(gift)}"
        said = f": {visible(message)}" if message else ""
        return f"{sender} sends {what}{said}"

    def overlay_sum(self, gifts: int, people: int, coins: int) -> str:
        """What was given while no alert could be shown."""
        what = f"{self.number(gifts)} gifts from {self.number(people)} people"
        if people == 1:
            what = f"{self.number(gifts)} gifts from one person"
        return f"Meanwhile: {what}"

    def overlay_level(self, level: int) -> str:
        """A gifter's level, as a badge."""
        return f"Lv {level}"

    def overlay_raised(self, level: int) -> str:
        """The level that a gifter has just reached, as a badge."""
        return f"Now Lv {level}"

    def overlay_goal(self, item: str, progress: int, target: int) -> str:
        """How far a goal has come; `item` is a gift's name, or nothing for coins."""
        counted = f"{self.number(progress)} / {self.number(target)}"
        return f"{visible(item) if item else self.coin_words[1]} {counted}"
