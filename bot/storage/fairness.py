"""Limits that members set themselves, and reversals that wait for a second moderator, as read."""

from dataclasses import dataclass
from typing import Final, NamedTuple

from bot.ledger.books.economy import NO_LIMIT, Budget, Forcing
from bot.ledger.outcomes.fairness import ReversalDeclined
from bot.ledger.periods import Board, Span, ends_ms, local_day, period
from bot.ledger.rules.forcing import WAITS_MS
from bot.storage.database import Reader
from bot.storage.entries.economy import CHEST_TALLY
from bot.storage.operations import GiftView, OperationView, described, describing

MOST_FORCINGS: Final = 7
"""How many reversals that wait are listed: as many as fit into a message. Those that were decided
make room, and a second moderator has a day for each."""


class BudgetView(NamedTuple):
    """A limit that a member set themself, as it holds now, in coins."""

    span: Span
    coins: int
    """NO_LIMIT where none holds yet or any more."""
    next_coins: int
    next_from_ms: int
    """From when on `next_coins` hold instead; 0: they do not."""
    given: int
    """What was given in the current period."""
    ends_ms: int

    @property
    def left(self) -> int:
        """How many more coins may be given until the period ends."""
        return max(0, self.coins - self.given)


@dataclass(frozen=True, slots=True)
class ForcingView:
    """A reversal that two moderators are to decide: who asked, of which gift, until when."""

    asked: OperationView
    gift: GiftView
    until_ms: int
    ended_seq: int
    """What ended it; 0 while it waits, or after it lapsed."""
    is_declined: bool = False
    """Whether that was a no, of the second moderator or of the one who asked."""


_BUDGETS: Final = """
SELECT budget.member, budget.span, budget.coins, next_coins, next_from_ms
FROM member CROSS JOIN budget ON budget.guild = member.guild AND budget.member = member.number
WHERE member.guild = ? AND user_id = ?
"""
_GIVEN: Final = f"""
SELECT period, sum(coins) FROM tally
WHERE guild = ? AND board IN ('{Board.GIVEN}', '{CHEST_TALLY}') AND member = ?
    AND period IN (?, ?, ?)
GROUP BY period
"""  # noqa: S608 - put together of constants.
_FORCING: Final = """
SELECT gift, asker, asked_seq, asked_ms, ended_seq FROM forcing WHERE guild = ? AND gift = ?
"""
_WAITING: Final = """
SELECT gift, asker, asked_seq, asked_ms, ended_seq FROM forcing
WHERE guild = ? AND ended_seq = 0 AND asked_ms > ? ORDER BY asked_seq LIMIT ?
"""
_ASKED: Final = describing("SELECT ?1 AS guild, ?2 AS seq")


async def budgets(
    reader: Reader, guild: int, user_id: int, now_ms: int, timezone: str
) -> list[BudgetView]:
    """The limits that hold for a Discord user by their own will, or will, shortest first."""
    rows = await reader.fetch(_BUDGETS, (guild, user_id))
    if not rows:
        return []
    today = local_day(now_ms, timezone)
    spans = (Span.DAY, Span.WEEK, Span.MONTH)
    names = [period(span, today) for span in spans]
    given: dict[str, int] = dict(await reader.fetch(_GIVEN, (guild, rows[0][0], *names)))
    known = {budget.span: budget for budget in (Budget(*row) for row in rows)}
    views = []
    for span, name in zip(spans, names, strict=True):
        budget = known.get(span)
        if budget is None:
            continue
        comes = now_ms < budget.next_from_ms
        limit = budget.limit(now_ms)
        if limit == NO_LIMIT and not comes:
            continue
        next_coins, next_from_ms = (budget.next_coins, budget.next_from_ms) if comes else (0, 0)
        end = ends_ms(span, today, timezone) or 0
        views.append(BudgetView(span, limit, next_coins, next_from_ms, given.get(name, 0), end))
    return views


async def forcing(reader: Reader, guild: int, gift: int) -> ForcingView | None:
    """What was asked last about forcing the reversal of a gift; None if nobody did."""
    for row in await reader.fetch(_FORCING, (guild, gift)):
        return await _view(reader, guild, Forcing(*row))
    return None


async def waiting_forcings(reader: Reader, guild: int, now_ms: int) -> list[ForcingView]:
    """The reversals that wait for a second moderator, longest first; at most 7."""
    rows = await reader.fetch(_WAITING, (guild, now_ms - WAITS_MS, MOST_FORCINGS))
    return [await _view(reader, guild, Forcing(*row)) for row in rows]


async def _view(reader: Reader, guild: int, known: Forcing) -> ForcingView:
    seqs = (known.asked_seq, known.gift, known.ended_seq)
    asked, of, ended = await reader.fetch_each([(_ASKED, (guild, seq)) for seq in seqs])
    end = OperationView(**described(ended[0])[0]) if ended else None
    gift = described(of[0])[0]["gift"]
    operation = OperationView(**described(asked[0])[0])
    is_declined = end is not None and isinstance(end.outcome, ReversalDeclined)
    until_ms = known.asked_ms + WAITS_MS
    return ForcingView(operation, gift, until_ms, known.ended_seq, is_declined)
