"""What can be asked about packs of coins and how they are paid for."""

from typing import ClassVar, Final

from bot.ledger.facts import by_name
from bot.ledger.requests import Request

MOST_PACKS_AT_ONCE: Final = 100
MOST_OFFERED: Final = 25
"""How many packs may be on offer: so many lines a menu has."""
MOST_PACKS: Final = 100
"""How many packs there may be, retired ones included."""
MOST_PACK_COINS: Final = 10**9
MOST_PACK_PRICE: Final = 10**12
"""In the smallest units of the currency; the schema holds no more."""
MOST_EXCHANGE_RATE: Final = 10**12
"""A million of another currency for one, in millionths."""
MOST_OPEN_PURCHASES: Final = 5
"""How many of one member's requests to buy may wait for a moderator."""


@by_name
class EditPack(Request):
    """Add a pack (no `pack`) or change one; what is None stays as it is."""

    pack: int | None = None
    coins: int | None = None
    price: int | None = None
    """In the smallest units of the guild's currency."""
    bonus_coins: int | None = None
    bonus_until_ms: int | None = None
    sku: int | None = None
    retired: bool | None = None


@by_name
class SetExchangeRate(Request):
    """Say what one unit of the guild's currency is worth in another, in millionths, or not."""

    currency: str
    rate: int | None


@by_name
class AskForPack(Request):
    """Ask to buy packs, at the price and in the currency that were shown for all of them.

    With `quoted_coins` it holds only while they give as many coins as were shown, with what comes
    as a bonus.
    """

    pack: int
    quantity: int
    quoted_price: int
    quoted_currency: str
    quoted_coins: int | None = None
    own_roles: tuple[int, ...] = ()

    circumstances: ClassVar[frozenset[str]] = frozenset({"own_roles"})


@by_name
class OfPurchase(Request):
    """Something about one purchase."""

    purchase: int


@by_name
class DecidePurchase(OfPurchase):
    """Say that it was paid for, or why it is declined, as a moderator."""

    confirm: bool
    reason: str = ""


@by_name
class WithdrawPurchase(OfPurchase):
    """Take one's own request to buy back."""


@by_name
class OfEntitlement(Request):
    """Something about what Discord sold; the actor is who bought it, if they are known."""

    entitlement: int


@by_name
class CreditEntitlement(OfEntitlement):
    """Credit the pack that Discord sold as `sku`, once in all guilds together."""

    sku: int
    is_claimed: bool = False
    """Whether who bought it asks for it, and reads in the answer what came of it."""

    circumstances: ClassVar[frozenset[str]] = frozenset({"is_claimed"})


@by_name
class RevokeEntitlement(OfEntitlement):
    """Take back what Discord gave the money back for; what is gone becomes a debt.

    The books say whose it was. The actor only asks: it may be anybody, where a buyer was forgotten.
    """
