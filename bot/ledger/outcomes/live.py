"""What comes of a request around live shows: what was done, or why not."""

from bot.ledger.outcomes import Accepted, Refused, kind


@kind("live-start")
class ShowStarted(Accepted):
    """A show began; it is named by its `seq`."""

    creator: int
    channel: int
    by_voice: bool


@kind("live-end")
class ShowEnded(Accepted):
    """A show ended, with what it came to."""

    show: int
    creator: int
    channel: int
    started_ms: int
    gifts: int
    coins: int
    earned_units: int


@kind("show-end")
class ShowStopped(ShowEnded):
    """A moderator ended somebody else's show, which stands among what moderators do."""


@kind("live-plan")
class ShowPlanned(Accepted):
    """A show was announced for a moment in UTC milliseconds."""

    creator: int
    at_ms: int


@kind("live-plan-closed")
class PlanClosed(Accepted):
    """A planned show's time came, or it was called off before."""

    plan: int
    creator: int
    at_ms: int
    called_off: bool


@kind("live-reminder")
class ReminderToggled(Accepted):
    """Somebody is to be reminded of a plan, or no more."""

    plan: int
    at_ms: int
    on: bool


@kind("live-creator")
class CreatorRegistered(Accepted):
    """Somebody is a registered creator, or no more."""

    on: bool


@kind("live-pause")
class ReceivingPaused(Accepted):
    """Somebody receives no gifts for now, or again."""

    on: bool


@kind("live-follow")
class CreatorFollowed(Accepted):
    """Somebody follows a creator, or no more; `followers` is how many do now."""

    creator: int
    on: bool
    followers: int


@kind("live-deputy")
class DeputyNamed(Accepted):
    """Somebody may thank in a creator's name, or no more."""

    deputy: int
    on: bool


@kind("live-goal")
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
class GoalEnded(Accepted):
    """A creator gave a goal up."""

    goal: int
    progress: int
    target: int


@kind("live-match")
class MatchProposed(Accepted):
    """A creator challenged another; the match is named by its `seq`."""

    challenger: int
    opponent: int
    minutes: int
    expires_ms: int = 0
    """Until when it may be answered; 0 where challenges waited for ever."""


@kind("live-match-answer")
class MatchAnswered(Accepted):
    """A match began, or will not take place."""

    match: int
    challenger: int
    opponent: int
    accepted: bool
    ends_ms: int


@kind("live-match-lapsed")
class ChallengeLapsed(Accepted):
    """A challenge was given up that nobody answered in time."""

    match: int
    challenger: int
    opponent: int


@kind("live-match-end")
class MatchEnded(Accepted):
    """A match was counted, in coins."""

    match: int
    challenger: int
    opponent: int
    challenger_coins: int
    opponent_coins: int
    minutes: int


@kind("live-thanks")
class Thanked(Accepted):
    """A creator, or who may in their name, thanked for a combo."""

    combo: int
    creator: int
    sender: int


@kind("live-thanks-all")
class AllThanked(Accepted):
    """A creator thanked for all that waited, up to and including combo `through`."""

    creator: int
    through: int


@kind("live-skip")
class ThanksSkipped(Accepted):
    """A combo is left without the creator's own thanks."""

    combo: int
    creator: int


@kind("live-replay")
class GiftReplayed(Accepted):
    """A combo is shown once more."""

    combo: int
    creator: int


@kind("live-hold")
class ThanksHeld(Accepted):
    """A creator's public thank-yous are held back, or go on."""

    creator: int
    on: bool


@kind("message")
class MessageDecided(Accepted):
    """A moderator let everybody read the message with a gift, or nobody."""

    gift: int
    approved: bool


@kind("live-board")
class BoardPosted(Accepted):
    """The board of a period that ended is to be posted; `period` as tallies name it."""

    span: str
    period: str


@kind("show-runs")
class ShowRuns(Refused):
    """The creator's show runs already, in this channel."""

    show: int
    channel: int


@kind("no-show")
class NoShow(Refused):
    """The creator has no show running."""


@kind("title-too-long")
class TitleTooLong(Refused):
    """The title has more characters than there is room for."""

    length: int
    most: int


@kind("moment")
class MomentOutOfRange(Refused):
    """The moment is past, or further away than anything is planned; bounds in UTC milliseconds."""

    at_ms: int
    least_ms: int
    most_ms: int


@kind("plan-closed")
class NoSuchPlan(Refused):
    """The planned show is over, called off, or was never announced."""


@kind("too-many-plans")
class TooManyPlans(Refused):
    """No creator has more shows announced than this."""

    most: int


@kind("not-registered")
class NotRegistered(Refused):
    """Only registered creators receive gifts here, and the recipient is none."""


@kind("receiving-paused")
class RecipientPaused(Refused):
    """The recipient receives no gifts for now."""


@kind("too-few-followers")
class TooFewFollowers(Refused):
    """The recipient has fewer followers than gifts ask for here."""

    followers: int
    least: int


@kind("follow-self")
class FollowSelf(Refused):
    """Nobody follows, challenges or deputises themselves."""


@kind("too-many-deputies")
class TooManyDeputies(Refused):
    """No creator has more deputies than this."""

    most: int


@kind("goal")
class GoalOutOfRange(Refused):
    """A goal counts up to something from 1 to `most`."""

    target: int
    most: int


@kind("no-goal")
class NoGoal(Refused):
    """The creator has no goal."""


@kind("match-minutes")
class MinutesOutOfRange(Refused):
    """A match takes from 1 to `most` minutes."""

    minutes: int
    most: int


@kind("match-side")
class SideNotReceiving(Refused):
    """One of the two in a match receives no gifts now: who asked for it (`own`), or the other."""

    own: bool
    why: str
    """The kind of the refusal that a gift to them would meet."""
    followers: int = 0
    least: int = 0
    role: int = 0
    """The role that receives gifts here, where that is what is missing."""


@kind("challenge-over")
class ChallengeOver(Refused):
    """The challenge could be answered until this moment, in UTC milliseconds; 0: long ago."""

    expires_ms: int


@kind("too-many-challenges")
class TooManyChallenges(Refused):
    """So many challenges in a row met no yes; the next may be sent from this moment on."""

    most: int
    from_ms: int


@kind("match-runs")
class MatchRuns(Refused):
    """One of the two has a match already, proposed or running: number `match`."""

    match: int


@kind("no-match")
class NoSuchMatch(Refused):
    """The match is over, declined, running already, or nobody's."""


@kind("not-opponent")
class NotOpponent(Refused):
    """Only who was challenged accepts, and only one of the two declines."""


@kind("not-deputy")
class NotDeputy(Refused):
    """Only the creator, or a deputy of theirs, does this."""


@kind("already-answered")
class AlreadyAnswered(Refused):
    """The combo was thanked for or skipped before, by operation `by_seq`; 0: there is none."""

    combo: int
    by_seq: int


@kind("too-many-replays")
class TooManyReplays(Refused):
    """So many gifts of the creator were shown again just now; the next may be from this moment on,
    in UTC milliseconds."""

    most: int
    from_ms: int


@kind("nothing-held")
class NothingHeld(Refused):
    """No message waits with this gift: it was decided before, or went with a gift that was taken
    back, or there was none."""

    gift: int


@kind("own-message")
class OwnMessage(Refused):
    """Nobody decides about the message that they wrote themselves with this gift."""

    gift: int


@kind("not-over")
class NotOver(Refused):
    """The period goes on until this moment, in UTC milliseconds; 0: for ever."""

    ends_ms: int


@kind("already-posted")
class AlreadyPosted(Refused):
    """The board of this period was posted before, by operation `by_seq`."""

    by_seq: int
