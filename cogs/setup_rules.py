"""Whom managers keep out of buying, sending, receiving or cashing out: `/setup rules`."""

from typing import Final

import discord

from bot.conversation import Conversation
from bot.ledger.guild_settings import GuildSettings, barred_roles
from cogs.setup_changes import change

RULES: Final = ("buying", "sending", "receiving", "cashout")
"""What a role can be kept out of; its settings are named after it."""


async def keep_out(
    conversation: Conversation,
    what: str | None,
    role: discord.Role | None,
    allow: discord.Role | None,
    sentence: str | None,
    *,
    clear: bool,
) -> None:
    """Show who is kept out, or change one rule: its roles, its sentence, or both."""
    settings, words = await conversation.settings(), conversation.words
    is_changing = bool(role or allow or clear or sentence is not None)
    if what is None and not is_changing:
        await _show(conversation, settings)
    elif what is None:
        await conversation.say(words.rule_needs_what)
    elif what not in RULES:
        await conversation.say(words.expired)
    elif not is_changing:
        await conversation.say(words.rule_needs_change)
    elif sentence is not None and clear:
        await conversation.say(words.set_or_clear)
    else:
        await _change(conversation, what, role, allow, "" if clear else sentence)


async def _change(
    conversation: Conversation,
    what: str,
    role: discord.Role | None,
    allow: discord.Role | None,
    sentence: str | None,
) -> None:
    name = f"no_{what}"
    kept_out = barred_roles(getattr(await conversation.settings(), name))
    if allow and allow.id not in kept_out:
        await conversation.say(conversation.words.not_kept_out(allow.id))
        return
    roles = None
    if role or allow:
        after = (kept_out | {role.id} if role else kept_out) - ({allow.id} if allow else set())
        roles = ",".join(map(str, sorted(after)))
    await change(conversation, {name: roles, f"{name}_text": sentence})


async def _show(conversation: Conversation, settings: GuildSettings) -> None:
    words = conversation.words
    lines = []
    for rule in RULES:
        barred = getattr(settings, f"no_{rule}")
        # Where nobody is kept out, nobody reads the sentence, which is kept for later.
        own_text = getattr(settings, f"no_{rule}_text") if barred else ""
        lines.append(words.rule(rule, barred, own_text))
    await conversation.say(words.rules_title, "\n".join(lines), words.rules_hint)
