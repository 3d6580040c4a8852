"""What the dashboard says of a creator's overlay, as plain text."""

from typing import ClassVar

from bot.words.grammar import Grammar


class OverlayPageWords(Grammar):
    """The sentences of the overlay's page; its form and buttons are worded as those in Discord."""

    section_overlay: ClassVar[str] = "Overlay"
    overlay_page_none: ClassVar[str] = (
        "You have no overlay yet. It shows gifts on your stream, with a picture and, if you like, "
        "sound: one address, put into OBS or any program that can show a page."
    )
    overlay_page_make: ClassVar[str] = "Make an address"
    overlay_page_off: ClassVar[str] = "Open nowhere right now. Alerts wait until it is."
    overlay_page_hidden: ClassVar[str] = (
        "Open, but out of sight, as in a scene that is not on. Alerts wait until it is in sight. "
        "If your program only takes it for hidden, add ?background=1 before the # of the address."
    )
    overlay_page_on: ClassVar[str] = "On right now in your streaming program."
    overlay_page_five: ClassVar[str] = (
        "These pages come over plain http, and there a streaming program keeps at most five of "
        "them open at once: the overlay and its parts count one each. Over https there can be more."
    )
    overlay_page_made: ClassVar[str] = (
        "Here is your address. You see it only now, so put it into your streaming program now."
    )
    overlay_page_keep: ClassVar[str] = (
        "Whoever has it sees your alerts. Don't show it while sharing your screen."
    )
    overlay_page_show: ClassVar[str] = "Show the address"
    overlay_page_copy: ClassVar[str] = "Copy without showing"
    overlay_page_copied: ClassVar[str] = "Copied"
    overlay_page_setup: ClassVar[tuple[str, ...]] = (
        "In OBS, press + under Sources and choose Browser.",
        "Paste the address as URL.",
        "Set 1920 as width and 1080 as height, and close the window.",
        "Press Test alert here.",
    )
    overlay_page_widgets: ClassVar[str] = (
        "For one part alone, such as the goal, add ?show=goal before the # of the address: alerts, "
        "goal, top and latest can be named, with commas between them."
    )
    overlay_page_address: ClassVar[str] = "Address"
    overlay_page_preview: ClassVar[str] = "Live preview"
    overlay_page_preview_note: ClassVar[str] = (
        "What your stream shows now, without sound. Looking here counts for nothing."
    )
    overlay_page_idle: ClassVar[str] = (
        "Only a preview: your overlay is open nowhere, so nothing plays"
    )
    overlay_page_unseen: ClassVar[str] = (
        "Only a preview: your overlay is out of sight, so nothing plays"
    )
    overlay_page_looks: ClassVar[str] = "Sound and minimum"
    overlay_page_save: ClassVar[str] = "Save"
    overlay_page_test_off: ClassVar[str] = (
        "The test alert is lined up. Your overlay is open nowhere yet: open it within two minutes "
        "to see the test."
    )
    overlay_page_test_hidden: ClassVar[str] = (
        "The test alert is lined up. Your overlay is open, but out of sight: bring it into sight "
        "within two minutes to see the test."
    )
    overlay_page_to_queue: ClassVar[str] = "See them in your queue"
    overlay_page_yes_new: ClassVar[str] = "Yes, a new one"
    overlay_page_yes_close: ClassVar[str] = "Yes, close it"
    overlay_page_closed: ClassVar[str] = "Closed. The address shows nothing any more."

    def overlay_page_since(self, moment: str) -> str:
        """Since when the address is in use."""
        return f"You have an overlay; its address is from {moment}."

    def overlay_page_too_many_tests(self, most: int, clock: str) -> str:
        """Too many tests just now."""
        return (
            f"{self.number(most)} test alerts went out within a minute already, so nothing was "
            f"done. The next one can go out at {clock}."
        )

    def overlay_page_passed(self, alerts: int) -> str:
        """Alerts that broke off each time were passed over lately."""
        if alerts == 1:
            return "One alert broke off each time it began, so those behind it had their turn."
        return (
            f"{self.number(alerts)} alerts broke off each time they began, so those behind them "
            "had their turn."
        )
