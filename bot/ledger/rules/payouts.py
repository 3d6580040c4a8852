"""Diamonds that are paid out: asked for and set aside, decided about, and ended once each."""

from bot.ledger.accounts import Kind, boundary, hold, wallet
from bot.ledger.books import LOG_SINK, GuildBook, Line, Member
from bot.ledger.books.economy import Payout, PayoutState
from bot.ledger.money import (
    MOST_UNITS,
    UNITS_PER_DIAMOND,
    Currency,
    coins_for,
    units_for,
)
from bot.ledger.outcomes import Accepted, Frozen, MessageTooLong, Outcome, Refused
from bot.ledger.outcomes.payouts import (
    ApprovedBefore,
    CashoutOff,
    DebtsFirst,
    NoSuchPayout,
    NotApproved,
    PayoutApproved,
    PayoutAsked,
    PayoutBeyondDay,
    PayoutCancelled,
    PayoutFrozen,
    PayoutIsOwn,
    PayoutOver,
    PayoutOwed,
    PayoutPaid,
    PayoutRejected,
    PayoutTermsChanged,
    PayoutTooLarge,
    PayoutTooSmall,
    PayoutUnderway,
    ReferenceIsAccount,
    ReferenceMissing,
    TooFewToCashOut,
    TooManyPayouts,
    TooManyPayoutsToday,
)
from bot.ledger.payment import fewest_units, names_an_account, payout_money
from bot.ledger.periods import Span, ends_ms
from bot.ledger.requests import MOST_REASON_LENGTH
from bot.ledger.requests.payouts import (
    MOST_OPEN_PAYOUTS,
    MOST_PAYOUTS_A_DAY,
    ApprovePayout,
    AskPayout,
    CancelPayout,
    CompletePayout,
    OfPayout,
    RejectPayout,
)
from bot.ledger.rules.barring import refuse_barred
from bot.ledger.rules.moderation import publish, refuse_reason

_TAKEN_BACK = frozenset({PayoutState.CANCELLED, PayoutState.REJECTED})


def payout_once(payout: int) -> str:
    """What ends a payout, which may happen only once."""
    return f"payout-end:{payout}"


def ask_payout(request: AskPayout, book: GuildBook) -> Outcome:
    member, settings = book.member(request.actor), book.settings
    asked = asked_today(member.number, book)
    refusal = (
        _refuse_creator(request, member, book)
        or _refuse_debts(member, book)
        or _refuse_terms(request, book)
        or _refuse_amount(request, member, book)
        or _refuse_more(request, member, asked, book)
    )
    if refusal:
        return refusal
    units, rate, fee, currency = (
        request.units,
        settings.cashout_rate,
        settings.cashout_fee,
        settings.currency,
    )
    number, own = book.next_seq(), wallet(member.number, Currency.DIAMONDS)
    two_from = settings.cashout_two * UNITS_PER_DIAMOND
    payout = Payout(
        number=number,
        member=member.number,
        units=units,
        rate=rate,
        fee=fee,
        money=payout_money(units, rate, fee, currency),
        currency=currency,
        day=book.today,
        asked_ms=book.now_ms,
        # Whoever asks for it in parts asks for it all the same.
        needs_two=0 < two_from <= asked + units,
    )
    outcome = PayoutAsked(
        seq=number,
        units=units,
        rate=rate,
        fee=fee,
        money=payout.money,
        paid_in=currency,
        needs_two=payout.needs_two,
        units_left=book.balance(own) - units,
    )
    book.record(outcome, member, [Line(own, hold(number, Currency.DIAMONDS), units)])
    book.economy.write(payout)
    publish(book, number, member)
    return outcome


def asked_today(member: int, book: GuildBook) -> int:
    """The units of diamonds that a member asked for today and did not get back."""
    return sum(
        payout.units
        for payout in _payouts_of(member, book)
        if payout.day == book.today and payout.state not in _TAKEN_BACK
    )


def _payouts_of(member: int, book: GuildBook) -> list[Payout]:
    return [payout for payout in book.economy.payouts.values() if payout.member == member]


def _refuse_creator(request: AskPayout, member: Member, book: GuildBook) -> Refused | None:
    if not book.settings.cashout:
        return CashoutOff()
    if member.frozen_seq is not None:
        return Frozen(by_seq=member.frozen_seq)
    return refuse_barred("cashout", request.own_roles, book)


def _refuse_debts(member: Member, book: GuildBook) -> Refused | None:
    """What was given away is no money: who owes bonus coins or bonus diamonds owes nobody any."""
    coins, units = _owed(member.number, book)
    if not coins and not units:
        return None
    rate, purse = book.settings.conversion_rate, book.purse(member)
    enough = units_for(coins, rate)
    # Bonus diamonds become coins first, and those coins pay no debt of others.
    before = units_for(coins_for(purse.bonus_diamonds, rate), rate)
    converted = before + enough if 0 < enough <= purse.diamonds else 0
    return DebtsFirst(coins=coins, units=units, converted=converted)


def _owed(member: int, book: GuildBook) -> tuple[int, int]:
    """What a member owes of what is worth money: coins, and units of diamonds."""
    return book.owed(member, Currency.COINS), book.owed(member, Currency.DIAMONDS)


def _refuse_terms(request: AskPayout, book: GuildBook) -> Refused | None:
    settings = book.settings
    terms = (settings.cashout_rate, settings.cashout_fee, settings.currency)
    if (request.quoted_rate, request.quoted_fee, request.quoted_currency) == terms:
        return None
    rate, fee, currency = terms
    return PayoutTermsChanged(rate=rate, fee=fee, paid_in=currency)


def _refuse_amount(request: AskPayout, member: Member, book: GuildBook) -> Refused | None:
    settings, units = book.settings, request.units
    # At a low rate, even what the guild calls enough may be worth less than its smallest coin.
    worth = fewest_units(settings.cashout_rate, settings.cashout_fee, settings.currency)
    least = max(settings.cashout_least * UNITS_PER_DIAMOND, worth)
    purse = book.purse(member)
    if units < least:
        return PayoutTooSmall(wanted=units, least=least, balance=purse.diamonds)
    if units > purse.diamonds:
        return TooFewToCashOut(wanted=units, balance=purse.diamonds, bonus=purse.bonus_diamonds)
    return PayoutTooLarge(wanted=units, most=MOST_UNITS) if units > MOST_UNITS else None


def _refuse_more(request: AskPayout, member: Member, asked: int, book: GuildBook) -> Refused | None:
    settings, own = book.settings, _payouts_of(member.number, book)
    if sum(not payout.ended_seq for payout in own) >= MOST_OPEN_PAYOUTS:
        return TooManyPayouts(most=MOST_OPEN_PAYOUTS)
    from_ms = ends_ms(Span.DAY, book.today, settings.timezone) or 0
    if sum(payout.day == book.today for payout in own) >= MOST_PAYOUTS_A_DAY:
        return TooManyPayoutsToday(most=MOST_PAYOUTS_A_DAY, from_ms=from_ms)
    most = settings.cashout_daily * UNITS_PER_DIAMOND
    if most and asked + request.units > most:
        return PayoutBeyondDay(wanted=request.units, asked=asked, most=most, from_ms=from_ms)
    return None


def cancel_payout(request: CancelPayout, book: GuildBook) -> Outcome:
    member, payout = book.member(request.actor), book.economy.payouts.get(request.payout)
    if payout is None or payout.member != member.number:
        return NoSuchPayout(payout=request.payout)
    if payout.ended_seq:
        return _over(payout)
    if payout.state == PayoutState.APPROVED:
        # Or they would have the money that was on its way, and the diamonds.
        return PayoutUnderway(payout=payout.number)
    back = _back(payout)
    refusal = book.overflow([back])
    if refusal:
        return refusal
    outcome = PayoutCancelled(
        seq=book.next_seq(),
        payout=payout.number,
        units=payout.units,
        units_left=book.balance(back.target)
        + book.kept(member.number, Currency.DIAMONDS, payout.units),
    )
    _end(payout, PayoutState.CANCELLED, outcome, member, back, book=book)
    publish(book, outcome.seq, member)
    return outcome


def approve_payout(request: ApprovePayout, book: GuildBook) -> Outcome:
    actor = book.member(request.actor)
    payout = _decided(request, actor, book)
    if isinstance(payout, Refused):
        return payout
    refusal = _refuse_approval(payout, actor, book)
    if refusal:
        return refusal
    if payout.first_approver:
        payout.second_approver = actor.number
    else:
        payout.first_approver = actor.number
    needs_another = payout.needs_two and not payout.second_approver
    payout.state = PayoutState.ASKED if needs_another else PayoutState.APPROVED
    outcome = PayoutApproved(
        seq=book.next_seq(),
        payout=payout.number,
        units=payout.units,
        money=payout.money,
        paid_in=payout.currency,
        needs_another=needs_another,
    )
    subject = book.numbered(payout.member)
    book.record(outcome, actor, subject=subject)
    _rewrite(payout, book)
    publish(book, outcome.seq, actor, subject)
    return outcome


def _refuse_approval(payout: Payout, actor: Member, book: GuildBook) -> Refused | None:
    if payout.state == PayoutState.APPROVED or payout.first_approver == actor.number:
        own = actor.number in {payout.first_approver, payout.second_approver}
        return ApprovedBefore(payout=payout.number, own=own)
    return _refuse_payment(payout, book)


def reject_payout(request: RejectPayout, book: GuildBook) -> Outcome:
    actor = book.member(request.actor)
    payout = refuse_reason(request.reason) or _decided(request, actor, book)
    if isinstance(payout, Refused):
        return payout
    back = _back(payout)
    refusal = book.overflow([back])
    if refusal:
        return refusal
    outcome = PayoutRejected(
        seq=book.next_seq(),
        payout=payout.number,
        units=payout.units,
        money=payout.money,
        paid_in=payout.currency,
    )
    _end(payout, PayoutState.REJECTED, outcome, actor, back, book=book, note=request.reason)
    publish(book, outcome.seq, actor, book.numbered(payout.member))
    return outcome


def complete_payout(request: CompletePayout, book: GuildBook) -> Outcome:
    actor = book.member(request.actor)
    payout = _refuse_reference(request.reference) or _decided(request, actor, book)
    if isinstance(payout, Refused):
        return payout
    if payout.state != PayoutState.APPROVED:
        return NotApproved(payout=payout.number)
    refusal = _refuse_payment(payout, book)
    if refusal:
        return refusal
    outcome = PayoutPaid(
        seq=book.next_seq(),
        payout=payout.number,
        units=payout.units,
        money=payout.money,
        paid_in=payout.currency,
    )
    gone = Line(
        hold(payout.number, Currency.DIAMONDS),
        boundary(Kind.PAID_OUT, Currency.DIAMONDS),
        payout.units,
    )
    _end(payout, PayoutState.PAID, outcome, actor, gone, book=book, note=request.reference)
    publish(book, outcome.seq, actor, book.numbered(payout.member))
    return outcome


def _decided(request: OfPayout, actor: Member, book: GuildBook) -> Payout | Refused:
    """The open payout that a moderator decides about, who is not its creator."""
    payout = book.economy.payouts.get(request.payout)
    if payout is None:
        return NoSuchPayout(payout=request.payout)
    if payout.member == actor.number:
        return PayoutIsOwn(payout=payout.number)
    return _over(payout) if payout.ended_seq else payout


def _over(payout: Payout) -> Refused:
    return PayoutOver(payout=payout.number, state=payout.state, by_seq=payout.ended_seq)


def _refuse_payment(payout: Payout, book: GuildBook) -> Refused | None:
    """Why nothing is paid to this creator now: rejecting is what can be done meanwhile."""
    frozen_seq = book.numbered(payout.member).frozen_seq
    if frozen_seq is not None:
        return PayoutFrozen(payout=payout.number, by_seq=frozen_seq)
    coins, units = _owed(payout.member, book)
    if coins or units:
        return PayoutOwed(payout=payout.number, owed=units, coins=coins)
    return None


def _refuse_reference(reference: str) -> Refused | None:
    if not reference.strip():
        return ReferenceMissing()
    if len(reference) > MOST_REASON_LENGTH:
        return MessageTooLong(length=len(reference), most=MOST_REASON_LENGTH)
    return ReferenceIsAccount() if names_an_account(reference) else None


def _back(payout: Payout) -> Line:
    currency = Currency.DIAMONDS
    return Line(hold(payout.number, currency), wallet(payout.member, currency), payout.units)


def _end(
    payout: Payout,
    state: PayoutState,
    outcome: Accepted,
    actor: Member,
    line: Line,
    *,
    book: GuildBook,
    note: str = "",
) -> None:
    """Enter what ended a payout, whose hold is empty by that."""
    creator = book.numbered(payout.member)
    book.record(
        outcome,
        actor,
        [line],
        subject=None if creator is actor else creator,
        once=payout_once(payout.number),
        note=note.strip(),
    )
    payout.state, payout.ended_seq = state, outcome.seq
    _rewrite(payout, book)


def _rewrite(payout: Payout, book: GuildBook) -> None:
    """Keep how far a payout has come, which the entry of the log that asks for it tells, too."""
    book.economy.write(payout)
    book.show_anew(payout.number, LOG_SINK)
