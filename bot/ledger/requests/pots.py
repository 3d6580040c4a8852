"""What can be asked about coins that many take from: promotions, drops and chests."""

from typing import ClassVar, Final

from bot.ledger.facts import by_name
from bot.ledger.requests import Request

MOST_PEOPLE: Final = 10_000
"""How many may take a share of a promotion or a drop."""
MOST_CHEST_PEOPLE: Final = 150
"""How many may take a share of a chest. Of recorded chests, the largest was for 140."""
MOST_SHARE: Final = 1_000_000
"""The most coins of one share of a promotion or a drop."""
MOST_POT: Final = 10**9
"""The most coins in one pot."""
MOST_PROMOTION_DAYS: Final = 365
MOST_DROP_HOURS: Final = 168
MOST_CHEST_MINUTES: Final = 60
"""How long a chest may stay shut. Recorded chests opened after 3 to 5 minutes."""
CHEST_OPEN_MINUTES: Final = 10
"""How long a chest stays open, where it is not empty before."""
MOST_CODE_LENGTH: Final = 32
MOST_OPEN_POTS: Final = 20
"""How many promotions and drops of one moderator may be open."""
MOST_OPEN_CHESTS: Final = 3
"""How many chests of one member may be open."""


@by_name
class CreatePromotion(Request):
    """Set coins aside for whoever types a code, `uses` times `coins` bonus coins."""

    code: str
    coins: int
    uses: int
    closes_ms: int = 0
    """Until when; 0: for good."""

    circumstances: ClassVar[frozenset[str]] = frozenset({"closes_ms"})


@by_name
class RedeemCode(Request):
    """Take a share of the promotion that a code belongs to."""

    code: str
    own_roles: tuple[int, ...] = ()

    circumstances: ClassVar[frozenset[str]] = frozenset({"own_roles"})


@by_name
class CreateDrop(Request):
    """Set `shares` of `coins` aside for those of a role (0: everyone) who press a button."""

    coins: int
    shares: int
    role: int
    channel: int
    closes_ms: int

    circumstances: ClassVar[frozenset[str]] = frozenset({"closes_ms"})


@by_name
class DropChest(Request):
    """Put coins into a chest, in as many shares, that opens at a moment and closes at a later one.

    `own`: from the actor's wallet; else issued as bonus coins, which is a moderator's right.
    `seed` is drawn by whoever asks, for the rules know no chance. With `quoted_bonus` it holds only
    while as many of the coins would be bonus coins as was shown, on which depends how shares are
    dealt.
    """

    coins: int
    shares: int
    own: bool
    channel: int
    opens_ms: int
    closes_ms: int
    seed: str
    quoted_bonus: int | None = None
    own_roles: tuple[int, ...] = ()

    circumstances: ClassVar[frozenset[str]] = frozenset(
        {"opens_ms", "closes_ms", "seed", "quoted_bonus", "own_roles"}
    )


@by_name
class OfPot(Request):
    """Something about one pot."""

    pot: int

    @property
    def named(self) -> int:
        """The pot, for its message is shown anew."""
        return self.pot


@by_name
class TakeShare(OfPot):
    """Take one's share of a drop or a chest."""

    own_roles: tuple[int, ...] = ()

    circumstances: ClassVar[frozenset[str]] = frozenset({"own_roles"})


@by_name
class OpenChest(OfPot):
    """The time has come at which a chest opens."""


@by_name
class ClosePot(OfPot):
    """Nobody takes from a pot any more: what is left goes back.

    `early`: a moderator or its keeper ends it; else its time is over.
    """

    early: bool
