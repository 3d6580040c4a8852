"""The controls around a creator's overlay, whose address nobody gets but the creator."""

from bot.controls import Control, control


@control("ovlook")
class LookAtOverlay(Control):
    """See how the overlay is set."""

    owner: int


@control("ovask")
class AskNewAddress(Control):
    """Ask whether the overlay shall have a new address."""

    owner: int


@control("ovnew")
class NewAddress(Control):
    """Give the overlay a new address, under the key of the press that asked."""

    owner: int
    key: int


@control("ovend")
class AskCloseOverlay(Control):
    """Ask whether the overlay shall be closed."""

    owner: int


@control("ovshut")
class ShutOverlay(Control):
    """Close the overlay, under the key of the press that asked."""

    owner: int
    key: int


@control("ovset")
class AskLooks(Control):
    """Ask how the overlay shall sound, and what it shows."""

    owner: int


@control("ovform")
class LooksForm(Control):
    """How the overlay shall sound, filled in."""

    owner: int


@control("ovtest")
class ShowTestAlert(Control):
    """Show a test alert on the overlay of the creator with this Discord id.

    It stands on queues that others read too: who may press is asked of the books.
    """

    creator: int
