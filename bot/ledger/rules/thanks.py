"""The thank-you queue: what a creator does about the gifts they were given."""

from bot.ledger.books import CHANNEL_SINK, Acknowledgement, GuildBook, Member
from bot.ledger.books.live import REVIEW_SINK, Combo, Sweep
from bot.ledger.outcomes import Frozen, NoSuchGift, NothingChanged, Outcome, Refused
from bot.ledger.outcomes.live import (
    AllThanked,
    AlreadyAnswered,
    GiftReplayed,
    MessageDecided,
    NotDeputy,
    NothingHeld,
    OwnMessage,
    Thanked,
    ThanksHeld,
    ThanksSkipped,
    TooManyReplays,
)
from bot.ledger.requests.live import (
    MOST_REPLAYS,
    REPLAYS_MS,
    DecideMessage,
    HoldThanks,
    OfCombo,
    OfCreator,
    ReplayGift,
    SkipThanks,
    ThankAll,
    ThankFor,
)
from bot.ledger.rules.combos import revise


def refuse_actor(request: OfCreator, creator: Member, book: GuildBook) -> Refused | None:
    """Why somebody may not act in a creator's name; None where they may."""
    actor = book.member(request.actor)
    if actor is creator:
        return None
    if (creator.number, actor.number) not in book.live.deputies:
        return NotDeputy()
    # One's own queue stays open: no gift goes unthanked for what its creator did elsewhere.
    return None if actor.frozen_seq is None else Frozen(by_seq=actor.frozen_seq)


def free_from_ms(latest: list[int], most: int, within_ms: int, now_ms: int) -> int:
    """From when on something may be done again of which there may be `most` within a time, all in
    milliseconds; 0 where it may be now. `latest` is when it was done, in order."""
    recent = [at_ms for at_ms in latest[-most:] if 0 <= now_ms - at_ms < within_ms]
    return recent[0] + within_ms if len(recent) == most else 0


def _due(request: OfCombo, creator: Member, book: GuildBook) -> Combo | Refused:
    """The combo that a request is about, if it waits in this creator's queue."""
    refusal = refuse_actor(request, creator, book)
    if refusal:
        return refusal
    combo = book.live.combos.get(request.combo)
    if combo is None or combo.recipient != creator.number or not combo.coins:
        return AlreadyAnswered(combo=request.combo, by_seq=0)
    if combo.answered_seq:
        return AlreadyAnswered(combo=combo.number, by_seq=max(combo.answered_seq, 0))
    return combo


def thank_for(request: ThankFor, book: GuildBook) -> Outcome:
    creator = book.member(request.creator)
    combo = _due(request, creator, book)
    if isinstance(combo, Refused):
        return combo
    outcome = Thanked(
        seq=book.next_seq(), combo=combo.number, creator=creator.number, sender=combo.sender
    )
    book.record(outcome, book.member(request.actor), subject=creator)
    _answer(combo, outcome.seq, book)
    revise(combo, book)
    return outcome


def skip_thanks(request: SkipThanks, book: GuildBook) -> Outcome:
    creator = book.member(request.creator)
    combo = _due(request, creator, book)
    if isinstance(combo, Refused):
        return combo
    outcome = ThanksSkipped(seq=book.next_seq(), combo=combo.number, creator=creator.number)
    book.record(outcome, book.member(request.actor), subject=creator)
    _answer(combo, outcome.seq, book)
    return outcome


def _answer(combo: Combo, seq: int, book: GuildBook) -> None:
    combo.answered_seq, combo.answered_ms = seq, book.now_ms
    book.live.write(combo)


def thank_all(request: ThankAll, book: GuildBook) -> Outcome:
    creator = book.member(request.creator)
    combo = _due(request, creator, book)
    if isinstance(combo, Refused):
        return combo
    outcome = AllThanked(seq=book.next_seq(), creator=creator.number, through=combo.number)
    book.record(outcome, book.member(request.actor), subject=creator)
    sweep = Sweep(creator.number, combo.number, outcome.seq, book.now_ms)
    book.live.changes.sweeps.append(sweep)
    # The store answers all of them at once, so those that were read here must not undo it.
    for known in book.live.combos.values():
        due = known.recipient == creator.number and not known.answered_seq and known.coins
        if due and known.number <= combo.number:
            _answer(known, outcome.seq, book)
    show = book.live.show_of(creator.number)
    channel = show.channel if show else book.settings.gift_channel or combo.channel
    book.announce(Acknowledgement(outcome.seq, CHANNEL_SINK, 1, channel, combo.channel))
    newest = book.acknowledgements.get((combo.number, CHANNEL_SINK))
    if newest and newest.message:
        # One message names everybody. The newest thank-you, which all still see, is marked too.
        newest.wanted += 1
        book.announce(newest)
    return outcome


def replay_gift(request: ReplayGift, book: GuildBook) -> Outcome:
    creator = book.member(request.creator)
    refusal = refuse_actor(request, creator, book)
    if refusal:
        return refusal
    combo = book.live.combos.get(request.combo)
    if combo is None or combo.recipient != creator.number or not combo.coins:
        return NoSuchGift(gift=request.combo)
    replays = book.live.replays.setdefault(creator.number, [])
    from_ms = free_from_ms(replays, MOST_REPLAYS, REPLAYS_MS, book.now_ms)
    if from_ms:
        return TooManyReplays(most=MOST_REPLAYS, from_ms=from_ms)
    replays.append(book.now_ms)
    book.browser.show_again(creator.number, combo.number)
    outcome = GiftReplayed(seq=book.next_seq(), combo=combo.number, creator=creator.number)
    book.record(outcome, book.member(request.actor), subject=creator)
    show = book.live.show_of(creator.number)
    channel = show.channel if show else combo.channel
    book.announce(Acknowledgement(outcome.seq, CHANNEL_SINK, 1, channel, combo.channel))
    return outcome


def hold_thanks(request: HoldThanks, book: GuildBook) -> Outcome:
    member = book.member(request.creator)
    refusal = refuse_actor(request, member, book)
    if refusal:
        return refusal
    creator = book.live.creator(member.number)
    if creator.holding == request.on:
        return NothingChanged()
    outcome = ThanksHeld(seq=book.next_seq(), creator=member.number, on=request.on)
    book.record(outcome, book.member(request.actor), subject=member)
    creator.holding = request.on
    book.live.write(creator)
    return outcome


def decide_message(request: DecideMessage, book: GuildBook) -> Outcome:
    gift = book.gifts.get(request.seq)
    if gift is None or gift.seq not in book.live.held:
        return NothingHeld(gift=request.seq)
    actor, sender = book.member(request.actor), book.numbered(gift.sender)
    if actor is sender:
        return OwnMessage(gift=gift.seq)
    outcome = MessageDecided(seq=book.next_seq(), gift=gift.seq, approved=request.approve)
    book.record(outcome, actor, subject=sender)
    book.live.held.discard(gift.seq)
    book.live.changes.held[gift.seq] = False
    if not request.approve:
        book.live.changes.unsaid.append(gift.seq)
        book.tell(sender, outcome.seq)
    combo = book.live.combo_of(gift.sender, gift.recipient, gift.item, gift.seq)
    if combo and request.approve:
        revise(combo, book)
    book.show_anew(gift.seq, REVIEW_SINK)
    return outcome
