"""Taking back a gift whose creator has spent what it earned: by two moderators, as a debt."""

from collections.abc import Iterable, Iterator
from typing import Final

from bot.ledger.accounts import Kind, boundary, debt
from bot.ledger.books import LOG_SINK, GuildBook, Line
from bot.ledger.books.economy import Forcing
from bot.ledger.outcomes import Outcome, Refused
from bot.ledger.outcomes.fairness import Concerned, ReversalAsked, ReversalWaits
from bot.ledger.requests.fairness import ForceReversal
from bot.ledger.rules.gifts import reversible, reversing_lines, shortfall, take_gift_back
from bot.ledger.rules.moderation import publish

WAITS_MS: Final = 24 * 3_600_000
"""How long a second moderator may take."""


def force_reversal(request: ForceReversal, book: GuildBook) -> Outcome:
    actor = book.member(request.actor)
    gift = reversible(request, actor, book)
    if isinstance(gift, Refused):
        return gift
    if gift.recipient == actor.number:
        return Concerned(gift=gift.seq)
    lines = reversing_lines(gift)
    missing = shortfall(lines, book)
    asked = book.economy.forcings.get(gift.seq)
    waits = asked is not None and waits_at(asked, book.now_ms)
    if missing and asked and waits and asked.asker == actor.number:
        return ReversalWaits(gift=gift.seq, until_ms=asked.asked_ms + WAITS_MS)
    # Where nothing is missing any more, it is a reversal like any other, which one may do.
    if waits or not missing:
        taken = [*_with_debts(lines, gift.recipient, book)]
        return take_gift_back(gift, taken, actor, request.reason, book, missing=missing)
    outcome = ReversalAsked(
        seq=book.next_seq(),
        gift=gift.seq,
        name=gift.name,
        emoji=gift.emoji,
        quantity=gift.quantity,
        coins=gift.coins + gift.bonus_coins,
        missing=missing,
        until_ms=book.now_ms + WAITS_MS,
    )
    book.record(outcome, actor, note=request.reason.strip())
    if asked:
        # Its entry of the log offers to decide, and it is this one now that is decided about.
        book.show_anew(asked.asked_seq, LOG_SINK)
    book.economy.write(Forcing(gift.seq, actor.number, outcome.seq, book.now_ms))
    publish(book, outcome.seq, actor)
    return outcome


def waits_at(forcing: Forcing, now_ms: int) -> bool:
    """Whether a second moderator may still decide."""
    return not forcing.ended_seq and now_ms < forcing.asked_ms + WAITS_MS


def _with_debts(lines: Iterable[Line], recipient: int, book: GuildBook) -> Iterator[Line]:
    """The lines as far as the wallets go that they take from, and the rest as what is owed."""
    for line in lines:
        if not line.source.is_stored:
            yield line
            continue
        there = min(line.amount, book.balance(line.source))
        if there:
            yield line._replace(amount=there)
        if line.amount > there:
            currency = line.source.currency
            uncovered = boundary(Kind.UNCOVERED, currency)
            yield Line(uncovered, debt(recipient, currency), line.amount - there)
