"""Whom a guild keeps out: members with a role that buys, sends, receives or cashes out nothing."""

from typing import Final

from bot.ledger.books import GuildBook
from bot.ledger.guild_settings import barred_roles
from bot.ledger.outcomes import Refused
from bot.ledger.outcomes.barring import Barred, RolesUnknown

UNKNOWN_ROLES: Final = -1
"""Among somebody's roles: Discord does not say which others they have."""

_SETTINGS: Final = {
    "buying": "no_buying",
    "sending": "no_sending",
    "receiving": "no_receiving",
    "cashout": "no_cashout",
}
"""What a role can be kept out of, by the setting that names the roles."""


def refuse_barred(
    act: str, roles: tuple[int, ...], book: GuildBook, *, own: bool = True, name: str = ""
) -> Refused | None:
    """Why who has these roles now does not do this, if so.

    `act` is buying, sending, receiving or cashout; not `own`: they are the other one of a gift,
    called `name`.
    Rules of age and region would be none if they failed where Discord is silent: unknown roles are
    kept out, of what a role is kept out of. Turning diamonds into coins is none of the acts: it
    moves no money, and what can be done with the coins is asked when it is done.
    """
    setting: str = getattr(book.settings, _SETTINGS[act])
    if not setting:
        return None
    barred = barred_roles(setting) & set(roles)
    if barred:
        # The role that everybody has carries the guild's own id.
        everyone = book.guild in barred
        return Barred(act=act, role=min(barred), own=own, everyone=everyone, name=name)
    return RolesUnknown(act=act) if UNKNOWN_ROLES in roles else None
