"""What comes of limits, a member's own and the guild's, and of gifts taken back by two."""

from bot.ledger.outcomes import Accepted, Refused, kind


@kind("own-budget")
class BudgetSet(Accepted):
    """A member's own limit for a span of time, in coins; -1 stands for no limit.

    `coins` hold now and `before` did until now; from `next_from_ms` on, where it is not 0,
    `next_coins` will. `given` were given in the period that ends at `ends_ms`.
    """

    span: str
    before: int
    coins: int
    next_coins: int
    next_from_ms: int
    cancelled: bool
    """Whether a change that was to come is given up by it."""
    given: int
    ends_ms: int


@kind("reversal-asked")
class ReversalAsked(Accepted):
    """A moderator asked for a gift to be taken back although its creator no longer has all that it
    earned; a second one decides until `until_ms`. `missing` is in units."""

    gift: int
    name: str
    emoji: str
    quantity: int
    coins: int
    missing: int
    until_ms: int


@kind("reversal-declined")
class ReversalDeclined(Accepted):
    """A gift stays as it is: a second moderator said no to what `asked_seq` asked for, or whoever
    asked took it back (`withdrawn`)."""

    gift: int
    asked_seq: int
    withdrawn: bool


@kind("not-waiting")
class NotWaiting(Refused):
    """Nobody waits for a second moderator to take this gift back."""

    gift: int


@kind("forgive")
class DebtForgiven(Accepted):
    """A manager let a member off what they owed: coins, and units of diamonds."""

    member: int
    coins: int
    bonus_coins: int
    units: int
    bonus_units: int


@kind("nothing-owed")
class NothingOwed(Refused):
    """The member owes nothing."""


@kind("too-young")
class TooYoung(Refused):
    """The guild lets accounts give, and take from pots, once they are so many days old; this one
    will be at that moment, in UTC milliseconds."""

    least_age_days: int
    from_ms: int


@kind("over-limit")
class OverLimit(Refused):
    """A gift or a chest of `total` coins would pass a limit; `left` coins are left till `ends_ms`.

    `whose` limit it is: the giver's own, the guild's, or the guild's for one creator (pair).
    `affordable` is the dearest gift that fits, or 0.
    """

    whose: str
    span: str
    most: int
    left: int
    ends_ms: int
    total: int
    affordable: int


@kind("budget")
class BudgetOutOfRange(Refused):
    """A budget cannot be this: 0 to `most` coins."""

    most: int


@kind("budget-unchanged")
class BudgetUnchanged(Refused):
    """The budget is so already, or, where `from_ms` is not 0, will be from then on."""

    span: str
    coins: int
    from_ms: int


@kind("reversal-waits")
class ReversalWaits(Refused):
    """The one who asked for a reversal is not the second who decides; another one may until
    `until_ms`."""

    gift: int
    until_ms: int


@kind("concerned")
class Concerned(Refused):
    """Whoever sent or received a gift has no part in whether its reversal is forced."""

    gift: int
