"""What comes of a request around live shows: what was done, or why not."""

from dataclasses import dataclass

from bot.ledger.outcomes import Accepted, Refused, kind


@kind("live-start")
@dataclass(frozen=True, slots=True, kw_only=True)
class ShowStarted(Accepted):
    """A show began; it is named by its `seq`."""

    creator: int
    channel: int
    by_voice: bool


@kind("live-end")
@dataclass(frozen=True, slots=True, kw_only=True)
class ShowEnded(Accepted):
    """A show ended, with what it came to."""

    show: int
    creator: int
    channel: int
    started_ms: int
    gifts: int
    coins: int
    earned_units: int


@kind("live-plan")
@dataclass(frozen=True, slots=True, kw_only=True)
class ShowPlanned(Accepted):
    """A show was announced for a moment in UTC milliseconds."""

    creator: int
    at_ms: int


@kind("live-plan-closed")
@dataclass(frozen=True, slots=True, kw_only=True)
class PlanClosed(Accepted):
    """A planned show's time came, or it was called off before."""

    plan: int
    creator: int
    at_ms: int
    called_off: bool


@kind("live-reminder")
@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderToggled(Accepted):
    """Somebody is to be reminded of a plan, or no more."""

    plan: int
    at_ms: int
    on: bool


@kind("live-creator")
@dataclass(frozen=True, slots=True, kw_only=True)
class CreatorRegistered(Accepted):
    """Somebody is a registered creator, or no more."""

    on: bool


@kind("live-pause")
@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivingPaused(Accepted):
    """Somebody receives no gifts for now, or again."""

    on: bool


@kind("live-follow")
@dataclass(frozen=True, slots=True, kw_only=True)
class CreatorFollowed(Accepted):
    """Somebody follows a creator, or no more; `followers` is how many do now."""

    creator: int
    on: bool
    followers: int


@kind("live-deputy")
@dataclass(frozen=True, slots=True, kw_only=True)
class DeputyNamed(Accepted):
    """Somebody may thank in a creator's name, or no more."""

    deputy: int
    on: bool


@kind("live-goal")
@dataclass(frozen=True, slots=True, kw_only=True)
class GoalSet(Accepted):
    """A creator has a goal, named by its `seq`; `replaced` is the one before, or 0."""

    creator: int
    item: int
    name: str
    emoji: str
    target: int
    expires_ms: int
    replaced: int


@kind("live-goal-end")
@dataclass(frozen=True, slots=True, kw_only=True)
class GoalEnded(Accepted):
    """A creator gave a goal up."""

    goal: int
    progress: int
    target: int


@kind("live-match")
@dataclass(frozen=True, slots=True, kw_only=True)
class MatchProposed(Accepted):
    """A creator challenged another; the match is named by its `seq`."""

    challenger: int
    opponent: int
    minutes: int


@kind("live-match-answer")
@dataclass(frozen=True, slots=True, kw_only=True)
class MatchAnswered(Accepted):
    """A match began, or will not take place."""

    match: int
    challenger: int
    opponent: int
    accepted: bool
    ends_ms: int


@kind("live-match-end")
@dataclass(frozen=True, slots=True, kw_only=True)
class MatchEnded(Accepted):
    """A match was counted, in coins."""

    match: int
    challenger: int
    opponent: int
    challenger_coins: int
    opponent_coins: int
    minutes: int


@kind("live-thanks")
@dataclass(frozen=True, slots=True, kw_only=True)
class Thanked(Accepted):
    """A creator, or who may in their name, thanked for a combo."""

    combo: int
    creator: int
    sender: int


@kind("live-thanks-all")
@dataclass(frozen=True, slots=True, kw_only=True)
class AllThanked(Accepted):
    """A creator thanked for all that waited, up to and including combo `through`."""

    creator: int
    through: int


@kind("live-skip")
@dataclass(frozen=True, slots=True, kw_only=True)
class ThanksSkipped(Accepted):
    """A combo is left without the creator's own thanks."""

    combo: int
    creator: int


@kind("live-replay")
@dataclass(frozen=True, slots=True, kw_only=True)
class GiftReplayed(Accepted):
    """A combo is shown once more."""

    combo: int
    creator: int


@kind("live-hold")
@dataclass(frozen=True, slots=True, kw_only=True)
class ThanksHeld(Accepted):
    """A creator's public thank-yous are held back, or go on."""

    creator: int
    on: bool


@kind("message")
@dataclass(frozen=True, slots=True, kw_only=True)
class MessageDecided(Accepted):
    """A moderator let everybody read the message with a gift, or nobody."""

    gift: int
    approved: bool


@kind("live-board")
@dataclass(frozen=True, slots=True, kw_only=True)
class BoardPosted(Accepted):
    """The board of a period that ended is to be posted; `period` as tallies name it."""

    span: str
    period: str


@kind("show-runs")
@dataclass(frozen=True, slots=True, kw_only=True)
class ShowRuns(Refused):
    """The creator's show runs already, in this channel."""

    show: int
    channel: int


@kind("no-show")
@dataclass(frozen=True, slots=True, kw_only=True)
class NoShow(Refused):
    """The creator has no show running."""


@kind("title-too-long")
@dataclass(frozen=True, slots=True, kw_only=True)
class TitleTooLong(Refused):
    """The title has more characters than there is room for."""

    length: int
    most: int


@kind("moment")
@dataclass(frozen=True, slots=True, kw_only=True)
class MomentOutOfRange(Refused):
    """The moment is past, or further away than anything is planned; bounds in UTC milliseconds."""

    at_ms: int
    least_ms: int
    most_ms: int


@kind("plan-closed")
@dataclass(frozen=True, slots=True, kw_only=True)
class NoSuchPlan(Refused):
    """The planned show is over, called off, or was never announced."""


@kind("not-registered")
@dataclass(frozen=True, slots=True, kw_only=True)
class NotRegistered(Refused):
    """Only registered creators receive gifts here, and the recipient is none."""


@kind("receiving-paused")
@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientPaused(Refused):
    """The recipient receives no gifts for now."""


@kind("too-few-followers")
@dataclass(frozen=True, slots=True, kw_only=True)
class TooFewFollowers(Refused):
    """The recipient has fewer followers than gifts ask for here."""

    followers: int
    least: int


@kind("follow-self")
@dataclass(frozen=True, slots=True, kw_only=True)
class FollowSelf(Refused):
    """Nobody follows, challenges or deputises themselves."""


@kind("too-many-deputies")
@dataclass(frozen=True, slots=True, kw_only=True)
class TooManyDeputies(Refused):
    """No creator has more deputies than this."""

    most: int


@kind("goal")
@dataclass(frozen=True, slots=True, kw_only=True)
class GoalOutOfRange(Refused):
    """A goal counts up to something from 1 to `most`."""

    target: int
    most: int


@kind("no-goal")
@dataclass(frozen=True, slots=True, kw_only=True)
class NoGoal(Refused):
    """The creator has no goal."""


@kind("match-minutes")
@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesOutOfRange(Refused):
    """A match takes from 1 to `most` minutes."""

    minutes: int
    most: int


@kind("match-runs")
@dataclass(frozen=True, slots=True, kw_only=True)
class MatchRuns(Refused):
    """One of the two has a match already, proposed or running: number `match`."""

    match: int


@kind("no-match")
@dataclass(frozen=True, slots=True, kw_only=True)
class NoSuchMatch(Refused):
    """The match is over, declined, running already, or nobody's."""


@kind("not-opponent")
@dataclass(frozen=True, slots=True, kw_only=True)
class NotOpponent(Refused):
    """Only who was challenged accepts, and only one of the two declines."""


@kind("not-deputy")
@dataclass(frozen=True, slots=True, kw_only=True)
class NotDeputy(Refused):
    """Only the creator, or a deputy of theirs, does this."""


@kind("already-answered")
@dataclass(frozen=True, slots=True, kw_only=True)
class AlreadyAnswered(Refused):
    """The combo was thanked for or skipped before, by operation `by_seq`; 0: there is none."""

    combo: int
    by_seq: int


@kind("nothing-held")
@dataclass(frozen=True, slots=True, kw_only=True)
class NothingHeld(Refused):
    """No message waits with this gift: it was decided before, or there was none."""

    gift: int


@kind("already-posted")
@dataclass(frozen=True, slots=True, kw_only=True)
class AlreadyPosted(Refused):
    """The board of this period was posted before, by operation `by_seq`."""

    by_seq: int
