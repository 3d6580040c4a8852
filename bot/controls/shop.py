"""The controls of the shop: picking packs, asking for them, and deciding about that."""

from dataclasses import dataclass

from bot.controls import Control, control


@control("shop")
@dataclass(frozen=True, slots=True)
class OpenShop(Control):
    """Show the owner the packs again."""

    owner: int


@control("pack")
@dataclass(frozen=True, slots=True)
class PickPack(Control):
    """Ask about the pack that is picked in a menu."""

    owner: int


@control("packs")
@dataclass(frozen=True, slots=True)
class PickPacks(Control):
    """Ask about so many of one pack."""

    owner: int
    pack: int
    quantity: int


@control("order")
@dataclass(frozen=True, slots=True)
class AskPacks(Control):
    """Ask for what was shown: under its first key, at the price that was shown for all of it, and
    for as many coins."""

    key: int
    owner: int
    pack: int
    quantity: int
    price: int
    currency: str
    coins: int


@control("no-order")
@dataclass(frozen=True, slots=True)
class AskNothing(Control):
    """Ask for nothing."""

    owner: int


@control("unorder")
@dataclass(frozen=True, slots=True)
class TakeBack(Control):
    """Take back what the owner asked for."""

    owner: int
    purchase: int


@control("fetch")
@dataclass(frozen=True, slots=True)
class Claim(Control):
    """Have credited here what Discord sold the owner."""

    owner: int


@control("orders")
@dataclass(frozen=True, slots=True)
class PurchasesPage(Control):
    """A page of what waits, after `#after`; `part` tells the buttons of a page apart."""

    part: str
    owner: int
    after: int


@control("bought")
@dataclass(frozen=True, slots=True)
class ConfirmInList(Control):
    """Confirm a purchase in the list of what waits, which goes on after `#after`."""

    owner: int
    purchase: int
    after: int


@control("unbought")
@dataclass(frozen=True, slots=True)
class DeclineInList(Control):
    """Ask for the reason to decline one there."""

    owner: int
    purchase: int
    after: int


@control("log-bought")
@dataclass(frozen=True, slots=True)
class ConfirmInLog(Control):
    """Confirm the purchase that an entry of the log lays before the moderators."""

    purchase: int


@control("log-unbought")
@dataclass(frozen=True, slots=True)
class DeclineInLog(Control):
    """Ask for the reason to decline it."""

    purchase: int


@control("no-sale")
@dataclass(frozen=True, slots=True)
class DeclineForm(Control):
    """The form that asks why a purchase is declined; `after` is -1 where it came from the log."""

    key: int
    owner: int
    purchase: int
    after: int
