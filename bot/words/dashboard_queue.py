"""What the dashboard says around the thank-you queue, as plain text."""

from typing import ClassVar

from bot.words.grammar import Grammar


class QueuePageWords(Grammar):
    """The sentences of the queue's page; its buttons are worded as those in Discord."""

    section_queue: ClassVar[str] = "Queue"
    queue_page_whose: ClassVar[str] = "Whose queue"
    queue_page_own: ClassVar[str] = "Yours"
    queue_page_empty: ClassVar[str] = "Nobody waits"
    queue_page_empty_hint: ClassVar[str] = "New gifts line up here by themselves."
    queue_page_next: ClassVar[str] = "After that"
    queue_page_gift: ClassVar[str] = "Gift"
    queue_page_from: ClassVar[str] = "From"
    queue_page_coins: ClassVar[str] = "Coins"
    queue_page_since: ClassVar[str] = "Last given"
    queue_page_lately: ClassVar[str] = "Thanked lately"
    queue_page_replay: ClassVar[str] = "Replay"
    queue_page_shown: ClassVar[str] = "New gifts show up in the channel and on the overlay."
    queue_page_held: ClassVar[str] = (
        "Paused: new gifts stay out of the channel and off the overlay."
    )
    queue_page_did_hold: ClassVar[str] = "Paused. New gifts wait until you go on."
    queue_page_did_resume: ClassVar[str] = "Going on: what was held back is shown now."
    queue_page_as_before: ClassVar[str] = "That is so already, so nothing changed."
    queue_page_did_thank_all: ClassVar[str] = "Thanked them all. One message names everybody."
    queue_page_lost: ClassVar[str] = "No connection. Reload the page to see who waits now."

    queue_page_passed: ClassVar[str] = "Passed over on the overlay"
    queue_page_passed_why: ClassVar[str] = (
        "These alerts began again and again and never came to their end, so those behind them had "
        "their turn. Gift and thank-you are as they were; Replay shows the alert once more."
    )
    queue_page_passed_sum: ClassVar[str] = "What came in while you were away, in one"
    queue_page_passed_test: ClassVar[str] = "A test alert"

    def queue_page_more(self, combos: int) -> str:
        """How many wait beneath those that are named."""
        return f"and {self.number(combos)} more"

    def queue_page_did_thank(self, name: str | None) -> str:
        """Somebody was thanked."""
        return f"Thanked {self.plain_name(name)}."

    def queue_page_did_skip(self, name: str | None) -> str:
        """Somebody's gift is left without thanks."""
        return f"Skipped {self.plain_name(name)}."

    def queue_page_did_replay(self, name: str | None) -> str:
        """Somebody's gift is shown again."""
        return f"On again: what {self.plain_name(name)} sent."

    def queue_page_too_many_replays(self, most: int, clock: str) -> str:
        """Too many were shown again just now."""
        return (
            f"{self.number(most)} gifts were shown again within a minute already, so nothing was "
            f"done. The next one can go out at {clock}."
        )
