"""What is said of limits: budgets that members set themselves, and the caps of a server."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from bot.ledger.books.economy import NO_LIMIT
from bot.ledger.outcomes.fairness import (
    BudgetOutOfRange,
    BudgetSet,
    BudgetUnchanged,
    OverLimit,
    TooYoung,
)
from bot.ledger.periods import Span
from bot.words.grammar import escaped
from bot.words.refusals import Around
from bot.words.settings import SettingWords


class BudgetWords(SettingWords):
    """The sentences about limits."""

    budget_button = "Budget"
    no_budgets = (
        "No budget: you give as much as you have. `/budget set` puts a limit on a day, a week or a "
        "month. Lowering it works at once, raising it takes 24 hours."
    )
    budget_hint = (
        "-# `/budget set` changes one, `/budget clear` takes one away. Lowering works at once, "
        "raising and clearing take 24 hours."
    )
    budget_misread = "Pick a day, a week or a month. Nothing changed."
    limits_hint = "-# Members' own limits, set with `/budget set`, hold beside these."
    limits_title = "**Limits for everybody here**"

    _within: ClassVar[Mapping[str, str]] = {
        "day": "today",
        "week": "this week",
        "month": "this month",
    }
    _each: ClassVar[Mapping[str, str]] = {"day": "a day", "week": "a week", "month": "a month"}
    _none: ClassVar[Mapping[str, str]] = {
        "day": "no daily budget",
        "week": "no weekly budget",
        "month": "no monthly budget",
    }

    def budget(self, coins: int, span: Span) -> str:
        """A budget, or that there is none."""
        if coins == NO_LIMIT:
            return self._none.get(span, "")
        return f"{self.coins(coins)} {self._each.get(span, '')}"

    def budget_line(self, span: Span, coins: int, left: int, ends_ms: int) -> str:
        """A budget, what is left of it, and when it renews."""
        if coins == NO_LIMIT:
            return f"**{self.budget(coins, span)}**"
        renews = self.moment(ends_ms, "R")
        return (
            f"**{self.budget(coins, span)}**\n{self._bar(coins - left, coins)} "
            f"{self.number(left)} left, renews {renews}"
        )

    def budget_to_come(self, span: Span, coins: int, from_ms: int) -> str:
        """What a budget will be."""
        return f"-# From {self.moment(from_ms)} on: {self.budget(coins, span)}"

    def budgets_left(self, budgets: Sequence[tuple[Span, int]]) -> str:
        """What is left of budgets, at least one of them, as a wallet tells it in one line."""
        (span, coins), *others = budgets
        told = [f"{self.coins(coins)} {self._within.get(span, '')}"]
        told += [f"{self.number(more)} {self._within.get(other, '')}" for other, more in others]
        return f"Your budget leaves {', '.join(told)}."

    def budget_set(self, done: BudgetSet) -> str:
        """The receipt of a budget, above what holds now and what will."""
        if done.next_from_ms:
            what = "Noted! Raising and clearing take 24 hours, and what was set holds until then."
        else:
            what = "Done! It holds from now on."
            if not done.coins:
                what = "Done! You give nothing for now; raising it takes 24 hours."
        off = " What was to come is off." if done.cancelled else ""
        return f"{what}{off}\n-# {self.reference(done.seq)}"

    def logged_own_budget(self, done: BudgetSet, who: str, whom: str) -> str:
        """What a member set themself, as moderators look it up: how much is theirs to know."""
        return f"{who} set themself a budget."

    def limits_here(self, daily: int, pair: int) -> str:
        """What a server limits, as a member reads it; 0 for what it does not."""
        parts = []
        if daily:
            parts.append(f"up to {self.coins(daily)} a day")
        if pair:
            parts.append(f"up to {self.coins(pair)} a day to one person")
        return f"Everybody here gives {' and '.join(parts)}." if parts else ""

    def refused_over_limit(self, refused: OverLimit, around: Around) -> str:
        """A gift beyond a limit: what is left of it, until when, and what fits."""
        fits = around.catalogue.get(refused.affordable)
        hint = f" {escaped(fits.name)} ({self.number(fits.price)}) fits." if fits else ""
        if refused.whose == "own" and not refused.most:
            return (
                f"That's {self.coins(refused.total)}, and your own budget is nothing "
                f"{self._each.get(refused.span, '')}. Nothing taken: `/budget set` raises it, "
                "which takes 24 hours."
            )
        return (
            f"That's {self.coins(refused.total)}, and {self._limit_left(refused)}. Nothing taken: "
            f"it renews {self.moment(refused.ends_ms, 'R')}.{hint}"
        )

    def _limit_left(self, refused: OverLimit) -> str:
        most, left = self.number(refused.most), self.number(refused.left)
        if refused.whose == "own":
            within = self._within.get(refused.span, "")
            return f"your own budget leaves {left} of {most} {within}"
        if refused.whose == "pair":
            return f"here everybody gives one person up to {most} a day: {left} left for this one"
        return f"here everybody gives up to {most} a day: you have {left} left"

    def refused_too_young(self, refused: TooYoung, around: Around) -> str:
        """An account that is younger than the server asks for."""
        return (
            f"Accounts take part here once they are {self.days(refused.least_age_days)} old; "
            f"yours will be {self.moment(refused.from_ms, 'R')}. Nothing taken: see you then."
        )

    def refused_budget(self, refused: BudgetOutOfRange, around: Around) -> str:
        """A budget that is none."""
        return (
            f"A budget is 0 to {self.coins(refused.most)} a day, a week or a month. Nothing "
            "changed: pick a number between."
        )

    def refused_budget_unchanged(self, refused: BudgetUnchanged, around: Around) -> str:
        """A budget that is so already, or on its way."""
        budget = self.budget(refused.coins, Span(refused.span))
        if refused.from_ms:
            when = self.moment(refused.from_ms)
            return f"That is on its way already: {budget} from {when} on. Nothing changed."
        return f"That is how it is already: {budget}. Nothing changed."
