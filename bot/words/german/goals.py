"""What is said about goals, in German."""

from collections.abc import Sequence

from bot.words.german.grammar import GermanGrammar
from bot.words.goals import GoalWords


class GermanGoalWords(GermanGrammar, GoalWords):
    """The sentences of goals."""

    def goal_running(self, unit: str, progress: int, target: int, expires_ms: int) -> str:
        """A goal that is on its way."""
        return (
            f"🎯 **Dein Ziel: {self.goal_count(unit, target)}**\n"
            f"{self.goal_bar(progress, target)} {self.goal_progress(unit, progress, target)}\n"
            f"Noch {self.number(target - progress)}. Das Ziel endet {self.moment(expires_ms, 'R')}."
        )

    def goal_taken_back(self, unit: str, progress: int, target: int, expires_ms: int) -> str:
        """A goal that was reached and celebrated, of which something was taken back since."""
        return (
            f"🎯 **Dein Ziel: {self.goal_count(unit, target)}**\n"
            f"{self.goal_bar(progress, target)} {self.goal_progress(unit, progress, target)}\n"
            "Es war erreicht und gefeiert, doch seitdem wurde etwas zurückgenommen: noch "
            f"{self.number(target - progress)}. Das Ziel endet {self.moment(expires_ms, 'R')}."
        )

    def goal_complete(self, unit: str, progress: int, target: int) -> str:
        """A goal that was reached, for the creator."""
        return (
            f"🎯 **Dein Ziel: {self.goal_count(unit, target)}**\n"
            f"{self.goal_bar(progress, target)} {self.goal_progress(unit, progress, target)}\n"
            "Erreicht! 🎉 Das nächste setzt du mit `/live goal`."
        )

    def goal_expired(self, unit: str, progress: int, target: int, expires_ms: int) -> str:
        """A goal whose time is over."""
        return (
            f"🎯 **Dein Ziel: {self.goal_count(unit, target)}**\n"
            f"{self.goal_bar(progress, target)} {self.goal_progress(unit, progress, target)}\n"
            f"Die Zeit ist {self.moment(expires_ms, 'R')} abgelaufen. Das nächste setzt du mit "
            "`/live goal`."
        )

    def goal_contributors(self, contributors: Sequence[tuple[str | None, int]], helped: int) -> str:
        """Who helped most towards a goal, and how many helped in all."""
        if not contributors:
            return "Noch hilft niemand mit. Das erste Geschenk macht den Anfang."
        who = "1 Person hat" if helped == 1 else f"{self.number(helped)} Personen haben"
        return f"{who} geholfen: {self._goal_contributions(contributors)}"

    no_goal = (
        "Du hast noch kein Ziel. Mit `/live goal` setzt du eines: `target:500` zählt Münzen, "
        "`gift:Rose target:50` zählt Rosen."
    )
    goal_needs_target = (
        "Wie viele sollen es werden? Noch ist nichts gesetzt: Gib dazu ein Ziel an, etwa "
        "`target:50`, dann zählt dieses Geschenk."
    )

    def goal_set(self, unit: str, target: int, expires_ms: int) -> str:
        """A goal begins."""
        return (
            f"🎯 Gesetzt: {self.goal_count(unit, target)} bis {self.moment(expires_ms)}.\n"
            "Ab jetzt zählen Geschenke; ist das Ziel erreicht, wird im Kanal gefeiert. "
            "`/live goal` zeigt, wie weit es ist."
        )

    def goal_replace(self, unit: str, progress: int, target: int, new: str) -> str:
        """The one question before a running goal gives way."""
        return (
            f"Dein Ziel steht bei {self.goal_progress(unit, progress, target)}. Soll **{new}** an "
            "seine Stelle treten? Gezählt wird dann wieder von 0."
        )

    replace_goal_button = "Ersetzen"
    keep_goal_button = "Behalten"
    give_up_button = "Aufgeben"

    def goal_give_up(self, unit: str, progress: int, target: int) -> str:
        """The one question before a goal is given up."""
        return (
            f"Bei {self.goal_progress(unit, progress, target)} aufgeben? Die Geschenke bleiben "
            "dir, nur das Ziel endet."
        )

    def goal_given_up(self, progress: int, target: int) -> str:
        """A goal was given up."""
        return (
            f"Aufgegeben bei {self.number(progress)} von {self.number(target)}. Die Geschenke "
            "bleiben dir, und `/live goal` setzt ein neues Ziel."
        )

    goal_kept = "Dein Ziel läuft weiter. Geändert wurde nichts."
    goal_gone = (
        "Dieses Ziel ist inzwischen vorbei. Geändert wurde nichts: `/live goal` zeigt, was läuft."
    )

    def goal_celebrated(
        self,
        creator: str | None,
        unit: str,
        target: int,
        contributors: Sequence[tuple[str | None, int]],
    ) -> str:
        """Everybody reads that a goal is reached."""
        return (
            f"🎉 **{self.goal_count(unit, target)}**: {self.strong_name(creator)} hat das Ziel "
            f"erreicht!{self._goal_thanks(contributors)}"
        )

    def _goal_thanks(self, contributors: Sequence[tuple[str | None, int]]) -> str:
        return f"\nDanke an {self._goal_contributions(contributors)}" if contributors else ""

    def goal_others(self, more: int) -> str:
        """How many more helped than are named."""
        return f"-# und {self.number(more)} weitere"
