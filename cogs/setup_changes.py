"""Changing settings: what changed, whether all can do their part now, or why nothing changed."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from typing import Final

import discord

from bot.cards.setup import CHANNELS, ROLES, saved_card
from bot.client import GiftBot
from bot.conversation import Conversation
from bot.ledger.guild_settings import (
    NAMES,
    GuildSettings,
    given_roles,
    most_share,
    nearest_timezones,
)
from bot.ledger.outcomes import NothingChanged, Refused, SettingChanged, SettingRefused
from bot.ledger.requests import ChangeSetting
from bot.places import giving_troubles, hidden_commands, is_mentionable, missing_in, place
from bot.rights import Right
from cogs.suggestions import MOST_NEAREST

PAGE: Final = (*CHANNELS.values(), *ROLES.values())
"""The settings of the page that name a channel or a role."""


async def managing(interaction: discord.Interaction[GiftBot]) -> Conversation | None:
    """The conversation with somebody who may change settings, now; None if they may not."""
    conversation = Conversation(interaction.client.house, interaction)
    return conversation if await conversation.may(Right.MANAGE) else None


async def change(
    conversation: Conversation,
    settings: Mapping[str, object],
    meant: Callable[[Conversation, SettingChanged], Awaitable[list[str]]] | None = None,
) -> None:
    """Change settings, all or none, and show what they were and what they are now.

    What is None stays as it is. `meant` says what else a change means, below it.
    """
    changes = tuple((name, str(value)) for name, value in settings.items() if value is not None)
    outcome = await conversation.ask(
        ChangeSetting(
            guild=conversation.guild,
            key=conversation.key,
            actor=conversation.actor,
            changes=changes,
        )
    )
    if isinstance(outcome, SettingChanged):
        chosen = {name for name, _, after in outcome.changes if after != "0"}
        below = checks(conversation, await conversation.settings(), chosen)
        below += filter(None, [conversation.words.roles_follow(outcome.changes)])
        below += await meant(conversation, outcome) if meant else []
        await conversation.show(saved_card(conversation.words, outcome.changes, below))
    elif isinstance(outcome, NothingChanged):
        # Whoever asks once more wants to know whether it works by now.
        below = checks(conversation, await conversation.settings(), dict(changes))
        await conversation.say(await conversation.reason(outcome), "\n".join(below))
    elif isinstance(outcome, Refused):
        await conversation.say(await why_not(conversation, outcome, dict(changes)))


async def show_or_change(
    conversation: Conversation, settings: Mapping[str, object], options: Sequence[str]
) -> None:
    """Change what is not None of settings; where all is, show how they are, and what changes them.

    `options` are those of the command.
    """
    if any(value is not None for value in settings.values()):
        await change(conversation, settings)
    else:
        await show(conversation, [*settings], conversation.words.change_hint(options))


async def show(conversation: Conversation, names: Sequence[str], hint: str) -> None:
    """Show settings as they are now, whether all can do their part, and how to change them."""
    settings = await conversation.settings()
    below = checks(conversation, settings, names)
    await conversation.say(conversation.words.settings_now(settings, names), "\n".join(below), hint)


def checks(
    conversation: Conversation, settings: GuildSettings, names: Collection[str] = NAMES
) -> list[str]:
    """Whether everybody can do their part: Ovation in its channels, and those who have a role.

    One sentence for each channel, and for each role with which something is amiss. Where gifts are
    thanked wherever they are sent, the channel where this is asked stands for all.
    """
    here = conversation.interaction.channel_id or 0
    chosen = {name: getattr(settings, name) for name in PAGE if name in names}
    if "pins" in names and settings.pins:
        chosen["gift_channel"] = settings.gift_channel
    if not chosen.get("gift_channel", here):
        chosen["gift_channel"] = here
    return [
        *_checks_of_channels(conversation, settings, chosen),
        *_checks_of_roles(conversation, chosen),
        *_checks_of_given_roles(conversation, settings, names),
        *_checks_of_shows(conversation, settings, names),
    ]


def _checks_of_channels(
    conversation: Conversation, settings: GuildSettings, chosen: Mapping[str, int]
) -> list[str]:
    words, guild = conversation.words, conversation.interaction.guild
    found = {name: place(guild, chosen[name]) for name in CHANNELS.values() if chosen.get(name)}
    gone = [words.channel_gone(name) for name, channel in found.items() if channel is None]
    channels = {channel.id: channel for channel in found.values() if channel}
    also = {
        one.id: ["pin_messages"]
        for name, one in found.items()
        if one and settings.pins and name == "gift_channel"
    }
    return gone + [
        words.permissions(one.id, missing_in(one, also.get(one.id, ())))
        for one in channels.values()
    ]


def _checks_of_roles(conversation: Conversation, chosen: Mapping[str, int]) -> list[str]:
    words, guild = conversation.words, conversation.interaction.guild
    hidden: dict[int, set[str]] = {}
    lines = []
    for name in ROLES.values():
        number = chosen.get(name, 0)
        role = guild.get_role(number) if guild and number else None
        if role:
            hidden.setdefault(role.id, set()).update(hidden_commands(name, role))
        elif number:
            lines.append(words.role_gone(name))
    return lines + [words.hidden_from(role, sorted(some)) for role, some in hidden.items() if some]


def _checks_of_given_roles(
    conversation: Conversation, settings: GuildSettings, names: Collection[str]
) -> list[str]:
    """What keeps Ovation from giving the roles that it gives, or from telling who has one."""
    words, guild = conversation.words, conversation.interaction.guild
    lines = []
    for name, roles in given_roles(settings).items():
        for role in sorted(roles) if name in names else ():
            found = giving_troubles(guild, role)
            if name == "live_role" and found != ("role-gone",) and not is_mentionable(guild, role):
                found = (*found, "role-silent")
            if found:
                lines.append(words.role_troubles(role, found))
    return list(dict.fromkeys(lines))


def _checks_of_shows(
    conversation: Conversation, settings: GuildSettings, names: Collection[str]
) -> list[str]:
    """What would be posted where there is no channel for it."""
    words = conversation.words
    lines = []
    if "messages" in names and settings.messages != "open" and not settings.log_channel:
        lines.append(words.held_nowhere)
    if "posted_boards" in names and settings.posted_boards and not settings.gift_channel:
        lines.append(words.boards_nowhere)
    return lines


async def why_not(conversation: Conversation, refused: Refused, changes: Mapping[str, str]) -> str:
    """Why settings were refused, and what would work where the refusal alone does not tell."""
    words, reason = conversation.words, await conversation.reason(refused)
    if not isinstance(refused, SettingRefused):
        return reason
    if refused.code == "timezone":
        nearest = nearest_timezones(changes["timezone"], MOST_NEAREST)
        return "\n".join(filter(None, [reason, words.nearest_timezones(nearest)]))
    if refused.code == "mints" and "conversion_rate" not in changes:
        rate = (await conversation.settings()).conversion_rate
        return f"{reason}\n{words.share_instead(rate, most_share(rate))}"
    return reason
