"""What is noted beside the money: what was shown, seen and told, and who is signed in."""

from enum import StrEnum

from bot.ledger.books.browser import PassedOver
from bot.ledger.facts import Fact, by_name
from bot.ledger.requests import Person


class Stage(StrEnum):
    """How far showing an acknowledgement has come."""

    ATTEMPTED = "attempted"
    """About to be sent: recorded first, so that after a crash it is known to be in doubt."""
    SHOWN = "shown"
    DOUBTFUL = "doubtful"
    """About to be sent although it may stand already: the channel cannot be read to find out."""
    FAILED = "failed"
    """Discord refused it: nothing was shown, and it is tried again."""
    GONE = "gone"
    """Somebody deleted the message, and it is still needed: it is posted again."""


@by_name
class MarkShown(Fact):
    """What became of showing one revision of an acknowledgement through one sink.

    A mark repeats harmlessly and moves no money, so it carries no key and takes no `#seq`.
    """

    guild: int
    acknowledgement: int
    sink: str
    revision: int
    stage: Stage
    channel: int = 0
    message: int = 0
    trouble: str = ""
    digest: int = 0
    """Which digest is about to carry it, if any. Its combo is closed by that, and the attempt is at
    all that is wanted by then, so that the digest's sum is final."""
    closes: bool = False
    """Whether the attempt closes the combo as a digest does: there is too much to show to count
    it up any more."""


@by_name
class MarkSeen(Fact):
    """A member has seen the gifts they received up to and including `seq`."""

    guild: int
    user_id: int
    seq: int


@by_name
class MarkTold(Fact):
    """A member was told what moderators did to their account, up to and including `seq`."""

    guild: int
    user_id: int
    seq: int


@by_name
class Remember(Fact):
    """A fact about this installation itself, such as the commands that Discord was told of."""

    name: str
    value: str
    guild: int = 0


@by_name
class MarkPlayed(Fact):
    """An overlay has shown an alert to its end: of combo `combo`, the gifts up to `through`.

    `combo` is 0 for what is no combo. Every alert up to `played` is done. Where it never came to
    its end, and others are to have their turn, `passed_over` says which it is.
    """

    guild: int
    creator: int
    combo: int
    through: int
    played: int
    passed_over: PassedOver | None = None


@by_name
class SignIn(Fact):
    """A browser that holds the secret of this digest acts for a person, until a moment in ms."""

    guild: int
    person: Person
    digest: bytes
    expires_ms: int


@by_name
class SignOut(Fact):
    """The secret of this digest opens nothing any more; nor does any other one of `user_id`, in
    whichever guild they signed in, where somebody is named."""

    digest: bytes
    guild: int = 0
    user_id: int = 0


@by_name
class MarkShopVisit(Fact):
    """Somebody looked at the shop here: what Discord sells them from now on is credited here."""

    guild: int
    person: Person


Mark = MarkShown | MarkSeen | MarkTold | Remember | MarkPlayed | SignIn | SignOut | MarkShopVisit
