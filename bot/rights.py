"""Who may do what, asked anew at the moment of each act."""

from collections.abc import Collection
from enum import Enum

import discord

from bot.ledger.guild_settings import GuildSettings


class Right(Enum):
    """What somebody must be allowed to do."""

    MODERATE = "moderate"
    """Look into accounts, freeze and reverse: Moderate Members, or the guild's role for it."""
    MANAGE = "manage"
    """Adjust balances, read the audit and set things up: Manage Server, or the role for it."""


def has_right(
    right: Right,
    permissions: discord.Permissions,
    roles: Collection[int],
    settings: GuildSettings,
) -> bool:
    """Whether the permissions that Discord sent with this very act, or the roles, suffice."""
    if permissions.administrator:
        return True
    if right is Right.MODERATE:
        return permissions.moderate_members or settings.moderator_role in roles
    return permissions.manage_guild or settings.manager_role in roles
