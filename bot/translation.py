"""What Discord's list of commands says in each reader's language; the names stay English."""

from typing import Final

import discord
from discord import app_commands
from discord.app_commands import TranslationContextLocation as Location
from discord.app_commands import TranslationContextTypes, locale_str

from bot.words import described

_TRANSLATED: Final = frozenset(
    {
        Location.command_description,
        Location.group_description,
        Location.parameter_description,
        Location.choice_name,
    }
)
"""What is read and not typed: a choice shows its name, and sends its value."""


class DescriptionTranslator(app_commands.Translator):
    """Finds the descriptions of commands, groups, options and choices among the words."""

    async def translate(
        self, string: locale_str, locale: discord.Locale, context: TranslationContextTypes
    ) -> str | None:
        """A description in a language; None where it stays as it is in English."""
        if context.location not in _TRANSLATED:
            return None
        return described(string.message, locale.value)
