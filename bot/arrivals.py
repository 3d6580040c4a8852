"""Whether a command arrived as Discord sends it: nobody else checks the kinds of its options."""

import math
from collections.abc import Mapping
from typing import Any, Final, cast

import discord
from discord import AppCommandOptionType as Kind
from discord import app_commands

_MEMBER: Final = (discord.Member, discord.User)
_KINDS: Final[Mapping[Kind, tuple[type, ...]]] = {
    Kind.string: (str,),
    Kind.integer: (int,),
    Kind.boolean: (bool,),
    Kind.number: (int, float),
    Kind.user: _MEMBER,
    Kind.channel: (app_commands.AppCommandChannel, app_commands.AppCommandThread),
    Kind.role: (discord.Role,),
    Kind.mentionable: (*_MEMBER, discord.Role),
    Kind.attachment: (discord.Attachment,),
}
"""What an option of each kind is given as. Whom Discord does not describe, discord.py makes an
object of that has an id and nothing else."""


def misshapen(interaction: discord.Interaction[Any]) -> str:
    """What of a command is not as Discord sends it, to be logged; nothing if all of it is.

    A command that nobody knows is not looked at, nor what is still being typed.
    """
    command = interaction.command
    if command is None or interaction.type is not discord.InteractionType.application_command:
        return ""
    try:
        # discord.py takes it apart here, and trusts that everything is in its place.
        given = interaction.namespace
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        return f"unreadable: {error!r}"
    if isinstance(command, app_commands.ContextMenu):
        return "" if _has_target(interaction, command) else "nothing it was opened on"
    options = command.parameters
    unknown = {name for name, _ in given} - {option.display_name for option in options}
    wrong = [*(_wrong(option, given) for option in options), *(f"no {name}" for name in unknown)]
    return next(filter(None, wrong), "")


def _has_target(interaction: discord.Interaction[Any], menu: app_commands.ContextMenu) -> bool:
    data = cast("Mapping[str, Any]", interaction.data)
    described = "users" if menu.type is discord.AppCommandType.user else "messages"
    return str(data.get("target_id")) in data.get("resolved", {}).get(described, {})


def _wrong(option: app_commands.Parameter, given: app_commands.Namespace) -> str:
    """What is wrong with an option, or nothing."""
    name = option.display_name
    if name not in given:
        return f"{name} is missing" if option.required else ""
    value = given[name]
    # Python counts True among the numbers, and what is no number too.
    is_of_kind = isinstance(value, _KINDS[option.type]) and (
        isinstance(value, bool) is (option.type is Kind.boolean)
    )
    is_number = not isinstance(value, float) or math.isfinite(value)
    return "" if is_of_kind and is_number else f"{name} is {type(value).__name__}"
