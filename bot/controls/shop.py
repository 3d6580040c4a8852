"""The controls of the shop: picking packs, asking for them, and deciding about that."""

from bot.controls import Control, control
from bot.controls.requests import ListPage


@control("shop")
class OpenShop(Control):
    """Show the owner the packs again."""

    owner: int


@control("shop-for")
class OpenShopFor(Control):
    """Show the owner the packs again, put together for what is still wanted."""

    owner: int
    wanted: int


@control("pack")
class PickPack(Control):
    """Ask about the pack that is picked in a menu."""

    owner: int


@control("packs")
class PickPacks(Control):
    """Ask about so many of one pack."""

    owner: int
    pack: int
    quantity: int


@control("packs-for")
class PickPacksFor(Control):
    """Ask about so many of one pack, of those that were put together for an amount."""

    owner: int
    pack: int
    quantity: int
    wanted: int


@control("order")
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


@control("order-for")
class AskPacksFor(AskPacks):
    """Ask for what was shown, of an amount of which the rest is shown then."""

    wanted: int


@control("no-order")
class AskNothing(Control):
    """Ask for nothing."""

    owner: int


@control("no-order-for")
class AskNothingFor(AskNothing):
    """Ask for nothing, and keep in mind the amount that packs were put together for."""

    wanted: int


@control("unorder")
class TakeBack(Control):
    """Take back what the owner asked for."""

    owner: int
    purchase: int


@control("fetch")
class Claim(Control):
    """Have credited here what Discord sold the owner."""

    owner: int


@control("orders")
class PurchasesPage(ListPage):
    """A page of the requests to buy that wait."""


@control("bought")
class ConfirmInList(Control):
    """Confirm a purchase in the list of what waits, which goes on after `#after`."""

    owner: int
    purchase: int
    after: int


@control("unbought")
class DeclineInList(Control):
    """Ask for the reason to decline one there."""

    owner: int
    purchase: int
    after: int


@control("log-bought")
class ConfirmInLog(Control):
    """Confirm the purchase that an entry of the log lays before the moderators."""

    purchase: int


@control("log-unbought")
class DeclineInLog(Control):
    """Ask for the reason to decline it."""

    purchase: int


@control("no-sale")
class DeclineForm(Control):
    """The form that asks why a purchase is declined; `after` is -1 where it came from the log."""

    key: int
    owner: int
    purchase: int
    after: int
