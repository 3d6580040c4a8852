"""What can be asked of the ledger: plain facts, as they were asked, that never change."""

from dataclasses import dataclass, field
from typing import ClassVar, Final

from bot.ledger.facts import Fact, by_name
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


@by_name
class Request(Fact):
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


@by_name
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


@by_name
class AdjustBalance(Request):
    """Give or take `amount` units of a currency, by a moderator and for a reason."""

    member: Person
    currency: Currency
    amount: int
    reason: str


@by_name
class GrantWelcome(Request):
    """Welcome the actor with bonus coins, once."""


@by_name
class ConvertDiamonds(Request):
    """Turn up to `units` of the actor's diamonds into coins, only at the rate that was shown."""

    units: int
    quoted_rate: int


@by_name
class ReverseGift(Request):
    """Take a gift back exactly, by a moderator and for a reason."""

    seq: int
    reason: str

    @property
    def gift(self) -> int:
        """The gift to be reversed."""
        return self.seq


@by_name
class FreezeMember(Request):
    """Stop a member from sending, converting, asking for gifts and acting for a creator."""

    member: Person
    reason: str


@by_name
class UnfreezeMember(Request):
    """Let a frozen member do all of that again."""

    member: Person
    reason: str


@by_name
class ChangeSetting(Request):
    """Change settings of the guild, all or none, given as (name, text) pairs."""

    changes: tuple[tuple[str, str], ...]


@by_name
class EditCatalogue(Request):
    """Add a gift (no `item`) or change one; what is None stays as it is."""

    item: int | None = None
    name: str | None = None
    emoji: str | None = None
    price: int | None = None
    retired: bool | None = None
