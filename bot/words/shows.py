"""What is said of live shows: the board, who is live, and how a show begins and ends."""

from collections.abc import Sequence

from bot.ledger.catalogue import Item
from bot.words.grammar import Grammar, escaped

BAR_LENGTH = 10


class ShowWords(Grammar):
    """The sentences of shows."""

    show_gift_button = "Send a gift"
    show_gifters_button = "Top gifters"
    show_follow_button = "Follow"
    show_board_link = "To the board"
    show_no_gifts = "No gifts yet: the first one takes 🥇."
    show_had_no_gifts = "No gifts this time."
    nobody_live = "Nobody is live right now. `/live start` begins your own show."
    show_needs_channel = (
        "A show needs a text, voice or stage channel. Nothing started: pick one with `channel`."
    )

    def show_live(self, name: str | None, title: str) -> str:
        """A running show, as the title of its board."""
        return f"🔴 {self.strong_name(name)} is live{self._called(title)}"

    def show_over(self, name: str | None, title: str) -> str:
        """A show that ended, as the title of its last board."""
        return f"⚫ {self.strong_name(name)} was live{self._called(title)}"

    def _called(self, title: str) -> str:
        return f": **{escaped(title)}**" if title else ""

    def show_calls(self, role: int, name: str | None, title: str) -> str:
        """The one message that sounds: to those who asked to be told when somebody goes live."""
        return f"<@&{role}> {self.show_live(name, title)}. Come and watch!"

    def show_since(self, started_ms: int) -> str:
        """When a running show began; Discord keeps the time that has passed up to date."""
        return f"started {self.moment(started_ms, 'R')}"

    def show_lasted(self, duration_ms: int) -> str:
        """How long a show was, as its last board tells it."""
        return f"{self.length(duration_ms)} long"

    def show_sums(self, coins: int, units: int, gifts: int) -> str:
        """What a show has come to."""
        what = "1 gift" if gifts == 1 else f"{self.number(gifts)} gifts"
        return f"**{self.coins(coins)}** · {self.diamonds(units)} 💎 · {what}"

    def show_place(self, medal: str, giver: str, coins: int) -> str:
        """One of the three who gave most, with their level."""
        return f"{medal} {giver} {self.number(coins)}"

    def show_latest(self, latest: Sequence[tuple[str, int, str | None]]) -> str:
        """The latest gifts: each one's emoji, how many, and from whom."""
        told = [
            f"{emoji}{f'×{self.number(quantity)}' if quantity > 1 else ''} {self.name(name)}"
            for emoji, quantity, name in latest
        ]
        return f"-# Latest: {' · '.join(told)}"

    def show_highlight(self, sentence: str) -> str:
        """The gift that stays at the top for a while."""
        return f"⭐ {sentence}"

    def show_goal(self, sign: str, progress: int, target: int, expires_ms: int) -> str:
        """A goal with its bar; `sign` is the emoji of what it counts."""
        filled = min(BAR_LENGTH, progress * BAR_LENGTH // target) if target else BAR_LENGTH
        bar = "▰" * filled + "▱" * (BAR_LENGTH - filled)
        count = f"{self.number(progress)}/{self.number(target)}"
        return f"🎯 {sign} {bar} **{count}** · {self._goal_ends(expires_ms)}"

    def _goal_ends(self, expires_ms: int) -> str:
        return f"ends {self.moment(expires_ms, 'R')}"

    def show_goal_reached(self, sign: str, progress: int, target: int) -> str:
        """A goal that was reached."""
        return f"🎯 {sign} {'▰' * BAR_LENGTH} **{self.number(progress)}/{self.number(target)}** 🎉"

    def show_score(
        self, name: str | None, own: int, opponent: str | None, other: int, ends_ms: int
    ) -> str:
        """How a match stands."""
        return (
            f"⚔️ {self.strong_name(name)} {self.number(own)} : {self.number(other)} "
            f"{self.strong_name(opponent)} · {self._goal_ends(ends_ms)}"
        )

    def show_quick_gift(self, item: Item) -> str:
        """A button that sends one gift at once."""
        return f"{item.name} · {self.number(item.price)}"

    def show_gifters_title(self, name: str | None, title: str) -> str:
        """Above those who gave most in one show."""
        return f"🏆 **Top gifters** of {self.strong_name(name)}{self._called(title)}"

    # What is answered in private.

    def show_began(self, channel: int, title: str) -> str:
        """The creator's show has begun."""
        return (
            f"🔴 You're live in <#{channel}>{self._called(title)}. Your board comes up there now, "
            "and gifts for you are thanked there. `/live end` ends the show."
        )

    def show_cannot_write(self, channel: int) -> str:
        """Somebody names a channel that they may not write in themselves."""
        return (
            f"You can't write in <#{channel}>, so your show can't be there. Nothing started: pick "
            "a channel you can write in."
        )

    def show_ended(self, duration_ms: int, coins: int, units: int, gifts: int) -> str:
        """A show has ended, and what it came to."""
        came_to = self.show_sums(coins, units, gifts) if gifts else self.show_had_no_gifts
        return f"⚫ Over after {self.length(duration_ms)}. {came_to}"

    def recap_comes(self, channel: int) -> str:
        """Where the recap of a show that just ended is posted."""
        return f"-# The recap comes up in <#{channel}>."

    def recap_comes_elsewhere(self, channel: int) -> str:
        """The same, where the show's own channel was deleted meanwhile."""
        return f"-# The show's channel is gone, so the recap comes up in <#{channel}>."

    recap_comes_nowhere = (
        "-# The show's channel is gone and no other is set for gifts, so the recap waits: "
        "`/live recap` shows it to you now."
    )

    def show_stopped(self, name: str | None, seq: int) -> str:
        """A moderator has ended somebody's show: who is told, and where it stands."""
        return (
            f"-# {self.strong_name(name)} learns of it with their next reply; in `/mod audit` "
            f"it is {self.reference(seq)}."
        )

    # How it goes.

    def show_moved(self, channel: int) -> str:
        """The channel of a running show was deleted, and thanks go to the one for gifts."""
        return f"-# The show's channel is gone: board and thanks come up in <#{channel}>."

    show_homeless = (
        "-# The show's channel is gone and no other is set for gifts: there is no board, and "
        "thanks come up where each gift is sent. `/live end` and `/live start` elsewhere mend it."
    )

    def show_thanks(self, thanked: int, combos: int, median_ms: int) -> str:
        """Which share of what came the creator has thanked for in person, and how fast."""
        share, within = self.share_of(thanked, combos), self.length(median_ms)
        return f"💛 Thanked in person: {share}, half of it within {within}"

    show_thanks_none = "💛 Nobody thanked in person yet: `/live queue` shows who waits."

    def not_live(self, name: str | None) -> str:
        """Somebody has no show running."""
        return f"{self.strong_name(name)} isn't live right now. `/live status` alone shows who is."

    def more_shows(self, shows: int) -> str:
        """Shows that have no room on the card."""
        return f"-# and {self.number(shows)} more. `/live status creator` shows one of them."
