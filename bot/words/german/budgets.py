"""What is said of limits, in German."""

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
from bot.words.budgets import BudgetWords
from bot.words.german.settings import GermanSettingWords
from bot.words.grammar import escaped
from bot.words.refusals import Around


class GermanBudgetWords(GermanSettingWords, BudgetWords):
    """The sentences about limits."""

    budget_button = "Eigenes Limit"
    no_budgets = (
        "Kein eigenes Limit: Du verschenkst, was du hast. `/budget set` setzt dir eins für den "
        "Tag, die Woche oder den Monat. Senken wirkt sofort, erhöhen nach 24 Stunden."
    )
    budget_hint = (
        "-# `/budget set` ändert eins, `/budget clear` hebt eins auf. Senken wirkt sofort, erhöhen "
        "und aufheben nach 24 Stunden."
    )
    budget_misread = "Wähle Tag, Woche oder Monat. Es wurde nichts geändert."
    limits_hint = "-# Was sich Mitglieder mit `/budget set` selbst als Limit setzen, gilt außerdem."
    limits_title = "**Limits für alle hier**"

    _within: ClassVar[Mapping[str, str]] = {
        "day": "heute",
        "week": "diese Woche",
        "month": "diesen Monat",
    }
    _each: ClassVar[Mapping[str, str]] = {
        "day": "am Tag",
        "week": "in der Woche",
        "month": "im Monat",
    }
    _none: ClassVar[Mapping[str, str]] = {
        "day": "kein Limit für den Tag",
        "week": "kein Limit für die Woche",
        "month": "kein Limit für den Monat",
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
            f"noch {self.number(left)}, neu {renews}"
        )

    def budget_to_come(self, span: Span, coins: int, from_ms: int) -> str:
        """What a budget will be."""
        return f"-# Ab {self.moment(from_ms)}: {self.budget(coins, span)}"

    def budgets_left(self, budgets: Sequence[tuple[Span, int]]) -> str:
        """What is left of budgets, at least one of them, as a wallet tells it in one line."""
        (span, coins), *others = budgets
        told = [f"{self._within.get(span, '')} noch {self.coins(coins)}"]
        told += [f"{self._within.get(other, '')} {self.number(more)}" for other, more in others]
        return f"Dein Limit lässt {', '.join(told)} zu."

    def budget_set(self, done: BudgetSet) -> str:
        """The receipt of a budget, above what holds now and what will."""
        if done.next_from_ms:
            what = "Vorgemerkt! Erhöhen und Aufheben dauern 24 Stunden, bis dahin bleibt es dabei."
        else:
            what = "Erledigt! Es gilt ab sofort."
            if not done.coins:
                what = "Erledigt! Du verschenkst erst einmal nichts; erhöhen dauert 24 Stunden."
        off = " Die vorgemerkte Änderung entfällt." if done.cancelled else ""
        return f"{what}{off}\n-# {self.reference(done.seq)}"

    def logged_own_budget(self, done: BudgetSet, who: str, whom: str) -> str:
        """What a member set themself, as moderators look it up: how much is theirs to know."""
        return f"{who} hat sich selbst ein Limit gesetzt."

    def limits_here(self, daily: int, pair: int) -> str:
        """What a server limits, as a member reads it; 0 for what it does not."""
        parts = []
        if daily:
            parts.append(f"bis zu {self.coins(daily)} am Tag")
        if pair:
            parts.append(f"bis zu {self.coins(pair)} am Tag an dieselbe Person")
        return f"Hier gibt man {' und '.join(parts)}." if parts else ""

    def refused_over_limit(self, refused: OverLimit, around: Around) -> str:
        """A gift beyond a limit: what is left of it, until when, and what fits."""
        fits = around.catalogue.get(refused.affordable)
        hint = f" {escaped(fits.name)} ({self.number(fits.price)}) passt." if fits else ""
        told = f"Das {'ist' if refused.total == 1 else 'sind'} {self.coins(refused.total)}"
        if refused.whose == "own" and not refused.most:
            return (
                f"{told}, und dein eigenes Limit ist nichts {self._each.get(refused.span, '')}. "
                "Nichts abgebucht: `/budget set` erhöht es, das dauert 24 Stunden."
            )
        return (
            f"{told}, und {self._limit_left(refused)}. Nichts "
            f"abgebucht: Neu geht es {self.moment(refused.ends_ms, 'R')} los.{hint}"
        )

    def _limit_left(self, refused: OverLimit) -> str:
        most, left = self.number(refused.most), self.number(refused.left)
        if refused.whose == "own":
            within = self._within.get(refused.span, "")
            return f"dein eigenes Limit lässt {within} noch {left} von {most} zu"
        if refused.whose == "pair":
            return f"hier gehen am Tag bis zu {most} an dieselbe Person: noch {left}"
        return f"hier verschenkt man bis zu {most} am Tag: du noch {left}"

    def refused_too_young(self, refused: TooYoung, around: Around) -> str:
        """An account that is younger than the server asks for."""
        days = "einen Tag" if refused.least_age_days == 1 else f"{refused.least_age_days} Tage"
        return (
            f"Mitmachen können hier Konten, die {days} alt sind; deins ist es "
            f"{self.moment(refused.from_ms, 'R')}. Nichts abgebucht: bis dann."
        )

    def refused_budget(self, refused: BudgetOutOfRange, around: Around) -> str:
        """A budget that is none."""
        return (
            f"Ein Limit liegt zwischen 0 und {self.coins(refused.most)} am Tag, in der Woche oder "
            "im Monat. Es wurde nichts geändert: Wähle eine Zahl dazwischen."
        )

    def refused_budget_unchanged(self, refused: BudgetUnchanged, around: Around) -> str:
        """A budget that is so already, or on its way."""
        budget = self.budget(refused.coins, Span(refused.span))
        if refused.from_ms:
            when = self.moment(refused.from_ms)
            return f"Das ist schon vorgemerkt: {budget} ab {when}. Es wurde nichts geändert."
        return f"So ist es schon: {budget}. Es wurde nichts geändert."
