"""What comes of a request: what was done, or why not, as data that words are made from later."""

from collections.abc import Callable
from typing import ClassVar, Final, TypeVar, dataclass_transform

from bot.ledger.facts import Fact, by_name
from bot.ledger.money import Currency


@by_name
class Accepted(Fact):
    """Something was done, and stands in the books as operation `seq` of the guild."""

    kind: ClassVar[str]
    seq: int


@by_name
class Refused(Fact):
    """Nothing was done, and nothing was taken."""

    kind: ClassVar[str]


Outcome = Accepted | Refused
_Class = TypeVar("_Class", bound=Accepted | Refused)
KINDS: Final[dict[str, Callable[..., Outcome]]] = {}
"""All outcomes by the names under which they are stored."""


@dataclass_transform(frozen_default=True, kw_only_default=True)
def kind(name: str) -> Callable[[type[_Class]], type[_Class]]:
    """Name an outcome as it is stored, for good: a class may be renamed, its kind may not."""

    def register(outcome: type[_Class]) -> type[_Class]:
        made = by_name(outcome)
        made.kind = name
        KINDS[name] = made
        return made

    return register


@kind("gift")
class GiftSent(Accepted):
    """A gift was paid and earned. Members are numbers; amounts are coins and diamond units."""

    sender: int
    recipient: int
    item: int
    name: str
    emoji: str
    quantity: int
    price: int
    coins: int
    bonus_coins: int
    earned_units: int
    coins_left: int
    bonus_coins_left: int
    combo: int = 0
    """The combo it is part of, named by its first gift; 0 for gifts of before there were any."""
    show: int = 0
    """The recipient's show that ran at that moment; 0 for none."""
    level_before: int = 0
    level: int = 0
    """The sender's level before and after."""
    level_told: int = 0
    """The highest level that was told of the sender before they fell from it; 0 if they never fell
    by a reversal."""

    @property
    def total(self) -> int:
        """What the gift cost, in coins of both origins."""
        return self.coins + self.bonus_coins


@kind("adjust")
class BalanceAdjusted(Accepted):
    """A moderator gave or took units of a currency; `balance` is that currency's afterwards."""

    member: int
    currency: Currency
    amount: int
    balance: int
    repaid: int = 0
    """What of it paid a debt at once."""


@kind("welcome")
class WelcomeGranted(Accepted):
    """A new member has their welcome coins."""

    coins: int


@kind("convert")
class DiamondsConverted(Accepted):
    """Diamonds became coins, each origin for itself, at a rate in basis points."""

    units: int
    bonus_units: int
    coins: int
    bonus_coins: int
    rate: int
    coins_left: int
    units_left: int
    repaid: int = 0
    """The coins of both origins that paid what was owed."""


@kind("reverse")
class GiftReversed(Accepted):
    """A gift was taken back: the sender has the coins again, the creator gave up the diamonds."""

    gift: int
    sender: int
    recipient: int
    name: str
    emoji: str
    quantity: int
    coins: int
    bonus_coins: int
    earned_units: int
    level_before: int = 0
    level: int = 0
    """The sender's level before and after; 0 for what was done before they were kept here."""
    owed_units: int = 0
    """What of the diamonds the creator no longer had, and owes from then on: two moderators had it
    taken back all the same."""
    asked_seq: int = 0
    """Where the first of the two asked for it; 0: one was enough, or it was not kept here yet."""


@kind("freeze")
class MemberFrozen(Accepted):
    """A member can neither send nor convert, nor ask for gifts, nor act for a creator."""

    member: int


@kind("unfreeze")
class MemberUnfrozen(Accepted):
    """A member can do all of that again."""

    member: int


@kind("setting")
class SettingChanged(Accepted):
    """Settings of the guild: (name, before, after) for each that is now different."""

    changes: tuple[tuple[str, str, str], ...]


@kind("catalogue")
class CatalogueEdited(Accepted):
    """A gift of the catalogue as it is now; `added` if there was none before."""

    item: int
    name: str
    emoji: str
    price: int
    retired: bool
    added: bool


@kind("insufficient-coins")
class InsufficientCoins(Refused):
    """The wallet holds less than the gift costs; `affordable` is the dearest that fits, or 0."""

    item: int
    quantity: int
    total: int
    balance: int
    affordable: int
    owed: int = 0
    """How many coins are owed, which those that come in pay first."""

    @property
    def missing(self) -> int:
        """How many coins are short."""
        return self.total - self.balance


@kind("unknown-gift")
class UnknownGift(Refused):
    """No gift of the catalogue has this number."""

    item: int


@kind("retired-gift")
class RetiredGift(Refused):
    """The gift is no longer offered."""

    item: int
    name: str


@kind("self-gift")
class SelfGift(Refused):
    """Nobody sends a gift to themselves."""


@kind("bot-recipient")
class BotRecipient(Refused):
    """Bots send and receive nothing, hold nothing, and are in nobody's books."""


@kind("not-receiving")
class NotReceiving(Refused):
    """The guild lets only the members of a role receive gifts."""

    role: int


@kind("frozen")
class Frozen(Refused):
    """A moderator froze the account; `by_seq` is the operation that says why."""

    by_seq: int


@kind("quantity")
class QuantityOutOfRange(Refused):
    """The count is not between the least and the most."""

    quantity: int
    least: int
    most: int


@kind("message-too-long")
class MessageTooLong(Refused):
    """The message or reason has more characters than there is room for."""

    length: int
    most: int


@kind("gift-too-large")
class GiftTooLarge(Refused):
    """One request may not cost this much."""

    total: int
    most: int


@kind("balance-too-large")
class BalanceTooLarge(Refused):
    """Somebody's balance would pass what the books can hold."""

    currency: Currency


@kind("price-changed")
class PriceChanged(Refused):
    """The gift no longer costs what was shown."""

    item: int
    quoted: int
    price: int


@kind("rate-changed")
class RateChanged(Refused):
    """The conversion rate is no longer what was shown; both in basis points."""

    quoted: int
    rate: int


@kind("insufficient-diamonds")
class InsufficientDiamonds(Refused):
    """The wallet holds fewer diamond units than were to be converted."""

    wanted: int
    balance: int


@kind("too-little-to-convert")
class TooLittleToConvert(Refused):
    """The diamonds are worth less than one coin; `least` units would make one."""

    wanted: int
    least: int


@kind("insufficient-balance")
class InsufficientBalance(Refused):
    """More was to be taken than the member holds."""

    currency: Currency
    amount: int
    balance: int


@kind("amount")
class AmountOutOfRange(Refused):
    """An adjustment of nothing, or more units than one adjustment or conversion may move."""

    amount: int
    most: int


@kind("reason-missing")
class ReasonMissing(Refused):
    """What a moderator does has a reason, and none was given."""


@kind("own-favour")
class OwnFavour(Refused):
    """Nobody adjusts, unfreezes or reverses in their own favour."""


@kind("no-such-gift")
class NoSuchGift(Refused):
    """No gift of this guild has this `#seq`."""

    gift: int


@kind("already-reversed")
class AlreadyReversed(Refused):
    """The gift was reversed before, by operation `by_seq`."""

    gift: int
    by_seq: int


@kind("reversal-short")
class ReversalShort(Refused):
    """The creator no longer has the diamonds that the gift earned; missing in units."""

    gift: int
    recipient: int
    missing: int


@kind("already-frozen")
class AlreadyFrozen(Refused):
    """The member is frozen, by operation `by_seq`."""

    by_seq: int


@kind("not-frozen")
class NotFrozen(Refused):
    """The member is not frozen."""


@kind("already-welcomed")
class AlreadyWelcomed(Refused):
    """The member had their welcome coins, by operation `by_seq`."""

    by_seq: int


@kind("not-welcomed")
class NotWelcomed(Refused):
    """The guild gives no welcome coins, or the account is younger than it asks for."""

    least_age_days: int


@kind("setting-refused")
class SettingRefused(Refused):
    """A setting cannot be this; `code`: unknown, range, timezone, language, mints or everyone."""

    name: str
    code: str
    least: int
    most: int


@kind("nothing-changed")
class NothingChanged(Refused):
    """All is already as it was asked to be."""


@kind("catalogue-refused")
class CatalogueRefused(Refused):
    """A gift cannot be this; `code` says why: name, name-taken, emoji, price, last or full."""

    code: str
    most: int


@kind("key-conflict")
class KeyConflict(Refused):
    """The key was used before for something else. Never stored."""


@kind("busy")
class Busy(Refused):
    """Too many requests wait already. Never stored, so that the same key may be tried again."""


@kind("unavailable")
class Unavailable(Refused):
    """The books cannot be written now. Never stored, so that the same key may be tried again."""
