"""Emoji: a guild's own, and what Discord refuses in the emoji of buttons and menus."""

from __future__ import annotations

import unicodedata
from typing import Any

from bot.sandbox.service.components import walk
from bot.sandbox.service.payloads import emoji_json
from bot.sandbox.service.routing import Answer, Call, Router
from bot.sandbox.service.wire import FormErrors, unknown
from bot.sandbox.service.world import Guild, World

_JOINERS = {"\u200d", "\ufe0f", "\u20e3"}
_KEYS = set("0123456789#*")
_PUNCTUATION = set("‼⁉〰ℹ")


def add_routes(router: Router) -> None:
    """Add every route of this module."""
    emojis = "/guilds/{guild_id}/emojis"
    router.add("GET", emojis, list_emojis)
    router.add("GET", emojis + "/{emoji_id}", read_emoji)


def list_emojis(call: Call) -> Answer:
    """Return the guild's own emoji."""
    guild, _ = call.state.guild_of(call.user, call.id("guild_id"))
    return Answer(200, [emoji_json(number, name) for number, name in guild.emojis.items()])


def read_emoji(call: Call) -> Answer:
    """Return one of the guild's own emoji; 404 10014 if it is gone, or another guild's."""
    guild, _ = call.state.guild_of(call.user, call.id("guild_id"))
    number = call.id("emoji_id")
    if number not in guild.emojis:
        raise unknown("emoji")
    return Answer(200, emoji_json(number, guild.emojis[number]))


def check_emojis(world: World, components: Any, path: str) -> None:
    """Refuse all of a message or modal for one emoji that Discord does not know.

    Buttons and menus alike get the code that names buttons, as on Discord.
    """
    errors = FormErrors()
    bot = world.bot.id
    known = {number for guild in world.guilds.values() for number in _emojis_for(guild, bot)}
    for place, component in walk(components, path):
        _check(errors, component.get("emoji"), f"{place}.emoji", known)
        for index, option in enumerate(component.get("options") or []):
            _check(errors, option.get("emoji"), f"{place}.options.{index}.emoji", known)
    errors.raise_if_any()


def _emojis_for(guild: Guild, bot: int) -> dict[int, str]:
    return guild.emojis if bot in guild.members else {}


def _check(errors: FormErrors, emoji: Any, path: str, known: set[int]) -> None:
    if not isinstance(emoji, dict):
        return
    if emoji.get("id"):
        key, is_known = "id", int(emoji["id"]) in known
    else:
        key, is_known = "name", _is_drawn(str(emoji.get("name") or ""))
    if not is_known:
        errors.add(f"{path}.{key}", "BUTTON_COMPONENT_INVALID_EMOJI", "Invalid emoji")


def _is_drawn(text: str) -> bool:
    """Tell whether a text can be an emoji of Unicode's; the newest ones have no category here."""
    if text[:1] in _KEYS:
        return text.endswith("\u20e3") and len(text) <= 3
    signs = [letter for letter in text if letter not in _JOINERS]
    return bool(signs) and all(
        ord(sign) >= 0x1F000
        or sign in _PUNCTUATION
        or (not sign.isascii() and unicodedata.category(sign).startswith("S"))
        for sign in signs
    )
