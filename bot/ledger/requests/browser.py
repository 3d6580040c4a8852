"""What can be asked about a creator's overlay: who may open it, how it sounds, and a test."""

from typing import ClassVar, Final

from bot.ledger.facts import by_name
from bot.ledger.requests.live import OfCreator

MOST_LEAST_COINS: Final = 10**9
"""The most coins that an overlay may ask of a gift before it shows it."""
LOUDEST: Final = 100
"""The highest volume, in percent."""
MOST_TESTS: Final = 5
"""How many test alerts a creator's overlay may be sent within `TESTS_MS`: as each is on for about
seven seconds, more would hold up the gifts behind them."""
TESTS_MS: Final = 60_000


@by_name
class OpenOverlay(OfCreator):
    """Have a new secret open the creator's overlay; the one before opens it no more.

    `handle` is the part of the secret by which it is found, `digest` what it is recognised by.
    """

    handle: str
    digest: bytes

    circumstances: ClassVar[frozenset[str]] = frozenset({"handle", "digest"})


@by_name
class CloseOverlay(OfCreator):
    """Have no secret open the creator's overlay any more."""


@by_name
class ChangeOverlay(OfCreator):
    """Set how the creator's overlay sounds and what it shows: `volume` in percent, whether messages
    are read out, and the fewest coins of a gift that is shown."""

    volume: int
    speaks: bool
    least_coins: int


@by_name
class TestAlert(OfCreator):
    """Show an alert on the creator's overlay that nobody can take for a gift."""

    # Pytest would take it for a test by its name.
    __test__: ClassVar[bool] = False
