"""Matches: two creators, some minutes, and who is given more meanwhile."""

from bot.ledger.books import CHANNEL_SINK, Acknowledgement, GuildBook, Member
from bot.ledger.books.live import Match
from bot.ledger.outcomes import Frozen, NotReceiving, Outcome, Refused
from bot.ledger.outcomes.live import (
    ChallengeLapsed,
    ChallengeOver,
    FollowSelf,
    MatchAnswered,
    MatchEnded,
    MatchProposed,
    MatchRuns,
    MinutesOutOfRange,
    NoSuchMatch,
    NotOpponent,
    SideNotReceiving,
    TooFewFollowers,
    TooManyChallenges,
)
from bot.ledger.requests.live import (
    CHALLENGE_MINUTES,
    MOST_CHALLENGES,
    MOST_MATCH_MINUTES,
    AnswerMatch,
    EndMatch,
    OfMatch,
    ProposeMatch,
)
from bot.ledger.rules.barring import refuse_barred
from bot.ledger.rules.combos import refuse_recipient


def propose_match(request: ProposeMatch, book: GuildBook) -> Outcome:
    challenger, opponent = book.member(request.actor), book.member(request.opponent)
    refusal = _refuse_match(request, challenger, opponent, book)
    if refusal:
        return refusal
    outcome = MatchProposed(
        seq=book.next_seq(),
        challenger=challenger.number,
        opponent=opponent.number,
        minutes=request.minutes,
        expires_ms=book.now_ms + CHALLENGE_MINUTES * 60_000,
    )
    book.record(outcome, challenger, subject=opponent)
    book.live.write(
        Match(
            outcome.seq,
            challenger.number,
            opponent.number,
            request.channel,
            request.minutes,
            ends_ms=outcome.expires_ms,
        )
    )
    book.announce(Acknowledgement(outcome.seq, CHANNEL_SINK, 1, request.channel))
    return outcome


def _refuse_match(
    request: ProposeMatch, challenger: Member, opponent: Member, book: GuildBook
) -> Refused | None:
    if challenger is opponent:
        return FollowSelf()
    if not 1 <= request.minutes <= MOST_MATCH_MINUTES:
        return MinutesOutOfRange(minutes=request.minutes, most=MOST_MATCH_MINUTES)
    refusal = _refuse_sides(request, challenger, opponent, book)
    if refusal:
        return refusal
    # Who is challenged by many may still challenge, but nobody challenges or plays twice.
    for match in book.live.matches_of(challenger.number):
        if match.begins_ms or match.challenger == challenger.number:
            return MatchRuns(match=match.number)
    for match in book.live.matches_of(opponent.number):
        if match.begins_ms:
            return MatchRuns(match=match.number)
    return _refuse_haste(challenger, book)


def _refuse_sides(request: OfMatch, own: Member, other: Member, book: GuildBook) -> Refused | None:
    """Why one of the two plays no match, which lives on gifts to both; `own` is who asks."""
    for side, roles in ((own, request.own_roles), (other, request.other_roles)):
        refusal = _refuse_side(side, roles, book)
        barred = refuse_barred("receiving", roles, book, own=side is own)
        if barred and not refusal:
            return barred
        if refusal:
            few = refusal if isinstance(refusal, TooFewFollowers) else None
            return SideNotReceiving(
                own=side is own,
                why=refusal.kind,
                followers=few.followers if few else 0,
                least=few.least if few else 0,
                role=refusal.role if isinstance(refusal, NotReceiving) else 0,
            )
    return None


def _refuse_side(side: Member, roles: tuple[int, ...], book: GuildBook) -> Refused | None:
    role = book.settings.creator_role
    if side.frozen_seq is not None:
        return Frozen(by_seq=side.frozen_seq)
    if role and role not in roles:
        return NotReceiving(role=role)
    return refuse_recipient(side, book)


def _refuse_haste(challenger: Member, book: GuildBook) -> Refused | None:
    """Why somebody is to wait with another challenge, which calls somebody each time."""
    latest = book.live.challenges_of(challenger.number)[:MOST_CHALLENGES]
    unmet = [match for match in latest if not match.accepted_seq and match.ends_ms > book.now_ms]
    if len(unmet) < MOST_CHALLENGES:
        return None
    return TooManyChallenges(most=MOST_CHALLENGES, from_ms=min(it.ends_ms for it in unmet))


def answer_match(request: AnswerMatch, book: GuildBook) -> Outcome:
    member = book.member(request.actor)
    match = book.live.matches.get(request.match)
    if match is None or match.ended_seq or match.begins_ms:
        return NoSuchMatch()
    may = {match.opponent} if request.accept else {match.challenger, match.opponent}
    if member.number not in may:
        return NotOpponent()
    refusal = _refuse_beginning(request, match, book) if request.accept else None
    if refusal:
        return refusal
    ends_ms = book.now_ms + match.minutes * 60_000 if request.accept else 0
    outcome = MatchAnswered(
        seq=book.next_seq(),
        match=match.number,
        challenger=match.challenger,
        opponent=match.opponent,
        accepted=request.accept,
        ends_ms=ends_ms,
    )
    book.record(outcome, member)
    if request.accept:
        match.begins_ms, match.ends_ms = book.now_ms, ends_ms
        match.accepted_seq = outcome.seq
    else:
        match.ended_seq = outcome.seq
    book.live.write(match)
    book.show_anew(match.number, CHANNEL_SINK)
    return outcome


def _refuse_beginning(request: AnswerMatch, match: Match, book: GuildBook) -> Refused | None:
    """Why a match does not begin now, whatever held when it was proposed."""
    if book.now_ms >= match.ends_ms:
        return ChallengeOver(expires_ms=match.ends_ms)
    for creator in (match.challenger, match.opponent):
        for running in book.live.matches_of(creator):
            if running.begins_ms:
                return MatchRuns(match=running.number)
    own, other = book.numbered(match.opponent), book.numbered(match.challenger)
    return _refuse_sides(request, own, other, book)


def end_match(request: EndMatch, book: GuildBook) -> Outcome:
    match = book.live.matches.get(request.match)
    if match is None or match.ended_seq or book.now_ms < match.ends_ms:
        return NoSuchMatch()
    return _count(match, request, book) if match.begins_ms else _let_lapse(match, request, book)


def _let_lapse(match: Match, request: EndMatch, book: GuildBook) -> Outcome:
    outcome = ChallengeLapsed(
        seq=book.next_seq(),
        match=match.number,
        challenger=match.challenger,
        opponent=match.opponent,
    )
    book.record(outcome, book.member(request.actor))
    match.ended_seq = outcome.seq
    book.live.write(match)
    book.show_anew(match.number, CHANNEL_SINK)
    return outcome


def _count(match: Match, request: EndMatch, book: GuildBook) -> Outcome:
    outcome = MatchEnded(
        seq=book.next_seq(),
        match=match.number,
        challenger=match.challenger,
        opponent=match.opponent,
        challenger_coins=match.challenger_coins,
        opponent_coins=match.opponent_coins,
        minutes=match.minutes,
    )
    book.record(outcome, book.member(request.actor))
    match.ended_seq = outcome.seq
    book.live.write(match)
    book.show_anew(match.number, CHANNEL_SINK)
    fallback = book.settings.gift_channel
    book.announce(Acknowledgement(outcome.seq, CHANNEL_SINK, 1, match.channel, fallback))
    return outcome
