"""The controls of promotions, drops and chests."""

from dataclasses import dataclass

from bot.controls import Control, control


@control("pot")
@dataclass(frozen=True, slots=True)
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
@dataclass(frozen=True, slots=True)
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
@dataclass(frozen=True, slots=True)
class KeepCoins(Control):
    """Drop no chest, or make no drop, as `what` says."""

    owner: int
    what: str


@control("backchest")
@dataclass(frozen=True, slots=True)
class TakeChestBack(Control):
    """Take one's own chest back before it opens."""

    owner: int
    pot: int


@control("drop")
@dataclass(frozen=True, slots=True)
class ConfirmDrop(Control):
    """Make the large drop that was asked about, under its first key."""

    key: int
    owner: int
    coins: int
    people: int
    role: int
    hours: int


@control("pots")
@dataclass(frozen=True, slots=True)
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
@dataclass(frozen=True, slots=True)
class AskEndPot(Control):
    """Ask whether a pot is ended early."""

    owner: int
    pot: int


@control("endpot")
@dataclass(frozen=True, slots=True)
class EndPot(Control):
    """End a pot early."""

    owner: int
    pot: int


@control("keeppot")
@dataclass(frozen=True, slots=True)
class KeepPot(Control):
    """End no pot."""

    owner: int
