"""Taking back what was spent: by two moderators, as a debt; and letting somebody off one."""

from collections.abc import Iterable, Iterator
from typing import Final

from bot.ledger.accounts import Kind, boundary, debt
from bot.ledger.books import LOG_SINK, GuildBook, Line
from bot.ledger.books.economy import Forcing
from bot.ledger.money import Currency
from bot.ledger.outcomes import Outcome, OwnFavour, Refused
from bot.ledger.outcomes.fairness import (
    Concerned,
    DebtForgiven,
    NothingOwed,
    NotWaiting,
    ReversalAsked,
    ReversalDeclined,
    ReversalWaits,
)
from bot.ledger.requests.fairness import ForceReversal, ForgiveDebt, RefuseReversal
from bot.ledger.rules.gifts import reversible, reversing_lines, shortfall, take_gift_back
from bot.ledger.rules.moderation import publish, refuse_reason

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
        asked_seq = asked.asked_seq if asked and waits else 0
        told = {"missing": missing, "asked_seq": asked_seq}
        return take_gift_back(gift, taken, actor, request.reason, book, **told)
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


def refuse_reversal(request: RefuseReversal, book: GuildBook) -> Outcome:
    actor = book.member(request.actor)
    refusal = refuse_reason(request.reason)
    if refusal:
        return refusal
    asked, gift = book.economy.forcings.get(request.seq), book.gifts.get(request.seq)
    if asked is None or gift is None or not waits_at(asked, book.now_ms):
        return NotWaiting(gift=request.seq)
    if actor.number in {gift.sender, gift.recipient}:
        return Concerned(gift=gift.seq)
    withdrawn = asked.asker == actor.number
    outcome = ReversalDeclined(
        seq=book.next_seq(), gift=gift.seq, asked_seq=asked.asked_seq, withdrawn=withdrawn
    )
    asker = book.numbered(asked.asker)
    subject = None if withdrawn else asker
    book.record(outcome, actor, subject=subject, note=request.reason.strip())
    asked.ended_seq = outcome.seq
    book.economy.write(asked)
    book.show_anew(asked.asked_seq, LOG_SINK)
    publish(book, outcome.seq, actor, asker)
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


def forgive_debt(request: ForgiveDebt, book: GuildBook) -> Outcome:
    actor, member = book.member(request.actor), book.member(request.member)
    refusal = refuse_reason(request.reason)
    if refusal:
        return refusal
    if actor is member:
        return OwnFavour()
    owed = {currency: book.owed(member.number, currency) for currency in Currency}
    lines = [
        Line(debt(member.number, currency), boundary(Kind.UNCOVERED, currency), amount)
        for currency, amount in owed.items()
        if amount
    ]
    if not lines:
        return NothingOwed()
    outcome = DebtForgiven(
        seq=book.next_seq(),
        member=member.number,
        coins=owed[Currency.COINS],
        bonus_coins=owed[Currency.BONUS_COINS],
        units=owed[Currency.DIAMONDS],
        bonus_units=owed[Currency.BONUS_DIAMONDS],
    )
    book.record(outcome, actor, lines, subject=member, note=request.reason.strip())
    publish(book, outcome.seq, actor, member)
    return outcome
