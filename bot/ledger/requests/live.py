"""What can be asked around live shows: by creators, their deputies, followers and the calendar."""

from typing import ClassVar, Final

from bot.ledger.facts import by_name
from bot.ledger.periods import Span
from bot.ledger.requests import Person, Request

MOST_TITLE_LENGTH: Final = 80
MOST_GOAL: Final = 10**9
"""The most coins, or gifts, that a goal may count up to."""
MOST_GOAL_HOURS: Final = 7 * 24
MOST_MATCH_MINUTES: Final = 60
MATCH_MINUTES: Final = 5
"""How long a match lasts where nobody says: recorded ones took 301 seconds."""
CHALLENGE_MINUTES: Final = 10
"""How long a challenge waits for its answer: as long as two matches of the usual length. Whoever
was to answer is not there then, and a late yes would surprise the one who asked."""
MOST_CHALLENGES: Final = 3
"""How many challenges in a row one may send within the time of one without a yes to any."""
MOST_REPLAYS: Final = 3
REPLAYS_MS: Final = 60_000
"""How many gifts of one creator are shown again within this, whoever asks: a channel takes a
message a second at most, and what is new comes first."""
MOST_PLAN_DAYS: Final = 90
MOST_PLANS: Final = 8
"""How many coming shows of one creator stand announced: as many as one list has room for."""
MOST_DEPUTIES: Final = 10


@by_name
class OfCreator(Request):
    """Something about one creator's show, asked by them or by who may act in their name."""

    creator: Person

    @property
    def creators(self) -> tuple[Person, ...]:
        """The creator whose show it is."""
        return (self.creator,)


@by_name
class StartShow(OfCreator):
    """Begin a live show in a channel; `by_voice` if because the creator went live there."""

    channel: int
    title: str = ""
    by_voice: bool = False


@by_name
class EndShow(OfCreator):
    """End the creator's running show. Whether the actor may is asked where they are known.

    A moderator who ends somebody else's may say why.
    """

    reason: str = ""


@by_name
class PlanShow(Request):
    """Announce a show of the actor's at a moment in UTC milliseconds."""

    channel: int
    at_ms: int
    title: str = ""

    circumstances: ClassVar[frozenset[str]] = frozenset({"channel"})

    @property
    def creators(self) -> tuple[Person, ...]:
        """The actor."""
        return (self.actor,)


@by_name
class ClosePlan(Request):
    """Remind of a planned show whose time has come, or call it off."""

    plan: int
    call_off: bool

    @property
    def named(self) -> int:
        """The plan."""
        return self.plan


@by_name
class ToggleReminder(Request):
    """Have the actor reminded of a planned show, or no more."""

    plan: int

    @property
    def named(self) -> int:
        """The plan."""
        return self.plan


@by_name
class RegisterCreator(Request):
    """Register the actor as a creator, or no more."""

    on: bool

    @property
    def creators(self) -> tuple[Person, ...]:
        """The actor."""
        return (self.actor,)


@by_name
class PauseReceiving(Request):
    """Have the actor receive no gifts for now, or again."""

    on: bool

    @property
    def creators(self) -> tuple[Person, ...]:
        """The actor."""
        return (self.actor,)


@by_name
class FollowCreator(OfCreator):
    """Have the actor follow a creator, or no more; whichever it is not now where `on` is None."""

    on: bool | None = None


@by_name
class NameDeputy(Request):
    """Let somebody thank in the actor's name, or no more."""

    deputy: Person
    on: bool


@by_name
class SetGoal(Request):
    """Set the actor's goal: `target` coins (item 0) or that many of one gift, until a moment."""

    item: int
    target: int
    expires_ms: int

    circumstances: ClassVar[frozenset[str]] = frozenset({"expires_ms"})

    @property
    def creators(self) -> tuple[Person, ...]:
        """The actor."""
        return (self.actor,)


@by_name
class EndGoal(Request):
    """Give the actor's goal up."""

    @property
    def creators(self) -> tuple[Person, ...]:
        """The actor."""
        return (self.actor,)


@by_name
class OfMatch(Request):
    """Something about a match of the actor's and another's, with the roles both have now."""

    own_roles: tuple[int, ...] = ()
    other_roles: tuple[int, ...] = ()

    circumstances: ClassVar[frozenset[str]] = frozenset({"own_roles", "other_roles"})


@by_name
class ProposeMatch(OfMatch):
    """Challenge another creator to a match of some minutes."""

    opponent: Person
    minutes: int
    channel: int

    circumstances: ClassVar[frozenset[str]] = OfMatch.circumstances | {"channel"}

    @property
    def creators(self) -> tuple[Person, ...]:
        """Both of them."""
        return (self.actor, self.opponent)


@by_name
class AnswerMatch(OfMatch):
    """Accept a match as its opponent, or decline or withdraw it as one of the two."""

    match: int
    accept: bool

    @property
    def named(self) -> int:
        """The match."""
        return self.match


@by_name
class EndMatch(Request):
    """Count a match whose time is over, or give up a challenge that nobody answered in time."""

    match: int

    @property
    def named(self) -> int:
        """The match."""
        return self.match


@by_name
class OfCombo(OfCreator):
    """Something about one combo in a creator's queue."""

    combo: int

    @property
    def named(self) -> int:
        """The combo."""
        return self.combo


@by_name
class ThankFor(OfCombo):
    """Thank for one combo."""


@by_name
class SkipThanks(OfCombo):
    """Leave one combo without the creator's own thanks."""


@by_name
class ReplayGift(OfCombo):
    """Show one combo once more, marked as a replay."""


@by_name
class ThankAll(OfCombo):
    """Thank for all that waits, up to and including combo `combo`, which must wait itself."""


@by_name
class HoldThanks(OfCreator):
    """Hold a creator's public thank-yous back, or let them go."""

    on: bool


@by_name
class DecideMessage(Request):
    """Let everybody read the message that came with a gift, or nobody, by a moderator."""

    seq: int
    approve: bool

    @property
    def gift(self) -> int:
        """The gift with the message."""
        return self.seq


@by_name
class PostBoard(Request):
    """Post the board of a period that has ended; `day` is any of its days. The actor leads it."""

    span: Span
    day: str
    channel: int

    circumstances: ClassVar[frozenset[str]] = frozenset({"channel"})
