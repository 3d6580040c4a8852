"""What a show came to, in words: for everybody, for its picture, and for the creator's file."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.words.boards import MEDALS
from bot.words.grammar import Grammar, escaped, isolated, shortened, visible

_MINUTE_MS = 60_000
_HOUR_MS = 60 * _MINUTE_MS


class RecapWords(Grammar):
    """The sentences around a show that is over, and the words on pictures."""

    # On pictures no markup is read, and nothing is escaped.

    def picture_count(self, quantity: int) -> str:
        """How many of a gift; nothing for one."""
        return f"×{self.number(quantity)}" if quantity > 1 else ""

    def picture_level(self, level: int) -> str:
        """A gifter's level beside their name; nothing for who has none."""
        return f"Lv {level}" if level else ""

    def picture_nameless(self, number: int) -> str:
        """What stands in the place of a name that no font can write."""
        return f"Member {number}"

    picture_recap_title = "The show in numbers"
    picture_gifters_title = "Top gifters"
    picture_plot_title = "Coins over time"
    picture_no_coins = "No coins came"
    picture_nobody = "Nobody gave anything"
    picture_totals: Mapping[str, str] = {
        "coins": "coins",
        "gifts": "gifts",
        "people": "people",
        "diamonds": "diamonds",
    }
    picture_facts: Mapping[str, str] = {
        "longest": "Longest combo",
        "biggest": "Biggest gift",
        "goal": "Goal",
        "match": "Match",
        "thanks": "Thanked in person",
    }

    def picture_date(self, began: datetime, ended: datetime) -> str:
        """When a show was, in the server's time zone."""
        return f"{began:%b} {began.day}, {began.year} · {began:%H:%M} to {ended:%H:%M}"

    def picture_moment(self, at_ms: int) -> str:
        """How far into the show, where the plot is marked."""
        if not at_ms:
            return "0"
        if at_ms < _MINUTE_MS:
            return f"{at_ms // 1_000} s"
        if at_ms < _HOUR_MS:
            return f"{at_ms // _MINUTE_MS} min"
        hours, rest = divmod(at_ms, _HOUR_MS)
        return f"{hours}:{rest // _MINUTE_MS:02} h" if rest else f"{hours} h"

    def picture_by(self, what: str, name: str | None) -> str:
        """What stood out, and who gave it."""
        return f"{what} · {isolated(self.plain_name(name))}"

    def picture_gift(self, gift: str, quantity: int, coins: int) -> str:
        """A gift with its price."""
        count = f" ×{self.number(quantity)}" if quantity > 1 else ""
        return f"{isolated(visible(gift))}{count}, {self.coins(coins)}"

    def picture_goal(self, name: str, target: int, progress: int, *, is_reached: bool) -> str:
        """How far a goal came; of coins where it has no name."""
        what = isolated(visible(name)) if name else self.coin_words[target != 1]
        reached = f" · {self.goal_reached}" if is_reached else ""
        return f"{self.number(progress)} / {self.number(target)} {what}{reached}"

    goal_reached = "reached"

    def picture_match(
        self, one: str | None, coins: int, other: str | None, other_coins: int
    ) -> str:
        """How a match ended."""
        score = f"{self.number(coins)} : {self.number(other_coins)}"
        left, right = isolated(self.plain_name(one)), isolated(self.plain_name(other))
        return f"{left} {score} {right}"

    def picture_thanks(self, thanked: int, combos: int, median_ms: int) -> str:
        """Which share of the combos was thanked for in person, and how fast."""
        share = self.share_of(thanked, combos)
        return f"{share} · half of it within {self.length(median_ms)}" if thanked else share

    # What everybody reads when a show has ended.

    def recap_title(self, creator: str | None, title: str) -> str:
        """Whose show is over, and what it was called."""
        called = f" · {self.quote(title)}" if title else ""
        return f"🎬 **{self.name(creator)}'s show is over**{called}"

    def recap_totals(self, *, length_ms: int, gifts: int, coins: int, units: int) -> str:
        """How long it was, and what it came to."""
        what = "1 gift" if gifts == 1 else f"{self.number(gifts)} gifts"
        earned = f"{self.diamonds(units)} 💎"
        return f"{self.length(length_ms)} · **{what}** · {self.coins(coins)} · {earned}"

    def recap_champions(self, champions: Sequence[tuple[str, int]]) -> str:
        """The top gifters, each as one who gave is named, with their coins, best first."""
        return " · ".join(
            f"{medal} {giver} {self.number(coins)}"
            for medal, (giver, coins) in zip(MEDALS, champions, strict=False)
        )

    def recap_longest(self, emoji: str, quantity: int, name: str | None) -> str:
        """The longest combo."""
        return f"{emoji} ×{self.number(quantity)}: the longest combo, by {self.name(name)}"

    def recap_biggest(
        self, emoji: str, gift: str, quantity: int, coins: int, name: str | None
    ) -> str:
        """The biggest gift."""
        count = f"{self.number(quantity)} × " if quantity > 1 else ""
        what = f"{count}{escaped(gift)}, {self.coins(coins)}"
        return f"{emoji} {what}: the biggest gift, from {self.name(name)}"

    def recap_goal(
        self, name: str, emoji: str, target: int, progress: int, *, is_reached: bool
    ) -> str:
        """How far a goal came; of coins where it has no name."""
        unit = f"{emoji} {escaped(name)}" if name else self.coin_words[target != 1]
        state = "Goal reached" if is_reached else "Goal"
        return f"🎯 {state}: {self.number(progress)} of {self.number(target)} {unit}"

    def recap_match(self, one: str | None, coins: int, other: str | None, other_coins: int) -> str:
        """How a match ended."""
        score = f"{self.number(coins)} : {self.number(other_coins)}"
        return f"⚔️ {self.strong_name(one)} {score} {self.strong_name(other)}"

    def recap_thanks(self, creator: str | None, thanked: int, combos: int, median_ms: int) -> str:
        """Which share of the combos the creator thanked for in person, and how fast."""
        within = f"half of it within {self.length(median_ms)}"
        share = self.share_of(thanked, combos)
        return f"💛 {self.name(creator)} thanked in person for {share}, {within}"

    def recap_empty(self, creator: str | None, title: str, length_ms: int) -> str:
        """A show in which nobody gave anything."""
        called = f" {self.quote(title)}" if title else ""
        return (
            f"🎬 **{self.name(creator)}'s show{called} is over** after {self.length(length_ms)}. "
            "Thank you for being there! The first gift of the next one takes 🥇."
        )

    recap_send_button = "Send a gift"
    recap_file_button = "CSV"

    # Earlier shows, and the creator's file.

    def recap_choice(self, title: str, began: datetime) -> str:
        """One show in a list: what it was called, or when it was."""
        when = f"{began:%b} {began.day}, {began:%H:%M}"
        return f"{shortened(visible(title), 60)} · {when}" if title else when

    def recap_choice_totals(self, gifts: int, coins: int) -> str:
        """What a show in a list came to."""
        what = "1 gift" if gifts == 1 else f"{self.number(gifts)} gifts"
        return f"{what}, {self.coins(coins)}"

    recap_pick = "Another show"

    def recap_none(self, name: str | None) -> str:
        """A creator without any show that is over."""
        return f"{self.strong_name(name)} has ended no show yet. `/live status` shows who is live."

    recap_none_own = (
        "You have ended no show yet: `/live start` begins one. For another creator's shows, add "
        "`creator`."
    )
    recap_gone = "That show is not in the books, or still runs. Pick another with `/live recap`."

    recap_file_refused = (
        "That file is for the creator of the show, their helpers and moderators. "
        "Nothing was sent: the recap itself is for everybody."
    )

    def recap_file(self, gifts: int, parts: int) -> str:
        """The file with every gift of a show."""
        what = "1 gift" if gifts == 1 else f"{self.number(gifts)} gifts"
        split = f" in {self.number(parts)} files, for Discord takes 10 MB each" if parts > 1 else ""
        return f"📄 Every gift of the show: {what}{split}. Only you see this."

    def recap_file_part(self, part: int, parts: int) -> str:
        """One of several files."""
        return f"📄 {self.number(part)} of {self.number(parts)}"

    def recap_file_cut(self, left_out: int) -> str:
        """What did not fit into all files together."""
        what = "1 gift does" if left_out == 1 else f"{self.number(left_out)} gifts do"
        return f"The last {what} not fit: ask whoever runs Ovation for the rest."

    file_columns: Sequence[str] = (
        "number",
        "time",
        "sender",
        "gift",
        "count",
        "coins",
        "bonus coins",
        "diamonds",
        "message",
        "combo",
        "thanked",
        "reversed by",
    )
