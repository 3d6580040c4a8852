"""The controls of the thank-you queue.

None of them names its owner, for a card in a private channel is for all who read there: who may
press is asked of the books at every press. `creator` is a Discord id, `last` the combo that was
answered last, and `opened` names a private card, by the interaction that opened it.
"""

from bot.controls import Control, control
from bot.ledger.facts import in_order


@in_order
class InQueue(Control):
    """Something on the card of a creator's queue."""

    creator: int
    last: int
    opened: int


@control("qopen")
class OpenQueue(Control):
    """Show the queue on a card of its own."""

    creator: int


@control("qlook")
class RefreshQueue(InQueue):
    """Look who waits now."""


@control("qours")
class RefreshShared(Control):
    """The same on a shared card as it was posted; also how that card is recognised.

    `wish` is the interaction that it was posted for, or the message whose place it takes.
    """

    wish: int
    creator: int
    last: int


@control("qthank")
class QueueThank(InQueue):
    """Thank for the combo that was shown."""

    combo: int


@control("qskip")
class QueueSkip(InQueue):
    """Leave the combo that was shown without thanks in person."""

    combo: int


@control("qall")
class QueueThankAll(InQueue):
    """Thank for all that waited when the card was shown; of very many, ask once first."""

    through: int


@control("qsure")
class ConfirmThankAll(InQueue):
    """Thank for that many, under the key of the press that asked."""

    through: int
    key: int


@control("qagain")
class QueueReplay(InQueue):
    """Show a combo once more in public."""

    combo: int


@control("qhold")
class QueueHold(InQueue):
    """Hold public thank-yous back (1), or let them go (0)."""

    on: int
