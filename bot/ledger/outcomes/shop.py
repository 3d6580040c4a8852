"""What comes of packs of coins: what was bought and how it was paid for, or why not."""

from bot.ledger.outcomes import Accepted, Refused, kind


@kind("pack")
class PackEdited(Accepted):
    """A pack as it is now; `added` if there was none before. The price is in the smallest units."""

    pack: int
    coins: int
    price: int
    priced_in: str
    """A code of ISO 4217."""
    bonus_coins: int
    bonus_until_ms: int
    """0: for good."""
    sku: int
    retired: bool
    added: bool


@kind("exchange-rate")
class ExchangeRateSet(Accepted):
    """What one of the guild's currency is worth in another, in millionths; 0 for no rate at all."""

    priced_in: str
    other: str
    before: int
    rate: int


@kind("own-purchase")
class PurchaseAsked(Accepted):
    """Somebody asked to buy packs, which a moderator decides about once they are paid for."""

    pack: int
    quantity: int
    coins: int
    bonus_coins: int
    price: int
    priced_in: str


@kind("own-purchase-withdrawn")
class PurchaseWithdrawn(Accepted):
    """Somebody took their own request to buy back."""

    purchase: int
    coins: int
    bonus_coins: int
    price: int
    priced_in: str


@kind("purchase")
class PurchaseConfirmed(Accepted):
    """A moderator said that it was paid for: the coins are there, but for what paid a debt."""

    purchase: int
    member: int
    coins: int
    bonus_coins: int
    price: int
    priced_in: str
    kept_coins: int
    kept_bonus_coins: int

    @property
    def repaid(self) -> int:
        """How many of the coins paid what the member owed."""
        return self.coins + self.bonus_coins - self.kept_coins - self.kept_bonus_coins


@kind("purchase-declined")
class PurchaseDeclined(Accepted):
    """A moderator declined a request to buy, and nothing was moved."""

    purchase: int
    member: int
    coins: int
    bonus_coins: int
    price: int
    priced_in: str


@kind("own-entitlement")
class EntitlementCredited(Accepted):
    """What Discord sold is credited, but for what paid a debt."""

    entitlement: int
    sku: int
    pack: int
    coins: int
    bonus_coins: int
    kept_coins: int
    kept_bonus_coins: int

    @property
    def repaid(self) -> int:
        """How many of the coins paid what the member owed."""
        return self.coins + self.bonus_coins - self.kept_coins - self.kept_bonus_coins


@kind("entitlement-revoked")
class EntitlementRevoked(Accepted):
    """Discord took a purchase back: the coins are gone, and what was spent of them is owed."""

    purchase: int
    member: int
    entitlement: int
    coins: int
    bonus_coins: int
    owed_coins: int
    owed_bonus_coins: int

    @property
    def owed(self) -> int:
        """How many of the coins were gone already, and are owed now."""
        return self.owed_coins + self.owed_bonus_coins


@kind("nothing-for-sale")
class NothingForSale(Refused):
    """No moderator sells coins here: by `shop`, they are play money or sold by Discord."""

    shop: str


@kind("no-such-pack")
class NoSuchPack(Refused):
    """No pack on offer has this number."""

    pack: int


@kind("pack-quantity")
class PackQuantityOutOfRange(Refused):
    """So many packs are not sold at once."""

    quantity: int
    most: int


@kind("pack-price-changed")
class PackPriceChanged(Refused):
    """The packs no longer cost what was shown, or no longer give as many coins for it; `coins` is
    what they give now, with what comes as a bonus."""

    pack: int
    coins: int
    price: int
    priced_in: str
    quoted: int
    quoted_in: str


@kind("too-many-purchases")
class TooManyPurchases(Refused):
    """So many requests of a member wait already."""

    most: int


@kind("no-such-purchase")
class NoSuchPurchase(Refused):
    """No request to buy has this `#seq`."""

    purchase: int


@kind("purchase-over")
class PurchaseOver(Refused):
    """Somebody was quicker: `state` says what became of the request, `by_seq` what ended it."""

    purchase: int
    state: str
    by_seq: int


@kind("purchase-own")
class OwnPurchase(Refused):
    """Nobody confirms or declines what they asked for themselves."""

    purchase: int


@kind("purchase-of-another")
class PurchaseOfAnother(Refused):
    """Nobody takes back what another asked for."""

    purchase: int


@kind("pack-refused")
class PackRefused(Refused):
    """A pack cannot be this; `code` says why: coins, price, bonus, until, sku, sku-taken, twin or
    full.

    `most` is what there may be, in coins, the smallest units of money, or packs.
    """

    code: str
    most: int
    priced_in: str


@kind("exchange-refused")
class ExchangeRefused(Refused):
    """There is no such rate; `code` says why: unknown, same, rate or none."""

    code: str
    other: str


@kind("entitlement-known")
class EntitlementKnown(Refused):
    """What Discord sold was credited before, here or on another server."""

    entitlement: int


@kind("entitlement-unsold")
class EntitlementUnsold(Refused):
    """No pack here is what Discord sold."""

    sku: int


@kind("entitlement-unknown")
class EntitlementUnknown(Refused):
    """What Discord takes back was never credited here."""

    entitlement: int
