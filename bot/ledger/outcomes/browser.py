"""What comes of a request about the pages in the browser: what was done, or why not."""

from typing import ClassVar

from bot.ledger.outcomes import Accepted, Refused, kind


@kind("live-overlay")
class OverlayOpened(Accepted):
    """A new secret opens a creator's overlay; `replaces` tells whether one before it did."""

    creator: int
    replaces: bool


@kind("live-overlay-closed")
class OverlayClosed(Accepted):
    """No secret opens a creator's overlay any more."""

    creator: int


@kind("live-overlay-looks")
class OverlayChanged(Accepted):
    """How a creator's overlay sounds and what it shows was set."""

    creator: int
    volume: int
    speaks: bool
    least_coins: int


@kind("live-test-alert")
class AlertTested(Accepted):
    """A test alert is to be shown on a creator's overlay."""

    creator: int

    # Pytest would take it for a test by its name.
    __test__: ClassVar[bool] = False


@kind("no-overlay")
class NoOverlay(Refused):
    """The creator has no overlay that anything could be shown on."""


@kind("too-many-tests")
class TooManyTests(Refused):
    """So many test alerts were sent to the creator's overlay just now; the next may be from this
    moment on, in UTC milliseconds."""

    most: int
    from_ms: int


@kind("overlay-looks")
class LooksOutOfRange(Refused):
    """An overlay cannot sound or choose like this: `least` to `most` of what `field` names."""

    field: str
    least: int
    most: int
