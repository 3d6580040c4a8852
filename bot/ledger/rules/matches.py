"""Matches: two creators, some minutes, and who is given more meanwhile."""

from bot.ledger.books import CHANNEL_SINK, Acknowledgement, GuildBook, Member
from bot.ledger.live_book import Match
from bot.ledger.live_outcomes import (
    FollowSelf,
    MatchAnswered,
    MatchEnded,
    MatchProposed,
    MatchRuns,
    MinutesOutOfRange,
    NoSuchMatch,
    NotOpponent,
)
from bot.ledger.live_requests import MOST_MATCH_MINUTES, AnswerMatch, EndMatch, ProposeMatch
from bot.ledger.outcomes import Outcome, Refused
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
    )
    book.record(outcome, challenger, subject=opponent)
    book.live.write(
        Match(outcome.seq, challenger.number, opponent.number, request.channel, request.minutes)
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
    for creator in (challenger, opponent):
        refusal = refuse_recipient(creator, book)
        if refusal:
            return refusal
    # Who is challenged by many may still challenge, but nobody challenges or plays twice.
    for match in book.live.matches_of(challenger.number):
        if match.begins_ms or match.challenger == challenger.number:
            return MatchRuns(match=match.number)
    for match in book.live.matches_of(opponent.number):
        if match.begins_ms:
            return MatchRuns(match=match.number)
    return None


def answer_match(request: AnswerMatch, book: GuildBook) -> Outcome:
    member = book.member(request.actor)
    match = book.live.matches.get(request.match)
    if match is None or match.ended_seq or match.begins_ms:
        return NoSuchMatch()
    may = {match.opponent} if request.accept else {match.challenger, match.opponent}
    if member.number not in may:
        return NotOpponent()
    if request.accept:
        for creator in (match.challenger, match.opponent):
            for other in book.live.matches_of(creator):
                if other.begins_ms:
                    return MatchRuns(match=other.number)
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


def end_match(request: EndMatch, book: GuildBook) -> Outcome:
    match = book.live.matches.get(request.match)
    if match is None or match.ended_seq or not match.begins_ms or book.now_ms < match.ends_ms:
        return NoSuchMatch()
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
