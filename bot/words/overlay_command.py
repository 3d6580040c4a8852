"""What Discord says of a creator's overlay: its address, how it sounds, and its refusals."""

from bot.ledger.outcomes import browser
from bot.words.refusals import Around, RefusalWords


class OverlayCommandWords(RefusalWords):
    """The sentences of `/creator overlay`, and of test alerts."""

    overlay_unreachable = (
        "Overlays have no address yet, so none was made. Whoever runs Ovation sets "
        "`OVATION_PUBLIC_URL` to the address of its pages; then `/creator overlay` gives you yours."
    )

    def overlay_opened(self, address: str) -> str:
        """The address of an overlay, hidden until its reader wants to see it; told this once."""
        return (
            f"🎬 Your overlay: ||{address}||\n"
            "Whoever has this address sees your alerts, so show it to nobody and don't uncover it "
            "while sharing your screen. You read it only this once."
        )

    overlay_in_obs = (
        "In OBS: Sources → **+** → Browser, then\n"
        "1. paste the address as URL,\n"
        "2. set 1920 as width and 1080 as height,\n"
        "3. close the window, and press Test alert here."
    )

    def overlay_status(self, opened_ms: int, volume: int, least_coins: int, *, speaks: bool) -> str:
        """An overlay that there is, since when, and how it is set."""
        shown = f"gifts of {self.coins(least_coins)} or more" if least_coins > 1 else "every gift"
        return (
            f"🎬 You have had an overlay since {self.moment(opened_ms)}.\n"
            f"Volume {volume} %, shows {shown}, "
            f"{'reads messages out' if speaks else 'reads nothing out'}.\n"
            "-# Its address is kept nowhere. Lost it? Take a new one; alerts go on where they are."
        )

    overlay_closed = (
        "Closed: the address shows nothing any more, and alerts wait for nobody. "
        "`/creator overlay` opens a new one."
    )
    overlay_new_question = (
        "Take a new address? The old one stops at once, also on your stream, until OBS has the "
        "new one."
    )
    overlay_close_question = (
        "Close your overlay? Its address stops at once, also on your stream, and opens nothing "
        "again."
    )
    overlay_given_before = (
        "That new address was given before, and is shown only once. Nothing was done: for another, "
        "use `/creator overlay`."
    )
    test_alert_sent = "A test alert is on its way, behind what is on now."
    test_alert_waits = (
        "A test alert is lined up. Your alerts are paused: it shows once you resume in "
        "`/live queue`."
    )

    overlay_new_button = "New address"
    overlay_keep_button = "Keep it"
    overlay_close_button = "Close overlay"
    overlay_looks_button = "Sound and minimum"
    test_alert_button = "Test alert"

    overlay_form_title = "Your overlay"
    overlay_form_volume = "Volume in percent, 0 to 100"
    overlay_form_least = "Fewest coins of a gift that is shown"
    overlay_form_speech = "Read messages out"
    overlay_speech_on = "Yes, in the page's own voice"
    overlay_speech_off = "No"

    def overlay_changed(self, volume: int, least_coins: int, *, speaks: bool) -> str:
        """How an overlay was just set."""
        shown = f"gifts of {self.coins(least_coins)} or more" if least_coins > 1 else "every gift"
        said = "messages are read out" if speaks else "nothing is read out"
        return f"Saved: volume {volume} %, {shown}, {said}. Your stream has it already."

    overlay_as_before = "That is how your overlay is set already, so nothing changed."

    def refused_no_overlay(self, refused: browser.NoOverlay, around: Around) -> str:
        """Something for an overlay that there is not."""
        return "There is no overlay yet, so nothing was done. `/creator overlay` opens one."

    def refused_overlay_looks(self, refused: browser.LooksOutOfRange, around: Around) -> str:
        """A volume or a minimum that an overlay cannot have."""
        what = "The volume is" if refused.field == "volume" else "The minimum is"
        unit = " %" if refused.field == "volume" else " coins"
        return (
            f"{what} a whole number from {self.number(refused.least)} to "
            f"{self.number(refused.most)}{unit}. Nothing changed: try again with one of these."
        )

    def refused_too_many_tests(self, refused: browser.TooManyTests, around: Around) -> str:
        """One test alert after the other."""
        return (
            f"{refused.most} test alerts a minute are as many as there can be. Nothing was shown: "
            f"the next one can go out {self.moment(refused.from_ms, 'R')}."
        )
