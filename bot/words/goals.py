"""What is said about goals: how far one has come, who helped, and that one is reached."""

from collections.abc import Sequence

from bot.words.boards import MEDALS
from bot.words.grammar import Grammar


class GoalWords(Grammar):
    """The sentences of goals; `unit` is the emoji of the gift that counts, or nothing for coins."""

    def goal_count(self, unit: str, amount: int) -> str:
        """So many of what a goal counts."""
        return f"{self.number(amount)} {unit}" if unit else self.coins(amount)

    def goal_progress(self, unit: str, progress: int, target: int) -> str:
        """How far a goal has come, in numbers."""
        return f"{self.number(progress)}/{self.goal_count(unit, target)}"

    def goal_bar(self, progress: int, target: int) -> str:
        """How far a goal has come, as a bar that is full only once it is reached."""
        return self._bar(progress, target)

    def goal_running(self, unit: str, progress: int, target: int, expires_ms: int) -> str:
        """A goal that is on its way."""
        left = self.number(target - progress)
        return (
            f"🎯 **Your goal: {self.goal_count(unit, target)}**\n"
            f"{self.goal_bar(progress, target)} {self.goal_progress(unit, progress, target)}\n"
            f"{left} to go, and it ends {self.moment(expires_ms, 'R')}."
        )

    def goal_taken_back(self, unit: str, progress: int, target: int, expires_ms: int) -> str:
        """A goal that was reached and celebrated, of which something was taken back since."""
        left = self.number(target - progress)
        return (
            f"🎯 **Your goal: {self.goal_count(unit, target)}**\n"
            f"{self.goal_bar(progress, target)} {self.goal_progress(unit, progress, target)}\n"
            f"It was reached and celebrated, and some of it was taken back since: {left} to go, "
            f"and it ends {self.moment(expires_ms, 'R')}."
        )

    def goal_complete(self, unit: str, progress: int, target: int) -> str:
        """A goal that was reached, for the creator."""
        return (
            f"🎯 **Your goal: {self.goal_count(unit, target)}**\n"
            f"{self.goal_bar(progress, target)} {self.goal_progress(unit, progress, target)}\n"
            "Reached! 🎉 Set the next with `/live goal`."
        )

    def goal_expired(self, unit: str, progress: int, target: int, expires_ms: int) -> str:
        """A goal whose time is over."""
        return (
            f"🎯 **Your goal: {self.goal_count(unit, target)}**\n"
            f"{self.goal_bar(progress, target)} {self.goal_progress(unit, progress, target)}\n"
            f"Its time ended {self.moment(expires_ms, 'R')}. Set the next with `/live goal`."
        )

    def goal_contributors(self, contributors: Sequence[tuple[str | None, int]], helped: int) -> str:
        """Who helped most towards a goal, and how many in all."""
        if not contributors:
            return "Nobody has helped yet. The first gift does."
        who = "1 person has helped" if helped == 1 else f"{self.number(helped)} people have helped"
        return f"{who}: {self._goal_contributions(contributors)}"

    def _goal_contributions(self, contributors: Sequence[tuple[str | None, int]]) -> str:
        marks = [*(f"{medal} " for medal in MEDALS), *("" for _ in contributors)]
        named = zip(marks, contributors, strict=False)
        return " · ".join(
            f"{mark}{self.name(name)} {self.number(amount)}" for mark, (name, amount) in named
        )

    no_goal = (
        "You have no goal yet. `/live goal` with a target sets one: `target:500` counts coins, "
        "`gift:Rose target:50` counts Roses."
    )
    goal_needs_target = (
        "How many are to come? Nothing was set: add a target, such as `target:50`, and it counts "
        "that gift."
    )

    def goal_set(self, unit: str, target: int, expires_ms: int) -> str:
        """A goal begins."""
        return (
            f"🎯 Set: {self.goal_count(unit, target)}, until {self.moment(expires_ms)}.\n"
            "Gifts count from now on; reaching it is celebrated in the channel. `/live goal` shows "
            "how far it is."
        )

    def goal_replace(self, unit: str, progress: int, target: int, new: str) -> str:
        """The one question before a running goal gives way; `new` is what the next one counts."""
        return (
            f"Your goal stands at {self.goal_progress(unit, progress, target)}. Put **{new}** in "
            "its place? Counting starts again from 0."
        )

    replace_goal_button = "Replace it"
    keep_goal_button = "Keep it"
    give_up_button = "Give up"

    def goal_give_up(self, unit: str, progress: int, target: int) -> str:
        """The one question before a goal is given up."""
        return (
            f"Give up at {self.goal_progress(unit, progress, target)}? The gifts stay yours, only "
            "the goal ends."
        )

    def goal_given_up(self, progress: int, target: int) -> str:
        """A goal was given up."""
        return (
            f"Given up at {self.number(progress)} of {self.number(target)}. The gifts stay yours, "
            "and `/live goal` sets a new one."
        )

    goal_kept = "Your goal goes on. Nothing was changed."
    goal_gone = "That goal has ended meanwhile. Nothing was changed: `/live goal` shows what runs."

    def goal_celebrated(
        self,
        creator: str | None,
        unit: str,
        target: int,
        contributors: Sequence[tuple[str | None, int]],
    ) -> str:
        """Everybody reads that a goal is reached; `contributors` are those who helped most."""
        return (
            f"🎉 **{self.goal_count(unit, target)}**: {self.strong_name(creator)} has reached the "
            f"goal!{self._goal_thanks(contributors)}"
        )

    def _goal_thanks(self, contributors: Sequence[tuple[str | None, int]]) -> str:
        return f"\nThanks to {self._goal_contributions(contributors)}" if contributors else ""

    def goal_others(self, more: int) -> str:
        """How many more helped than are named."""
        return f"-# and {self.number(more)} more"
