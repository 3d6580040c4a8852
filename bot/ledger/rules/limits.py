"""How much may be given: limits that members set themselves, and those of the guild."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from bot.ledger.books import GuildBook
from bot.ledger.books.economy import NO_LIMIT, Budget
from bot.ledger.guild_settings import MOST_CAP
from bot.ledger.outcomes import Outcome, Refused
from bot.ledger.outcomes.fairness import (
    BudgetOutOfRange,
    BudgetSet,
    BudgetUnchanged,
    OverLimit,
    TooYoung,
)
from bot.ledger.periods import Span, ends_ms
from bot.ledger.requests.fairness import SetBudget

RAISED_AFTER_MS: Final = 24 * 3_600_000
"""How long it takes until a member's own limit is raised or gone: whoever set it while calm is not
to lift it while carried away."""

_DISCORD_EPOCH_MS: Final = 1_420_070_400_000
"""2015-01-01: Discord's ids count milliseconds from here above their lowest 22 bits."""
_DAY_MS: Final = 86_400_000


class Room(NamedTuple):
    """What a limit leaves to be given, in coins."""

    whose: str
    span: Span
    most: int
    left: int


def made_ms(user_id: int) -> int:
    """When an account was made, in UTC milliseconds, as its Discord id tells."""
    return (user_id >> 22) + _DISCORD_EPOCH_MS


def of_age_ms(user_id: int, days: int) -> int:
    """From when on an account is so many days old, in UTC milliseconds."""
    return made_ms(user_id) + days * _DAY_MS


def refuse_young(user_id: int, book: GuildBook) -> Refused | None:
    """Why this account is too young to give or to take from pots here, if so."""
    days = book.settings.giver_age_days
    if not days:
        return None
    from_ms = of_age_ms(user_id, days)
    return TooYoung(least_age_days=days, from_ms=from_ms) if book.now_ms < from_ms else None


def tightest(sender: int, recipient: int | None, book: GuildBook) -> Room | None:
    """What the tightest limit leaves a member to give now, to somebody or to whoever takes it;
    None where nothing limits."""
    # Nearly nobody is limited, and gifts come by the thousand.
    settings = book.settings
    if not (settings.daily_cap or settings.pair_cap or book.economy.budgets(sender)):
        return None
    return min(_rooms(sender, recipient, book), key=lambda room: room.left, default=None)


def _rooms(sender: int, recipient: int | None, book: GuildBook) -> Iterator[Room]:
    """What each limit leaves; of those that leave the same, what lasts longest comes first."""
    settings = book.settings
    for span in (Span.MONTH, Span.WEEK, Span.DAY):
        most = book.economy.budget(sender, span).limit(book.now_ms)
        if most != NO_LIMIT:
            yield _room("own", span, most, book.given_within(sender, span))
    if settings.daily_cap:
        yield _room("guild", Span.DAY, settings.daily_cap, book.given_within(sender, Span.DAY))
    if settings.pair_cap and recipient is not None:
        given = book.economy.pairs.get((sender, recipient), 0)
        yield _room("pair", Span.DAY, settings.pair_cap, given)


def _room(whose: str, span: Span, most: int, given: int) -> Room:
    return Room(whose, span, most, max(0, most - given))


def refuse_over(room: Room, total: int, book: GuildBook, affordable: int = 0) -> OverLimit:
    """The refusal of a gift that costs more than a limit leaves, or of a chest that takes more."""
    return OverLimit(
        whose=room.whose,
        span=room.span.value,
        most=room.most,
        left=room.left,
        ends_ms=_ends_ms(room.span, book),
        total=total,
        affordable=affordable,
    )


def _ends_ms(span: Span, book: GuildBook) -> int:
    return ends_ms(span, book.today, book.settings.timezone) or 0


def set_budget(request: SetBudget, book: GuildBook) -> Outcome:
    member = book.member(request.actor)
    if request.span is Span.ALL or not 0 <= (request.coins or 0) <= MOST_CAP:
        return BudgetOutOfRange(most=MOST_CAP)
    wanted = NO_LIMIT if request.coins is None else request.coins
    known = book.economy.budget(member.number, request.span)
    now, comes_ms = known.limit(book.now_ms), _coming_ms(known, book.now_ms)
    if wanted == (known.next_coins if comes_ms else now):
        return BudgetUnchanged(span=request.span.value, coins=wanted, from_ms=comes_ms)
    budget = Budget(member.number, request.span.value, wanted)
    if _allows_more(wanted, now):
        budget.coins, budget.next_coins = now, wanted
        budget.next_from_ms = book.now_ms + RAISED_AFTER_MS
        if comes_ms and not _allows_more(wanted, known.next_coins):
            # Less than what was to come anyway takes no longer than that.
            budget.next_from_ms = comes_ms
    outcome = BudgetSet(
        seq=book.next_seq(),
        span=request.span.value,
        before=now,
        coins=budget.coins,
        next_coins=budget.next_coins,
        next_from_ms=budget.next_from_ms,
        cancelled=bool(comes_ms and not budget.next_from_ms),
        given=book.given_within(member.number, request.span),
        ends_ms=_ends_ms(request.span, book),
    )
    book.record(outcome, member)
    book.economy.write(budget)
    return outcome


def _coming_ms(budget: Budget, now_ms: int) -> int:
    """From when on another limit holds; 0 where none is to come."""
    return budget.next_from_ms if now_ms < budget.next_from_ms else 0


def _allows_more(one: int, other: int) -> bool:
    """Whether one limit lets more be given than another."""
    return other != NO_LIMIT and (one == NO_LIMIT or one > other)
