"""Shows: starting and ending them, announcing them, and the boards that end with their period."""

from typing import Final

from bot.ledger.books import CHANNEL_SINK, Acknowledgement, GuildBook
from bot.ledger.books.live import BOARD_SINK, ROLE_SINK, Plan, Show
from bot.ledger.outcomes import MessageTooLong, Outcome, Refused
from bot.ledger.outcomes.live import (
    AlreadyPosted,
    BoardPosted,
    MomentOutOfRange,
    NoShow,
    NoSuchPlan,
    NotOver,
    PlanClosed,
    ReminderToggled,
    ShowEnded,
    ShowPlanned,
    ShowRuns,
    ShowStarted,
    ShowStopped,
    TitleTooLong,
    TooManyPlans,
)
from bot.ledger.periods import Span, ends_ms, period
from bot.ledger.requests import MOST_REASON_LENGTH
from bot.ledger.requests.live import (
    MOST_PLAN_DAYS,
    MOST_PLANS,
    MOST_TITLE_LENGTH,
    ClosePlan,
    EndShow,
    PlanShow,
    PostBoard,
    StartShow,
    ToggleReminder,
)
from bot.ledger.rules.combos import refuse_creator
from bot.ledger.rules.moderation import publish

_DAY_MS: Final = 86_400_000
_LEAST_PLAN_MS: Final = 60_000
"""A show is planned for a minute from now at the earliest, or it could as well start."""


def start_show(request: StartShow, book: GuildBook) -> Outcome:
    creator = book.member(request.creator)
    running = book.live.show_of(creator.number)
    if running:
        return ShowRuns(show=running.number, channel=running.channel)
    refusal = refuse_creator(creator, book) or _refuse_title(request.title)
    if refusal:
        return refusal
    outcome = ShowStarted(
        seq=book.next_seq(),
        creator=creator.number,
        channel=request.channel,
        by_voice=request.by_voice,
    )
    actor = book.member(request.actor)
    book.record(outcome, actor, subject=creator, note=request.title.strip())
    book.live.write(
        Show(outcome.seq, creator.number, request.channel, request.by_voice, book.now_ms)
    )
    book.announce(Acknowledgement(outcome.seq, BOARD_SINK, 1, request.channel))
    if book.settings.live_role:
        book.announce(Acknowledgement(outcome.seq, CHANNEL_SINK, 1, request.channel))
    return outcome


def _refuse_title(title: str) -> Refused | None:
    if len(title) > MOST_TITLE_LENGTH:
        return TitleTooLong(length=len(title), most=MOST_TITLE_LENGTH)
    return None


def end_show(request: EndShow, book: GuildBook) -> Outcome:
    actor, creator = book.member(request.actor), book.member(request.creator)
    show = book.live.show_of(creator.number)
    if show is None:
        return NoShow()
    if len(request.reason) > MOST_REASON_LENGTH:
        return MessageTooLong(length=len(request.reason), most=MOST_REASON_LENGTH)
    ended = ShowEnded if actor is creator else ShowStopped
    outcome = ended(
        seq=book.next_seq(),
        show=show.number,
        creator=creator.number,
        channel=show.channel,
        started_ms=show.started_ms,
        gifts=show.gifts,
        coins=show.coins,
        earned_units=show.earned_units,
    )
    book.record(outcome, actor, subject=creator, note=request.reason.strip())
    # A show has an end after its beginning, also where the clock was set back meanwhile.
    show.ended_ms = max(book.now_ms, show.started_ms + 1)
    book.live.write(show)
    book.show_anew(show.number, BOARD_SINK)
    fallback = book.settings.gift_channel
    book.announce(Acknowledgement(outcome.seq, CHANNEL_SINK, 1, show.channel, fallback))
    if isinstance(outcome, ShowStopped):
        publish(book, outcome.seq, actor, creator)
    return outcome


def plan_show(request: PlanShow, book: GuildBook) -> Outcome:
    creator = book.member(request.actor)
    least_ms = book.now_ms + _LEAST_PLAN_MS
    most_ms = book.now_ms + MOST_PLAN_DAYS * _DAY_MS
    if not least_ms <= request.at_ms <= most_ms:
        return MomentOutOfRange(at_ms=request.at_ms, least_ms=least_ms, most_ms=most_ms)
    refusal = refuse_creator(creator, book) or _refuse_title(request.title)
    if refusal:
        return refusal
    if len(book.live.plans_of(creator.number)) >= MOST_PLANS:
        return TooManyPlans(most=MOST_PLANS)
    outcome = ShowPlanned(seq=book.next_seq(), creator=creator.number, at_ms=request.at_ms)
    book.record(outcome, creator, note=request.title.strip())
    book.live.write(Plan(outcome.seq, creator.number, request.channel, request.at_ms))
    book.announce(Acknowledgement(outcome.seq, CHANNEL_SINK, 1, request.channel))
    return outcome


def close_plan(request: ClosePlan, book: GuildBook) -> Outcome:
    creator = book.member(request.actor)
    plan = book.live.plans.get(request.plan)
    if plan is None or plan.closed_seq or plan.creator != creator.number:
        return NoSuchPlan()
    if not request.call_off and book.now_ms < plan.at_ms:
        return MomentOutOfRange(at_ms=book.now_ms, least_ms=plan.at_ms, most_ms=plan.at_ms)
    outcome = PlanClosed(
        seq=book.next_seq(),
        plan=plan.number,
        creator=plan.creator,
        at_ms=plan.at_ms,
        called_off=request.call_off,
    )
    book.record(outcome, creator)
    plan.closed_seq = outcome.seq
    book.live.write(plan)
    book.show_anew(plan.number, CHANNEL_SINK)
    if not request.call_off:
        book.announce(Acknowledgement(outcome.seq, CHANNEL_SINK, 1, plan.channel))
    return outcome


def toggle_reminder(request: ToggleReminder, book: GuildBook) -> Outcome:
    member = book.member(request.actor)
    plan = book.live.plans.get(request.plan)
    if plan is None or plan.closed_seq:
        return NoSuchPlan()
    wanted = (plan.number, member.number)
    on = wanted not in book.live.reminders
    outcome = ReminderToggled(seq=book.next_seq(), plan=plan.number, at_ms=plan.at_ms, on=on)
    book.record(outcome, member)
    book.live.reminders.symmetric_difference_update({wanted})
    book.live.changes.reminders[wanted] = on
    return outcome


def post_board(request: PostBoard, book: GuildBook) -> Outcome:
    once = board_once(request)
    if once in book.once:
        return AlreadyPosted(by_seq=book.once[once])
    over_ms = ends_ms(request.span, request.day, book.settings.timezone)
    if over_ms is None or book.now_ms < over_ms:
        return NotOver(ends_ms=over_ms or 0)
    name = period(request.span, request.day)
    outcome = BoardPosted(seq=book.next_seq(), span=request.span, period=name)
    book.record(outcome, book.member(request.actor), once=once)
    book.announce(Acknowledgement(outcome.seq, CHANNEL_SINK, 1, request.channel))
    role = {Span.WEEK: book.settings.week_role, Span.MONTH: book.settings.month_role}
    if role.get(request.span):
        book.announce(Acknowledgement(outcome.seq, ROLE_SINK, 1, 0))
    return outcome


def board_once(request: PostBoard) -> str:
    return f"board:{period(request.span, request.day)}"
