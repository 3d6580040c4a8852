"""Goals: what a creator wants to be given until a moment."""

from bot.ledger.books import GuildBook
from bot.ledger.books.live import Goal
from bot.ledger.outcomes import Outcome, UnknownGift
from bot.ledger.outcomes.live import GoalEnded, GoalOutOfRange, GoalSet, MomentOutOfRange, NoGoal
from bot.ledger.requests.live import MOST_GOAL, MOST_GOAL_HOURS, EndGoal, SetGoal
from bot.ledger.rules.combos import refuse_creator


def set_goal(request: SetGoal, book: GuildBook) -> Outcome:
    creator = book.member(request.actor)
    if not 1 <= request.target <= MOST_GOAL:
        return GoalOutOfRange(target=request.target, most=MOST_GOAL)
    most_ms = book.now_ms + MOST_GOAL_HOURS * 3_600_000
    if not book.now_ms < request.expires_ms <= most_ms:
        return MomentOutOfRange(at_ms=request.expires_ms, least_ms=book.now_ms, most_ms=most_ms)
    item = book.catalogue.get(request.item)
    if request.item and (item is None or item.retired):
        return UnknownGift(item=request.item)
    refusal = refuse_creator(creator, book)
    if refusal:
        return refusal
    before = book.live.goal_of(creator.number)
    outcome = GoalSet(
        seq=book.next_seq(),
        creator=creator.number,
        item=request.item,
        name=item.name if item else "",
        emoji=item.emoji if item else "",
        target=request.target,
        expires_ms=request.expires_ms,
        replaced=before.number if before else 0,
    )
    book.record(outcome, creator)
    if before:
        before.ended_seq = outcome.seq
        book.live.write(before)
    book.live.write(
        Goal(outcome.seq, creator.number, request.item, request.target, 0, request.expires_ms)
    )
    return outcome


def end_goal(request: EndGoal, book: GuildBook) -> Outcome:
    creator = book.member(request.actor)
    goal = book.live.goal_of(creator.number)
    if goal is None:
        return NoGoal()
    outcome = GoalEnded(
        seq=book.next_seq(), goal=goal.number, progress=goal.progress, target=goal.target
    )
    book.record(outcome, creator)
    goal.ended_seq = outcome.seq
    book.live.write(goal)
    return outcome
