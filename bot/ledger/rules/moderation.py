"""What moderators do to an account, and who is told of it."""

from bot.ledger.books import (
    LOG_SINK,
    Acknowledgement,
    GuildBook,
    Member,
)
from bot.ledger.outcomes import (
    AlreadyFrozen,
    MemberFrozen,
    MemberUnfrozen,
    MessageTooLong,
    NotFrozen,
    Outcome,
    OwnFavour,
    ReasonMissing,
    Refused,
)
from bot.ledger.requests import MOST_REASON_LENGTH, FreezeMember, UnfreezeMember


def publish(book: GuildBook, seq: int, actor: Member, *subjects: Member) -> None:
    """Have what a moderator did posted to the log channel, and told to those it concerns."""
    if book.settings.log_channel:
        book.announce(Acknowledgement(seq, LOG_SINK, 1, book.settings.log_channel))
    for member in subjects:
        if member is not actor:
            book.tell(member, seq)


def refuse_reason(reason: str) -> Refused | None:
    if not reason.strip():
        return ReasonMissing()
    if len(reason) > MOST_REASON_LENGTH:
        return MessageTooLong(length=len(reason), most=MOST_REASON_LENGTH)
    return None


def freeze_member(request: FreezeMember, book: GuildBook) -> Outcome:
    actor, member = book.member(request.actor), book.member(request.member)
    refusal = refuse_reason(request.reason)
    if refusal:
        return refusal
    if member.frozen_seq is not None:
        return AlreadyFrozen(by_seq=member.frozen_seq)
    outcome = MemberFrozen(seq=book.next_seq(), member=member.number)
    book.record(outcome, actor, subject=member, note=request.reason.strip())
    member.frozen_seq = outcome.seq
    book.changed(member)
    publish(book, outcome.seq, actor, member)
    return outcome


def unfreeze_member(request: UnfreezeMember, book: GuildBook) -> Outcome:
    actor, member = book.member(request.actor), book.member(request.member)
    refusal = refuse_reason(request.reason)
    if refusal:
        return refusal
    if member.frozen_seq is None:
        return NotFrozen()
    if actor is member:
        return OwnFavour()
    outcome = MemberUnfrozen(seq=book.next_seq(), member=member.number)
    book.record(outcome, actor, subject=member, note=request.reason.strip())
    member.frozen_seq = None
    book.changed(member)
    publish(book, outcome.seq, actor, member)
    return outcome
