"""Creators: who is one, who follows them, and who acts for them."""

from bot.ledger.books import GuildBook
from bot.ledger.outcomes import Frozen, NothingChanged, Outcome
from bot.ledger.outcomes.live import (
    CreatorFollowed,
    CreatorRegistered,
    DeputyNamed,
    FollowSelf,
    ReceivingPaused,
    TooManyDeputies,
)
from bot.ledger.requests.live import (
    MOST_DEPUTIES,
    FollowCreator,
    NameDeputy,
    PauseReceiving,
    RegisterCreator,
)


def register_creator(request: RegisterCreator, book: GuildBook) -> Outcome:
    member = book.member(request.actor)
    if member.frozen_seq is not None:
        return Frozen(by_seq=member.frozen_seq)
    creator = book.live.creator(member.number)
    if creator.registered == request.on:
        return NothingChanged()
    outcome = CreatorRegistered(seq=book.next_seq(), on=request.on)
    book.record(outcome, member)
    creator.registered = request.on
    book.live.write(creator)
    return outcome


def pause_receiving(request: PauseReceiving, book: GuildBook) -> Outcome:
    member = book.member(request.actor)
    creator = book.live.creator(member.number)
    if creator.paused == request.on:
        return NothingChanged()
    outcome = ReceivingPaused(seq=book.next_seq(), on=request.on)
    book.record(outcome, member)
    creator.paused = request.on
    book.live.write(creator)
    return outcome


def follow_creator(request: FollowCreator, book: GuildBook) -> Outcome:
    follower, followed = book.member(request.actor), book.member(request.creator)
    if follower is followed:
        return FollowSelf()
    creator = book.live.creator(followed.number)
    pair = (followed.number, follower.number)
    follows = pair in book.live.following
    on = not follows if request.on is None else request.on
    if on == follows:
        return NothingChanged()
    followers = creator.followers + (1 if on else -1)
    outcome = CreatorFollowed(
        seq=book.next_seq(), creator=followed.number, on=on, followers=followers
    )
    book.record(outcome, follower)
    creator.followers = followers
    book.live.write(creator)
    book.live.following.symmetric_difference_update({pair})
    book.live.changes.followers[pair] = book.now_ms if on else 0
    return outcome


def name_deputy(request: NameDeputy, book: GuildBook) -> Outcome:
    creator, deputy = book.member(request.actor), book.member(request.deputy)
    if creator is deputy:
        return FollowSelf()
    pair = (creator.number, deputy.number)
    if (pair in book.live.deputies) == request.on:
        return NothingChanged()
    named = sum(1 for of, _ in book.live.deputies if of == creator.number)
    if request.on and named >= MOST_DEPUTIES:
        return TooManyDeputies(most=MOST_DEPUTIES)
    outcome = DeputyNamed(seq=book.next_seq(), deputy=deputy.number, on=request.on)
    book.record(outcome, creator)
    book.live.deputies.symmetric_difference_update({pair})
    book.live.changes.deputies[pair] = request.on
    return outcome
