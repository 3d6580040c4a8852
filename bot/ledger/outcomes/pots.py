"""What comes of coins that many take from: promotions, drops and chests."""

from bot.ledger.outcomes import Accepted, Refused, kind


@kind("promo")
class PromotionCreated(Accepted):
    """Bonus coins were set aside for whoever types a code: `people` times `each`."""

    each: int
    people: int
    closes_ms: int


@kind("drop")
class DropCreated(Accepted):
    """Bonus coins were set aside for those of a role who press a button: `people` times `each`."""

    each: int
    people: int
    role: int
    closes_ms: int


@kind("own-chest")
class ChestDropped(Accepted):
    """A member put coins of their own into a chest; `kept` of those named did not divide."""

    coins: int
    bonus_coins: int
    people: int
    even: bool
    kept: int
    opens_ms: int
    closes_ms: int
    fingerprint: str = ""
    """What was told of the seed of its shares; nothing where they are even."""


@kind("chest")
class ChestIssued(Accepted):
    """A moderator filled a chest with bonus coins that were issued for it."""

    bonus_coins: int
    people: int
    opens_ms: int
    closes_ms: int
    fingerprint: str = ""
    """What was told of the seed of its shares."""


@kind("own-chest-open")
class ChestOpened(Accepted):
    """The time came at which a chest opens."""

    pot: int


@kind("own-share")
class ShareTaken(Accepted):
    """A member took their share of a pot, which they have as bonus coins.

    `of` is the kind of pot. Of the share, `coins` had been paid for. `left` shares are left, and
    `all_coins` is what the member has now.
    """

    pot: int
    of: str
    coins: int
    bonus_coins: int
    left: int
    all_coins: int

    @property
    def total(self) -> int:
        """The whole share."""
        return self.coins + self.bonus_coins


@kind("pot-end")
class PotEnded(Accepted):
    """A moderator ended a pot; so much of it went back to where it came from."""

    pot: int
    of: str
    own: bool
    taken: int
    people: int
    coins: int
    bonus_coins: int
    repaid: int = 0
    """What of it paid a debt of the keeper's at once."""

    @property
    def back(self) -> int:
        """All that went back."""
        return self.coins + self.bonus_coins


@kind("own-pot-over")
class PotOver(Accepted):
    """The time of a pot was over, or, `early`, its keeper took it back before it opened."""

    pot: int
    of: str
    own: bool
    early: bool
    taken: int
    people: int
    coins: int
    bonus_coins: int
    repaid: int = 0
    """What of it paid a debt of the keeper's at once."""

    @property
    def back(self) -> int:
        """All that went back."""
        return self.coins + self.bonus_coins


@kind("pot-range")
class PotOutOfRange(Refused):
    """A pot cannot be so; `code`: coins (of one share), people, total (of a chest), or
    all (shares together)."""

    code: str
    least: int
    most: int


@kind("chest-short")
class ChestShort(Refused):
    """The keeper has fewer coins than the chest is to hold."""

    total: int
    balance: int


@kind("chest-changed")
class ChestChanged(Refused):
    """The keeper's coins are of other kinds by now than when it was shown how shares are dealt."""


@kind("chest-over-cap")
class ChestOverCap(Refused):
    """A share of the chest would be more than one member may have of another in a day."""

    most: int


@kind("too-many-pots")
class TooManyPots(Refused):
    """One more than somebody may have open at once; `code`: chest or pot."""

    code: str
    most: int


@kind("code-refused")
class CodeRefused(Refused):
    """A text that cannot be a promotion's code."""

    least: int
    most: int


@kind("code-taken")
class CodeTaken(Refused):
    """Another promotion that goes on has this code."""

    pot: int


@kind("no-such-code")
class NoSuchCode(Refused):
    """No promotion that goes on has this code. The next is looked at from `from_ms` on; 0: now."""

    from_ms: int


@kind("guessing-slowed")
class GuessingSlowed(Refused):
    """So many codes in a row were none that the next is looked at from this moment on."""

    from_ms: int


@kind("share-had")
class ShareHad(Refused):
    """The member took their share before, by operation `by_seq`."""

    pot: int
    by_seq: int
    of: str
    total: int


@kind("share-over-cap")
class ShareOverCap(Refused):
    """With this share the member would have more of the keeper today than the guild lets one give
    another: `had` coins of `most`. It renews at `ends_ms`."""

    most: int
    had: int
    ends_ms: int


@kind("own-pot")
class OwnPot(Refused):
    """Nobody takes from what they filled themselves."""

    of: str


@kind("no-such-pot")
class NoSuchPot(Refused):
    """There is no such pot, or it is not what is to be done with it."""


@kind("pot-over")
class PotIsOver(Refused):
    """Nothing is taken from this pot any more; `all_taken`: for it is empty."""

    of: str
    all_taken: bool


@kind("pot-ended-before")
class PotEndedBefore(Refused):
    """What is to be ended was ended by operation `by_seq`; `all_taken`: by its last share."""

    pot: int
    of: str
    by_seq: int
    all_taken: bool


@kind("chest-shut")
class ChestShut(Refused):
    """The chest opens at that moment, in UTC milliseconds."""

    opens_ms: int


@kind("chest-open")
class ChestIsOpen(Refused):
    """A chest is not taken back by its keeper once it is open, until that moment."""

    closes_ms: int


@kind("role-missing")
class RoleMissing(Refused):
    """The pot is for the members of a role."""

    role: int
