"""The controls of promotions, drops and chests."""

from bot.controls import Control, control


@control("pot")
class PotButton(Control):
    """A button under a drop or a chest, also how that message is recognised; `part` says which
    one: take or mine."""

    pot: int
    part: str

    @property
    def announced(self) -> int:
        """The pot."""
        return self.pot


@control("chest")
class ConfirmChest(Control):
    """Drop the chest that was shown, under its first key; `bonus` of its coins would be bonus."""

    key: int
    owner: int
    coins: int
    people: int
    minutes: int
    bonus: int
    own: int


@control("nochest")
class KeepCoins(Control):
    """Drop no chest, or make no drop or no promotion, as `what` says."""

    owner: int
    what: str


@control("backchest")
class TakeChestBack(Control):
    """Take one's own chest back before it opens."""

    owner: int
    pot: int


@control("drop")
class ConfirmDrop(Control):
    """Make the large drop that was asked about, under its first key."""

    key: int
    owner: int
    coins: int
    people: int
    role: int
    hours: int


@control("promo")
class ConfirmPromotion(Control):
    """Make the large promotion that was asked about, under its first key."""

    key: int
    owner: int
    coins: int
    uses: int
    days: int
    typed: str
    """The code, with a space for each colon: that tells no codes apart, and parts controls."""


@control("pots")
class PotsPage(Control):
    """A page of a guild's pots: just older than `before`, or just newer than `after`.

    `what` is promos or drops; `part` tells the buttons of a page apart.
    """

    part: str
    owner: int
    what: str
    before: int = 0
    after: int = 0


@control("askpot")
class AskEndPot(Control):
    """Ask whether a pot is ended early."""

    owner: int
    pot: int


@control("endpot")
class EndPot(Control):
    """End a pot early."""

    owner: int
    pot: int


@control("keeppot")
class KeepPot(Control):
    """End no pot."""

    owner: int
