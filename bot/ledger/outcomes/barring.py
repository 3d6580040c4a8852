"""Why somebody whose role a guild keeps out of something did not do it."""

from bot.ledger.outcomes import Refused, kind


@kind("barred")
class Barred(Refused):
    """The guild lets the members of a role not do this; `act`: buying, sending, receiving, cashout.

    Not `own`: it is the other one of a gift who has the role.
    """

    act: str
    role: int
    own: bool = True
    everyone: bool = False
    """Whether it is the role that everybody has."""
    name: str = ""
    """Who the other one is, where somebody was to be named."""


@kind("roles-unknown")
class RolesUnknown(Refused):
    """The guild keeps roles out of this, and Discord does not say which ones somebody has."""

    act: str
