"""What can be asked of the ledger: plain facts, as they were asked, that never change."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar, Final

from bot.ledger.browser_book import PassedOver
from bot.ledger.money import Currency
from bot.ledger.shape import names_of

MOST_QUANTITY: Final = 999
MOST_REASON_LENGTH: Final = 300


@dataclass(frozen=True, slots=True)
class Person:
    """A Discord user as a request names them. The same person under another name is the same."""

    user_id: int
    name: str = field(compare=False)
    is_bot: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Something asked once. `key` names the delivery; asked again, it gets the first outcome."""

    guild: int
    key: str
    actor: Person

    circumstances: ClassVar[frozenset[str]] = frozenset()
    """Fields that describe the moment and not what is asked: a second delivery may differ there."""

    @property
    def people(self) -> list[Person]:
        """Everybody whom the request names."""
        return [getattr(self, name) for name in names_of(Person, type(self))]

    @property
    def gift(self) -> int:
        """The `#seq` of the gift that the request is about; 0 if it is about none."""
        return 0

    @property
    def creators(self) -> tuple[Person, ...]:
        """Those of whom the decision needs to know what they are as creators."""
        return ()

    @property
    def named(self) -> int:
        """The number of the combo, match or plan that the request is about; 0 for none."""
        return 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SendGift(Request):
    """Send `quantity` of a gift. With `quoted_price` it holds only at the price that was shown."""

    to: Person
    item: int
    quantity: int = 1
    message: str = ""
    quoted_price: int | None = None
    channel: int = 0
    to_roles: tuple[int, ...] = ()
    own_roles: tuple[int, ...] = ()

    circumstances: ClassVar[frozenset[str]] = frozenset(
        {"quoted_price", "channel", "to_roles", "own_roles"}
    )

    @property
    def creators(self) -> tuple[Person, ...]:
        """Whoever receives the gift."""
        return (self.to,)


@dataclass(frozen=True, slots=True, kw_only=True)
class AdjustBalance(Request):
    """Give or take `amount` units of a currency, by a moderator and for a reason."""

    member: Person
    currency: Currency
    amount: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantWelcome(Request):
    """Welcome the actor with bonus coins, once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConvertDiamonds(Request):
    """Turn up to `units` of the actor's diamonds into coins, only at the rate that was shown."""

    units: int
    quoted_rate: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReverseGift(Request):
    """Take a gift back exactly, by a moderator and for a reason."""

    seq: int
    reason: str

    @property
    def gift(self) -> int:
        """The gift to be reversed."""
        return self.seq


@dataclass(frozen=True, slots=True, kw_only=True)
class FreezeMember(Request):
    """Stop a member from sending, converting, asking for gifts and acting for a creator."""

    member: Person
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnfreezeMember(Request):
    """Let a frozen member do all of that again."""

    member: Person
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeSetting(Request):
    """Change settings of the guild, all or none, given as (name, text) pairs."""

    changes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EditCatalogue(Request):
    """Add a gift (no `item`) or change one; what is None stays as it is."""

    item: int | None = None
    name: str | None = None
    emoji: str | None = None
    price: int | None = None
    retired: bool | None = None


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


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkShown:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkSeen:
    """A member has seen the gifts they received up to and including `seq`."""

    guild: int
    user_id: int
    seq: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkTold:
    """A member was told what moderators did to their account, up to and including `seq`."""

    guild: int
    user_id: int
    seq: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Remember:
    """A fact about this installation itself, such as the commands that Discord was told of."""

    name: str
    value: str
    guild: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkPlayed:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """A browser that holds the secret of this digest acts for a person, until a moment in ms."""

    guild: int
    person: Person
    digest: bytes
    expires_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOut:
    """The secret of this digest opens nothing any more; nor does any other one of `user_id`, in
    whichever guild they signed in, where somebody is named."""

    digest: bytes
    guild: int = 0
    user_id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkShopVisit:
    """Somebody looked at the shop here: what Discord sells them from now on is credited here."""

    guild: int
    person: Person


Mark = MarkShown | MarkSeen | MarkTold | Remember | MarkPlayed | SignIn | SignOut | MarkShopVisit
