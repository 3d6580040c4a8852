"""Whose face is whose, as it comes with every interaction, so that nobody need be asked."""

from collections.abc import Mapping
from typing import Any, cast

import discord

from bot.pictures.gallery import Gallery


def meet(gallery: Gallery, interaction: discord.Interaction[Any]) -> None:
    """Remember the avatars of who acted, and of whom they named."""
    avatar = interaction.user.avatar
    gallery.meet(interaction.user.id, avatar.key if avatar else None)
    data = cast("Mapping[str, Any]", interaction.data or {})
    for user_id, user in data.get("resolved", {}).get("users", {}).items():
        if user_id.isdigit() and isinstance(user, Mapping):
            gallery.meet(int(user_id), user.get("avatar"))
