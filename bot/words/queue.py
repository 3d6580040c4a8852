"""The thank-you queue: who waits for a creator's thanks, and what was just done about it."""

from bot.ledger.outcomes import Outcome, live
from bot.words.grammar import Grammar, escaped, visible


class QueueWords(Grammar):
    """The sentences of `/live queue` and `/live replay`."""

    # The card.

    def queue_of(self, creator: str | None) -> str:
        """Whose queue it is, where that may not be clear."""
        return f"-# {self.strong_name(creator)}'s queue"

    def queue_gift(self, *, emoji: str, name: str, quantity: int) -> str:
        """What waits, as large as Discord writes."""
        count = f"×{self.number(quantity)} " if quantity > 1 else ""
        return f"# {emoji} {count}{escaped(name)}"

    def queue_sender(self, giver: str, *, coins: int, at_ms: int) -> str:
        """Who sent it, what it was worth, and how long ago."""
        return f"{giver} · {self.coins(coins)} · {self.moment(at_ms, 'R')}"

    queue_empty = "# 💛 Nobody waits\nNew gifts line up here; Refresh looks for them."
    queue_paused = "⏸️ **Paused.** New gifts stay out of the channel until you press Resume."

    def queue_status(self, waiting: int, gifts: int, at_ms: int, note: str) -> str:
        """What was just done, how many wait, and as of when."""
        parts = [self.queue_waiting(waiting, gifts)] if waiting else []
        count = " · ".join([*parts, self.as_of(at_ms)])
        return f"-# {note}\n-# {count}" if note else f"-# {count}"

    def queue_waiting(self, waiting: int, gifts: int) -> str:
        """How many thank-yous are still to say, and for how many gifts where those are more."""
        if not waiting:
            return "Nobody waits"
        does_wait = "waits" if waiting == 1 else "wait"
        return f"{self._thank_yous(waiting)} {does_wait}{self._in_gifts(waiting, gifts)}"

    def _thank_yous(self, waiting: int) -> str:
        return "1 thank-you" if waiting == 1 else f"{self.number(waiting)} thank-yous"

    def _in_gifts(self, waiting: int, gifts: int) -> str:
        # One thank-you is for a whole combo, so the gifts are often more.
        return f" ({self._in_all(gifts)})" if gifts != waiting else ""

    def _in_all(self, gifts: int) -> str:
        return "1 gift" if gifts == 1 else f"{self.number(gifts)} gifts"

    def as_of(self, at_ms: int) -> str:
        """The moment that something shown is true of."""
        return f"as of {self.moment(at_ms, 't')}"

    def queue_rests(self, waiting: int, gifts: int, at_ms: int) -> str:
        """A private card that Discord lets nobody renew any more but by a press."""
        return f"💤 **{self.queue_waiting(waiting, gifts)}** · {self.as_of(at_ms)}"

    def thank_button(self, name: str | None) -> str:
        """Thank for what is shown."""
        return f"Thank {self.plain_name(name)}"

    def thank_all_button(self, waiting: int) -> str:
        """Thank for all that waits."""
        return f"Thank for all {self.number(waiting)}"

    def replay_button(self, name: str, sender: str | None) -> str:
        """Show again what was answered last."""
        return f"Replay {visible(name)} · {self.plain_name(sender)}"

    skip_button = "Skip"
    hold_button = "Pause"
    resume_button = "Resume"
    refresh_button = "Refresh"
    open_queue_button = "Open queue"

    def thank_all_question(self, waiting: int, gifts: int, coins: int) -> str:
        """What is asked once before very many are thanked at once."""
        return (
            f"**Thank for all {self.number(waiting)} at once?** One message names everybody: "
            f"{self._in_all(gifts)}, {self.coins(coins)}."
        )

    thank_all_yes = "Thank them all"
    thank_all_no = "Back"

    # What was just done.

    def queue_note(self, outcome: Outcome, sender: str | None, gift: str) -> str:
        """What came of a press about a sender's gift, as far as the card does not show it."""
        name = self.strong_name(sender)
        if isinstance(outcome, live.Thanked):
            return f"💛 Thanked {name}"
        if isinstance(outcome, live.ThanksSkipped):
            return f"Skipped {name}"
        if isinstance(outcome, live.GiftReplayed):
            return f"🔁 {name}'s {escaped(gift)} is on again"
        if isinstance(outcome, live.AllThanked):
            return "💛 Thanked them all"
        if isinstance(outcome, live.ThanksHeld) and not outcome.on:
            return "▶️ Going on: what was held back is shown now"
        return ""

    # Around the card.

    def queue_posted(self, creator: str | None) -> str:
        """A shared card was posted."""
        return (
            f"Done: {self.strong_name(creator)}'s queue is posted here. Helpers named under "
            "`/creator helpers` can press it too."
        )

    def queue_not_posted(self, trouble: str) -> str:
        """Discord did not take the shared card; `trouble` is why, in its words."""
        return (
            f"Discord let no message through here: {escaped(trouble)}. Nothing was posted. Give "
            "Ovation View Channel and Send Messages, then try again."
        )

    queue_unanswered = (
        "Discord didn't say whether it posted the card. If none shows up here, try again."
    )

    def queue_taken_away(self, channel: int, *, is_public: bool) -> str:
        """A shared card was taken away since; told to who opens the queue next."""
        why = "everyone on this server can read that channel now"
        if not is_public:
            why = "whoever posted it is no helper any more"
        return (
            f"🔒 The queue shared in <#{channel}> was taken away: {why}. Nothing is lost; "
            "`/live queue here:True` in a private channel shares it again."
        )

    queue_turned_public = (
        "Everyone on this server can read this channel now, so nothing was done and the queue is "
        "taken away here. `/live queue` shows it to you alone."
    )
    queue_in_public = (
        "Everyone on this server can read this channel, so the queue was not posted. Try "
        "`/live queue here:True` in a private channel, or `/live queue` for yourself alone."
    )

    def unthanked(self, waiting: int) -> str:
        """What is left to thank for when a show ends."""
        return f"💛 {self._thank_yous(waiting)} still to say."

    def thanks_given(self, combos: int, thanked: int, median_ms: int) -> str:
        """The share that was thanked in person, and how soon; nothing where there was nothing."""
        if not combos:
            return ""
        share = f"So far {self.percent(thanked * 100 // combos * 100)} thanked in person"
        return f"{share}, half of them within {self.length(median_ms)}" if thanked else share

    replay_misread = (
        "Gifts are named by numbers like `#12`. Nothing was shown: pick one from the list."
    )

    # In public.

    replayed = "🔁 Replay"

    def thanks_title(
        self, creator: str | None, *, people: int, sender: str | None, gifts: int, coins: int
    ) -> str:
        """Above the summary of all that a creator thanked for at once; `sender` is the first."""
        who = self.strong_name(sender) if people == 1 else f"**{self.number(people)} people**"
        what = f"{self._in_all(gifts)} · {self.coins(coins)}"
        return f"💛 {self.strong_name(creator)} thanks {who} for {what}"

    def thanks_alone(self, creator: str | None) -> str:
        """The same where nothing is left to be named."""
        return f"💛 {self.strong_name(creator)} thanks everybody."

    def replayed_result(self, sender: str | None, name: str) -> str:
        """What `/live replay` did, to who asked."""
        return f"🔁 {self.strong_name(sender)}'s {escaped(name)} is on again."
