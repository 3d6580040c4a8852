"""The controls of a live board."""

from bot.controls import Control, control


@control("live")
class GiftForShow(Control):
    """Pick a gift for whose show it is; also how the board of that show is recognised.

    `to` is a Discord id.
    """

    show: int
    to: int

    @property
    def announced(self) -> int:
        """The show."""
        return self.show


@control("quick")
class QuickGift(Control):
    """Send one of this gift at once; every press is a gift of its own."""

    to: int
    item: int


@control("gifters")
class ShowGifters(Control):
    """See who gave most in a show."""

    show: int
